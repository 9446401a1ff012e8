"""A table of text -> columns of values, one for every declared property."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samverkan.language import N_
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.model.words import headings_in_words
from samverkan.sources.cells import convert_column, likest
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.tables import Table


@dataclass
class Typed:
    """A table whose cells are values.

    Parameters
    ----------
    name : str
        As findings show it.
    lines : sequence of int
        Line of each row.
    columns : dict of str to list
        Every declared property; ``None`` where the cell is empty or wrong.
    """

    name: str
    lines: Sequence[int]
    columns: dict[str, list[Any]]


def known_headings(properties: Sequence[Property]) -> dict[str, Property]:
    """Return the headings that a table may have, in lower case."""
    return {fold_case(heading): p for p in properties for heading in (p.name, *p.swedish)}


def typed(table: Table, properties: Sequence[Property], findings: Findings) -> Typed:
    """Make values of a table's cells, column by column.

    Parameters
    ----------
    table : Table
        Loses its columns, for they may be large.
    properties : sequence of Property
        What the table may have.
    findings : Findings
        What is wrong is added here.
    """
    known = known_headings(properties)
    meant = [known.get(fold_case(heading)) for heading in table.headings]
    findings.headings[table.name] = {
        prop.name: heading
        for heading, prop in zip(table.headings, meant, strict=True)
        if prop and fold_case(heading) != prop.name
    }
    columns: dict[str, list[Any]] = {}
    for place, (heading, prop) in enumerate(zip(table.headings, meant, strict=True)):
        texts, table.columns[place] = table.columns[place], []
        if prop is None:
            if heading or any(map(str.strip, texts)):
                others = [name for name, other in known.items() if other not in meant]
                findings.add(_unknown_column(table, heading, likest(fold_case(heading), others)))
        elif prop.name in columns:
            what = N_("Two columns mean {column}.")
            values = {"column": headings_in_words(prop)}
            findings.add(Finding(table.name, table.heading_line, heading, Code.TWICE_HEADING, what, values))
        else:
            columns[prop.name] = _column(table, place, texts, prop, findings)
    for prop in properties:
        if prop.name not in columns:
            if prop.required and table.headings:
                what = N_("The column {column} is missing.")
                values = {"column": headings_in_words(prop)}
                line = table.heading_line
                findings.add(Finding(table.name, line, prop.name, Code.MISSING_HEADING, what, values))
            columns[prop.name] = [None] * len(table.lines)
    return Typed(table.name, table.lines, {prop.name: columns[prop.name] for prop in properties})


def _unknown_column(table: Table, heading: str, fix: str | None) -> Finding:
    what = N_("The column “{heading}” is not known; it was not read.")
    if not heading:
        what = N_("A column has no heading; it was not read.")
    values = {"heading": heading}
    return Finding(table.name, table.heading_line, heading or None, Code.UNKNOWN_COLUMN, what, values, fix)


def _column(table: Table, place: int, texts: list[str], prop: Property, findings: Findings) -> list[Any]:
    values, problems = convert_column(texts, prop)
    if problems:
        for line, text in zip(table.lines, texts, strict=True):
            if problem := problems.get(text):
                found = Finding(table.name, line, prop.name, problem.code, problem.what, problem.values, problem.fix)
                findings.add(found)
    if prop.required and None in values:
        what = N_("The cell is empty; a value was expected.")
        if prop.references == "Source":
            what = N_("No source is given; the id of one at least was expected.")
        for line, text, value in zip(table.lines, texts, values, strict=True):
            if value is None and text not in problems and (line, place) not in table.told:
                findings.add(Finding(table.name, line, prop.name, Code.MISSING_VALUE, what, {}))
    return values
