"""Which nodes and ties make the network of a question: read from a store, and narrowed by kind, theme or time."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from samverkan.model.dataset import Dataset
from samverkan.model.schema import Schema
from samverkan.network.network import Network, Nodes, Relation
from samverkan.store.base import GraphStore, read_nodes, read_relationships

SHARED_PROPERTIES = ("id", "kind", "name", "name_en", "aliases", "sources")
CITY_PROPERTIES = (
    *SHARED_PROPERTIES, "country", "county", "population", "latitude", "longitude", "skr_group", "co2_per_capita",
    "co2_change", "municipality_code",
)  # fmt: skip
ORGANISATION_PROPERTIES = (*SHARED_PROPERTIES, "short_name", "sector", "country", "county")
ACTIVITY_PROPERTIES = (*SHARED_PROPERTIES, "short_name", "start", "end", "size")


def read_network(store: GraphStore, schema: Schema) -> Network:
    """Read the actors, the activities and what relates them.

    Parameters
    ----------
    store : GraphStore
    schema : Schema

    Returns
    -------
    Network
        The same from every store, in the same order.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    actors = _merged(_nodes(store, "City", CITY_PROPERTIES), _nodes(store, "Organisation", ORGANISATION_PROPERTIES))
    activities = Nodes(_nodes(store, "Activity", ACTIVITY_PROPERTIES))
    focus_areas = Nodes(_nodes(store, "FocusArea", SHARED_PROPERTIES))
    ids = actors.index.keys() | activities.index.keys() | focus_areas.index.keys()
    relations = tuple(
        Relation(source, type, target, start, end, sources, role)
        for type in _types(schema)
        for source, target, start, end, sources, role in read_relationships(
            store, schema, type, ("from", "to", "start", "end", "sources", "role")
        )
        if source in ids and target in ids
    )
    return Network(actors, activities, focus_areas, relations)


def network_of(dataset: Dataset) -> Network:
    """Return the network of a dataset, as ``read_network`` reads it from a store that the dataset is loaded into.

    Parameters
    ----------
    dataset : Dataset
    """

    def nodes(label: str, names: Sequence[str]) -> dict[str, list[Any]]:
        return {name: list(dataset.nodes[label][name]) for name in names}

    actors = _merged(nodes("City", CITY_PROPERTIES), nodes("Organisation", ORGANISATION_PROPERTIES))
    activities = _merged(nodes("Activity", ACTIVITY_PROPERTIES))
    focus_areas = _merged(nodes("FocusArea", SHARED_PROPERTIES))
    ids = actors.index.keys() | activities.index.keys() | focus_areas.index.keys()
    names = ("from", "to", "start", "end", "sources", "role")
    relations = [
        Relation(source, type, target, start, end, sources, role)
        for type in _types(dataset.schema)
        for source, target, start, end, sources, role in zip(
            *(dataset.relationships[type][name] for name in names), strict=True
        )
        if source in ids and target in ids
    ]
    relations.sort(key=lambda r: (r.type, r.source, r.target, r.start or ""))
    return Network(actors, activities, focus_areas, tuple(relations))


def read_people(
    store: GraphStore, schema: Schema, hides: Callable[[str], bool]
) -> tuple[dict[str, str], tuple[Relation, ...]]:
    """Read the names of the people who may be seen, by id, and their relations, in order.

    Parameters
    ----------
    store : GraphStore
    schema : Schema
    hides : callable
        Tells whether somebody may not be seen, by id.
    """
    names = {id: name for id, name in read_nodes(store, "Person", ("id", "name")) if not hides(id)}
    relations = tuple(
        Relation(source, type, target, start, end, sources, role)
        for type in sorted(t.type for t in schema.types if "Person" in schema.end_labels(t.sources))
        for source, target, start, end, sources, role in read_relationships(
            store, schema, type, ("from", "to", "start", "end", "sources", "role")
        )
        if source in names
    )
    return names, relations


def _types(schema: Schema) -> list[str]:
    """Types that can join actors, activities and focus areas."""
    read = {"City", "Organisation", "Activity", "FocusArea"}
    return sorted(
        t.type
        for t in schema.types
        if read & {*schema.end_labels(t.sources)} and read & {*schema.end_labels(t.targets)}
    )


def _nodes(store: GraphStore, label: str, names: Sequence[str]) -> dict[str, list[Any]]:
    rows = read_nodes(store, label, names)
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _merged(*tables: dict[str, list[Any]]) -> Nodes:
    """Put tables of nodes under each other, in the order of their ids; what a table does not have is unknown."""
    names = list(dict.fromkeys(name for table in tables for name in table))
    columns = {name: [v for t in tables for v in t.get(name, [None] * len(t["id"]))] for name in names}
    order = sorted(range(len(columns["id"])), key=columns["id"].__getitem__)
    return Nodes({name: [values[place] for place in order] for name, values in columns.items()})


def part(
    network: Network,
    *,
    actors: Callable[[int], bool] | None = None,
    activities: Callable[[int], bool] | None = None,
    relations: Callable[[Relation], bool] | None = None,
) -> Network:
    """Return the part of a network that is wanted; a relation goes with either of its ends.

    Parameters
    ----------
    network : Network
        Not changed.
    actors, activities : callable, optional
        Called with the place of each; whether it stays.
    relations : callable, optional
        Called with each that has both its ends still; whether it stays.
    """
    kept_actors, kept_activities = _kept(network.actors, actors), _kept(network.activities, activities)
    ids = kept_actors.index.keys() | kept_activities.index.keys() | network.focus_areas.index.keys()
    return Network(
        kept_actors,
        kept_activities,
        network.focus_areas,
        tuple(
            r for r in network.relations if r.source in ids and r.target in ids and (relations is None or relations(r))
        ),
    )


def _kept(nodes: Nodes, wanted: Callable[[int], bool] | None) -> Nodes:
    if wanted is None:
        return nodes
    places = [place for place in range(len(nodes)) if wanted(place)]
    return Nodes({name: [values[place] for place in places] for name, values in nodes.columns.items()})


def narrowed(
    network: Network, *, kinds: Collection[str] = (), theme: str | None = None, until: str | None = None
) -> Network:
    """Narrow a network to actors of some kinds, activities with a theme, and what had begun by a date.

    Parameters
    ----------
    network : Network
        Not changed.
    kinds : collection of str
        Kinds of actors; empty for all.
    theme : str, optional
        Id of a theme or focus area. An activity has it if it works with it or with a part of it.
    until : str, optional
        A date of any precision; what begins in it has begun. What has no date stays.
    """
    found = None if theme is None else {r.source for r in network.relations if _focuses(network, r, theme)}
    starts = network.activities["start"]

    def begun(start: str | None) -> bool:
        return until is None or start is None or start[: len(until)] <= until

    return part(
        network,
        actors=lambda place: not kinds or network.actors["kind"][place] in kinds,
        activities=lambda place: (found is None or network.activities["id"][place] in found) and begun(starts[place]),
        relations=lambda r: begun(r.start),
    )


def _focuses(network: Network, relation: Relation, theme: str) -> bool:
    return relation.type == "FOCUSES_ON" and theme in (relation.target, network.theme_of.get(relation.target))
