"""Measures + purpose -> ranked partners with reasons."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samverkan.analysis.measures import Measure, resource_allocation
from samverkan.analysis.wording import tie_in_words
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.network.network import Flags, Network, Relation
from samverkan.network.projection import Teams, data_about, funders, main_programme

PURPOSES = ("project",)


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
    """

    measure: str
    value: float
    contribution: float
    text: str
    evidence: tuple[Relation, ...]

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        rows = [
            {"from": r.source, "type": r.type, "to": r.target, "start": r.start, "sources": r.sources}
            for r in self.evidence
        ]
        return {
            "measure": self.measure,
            "value": self.value,
            "contribution": self.contribution,
            "text": self.text,
            "evidence": rows,
        }


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
        ``near``: at most two working ties away; ``stretch``: further.
    known_tie : bool
        Whether there is a working tie already.
    data : str
        ``full``, ``thin`` or ``none``.
    reasons : tuple of Reason
        The largest contribution first.
    introduction : tuple of str
        Ids of the shortest way from the subject to the suggested: who can introduce them.
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

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        return {
            "rank": self.rank,
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "list": None,
            "score": self.score,
            "band": self.band,
            "known_tie": self.known_tie,
            "data": self.data,
            "reasons": [reason.as_record() for reason in self.reasons],
            "introduction": list(self.introduction),
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
        How many actors are no candidates, and why.
    """

    subject: dict[str, str]
    purpose: str
    parameters: dict[str, Any]
    suggestions: tuple[Suggestion, ...]
    left_out: dict[str, Any] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        return {
            "subject": self.subject,
            "purpose": self.purpose,
            "parameters": self.parameters,
            "suggestions": [suggestion.as_record() for suggestion in self.suggestions],
            "left_out": self.left_out,
        }


def suggest_project_partners(
    network: Network, subject: str, *, kinds: Collection[str] = (), limit: int = 10, programme: str | None = None
) -> Suggestions:
    """Rank the actors with whom a joint project is likely to come about.

    Candidates are the actors without a working tie to the subject and in no Project with it, whatever its size; the
    funders of the programme are left out.

    Parameters
    ----------
    network : Network
        Not changed.
    subject : str
        Id of a city or an organisation.
    kinds : collection of str
        Kinds that are suggested; empty for all.
    limit : int
        How many are suggested at most.
    programme : str, optional
        Id of the programme; otherwise the one with the most cities as members.

    Returns
    -------
    Suggestions
        By score, then by id. An actor whom no working tie leads to is not among them.

    Raises
    ------
    AnalysisError
        The subject is no actor of the network.
    """
    place = network.actors.index.get(subject)
    if place is None:
        raise AnalysisError(_("{id} is no city or organisation of this network.").format(id=subject))
    teams = Teams(network)
    programme = programme or main_programme(network)
    reasons_against = _left_out(network, teams, place, funders(network, programme) if programme else [])
    candidate = ~np.logical_or.reduce([*reasons_against.values(), _others(network, kinds)])
    measure = resource_allocation(teams, place)
    scores = np.where(candidate, measure.values, 0.0)
    order = sorted(np.flatnonzero(scores > 0).tolist(), key=lambda c: (-scores[c], network.actors["id"][c]))
    data = data_about(network, teams)
    return Suggestions(
        {key: network.actors[key][place] for key in ("id", "name", "kind")},
        "project",
        {"kinds": sorted(kinds), "limit": limit, "programme": programme},
        tuple(
            _suggestion(network, teams, measure, place, other, rank, data[other])
            for rank, other in enumerate(order[:limit], start=1)
        ),
        {name: int(flags.sum()) for name, flags in reasons_against.items()}
        | {"no_path": int((candidate & (scores <= 0)).sum())},
    )


def _left_out(network: Network, teams: Teams, subject: int, programme_funders: list[str]) -> dict[str, Flags]:
    """Flag the actors that are no candidates, by the reason."""
    ids = network.actors["id"]
    itself = np.zeros(len(ids), dtype=bool)
    itself[subject] = True
    known = teams.ties[[subject], :].toarray()[0] > 0
    projects = np.array([kind == "Project" for kind in network.activities["kind"]], dtype=float)
    everybody = teams.everybody
    in_project = (everybody @ (everybody[[subject], :].toarray()[0] * projects)) > 0
    funding = np.isin(ids, programme_funders)
    return {
        "itself": itself,
        "working_tie": known & ~itself,
        "same_project": in_project & ~known & ~itself,
        "funder": funding & ~known & ~in_project & ~itself,
    }


def _others(network: Network, kinds: Collection[str]) -> Flags:
    """Flag the actors of other kinds than those asked for."""
    return np.array([bool(kinds) and kind not in kinds for kind in network.actors["kind"]], dtype=bool)


def _suggestion(
    network: Network, teams: Teams, measure: Measure, subject: int, other: int, rank: int, data: str
) -> Suggestion:
    parts = measure.parts[:, [other]].toarray()[:, 0]
    ids = network.actors["id"]
    rows = sorted(np.flatnonzero(parts).tolist(), key=lambda row: (-parts[row], ids[measure.between[row]]))
    reasons = tuple(
        _reason(network, teams, measure.name, float(parts[row]), (subject, int(measure.between[row]), other))
        for row in rows
    )
    return Suggestion(
        rank=rank,
        id=ids[other],
        name=network.actors["name"][other],
        kind=network.actors["kind"][other],
        score=float(sum(reason.contribution for reason in reasons)),
        band="near",  # whoever has a common partner is two working ties away
        known_tie=False,
        data=data,
        reasons=reasons,
        introduction=(ids[subject], ids[int(measure.between[rows[0]])], ids[other]),
    )


def _reason(network: Network, teams: Teams, measure: str, value: float, path: tuple[int, int, int]) -> Reason:
    """Word the way from the subject over one common partner to the suggested."""
    first, first_rows = tie_in_words(network, teams, path[0], path[1])
    second, second_rows = tie_in_words(network, teams, path[1], path[2])
    return Reason(measure, value, value, f"{first}; {second}.", (*first_rows, *second_rows))
