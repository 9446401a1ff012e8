"""Groups of actors with fewer working ties between them than chance would give."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Context
from samverkan.analysis.nullmodel import Comparison, Counts, NullModel, Places, permutation_test
from samverkan.network.network import Flags, columns_where

HOME = "SE"
"""Country whose places are counties. Anybody else's place is the country."""

LEAST_MEMBERS = 5
"""Actors that a group must have."""

AT_MOST = 0.5
"""Part of the expected ties that may be there for two groups to count as unlinked."""

PERMUTATIONS, PERMUTATIONS_OF_LARGE, LARGE = 999, 300, 5_000
"""Permutations; those of a network of so many ties or more between actors and activities, and that number of ties."""


@dataclass(frozen=True)
class Group:
    """Actors that work with a theme in one county, in or around cities of one kind.

    Parameters
    ----------
    themes : tuple of str
        Ids, in order; several where the same actors work with all of them, and nobody else there with any.
    place : str
        County, by name; abroad the country, by its code.
    city_kind : str or None
        ``A``, ``B`` or ``C``: main group of the municipality by SKR; ``None`` abroad.
    actors : tuple of int
        Places of those known to work together with anybody, in order.
    """

    themes: tuple[str, ...]
    place: str
    city_kind: str | None
    actors: tuple[int, ...]


@dataclass(frozen=True)
class UnlinkedPair:
    """Two groups with fewer ties between them than chance would give.

    Parameters
    ----------
    one, other : Group
    observed : int
        Pairs of an actor of one and an actor of the other that have a working tie.
    expected : float
        As many as chance gives, on average.
    score : float
        (observed - expected) / standard deviation; negative.
    p : float
        How probable it is that chance leaves *any* two groups as far apart.
    """

    one: Group
    other: Group
    observed: int
    expected: float
    score: float
    p: float


@dataclass(frozen=True)
class Unlinked:
    """What a search for unlinked groups came to.

    Parameters
    ----------
    pairs : tuple of UnlinkedPair
        The most unusual first. None is an answer: nothing can be shown.
    groups : int
        Groups of five actors or more.
    tested : int
        Pairs of groups between which five ties or more are expected.
    left_out : int
        Actors with a working tie of which the county or the kind of city is unknown.
    permutations, seed : int
    """

    pairs: tuple[UnlinkedPair, ...]
    groups: int
    tested: int
    left_out: int
    permutations: int
    seed: int


def unlinked_groups(
    context: Context,
    *,
    seed: int = 1,
    permutations: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Unlinked:
    """Find groups (theme × county × kind of city) that are less linked than their numbers of ties would lead to expect.

    Parameters
    ----------
    context : Context
    seed : int
    permutations : int, optional
        999 unless said; 300 in a large network.
    progress : callable, optional
        Called with how many permutations are done, and of how many.

    Returns
    -------
    Unlinked

    Notes
    -----
    Shuffled are the activities that make working ties and have actors of two municipalities or more, between actors of
    one sector, and only among those that work with the same themes, local initiatives apart: ``NullModel``. All else
    stays as it is. So each actor keeps its themes, which most have through their activities only; else any two themes
    would seem to be apart, as an activity on the one makes no actor of the other. Only groups without a common actor
    are compared: others are linked through it. Two groups count where at most half of the expected ties are there, at a
    family-wise level of 5 %: ``permutation_test``.
    """
    ties = TiesBetween(context)
    number = permutations or (PERMUTATIONS_OF_LARGE if ties.model.incidence.nnz >= LARGE else PERMUTATIONS)
    found = permutation_test(ties, ties.model, number, seed=seed, at_most=AT_MOST, progress=progress)
    return Unlinked(
        tuple(_pair(ties, found, place) for place in found.found.tolist()),
        len(ties.groups),
        int(found.family.sum()),
        ties.left_out,
        number,
        seed,
    )


def _pair(ties: "TiesBetween", found: Comparison, place: int) -> UnlinkedPair:
    one, other = (ties.groups[int(ends[place])] for ends in ties.pairs)
    return UnlinkedPair(
        one, other, int(found.observed[place]), *(float(a[place]) for a in (found.expected, found.score, found.p))
    )


def model_of(context: Context, incidence: sp.csr_array | None = None, *, by_sector: bool = True) -> NullModel:
    """Make the null model of a network: its working ties through activities that reach beyond one municipality.

    Parameters
    ----------
    context : Context
    incidence : scipy.sparse.csr_array, optional
        Actors × activities: who works in what; otherwise all that makes working ties.
    by_sector : bool
        Whether only actors of one sector are traded for each other.

    Returns
    -------
    NullModel
        Strata are the sectors; classes the local initiatives and the others, by the themes that they work with.
    """
    inside = context.teams.working_incidence if incidence is None else incidence
    sectors = np.array(context.sectors if by_sector else [""] * len(context.network.actors), dtype=str)
    local = np.array([id in context.initiatives for id in context.network.activities["id"]], dtype=bool)
    marks = np.column_stack([local, _activity_themes(context).toarray() > 0])
    classes = np.unique(marks, axis=0, return_inverse=True)[1].reshape(-1)
    return NullModel(columns_where(inside, _of_two_municipalities(context, inside)), sectors, classes)


def _activity_themes(context: Context) -> sp.csr_array:
    """Activities × themes; those of a whole programme tell nothing apart, and are left out."""
    programmes = np.array([kind == "Programme" for kind in context.network.activities["kind"]], dtype=bool)
    return sp.csr_array(sp.diags_array((~programmes).astype(float)) @ context.activity_themes)


def _of_two_municipalities(context: Context, inside: sp.csr_array) -> Flags:
    """Flag the activities that have actors of two municipalities or more: cities, or organisations located in them."""
    cities = municipality(context)
    known = cities >= 0
    rows = np.flatnonzero(known)
    belongs = sp.csr_array((np.ones(len(rows)), (cities[rows], rows)), shape=(len(cities), len(cities)))
    there = sp.csr_array(belongs @ inside)
    return np.bincount(there.indices, minlength=inside.shape[1]) >= 2


def tied(incidence: sp.csr_array, fixed: sp.csr_array) -> sp.csr_array:
    """Actors × actors, 1.0 where two share an activity or a tie that is fixed; the diagonal empty."""
    met = incidence @ incidence.T + fixed
    joined = sp.csr_array(met - sp.diags_array(met.diagonal()))
    joined.eliminate_zeros()
    joined.data[:] = 1.0
    return joined


def municipality(context: Context) -> Places:
    """Return the place of the city that each actor is, or is located in, if that is one only; else -1."""
    cities = np.where(context.is_city, np.arange(len(context.is_city)), -1)
    for id, homes in context.homes.items():
        if len(homes) == 1:
            cities[context.network.actors.index[id]] = homes[0]
    return cities


def city_kinds(context: Context) -> list[str | None]:
    """Return the main group (``A``, ``B``, ``C``) by SKR of the municipality that each actor is or is located in."""
    groups = context.network.actors["skr_group"]
    return [groups[place][0] if place >= 0 and groups[place] else None for place in municipality(context).tolist()]


@dataclass(frozen=True)
class TiesBetween:
    """Counts the working ties between groups, in a network as the null model draws it.

    Parameters
    ----------
    context : Context
    """

    context: Context

    def __call__(self, incidence: sp.csr_array) -> Counts:
        """Count the pairs of actors with a working tie for each pair of groups, in the order of ``pairs``.

        Parameters
        ----------
        incidence : scipy.sparse.csr_array
            Actors × the activities of ``model``.
        """
        inside = sp.csr_array(incidence[self._actors])
        between = self._members.T @ (tied(inside, self._fixed) @ self._members)
        return np.asarray(np.rint(between.toarray()[self.pairs]), dtype=np.int32)

    @cached_property
    def model(self) -> NullModel:
        """What is shuffled, and what it keeps."""
        return model_of(self.context)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups of five actors or more, in the order of place, kind of city and first theme."""
        cells, number = self._cells[0], len(self.context.themes)
        found = []
        for members, kept in self._kept.items():
            where, kind = cells[kept[0] // number]
            themes = tuple(self.context.themes[group % number] for group in kept)
            found.append(Group(themes, where, kind, tuple(self._actors[list(members)].tolist())))
        return tuple(found)

    @cached_property
    def pairs(self) -> tuple[Places, Places]:
        """Places in ``groups`` of each two that are compared: those without a common actor."""
        common = (self._members.T @ self._members).toarray()
        one, other = np.triu_indices(len(common), 1)
        apart = common[one, other] == 0
        return one[apart], other[apart]

    @cached_property
    def left_out(self) -> int:
        """How many actors with a working tie have no known county or kind of city."""
        return int((self._tied & (self._cells[1] < 0)).sum())

    @cached_property
    def _tied(self) -> Flags:
        return np.diff(self.context.working.indptr) > 0

    @cached_property
    def _cells(self) -> tuple[list[tuple[str, str | None]], Places]:
        """Every place and kind of city, in order, and which of them each actor is in; -1 where that is unknown."""
        counties, countries = self.context.counties, self.context.network.actors["country"]
        of: list[tuple[str, str | None] | None] = [
            (county, kind) if county and kind else (country, None) if country and country != HOME else None
            for county, kind, country in zip(counties, city_kinds(self.context), countries, strict=True)
        ]
        cells = sorted({cell for cell in of if cell is not None}, key=lambda c: (c[0], c[1] or ""))
        place = {cell: index for index, cell in enumerate(cells)}
        return cells, np.array([-1 if cell is None else place[cell] for cell in of], dtype=np.intp)

    @cached_property
    def _actors(self) -> Places:
        """Places of the actors that are in a cell and have a working tie."""
        return np.flatnonzero(self._tied & (self._cells[1] >= 0))

    @cached_property
    def _fixed(self) -> sp.csr_array:
        """Working ties between the actors that are not shuffled: direct ones, and those within one municipality."""
        teams = self.context.teams
        shuffled = np.bincount(self.model.incidence.indices, minlength=self.model.incidence.shape[1]) > 0
        inside = sp.csr_array(columns_where(teams.working_incidence, ~shuffled)[self._actors])
        return sp.csr_array(inside @ inside.T + teams.direct[self._actors][:, self._actors])

    @cached_property
    def _in_any(self) -> sp.csr_array:
        """Actors × all groups that there can be (cells × themes), 1.0 where the actor is in it."""
        context, number = self.context, len(self.context.themes)
        themes = sp.csr_array(context.own_themes + context.in_activities @ _activity_themes(context))[self._actors]
        groups = np.repeat(self._cells[1][self._actors] * number, np.diff(themes.indptr)) + themes.indices
        shape = (len(self._actors), len(self._cells[0]) * number)
        return sp.csr_array((np.ones(len(groups)), groups, themes.indptr), shape=shape)

    @cached_property
    def _kept(self) -> dict[tuple[int, ...], list[int]]:
        """Members of each group of five actors or more, and which of all groups (one or several) they make up."""
        there = sp.csr_array(self._in_any.T)
        there.sort_indices()
        found: dict[tuple[int, ...], list[int]] = {}
        for group in np.flatnonzero(np.diff(there.indptr) >= LEAST_MEMBERS).tolist():
            members = tuple(there.indices[slice(*there.indptr[group : group + 2])].tolist())
            found.setdefault(members, []).append(group)
        return found

    @cached_property
    def _members(self) -> sp.csr_array:
        """Actors × groups of five actors or more."""
        return sp.csr_array(self._in_any.tocsc()[:, [groups[0] for groups in self._kept.values()]])
