"""Who works with whom as groups, who stands between others, and which actors keep together, in plain words."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from samverkan.analysis.result import Cell, Mixing
from samverkan.analysis.wording import number
from samverkan.language import N_, _
from samverkan.model.words import SECTORS, kind_in_words
from samverkan.report.links import Links
from samverkan.report.material import Material
from samverkan.report.results import Results
from samverkan.report.tables import Column, Line, Table
from samverkan.report.words import order, rich

GROUPINGS = {
    "theme": N_("Between themes"),
    "sector": N_("Between sectors"),
    "county": N_("Between counties"),
}
"""By what actors are put in groups, and what the table is called."""

STEPS = (1.5, 2.5, 4.0)
"""Standard deviations from what chance gives at which a cell is shaded more strongly."""

SURE = 0.05
"""Probability of so unusual a number anywhere in the table below which a cell is marked."""

BROKERS = 10
"""How many of those who stand between others are named."""

NAMED = 6
"""How many actors of a community are named."""

ROLES = {
    "coordinator": N_("within its own county"),
    "gatekeeper": N_("between its own county and others"),
    "consultant": N_("within another county"),
    "liaison": N_("between other counties"),
}
"""Between whom an actor stands, by the role that Gould and Fernandez give it."""


@dataclass(frozen=True)
class Square:
    """The ties between two groups as a cell shows them."""

    text: str
    expected: str
    shade: str
    sure: bool


@dataclass(frozen=True)
class Heat:
    """A table of groups × groups.

    Parameters
    ----------
    id, caption : str
    names : sequence of str
        Of the groups, in order.
    sizes : sequence of int
        How many actors each has.
    rows : sequence of sequence of Square
    found : Markup
        What can be shown, in a sentence.
    left_out : int
        How many actors belong to no group.
    """

    id: str
    caption: str
    names: Sequence[str]
    sizes: Sequence[int]
    rows: Sequence[Sequence[Square]]
    found: Markup
    left_out: int


def heat_tables(results: Results) -> list[Heat]:
    """Show the ties between themes, between sectors and between counties beside what chance would give."""
    found = {mixing.parameters["grouping"]: mixing for mixing in results.mixings}
    return [_heat(results.material, found[grouping], grouping) for grouping in GROUPINGS if grouping in found]


def _heat(material: Material, found: Mixing, grouping: str) -> Heat:
    named = {label: _label(material, grouping, label) for label, _n in found.groups}
    groups = sorted(found.groups, key=lambda group: order(named[group[0]]))
    cells = {frozenset((cell.one, cell.other)): cell for cell in found.cells}
    shows = any(cell.p < SURE for cell in found.cells)
    rows = [[_square(cells[frozenset((one, other))], shows) for other, _n in groups] for one, _m in groups]
    return Heat(
        f"t-{grouping}-mixing",
        _(GROUPINGS[grouping]),
        [named[label] for label, _n in groups],
        [n for _label, n in groups],
        rows,
        _shown(found.cells, named),
        sum(found.left_out.values()),
    )


def _label(material: Material, grouping: str, label: str) -> str:
    if grouping == "theme":
        return material.name(label)
    if grouping == "sector":
        return _(SECTORS[label]) if label in SECTORS else kind_in_words("City" if label == "municipality" else label)
    return label


def _square(cell: Cell, shows: bool) -> Square:
    """Shade a cell of a table that shows something; where all may be chance no colour says otherwise."""
    if not shows or math.isnan(cell.score):
        shade = ""
    else:
        level = sum(abs(cell.score) >= step for step in STEPS)
        shade = f"{'more' if cell.score > 0 else 'less'}-{level}" if level else ""
    return Square(number(cell.observed), number(cell.expected, ",.0f"), shade, cell.p < SURE)


def _shown(cells: Sequence[Cell], named: dict[str, str]) -> Markup:
    """Say which groups work with each other more, and which less, than chance can explain."""
    sure = sorted((c for c in cells if c.p < SURE), key=lambda c: (-abs(c.score), c.one, c.other))
    more, less = ([c for c in sure if (c.score > 0) == positive] for positive in (True, False))
    if not sure:
        return rich(_("Nothing can be shown: all of it may be chance."))
    said = []
    if more:
        said.append(rich(_("More than chance can explain: {pairs}."), pairs=_pairs(more, named)))
    if less:
        said.append(rich(_("Fewer than chance can explain: {pairs}."), pairs=_pairs(less, named)))
    return Markup(" ").join(said)


def _pairs(cells: Sequence[Cell], named: dict[str, str]) -> Markup:
    return Markup("; ").join(
        rich(
            _("{groups} ({n} ties, {expected} expected)"),
            groups=Markup("<b>{}</b>").format(
                rich(_("within {group}"), group=named[c.one])
                if c.one == c.other
                else rich(_("{one} and {other}"), one=named[c.one], other=named[c.other])
            ),
            n=number(c.observed),
            expected=number(c.expected, ",.0f"),
        )
        for c in cells
    )


def brokers(results: Results, links: Links) -> Table | None:
    """List who stands between most others that do not work together; ``None`` in a network without ties."""
    material, found = results.material, results.roles
    sizes = dict(results.sizes.ranked)
    if not found.ranked:
        return None
    working = np.diff(material.context.working.indptr).tolist()
    partners = dict(zip(material.context.network.actors["id"], working, strict=True))
    rows = []
    for id, pairs, expected in found.ranked[:BROKERS]:
        counts = {role: pairs[role] for role in ROLES}
        if not any(counts.values()):
            continue
        role = max(counts, key=lambda name: counts[name] - expected[name])
        rows.append(
            Line((
                links(id), kind_in_words(material.nodes[id]["kind"]), partners[id], sizes[id], sum(counts.values()),
                _(ROLES[role]), counts[role], expected[role],
            ))
        )  # fmt: skip
    columns = (
        Column(_("Who")),
        Column(_("Kind")),
        Column(_("Partners"), ",d"),
        Column(
            _("Of them apart"), ",.0f", about=_("Burt’s effective size: partners that bring what the others do not.")
        ),
        Column(_("Pairs between"), ",d", about=_("Pairs of its partners that have no tie with each other.")),
        Column(_("Above all"), about=_("The kind of pairs that most exceeds what chance would give.")),
        Column(_("Such pairs"), ",d"),
        Column(_("By chance"), ",.0f", about=_("Such pairs if the counties of the others were drawn by lot.")),
    )
    return Table("t-brokers", _("Who stands between others"), columns, rows)


@dataclass(frozen=True)
class Group:
    """A community in words."""

    size: int
    named: Markup
    more: int
    where: str
    sure: str


@dataclass(frozen=True)
class Groups:
    """The communities of a network in words."""

    groups: Sequence[Group]
    small: int
    modularity: float
    stability: float


def groups(results: Results, links: Links) -> Groups:
    """Say of each group of actors that keep together who is in it, where, and how sure that is."""
    material, found = results.material, results.communities
    counties = material.context.counties
    index = material.context.network.actors.index
    told = []
    small = 0
    for community in found.communities:
        if len(community.actors) < NAMED:
            small += 1
            continue
        where = Counter(county for id in community.actors if (county := counties[index[id]]) is not None)
        most = [
            county
            for county, n in sorted(where.items(), key=lambda c: (-c[1], order(c[0])))
            if n * 4 >= len(community.actors)
        ]
        told.append(
            Group(
                len(community.actors),
                Markup(", ").join(map(links, community.actors[:NAMED])),
                len(community.actors) - NAMED,
                ", ".join(most) or _("several counties"),
                _("sure")
                if community.stability >= 0.9
                else _("fairly sure")
                if community.stability >= 0.7
                else _("unsure"),
            )
        )
    return Groups(told, small, found.modularity, found.stability)
