"""Something to begin with: an empty folder or workbook with examples and notes, and a small network to try."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from samverkan.exchange.tables import tables, write_rows
from samverkan.exchange.workbook import heading, opened, sheet_names
from samverkan.language import N_, _, language
from samverkan.model.dataset import Dataset, Value
from samverkan.model.document import tables_document
from samverkan.model.schema import Property, Schema
from samverkan.model.words import choice_in_words
from samverkan.shell import argument
from samverkan.sources.reader import read_dataset
from samverkan.sources.written import safe, text

EXAMPLE = Path(__file__).resolve().parents[1] / "example"
"""A network of libraries and reading, made up, without people: it comes with the tool."""

BEGIN = {"en": "Begin here", "sv": "Börja här"}
STEPS = (
    N_("Say first where facts are from: a row in {sources} for each document or page, with an id of its own."),
    N_(
        "Then whom you know of: {cities} and {organisations}. Each has an id such as city:gavle that never changes, "
        "and names the ids of its sources."
    ),
    N_("Then what they do together, in {activities}, and what they work with, in {focus_areas}."),
    N_("Then who is in what: a row in {relations} for each, from an id, with a type, to an id, with its sources."),
    N_("{people} may stay empty. What is written there is personal data."),
    N_("`samverkan check {path}` says what is wrong, and where. `samverkan load {path}` loads it."),
    N_("`samverkan suggest` then says who ought to know whom."),
)
ROWS = 2
"""Rows of each table that are shown as examples."""


def example(schema: Schema) -> Dataset:
    """Read the network that comes with the tool."""
    return read_dataset(EXAMPLE, schema)


def write_template_folder(path: Path, schema: Schema, name: str) -> None:
    """Write an empty file for each table, and a README with steps, examples and every column.

    Parameters
    ----------
    path : Path
        An empty folder.
    schema : Schema
    name : str
        What the folder will be called in the commands that are shown.
    """
    for table, properties in _all_tables(schema):
        write_rows(path / f"{table}.csv", [p.name for p in properties], [])
    names = {table: f"`{table}.csv`" for table, _properties in _all_tables(schema)}
    parts = [f"# {name}", "", *(f"{n}. {step}" for n, step in enumerate(_steps(names, name), start=1))]
    parts += ["", _("The rows below are made up; they show what belongs where.")]
    for table, properties, rows in _examples(schema):
        parts += [
            "",
            f"## {table}.csv",
            "",
            f"| {' | '.join(p.name for p in properties)} |",
            "|---" * len(properties) + "|",
        ]
        parts += [f"| {' | '.join(safe(value).replace('|', chr(92) + '|') for value in row)} |" for row in rows]
    columns = _("Columns")  # not within an f-string, where the catalogue does not see it
    parts += ["", f"# {columns}", tables_document(schema)]
    (path / "README.md").write_text("\n".join(parts), encoding="utf-8", newline="\n")


def write_template_workbook(path: Path, schema: Schema, name: str) -> None:
    """Write an empty sheet for each table after one with steps and examples, and one that explains every column."""
    names = sheet_names(schema)
    with opened(path) as book:
        sheet = book.sheet(BEGIN[language()], [], [])
        row = 0
        for row, step in enumerate(_steps(names, name)):
            book.said(sheet, row, 0, f"{row + 1}. {step}")
        row += 2
        book.said(sheet, row, 0, _("The rows below are made up; they show what belongs where. This sheet is not read."))
        for table, properties, rows in _examples(schema):
            row += 2
            book.said(sheet, row, 0, names[table], bold=True)
            for values in ([heading(p) for p in properties], *(_told(properties, values) for values in rows)):
                row += 1
                for place, value in enumerate(values):
                    book.said(sheet, row, place, value)
        for table, properties in _all_tables(schema):
            book.table(names[table], properties, [], schema)
        book.guide(schema)


def _told(properties: Sequence[Property], values: Sequence[Value]) -> list[str]:
    """Word the cells of a row as they may be written."""
    return [
        choice_in_words(p.name, v) if isinstance(v, str) else text(v) for p, v in zip(properties, values, strict=True)
    ]


def _all_tables(schema: Schema) -> list[tuple[str, Sequence[Property]]]:
    return [*((n.table, n.properties) for n in schema.labels), (schema.table, schema.relations)]


def _steps(names: dict[str, str], path: str) -> list[str]:
    return [_(step).format(**names, path=argument(path)) for step in STEPS]


def _examples(schema: Schema) -> Iterator[tuple[str, Sequence[Property], list[tuple[Value, ...]]]]:
    """Go through the tables of the example with the first rows of each, and the columns that they fill."""
    for table, properties, rows in tables(example(schema)):
        first = list(islice(rows, ROWS))
        used = [n for n, _property in enumerate(properties) if any(row[n] is not None for row in first)]
        yield table, [properties[n] for n in used], [tuple(row[n] for n in used) for row in first]
