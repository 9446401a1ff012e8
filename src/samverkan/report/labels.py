"""Which names stand in a picture, and where: the most important first, none on top of another."""

from collections.abc import Sequence
from typing import NamedTuple

_NARROW = frozenset("fijlrtI.,:;'|()[] -–")
_WIDE = frozenset("mwMW%@—")

MARGIN = 3.0
"""Units that are left free between two names."""


class Label(NamedTuple):
    """A name in a picture: whose, and the middle of its line of text."""

    place: int
    x: float
    y: float
    width: float


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top
        )


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is in a sans-serif font, rather a little too wide.

    Examples
    --------
    >>> text_width("Malmö", 10) > text_width("Lilla", 10)
    True
    """
    ems = sum(0.34 if c in _NARROW else 0.92 if c in _WIDE else 0.7 if c.isupper() else 0.58 for c in text)
    return round(ems * size, 1)


def place_labels(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    sizes: Sequence[float],
    importance: Sequence[float],
    *,
    font: float,
    limit: int,
    keep_clear: float = 9.0,
) -> list[Label]:
    """Choose names and their places.

    Parameters
    ----------
    names : sequence of str
    points : sequence of (float, float)
        Middles of the nodes.
    sizes : sequence of float
        Radii of the nodes.
    importance : sequence of float
        The largest is placed first; among equals the first.
    font : float
        Size of the text, in the units of the picture.
    limit : int
        How many names at most.
    keep_clear : float
        Size from which a node is not written over.

    Returns
    -------
    list of Label
        In the order of importance; each stands under, over, right or left of its node, no two on top of each other.
        A name that has no room is not among them.
    """
    taken = [
        (_Box(x - r, y - r, x + r, y + r), place)
        for place, ((x, y), r) in enumerate(zip(points, sizes, strict=True))
        if r >= keep_clear
    ]
    found: list[Label] = []
    for place in sorted(range(len(names)), key=lambda p: (-importance[p], p)):
        if len(found) == limit:
            break
        (x, y), r, width = points[place], sizes[place], text_width(names[place], font)
        for across, down in _spots(r, width, font):
            label = Label(place, round(x + across, 1), round(y + down, 1), width)
            box = box_of(label, font)
            if not any(box.meets(other) for other, owner in taken if owner != place):
                taken.append((box, -1))
                found.append(label)
                break
    return found


def box_of(label: Label, font: float) -> _Box:
    """Return what a name covers, with its margin."""
    half = label.width / 2 + MARGIN
    return _Box(label.x - half, label.y - 0.62 * font, label.x + half, label.y + 0.62 * font)


def _spots(radius: float, width: float, font: float) -> tuple[tuple[float, float], ...]:
    beside, under = radius + MARGIN + width / 2, radius + 0.75 * font
    return (0.0, under), (beside, 0.0), (-beside, 0.0), (0.0, -under)
