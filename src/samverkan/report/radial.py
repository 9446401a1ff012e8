"""An actor and its surroundings -> a picture that needs no script: what it is in, whom it knows, who is suggested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samverkan.analysis.context import Context
from samverkan.analysis.suggestions import Suggestions
from samverkan.language import _, ngettext, swedish_key
from samverkan.report.families import FAMILIES, FAMILY_OF
from samverkan.report.labels import text_width

WIDTH, ROW, FONT = 760.0, 16.0, 12.0
"""Width of the picture, height of a line of it and size of its letters, in its units."""

COLUMN = 120.0
"""From the middle to the marks at either side."""

NARROW, STEM, INDENT, CURVE = 350.0, 26.0, 56.0, 12.0
"""On a narrow screen: the width, how far from the edge the stem and the marks are, and how wide a line bends."""

LEEWAY = 1.12
"""How much wider than estimated a name may be in the font of a reader's computer."""

MOST = 34
"""Names at a side; the others are counted."""

THEMATIC = ("FOCUSES_ON", "BROADER")


@dataclass(frozen=True)
class _Entry:
    id: str
    name: str
    family: int
    ties: int
    suggested: bool = False


def draw_surroundings(context: Context, id: str, suggestions: Sequence[Suggestions] = ()) -> Markup:
    """Draw one actor with all that it is tied to, and the suggestions for it dashed, in the language in use.

    It is drawn twice: with the actor between two sides, and for a narrow screen above a single list.

    Parameters
    ----------
    context : Context
        Not changed.
    id : str
        Of an actor of its network.
    suggestions : sequence of Suggestions
        Those for this actor.

    Returns
    -------
    Markup
        Two SVG images that tell in words what they show; a style sheet shows one of them.
    """
    network = context.network
    ties: dict[str, int] = {}
    for r in network.relations:
        if id in (r.source, r.target) and r.type not in THEMATIC:
            other = r.target if r.source == id else r.source
            if other != id:
                ties[other] = ties.get(other, 0) + 1
    known = [_entry(context, other, n) for other, n in ties.items()]
    wanted = dict.fromkeys(s.id for answer in suggestions if answer.subject["id"] == id for s in answer.suggestions)
    suggested = [_entry(context, other, 0, suggested=True) for other in wanted]
    activities = network.activities.index
    left = [
        (_("Is in"), _ordered(e for e in known if e.id in activities)),
        (_("Could join"), [e for e in suggested if e.id in activities]),
    ]
    right = [
        (_("Has a relation with"), _ordered(e for e in known if e.id not in activities)),
        (_("Ought to talk with"), [e for e in suggested if e.id not in activities]),
    ]
    name = network.name(id)
    label = _("{name}: {known} known ties, {suggested} suggested. The tables say the same.").format(
        name=name, known=len(known), suggested=len(suggested)
    )
    half = text_width(name, 17) / 2 + 14
    sides = [_Side(left, WIDTH / 2 - COLUMN, -1, 6 - half), _Side(right, WIDTH / 2 + COLUMN, 1, half - 6)]
    height = max(3 * ROW, *(side.height + ROW for side in sides))
    wide = Markup().join(side.drawn(height / 2 - side.height / 2, height / 2) for side in sides)
    below = _Below([*left, *right], INDENT, 1, 0)
    return Markup("{}{}").format(
        _svg("wide", (WIDTH, height), label, wide, (WIDTH / 2, height / 2), half, name),
        _svg("narrow", (NARROW, below.height + 40), label, below.drawn(28, 17), (half + 2, 19), half, name),
    )


def _svg(
    kind: str, size: tuple[float, float], label: str, lists: Markup, at: tuple[float, float], half: float, name: str
) -> Markup:
    """Put a picture together: lists, and the name of the actor over the ends of their lines."""
    return Markup(
        '<svg class="around around-{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{lists}'
        '<rect class="around-name" x="{x}" y="{y}" width="{w}" height="34" rx="17"/>'
        '<text class="around-chosen" x="{cx}" y="{cy}">{name}</text></svg>'
    ).format(
        kind=kind, width=size[0], height=size[1], label=label, lists=lists, x=at[0] - half, y=at[1] - 17, w=2 * half,
        cx=at[0], cy=at[1], name=name,
    )  # fmt: skip


def _entry(context: Context, id: str, ties: int, *, suggested: bool = False) -> _Entry:
    return _Entry(id, context.network.name(id), FAMILY_OF[context.network.kind(id)], ties, suggested)


def _ordered(entries: Iterable[_Entry]) -> list[_Entry]:
    return sorted(entries, key=lambda e: (e.family, swedish_key(e.name), e.id))


class _Side:
    """One side of the picture: lists under headings, and a line from each entry to the actor.

    Parameters
    ----------
    lists : sequence of (str, list of entries)
    x : float
        Where the marks stand.
    direction : int
        Whether names stand before them, -1, or after them, 1.
    start : float
        From the middle of the actor to where the lines begin.
    """

    def __init__(self, lists: Sequence[tuple[str, list[_Entry]]], x: float, direction: int, start: float) -> None:
        self.lists = [(heading, entries) for heading, entries in lists if entries]
        self.x = x
        self.direction = direction
        self.start = start
        self.height = sum(ROW * (2 + min(len(entries), MOST) + (len(entries) > MOST)) for _h, entries in self.lists)

    room = WIDTH / 2 - COLUMN - 14

    def drawn(self, top: float, middle: float) -> Markup:
        """Draw the lists from a height on; the actor is in the middle."""
        y = top
        parts = []
        for heading, entries in self.lists:
            y += ROW
            parts.append(self._text("around-heading", y, heading))
            for entry in entries[:MOST]:
                y += ROW
                parts.append(self._line(entry, y, middle))
                parts.append(_mark(entry.family, self.x, y))
                parts.append(self._text("around-entry", y, _shortened(entry.name, self.room)))
            if len(entries) > MOST:
                y += ROW
                parts.append(self._text("around-heading", y, _more(len(entries) - MOST)))
            y += ROW
        return Markup().join(parts)

    def _text(self, kind: str, y: float, text: str) -> Markup:
        return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            kind, self.x + self.direction * 10, y, "start" if self.direction > 0 else "end", text
        )

    def _line(self, entry: _Entry, y: float, middle: float) -> Markup:
        kind = "around-suggested" if entry.suggested else f"around-tie around-{FAMILIES[entry.family].name}"
        return Markup('<path class="{}" stroke-width="{}" d="{}"/>').format(
            kind, min(0.9 + 0.6 * max(entry.ties - 1, 0), 3.0), self._way(y, middle)
        )

    def _way(self, y: float, middle: float) -> str:
        start = WIDTH / 2 + self.start
        bend = (start + self.x) / 2
        return f"M{start} {middle}C{bend} {middle} {bend} {y} {self.x} {y}"


class _Below(_Side):
    """All lists below the actor, on one stem."""

    room = NARROW - INDENT - 14

    def drawn(self, top: float, middle: float) -> Markup:
        """Draw the stem as far as the last entry, and the lists."""
        if not self.lists:
            return Markup("")
        last = top + self.height - ROW * (1 + (len(self.lists[-1][1]) > MOST))
        stem = Markup('<path class="around-stem" d="M{} {}V{}"/>').format(STEM, middle, last - CURVE)
        return stem + super().drawn(top, middle)

    def _way(self, y: float, middle: float) -> str:
        return f"M{STEM} {y - CURVE}Q{STEM} {y} {STEM + CURVE} {y}H{self.x}"


def _mark(family: int, x: float, y: float) -> Markup:
    polygon = FAMILIES[family].polygon
    kind = f"nv-{FAMILIES[family].name}"
    if not polygon:
        return Markup('<circle class="{}" cx="{}" cy="{}" r="4.6"/>').format(kind, x, y)
    corners = " ".join(f"{round(x + dx * 4.8, 1)},{round(y + dy * 4.8, 1)}" for dx, dy in polygon)
    return Markup('<polygon class="{}" points="{}"/>').format(kind, corners)


def _more(n: int) -> str:
    return ngettext("and {n} more", "and {n} more", n).format(n=n)


def _shortened(name: str, room: float) -> str:
    """Cut a name where there is no more room for it."""
    if text_width(name, FONT) * LEEWAY <= room:
        return name
    while text_width(name + "…", FONT) * LEEWAY > room:
        name = name[:-1]
    return name.rstrip() + "…"
