"""``samverkan import``: a file as people have it, into the tables of a folder."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan.cli import options, output
from samverkan.language import N_, _, ngettext
from samverkan.model.domain import SCHEMA
from samverkan.model.words import column_in_words, counted, part_in_words, reading, some
from samverkan.sources.written import shown

if TYPE_CHECKING:
    from samverkan.exchange.importing import Import
    from samverkan.sources.foreign.claims import Left
    from samverkan.sources.foreign.outcome import Correction

COLUMNS = ("part", "added", "changed", "removed")
DATES = ("start", "end")

LEFT = 5
"""How many reasons for leaving cells out are told."""


@options.command(
    "samverkan import partners.xlsx --dry-run",
    "samverkan import partners.csv --into my_network",
    "samverkan import partners-review.xlsx",
    help=N_(
        "Read a list, a workbook or a network as people have them, and bring it into a folder of tables such as "
        "graph_data: a list of pairs (organisation; project; year), a workbook with headings in Swedish or English, "
        "the two sheets of Kumu, GEXF, GraphML, or the node-link JSON of networkx. What cannot be told goes into a "
        "workbook to decide in, which is read back in the same way. Nothing is guessed in silence: the workbook also "
        "says how each column was understood, and what was left out and why. The folder is written whole or not at all."
    ),
)
@click.argument("path", cls=options.Argument, type=click.Path(path_type=Path), metavar=N_("PATH"))
@click.option(
    "--into",
    cls=options.Option,
    type=click.Path(path_type=Path),
    metavar=N_("FOLDER"),
    help=N_("The folder of tables, otherwise graph_data; it is made if it is not there."),
)
@click.option(
    "--source",
    cls=options.Option,
    metavar=N_("ID"),
    help=N_("Id of the source that tells what the file says; otherwise the file itself becomes a source."),
)
@click.option(
    "--review",
    cls=options.Option,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=N_("FILE"),
    help=N_(
        "Where the workbook to decide in goes; otherwise into the folder where you are, beside none that is there."
    ),
)
@options.flag("--dry-run", N_("Say what would change, and write nothing."))
@options.flag("--yes", N_("Write without asking first; only at a terminal is there a question."))
@options.format_option
def import_(
    path: Path, into: Path | None, source: str | None, review: Path | None, dry_run: bool, yes: bool, format: str
) -> None:
    """Bring a file into the tables of a folder."""
    from samverkan.exchange.importing import free_review_path, read_import

    done = read_import(path, into, source, options.erasure_key())
    if done.wants_review():
        if review is None:
            review = free_review_path(path, Path(), done.has_written)
        elif review.exists() and not done.has_written(review):
            raise click.UsageError(
                _("{path} is there already, with decisions perhaps. Give another name with --review.").format(
                    path=review
                )
            )
    else:
        review = None
    tell_reading(done)
    if format == "table":
        tell(done, dry_run=dry_run)
    else:
        for sentence in corrections(done):
            output.say(sentence)
    at_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    if any(done.outcome.removed.values()) and not (dry_run or yes or at_terminal):
        raise click.ClickException(
            _("This removes relations. Look at the difference above, and write it with --yes. Nothing was written.")
        )
    asked = at_terminal and not dry_run and not yes and done.outcome.changes()
    if asked and not click.confirm(_("Write this into {folder}?").format(folder=done.into), err=True):
        raise click.ClickException(_("Nothing was written."))
    if not dry_run:
        done.write(review)
    if format != "table":
        answer(done, None if dry_run else review, format, written=not dry_run and done.outcome.changes())
    tell_open(done, review, dry_run=dry_run)


def tell_reading(done: "Import") -> None:
    """Say how each table was understood, and what else was found."""
    from samverkan.exchange.review import meanings

    for finding in done.findings:
        output.say(str(finding))
    for grid, layout in done.readings:
        if layout is None:
            output.say(_("{table}: not read, as no row of headings was found.").format(table=grid.name))
            continue
        told = [(heading, meaning) for heading, meaning in meanings(layout) if fold(heading) != fold(meaning)]
        read = "; ".join(f"{heading} = {meaning}" for heading, meaning in told)
        output.say(_("{table}: {columns}").format(table=grid.name, columns=read))
    for place in done.unclear:
        output.say(
            _(
                "{place}: The decision is none to be picked, or means what the folder does not have; it stays open."
            ).format(place=place)
        )


def tell(done: "Import", *, dry_run: bool) -> None:
    """Say what changes: in words, and in numbers."""
    if dry_run:
        output.line(_("Dry run: nothing is written. The import would do this:"))
    if not done.outcome.changes():
        output.line(_("{folder} holds all of it already.").format(folder=done.into) if not done.wants_review()
                    else _("Nothing that could be told is new to {folder}.").format(folder=done.into))  # fmt: skip
        return
    if named := [*sentences(done), *corrections(done)]:
        output.line("\n".join([*named, ""]))
    rows = [{**row, "part": part_in_words(str(row["part"]))} for row in records(done)]
    output.records(rows, "table", COLUMNS)


def records(done: "Import") -> list[dict[str, Any]]:
    """Count what changes, by label and type."""
    parts = [*(n.label for n in SCHEMA.labels), *(t.type for t in SCHEMA.types)]
    outcome = done.outcome
    rows = [
        {"part": part, **{name: len(getattr(outcome, name).get(part, ())) for name in COLUMNS[1:]}} for part in parts
    ]
    return [row for row in rows if any(row[name] for name in COLUMNS[1:])]


def sentences(done: "Import") -> Iterator[str]:
    """Name what is new, as far as it may be named: people never are, and nothing is where the answer is passed on."""
    if not sys.stdout.isatty():
        return
    for node in SCHEMA.labels:
        ids = done.outcome.added.get(node.label, set())
        if ids and node.label != "Person":
            table = done.outcome.tables[node.table]
            names = [str(table.get(row, "name")) for row in table.living() if table.get(row, "id") in ids]
            yield _("{what} added: {names}").format(what=counted(node.label, len(ids)), names=some(names, len(names)))


def corrections(done: "Import") -> Iterator[str]:
    """Go through what somebody corrected or added; relations of people, and texts that may name them, are not quoted.

    At a terminal names that are new, and texts that tell of something else than of people, may be.
    """
    names, labels = done.names(), done.outcome.labels()
    fresh: set[str] = set().union(*(done.outcome.added.get(node.label, set()) for node in SCHEMA.labels))

    def called(id: str) -> str:
        return names.get(id, id) if id not in fresh or sys.stdout.isatty() else counted(labels[id], 1)

    def has_text(item: "Correction") -> bool:
        return any(isinstance(value, str | list) for value in (item.old, item.new))

    def may_quote(item: "Correction") -> bool:
        return sys.stdout.isatty() and len(item.of) == 1 and labels.get(item.of[0]) != "Person"

    for item in done.outcome.corrections:
        people = [id for id in item.of[:3:2] if labels.get(id) == "Person"]
        of = names.get(item.of[0], item.of[0])
        if len(item.of) > 1:
            ends = [_("a person") if id in people else called(id) for id in item.of[:3:2]]
            of = f"{ends[0]} {reading(item.of[1])} {ends[1]}"
        if item.added:
            yield _("Added: {what}").format(what=of)
        elif not item.column:
            yield _("Removed: {what}").format(what=of)
        elif people or (has_text(item) and item.column not in DATES and not may_quote(item)):
            yield _("Changed: {what}, {column}").format(what=of, column=column_in_words(item.column))
        else:
            old, new = (_("unknown") if value is None else shown(value) for value in (item.old, item.new))
            yield _("Changed: {what}, {column}: {old} → {new}").format(
                what=of, column=column_in_words(item.column), old=old, new=new
            )


def answer(done: "Import", review: Path | None, format: str, *, written: bool) -> None:
    """Write the answer for programs."""
    if format == "csv":
        output.records(records(done), format, COLUMNS)
        return
    output.document(
        {
            "into": str(done.into),
            "written": written,
            "parts": records(done),
            "known": done.outcome.confirmed,
            "to_decide": done.to_decide,
            "left_out": len(done.outcome.account.left),
            "review": str(review) if review else None,
        }
    )


def tell_open(done: "Import", review: Path | None, *, dry_run: bool) -> None:
    """Say what is left to decide, what was left out, and where both stand."""
    if taken := done.outcome.taken:
        names, labels = done.names(), done.outcome.labels()
        shown = [
            _("“{text}” = {names}").format(text=text, names=" | ".join(names[id] for id in ids))
            for text, ids in taken.items()
            if not any(labels.get(id) == "Person" for id in ids)
        ]
        output.say(
            ngettext(
                "{n} name is written a little otherwise than in the data and was taken for the same: {names}",
                "{n} names are written a little otherwise than in the data and were taken for the same: {names}",
                len(taken),
            ).format(n=len(taken), names=some(shown, len(taken)))
        )
    if skipped := done.outcome.skipped:
        output.say(
            ngettext(
                "{n} fact was left out, as was decided.", "{n} facts were left out, as was decided.", skipped
            ).format(n=skipped)
        )
    left = done.outcome.account.left
    if left:
        n = len(left)
        output.say(ngettext("{n} cell or row was left out:", "{n} cells or rows were left out:", n).format(n=n))
        groups: dict[tuple[str, str, str], list[Left]] = {}
        for item in left:
            groups.setdefault((item.grid, item.heading, item.why), []).append(item)
        for alike in list(groups.values())[:LEFT]:
            output.say(f"  {place(alike[0])}: {reason(alike[0])}{_more(len(alike) - 1)}")
        if rest := len(left) - sum(map(len, list(groups.values())[:LEFT])):
            output.say(ngettext("  … and {n} more.", "  … and {n} more.", rest).format(n=rest))
    if done.to_decide:
        output.say(
            ngettext(
                "{n} name or value could not be told and is yours to decide.",
                "{n} names or values could not be told and are yours to decide.",
                done.to_decide,
            ).format(n=done.to_decide)
        )
    if review and not dry_run:
        from samverkan.exchange.review import reading_back

        if left or not done.to_decide:
            output.say(_("All that was left out stands in {path}.").format(path=review))
        if done.to_decide:
            output.say(
                _("Look into {path}, decide there, and read it back: {command}").format(
                    path=review, command=reading_back(review, done.into)
                )
            )


def fold(heading: str) -> str:
    """Return a heading without what does not matter, to tell whether its meaning is worth a word."""
    return heading.replace("_", " ").casefold()


def place(item: "Left") -> str:
    """Tell where a cell stands."""
    return ":".join(str(part) for part in (item.grid, item.line, item.heading) if part != "")


def _more(n: int) -> str:
    return " " + ngettext("And {n} more like it.", "And {n} more like it.", n).format(n=n) if n else ""


_QUOTED = ("text", "one", "other")


def reason(item: "Left") -> str:
    """Word why; without quoting the cell where the answer may be passed on."""
    if sys.stderr.isatty():
        return item.reason()
    return _(item.why).format(**{name: "…" if name in _QUOTED else word for name, word in item.words.items()})
