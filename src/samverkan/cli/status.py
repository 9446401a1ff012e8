"""``samverkan status``: what is loaded, from when, and how complete it is."""

from collections.abc import Iterator
from typing import Any

from samverkan import __version__
from samverkan.cli import options, output
from samverkan.errors import StoreUnavailableError
from samverkan.language import N_, _
from samverkan.model.domain import SCHEMA
from samverkan.model.words import kind_in_words, reading
from samverkan.store.base import GraphStore, Load

IN_ACTIVITY = ("PARTNER_IN", "COORDINATES", "MEMBER_OF", "SIGNED", "TOOK_PART_IN", "HOSTS")
WORKS_IN = IN_ACTIVITY[:3]
ACTORS = ("City", "Organisation")


@options.command(
    "samverkan status",
    "samverkan status --db neo4j://localhost --format json",
    help=N_("Say which store is used, what is loaded into it, from when and from which data, and how complete it is."),
)
@options.db_option
@options.format_option
def status(db: str | None, format: str) -> None:
    """Say what is loaded."""
    with options.loaded(db) as store:
        load = store.status()
        if load is None:
            raise StoreUnavailableError(_("The store was emptied meanwhile."))
        told = read_status(store, load)
    if format == "json":
        output.document(told)
    elif format == "csv":
        output.records(list(flat(told)), format, ("topic", "name", "value", "of"))
    else:
        tell(told)


def read_status(store: GraphStore, load: Load) -> dict[str, Any]:
    """Read what the store holds, in the form that ``docs/cli.md`` documents."""
    kinds = [
        row
        for node in SCHEMA.labels
        for row in store.query(
            f"MATCH (n:{node.label}{store.marker}) RETURN n.kind, count(n.id) AS number ORDER BY number DESC, n.kind"
        ).rows
    ]
    return {
        "store": store.address,
        "tool_version": __version__,
        "load": {"time": load.time, "version": load.version, "digest": load.digest, "data_date": load.data_date},
        "kinds": dict(kinds),
        "relationships": {t.type: load.totals[t.type][0] for t in SCHEMA.types if t.type in load.totals},
        "completeness": {
            "cities_without_data": _actors_without_data(store, "City"),
            "organisations_without_data": _actors_without_data(store, "Organisation"),
            "activities_without_actors": _activities_without(store, f"()-[r:{'|'.join(IN_ACTIVITY)}]->(a)"),
            "activities_without_focus_area": _activities_without(store, "(a)-[r:FOCUSES_ON]->()"),
            "relations_without_start": _undated(store),
        },
        "programmes": _programmes(store),
    }


def _actors_without_data(store: GraphStore, label: str) -> dict[str, int]:
    """Count the actors of a label that have no relation but LOCATED_IN."""
    known = "|".join(
        t.type
        for t in SCHEMA.types
        if t.type != "LOCATED_IN" and label in (*SCHEMA.end_labels(t.sources), *SCHEMA.end_labels(t.targets))
    )
    return _without(store, f"a:{label}{store.marker}", f"(a)-[r:{known}]-()")


def _activities_without(store: GraphStore, pattern: str) -> dict[str, int]:
    return _without(store, f"a:Activity{store.marker}", pattern)


def _without(store: GraphStore, node: str, pattern: str) -> dict[str, int]:
    known = f"MATCH {pattern} WHERE r.key IS NOT NULL"
    (total,) = store.query(f"MATCH ({node}) RETURN count(a.id)").rows[0]
    (number,) = store.query(f"MATCH ({node}) WHERE NOT EXISTS {{ {known} }} RETURN count(a.id)").rows[0]
    return {"number": int(number), "of": int(total)}


def _undated(store: GraphStore) -> dict[str, int]:
    """Count the relations that say not when they began, of the types for which it would matter."""
    number = of = 0
    for type in (*IN_ACTIVITY, "FUNDS", "TWINNED_WITH", "COLLABORATES_WITH"):
        rows = store.query(f"MATCH ()-[r:{type}]->() WHERE r.key IS NOT NULL RETURN count(r.key), count(r.start)").rows
        number, of = number + rows[0][0] - rows[0][1], of + rows[0][0]
    return {"number": number, "of": of}


def _programmes(store: GraphStore) -> list[dict[str, Any]]:
    """Tell of each programme how many of its actors are known, and how many it has; the largest first."""
    rows = store.query(
        f"MATCH (a)-[r:{'|'.join(WORKS_IN)}]->(p:Activity{store.marker}) WHERE p.kind = 'Programme' "
        "AND a.kind <> 'Person' AND r.key IS NOT NULL "
        "RETURN p.id, p.name, p.size, count(DISTINCT a.id) AS known ORDER BY known DESC, p.id"
    ).rows
    return [{"id": id, "name": name, "known": int(known), "size": size} for id, name, size, known in rows]


COMPLETENESS = {
    "cities_without_data": N_("Cities without data (no relation is known)"),
    "organisations_without_data": N_("Organisations without data (no relation but their place is known)"),
    "activities_without_actors": N_("Activities in which nobody is known to be"),
    "activities_without_focus_area": N_("Activities without a focus area or theme"),
    "relations_without_start": N_("Relations in time without a year"),
}


def tell(told: dict[str, Any]) -> None:
    """Print the status for people."""
    load = told["load"]
    facts = [
        (_("Store"), told["store"]),
        (_("Loaded"), load["time"]),
        (_("Loaded with"), f"samverkan {load['version']}"),
        (_("Newest fact"), load["data_date"]),
        (_("Fingerprint of the data"), load["digest"][:12]),
    ]
    output.table(facts, ("", ""), with_headings=False)
    output.line("")
    output.table([(kind_in_words(kind), n) for kind, n in told["kinds"].items()], (_("kind"), _("number")))
    output.line("")
    rows = [(type, reading(type), n) for type, n in told["relationships"].items()]
    output.table(rows, (_("relation"), _("read as"), _("number")))
    output.line("")
    missing = [(_(COMPLETENESS[what]), n["number"], n["of"]) for what, n in told["completeness"].items()]
    output.table(missing, (_("what is missing"), _("number"), _("of")))
    output.line("")
    programmes = [(p["name"], p["known"], p["size"]) for p in told["programmes"]]
    output.table(programmes, (_("programme"), _("known actors"), _("of")))


def flat(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the status as rows of a CSV file."""

    def row(topic: str, name: str, value: Any, of: Any = None) -> dict[str, Any]:
        return {"topic": topic, "name": name, "value": value, "of": of}

    yield row("store", "address", told["store"])
    yield row("store", "tool_version", told["tool_version"])
    yield from (row("load", name, value) for name, value in told["load"].items())
    yield from (row("kind", name, n) for name, n in told["kinds"].items())
    yield from (row("relationship", name, n) for name, n in told["relationships"].items())
    yield from (row("completeness", name, n["number"], n["of"]) for name, n in told["completeness"].items())
    yield from (row("programme", p["id"], p["known"], p["size"]) for p in told["programmes"])
