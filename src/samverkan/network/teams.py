"""Teams: who works in what, weighted by how many they are, and the working ties that come of it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from samverkan.network.network import Flags, Network, Numbers, columns_where, in_years

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

HALF_LIFE = 2.0
"""Years."""

OLDEST = 50
"""Half-lives after which a tie loses no more: a year that is mistyped as 202 must not make a tie of weight 0."""

ROUNDING = 1e-12
"""Part of an amount below which what is left of it, after as much was taken away, is an error of rounding."""


@dataclass(frozen=True)
class Teams:
    """Who works in what, weighted so that a large consortium does not make as many friends as it has members.

    Parameters
    ----------
    network : Network
    as_of : float, optional
        The data date in years: with it every tie counts the less the older it is.
    half_life : float
        Years in which a tie loses half of its weight. One without a date counts half, as if it were that old.
    by_size : bool
        Whether a tie in a large activity weighs less than one in a small one.
    """

    network: Network
    as_of: float | None = None
    half_life: float = HALF_LIFE
    by_size: bool = True

    @cached_property
    def recency(self) -> Numbers:
        """What is left of the weight of each activity, from 0 to 1: half for every half-life since it began."""
        return self._left(self.network.since)

    def _left(self, since: Numbers) -> Numbers:
        if self.as_of is None:
            return np.ones_like(since)
        age = np.clip((self.as_of - since) / self.half_life, 0.0, OLDEST)
        return np.where(np.isnan(age), 0.5, np.exp2(-age))

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
    def counted(self) -> Flags:
        """Whether being in each activity together brings two nearer: a working tie does, and so does any Project.

        A tie in a Project of n actors weighs 1/(n - 1), so a large one is let in and hardly counts.
        """
        projects = np.array([kind == "Project" for kind in self.network.activities["kind"]], dtype=bool)
        return np.asarray(np.logical_or(self.working, projects), dtype=bool)

    @cached_property
    def incidence(self) -> sp.csr_array:
        """Actors × the activities that count; the columns of the others are empty."""
        return columns_where(self.everybody, self.counted)

    @cached_property
    def working_incidence(self) -> sp.csr_array:
        """Actors × the activities that make working ties; the columns of the others are empty."""
        return columns_where(self.everybody, self.working)

    @cached_property
    def weights(self) -> Numbers:
        """Weight 1/(n - 1) of a tie in each activity of n actors, times its recency; 0 where there is nobody to meet.

        Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
        """
        others = self.sizes - 1 if self.by_size else np.ones_like(self.sizes)
        return self.recency * np.divide(1.0, others, out=np.zeros_like(self.sizes), where=self.sizes > 1)

    @cached_property
    def direct(self) -> sp.csr_array:
        """Actors × actors who work together without an activity: a team of two, with its recency."""
        joined = self.network.direct(WORKS_WITH)
        if self.as_of is None:
            return joined
        newest: dict[tuple[int, int], float] = {}
        place = self.network.actors.index
        for r in self.network.relations:
            if r.type in WORKS_WITH and r.source in place and r.target in place:
                for pair in ((place[r.source], place[r.target]), (place[r.target], place[r.source])):
                    newest[pair] = np.fmax(newest.get(pair, np.nan), in_years(r.start))
        rows, columns = joined.tocoo().coords
        years = np.array([newest[a, b] for a, b in zip(rows.tolist(), columns.tolist(), strict=True)], dtype=float)
        return sp.csr_array((self._left(years), (rows, columns)), shape=joined.shape)

    @cached_property
    def ties(self) -> sp.csr_array:
        """Strength of the ties that count: actors × actors, symmetric, the diagonal empty."""
        return self._ties(self.incidence)

    @cached_property
    def working_ties(self) -> sp.csr_array:
        """Strength of the working ties, as of ``ties``."""
        return self._ties(self.working_incidence)

    def _ties(self, incidence: sp.csr_array) -> sp.csr_array:
        shared = incidence @ sp.diags_array(self.weights) @ incidence.T
        strength = sp.csr_array(shared - sp.diags_array(shared.diagonal()) + self.direct)
        strength.eliminate_zeros()
        strength.sort_indices()
        return strength

    def spread(self, amounts: Numbers) -> Numbers:
        """Hand amounts that actors have over to their partners: ``amounts @ ties``, by way of the teams.

        A consortium of a hundred makes ten thousand ties, and only a hundred steps to the team and from it.

        Parameters
        ----------
        amounts : numpy.ndarray of float
            Anything × actors.
        """
        columns = np.ascontiguousarray(amounts.T)
        given = self._weighted @ (self.incidence.T @ columns)
        kept = self._own[:, np.newaxis] * columns
        given -= kept
        given[given <= ROUNDING * kept] = 0.0  # who has nobody to hand anything over to gets nothing back, exactly
        if self.direct.nnz:
            given += self.direct @ columns
        return np.ascontiguousarray(given.T)

    @cached_property
    def _weighted(self) -> sp.csr_array:
        return sp.csr_array(self.incidence @ sp.diags_array(self.weights))

    @cached_property
    def _own(self) -> Numbers:
        """What an actor would hand to itself through its teams."""
        return np.asarray(self._weighted.sum(axis=1), dtype=float)

    @cached_property
    def strength(self) -> Numbers:
        """Sum of the strengths of the ties of each actor."""
        return np.asarray(self.spread(np.ones((1, len(self.network.actors))))[0])

    def shared(self, one: int, other: int) -> list[str]:
        """Ids of the activities that count and that two actors are both in, in order."""
        a, b = (set(self.incidence.indices[slice(*self.incidence.indptr[i : i + 2])].tolist()) for i in (one, other))
        return sorted(self.network.activities["id"][place] for place in a & b)
