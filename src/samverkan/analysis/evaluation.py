"""How well known ties would have been foretold: what was hidden, who was asked, and what plain methods say beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samverkan.analysis import joining, near
from samverkan.analysis.context import Context, View
from samverkan.analysis.protocols import Task, Tasks, dated, hidden_memberships, hidden_partners, twin_pairs
from samverkan.analysis.scores import MEASURES, Answers, Method, answer, exact_interval, intervals, mean
from samverkan.errors import AnalysisError
from samverkan.language import N_, _, language
from samverkan.network.network import Flags, Network, Numbers
from samverkan.network.projection import narrowed

PURPOSES = ("project", "join", "twin")
"""What can be evaluated. Nobody's data foretell with whom one learns."""

OWN = "samverkan"
"""Name of the tool's own method."""

SEED = 1
"""Of all that is left to chance, unless another is given."""

DRAWS = 1000
"""Of the bootstrap."""

FEW = 30
"""Subjects or activities below which no difference between methods can be told."""

BANDS = {"low": (0, 5), "middle": (6, 50), "high": (51, np.inf)}
"""Partners of a subject, from and to."""

MAIN = "hits@10"
"""What the note speaks of."""

DIGITS = 4
"""Decimals of a record: more are a matter of the machine."""

Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""

Own = Callable[[str, Context], Method]
"""Gives the tool's own method for a purpose and a network."""


def random_actors(view: View) -> Numbers:
    """Score all actors alike, so that chance decides."""
    return np.zeros((len(view.rows), len(view.context.network.actors)))


def random_activities(view: View) -> Numbers:
    """Score all activities alike, so that chance decides."""
    return np.zeros((len(view.rows), len(view.context.network.activities)))


OF_ACTORS: dict[str, Method] = {
    "random": random_actors,
    "popularity": near.popularity,
    "common-neighbours": near.common_neighbours,
    "adamic-adar": near.adamic_adar,
    "resource-allocation": near.resource_allocation,
    "l3": near.paths_of_three,
    "pagerank": near.pagerank,
}
"""Plain methods that name actors."""

OF_ACTIVITIES: dict[str, Method] = {
    "random": random_activities,
    "popularity": joining.popularity,
    "common-neighbours": joining.common_neighbours,
    "adamic-adar": joining.adamic_adar,
    "resource-allocation": joining.resource_allocation,
    "l3": joining.paths_of_three,
    "pagerank": joining.pagerank,
}
"""The same methods where activities are named."""


@dataclass(frozen=True)
class Evaluation:
    """How well the tool and plain methods found what was hidden.

    Parameters
    ----------
    protocol : dict
        What was hidden, who was asked, and with which parameters.
    cases : int
    methods : tuple of dict
        The tool's own first. Of each its measures from 0 to 1 as means over the cases, ``different`` (how many
        different targets it had among its first ten), ``ci`` (95 % intervals, with whole subjects drawn anew) and the
        same for ``bands`` of subjects with up to 5, 6 to 50 and more partners; ``None`` where there are no cases. Dated
        ones have those of ``swedish`` subjects as well.
    differences : tuple of dict
        The tool's own method less each of the others, case by case, with intervals for which whole activities are drawn
        anew: partners of one consortium are not independent of each other.
    """

    protocol: dict[str, Any]
    cases: int
    methods: tuple[dict[str, Any], ...]
    differences: tuple[dict[str, Any], ...]

    @property
    def few(self) -> bool:
        """Whether there are too few subjects or activities to tell methods apart."""
        return any(self.protocol[counted] < FEW for counted in ("subjects", "activities"))

    @property
    def note(self) -> str:
        """What was asked, how well it was answered, and how much of that may be chance, for people."""
        asked = _(_ASKED[self.protocol["hidden"], self.protocol["asked"]]).format(**self.protocol, cases=self.cases)
        if not self.cases:
            return f"{asked} {_('So there is nothing to tell.')}"
        own, *others = self.methods
        low, high = own["ci"][MAIN] or (0.0, 1.0)
        best = max((m for m in others if m["name"] in OF_ACTORS), key=lambda method: method[MAIN])
        beside = next(d for d in self.differences if d["name"] == best["name"])
        found = _(
            "A right answer was among the first ten of the tool in {share} % of the cases (95 % interval: {low} to "
            "{high} %)."
        ).format(share=_percent(own[MAIN]), low=_percent(low), high=_percent(high))
        compared = _("Of the plain methods, {name} did best, in {share} %.").format(
            name=best["name"], share=_percent(best[MAIN])
        )
        return " ".join([asked, found, compared, self._told_apart(beside["ci"][MAIN])])

    def _told_apart(self, ends: list[float] | None) -> str:
        if self.few or ends is None:
            return _(
                "Caution: the subjects are {subjects}, the activities {activities}; below {few} of either, a "
                "difference between methods cannot be told."
            ).format(**self.protocol, few=FEW)
        low, high = ends
        verdict = (
            _("the tool does better, and not by chance")
            if low > 0
            else _("the tool does worse, and not by chance")
            if high < 0
            else _("it may be chance")
        )
        return _("The difference lies between {low} and {high} percentage points: {verdict}.").format(
            low=_percent(low), high=_percent(high), verdict=verdict
        )

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        return {
            "protocol": self.protocol,
            "cases": self.cases,
            "methods": list(self.methods),
            "differences": list(self.differences),
            "note": self.note,
        }


_ASKED = {
    ("year", "actors"): N_(
        "Each actor was asked whom it would meet for the first time in {cut}, with nothing to go by but what had begun "
        "before. Actors asked: {subjects}; new activities: {activities}; who could be named: {candidates}."
    ),
    ("activity", "actors"): N_(
        "One activity at a time was hidden, and each of its actors that is in another was asked for the rest. "
        "Activities hidden: {activities}; actors asked: {subjects}; cases: {cases}; who could be named: {candidates}."
    ),
    ("membership", "cities"): N_(
        "A city was asked for an activity that it is in, which was hidden, one at a time. "
        "Cities asked: {subjects}; activities: {activities}; cases: {cases}; what could be named: {candidates}."
    ),
    ("membership", "organisations"): N_(
        "An organisation was asked for an activity that it is in, which was hidden, one at a time. "
        "Organisations asked: {subjects}; activities: {activities}; cases: {cases}; what could be named: {candidates}."
    ),
    ("pairing", "cities"): N_(
        "Each city that leads a pair was asked for its twin; the pairs were hidden, and all that the candidates have "
        "from the programme. Cities asked: {subjects}; municipalities that could be named: {candidates}."
    ),
}
"""Sentences by what was hidden and who was asked."""


def _percent(share: float) -> str:
    text = f"{100 * share:z.1f}"
    return text.replace(".", ",") if language() == "sv" else text


def evaluate(
    network: Network,
    purpose: str,
    *,
    cut: int | None = None,
    as_of: str | None = None,
    programme: str | None = None,
    seed: int = SEED,
    own: Own,
    beside: Mapping[str, Method] | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Evaluation, ...]:
    """Hide what is known, ask for it, and measure how well it was found, beside plain methods.

    Parameters
    ----------
    network : Network
        Not changed.
    purpose : str
        One of ``PURPOSES``.
    cut : int, optional
        For ``project``: ask who met whom for the first time in this year, of what was before. Otherwise every activity
        is hidden in turn.
    as_of : str, optional
        The data date, without a cut: what began after it is not there. Otherwise the newest start of a relation.
    programme : str, optional
        Id of the office's own programme, without a cut. Otherwise the one with the most member cities.
    seed : int
        Of equal scores and of the bootstrap.
    own : callable
        Gives the tool's own method.
    beside : mapping of str to Method, optional
        What is shown with a cut besides the plain methods.
    progress : callable

    Returns
    -------
    tuple of Evaluation
        Two for ``join``: of cities, and of organisations; else one.

    Raises
    ------
    AnalysisError
        There is nothing to hide, or nobody to ask.
    """
    if purpose not in PURPOSES or (cut is not None and purpose != "project"):
        raise ValueError(purpose, cut)
    if cut is not None:
        task = dated(network, cut)
        asked = {"hidden": "year", "asked": "actors", "cut": cut, "as_of": task.context.as_of, "programme": None}
        methods = {OWN: own(purpose, task.context), **(beside or {}), **OF_ACTORS}
        return (_evaluation([task], purpose, asked, methods, seed, progress),)
    seen = network if as_of is None else narrowed(network, until=as_of)
    whole = Context.of(seen, as_of=as_of, programme=_known(network, programme))
    methods = {OWN: own(purpose, whole), **(OF_ACTIVITIES if purpose == "join" else OF_ACTORS)}

    def context(part: Network) -> Context:
        return Context(part, whole.as_of, whole.programme)

    def evaluated(tasks: Tasks | Sequence[Task], hidden: str, asked: str) -> Evaluation:
        parameters = {"hidden": hidden, "asked": asked, "cut": None, "as_of": whole.as_of, "programme": whole.programme}
        return _evaluation(tasks, purpose, parameters, methods, seed, progress)

    if purpose == "twin":
        return (evaluated(twin_pairs(seen, context), "pairing", "cities"),)
    found: tuple[Evaluation, ...]
    if purpose == "project":
        found = (evaluated(hidden_partners(seen, context), "activity", "actors"),)
    else:
        cities, others = (hidden_memberships(seen, context, cities=cities) for cities in (True, False))
        found = (evaluated(cities, "membership", "cities"), evaluated(others, "membership", "organisations"))
    if not any(evaluation.cases for evaluation in found):
        raise AnalysisError(
            _("There is nobody to ask: nobody would be in an activity still if another one were hidden.")
        )
    return found


def _known(network: Network, programme: str | None) -> str | None:
    if programme is not None and programme not in network.activities.index:
        raise AnalysisError(_("There is no programme {id}.").format(id=programme))
    return programme


def _evaluation(
    tasks: Tasks | Sequence[Task],
    purpose: str,
    asked: Mapping[str, Any],
    methods: Mapping[str, Method],
    seed: int,
    progress: Progress,
) -> Evaluation:
    """Ask, and put the answers together."""
    answers = answer(tasks, methods, seed=seed, progress=progress)
    protocol = {
        "purpose": purpose,
        **asked,
        "seed": seed,
        "draws": DRAWS,
        "subjects": len(set(answers.subjects)),
        "activities": len(set(answers.clusters)),
        "candidates": answers.candidates,
    }
    groups = _groups(answers)
    if asked["hidden"] == "year":
        groups["swedish"] = np.array([country == "SE" for country in answers.countries], dtype=bool)
    return Evaluation(
        protocol,
        len(answers.subjects),
        tuple(_methods(answers, groups, seed, exact=asked["hidden"] == "pairing")),
        tuple(_differences(answers, seed)),
    )


def _groups(answers: Answers) -> dict[str, Flags]:
    """Flag the cases of each group that is shown apart, by its name; all of them are one."""
    partners = np.array(answers.degrees, dtype=float)
    bands = {name: (partners >= least) & (partners <= most) for name, (least, most) in BANDS.items()}
    return {"all": np.ones(len(partners), dtype=bool), **bands}


def _methods(answers: Answers, groups: dict[str, Flags], seed: int, *, exact: bool) -> list[dict[str, Any]]:
    """Put the means and intervals of each method together, for all cases and for each group of them."""
    tables = [
        np.where(flags[:, np.newaxis], answers.table(name), np.nan)
        for name in answers.values
        for flags in groups.values()
    ]
    summaries = iter(_summaries(tables, answers.subjects, seed, exact=exact))
    found = []
    for name in answers.values:
        of = {group: {"cases": int(flags.sum()), **next(summaries)} for group, flags in groups.items()}
        whole = of.pop("all")
        measures = {measure: whole[measure] for measure in MEASURES}
        record = {"name": name, **measures, "different": len(answers.named[name]), "ci": whole["ci"]}
        found.append(record | {"bands": {band: of.pop(band) for band in BANDS}} | of)
    return found


def _differences(answers: Answers, seed: int) -> list[dict[str, Any]]:
    """Compare the tool's own method with each of the others, case by case."""
    own = answers.table(OWN)
    others = [name for name in answers.values if name != OWN]
    summaries = _summaries([own - answers.table(name) for name in others], answers.clusters, seed)
    return [{"name": name, **summary} for name, summary in zip(others, summaries, strict=True)]


def _summaries(tables: list[Numbers], clusters: list[str], seed: int, *, exact: bool = False) -> list[dict[str, Any]]:
    """Return means and intervals of tables of cases × ``MEASURES``; all tables see the same draws."""
    beside = np.hstack(tables)
    low, high = intervals(beside, clusters, draws=DRAWS, seed=seed)
    if exact:
        _make_exact(beside, low, high)
    rows = np.column_stack([mean(beside), low, high]).reshape(len(tables), len(MEASURES), 3)
    return [
        {
            **{name: _rounded(value) for name, (value, _low, _high) in zip(MEASURES, row, strict=True)},
            "ci": {name: _ends(low, high) for name, (_mean, low, high) in zip(MEASURES, row, strict=True)},
        }
        for row in rows.tolist()
    ]


def _make_exact(values: Numbers, low: Numbers, high: Numbers) -> None:
    """Put the exact intervals of proportions in the place of the others."""
    for place in range(values.shape[1]):
        known = values[~np.isnan(values[:, place]), place]
        if "hits" in MEASURES[place % len(MEASURES)] and len(known):
            low[place], high[place] = exact_interval(int(known.sum()), len(known))


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, DIGITS) + 0.0  # no minus zero


def _ends(low: float, high: float) -> list[float] | None:
    return None if np.isnan(low) else [round(end, DIGITS) + 0.0 for end in (low, high)]
