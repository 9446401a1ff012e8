"""Communities: parts of a network with many ties inside, and how sure it is that they are parts."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Places
from samverkan.analysis.result import Community, Partition
from samverkan.analysis.ties import GROUPINGS, Ties

RUNS = 20
"""Runs with seeds of their own."""


def communities(
    ties: Ties, *, seed: int = 1, resolution: float = 1.0, progress: Callable[[int, int], None] | None = None
) -> Partition:
    """Find the communities of a network, by the strength of the ties.

    Parameters
    ----------
    ties : Ties
    seed : int
        Of the first of twenty runs; the next has the next.
    resolution : float
        Above 1 for more and smaller communities.
    progress : callable, optional
        Called with how many runs are done, and of how many.

    Returns
    -------
    Partition
        The run with the largest modularity, and how alike the runs are: the mean adjusted Rand index of each two.

    Notes
    -----
    Leiden: Traag, V. A., Waltman, L. and van Eck, N. J. (2019). Scientific Reports 9, 5233, by graspologic-native. It
    promises connected communities. Modularity: Newman, M. E. J. and Girvan, M. (2004). Physical Review E 69, 026113.
    Adjusted Rand index: Hubert, L. and Arabie, P. (1985). Journal of Classification 2, 193-218.
    """
    runs = []
    for run in range(RUNS if len(ties.actors) else 0):
        runs.append(_leiden(ties, seed + run, resolution))
        if progress is not None:
            progress(run + 1, RUNS)
    about = {"algorithm": "Leiden", "seed": seed, "runs": RUNS, "resolution": resolution, "weight": "1/(n-1)"}
    source = "Traag, Waltman & van Eck (2019), Scientific Reports 9, 5233"
    if not runs:
        return Partition("communities", (), 0.0, 1.0, parameters=about, source=source)
    qualities = [quality for quality, _of in runs]
    best = int(np.argmax(np.round(qualities, 9)))
    chosen = runs[best][1]
    others = [of for run, (_quality, of) in enumerate(runs) if run != best]
    found = [
        Community(tuple(ties.ids[place] for place in members), _together(np.array(members), others))
        for members in _members(ties, chosen)
    ]
    found.sort(key=lambda c: (-len(c.actors), min(c.actors)))
    stability = float(np.mean([adjusted_rand(one, other) for (_a, one), (_b, other) in combinations(runs, 2)]))
    return Partition("communities", tuple(found), float(qualities[best]), stability, parameters=about, source=source)


def _leiden(ties: Ties, seed: int, resolution: float) -> tuple[float, Places]:
    """Run once: modularity, and the community of each actor."""
    import graspologic_native as native

    upper = sp.coo_array(sp.triu(ties.strength, 1))
    rows, columns = upper.coords
    edges = [(str(a), str(b), w) for a, b, w in zip(rows.tolist(), columns.tolist(), upper.data.tolist(), strict=True)]
    quality, of = native.leiden(edges=edges, resolution=resolution, randomness=0.001, iterations=2,
                                use_modularity=True, seed=seed, trials=1)  # fmt: skip
    return float(quality), np.array([of[str(place)] for place in range(len(ties.actors))], dtype=np.intp)


def _members(ties: Ties, of: Places) -> list[list[int]]:
    """Return the actors of each community, who has most partners in it first."""
    ends = np.repeat(np.arange(len(of)), np.diff(ties.joined.indptr))
    inside = np.bincount(ends, weights=of[ends] == of[ties.joined.indices], minlength=len(of))
    order = np.lexsort((np.arange(len(of)), -inside, of))
    starts = np.flatnonzero(np.diff(of[order])) + 1
    return [part.tolist() for part in np.split(order, starts)]


def _together(members: Places, runs: list[Places]) -> float:
    """Return how often two of a community are together in other runs; 1 for a community of one."""
    pairs = len(members) * (len(members) - 1) / 2
    if not pairs or not runs:
        return 1.0
    kept = [(lambda n: (n * (n - 1) / 2).sum())(np.bincount(of[members])) for of in runs]
    return float(np.mean(kept) / pairs)


def adjusted_rand(one: Places, other: Places) -> float:
    """Compare two partitions: 1 for the same, 0 for as alike as by chance.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2])), adjusted_rand(np.zeros(3, int), np.arange(3))
    (1.0, 0.0)
    """
    table = sp.coo_array((np.ones(len(one)), (one, other))).tocsr()
    table.sum_duplicates()

    def pairs(numbers: np.ndarray) -> float:
        return float((numbers * (numbers - 1) / 2).sum())

    both, first, second = pairs(table.data), pairs(np.bincount(one)), pairs(np.bincount(other))
    every = pairs(np.array([len(one)]))
    expected = first * second / every if every else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def profile(ties: Ties, community: Community) -> dict[str, list[tuple[str, int]]]:
    """Count the groups of the actors of a community.

    Returns
    -------
    dict of str to list of (str, int)
        By ``county``, ``sector`` and ``theme`` the labels and how many have each, most first.
    """
    wanted = set(community.actors)
    found = {}
    for grouping in GROUPINGS:
        labels = (label for id, label in zip(ties.ids, ties.labels(grouping), strict=True) if id in wanted and label)
        found[grouping] = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
    return found
