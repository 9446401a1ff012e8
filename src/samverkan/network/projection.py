"""Which nodes and ties make the network of a question; weights of teams, working ties, what is known of an actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from samverkan.model.schema import Schema
from samverkan.network.network import Flags, Network, Nodes, Numbers, Relation
from samverkan.store.base import GraphStore, read_nodes, read_relationships

IN_ACTIVITY = ("PARTNER_IN", "COORDINATES", "MEMBER_OF", "SIGNED", "TOOK_PART_IN", "HOSTS")
"""Types by which an actor is in an activity. FUNDS is not among them: it would tie everybody to everybody."""

WORKS_IN = ("PARTNER_IN", "COORDINATES", "MEMBER_OF")
"""Types by which an actor works in an activity."""

WORKS_WITH = ("TWINNED_WITH", "COLLABORATES_WITH")
"""Types by which two actors work together without an activity."""

TEAM_LIMIT = 15
"""Known actors of an activity beyond which being in it together is no working tie."""

SIZE_LIMIT = 25
"""Actors of an activity in reality beyond which being in it together is no working tie."""

CITY_PROPERTIES = ("id", "kind", "name", "name_en", "aliases")
ORGANISATION_PROPERTIES = (*CITY_PROPERTIES, "short_name")
ACTIVITY_PROPERTIES = (*CITY_PROPERTIES, "short_name", "start", "end", "size")


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
    focus_areas = Nodes(_nodes(store, "FocusArea", CITY_PROPERTIES))
    ids = actors.index.keys() | activities.index.keys() | focus_areas.index.keys()
    relations = tuple(
        Relation(source, type, target, start, end, sources)
        for type in _types(schema)
        for source, target, start, end, sources in read_relationships(
            store, schema, type, ("from", "to", "start", "end", "sources")
        )
        if source in ids and target in ids
    )
    return Network(actors, activities, focus_areas, relations)


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


@dataclass(frozen=True)
class Teams:
    """Who works in what, weighted so that a large consortium does not make as many friends as it has members.

    Parameters
    ----------
    network : Network
    """

    network: Network

    @cached_property
    def known(self) -> Numbers:
        """Actors known to work in each activity."""
        return np.asarray(self.everybody.sum(axis=0), dtype=float)

    @cached_property
    def everybody(self) -> sp.csr_array:
        """Actors × activities that they work in, of every kind and size."""
        return self.network.incidence(WORKS_IN)

    @cached_property
    def working(self) -> Flags:
        """Whether being in each activity together is a working tie.

        It is in a Project, Network or ResearchSchool of at most 15 known actors whose size, if known, is at most 25,
        and in a Programme whose size is known and at most 25.
        """
        sizes = self.network.activities["size"]
        flags = [
            known <= TEAM_LIMIT and (size is None or size <= SIZE_LIMIT)
            if kind in ("Project", "Network", "ResearchSchool")
            else kind == "Programme" and size is not None and size <= SIZE_LIMIT
            for kind, size, known in zip(self.network.activities["kind"], sizes, self.known, strict=True)
        ]
        return np.array(flags, dtype=bool)

    @cached_property
    def sizes(self) -> Numbers:
        """Actors of each activity: the larger of the known ones and its size.

        At least 25 for a Network, Programme or Agreement whose size is unknown: five collected members of an
        association of hundreds are not an intimate team.
        """
        floors = [
            size if size is not None else SIZE_LIMIT if kind in ("Network", "Programme", "Agreement") else 0
            for kind, size in zip(self.network.activities["kind"], self.network.activities["size"], strict=True)
        ]
        return np.asarray(np.maximum(self.known, np.array(floors, dtype=float)))

    @cached_property
    def incidence(self) -> sp.csr_array:
        """Actors × the activities that make working ties; the columns of the others are empty."""
        kept = sp.csr_array(self.everybody @ sp.diags_array(self.working.astype(float)))
        kept.eliminate_zeros()
        return kept

    @cached_property
    def weights(self) -> Numbers:
        """Weight 1/(n - 1) of a tie in each activity of n actors (Newman 2001); 0 where there is nobody to meet.

        Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
        """
        return np.divide(1.0, self.sizes - 1, out=np.zeros_like(self.sizes), where=self.sizes > 1)

    @cached_property
    def direct(self) -> sp.csr_array:
        """Actors × actors who work together without an activity: a team of two."""
        return self.network.direct(WORKS_WITH)

    @cached_property
    def ties(self) -> sp.csr_array:
        """Strength of the working ties: actors × actors, symmetric, the diagonal empty."""
        shared = self.incidence @ sp.diags_array(self.weights) @ self.incidence.T
        strength = sp.csr_array(shared - sp.diags_array(shared.diagonal()) + self.direct)
        strength.eliminate_zeros()
        strength.sort_indices()
        return strength

    def shared(self, one: int, other: int) -> list[str]:
        """Ids of the activities that make a working tie between two actors, in order."""
        a, b = (set(self.incidence.indices[slice(*self.incidence.indptr[i : i + 2])].tolist()) for i in (one, other))
        return sorted(self.network.activities["id"][place] for place in a & b)


def data_about(network: Network, teams: Teams) -> list[str]:
    """Tell how much is known of each actor.

    Returns
    -------
    list of str
        ``none``: no relation but LOCATED_IN; ``thin``: fewer than three activities that make working ties, or no focus
        area of its own or through its activities; else ``full``.
    """
    related = {end for r in network.relations if r.type != "LOCATED_IN" for end in (r.source, r.target)}
    focused = {r.source for r in network.relations if r.type == "FOCUSES_ON"}
    through = np.array([id in focused for id in network.activities["id"]], dtype=float)
    in_focused = network.incidence(IN_ACTIVITY) @ through
    number = np.diff(teams.incidence.indptr)
    return [
        "none"
        if id not in related
        else "full"
        if number[place] >= 3 and (id in focused or in_focused[place])
        else "thin"
        for place, id in enumerate(network.actors["id"])
    ]


def main_programme(network: Network) -> str | None:
    """Return the id of the Programme with the most cities as members, the first of them by id; ``None`` without any."""
    members = network.incidence(("MEMBER_OF",))
    cities = np.array([kind == "City" for kind in network.actors["kind"]], dtype=float)
    programmes = np.array([kind == "Programme" for kind in network.activities["kind"]], dtype=float)
    counts = (members.T @ cities) * programmes
    return network.activities["id"][int(counts.argmax())] if counts.any() else None


def funders(network: Network, programme: str) -> list[str]:
    """Return the ids of who FUNDS a programme, or a programme that it is PART_OF, in order."""
    funded = {programme}
    while wider := {r.target for r in network.relations if r.type == "PART_OF" and r.source in funded} - funded:
        funded |= wider
    return sorted({r.source for r in network.relations if r.type == "FUNDS" and r.target in funded})
