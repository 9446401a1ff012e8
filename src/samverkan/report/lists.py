"""Everything that is known as tables: actors, ties, activities, people, sources."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from markupsafe import Markup

from samverkan.language import _, ngettext
from samverkan.model.words import SECTORS, kind_in_words, reading
from samverkan.report.links import Links
from samverkan.report.material import Material, Origin, Row
from samverkan.report.tables import Cell, Column, Line, Notes, Table, items
from samverkan.report.words import DATA, is_web, order, outside, period, strong

CREDITED = 20
"""How many sources are named under one licence; the others are in the list of sources."""


def actors(material: Material, links: Links) -> Table:
    """List every city and organisation."""
    context = material.context
    nodes = context.network.actors
    partners, activities = np.diff(context.working.indptr), np.diff(context.in_activities.indptr)
    rows = [
        Line(
            (
                links(id), kind_in_words(nodes["kind"][place]), _sector(context.sectors[place]),
                context.counties[place], int(partners[place]), int(activities[place]), _(DATA[context.data[place]]),
            ),
            id,
        )
        for place, id in _by_name(nodes["id"], material.name)
    ]  # fmt: skip
    columns = (
        Column(_("Name")),
        Column(_("Kind"), choice=True),
        Column(_("Sector"), choice=True),
        Column(_("County"), choice=True),
        Column(_("Working ties"), ",d"),
        Column(_("Activities"), ",d"),
        Column(_("Known"), choice=True),
    )
    return Table("t-actors", _("Cities and organisations"), columns, rows, order=0)


def _sector(sector: str) -> str:
    return _(SECTORS[sector]) if sector in SECTORS else kind_in_words("City" if sector == "municipality" else sector)


def activities(material: Material, links: Links) -> Table:
    """List every activity."""
    network = material.context.network
    nodes = network.activities
    known = np.asarray(material.context.in_activities.sum(axis=0)).astype(int).tolist()
    themes = material.context.has_theme
    names = [material.name(id) for id in material.context.themes]
    rows = [
        Line(
            (
                links(id), kind_in_words(nodes["kind"][place]), period(nodes["start"][place], nodes["end"][place]),
                known[place], nodes["size"][place],
                items(names[theme] for theme in np.flatnonzero(themes[place]).tolist()),
            ),
            id,
        )
        for place, id in _by_name(nodes["id"], material.name)
    ]  # fmt: skip
    columns = (
        Column(_("Name")),
        Column(_("Kind"), choice=True),
        Column(_("Years")),
        Column(_("Known actors"), ",d"),
        Column(_("Actors in all"), ",d", about=_("As a source tells it; empty where none does.")),
        Column(_("Themes"), choice=True),
    )
    return Table("t-activities", _("Projects, networks and other activities"), columns, rows, order=0)


def ties(material: Material, notes: Notes) -> Table:
    """List every relation between what is no person."""
    rows = [row for row in material.rows if "Person" not in _labels(material, row)]
    name = material.name
    rows.sort(key=lambda r: (order(name(r.source)), r.type, order(name(r.target)), r.start or ""))
    columns = (
        Column(_("From")),
        Column(_("Relation"), choice=True),
        Column(_("To")),
        Column(_("Years")),
        Column(_("Role")),
        Column(_("Amount, SEK"), ",d"),
        Column(_("Sources")),
    )
    lines = [
        Line((name(r.source), reading(r.type), name(r.target), period(r.start, r.end), r.role, r.amount,
              notes(r.sources)))
        for r in rows
    ]  # fmt: skip
    return Table("t-ties", _("All ties"), columns, lines, order=0)


def people(material: Material, links: Links, notes: Notes, of: str | None = None) -> Table:
    """List the people whom the audience may see, or those of one body, and what ties them to it; nobody is ranked."""
    rows = [
        (material.name(row.source), row)
        for row in material.rows
        if material.nodes[row.source]["label"] == "Person" and of in (None, row.target)
    ]
    rows.sort(key=lambda named: (order(named[0]), named[1].type, order(material.name(named[1].target))))
    columns = (
        Column(_("Name")),
        Column(_("Title")),
        Column(_("Relation"), choice=True),
        Column(_("With")),
        Column(_("Role")),
        Column(_("Years")),
        Column(_("Sources")),
    )
    lines = [
        Line((name, material.nodes[r.source]["title"], reading(r.type), links(r.target), r.role,
              period(r.start, r.end), notes(r.sources)))
        for name, r in rows
    ]  # fmt: skip
    return Table("t-people", _("People in public roles"), columns, lines, order=0)


def sources(material: Material, notes: Notes) -> Table:
    """List the sources that the page names, by their numbers."""
    cited = Counter(id for node in material.nodes.values() for id in node["sources"] or ())
    cited.update(id for row in material.rows for id in row.sources)
    columns = (
        Column(_("No"), "d"),
        Column(_("Title")),
        Column(_("Publisher")),
        Column(_("Published")),
        Column(_("Terms"), choice=True),
        Column(_("Rows"), ",d", about=_("Rows of the data that rest on it.")),
    )
    lines = [Line((n, _titled(o), o.publisher, o.published, o.licence, cited[o.id]), f"s{n}") for n, o in notes.named]
    return Table("t-sources", _("Sources"), columns, lines, order=0)


def _titled(origin: Origin) -> Markup:
    """Link the title of a source to where it is; on paper the address stands behind it."""
    title = outside(origin.url, origin.title)
    return Markup('{} <span class="address">{}</span>').format(title, origin.url) if is_web(origin.url) else title


def credits(material: Material) -> list[Markup]:
    """Credit all sources of the data by the terms on which they may be used; of many under one tell the number."""
    by_terms: dict[str, list[Origin]] = {}
    for o in sorted(material.origins.values(), key=lambda o: (order(o.publisher or o.title), order(o.title))):
        by_terms.setdefault(o.licence or _("Terms not stated"), []).append(o)
    found = []
    for terms, origins in sorted(by_terms.items(), key=lambda pair: (len(pair[1]) > CREDITED, order(pair[0]))):
        if len(origins) > CREDITED:
            named: str = ngettext("{n} source", "{n} sources", len(origins)).format(n=len(origins))
        else:
            named = Markup("; ").join(
                Markup("{}{}").format(f"{o.publisher}: " if o.publisher else "", outside(o.url, o.title))
                for o in origins
            )
        found.append(Markup("{}: {}").format(strong(terms), named))
    return found


def _labels(material: Material, row: Row) -> tuple[Cell, Cell]:
    return material.nodes[row.source]["label"], material.nodes[row.target]["label"]


def _by_name(ids: Sequence[str], name: Callable[[str], str]) -> Iterable[tuple[int, str]]:
    return sorted(enumerate(ids), key=lambda place: (order(name(place[1])), place[1]))
