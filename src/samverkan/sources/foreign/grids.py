"""A file of tables, whatever its form -> grids: every cell with a text, and where it stands."""

import csv
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samverkan.errors import InputError
from samverkan.language import N_
from samverkan.sources.cells import CELL_LIMIT
from samverkan.sources.files import scan, unreadable
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.tables import DECLARED, DELIMITERS, BrokenError, chunks
from samverkan.sources.workbook import XLSX, cell_text, findings_of_damage, is_fit, is_workbook, worksheets
from samverkan.sources.xlsx import Marks, count_cells, look_closer

CELLS = 1_000_000
"""Cells with a text that an input may have: more are no list that somebody keeps by hand."""

_FORMATTED = 5 * CELLS
"""Cells that a workbook may have, the empty ones among them that only look in some way."""

_SAMPLE = 50
"""Lines of a CSV file that tell its delimiter."""

Place = tuple[int, int]
"""Row and column, from 0, of the grid."""

Range = tuple[Place, Place]


@dataclass(frozen=True)
class Grid:
    """Cells of text as they stand in a file or on a sheet; nothing is known yet of headings.

    Parameters
    ----------
    file : str
        Name of the file.
    sheet : str
        Name of the sheet; of a file that has none, its own name without the ending.
    rows : list of list of str
        Each without the spaces around its cells; they may be of different lengths.
    lines : sequence of int
        Line of the file, or row of the sheet, of each.
    merged : tuple of ranges
        Cells that are shown as one, by first and last place; their text stands in the first.
    lost : dict of place to str
        Cells whose value the file does not hold, and why, as it stands in the catalogue.
    is_sheet : bool
        Whether the file has several.
    """

    file: str
    sheet: str
    rows: list[list[str]]
    lines: Sequence[int]
    merged: tuple[Range, ...] = ()
    lost: dict[Place, str] = field(default_factory=dict)
    is_sheet: bool = False

    @property
    def name(self) -> str:
        """As findings show it."""
        return f"{self.file}[{self.sheet}]" if self.is_sheet else self.file

    def places(self) -> Iterator[Place]:
        """Go through the cells that hold something."""
        for row, texts in enumerate(self.rows):
            for column, text in enumerate(texts):
                if text or (row, column) in self.lost:
                    yield row, column

    def text(self, place: Place) -> str:
        """Return the text of a cell; the empty one beyond the last."""
        row, column = place
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


Reader = Callable[[Path, Findings], list[Grid]]


def read_grids(path: Path, others: Mapping[str, Reader]) -> tuple[list[Grid], Findings]:
    """Read a CSV file, a workbook, a folder of CSV files, or a file of another form.

    Parameters
    ----------
    path : Path
    others : mapping of str to callable
        What reads a file of another form, by its ending.

    Returns
    -------
    grids : list of Grid
    findings : Findings
        Warnings.

    Raises
    ------
    InputError
        It cannot be read; the exception carries every finding.
    """
    findings = Findings()
    grids: list[Grid] = []
    try:
        if path.is_dir():
            for file in sorted(f for f in path.iterdir() if f.suffix.casefold() == ".csv"):
                grids += read_text(file, findings)
        elif reader := others.get(path.suffix.casefold()):
            grids += reader(path, findings)
        elif is_workbook(path):
            grids += _read_workbook(path, findings)
        else:
            path.stat()
            grids += read_text(path, findings)
    except FileNotFoundError:
        what = N_("There is no such file. Give the path of yours.")
        findings.add(Finding(str(path), None, None, Code.MISSING_FILE, what, {}))
    except OSError as error:
        findings.add(unreadable(str(path), error))
    if sum(1 for grid in grids for _ in grid.places()) > CELLS:
        findings.add(_too_many(path))
    if findings.error_count:
        raise InputError(findings)
    return grids, findings


def _too_many(path: Path) -> Finding:
    what = N_("There are more than {limit} cells. Import a large network as the tables of `samverkan load`.")
    return Finding(path.name, None, None, Code.TOO_LARGE, what, {"limit": CELLS})


def read_text(path: Path, findings: Findings) -> list[Grid]:
    """Read a CSV file, whatever its delimiter and its encoding."""
    found = scan(path, findings)
    if found is None:
        return []
    rows: list[list[str]] = []
    lines: list[int] = []
    limit = csv.field_size_limit(CELL_LIMIT)
    cells = 0
    try:
        with path.open(encoding=found.encoding, newline="") as file:
            sample = [line for _ in range(_SAMPLE) if (line := file.readline(CELL_LIMIT))]
            file.seek(0)
            reader = csv.reader(file, delimiter=likely_delimiter(sample), strict=True)
            for numbers, records in chunks(reader):
                for number, record in zip(numbers, records, strict=True):
                    texts = [text.strip() for text in record]
                    if any(texts) and not (number == 1 and DECLARED.fullmatch(sample[0])):
                        rows.append(texts)
                        lines.append(number)
                        cells += sum(map(bool, texts))
                if cells > CELLS:
                    break
    except UnicodeDecodeError:
        what = N_("The file is not text. Save it as CSV (UTF-8), or as an Excel workbook.")
        findings.add(Finding(path.name, None, None, Code.NOT_TEXT, what, {}))
    except BrokenError as error:
        findings.add(error.finding(path.name))
    finally:
        csv.field_size_limit(limit)
    return [Grid(path.name, path.stem, rows, lines)]


def likely_delimiter(sample: Sequence[str]) -> str:
    r"""Choose the delimiter that parts most lines into the same number of cells, then into most; else the comma.

    Examples
    --------
    >>> likely_delimiter(["Partner 2024, a list\n", "Ort;CO2\n", "Gävle;2,5\n", "Borlänge;3,1\n"])
    ';'
    """
    if sample and (declared := DECLARED.fullmatch(sample[0])):
        return declared[1]

    def alike(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1)
        return max(((lines, cells) for cells, lines in counts.items()), default=(0, 0))

    return max(";\t,", key=alike) if set(DELIMITERS) & set("".join(sample)) else ","


def _read_workbook(path: Path, findings: Findings) -> list[Grid]:
    from python_calamine import CalamineWorkbook  # only for a workbook

    grids: list[Grid] = []
    with findings_of_damage(path, findings):
        if not is_fit(path, findings):
            return []
        held, formatted = count_cells(path)
        if held > CELLS or formatted > _FORMATTED:
            findings.add(_too_many(path))
            return []
        with CalamineWorkbook.from_path(str(path)) as book:
            names = worksheets(book)
            marks = look_closer(path, names) if path.suffix.casefold() in XLSX else {}
            cells = 0
            for name in names:
                sheet = book.get_sheet_by_name(name)
                merged = sheet.merged_cell_ranges or []
                left = sheet.start[1] if sheet.start else 0
                grid = _grid(path.name, name, left, sheet.iter_rows(), merged, marks.get(name) or Marks(), cells)
                grids.append(grid)
                cells += sum(1 for _ in grid.places())
                if cells > CELLS:
                    break
    return grids


def _grid(
    file: str,
    name: str,
    left: int,
    cells: Iterable[Sequence[Any]],
    merged: Sequence[Range],
    marks: Marks,
    before: int,
) -> Grid:
    rows: list[list[str]] = []
    numbers: list[int] = []
    lost = dict.fromkeys(marks.unsolved, LOST) | dict.fromkeys(marks.errors, ERROR)
    wanted = {row for row, _ in lost}
    seen = before
    for number, values in enumerate(cells):
        texts = [""] * left + [cell_text(value).strip() for value in values]
        for column in range(len(texts)):
            if (number, column) in marks.years:
                texts[column] = texts[column][:4]
            elif (number, column) in marks.months:
                texts[column] = texts[column][:7]
        while texts and not texts[-1]:
            texts.pop()
        if texts or number in wanted:
            rows.append(texts)
            numbers.append(number)
            seen += sum(map(bool, texts))
            if seen > CELLS:
                break
    place = {number: row for row, number in enumerate(numbers)}
    shown = [
        ((place[first], a), (bisect_right(numbers, last) - 1, b)) for (first, a), (last, b) in merged if first in place
    ]
    gone = {(place[row], column): why for (row, column), why in lost.items() if row in place}
    return Grid(file, name, rows, [number + 1 for number in numbers], tuple(shown), gone, is_sheet=True)


LOST = N_("The cell holds a formula that was never worked out. Open the workbook, and save it.")
ERROR = N_("The cell holds an error; a value was expected.")
