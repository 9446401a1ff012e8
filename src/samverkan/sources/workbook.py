"""An Excel workbook -> the same tables of text as CSV files make."""

import datetime
import re
import zipfile
from array import array
from pathlib import Path
from typing import Any

from samverkan.language import N_
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.tables import FILE_LIMIT, Table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AREA_LIMIT = 20_000_000
"""Cells from the first to the last of a sheet: the reader lays them all out, used or not."""

_LAST_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def is_workbook(path: Path) -> bool:
    """Tell a workbook from other files by its name."""
    return path.suffix.casefold() in {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


def read_workbook(path: Path, findings: Findings) -> dict[str, Table]:
    """Read every sheet of a workbook.

    Parameters
    ----------
    path : Path
    findings : Findings
        What is wrong is added here.

    Returns
    -------
    dict of str to Table
        By the name of the sheet; empty if the workbook cannot be read.
    """
    name = path.name
    if problem := _unfit(path):
        code, what = problem
        findings.add(Finding(name, None, None, code, what, {"limit": FILE_LIMIT // 2**20}))
        return {}
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum  # only wanted for a workbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            sheets = {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in names}
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        what = N_("The workbook is damaged, or is no workbook: {reason}.")
        findings.add(Finding(name, None, None, Code.UNREADABLE, what, {"reason": str(error).rstrip(".")}))
        return {}
    closer = _closer_look(path, sheets, findings)
    return {sheet: _table(f"{name}[{sheet}]", rows, closer.get(sheet, {}), findings) for sheet, rows in sheets.items()}


def _unfit(path: Path) -> tuple[Code, str] | None:
    """Tell why a workbook must not be opened, if it must not."""
    too_large = Code.TOO_LARGE, N_("The workbook holds more than {limit} MB.")
    if path.stat().st_size > FILE_LIMIT:
        return too_large
    head = path.read_bytes()
    if head.startswith(_OLE) and (path.suffix.casefold() != ".xls" or _ENCRYPTED in head):
        return Code.ENCRYPTED, N_("The workbook is protected by a password. Save it without one.")
    if path.suffix.casefold() == ".xls":
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > FILE_LIMIT:
                return too_large
            for part in archive.infolist():
                if part.filename.startswith("xl/worksheets/") and _area(archive.read(part)) > _AREA_LIMIT:
                    return too_large
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        return Code.UNREADABLE, N_("The workbook is damaged, or is no workbook.")
    return None


def _area(sheet: bytes) -> int:
    """Cells of the rectangle that holds every cell of a sheet."""
    columns, rows = 0, 0
    for column, row in _LAST_CELL.findall(sheet):
        columns = max(columns, _column_number(column))
        rows = max(rows, int(row))
    return columns * rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


Place = tuple[int, int]


def _closer_look(path: Path, sheets: dict[str, list[list[Any]]], findings: Findings) -> dict[str, dict[Place, str]]:
    """Ask openpyxl what calamine cannot tell: formulas without a value, and dates that are shown without a day.

    Returns
    -------
    dict of str to dict of (int, int) to str
        By sheet, row and column (from 0), the month that stands for a date.
    """
    first_days = {
        sheet: [(r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if _is_first_day(v)]
        for sheet, rows in sheets.items()
    }
    if path.suffix.casefold() not in {".xlsx", ".xlsm"} or not (any(first_days.values()) or _has_formulas(path)):
        return {}
    import openpyxl  # slow to import and to read, and seldom wanted

    months: dict[str, dict[Place, str]] = {}
    book = openpyxl.load_workbook(path, data_only=False)
    for sheet, rows in sheets.items():
        seen = book[sheet]
        wanted = set(first_days[sheet])
        for r, cells in enumerate(seen.iter_rows()):
            for c, cell in enumerate(cells):
                place = (r, c)
                if cell.data_type == "f" and _value(rows, place) == "":
                    what = N_("The cell holds a formula that was never worked out. Open the workbook, and save it.")
                    findings.add(Finding(f"{path.name}[{sheet}]", r + 1, cell.coordinate, Code.FORMULA, what, {}))
                elif place in wanted and "d" not in str(cell.number_format).casefold():
                    months.setdefault(sheet, {})[place] = rows[place[0]][place[1]].strftime("%Y-%m")
    book.close()
    return months


def _is_first_day(value: object) -> bool:
    return isinstance(value, datetime.date) and value.day == 1


def _value(rows: list[list[Any]], place: Place) -> object:
    row = rows[place[0]] if place[0] < len(rows) else []
    return row[place[1]] if place[1] < len(row) else ""


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(part)) for part in sheets)


def _table(name: str, rows: list[list[Any]], months: dict[Place, str], findings: Findings) -> Table:
    used = [(place, row) for place, row in enumerate(rows) if any(_text(v).strip() for v in row)]
    if not used:
        return Table(name)
    heading_row = used[0][1]
    headings = [_text(value).strip() for value in heading_row]
    while headings and not headings[-1]:
        headings.pop()
    records = used[1:]
    columns = []
    for c, heading in enumerate(headings):
        memo: dict[str, str] = {}
        column = []
        for r, row in records:
            text = months.get((r, c)) or _text(row[c] if c < len(row) else "")
            if (r, c) in months:
                what = N_("The date is shown as a month; it was read as {month}.")
                findings.add(Finding(name, r + 1, heading, Code.FIRST_OF_MONTH, what, {"month": text}))
            column.append(memo.setdefault(text, text))
        columns.append(column)
    for r, row in records:
        if surplus := [v for v in row[len(headings) :] if _text(v).strip()]:
            what = N_(
                "The row has {cells} cells, but there are {headings} headings. Is a text with a comma not quoted?"
            )
            values = {"cells": len(headings) + len(surplus), "headings": len(headings)}
            findings.add(Finding(name, r + 1, None, Code.LONG_ROW, what, values))
    return Table(name, headings, columns, array("L", (r + 1 for r, _ in records)))


def _text(value: object) -> str:
    """Return the text that a cell's value stands for, as precise as it is."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
