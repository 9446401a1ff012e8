"""Folder or workbook + schema -> Dataset, or every finding."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samverkan.errors import DataError
from samverkan.language import N_
from samverkan.model.dataset import Dataset
from samverkan.model.schema import NodeLabel, Property, Schema
from samverkan.sources.cells import convert, likest
from samverkan.sources.checks import check_nodes, check_relations
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.tables import Scan, Table, read_csv, scan
from samverkan.sources.workbook import is_workbook, read_workbook

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Reading:
    """What came of reading: the dataset, unless an error stops it, and everything that was found.

    Parameters
    ----------
    dataset : Dataset or None
    findings : Findings
    """

    dataset: Dataset | None
    findings: Findings


@dataclass(frozen=True)
class Typed:
    """A table whose cells are values.

    Parameters
    ----------
    table : Table
        As it was read: for the lines of findings.
    columns : dict of str to list
        Every declared property; ``None`` where the cell is empty or wrong.
    """

    table: Table
    columns: dict[str, list[Any]]


def read_dataset(path: Path, schema: Schema, progress: Progress | None = None) -> Dataset:
    """Read a folder of CSV files, or a workbook, that has no errors.

    Raises
    ------
    DataError
        It has some; the exception carries every finding.
    """
    reading = read(path, schema, progress)
    if reading.dataset is None:
        raise DataError(reading.findings)
    return reading.dataset


def read(path: Path, schema: Schema, progress: Progress | None = None) -> Reading:
    """Read and check a folder of CSV files, or a workbook.

    Parameters
    ----------
    path : Path
    schema : Schema
    progress : callable, optional
        Called with the name of a table, how many were read, and of how many.

    Returns
    -------
    Reading
    """
    findings = Findings()
    tables, digest = _tables(path, schema, findings)
    wanted = {schema.table: schema.relations, **{n.table: n.properties for n in schema.labels}}
    typed = {}
    for done, (name, properties) in enumerate(wanted.items()):
        if progress:
            progress(name, done, len(wanted))
        if name in tables:
            typed[name] = _typed(tables.pop(name), properties, findings)
    if findings.counts.keys() & _FATAL:  # a table is missing: whatever else is said of references would be wrong
        return Reading(None, findings)
    nodes = {n.label: typed[n.table] if n.table in typed else _empty(n) for n in schema.labels}
    labels, kinds = check_nodes(schema, nodes, findings)
    relationships = check_relations(schema, typed[schema.table], labels, kinds, findings)
    if findings.error_count:
        return Reading(None, findings)
    columns = {label: node.columns for label, node in nodes.items()}
    return Reading(Dataset(schema, columns, relationships, digest), findings)


_FATAL = {Code.MISSING_FILE, Code.UNREADABLE, Code.TOO_LARGE, Code.NOT_TEXT, Code.ENCRYPTED, Code.MISSING_HEADING}


def fingerprint(path: Path, schema: Schema) -> str:
    """Return the hash of the bytes of an input without making anything of them.

    Raises
    ------
    DataError
        A file is missing or cannot be a table.
    """
    findings = Findings()
    if is_workbook(path) and path.is_file():
        return _digest({path.name: hashlib.sha256(path.read_bytes()).digest()})
    scans = _scans(path, schema, findings)
    if findings.error_count:
        raise DataError(findings)
    return _digest({name: found.digest for name, (_path, found) in scans.items()})


def _digest(parts: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, part in sorted(parts.items()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + part)
    return digest.hexdigest()


def _empty(node: NodeLabel) -> Typed:
    return Typed(Table(f"{node.table}.csv"), {name: [] for name in node.names})


def _tables(path: Path, schema: Schema, findings: Findings) -> tuple[dict[str, Table], str]:
    """Read the tables, each under the name that the schema gives it, and the hash of all bytes."""
    if not path.is_dir() and path.exists() and is_workbook(path):
        sheets = read_workbook(path, findings)
        swedish = {schema.swedish.casefold(): schema.table, **{n.swedish.casefold(): n.table for n in schema.labels}}
        named = {swedish.get(n.strip().casefold(), n.strip().casefold()): table for n, table in sheets.items()}
        if not findings.error_count:
            for node_table in _required(schema):
                if node_table not in named:
                    what = N_("The workbook has no sheet {name}.")
                    findings.add(Finding(path.name, None, None, Code.MISSING_FILE, what, {"name": node_table}))
        return named, _digest({path.name: hashlib.sha256(path.read_bytes()).digest()})
    scans = _scans(path, schema, findings)
    known = {schema.table: _headings(schema.relations), **{n.table: _headings(n.properties) for n in schema.labels}}
    tables = {
        name: read_csv(place, place.name, found, frozenset(known[name]), findings)
        for name, (place, found) in scans.items()
    }
    return tables, _digest({name: found.digest for name, (_place, found) in scans.items()})


def _required(schema: Schema) -> list[str]:
    return [*(n.table for n in schema.labels if not n.optional), schema.table]


def _scans(path: Path, schema: Schema, findings: Findings) -> dict[str, tuple[Path, Scan]]:
    """Find the CSV files of a folder, by the name of their table, whatever the case of the file's name."""
    if not path.is_dir():
        if path.exists():
            what = N_("This is neither a folder of CSV files nor an Excel workbook.")
        else:
            what = N_("There is no such folder or workbook. Give the path of yours, or work where graph_data is.")
        findings.add(Finding(str(path), None, None, Code.MISSING_FILE, what, {}))
        return {}
    try:
        present = {file.name.casefold(): file for file in sorted(path.iterdir(), reverse=True)}
    except OSError as error:
        what = N_("The folder cannot be read: {reason}.")
        findings.add(Finding(str(path), None, None, Code.UNREADABLE, what, {"reason": error.strerror or str(error)}))
        return {}
    scans = {}
    for name in [*(n.table for n in schema.labels), schema.table]:
        file = present.get(f"{name}.csv")
        if file is None:
            if name in _required(schema):
                what = N_("The folder has no file {name}.")
                findings.add(Finding(str(path), None, None, Code.MISSING_FILE, what, {"name": f"{name}.csv"}))
        elif found := scan(file, file.name, findings):
            scans[name] = (file, found)
    return scans


def _headings(properties: tuple[Property, ...]) -> dict[str, Property]:
    return {heading.casefold(): p for p in properties for heading in (p.name, *p.swedish)}


def _typed(table: Table, properties: tuple[Property, ...], findings: Findings) -> Typed:
    """Make values of a table's cells, column by column."""
    known = _headings(properties)
    columns: dict[str, list[Any]] = {}
    for place, heading in enumerate(table.headings):
        prop = known.get(" ".join(heading.casefold().split()))
        if prop is None:
            if heading:
                what = N_("The column “{heading}” is not known; it was not read.")
                fix = likest(heading.casefold(), list(known))
                findings.add(Finding(table.name, 1, heading, Code.UNKNOWN_COLUMN, what, {"heading": heading}, fix))
        elif prop.name in columns:
            what = N_("Two columns mean {column}.")
            findings.add(Finding(table.name, 1, heading, Code.TWICE_HEADING, what, {"column": prop.name}))
        else:
            columns[prop.name] = _column(table, place, prop, findings)
        table.columns[place : place + 1] = [[]]  # the text is no longer wanted, and may be large
    for prop in properties:
        if prop.name not in columns:
            if prop.required:
                what = N_("The column {column} is missing.")
                findings.add(Finding(table.name, 1, prop.name, Code.MISSING_HEADING, what, {"column": prop.name}))
            columns[prop.name] = [None] * len(table.lines)
    return Typed(table, {prop.name: columns[prop.name] for prop in properties})


def _column(table: Table, place: int, prop: Property, findings: Findings) -> list[Any]:
    """Make values of a column; a text that stands in many cells is converted once."""
    texts = table.columns[place]
    converted = {text: convert(text, prop) for text in set(texts)}
    problems = {text: problem for text, (_value, problem) in converted.items() if problem}
    empty = {text for text, (value, problem) in converted.items() if value is None and not problem}
    if problems or (prop.required and empty):
        for line, text in zip(table.lines, texts, strict=True):
            if problem := problems.get(text):
                found = Finding(table.name, line, prop.name, problem.code, problem.what, problem.values, problem.fix)
                findings.add(found)
            elif prop.required and text in empty:
                what = N_("The cell is empty; a value was expected.")
                if prop.references == "Source":
                    what = N_("No source is given; the id of one at least was expected.")
                findings.add(Finding(table.name, line, prop.name, Code.MISSING_VALUE, what, {}))
    values = {text: value for text, (value, _problem) in converted.items()}
    return [values[text] for text in texts]
