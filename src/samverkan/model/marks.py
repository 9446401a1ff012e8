"""Marks of people who were erased: who holds the key can tell that a name is one of them, and nobody else."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from samverkan.model.mentions import words

MARKS_FILE = "erased.csv"
"""The file beside the tables that holds the marks."""


def mark(text: str, key: bytes) -> str:
    """Return the mark of a name or an id, however it is spelt: case, accents, hyphens and the order of words are alike.

    Examples
    --------
    >>> mark("Eva Åk-Ek", b"secret") == mark("åk ek, EVA", b"secret") != mark("Eva Åk-Ek", b"other")
    True
    """
    return hmac.new(key, " ".join(sorted(words(text))).encode(), hashlib.sha256).hexdigest()[:32]


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
