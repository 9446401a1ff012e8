"""What an analysis returns: numbers that know how they were made, and from whom the formula is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """What all results know of themselves.

    Parameters
    ----------
    name : str
        Of the measure, as in the literature: the key of what it means in ``meanings``.
    parameters : mapping
        Whatever the numbers depend on besides the network: seeds, weights, grouping.
    source : str
        Where the formula is from.
    left_out : mapping of str to int
        How many actors were left out, by why.
    """

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    source: str = field(default="", kw_only=True)
    left_out: Mapping[str, int] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Number:
    """One number of an overview.

    Parameters
    ----------
    measure : str
    value : float or None
        ``None`` where it is undefined.
    group : str
        What part of the network it tells of, as the labels of the actors name it; empty for all of it.
    expected : float or None
        What chance would give, where that can be said.
    """

    measure: str
    value: float | None
    group: str = ""
    expected: float | None = None


@dataclass(frozen=True)
class Overview(Result):
    """A few numbers about a network, in order."""

    numbers: tuple[Number, ...]

    def value(self, measure: str, group: str = "") -> float | None:
        """Return a number by the measure and the group that it tells of."""
        return next(n.value for n in self.numbers if (n.measure, n.group) == (measure, group))


@dataclass(frozen=True)
class Ranking(Result):
    """Actors with a number each, the first first; equal ones in the order of their ids.

    Parameters
    ----------
    ranked : tuple of (str, float)
        Ids and numbers.
    """

    ranked: tuple[tuple[str, float], ...]

    def value(self, id: str) -> float:
        """Return the number of an actor."""
        return dict(self.ranked)[id]


@dataclass(frozen=True)
class Roles(Result):
    """How often each actor stands between two others that have no tie, by whom they belong to.

    Parameters
    ----------
    ranked : tuple of (str, mapping of str to int, mapping of str to float)
        Id, pairs by role, pairs by role as chance would give; who has most pairs first.
    """

    ranked: tuple[tuple[str, Mapping[str, int], Mapping[str, float]], ...]

    def of(self, id: str) -> tuple[Mapping[str, int], Mapping[str, float]]:
        """Return the pairs of an actor by role, and those that chance would give."""
        return next((found, expected) for actor, found, expected in self.ranked if actor == id)


@dataclass(frozen=True)
class Community:
    """Actors with many ties among each other.

    Parameters
    ----------
    actors : tuple of str
        Ids, who has most partners in it first.
    stability : float
        Probability that two of them come together again in another run, from 0 to 1.
    """

    actors: tuple[str, ...]
    stability: float


@dataclass(frozen=True)
class Partition(Result):
    """A network in parts, the largest first.

    Parameters
    ----------
    communities : tuple of Community
    modularity : float
        Of the partition, from -1/2 to 1.
    stability : float
        Agreement between runs with other seeds, 1 for the same every time, 0 for none beyond chance.
    """

    communities: tuple[Community, ...]
    modularity: float
    stability: float


@dataclass(frozen=True)
class Cell:
    """The ties between two groups.

    Parameters
    ----------
    one, other : str
        Labels; the same for the ties inside of a group.
    observed : int
        Pairs of actors with a tie.
    expected, score : float
        What chance gives, and by how many standard deviations the observed differ; ``nan`` where they never vary.
    p : float
        How probable so unusual a number is anywhere in the table; ``nan`` where too little is expected to be tested.
    """

    one: str
    other: str
    observed: int
    expected: float
    score: float
    p: float


@dataclass(frozen=True)
class Mixing(Result):
    """Who has ties with whom, by groups, beside what chance would give.

    Parameters
    ----------
    groups : tuple of (str, int)
        Labels, in order, and how many actors have each.
    cells : tuple of Cell
        Every two groups, and every group with itself, in order.
    """

    groups: tuple[tuple[str, int], ...]
    cells: tuple[Cell, ...]
