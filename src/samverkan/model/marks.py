"""Marks of people who were erased: who holds the key can tell that a name is one of them, and nobody else."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from samverkan.model.mentions import words

_LONGEST = 5
"""Words in a row of a text that are looked at as one name."""

MARKS_FILE = "erased.csv"
"""The file beside the tables that holds the marks."""


def mark(text: str, key: bytes) -> str:
    """Return the mark of a name or an id, however it is spelt: case, accents, hyphens and the order of words are alike.

    Examples
    --------
    >>> mark("Eva Åk-Ek", b"secret") == mark("åk ek, EVA", b"secret") != mark("Eva Åk-Ek", b"other")
    True
    """
    return _mark(tuple(sorted(words(text))), key)


@lru_cache(maxsize=2**16)
def _mark(said: tuple[str, ...], key: bytes) -> str:
    return hmac.new(key, " ".join(said).encode(), hashlib.sha256).hexdigest()[:32]


def marks_of(name: str, key: bytes) -> set[str]:
    """Return the marks of a name: of all its words, and of the first and the last, as texts have it for short."""
    parts = name.split()
    return {mark(name, key), mark(f"{parts[0]} {parts[-1]}", key)} if len(parts) > 2 else {mark(name, key)}


@dataclass(frozen=True)
class Marks:
    """The marks that there are, and the key that they were made with, if it is known.

    Parameters
    ----------
    marks : collection of str
    key : bytes or None
    """

    marks: Collection[str] = ()
    key: bytes | None = None

    def hold(self, names: Iterable[str]) -> bool:
        """Tell whether somebody who goes by some names and an id was erased."""
        return self.key is not None and any(mark(name, self.key) in self.marks for name in names)

    def within(self, text: str) -> bool:
        """Tell whether a text names somebody who was erased: by two to five words in a row, also in the genitive.

        A mark tells nothing of a name by itself, so a name of one word, or with other words between, is not found.

        Examples
        --------
        >>> marks = Marks({mark("Eva Ek", b"secret")}, b"secret")
        >>> [marks.within(text) for text in ("Enligt Eva Eks anteckning", "ek, eva", "Eva", "Eva Maria Ek")]
        [True, True, False, False]
        """
        if self.key is None or not self.marks:
            return False
        said = words(text)
        for end in range(2, len(said) + 1):
            for last in {said[end - 1], said[end - 1].removesuffix("s")}:
                for start in range(max(0, end - _LONGEST), end - 1):
                    if _mark(tuple(sorted([*said[start : end - 1], last])), self.key) in self.marks:
                        return True
        return False
