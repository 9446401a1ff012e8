"""``samverkan load``: bring the store up to the data, and say what changed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from samverkan.cli import options, output
from samverkan.errors import DataError, PartialDataError
from samverkan.language import N_, _, ngettext
from samverkan.model.dataset import Change
from samverkan.model.domain import SCHEMA
from samverkan.model.words import counted, part_in_words, reading, some
from samverkan.sources import DATA_FOLDER
from samverkan.sources.findings import Code, Findings
from samverkan.sources.reader import fingerprint, read
from samverkan.store.base import GraphStore, SyncResult

COLUMNS = ("part", "added", "changed", "removed", "unchanged")
WARNINGS = 10
"""How many warnings are shown one by one."""


@options.command(
    "samverkan load graph_data",
    "samverkan load network.xlsx --dry-run",
    "samverkan load --db neo4j://localhost",
    help=N_(
        "Read a folder of CSV files or an Excel workbook, check all of it, bring the store up to it, and say what "
        "changed, people included. With a mistake in the data nothing is loaded. Loading the same data again changes "
        "nothing."
    ),
)
@click.argument(
    "path", cls=options.Argument, type=click.Path(path_type=Path), default=DATA_FOLDER, metavar=N_("[PATH]")
)
@options.db_option
@options.flag("--dry-run", N_("Say what would change, and write nothing."))
@options.flag(
    "--allow-removals",
    N_("Allow the load to remove more than a fifth of what is there, or to be of an export without people."),
)
@options.flag("--verify", N_("Compare every row that is in the store, even if the data are the same."))
@options.flag("--replace", N_("Write everything anew, without reading what is there."))
@options.format_option
def load(
    path: Path, db: str | None, dry_run: bool, allow_removals: bool, verify: bool, replace: bool, format: str
) -> None:
    """Bring the store up to the data."""
    digest = fingerprint(path, SCHEMA)
    with options.opened(db, write=True) as store:
        if not (verify or replace) and store.is_current(digest):
            nothing_changed(store, format)
            return
        with output.progress() as progress:
            data = read(path, SCHEMA, progress, options.erasure_key())
            if data.dataset is None:
                raise DataError(data.findings)
            if data.findings.counts[Code.PARTIAL] and not (allow_removals or dry_run):
                raise PartialDataError(path)
            try:
                result = store.sync(
                    data.dataset,
                    time=datetime.now(UTC).isoformat(timespec="seconds"),
                    dry_run=dry_run,
                    allow_removals=allow_removals,
                    verify=verify,
                    replace=replace,
                    progress=progress,
                )
            except KeyboardInterrupt:
                raise KeyboardInterrupt(
                    _("Interrupted. A load is made whole or not at all: the graph is whole.")
                ) from None
    warn(data.findings)
    tell(result, format, dry_run=dry_run)
    if verify and not replace:  # which does not read what is there
        output.say(_("Every row in the store was compared with the data."))


def nothing_changed(store: GraphStore, format: str) -> None:
    """Say that the data are what is loaded already."""
    if format == "table":
        output.line(_("Nothing has changed since the last load."))
        return
    output.say(_("Nothing has changed since the last load."))
    last = store.status()
    totals = last.totals if last else {}
    parts = [p for p in (*(n.label for n in SCHEMA.labels), *(t.type for t in SCHEMA.types)) if p in totals]
    output.records(
        [{"part": p, "added": 0, "changed": 0, "removed": 0, "unchanged": totals[p][0]} for p in parts], format, COLUMNS
    )


def warn(findings: Findings) -> None:
    """Show the first warnings, and count the others."""
    shown = list(findings)[:WARNINGS]
    for finding in shown:
        output.say(str(finding))
    if rest := len(findings) - len(shown):
        output.say(
            ngettext(
                "… and {n} more warning; `samverkan check` lists them all.",
                "… and {n} more warnings; `samverkan check` lists them all.",
                rest,
            ).format(n=rest)
        )


def tell(result: SyncResult, format: str, *, dry_run: bool) -> None:
    """Say what changed: in words, and in numbers."""
    told = list(sentences(result, TO_BE_DONE if dry_run else DONE))
    if told and dry_run:
        told.insert(0, _("Dry run: nothing is written. A load would do this:"))
    elif not told and result.wrote:
        told = [_("The data say what they said before; only the record of the load is new.")]
    elif not told:
        told = [_("Nothing has changed since the last load.")]
    for sentence in told:
        output.line(sentence) if format == "table" else output.say(sentence)
    if format != "table":
        output.records(result.as_records(), format, COLUMNS)
    elif result.difference:
        output.line("")
        output.records([{**r, "part": part_in_words(r["part"])} for r in result.as_records()], format, COLUMNS)


DONE = {
    "added": N_("{what} added: {names}"),
    "changed": N_("{what} changed: {names}"),
    "removed": N_("{what} removed: {names}"),
}
TO_BE_DONE = {
    "added": N_("{what} to be added: {names}"),
    "changed": N_("{what} to be changed: {names}"),
    "removed": N_("{what} to be removed: {names}"),
}


def sentences(result: SyncResult, said: Mapping[str, str]) -> Iterator[str]:
    """Go through what changed: each label by itself, all relations together, the first few by name."""
    parts: list[tuple[str, dict[str, Change]]] = [(n, {n: c}) for n, c in result.difference.nodes.items()]
    parts.append(("", result.difference.relationships))
    for done, sentence in said.items():
        for part, changes in parts:
            keys = [key for change in changes.values() for key in getattr(change, done)]
            named = [in_words(result.words[key]) for key in keys if key in result.words]
            if keys:
                names = some(named, len(keys), between=", " if part else "; ")
                yield _(sentence).format(what=counted(part, len(keys)), names=names)


def in_words(words: tuple[str, ...]) -> str:
    """Name a node, or read a relationship."""
    if len(words) == 1:
        return words[0]
    source, type, target = words
    return f"{source} {reading(type)} {target}"
