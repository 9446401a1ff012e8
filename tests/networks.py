"""Networks made by hand."""

from collections.abc import Iterable, Sequence

from samverkan.analysis.context import Context
from samverkan.analysis.ties import Ties
from samverkan.network.network import Network, Nodes, Relation
from samverkan.network.projection import ACTIVITY_PROPERTIES, CITY_PROPERTIES, ORGANISATION_PROPERTIES

ACTOR_PROPERTIES = tuple(dict.fromkeys(CITY_PROPERTIES + ORGANISATION_PROPERTIES))


def nodes(names: tuple[str, ...], rows: Iterable[dict[str, object]]) -> Nodes:
    """Nodes whose kind is told by their id, if not by ``kind``, and whose name is their id without it, capitalised."""
    kinds = {"city": "City", "company": "Company", "agency": "Agency", "project": "Project", "network": "Network",
             "programme": "Programme", "event": "Event", "agreement": "Agreement", "theme": "Theme"}  # fmt: skip
    table = [{"kind": kinds[r["id"].split(":")[0]], "name": r["id"].split(":")[1].capitalize(), **r} for r in rows]
    table.sort(key=lambda r: r["id"])
    return Nodes({name: [row.get(name) for row in table] for name in names})


def network(relations: Iterable[str], **facts: dict[str, object]) -> Network:
    """Make a network of lines ``city:a PARTNER_IN project:x 2020 2023``; ``facts`` are properties by ``kind__slug``.

    The years are those of ``start`` and ``end``, and may be left out; ``-`` is none.
    """
    rows = sorted((line.split() for line in relations), key=lambda r: (r[1], r[0], r[2], r[3:]))
    ids = {end for row in rows for end in (row[0], row[2])} | {name.replace("__", ":") for name in facts}
    known = {id: {"id": id, **facts.get(id.replace(":", "__"), {})} for id in sorted(ids)}
    of = {
        "actors": ("city", "company", "agency"),
        "activities": ("project", "network", "programme", "event", "agreement"),
        "areas": ("theme",),
    }
    parts = {part: [row for id, row in known.items() if id.split(":")[0] in kinds] for part, kinds in of.items()}
    return Network(
        nodes(ACTOR_PROPERTIES, parts["actors"]),
        nodes(ACTIVITY_PROPERTIES, parts["activities"]),
        nodes(ORGANISATION_PROPERTIES, parts["areas"]),
        tuple(Relation(*row[:3], *_dates(row[3:]), ["s"]) for row in rows),
    )


def _dates(given: list[str]) -> tuple[str | None, str | None]:
    start, end = (None if date == "-" else date for date in [*given, "-", "-"][:2])
    return start, end


def ties_of(edges: Iterable[tuple[int, int]], number: int, labels: Sequence[str | None] = ()) -> Ties:
    """Make the working ties of pairs of companies ``company:00``, ``company:01`` …; labels are their counties."""
    lines = [f"company:{a:02} COLLABORATES_WITH company:{b:02}" for a, b in edges]
    counties = {f"company__{i:02}": {"county": label} for i, label in enumerate(labels)}
    alone = {f"company__{i:02}": {} for i in range(number)}
    return Ties(Context(network(lines, **{**alone, **counties})))
