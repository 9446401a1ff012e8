"""A folder -> the CSV file of each table, the hash of its bytes and its encoding."""

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from samverkan.language import N_, reason_of
from samverkan.model.names import fold_case
from samverkan.model.schema import Schema
from samverkan.sources.cells import likest
from samverkan.sources.findings import Code, Finding, Findings

FILE_LIMIT = 200 * 2**20
"""Bytes of a file, so that a bad one cannot eat the machine."""

LEFT_OUT = {"en": "left-out", "sv": "utelämnat"}
"""Name of the file or the sheet by which an export says that it does not hold all, by language."""

_CHUNK = 2**20


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes of a file tells: their hash, and the encoding of the text."""

    path: Path
    digest: bytes
    encoding: str


def table_names(schema: Schema) -> dict[str, str]:
    """Return the table that each name of a file or a sheet means, in English or Swedish, as ``fold_case`` folds it."""
    names = {schema.table: schema.table, schema.swedish: schema.table}
    names.update({name: node.table for node in schema.labels for name in (node.table, node.swedish)})
    return {fold_case(name): table for name, table in names.items()}


def required_tables(schema: Schema) -> list[str]:
    """Return the tables that may not be missing."""
    return [*(n.table for n in schema.labels if not n.optional), schema.table]


def match_tables(
    names: Mapping[str, str], schema: Schema, where: str, ending: str, findings: Findings
) -> dict[str, str]:
    """Find the file or the sheet of each table, in the order of the schema.

    Parameters
    ----------
    names : mapping of str to str
        Name without its ending -> name as it is.
    schema : Schema
    where : str
        The folder or the workbook, as findings show it.
    ending : str
        ``.csv`` for files, nothing for sheets.
    findings : Findings
        What is missing, and what is there twice, is added here.
    """
    known = table_names(schema)
    found: dict[str, str] = {}
    for name, whole in names.items():
        table = known.get(fold_case(name))
        if fold_case(name) in LEFT_OUT.values():
            what = N_("This is an export that leaves people out. Loading it takes them out of what is loaded.")
            findings.add(Finding(where, None, None, Code.PARTIAL, what, {}))
        elif table in found:
            what = N_("{one} and {other} are both the table {table}; one was expected.")
            values = {"one": found[table], "other": whole, "table": table}
            findings.add(Finding(where, None, None, Code.TWICE_TABLE, what, values))
        elif table:
            found[table] = whole
    others = sorted(set(names.values()) - set(found.values()))
    for table in required_tables(schema):
        if table not in found:
            what = N_("The folder has no file {name}.") if ending else N_("The workbook has no sheet {name}.")
            near = likest(table + ending, others)
            what = N_("There is {near}, but no {name}. Is it misspelt?") if near else what
            missing = {"name": table + ending, "near": near}
            findings.add(Finding(where, None, None, Code.MISSING_FILE, what, missing))
    return {table: found[table] for table in [*(n.table for n in schema.labels), schema.table] if table in found}


def unreadable(name: str, error: OSError) -> Finding:
    """Say that the system does not let a file be read."""
    what = N_("The file cannot be read: {reason}.")
    return Finding(name, None, None, Code.UNREADABLE, what, {"reason": reason_of(error)})


def scan_folder(folder: Path, schema: Schema, findings: Findings) -> dict[str, Scan]:
    """Find the CSV files of a folder, whatever the case of their names, and read each once.

    Returns
    -------
    dict of str to Scan
        By table, in the order of the schema; those that cannot be tables are left out, with a finding.
    """
    try:
        files = sorted(f.name for f in folder.iterdir() if f.suffix.casefold() == ".csv")
    except OSError as error:
        findings.add(unreadable(str(folder), error))
        return {}
    found = match_tables({name[:-4]: name for name in files}, schema, str(folder), ".csv", findings)
    scans = {table: scan(folder / name, findings) for table, name in found.items()}
    return {table: done for table, done in scans.items() if done}


def scan(path: Path, findings: Findings) -> Scan | None:
    """Read a file once, to hash it and to tell its encoding; ``None``, with a finding, if it cannot be a table.

    UTF-16 is known by its first bytes, UTF-8 by being valid; all else is Windows-1252.
    """
    name = path.name
    try:
        if path.is_dir():
            findings.add(Finding(name, None, None, Code.UNREADABLE, N_("This is a folder; a file was expected."), {}))
            return None
        size = path.stat().st_size
        if size > FILE_LIMIT:
            what = N_("The file has {size} MB; the limit is {limit} MB.")
            values = {"size": -(-size // 2**20), "limit": FILE_LIMIT // 2**20}
            findings.add(Finding(name, None, None, Code.TOO_LARGE, what, values))
            return None
        if size == 0:
            what = N_("The file is empty; a row of headings was expected.")
            findings.add(Finding(name, None, None, Code.UNREADABLE, what, {}))
            return None
        with path.open("rb") as file:
            digest, encoding = _scan(file)
    except OSError as error:
        findings.add(unreadable(name, error))
        return None
    if encoding is None:
        what = N_("The file is not text. Save it as CSV (UTF-8), or as an Excel workbook.")
        findings.add(Finding(name, None, None, Code.NOT_TEXT, what, {}))
        return None
    return Scan(path, digest, encoding)


def _scan(file: BinaryIO) -> tuple[bytes, str | None]:
    """Return the hash of a file, and its encoding, which is none if it is not text."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    encoding = "utf-16" if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        if encoding != "utf-16" and b"\0" in chunk:
            return b"", None
        if encoding == "utf-8-sig" and not _decodes(decoder, chunk):
            encoding = "cp1252"
    if encoding == "utf-8-sig" and not _decodes(decoder, b""):
        encoding = "cp1252"
    return digest.digest(), encoding


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
    return True
