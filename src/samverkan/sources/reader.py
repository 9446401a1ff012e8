"""Folder or workbook + schema -> Dataset, or every finding."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from samverkan.errors import DataError
from samverkan.language import N_
from samverkan.model.dataset import Dataset
from samverkan.model.schema import Schema
from samverkan.sources.checks import check_nodes
from samverkan.sources.columns import Typed, known_headings, typed
from samverkan.sources.erased import leave_out, read_marks
from samverkan.sources.files import Scan, scan_folder, unreadable
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.relations import check_relations
from samverkan.sources.tables import Table, read_csv
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


def read(path: Path, schema: Schema, progress: Progress | None = None, key: bytes | None = None) -> Reading:
    """Read and check a folder of CSV files, or a workbook.

    Parameters
    ----------
    path : Path
    schema : Schema
    progress : callable, optional
        Called with the name of a table, how many were read, and of how many.
    key : bytes, optional
        That of the marks by which people who were erased are known, and left out.

    Returns
    -------
    Reading
    """
    findings = Findings()
    properties = {n.table: n.properties for n in schema.labels} | {schema.table: schema.relations}
    digests, tables = _open(path, schema, findings)
    read_tables: dict[str, Typed] = {}
    for name, table in tables:
        if progress:
            progress(name, len(read_tables), len(properties))
        read_tables[name] = typed(table, properties[name], findings)
    if findings.counts.keys() & _FATAL:
        return Reading(None, findings.in_order())
    leave_out(read_tables, schema, read_marks(path, key), findings)
    nodes = {n.label: read_tables.get(n.table) or Typed(n.table, [], {p: [] for p in n.names}) for n in schema.labels}
    labels, kinds = check_nodes(nodes, findings)
    absent = [n for n in schema.labels if n.table not in read_tables]
    relationships = check_relations(schema, read_tables[schema.table], nodes, labels, kinds, absent, findings)
    if findings.error_count:
        return Reading(None, findings.in_order())
    columns = {label: node.columns for label, node in nodes.items()}
    return Reading(Dataset(schema, columns, relationships, _digest(digests)), findings.in_order())


_FATAL = {
    Code.MISSING_FILE, Code.TWICE_TABLE, Code.UNREADABLE, Code.TOO_LARGE, Code.NOT_TEXT, Code.ENCRYPTED,
    Code.BROKEN_QUOTE, Code.LONG_CELL, Code.MISSING_HEADING,
}  # fmt: skip
"""With one of these some rows were not read: every reference to them would be called wrong."""


def fingerprint(path: Path, schema: Schema) -> str:
    """Return the hash of the bytes of an input without making anything of them.

    Raises
    ------
    DataError
        A file is missing or cannot be a table.
    """
    findings = Findings()
    digests, _tables = _open(path, schema, findings)
    if findings.error_count:
        raise DataError(findings)
    return _digest(digests)


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, part in parts.items():
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + part)
    return digest.hexdigest()


def _open(path: Path, schema: Schema, findings: Findings) -> tuple[dict[str, bytes], Iterator[tuple[str, Table]]]:
    """Hash an input; its tables are read one by one as they are asked for.

    Returns
    -------
    digests : dict of str to bytes
        Hash of each file, by the name of its table or of the workbook.
    tables : iterator of (str, Table)
    """
    try:
        mode = path.stat()  # not exists(), which keeps some reasons to itself
        if path.is_dir():
            scans = scan_folder(path, schema, findings)
            return {table: found.digest for table, found in scans.items()}, _tables(scans, schema, findings)
        if is_workbook(path):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
            return {path.name: digest}, read_workbook(path, schema, findings)
        what = N_(
            "This is neither a folder of CSV files nor an Excel workbook. "
            "Give the folder that the files are in, or the workbook."
        )
        findings.add(Finding(str(path), None, None, Code.MISSING_FILE, what, {"size": mode.st_size}))
    except FileNotFoundError:
        what = N_("There is no such folder or workbook. Give the path of yours, or work where graph_data is.")
        findings.add(Finding(str(path), None, None, Code.MISSING_FILE, what, {}))
    except OSError as error:
        findings.add(unreadable(str(path), error))
    return {}, iter(())


def _tables(scans: Mapping[str, Scan], schema: Schema, findings: Findings) -> Iterator[tuple[str, Table]]:
    properties = {n.table: n.properties for n in schema.labels} | {schema.table: schema.relations}
    for name, found in scans.items():
        yield name, read_csv(found, frozenset(known_headings(properties[name])), findings)
