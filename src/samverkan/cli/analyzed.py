"""An analysis for people: every number with what it means and what it does not."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samverkan.analysis.catalog import ANALYSES
from samverkan.analysis.meanings import GROUPINGS, MEANINGS, group_in_words
from samverkan.analysis.nullmodel import LEVEL
from samverkan.analysis.result import Mixing, Overview, Partition, Ranking, Roles
from samverkan.analysis.wording import number
from samverkan.cli import output
from samverkan.language import N_, _, ngettext
from samverkan.model.words import kind_in_words

if TYPE_CHECKING:
    from samverkan.analysis.catalog import Analysis
    from samverkan.analysis.result import Result
    from samverkan.analysis.ties import Ties
    from samverkan.model.audience import Audience

NAME_WIDTH = 34
"""Width of the names in a table, at most: a longer one is replaced by the short name, if there is one."""

ROLES_WIDTH = 25
"""The same, beside the roles."""

NAMED = 5
"""How many actors of a community are named."""

MOST = 3
"""How many counties, sectors and themes of a community are named."""

FORMS = {
    "density": ".3g", "core_density": ".3g", "between_density": ".3g", "periphery_density": ".3g", "partners": ".1f",
    "strength": ".1f", "betweenness": ".3f", "effective_size": ".1f", "constraint": ".3f",
}  # fmt: skip
"""How numbers are written that are not whole."""

ROLES = {
    "coordinator": N_("coordinator"),
    "gatekeeper": N_("gatekeeper"),
    "consultant": N_("consultant"),
    "liaison": N_("liaison"),
}
"""Roles in the order of a table; a representative is as often one as a gatekeeper."""

LEFT_OUT = {
    "no_county": lambda n: ngettext(
        "{n} actor of which no county is known is left out.", "{n} actors of which no county is known are left out.", n
    ),
    "no_sector": lambda n: ngettext(
        "{n} actor of which no sector is known is left out.", "{n} actors of which no sector is known are left out.", n
    ),
    "no_theme": lambda n: ngettext(
        "{n} actor of which no theme is known is left out.", "{n} actors of which no theme is known are left out.", n
    ),
}

OF_THEMES = N_(
    "Most have a theme through their activities only, and so share it with their partners: ties within a theme are "
    "many by the way that themes are known."
)
"""What holds of whatever is told by themes."""


@dataclass(frozen=True)
class Page:
    """What is written for people.

    Parameters
    ----------
    ties : Ties
        That the results are of.
    readers : Audience
        Who reads it.
    limit : int
        Rows of a table.
    """

    ties: "Ties"
    readers: "Audience"
    limit: int

    def tell(self, analysis: "Analysis", results: "Sequence[Result]") -> None:
        """Write the results of an analysis."""
        context = self.ties.context
        date = context.as_of or _("an unknown date")
        told = _("data of {date}").format(date=date)
        output.line(f"{_(analysis.title)} ({told})")
        output.line("")
        if analysis.name != "overview":
            output.paragraph(
                ngettext(
                    "Looked at: the working ties of {n} city or organisation.",
                    "Looked at: the working ties of {n} cities and organisations.",
                    len(self.ties.actors),
                ).format(n=number(len(self.ties.actors)))
            )
        if only := self._only():
            output.paragraph(_("Only: {what}.").format(what=", ".join(only)))
            if analysis.name == "overview":
                output.line("")
        if not len(self.ties.actors):
            if analysis.name == "overview":
                self._result(results[0])
                output.line("")
            output.paragraph(_("No working tie is known here."))
            return
        for result in results:
            self._result(result)
        if analysis.name == "overview":
            output.line("")
            output.paragraph(_("More: samverkan analyze NAME"))
            for other in list(ANALYSES.values())[1:]:
                output.paragraph(_(other.question), indent=15, first=f"  {other.name:<13}")

    def _only(self) -> list[str]:
        """Name what the network was narrowed to."""
        theme = self.ties.theme and group_in_words(self.ties.context, "theme", self.ties.theme)
        return [*map(kind_in_words, self.ties.kinds), *filter(None, (theme, self.ties.county))]

    def _result(self, result: "Result") -> None:
        tell: dict[type, Callable[[Any], None]] = {
            Overview: self._overview,
            Ranking: self._ranking,
            Roles: self._roles,
            Partition: self._partition,
            Mixing: self._mixing,
        }
        tell[type(result)](result)

    def _heading(self, result: "Result") -> None:
        title = _(MEANINGS[result.name].title)
        if grouping := result.parameters.get("grouping"):
            by = _("theme") if grouping == "theme" and isinstance(result, Mixing) else _(GROUPINGS[grouping])
            title = _("{title}, by {grouping}").format(title=title, grouping=by)
        output.line("\n" + title[:1].upper() + title[1:])

    def _meaning(self, measure: str, indent: int = 2) -> None:
        meaning = MEANINGS[measure]
        output.paragraph(f"{_(meaning.means)} {_(meaning.means_not)}", indent=indent)

    def _left_out(self, result: "Result") -> None:
        for why, n in result.left_out.items():
            output.paragraph(LEFT_OUT[why](n).format(n=number(n)), indent=2)
        if result.parameters["grouping"] == "theme" and not isinstance(result, Mixing):  # chance keeps the themes
            output.paragraph(_(OF_THEMES), indent=2)

    def _table(self, rows: Sequence[Sequence[Any]], headings: Sequence[str], words: int = 1) -> None:
        """Write a table; from the column ``words`` on, texts are numbers, and end below each other."""
        ends = [max(len(str(row[place])) for row in rows) for place in range(len(headings))]
        told = [
            [str(v).rjust(ends[place]) if place >= words else self.readers.text(str(v)) for place, v in enumerate(row)]
            for row in rows
        ]
        output.line("")
        output.table(told, headings)

    def _name(self, id: str, width: int = NAME_WIDTH) -> str:
        network = self.ties.context.network
        name = network.name(id)
        return name if len(name) <= width else network.short_name(id)

    def _more(self, total: int) -> None:
        if total > self.limit:
            output.paragraph(
                _("{shown} of {total} are shown; --limit shows more.").format(
                    shown=number(self.limit), total=number(total)
                ),
                indent=2,
            )

    # ---- each kind of result

    def _overview(self, result: Overview) -> None:
        grouping = result.parameters.get("grouping")
        if grouping is None:
            for n in result.numbers:
                value = "–" if n.value is None else number(n.value, FORMS.get(n.measure, ",.0f"))
                output.line(f"{value:>8}  {_(MEANINGS[n.measure].title)}")
                self._meaning(n.measure, indent=10)
            return
        self._heading(result)
        if grouping == "county":
            self._meaning(result.name)
        self._left_out(result)
        whole, *groups = result.numbers
        if not groups:
            return
        sizes = result.parameters["actors"]
        groups.sort(key=lambda n: (-sizes[n.group], n.group))
        rows = [(_("all"), number(sum(sizes.values())), _signed(whole.value), _signed(whole.expected))]
        for n in groups[: self.limit]:
            label = group_in_words(self.ties.context, grouping, n.group)
            rows.append((label, number(sizes[n.group]), _signed(n.value), _signed(n.expected)))
        self._table(rows, (_(GROUPINGS[grouping]), _("actors"), _(MEANINGS[result.name].title), _("by lot")))
        self._more(len(groups))

    def _ranking(self, result: Ranking) -> None:
        self._heading(result)
        self._meaning(result.name)
        if (sources := result.parameters.get("sources")) and sources < len(result.ranked):
            output.paragraph(
                _("Estimated from the ways out of {n} actors drawn by lot.").format(n=number(sources)), indent=2
            )
        form = FORMS.get(result.name, ",.0f")
        rows = [
            (f"{place:>3}", self._name(id), kind_in_words(self.ties.context.network.kind(id)), number(value, form))
            for place, (id, value) in enumerate(result.ranked[: self.limit], 1)
        ]
        self._table(rows, ("", _("name"), _("kind"), _(MEANINGS[result.name].title)), words=3)

    def _roles(self, result: Roles) -> None:
        self._heading(result)
        if result.parameters["grouping"] == "county":
            self._meaning(result.name)
        self._left_out(result)
        rows = [
            (self._name(id, ROLES_WIDTH), *(f"{number(found[role])} ({_few(lot[role])})" for role in ROLES))
            for id, found, lot in result.ranked[: self.limit]
            if sum(found.values())
        ]
        if rows:
            self._table(rows, (_("name"), *map(_, ROLES.values())))
        else:
            output.paragraph(_("Nobody stands between two that do not work with each other."), indent=2)

    def _partition(self, result: Partition) -> None:
        self._heading(result)
        self._meaning(result.name)
        output.line("")
        output.paragraph(
            ngettext(
                "{n} community; modularity {modularity}; stability of the whole, from 0 to 1: {stability}",
                "{n} communities; modularity {modularity}; stability of the whole, from 0 to 1: {stability}",
                len(result.communities),
            ).format(
                n=number(len(result.communities)),
                modularity=number(result.modularity, ".2f"),
                stability=number(result.stability, ".2f"),
            ),
            indent=2,
        )
        from samverkan.analysis.communities import profile

        for place, community in enumerate(result.communities[: self.limit], 1):
            output.line("")
            names = [self._name(id) for id in community.actors[:NAMED]]
            head = _("{n} actors, stability {stability}: {names}").format(
                n=number(len(community.actors)), stability=number(community.stability, ".2f"), names="; ".join(names)
            )
            rest = len(community.actors) - len(names)
            more = ngettext(" and {n} other", " and {n} others", rest).format(n=number(rest)) if rest else ""
            output.paragraph(self.readers.text(head + more), indent=5, first=f"{place:>3}. ")
            said = [
                self._most(grouping, counts) for grouping, counts in profile(self.ties, community).items() if counts
            ]
            output.paragraph(". ".join(said) + "." if said else "", indent=5)
        self._more(len(result.communities))

    def _most(self, grouping: str, counts: Sequence[tuple[str, int]]) -> str:
        named = ", ".join(
            f"{group_in_words(self.ties.context, grouping, label)} {number(n)}" for label, n in counts[:MOST]
        )
        heading = _(GROUPINGS[grouping])
        return f"{heading[:1].upper() + heading[1:]}: {named}"

    def _mixing(self, result: Mixing) -> None:
        self._heading(result)
        if result.parameters["grouping"] == "county":
            self._meaning(result.name)
        self._left_out(result)
        tested = [cell for cell in result.cells if not math.isnan(cell.p)]
        shown = [cell for cell in tested if cell.p <= LEVEL]
        if not tested:
            output.paragraph(_("Nothing can be shown: five ties are not expected between any two groups."), indent=2)
        elif not shown:
            output.paragraph(
                ngettext(
                    "Nothing is marked: {n} pair of groups was tested, and chance explains it.",
                    "Nothing is marked: {n} pairs of groups were tested, and chance explains all of them.",
                    len(tested),
                ).format(n=number(len(tested))),
                indent=2,
            )
        tested.sort(key=lambda cell: (-abs(round(cell.score, 9)), cell.one, cell.other))
        rows = [self._cell(result.parameters["grouping"], cell.one, cell.other, cell) for cell in tested[: self.limit]]
        if rows:
            self._table(rows, ("", "", _("ties"), _("by chance"), _("marked")), words=2)
            self._more(len(tested))

    def _cell(self, grouping: str, one: str, other: str, cell: Any) -> tuple[Any, ...]:
        words = [group_in_words(self.ties.context, grouping, label) for label in (one, other)]
        mark = "" if cell.p > LEVEL else _("fewer") if cell.score < 0 else _("more")
        return (*words, number(cell.observed), number(cell.expected, ",.1f"), mark)


def _few(value: float) -> str:
    """Write what is expected: with a decimal where it is small."""
    return number(value, ",.1f" if value < 10 else ",.0f")


def _signed(value: float | None) -> str:
    return "–" if value is None else number(value, "+.2f")
