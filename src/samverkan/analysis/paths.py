"""Ways from one actor to another, in words: the reasons of the measures of nearness, and introductions."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.alike import still_works_with, theme_rows
from samverkan.analysis.context import Context, divided
from samverkan.analysis.measures import Said
from samverkan.analysis.wording import (
    NAMED,
    between,
    listing,
    once,
    over,
    period,
    row,
    since,
    some,
    theme_names,
    tie_in_few_words,
    tie_in_words,
)
from samverkan.language import _, ngettext
from samverkan.network.network import Numbers, Relation
from samverkan.network.teams import IN_ACTIVITY, WORKS_IN, WORKS_WITH, Teams

LATEST = 5
"""How many of an actor's latest activities bear out how active it is."""


def say_common_partners(context: Context, subject: int, other: int) -> Said:
    """Name the partners that two have in common, the rarest (with fewest partners of their own) first."""
    common = _common(context, subject, other)
    names = context.network.actors["name"]
    text = ngettext(
        "{a} and {b} have a partner in common: {names}.",
        "{a} and {b} have {n} partners in common: {names}.",
        len(common),
    ).format(n=len(common), a=names[subject], b=names[other], names=some([names[z] for z in common], 3))
    rows = [r for z in common[:3] for end in (subject, other) for r in tie_in_words(context, end, z)[1]]
    return Said(text, once(rows), _know_both(context, common))


def _know_both(context: Context, common: Sequence[int]) -> str:
    names = [context.network.actors["name"][z] for z in common]
    return ngettext("{names} knows both.", "{names} know both.", len(names)).format(names=some(names, 1))


def _common(context: Context, subject: int, other: int) -> list[int]:
    joined, ids = context.joined, context.network.actors["id"]
    both = set(row(joined, subject)) & set(row(joined, other))
    return sorted(both, key=lambda z: (context.degree[z], ids[z]))


def say_strongest_partner(context: Context, subject: int, other: int) -> Said:
    """Word the strongest way over one common partner: of how much it hands on."""
    ties, strength = context.teams.ties, context.teams.strength
    first, last = _dense(ties, subject), _dense(ties, other)
    best = _best(divided(first * last, strength))
    return replace(_along(context, (subject, best, other)), brief=_know_both(context, [best]))


def say_path_of_three(context: Context, subject: int, other: int) -> Said:
    """Word the strongest way over two partners, one of each."""
    return _path_of_three(context, context.teams, subject, other)


def say_plain_path(context: Context, subject: int, other: int) -> Said:
    """Word the way over two partners that is the strongest when large activities count as much as small ones."""
    return _path_of_three(context, context.plain_teams, subject, other)


def _path_of_three(context: Context, teams: Teams, subject: int, other: int) -> Said:
    """Word the strongest way over two partners u and v, by w(s,u) w(u,v) w(v,c) / √(s(u) s(v))."""
    first, last = _dense(teams.ties, subject), _dense(teams.ties, other)
    first[[subject, other]] = 0.0
    last[[subject, other]] = 0.0
    partners = np.flatnonzero(first)
    between_them = teams.ties[partners]
    u = np.repeat(partners, np.diff(between_them.indptr))
    v = between_them.indices
    ways = first[u] * between_them.data * last[v] / np.sqrt(teams.strength[u] * teams.strength[v])
    if not ways.any():  # for two who have a tie themselves: a path that goes along it, back and forth
        return tie(context, subject, other)
    strongest = _best(ways)  # in the order of rows and columns
    one, two = int(u[strongest]), int(v[strongest])
    names = context.network.actors["name"]
    brief = _("The way there goes over {one} and {two}.").format(one=names[one], two=names[two])
    if common := _common(context, subject, other):  # for people, who knows both says more
        brief = _know_both(context, common)
    return replace(_along(context, (subject, one, two, other)), brief=brief)


def tie(context: Context, subject: int, other: int) -> Said:
    """Word how two work together who have a tie that counts."""
    brief = _("They {tie}.").format(tie=tie_in_few_words(context, subject, other))
    return replace(_along(context, (subject, other)), brief=brief)


def _along(context: Context, path: Sequence[int]) -> Said:
    """Word each tie of a path after the other."""
    said = [tie_in_words(context, one, other) for one, other in pairwise(path)]
    return Said("; ".join(text for text, _rows in said) + ".", once(r for _text, rows in said for r in rows))


def say_theme_activity(context: Context, subject: int, other: int) -> Said:
    """Name the subject's themes that the other works with, and in which activities, the latest first."""
    network, names = context.network, context.network.actors["name"]
    weights = context.theme_profile[subject] * context.just_now[other]
    theme = _best(weights)
    inside = row(context.teams.incidence, other)
    having = set(row(sp.csr_array(context.activity_themes.T), theme))
    since = context.began
    places = sorted(having & set(inside), key=lambda j: (-since[j], network.activities["id"][j]))
    activities = [network.activities["id"][j] for j in places]
    own = network.actors["id"][other]
    inside_of = {x: [r for r in network.of_pair[own, x] if r.type in WORKS_IN] for x in activities}
    told = [
        network.name(x)
        + (
            period(context, x, [inside_of[x]])
            or between(context, _year(since[place]), network.activities["end"][place])
        )
        for x, place in zip(activities, places, strict=True)
    ]
    forms = {
        (True, True): _("{b} works with {theme}, as {a} does, in {activities}."),
        (True, False): _("{b} works with {theme}, as {a} has done, in {activities}."),
        (False, True): _("{b} has worked with {theme}, as {a} does, in {activities}."),
        (False, False): _("{b} has worked with {theme}, as {a} has done, in {activities}."),
    }
    runs = any(not over(context, x, [rows]) for x, rows in inside_of.items())
    text = forms[runs, still_works_with(context, subject, theme)].format(
        a=names[subject], b=names[other], theme=theme_names(context, [theme]), activities=some(told)
    )
    rows = [
        r
        for activity in activities[:NAMED]
        for r in (
            *inside_of[activity],
            *(
                r
                for area in context.areas(theme)
                for r in network.of_pair.get((activity, area), ())
                if r.type == "FOCUSES_ON"
            ),
        )
    ]
    return Said(text, once((*rows, *theme_rows(context, subject, theme))))


def say_recent_activity(context: Context, subject: int, other: int) -> Said:
    """Count what an actor works in, and name the latest."""
    network = context.network
    latest = _latest(context, other)
    names = [network.activities["name"][j] for j in latest]
    text = ngettext(
        "{b} is known to work or have worked in {names}.",
        "{b} is known to work or have worked in {n} activities, {names} among them.",
        len(names),
    ).format(n=len(names), b=network.actors["name"][other], names=listing(names[:2]))
    brief = ngettext(
        "{b} works or has worked in {name}.", "{b} works or has worked in {n} activities.", len(names)
    ).format(
        n=len(names), b=network.actors["name"][other], name=network.short_name(network.activities["id"][latest[0]])
    )
    return Said(text, latest_work(context, other), brief)


def latest_work(context: Context, actor: int) -> tuple[Relation, ...]:
    """Return the rows of the latest activities that an actor works in; without any, those of its direct ties."""
    network = context.network
    id, activities = network.actors["id"][actor], network.activities["id"]
    latest = [activities[j] for j in _latest(context, actor)[:LATEST]]
    if not latest:
        return tuple(r for r in network.relations if r.type in WORKS_WITH and id in (r.source, r.target))
    return tuple(r for x in latest for r in network.of_pair[id, x] if r.type in WORKS_IN)


def _latest(context: Context, actor: int) -> list[int]:
    """Return the places of the activities that an actor works in, the latest first."""
    inside = np.array(row(context.teams.incidence, actor), dtype=np.intp)  # in the order of the ids
    latest: list[int] = inside[np.argsort(-context.began[inside], kind="stable")].tolist()
    return latest


def say_popularity(context: Context, subject: int, other: int) -> Said:
    """Count the partners, and name the latest activities."""
    count = int(context.degree[other])
    text = ngettext(
        "{b} is known to work or have worked with {n} other.",
        "{b} is known to work or have worked with {n} others.",
        count,
    ).format(n=count, b=context.network.actors["name"][other])
    return Said(text, latest_work(context, other))


def say_meetings(context: Context, subject: int, other: int) -> Said:
    """Name the events and agreements that both are in, or that they are sister cities."""
    network = context.network
    a, b = network.actors["id"][subject], network.actors["id"][other]
    names = {"a": network.actors["name"][subject], "b": network.actors["name"][other]}
    meetings = context.meetings
    shared = sorted(set(row(meetings, subject)) & set(row(meetings, other)), key=lambda j: (context.met[j], j))
    sister = [r for r in network.of_pair.get((a, b), ()) if r.type == "SISTER_CITY_OF"]
    if not shared:
        return Said(_("{a} and {b} are sister cities.").format(**names), tuple(sister))
    j = shared[0]
    id = network.activities["id"][j]
    all_there = row(sp.csr_array(meetings.T), j)
    with_them = sorted((network.actors["name"][z], network.actors["id"][z]) for z in all_there)
    with_them = [(name, z) for name, z in with_them if z not in (a, b)]
    told = (a, b, *(z for _name, z in with_them[:NAMED]))
    rows = [[r for r in network.of_pair[end, id] if r.type in IN_ACTIVITY] for end in told]
    both = since(rows[:2])
    what = network.name(id) + ("" if both is None else f" ({both})")
    forms = {
        True: _("{a} and {b} have both signed {what}."),
        False: _("{a} and {b} both took part in {what}."),
    }
    if with_them:
        forms = {
            True: _("{a} and {b} have both signed {what}, together with {others}."),
            False: _("{a} and {b} both took part in {what}, together with {others}."),
        }
    others = some([name for name, _z in with_them]) if with_them else ""
    text = forms[network.kind(id) == "Agreement"].format(what=what, others=others, **names)
    if sister:
        text += " " + _("{a} and {b} are sister cities.").format(**names)
    return Said(text, (*(r for of_one in rows for r in of_one), *sister))


# ---- introductions


def introduction(context: Context, subject: int, distances: Numbers, other: int) -> list[int]:
    """Return the shortest way along working ties, the strongest of the shortest; empty if there is none.

    Parameters
    ----------
    context : Context
    subject : int
    distances : numpy.ndarray of float
        From the subject, in working ties, as of ``distances_from``.
    other : int

    Returns
    -------
    list of int
        Places of actors, the subject first and the other last.
    """
    if not np.isfinite(distances[other]):
        return []
    ids, working = context.network.actors["id"], context.working
    path = [other]
    while path[-1] != subject:
        here = path[-1]
        places = row(working, here)
        strengths = dict(zip(places, working.data[slice(*working.indptr[here : here + 2])].tolist(), strict=True))
        nearer = [z for z in places if distances[z] == distances[here] - 1]
        path.append(min(nearer, key=lambda z: (-round(strengths[z], 12), ids[z])))
    return path[::-1]


def distances_from(context: Context, subject: int, until: Collection[int] = ()) -> Numbers:
    """Count the working ties from a subject to everybody: breadth first; infinite where no way leads.

    With ``until`` it ends when these are reached: whoever is further away than all of them counts as unreached.
    """
    distances = np.full(len(context.network.actors), np.inf)
    distances[subject] = 0.0
    wanted = np.array(list(until), dtype=np.intp)
    front, steps = np.array([subject]), 0.0
    while len(front) and not (len(wanted) and np.isfinite(distances[wanted]).all()):
        steps += 1
        reached = np.unique(context.working[front].indices)
        front = reached[np.isinf(distances[reached])]
        distances[front] = steps
    return distances


def acquaintance(context: Context, subject: int, other: int) -> Said | None:
    """Say where two have met, for whom no working tie leads to each other; ``None`` if that is not known."""
    a, b = context.network.actors["id"][subject], context.network.actors["id"][other]
    sister = any(r.type == "SISTER_CITY_OF" for r in context.network.of_pair.get((a, b), ()))
    met = set(row(context.meetings, subject)) & set(row(context.meetings, other))
    return say_meetings(context, subject, other) if sister or met else None


def _dense(matrix: sp.csr_array, place: int) -> Numbers:
    found = np.zeros(matrix.shape[1])
    inside = slice(*matrix.indptr[place : place + 2])
    found[matrix.indices[inside]] = matrix.data[inside]
    return found


def _best(values: Numbers) -> int:
    """Return the place of the largest value, the first by id of those that are as large."""
    return int(np.argmax(np.round(divided(values, values.max()), 12)))  # actors stand in the order of their ids


def _year(since: float) -> int | None:
    return int(since) if since else None
