"""Tables as a page shows them: columns that can be sorted and filtered, and cells that know how to be written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup, escape

from samverkan.analysis.wording import number
from samverkan.report.material import Material, Origin

Cell = str | int | float | None
"""Text, which is escaped if it is no ``Markup``; a number; ``None`` where nothing is known."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    heading : str
    form : str
        How a number is written, as ``format`` takes it; empty for text.
    choice : bool
        Whether the rows can be filtered by the values of the column. Several of one cell are ``items``.
    about : str
        What it says, where the heading cannot say it.
    """

    heading: str
    form: str = ""
    choice: bool = False
    about: str = ""

    def written(self, cell: Cell) -> Markup:
        """Write a cell."""
        if cell is None:
            return Markup("")
        return escape(number(cell, self.form) if isinstance(cell, int | float) else cell)


@dataclass(frozen=True)
class Line:
    """A row of a table, and the id by which a page leads to it."""

    cells: Sequence[Cell]
    id: str = ""


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    id : str
        Of the table in the page; also the name of the file that it is saved as.
    caption : str
    columns : sequence of Column
    rows : sequence of Line
    order : int, optional
        The column by which the rows are in order.
    """

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Line]
    order: int | None = None

    @property
    def long(self) -> bool:
        """Whether it is worth searching in."""
        return len(self.rows) > 12


def with_ids_once(*tables: Table) -> list[Table]:
    """Return tables in which every id of a row stands once: where it comes first."""
    seen: set[str] = set()
    found = []
    for table in tables:
        rows = []
        for row in table.rows:
            rows.append(replace(row, id="") if row.id in seen else row)
            seen.add(row.id)
        found.append(replace(table, rows=rows))
    return found


@dataclass
class Notes:
    """The sources that a page names, each by a number; the first that is named is 1.

    Parameters
    ----------
    material : Material
    """

    material: Material
    numbers: dict[str, int] = field(default_factory=dict)

    def __call__(self, sources: Iterable[str]) -> Markup:
        """Name sources by their numbers, each a link to where it is told in full."""
        known = self.material.cited(sources)
        numbers = sorted(self.numbers.setdefault(origin.id, len(self.numbers) + 1) for origin in known)
        links = (
            Markup('<a href="#s{}">{}</a>').format(first, first if first == last else f"{first}–{last}")
            for first, last in runs(numbers)
        )
        return Markup(" ").join(links)

    def small(self, sources: Iterable[str]) -> Markup:
        """Name sources behind a sentence."""
        named = self(sources)
        return Markup(' <span class="notes">[{}]</span>').format(named) if named else Markup("")

    @property
    def named(self) -> list[tuple[int, Origin]]:
        """Every source that was named, with its number, in order."""
        return [(n, self.material.origins[id]) for id, n in self.numbers.items()]


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Put numbers that follow each other together, from three on.

    Examples
    --------
    >>> runs([1, 2, 4, 5, 6, 9])
    [(1, 1), (2, 2), (4, 6), (9, 9)]
    """
    found: list[list[int]] = []
    for n in numbers:
        if found and n == found[-1][-1] + 1:
            found[-1].append(n)
        else:
            found.append([n])
    return [
        ends
        for run in found
        for ends in ([(run[0], run[-1])] if len(run) > 2 else [(number, number) for number in run])
    ]


def items(parts: Iterable[Any]) -> Markup:
    """Put several values into one cell, each of which the rows can be filtered by."""
    return Markup(", ").join(Markup("<span>{}</span>").format(part) for part in parts)


def bar(value: float, most: float, text: str) -> Markup:
    """Draw a number as a bar beside it."""
    width = 0.0 if most <= 0 else round(60 * value / most, 1)
    return Markup(
        '<span class="bar"><b>{}</b><svg viewBox="0 0 60 8" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="8" rx="1"/></svg></span>'
    ).format(text, f"{width:g}")
