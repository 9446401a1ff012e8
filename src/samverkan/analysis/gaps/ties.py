"""``missing-tie``: two well-known actors in the same situation who are not known to work together. A ranking, no test.

No rule: the distance between every two actors of a kind, and the pairs that are together in something, are too many for
an engine that follows patterns (on CORDIS 35,000 organisations).
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.analysis.context import EARTH, Context, Places
from samverkan.analysis.gaps.gap import Gap, Pattern, Scale
from samverkan.language import N_
from samverkan.network.network import Flags, Numbers, columns_where

_COUNTED = {"en": N_("working ties between the two; expected is what their numbers of ties would bring by chance")}
_SCALE = Scale.parse("2, 3 from 1.25, 4 from 1.3")
_WEIGHS = "rarity of the shared themes + 1/(1 + km/50) + 1 for two cities"

NEARBY = Pattern(
    "missing-tie",
    "missing-tie",
    {
        "en": N_(
            "{one} and {other}, {kilometres} km apart, both work with {theme}, but no project, small network or other "
            "collaboration between the two is known."
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
            "{one} and {other}, cities of one kind with much the same emissions a head, both work with {theme}, but no "
            "project, small network or other collaboration between the two is known."
        )
    },
    _COUNTED,
    _SCALE,
    _WEIGHS,
)
PATTERNS = (NEARBY, ALIKE)

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
    """Rank the pairs of actors with full data that have a theme in common and are alike, but no working tie.

    Both are cities of one main group of SKR, or organisations of one kind; within 200 km of each other, or cities with
    emissions within a quarter of each other; not together in any Project, whatever its size; and one of them at least
    is not among the most connected tenth of its kind. The weight is the rarity of the themes that they share, over the
    root of the number of themes of the one that has more, and how near they are, 1/(1 + km/50), and 1 for two cities,
    for which the programme is there.
    """
    actors = context.network.actors
    full = np.flatnonzero([data == "full" for data in context.data])
    groups: dict[str, list[int]] = {}
    for place in full.tolist():
        if actors["kind"][place] != "City":
            groups.setdefault(actors["kind"][place], []).append(place)
        elif actors["skr_group"][place]:
            groups.setdefault(f"City {actors['skr_group'][place][0]}", []).append(place)
    found = [pair for places in groups.values() for pair in _pairs(context, np.array(places, dtype=np.intp))]
    found.sort(key=lambda pair: (-round(pair[0], 9), pair[1:3]))
    ties = np.diff(context.working.indptr)
    return [_gap(context, ties, *pair) for pair in found[:KEPT]]


def _gap(context: Context, ties: NDArray[np.int32], weight: float, one: int, other: int, kilometres: float) -> Gap:
    ids = context.network.actors["id"]
    both = np.minimum(context.actor_themes[one], context.actor_themes[other]) >= 1
    themes = sorted(np.flatnonzero(both).tolist(), key=lambda t: (-context.rarity[t], t))
    expected = float(ties[one]) * float(ties[other]) / max(float(ties.sum()), 1.0)
    near = kilometres <= NEAR
    return Gap(
        NEARBY if near else ALIKE,
        (ids[one], ids[other]),
        {"one": ids[one], "other": ids[other], "theme": tuple(context.themes[t] for t in themes)}
        | ({"kilometres": round(kilometres)} if near else {}),
        0,
        round(expected, 3),
        round(weight, 9),
        "high",
    )


def _pairs(context: Context, places: Places) -> Iterator[tuple[float, int, int, float]]:
    """Yield the weight, the places and the distance of the pairs of a group that count, the best of every block."""
    themes = (context.actor_themes[places] >= 1).astype(float)
    number = np.sqrt(np.maximum(themes.sum(axis=1), 1.0))
    working, projects = context.working, _projects(context)
    hubs = context.hubs[places]
    emissions = context.numbers("co2_per_capita")[places]
    where = _Where(context, places)
    for start in range(0, len(places), ROWS):
        rows = slice(start, start + ROWS)
        shared = (themes[rows] * context.rarity) @ themes.T
        kilometres = where.kilometres(start, min(start + ROWS, len(places)))
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
    """Return how far two actors are from each other, by their nearest homes; ``nan`` where that is unknown."""
    return float(_Where(context, np.array([one, other], dtype=np.intp)).kilometres(0, 1)[0, 1])


class _Where:
    """Where some actors are: a city where it lies, an organisation in every city that it is LOCATED_IN."""

    def __init__(self, context: Context, places: Places) -> None:
        ids, cities = context.network.actors["id"], np.column_stack(
            [context.numbers("latitude"), context.numbers("longitude")]
        )  # fmt: skip
        homes = [context.homes.get(ids[place]) or [place] for place in places.tolist()]
        self._first = np.cumsum([0, *map(len, homes)])
        self._points = np.radians(cities[[home for some in homes for home in some]].reshape(-1, 2))

    def kilometres(self, start: int, stop: int) -> Numbers:
        """Return how far each of some is from all, by the two homes that are nearest; ``nan`` where it is unknown."""
        own = self._points[self._first[start] : self._first[stop]]
        lat, lon = self._points.T
        chords = (
            np.sin((lat - own[:, :1]) / 2) ** 2 + np.cos(own[:, :1]) * np.cos(lat) * np.sin((lon - own[:, 1:]) / 2) ** 2
        )
        between = np.fmin.reduceat(chords, self._first[:-1], axis=1)
        nearest = np.fmin.reduceat(between, self._first[start:stop] - self._first[start], axis=0)
        return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(nearest, 1.0))))
