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
        An SVG image that tells in words what it shows.
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
        (_("Is directly tied to"), _ordered(e for e in known if e.id not in activities)),
        (_("Ought to talk with"), [e for e in suggested if e.id not in activities]),
    ]
    sides = [_Side(left, -1), _Side(right, 1)]
    height = max(3 * ROW, *(side.height + ROW for side in sides))
    middle = height / 2
    name = network.name(id)
    label = _("{name}: {known} known ties, {suggested} suggested. The tables say the same.").format(
        name=name, known=len(known), suggested=len(suggested)
    )
    half = text_width(name, 17) / 2 + 14
    return Markup(
        '<svg class="around" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{sides}'
        '<rect class="around-name" x="{x}" y="{y}" width="{w}" height="34" rx="17"/>'
        '<text class="around-chosen" x="{cx}" y="{cy}">{name}</text></svg>'
    ).format(
        width=WIDTH, height=height, label=label, sides=Markup().join(side.drawn(middle, half) for side in sides),
        x=WIDTH / 2 - half, y=middle - 17, w=2 * half, cx=WIDTH / 2, cy=middle, name=name,
    )  # fmt: skip


def _entry(context: Context, id: str, ties: int, *, suggested: bool = False) -> _Entry:
    return _Entry(id, context.network.name(id), FAMILY_OF[context.network.kind(id)], ties, suggested)


def _ordered(entries: Iterable[_Entry]) -> list[_Entry]:
    return sorted(entries, key=lambda e: (e.family, swedish_key(e.name), e.id))


class _Side:
    """One side of the picture: lists under headings, and a line from each entry to the middle."""

    def __init__(self, lists: Sequence[tuple[str, list[_Entry]]], direction: int) -> None:
        self.lists = [(heading, entries) for heading, entries in lists if entries]
        self.direction = direction
        self.height = sum(ROW * (2 + min(len(entries), MOST) + (len(entries) > MOST)) for _h, entries in self.lists)

    def drawn(self, middle: float, half: float) -> Markup:
        x, y = WIDTH / 2 + self.direction * COLUMN, middle - self.height / 2
        parts = []
        for heading, entries in self.lists:
            y += ROW
            parts.append(self._text("around-heading", x, y, heading))
            for entry in entries[:MOST]:
                y += ROW
                parts.append(self._line(entry, x, y, middle, half))
                parts.append(_mark(entry.family, x, y))
                parts.append(self._text("around-entry", x, y, _shortened(entry.name)))
            if len(entries) > MOST:
                y += ROW
                parts.append(self._text("around-heading", x, y, _more(len(entries) - MOST)))
            y += ROW
        return Markup().join(parts)

    def _text(self, kind: str, x: float, y: float, text: str) -> Markup:
        return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            kind, x + self.direction * 10, y, "start" if self.direction > 0 else "end", text
        )

    def _line(self, entry: _Entry, x: float, y: float, middle: float, half: float) -> Markup:
        start = WIDTH / 2 + self.direction * (half - 6)
        bend = (start + x) / 2
        kind = "around-suggested" if entry.suggested else f"around-tie around-{FAMILIES[entry.family].name}"
        return Markup('<path class="{}" stroke-width="{}" d="M{} {}C{} {} {} {} {} {}"/>').format(
            kind, min(0.9 + 0.6 * max(entry.ties - 1, 0), 3.0), start, middle, bend, middle, bend, y, x, y
        )


def _mark(family: int, x: float, y: float) -> Markup:
    polygon = FAMILIES[family].polygon
    kind = f"nv-{FAMILIES[family].name}"
    if not polygon:
        return Markup('<circle class="{}" cx="{}" cy="{}" r="4.6"/>').format(kind, x, y)
    corners = " ".join(f"{round(x + dx * 4.8, 1)},{round(y + dy * 4.8, 1)}" for dx, dy in polygon)
    return Markup('<polygon class="{}" points="{}"/>').format(kind, corners)


def _more(n: int) -> str:
    return ngettext("and {n} more", "and {n} more", n).format(n=n)


def _shortened(name: str) -> str:
    """Cut a name where there is no more room for it."""
    room = WIDTH / 2 - COLUMN - 14
    if text_width(name, FONT) * LEEWAY <= room:
        return name
    while text_width(name + "…", FONT) * LEEWAY > room:
        name = name[:-1]
    return name.rstrip() + "…"
