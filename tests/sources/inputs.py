"""Inputs made for a test: folders laid over a small one that is right, workbooks, and what is found in them."""

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import openpyxl

from checkout import ROOT
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read

DATA = ROOT / "tests" / "data"
TABLES = (*(n.table for n in SCHEMA.labels), SCHEMA.table)


def folder(place: Path, **files: str | bytes) -> Path:
    """Lay files, by table, over the smallest network that is right."""
    path = place / "data"
    shutil.copytree(DATA / "minimal", path)
    for table, content in files.items():
        (path / f"{table}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(path: Path) -> dict[str, list[list[str]]]:
    """The cells of a folder, by table."""
    found = {}
    for table in TABLES:
        if (path / f"{table}.csv").exists():
            with (path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                found[table] = list(csv.reader(file))
    return found


def workbook(path: Path, sheets: Mapping[str, Iterable[Iterable[object]]]) -> Path:
    """Write a workbook; an empty text is an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def found(path: Path) -> list[str]:
    """Everything that is found in an input, in words, with the name of the input instead of its path."""
    return [str(finding).replace(str(path), path.name) for finding in read(path, SCHEMA).findings]
