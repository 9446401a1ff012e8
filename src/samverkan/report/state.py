"""The state of the network in sentences with numbers, and its members from the most alone."""

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from samverkan.analysis.members import Standing, standings
from samverkan.analysis.wording import number
from samverkan.language import _, ngettext
from samverkan.model.words import counted
from samverkan.report.advice import FIRST, Advice, suggestion_id
from samverkan.report.links import Links
from samverkan.report.material import Material
from samverkan.report.missing import Missing
from samverkan.report.tables import Column, Line, Table, bar
from samverkan.report.words import DATA, order, rich, strong

NAMED = 8
"""How many cities a sentence names."""


@dataclass(frozen=True)
class State:
    """How the members of a programme stand.

    Parameters
    ----------
    material : Material
    links : Links
    missing : Missing
    """

    material: Material
    links: Links
    missing: Missing

    @cached_property
    def standings(self) -> list[Standing]:
        """The members, the most alone first; of those that stand alike by name, as the language in use orders names."""
        found = standings(self.material.context, self.material.members)
        name = self.material.context.network.actors["name"]
        return sorted(found, key=lambda s: (len(s.members), s.partners, s.activities, order(name[s.place])))

    def sentences(self) -> list[Markup]:
        """Say how large the network is, how the members are joined, who is alone, who is not, and what is not known."""
        found = [self._size()]
        if self.standings:
            found += [self._pairs(), self._alone(), self._joined()]
        return [*found, self._gaps(), self._unknown()]

    def table(self, advice: Advice) -> Table:
        """List the members, the most alone first, each with whom it ought to talk with first."""
        most = max((len(s.members) for s in self.standings), default=0)
        ids = self.material.context.network.actors["id"]
        rows = [
            Line((self.links(ids[s.place]), bar(len(s.members), most, number(len(s.members))),
                  self._first(advice, ids[s.place]), s.partners, s.activities, _(DATA[s.data])))
            for s in self.standings
        ]  # fmt: skip
        columns = (
            Column(_("City")),
            Column(_("Partners among members"), "d",
                   about=_("Members with whom the city has a working tie, which goes on or has been.")),
            Column(_("Ought to talk with"), about=_("The first suggestion for a joint project.")),
            Column(_("All partners"), ",d", about=_("Everybody with whom the city has a working tie.")),
            Column(_("Activities"), ",d"),
            Column(_("Known"), choice=True, about=_("How much the data say of the city.")),
        )  # fmt: skip
        return Table("t-members", _("Members, the most alone first"), columns, rows, order=1)

    def _first(self, advice: Advice, city: str) -> Markup:
        """Name the one whom a city ought to talk with first, and lead to the reasons."""
        first = advice.first(city)
        if first is None:
            return Markup("")
        return Markup('<a href="#{}">{}</a>').format(suggestion_id(city, FIRST, first.rank), first.name)

    def _size(self) -> Markup:
        context = self.material.context
        network = context.network
        known = {end for r in network.relations if r.type != "LOCATED_IN" for end in (r.source, r.target)}
        organisations = sum(
            kind != "City" and id in known
            for id, kind in zip(network.actors["id"], network.actors["kind"], strict=True)
        )
        numbers = {
            "n": strong(number(len(self.material.members))),
            "organisations": strong(number(organisations)),
            "activities": strong(number(len(network.activities))),
            "relations": strong(number(len(network.relations))),
        }
        if context.programme is None:
            return rich(
                _("{n} cities, {organisations} organisations and {activities} activities are known here, joined by "
                  "{relations} relations."), **numbers
            )  # fmt: skip
        size = network.activities["size"][network.activities.index[context.programme]]
        name = self.links(context.programme)
        if size is None:
            return rich(
                _("{n} member cities of {programme} are known here, with {organisations} organisations and "
                  "{activities} activities, joined by {relations} relations."), programme=name, **numbers
            )  # fmt: skip
        return rich(
            _("{n} of the {size} member cities of {programme} are known here, with {organisations} organisations and "
              "{activities} activities, joined by {relations} relations."),
            programme=name, size=strong(number(size)), **numbers,
        )  # fmt: skip

    def _pairs(self) -> Markup:
        members = len(self.standings)
        pairs = sum(len(s.members) for s in self.standings) // 2
        without = sum(not s.members for s in self.standings)
        return rich(
            _("Of the {all} pairs that the members could form, {pairs} have a working tie (a pairing, a collaboration, "
              "or a project or network small enough to know each other); {without} members have none with any other "
              "member."),
            all=strong(number(members * (members - 1) // 2)), pairs=strong(number(pairs)),
            without=strong(number(without)),
        )  # fmt: skip

    def _alone(self) -> Markup:
        first, *rest = self.standings
        name = strong(self._name(first))
        if first.members:
            return rich(
                ngettext("Most alone is {city}, which has a working tie with {n} other member only.",
                         "Most alone is {city}, which has a working tie with {n} other members only.",
                         len(first.members)),
                city=name, n=strong(number(len(first.members))),
            )  # fmt: skip
        others = [s for s in rest if not s.members]
        if first.partners == 0:
            said = rich(
                _("Most alone is {city}: no working tie is known, with a member or with anybody else. That may also be "
                  "for want of data."),
                city=name,
            )  # fmt: skip
        else:
            said = rich(
                ngettext("Most alone is {city}: it has no working tie with a member, and with {n} other in all.",
                         "Most alone is {city}: it has no working tie with a member, and with {n} others in all.",
                         first.partners),
                city=name, n=strong(number(first.partners)),
            )  # fmt: skip
        if not others:
            return said
        also = rich(_("Without a tie with a member are also {cities}."), cities=self._names(others))
        return Markup("{} {}").format(said, also)

    def _joined(self) -> Markup:
        last = self.standings[-1]
        return rich(
            ngettext("Best joined is {city}, with {n} of the members and {all} partners in all.",
                     "Best joined is {city}, with {n} of the members and {all} partners in all.", len(last.members)),
            city=strong(self._name(last)), n=strong(number(len(last.members))), all=strong(number(last.partners)),
        )  # fmt: skip

    def _gaps(self) -> Markup:
        gaps = self.missing.gaps
        if not gaps:
            return rich(_("No gap is found."))
        return rich(
            _("{gaps} are found, {severe} of them severe (4 or 5 of 5). The worst: {worst} {link}"),
            gaps=strong(ngettext("{n} gap", "{n} gaps", len(gaps)).format(n=number(len(gaps)))),
            severe=strong(number(self.missing.severe)), worst=gaps[0].text(self.material.context),
            link=Markup('<a href="#gaps">{}</a>').format(_("All gaps")),
        )  # fmt: skip

    def _unknown(self) -> Markup:
        context = self.material.context
        kinds = context.network.actors["kind"]
        silent = [kind for kind, data in zip(kinds, context.data, strict=True) if data == "none"]
        cities = sum(kind == "City" for kind in silent)
        return rich(
            _("Nothing but the place is known of {cities} and {organisations}: that no tie is known does not mean that "
              "there is none."),
            cities=strong(counted("City", cities)), organisations=strong(counted("Organisation", len(silent) - cities)),
        )  # fmt: skip

    def _name(self, standing: Standing) -> Markup:
        return self.links(self.material.context.network.actors["id"][standing.place])

    def _names(self, some: list[Standing]) -> Markup:
        shown = [self._name(s) for s in sorted(some, key=lambda s: s.partners)[:NAMED]]
        if more := len(some) - len(shown):
            shown.append(rich(ngettext("{n} other", "{n} others", more), n=more))
        if len(shown) == 1:
            return shown[0]
        return rich(_("{first} and {last}"), first=Markup(", ").join(shown[:-1]), last=shown[-1])
