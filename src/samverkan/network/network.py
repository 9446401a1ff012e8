"""Network: actors, activities and ties as arrays."""

import math
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.model.dataset import Columns

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class Relation(NamedTuple):
    """One row of the table of relations, as far as an analysis needs it: the evidence of a tie."""

    source: str
    type: str
    target: str
    start: str | None
    end: str | None
    sources: list[str]
    role: str | None = None

    @property
    def year(self) -> int | None:
        """Year in which it began, if that is known."""
        return year(self.start)


def year(date: str | None) -> int | None:
    """Return the year of a date of any precision.

    Examples
    --------
    >>> year("2021-10"), year(None)
    (2021, None)
    """
    return int(date[:4]) if date else None


def in_years(date: str | None, *, last_day: bool = False) -> float:
    """Return a date as a number of years, ``nan`` if there is none.

    Parameters
    ----------
    date : str or None
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    last_day : bool
        Whether a date that is not precise means the last day that it may be, as for the end of something.

    Examples
    --------
    >>> in_years("2021"), in_years("2021", last_day=True), in_years("2021-07")
    (2021.0, 2022.0, 2021.5)

    A year ends when its last day does:

    >>> in_years("2021-12-31", last_day=True)
    2022.0
    """
    if not date:
        return math.nan
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return float(year + last_day)
    month, *days = rest
    if not days:
        return year + (month - 1 + last_day) / 12
    passed = (days[0] - 1 + last_day) / monthrange(year, month)[1]
    return year + (month - 1 + passed) / 12


@dataclass(frozen=True)
class Nodes:
    """Nodes in the order of their ids, and their properties in columns.

    Parameters
    ----------
    columns : Columns
        ``id``, ``kind``, ``name`` and whatever else was read.
    """

    columns: Columns

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of every id."""
        return {id: place for place, id in enumerate(self.columns["id"])}

    def __len__(self) -> int:
        return len(self.columns["id"])

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]


@dataclass(frozen=True)
class Network:
    """Actors, activities and how they are related, in one order whatever the store.

    Parameters
    ----------
    actors : Nodes
        Cities and organisations.
    activities, focus_areas : Nodes
    relations : tuple of Relation
        All of them between these nodes, in the order of type, source, target and start.
    """

    actors: Nodes
    activities: Nodes
    focus_areas: Nodes
    relations: tuple[Relation, ...]

    @cached_property
    def of_pair(self) -> dict[tuple[str, str], list[Relation]]:
        """Relations between two ids, whichever way round."""
        found = defaultdict(list)
        for relation in self.relations:
            found[relation.source, relation.target].append(relation)
            if relation.source != relation.target:
                found[relation.target, relation.source].append(relation)
        return found

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """Theme of every focus area that is a part of one."""
        return {r.source: r.target for r in self.relations if r.type == "BROADER"}

    @cached_property
    def data_date(self) -> str | None:
        """Newest ``start`` of a relation, as precise as it was written; ``None`` without any."""
        return max((r.start for r in self.relations if r.start), default=None)

    @cached_property
    def since(self) -> Numbers:
        """When each activity, else the first relation to it, began, in years; ``nan`` if neither is known."""
        began = [in_years(start) for start in self.activities["start"]]
        for relation in self.relations:
            place = self.activities.index.get(relation.target)
            if place is not None and self.activities["start"][place] is None and relation.start:
                began[place] = np.fmin(began[place], in_years(relation.start))
        return np.array(began, dtype=float)

    def incidence(self, types: Iterable[str]) -> sp.csr_array:
        """Tell which actors are in which activities by relations of some types.

        Parameters
        ----------
        types : iterable of str

        Returns
        -------
        scipy.sparse.csr_array
            Actors × activities, 1.0 where the actor is in the activity, whatever the number of its relations to it.
        """
        wanted = frozenset(types)
        actor, activity = self.actors.index, self.activities.index
        pairs = [
            (actor[r.source], activity[r.target])
            for r in self.relations
            if r.type in wanted and r.source in actor and r.target in activity
        ]
        return binary(pairs, (len(self.actors), len(self.activities)))

    def years(self, types: Iterable[str]) -> sp.csr_array:
        """Tell since when actors are in activities by relations of some types.

        Returns
        -------
        scipy.sparse.csr_array
            As of ``incidence``, with the year, as a number, in which the newest of an actor's relations to the
            activity began; ``nan`` where none of them has a date.
        """
        wanted = frozenset(types)
        actor, activity = self.actors.index, self.activities.index
        newest: dict[tuple[int, int], float] = {}
        for r in self.relations:
            if r.type in wanted and r.source in actor and r.target in activity:
                pair = actor[r.source], activity[r.target]
                newest[pair] = np.fmax(newest.get(pair, math.nan), in_years(r.start))
        places = np.array(sorted(newest), dtype=np.intp).reshape(-1, 2)
        values = np.array([newest[a, b] for a, b in places.tolist()], dtype=float)
        return sp.csr_array((values, (places[:, 0], places[:, 1])), shape=(len(self.actors), len(self.activities)))

    def direct(self, types: Iterable[str]) -> sp.csr_array:
        """Tell which actors are joined directly by relations of some types.

        Returns
        -------
        scipy.sparse.csr_array
            Actors × actors, symmetric, 1.0 where two are joined, the diagonal empty.
        """
        wanted = frozenset(types)
        actor = self.actors.index
        pairs = [
            (actor[r.source], actor[r.target])
            for r in self.relations
            if r.type in wanted and r.source in actor and r.target in actor and r.source != r.target
        ]
        return binary(pairs + [(b, a) for a, b in pairs], (len(self.actors), len(self.actors)))

    def name(self, id: str) -> str:
        """Name of an actor, an activity or a focus area."""
        return str(self._of(id, "name"))

    def short_name(self, id: str) -> str:
        """Name of an organisation or an activity for where there is little room, if it has one; else its name."""
        nodes = self._nodes_of(id)
        return str(("short_name" in nodes.columns and nodes["short_name"][nodes.index[id]]) or self.name(id))

    def kind(self, id: str) -> str:
        """Kind of an actor, an activity or a focus area."""
        return str(self._of(id, "kind"))

    def _of(self, id: str, column: str) -> Any:
        nodes = self._nodes_of(id)
        return nodes[column][nodes.index[id]]

    def _nodes_of(self, id: str) -> Nodes:
        return next(n for n in (self.actors, self.activities, self.focus_areas) if id in n.index)


def columns_where(matrix: sp.csr_array, wanted: Flags) -> sp.csr_array:
    """Keep the columns of a matrix that are wanted, and empty the others."""
    kept = sp.csr_array(matrix @ sp.diags_array(wanted.astype(float)))
    kept.eliminate_zeros()
    return kept


def binary(pairs: Sequence[tuple[int, int]], shape: tuple[int, int]) -> sp.csr_array:
    """Make a matrix that is 1.0 at every pair, once, and 0 elsewhere; its columns are in order."""
    places = np.array(sorted(set(pairs)), dtype=np.intp).reshape(-1, 2)
    matrix = sp.csr_array((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=shape)
    matrix.sort_indices()
    return matrix
