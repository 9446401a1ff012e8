"""A person out of a folder of tables: the rows, the relations, and every text that names her or him."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from samverkan.errors import DataError
from samverkan.language import N_, _
from samverkan.model.audience import Audience, Person
from samverkan.model.marks import MARKS_FILE, marks_of
from samverkan.model.schema import Kind, Property, Schema
from samverkan.sources.cells import CELL_LIMIT
from samverkan.sources.columns import known_headings
from samverkan.sources.files import scan_folder
from samverkan.sources.findings import Findings
from samverkan.sources.tables import delimiter_of
from samverkan.whole import whole_file

ERASED = N_("[erased: it named a person]")
"""What stands instead of a text that named somebody."""


@dataclass(frozen=True)
class NamingText:
    """A text that names the person, or a namesake whose name is written with the same initial.

    Parameters
    ----------
    path : Path
    line : int
        On which its record begins.
    column : str
        The heading over it, as it stands there; empty if there is none.
    text : str
    """

    path: Path
    line: int
    column: str
    text: str


@dataclass
class Erasure:
    """What an erasure takes away, and the files as they will be.

    Parameters
    ----------
    rows, relations : int
        How many of each.
    texts : list of NamingText
        Those that name the person.
    files : dict of Path to bytes
        Those that change, the one with the people last: a name can be looked up there until all else is done.
    """

    rows: int = 0
    relations: int = 0
    texts: list[NamingText] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)

    def write(self) -> None:
        """Write the files, each whole or not at all."""
        for path, data in self.files.items():
            with whole_file(path) as made:
                made.write_bytes(data)


def erasure(folder: Path, schema: Schema, person: Person, places: Sequence[str], ids: Sequence[str]) -> Erasure:
    """Work out what a folder of tables is without a person. What does not change stays byte for byte as it is.

    Parameters
    ----------
    folder : Path
    schema : Schema
    person : Person
    places : sequence of str
        Names of cities and organisations: a name of one word that is one of these is left to them.
    ids : sequence of str
        Every id that there is: those of others that name the person give way to new ones.

    Raises
    ------
    DataError
        The folder cannot be read.
    """
    findings = Findings()
    scans = scan_folder(folder, schema, findings)
    if findings.error_count:
        raise DataError(findings)
    audience = Audience.of("public", [person], places)
    named = [id for id in ids if not id.startswith("person:") and audience.names_hidden(id)]
    new = {id: f"{id.rpartition(':')[0]}{':' * (':' in id)}erased-{n}" for n, id in enumerate(named, start=1)}
    found = Erasure()
    properties = {n.table: n.properties for n in schema.labels} | {schema.table: schema.relations}
    people = schema.node("Person").table
    for table in sorted(scans, key=lambda name: name == people):
        path, encoding = scans[table].path, scans[table].encoding
        data = path.read_bytes()
        text = data.decode(encoding)
        without = _Without(audience, person, new, path, found)
        changed = "".join(without.records(text, properties[table], of_people=table == people))
        if changed != text:
            plain = encoding == "utf-8-sig" and not data.startswith(codecs.BOM_UTF8)
            found.files[path] = changed.encode("utf-8" if plain else encoding)
    return found


@dataclass(frozen=True)
class _Without:
    """What is done to every record."""

    audience: Audience
    person: Person
    new: dict[str, str]
    path: Path
    found: Erasure

    def records(self, text: str, properties: Sequence[Property], *, of_people: bool) -> Iterator[str]:
        """Go through the records of a table: as they stand there, or as they are without the person."""
        known = known_headings(properties)
        first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
        delimiter = delimiter_of(first, frozenset(known))
        columns: list[Property | None] = []
        headings: list[str] = []
        for line, raw, cells in _records(text, delimiter):
            if not columns:
                if any(cell.strip().casefold() in known for cell in cells):
                    headings = [cell.strip() for cell in cells]
                    columns = [known.get(" ".join(cell.casefold().split())) for cell in cells]
                yield raw
                continue
            by_name = {prop.name: cell.strip() for prop, cell in zip(columns, cells, strict=False) if prop}
            if of_people and by_name.get("id") == self.person.id:
                self.found.rows += 1
                continue
            if self.person.id in (by_name.get("from"), by_name.get("to")):
                self.found.relations += 1
                continue
            others = ("id", "name", "name_en", "aliases") if of_people else ()  # a namesake keeps hers
            changed = []
            for cell, prop, heading in zip_longest(cells, columns[: len(cells)], headings[: len(cells)]):
                kept = cell if prop and prop.name in others else self._cell(cell, prop)
                if kept != cell and not (prop and (prop.references or prop.name in ("id", "from", "to"))):
                    self.found.texts.append(NamingText(self.path, line, heading or "", cell.strip()))
                changed.append(kept)
            if changed == cells:
                yield raw
            else:
                made = io.StringIO()
                end = "\r\n" if raw.endswith("\r\n") else "\n"
                csv.writer(made, delimiter=delimiter, lineterminator=end).writerow(changed)
                yield made.getvalue()

    def _cell(self, cell: str, prop: Property | None) -> str:
        if prop is None:  # a column of somebody's own
            return _(ERASED) if self.audience.names_hidden(cell) else cell
        if prop.name in ("id", "from", "to"):
            return self.new.get(cell.strip(), cell)
        if prop.choices or prop.kind not in (Kind.TEXT, Kind.LIST) or not self.audience.names_hidden(cell):
            return cell
        if prop.references:
            return " | ".join(self.new.get(id.strip(), id.strip()) for id in cell.split("|"))
        if prop.kind is Kind.LIST:
            return " | ".join(item.strip() for item in cell.split("|") if not self.audience.names_hidden(item))
        return _(ERASED)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Go through the records of a CSV file: the line that each begins on, how it stands there, and its cells."""
    whole = list(io.StringIO(text, newline=""))  # lines with the ends that they have
    limit = csv.field_size_limit(CELL_LIMIT)
    try:
        reader = csv.reader(iter(whole), delimiter=delimiter)
        last = 0
        for cells in reader:
            yield last + 1, "".join(whole[last : reader.line_num]), cells
            last = reader.line_num
    finally:
        csv.field_size_limit(limit)


def add_marks(folder: Path, names: Sequence[str], key: bytes, decision: str) -> None:
    """Add the marks of a person to those of a folder, with the decision by which she or he was erased."""
    path = folder / MARKS_FILE
    rows: list[list[str]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
    known = {row[0] for row in rows if row}
    rows += [[m, decision] for m in sorted(set().union(*(marks_of(name, key) for name in names))) if m not in known]
    with whole_file(path) as made, made.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["mark", "decision"], *rows])


def still_named(folders: Sequence[Path], names_person: Callable[[str], bool]) -> list[Path]:
    """List the files in some folders that name a person: reports made before, notes, whatever is a text."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and names_person(path.read_text(encoding="utf-8", errors="replace"))
    ]
