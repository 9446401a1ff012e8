"""What the columns of a grid mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.sources.foreign.grids import Grid, Place
from samverkan.sources.foreign.words import ACTIVITY_KINDS, Names


@dataclass(frozen=True)
class Column:
    """A column and what it means.

    Parameters
    ----------
    place : int
    heading : str
        As it is shown.
    names : Names or None
        What it names, if it names nodes.
    of : int or None
        Place of the column whose nodes it tells of, or whose relation if the part is ``tie``; ``None`` if of every
        relation of the row, or of nothing.
    prop : Property or None
        What it holds.
    part : str
        ``node``, ``id``, ``kind``, ``type``, ``period``, ``property``, ``tie``, or nothing if it is not read.
    why : str
        Why it is not read, as it stands in the catalogue; its placeholders are in ``words``.
    words : tuple of (str, str)
    unit : int
        What its numbers count: 1000 if they are thousands.
    """

    place: int
    heading: str
    names: Names | None = None
    of: int | None = None
    prop: Property | None = None
    part: str = ""
    why: str = ""
    words: tuple[tuple[str, str], ...] = ()
    unit: int = 1


@dataclass(frozen=True)
class Layout:
    """What the columns of a grid mean.

    Parameters
    ----------
    columns : tuple of Column
        One for each heading, in order.
    first, last : int
        First and last row of the headings.
    pairs : tuple of (int, int)
        Places of columns whose nodes have a relation in each row.
    directed : bool
        Whether a relation leads from the first of a pair to the second, as it is written.
    """

    columns: tuple[Column, ...]
    first: int
    last: int
    pairs: tuple[tuple[int, int], ...] = ()
    directed: bool = False

    @property
    def nodes(self) -> list[Column]:
        """Columns that name nodes."""
        return [column for column in self.columns if column.part == "node"]

    @cached_property
    def dated(self) -> tuple[tuple[int, int], ...]:
        """Pairs of columns whose relations the dates of a row are of."""
        return dated_pairs(self.nodes, self.pairs)

    def hint(self, first: int, second: int) -> str:
        """Return the type of the relation of a pair of columns, as far as their headings tell it."""
        hints = [c.names.type or "" for c in self.nodes if c.place in (first, second) and c.names]
        return "LOCATED_IN" if "LOCATED_IN" in hints else next(filter(None, hints), "")

    def of(self, place: int | None, part: str = "property") -> list[Column]:
        """Columns that tell of the nodes of another, or of the relation."""
        return [column for column in self.columns if column.part == part and column.of == place]


def kinds_of(column: Column) -> tuple[str, ...]:
    """Return the kinds that a column names; a label stands for all of its own."""
    return tuple(sorted(SCHEMA.kinds(column.names.kinds))) if column.names else ()


def is_activity(column: Column) -> bool:
    """Tell whether a column names activities and nothing else."""
    return set(kinds_of(column)) <= set(ACTIVITY_KINDS)


def dated_pairs(nodes: Sequence[Column], pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the pairs whose relations the dates of a row are of: those with an activity, or the only one.

    When somebody was in a project says nothing of where an office lies, or since when its contact is there. Without an
    activity it cannot be told of which of several they are.
    """
    activities = {column.place for column in nodes if is_activity(column)}
    with_activity = tuple(pair for pair in pairs if activities & set(pair))
    return with_activity or (pairs if len(pairs) == 1 else ())


class Filled:
    """The texts of a grid with merged cells filled: what is shown as one cell is in each of them."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._first: dict[Place, Place] = {}
        self.wide: set[Place] = set()
        for (top, left), (bottom, right) in grid.merged:
            for row in range(top, min(bottom, len(grid.rows) - 1) + 1):
                for column in range(left, min(right, left + 500) + 1):
                    self._first[row, column] = (top, left)
                    if right > left:
                        self.wide.add((row, column))

    def origin(self, place: Place) -> Place:
        """Return the cell that a place's text stands in."""
        return self._first.get(place, place)

    def text(self, place: Place) -> str:
        """Return the text that is shown at a place."""
        return self._grid.text(self.origin(place))


@dataclass(frozen=True)
class Heading:
    """A heading as it is shown, and the forms of it to look up."""

    place: int
    shown: str
    forms: tuple[str, ...]
    first: int


_UNIT = re.compile(
    r"(?<=\w),?\s+(?:i\s+)?(?:[kmt]?kr|mnkr|[kmt]?sek|(?:tusen|miljoner)\s+kr(?:onor)?)\s*$", re.IGNORECASE
)
"""The unit of an amount where it follows the heading, as it does in “Belopp, tkr”."""


def folded(heading: str) -> str:
    """Return a heading without what does not matter."""
    return fold_case(_UNIT.sub("", heading.strip(" *:").split("(")[0]) or heading)
