"""Suggestions as a report shows them: all of them as a table, and those that two cities have for each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from samverkan.analysis.purposes import purposes_of
from samverkan.analysis.suggestions import Suggestion, Suggestions, Wishes, suggest
from samverkan.language import N_, _
from samverkan.model.words import chain, kind_in_words
from samverkan.report.links import Links
from samverkan.report.material import Material
from samverkan.report.tables import Column, Line, Notes, Table
from samverkan.report.words import DATA, PURPOSES, order, rich, with_minus

REASONS = 3
"""How many reasons of a suggestion a report tells."""

BRIEF = 2
"""How many of them a table of many suggestions tells, in few words."""

LEAST = 0.05
"""Part of a score below which a reason is not told."""

FIRST = "project"
"""The purpose whose first suggestion stands for a city where there is room for one only."""

WITHIN = {
    "member": N_("Twin city in the programme"),
    "invite": N_("Twin city to invite"),
}
"""What somebody is suggested for, of the two lists of twins."""


def lists_of(answer: Suggestions) -> dict[str | None, list[Suggestion]]:
    """Part the suggestions of a purpose into the lists that it has: two of twins, one of others."""
    lists: dict[str | None, list[Suggestion]] = {}
    for s in answer.suggestions:
        lists.setdefault(s.list, []).append(s)
    return lists


def _numbered(answer: Suggestions) -> Iterator[tuple[str, int, Suggestion]]:
    """Go through the suggestions of a purpose: what each is for, and its place in its list."""
    for name, some in lists_of(answer).items():
        purpose = PURPOSES[answer.purpose] if name is None else WITHIN[name]
        for number, s in enumerate(some, start=1):
            yield _(purpose), number, s


def suggestions_for(material: Material, cities: Sequence[int], limit: int) -> dict[str, list[Suggestions]]:
    """Suggest partners to cities for every purpose.

    Parameters
    ----------
    material : Material
    cities : sequence of int
        Places among the actors.
    limit : int
        How many for each purpose; of twins in each of the two lists.

    Returns
    -------
    dict of str to list of Suggestions
        By the id of the city.
    """
    context = material.context
    purposes = purposes_of(context).values()
    ids = context.network.actors["id"]
    wishes = Wishes(limit=limit)
    return {ids[city]: [suggest(context, ids[city], purpose, wishes) for purpose in purposes] for city in cities}


def suggestion_id(city: str, purpose: str, rank: int) -> str:
    """Return what the row of a suggestion is found by: ``suggest-gavle-project-1``."""
    return f"suggest-{city.partition(':')[2]}-{purpose}-{rank}"


@dataclass(frozen=True)
class Told:
    """A suggestion as it is read: each reason in full with its sources, the first in few words, and the way there.

    The notes are the sources of what is told in few words, together.
    """

    suggestion: Suggestion
    marks: Sequence[str]
    reasons: Sequence[Markup]
    brief: Sequence[str]
    way: Markup
    notes: Markup


@dataclass(frozen=True)
class Advice:
    """What is suggested to whom.

    Parameters
    ----------
    material : Material
    links : Links
    notes : Notes
    answers : mapping of str to sequence of Suggestions
        By the id of the city.
    """

    material: Material
    links: Links
    notes: Notes
    answers: Mapping[str, Sequence[Suggestions]]

    def first(self, city: str) -> Suggestion | None:
        """Return the one whom a city ought to talk with first."""
        found = [s for a in self.answers[city] if a.purpose == FIRST for s in a.suggestions]
        return found[0] if found else None

    def told(self, s: Suggestion) -> Told:
        """Put a suggestion into words."""
        name = self.links
        marks = [kind_in_words(s.kind)]
        if s.known_tie:
            marks.append(_("a partner already"))
        if s.twins:
            marks.append(_("twin city: {names}").format(names=", ".join(map(self.material.name, s.twins))))
        if s.data != "full":
            marks.append(_("little is known") if s.data == "thin" else _("nothing is known but its place"))
        shown = [r for r in s.reasons[:REASONS] if r.contribution >= LEAST * s.score]
        cited = [[x for row in r.evidence for x in row.sources] for r in shown]
        reasons = [self._cited(r.text, sources) for r, sources in zip(shown, cited, strict=True)]
        few: dict[str, list[str]] = {}  # several reasons may say the same in few words
        for reason, sources in zip(shown, cited, strict=True):
            few.setdefault(reason.brief or reason.text, []).extend(sources)
        brief = [*few][:BRIEF]
        behind = [source for text in brief for source in few[text]]
        way = Markup("")
        if path := [id for id in s.introduction[1:] if id != s.id]:
            way = rich(_("Can introduce: {names}."), names=chain([*map(name, path)]))
        elif s.acquaintance is not None:
            way = escape(_met(s.acquaintance.text, known=s.known_tie, told=[r.text for r in shown]))
            behind += [source for row in s.acquaintance.evidence for source in row.sources]
        return Told(s, marks, reasons, [*map(with_minus, brief)], way, self.notes.small(behind))

    def _cited(self, text: str, sources: Sequence[str]) -> Markup:
        return Markup("{}{}").format(with_minus(text), self.notes.small(sources))

    def table(self) -> Table:
        """List every suggestion of every city."""
        rows = []
        for city in sorted(self.answers, key=lambda id: order(self.material.name(id))):
            for answer in self.answers[city]:
                for purpose, number, s in _numbered(answer):
                    told = self.told(s)
                    why = Markup("{}{}").format(Markup(" ").join(filter(None, [*told.brief, told.way])), told.notes)
                    cells = (self.links(city), purpose, number, self.links(s.id), why,
                             kind_in_words(s.kind), _(DATA[s.data]), s.score)  # fmt: skip
                    rows.append(Line(cells, suggestion_id(city, answer.purpose, s.rank)))
        columns = (
            Column(_("For"), choice=True),
            Column(_("Purpose"), choice=True),
            Column(_("Rank"), "d"),
            Column(_("Suggestion")),
            Column(_("Why, and who can introduce")),
            Column(_("Kind"), choice=True),
            Column(_("Known"), choice=True),
            Column(_("Score"), ".2f", about=_("Sum of what the reasons count; compare within one list only.")),
        )
        return Table("t-suggestions", _("Suggestions for every member city"), columns, rows)

    def reasons(self, city: str) -> Table:
        """List the suggestions of a city with every reason in full."""
        rows = []
        for answer in self.answers[city]:
            for purpose, number, s in _numbered(answer):
                told = self.told(s)
                cells = (purpose, number, self.links(s.id), ", ".join(told.marks),
                         Markup(" ").join(told.reasons), told.way, s.score)  # fmt: skip
                rows.append(Line(cells, s.id))
        columns = (
            Column(_("Purpose"), choice=True),
            Column(_("Rank"), "d"),
            Column(_("Suggestion")),
            Column(_("What it is")),
            Column(_("Reasons")),
            Column(_("Introduced by")),
            Column(_("Score"), ".2f", about=_("Sum of what the reasons count; compare within one list only.")),
        )
        return Table("t-suggestions", _("All suggestions, with their reasons"), columns, rows)

    @cached_property
    def mutual(self) -> list[tuple[str, str, str, Told]]:
        """Pairs of cities without a working tie that stand among the first in each other's lists for one purpose.

        Both ids, the purpose, and the suggestion as the one that ranks the other higher has it. The highest in both
        lists first; of those the highest sum of scores.
        """
        ranks = {
            (answer.purpose, city, s.id): s
            for city, answers in self.answers.items()
            for answer in answers
            for s in answer.suggestions
            if s.id in self.answers and not s.known_tie
        }
        found = []
        for (purpose, a, b), one in ranks.items():
            other = ranks.get((purpose, b, a))
            if other is not None and (one.rank, a) < (other.rank, b):
                found.append((one.rank + other.rank, -(one.score + other.score), a, b, purpose, one))
        found.sort(key=lambda pair: pair[:5])
        return [(a, b, purpose, self.told(one)) for _ranks, _scores, a, b, purpose, one in found]


def _met(met: str, *, known: bool, told: Collection[str]) -> str:
    """Say where two have met whom no introduction joins; not again, if a reason told it."""
    if known:
        return met
    return _("No working tie leads there.") if met in told else _("No working tie leads there. {met}").format(met=met)
