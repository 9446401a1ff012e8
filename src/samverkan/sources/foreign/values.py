"""Text of a cell as people write it -> value."""

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.schema import Kind, Property
from samverkan.sources.cells import Problem, convert

BACKWARDS = N_("It ends ({end}) before it starts ({start}).")


_MONTHS = {
    "januari": 1, "jan": 1, "january": 1, "februari": 2, "feb": 2, "february": 2, "mars": 3, "mar": 3, "march": 3,
    "april": 4, "apr": 4, "maj": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7,
    "augusti": 8, "aug": 8, "august": 8, "september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "october": 10,
    "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_PERIOD = re.compile(r"(\d{4}(?:-\d{2}){0,2})\s*(?:–|—|-|till|to)\s*(\d{4}(?:-\d{2}){0,2})?", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([a-zåäö]+)\.?\s+(\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})([/.]|[ -])\s*(\d{4})", re.ASCII)
"""“31/12 2023”, as it is written in Sweden; of “3/4/2023” nobody knows which is the day."""

_NAME = Property("name")

RELATION = {prop.name: prop for prop in SCHEMA.relations[3:]}


def as_value(text: str, prop: Property) -> tuple[Value, Problem | None]:
    """Make a value of a cell as ``convert`` does; also of a date in words, and of a choice in the words of people."""
    if prop.kind is Kind.DATE and (found := _IN_WORDS.fullmatch(text)) and (month := _MONTHS.get(found[2].casefold())):
        text = f"{found[3]}-{month:02d}" + (f"-{int(found[1]):02d}" if found[1] else "")
    if prop.kind is Kind.DATE and (found := _DAY_FIRST.fullmatch(text)) and (int(found[1]) > 12 or found[3] in " -"):
        text = f"{found[4]}-{int(found[2]):02d}-{int(found[1]):02d}"
    if prop.name == "country" and len(text) == 2:
        text = text.upper()
    if prop.name in ("homepage", "url") and text.casefold().startswith("www."):
        text = f"https://{text}"
    return convert(text, prop)


def as_name(text: str, kinds: Collection[str]) -> tuple[str | None, Problem | None]:
    """Make a name of a cell; that of somebody who may be a person without the mark of a party."""
    value, problem = convert(text, replace(_NAME, no_party="Person" in kinds))
    return None if value is None else str(value), problem


_MILLIONS = re.compile(r"\b(?:mkr|mnkr|msek|milj(?:on|oner)?\b\.?\s*(?:kr|kronor|sek)?)", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(?:tkr|kkr|ksek|tsek|tusen\w*|1\s?000)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"\b[km]?(?:eur|euro|usd|dollar|gbp|nok|dkk)\b|[€$£]", re.IGNORECASE)


_MONEY = re.compile(
    r"([\d\s.,\u00a0\u202f]*\d)\s*"
    r"(kr|kronor|sek|:-|tkr|kkr|ksek|tsek|mkr|mnkr|msek|milj(?:on|oner)?(?: kr| kronor)?)\.?",
    re.IGNORECASE,
)
"""An amount with its unit: “3,4 mnkr”."""


def kronor(heading: str) -> int | None:
    """Return how many kronor one of a column of amounts is, as its heading says; ``None`` if it is other money.

    Examples
    --------
    >>> kronor("Belopp"), kronor("Belopp (tkr)"), kronor("Budget, mnkr"), kronor("Budget (EUR)")
    (1, 1000, 1000000, None)
    """
    if _FOREIGN.search(heading):
        return None
    return 1_000_000 if _MILLIONS.search(heading) else 1000 if _THOUSANDS.search(heading) else 1


def in_units(text: str, prop: Property, unit: int) -> tuple[Value, Problem | None]:
    """Make a whole number of a cell that counts thousands or millions; what an amount says itself goes first.

    Examples
    --------
    >>> in_units("2 300,5", RELATION["amount"], 1000), in_units("3,4 mnkr", RELATION["amount"], 1)
    ((2300500, None), (3400000, None))
    """
    if prop.name == "amount" and (counted := _MONEY.fullmatch(text)):
        text, unit = counted[1], kronor(counted[2]) or unit
    if unit == 1:
        return as_value(text, prop)
    number, problem = convert(text, replace(prop, kind=Kind.NUMBER))
    if problem:
        return None, problem
    return convert(format((Decimal(str(number)) * unit).normalize(), "f"), prop)


def ends_before_start(start: str, end: str) -> bool:
    """Tell whether two dates are the wrong way round, as far as both are precise."""
    return bool(start and end) and end[: len(start)] < start[: len(end)]


def period(text: str) -> dict[str, Value] | Problem:
    """Make a start, and an end where there is one, of a year, a date or a period.

    Examples
    --------
    >>> period("2019–2022"), period("okt 2021"), period("2021.0")
    ({'start': '2019', 'end': '2022'}, {'start': '2021-10'}, {'start': '2021'})
    """
    start = RELATION["start"]
    value, problem = as_value(text, start)
    if value is not None:
        return {"start": value}
    if found := _PERIOD.fullmatch(text):
        ends = {
            name: as_value(part, start) for name, part in zip(("start", "end"), found.groups(), strict=True) if part
        }
        if all(value for value, _problem in ends.values()):
            return {name: value for name, (value, _problem) in ends.items()}
    assert problem is not None  # noqa: S101 - there is no value, and the text is not empty
    return problem
