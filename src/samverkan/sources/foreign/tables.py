"""The tables of a folder as they are written: read, changed row by row, and written back with all that is in them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samverkan.errors import InputError
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.sources.cells import convert
from samverkan.sources.columns import known_headings
from samverkan.sources.files import Scan, scan_folder
from samverkan.sources.findings import Findings
from samverkan.sources.reader import read
from samverkan.sources.saving import csv_bytes
from samverkan.sources.tables import DECLARED, delimiter_of
from samverkan.sources.written import safe

PROPERTIES = {n.table: n.properties for n in SCHEMA.labels} | {SCHEMA.table: SCHEMA.relations}
"""Columns of each table, in order."""


@dataclass
class Table:
    """One table: its headings and rows as they are written.

    Parameters
    ----------
    name : str
        Of the table.
    file : str
        Of the file.
    properties : tuple of Property
    headings : list of str
    rows : list of list of str
        Empty where a row was removed.
    delimiter, encoding : str
        As the file has them.
    changed : bool
    """

    name: str
    file: str
    properties: tuple[Property, ...]
    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"
    changed: bool = False

    def __post_init__(self) -> None:
        known = known_headings(self.properties)
        self._places: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            if prop := known.get(fold_case(heading)):
                self._places.setdefault(prop.name, place)
        self._by_name = {prop.name: prop for prop in self.properties}

    def get(self, row: int, name: str) -> Value:
        """Return a value of a row."""
        place = self._places.get(name)
        if place is None or place >= len(self.rows[row]):
            return None
        return convert(self.rows[row][place], self._by_name[name])[0]

    def values(self, row: int) -> dict[str, Value]:
        """Return every value of a row."""
        return {name: self.get(row, name) for name in self._by_name}

    def set(self, row: int, name: str, value: Value) -> None:
        """Change a value of a row; a column that the file lacks is added."""
        if name not in self._places:
            self._places[name] = len(self.headings)
            self.headings.append(name)
        cells = self.rows[row]
        cells += [""] * (self._places[name] + 1 - len(cells))
        cells[self._places[name]] = safe(value)
        self.changed = True

    def append(self, values: Mapping[str, Value]) -> int:
        """Add a row, and return its number."""
        self.rows.append([""] * len(self.headings))
        for name, value in values.items():
            if value is not None:
                self.set(len(self.rows) - 1, name, value)
        self.changed = True
        return len(self.rows) - 1

    def remove(self, row: int) -> None:
        """Remove a row; the others keep their numbers."""
        self.rows[row] = []
        self.changed = True

    def living(self) -> Iterator[int]:
        """Go through the rows that were not removed."""
        return (row for row, cells in enumerate(self.rows) if any(cells))

    def content(self) -> bytes:
        """Return the content of the file."""
        width = len(self.headings)
        rows = [[*cells, *[""] * (width - len(cells))] for cells in self.rows if any(cells)]
        return csv_bytes([self.headings, *rows], delimiter=self.delimiter, encoding=self.encoding)


def empty_tables() -> dict[str, Table]:
    """Return the tables of a folder that is not there yet."""
    return {
        name: Table(name, f"{name}.csv", properties, [p.name for p in properties])
        for name, properties in PROPERTIES.items()
    }


def read_tables(folder: Path) -> dict[str, Table]:
    """Read the tables of a folder; those that are missing are empty.

    Raises
    ------
    InputError
        The folder has mistakes; the exception carries every finding.
    """
    tables = empty_tables()
    if not folder.exists() or not any(folder.iterdir()):
        return tables
    checked = read(folder, SCHEMA).findings
    if checked.error_count:
        raise InputError(checked)
    for name, scan in scan_folder(folder, SCHEMA, Findings()).items():
        tables[name] = _read(name, scan)
    return tables


def _read(name: str, scan: Scan) -> Table:
    known = frozenset(known_headings(PROPERTIES[name]))
    with scan.path.open(encoding=scan.encoding, newline="") as file:
        first = next((line for line in iter(file.readline, "") if line.strip()), "")
        file.seek(0)
        delimiter = delimiter_of(first, known)
        rows = [row for row in csv.reader(file, delimiter=delimiter) if any(map(str.strip, row))]
    if DECLARED.fullmatch(first):
        rows = rows[1:]
    encoding = "utf-8" if scan.encoding == "utf-8-sig" and not _has_mark(scan.path) else scan.encoding
    return Table(name, scan.path.name, PROPERTIES[name], rows[0], rows[1:], delimiter, encoding)


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"
