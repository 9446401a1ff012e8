"""The one-mode network of working ties: who works with whom."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Context, Places
from samverkan.network.network import Flags, Numbers, columns_where
from samverkan.network.teams import Teams

if TYPE_CHECKING:
    import networkx as nx

GROUPINGS = ("county", "sector", "theme")
"""By what actors are put in groups."""

BLOCK = 256
"""Rows of a product that are worked out at a time, to spare memory."""


@dataclass(frozen=True)
class Ties:
    """Actors with a working tie, and their ties.

    Parameters
    ----------
    context : Context
    kinds : collection of str
        Kinds of actors; empty for all.
    theme : str, optional
        Id of a theme or focus area: only ties through activities that work with it, or with a part of it.
    county : str, optional
        Name of a county.
    """

    context: Context
    kinds: Collection[str] = ()
    theme: str | None = None
    county: str | None = None

    @cached_property
    def incidence(self) -> sp.csr_array:
        """Actors × activities: who works in what that makes working ties and that is asked for; all of the network."""
        wanted = self.wanted.astype(float)
        inside = sp.csr_array(sp.diags_array(wanted) @ self.context.teams.working_incidence)
        return inside if self.theme is None else columns_where(inside, self._of_theme)

    @cached_property
    def direct(self) -> sp.csr_array:
        """Actors × actors who work together without an activity, of those asked for; none if a theme is asked for."""
        network = self.context.network
        if self.theme is not None:
            return sp.csr_array((len(network.actors), len(network.actors)))
        wanted = sp.diags_array(self.wanted.astype(float))
        return sp.csr_array(wanted @ Teams(network).direct @ wanted)

    @cached_property
    def wanted(self) -> Flags:
        """Which actors of the network are of the kinds and in the county that are asked for."""
        kinds, counties = self.context.network.actors["kind"], self.context.counties
        return np.array(
            [
                (not self.kinds or kind in self.kinds) and (self.county is None or county == self.county)
                for kind, county in zip(kinds, counties, strict=True)
            ],
            dtype=bool,
        )

    @cached_property
    def _of_theme(self) -> Flags:
        network = self.context.network
        found = {
            r.source
            for r in network.relations
            if r.type == "FOCUSES_ON" and self.theme in (r.target, network.theme_of.get(r.target))
        }
        return np.array([id in found for id in network.activities["id"]], dtype=bool)

    @cached_property
    def _strength(self) -> sp.csr_array:
        weights = Teams(self.context.network).weights
        shared = self.incidence @ sp.diags_array(weights) @ self.incidence.T
        strength = sp.csr_array(shared - sp.diags_array(shared.diagonal()) + self.direct)
        strength.eliminate_zeros()
        strength.sort_indices()
        return strength

    @cached_property
    def actors(self) -> Places:
        """Places in the network of the actors that have a tie here, in order."""
        return np.flatnonzero(np.diff(self._strength.indptr) > 0)

    @cached_property
    def ids(self) -> list[str]:
        """Ids of these actors."""
        ids = self.context.network.actors["id"]
        return [ids[place] for place in self.actors.tolist()]

    @cached_property
    def strength(self) -> sp.csr_array:
        """These actors × these actors: a tie in an activity of n actors weighs 1/(n - 1), a direct one 1.

        Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
        """
        return sp.csr_array(self._strength[self.actors][:, self.actors])

    @cached_property
    def joined(self) -> sp.csr_array:
        """These actors × these actors, 1.0 where two have a tie; symmetric, the diagonal empty."""
        ties = self.strength
        return sp.csr_array((np.ones_like(ties.data), ties.indices, ties.indptr), shape=ties.shape)

    @cached_property
    def degree(self) -> Places:
        """Partners of each of these actors."""
        return np.diff(self.joined.indptr).astype(np.intp)

    @cached_property
    def graph(self) -> "nx.Graph[int]":
        """The ties as a graph of networkx; the nodes are places among these actors."""
        import networkx as nx  # takes its time

        graph: nx.Graph[int] = nx.from_scipy_sparse_array(self.joined)
        return graph

    def labels(self, grouping: str) -> list[str | None]:
        """Return the group of each of these actors: its county, its sector, or its main theme; ``None`` if unknown."""
        context = self.context
        by: dict[str, Callable[[], Sequence[str | None]]] = {
            "county": lambda: context.counties,
            "sector": lambda: context.sectors,
            "theme": lambda: main_themes(context),
        }
        found = by[grouping]()
        return [found[place] for place in self.actors.tolist()]


def main_themes(context: Context) -> list[str | None]:
    """Return the theme that each actor works with most, lately most; of equal ones the rarer, then the first.

    ``None`` for an actor without a theme of its own or through its activities; those of a whole programme do not count.
    """
    weights = np.where(context.actor_themes == 1.0, context.theme_profile, 0.0).round(12)
    order = np.lexsort((np.arange(len(context.themes)), -context.rarity))
    if not len(order):
        return [None] * len(weights)
    first = order[weights[:, order].argmax(axis=1)]
    has = weights.max(axis=1) > 0
    return [context.themes[theme] if known else None for theme, known in zip(first.tolist(), has.tolist(), strict=True)]


def through(left: sp.csr_array, middle: sp.csr_array, right: sp.csr_array) -> Numbers:
    """Sum over ways of two steps that end where one step leads: row sums of (left @ middle) * right, part by part."""
    sums = np.zeros(left.shape[0])
    for start in range(0, left.shape[0], BLOCK):
        rows = slice(start, start + BLOCK)
        sums[rows] = np.asarray((left[rows] @ middle).multiply(right[rows]).sum(axis=1)).reshape(-1)
    return sums


def labelled(labels: Sequence[str | None]) -> tuple[list[str], Places, Places]:
    """Return the labels there are, in order; the places of those that have one; and the place of the label of each."""
    names = sorted({label for label in labels if label is not None})
    index = {name: place for place, name in enumerate(names)}
    having = np.array([place for place, label in enumerate(labels) if label is not None], dtype=np.intp)
    of = np.array([index[label] for label in labels if label is not None], dtype=np.intp)
    return names, having, of
