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

_OF_INTEREST = re.compile(rb"""<(?:\w+:)?f[ />]|\bt\s*=\s*["']e["']|\bs\s*=\s*["'][1-9]""")
"""What the text of a sheet holds somewhere if it has a formula, an error, or a cell shown in a way of its own."""

_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
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
    rows = columns = 0
    for letters, row in _REFERENCE.findall(sheet):
        rows, columns = max(rows, int(row)), max(columns, _column_number(letters))
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
        if not any(_OF_INTEREST.search(archive.read(part)) for part in parts):
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
