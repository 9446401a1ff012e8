"""An Excel or OpenDocument workbook -> the same tables of text as CSV files make."""

import datetime
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samverkan.language import N_, reason_of
from samverkan.model.schema import Schema
from samverkan.sources.files import FILE_LIMIT, match_tables, unreadable
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.tables import RECORDS, Table
from samverkan.sources.xlsx import Marks, is_too_wide, look_closer

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AREA_LIMIT = 20_000_000
"""Cells from the first to the last of a sheet: calamine lays them all out, used or not."""

XLSX = {".xlsx", ".xlsm"}
_SUFFIXES = {*XLSX, ".xlsb", ".xls", ".ods"}
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError, KeyError,
    SyntaxError, IndexError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl and the readers of archives and XML below it raise for a file that is not whole."""


def is_workbook(path: Path) -> bool:
    """Tell a workbook from other files by its name."""
    return path.suffix.casefold() in _SUFFIXES


def read_workbook(path: Path, schema: Schema, findings: Findings) -> Iterator[tuple[str, Table]]:
    """Read the sheets of a workbook that are tables, one by one.

    Parameters
    ----------
    path : Path
    schema : Schema
    findings : Findings
        What is wrong is added here.

    Yields
    ------
    str, Table
        Name of the table, and what is in it. None if the workbook cannot be read.
    """
    from python_calamine import CalamineWorkbook  # only for a workbook

    with findings_of_damage(path, findings):
        if not is_fit(path, findings):
            return
        with CalamineWorkbook.from_path(str(path)) as book:
            found = match_tables({name: name for name in worksheets(book)}, schema, path.name, "", findings)
            marks = look_closer(path, found.values()) if path.suffix.casefold() in XLSX else {}
            for table, sheet in found.items():
                cells = book.get_sheet_by_name(sheet)
                yield table, _table(f"{path.name}[{sheet}]", cells, marks.get(sheet) or Marks(), findings)


def worksheets(book: "CalamineWorkbook") -> list[str]:
    """Return the names of the sheets of a workbook that hold cells."""
    from python_calamine import SheetTypeEnum

    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


@contextmanager
def findings_of_damage(path: Path, findings: Findings) -> Iterator[None]:
    """Make findings of what the readers of a workbook raise."""
    from python_calamine import CalamineError, PasswordError

    name = path.name
    try:
        yield
    except PasswordError:
        findings.add(Finding(name, None, None, Code.ENCRYPTED, _PROTECTED, {}))
    except FileNotFoundError:
        what = N_("There is no such file. Give the path of yours.")
        findings.add(Finding(name, None, None, Code.MISSING_FILE, what, {}))
    except OSError as error:
        findings.add(unreadable(name, error))
    except (CalamineError, *_DAMAGE) as error:
        findings.add(_damaged(name, error))
    except BaseException as error:  # calamine panics at some damage, with an exception that cannot be imported
        if type(error).__name__ != "PanicException":
            raise
        findings.add(_damaged(name, error))


def is_fit(path: Path, findings: Findings) -> bool:
    """Tell whether a workbook may be opened; why not, and what of it is left alone, is added to the findings."""
    if problem := _unfit(path):
        code, what = problem
        findings.add(Finding(path.name, None, None, code, what, {"limit": FILE_LIMIT // 2**20}))
        return False
    for code, what in _left_alone(path):
        findings.add(Finding(path.name, None, None, code, what, {}))
    return True


def _left_alone(path: Path) -> Iterator[tuple[Code, str]]:
    """Tell what else a workbook holds that is neither followed nor run."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
    if any(part.startswith("xl/externalLinks/") for part in parts):
        yield Code.LINKS, N_("The workbook has links to other files. They are not followed: what is stored was read.")
    if any(part.casefold().endswith("vbaproject.bin") for part in parts):
        yield Code.MACROS, N_("The workbook has macros. None of them is run.")


def _damaged(name: str, error: BaseException) -> Finding:
    what = N_("The workbook is damaged, or is no workbook: {reason}.")
    return Finding(name, None, None, Code.UNREADABLE, what, {"reason": reason_of(error)})


_PROTECTED = N_("The workbook is protected by a password. Save it without one.")
_MISNAMED_NEW = N_("The name ends in .xls, but the workbook is of the newer form. Let its name end in .xlsx.")
_MISNAMED_OLD = N_("The workbook is of the old form. Let its name end in .xls.")


def _unfit(path: Path) -> tuple[Code, str] | None:
    """Tell why a workbook must not be opened, if it must not."""
    too_large = Code.TOO_LARGE, N_("The workbook holds more than {limit} MB.")
    if path.stat().st_size > FILE_LIMIT:
        return too_large
    old = path.suffix.casefold() == ".xls"
    with path.open("rb") as file:
        head = file.read(len(_OLE))
        if head == _OLE and _ENCRYPTED in file.read():
            return Code.ENCRYPTED, _PROTECTED
        if head == _OLE and not old:
            return Code.UNREADABLE, _MISNAMED_OLD
    if old and head[:2] != b"PK":
        return None
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > FILE_LIMIT:
            return too_large
        if old and "xl/workbook.xml" in archive.namelist():
            return Code.UNREADABLE, _MISNAMED_NEW
        for part in archive.namelist():
            whole = archive.read(part)  # raises for one that is damaged, or holds more than it says
            if part.startswith("xl/worksheets/") and is_too_wide(whole, _AREA_LIMIT):
                return Code.TOO_LARGE, N_("The workbook has a cell far away from the others, to the right or below.")
    return None


def _table(name: str, sheet: "CalamineSheet", marks: Marks, findings: Findings) -> Table:
    table = Table(name)
    left = [""] * (sheet.start[1] if sheet.start else 0)  # calamine begins at the first column in use
    rows = enumerate(sheet.iter_rows())
    for row, cells in rows:
        if any(str(value).strip() for value in cells):
            table.begin(row + 1, left + [cell_text(value) for value in cells])
            break
    while chunk := list(islice(rows, RECORDS)):
        texts = [left + [cell_text(value) for value in cells] for _, cells in chunk]
        if marks.months or marks.years:
            for (row, cells), shortened in zip(chunk, texts, strict=True):
                _shorten(table, row, left + cells, shortened, marks, findings)
        table.extend([row + 1 for row, _ in chunk], texts, findings)
    table.end(findings)
    _tell_marks(table, marks, findings)
    return table


def _shorten(table: Table, row: int, cells: list[Any], texts: list[str], marks: Marks, findings: Findings) -> None:
    """Make a month of the first day of a month that is shown without a day, and a year of the first of January."""
    for column, value in enumerate(cells[: len(table.headings)]):
        if isinstance(value, datetime.date) and value.day == 1:
            if (row, column) in marks.years and value.month == 1:
                texts[column] = texts[column][:4]
            elif (row, column) in marks.months or (row, column) in marks.years:
                texts[column] = texts[column][:7]
            else:
                continue
            what = N_("The date is shown without a day; it was read as {text}.")
            values = {"text": texts[column]}
            findings.add(Finding(table.name, row + 1, table.headings[column], Code.FIRST_OF_MONTH, what, values))


def _tell_marks(table: Table, marks: Marks, findings: Findings) -> None:
    for place in sorted({*marks.unsolved, *marks.errors}):
        row, column = place
        if column < len(table.headings):
            what = N_("The cell holds a formula that was never worked out. Open the workbook, and save it.")
            if place in marks.errors:
                what = N_("The cell holds the error {error}; a value was expected.")
            values = {"error": marks.errors.get(place)}
            table.told.add((row + 1, column))
            findings.add(Finding(table.name, row + 1, table.headings[column], Code.FORMULA, what, values))


def cell_text(value: Any) -> str:
    """Return the text that a cell's value stands for, as precise as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
