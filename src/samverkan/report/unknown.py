"""What is not known, as a list to do."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from samverkan.analysis.wording import number
from samverkan.language import _
from samverkan.report.links import Links
from samverkan.report.material import Material
from samverkan.report.tables import Column, Line, Table
from samverkan.report.words import order


def to_do(material: Material, links: Links) -> Table:
    """List what the data lack: how much, of what, and which."""
    context = material.context
    network = context.network
    rows: list[tuple[str, int, int | None, Markup | str]] = []
    if context.programme is not None:
        size = network.activities["size"][network.activities.index[context.programme]]
        known = len(context.members)
        if size is not None and size > known:
            rows.append((
                _("Members of the programme that the data do not name"), size - known, size,
                _("Ask the programme for its list of members."),
            ))  # fmt: skip
        thin = [id for id in context.members if context.data[network.actors.index[id]] != "full"]
        rows.append((_("Members of which little is known"), len(thin), known, _names(thin, material, links)))
        alone = _silent_initiatives(material)
        rows.append((
            _("Local initiatives without a known partner besides the city"), len(alone), len(context.initiatives),
            _names(alone, material, links),
        ))  # fmt: skip
    silent = [id for id, data in zip(network.actors["id"], context.data, strict=True) if data == "none"]
    kinds = dict(zip(network.actors["id"], network.actors["kind"], strict=True))
    cities = [id for id in silent if kinds[id] == "City"]
    others = [id for id in silent if kinds[id] != "City"]
    number_of_cities = sum(kind == "City" for kind in network.actors["kind"])
    rows.append((_("Cities without data"), len(cities), number_of_cities, _by_county(cities, material, links)))
    rows.append(
        (_("Organisations without data"), len(others), len(kinds) - number_of_cities, _names(others, material, links))
    )
    counts = np.asarray(context.in_activities.sum(axis=0)).ravel()
    empty = [id for id, count in zip(network.activities["id"], counts, strict=True) if not count]
    rows.append(
        (_("Activities in which nobody is known to be"), len(empty), len(counts), _names(empty, material, links))
    )
    plain = [id for id, themes in zip(network.activities["id"], context.has_theme, strict=True) if not themes.any()]
    rows.append((_("Activities without a theme"), len(plain), len(counts), _names(plain, material, links)))
    dated = [r for r in network.relations if r.type not in ("LOCATED_IN", "BROADER", "FOCUSES_ON", "PART_OF")]
    undated = sum(r.start is None for r in dated)
    rows.append(
        (_("Ties without a year"), undated, len(dated), _("See the table of all ties: the column of years is empty."))
    )
    columns = (
        Column(_("What is missing")),
        Column(_("Number"), ",d"),
        Column(_("Of"), ",d"),
        Column(_("Which, or what to do")),
    )
    lines = [Line((what, n, of, which)) for what, n, of, which in rows if n]
    return Table("t-unknown", _("To find out"), columns, lines)


def _silent_initiatives(material: Material) -> list[str]:
    context = material.context
    place = context.network.activities.index
    known = np.asarray(context.teams.known).ravel()
    return sorted(id for id, cities in context.initiatives.items() if known[place[id]] <= max(len(cities), 1))


def _names(ids: Sequence[str], material: Material, links: Links) -> Markup:
    named = sorted(ids, key=lambda id: (order(material.name(id)), id))
    return Markup(", ").join(map(links, named))


def _by_county(ids: Sequence[str], material: Material, links: Links) -> Markup:
    """Name cities by their county, with their number."""
    groups: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        groups[material.nodes[id]["county"] or _("abroad, or county unknown")].append(id)
    return Markup(" ").join(
        Markup("<b>{} ({}):</b> {}.").format(
            county, number(len(groups[county])), _names(groups[county], material, links)
        )
        for county in sorted(groups, key=order)
    )
