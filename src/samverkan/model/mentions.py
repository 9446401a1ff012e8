"""Texts that name a person: by any of the names, by first and last name, or by the id; many people in one pass."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from samverkan.model.names import fold_accents

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_PARTICLES = frozenset({
    "af", "av", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "ten", "ter", "van",
    "von", "y",
})  # fmt: skip
"""Words before a last name that are no last name by themselves."""

_INITIAL = r"[^\W\d_]\.(?:[\s-]*[^\W\d_]\.)*"
_INITIALS = re.compile(rf"(?<![^\W_])({_INITIAL})[\s-]*([^\W\d_]{{2,}})(?:\s+([^\W\d_]{{2,}}))?")
"""“E. Ek” and “E.M. von Ek”; a letter without a point is taken for a word of its own, such as “i” and “a”."""
_INITIALS_AFTER = re.compile(r"(?<![^\W_])([^\W\d_]{2,}),?\s+([^\W\d_])(\.|(?![^\W_]))")
"""“Ek, E.” and, as lists of literature have it, “Ek E”."""

_LONG = 8
"""Words of a name above which only the whole of it, and the first with the last word, are looked for."""


def words(text: str) -> list[str]:
    """Return the words of a text without what writers differ in: case, accents, hyphens, what cannot be seen.

    Examples
    --------
    >>> words("Åsa Wiklund-Lång"), words("asa_wiklund_lang")
    (['asa', 'wiklund', 'lang'], ['asa', 'wiklund', 'lang'])
    """
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(fold_accents(_INVISIBLE.sub("", text)))


class Mentions:
    """People by all that a text may call them, and whether a text does.

    Parameters
    ----------
    people : mapping of str to iterable of str
        Id of each -> every name.
    kept : iterable of str
        Names of places and organisations: a name of one word that is one of these is taken for theirs.

    Examples
    --------
    >>> named = Mentions({"person:eva-von-ek": ["Eva Maria von Ek"]}, ["Ek"])
    >>> [named.within(text) for text in ("Ek växer.", "eva eks tal", "Ek, Eva", "https://a.se/eva-maria-von-ek", "Eva")]
    [False, True, True, True, False]
    >>> [named.within(text) for text in ("E. von Eks svar", "Ek, E.M.", "Ek E", "A. Ek", "Ek e")]
    [True, True, True, False, False]
    """

    def __init__(self, people: Mapping[str, Iterable[str]], kept: Iterable[str] = ()) -> None:
        self._steps: dict[str, Any] = {}
        self._initials: set[tuple[str, str]] = set()
        theirs = {tuple(words(name)) for name in kept}
        for id, names in people.items():
            names = tuple(names)
            self._initials.update(pair for name in names for pair in _initials(name))
            for said in {said for name in names for said in _ways(name)} | _as_id(id):
                if len(said) > 1 or (said not in theirs and len(said[0]) > 1):
                    self._add(said)

    def _add(self, said: tuple[str, ...]) -> None:
        step = self._steps
        for word in said:
            step = step.setdefault(word, {})
        step[""] = True  # no word is empty: here a name may end

    def __bool__(self) -> bool:
        return bool(self._steps)

    def within(self, text: str) -> bool:
        """Tell whether a text names one of them; also where it is written as in an address."""
        if not self._steps:
            return False
        return any(self._named(words(form)) or self._named_by_initials(form) for form in _forms(text))

    def _named_by_initials(self, text: str) -> bool:
        told = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        for initials, word, after in _INITIALS.findall(told) if "." in told else ():
            last = fold_accents(after if fold_accents(word) in _PARTICLES else word)
            initial = fold_accents(initials[0])
            if {(initial, last), (initial, _without_genitive(last))} & self._initials:
                return True
        return any(
            (fold_accents(initial), fold_accents(last)) in self._initials
            for last, initial, point in _INITIALS_AFTER.findall(told)
            if point or initial.isupper()
        )

    def _named(self, said: list[str]) -> bool:
        for place, word in enumerate(said):
            if (word in self._steps or _without_genitive(word) in self._steps) and self._begins(said, place):
                return True
        return False

    def _begins(self, said: list[str], place: int) -> bool:
        """Tell whether a name begins at a word."""
        step = self._steps
        for word in said[place:]:
            if "" in step.get(_without_genitive(word), ()):
                return True
            if word not in step:
                return False
            step = step[word]
            if "" in step:
                return True
        return False


def _without_genitive(word: str) -> str:
    return word.removesuffix("s")


def _forms(text: str) -> Iterator[str]:
    yield text
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)


def _as_id(id: str) -> set[tuple[str, ...]]:
    whole = tuple(words(id))
    slug = tuple(words(id.partition(":")[2]))
    return {whole, slug} if len(slug) > 1 else {whole} if len(whole) > 1 else set()


def _ways(name: str) -> Iterator[tuple[str, ...]]:
    """Go through the ways to write a name: whole, the first with each of the last names, either of them first."""
    parts = [tuple(found) for part in unicodedata.normalize("NFKC", name).split() if (found := words(part))]
    if not parts:
        return
    yield tuple(word for part in parts for word in part)
    if len(parts) > 1:
        for first in {parts[0], parts[0][:1]}:
            for last in _last_names(parts):
                yield first + last
                yield last + first
                yield ("".join(first + last),)


def _initials(name: str) -> Iterator[tuple[str, str]]:
    """Go through the initial of a name with each word that may be the last name."""
    said = words(unicodedata.normalize("NFKC", name))
    for last in said[1:]:
        if len(last) > 1 and last not in _PARTICLES:
            yield said[0][0], last


def _last_names(parts: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Go through what may be the last name: each word but the first, and each with all that follow it."""
    if len(parts) > _LONG:
        yield parts[-1]
        return
    for place, part in enumerate(parts[1:], start=1):
        yield tuple(word for later in parts[place:] for word in later)
        if len("".join(part)) > 1 and part[0] not in _PARTICLES:
            yield part
    for before, part in pairwise(parts[1:]):
        if before[0] in _PARTICLES:
            yield before + part
