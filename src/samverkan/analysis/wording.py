"""Rows of the network as sentences."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import product

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Context
from samverkan.language import N_, _, language, ngettext
from samverkan.network.network import Numbers, Relation, in_years
from samverkan.network.teams import WORKS_IN, WORKS_WITH

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip

NAMED = 2
"""How many of several are named; the others are counted."""

NAMED_THEMES = 3
"""How many themes are named; the others are counted."""


def tie_in_words(context: Context, one: int, other: int) -> tuple[str, tuple[Relation, ...]]:
    """Say how two actors work together, or did, and with which rows the network bears it out.

    Parameters
    ----------
    context : Context
    one, other : int
        Places of two actors with a tie that counts.

    Returns
    -------
    text : str
        A clause without a full stop: "Gävle and Borlänge are both in X (since 2021)".
    evidence : tuple of Relation
        The rows of the direct tie, then those of either to each of the activities that are named.
    """
    known = context.worded.get((language(), one, other))
    if known is None:
        known = context.worded[language(), one, other] = _tie_in_words(context, one, other)
    return known


def _tie_in_words(context: Context, one: int, other: int) -> tuple[str, tuple[Relation, ...]]:
    network = context.network
    a, b = network.actors["id"][one], network.actors["id"][other]
    ties, evidence = [], []
    if last := _direct(context, a, b):
        ties.append(_directly(context, last))
        evidence.append(last)
    if shared := _shared(context, one, other):
        both, rows = both_in(context, shared)
        ties.append(both)
        evidence += rows
    text = _("{a} and {b} {ties}").format(
        a=network.actors["name"][one], b=network.actors["name"][other], ties=listing(ties)
    )
    return text, tuple(evidence)


def _direct(context: Context, a: str, b: str) -> Relation | None:
    """Return the newest direct tie of two, one that is not over before one that is; ``None`` without any."""
    direct = [r for r in context.network.of_pair.get((a, b), ()) if r.type in WORKS_WITH]
    return max(direct, key=lambda r: (not context.ended(r.end), r.start or ""), default=None)


def _shared(context: Context, one: int, other: int) -> dict[str, list[list[Relation]]]:
    """Return the activities that count and that two are both in, with what relates either of them to each."""
    network = context.network
    ends = network.actors["id"][one], network.actors["id"][other]
    return {
        x: [[r for r in network.of_pair[end, x] if r.type in WORKS_IN] for end in ends]
        for x in context.teams.shared(one, other)
    }


def tie_in_few_words(context: Context, one: int, other: int) -> str:
    """Say the first that there is to say of a tie that counts, without its ends: "are twin cities (since 2023)"."""
    ids = context.network.actors["id"]
    if last := _direct(context, ids[one], ids[other]):
        return _directly(context, last)
    shared = _shared(context, one, other)
    latest = _latest_first(context, shared)[0][0]
    name = context.network.short_name(latest)
    if turns := _turns(shared[latest]):
        return _in_turn(context, name, *turns)
    when = name + period(context, latest, shared[latest])
    both = _("were both in {activities}") if over(context, latest, shared[latest]) else _("are both in {activities}")
    return both.format(activities=when)


def both_in(context: Context, shared: Mapping[str, Sequence[Sequence[Relation]]]) -> tuple[str, list[Relation]]:
    """Say in which activities two are both, the latest first; only if all is over, in which they were.

    Of two who were never in one at the same time, it says who was in the latest until when, and who from when.

    Parameters
    ----------
    context : Context
    shared : mapping of str to sequence of two sequences of Relation
        By the id of each activity, at least one, what relates either of the two to it.

    Returns
    -------
    text : str
        A clause without its subject: "are both in X (since 2021)".
    evidence : list of Relation
        The rows of the activities that are named.
    """
    chosen, running = _latest_first(context, shared)
    if turns := _turns(shared[chosen[0]]):
        told = [r for of_one in shared[chosen[0]] for r in of_one]
        return _in_turn(context, context.network.name(chosen[0]), *turns), told
    named = [context.network.name(x) + period(context, x, shared[x]) for x in chosen[:NAMED]]
    evidence = [r for x in chosen[:NAMED] for of_one in shared[x] for r in of_one]
    if more := len(chosen) - len(named):
        named.append(ngettext("{n} other activity", "{n} other activities", more).format(n=more))
    both = _("are both in {activities}") if running else _("were both in {activities}")
    return both.format(activities=listing(named)), evidence


def _latest_first(context: Context, shared: Mapping[str, Sequence[Sequence[Relation]]]) -> tuple[list[str], bool]:
    """Return what is running, the latest first, or if nothing is all that is over; and whether anything is.

    What two were in one after the other counts only where they were in nothing at the same time.
    """
    together = [x for x in shared if not _turns(shared[x])]
    running = [x for x in together if not over(context, x, shared[x])]
    return sorted(running or together or shared, key=lambda x: (-(since(shared[x]) or 0), x)), bool(running)


def _turns(rows: Sequence[Sequence[Relation]]) -> tuple[Relation, Relation] | None:
    """Return the last row of who left an activity and the first of who came in after that; ``None`` if two met in it.

    Dates that are not known, or not to the day, are taken so that the two have met, unless they cannot have.
    """
    found: list[tuple[float, Relation, Relation]] = []
    for one, other in product(*rows):
        for first, last in ((one, other), (other, one)):
            if first.end and last.start and in_years(last.start) >= in_years(first.end, last_day=True):
                found.append((in_years(last.start) - in_years(first.end, last_day=True), first, last))
                break
        else:
            return None
    _gap, first, last = min(found, key=lambda turn: turn[0])
    return first, last


def _in_turn(context: Context, activity: str, first: Relation, last: Relation) -> str:
    """Say who left an activity when, and who came in when; in years, where these tell it."""
    end, start = str(first.end), str(last.start)
    if end[:4] != start[:4]:
        end, start = end[:4], start[:4]
    return _("were in {activity} one after the other, {a} until {end} and {b} from {start}").format(
        activity=activity, a=context.network.name(first.source), end=end, b=context.network.name(last.source),
        start=start,
    )  # fmt: skip


def _directly(context: Context, row: Relation) -> str:
    over = context.ended(row.end)
    when = between(context, row.year, row.end)
    if row.type == "TWINNED_WITH":
        return (_("were twin cities{when}") if over else _("are twin cities{when}")).format(when=when)
    return (_("worked together{when}") if over else _("work together{when}")).format(when=when)


def between(context: Context, first: int | None, end: str | None) -> str:
    """Say in brackets from when to when something was, as far as it is known: " (since 2021)", " (2018–2019)"."""
    last = end[:4] if end and context.ended(end) else None
    if last is None:
        return "" if first is None else _(" (since {year})").format(year=first)
    if first is None:
        return _(" (until {year})").format(year=last)
    return f" ({first})" if str(first) == last else f" ({first}–{last})"


class Tense(Enum):
    """Whether something is still so."""

    NOW = "now"
    THEN = "then"
    MIXED = "now or then"

    @classmethod
    def of(cls, still: Iterable[bool]) -> "Tense":
        """Put together what is still so and what is over."""
        flags = set(still)
        return cls.MIXED if len(flags) > 1 else cls.NOW if True in flags else cls.THEN


def over(context: Context, activity: str, rows: Sequence[Sequence[Relation]]) -> bool:
    """Tell whether two are in an activity together no longer: it has ended, or either has left it."""
    network = context.network
    if context.ended(network.activities["end"][network.activities.index[activity]]):
        return True
    return any(all(context.ended(r.end) for r in of_one) for of_one in rows)


def period(context: Context, activity: str, rows: Sequence[Sequence[Relation]]) -> str:
    """Say in brackets from when to when all are or were in an activity, as far as it is known."""
    network = context.network
    ends = [network.activities["end"][network.activities.index[activity]]]
    ends += [max((r.end for r in of_one), key=_last) for of_one in rows]
    return between(context, since(rows), min(ends, key=_last))


def _last(end: str | None) -> float:
    """Return the last day of something in years, infinite if it has none."""
    return in_years(end, last_day=True) if end else np.inf


def since(rows: Sequence[Sequence[Relation]]) -> int | None:
    """Year from which both are in an activity, if it is known of both."""
    years = [[r.year for r in of_one if r.year is not None] for of_one in rows]
    return max(min(known) for known in years) if all(years) else None


def date_in_words(date: str | None) -> str:
    """Write a date as the language in use does, as precise as it is.

    Examples
    --------
    >>> date_in_words("2024-12-06"), date_in_words("2024-12"), date_in_words("2024"), date_in_words(None)
    ('6 December 2024', 'December 2024', '2024', '')
    """
    if not date:
        return ""
    years, *rest = date.split("-")
    words = [_(MONTHS[int(rest[0]) - 1]), years] if rest else [years]
    return " ".join([str(int(rest[1])), *words] if len(rest) > 1 else words)


def listing(parts: Sequence[str]) -> str:
    """Join names as a sentence does: "a, b and c"."""
    if len(parts) == 1:
        return parts[0]
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def some(names: Sequence[str], named: int = NAMED) -> str:
    """Name the first few and count the others."""
    shown = list(names[:named])
    if more := len(names) - len(shown):
        shown.append(ngettext("{n} other", "{n} others", more).format(n=more))
    return listing(shown)


def number(value: float, form: str = ",.0f") -> str:
    """Write a number as the language in use does.

    Parameters
    ----------
    value : float
    form : str
        As ``format`` takes it, with a comma between thousands and a decimal point.

    Examples
    --------
    >>> number(103532), number(-2.46, "+z,.1f")
    ('103,532', '-2.5')
    """
    text = format(value, form)
    return text.translate(str.maketrans(",.", "\N{NO-BREAK SPACE},")) if language() == "sv" else text


def names(context: Context, subject: int, other: int) -> dict[str, str]:
    """Return the names of a subject and a candidate as the placeholders ``a`` and ``b``."""
    actors = context.network.actors["name"]
    return {"a": actors[subject], "b": actors[other]}


def theme_names(context: Context, themes: Sequence[int], named: int = NAMED_THEMES) -> str:
    """Name themes in the language in use, the first few of them, and count the others.

    Parameters
    ----------
    context : Context
    themes : sequence of int
        Places in ``context.themes``, at least one.
    named : int
        How many are named.
    """
    areas = context.network.focus_areas
    places = [areas.index[context.themes[theme]] for theme in themes[:named]]
    shown = [(language() == "en" and areas["name_en"][place]) or areas["name"][place] for place in places]
    if more := len(themes) - len(shown):
        shown.append(ngettext("{n} other theme", "{n} other themes", more).format(n=more))
    return listing(shown)


def on_themes(context: Context, sentence: str, themes: Sequence[int], **words: str) -> tuple[str, str]:
    """Put the names of themes into a sentence on ``{themes}``: those of the first few, and of the first alone."""
    text, brief = (sentence.format(themes=theme_names(context, themes, named), **words) for named in (NAMED_THEMES, 1))
    return text, brief


def once(rows: Iterable[Relation]) -> tuple[Relation, ...]:
    """Return rows in their order, each of them once."""
    return tuple({(r.source, r.type, r.target, r.start, r.end): r for r in rows}.values())


def by_weight(weights: Numbers) -> list[int]:
    """Return the places of what has a weight, the largest first, then in order."""
    rounded = weights.round(12)  # what is the sum of the same parts is the same, in whatever order they were added
    return sorted(np.flatnonzero(weights > 0).tolist(), key=lambda place: (-rounded[place], place))


def row(matrix: sp.csr_array, place: int) -> list[int]:
    """Return the places of what is not 0 in a row of a matrix, in order."""
    found: list[int] = matrix.indices[slice(*matrix.indptr[place : place + 2])].tolist()
    return found


def members_of(context: Context, activity: int) -> list[int]:
    """Return the places of the actors that are known to be in an activity that can be joined, in order."""
    return np.flatnonzero(context.inside[:, [activity]].toarray()[:, 0]).tolist()
