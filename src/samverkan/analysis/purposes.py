"""What a partner is wanted for: who comes into question, which measures speak for them, and how much each counts."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np

from samverkan.analysis import alike, candidates, different, habits, joining, memberships, near, paths
from samverkan.analysis.context import Context, Places, View, divided
from samverkan.analysis.measures import Measure
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.network.network import Flags, Numbers

WEAK = 1 / 9
"""How much the weak reasons of a candidate may add, of what all others give: so they are at most a tenth of all."""

FLOOR = 0.07
"""Share of the best below which differences fade on a logarithmic scale."""

BANDS = (5, 50)
"""Partners of a subject up to which it is in the first, and in the second band; beyond, it is in the third."""

EITHER_SIGN = ("usual_team", "repeated_ties")
"""Measures of which less may be better; the weights of all others are 0 or more."""

SMALL = 0.05
"""What is added to a value before its logarithm is taken."""


class Shape(Enum):
    """How the value of a measure becomes what its weight is multiplied with."""

    AS_IS = "as it is"
    """For measures from 0 to 1."""

    RELATIVE = "share of the best"
    """Of all with whom the subject has no tie."""

    LOG_RELATIVE = "share of the best, logarithmic"
    """From 0 for nothing to 1 for the best: ln(x / best + FLOOR), moved and stretched."""

    LOG = "logarithm"
    """ln(x + SMALL)."""

    DIFFERENCE = "difference"
    """For measures that are a logarithm already."""


def shaped(values: Numbers, strangers: Flags, shape: Shape) -> Numbers:
    """Bring values into a shape: subjects × targets, ``nan`` where a value is missing.

    Of values that are the same for all subjects, and a broadcast row therefore, one row is returned.
    """
    if shape in (Shape.RELATIVE, Shape.LOG_RELATIVE):
        best = np.fmax.reduce(np.where(strangers, values, 0.0), axis=1, keepdims=True, initial=0.0)
        values = values / np.where(best > 0, best, np.inf)
    elif values.strides[0] == 0:
        values = values[:1]
    if shape is Shape.LOG_RELATIVE:
        values /= FLOOR
        return np.asarray(np.log1p(values, out=values) / np.log1p(1 / FLOOR))
    return np.asarray(np.log(values + SMALL) if shape is Shape.LOG else values)


@dataclass(frozen=True)
class Term:
    """A measure of a purpose, and what it counts.

    Parameters
    ----------
    measure : Measure
    weights : tuple of float
        What its value is multiplied with: one number, or one for each band of subjects.
    shape : Shape
    weak : bool
        Whether it is a weak reason, which counts only beside others.
    """

    measure: Measure
    weights: tuple[float, ...]
    shape: Shape = Shape.AS_IS
    weak: bool = False

    def added(self, values: Numbers, strangers: Flags, bands: Places, weight: float | None) -> Numbers:
        """Return what the measure adds to each score, at least 0.

        The logarithms and differences are counted from the least that any stranger has, or from the most if less is
        better: that changes no ranking, and makes of each what speaks for a candidate.
        """
        weights = np.array(self.weights if weight is None else (weight,), dtype=float)
        found = shaped(values, strangers, self.shape) * weights[np.minimum(bands, len(weights) - 1), np.newaxis]
        if self.shape in (Shape.LOG, Shape.DIFFERENCE):
            found -= np.fmin.reduce(np.where(strangers, found, np.inf), axis=1, keepdims=True, initial=np.inf)
        return np.asarray(np.fmax(found, 0.0, out=found))  # also where a value is missing


def bands_of(view: View) -> Places:
    """Return the band of each subject, by the number of its partners."""
    return np.searchsorted(BANDS, view.context.degree[view.rows], side="left")


@dataclass(frozen=True)
class Purpose:
    """What a partner is wanted for.

    Parameters
    ----------
    name : str
    terms : tuple of Term
    left_out : callable
        Called with the context and the place of the subject: flags who is no candidate, by the reason.
    activities : bool
        Whether candidates are activities; else they are actors.
    needs : tuple of str
        Names of the measures of which one has to speak for whom is suggested; empty if any will do.
    learned_from : str, optional
        What its weights were learned from; by judgement if not said.
    """

    name: str
    terms: tuple[Term, ...]
    left_out: Callable[[Context, int], dict[str, Flags]]
    activities: bool = False
    needs: tuple[str, ...] = ()
    learned_from: str | None = None

    def weighed(self, weights: Mapping[str, Sequence[float]]) -> "Purpose":
        """Return the purpose with other weights; measures that are not named keep what they count."""
        terms = tuple(
            replace(t, weights=tuple(weights[t.measure.name])) if t.measure.name in weights else t for t in self.terms
        )
        return replace(self, terms=terms)

    def strangers(self, view: View) -> Flags:
        """Flag whom each subject has no tie with that counts, or what it is not in: subjects × targets."""
        if self.activities:
            return np.asarray(view.context.inside[view.rows].toarray() == 0)
        return np.asarray(view.partners.toarray() + view.single == 0)

    def measured(self, view: View) -> dict[str, Numbers]:
        """Return the values of every measure, subjects × targets, by name."""
        return {term.measure.name: term.measure.values(view) for term in self.terms}

    def contributions(
        self, view: View, measured: Mapping[str, Numbers], weights: Mapping[str, float] | None = None
    ) -> dict[str, Numbers]:
        """Work out what each measure adds to the score of each candidate: subjects × targets, by name.

        Parameters
        ----------
        view : View
        measured : mapping of str to numpy.ndarray
            As of ``measured``. A missing value adds nothing.
        weights : mapping of str to float, optional
            What measures count, instead of what they do by themselves.

        Raises
        ------
        AnalysisError
            A weight is of no measure of this purpose, or below 0.
        """
        self.check(weights or {})
        strangers, bands = self.strangers(view), bands_of(view)
        found = {
            term.measure.name: term.added(
                measured[term.measure.name], strangers, bands, (weights or {}).get(term.measure.name)
            )
            for term in self.terms
        }
        weak = [term.measure.name for term in self.terms if term.weak and found[term.measure.name].any()]
        if weak:
            others = np.sum([values for name, values in found.items() if name not in weak], axis=0)
            given = np.sum([found[name] for name in weak], axis=0)
            part = np.minimum(divided(WEAK * others, given), 1.0)
            found |= {name: found[name] * part for name in weak}
        return found

    def check(self, weights: Mapping[str, float]) -> None:
        """Refuse weights of unknown measures and weights below 0."""
        names = [term.measure.name for term in self.terms]
        for name, weight in weights.items():
            if name not in names:
                raise AnalysisError(
                    _("{name} is no measure of {purpose}. There are: {names}.").format(
                        name=name, purpose=self.name, names=", ".join(names)
                    )
                )
            if not 0 <= weight < np.inf:
                raise AnalysisError(_("The weight of {name} is {weight}; 0 or more was expected.").format(
                    name=name, weight=weight
                ))  # fmt: skip

    def score(self, view: View) -> Numbers:
        """Add the contributions up: the raw score of every target, as it is put to the test."""
        return np.asarray(np.sum(list(self.contributions(view, self.measured(view)).values()), axis=0))


def _measures(group: str, reasons: object, *names: str, module: object | None = None) -> dict[str, Measure]:
    """Make the measures of a module, each with the reason of the same name."""
    values = module or reasons
    return {name: Measure(name, group, getattr(values, name), getattr(reasons, f"say_{name}")) for name in names}


NEAR = {
    "adamic_adar": Measure("adamic_adar", "near", near.adamic_adar, paths.say_common_partners),
    "team_resource_allocation": Measure(
        "team_resource_allocation", "near", near.team_resource_allocation, paths.say_strongest_partner
    ),
    "team_paths_of_three": Measure("team_paths_of_three", "near", near.team_paths_of_three, paths.say_path_of_three),
    "walks_of_three": Measure("walks_of_three", "near", near.walks_of_three, paths.say_path_of_three),
    "plain_walks_of_three": Measure("plain_walks_of_three", "near", near.plain_walks_of_three, paths.say_plain_path),
    **_measures("near", paths, "theme_activity", "recent_activity", "popularity", "meetings", module=near),
    **_measures("near", habits, "usual_team", "repeated_ties", "country_affinity", "kind_affinity", module=near),
    **_measures("near", habits, "country_habit", "kind_habit", "theme_likeness", module=near),
}
ALIKE = _measures(
    "alike", alike, "skr_group", "size", "emissions", "emissions_trend", "shared_themes", "county", "nearness"
)
DIFFERENT = _measures(
    "different", different, "offers", "needs", "experience", "head_start", "leads", "new_sectors", "reach"
)
JOINING = {
    **_measures("near", memberships, "paths_of_three", module=joining),
    **_measures("alike", memberships, "shared_themes", "same_county", "same_kind", module=joining),
}

PROJECT = Purpose(
    "project",
    (
        Term(NEAR["walks_of_three"], (1.0,), Shape.LOG_RELATIVE),
        Term(NEAR["adamic_adar"], (0.5,), Shape.LOG_RELATIVE),
        Term(NEAR["theme_activity"], (0.5,), Shape.LOG_RELATIVE),
        Term(NEAR["theme_likeness"], (0.5,)),
        Term(NEAR["recent_activity"], (0.7,), Shape.LOG_RELATIVE),
        Term(ALIKE["county"], (0.7,)),
        Term(NEAR["meetings"], (0.5,), Shape.RELATIVE, weak=True),
    ),
    candidates.project,
)
LARGE_PROJECT = Purpose(
    "project",
    (
        Term(NEAR["walks_of_three"], (1.0,), Shape.LOG_RELATIVE),
        Term(NEAR["plain_walks_of_three"], (0.5,), Shape.LOG_RELATIVE),
        Term(NEAR["adamic_adar"], (0.5,), Shape.LOG_RELATIVE),
        Term(NEAR["theme_activity"], (0.5,), Shape.LOG_RELATIVE),
        Term(NEAR["theme_likeness"], (0.5,)),
        Term(NEAR["country_affinity"], (0.4,), Shape.DIFFERENCE),
        Term(NEAR["kind_affinity"], (0.2,), Shape.DIFFERENCE),
        Term(NEAR["country_habit"], (0.0,), Shape.DIFFERENCE),
        Term(NEAR["kind_habit"], (0.0,), Shape.DIFFERENCE),
        Term(NEAR["popularity"], (0.0,), Shape.LOG),
        Term(NEAR["recent_activity"], (0.2,), Shape.LOG),
        Term(NEAR["usual_team"], (0.0,), Shape.LOG),
        Term(NEAR["repeated_ties"], (0.0,), Shape.LOG),
    ),
    candidates.project,
)
"""For large networks of several countries: by judgement, as it stands here; and what weights are fitted to."""

TWIN = Purpose(
    "twin",
    (
        Term(ALIKE["nearness"], (1.0,)),
        Term(ALIKE["county"], (0.5,)),
        Term(DIFFERENT["experience"], (0.5,)),
        Term(ALIKE["size"], (0.1,)),
        Term(ALIKE["skr_group"], (0.1,)),
        Term(ALIKE["emissions"], (0.05,)),
        Term(ALIKE["emissions_trend"], (0.05,)),
        Term(ALIKE["shared_themes"], (0.1,)),
        Term(DIFFERENT["offers"], (0.1,)),
        Term(DIFFERENT["needs"], (0.1,)),
        Term(NEAR["meetings"], (0.1,), Shape.RELATIVE, weak=True),
    ),
    candidates.twin,
)
LEARNING = Purpose(
    "learning",
    (
        Term(ALIKE["skr_group"], (0.25,)),
        Term(ALIKE["size"], (0.25,)),
        Term(ALIKE["emissions"], (0.25,)),
        Term(ALIKE["emissions_trend"], (0.25,)),
        Term(ALIKE["shared_themes"], (0.5,)),
        Term(ALIKE["nearness"], (0.25,)),
        Term(DIFFERENT["offers"], (0.5,)),
        Term(DIFFERENT["needs"], (0.25,)),
        Term(DIFFERENT["head_start"], (0.25,)),
        Term(DIFFERENT["leads"], (0.25,)),
        Term(DIFFERENT["new_sectors"], (0.1,)),
        Term(DIFFERENT["reach"], (0.25,)),
        Term(NEAR["team_resource_allocation"], (0.25,), Shape.RELATIVE),
        Term(NEAR["meetings"], (0.25,), Shape.RELATIVE, weak=True),
    ),
    candidates.learning,
)
JOIN = Purpose(
    "join",
    (
        Term(JOINING["paths_of_three"], (1.0,), Shape.RELATIVE),
        Term(JOINING["same_county"], (0.3,)),
        Term(JOINING["same_kind"], (0.2,)),
        Term(JOINING["shared_themes"], (0.1,), Shape.RELATIVE),
    ),
    candidates.join,
    activities=True,
    needs=("paths_of_three", "shared_themes"),
)
PURPOSES = {purpose.name: purpose for purpose in (TWIN, LEARNING, PROJECT, JOIN)}
"""By name, in the order in which they are shown."""


LARGE = 1000
"""Activities from which on a network is weighed by what was learned from CORDIS."""

CORDIS = "CORDIS, Horizon 2020"
FITTED = Path(__file__).with_name("weights") / "cordis.json"


def purposes_of(context: Context, weights: Path | None = None) -> dict[str, Purpose]:
    """Return the purposes as they are weighed for a network, by name, in the order in which they are shown.

    Parameters
    ----------
    context : Context
    weights : Path, optional
        A file of weights that were learned, for one purpose. All others are weighed by judgement, but for ``project``
        in a large network: by what was learned from CORDIS.

    Raises
    ------
    AnalysisError
        The file cannot be read, or holds no weights.
    """
    found = dict(PURPOSES)
    learned = {CORDIS: FITTED} if len(context.network.activities) >= LARGE else {}
    for source, path in {**learned, **({str(weights): weights} if weights else {})}.items():
        purpose = read_weights(path)
        found[purpose.name] = replace(purpose, learned_from=source)
    return found


FITTABLE = (LARGE_PROJECT, PROJECT, JOIN)
"""What weights are learned for."""


def fitted(name: str, weights: Mapping[str, Sequence[float]]) -> Purpose | None:
    """Return the purpose of a name that has all measures of some weights, with these; ``None`` without any."""
    for purpose in FITTABLE:
        if purpose.name == name and weights.keys() <= {t.measure.name for t in purpose.terms if not t.weak}:
            return purpose.weighed(weights)
    return None


def read_weights(path: Path) -> Purpose:
    """Return the purpose of a file that ``evaluate --fit --save`` wrote, with the weights in it."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): [float(value) for value in values] for name, values in record["weights"].items()}
        purpose = fitted(record.get("purpose", "project"), weights) if weights else None
        sound = all(len(v) == len(BANDS) + 1 for v in weights.values())
        sound = sound and all(v >= 0 or name in EITHER_SIGN for name, values in weights.items() for v in values)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnalysisError(_("{path} holds no weights: {reason}").format(path=path, reason=error)) from error
    if purpose is None or not sound or not all(np.isfinite(v) for values in weights.values() for v in values):
        raise AnalysisError(
            _("{path} holds no weights: they are not those of the measures of project or join.").format(path=path)
        )
    return purpose
