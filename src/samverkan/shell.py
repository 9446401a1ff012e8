"""Commands as somebody can copy them."""

import re
import shlex
from pathlib import Path

_PLAIN = re.compile(r"[\w./\\:~+@%-]+")
_ONLY_SPACED = re.compile(r"[\w./\\:~+@%()&' ,;-]+")


def argument(path: Path | str) -> str:
    """Write a path as one argument of a command: in double quotes, which every shell knows, if it needs any.

    Examples
    --------
    >>> [argument(name) for name in ("partners-granskning.xlsx", "våra partner (2).xlsx", "a$b.xlsx")]
    ['partners-granskning.xlsx', '"våra partner (2).xlsx"', "'a$b.xlsx'"]
    """
    written = str(path)
    if _PLAIN.fullmatch(written):
        return written
    return f'"{written}"' if _ONLY_SPACED.fullmatch(written) else shlex.quote(written)
