"""What a report says again and again: dates, years, kinds, and how much is known."""

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from samverkan.language import N_, language, swedish_key
from samverkan.network.network import year

DATA = {"full": N_("much"), "thin": N_("little"), "none": N_("nothing")}
"""How much is known of an actor, in a column."""

PURPOSES = {
    "twin": N_("Twin city"),
    "learning": N_("To learn from"),
    "project": N_("Joint project"),
    "join": N_("To join"),
}
"""What somebody is suggested for."""


def period(start: str | None, end: str | None) -> str:
    """Tell from and to which year something was, as far as it is known.

    Examples
    --------
    >>> period("2021-10", "2024"), period("2021", "2021-12"), period("2021", None), period(None, "2020")
    ('2021–2024', '2021', '2021–', '–2020')
    """
    first, last = year(start), year(end)
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or ''}–{last or ''}"


def rich(message: str, **parts: Any) -> Markup:
    """Fill a message with parts of which some are markup; what is not is escaped."""
    return Markup(escape(message)).format(**parts)  # noqa: S704 - escaped; format() escapes what is no markup


def strong(text: Any) -> Markup:
    """Set a figure or a name off."""
    return Markup("<b>{}</b>").format(text)


def outside(url: str | None, text: str) -> Markup:
    """Link a text to an address, if that is one of the web; otherwise it stays a text.

    Examples
    --------
    >>> print(outside("javascript:alert(1)", "a<b"), outside("https://example.org/?a=1&b=2", "b"))
    a&lt;b <a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">b</a>
    """
    if not is_web(url):
        return escape(text)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, text)


def is_web(url: str | None) -> bool:
    """Tell whether an address is one of the web, and so may become a link."""
    return bool(url) and str(url).strip().lower().startswith(("http://", "https://"))


_NEGATIVE = re.compile(r"(?<!\w)-(?=\d)")


def with_minus(text: str) -> str:
    """Write negative numbers as print does, with the minus sign of its own.

    Examples
    --------
    >>> with_minus("from -4.0 to 2021-10-01")
    'from −4.0 to 2021-10-01'
    """
    return _NEGATIVE.sub("\N{MINUS SIGN}", text)


def in_order(texts: Iterable[str]) -> list[str]:
    """Sort texts as the language in use does."""
    return sorted(texts, key=order)


def order(text: str) -> tuple[str, str]:
    """Return what to sort a text by: å, ä and ö come last in Swedish, and are a and o in English."""
    if language() == "sv":
        return swedish_key(text)
    plain = text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    return plain.casefold(), text
