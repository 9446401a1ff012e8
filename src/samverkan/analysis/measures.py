"""What brings two actors together: the record of a measure, and the reason that it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from samverkan.analysis.context import Context, View
from samverkan.network.network import Numbers, Relation

GROUPS = ("near", "alike", "different")
"""Near in the network, alike in situation, different in what they have to give; shown apart."""


@dataclass(frozen=True)
class Said:
    """A reason in words, and the rows that bear it out.

    Parameters
    ----------
    text : str
        A whole sentence in the language in use, with names and years.
    evidence : tuple of Relation
        What the sentence rests on. A fact of a node is a row from it to it, with the name of the property as its type.
    brief : str, optional
        The same in few words, where the text has many: a sentence for a list with a line for each.
    """

    text: str
    evidence: tuple[Relation, ...]
    brief: str | None = None


@dataclass(frozen=True)
class Measure:
    """A number for every candidate, seen from a subject, and the reason that it gives.

    Parameters
    ----------
    name : str
        ``snake_case``; as in the JSON and in ``--weight``.
    group : str
        One of ``GROUPS``.
    values : callable
        Gives subjects × actors (or activities), 0 where nothing speaks for it, ``nan`` where a value is missing.
    reason : callable
        Called with the context and the places of a subject and of a candidate whose value is above 0.
    """

    name: str
    group: str
    values: Callable[[View], Numbers]
    reason: Callable[[Context, int, int], Said]


def fact(context: Context, place: int, name: str) -> Relation:
    """Return a fact of an actor as evidence."""
    actors = context.network.actors
    return Relation(actors["id"][place], name, actors["id"][place], None, None, actors["sources"][place] or [])
