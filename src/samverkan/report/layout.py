"""Network -> positions: ForceAtlas2 with a seed, then discs that overlap pushed apart."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from threadpoolctl import threadpool_limits

from samverkan.network.network import Flags

Points = NDArray[np.float64]
Pairs = NDArray[np.intp]
Single = NDArray[np.float32]

ROUNDS = 150
"""Of each of the two passes: the plain model for the shape of the whole, then the logarithmic one for its clusters."""

SETTLING = 100
"""Rounds for nodes that are new among others that keep their place."""

BLOCK = 250_000
"""Distances between nodes that are held at once: few enough to stay in the cache of a processor."""

REACH = (880.0, 730.0)
"""From the middle of the picture to its sides, in its own units, before discs are pushed apart."""

GAP = 3.2
"""Units between two discs."""


def layout(
    sizes: Sequence[float],
    edges: Sequence[tuple[int, int]],
    *,
    seed: int = 1,
    start: Points | None = None,
) -> Points:
    """Place the nodes of a network.

    Parameters
    ----------
    sizes : sequence of float
        Radius of each node's disc.
    edges : sequence of (int, int)
        Places of the two nodes of each, any number of times.
    seed : int
    start : numpy.ndarray, optional
        Nodes × 2: where each was last time, ``nan`` for one that is new. Who has a place keeps it, but for overlaps.

    Returns
    -------
    numpy.ndarray
        Nodes × 2, rounded to tenths; no two discs overlap. The same for the same arguments.
    """
    with threadpool_limits(limits=1, user_api="blas"):  # many small products: threads would wait for each other
        return _layout(np.asarray(sizes, dtype=float), edges, seed, start)


def _layout(radii: Points, edges: Sequence[tuple[int, int]], seed: int, start: Points | None) -> Points:
    n = len(radii)
    if n < 2:
        return np.zeros((n, 2)) if start is None else np.nan_to_num(start).round(1)
    pairs = np.unique(np.sort(np.asarray(edges, dtype=np.intp).reshape(-1, 2), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    if start is not None and not np.isnan(start).all():
        placed = _settled(pairs, start, seed)
    else:
        first = _ForceAtlas2(n, pairs).run(_scattered(n, seed), ROUNDS, scaling=2.0, gravity=1.0)
        forces = _ForceAtlas2(n, pairs, logarithmic=True)
        placed = _fitted(forces.run(first, ROUNDS, scaling=1.0, gravity=0.35))
    return apart(placed, radii).round(1)


def _scattered(n: int, seed: int) -> Points:
    scattered: Points = np.random.default_rng(seed).normal(size=(n, 2)) * n**0.5
    return scattered


def _settled(pairs: Pairs, start: Points, seed: int) -> Points:
    """Place those that are new near those that they are tied to; the others stay."""
    old: Flags = np.asarray(np.isfinite(start[:, 0]), dtype=np.bool_)
    new: Flags = np.logical_not(old)
    placed = np.where(old[:, None], start, 0.0)
    if old.all():
        return placed
    spread = float(np.ptp(placed[old], axis=0).max()) or REACH[0]
    jitter = np.random.default_rng(seed).normal(size=start.shape) * spread / 100
    placed[new] = jitter[new] * 10
    known = old.copy()
    for _step in range(3):  # a new one may be tied to old ones by other new ones only
        total, count = np.zeros_like(start), np.zeros(len(start))
        for one, other in (pairs.T, pairs.T[::-1]):
            tied = known[other]
            np.add.at(total, one[tied], placed[other[tied]])
            np.add.at(count, one[tied], 1.0)
        near = np.logical_and(np.logical_not(known), count > 0)
        placed[near] = total[near] / count[near, None] + jitter[near]
        known = np.logical_or(known, near)
    unit = spread / (2 * len(start) ** 0.5)  # forces are made for distances near 1
    forces = _ForceAtlas2(len(start), pairs, logarithmic=True, free=new)
    settled: Points = forces.run(placed / unit, SETTLING, scaling=1.0, gravity=0.0) * unit
    return np.where(new[:, None], settled, placed)


def _fitted(points: Points) -> Points:
    """Bring points to the size of the picture, and those far out nearer."""
    points = points - np.median(points, axis=0)
    distance = np.hypot(*points.T)
    limit = np.quantile(distance, 0.97) * 1.15
    points = points * np.minimum(1.0, limit / np.maximum(distance, 1e-9))[:, None]
    reach = np.quantile(np.abs(points), 0.98, axis=0)
    return np.asarray(points / np.maximum(reach, 1e-9) * REACH)


def _lengths(vectors: Single) -> Single:
    lengths: Single = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


class _ForceAtlas2:
    """The forces of Jacomy, M. et al. (2014), PLoS ONE 9(6), e98679, without their approximation for large networks.

    Repulsion of all by all is worked out as products of matrices, in single precision.
    """

    def __init__(self, n: int, pairs: Pairs, *, logarithmic: bool = False, free: Flags | None = None) -> None:
        self.n = n
        self.logarithmic = logarithmic
        self.free = None if free is None else free.astype(np.float32)[:, None]
        self.ends = np.concatenate([pairs, pairs[:, ::-1]])
        self.mass = (np.bincount(self.ends[:, 0], minlength=n) + 1).astype(np.float32)

    def run(self, start: Points, rounds: int, *, scaling: float, gravity: float) -> Points:
        """Move points by the forces a number of times, as fast as they swing little."""
        at = start.astype(np.float32)
        before = np.zeros_like(at)
        speed, efficiency = 1.0, 1.0
        for _round in range(rounds):
            force = self._repulsion(at, scaling) - self._attraction(at) - self._gravity(at, gravity)
            if self.free is not None:
                force *= self.free
            swing = _lengths(force - before)
            swinging = float(self.mass @ swing)
            traction = float(self.mass @ _lengths(force + before)) / 2
            speed, efficiency = self._speed(speed, efficiency, swinging, traction)
            at += force * (speed / (1 + np.sqrt(speed * swing)))[:, None]
            before = force
        return at.astype(float)

    def _repulsion(self, at: Single, scaling: float) -> Single:
        squares = np.einsum("ij,ij->i", at, at)
        ones = np.ones(self.n, dtype=np.float32)
        left, right = np.column_stack([at, squares, ones]), np.vstack([-2 * at.T, ones, squares])
        weighted = np.column_stack([at, ones]) * (np.float32(scaling) * self.mass)[:, None]
        out = np.empty_like(at)
        step = max(1, BLOCK // self.n)
        for first in range(0, self.n, step):
            rows = slice(first, first + step)
            near = left[rows] @ right  # squared distances, then what they push by
            np.maximum(near, np.float32(1e-2), out=near)
            np.reciprocal(near, out=near)
            push = near @ weighted
            out[rows] = (at[rows] * push[:, 2:] - push[:, :2]) * self.mass[rows, None]
        return out

    def _attraction(self, at: Single) -> Single:
        one, other = self.ends.T
        pull = at[one] - at[other]
        if self.logarithmic:
            length = _lengths(pull) + np.float32(1e-6)
            pull *= (np.log1p(length) / length)[:, None]
        pulled = np.empty((self.n, 2), dtype=np.float32)
        for axis in (0, 1):
            pulled[:, axis] = np.bincount(one, pull[:, axis], self.n)
        return pulled

    def _gravity(self, at: Single, gravity: float) -> Single:
        pull = np.float32(gravity) * self.mass / np.maximum(_lengths(at), np.float32(1e-3))
        return np.asarray(at * pull[:, None], dtype=np.float32)

    def _speed(self, speed: float, efficiency: float, swinging: float, traction: float) -> tuple[float, float]:
        """Adapt the global speed as the paper does: faster while all pull one way, slower when they swing."""
        estimate = 0.05 * self.n**0.5
        tolerance = max(estimate**0.5, min(10.0, estimate * traction / self.n**2))
        if traction and swinging / traction > 2:
            if efficiency > 0.05:
                efficiency *= 0.5
            tolerance = max(tolerance, 1.0)
        target = tolerance * efficiency * traction / swinging if swinging else np.inf
        if swinging > tolerance * traction:
            if efficiency > 0.05:
                efficiency *= 0.7
        elif speed < 1000:
            efficiency *= 1.3
        return speed + min(target - speed, 0.5 * speed), efficiency


def apart(points: Points, radii: Points, rounds: int = 400) -> Points:
    """Push discs apart that overlap, the smaller of two further.

    Parameters
    ----------
    points : numpy.ndarray
        Nodes × 2. Not changed.
    radii : numpy.ndarray
    rounds : int
        At most.
    """
    at = points.copy()
    reach = radii + GAP / 2
    share = reach**2
    for _round in range(rounds):
        near = cKDTree(at).query_pairs(2 * float(reach.max()), output_type="ndarray")
        apart_by = at[near[:, 0]] - at[near[:, 1]]
        length = np.hypot(*apart_by.T)
        overlap = reach[near].sum(axis=1) - length
        close = overlap > 0.05
        if not close.any():
            break
        (a, b), apart_by, length = near[close].T, apart_by[close], length[close]
        same = length < 1e-9  # two in one place go apart in a direction that their places decide
        turn = (a * 2.399963 + b)[same]
        apart_by[same], length[same] = np.column_stack([np.cos(turn), np.sin(turn)]), 1.0
        push = apart_by / length[:, None] * (overlap[close] * 0.6)[:, None]
        total = share[a] + share[b]
        for axis in (0, 1):
            at[:, axis] += np.bincount(a, push[:, axis] * share[b] / total, len(at))
            at[:, axis] -= np.bincount(b, push[:, axis] * share[a] / total, len(at))
    return at
