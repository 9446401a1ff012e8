"""Network -> map of Sweden: the members of the programme, their twins, and the counties that are silent."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from samverkan.analysis.context import Context
from samverkan.analysis.wording import listing
from samverkan.language import _, ngettext, swedish_key
from samverkan.report.labels import place_labels

MARGIN = (-26.0, -4.0, 30.0, 4.0)
"""Room round the map for names: left, top, right, bottom, in its units."""

FONT = 7.6
"""Size of a name, in units of the map."""

DOT = 1.9
"""Radius of a twin's dot."""


class Municipality(NamedTuple):
    """A municipality on the map: ``x`` and ``y`` lie well inside it, ``d`` is its border."""

    code: str
    name: str
    county: str
    x: float
    y: float
    d: str


@dataclass(frozen=True)
class CountyRow:
    """What the map shows of a county.

    Parameters
    ----------
    county : str
    municipalities, members, with_ties, silent : int
        All of them, those in the programme, those with a known tie, and those without.
    names_of_members : list of str
    """

    county: str
    municipalities: int
    members: int
    with_ties: int
    silent: int
    names_of_members: list[str]


@dataclass(frozen=True)
class MapOfSweden:
    """A map and what stands beside it.

    Parameters
    ----------
    svg, legend : Markup
    rows : list of CountyRow
        A table that says what the map shows, å, ä and ö last.
    sentence : str
        The same in short.
    """

    svg: Markup
    legend: Markup
    rows: list[CountyRow]
    sentence: str


@cache
def geography() -> dict[str, Any]:
    """Read the map that comes with the tool; its origin and licence are in ``sweden.md`` beside it."""
    found: dict[str, Any] = json.loads((files("samverkan.report") / "sweden.json").read_text(encoding="utf-8"))
    found["rows"] = [Municipality(*row) for row in found["rows"]]
    return found


def draw_map(context: Context) -> MapOfSweden:
    """Draw the Swedish municipalities of a network, in the language in use.

    Parameters
    ----------
    context : Context
        Not changed. Its cities are found on the map by ``municipality_code``.

    Returns
    -------
    MapOfSweden
    """
    drawn = _Map(context)
    return MapOfSweden(drawn.svg(), _legend(), drawn.rows(), drawn.sentence())


class _Map:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.geography = geography()
        actors = context.network.actors
        self.place_of = {code: place for place, code in enumerate(actors["municipality_code"]) if code is not None}
        self.county_names = {code: name for code, name, _d in self.geography["county_rows"]}

    def state(self, code: str) -> str:
        """Tell whether a municipality is a ``member``, has a known ``tie``, or is ``silent``."""
        place = self.place_of.get(code)
        if place is None or self.context.data[place] == "none":
            return "silent"
        return "member" if self.context.network.actors["id"][place] in self.context.members else "tie"

    def rows(self) -> list[CountyRow]:
        found = []
        for county, name in self.county_names.items():
            inside = [m for m in self.geography["rows"] if m.county == county]
            states = [self.state(m.code) for m in inside]
            members = sorted((m.name for m in inside if self.state(m.code) == "member"), key=swedish_key)
            silent = states.count("silent")
            found.append(CountyRow(name, len(inside), len(members), len(inside) - silent, silent, members))
        return sorted(found, key=lambda row: swedish_key(row.county))

    def sentence(self) -> str:
        rows = self.rows()
        everybody, members = sum(r.municipalities for r in rows), sum(r.members for r in rows)
        parts = [
            ngettext(
                "{n} of {all} municipalities is known as a member of the programme.",
                "{n} of {all} municipalities are known as members of the programme.",
                members,
            ).format(n=members, all=everybody)
        ]
        if (size := self._size_of_programme()) is not None and size > members:
            parts.append(_("It has {n} members.").format(n=size))
        if without := [r.county for r in rows if not r.members]:
            parts.append(_("No known member is in {counties}.").format(counties=listing(without)))
        if silent := [r.county for r in rows if not r.with_ties]:
            parts.append(_("Of no municipality in {counties} is a tie known.").format(counties=listing(silent)))
        return " ".join(parts)

    def _size_of_programme(self) -> int | None:
        activities, programme = self.context.network.activities, self.context.programme
        size: int | None = activities["size"][activities.index[programme]] if programme in activities.index else None
        return size

    def svg(self) -> Markup:
        left, top, right, bottom = MARGIN
        width, height = self.geography["width"], self.geography["height"]
        box = f"{left} {top} {width + right - left} {height + bottom - top}"
        silent = {r.county for r in self.rows() if not r.members}
        return Markup(
            '<svg class="map" viewBox="{box}" role="img" aria-label="{label}">'
            '<defs><pattern id="map-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="map-hatch" d="M0 0V5"/></pattern></defs>'
            '<g class="map-municipalities">{municipalities}</g><g>{counties}</g><g>{twins}</g><g>{names}</g></svg>'
        ).format(
            box=box,
            label=_("Map of Sweden's municipalities: {sentence} The table says the same.").format(
                sentence=self.sentence()
            ),
            municipalities=Markup().join(self._municipality(m) for m in self.geography["rows"]),
            counties=Markup().join(
                Markup('<path class="map-county{silent}" d="{d}"/>').format(
                    silent=" map-without" if name in silent else "", d=d
                )
                for _code, name, d in self.geography["county_rows"]
            ),
            twins=Markup().join(self._twins()),
            names=Markup().join(self._names()),
        )

    def _municipality(self, m: Municipality) -> Markup:
        words = {
            "member": _("{name}: member of the programme"),
            "tie": _("{name}: not known as a member, but a known tie"),
            "silent": _("{name}: no known tie"),
        }
        state = self.state(m.code)
        place = self.place_of.get(m.code)
        id = Markup() if place is None else Markup(' data-id="{}"').format(self.context.network.actors["id"][place])
        return Markup('<path class="map-{state}"{id} d="{d}"><title>{title}</title></path>').format(
            state=state, id=id, d=m.d, title=words[state].format(name=m.name)
        )

    def _here(self) -> dict[str, Municipality]:
        """Return the municipality of every city that is on the map, by the id of the city."""
        ids = self.context.network.actors["id"]
        return {ids[self.place_of[m.code]]: m for m in self.geography["rows"] if m.code in self.place_of}

    def _twins(self) -> list[Markup]:
        here = self._here()
        found = []
        for one, others in sorted(self.context.twins.items()):
            for other in others:
                if one < other and one in here and other in here:
                    a, b = here[one], here[other]
                    bend = 0.12
                    x = (a.x + b.x) / 2 + (b.y - a.y) * bend
                    y = (a.y + b.y) / 2 - (b.x - a.x) * bend
                    found.append(
                        Markup(
                            '<g class="map-twins"><title>{title}</title><path d="M{ax} {ay}Q{x} {y} {bx} {by}"/>'
                            '<circle cx="{ax}" cy="{ay}" r="{r}"/><circle cx="{bx}" cy="{by}" r="{r}"/></g>'
                        ).format(
                            title=_("{a} and {b}: paired by a programme").format(a=a.name, b=b.name),
                            ax=a.x, ay=a.y, bx=b.x, by=b.y, x=round(x, 1), y=round(y, 1), r=DOT,
                        )
                    )  # fmt: skip
        return found

    def _names(self) -> list[Markup]:
        """Name the members, those with twins first, then the largest, as far as there is room."""
        here = self._here()
        members = [(id, m) for id, m in here.items() if id in self.context.members]
        population = self.context.numbers("population")
        index = self.context.network.actors.index

        def importance(id: str) -> float:
            people = population[index[id]]
            return (1e9 if id in self.context.twins else 0.0) + (people if people == people else 0.0)

        labels = place_labels(
            [m.name for _id, m in members],
            [(m.x, m.y) for _id, m in members],
            [DOT + 0.6] * len(members),
            [importance(id) for id, _m in members],
            font=FONT,
            limit=len(members),
            keep_clear=DOT,
        )
        return [
            Markup('<text class="map-name" x="{x}" y="{y}" font-size="{font}">{name}</text>').format(
                x=label.x, y=label.y, font=FONT, name=members[label.place][1].name
            )
            for label in labels
        ]


def _legend() -> Markup:
    """Say what the map's colours and lines mean."""
    square = '<svg viewBox="0 0 16 12" aria-hidden="true"><rect class="{}" width="16" height="12"/>{}</svg>'
    hatch = '<rect class="map-without" width="16" height="12"/>'
    line = '<svg viewBox="0 0 16 12" aria-hidden="true"><g class="map-twins"><path d="M2 9Q8 1 14 6"/></g></svg>'
    entries = [
        (square.format("map-member", ""), _("Known member of the programme")),
        (square.format("map-tie", ""), _("Not a known member, but a known tie")),
        (square.format("map-silent", ""), _("No known tie")),
        (square.format("map-silent", hatch), _("County without a known member")),
        (line, _("Paired by a programme")),
    ]
    items = "".join(f"<li>{picture}{escape(text)}</li>" for picture, text in entries)
    return Markup(f'<ul class="map-legend">{items}</ul>')  # noqa: S704 - the words are escaped, the rest is ours
