"""``samverkan show``: everything about one entity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import click

from samverkan.cli import options, output
from samverkan.cli.entities import find_entity
from samverkan.errors import NameMatchError
from samverkan.language import N_, _, language, ngettext, swedish_key
from samverkan.model.audience import Audience
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity
from samverkan.model.schema import Property
from samverkan.model.words import kind_in_words, reading, value_in_words
from samverkan.store.base import GraphStore
from samverkan.store.people import read_audience

CSV_COLUMNS = (
    "type", "direction", "text", "start", "end", "role", "amount", "other_id", "other_kind", "other_name", "sources",
    "evidence",
)  # fmt: skip
NO_FACTS = ("id", "kind", "name", "sources")
UNITS = {
    "population": N_("{value} inhabitants"),
    "co2_per_capita": N_("{value} tonnes of fossil CO2 a person, 2022"),
    "co2_change": N_("{value} per cent a year since 2015"),
    "latitude": N_("{value} degrees"),
    "longitude": N_("{value} degrees"),
    "size": N_("{value} actors"),
}

CITED = {"cited_by_nodes": N_("nodes that rest on it"), "cited_by_relations": N_("relations that rest on it")}


@dataclass(frozen=True)
class Card:
    """What the store holds about one entity.

    Parameters
    ----------
    entity : Entity
    facts : dict of str to Any
        Its properties that have a value.
    ties : list of dict
        Its relations, in the order of type, year and the name at the other end.
    focus_areas : list of dict
        What it works with, each with its themes.
    sources : list of dict
        Where all of this is from.
    """

    entity: Entity
    facts: dict[str, Any]
    ties: list[dict[str, Any]]
    focus_areas: list[dict[str, Any]]
    sources: list[dict[str, Any]]

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        own = {"id": self.entity.id, "kind": self.entity.kind, "name": self.entity.name}
        return {**own, "facts": self.facts, "ties": self.ties, "focus_areas": self.focus_areas, "sources": self.sources}


@options.command(
    "samverkan show Gävle",
    "samverkan show city:gavle --format json",
    help=N_(
        "Tell everything about a city, organisation, activity, person, focus area or source: facts, relations by "
        "type and year, and where it is all from. The name is written as people write it, or as an id."
    ),
)
@click.argument("name", cls=options.Argument, metavar=N_("NAME"))
@options.audience_option()
@options.db_option
@options.format_option
def show(name: str, audience: str, db: str | None, format: str) -> None:
    """Tell everything about one entity."""
    with options.loaded(db) as store:
        seen = read_audience(store, SCHEMA, audience)
        whole = read_card(store, find_seen(store, name, seen))
    card = seen_by(seen, whole)
    if format == "json":
        output.document(card.as_record())
    elif format == "csv":
        output.records([flat(tie) for tie in card.ties], format, CSV_COLUMNS)
    else:
        tell(card)
    if hidden := len(whole.ties) - len(card.ties):
        output.say(
            ngettext(
                "{n} relation to people is not shown to the audience {audience}; --audience internal shows all.",
                "{n} relations to people are not shown to the audience {audience}; --audience internal shows all.",
                hidden,
            ).format(n=hidden, audience=audience)
        )


def read_card(store: GraphStore, entity: Entity) -> Card:
    """Read all that the store holds about an entity."""
    node = SCHEMA.node(entity.label)
    columns = ", ".join(f"n.`{name}`" for name in node.names)
    pattern = f"MATCH (n:{entity.label}{store.marker}) WHERE n.id = $id"
    (values,) = store.query(f"{pattern} RETURN {columns}", {"id": entity.id}).rows
    facts = {name: value for name, value in zip(node.names, values, strict=True) if value not in (None, [])}
    ties = [tie for backwards in (False, True) for tie in _ties(store, entity, backwards=backwards)]
    ties.sort(key=_order)
    cited = {id for part in (facts, *ties) for id in part.get("sources", [])}
    if entity.label == "Source":
        facts |= _cited(store, entity.id)
    areas = [tie["other"] for tie in ties if tie["type"] == "FOCUSES_ON" and tie["direction"] == "out"]
    return Card(
        entity,
        {name: value for name, value in facts.items() if name not in NO_FACTS},
        ties,
        _with_themes(store, areas),
        _sources(store, cited),
    )


def find_seen(store: GraphStore, name: str, audience: Audience) -> Entity:
    """Find whom or what a name means among those whom an audience sees.

    Raises
    ------
    NameMatchError
        It means several, or none.
    click.ClickException
        It means a person whom the audience does not see.
    """
    try:
        return find_entity(store, name, audience)
    except NameMatchError as error:
        if error.matches or not audience.hidden:
            raise
        try:
            found = [find_entity(store, name)]
        except NameMatchError as every:
            found = list(every.matches)
        if not any(audience.hides(entity.id) for entity in found):
            raise
        raise click.ClickException(
            _(
                "“{name}” is a person who is not shown to the audience {audience}; --audience internal shows all."
            ).format(name=name, audience=audience.name)
        ) from error


def seen_by(audience: Audience, card: Card) -> Card:
    """Return a card as an audience sees it."""
    facts, ties = audience.value(card.facts), []
    if card.entity.label == "Person":  # whom the audience sees, whatever a namesake is
        facts |= {name: card.facts[name] for name in ("name_en", "aliases") if name in card.facts}
    for tie in card.ties:
        other = tie["other"]
        if not audience.hides(other["id"]):
            ties.append(audience.value(tie) | ({"other": other} if other["kind"] == "Person" else {}))
    return Card(card.entity, facts, ties, audience.value(card.focus_areas), audience.value(card.sources))


def _cited(store: GraphStore, source: str) -> dict[str, int]:
    """Count the nodes and the relations that rest on a source."""
    nodes = [f"(n:{n.label}{store.marker})" for n in SCHEMA.labels if n.label != "Source"]
    relations = [f"()-[n:{t.type}]->()" for t in SCHEMA.types]

    def count(patterns: list[str]) -> int:
        statement = "MATCH {} WHERE $id IN n.sources RETURN count(n.hash)"
        return sum(int(store.query(statement.format(p), {"id": source}).rows[0][0]) for p in patterns)

    return {"cited_by_nodes": count(nodes), "cited_by_relations": count(relations)}


def _ties(store: GraphStore, entity: Entity, *, backwards: bool) -> Iterable[dict[str, Any]]:
    for declared in SCHEMA.types:
        if entity.label not in SCHEMA.end_labels(declared.targets if backwards else declared.sources):
            continue
        arrow = ("<-", "-") if backwards else ("-", "->")
        rows = store.query(
            f"MATCH (n:{entity.label}{store.marker}){arrow[0]}[r:{declared.type}]{arrow[1]}(o) "
            "WHERE n.id = $id AND r.key IS NOT NULL "
            "RETURN r.start, r.`end`, r.role, r.amount, r.sources, r.evidence, o.id, o.kind, o.name",
            {"id": entity.id},
        ).rows
        for start, end, role, amount, sources, evidence, id, kind, name in rows:
            yield {
                "type": declared.type,
                "direction": "none" if declared.undirected else "in" if backwards else "out",
                "text": reading(declared.type, backwards=backwards),
                "start": start,
                "end": end,
                "role": role,
                "amount": amount,
                "other": {"id": id, "kind": kind, "name": name},
                "sources": sources or [],
                "evidence": evidence,
            }


def _order(tie: dict[str, Any]) -> tuple[Any, ...]:
    types = [t.type for t in SCHEMA.types]
    name = swedish_key(tie["other"]["name"])
    return types.index(tie["type"]), tie["direction"] == "in", tie["start"] or "9", name, tie["other"]["id"]


def _with_themes(store: GraphStore, areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = store.query(
        "MATCH (a:FocusArea)-[r:BROADER]->(t:FocusArea) WHERE a.id IN $ids AND r.key IS NOT NULL "
        "RETURN a.id, t.id, t.name ORDER BY t.id",
        {"ids": [area["id"] for area in areas]},
    ).rows
    once = {area["id"]: area for area in areas}.values()
    return [
        {**area, "themes": [{"id": id, "name": name} for a, id, name in rows if a == area["id"]]}
        for area in sorted(once, key=lambda area: (swedish_key(area["name"]), area["id"]))
    ]


def _sources(store: GraphStore, ids: Iterable[str]) -> list[dict[str, Any]]:
    columns = ("id", "name", "publisher", "url", "published")
    wanted = ", ".join(f"s.`{name}`" for name in columns)
    rows = store.query(f"MATCH (s:Source{store.marker}) WHERE s.id IN $ids RETURN {wanted}", {"ids": sorted(ids)}).rows
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return sorted(found, key=lambda source: (swedish_key(source["name"]), source["id"]))


def flat(tie: dict[str, Any]) -> dict[str, Any]:
    """Return a tie as a row of a CSV file."""
    return {**tie, **{f"other_{key}": value for key, value in tie["other"].items()}}


def tell(card: Card) -> None:
    """Print a card for people."""
    entity = card.entity
    output.line(f"{entity.name} ({kind_in_words(entity.kind)}, {entity.id})")
    facts = [
        (in_language(prop), with_unit(prop.name, card.facts[prop.name]))
        for prop in SCHEMA.node(entity.label).properties
        if prop.name in card.facts
    ]
    facts += [(_(CITED[name]), output.number(card.facts[name])) for name in CITED if name in card.facts]
    if facts:
        section(_("Facts"), facts, ())
    areas = [(area["name"], [theme["name"] for theme in area["themes"]]) for area in card.focus_areas]
    if areas:
        section(_("Works with"), areas, (_("area"), _("theme")))
    shown = [tie for tie in card.ties if not (tie["type"] == "FOCUSES_ON" and tie["direction"] == "out")]
    if shown:
        section(_("Relations"), list(grouped(shown, entity.kind)), (_("relation"), _("year"), _("with"), _("role")))
    elif not areas and entity.label != "Source":
        output.line("\n" + _("No relations are known. That is no sign that there are none."))
    if card.sources:
        output.line("\n" + _("Sources") + "\n")
        for source in card.sources:
            about = ", ".join(part for part in (source["publisher"], source["published"]) if part)
            output.line("  " + ". ".join(part for part in (source["name"], about, source["url"]) if part))


def section(title: str, rows: list[Any], headings: tuple[str, ...]) -> None:
    """Print a table under a title."""
    output.line(f"\n{title}\n")
    output.table(rows, headings or ("",) * len(rows[0]), with_headings=bool(headings), as_blocks=False)


def grouped(ties: list[dict[str, Any]], kind: str) -> Iterable[tuple[str, str, str, str]]:
    """Yield rows of ties, the reading of each group in its first row only."""
    last = None
    for tie in ties:
        group = (tie["type"], tie["direction"])
        yield ("" if group == last else tie["text"], years(tie, kind), tie["other"]["name"], tie["role"] or "")
        last = group


def years(tie: dict[str, Any], kind: str) -> str:
    """Tell from and to which year a relation of something of a kind is known to have been.

    Without an end it goes on, but for what is done once: to sign, and all that has to do with an event.
    """
    start, end = (date[:4] if date else "" for date in (tie["start"], tie["end"]))
    once = tie["type"] == "SIGNED" or "Event" in (kind, tie["other"]["kind"])
    return start if start == end or (once and not end) else f"{start}–{end}"


def in_language(prop: Property) -> str:
    """Name a property in the language in use."""
    return prop.swedish[0] if language() == "sv" and prop.swedish else prop.name.replace("_", " ")


def with_unit(name: str, value: Any) -> str:
    """Write a value with its unit."""
    if name not in UNITS:
        return output.plain(value_in_words(name, value))
    return _(UNITS[name]).format(value=output.number(value))
