"""Text of a cell -> value, or what was expected."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.schema import Kind, Property
from samverkan.sources.findings import Code
from samverkan.sources.tables import CELL_LIMIT, has_control_characters

_SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'"))
_INTEGER = re.compile(r"[+-]?\d{1,18}(?:[.,]0{1,9})?")
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,3})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR_AS_NUMBER = re.compile(r"(\d{4})[.,]0+")
_TIME_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?")
_MINUS = str.maketrans({"\u2212": "-"})


@dataclass(frozen=True)
class Problem:
    """What is wrong with the text of a cell, wherever it stands; as in ``Finding``."""

    code: Code
    what: str
    values: dict[str, Any]
    fix: str | None = None


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
    text = text.strip()
    if not text:
        return None, None
    if len(text) > CELL_LIMIT:
        return None, Problem(Code.LONG_CELL, N_("A cell has more than {limit} characters."), {"limit": CELL_LIMIT})
    if has_control_characters(text):
        what = N_("The cell holds characters that cannot be shown; a text was expected.")
        return None, Problem(Code.BAD_TEXT, what, {})
    return _CONVERTERS[prop.kind](text, prop)


def _text(text: str, prop: Property) -> tuple[Value, Problem | None]:
    if prop.choices and text not in prop.choices:
        return None, _no_choice(text, prop)
    if prop.pattern is None or re.fullmatch(prop.pattern, text):
        return text, None
    if prop.width and text.isascii() and text.isdigit() and len(text) < prop.width:
        padded = text.zfill(prop.width)
        what = N_("“{text}” has lost its leading zeros in a spreadsheet; it was read as “{padded}”.")
        return padded, Problem(Code.PADDED, what, {"text": text, "padded": padded})
    what = N_("“{text}” has the wrong form; something like “{example}” was expected.")
    code = Code.BAD_ID if prop.name == "id" else Code.BAD_TEXT
    return None, Problem(code, what, {"text": text, "example": prop.example})


def _no_choice(text: str, prop: Property) -> Problem:
    what = N_("“{text}” is not one of the values that {column} may have: {choices}.")
    same = [choice for choice in prop.choices if choice.casefold() == text.casefold()]
    values = {"text": text, "column": prop.name, "choices": ", ".join(prop.choices)}
    return Problem(Code.UNKNOWN_CHOICE, what, values, same[0] if same else likest(text, prop.choices))


def likest(text: str, known: tuple[str, ...] | list[str]) -> str | None:
    """Return the known text that is spelt most like another, if any is."""
    from rapidfuzz import fuzz, process  # only wanted when something is misspelt

    match = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=70)
    return None if match is None else str(match[0])


def _list(text: str, prop: Property) -> tuple[Value, Problem | None]:
    return [item for part in text.split("|") if (item := part.strip())] or None, None


def _integer(text: str, prop: Property) -> tuple[Value, Problem | None]:
    plain = text.translate(_SPACES).translate(_MINUS)
    if not _INTEGER.fullmatch(plain):
        what = N_("“{text}” is not a whole number; one such as 12 345 was expected.")
        return None, Problem(Code.BAD_NUMBER, what, {"text": text})
    return _within(int(re.split("[.,]", plain)[0]), text, prop)


def _number(text: str, prop: Property) -> tuple[Value, Problem | None]:
    plain = text.translate(_SPACES).translate(_MINUS)
    if not _NUMBER.fullmatch(plain):
        what = N_("“{text}” is not a number; one such as 12,5 or 12.5 was expected.")
        return None, Problem(Code.BAD_NUMBER, what, {"text": text})
    value = float(plain.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        return None, Problem(Code.BAD_NUMBER, N_("“{text}” is too large for a number."), {"text": text})
    return _within(value, text, prop)


def _within(value: float, text: str, prop: Property) -> tuple[Value, Problem | None]:
    if (prop.low is None or value >= prop.low) and (prop.high is None or value <= prop.high):
        return value, None
    if prop.high is None:
        what = N_("“{text}” is too small; {low} or more was expected.")
    else:
        what = N_("“{text}” is outside the bounds; a number from {low} to {high} was expected.")
    return None, Problem(Code.OUT_OF_RANGE, what, {"text": text, "low": prop.low, "high": prop.high})


def _date(text: str, prop: Property) -> tuple[Value, Problem | None]:
    whole = _YEAR_AS_NUMBER.fullmatch(text) or _TIME_OF_DAY.fullmatch(text)
    plain = whole[1] if whole else text
    match = _DATE.fullmatch(plain)
    if match and plain.isascii():
        year, month, day = (int(part) if part else None for part in match.groups())
        last = calendar.monthrange(year or 0, month)[1] if year and month and 1 <= month <= 12 else 0
        if year and (month is None or (last and (day is None or 1 <= day <= last))):
            return plain, None
    what = N_("“{text}” is not a date; one such as {example} was expected.")
    return None, Problem(Code.BAD_DATE, what, {"text": text, "example": prop.example})


_CONVERTERS: dict[Kind, Callable[[str, Property], tuple[Value, Problem | None]]] = {
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
