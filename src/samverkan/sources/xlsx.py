"""What calamine does not tell of an .xlsx file: formulas never worked out, errors, and dates shown without a day.

It gives an empty cell for the first two, and for a date that a spreadsheet made of a month the first day of the month.
openpyxl tells, and takes several times as long: only a sheet whose text may hold one of them is looked at.
"""

import re
import warnings
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Place = tuple[int, int]
"""Row and column, from 0."""

_FORMULA = re.compile(rb"""<(?:\w+:)?f[ />]|\bt\s*=\s*["']e["']""")
"""What the text of a sheet holds somewhere if it has a formula or an error."""

_SIGNS = (b"<f", b":f>", b":f ", b":f/", b'"e"', b"'e'")
"""What stands in it then, looked for first: that is quick, and there is seldom any of it."""

_FORMATS = re.compile(rb"""<(?:\w+:)?numFmt\b[^>]*""")
_STYLES = re.compile(rb"""<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs\s*>""", re.DOTALL)
_STYLE = re.compile(rb"""<(?:\w+:)?xf\b[^>]*""")
_NUMBER = re.compile(rb"""\bnumFmtId\s*=\s*["'](\d+)["']""")
_YEARS = {17, *range(27, 37), *range(50, 59)}
"""Formats that every workbook has, and that may show a year without a day."""

_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_FAR = re.compile(rb"""r\s*=\s*["'](?:[T-Z]\d|[A-Z]{2,3}\d|[A-Z]\d{7})""")
"""A cell from column 20 or row 1,000,000 on: without one no sheet has more than 19,000,000 cells."""

_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass
class Marks:
    """The cells of a sheet that need a word more.

    Parameters
    ----------
    unsolved : set of (int, int)
        Formulas without a stored value.
    errors : dict of (int, int) to str
        Errors such as ``#N/A``.
    months, years : set of (int, int)
        Cells that show of a date only its month, or only its year.
    """

    unsolved: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    months: set[Place] = field(default_factory=set)
    years: set[Place] = field(default_factory=set)


def is_too_wide(sheet: bytes, limit: int) -> bool:
    """Tell whether the rectangle that holds every cell of a sheet has more cells than a limit."""
    if limit >= 19_000_000 and not _FAR.search(sheet):  # quick, and so with most
        return False
    found = _REFERENCE.findall(sheet)
    columns = max(map(_column_number, {letters for letters, _row in found}), default=0)
    rows = max(map(int, {row for _letters, row in found}), default=0)
    return rows * columns > limit


def count_cells(path: Path) -> tuple[int, int]:
    """Count the cells of an .xlsx file that hold something, and all that it lists; none of another form."""
    held = listed = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                if part.startswith("xl/worksheets/"):
                    sheet = archive.read(part)
                    held += sum(map(sheet.count, (b"<v>", b"<is>")))
                    listed += sum(map(sheet.count, (b"<c ", b"<c>")))
    return held, listed


def look_closer(path: Path, sheets: Collection[str]) -> dict[str, Marks]:
    """Find the cells of some sheets that need a word more.

    Raises
    ------
    KeyError, ValueError, SyntaxError, zipfile.BadZipFile
        The workbook is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        dates = _dates(archive)
        if not any(_is_of_interest(archive.read(part), dates) for part in parts):
            return {}
    marks = {name: Marks() for name in sheets}
    formulas: dict[str, set[Place]] = {name: set() for name in sheets}
    for name, place, cell in _cells(path, sheets, values=False):
        if cell.data_type == "f":
            formulas[name].add(place)
        elif cell.data_type == "e":
            marks[name].errors[place] = str(cell.value)
        elif cell.data_type == "d":
            letters = set(_LITERAL.sub("", cell.number_format).casefold())
            if "y" in letters and "d" not in letters:
                (marks[name].months if "m" in letters else marks[name].years).add(place)
    asked = [name for name in sheets if formulas[name]]
    if asked:
        for name, place, cell in _cells(path, asked, values=True):
            if place in formulas[name]:
                if cell.data_type == "e":
                    marks[name].errors[place] = str(cell.value)
                elif cell.value is None and cell.data_type != "str":  # a text may well be empty
                    marks[name].unsolved.add(place)
    return marks


def _dates(archive: zipfile.ZipFile) -> list[int]:
    """Return the ways in which a workbook shows cells that may be a date without a day."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = archive.read("xl/styles.xml")
    shown = set(_YEARS)
    for declared in _FORMATS.findall(styles):
        if (number := _NUMBER.search(declared)) and b"y" in declared.lower().partition(b"formatcode")[2]:
            shown.add(int(number[1]))
    used = [_NUMBER.search(style) for part in _STYLES.findall(styles)[:1] for style in _STYLE.findall(part)]
    return [place for place, number in enumerate(used) if number and int(number[1]) in shown]


def _is_of_interest(sheet: bytes, dates: list[int]) -> bool:
    """Tell whether a sheet may hold a formula, an error, or a cell shown in one of the ways of dates."""
    if 0 in dates:  # the way of every cell that says nothing of it
        return True
    if dates and re.search(rb"""\bs\s*=\s*["'](?:%b)["']""" % b"|".join(b"%d" % place for place in dates), sheet):
        return True
    cells = sheet[: sheet.rfind(b"sheetData")]
    return any(sign in cells for sign in _SIGNS) and _FORMULA.search(cells) is not None


def _cells(path: Path, sheets: Collection[str], *, values: bool) -> Iterator[tuple[str, Place, Any]]:
    """Go through the cells of some sheets: with the stored values of formulas, or with the formulas themselves."""
    import openpyxl  # slow to import, and seldom wanted

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are left out: they are not asked for
        book = openpyxl.load_workbook(path, read_only=True, data_only=values)
        try:
            for name in sheets:
                sheet = book[name]
                sheet.reset_dimensions()  # a file may say what it likes
                for row, cells in enumerate(sheet.iter_rows()):
                    for column, cell in enumerate(cells):
                        yield name, (row, column), cell
        finally:
            book.close()


def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 1.

    Examples
    --------
    >>> _column_number(b"A"), _column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
