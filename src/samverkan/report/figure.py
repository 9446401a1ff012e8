"""Network -> the figure: who is where in the picture, how they are tied, what is suggested and what is missing."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from samverkan.analysis.context import Context
from samverkan.analysis.suggestions import Suggestions
from samverkan.language import _, language, swedish_key
from samverkan.model.domain import SCHEMA
from samverkan.model.words import kind_in_words, reading
from samverkan.network.network import Nodes, Relation, year
from samverkan.report.drawing import Line, Mark, drawing
from samverkan.report.families import FAMILIES, FAMILY_OF
from samverkan.report.groups import grouped
from samverkan.report.layout import layout
from samverkan.report.texts import PURPOSES, viewer_texts
from samverkan.report.words import with_minus

MOST_NODES = 3_000
"""Nodes above which the picture shows groups, and one actor's surroundings at a time."""

THEMATIC = ("FOCUSES_ON", "BROADER")
"""Types that say with which themes somebody works: no lines of the picture, but its colours on demand."""

LONG_NAME = 22
"""Letters from which a name costs a picture more than it says."""

BAND = 13.0
"""Distance of those without a tie from each other, who stand in rows under the picture."""

SMALLEST = 4.6
"""Radius of a node without a tie."""

TYPES = [t.type for t in SCHEMA.types]
"""Types of relations, by their places in the data."""

FAMILY = 3
"""Where the family stands in a row of nodes."""


Positions = Mapping[str, tuple[float, float]]
"""Where nodes are, by id, in the units of the picture."""


class Source(NamedTuple):
    """Where a fact is from, as a reader is shown it."""

    title: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None


class Gap(NamedTuple):
    """Something that is missing, where it is, and what would close it.

    Parameters
    ----------
    type, label : str
        Its kind, by name and in words.
    text : str
        What is missing, in a sentence.
    ids : tuple of str
        Of whom it speaks.
    lines : tuple of (str, str)
        Ties that would close it.
    by : tuple of str
        Who stands between, and could bring them together.
    """

    type: str
    label: str
    text: str
    ids: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A network as a picture to look into.

    Parameters
    ----------
    content : dict
        What the script of the page reads; ``templates/viewer/data.js`` names the parts of each row.
    positions : dict of str to (float, float)
        Where each node is, to start from next time.
    """

    content: dict[str, Any]
    positions: dict[str, tuple[float, float]]

    @cached_property
    def data(self) -> Markup:
        """The content as JSON that can stand in a page, whatever the names hold."""
        drawing = self.content["drawing"]
        lean = {  # as lists: each name would stand there a thousand times
            "nodes": [[n["id"], n["x"], n["y"], n["size"]] for n in drawing["nodes"]],
            "edges": [[e["from"], e["to"], e["width"]] for e in drawing["edges"]],
            "options": drawing["options"],
        }
        text = json.dumps({**self.content, "drawing": lean}, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing ends or opens a tag without a "<"

    @property
    def texts(self) -> dict[str, str]:
        """The words of the viewer, in the language in use when it was made."""
        found: dict[str, str] = self.content["texts"]
        return found

    @cached_property
    def families(self) -> list[dict[str, Any]]:
        """The legend: name, label, corners and number of members of each family that is there."""
        counts = Counter(node[FAMILY] for node in self.content["nodes"])
        return [{"place": p, **f, "count": counts[p]} for p, f in enumerate(self.content["families"]) if counts[p]]

    @property
    def themes(self) -> list[tuple[str, str, bool]]:
        """Id and name of each theme and focus area, and whether it is part of a theme; parts after their theme."""
        rows = self.content["themes"]
        order = [p for p, row in enumerate(rows) if row[2] is None]
        order.sort(key=lambda p: swedish_key(rows[p][1]))
        found = []
        for theme in order:
            found.append((rows[theme][0], rows[theme][1], False))
            parts = sorted((row for row in rows if row[2] == theme), key=lambda row: swedish_key(row[1]))
            found += [(row[0], row[1], True) for row in parts]
        return found

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year in which a tie is known to have begun; ``None`` if that is one, or none."""
        known = [r[7] for r in self.content["relations"] if r[7] is not None]
        return (min(known), max(known)) if known and min(known) < max(known) else None


def draw_network(
    context: Context,
    *,
    sources: Mapping[str, Source],
    suggestions: Sequence[Suggestions] = (),
    gaps: Sequence[Gap] = (),
    positions: Positions | None = None,
    seed: int = 1,
    reasons: bool = True,
) -> Figure:
    """Make the figure of a network in the language in use.

    Parameters
    ----------
    context : Context
        Not changed.
    sources : mapping of str to Source
        By id, in the order of their numbers in the references, from 1; one that is not among them is left out there.
    suggestions : sequence of Suggestions
        Drawn as dashed lines beside the real ones.
    gaps : sequence of Gap
        The worst first.
    positions : mapping of str to (float, float), optional
        Where nodes were last time; they stay there.
    seed : int
        Of the layout.
    reasons : bool
        Whether the reasons of suggestions are among the data. A page whose table has them does without: the list
        takes them from the row ``suggest-gavle-twin-1``.

    Returns
    -------
    Figure
        Every relation of the network is in it once: between two nodes as evidence of their one line, to a theme as
        evidence of that. The same for the same arguments.
    """
    return _Drawing(context, sources, seed, reasons).figure(suggestions, gaps, positions or {})


def place_network(context: Context, positions: Positions | None = None, *, seed: int = 1) -> Positions:
    """Return where everybody is in the figure of a network, as ``draw_network`` does; empty for one of groups."""
    return _Drawing(context, {}, seed, reasons=False).figure((), (), positions or {}).positions


class _Drawing:
    """The parts of a figure, as they come about."""

    def __init__(self, context: Context, sources: Mapping[str, Source], seed: int, reasons: bool) -> None:
        self.context = context
        self.network = context.network
        self.seed = seed
        self.reasons = reasons
        self.references = _References(sources)
        self.rows = [*_rows(self.network.actors), *_rows(self.network.activities)]
        self.index = {row["id"]: place for place, row in enumerate(self.rows)}
        self.areas = self.network.focus_areas
        self.drawn = [r for r in self.network.relations if r.type not in THEMATIC and self._between_nodes(r)]
        self.themed = [r for r in self.network.relations if r.type == "FOCUSES_ON" and r.source in self.index]
        self.pairs: dict[tuple[int, int], list[int]] = {}
        for place, r in enumerate(self.drawn):
            one, other = sorted((self.index[r.source], self.index[r.target]))
            self.pairs.setdefault((one, other), []).append(place)
        self.degree = Counter(end for pair in self.pairs for end in pair)

    def _between_nodes(self, r: Relation) -> bool:
        return r.source in self.index and r.target in self.index and r.source != r.target

    def figure(self, suggestions: Sequence[Suggestions], gaps: Sequence[Gap], positions: Positions) -> Figure:
        nodes = [self._node(place) for place in range(len(self.rows))]
        content: dict[str, Any] = {
            "lang": language(),
            "texts": viewer_texts(),
            "families": [
                {"name": f.name, "label": _(f.label), "shape": f.shape, "polygon": f.polygon} for f in FAMILIES
            ],
            "kinds": [kind_in_words(kind) for kind in SCHEMA.label_of_kind],
            "nodes": nodes,
            "types": [[type, reading(type), reading(type, backwards=True)] for type in TYPES],
            "relations": [self._relation(r) for r in self.drawn],
            "themes": self._themes(),
            "focus": [self._focus(r) for r in self.themed],
            "purposes": [[name, _(label)] for name, label in PURPOSES.items()],
            "suggestions": [row for answer in suggestions for row in self._suggested(answer)],
            "gaps": self._gaps(gaps),
        }
        placed: dict[str, tuple[float, float]] = {}
        if len(self.rows) - self._alone <= MOST_NODES:
            points = self._points(positions)
            placed = {row["id"]: (float(x), float(y)) for row, (x, y) in zip(self.rows, points, strict=True)}
            content["ties"] = list(self.pairs.values())
            content["drawing"] = self._whole(points)
        else:
            content["ties"] = []
            content |= grouped(self.context, self.rows, self.pairs, seed=self.seed)
        content["sources"] = self.references.rows
        return Figure(content, placed)

    # ---- who

    def _node(self, place: int) -> list[Any]:
        """Return id, name, kind, family, short name, county, country, other names, importance, data, population."""
        row = self.rows[place]
        family = FAMILY_OF[row["kind"]]
        short = row.get("short_name") or None
        length = len(short or row["name"])
        importance = self.degree[place] * FAMILIES[family].weight * (0.6 if length > LONG_NAME else 1.0)
        if row["kind"] == "Programme":
            importance *= 2.5
        actor = self.network.actors.index.get(row["id"])
        others = [name for name in (*(row["aliases"] or ()), row["name_en"]) if name and name != row["name"]]
        return [
            row["id"],
            row["name"],
            list(SCHEMA.label_of_kind).index(row["kind"]),
            family,
            short if short != row["name"] else None,
            None if actor is None else self.context.counties[actor],
            row.get("country") if row.get("country") != "SE" else None,
            others,
            round(importance, 1),
            None if actor is None else self.context.data[actor],
            row.get("population"),
        ]

    # ---- how they are tied

    def _relation(self, r: Relation) -> list[Any]:
        """Return source, type, target, start, end, role, sources and the year in which it began, if that is known."""
        return [
            self.index[r.source],
            TYPES.index(r.type),
            self.index[r.target],
            r.start,
            r.end,
            r.role,
            self.references.of(r.sources),
            self._began(r),
        ]

    def _began(self, r: Relation) -> int | None:
        """Return the year of a relation, else that of the activity that it is with."""
        if r.year is not None:
            return r.year
        activities = self.network.activities
        for end in (r.target, r.source):
            if end in activities.index:
                return year(activities["start"][activities.index[end]])
        return None

    def _focus(self, r: Relation) -> list[Any]:
        """Return who, the theme, start, end, role and sources."""
        return [
            self.index[r.source], self.areas.index[r.target], r.start, r.end, r.role, self.references.of(r.sources),
        ]  # fmt: skip

    def _themes(self) -> list[list[Any]]:
        """Return id, name, theme, other names, and who works with it only through an activity."""
        english = language() == "en"
        through: dict[str, set[int]] = {id: set() for id in self.areas["id"]}
        inside = self.context.in_activities.tocsc()
        activities = self.network.activities.index
        for r in self.themed:
            if r.source in activities and self.network.kind(r.source) != "Programme":
                column = activities[r.source]
                through[r.target].update(inside.indices[inside.indptr[column] : inside.indptr[column + 1]].tolist())
        found = []
        for place, id in enumerate(self.areas["id"]):
            name, name_en = self.areas["name"][place], self.areas["name_en"][place]
            wider = self.network.theme_of.get(id)
            others = [*(self.areas["aliases"][place] or ()), name, name_en or name]
            shown = name_en if english and name_en else name
            found.append(
                [
                    id,
                    shown,
                    None if wider is None else self.areas.index[wider],
                    [other for other in dict.fromkeys(others) if other != shown],
                    sorted(through[id]),
                ]
            )
        return found

    # ---- what is suggested, and what is missing

    def _suggested(self, answer: Suggestions) -> Iterable[list[Any]]:
        """Give subject, suggested, purpose, rank, reasons with sources, introduction, whether they have a tie, data."""
        purposes = list(PURPOSES)
        for s in answer.suggestions:
            yield [
                self.index[answer.subject["id"]],
                self.index[s.id],
                purposes.index(answer.purpose),
                s.rank,
                [
                    [
                        with_minus(reason.text),
                        self.references.of(dict.fromkeys(id for r in reason.evidence for id in r.sources)),
                    ]
                    for reason in (s.reasons if self.reasons else ())
                ],
                [self.index[id] for id in s.introduction],
                int(s.known_tie),
                s.data,
            ]

    def _gaps(self, gaps: Sequence[Gap]) -> dict[str, Any]:
        types = list(dict.fromkeys(gap.type for gap in gaps))
        labels = {gap.type: gap.label for gap in gaps}
        return {
            "types": [labels[type] for type in types],
            "rows": [
                [
                    types.index(gap.type),
                    gap.text,
                    [self.index[id] for id in gap.ids if id in self.index],
                    [[self.index[a], self.index[b]] for a, b in gap.lines if a in self.index and b in self.index],
                    [self.index[id] for id in gap.by if id in self.index],
                ]
                for gap in gaps
            ],
        }

    # ---- where

    @cached_property
    def _alone(self) -> int:
        return sum(not self.degree[place] for place in range(len(self.rows)))

    def _sizes(self) -> list[float]:
        return [
            round(5.6 + 2.6 * self.degree[p] ** 0.5, 1) if self.degree[p] else SMALLEST for p in range(len(self.rows))
        ]

    def _points(self, positions: Positions) -> np.ndarray[Any, Any]:
        """Place those with a tie by the forces, and those without in rows below, by county and name."""
        sizes = self._sizes()
        tied = [place for place in range(len(self.rows)) if self.degree[place]]
        here = {place: number for number, place in enumerate(tied)}
        start = None
        if any(self.rows[place]["id"] in positions for place in tied):
            start = np.array([positions.get(self.rows[place]["id"], (np.nan, np.nan)) for place in tied], dtype=float)
        edges = [(here[a], here[b]) for a, b in self.pairs]
        points = np.zeros((len(self.rows), 2))
        points[tied] = layout([sizes[place] for place in tied], edges, seed=self.seed, start=start)
        alone = [place for place in range(len(self.rows)) if not self.degree[place]]
        alone.sort(key=self._band_order)
        left, right = (points[tied, 0].min(), points[tied, 0].max()) if tied else (0.0, 1.0)
        columns = max(1, int((right - left) // BAND) + 1)
        top = (points[tied, 1].max() if tied else 0.0) + 5 * BAND
        for number, place in enumerate(alone):
            points[place] = left + number % columns * BAND, top + number // columns * BAND
        return points.round(1)

    def _band_order(self, place: int) -> tuple[Any, ...]:
        row = self.rows[place]
        return (
            FAMILY_OF[row["kind"]],
            row.get("county") is None,
            swedish_key(row.get("county") or ""),
            swedish_key(row["name"]),
        )

    def _whole(self, points: np.ndarray[Any, Any]) -> dict[str, Any]:
        sizes = self._sizes()
        order = sorted(range(len(self.rows)), key=lambda place: (self.degree[place], place))
        marks = [
            Mark(p, float(points[p, 0]), float(points[p, 1]), sizes[p], FAMILIES[f].name)
            for p in order
            for f in (FAMILY_OF[self.rows[p]["kind"]],)
        ]
        lines = [Line(a, b, round(min(1 + 0.6 * (len(r) - 1), 4.0), 1)) for (a, b), r in self.pairs.items()]
        return drawing(marks, lines)


def _rows(nodes: Nodes) -> list[dict[str, Any]]:
    return [{name: values[place] for name, values in nodes.columns.items()} for place in range(len(nodes))]


class _References:
    """The sources that the figure may name, in the order of their numbers."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._places = {id: place for place, id in enumerate(sources)}
        self.rows = list(sources.values())

    def of(self, ids: Iterable[str]) -> list[int]:
        """Return the places of sources."""
        return [self._places[id] for id in ids if id in self._places]
