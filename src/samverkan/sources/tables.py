"""A CSV file -> columns of text, and the line of every record."""

import codecs
import csv
import hashlib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from samverkan.language import N_
from samverkan.sources.findings import Code, Finding, Findings

if TYPE_CHECKING:
    from _csv import Reader

FILE_LIMIT = 200 * 2**20
"""Bytes of a file, so that a bad one cannot eat the machine."""

CELL_LIMIT = 2**20
"""Characters of a cell."""

_CHUNK = 2**20
_RECORDS = 5_000
_DELIMITERS = ",;\t"


@dataclass
class Table:
    """Records of text in columns, as they stand in a file or on a sheet.

    Parameters
    ----------
    name : str
        As findings show it: ``cities.csv`` or ``network.xlsx[cities]``.
    headings : list of str
        As they are written, without the spaces around them.
    columns : list of list of str
        One for each heading; an empty cell is the empty text.
    lines : array of int
        Line of the file, or row of the sheet, where each record begins.
    """

    name: str
    headings: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    lines: "array[int]" = field(default_factory=lambda: array("L"))


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes of a file tells: their hash, and the encoding of the text."""

    digest: bytes
    encoding: str


def scan(path: Path, name: str, findings: Findings) -> Scan | None:
    """Read a file once, to hash it and to tell its encoding; ``None``, with a finding, if it cannot be a table.

    UTF-16 is known by its first bytes, UTF-8 by being valid; all else is Windows-1252.
    """
    try:
        if path.is_dir():
            findings.add(Finding(name, None, None, Code.UNREADABLE, N_("This is a folder; a file was expected."), {}))
            return None
        size = path.stat().st_size
        if size > FILE_LIMIT:
            what = N_("The file has {size} MB; the limit is {limit} MB.")
            values = {"size": size // 2**20, "limit": FILE_LIMIT // 2**20}
            findings.add(Finding(name, None, None, Code.TOO_LARGE, what, values))
            return None
        if size == 0:
            what = N_("The file is empty; a row of headings was expected.")
            findings.add(Finding(name, None, None, Code.UNREADABLE, what, {}))
            return None
        with path.open("rb") as file:
            return _scan(file, name, findings)
    except OSError as error:
        what = N_("The file cannot be read: {reason}.")
        findings.add(Finding(name, None, None, Code.UNREADABLE, what, {"reason": error.strerror or str(error)}))
        return None


def _scan(file: BinaryIO, name: str, findings: Findings) -> Scan | None:
    digest = hashlib.sha256()
    first = True
    encoding = "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    valid = True
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        if first:
            first = False
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                encoding = "utf-16"
        if encoding == "utf-16":
            continue
        if b"\0" in chunk:
            what = N_("The file is not text. Save it as CSV (UTF-8), or as an Excel workbook.")
            findings.add(Finding(name, None, None, Code.NOT_TEXT, what, {}))
            return None
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
    if encoding != "utf-16" and valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return Scan(digest.digest(), encoding if valid else "cp1252")


def read_csv(path: Path, name: str, found: Scan, known: frozenset[str], findings: Findings) -> Table:
    """Read a CSV file into columns.

    Parameters
    ----------
    path : Path
    name : str
        As findings show it.
    found : Scan
        Of the same file.
    known : frozenset of str
        Headings that the table may have, in lower case: they tell which delimiter is meant.
    findings : Findings
        What is wrong is added here; a table that cannot be read to its end holds what came before.
    """
    table = Table(name)
    limit = csv.field_size_limit(CELL_LIMIT)
    try:
        with path.open(encoding=found.encoding, newline="") as file:
            first = file.readline(CELL_LIMIT)
            file.seek(0)
            reader = csv.reader(file, delimiter=_delimiter(first, known), strict=True)
            _read(reader, table, findings)
    except UnicodeDecodeError as error:
        what = N_("The file is not text. Save it as CSV (UTF-8), or as an Excel workbook.")
        findings.add(Finding(name, None, None, Code.NOT_TEXT, what, {"reason": error.reason}))
    except OSError as error:
        what = N_("The file cannot be read: {reason}.")
        findings.add(Finding(name, None, None, Code.UNREADABLE, what, {"reason": error.strerror or str(error)}))
    finally:
        csv.field_size_limit(limit)
    return table


def _delimiter(first: str, known: frozenset[str]) -> str:
    """Choose the delimiter that makes most known headings of the first line, then most columns, then the comma."""

    def recognised(delimiter: str) -> tuple[int, int]:
        headings = [heading.strip().strip('"').casefold() for heading in first.split(delimiter)]
        return sum(heading in known for heading in headings), len(headings)

    return max(_DELIMITERS, key=recognised)


def _read(reader: "Reader", table: Table, findings: Findings) -> None:
    records = _records(reader, table.name, findings)
    for _line, cells in records:
        table.headings = [cell.strip() for cell in cells]
        while table.headings and not table.headings[-1]:
            table.headings.pop()
        break
    memos: list[dict[str, str]] = [{} for _ in table.headings]
    table.columns = [[] for _ in table.headings]
    while chunk := list(islice(records, _RECORDS)):
        rows = [_fitted(cells, line, table, findings) for line, cells in chunk]
        table.lines.extend(line for line, _ in chunk)
        for column, memo, values in zip(table.columns, memos, zip(*rows, strict=True), strict=False):
            column.extend(map(memo.setdefault, values, values))  # a text that stands in many cells is kept once


def _records(reader: "Reader", name: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Go through the records that are not blank, each with the line it begins at."""
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger than" in str(error):
            what, code = N_("A cell has more than {limit} characters."), Code.LONG_CELL
        else:
            what, code = (
                N_('A quotation mark (") is opened or closed in the wrong place, from here on.'),
                Code.BROKEN_QUOTE,
            )
        findings.add(Finding(name, line, None, code, what, {"limit": CELL_LIMIT}))


def _fitted(cells: list[str], line: int, table: Table, findings: Findings) -> list[str]:
    """Make a record as long as the headings."""
    width = len(table.headings)
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    if len(cells) > width and any(map(str.strip, cells[width:])):
        what = N_("The row has {cells} cells, but there are {headings} headings. Is a text with a comma not quoted?")
        values = {"cells": len(cells), "headings": width}
        findings.add(Finding(table.name, line, None, Code.LONG_ROW, what, values))
    return cells[:width]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def has_control_characters(text: str) -> bool:
    """Tell whether a text holds characters that no table of texts has: control characters, halves of a character."""
    return _CONTROL.search(text) is not None
