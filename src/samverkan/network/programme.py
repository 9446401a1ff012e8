"""The programme of a network, who is in it and who pays for it, and what is known of each actor."""

import numpy as np

from samverkan.network.network import Network
from samverkan.network.teams import IN_ACTIVITY, WORKS_IN, Teams


def data_about(network: Network, teams: Teams) -> list[str]:
    """Tell how much is known of each actor.

    Returns
    -------
    list of str
        ``none``: no relation but LOCATED_IN; ``thin``: fewer than three activities that make working ties, or no focus
        area of its own or through its activities; else ``full``.
    """
    related = {end for r in network.relations if r.type != "LOCATED_IN" for end in (r.source, r.target)}
    focused = {r.source for r in network.relations if r.type == "FOCUSES_ON"}
    through = np.array([id in focused for id in network.activities["id"]], dtype=float)
    in_focused = network.incidence(IN_ACTIVITY) @ through
    number = np.diff(teams.working_incidence.indptr)
    return [
        "none"
        if id not in related
        else "full"
        if number[place] >= 3 and (id in focused or in_focused[place])
        else "thin"
        for place, id in enumerate(network.actors["id"])
    ]


def main_programme(network: Network) -> str | None:
    """Return the id of the Programme with the most cities as members, the first of them by id; ``None`` without any."""
    members = network.incidence(("MEMBER_OF",))
    cities = np.array([kind == "City" for kind in network.actors["kind"]], dtype=float)
    programmes = np.array([kind == "Programme" for kind in network.activities["kind"]], dtype=float)
    counts = (members.T @ cities) * programmes
    return network.activities["id"][int(counts.argmax())] if counts.any() else None


def funders(network: Network, programme: str) -> list[str]:
    """Return the ids of who FUNDS a programme, or a programme that it is PART_OF, in order."""
    funded = {programme}
    while wider := {r.target for r in network.relations if r.type == "PART_OF" and r.source in funded} - funded:
        funded |= wider
    return sorted({r.source for r in network.relations if r.type == "FUNDS" and r.target in funded})


def members(network: Network, programme: str) -> frozenset[str]:
    """Return the ids of the cities that are MEMBER_OF a programme."""
    return frozenset(
        r.source
        for r in network.relations
        if r.type == "MEMBER_OF" and r.target == programme and network.kind(r.source) == "City"
    )


def local_initiatives(network: Network, programme: str) -> dict[str, frozenset[str]]:
    """Return the local initiatives of a programme, each with the member cities in it.

    A local initiative is a Project that is PART_OF the programme directly and has fewer than two member cities, twins
    counted as one.
    """
    cities = members(network, programme)
    twins = {frozenset((r.source, r.target)) for r in network.relations if r.type == "TWINNED_WITH"}
    inside: dict[str, set[str]] = {
        r.source: set()
        for r in network.relations
        if r.type == "PART_OF" and r.target == programme and network.kind(r.source) == "Project"
    }
    for r in network.relations:
        if r.type in WORKS_IN and r.target in inside and r.source in cities:
            inside[r.target].add(r.source)
    return {
        project: frozenset(found)
        for project, found in inside.items()
        if len(found) < 2 or (len(found) == 2 and frozenset(found) in twins)
    }
