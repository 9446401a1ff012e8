"""Who comes into question: flags of who does not, by the reason, each actor or activity for the first that holds."""

from collections.abc import Mapping

import numpy as np

from samverkan.analysis.context import JOINED_KINDS, Context
from samverkan.network.network import Flags, in_years

RUNS = 6.0
"""Years after its start that a Project without an end counts as ended."""

OF_A_PLACE = ("City", "Region", "CountyBoard")
"""Kinds of actors that act for a part of the country."""

OTHERS = 2
"""Known actors that an activity needs besides the subject, to be one that can be joined."""


def _itself(context: Context, subject: int) -> Flags:
    flags = np.zeros(len(context.network.actors), dtype=bool)
    flags[subject] = True
    return flags


def _working_tie(context: Context, subject: int) -> Flags:
    return np.asarray(context.working[[subject]].toarray()[0] > 0)


def in_turn(flags: Mapping[str, Flags]) -> dict[str, Flags]:
    """Leave everybody out for the first reason only, so that the numbers add up."""
    gone: Flags | bool = False
    found = {}
    for name, some in flags.items():
        found[name] = np.asarray(some & ~np.asarray(gone, dtype=bool))
        gone = found[name] | gone
    return found


def project(context: Context, subject: int) -> dict[str, Flags]:
    """Leave out the partners, whoever is in a Project with the subject, and who funds the programme."""
    return in_turn(
        {
            "itself": _itself(context, subject),
            "funder": _funders(context),
            "working_tie": _working_tie(context, subject),
            "same_project": _same_project(context, subject),
        }
    )


def _funders(context: Context) -> Flags:
    flags = np.zeros(len(context.network.actors), dtype=bool)
    flags[[context.network.actors.index[id] for id in context.funders if id in context.network.actors.index]] = True
    return flags


def _same_project(context: Context, subject: int) -> Flags:
    """Flag who is in a Project with the subject, however large."""
    kinds = np.array([kind == "Project" for kind in context.network.activities["kind"]], dtype=float)
    everybody = context.teams.everybody
    return np.asarray((everybody @ (everybody[[subject]].toarray()[0] * kinds)) > 0)


def twin(context: Context, subject: int) -> dict[str, Flags]:
    """Leave out the twins, and all but the cities of the same country."""
    actors = context.network.actors
    twins = context.twins.get(actors["id"][subject], [])
    return in_turn(
        {
            "itself": _itself(context, subject),
            "twin": np.isin(actors["id"], twins),
            "no_city": ~context.is_city,
            "other_country": np.array([c != actors["country"][subject] for c in actors["country"]], dtype=bool),
        }
    )


def learning(context: Context, subject: int) -> dict[str, Flags]:
    """Leave out the partners, and whoever is in a Project with the subject."""
    return in_turn(
        {
            "itself": _itself(context, subject),
            "working_tie": _working_tie(context, subject),
            "same_project": _same_project(context, subject),
        }
    )


def join(context: Context, subject: int) -> dict[str, Flags]:
    """Leave out what cannot be joined, has ended, is another city's, county's or the funders' own, or little known.

    An organisation is not told to join what only cities are known to be in: an award, or a programme for cities.
    """
    network = context.network
    activities = network.activities
    own = network.actors["id"][subject]
    inside = context.inside
    mine = inside[[subject]].toarray()[0]
    others = np.asarray(inside.sum(axis=0)) - mine
    others_initiative = [id in context.initiatives and own not in context.initiatives[id] for id in activities["id"]]
    return in_turn(
        {
            "not_to_join": np.array([kind not in JOINED_KINDS for kind in activities["kind"]], dtype=bool),
            "ended": ended(context),
            "local_initiative": np.array(others_initiative, dtype=bool),
            "too_few_known": others < OTHERS,
            "one_place": _of_one_place(context),
            "other_county": _of_other_county(context, subject),
            "funders_only": np.asarray(inside[~_funders(context)].sum(axis=0) == 0),
            "cities_only": _of_cities_only(context) & ~context.is_city[subject],
            "already_in": mine > 0,
        }
    )


def ended(context: Context, by: float | None = None) -> Flags:
    """Flag the activities that had ended at the data date, or by another, in years."""
    activities = context.network.activities
    ends = np.array([in_years(end, last_day=True) for end in activities["end"]], dtype=float)
    projects = np.array([kind == "Project" for kind in activities["kind"]], dtype=bool)
    ends = np.where(np.isnan(ends) & projects, context.network.since + RUNS, ends)
    return np.asarray(ends <= (context.now if by is None else by))


def _of_cities_only(context: Context) -> Flags:
    """Flag the activities that only cities are known to be members of or partners in; who leads it does not count."""
    inside = context.network.incidence(("PARTNER_IN", "MEMBER_OF"))
    return np.asarray(inside[~context.is_city].sum(axis=0) == 0)


def _of_one_place(context: Context) -> Flags:
    """Flag the activities of one city and organisations of its county, or without a county: its own affair."""
    counties = context.counties
    flags = np.zeros(len(context.network.activities), dtype=bool)
    by_activity = context.inside.tocsc()
    for place in range(len(flags)):
        team = by_activity.indices[slice(*by_activity.indptr[place : place + 2])].tolist()
        cities = [actor for actor in team if context.is_city[actor]]
        if len(cities) == 1:
            own = counties[cities[0]]
            flags[place] = all(counties[actor] in (None, own) for actor in team)
    return flags


def _of_other_county(context: Context, subject: int) -> Flags:
    """Flag the activities that are a county's own affair, which is not the subject's county.

    Its known cities, regions and county boards are all of one county, and all others of it or without a county.
    """
    flags = np.zeros(len(context.network.activities), dtype=bool)
    own, counties, kinds = context.counties[subject], context.counties, context.network.actors["kind"]
    if own is None:
        return flags
    by_activity = context.inside.tocsc()
    for place in range(len(flags)):
        team = by_activity.indices[slice(*by_activity.indptr[place : place + 2])].tolist()
        of_places = {counties[actor] for actor in team if kinds[actor] in OF_A_PLACE}
        known = {counties[actor] for actor in team} - {None}
        flags[place] = len(of_places) == 1 and of_places == known and own not in known
    return flags
