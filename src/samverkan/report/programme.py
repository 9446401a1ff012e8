"""The programme's report: the state of the whole network."""

from samverkan.language import _
from samverkan.report import lists, method, patterns, unknown
from samverkan.report.advice import Advice, suggestions_for
from samverkan.report.drawing import vis_network
from samverkan.report.links import Links
from samverkan.report.map import draw_map
from samverkan.report.missing import Missing
from samverkan.report.page import Document, Wanted, part, table_words
from samverkan.report.pictures import counties, network_picture
from samverkan.report.results import Results
from samverkan.report.state import State
from samverkan.report.tables import Notes
from samverkan.report.viewer import VIEWER_STYLES, viewer_script

LIMIT = 3
"""How many are suggested to each city for each purpose."""


def programme_page(results: Results, wanted: Wanted) -> str:
    """Write the programme's report.

    Parameters
    ----------
    results : Results
    wanted : Wanted

    Returns
    -------
    str
        One HTML document; the same for the same data, version and wishes.
    """
    material = results.material
    context = material.context
    network = context.network
    here = {*network.actors["id"], *network.activities["id"]}
    links = Links(material.name, here)
    notes = Notes(material)
    missing = Missing(results.gaps, links, notes)
    state = State(material, links, missing)
    advice = Advice(material, links, notes, suggestions_for(material, material.members, LIMIT))
    title = material.name(context.programme) if context.programme else _("The network")
    sweden = draw_map(context)
    shows_people = bool(material.dataset.nodes["Person"]["id"])
    parts = {
        "material": material,
        "heading": title,
        "state": state,
        "members": state.table(advice),
        "advice": advice,
        "suggested": advice.table(),
        "map": sweden,
        "counties": counties(sweden),
        "gaps": missing.table(),
        "heats": patterns.heat_tables(results),
        "brokers": patterns.brokers(results, links),
        "groups": patterns.groups(results, links),
        "actors": lists.actors(material, links),
        "activities": lists.activities(material, links),
        "ties": lists.ties(material, notes),
        "people": lists.people(material, links, notes) if shows_people else None,
        "unknown": unknown.to_do(material, links),
        "facts": method.facts(results),
        "checks": method.checks(results),
        "credits": lists.credits(material),
        "sources": lists.sources(material, notes),
        "statement": wanted.statement,
        "table_words": table_words(),
    }
    parts["figure"] = network_picture(
        material, notes, advice.answers, missing.gaps, positions=wanted.positions, seed=results.seed
    )
    return str(
        Document(
            "programme.html",
            _("{programme}: the network").format(programme=title),
            ("tokens.css", "page.css", *VIEWER_STYLES),
            {"tables": part("tables.js"), "drawing": vis_network(), "viewer": viewer_script()},
            parts,
        )
    )
