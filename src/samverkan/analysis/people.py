"""People as links: who has a post or a role at both ends of a step of an introduction. Nobody is ranked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from samverkan.analysis.context import Context
from samverkan.analysis.measures import Said
from samverkan.analysis.suggestions import Suggestion, Suggestions
from samverkan.language import _
from samverkan.network.network import Relation
from samverkan.network.teams import WORKS_IN

POST = ("WORKS_FOR",)
ROLE = ("WORKS_FOR", "COORDINATES", "MEMBER_OF", "HOSTS")
"""How a person belongs to an actor, and to an activity."""


@dataclass(frozen=True)
class People:
    """Those whom the readers may see.

    Parameters
    ----------
    names : dict of str to str
        By id.
    relations : tuple of Relation
        Of these people, in order.
    """

    names: dict[str, str]
    relations: tuple[Relation, ...]

    @cached_property
    def _at(self) -> dict[str, list[Relation]]:
        found = defaultdict(list)
        for r in self.relations:
            if r.source in self.names:
                found[r.target].append(r)
        return found

    def at(self, id: str, types: Iterable[str], context: Context) -> dict[str, Relation]:
        """Return who has a post or a role somewhere at the data date, with the row that says so."""
        wanted = frozenset(types)
        rows = reversed(self._at.get(id, ()))
        return {r.source: r for r in rows if r.type in wanted and not context.ended(r.end)}


def with_links(answer: Suggestions, context: Context, people: People) -> Suggestions:
    """Add to each suggestion the people who link the ends of each step of its introduction."""
    if not people.names:
        return answer
    return replace(answer, suggestions=tuple(_linked(s, context, people) for s in answer.suggestions))


def _linked(s: Suggestion, context: Context, people: People) -> Suggestion:
    steps = list(pairwise(s.introduction))
    if s.introduction and s.introduction[-1] != s.id:  # to an activity leads who is in it
        steps.append((s.introduction[-1], s.id))
    found = (said for one, other in steps if (said := _link(one, other, context, people)))
    return replace(s, links=tuple(found))


def _link(one: str, other: str, context: Context, people: People) -> Said | None:
    """Name somebody with a post at one actor and at another, or at either and a role in what both are in."""
    network = context.network
    here = people.at(one, POST, context)
    if other in network.activities.index:
        both = _in_both(here, people.at(other, ROLE, context))
        return both and _said(both[0], network.name(one), network.name(other), both[1:], people)
    there = people.at(other, POST, context)
    if both := _in_both(here, there):
        return _said(both[0], network.name(one), network.name(other), both[1:], people)
    for activity in context.teams.shared(network.actors.index[one], network.actors.index[other]):
        roles = people.at(activity, ROLE, context)
        for end, posts in ((one, here), (other, there)):
            if both := _in_both(posts, roles):
                rows = [r for x in (one, other) for r in network.of_pair[x, activity] if r.type in WORKS_IN]
                return _said(both[0], network.name(end), network.name(activity), (*both[1:], *rows), people)
    return None


def _in_both(some: dict[str, Relation], others: dict[str, Relation]) -> tuple[str, Relation, Relation] | None:
    person = min(some.keys() & others.keys(), default=None)
    return None if person is None else (person, some[person], others[person])


def _said(person: str, one: str, other: str, rows: Sequence[Relation], people: People) -> Said:
    text = _("{person} has a post or a role in both {one} and {other}.").format(
        person=people.names[person], one=one, other=other
    )
    return Said(text, tuple(rows))
