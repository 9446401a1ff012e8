"""Gaps as a report shows them: worst first, with who could fill each, and by what a reader can filter them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from samverkan.analysis.gaps.filling import completed
from samverkan.analysis.gaps.gap import Gap
from samverkan.analysis.gaps.search import Gaps, Only
from samverkan.analysis.wording import number
from samverkan.language import N_, _
from samverkan.model.words import chain, gap_in_words
from samverkan.report.links import Links
from samverkan.report.tables import Column, Line, Notes, Table, bar, items
from samverkan.report.words import in_order, rich

SURE = {"high": N_("quite sure"), "low": N_("not sure")}
"""How sure a gap is."""


@dataclass(frozen=True)
class Missing:
    """What is missing, in words.

    Parameters
    ----------
    found : Gaps
    links : Links
    notes : Notes
    """

    found: Gaps
    links: Links
    notes: Notes

    @cached_property
    def gaps(self) -> list[Gap]:
        """All of them, worst first, with who could fill them."""
        return [completed(self.found.context, gap) for gap in self.found.every()]

    @property
    def severe(self) -> int:
        """How many are worth a meeting."""
        return sum(gap.severity >= 4 for gap in self.found.gaps)

    def table(self) -> Table:
        """List all gaps."""
        context = self.found.context
        counties = self._by([c for c in context.network.actors["county"] if c], "county")
        themes = self._by(context.themes, "theme")
        name = self.links.name
        rows = [
            Line(
                (
                    severity(gap),
                    Markup('<a href="#gap:{}">{}</a>').format(place, gap_in_words(gap.type)),
                    gap.text(context),
                    self.help(gap),
                    items(in_order(counties[gap.key])),
                    items(in_order(name(theme) for theme in themes[gap.key])),
                    _(SURE[gap.confidence]),
                    self.sources(gap),
                ),
                f"gap:{place}",
            )
            for place, gap in enumerate(self.gaps)
        ]
        columns = (
            Column(_("Severity"), "d", about=_("1 is good to know, 5 is worth a meeting this week.")),
            Column(_("What"), choice=True),
            Column(_("What is missing")),
            Column(_("Who could help")),
            Column(_("County"), choice=True),
            Column(_("Theme"), choice=True),
            Column(_("Sure?"), choice=True),
            Column(_("Sources")),
        )
        return Table("t-gaps", _("Gaps, worst first"), columns, rows)

    def _by(self, values: Sequence[str], what: str) -> Mapping[tuple[str, ...], list[str]]:
        """Return the counties or themes by which each gap is found, by the key of the gap."""
        found = defaultdict(list)
        for value in dict.fromkeys(values):
            for gap in self.found.wanted(Only(**{what: value})):
                found[gap.key].append(value)
        return found

    def help(self, gap: Gap) -> Markup:
        """Name who could fill a gap, and who could bridge it."""
        said = []
        if gap.candidates:
            said.append(rich(_("Could fill it: {names}."), names=Markup(", ").join(map(self.links, gap.candidates))))
        if gap.bridge:
            said.append(rich(_("Could bridge it: {names}."), names=chain([*map(self.links, gap.bridge)])))
        return Markup(" ").join(said)

    def sources(self, gap: Gap) -> Markup:
        """Name the sources that a gap rests on."""
        return self.notes(source for row in gap.evidence for source in row.sources)

    def of_city(self, city: str) -> list[tuple[Gap, str, Markup, Markup]]:
        """Return the gaps that are about a city: each with its sentence, who could help, and the sources."""
        context = self.found.context
        some = [completed(context, gap) for gap in self.found.every(Only(city=city))]
        return [
            (gap, gap.text(context), self.help(gap), self.notes.small(s for r in gap.evidence for s in r.sources))
            for gap in some
        ]


def severity(gap: Gap) -> Markup:
    """Draw the severity of a gap as a number beside a bar."""
    return bar(gap.severity, 5, number(gap.severity))
