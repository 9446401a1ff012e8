"""Weights learned from a network itself: additive, readable, one for each measure and band of subjects.

From who met whom in some years, of what was before; or from what is hidden one thing at a time. A conditional logit:
every subject chooses its new partners, or what it joins, among all candidates, with the exponential of the score as
its inclination. McFadden, D. (1974). In Zarembka, P. (ed.), Frontiers in Econometrics, 105-142.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samverkan.analysis.context import View
from samverkan.analysis.protocols import Task
from samverkan.analysis.purposes import BANDS, EITHER_SIGN, Purpose, bands_of, shaped
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.network.network import Flags, Numbers

CASES, ACTIVITIES = 200, 30
"""How many cases and activities there must be to learn from."""

FOLDS = 5
"""Parts of the activities: what is learned for one of them comes from the others."""

NEAR, NEAR_SHARE, FAR, BLOCK = 600, 0.4, 40, 32
"""A subject is learned from by a part of the best candidates but the right ones, and some of all others."""

RIDGE, BAND_RIDGE = 3e-4, 3e-3
"""How strongly weights are drawn to 0, and those of a band to those of all; the more strongly, the fewer cases."""

PLENTY = 5000
"""Cases from which on they are drawn no less."""

STEPS, PRECISION, DIGITS = 150, 1e-7, 4

Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Cases:
    """Candidates of some subjects, as far as they are learned from.

    Parameters
    ----------
    values : numpy.ndarray of float32
        Candidates × measures, shaped.
    right : numpy.ndarray of bool
        Which are right answers.
    stands_for : numpy.ndarray of float
        How many candidates each stands for: what undoes the sampling.
    lengths, bands : numpy.ndarray of int
        Number of candidates, and the band, of each subject.
    """

    values: NDArray[np.float32]
    right: Flags
    stands_for: Numbers
    lengths: Integers
    bands: Integers

    @classmethod
    def together(cls, parts: "Sequence[Cases]") -> "Cases":
        """Put cases one after the other."""
        return cls(
            np.concatenate([p.values for p in parts]),
            np.concatenate([p.right for p in parts]),
            np.concatenate([p.stands_for for p in parts]),
            np.concatenate([p.lengths for p in parts]),
            np.concatenate([p.bands for p in parts]),
        )

    def only(self, wanted: Flags) -> "Cases":
        """Return the cases of some of the subjects."""
        rows = np.repeat(wanted, self.lengths)
        return Cases(
            self.values[rows], self.right[rows], self.stands_for[rows], self.lengths[wanted], self.bands[wanted]
        )


@dataclass(frozen=True)
class Learned:
    """What was learned, and what would have been without a part of it.

    Parameters
    ----------
    weights : dict of str to tuple of float
        For each measure that is not weak its weight in each band of subjects.
    cases, activities : int
        How many it was learned from.
    without : dict of str to dict
        By activity, the weights that are learned from all activities but a fifth with this one: what is said of it with
        them was not learned from it.
    """

    weights: dict[str, tuple[float, ...]]
    cases: int
    activities: int
    without: dict[str, dict[str, tuple[float, ...]]]


def fit(
    purpose: Purpose,
    tasks: Iterable[Task],
    *,
    seed: int,
    apart: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Learned:
    """Learn the weights of a purpose.

    Parameters
    ----------
    purpose : Purpose
        Its own weights choose the candidates that are hard to tell apart.
    tasks : iterable of Task
        Each asks for what is hidden from its network.
    seed : int
        Of the sampling, and of how activities are parted.
    apart : bool
        Whether to learn ``without`` each activity as well.
    progress : callable
        Called with how many cases are read.

    Raises
    ------
    AnalysisError
        There are fewer than 200 cases, or 30 activities.
    """
    chance = np.random.default_rng(seed)
    parts: list[Cases] = []
    clusters: list[str] = []
    for task in tasks:
        for start in range(0, len(task.subjects), BLOCK):
            parts.append(_cases(purpose, task, slice(start, start + BLOCK), chance))
        clusters += task.clusters
        progress(len(clusters))
    activities = sorted(set(clusters))
    if len(clusters) < CASES or len(activities) < ACTIVITIES:
        raise AnalysisError(
            _(
                "Weights cannot be learned from {number} cases and {activities} activities; at least {cases} and "
                "{least} are needed."
            ).format(number=len(clusters), activities=len(activities), cases=CASES, least=ACTIVITIES)
        )
    names = [term.measure.name for term in purpose.terms if not term.weak]
    cases = Cases.together(parts)
    without = {}
    if apart:
        fold = dict(zip(activities, chance.permutation(len(activities)) % FOLDS, strict=True))
        of = np.array([fold[activity] for activity in clusters])
        learned = [_weights(names, cases.only(of != number)) for number in range(FOLDS)]
        without = {activity: learned[number] for activity, number in fold.items()}
    return Learned(_weights(names, cases), len(clusters), len(activities), without)


def _cases(purpose: Purpose, task: Task, rows: slice, chance: np.random.Generator) -> Cases:
    """Read a block of subjects: their right answers, a sample of the best others, and some of all the rest."""
    view = View(task.context, task.subjects[rows])
    strangers = purpose.strangers(view)
    measured = purpose.measured(view)
    shapes = [shaped(measured[t.measure.name], strangers, t.shape) for t in purpose.terms if not t.weak]
    columns = [np.broadcast_to(np.nan_to_num(values).astype(np.float32), strangers.shape) for values in shapes]
    first = np.sum(list(purpose.contributions(view, measured).values()), axis=0)
    truth = task.truth[rows].toarray() > 0
    free = task.open & ~(task.known[rows].toarray() > 0) & ~truth
    values, right, stands_for, lengths = [], [], [], []
    for row in range(len(view.rows)):
        new, others = np.flatnonzero(truth[row]), np.flatnonzero(free[row])
        near = min(NEAR, len(others))
        best = others[np.argpartition(-first[row, others], near - 1)[:near]] if near else others
        rest = np.setdiff1d(others, best, assume_unique=True)
        share = NEAR_SHARE if len(rest) else 1.0  # of few, all
        some = best[chance.random(len(best)) < share]
        far = chance.choice(rest, min(FAR, len(rest)), replace=False)
        chosen = np.concatenate([new, some, far])
        values.append(np.stack([column[row, chosen] for column in columns], axis=1))
        right.append(np.arange(len(chosen)) < len(new))
        each = [(len(new), 1.0), (len(some), 1 / share), (len(far), len(rest) / max(len(far), 1))]
        stands_for.append(np.concatenate([np.full(number, weight) for number, weight in each]))
        lengths.append(len(chosen))
    return Cases(
        np.concatenate(values),
        np.concatenate(right),
        np.concatenate(stands_for),
        np.array(lengths, dtype=np.intp),
        bands_of(view),
    )


def _weights(names: Sequence[str], cases: Cases) -> dict[str, tuple[float, ...]]:
    """Fit the weights of all subjects, then those of each band, drawn to them."""
    centre = np.average(cases.values, axis=0, weights=cases.stands_for)
    spread = np.sqrt(np.average((cases.values - centre) ** 2, axis=0, weights=cases.stands_for))
    spread[spread == 0] = 1.0  # a measure that says the same of all
    scaled = Cases(
        ((cases.values - centre) / spread).astype(np.float32), cases.right, cases.stands_for, cases.lengths, cases.bands
    )
    least = [None if name in EITHER_SIGN else 0.0 for name in names]
    few = max(1.0, PLENTY / len(cases.lengths))
    common = _minimum(scaled, np.zeros(len(names)), few * RIDGE, least)
    bands = []
    for band in range(len(BANDS) + 1):
        own = scaled.only(scaled.bands == band)
        bands.append(_minimum(own, common, few * BAND_RIDGE, least) if len(own.lengths) else common)
    return {
        name: tuple(round(float(weights[place] / spread[place]), DIGITS) for weights in bands)
        for place, name in enumerate(names)
    }


def _minimum(cases: Cases, prior: Numbers, ridge: float, least: Sequence[float | None]) -> Numbers:
    """Minimise the loss.

    Half of it is -ln of the chance that who is chosen is a right answer, so that a subject's first hit counts; half is
    the mean of -ln of the chance of each right answer against the wrong ones. Subjects count alike.
    """
    from scipy.optimize import minimize  # takes its time, and only a fit needs it

    starts = np.concatenate([[0], np.cumsum(cases.lengths)[:-1]])
    number = len(starts)
    of = np.repeat(np.arange(number), cases.lengths)
    new = np.flatnonzero(cases.right)
    new_of = of[new]
    share = 0.5 / number / np.bincount(new_of, minlength=number)[new_of]
    x, right, stands_for = cases.values, cases.right, cases.stands_for

    def loss(b: Numbers) -> tuple[float, Numbers]:
        s = (x @ b.astype(np.float32)).astype(float)
        e = np.exp(s - np.maximum.reduceat(s, starts)[of]) * stands_for
        plus = np.maximum(np.add.reduceat(np.where(right, e, 0.0), starts), 1e-300)
        minus = np.maximum(np.add.reduceat(np.where(right, 0.0, e), starts), 1e-300)
        value = 0.5 / number * np.log((plus + minus) / plus).sum()
        slope = (0.5 / number / (plus + minus))[of] * e - np.where(right, (0.5 / number / plus)[of] * e, 0.0)
        against = e[new] + minus[new_of]
        value += (share * np.log(against / np.maximum(e[new], 1e-300))).sum()
        slope[new] += share * (e[new] / against - 1)
        slope += np.where(right, 0.0, e * np.bincount(new_of, share / against, minlength=number)[of])
        pull = b - prior
        return value + ridge * (pull**2).sum(), (x.T @ slope.astype(np.float32)).astype(float) + 2 * ridge * pull

    bounds = [(low, None) for low in least]
    found = minimize(
        loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS, "ftol": PRECISION}
    )
    return np.asarray(found.x)
