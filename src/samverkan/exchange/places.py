"""Where each node lies in a drawing: on the map where it has coordinates, else beside its neighbours."""

import math
from collections import defaultdict

from samverkan.exchange.elements import edges, nodes
from samverkan.model.dataset import Dataset

SCALE = 100.0
"""Units of the drawing for a degree of latitude."""

_STEP = 4.0
"""Distance between those that lie around one place."""

_GOLDEN = math.pi * (3 - math.sqrt(5))
_ROUNDS = 6

Place = tuple[float, float]


def places(dataset: Dataset) -> dict[str, Place]:
    """Work out a place for every node; the same data give the same places.

    A node without coordinates lies at the mean of those of its neighbours that have a place, step by step outwards;
    those that end up at one place lie in a spiral around it, and those that nothing places in one of their own.

    Returns
    -------
    dict of str to (float, float)
        By id: x to the east, y to the north.
    """
    found = {node["id"]: _on_the_map(node) for node in nodes(dataset)}
    middle = [place for place in found.values() if place]
    neighbours: dict[str, list[str]] = defaultdict(list)
    for edge in edges(dataset):
        neighbours[edge["from"]].append(edge["to"])
        neighbours[edge["to"]].append(edge["from"])
    for _round in range(_ROUNDS):
        reached = {}
        for id, place in found.items():
            if place is None and (near := [found[other] for other in neighbours[id] if found.get(other)]):
                reached[id] = _mean([p for p in near if p])
        if not reached:
            break
        found |= reached
    aside = (min(x for x, _y in middle) - 10 * SCALE, _mean(middle)[1]) if middle else (0.0, 0.0)
    spots: dict[tuple[int, int], int] = defaultdict(int)
    return {id: _beside(place or aside, spots) for id, place in found.items()}


def _on_the_map(node: dict[str, object]) -> Place | None:
    """Project coordinates so that a degree is as long to the east as to the north at 60° N."""
    latitude, longitude = node.get("latitude"), node.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return longitude * math.cos(math.radians(60)) * SCALE, latitude * SCALE


def _mean(of: list[Place]) -> Place:
    return sum(x for x, _y in of) / len(of), sum(y for _x, y in of) / len(of)


def _beside(place: Place, spots: dict[tuple[int, int], int]) -> Place:
    """Take the next free turn of the spiral around a place."""
    spot = round(place[0]), round(place[1])
    turn = spots[spot]
    spots[spot] += 1
    radius, angle = _STEP * math.sqrt(turn), turn * _GOLDEN
    return round(place[0] + radius * math.cos(angle), 2), round(place[1] + radius * math.sin(angle), 2)
