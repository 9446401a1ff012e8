"""What calamine does not tell of an .xlsx file: formulas never worked out, errors, and dates shown without a day.

It gives an empty cell for the first two, and for a date that a spreadsheet made of a month the first day of the month.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET  # expat itself refuses entities that grow without end

Place = tuple[int, int]
"""Row and column, from 0."""

_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_UNPLACED = re.compile(rb"""<(?:\w+:)?c\b(?![^>]*\br\s*=)""")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_NO_VALUE = re.compile(
    rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>))?\s*</"
)
_ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})<")
_FAR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["'](?:[T-Z]|[A-Z]{2,3})\d""")
"""A cell beyond column S: only with one of them can a sheet have more than 20,000,000 cells."""

_BUILTIN_MONTHS = {17, 27, 36, 50, 57}
"""Numbers of the formats that need no declaration and show a month without a day."""

_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


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
    if not _FAR_CELL.search(sheet):
        return False
    rows = columns = 0
    for _end, (row, column), _attributes, empty in _cells(sheet):
        if not empty:
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows * columns > limit


def look_closer(path: Path, sheets: Collection[str]) -> dict[str, Marks]:
    """Find the cells of some sheets that need a word more.

    Raises
    ------
    KeyError, ValueError, SyntaxError, zipfile.BadZipFile
        The workbook is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        months, years = _formats(archive)
        parts = _parts(archive)
        return {name: _marks(archive.read(parts[name]), months, years) for name in sheets}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet -> its file in the archive."""
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see above
    targets = {link.get("Id"): posixpath.join("/xl", link.get("Target", "")) for link in links}
    parts = {}
    for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - see above
        if sheet.tag in {f"{_MAIN}sheet", f"{_STRICT}sheet"}:
            link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            parts[sheet.get("name", "")] = posixpath.normpath(targets[link]).lstrip("/")
    return parts


def _formats(archive: zipfile.ZipFile) -> tuple[set[int], set[int]]:
    """Styles of cells that show of a date only its month, and those that show only its year."""
    if "xl/styles.xml" not in archive.namelist():
        return set(), set()
    months, years = set(_BUILTIN_MONTHS), set[int]()
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - see above
    for declared in styles.iter():
        if declared.tag in {f"{_MAIN}numFmt", f"{_STRICT}numFmt"}:
            number = int(declared.get("numFmtId", "0"))
            letters = set(_LITERAL.sub("", declared.get("formatCode", "")).casefold())
            months.discard(number)
            if "y" in letters and "d" not in letters:
                (months if "m" in letters else years).add(number)
    used = [
        int(style.get("numFmtId", "0"))
        for group in styles
        if group.tag in {f"{_MAIN}cellXfs", f"{_STRICT}cellXfs"}
        for style in group
    ]
    return ({n for n, f in enumerate(used) if f in months}, {n for n, f in enumerate(used) if f in years})


def _marks(sheet: bytes, months: set[int], years: set[int]) -> Marks:
    marks = Marks()
    if not (months or years or _FORMULA.search(sheet) or _IS_ERROR.search(sheet)):
        return marks
    for end, place, attributes, empty in _cells(sheet, _of_interest(months | years)):
        if empty:
            continue
        if _IS_ERROR.search(attributes):
            text = _ERROR_TEXT.search(sheet, end)
            marks.errors[place] = text[1].decode("ascii", "replace") if text else "#"
        elif _NO_VALUE.match(sheet, end) and not _IS_TEXT.search(attributes):
            marks.unsolved.add(place)
        elif style := _STYLE.search(attributes):
            if int(style[1]) in months:
                marks.months.add(place)
            elif int(style[1]) in years:
                marks.years.add(place)
    return marks


def _of_interest(styles: set[int]) -> re.Pattern[bytes]:
    """Match the cells that hold an error or a formula, or have one of some styles: most sheets have few."""
    style = "|".join(map(str, sorted(styles))) or "none"
    attribute = rf"""\b(?:s\s*=\s*["'](?:{style})["']|t\s*=\s*["']e["'])"""
    return re.compile(
        rf"<(?:\w+:)?(c)\b(?=[^>]*{attribute}|[^>]*[^/>]>\s*<(?:\w+:)?f\b)([^>]*?)(/?)>".encode(), re.ASCII
    )


def _cells(sheet: bytes, wanted: re.Pattern[bytes] = _ROW_OR_CELL) -> Iterator[tuple[int, Place, bytes, bool]]:
    """Go through the cells: where the tag ends, the place, the attributes, and whether there is nothing in it."""
    row, column = -1, -1
    if _UNPLACED.search(sheet):  # a cell that does not say its place comes after the one before
        wanted = _ROW_OR_CELL
    for match in wanted.finditer(sheet):
        reference = _REFERENCE.search(match[2])
        if match[1] == b"row":
            row, column = int(reference[2]) - 1 if reference else row + 1, -1
            continue
        column += 1
        if reference:
            row, column = int(reference[2]) - 1, _column_number(reference[1])
        yield match.end(), (row, column), match[2], bool(match[3])


def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 0.

    Examples
    --------
    >>> _column_number(b"A"), _column_number(b"AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
