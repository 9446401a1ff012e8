"""People who were erased do not come back: their rows, and the relations to them, are left out of what is read."""

import csv
from collections.abc import Mapping
from pathlib import Path

from samverkan.language import N_
from samverkan.model.audience import NAMES, all_names
from samverkan.model.marks import MARKS_FILE, Marks
from samverkan.model.schema import Schema
from samverkan.sources import DATA_FOLDER
from samverkan.sources.columns import Typed
from samverkan.sources.findings import Code, Finding, Findings

NO_KEY = N_("People were erased from these data, and the key that tells whom is not here: they may come back.")


def read_marks(path: Path, key: bytes | None) -> Marks:
    """Read the marks that lie in a folder of tables; there may be none.

    A workbook has none of its own, and an old one holds whom the tables no longer do: those of a folder
    ``graph_data`` where the workbook lies, and where the command runs, hold for it too.
    """
    folders = {path} if path.is_dir() else {path.parent, path.parent / DATA_FOLDER, Path(DATA_FOLDER)}
    marks: set[str] = set()
    for file in {(folder / MARKS_FILE).resolve() for folder in folders}:
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as lines:
                marks |= {row["mark"] for row in csv.DictReader(lines) if row.get("mark")}
    return Marks(frozenset(marks), key) if marks else Marks()


def leave_out(tables: Mapping[str, Typed], schema: Schema, marks: Marks, findings: Findings) -> None:
    """Take the people who were erased out of tables, and every relation to them.

    Parameters
    ----------
    tables : mapping of str to Typed
        By table. Changed in place.
    schema : Schema
    marks : Marks
    findings : Findings
        How many were left out is added here; or that nobody can tell, without the key.
    """
    people = tables.get(schema.node("Person").table)
    if not marks.marks or people is None:
        return
    if marks.key is None:
        findings.add(Finding(MARKS_FILE, None, None, Code.ERASED, NO_KEY, {}))
        return
    names = zip(*(people.columns.get(n, [None] * len(people.lines)) for n in ("id", *NAMES)), strict=True)
    gone = {place for place, row in enumerate(names) if marks.hold(all_names(*row))}
    ids = {people.columns["id"][place] for place in gone}
    for place in gone:
        what = N_("This person was erased. The row, and the relations to it, were left out.")
        findings.add(Finding(people.name, people.lines[place], None, Code.ERASED, what, {}))
    _drop(people, gone)
    relations = tables[schema.table]
    ends = zip(relations.columns["from"], relations.columns["to"], strict=True)
    _drop(relations, {place for place, pair in enumerate(ends) if not ids.isdisjoint(pair)})


def _drop(typed: Typed, gone: set[int]) -> None:
    if gone:
        kept = [place for place in range(len(typed.lines)) if place not in gone]
        typed.lines = [typed.lines[place] for place in kept]
        for name, values in typed.columns.items():
            typed.columns[name] = [values[place] for place in kept]
