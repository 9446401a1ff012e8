"""Finding and its codes: what is wrong, and where."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Self

from samverkan.language import _

KEPT = 10_000
"""How many findings are kept; the rest are counted."""


class Code(Enum):
    """Kind of a finding. The value is printed, and is the name of its folder in ``tests/data/broken``."""

    # errors: nothing is loaded
    MISSING_FILE = "missing-file"
    TWICE_TABLE = "twice-table"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    ENCRYPTED = "encrypted"
    BROKEN_QUOTE = "broken-quote"
    LONG_ROW = "long-row"
    MISSING_HEADING = "missing-heading"
    TWICE_HEADING = "twice-heading"
    MISSING_VALUE = "missing-value"
    LONG_CELL = "long-cell"
    FORMULA = "formula"
    BAD_ID = "bad-id"
    BAD_TEXT = "bad-text"
    BAD_NUMBER = "bad-number"
    OUT_OF_RANGE = "out-of-range"
    BAD_DATE = "bad-date"
    END_BEFORE_START = "end-before-start"
    UNKNOWN_CHOICE = "unknown-choice"
    UNKNOWN_ID = "unknown-id"
    WRONG_KIND = "wrong-kind"
    TWICE_ID = "twice-id"
    TWICE_RELATION = "twice-relation"
    SELF_RELATION = "self-relation"
    # warnings: they do not stop the load
    UNKNOWN_COLUMN = "unknown-column"
    SAME_NAME = "same-name"
    ALIAS_IS_NAME = "alias-is-name"
    OTHER_SPELLING = "other-spelling"
    PADDED = "padded"
    FIRST_OF_MONTH = "first-of-month"
    LEFT_OUT = "left-out"
    PARTY_MARK = "party-mark"
    PARTIAL = "partial"
    ERASED = "erased"
    LINKS = "links"
    MACROS = "macros"

    @property
    def is_error(self) -> bool:
        """Whether it stops the load."""
        return self not in _WARNINGS


_WARNINGS = {
    Code.UNKNOWN_COLUMN, Code.SAME_NAME, Code.ALIAS_IS_NAME, Code.OTHER_SPELLING, Code.PADDED, Code.FIRST_OF_MONTH,
    Code.LEFT_OUT, Code.PARTY_MARK, Code.PARTIAL, Code.ERASED, Code.LINKS, Code.MACROS,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something in the input: where it is, what it is, and what was expected instead.

    Parameters
    ----------
    file : str
        Name of the file, or of the workbook and the sheet (``network.xlsx[cities]``).
    line : int or None
        Line of the file or row of the sheet, from 1; ``None`` if it is the file as a whole.
    column : str or None
        Heading of the column.
    code : Code
    what : str
        Message with placeholders, as it stands in the catalogue; it is worded when it is shown.
    values : dict of str to Any
        What fills the placeholders.
    fix : str or None
        What was most likely meant, to be written instead.
    """

    file: str
    line: int | None
    column: str | None
    code: Code
    what: str
    values: dict[str, Any]
    fix: str | None = None

    def message(self) -> str:
        """Word what is wrong and what was expected."""
        text = _(self.what).format(**self.values)
        if self.fix is None:
            return text
        guess = _("Did you mean “{fix}”?")  # not within an f-string, where the catalogue does not see it
        return f"{text} {guess.format(fix=self.fix)}"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.message()} [{self.code.value}]"


class Findings:
    """Every finding of a reading. The first 10,000 are kept, all are counted.

    Attributes
    ----------
    headings : dict of str to dict
        By file: the heading of each column as it is written there, where it is another than the column's name.
    """

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: Counter[Code] = Counter()
        self.headings: dict[str, dict[str, str]] = {}

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while there is room; it names its column as the file does."""
        self.counts[finding.code] += 1
        if len(self.kept) < KEPT:
            written = self.headings.get(finding.file, {}).get(finding.column or "")
            self.kept.append(replace(finding, column=written) if written else finding)

    def in_order(self) -> Self:
        """Put them into the order of the lines, file by file; the files stay in the order in which they were found."""
        files = {name: n for n, name in enumerate(dict.fromkeys(finding.file for finding in self.kept))}
        self.kept.sort(key=lambda finding: (files[finding.file], finding.line or 0))
        return self

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def __len__(self) -> int:
        return self.counts.total()

    @property
    def error_count(self) -> int:
        """How many findings stop the load."""
        return sum(n for code, n in self.counts.items() if code.is_error)

    @property
    def warning_count(self) -> int:
        """How many findings do not."""
        return len(self) - self.error_count
