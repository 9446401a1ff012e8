"""Measures + purpose -> ranked partners with reasons."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samverkan.analysis import candidates
from samverkan.analysis.context import Context, View
from samverkan.analysis.measures import Said
from samverkan.analysis.paths import acquaintance, distances_from, introduction, tie
from samverkan.analysis.purposes import Purpose
from samverkan.analysis.wording import members_of
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.network.network import Flags, Numbers, Relation

KNOWN = ("exclude", "include", "only")
"""Whether those are suggested with whom the subject works already."""

OVERRULED = ("working_tie", "same_project", "already_in")
"""Reasons for which somebody is left out that do not hold when the known are wanted."""

LONG_LIST = 100
"""Candidates with data above which that holds for other lists than of project partners."""

DIGITS = 12
"""Digits of a score that count: the rest depends on the order in which a machine adds."""

SHOWN = 4
"""Digits of a score that a record has: more mean nothing to anybody."""


@dataclass(frozen=True)
class Reason:
    """Why somebody is suggested: what one measure adds, as a sentence, and the rows that bear it out.

    Parameters
    ----------
    measure : str
        Name of the measure.
    value : float
        What the measure says, by itself.
    contribution : float
        What that adds to the score.
    text : str
        A sentence.
    evidence : tuple of Relation
    brief : str, optional
        As of ``Said``.
    """

    measure: str
    value: float
    contribution: float
    text: str
    evidence: tuple[Relation, ...]
    brief: str | None = None

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        return {
            "measure": self.measure,
            "value": self.value,
            "contribution": round(self.contribution, SHOWN),
            "text": self.text,
            "evidence": _records(self.evidence),
        }


def _records(rows: Iterable[Relation]) -> list[dict[str, Any]]:
    return [{"from": r.source, "type": r.type, "to": r.target, "start": r.start, "sources": r.sources} for r in rows]


@dataclass(frozen=True)
class Suggestion:
    """Somebody to meet: how high in the list, and why.

    Parameters
    ----------
    id, name, kind : str
    rank : int
        From 1.
    score : float
        Sum of the contributions of the reasons.
    band : str
        ``near``: at most two working ties away; ``stretch``: further. An activity is as near as the nearest in it.
    known_tie : bool
        Whether there is a working tie already.
    data : str
        ``full``, ``thin`` or ``none``.
    reasons : tuple of Reason
        The largest contribution first.
    introduction : tuple of str
        Ids of the shortest way along working ties from the subject to the suggested: who can introduce them.
    list : str or None
        ``member`` or ``invite`` for a twin: in the programme, or to be invited.
    missing : tuple of str
        Names of the measures that have no value for it.
    twins : tuple of str
        Ids of the cities that it is paired with already.
    acquaintance : Said or None
        How they work together, if they do; where they have met, if no working tie leads to it.
    links : tuple of Said
        People who are the link of a step of the introduction, as far as the readers may see them.
    """

    rank: int
    id: str
    name: str
    kind: str
    score: float
    band: str
    known_tie: bool
    data: str
    reasons: tuple[Reason, ...]
    introduction: tuple[str, ...]
    list: str | None = None
    missing: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    acquaintance: Said | None = None
    links: tuple[Said, ...] = ()

    @property
    def shown_score(self) -> float:
        """The score with as many digits as a record has."""
        return round(self.score, SHOWN)

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents; the contributions add up to the score, rounded too."""
        reasons = [reason.as_record() for reason in self.reasons]
        if reasons:
            rest = self.shown_score - sum(reason["contribution"] for reason in reasons)
            reasons[0]["contribution"] = round(reasons[0]["contribution"] + rest, SHOWN)
        return {
            "rank": self.rank,
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "list": self.list,
            "score": self.shown_score,
            "band": self.band,
            "known_tie": self.known_tie,
            "data": self.data,
            "reasons": reasons,
            "introduction": [*self.introduction],
            "links": [{"text": said.text, "evidence": _records(said.evidence)} for said in self.links],
            "missing": [*self.missing],
            "twins": [*self.twins],
        }


@dataclass(frozen=True)
class Suggestions:
    """The answer for one subject and one purpose.

    Parameters
    ----------
    subject : dict of str to str
        ``id``, ``name`` and ``kind``.
    purpose : str
    parameters : dict of str to Any
        All that the answer depends on besides the network.
    suggestions : tuple of Suggestion
    left_out : dict of str to Any
        How many are no candidates, by the reason; ``hubs``: the ids of who gave its place to a less connected one; and
        ``emptied_by``: if nobody is left, the wishes that left out all for whom something speaks, one of them alone or,
        if none does alone, all together.
    candidates : int
        For how many something speaks, whether or not they are wanted.
    """

    subject: dict[str, str]
    purpose: str
    parameters: dict[str, Any]
    suggestions: tuple[Suggestion, ...]
    left_out: dict[str, Any] = field(default_factory=dict)
    candidates: int = 0

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        return {
            "subject": self.subject,
            "purpose": self.purpose,
            "parameters": self.parameters,
            "suggestions": [suggestion.as_record() for suggestion in self.suggestions],
            "left_out": self.left_out,
        }


@dataclass(frozen=True)
class Wishes:
    """How a list of suggestions is narrowed.

    Parameters
    ----------
    kinds : collection of str
        Kinds that are suggested; empty for those of the purpose.
    theme, county, country : str, optional
        Only who works with the theme, is in the county, is in the country.
    limit : int, optional
        How many are suggested at most, for ``twin`` in each of the two lists; otherwise 10, or 5.
    known : str, optional
        One of ``KNOWN``; otherwise ``exclude``, and ``include`` for ``twin``.
    weights : mapping of str to float
        What measures count, instead of what they do by themselves.
    hubs : bool
        Whether the most connected may take all places.
    """

    kinds: Collection[str] = ()
    theme: str | None = None
    county: str | None = None
    country: str | None = None
    limit: int | None = None
    known: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    hubs: bool = False


def suggest(context: Context, subject: str, purpose: Purpose, wishes: Wishes | None = None) -> Suggestions:
    """Rank the candidates of a purpose for one subject, each with its reasons.

    Parameters
    ----------
    context : Context
        Not changed.
    subject : str
        Id of a city or an organisation.
    purpose : Purpose
    wishes : Wishes, optional

    Returns
    -------
    Suggestions
        By score, then by id; for whom nothing speaks is not among them.

    Raises
    ------
    AnalysisError
        The subject is no actor of the network, is no city but wants a twin, the theme is none of the network, or a
        weight is wrong.
    """
    wishes = wishes or Wishes()
    network, found = context.network, _ranked(context, subject, purpose, wishes)
    ids = (network.activities if purpose.activities else network.actors)["id"]
    others = () if purpose.activities else [other for _list, other in found.chosen]
    writing = _Writing(
        context,
        purpose,
        found.place,
        found.values,
        found.added,
        found.known,
        distances_from(context, found.place, others),
    )
    return Suggestions(
        {key: network.actors[key][found.place] for key in ("id", "name", "kind")},
        purpose.name,
        _parameters(context, purpose, wishes),
        tuple(writing.suggestion(other, rank, list_) for rank, (list_, other) in enumerate(found.chosen, start=1)),
        {**found.left_out, "hubs": [ids[other] for other in found.hubs]},
        found.speaking,
    )


def scored(context: Context, subject: str, purpose: Purpose, wishes: Wishes | None = None) -> dict[str, float]:
    """Return the ids that ``suggest`` would name, in its order, with their scores: without reasons, which take long."""
    ids = (context.network.activities if purpose.activities else context.network.actors)["id"]
    found = _ranked(context, subject, purpose, wishes or Wishes())
    return {ids[other]: float(found.scores[other]) for _list, other in found.chosen}


@dataclass(frozen=True)
class _Ranked:
    """Who is suggested, before anything is put into words."""

    place: int
    chosen: list[tuple[str | None, int]]
    hubs: list[int]
    scores: Numbers
    values: dict[str, Numbers]
    added: dict[str, Numbers]
    known: Flags
    left_out: dict[str, Any]
    speaking: int


def _ranked(context: Context, subject: str, purpose: Purpose, wishes: Wishes) -> _Ranked:
    network = context.network
    place = network.actors.index.get(subject)
    if place is None:
        raise AnalysisError(_("{id} is no city or organisation of this network.").format(id=subject))
    if purpose.name == "twin" and network.actors["kind"][place] != "City":
        raise AnalysisError(_("Only a city can have a twin city; {name} is none.").format(
            name=network.actors["name"][place]
        ))  # fmt: skip
    if wishes.theme is not None and wishes.theme not in network.focus_areas.index:
        raise AnalysisError(_("{id} is no theme of this network.").format(id=wishes.theme))
    view = View(context, [place])
    measured = purpose.measured(view)
    contributions = purpose.contributions(view, measured, wishes.weights)
    added = {name: np.round(values[0], DIGITS) for name, values in contributions.items()}
    scores = np.round(np.sum(list(added.values()), axis=0), DIGITS)
    known = np.asarray((context.inside if purpose.activities else context.working)[[place]].toarray()[0] > 0)
    against = _left_out(context, purpose, place, known, _wish(purpose, wishes))
    out = np.any(list(against.values()), axis=0)
    unwanted = _unwanted(context, purpose, place, wishes)
    candidate = ~out & ~np.any(list(unwanted.values()), axis=0)
    if purpose.needs:
        scores = np.where(np.any([added[name] > 0 for name in purpose.needs], axis=0), scores, 0.0)
    speaking = ~out & (scores > 0)
    places = np.flatnonzero(candidate & speaking)
    order = places[np.argsort(-scores[places], kind="stable")].tolist()  # nodes stand in the order of their ids
    chosen, hubs = _chosen(context, purpose, order, wishes)
    return _Ranked(
        place,
        chosen,
        hubs,
        scores,
        {name: v[0] for name, v in measured.items()},
        added,
        known,
        {
            **{name: int(flags.sum()) for name, flags in candidates.in_turn({**against, **unwanted}).items()},
            "nothing_speaks_for": int((candidate & (scores <= 0)).sum()),
            "emptied_by": [] if len(places) else _emptied_by(unwanted, speaking),
        },
        int(speaking.sum()),
    )


def _parameters(context: Context, purpose: Purpose, wishes: Wishes) -> dict[str, Any]:
    """State all that the answer depends on besides the network."""
    weights = {
        term.measure.name: wishes.weights.get(
            term.measure.name, term.weights[0] if len(term.weights) == 1 else list(term.weights)
        )
        for term in purpose.terms
    }
    return {
        "as_of": context.as_of,
        "programme": context.programme,
        "kinds": sorted(wishes.kinds),
        "theme": wishes.theme,
        "county": wishes.county,
        "country": wishes.country,
        "known": _wish(purpose, wishes),
        "limit": _limit(purpose, wishes),
        "hubs": wishes.hubs,
        "weights": weights,
        "learned_from": purpose.learned_from,
    }


def _wish(purpose: Purpose, wishes: Wishes) -> str:
    return wishes.known or ("include" if purpose.name == "twin" else "exclude")


def _limit(purpose: Purpose, wishes: Wishes) -> int:
    return wishes.limit or (5 if purpose.name == "twin" else 10)


def _left_out(context: Context, purpose: Purpose, subject: int, known: Flags, wish: str) -> dict[str, Flags]:
    """Flag who is no candidate, by the reason: as the purpose has it, and as is wished of those who are known."""
    found = purpose.left_out(context, subject)
    if wish == "exclude":
        tie = "already_in" if purpose.activities else "working_tie"
        return candidates.in_turn({tie: known, **{name: flags for name, flags in found.items() if name != tie}})
    found = {name: flags for name, flags in found.items() if name not in OVERRULED}
    return candidates.in_turn({**found, "unknown": ~known}) if wish == "only" else found


def _unwanted(context: Context, purpose: Purpose, subject: int, wishes: Wishes) -> dict[str, Flags]:
    """Flag who is not of the kinds, the theme, the county and the country that are wanted, by each of these."""
    network = context.network
    nodes = network.activities if purpose.activities else network.actors
    flags = {name: np.zeros(len(nodes), dtype=bool) for name in ("kind", "theme", "county", "country")}
    if kinds := wishes.kinds or _own_kinds(context, purpose, subject):
        flags["kind"] = np.array([kind not in kinds for kind in nodes["kind"]], dtype=bool)
    if wishes.theme is not None:
        theme = context.themes.index(network.theme_of.get(wishes.theme, wishes.theme))
        having = context.activity_themes.toarray() if purpose.activities else context.actor_themes
        flags["theme"] = having[:, theme] == 0
    wanted = {"county": (wishes.county, context.counties), "country": (wishes.country, network.actors["country"])}
    for name, (place, values) in wanted.items():
        if place is not None:
            here = np.array([value == place for value in values], dtype=float)
            flags[name] = (context.inside.T @ here if purpose.activities else here) == 0
    return flags


def _emptied_by(unwanted: dict[str, Flags], speaking: Flags) -> list[str]:
    """Name a wish that leaves out all for whom something speaks; else all wishes, which do so together."""
    if not speaking.any():
        return []
    asked = [name for name, flags in unwanted.items() if (flags & speaking).any()]
    return next(([name] for name in asked if not (speaking & ~unwanted[name]).any()), asked)


def _own_kinds(context: Context, purpose: Purpose, subject: int) -> tuple[str, ...]:
    """Return the kinds that are meant if none are said: a city learns from cities, a company from companies."""
    return (context.network.actors["kind"][subject],) if purpose.name == "learning" else ()


def _chosen(
    context: Context, purpose: Purpose, order: list[int], wishes: Wishes
) -> tuple[list[tuple[str | None, int]], list[int]]:
    """Take the first of an order, by the rules of the purpose; also tell who gave its place up."""
    limit = _limit(purpose, wishes)
    ids = context.network.actors["id"]
    if purpose.name == "twin":
        alone = sorted(order, key=lambda c: ids[c] in context.twins)  # stable: within either by score
        lists = {"member": [c for c in alone if ids[c] in context.members]}
        lists["invite"] = [c for c in alone if ids[c] not in context.members]
        return [(name, c) for name, some in lists.items() for c in some[:limit]], []
    if purpose.activities or wishes.hubs or _wish(purpose, wishes) == "only":  # one's own partners are no closed club
        return [(None, c) for c in order[:limit]], []
    if purpose.name != "project" and sum(context.data[c] != "none" for c in order) <= LONG_LIST:
        return [(None, c) for c in order[:limit]], []
    most = context.hubs
    ranked = np.array(order, dtype=np.intp)
    counted = np.cumsum(most[ranked])  # hubs so far
    taken = ranked[~most[ranked] | (counted <= limit // 2)][:limit].tolist()
    return [(None, c) for c in taken], [c for c in order[:limit] if c not in taken]


@dataclass(frozen=True)
class _Writing:
    """What the words of every suggestion of a list rest on."""

    context: Context
    purpose: Purpose
    subject: int
    values: dict[str, Numbers]
    added: dict[str, Numbers]
    known: Flags
    distances: Numbers

    def suggestion(self, other: int, rank: int, list_: str | None) -> Suggestion:
        """Write one suggestion with its reasons, the largest contribution first."""
        context, network = self.context, self.context.network
        subject = self.subject
        reasons = [
            Reason(
                name,
                float(self.values[name][other]),
                float(self.added[name][other]),
                said.text,
                said.evidence,
                said.brief,
            )
            for term in self.purpose.terms
            if self.added[name := term.measure.name][other] > 0
            for said in (term.measure.reason(context, subject, other),)
        ]
        reasons.sort(key=lambda r: (-round(r.contribution, DIGITS), r.measure))
        met: Said | None = None
        if self.purpose.activities:
            node, way, data = network.activities, self._nearest_in(other), "full"
        else:
            node, data = network.actors, context.data[other]
            way = introduction(context, subject, self.distances, other)
            if self.known[other]:
                met = tie(context, subject, other)
            elif not way:
                met = acquaintance(context, subject, other)
        id = node["id"][other]
        far = len(way) - 1 if way else np.inf
        return Suggestion(
            rank=rank,
            id=id,
            name=node["name"][other],
            kind=node["kind"][other],
            score=float(sum(r.contribution for r in reasons)),
            band="near" if far <= 2 else "stretch",
            known_tie=bool(self.known[other]),
            data=data,
            reasons=tuple(reasons),
            introduction=tuple(network.actors["id"][z] for z in way),
            list=list_,
            missing=tuple(name for name, values in self.values.items() if np.isnan(values[other])),
            twins=tuple(context.twins.get(id, ())),
            acquaintance=met,
        )

    def _nearest_in(self, activity: int) -> list[int]:
        """Return the way to whoever in an activity is fewest working ties away."""
        inside = members_of(self.context, activity)
        others = [z for z in inside if z != self.subject and np.isfinite(self.distances[z])]
        if not others:
            return []
        nearest = min(others, key=lambda z: (self.distances[z], z))
        return introduction(self.context, self.subject, self.distances, nearest)
