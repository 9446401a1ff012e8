"""Suggestions for people: the best for every purpose on one screen, or one list with all reasons and their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from samverkan.cli import output
from samverkan.language import N_, _, ngettext
from samverkan.model.words import a_kind, chain, either, kind_in_words

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.suggestions import Suggestion, Suggestions
    from samverkan.model.audience import Audience
    from samverkan.network.network import Relation

REASONS = 3
"""How many reasons of a suggestion a list shows; JSON has all."""

LEAST = 0.05
"""Part of a score below which a list does not show a reason."""

ALONE = 0.5
"""Part of the largest reason that another counts for at least, to be the one that the overview shows."""

NAME_WIDTH = 28
"""Width of the names in the overview, at most: a longer one takes of the room of its reason."""

HEADINGS = {
    "twin": N_("Twin cities for {name}"),
    "learning": N_("Whom {name} can learn from"),
    "project": N_("Partners for a joint project: {name}"),
    "join": N_("What {name} can join"),
}
LISTS = {"member": N_("In the programme"), "invite": N_("To invite")}
TWINS = {
    "member": N_("Twin cities for {name} in the programme"),
    "invite": N_("Twin cities for {name} to invite"),
}
DATA = {
    "full": "",
    "thin": N_("little is known"),
    "none": N_("nothing is known but its place"),
}
PARTNER = N_("a partner already")
MARKS = {"*": PARTNER, "?": DATA["thin"], "??": DATA["none"]}
"""What stands behind a name in the overview, where there is no room for words."""

NO_PARTNER = N_("{name} is not known to work with anybody.")
NO_ACTIVITY = N_("{name} is not known to be in anything that can be joined.")
NOBODY = {
    "twin": N_("Nobody can be suggested: no other city of the country fits."),
    "learning": N_("Nobody can be suggested: nobody else fits."),
    "project": N_("Nobody can be suggested: no tie that is known leads to anybody new."),
    "join": N_("Nothing can be suggested: nobody who is known to the subject is in anything that it can join."),
}

NONE_OF_THEM = {
    "kind": N_("Nobody can be suggested: of the candidates ({n}), none is {what}."),
    "theme": N_("Nobody can be suggested: of the candidates ({n}), none is known to work with {what}."),
    "county": N_("Nobody can be suggested: of the candidates ({n}), none is known to be in {what}."),
    "country": N_("Nobody can be suggested: of the candidates ({n}), none is known to be in {what}."),
    "all": N_("Nobody can be suggested: of the candidates ({n}), none fits all that was asked for: {what}."),
}
"""Why a list is empty, by the wish that emptied it."""

NOTHING_OF_THEM = {
    "kind": N_("Nothing can be suggested: of what there is to join ({n}), nothing is {what}."),
    "theme": N_("Nothing can be suggested: of what there is to join ({n}), nothing is known to be about {what}."),
    "county": N_("Nothing can be suggested: of what there is to join ({n}), nothing has anybody known from {what}."),
    "country": N_("Nothing can be suggested: of what there is to join ({n}), nothing has anybody known from {what}."),
    "all": N_("Nothing can be suggested: of what there is to join ({n}), nothing fits all that was asked for: {what}."),
}
"""The same where activities are suggested."""


def heading(answer: "Suggestions") -> str:
    """Word what a list is of."""
    return _(HEADINGS[answer.purpose]).format(name=answer.subject["name"])


def why_nobody(answer: "Suggestions", context: "Context") -> str:
    """Say why nobody is suggested: which wish leaves nobody, or that there is nobody anyway."""
    asked, left = answer.parameters, answer.left_out
    if not left["emptied_by"]:
        if left["hubs"]:
            return _("Nobody can be suggested but the most connected.")
        if asked["known"] == "only":
            sentence = NO_ACTIVITY if answer.purpose == "join" else NO_PARTNER
            return _(sentence).format(name=answer.subject["name"])
        return _(NOBODY[answer.purpose])
    what = {
        "kind": either([a_kind(kind) for kind in asked["kinds"] or [answer.subject["kind"]]]),
        "theme": asked["theme"] and context.network.name(asked["theme"]),
        **{name: asked[name] for name in ("county", "country")},
    }
    wishes = [what[name] for name in left["emptied_by"]]
    sentences = NOTHING_OF_THEM if answer.purpose == "join" else NONE_OF_THEM
    sentence = sentences[left["emptied_by"][0] if len(wishes) == 1 else "all"]
    text = _(sentence).format(n=answer.candidates, what=", ".join(wishes))
    if "kind" in left["emptied_by"] and not asked["kinds"]:
        text += " " + _("With --kind, other kinds can be asked for.")
    return text


@dataclass(frozen=True)
class Page:
    """What is written for people.

    Parameters
    ----------
    context : Context
    readers : Audience
        Who reads it: no text names anybody whom they may not see.
    """

    context: "Context"
    readers: "Audience"
    _cited: dict[str, int] = field(default_factory=dict, init=False)

    def _line(self, text: str) -> None:
        output.line(self.readers.text(text))

    def _paragraph(self, text: str, indent: int = 0, first: str | None = None) -> None:
        output.paragraph(self.readers.text(text), indent=indent, first=first and self.readers.text(first))

    # ---- all purposes

    def overview(self, answers: "Sequence[Suggestions]", deepening: "Suggestions") -> None:
        """Write the best for every purpose: a line for each, with the reason that says most in few words.

        Parameters
        ----------
        answers : sequence of Suggestions
            Of each purpose.
        deepening : Suggestions
            Partners whom it is worth to do more with; left out if there are none.
        """
        marks: set[str] = set()
        for answer in answers:
            name = answer.subject["name"]
            if not answer.suggestions:
                self._line(heading(answer))
                self._paragraph(why_nobody(answer, self.context), indent=4)
            for list_ in dict.fromkeys(s.list for s in answer.suggestions):
                self._line(heading(answer) if list_ is None else _(TWINS[list_]).format(name=name))
                marks |= self._lines([s for s in answer.suggestions if s.list == list_], known=False)
        if deepening.suggestions:
            name = deepening.subject["name"]
            self._line(_("With whom {name} works already: worth deepening").format(name=name))
            marks |= self._lines(deepening.suggestions, known=True)
        output.line("")
        for network in dict.fromkeys(a.parameters["learned_from"] for a in answers if a.suggestions):
            self._tell_learned_from(network)
        if marks:
            output.line("; ".join(f"{mark} {_(words)}" for mark, words in MARKS.items() if mark in marks))
        purposes = either([answer.purpose for answer in answers])
        self._paragraph(_("With all reasons and their sources: --purpose {names}").format(names=purposes))

    def _lines(self, suggestions: "Sequence[Suggestion]", *, known: bool) -> set[str]:
        """Write a line for each, names and reasons below each other; return the marks that stand in them."""
        marks = [_marks(s, known=known) for s in suggestions]
        names = [" ".join([self._named(s), *of_one]) for s, of_one in zip(suggestions, marks, strict=True)]
        wide = min(max(map(len, names)), NAME_WIDTH)
        for s, name in zip(suggestions, names, strict=True):
            first = f"{s.rank:>2}. {name:<{wide}}  "
            self._paragraph(_in_few_words(s, output.width(output.PAGE) - len(first)), wide + 6, first)
        return {mark for of_one in marks for mark in of_one}

    def _named(self, s: "Suggestion") -> str:
        name = s.name if len(s.name) <= NAME_WIDTH else self.context.network.short_name(s.id)
        return f"{name} ({self._has(s)})" if s.list and s.twins else name

    # ---- one purpose

    def purpose(self, answer: "Suggestions", titles: "Mapping[str, Sequence[str | None]]") -> None:
        """Write who, why, by whom, and the sources below.

        Parameters
        ----------
        answer : Suggestions
        titles : mapping of str to sequence of str
            Title and address of each source.
        """
        self._line(heading(answer))
        if not answer.suggestions:
            self._line("")
            self._paragraph(why_nobody(answer, self.context))
        shown = None
        for s in answer.suggestions:
            if s.list != shown:
                shown = s.list
                self._line(f"\n  {_(LISTS[shown or ''])}")
            self._line("")
            self._suggestion(s)
        if answer.parameters["learned_from"] and answer.suggestions:
            self._line("")
            self._tell_learned_from(answer.parameters["learned_from"])
        if hubs := [self.context.network.name(id) for id in answer.left_out["hubs"]]:
            self._line("")
            self._paragraph(
                ngettext(
                    "Left out, so that the most connected do not take all places: {names}. With --hubs it is in.",
                    "Left out, so that the most connected do not take all places: {names}. With --hubs they are in.",
                    len(hubs),
                ).format(names=", ".join(hubs))
            )
        if self._cited:
            self._line("\n" + _("Sources"))
        for source, number in self._cited.items():
            told = [self.readers.text(part) for part in titles[source] if part]
            output.line(f"[{number}] {', '.join(told)}")

    def _suggestion(self, s: "Suggestion") -> None:
        """Write one suggestion; the sources of its reasons are numbered as they come."""
        name = self.context.network.name
        marks = [kind_in_words(s.kind), _(DATA[s.data])]
        if s.known_tie:
            marks.append(_(PARTNER))
        if s.twins:
            marks.append(self._has(s))
        self._line(f"{s.rank:>2}. {s.name} ({', '.join(filter(None, marks))})")
        shown = [r for r in s.reasons[:REASONS] if r.contribution >= LEAST * s.score]
        for reason in shown:
            self._tell(reason.text, reason.evidence)
        if more := len(s.reasons) - len(shown):
            self._tell(ngettext("And {n} more reason.", "And {n} more reasons.", more).format(n=more))
        if path := [id for id in s.introduction[1:] if id != s.id]:  # to an activity leads who is in it
            self._tell(_("Can introduce you: {names}.").format(names=chain([*map(name, path)])))
            for link in s.links:
                self._tell(link.text, link.evidence)
        elif s.acquaintance is not None:
            if s.known_tie:
                self._tell(s.acquaintance.text, s.acquaintance.evidence)
            elif any(s.acquaintance.text == reason.text for reason in shown):  # once is enough
                self._tell(_("No working tie leads there."))
            else:
                met = _("No working tie leads there. {met}").format(met=s.acquaintance.text)
                self._tell(met, s.acquaintance.evidence)

    def _tell(self, text: str, evidence: "Sequence[Relation]" = ()) -> None:
        sources = dict.fromkeys(source for row in evidence for source in row.sources)
        numbers = "".join(f" [{self._cited.setdefault(source, len(self._cited) + 1)}]" for source in sources)
        self._paragraph(text + numbers, indent=4)

    def _has(self, s: "Suggestion") -> str:
        return _("twin city: {names}").format(names=", ".join(map(self.context.network.name, s.twins)))

    def _tell_learned_from(self, network: str | None) -> None:
        if network:
            self._line(_("Weighed by what was learned from {network}.").format(network=network))


def _marks(s: "Suggestion", *, known: bool) -> list[str]:
    marks = {"*": s.known_tie and not known, "?": s.data == "thin", "??": s.data == "none"}
    return [mark for mark, holds in marks.items() if holds]


def _in_few_words(s: "Suggestion", room: int) -> str:
    """Choose the largest reason that has room in the line, else the shortest, among those that count for much."""
    if s.known_tie and s.acquaintance:
        return s.acquaintance.brief or s.acquaintance.text
    largest = [r.brief or r.text for r in s.reasons if r.contribution >= ALONE * s.reasons[0].contribution]
    return next((words for words in largest if len(words) <= room), min(largest, key=len))
