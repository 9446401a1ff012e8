"""Networks as chance would have made them: trades that keep how many ties each has, and the test that rests on them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from samverkan.network.network import Flags, Numbers

Places = NDArray[np.intp]
Counts = NDArray[np.int32]

TRADES = 10
"""Rounds of trades between one draw and the next; every activity trades once in a round, in every stratum."""

LEAST_EXPECTED = 5.0
"""Ties that must be expected between two groups before their absence can say anything."""

LEVEL = 0.05
"""Part of the networks made by chance in which anything at all is reported."""


@dataclass(frozen=True)
class NullModel:
    """All networks in which each actor and each activity has as many ties as here, stratum by stratum, class by class.

    Whatever is drawn keeps, for each actor, how many activities of each class it is in; and for each activity, how many
    actors of each stratum are in it. All such networks are alike probable.

    Parameters
    ----------
    incidence : scipy.sparse.csr_array
        Actors × activities, nonzero where the actor is in the activity. Not changed.
    strata : array_like of int
        Stratum of each actor: its sector, say. Actors are traded for actors of their own stratum only.
    classes : array_like of int
        Class of each activity. Activities trade with activities of their own class only.

    Notes
    -----
    A trade between two activities shuffles the actors that are in one of them and not in the other: each gets as many
    as it gave (curveball: Strona, G. et al. (2014). Nature Communications 5, 4114). In a round all activities of a
    class are paired at random, and every pair trades (global curveball: Carstens, C. J. et al. (2018). ESA 2018,
    11:1-11:15). A round is as probable as the one that undoes it, so that the uniform distribution is kept. Activities
    trade rather than actors, as they are more alike in size: an actor in hundreds of activities would lose one a round.
    """

    incidence: sp.csr_array
    strata: ArrayLike
    classes: ArrayLike

    def draws(self, number: int, *, seed: int, trades: int = TRADES) -> Iterator[sp.csr_array]:
        """Draw networks to compare this one with.

        Parameters
        ----------
        number : int
        seed : int
            The same seed draws the same networks, in the same order.
        trades : int
            Rounds between one draw and the next.

        Yields
        ------
        scipy.sparse.csr_array
            Of the shape of ``incidence``, 1.0 where the actor is in the activity.

        Notes
        -----
        The draws are two chains that lead away from this network, whose place among them is drawn: if it was made by
        the null model itself, it is no different from the others, however few trades lie between two draws (Besag, J.
        and Clifford, P. (1989). Biometrika 76(4), 633-642). With few trades the draws are only too much alike, and
        less is found.
        """
        chance = np.random.default_rng(seed)
        before = int(chance.integers(number + 1))
        for length in (before, number - before):
            holder = self._rows[0]
            for _draw in range(length):
                for _round in range(trades):
                    holder = self._traded(holder, chance)
                yield self._network(holder)

    def shuffled(self, *, seed: int, trades: int = 5 * TRADES) -> sp.csr_array:
        """Make one network by chance, after so many rounds that nothing is left of this one."""
        chance = np.random.default_rng(seed)
        holder = self._rows[0]
        for _round in range(trades):
            holder = self._traded(holder, chance)
        return self._network(holder)

    # ---- ties as slots, in the order of the actors; a row is an activity and those of one stratum in it

    @cached_property
    def _actors(self) -> Places:
        """Actor of each slot."""
        return np.repeat(np.arange(self._ties.shape[0]), np.diff(self._ties.indptr))

    @cached_property
    def _ties(self) -> sp.csr_array:
        ties = sp.csr_array(self.incidence, copy=True)
        ties.eliminate_zeros()
        ties.sort_indices()
        return ties

    @cached_property
    def _rows(self) -> tuple[Places, Places, Places]:
        """Row of each slot; activity of each row; block (stratum and class) of each row, in order."""
        strata = np.unique(np.asarray(self.strata), return_inverse=True)[1]
        kinds, classes = np.unique(np.asarray(self.classes), return_inverse=True)
        activities = self._ties.indices.astype(np.intp)
        blocks = strata[self._actors] * len(kinds) + classes[activities]
        rows, of_slot = np.unique(np.stack([blocks, activities]), axis=1, return_inverse=True)
        return of_slot.reshape(-1).astype(np.intp), rows[1], rows[0]

    @cached_property
    def _pairing(self) -> tuple[Places, Places]:
        """Pair and side of whoever stands at each place when the rows of every block are lined up."""
        _names, starts, sizes = np.unique(self._rows[2], return_index=True, return_counts=True)
        place = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
        pairs = (sizes + 1) // 2
        return np.repeat(np.cumsum(pairs) - pairs, sizes) + place // 2, place % 2

    def _traded(self, holder: Places, chance: np.random.Generator) -> Places:
        """Return the row that holds each slot after a round of trades."""
        blocks = self._rows[2]
        line = np.argsort(blocks + _below_one(chance, len(blocks)))  # the rows of each block in random order
        pair, side = np.empty_like(line), np.empty_like(line)
        pair[line], side[line] = self._pairing
        pairs = int(pair.max(initial=-1)) + 1
        ends = np.zeros((pairs, 2), dtype=np.intp)
        ends[pair, side] = np.arange(len(line))
        of_slot = pair[holder]
        order = _grouped(of_slot, pairs)  # by pair, and within it by actor
        twice = (of_slot[order][1:] == of_slot[order][:-1]) & (self._actors[order][1:] == self._actors[order][:-1])
        shared = np.zeros(len(order), dtype=bool)  # is in both, and stays
        shared[1:] |= twice
        shared[:-1] |= twice
        free = order[~shared]
        of_free = of_slot[free]
        give = np.bincount(of_free[side[holder[free]] == 0], minlength=pairs)
        start = np.searchsorted(of_free, np.arange(pairs))
        mixed = free[np.argsort(of_free + _below_one(chance, len(free)))]  # of_free is in order, and stays so
        taker = (np.arange(len(free)) - start[of_free] >= give[of_free]).astype(np.intp)
        after = holder.copy()
        after[mixed] = ends[of_free, taker]
        return after

    def _network(self, holder: Places) -> sp.csr_array:
        ties = self._ties
        made = sp.csr_array((np.ones(len(holder)), self._rows[1][holder], ties.indptr), shape=ties.shape)
        made.sort_indices()
        return made


def _below_one(chance: np.random.Generator, number: int) -> Numbers:
    """Draw numbers from 0 to 1, so far below 1 that none rounds up to the next place when one is added to it."""
    return np.minimum(chance.random(number), 1 - 2.0**-20)


def _grouped(keys: Places, number: int) -> Places:
    """Return the places of keys from 0 to number - 1 in the order of the keys, those of one key in their order."""
    places = np.arange(len(keys))
    table = sp.coo_array((places, (keys, places)), shape=(number, len(keys))).tocsr()  # counts, and does not sort
    return np.asarray(table.indices, dtype=np.intp)


@dataclass(frozen=True)
class Comparison:
    """Numbers of ties beside what chance would give, each of which may be out of the ordinary; all arrays alike long.

    Parameters
    ----------
    observed, expected, spread : numpy.ndarray of float
        Ties; the mean and the standard deviation of ties over the draws and this network.
    score : numpy.ndarray of float
        (observed - expected) / spread; ``nan`` where the spread is 0.
    p : numpy.ndarray of float
        How probable it is that chance gives anything as unusual *anywhere* in the family; ``nan`` out of it.
    family : numpy.ndarray of bool
        What was tested: where enough is expected.
    permutations : int
    """

    observed: Numbers
    expected: Numbers
    spread: Numbers
    score: Numbers
    p: Numbers
    family: Flags
    permutations: int

    @property
    def found(self) -> Places:
        """Places of what chance does not explain, the most unusual first."""
        score = np.abs(np.where(np.isnan(self.score), 0.0, self.score))
        order = np.lexsort((np.arange(len(score)), -score.round(9)))
        return order[np.nan_to_num(self.p[order], nan=1.0) <= LEVEL]


def permutation_test(
    statistic: Callable[[sp.csr_array], NDArray[np.number]],
    model: NullModel,
    permutations: int,
    *,
    seed: int,
    at_most: float | None = None,
    least_expected: float = LEAST_EXPECTED,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare numbers of ties with what chance gives, many at once, and control for having looked at many.

    Parameters
    ----------
    statistic : callable
        Gives the numbers of ties (whole, 0 or more, always alike many) of an incidence as the model draws it.
    model : NullModel
    permutations : int
    seed : int
    at_most : float, optional
        Ask only whether there are too few, and count only where observed / expected is at most this; otherwise ask
        whether there are too few or too many.
    least_expected : float
        Ties that must be expected for a number to be in the family.
    progress : callable, optional
        Called with how many permutations are done, and of how many.

    Returns
    -------
    Comparison

    Notes
    -----
    The test statistic is the largest standardised difference of the family (Westfall, P. H. and Young, S. S. (1993).
    Resampling-Based Multiple Testing. Wiley), among those that count: p = (b + 1) / (m + 1) with b the draws, of m,
    whose largest is at least as large. Family, mean and spread are those of the draws and this network together, so
    that under the null model this network is one of m + 1 alike: the level is exact, whatever the number of draws.
    """
    every = np.empty((permutations + 1, 0), dtype=np.int32)
    for place, drawn in enumerate(_with_first(model.incidence, model.draws(permutations, seed=seed))):
        counts = np.asarray(statistic(drawn))
        if place == 0:
            every = np.empty((permutations + 1, len(counts)), dtype=np.int32)
        every[place] = counts
        if progress is not None and place:
            progress(place, permutations)
    return compared(every, at_most=at_most, least_expected=least_expected)


def _with_first(first: sp.csr_array, others: Iterable[sp.csr_array]) -> Iterator[sp.csr_array]:
    yield first
    yield from others


def compared(every: Counts, *, at_most: float | None = None, least_expected: float = LEAST_EXPECTED) -> Comparison:
    """Compare the first row of a table of numbers with the others, as ``permutation_test`` does.

    Parameters
    ----------
    every : numpy.ndarray of int
        (1 + permutations) × numbers: those of the network, then those of each draw.
    at_most, least_expected : float
        As there.

    Examples
    --------
    Nine draws with ten ties or so, and a network with none:

    >>> every = np.array([[0], [9], [10], [11], [10], [9], [11], [10], [10], [10]], dtype=np.int32)
    >>> found = compared(every, at_most=0.5)
    >>> float(found.expected[0]), float(found.p[0])
    (9.0, 0.1)
    """
    observed = every[0].astype(float)
    expected = every.mean(axis=0)
    spread = np.zeros_like(expected)
    for start in range(0, every.shape[1], _BLOCK):
        spread[start : start + _BLOCK] = every[:, start : start + _BLOCK].std(axis=0)
    family = (expected >= least_expected) & (spread > 0)
    most = np.zeros(len(every))
    places = np.flatnonzero(family)
    for start in range(0, len(places), _BLOCK):
        block = places[start : start + _BLOCK]
        most = np.maximum(most, _unusual(every[:, block], expected[block], spread[block], at_most).max(axis=1))
    score = np.divide(observed - expected, spread, out=np.full_like(expected, np.nan), where=spread > 0)
    unusual = np.zeros_like(expected)
    unusual[places] = _unusual(every[:1, places], expected[places], spread[places], at_most)[0]
    ranked = np.sort(most[1:])
    reached = len(ranked) - np.searchsorted(ranked, unusual - _ROUNDING)
    p = np.where(family, (reached + 1) / len(every), np.nan)
    return Comparison(observed, expected, spread, score, p, family, len(every) - 1)


_BLOCK = 4096
"""Numbers that are standardised at a time, to spare memory."""

_ROUNDING = 1e-9


def _unusual(every: Counts, expected: Numbers, spread: Numbers, at_most: float | None) -> Numbers:
    """Say how unusual each number is: its standardised difference, 0 where it does not count."""
    difference = (expected - every) / spread
    if at_most is None:
        return np.asarray(np.abs(difference))
    return np.where(every <= at_most * expected, difference, 0.0)
