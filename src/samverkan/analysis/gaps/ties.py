"""``missing-tie``: two well-known actors in the same situation who are not known to work together. A ranking, no test.

No rule: the distance between every two actors of a kind, and the pairs that are together in something, are too many for
an engine that follows patterns (on CORDIS 35,000 organisations).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.analysis.alike import great_circle, lasting_theme_rows
from samverkan.analysis.candidates import ended
from samverkan.analysis.context import Context, Places
from samverkan.analysis.gaps.gap import RECENT, Gap, Pattern, Scale
from samverkan.language import N_
from samverkan.network.network import Flags, Numbers, Relation, columns_where

_COUNTED = {"en": N_("working ties between the two; expected is what their numbers of ties would bring by chance")}
_SCALE = Scale.parse("2, 3 from 1.25, 4 from 1.3")
_WEIGHS = "rarity of the shared themes + 1/(1 + km/50) + 1 for two cities"

NEARBY = Pattern(
    "missing-tie",
    "missing-tie",
    {
        "en": N_(
            "{one} and {other}, {kilometres} km apart, have both worked with {theme} within the last two years, but no "
            "small project, small network or other collaboration between the two is known."
        )
    },
    _COUNTED,
    _SCALE,
    _WEIGHS,
)
ALIKE = Pattern(
    "missing-tie-alike",
    "missing-tie",
    {
        "en": N_(
            "{one} and {other}, cities of one kind with much the same emissions a head, have both worked with {theme} "
            "within the last two years, but no small project, small network or other collaboration between the two is "
            "known."
        )
    },
    _COUNTED,
    _SCALE,
    _WEIGHS,
)
ORGANISATIONS = Pattern(
    "missing-tie-organisations",
    "missing-tie",
    {
        "en": N_(
            "{one} and {other} have both worked with {theme} within the last two years, but no small project, small "
            "network or other collaboration between the two is known."
        )
    },
    _COUNTED,
    _SCALE,
    _WEIGHS,
)
PATTERNS = (NEARBY, ALIKE, ORGANISATIONS)

NEAR = 200.0
"""Kilometres within which two can meet."""

EMISSIONS = 0.25
"""Part by which the emissions of a head of two cities may differ that are alike."""

DISTANCE_UNIT = 50.0
"""Kilometres that halve how near two are."""

ROWS = 256
"""Actors that are compared with all others at a time."""

KEPT = 500
"""Pairs that are kept of all: more than anybody will read."""


def missing_ties(context: Context) -> list[Gap]:
    """Rank the pairs of actors with full data that are alike and have had a theme in common lately, but no working tie.

    Both have worked with a theme until two years ago at least: what a project of long ago was about binds nobody today.
    Both are cities of one main group of SKR, or organisations of one kind; within 200 km of each other, or cities with
    emissions within a quarter of each other; not together in any Project, whatever its size; and one of them at least
    is not among the most connected tenth of its kind. The weight is the rarity of the themes that they share, over the
    root of the number of themes of the one that has more, and how near they are, 1/(1 + km/50), and 1 for two cities,
    for which the programme is there. Where an organisation is counts if it is LOCATED_IN one city only, and no sentence
    says how far it is: that is often the address of a register.
    """
    actors = context.network.actors
    full = np.flatnonzero([data == "full" for data in context.data])
    groups: dict[str, list[int]] = {}
    for place in full.tolist():
        if actors["kind"][place] != "City":
            groups.setdefault(actors["kind"][place], []).append(place)
        elif actors["skr_group"][place]:
            groups.setdefault(f"City {actors['skr_group'][place][0]}", []).append(place)
    lately = _lasting(context, full)
    found = [pair for places in groups.values() for pair in _pairs(context, lately, np.array(places, dtype=np.intp))]
    found.sort(key=lambda pair: (-round(pair[0], 9), pair[1:3]))
    ties = np.diff(context.working.indptr)
    return [_gap(context, lately, ties, *pair) for pair in found[:KEPT]]


def _lasting(context: Context, places: Places) -> Flags:
    """Tell with which themes some actors have worked lately; of others none."""
    flags = np.zeros(context.actor_themes.shape, dtype=bool)
    lasting = _lasting_activities(context)
    for place in places.tolist():
        for theme in np.flatnonzero(context.actor_themes[place] >= 1).tolist():
            flags[place, theme] = bool(lasting_theme_rows(context, place, theme, lasting, context.now - RECENT))
    return flags


def shared_rows(context: Context, places: Sequence[int], themes: Sequence[str]) -> list[Relation]:
    """Return the rows which say that some actors have worked with some themes lately."""
    lasting = _lasting_activities(context)
    return [
        r
        for id in themes
        for place in places
        for r in lasting_theme_rows(context, place, context.themes.index(id), lasting, context.now - RECENT)
    ]


def _lasting_activities(context: Context) -> Flags:
    """Flag what actors work in, no event, agreement or whole programme, and has not been over for two years."""
    kinds = ("Project", "Network", "ResearchSchool")
    can = np.array([kind in kinds for kind in context.network.activities["kind"]], dtype=bool)
    return np.asarray(can & ~ended(context, context.now - RECENT))


def _gap(
    context: Context, lately: Flags, ties: NDArray[np.int32], weight: float, one: int, other: int, kilometres: float
) -> Gap:
    ids = context.network.actors["id"]
    themes = sorted(np.flatnonzero(lately[one] & lately[other]).tolist(), key=lambda t: (-context.rarity[t], t))
    expected = float(ties[one]) * float(ties[other]) / max(float(ties.sum()), 1.0)
    cities = bool(context.is_city[one])
    near = cities and kilometres <= NEAR
    return Gap(
        NEARBY if near else ALIKE if cities else ORGANISATIONS,
        (ids[one], ids[other]),
        {"one": ids[one], "other": ids[other], "theme": tuple(context.themes[t] for t in themes)}
        | ({"kilometres": round(kilometres)} if near else {}),
        0,
        round(expected, 3),
        round(weight, 9),
        "high",
    )


def _pairs(context: Context, lately: Flags, places: Places) -> Iterator[tuple[float, int, int, float]]:
    """Yield the weight, the places and the distance of the pairs of a group that count, the best of every block."""
    themes = lately[places].astype(float)
    number = np.sqrt(np.maximum(themes.sum(axis=1), 1.0))
    working, projects = context.working, _projects(context)
    hubs = context.hubs[places]
    emissions = context.numbers("co2_per_capita")[places]
    for start in range(0, len(places), ROWS):
        rows = slice(start, start + ROWS)
        shared = (themes[rows] * context.rarity) @ themes.T
        kilometres = between(context, places[rows, np.newaxis], places)
        own = emissions[rows, np.newaxis]
        with np.errstate(invalid="ignore"):
            alike = np.abs(emissions - own) <= EMISSIONS * np.maximum(emissions, own)
            fits: Flags = (themes[rows] @ themes.T > 0) & ((kilometres <= NEAR) | alike)
        fits &= ~(hubs[rows, np.newaxis] & hubs)
        fits &= ~_together(working, projects, places, places[rows])
        fits &= np.arange(len(places)) > np.arange(start, min(start + ROWS, len(places)))[:, np.newaxis]
        nearness = np.where(np.isnan(kilometres), 0.0, 1 / (1 + kilometres / DISTANCE_UNIT))
        weights = shared / np.maximum(number[rows, np.newaxis], number) + nearness + context.is_city[places]
        weights = np.where(fits, weights, -1.0)
        best = np.argsort(-weights, axis=None, kind="stable")[:KEPT]
        for row, column in zip(*np.unravel_index(best, weights.shape), strict=True):
            if weights[row, column] < 0:
                break
            apart = float(kilometres[row, column])
            yield float(weights[row, column]), int(places[start + row]), int(places[column]), apart


def _projects(context: Context) -> sp.csr_array:
    """Actors × Projects that they work in, of every size."""
    is_project = np.array([kind == "Project" for kind in context.network.activities["kind"]], dtype=bool)
    return columns_where(context.teams.everybody, is_project)


def _together(working: sp.csr_array, projects: sp.csr_array, places: Places, rows: Places) -> Flags:
    """Tell who of some works with whom, or is in a Project with whom."""
    ties = working[rows][:, places].toarray() > 0
    return np.asarray(ties | ((projects[rows] @ projects[places].T).toarray() > 0))


def kilometres(context: Context, one: int, other: int) -> float:
    """Return how far two actors are from each other; ``nan`` where that is unknown."""
    return float(between(context, np.array(one), np.array(other)))


def between(context: Context, one: Places, other: Places) -> Numbers:
    """Return how far some actors are from others along great circles; ``nan`` where one is not in one place."""
    return great_circle(context.points[one], context.points[other])
