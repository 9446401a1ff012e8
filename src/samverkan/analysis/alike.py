"""Alike: measures of how far two are in the same situation, and each in words. Each is a function of a ``View``.

All give subjects × actors and rise from 0; ``nan`` where the value of the subject or of the candidate is unknown. What
the subject itself gets means nothing. ``say_`` and the name of a measure is its reason: why a candidate whose value is
above 0 has it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from samverkan.analysis.context import EARTH, Context, View
from samverkan.analysis.measures import Said, fact
from samverkan.analysis.wording import Tense, by_weight, names, number, on_themes, once, over, row
from samverkan.language import _
from samverkan.network.network import Flags, Network, Numbers, Relation, in_years
from samverkan.network.teams import IN_ACTIVITY

TREND_UNIT = 2.0
"""Percentage points a year by which trends of emissions differ that are half alike."""

DISTANCE_UNIT = 50.0
"""Kilometres between two who are half as near as two in the same place."""

EMISSIONS_YEAR, TREND_SINCE = 2022, 2015
"""Years of ``co2_per_capita`` and ``co2_change``, as the model declares them."""


def skr_group(view: View) -> Numbers:
    """Compare the groups of municipalities: 1 for the same, 0.5 for the same main group (A, B or C), else 0.

    SKR, Sveriges Kommuner och Regioner (2022). Kommungruppsindelning 2023.
    """
    groups = view.context.network.actors["skr_group"]
    return (_same(view, groups) + _same(view, [group and group[0] for group in groups])) / 2


def say_skr_group(context: Context, subject: int, other: int) -> Said:
    """Name the group, or the main group and both groups."""
    a_group, b_group = _values(context, "skr_group", subject, other)
    text = (
        _("Both are of SKR's group {group}.").format(group=a_group)
        if a_group == b_group
        else _("Both are of SKR's main group {group}: {a} in {a_group}, {b} in {b_group}.").format(
            group=a_group[0], a_group=a_group, b_group=b_group, **names(context, subject, other)
        )
    )
    return _of_facts(context, "skr_group", subject, other, text)


def size(view: View) -> Numbers:
    """Compare the populations: 1 / (1 + abs(ln(p(s) / p(c)))).

    Range 0 to 1, unitless: 1 for as many people, 0.59 for twice as many, 0.30 for ten times as many.
    """
    return _by_ratio(view, "population")


def say_size(context: Context, subject: int, other: int) -> Said:
    """Name both populations."""
    a_number, b_number = _values(context, "population", subject, other)
    text = _("{a} has {a_number} inhabitants and {b} {b_number}.").format(
        a_number=number(a_number), b_number=number(b_number), **names(context, subject, other)
    )
    return _of_facts(context, "population", subject, other, text)


def emissions(view: View) -> Numbers:
    """Compare the emissions of fossil CO2 a person: 1 / (1 + abs(ln(e(s) / e(c)))). Range 0 to 1, unitless."""
    return _by_ratio(view, "co2_per_capita")


def say_emissions(context: Context, subject: int, other: int) -> Said:
    """Name both in tonnes, and their year."""
    a_number, b_number = _values(context, "co2_per_capita", subject, other)
    text = _("{a} emitted {a_number} tonnes of fossil CO2 a person in {year}, and {b} {b_number}.").format(
        a_number=number(a_number, ",.1f"),
        b_number=number(b_number, ",.1f"),
        year=EMISSIONS_YEAR,
        **names(context, subject, other),
    )
    return _of_facts(context, "co2_per_capita", subject, other, text)


def emissions_trend(view: View) -> Numbers:
    """Compare how emissions change: 1 / (1 + abs(d(s) - d(c)) / TREND_UNIT), d in per cent a year.

    Range 0 to 1, unitless: 1 for the same trend, 0.5 for two percentage points between them.
    """
    change = view.context.numbers("co2_change")
    return np.asarray(1 / (1 + np.abs(change - change[view.rows, np.newaxis]) / TREND_UNIT))


def say_emissions_trend(context: Context, subject: int, other: int) -> Said:
    """Name both in per cent a year, and since when."""
    a_number, b_number = _values(context, "co2_change", subject, other)
    text = _(
        "Emissions have changed by {a_number} per cent a year in {a} since {year}, and by {b_number} in {b}."
    ).format(
        a_number=number(a_number, "+z,.1f"),
        b_number=number(b_number, "+z,.1f"),
        year=TREND_SINCE,
        **names(context, subject, other),
    )
    return _of_facts(context, "co2_change", subject, other, text)


def shared_themes(view: View) -> Numbers:
    """Add up the rarity of the themes that both work with: Σ_t r(t) min(w(s,t), w(c,t)) / √n(c).

    Over the themes t, with r(t) of ``Context.rarity``, w of ``Context.actor_themes`` and n(c) the number of themes of
    the candidate, so that who works with everything does not always win. Range 0 to the root of the number of themes;
    ``nan`` where either has no theme data.
    """
    context = view.context
    weights = context.actor_themes
    shared = np.zeros((len(view.rows), len(weights)))
    below = 0.0
    for level in np.unique(weights[weights > 0]).tolist():  # min(a, b) is the sum of the steps that both reach
        reached = (weights >= level).astype(float)
        shared += (level - below) * (reached[view.rows] * context.rarity) @ reached.T
        below = level
    number_of_themes = themes_of(context)
    shared /= np.sqrt(number_of_themes)
    shared[np.isnan(number_of_themes[view.rows])] = np.nan
    return shared


def say_shared_themes(context: Context, subject: int, other: int) -> Said:
    """Name the themes that both work with, the rarest first."""
    weights = np.minimum(context.actor_themes[subject], context.actor_themes[other]) * context.rarity
    themes = by_weight(weights)
    forms = {
        Tense.NOW: _("Both work with {themes}."),
        Tense.THEN: _("Both have worked with {themes}."),
        Tense.MIXED: _("Both work or have worked with {themes}."),
    }
    tense = Tense.of(still_works_with(context, actor, t) for t in themes for actor in (subject, other))
    text, brief = on_themes(context, forms[tense], themes)
    rows = (r for t in themes for actor in (subject, other) for r in theme_rows(context, actor, t))
    return Said(text, once(rows), brief)


def county(view: View) -> Numbers:
    """Compare the counties: 1 for the same, 0 for another."""
    return _same(view, view.context.counties)


def say_county(context: Context, subject: int, other: int) -> Said:
    """Name the county."""
    text = _("{a} and {b} are both in {county}.").format(
        county=context.counties[subject], **names(context, subject, other)
    )
    evidence = []
    for actor in (subject, other):
        where, rows = _where(context, actor, "county")
        evidence += [*rows, fact(context, where, "county")]
    return Said(text, once(evidence))


def nearness(view: View) -> Numbers:
    """Compare where they are on the map: 1 / (1 + d / DISTANCE_UNIT), d in kilometres along a great circle.

    Range 0 to 1: 1 in the same place, 0.5 at 50 km. Haversine formula: Sinnott, R. W. (1984). Virtues of the haversine.
    Sky and Telescope 68(2), 159.
    """
    points = view.context.points
    return np.asarray(1 / (1 + great_circle(points[view.rows, np.newaxis], points) / DISTANCE_UNIT))


def say_nearness(context: Context, subject: int, other: int) -> Said:
    """Name the distance, or the city that both are in."""
    (a_city, a_rows), (b_city, b_rows) = (_where(context, actor, "latitude") for actor in (subject, other))
    actors = context.network.actors["name"]
    if a_city != b_city:
        a, b = (
            actors[actor] if actor == city else f"{actors[actor]} ({actors[city]})"
            for actor, city in ((subject, a_city), (other, b_city))
        )
        distance = float(great_circle(context.points[a_city], context.points[b_city]))
        text = _("{b} lies {distance} km from {a}.").format(a=a, b=b, distance=number(distance))
    elif a_city in (subject, other):
        text = _("{organisation} is in {city}.").format(
            organisation=actors[other if a_city == subject else subject], city=actors[a_city]
        )
    else:
        text = _("{a} and {b} are both in {city}.").format(city=actors[a_city], **names(context, subject, other))
    facts = [
        fact(context, city, name) for city in dict.fromkeys((a_city, b_city)) for name in ("latitude", "longitude")
    ]
    return Said(text, (*a_rows, *b_rows, *facts))


# ---- values


def _same(view: View, values: Sequence[str | None]) -> Numbers:
    """Compare texts: 1 where they are the same, 0 where not, ``nan`` where either is unknown."""
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    known = np.array([np.nan if value is None else codes[value] for value in values], dtype=float)
    return np.asarray(1 - np.minimum(np.abs(known - known[view.rows, np.newaxis]), 1))


def _by_ratio(view: View, name: str) -> Numbers:
    """Compare a property by the logarithm of the ratio; 0 where it is 0 of one only."""
    values = view.context.numbers(name)
    with np.errstate(divide="ignore", invalid="ignore"):  # ln 0 is -inf; the difference of two of them is set below
        logs = np.log(values)
        apart = np.abs(logs - logs[view.rows, np.newaxis])
    apart[values == values[view.rows, np.newaxis]] = 0
    return np.asarray(1 / (1 + apart))


def great_circle(one: Numbers, other: Numbers) -> Numbers:
    """Return the kilometres between points (latitude, longitude) in radians, which are the last axis of both."""
    halves = np.sin((other - one) / 2) ** 2
    chords = halves[..., 0] + np.cos(one[..., 0]) * np.cos(other[..., 0]) * halves[..., 1]
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(chords, 1))))


def themes_of(context: Context) -> Numbers:
    """Count the themes of each actor; ``nan`` for one without theme data."""
    counts = np.count_nonzero(context.actor_themes, axis=1)
    return np.where(counts > 0, counts, np.nan)


# ---- words


# ---- evidence


def theme_rows(context: Context, actor: int, theme: int) -> tuple[Relation, ...]:
    """Return the rows which say that an actor works with a theme that it has.

    Parameters
    ----------
    context : Context
    actor, theme : int
        Places of an actor and in ``context.themes``.

    Returns
    -------
    tuple of Relation
        Its own FOCUSES_ON, to the theme or parts of it; else, of the newest of its activities with the theme,
        what relates the two and the FOCUSES_ON of the activity. A programme speaks only where nothing else does.
    """
    network = context.network
    id, activities = network.actors["id"][actor], network.activities
    areas = context.areas(theme)
    if own := _focuses(network, id, areas):
        return own
    having = [place for place in row(context.in_activities, actor) if context.has_theme[place, theme]]
    since = np.nan_to_num(network.since[having], nan=-np.inf)
    ranks = [(activities["kind"][place] == "Programme", -began) for place, began in zip(having, since, strict=True)]
    newest = activities["id"][having[ranks.index(min(ranks))]]
    inside = [r for r in network.of_pair[id, newest] if r.type in IN_ACTIVITY]
    return (*inside, *_focuses(network, newest, areas))


def still_works_with(context: Context, actor: int, theme: int) -> bool:
    """Tell whether an actor works with a theme at the data date: by itself, or in something that it is in still."""
    network = context.network
    id, areas = network.actors["id"][actor], context.areas(theme)
    if own := _focuses(network, id, areas):
        return any(not context.ended(r.end) for r in own)
    for place in row(context.in_activities, actor):
        if context.has_theme[place, theme]:
            activity = network.activities["id"][place]
            inside = [r for r in network.of_pair[id, activity] if r.type in IN_ACTIVITY]
            focused = any(not context.ended(r.end) for r in _focuses(network, activity, areas))
            if focused and not over(context, activity, [inside]):
                return True
    return False


def lasting_theme_rows(context: Context, actor: int, theme: int, lasting: Flags, since: float) -> tuple[Relation, ...]:
    """Return the rows which say that an actor has worked with a theme after a date; none if it has not.

    Parameters
    ----------
    context : Context
    actor, theme : int
        Places of an actor and in ``context.themes``.
    lasting : numpy.ndarray of bool
        Which activities count.
    since : float
        The date, in years.

    Returns
    -------
    tuple of Relation
        Its own FOCUSES_ON; else of the newest of these activities. Rows that had ended by the date are left out.
    """
    network, areas = context.network, context.areas(theme)

    def lasted(rows: Iterable[Relation]) -> tuple[Relation, ...]:
        return tuple(r for r in rows if r.end is None or not in_years(r.end, last_day=True) <= since)

    id = network.actors["id"][actor]
    if own := lasted(_focuses(network, id, areas)):
        return own
    having = [z for z in row(context.in_activities, actor) if context.has_theme[z, theme] and lasting[z]]
    for place in sorted(having, key=lambda z: -context.began[z]):
        activity = network.activities["id"][place]
        inside = lasted(r for r in network.of_pair[id, activity] if r.type in IN_ACTIVITY)
        focused = lasted(_focuses(network, activity, areas))
        if inside and focused:
            return (*inside, *focused)
    return ()


def _focuses(network: Network, id: str, areas: Iterable[str]) -> tuple[Relation, ...]:
    return tuple(r for area in areas for r in network.of_pair.get((id, area), ()) if r.type == "FOCUSES_ON")


def _where(context: Context, actor: int, name: str) -> tuple[int, tuple[Relation, ...]]:
    """Tell whose property counts for an actor, its own or its city's, and the rows that lead there."""
    actors = context.network.actors
    homes = context.homes.get(actors["id"][actor], [])
    if actors[name][actor] is not None or not homes:
        return actor, ()
    rows = context.network.of_pair[actors["id"][actor], actors["id"][homes[0]]]
    return homes[0], tuple(r for r in rows if r.type == "LOCATED_IN")


def _values(context: Context, name: str, subject: int, other: int) -> tuple[Any, Any]:
    values = context.network.actors[name]
    return values[subject], values[other]


def _of_facts(context: Context, name: str, subject: int, other: int, text: str) -> Said:
    """Say something that rests on one property of both."""
    return Said(text, (fact(context, subject, name), fact(context, other, name)))
