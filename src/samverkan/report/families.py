"""Families of kinds: what a picture tells apart, by shape and colour."""

import math
from dataclasses import dataclass
from functools import cached_property

from samverkan.language import N_

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Family:
    """Kinds that look alike.

    Parameters
    ----------
    name : str
        Of its colour among the tokens, after ``--kind-``.
    label : str
        What its members are called together, to be worded.
    shape : str
        As vis-network calls it.
    kinds : tuple of str
    weight : float
        What a relation counts for the importance of a member's name in the picture.
    """

    name: str
    label: str
    shape: str
    kinds: tuple[str, ...]
    weight: float

    @cached_property
    def polygon(self) -> Polygon:
        """Corners of the shape for a size of 1, as vis-network draws it; none for a disc."""
        return _POLYGONS[self.shape]


def _regular(corners: int, radius: float, turn: float = 0.0, down: float = 0.0) -> Polygon:
    angles = [2 * math.pi * k / corners + turn for k in range(corners)]
    return tuple((round(radius * math.cos(a), 3), round(radius * math.sin(a) + down, 3)) for a in angles)


def _star() -> Polygon:
    tips = [(0.82 * (1.3 if k % 2 == 0 else 0.5), k * math.pi / 5) for k in range(10)]
    return tuple((round(r * math.sin(a), 3), round(0.082 - r * math.cos(a), 3)) for r, a in tips)


_TRIANGLE = _regular(3, 1.15 * 2 / math.sqrt(3), -math.pi / 2, 0.275 * 1.15)
_POLYGONS: dict[str, Polygon] = {
    "dot": (),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": _regular(4, 1.0, math.pi / 2),
    "triangle": _TRIANGLE,
    "triangleDown": tuple((x, -y) for x, y in _TRIANGLE),
    "hexagon": _regular(6, 1.0),
    "star": _star(),
}

FAMILIES = (
    Family("city", N_("Cities"), "dot", ("City",), 3.0),
    Family("public", N_("Public authorities"), "square", ("Region", "Agency", "CountyBoard"), 1.2),
    Family(
        "research", N_("Research"), "diamond", ("University", "ResearchInstitute", "SciencePark", "ResearchSchool"), 1.2
    ),
    Family("company", N_("Companies"), "triangle", ("Company",), 1.0),
    Family("civil", N_("Associations and networks"), "hexagon", ("Association", "Network"), 1.0),
    Family("programme", N_("Programmes, projects and agreements"), "star", ("Programme", "Project", "Agreement"), 1.0),
    Family("event", N_("Events"), "triangleDown", ("Event",), 0.6),
)

FAMILY_OF = {kind: place for place, family in enumerate(FAMILIES) for kind in family.kinds}
"""Place of the family of every kind that is drawn."""
