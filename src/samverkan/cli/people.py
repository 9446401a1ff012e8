"""``samverkan people``: who is held, all that is held on somebody, and how somebody is erased."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from samverkan.cli import options, output
from samverkan.errors import DataError, SamverkanError, StoreUnavailableError
from samverkan.language import N_, _, ngettext, swedish_key
from samverkan.model.audience import IN_WORDS, NAMES, Audience, Person, all_names
from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, find
from samverkan.model.words import column_in_words, part_in_words, value_in_words
from samverkan.sources import DATA_FOLDER

FILES = "FILE"


class People(options.Spoken, click.Group):
    """The commands on people."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(about)) for name, about in ABOUT.items()])


ABOUT = {
    "list": N_("List the people that are held, and who may see them."),
    "export": N_("Take out all that is held on a person, with its sources."),
    "erase": N_("Erase a person from the data folder and the store."),
}

people = People(
    "people",
    examples=("samverkan people list", 'samverkan people export "Eva Ek" --format json'),
    help=N_(
        "List the people that are held, take out all that is held on one, or erase one. These commands show people, "
        "whoever looks."
    ),
    params=[options.lang_option()],
    no_args_is_help=True,
)

LISTED = ("id", "name", "title", "posts", "seen_by", "relations", "sources")


@options.command(
    "samverkan people list",
    "samverkan people list --format csv",
    help=N_(
        "List the people that are held: their posts, from which audience on they are seen, and from which sources."
    ),
)
@options.db_option
@options.format_option
def list_(db: str | None, format: str) -> None:
    """List the people that are held."""
    data = _stored(db)
    rows = list(listed(data))
    if format == "table":
        rows = [{**row, "seen_by": _(IN_WORDS[str(row["seen_by"])])} for row in rows]
    output.records(rows, format, LISTED)
    output.say(ngettext("{n} person is held.", "{n} people are held.", len(rows)).format(n=len(rows)))


def listed(data: Dataset) -> Iterator[dict[str, Any]]:
    """Go through the people of a dataset in the order of their names."""
    partner = Audience.of_dataset("partner", data)
    names = _names(data)
    posts = data.relationships["WORKS_FOR"]
    ends = [end for c in data.relationships.values() for pair in zip(c["from"], c["to"], strict=True) for end in pair]
    for row in sorted(data.rows("Person"), key=lambda row: (swedish_key(str(row["name"])), str(row["id"]))):
        yield {
            "id": row["id"],
            "name": row["name"],
            "title": row["title"],
            "posts": [names[b] for a, b in zip(posts["from"], posts["to"], strict=True) if a == row["id"]],
            "seen_by": "internal" if partner.hides(str(row["id"])) else "partner",
            "relations": ends.count(row["id"]),
            "sources": row["sources"],
        }


@options.command(
    'samverkan people export "Eva Ek"',
    'samverkan people export "Eva Ek" --format json > eva.json',
    help=N_(
        "Take out all that is held on a person: what stands in the row, every relation, every other text that names "
        "the person, and the sources: to be given to who asks what is held."
    ),
)
@click.argument("name", cls=options.Argument, metavar=N_("NAME"))
@options.db_option
@options.format_option
def export(name: str, db: str | None, format: str) -> None:
    """Take out all that is held on a person."""
    data = _stored(db)
    held = all_held(data, _person(data, name))
    if format == "json":
        output.document(held)
        return
    rows = _in_words(_("person"), held["person"])
    for relation in held["relations"]:
        ends = {end: f"{relation[f'{end}_name']} ({relation[end]})" for end in ("from", "to")}
        told = {name: ends.get(name, value) for name, value in relation.items() if not name.endswith("_name")}
        rows += _in_words(_("relation"), told)
    for t in held["texts"]:
        rows += _in_words(f"{part_in_words(t['part'])} {t['id']}", {t["column"]: t["text"]})
    for source in held["sources"]:
        rows += _in_words(_("source"), source)
    output.records(rows, format, ("part", "what", "value"))


def _in_words(part: str, record: dict[str, Any]) -> list[dict[str, Any]]:
    """Word what a record holds, for the person whom it is about."""
    return [
        {"part": part, "what": column_in_words(name), "value": value_in_words(name, value)}
        for name, value in record.items()
    ]


def all_held(data: Dataset, person: Person) -> dict[str, Any]:
    """Return all that a dataset holds on a person."""
    names = _names(data)
    (row,) = [row for row in data.rows("Person") if row["id"] == person.id]
    relations = []
    texts = []
    alone = Audience.of("public", [person], _places(data))
    for part in (*data.nodes, *data.relationships):
        for other in data.rows(part):
            ends = (other.get("from"), other.get("to"))
            if person.id in ends:
                known = {"type": part, **_known(other)}
                relations.append({**known, "from_name": names[str(ends[0])], "to_name": names[str(ends[1])]})
            elif part != "Person":
                where = str(other.get("id") or f"{ends[0]} {ends[1]}")
                texts += [
                    {"part": part, "id": where, "column": column, "text": value}
                    for column, value in other.items()
                    for text in (value if isinstance(value, list) else [value])
                    if isinstance(text, str) and alone.names_hidden(text)
                ]
    cited = {id for record in (row, *relations) for id in record.get("sources") or ()}
    sources = [_known(source) for source in data.rows("Source") if source["id"] in cited]
    return {"person": _known(row), "relations": relations, "texts": texts, "sources": sources}


@options.command(
    'samverkan people erase "Eva Ek" --decision "KS 2026/123" --dry-run',
    'samverkan people erase "Eva Ek" --no-archive-duty',
    help=N_(
        "Erase a person: the row, every relation, and every text that names the person, from the data folder and from "
        "the store. A keyed mark stays, so that the next load does not bring the person back. Copies made before, "
        "reports, and what version control keeps are yours to clear."
    ),
)
@click.argument("name", cls=options.Argument, metavar=N_("NAME"))
@click.option(
    "--decision", cls=options.Option, metavar=N_("REFERENCE"), help=N_("The decision to dispose of the records.")
)
@options.flag("--no-archive-duty", N_("Say that no law on archives asks for the records."))
@click.option(
    "--data",
    cls=options.Option,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=DATA_FOLDER,
    metavar=N_("FOLDER"),
    help=N_("The folder with the data; otherwise graph_data."),
)
@click.option(
    "--reports",
    cls=options.Option,
    type=click.Path(path_type=Path, file_okay=False),
    default="reports",
    metavar=N_("FOLDER"),
    help=N_("Where reports were written; otherwise reports."),
)
@options.flag("--dry-run", N_("Say what would be erased, and change nothing."))
@options.db_option
def erase(
    name: str, decision: str | None, no_archive_duty: bool, data: Path, reports: Path, dry_run: bool, db: str | None
) -> None:
    """Erase a person."""
    if bool(decision) == no_archive_duty:
        raise click.UsageError(
            _("Give --decision REFERENCE, the decision to dispose of the records, or --no-archive-duty.")
        )
    from samverkan.exchange.erasure import add_marks, erasure, still_named
    from samverkan.sources.reader import read

    reading = read(data, SCHEMA, key=options.erasure_key())
    if reading.dataset is None:
        raise DataError(reading.findings)
    whole = reading.dataset
    person = _person(whole, name)
    _refuse_other_data(db, whole)
    places = _places(whole)
    found = erasure(data, SCHEMA, person, places, list(whole.labels))
    said = [
        ngettext("{n} row", "{n} rows", found.rows).format(n=found.rows),
        ngettext("{n} relation", "{n} relations", found.relations).format(n=found.relations),
        ngettext("{n} text", "{n} texts", len(found.texts)).format(n=len(found.texts)),
    ]
    if dry_run:
        output.line(_("To be erased from {folder}: {what}.").format(folder=data, what=", ".join(said)))
        if found.texts:
            output.line(_("The texts that name the person, or a namesake by the same initial – look before you erase:"))
            for text in found.texts:
                output.line(f"  {text.path}:{text.line}, {text.column}: {text.text}")
    else:
        key = _key(data)
        add_marks(data, [person.id, *person.names], key, decision or "no-archive-duty")
        found.write()
        output.line(_("Erased from {folder}: {what}.").format(folder=data, what=", ".join(said)))
        _erase_from_store(db, data, key)
    alone = Audience.of("public", [person], places)
    named = still_named([reports, data], lambda text: alone.names_hidden(text))
    if dry_run:
        named = [path for path in named if path not in found.files]
    if named:
        output.line(_("These files name the person still, and are yours to clear:"))
        for path in named:
            output.line(f"  {path}")
    if not dry_run:
        output.line(
            _(
                "Copies made before – exports, reports that were sent, backups, version control – are yours to clear "
                "too. The mark in {marks} is made with the key {key}, and is still personal data."
            ).format(marks=data / "erased.csv", key=options.erasure_key_file())
        )


def _refuse_other_data(db: str | None, data: Dataset) -> None:
    """Refuse to erase from a store that holds something else: it would be changed in more than the person."""
    try:
        with options.loaded(db) as store:
            changes = store.sync(data, time="", dry_run=True, allow_removals=True).difference
    except StoreUnavailableError:
        return  # nothing is loaded, or told when it is to be written
    if changes:
        raise click.ClickException(
            _("The store holds other data than the folder. Run `samverkan load` first, so that both say the same.")
        )


def _erase_from_store(db: str | None, folder: Path, key: bytes) -> None:
    """Bring the store up to a folder, and remove the file that it keeps of what was."""
    from samverkan.sources.reader import read
    from samverkan.store.connect import DEFAULT, is_address

    server = db is not None and is_address(db)
    path = None if server else Path(db) if db else DEFAULT
    if path is not None and not path.exists():
        return
    reading = read(folder, SCHEMA, key=key)
    if reading.dataset is None:
        raise DataError(reading.findings)
    try:
        with options.opened(db, write=True) as store:
            store.sync(reading.dataset, time=datetime.now(UTC).isoformat(timespec="seconds"), allow_removals=True)
        if path is not None:
            from samverkan.store.embedded import previous

            previous(path).unlink(missing_ok=True)
    except (SamverkanError, OSError) as error:
        raise click.ClickException(
            _(
                "The person is out of the folder, but not out of the store: {reason} Run `samverkan load`, and delete "
                "the file beside the store that has previous in its name."
            ).format(reason=error)
        ) from error
    output.line(_("Erased from the store."))


def _key(folder: Path) -> bytes:
    """Return the key of the marks; a new one is made if there is none."""
    path = options.erasure_key_file()
    if path.resolve().is_relative_to(folder.resolve()):
        raise click.ClickException(
            _("The key {path} lies in the data folder. Keep it elsewhere, where who has the data has it not.").format(
                path=path
            )
        )
    key = options.erasure_key()
    if key is None:
        key = secrets.token_bytes(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex())
    return key


def _stored(db: str | None) -> Dataset:
    from samverkan.store.base import stored_dataset

    with options.loaded(db) as store:
        return stored_dataset(store, SCHEMA)


def _person(data: Dataset, name: str) -> Person:
    """Find the one person that a name means."""
    rows = {str(row["id"]): row for row in data.rows("Person")}
    entities = [
        Entity(id, "Person", "Person", str(row["name"]), all_names(row["name_en"], row["aliases"]))  # type: ignore[arg-type]
        for id, row in rows.items()
    ]
    found = rows[find(name, entities).id]
    names = all_names(*(found.get(column) for column in NAMES))  # type: ignore[arg-type]
    return Person(str(found["id"]), names)


def _places(data: Dataset) -> list[str]:
    return [
        name
        for label in ("City", "Organisation")
        for row in data.rows(label)
        for name in all_names(*(row.get(column) for column in NAMES))  # type: ignore[arg-type]
    ]


def _names(data: Dataset) -> dict[str, str]:
    return {id: name for c in data.nodes.values() for id, name in zip(c["id"], c["name"], strict=True)}


def _known(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


people.add_command(list_, "list")
people.add_command(export, "export")
people.add_command(erase, "erase")
