"""A CSV file -> columns of text, and the line of every record."""

import csv
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from operator import itemgetter
from typing import TYPE_CHECKING, TextIO

from samverkan.language import N_
from samverkan.sources.cells import CELL_LIMIT
from samverkan.sources.files import Scan, unreadable
from samverkan.sources.findings import Code, Finding, Findings

if TYPE_CHECKING:
    from _csv import Reader

RECORDS = 250
"""How many records are put into columns at a time: so few that they stay in the fastest memory."""

DELIMITERS = ",;\t"
_LINE_BREAK = re.compile("\r\n|\r|\n")
DECLARED = re.compile(f'"?sep=([{DELIMITERS}])"?\\s*', re.IGNORECASE)
"""The line above the headings by which some programs tell Excel the delimiter."""


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
    heading_line : int
        Line of the headings.
    told : set of (int, int)
        Line and place of the cells that are empty here, and of which there is a finding already.
    """

    name: str
    headings: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    lines: "array[int]" = field(default_factory=lambda: array("L"))
    heading_line: int = 1
    told: set[tuple[int, int]] = field(default_factory=set)

    def begin(self, line: int, headings: Sequence[str]) -> None:
        """Take the headings; those at the end that are empty are no columns."""
        self.heading_line = line
        self.headings = [heading.strip() for heading in headings]
        while self.headings and not self.headings[-1]:
            self.headings.pop()
        self.columns = [[] for _ in self.headings]
        self._memos: list[dict[str, str]] = [{} for _ in self.headings]

    def extend(self, lines: Sequence[int], rows: list[list[str]], findings: Findings) -> None:
        """Take the next records; blank ones are left out, short ones are filled up."""
        width = len(self.headings)
        if set(map(len, rows)) != {width} or not all(map(str.strip, map(itemgetter(0), rows))):  # seldom
            kept = [(line, row) for line, row in zip(lines, rows, strict=True) if any(map(str.strip, row))]
            lines = [line for line, _ in kept]
            rows = [self._fitted(line, row, findings) for line, row in kept]
        self.lines.extend(lines)
        for column, memo, texts in zip(self.columns, self._memos, zip(*rows, strict=True), strict=False):
            column.extend(map(memo.setdefault, texts, texts))  # a text that stands in many cells is kept once

    def end(self, findings: Findings) -> None:
        """Say so if there was not even a heading."""
        if not self.headings:
            what = N_("There is nothing here; a row of headings was expected.")
            findings.add(Finding(self.name, None, None, Code.UNREADABLE, what, {}))

    def _fitted(self, line: int, row: list[str], findings: Findings) -> list[str]:
        width = len(self.headings)
        if any(map(str.strip, row[width:])):
            what = N_(
                "The row has {cells} cells, but there are {headings} headings. Is a text with a comma not quoted?"
            )
            last = max(n for n, cell in enumerate(row, start=1) if cell.strip())
            values = {"cells": last, "headings": width}
            findings.add(Finding(self.name, line, None, Code.LONG_ROW, what, values))
        return row[:width] + [""] * (width - len(row))


def read_csv(found: Scan, known: frozenset[str], findings: Findings) -> Table:
    """Read a CSV file into columns.

    Parameters
    ----------
    found : Scan
    known : frozenset of str
        Headings that the table may have, in lower case: they tell which delimiter is meant.
    findings : Findings
        What is wrong is added here; a table that cannot be read to its end holds what came before.
    """
    table = Table(found.path.name)
    limit = csv.field_size_limit(CELL_LIMIT)
    try:
        with found.path.open(encoding=found.encoding, newline="") as file:
            _read(file, known, table, findings)
    except UnicodeDecodeError:  # what is taken for Windows-1252 or UTF-16 may be neither
        what = N_("The file is not text. Save it as CSV (UTF-8), or as an Excel workbook.")
        findings.add(Finding(table.name, None, None, Code.NOT_TEXT, what, {}))
    except BrokenError as error:
        findings.add(error.finding(table.name))
    except OSError as error:
        findings.add(unreadable(table.name, error))
    finally:
        csv.field_size_limit(limit)
    return table


def _read(file: TextIO, known: frozenset[str], table: Table, findings: Findings) -> None:
    before, first = _first_line(file)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter_of(first, known), strict=True)
    if DECLARED.fullmatch(first):
        before += 1
    for lines, rows in chunks(reader):
        if not table.headings:
            start = next((n for n, row in enumerate(rows) if lines[n] > before and any(map(str.strip, row))), None)
            if start is None:
                continue
            table.begin(lines[start], rows[start])
            lines, rows = lines[start + 1 :], rows[start + 1 :]
        table.extend(lines, rows, findings)
    table.end(findings)


def _first_line(file: TextIO) -> tuple[int, str]:
    """Return how many blank lines there are, and the line after them."""
    for blank, line in enumerate(iter(lambda: file.readline(CELL_LIMIT), "")):
        if line.strip():
            return blank, line
    return 0, ""


def delimiter_of(first: str, known: frozenset[str]) -> str:
    """Choose the delimiter that makes most known headings of the first line, then most columns, then the comma."""
    if declared := DECLARED.fullmatch(first):
        return declared[1]

    def recognised(delimiter: str) -> tuple[int, int]:
        headings = [heading.strip().strip('"').casefold() for heading in first.split(delimiter)]
        return sum(heading in known for heading in headings), len(headings)

    return max(DELIMITERS, key=recognised)


def chunks(reader: "Reader") -> Iterator[tuple[Sequence[int], list[list[str]]]]:
    """Go through the records, some hundreds at a time, with the lines they begin at."""
    line = 1
    error = None
    while error is None:
        rows: list[list[str]] = []
        try:
            rows.extend(islice(reader, RECORDS))  # keeps what came before an error
        except csv.Error as caught:
            error = caught
        if error is None and reader.line_num == line - 1 + len(rows):
            lines: Sequence[int] = range(line, line + len(rows))
            line += len(rows)
        else:  # a cell goes over several lines
            breaks = (1 + sum(len(_LINE_BREAK.findall(cell)) for cell in row) for row in rows)
            *lines, line = accumulate(breaks, initial=line)
        if rows:
            yield lines, rows
        elif error is None:
            return
    raise BrokenError(line, str(error))


class BrokenError(Exception):
    """The records cannot be told apart from a line on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason

    def finding(self, name: str) -> Finding:
        if "field larger than" in self.reason:
            what = N_("A cell has more than {limit} characters.")
            return Finding(name, self.line, None, Code.LONG_CELL, what, {"limit": CELL_LIMIT})
        what = N_('A quotation mark (") is opened or closed in the wrong place, from here on.')
        return Finding(name, self.line, None, Code.BROKEN_QUOTE, what, {})
