"""A city's dossier: two pages at the front, and everything again as tables."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from markupsafe import Markup

from samverkan.analysis.suggestions import Suggestions
from samverkan.analysis.wording import date_in_words, listing, number, row, tie_in_words
from samverkan.language import N_, _, ngettext
from samverkan.model.words import kind_in_words, reading
from samverkan.network.network import year
from samverkan.network.teams import IN_ACTIVITY, WORKS_WITH
from samverkan.report import lists, method
from samverkan.report.advice import FIRST, Advice, lists_of, suggestion_id, suggestions_for
from samverkan.report.links import Links
from samverkan.report.material import Material, Row
from samverkan.report.missing import Missing
from samverkan.report.page import Document, Wanted, part, table_words
from samverkan.report.radial import draw_surroundings
from samverkan.report.results import Results
from samverkan.report.tables import Column, Line, Notes, Table, bar, with_ids_once
from samverkan.report.texts import PURPOSES
from samverkan.report.viewer import SURROUNDINGS_STYLES
from samverkan.report.words import order, period, rich, strong, with_minus

LIMIT = 3
"""How many are suggested for each purpose."""

YEARS = 8
"""How many years have a column of their own; what is older has one together."""

SKR_GROUPS = {
    "A1": N_("large city"),
    "A2": N_("commuting municipality near a large city"),
    "B3": N_("medium-sized town"),
    "B4": N_("commuting municipality near a medium-sized town"),
    "B5": N_("municipality with little commuting near a medium-sized town"),
    "C6": N_("small town"),
    "C7": N_("commuting municipality near a small town"),
    "C8": N_("rural municipality"),
    "C9": N_("rural municipality with visitors"),
}
"""SKR's grouping of 2023 in words."""

TIES = {
    "direct": N_("Pairings and collaborations"),
    "Project": N_("Projects"),
    "ResearchSchool": N_("Research schools"),
    "Network": N_("Networks"),
    "Programme": N_("Programmes"),
    "Agreement": N_("Agreements"),
    "Event": N_("Events"),
    "SISTER_CITY_OF": N_("Sister cities"),
    "FUNDS": N_("Funding"),
}
"""Kinds of ties, from the closest."""

PURPOSE_HEADINGS = {
    "member": N_("Twin cities in the programme"),
    "invite": N_("Twin cities to invite"),
    "twin": N_("Twin cities"),
    "learning": N_("To learn from"),
    "project": N_("Partners for a joint project"),
    "join": N_("What to join"),
}


@dataclass(frozen=True)
class Grid:
    """Numbers by kind and year, as they are shaded: each with its level from 0 to 5."""

    years: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[int, int]], int]]


@dataclass(frozen=True)
class Dossier:
    """What a dossier tells of a city.

    Parameters
    ----------
    material : Material
    id : str
        Of the city.
    links : Links
    notes : Notes
    """

    material: Material
    id: str
    links: Links
    notes: Notes

    @cached_property
    def place(self) -> int:
        """Place of the city among the actors."""
        return self.material.context.network.actors.index[self.id]

    @property
    def name(self) -> str:
        """Name of the city."""
        return self.material.name(self.id)

    @cached_property
    def peers(self) -> list[int]:
        """Places of the other cities of the same main group of SKR."""
        groups = self.material.context.network.actors["skr_group"]
        own = groups[self.place]
        return [
            place for place, group in enumerate(groups) if own and group and group[0] == own[0] and place != self.place
        ]

    def lead(self) -> Markup:
        """Say in a sentence how the city stands."""
        context = self.material.context
        partners = row(context.working, self.place)
        members = set(self.material.members)
        inner = [p for p in partners if p in members]
        if not partners:
            return rich(
                _("No working tie of {city} is known. That no tie is known does not mean that there is none."),
                city=self.name,
            )
        return rich(
            ngettext(
                "{city} has a working tie with {n} actor, {members} of them among the member cities.",
                "{city} has working ties with {n} actors, {members} of them member cities.",
                len(partners),
            ),
            city=self.name, n=strong(number(len(partners))), members=strong(number(len(inner))),
        )  # fmt: skip

    def first(self, answers: Sequence[Suggestions]) -> Markup:
        """Name whom the city ought to talk with first, for each purpose, and lead to the reasons."""
        purposes: dict[str, list[str]] = {}
        ids: dict[str, str] = {}
        for answer in sorted(answers, key=lambda a: a.purpose != FIRST):  # as the programme's report names them
            for first in answer.suggestions[:1] if answer.purpose != "join" else ():
                purposes.setdefault(first.name, []).append(_(PURPOSES[answer.purpose]))
                ids.setdefault(first.name, suggestion_id(self.id, answer.purpose, first.rank))
        told = [
            Markup('<a href="#{}">{}</a> ({})').format(ids[name], name, listing(what))
            for name, what in purposes.items()
        ]
        return rich(_("It ought to talk with {whom}."), whom=Markup(", ").join(told)) if told else Markup("")

    def facts(self) -> list[tuple[str, Markup | str]]:
        """List what is known of the city itself, its emissions beside those of its peers."""
        node = self.material.nodes[self.id]
        context = self.material.context
        found: list[tuple[str, Markup | str]] = []
        if node["population"] is not None:
            found.append((_("Inhabitants"), number(node["population"])))
        if node["county"]:
            found.append((_("County"), node["county"]))
        if group := node["skr_group"]:
            found.append((_("SKR's group"), f"{group}, {_(SKR_GROUPS[group])}" if group in SKR_GROUPS else group))
        if node["co2_per_capita"] is not None:
            said = _("{n} tonnes a person, 2022").format(n=number(node["co2_per_capita"], ".1f"))
            found.append((_("Fossil CO₂"), said + self._beside("co2_per_capita", ".1f")))
        if node["co2_change"] is not None:
            said = _("{n} % a year since 2015").format(n=_figure(node["co2_change"], "+z.1f"))
            found.append((_("Its change"), said + self._beside("co2_change", "+z.1f")))
        if node["climate_plan_year"] is not None:
            found.append((_("Climate plan"), str(node["climate_plan_year"])))
        if context.programme is not None:
            found.append((_("In the programme"), self._membership()))
        if twins := context.twins.get(self.id):
            found.append((_("Twin city"), Markup(", ").join(map(self.links, twins))))
        found.append(
            (
                _("Known"),
                {"full": _("much"), "thin": _("little"), "none": _("nothing but its place")}[context.data[self.place]],
            )
        )
        return found

    def _beside(self, name: str, form: str) -> str:
        values = self.material.context.numbers(name)[self.peers] if self.peers else np.array([])
        known = values[~np.isnan(values)]
        if len(known) < 3:
            return ""
        group = self.material.nodes[self.id]["skr_group"][0]
        return " " + _("(median of {n} others of group {group}: {median})").format(
            n=number(len(known)), group=group, median=_figure(float(np.median(known)), form)
        )

    def _membership(self) -> str:
        programme = self.material.context.programme
        if self.id not in self.material.context.members:
            return _("not a member, as far as is known")
        starts = [
            r.start
            for r in self.material.of_node[self.id]
            if r.target == programme and r.type == "MEMBER_OF" and r.start
        ]
        return _("member since {date}").format(date=date_in_words(min(starts))) if starts else _("member")

    # ---- ties

    @cached_property
    def rows(self) -> list[Row]:
        """All relations of the city, but those to people."""
        nodes = self.material.nodes
        return [
            r
            for r in self.material.of_node[self.id]
            if "Person" not in (nodes[r.source]["label"], nodes[r.target]["label"])
        ]

    def grid(self) -> Grid:
        """Count the ties by kind and by the year in which they began."""
        last = year(self.material.context.as_of) or max((year(r.start) or 0 for r in self.rows), default=0)
        first = last - YEARS + 1
        counts: dict[str, Counter[int | None]] = defaultdict(Counter)
        for r in self.rows:
            if kind := self._kind(r):
                began = year(r.start)
                counts[kind][began if began is None or began >= first else first - 1] += 1
        known = [y for y in (first - 1, *range(first, last + 1), None) if any(c[y] for c in counts.values())]
        shown: list[int | None] = [
            y
            for y in (first - 1, *range(first, last + 1), None)
            if y in known or (y is not None and first <= y <= last)
        ]
        most = max((n for c in counts.values() for n in c.values()), default=0)
        headings = [_("earlier") if y == first - 1 else _("no year") if y is None else str(y) for y in shown]
        return Grid(
            headings,
            [
                (_(TIES[kind]), [(counts[kind][y], level(counts[kind][y], most)) for y in shown], counts[kind].total())
                for kind in TIES
                if kind in counts
            ],
        )

    def _kind(self, r: Row) -> str | None:
        if r.type in WORKS_WITH:
            return "direct"
        if r.type in TIES:
            return r.type
        return self.material.nodes[r.target]["kind"] if r.type in IN_ACTIVITY and r.source == self.id else None

    def themes(self) -> Table:
        """List the themes: whether the city works with each, and how many of its peers do."""
        context = self.material.context
        having = context.actor_themes > 0
        peers = [place for place in self.peers if having[place].any()]
        rows = []
        for place, theme in enumerate(context.themes):
            n = int(having[peers, place].sum())
            rows.append((n, self.material.name(theme), bool(having[self.place, place])))
        rows.sort(key=lambda r: (-r[0], order(r[1])))
        columns = (
            Column(_("Theme")),
            Column(self.name),
            Column(
                _("Of {n} peers").format(n=len(peers)),
                "d",
                about=_("Other cities of the same main group of SKR of which themes are known."),
            ),
        )
        lines = [
            Line((name, _("works with it") if own else _("not known"), bar(n, len(peers), number(n))))
            for n, name, own in rows
        ]
        return Table("t-themes", _("Themes beside those of the peers"), columns, lines)

    def partners(self) -> Table:
        """List everybody with whom the city has a working tie, and what it is."""
        context = self.material.context
        actors = context.network.actors
        rows = []
        for other in row(context.working, self.place):
            text, evidence = tie_in_words(context, self.place, other)
            cells = (
                self.links(actors["id"][other]), kind_in_words(actors["kind"][other]), context.counties[other],
                f"{text}.", self.notes(x for r in evidence for x in r.sources),
            )  # fmt: skip
            rows.append((order(actors["name"][other]), Line(cells, actors["id"][other])))
        columns = (
            Column(_("Name")),
            Column(_("Kind"), choice=True),
            Column(_("County"), choice=True),
            Column(_("The tie")),
            Column(_("Sources")),
        )
        return Table(
            "t-partners", _("Partners"), columns, [line for _key, line in sorted(rows, key=lambda r: r[0])], order=0
        )

    def ties(self) -> Table:
        """List every relation of the city."""
        name = self.material.name
        rows = []
        for r in self.rows:
            backwards = r.target == self.id
            other = r.source if backwards else r.target
            text = reading(r.type, backwards=backwards)
            cells = (
                text, self.links(other), kind_in_words(self.material.nodes[other]["kind"]), period(r.start, r.end),
                r.role, r.amount, r.evidence, self.notes(r.sources),
            )  # fmt: skip
            rows.append(((r.type, backwards, order(name(other)), r.start or ""), Line(cells, other)))
        columns = (
            Column(_("Relation"), choice=True),
            Column(_("With")),
            Column(_("Kind"), choice=True),
            Column(_("Years")),
            Column(_("Role")),
            Column(_("Amount, SEK"), ",d"),
            Column(_("Where in the source")),
            Column(_("Sources")),
        )
        return Table(
            "t-own-ties", _("All ties"), columns, [line for _key, line in sorted(rows, key=lambda r: r[0])], order=0
        )


def _figure(value: float, form: str) -> str:
    return with_minus(number(value, form))


def level(n: int, most: int) -> int:
    """Return how strongly a number is shaded: 0 for none, else 1 to 5."""
    return 0 if n <= 0 else min(5, 1 + int(5 * (n - 1) / max(most, 1)))


def city_page(results: Results, city: str, wanted: Wanted) -> str:
    """Write the dossier of a city.

    Parameters
    ----------
    results : Results
    city : str
        Id of the city.
    wanted : Wanted

    Returns
    -------
    str
        One HTML document; the same for the same data, version and wishes.
    """
    material = results.material
    answers = suggestions_for(material, [material.context.network.actors.index[city]], LIMIT)
    tied = {end for r in material.of_node[city] for end in (r.source, r.target)} - {city}
    here = {*tied, *(s.id for answer in answers[city] for s in answer.suggestions)}
    links = Links(material.name, {id for id in here if material.nodes[id]["label"] != "Person"})
    notes = Notes(material)
    dossier = Dossier(material, city, links, notes)
    advice = Advice(material, links, notes, answers)
    suggested = [
        (
            _(PURPOSE_HEADINGS[name or a.purpose]),
            [(suggestion_id(city, a.purpose, s.rank), advice.told(s)) for s in some],
        )
        for a in answers[city]
        for name, some in (lists_of(a) or {None: []}).items()
    ]
    partners, reasons, ties = with_ids_once(dossier.partners(), advice.reasons(city), dossier.ties())
    people = lists.people(material, links, notes, city)
    parts = {
        "material": material,
        "heading": dossier.name,
        "dossier": dossier,
        "first": dossier.first(answers[city]),
        "links": links,
        "gaps": Missing(results.gaps, links, notes).of_city(city),
        "suggested": suggested,
        "reasons": reasons,
        "around": draw_surroundings(material.context, city, answers[city]),
        "partners": partners,
        "ties": ties,
        "people": people if people.rows else None,
        "facts": method.facts(results),
        "checks": [],
        "credits": lists.credits(material),
        "sources": lists.sources(material, notes),
        "statement": wanted.statement,
        "table_words": table_words(),
    }
    return str(
        Document(
            "city.html",
            _("{city}: dossier").format(city=dossier.name),
            ("tokens.css", "page.css", *SURROUNDINGS_STYLES),
            {"tables": part("tables.js")},
            parts,
        )
    )
