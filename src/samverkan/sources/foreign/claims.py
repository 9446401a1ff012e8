"""What a file says of nodes and of relations, and where each of its cells ends."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from samverkan.language import N_, _
from samverkan.model.dataset import Value
from samverkan.model.words import column_in_words
from samverkan.sources.foreign.grids import Grid, Place
from samverkan.sources.foreign.layout import Layout
from samverkan.sources.written import shown

Where = tuple[str, int, int]
"""Name of a grid, and row and column of a cell in it, from 0."""


ERASED = N_("It is about a person who was erased, and stays out.")
NAMES_ERASED = N_("The text names a person who was erased, and stays out.")
SELF = N_("Both ends of the relation are the same.")


class Fate(Enum):
    """Where a cell ends."""

    OUTPUT = "output"
    REVIEW = "review"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Left:
    """A cell that was left out.

    Parameters
    ----------
    grid : str
    line : int
    heading : str
    text : str
    why : str
        As it stands in the catalogue.
    words : dict of str to Any
        What fills its placeholders.
    """

    grid: str
    line: int
    heading: str
    text: str
    why: str
    words: dict[str, Any]

    def reason(self) -> str:
        """Word why."""
        return _(self.why).format(**self.words)


class Account:
    """Where every cell of an input ends: in the output, in the review, or left out with a reason."""

    def __init__(self) -> None:
        self.fates: dict[Where, set[Fate]] = defaultdict(set)
        self.left: list[Left] = []

    def leave(
        self, grid: Grid, place: Place, why: str, heading: str = "", words: Mapping[str, Any] | None = None
    ) -> None:
        """Leave a cell out; an empty one needs no word."""
        text = grid.text(place)
        if text or place in grid.lost:
            self.fates[grid.name, *place].add(Fate.LEFT_OUT)
            why = grid.lost.get(place, why)
            self.left.append(Left(grid.name, grid.lines[place[0]], heading, text, why, dict(words or {})))

    def note(self, grid: Grid, place: Place, why: str, heading: str) -> None:
        """Tell that a part of a cell was left out that is not kept, not even here."""
        self.left.append(Left(grid.name, grid.lines[place[0]], heading, "", why, {}))

    def take(self, cells: Iterable[Where], fate: Fate) -> None:
        """Note where cells end."""
        for cell in cells:
            self.fates[cell].add(fate)

    def drop(self, claim: "NodeClaim | TieClaim", why: str, **words: Any) -> None:
        """Leave a claim out, with all its cells that end nowhere else."""
        for cell in claim.all_cells():
            if not self.fates[cell]:
                self.fates[cell].add(Fate.LEFT_OUT)
        self.left.append(Left(claim.grid, claim.line, "", claim.in_words(), why, words))

    def erase(self, claim: "NodeClaim | TieClaim") -> None:
        """Leave a claim on somebody who was erased out, without keeping what it said."""
        self.take(claim.all_cells(), Fate.LEFT_OUT)
        self.left.append(Left(claim.grid, claim.line, "", "", ERASED, {}))

    def forget(self, names_erased: Callable[[str], bool]) -> None:
        """Keep no text of what was left out that names somebody who was erased."""
        self.left = [
            replace(item, text="", why=ERASED if item.why == ERASED else NAMES_ERASED)
            if names_erased(item.text)
            else item
            for item in self.left
        ]


@dataclass(frozen=True)
class Mention:
    """A name, or an id, as it is written, and what it may be.

    Parameters
    ----------
    text : str
    kinds : tuple of str
        Kinds that it may be of.
    id : str
        Id in the model, if the input tells it.
    may_be_new : bool
        Whether a name that nothing is like is a new node; else it is asked about.
    word : str
        What the input calls its kind, if that is none of the model; the same name is the same without it.
    """

    text: str
    kinds: tuple[str, ...]
    id: str = ""
    may_be_new: bool = True
    word: str = field(default="", compare=False)


@dataclass(frozen=True)
class NodeClaim:
    """What a row says of a node.

    Parameters
    ----------
    mention : Mention
    values : dict of str to Value
        By property.
    sources : tuple of str
        As they are written: ids, titles, addresses.
    grid : str
    line : int
    cells : tuple of Where
        Those that name it and its sources.
    where : dict of str to Where
        The cell of each value.
    """

    mention: Mention
    values: dict[str, Value]
    sources: tuple[str, ...]
    grid: str
    line: int
    cells: tuple[Where, ...] = ()
    where: dict[str, Where] = field(default_factory=dict)

    def all_cells(self) -> Iterator[Where]:
        """Go through every cell that it was made of."""
        yield from (*self.cells, *self.where.values())

    def in_words(self) -> str:
        """Tell it in short."""
        return _told_in_short(self.mention.text, self)


@dataclass(frozen=True)
class TieClaim:
    """What a row says of a relation.

    Parameters
    ----------
    source, target : Mention
    type : str
        Relationship type, or a guess at it, or nothing if only the kinds of the ends can tell it.
    stated : bool
        Whether the type was stated and leads from source to target.
    values : dict of str to Value
    sources : tuple of str
    grid : str
    line : int
    cells : tuple of Where
        Those that name its ends, its type and its sources.
    where : dict of str to Where
        The cell of each value.
    word : str
        What the input calls the relation, if it does.
    """

    source: Mention
    target: Mention
    type: str
    stated: bool
    values: dict[str, Value]
    sources: tuple[str, ...]
    grid: str
    line: int
    cells: tuple[Where, ...] = ()
    where: dict[str, Where] = field(default_factory=dict)
    word: str = ""

    def all_cells(self) -> Iterator[Where]:
        """Go through every cell that it was made of."""
        yield from (*self.cells, *self.where.values())

    def in_words(self) -> str:
        """Tell it in short."""
        ends = f"{self.source.text} – {self.target.text}"
        return _told_in_short(f"{ends}: {self.word}" if self.word else ends, self)


def _told_in_short(named: str, claim: NodeClaim | TieClaim) -> str:
    values = (f"{column_in_words(name)}: {shown(value)}" for name, value in claim.values.items())
    return "; ".join([named, *values, *claim.sources])


@dataclass
class Claims:
    """What an input says, and where its cells ended that say nothing.

    Parameters
    ----------
    nodes : list of NodeClaim
    ties : list of TieClaim
    account : Account
    readings : list of (str, Layout or None)
        Name of each grid and how its columns were understood.
    """

    nodes: list[NodeClaim] = field(default_factory=list)
    ties: list[TieClaim] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    readings: list[tuple[Grid, Layout | None]] = field(default_factory=list)
