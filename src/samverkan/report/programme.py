"""The programme's report: the state of the whole network."""

from samverkan.language import _
from samverkan.report import lists, method, unknown
from samverkan.report.advice import Advice, suggestions_for
from samverkan.report.links import Links
from samverkan.report.material import Material
from samverkan.report.page import Document, Wanted, part, table_words
from samverkan.report.state import State
from samverkan.report.tables import Notes

LIMIT = 3
"""How many are suggested to each city for each purpose."""


def programme_page(material: Material, wanted: Wanted) -> str:
    """Write the programme's report.

    Parameters
    ----------
    material : Material
    wanted : Wanted

    Returns
    -------
    str
        One HTML document; the same for the same data, version and wishes.
    """
    context = material.context
    network = context.network
    here = {*network.actors["id"], *network.activities["id"]}
    links = Links(material.name, here)
    notes = Notes(material)
    state = State(material, links)
    advice = Advice(material, links, notes, suggestions_for(material, material.members, LIMIT))
    title = material.name(context.programme) if context.programme else _("The network")
    shows_people = bool(material.dataset.nodes["Person"]["id"])
    parts = {
        "material": material,
        "heading": title,
        "state": state,
        "members": state.table(advice),
        "advice": advice,
        "suggested": advice.table(),
        "actors": lists.actors(material, links),
        "activities": lists.activities(material, links),
        "ties": lists.ties(material, links, notes),
        "people": lists.people(material, links, notes) if shows_people else None,
        "unknown": unknown.to_do(material, links),
        "facts": method.facts(material, wanted.seed),
        "checks": method.checks(material, wanted.seed),
        "credits": lists.credits(material),
        "sources": lists.sources(material, notes),
        "statement": wanted.statement,
        "table_words": table_words(),
    }
    return str(
        Document(
            "programme.html",
            _("{programme}: the network").format(programme=title),
            ("tokens.css", "page.css"),
            {"tables": part("tables.js")},
            parts,
        )
    )
