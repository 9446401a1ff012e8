"""Text of a cell -> value, or what was expected."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.names import fold_accents, fold_case
from samverkan.model.schema import Kind, Property
from samverkan.model.words import choice_in_words, meant
from samverkan.sources.findings import Code
from samverkan.sources.foreign.words import KINDS
from samverkan.sources.written import unquoted

CELL_LIMIT = 2**20
"""Characters of a cell."""

_SHOWN = 60
"""Characters of a wrong text that are shown."""

_GUESSED = 100
"""Characters of a text that a guess is made for: the time it takes grows with them."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'"))
_MINUS = str.maketrans({"\u2212": "-"})
# Not "12,000" and not "1.000": whether that is twelve or twelve thousand, only its author knows.
_INTEGER = re.compile(r"([+-]?\d+)(?:[.,]0{1,2})?")
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,3})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DIGITS = re.compile(r"(\d{1,18})(?:[.,]0)?", re.ASCII)
_YEAR_AS_NUMBER = re.compile(r"(\d{4})[.,]0+")
_TIME_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})(?:[-./ ](\d{1,2}))?", re.ASCII)
_INTEGERS = 2**63


@dataclass(frozen=True)
class Problem:
    """What is wrong with the text of a cell, wherever it stands; as in ``Finding``."""

    code: Code
    what: str
    values: dict[str, Any]
    fix: str | None = None


def convert_column(texts: Sequence[str], prop: Property) -> tuple[list[Value], dict[str, Problem]]:
    """Make values of the texts of a column; a text that stands in many cells is converted once.

    Returns
    -------
    values : list
        One a cell; cells of the same text share it.
    problems : dict of str to Problem
        By text.
    """
    values: dict[str, Value] = {}
    problems = {}
    to_value = _CONVERTERS[prop.kind]
    for text in set(texts):
        values[text], problem = _convert(text, prop, to_value)
        if problem:
            problems[text] = problem
    return list(map(values.__getitem__, texts)), problems


def convert(text: str, prop: Property) -> tuple[Value, Problem | None]:
    """Make a value of the text of a cell.

    Parameters
    ----------
    text : str
        As it stands in the cell.
    prop : Property
        What the column holds.

    Returns
    -------
    value, problem
        ``None`` as value for an empty cell or a wrong text. A problem with a value is a warning.

    Examples
    --------
    >>> convert(" 12 345,0 ", Property("population", Kind.INTEGER))
    (12345, None)
    >>> convert("", Property("population", Kind.INTEGER))
    (None, None)
    """
    return _convert(text, prop, _CONVERTERS[prop.kind])


Converter = Callable[[str, Property], tuple[Value, Problem | None]]


def _convert(text: str, prop: Property, to_value: Converter) -> tuple[Value, Problem | None]:
    text = text.strip()
    if not text:
        return None, None
    if len(text) > CELL_LIMIT:
        return None, Problem(Code.LONG_CELL, N_("A cell has more than {limit} characters."), {"limit": CELL_LIMIT})
    text = unquoted(text)
    if not text.isprintable() and _CONTROL.search(text):  # which no store and no page can hold
        what = N_("The cell holds characters that cannot be shown; a text was expected.")
        return None, Problem(Code.BAD_TEXT, what, {})
    return to_value(text, prop)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_compiled = cache(lambda pattern: re.compile(pattern, re.ASCII))


def _text(text: str, prop: Property) -> tuple[Value, Problem | None]:
    if prop.choices and text not in prop.choices:
        worded = meant(prop.name, text, prop.choices)
        return worded, None if worded else _no_choice(text, prop)
    if prop.no_party and (without := without_party(text)) != text:
        return without or None, Problem(Code.PARTY_MARK, _PARTY_TAKEN_OUT, {})
    if prop.pattern is None or _compiled(prop.pattern).fullmatch(text):
        return text, None
    if worded := meant(prop.name, text, ()):
        return worded, None
    digits = _DIGITS.fullmatch(text)
    if prop.width and digits and _compiled(prop.pattern).fullmatch(padded := digits[1].zfill(prop.width)):
        if padded == digits[1]:
            return padded, None
        what = N_("“{text}” has lost its leading zeros in a spreadsheet; it was read as “{padded}”.")
        return padded, Problem(Code.PADDED, what, {"text": text, "padded": padded})
    what = N_("“{text}” has the wrong form; something like “{example}” was expected.")
    values = {"text": _shown(text), "example": prop.example}
    if prop.name != "id":
        return None, Problem(Code.BAD_TEXT, what, values)
    meant_id = ":".join(_PLAIN.sub("-", fold_accents(part)).strip("-") for part in text[:_GUESSED].split(":"))
    return None, Problem(Code.BAD_ID, what, values, meant_id if re.fullmatch(prop.pattern, meant_id) else None)


_PARTY_TAKEN_OUT = N_("The party was taken out: which one somebody belongs to is a sensitive fact, and is not kept.")

_PLAIN = re.compile("[^a-z0-9]+")

_PARTIES = (
    "C|FI|FP|KD|L|M|MP|PP|S|SD|V|[Cc]enterpart(?:iet|ist)|Centre Party|Christian Democrats?|Feministiskt initiativ|"
    "[Ff]olkpart(?:iet|ist)|Green Party|Greens|[Kk]ristdemokrat(?:erna)?|Left Party|[Ll]iberal(?:erna|s)?|"
    "[Mm]iljöpart(?:iet|ist)(?: de gröna)?|[Mm]oderat(?:erna|e Party)?|[Pp]iratpart(?:iet|ist)|"
    "[Ss]ocialdemokrat(?:erna)?|Social Democrats?|[Ss]verigedemokrat(?:erna)?|Sweden Democrats?|"
    "[Vv]änsterpart(?:iet|ist)"
)
_PARTY = re.compile(rf"\s*[(\[]\s*(?:{_PARTIES})(?:\s*(?:[,/+&]|och|and)\s*(?:{_PARTIES}))*\s*[)\]]")
_SMALL_PARTY = re.compile(r"(?<=[^\W\d_])\s\((?:c|fi|fp|kd|l|m|mp|pp|s|sd|v)\)(?!\s*\d)")


def without_party(text: str) -> str:
    """Return a text without the marks of political parties that stand in it in brackets.

    Examples
    --------
    >>> without_party("kommunalråd (S), ordförande"), without_party("nämndens ordförande (mp)")
    ('kommunalråd, ordförande', 'nämndens ordförande')
    """
    return _SMALL_PARTY.sub("", _PARTY.sub("", text)).strip() if "(" in text or "[" in text else text


def _no_choice(text: str, prop: Property) -> Problem:
    what = N_("“{text}” is none of the values that may stand here: {choices}.")
    words = [choice_in_words(prop.name, choice) for choice in prop.choices]
    values = {"text": _shown(text), "choices": ", ".join(words)}
    kind = KINDS.get(fold_case(text)) if prop.name == "kind" else None  # “kommunalt bolag”
    said = choice_in_words("kind", kind) if kind in prop.choices else None
    return Problem(Code.UNKNOWN_CHOICE, what, values, said or likest(text, words) or likest(text, prop.choices))


def likest(text: str, known: Sequence[str]) -> str | None:
    """Return the known text that is spelt most like another, if any is."""
    from rapidfuzz import fuzz, process  # only wanted when something is misspelt

    if len(text) > _GUESSED:
        return None
    match = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=70)
    return None if match is None else str(match[0])


def _list(text: str, prop: Property) -> tuple[Value, Problem | None]:
    items = [item for part in text.split("|") if (item := part.strip())]
    if prop.no_party and (without := [*map(without_party, items)]) != items:
        return [*filter(None, without)] or None, Problem(Code.PARTY_MARK, _PARTY_TAKEN_OUT, {})
    return items or None, None


def _integer(text: str, prop: Property) -> tuple[Value, Problem | None]:
    match = _INTEGER.fullmatch(text.translate(_SPACES).translate(_MINUS))
    if not match:
        what = N_("“{text}” is not a whole number; one such as 12 345 was expected.")
        return None, Problem(Code.BAD_NUMBER, what, {"text": _shown(text)})
    if len(match[1]) > 20 or not -_INTEGERS <= (value := int(match[1])) < _INTEGERS:
        return None, Problem(Code.BAD_NUMBER, N_("“{text}” is too large for a number."), {"text": _shown(text)})
    return _within(value, text, prop)


def _number(text: str, prop: Property) -> tuple[Value, Problem | None]:
    plain = text.translate(_SPACES).translate(_MINUS)
    if not _NUMBER.fullmatch(plain):
        what = N_("“{text}” is not a number; one such as 12,5 or 12.5 was expected.")
        return None, Problem(Code.BAD_NUMBER, what, {"text": _shown(text)})
    value = float(plain.replace(",", ".")) or 0.0  # nor is there a -0.0
    if value in (float("inf"), float("-inf")):
        return None, Problem(Code.BAD_NUMBER, N_("“{text}” is too large for a number."), {"text": _shown(text)})
    return _within(value, text, prop)


def _within(value: float, text: str, prop: Property) -> tuple[Value, Problem | None]:
    if (prop.low is None or value >= prop.low) and (prop.high is None or value <= prop.high):
        return value, None
    if prop.high is None:
        what = N_("“{text}” is too small; {low} or more was expected.")
    else:
        what = N_("“{text}” is outside the bounds; a number from {low} to {high} was expected.")
    return None, Problem(Code.OUT_OF_RANGE, what, {"text": _shown(text), "low": prop.low, "high": prop.high})


def _date(text: str, prop: Property) -> tuple[Value, Problem | None]:
    if match := _DATE.fullmatch(text):
        if _exists(*match.groups()):
            return text, None
    elif whole := _YEAR_AS_NUMBER.fullmatch(text) or _TIME_OF_DAY.fullmatch(text):
        return _date(whole[1], prop)
    what = N_("“{text}” is not a date; one such as 2021, 2021-10 or 2021-10-01 was expected.")
    fix = None
    if (match := _YEAR_FIRST.fullmatch(text)) and _exists(*match.groups()):
        fix = "-".join(part.zfill(2) for part in match.groups() if part)
    return None, Problem(Code.BAD_DATE, what, {"text": _shown(text)}, fix)


@cache
def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _exists(year: str, month: str | None, day: str | None) -> bool:
    """Tell whether the calendar has the year, the month or the day."""
    if int(year) == 0 or (month and not 1 <= int(month) <= 12):
        return False
    return not (month and day) or 1 <= int(day) <= _days(int(year), int(month))


_CONVERTERS: dict[Kind, Converter] = {
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
