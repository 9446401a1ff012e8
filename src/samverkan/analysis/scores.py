"""From rankings to numbers: hits, reciprocal ranks, recall, and how sure they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from samverkan.analysis.context import Places, View
from samverkan.analysis.protocols import Task, Tasks
from samverkan.network.network import Flags, Numbers

Method = Callable[[View], Numbers]
"""Gives every target a score, subjects × targets; higher is better."""

ByTask = Callable[[Task], Mapping[str, Method]]
"""Gives methods for a task."""

DEPTHS = (5, 10, 50)
"""k of hits@k."""

LIST = 10
"""How many a list shows: the depth of the tail, and of who is ever named."""

RECALLED = 50
"""k of recall@k."""

MEASURES = (*(f"hits@{k}" for k in DEPTHS), f"recall@{RECALLED}", "mrr", f"tail_hits@{LIST}")
"""Columns of the values of a case."""

TAIL = 0.01
"""Part of the actors, those with most partners, that the tail leaves out."""

LEVEL = 0.95
"""Of an interval."""

ENOUGH = 5
"""Clusters that an interval needs: with fewer of them to draw from it looks surer than it is."""

BLOCK = 64
"""Subjects that are ranked at a time: what is dense for them fits into memory."""


@dataclass
class Answers:
    """How well some methods answered, case by case.

    Parameters
    ----------
    values : dict of str to list of list of float
        By method, for each case its ``MEASURES``; ``nan`` for the tail where no truth is left in it.
    named : dict of str to set of int
        By method, the targets that were among the first ten of some case.
    subjects, clusters : list of str
        Ids of the actor that was asked in each case, and of the activity that it is a case of.
    countries : list of str or None
        Country of that actor.
    degrees : list of float
        Its partners in what was seen.
    candidates : int
        Targets that could be named, at most.
    """

    values: dict[str, list[list[float]]]
    named: dict[str, set[int]]
    subjects: list[str] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)
    countries: list[str | None] = field(default_factory=list)
    degrees: list[float] = field(default_factory=list)
    candidates: int = 0

    def column(self, method: str, measure: str) -> Numbers:
        """Return one measure of a method, a case after the other."""
        return self.table(method)[:, MEASURES.index(measure)]

    def table(self, method: str) -> Numbers:
        """Return the measures of a method, cases × ``MEASURES``."""
        return np.array(self.values[method], dtype=float).reshape(-1, len(MEASURES))


def answer(
    tasks: Tasks[Any] | Sequence[Task],
    methods: Mapping[str, Method],
    *,
    seed: int,
    by_task: ByTask = lambda task: {},
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Answers:
    """Rank all candidates of every case by every method.

    Parameters
    ----------
    tasks : Tasks or sequence of Task
    methods : mapping of str to Method
        A score that is missing is 0; scores that agree in seven digits are equal.
    seed : int
        Of the order in which targets of the same score stand: another one for each case, the same for each method.
    by_task : callable
        Gives methods that take the place of some of these for a task: what was learned from all but what it hides.
    progress : callable
        Called with how much is done, and of how much: tasks, or the subjects if there is one task only.
    """
    found = Answers({name: [] for name in methods}, {name: set() for name in methods})
    chance = np.random.default_rng(seed)
    for number, task in enumerate(tasks):
        actors, subjects = task.context.network.actors, len(task.subjects)
        found.subjects += [actors["id"][place] for place in task.subjects]
        found.countries += [actors["country"][place] for place in task.subjects]
        found.clusters += task.clusters
        found.degrees += task.context.degree[task.subjects].tolist()
        found.candidates = max(found.candidates, int(task.open.sum()))
        tail = tail_of(task)
        for start in range(0, subjects, BLOCK):
            _answer_block(task, slice(start, start + BLOCK), {**methods, **by_task(task)}, tail, chance, found)
            if len(tasks) == 1:
                progress(min(start + BLOCK, subjects), subjects)
        if len(tasks) > 1:
            progress(number + 1, len(tasks))
    return found


def _answer_block(
    task: Task,
    rows: slice,
    methods: Mapping[str, Method],
    tail: Flags | None,
    chance: np.random.Generator,
    found: Answers,
) -> None:
    view = View(task.context, task.subjects[rows])
    truth = task.truth[rows].toarray() > 0
    closed = (task.known[rows].toarray() > 0) | ~task.open
    orders = [chance.permutation(truth.shape[1]) for _ in view.rows]
    for name, method in methods.items():
        # single precision: whether the last digits of two sums agree is a matter of the machine
        scores = np.nan_to_num(method(view).astype(np.float32))
        scores[closed] = -np.inf
        for score, right, order in zip(scores, truth, orders, strict=True):
            values, first = measured(score[order], right[order], None if tail is None else tail[order])
            found.values[name].append(values)
            found.named[name].update(order[first].tolist())


def tail_of(task: Task) -> Flags | None:
    """Flag the actors that are left without the one in a hundred candidates with most partners, the count rounded.

    ``None`` where the targets are no actors.
    """
    if not task.actors:
        return None
    degree = np.where(task.open, task.context.degree, -1.0)
    left = np.ones(len(degree), dtype=bool)
    left[np.argsort(-degree, kind="stable")[: round(TAIL * int(task.open.sum()))]] = False
    return left


def measured(score: NDArray[np.float32], right: Flags, tail: Flags | None) -> tuple[list[float], Places]:
    """Measure one ranking.

    Parameters
    ----------
    score : numpy.ndarray of float32
        Of each target; higher is better, the first of equals stands first, ``-inf`` is no candidate.
    right : numpy.ndarray of bool
        Which targets are right; at least one candidate is.
    tail : numpy.ndarray of bool or None
        Which targets are left in the tail.

    Returns
    -------
    values : list of float
        The ``MEASURES``.
    first : numpy.ndarray of int
        Places of the first ten.

    Examples
    --------
    >>> score = np.array([0.1, 0.9, 0.5], dtype=np.float32)
    >>> values, first = measured(score, np.array([False, False, True]), None)
    >>> dict(zip(MEASURES, values))["mrr"], first.tolist()
    (0.5, [1, 2, 0])
    """
    dropped = 0 if tail is None else int((~tail).sum())
    order = _front(score, max(RECALLED, *DEPTHS, LIST + dropped), float(score[right].max()))
    hits = right[order]
    ranks = np.flatnonzero(hits) + 1
    values = [float(ranks[0] <= k) for k in DEPTHS]
    values += [float((ranks <= RECALLED).sum() / right.sum()), float(1 / ranks[0])]
    if tail is None or not (right & tail).any():
        values.append(np.nan)
    else:
        values.append(float(hits[tail[order]][:LIST].any()))
    return values, order[:LIST]


def _front(score: NDArray[np.float32], depth: int, least: float) -> Places:
    """Return the places of the first of a ranking in order, as far as a depth and a score: to sort all takes long."""
    candidates = int(np.isfinite(score).sum())
    if depth < candidates:
        least = min(least, float(np.partition(score, -depth)[-depth]))
        front = np.flatnonzero(score >= least)
    else:
        front = np.flatnonzero(np.isfinite(score))
    return front[np.argsort(-score[front], kind="stable")]


def mean(values: Numbers) -> Numbers:
    """Return the means of the columns, of what is known; ``nan`` of nothing."""
    known = ~np.isnan(values)
    return _quotient(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0))


def _quotient(sums: Numbers, counts: Numbers) -> Numbers:
    return np.asarray(np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0))


def intervals(values: Numbers, clusters: Sequence[str], *, draws: int, seed: int) -> tuple[Numbers, Numbers]:
    """Return the bootstrap intervals of the means of columns, with whole clusters drawn, not single cases.

    Parameters
    ----------
    values : numpy.ndarray of float
        Cases × anything; ``nan`` is left out.
    clusters : sequence of str
        What each case belongs to: cases of one subject, or partners of one consortium, are not independent of each
        other, and intervals of single cases are too narrow for them.
    draws, seed : int

    Returns
    -------
    low, high : numpy.ndarray of float
        Of 95 %, by the percentiles; ``nan`` of fewer than five clusters. Efron, B. (1979). Annals of Statistics 7,
        1-26.
    """
    if not len(values):
        return np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    names, place = np.unique(np.array(clusters), return_inverse=True)
    known = ~np.isnan(values)
    sums, counts = np.zeros((2, len(names), values.shape[1]))
    np.add.at(sums, place, np.where(known, values, 0.0))
    np.add.at(counts, place, known)
    times = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    means = _quotient(times @ sums, times @ counts)
    enough = (counts > 0).sum(axis=0) >= ENOUGH
    low, high = np.full((2, values.shape[1]), np.nan)
    if enough.any():
        low[enough], high[enough] = np.nanquantile(means[:, enough], ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    return low, high


def exact_interval(hits: int, cases: int) -> tuple[float, float]:
    """Return the exact interval of a proportion, for few cases.

    Clopper, C. J. and Pearson, E. S. (1934). Biometrika 26(4), 404-413.

    Examples
    --------
    >>> [round(end, 3) for end in exact_interval(7, 8)]
    [0.473, 0.997]
    """
    left = (1 - LEVEL) / 2
    low = float(betaincinv(hits, cases - hits + 1, left)) if hits else 0.0
    high = float(betaincinv(hits + 1, cases - hits, 1 - left)) if hits < cases else 1.0
    return low, high
