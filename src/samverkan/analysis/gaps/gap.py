"""A gap: what is missing, how bad that is, and how sure. It speaks no language; its words are made when asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import Any

from samverkan.analysis.context import Context
from samverkan.analysis.wording import number, some
from samverkan.language import N_, _, language
from samverkan.network.network import Relation

TYPES = (
    "unpaired",
    "missing-tie",
    "uncovered-theme",
    "missing-sector",
    "silent-county",
    "single-bridge",
    "unlinked-groups",
    "dormant",
    "isolated",
)
"""Types of the tool's own gaps."""

LEVELS = range(1, 6)
"""Severities: 1 is good to know, 5 is worth a meeting this week."""

UNSURE = 3
"""Severity above which no gap is put of which little is known."""

NAMED = 4
"""How many of several are named in a sentence; the others are counted."""

_PLACE = re.compile(r"\{(\w+)(%?)\}")
_STEP = re.compile(r"([1-5])(?:\s+from\s+([0-9.]+))?")


@dataclass(frozen=True)
class Scale:
    """Severity by steps of a weight.

    Parameters
    ----------
    steps : tuple of (float, int)
        From which weight on which severity holds, both rising; the first holds whatever the weight.

    Examples
    --------
    >>> scale = Scale.parse("3, 4 from 0.8")
    >>> scale.of(0.7), scale.of(0.8), str(scale)
    (3, 4, '3, 4 from 0.8')
    """

    steps: tuple[tuple[float, int], ...]

    @classmethod
    def parse(cls, text: str) -> "Scale":
        """Read ``3, 4 from 0.8``.

        Raises
        ------
        ValueError
            It is none.
        """
        found = [_STEP.fullmatch(part.strip()) for part in text.split(",")]
        steps = [(float(m[2] or 0), int(m[1])) for m in found if m]
        bare = [m[2] is None for m in found if m]
        rising = all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise([(-inf, 0), *steps]))
        if len(steps) != len(found) or bare != [True] + [False] * (len(found) - 1) or not rising:
            raise ValueError(text)
        return cls(tuple(steps))

    def of(self, weight: float) -> int:
        """Return the severity of a weight."""
        return [level for least, level in self.steps if weight >= least or (least, level) == self.steps[0]][-1]

    def __str__(self) -> str:
        (_least, first), *more = self.steps
        return ", ".join([str(first), *(f"{level} from {least:g}" for least, level in more)])


@dataclass(frozen=True)
class Pattern:
    """What gaps of one origin, a rule or a function, have in common.

    Parameters
    ----------
    name : str
        Of the rule or function.
    type : str
        One of ``TYPES``, or what an office calls its own.
    texts : mapping of str to str
        The sentence by language, with the names of values in braces. Without a Swedish one, the catalogue has it.
    counted : mapping of str to str
        What the measure counts, by language.
    scale : Scale
        Severity by the weight.
    weighs : str
        What the weight is, for those who read the table of severities.
    own : bool
        Whether it is the tool's own, and no rule of an office.
    """

    name: str
    type: str
    texts: Mapping[str, str]
    counted: Mapping[str, str]
    scale: Scale
    weighs: str = ""
    own: bool = True

    @property
    def sentence(self) -> str:
        """The sentence in the language in use, its places not yet filled."""
        return _worded(self.texts)

    @property
    def measure(self) -> str:
        """What the measure counts, in the language in use."""
        return _worded(self.counted)


def _worded(texts: Mapping[str, str]) -> str:
    english = texts["en"]
    return texts.get(language()) or _(english)


@dataclass(frozen=True)
class Gap:
    """Something that is missing.

    Parameters
    ----------
    pattern : Pattern
    who : tuple of str
        Ids of the actors and activities that it is about.
    values : dict of str to Any
        What the sentence names: ids, lists of ids, numbers, dates, names of counties and sectors.
    observed, expected : float or None
        What is there, and what there would be if nothing were missing; ``None`` where nobody can say.
    weight : float
        Within its pattern, what is worse weighs more.
    confidence : str
        ``high`` or ``low``.
    candidates : tuple of str
        Ids of who could fill it, the best first.
    bridge : tuple of str
        Ids of the best way between the two that it is about, or between it and the first candidate, without the ends.
    evidence : tuple of Relation
        What the sentence rests on.
    about : tuple of str
        What tells it from the others of its type; otherwise ``who``.
    """

    pattern: Pattern
    who: tuple[str, ...]
    values: Mapping[str, Any]
    observed: float | None
    expected: float | None
    weight: float
    confidence: str = "low"
    candidates: tuple[str, ...] = ()
    bridge: tuple[str, ...] = ()
    evidence: tuple[Relation, ...] = field(default=(), repr=False)
    about: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """Type of the gap."""
        return self.pattern.type

    @property
    def stated(self) -> int:
        """Severity by the table, however little is known."""
        return self.pattern.scale.of(self.weight)

    @property
    def severity(self) -> int:
        """Severity from 1 to 5; of which little is known at most 3."""
        return self.stated if self.confidence == "high" else min(self.stated, UNSURE)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other gaps, in whatever state of the network."""
        return (self.type, *(self.about or self.who))

    def text(self, context: Context) -> str:
        """Say what is missing, in the language in use."""

        def filled(place: re.Match[str]) -> str:
            return in_words(context, place[1], self.values[place[1]], percent=bool(place[2]))

        return _PLACE.sub(filled, self.pattern.sentence)

    def as_record(self, context: Context) -> dict[str, Any]:
        """Return it in the form that ``docs/cli.md`` documents."""
        rows = [
            {"from": r.source, "type": r.type, "to": r.target, "start": r.start, "sources": r.sources}
            for r in self.evidence
        ]
        facts = {name: list(value) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return {
            "type": self.type,
            "severity": self.severity,
            "who": [*self.who],
            "text": self.text(context),
            "measure": {
                "counts": self.pattern.measure,
                "value": self.observed,
                "expected": self.expected,
                "weight": self.weight,
                "facts": facts,
            },
            "confidence": self.confidence,
            "bridge": [*self.bridge],
            "candidates": [*self.candidates],
            "evidence": rows,
            "rule": self.pattern.name,
        }


def places_of(text: str) -> set[str]:
    """Return the names that a sentence has places for."""
    return {found[1] for found in _PLACE.finditer(text)}


SECTORS = {
    "business": N_("the business sector"),
    "municipal-company": N_("the municipal companies"),
    "research": N_("the research sector"),
    "civil-society": N_("civil society at large"),
    "regional": N_("the regional bodies"),
    "state": N_("the state"),
    "intermediary": N_("the intermediaries"),
    "international": N_("international bodies"),
    "municipality": N_("the municipalities"),
}
"""Where somebody comes from, of a sector: "no partner from research"."""


CITY_KINDS = {
    "A": N_("large cities and their neighbours"),
    "B": N_("larger towns and their neighbours"),
    "C": N_("smaller towns and rural municipalities"),
}
"""Main groups of municipalities by SKR."""


def in_words(context: Context, name: str, value: Any, *, percent: bool = False) -> str:
    """Word a value of a sentence in the language in use: an id by its name, a number as the language writes it."""
    if isinstance(value, list | tuple):
        return some([in_words(context, name, one) for one in value], NAMED)
    if value is None:
        return _("abroad") if name.endswith("_kind") else _("unknown")
    if isinstance(value, int | float):
        if percent:
            return _("{n} %").format(n=number(100 * value))
        return number(value) if float(value).is_integer() else number(value, ",.1f")
    if name == "sector":
        return _(SECTORS[value])
    if name.endswith("_kind"):
        return _(CITY_KINDS[value])
    if not is_node(context, value):
        return str(value)
    named = name_of(context, value)
    return _("“{name}”").format(name=named) if value in context.network.focus_areas.index else named


def is_node(context: Context, id: str) -> bool:
    """Tell whether a text is the id of an actor, an activity or a focus area of the network."""
    network = context.network
    return any(id in nodes.index for nodes in (network.actors, network.activities, network.focus_areas))


def name_of(context: Context, id: str) -> str:
    """Name an actor or an activity; a theme in the language in use."""
    areas = context.network.focus_areas
    if language() == "en" and id in areas.index and areas["name_en"][areas.index[id]]:
        return str(areas["name_en"][areas.index[id]])
    return context.network.name(id)


def best_known(context: Context, places: Iterable[int]) -> list[int]:
    """Put cities first, and then whoever has most partners."""
    return sorted(places, key=lambda place: (not context.is_city[place], -context.degree[place], place))


def well_known(context: Context, ids: Sequence[str]) -> bool:
    """Tell whether enough is known of all of these to be sure that what is not known is not there.

    Of an actor the data are full. Of an activity all actors are known that its size counts; without a size, one of its
    partners is known to have come within the last two years, so that somebody has looked.
    """
    network = context.network
    return all(
        context.data[network.actors.index[id]] == "full" if id in network.actors.index else _looked_at(context, id)
        for id in ids
        if id in network.actors.index or id in network.activities.index
    )


RECENT = 2.0
"""Years within which somebody has looked."""


def _looked_at(context: Context, activity: str) -> bool:
    place = context.network.activities.index[activity]
    size = context.network.activities["size"][place]
    if size is not None:
        return bool(context.teams.known[place] >= size)
    newest = context.newest[place]
    return bool(newest > context.now - RECENT)
