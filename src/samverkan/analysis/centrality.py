"""Who has most partners, and who lies between the others."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.result import Ranking
from samverkan.analysis.ties import Ties
from samverkan.network.network import Numbers

SAMPLED = 2_000
"""Actors beyond which shortest paths are followed from a sample of them."""

SOURCES = 1_000
"""Size of that sample."""

AT_ONCE = 128
"""Sources that are followed at a time."""


def ranking(
    name: str,
    ties: Ties,
    values: Numbers,
    *,
    source: str,
    ascending: bool = False,
    parameters: Mapping[str, Any] | None = None,
) -> Ranking:
    """Rank the actors by a number; equal ones in the order of their ids."""
    rounded = (values if ascending else -values).round(12)
    order = np.lexsort((np.arange(len(values)), rounded)).tolist()
    ranked = tuple((ties.ids[place], float(values[place])) for place in order)
    return Ranking(name, ranked, parameters=parameters or {}, source=source)


def degree(ties: Ties) -> Ranking:
    """Rank the actors by how many partners they have."""
    source = "Freeman (1979), Social Networks 1(3), 215-239"
    return ranking("degree", ties, ties.degree.astype(float), source=source)


def strength(ties: Ties) -> Ranking:
    """Rank the actors by the sum of their ties, each in an activity of n actors with 1/(n - 1)."""
    values = np.asarray(ties.strength.sum(axis=1), dtype=float).reshape(-1)
    return ranking(
        "strength", ties, values, source="Newman (2001), Physical Review E 64, 016132", parameters={"weight": "1/(n-1)"}
    )


def betweenness(ties: Ties, *, seed: int = 1, progress: Callable[[int, int], None] | None = None) -> Ranking:
    """Rank the actors by the part of the shortest paths between two others that leads through them.

    Parameters
    ----------
    ties : Ties
    seed : int
        Of the sample of sources, in a network of more than 2,000 actors.
    progress : callable, optional
        Called with how many sources are done, and of how many.

    Returns
    -------
    Ranking
        From 0 to 1: normalised by the pairs of others. Ties have no length.

    Notes
    -----
    Freeman, L. C. (1977). Sociometry 40(1), 35-41, by Brandes, U. (2001). Journal of Mathematical Sociology 25(2),
    163-177; sampled as in Brandes, U. and Pich, C. (2007). International Journal of Bifurcation and Chaos 17(7),
    2303-2318.
    """
    number = len(ties.actors)
    sources = np.arange(number)
    if number > SAMPLED:
        sources = np.sort(np.random.default_rng(seed).choice(number, SOURCES, replace=False))
    sums = np.zeros(number)
    for start in range(0, len(sources), AT_ONCE):
        sums += _dependencies(ties.joined, sources[start : start + AT_ONCE])
        if progress is not None:
            progress(min(start + AT_ONCE, len(sources)), len(sources))
    pairs = (number - 1) * (number - 2)
    values = sums * number / len(sources) / pairs if pairs > 0 else sums
    about = {"sources": len(sources), **({"seed": seed} if number > SAMPLED else {})}
    return ranking("betweenness", ties, values, source="Freeman (1977), Sociometry 40(1), 35-41", parameters=about)


def _dependencies(joined: sp.csr_array, sources: np.ndarray) -> Numbers:
    """Add up how much of the shortest paths from some sources leads through each actor, level by level."""
    reached = np.zeros((joined.shape[0], len(sources)))
    reached[sources, np.arange(len(sources))] = 1.0
    paths, levels = reached.copy(), [reached]
    while (further := np.where(paths > 0, 0.0, joined @ levels[-1])).any():
        paths += further
        levels.append(further)
    depends = np.zeros_like(paths)
    for nearer, farther in zip(levels[-2::-1], levels[:0:-1], strict=True):
        depends += nearer * (joined @ np.divide(1.0 + depends, paths, out=np.zeros_like(paths), where=farther > 0))
    depends[sources, np.arange(len(sources))] = 0.0
    return np.asarray(depends.sum(axis=1))
