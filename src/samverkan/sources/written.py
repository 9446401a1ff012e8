"""Values -> the text of cells that the reader makes the same values of, and that no spreadsheet runs."""

import re

from samverkan.language import language
from samverkan.model.dataset import Value

RUN = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet would run as a formula, or whose apostrophes the reader would take away."""

_SAFE = re.compile(r"'+[=+\-@\t\r]")
"""How a text begins that was kept from being run as a formula by an apostrophe, as our own exports do."""


def text(value: Value) -> str:
    """Return a value as the text of a cell: exact, with a point in a number, and lists with `` | `` between items.

    Examples
    --------
    >>> [text(value) for value in (None, 0, 2.0, -1.25, ["a", "b"], "2021-10")]
    ['', '0', '2', '-1.25', 'a | b', '2021-10']
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def shown(value: Value) -> str:
    """Return a value as ``text`` does, for people to read: with the decimal sign of the language in use."""
    written = text(value)
    return written.replace(".", ",") if isinstance(value, float) and language() == "sv" else written


def safe(value: Value) -> str:
    """Return a value as ``text`` does, with an apostrophe before a text that a spreadsheet would run.

    Examples
    --------
    >>> [safe(value) for value in ("=1+1", "'=1", "'s-Hertogenbosch", -5)]
    ["'=1+1", "''=1", "'s-Hertogenbosch", '-5']
    """
    written = text(value)
    return f"'{written}" if isinstance(value, str | list) and RUN.match(written) else written


def unquoted(text: str) -> str:
    """Return a text without the apostrophe that ``safe`` put before it.

    Examples
    --------
    >>> [unquoted(text) for text in ("'=1+1", "''=1", "'s-Hertogenbosch")]
    ['=1+1', "'=1", "'s-Hertogenbosch"]
    """
    return text[1:] if text[:1] == "'" and _SAFE.match(text) else text
