"""How well known ties would have been foretold: what was hidden, who was asked, and what plain methods say beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samverkan.analysis import joining, near
from samverkan.analysis.context import Context, View
from samverkan.analysis.protocols import Hiding, Task, Tasks, dated
from samverkan.analysis.scores import MEASURES, Answers, ByTask, Method, answer, exact_interval, intervals, mean
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

SHIPPED = "shipped"
"""Name of the tool's method with the weights that it has by itself, where others were learned."""

MANY = 1000
"""Things hidden one at a time that take as long as one can wait: a sample of more has to be asked for."""

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

METHODS = {
    "random": N_("random"),
    "popularity": N_("popularity"),
    "common-neighbours": N_("common-neighbours"),
    "adamic-adar": N_("adamic-adar"),
    "resource-allocation": N_("resource-allocation"),
    "l3": N_("l3"),
    "pagerank": N_("pagerank"),
    SHIPPED: N_("shipped"),
    "unfitted": N_("unfitted"),
    "unfitted-small": N_("unfitted-small"),
}
"""What a method is called, for people: in English by the name that it has in records."""


def method_in_words(name: str) -> str:
    """Word the name of a method in the language in use."""
    return _(METHODS.get(name, name))


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
            return asked + " " + _("So there is nothing to tell.")
        own, *others = self.methods
        low, high = own["ci"][MAIN] or (0.0, 1.0)
        best = max((m for m in others if m["name"] in OF_ACTORS), key=lambda method: method[MAIN])
        beside = next(d for d in self.differences if d["name"] == best["name"])
        found = _(
            "A right answer was among the first ten of the tool in {share} % of the cases (95 % interval: {low} to "
            "{high} %)."
        ).format(share=_percent(own[MAIN]), low=_percent(low), high=_percent(high))
        compared = _("Of the plain methods, {name} did best, in {share} %.").format(
            name=method_in_words(best["name"]), share=_percent(best[MAIN])
        )
        told = [asked, *self._sampled(), found, compared, self._told_apart(beside["ci"][MAIN]), *self._learned()]
        return " ".join(told)

    def _sampled(self) -> list[str]:
        if self.protocol["sample"] is None:
            return []
        return [_("Only {sample} of {of} were hidden, drawn by the seed.").format(**self.protocol)]

    def _learned(self) -> list[str]:
        """Say whether weights that were learned are not worse than those that the tool has by itself."""
        if self.protocol["learned"] is None:
            return []
        found = next(d for d in self.differences if d["name"] == SHIPPED)
        how = {
            "years": N_("The weights were learned from {cases} cases in the two years before."),
            "others": N_("The weights were learned from {cases} cases, for each question from all activities but a "
                         "fifth with the one that was hidden."),
        }  # fmt: skip
        sentence = how[self.protocol["learned"]["from"]]
        judged = (MAIN, "mrr")
        ends = [found["ci"][name] or (-1.0, 1.0) for name in judged]
        verdict = (
            _("they are worse, and not by chance: do not use them")
            if any(high < 0 for _low, high in ends)
            else _("they are better, and not by chance")
            if any(low > 0 for low, _high in ends)
            else _("they are not worse; the difference may be chance")
            if all(found[name] >= 0 for name in judged)
            else _("they seem worse, though that may be chance")
        )
        return [
            _(sentence).format(**self.protocol["learned"]),
            _(
                "Beside the weights that the tool has by itself: {hits} percentage points, {mrr} in mrr; {verdict}."
            ).format(hits=_percent(found[MAIN], signed=True), mrr=_in_use(f"{found['mrr']:+z.3f}"), verdict=verdict),
        ]

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


def _percent(share: float, *, signed: bool = False) -> str:
    return _in_use(f"{100 * share:+z.1f}" if signed else f"{100 * share:z.1f}")


def _in_use(number: str) -> str:
    """Write a number as the language in use does."""
    return number.replace(".", ",") if language() == "sv" else number


def evaluate(
    network: Network,
    purpose: str,
    *,
    cut: int | None = None,
    as_of: str | None = None,
    programme: str | None = None,
    seed: int = SEED,
    sample: int | None = None,
    own: Own,
    beside: Mapping[str, Own] | None = None,
    learned: Mapping[str, Any] | None = None,
    by_task: ByTask = lambda task: {},
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
    sample : int, optional
        How many are hidden, drawn by the seed, of those that would be hidden one at a time.
    own : callable
        Gives the tool's own method.
    beside : mapping of str to callable, optional
        What is shown besides the plain methods, given as ``own`` is.
    learned : mapping, optional
        From what the weights of the tool's own method were learned, and from how many ``cases`` and ``activities``;
        then ``SHIPPED`` is among those ``beside``.
    by_task : callable
        As of ``answer``.
    progress : callable

    Returns
    -------
    tuple of Evaluation
        Two for ``join``: of cities, and of organisations; else one.

    Raises
    ------
    AnalysisError
        There is nothing to hide, or nobody to ask, or so much is to be hidden one at a time that it needs a sample.
    """
    if purpose not in PURPOSES or (cut is not None and purpose != "project"):
        raise ValueError(purpose, cut)
    if cut is not None:
        task = dated(network, cut)
        asked = {"hidden": "year", "asked": "actors", "cut": cut, "as_of": task.context.as_of, "programme": None}
        asked |= {"sample": None, "of": None, "learned": learned}
        methods = {**_own(task.context, purpose, own, beside), **OF_ACTORS}
        return (_evaluation([task], purpose, asked, methods, seed, progress, by_task),)
    whole, asked_for = leave_out(network, purpose, as_of=as_of, programme=programme, sample=sample, seed=seed)
    methods = {**_own(whole, purpose, own, beside), **(OF_ACTIVITIES if purpose == "join" else OF_ACTORS)}
    found = []
    for asked, tasks in asked_for:
        asked |= {"cut": None, "as_of": whole.as_of, "programme": whole.programme, "learned": learned}
        found.append(_evaluation(tasks, purpose, asked, methods, seed, progress, by_task))
    if not any(evaluation.cases for evaluation in found):
        raise AnalysisError(
            _("There is nobody to ask: nobody would be in an activity still if another one were hidden.")
        )
    return tuple(found)


def _own(context: Context, purpose: str, own: Own, beside: Mapping[str, Own] | None) -> dict[str, Method]:
    return {name: method(purpose, context) for name, method in {OWN: own, **(beside or {})}.items()}


def leave_out(
    network: Network,
    purpose: str,
    *,
    as_of: str | None = None,
    programme: str | None = None,
    sample: int | None = None,
    seed: int = SEED,
) -> tuple[Context, list[tuple[dict[str, Any], Tasks[Any]]]]:
    """Return the context of the whole network, and tasks that hide one thing at a time of it; all as of ``evaluate``.

    With each tasks stand what they hide, whom they ask, and how many a sample is, and of how many.
    """
    seen = network if as_of is None else narrowed(network, until=as_of)
    whole = Context.of(seen, as_of=as_of, programme=_known(network, programme))
    hiding = Hiding(seen, lambda part: Context(part, whole.as_of, whole.programme))
    hidden: list[tuple[str, str, Tasks[Any]]]
    if purpose == "twin":
        hidden = [("pairing", "cities", hiding.twins())]
    elif purpose == "project":
        hidden = [("activity", "actors", hiding.partners())]
    else:
        hidden = [
            ("membership", "cities", hiding.memberships(cities=True)),
            ("membership", "organisations", hiding.memberships(cities=False)),
        ]
    found: list[tuple[dict[str, Any], Tasks[Any]]] = []
    for what, asked, tasks in hidden:
        drawn = _drawn(tasks, sample, seed)
        fewer = len(drawn) < len(tasks)
        numbers = {"sample": len(drawn) if fewer else None, "of": len(tasks) if fewer else None}
        found.append(({"hidden": what, "asked": asked} | numbers, drawn))
    return whole, found


def _drawn(tasks: Tasks[Any], sample: int | None, seed: int) -> Tasks[Any]:
    if sample is None and len(tasks) > MANY:
        raise AnalysisError(
            _(
                "{number} ties or activities would be hidden one at a time, which takes hours. Ask for some of them, "
                "as with --sample 300, or for who met whom in a year, with --purpose project --cut YEAR."
            ).format(number=len(tasks))
        )
    return tasks if sample is None else tasks.sample(sample, seed)


def _known(network: Network, programme: str | None) -> str | None:
    if programme is not None and programme not in network.activities.index:
        raise AnalysisError(_("There is no programme {id}.").format(id=programme))
    return programme


def _evaluation(
    tasks: Tasks[Any] | Sequence[Task],
    purpose: str,
    asked: Mapping[str, Any],
    methods: Mapping[str, Method],
    seed: int,
    progress: Progress,
    by_task: ByTask,
) -> Evaluation:
    """Ask, and put the answers together."""
    answers = answer(tasks, methods, seed=seed, by_task=by_task, progress=progress)
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
