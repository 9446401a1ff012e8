"""Network: actors, activities and ties as arrays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.model.dataset import Columns


class Relation(NamedTuple):
    """One row of the table of relations, as far as an analysis needs it: the evidence of a tie."""

    source: str
    type: str
    target: str
    start: str | None
    end: str | None
    sources: list[str]

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
        nodes = next(n for n in (self.actors, self.activities, self.focus_areas) if id in n.index)
        return str(nodes["name"][nodes.index[id]])


def binary(pairs: Sequence[tuple[int, int]], shape: tuple[int, int]) -> sp.csr_array:
    """Make a matrix that is 1.0 at every pair, once, and 0 elsewhere; its columns are in order."""
    places = np.array(sorted(set(pairs)), dtype=np.intp).reshape(-1, 2)
    matrix = sp.csr_array((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=shape)
    matrix.sort_indices()
    return matrix


Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
