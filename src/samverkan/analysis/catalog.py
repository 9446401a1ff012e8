"""Every analysis by name: the question that it answers, and the function that does."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samverkan.analysis import brokers, centrality, communities, mixing, structure
from samverkan.analysis.meanings import MEANINGS
from samverkan.analysis.result import Mixing, Overview, Partition, Ranking, Result, Roles
from samverkan.analysis.ties import GROUPINGS, Ties
from samverkan.language import N_, _
from samverkan.network.network import Network

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Analysis:
    """A question that can be put to any network.

    Parameters
    ----------
    name : str
    title, question : str
        Marked for the catalogue.
    results : callable
        Called with ties, a seed, and what to tell progress; gives the results in order.
    """

    name: str
    title: str
    question: str
    results: Callable[[Ties, int, Progress], list[Result]]


def _overview(ties: Ties, seed: int, told: Progress) -> list[Result]:
    what, steps = _("Counting"), 2 + len(GROUPINGS)
    told(what, 0, steps)
    found: list[Result] = [structure.size(ties)]
    told(what, 1, steps)
    found.append(structure.core(ties))
    for place, grouping in enumerate(GROUPINGS):
        told(what, 2 + place, steps)
        found.append(structure.ei_index(ties.joined, ties.labels(grouping), grouping))
    return found


def _centrality(ties: Ties, seed: int, told: Progress) -> list[Result]:
    what = _("Following shortest paths")
    return [
        centrality.degree(ties),
        centrality.strength(ties),
        centrality.betweenness(ties, seed=seed, progress=lambda done, total: told(what, done, total)),
    ]


def _brokers(ties: Ties, seed: int, told: Progress) -> list[Result]:
    what = _("Counting who is between whom")
    found: list[Result] = [brokers.effective_size(ties), brokers.constraint(ties)]
    for place, grouping in enumerate(GROUPINGS):

        def counted(done: int, total: int, before: int = place) -> None:
            told(what, before * total + done, len(GROUPINGS) * total)

        found.append(brokers.roles(ties, grouping, progress=counted))
    return found


def _communities(ties: Ties, seed: int, told: Progress) -> list[Result]:
    what = _("Looking for communities")
    return [communities.communities(ties, seed=seed, progress=lambda done, total: told(what, done, total))]


def _mixing(ties: Ties, seed: int, told: Progress) -> list[Result]:
    what = _("Drawing networks by lot")
    return [
        mixing.mixing(ties, grouping, seed=seed, progress=lambda done, total: told(what, done, total))
        for grouping in GROUPINGS
    ]


ANALYSES: Mapping[str, Analysis] = {
    analysis.name: analysis
    for analysis in (
        Analysis(
            "overview",
            N_("What the network is like"),
            N_("How large is it, how dense, does it hold together, and do ties leave county, sector and theme?"),
            _overview,
        ),
        Analysis(
            "centrality",
            N_("Who is central"),
            N_("Who has most partners, and who lies between the others?"),
            _centrality,
        ),
        Analysis(
            "brokers",
            N_("Who stands between others"),
            N_("Whose partners do not meet otherwise, and on whose side are these?"),
            _brokers,
        ),
        Analysis(
            "communities",
            N_("Which circles there are"),
            N_("Who works mostly with each other, and how sure is it that these are circles?"),
            _communities,
        ),
        Analysis(
            "mixing",
            N_("Which groups work with which"),
            N_("Which counties, sectors and themes work with each other more, or less, than by chance?"),
            _mixing,
        ),
    )
}
"""By name; the first is what is shown without one."""


def as_record(result: Result, network: Network) -> dict[str, Any]:
    """Return a result as JSON has it: with names, and with what its numbers mean and do not, in the language in use.

    Parameters
    ----------
    result : Result
    network : Network
        That the result is of.
    """
    record: dict[str, Any] = {
        "name": result.name,
        "parameters": dict(result.parameters),
        "source": result.source,
        "left_out": dict(result.left_out),
    }
    if isinstance(result, Overview):
        return record | {"numbers": [_with_meaning(vars(n), n.measure) for n in result.numbers]}
    record = _with_meaning(record, result.name)
    if isinstance(result, Ranking):
        rows = _numbered(network, [(id, {"value": value}) for id, value in result.ranked])
        return record | {"ranked": rows}
    if isinstance(result, Roles):
        told = [(id, {"roles": dict(found), "expected": dict(lot)}) for id, found, lot in result.ranked]
        return record | {"ranked": _numbered(network, told)}
    if isinstance(result, Partition):
        parts = [{"stability": c.stability, "actors": list(c.actors)} for c in result.communities]
        return record | {"modularity": result.modularity, "stability": result.stability, "communities": parts}
    if isinstance(result, Mixing):
        groups = [{"group": label, "actors": number} for label, number in result.groups]
        return record | {"groups": groups, "cells": [_known(vars(cell)) for cell in result.cells]}
    raise TypeError(type(result))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with ``None`` for what is not a number."""
    return {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in values.items()}


def _with_meaning(record: Mapping[str, Any], measure: str) -> dict[str, Any]:
    meaning = MEANINGS[measure]
    return {**record, "means": _(meaning.means), "means_not": _(meaning.means_not)}


def _numbered(network: Network, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"rank": place, "id": id, "name": network.name(id), "kind": network.kind(id), **values}
        for place, (id, values) in enumerate(rows, 1)
    ]
