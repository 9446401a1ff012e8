"""What is hidden, of whom it is asked, and who may be named: the questions that a ranking is put to the test with.

A back-test leaks nothing: with what is hidden goes every row that would give it away because it rests on the same
sources alone, and a dated one sees nothing that began after its cut, nor what was collected later.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import JOINED_KINDS, Context
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.network.network import Flags, Network, Nodes, Relation, year
from samverkan.network.projection import part
from samverkan.network.teams import IN_ACTIVITY, TEAM_LIMIT, WORKS_IN

FEW_CITIES, MANY_CITIES = 2, 25
"""Known cities of the activities that cities are asked about: a list that everybody is on teaches nothing."""

_USED_OF_ACTORS, _USED_OF_ACTIVITIES = ("id", "kind", "country"), ("id", "kind", "start", "size")
"""Columns that a dated question sees. The others were collected later, and tell who survived."""

_GOES_ALONG = ("LOCATED_IN", "COLLABORATES_WITH")
"""Types of relations that go with a hidden one if they rest on its sources alone, besides those to events."""


Hidden = TypeVar("Hidden")


@dataclass(frozen=True)
class Task:
    """Some subjects that are asked of one network for what is hidden from it.

    Parameters
    ----------
    context : Context
        Of the network without what is hidden.
    subjects : list of int
        Places of actors.
    truth : scipy.sparse.csr_array
        Subjects × targets, nonzero where the target is a right answer; every subject has one.
    known : scipy.sparse.csr_array
        Subjects × targets, nonzero where the target is no candidate: the subject itself, and whom it knows.
    open : numpy.ndarray of bool
        Which targets may be named at all.
    clusters : list of str
        Id of what each subject is a case of: cases of one activity are not independent.
    actors : bool
        Whether the targets are actors; otherwise activities.
    """

    context: Context
    subjects: list[int]
    truth: sp.csr_array
    known: sp.csr_array
    open: Flags
    clusters: list[str]
    actors: bool = True


class Tasks(Generic[Hidden]):
    """Tasks one after the other, each made when its turn has come.

    Parameters
    ----------
    hidden : sequence
        What each of them hides.
    made : callable
        Makes the task that hides it; ``None`` if there is nobody to ask.
    """

    def __init__(self, hidden: Sequence[Hidden], made: Callable[[Hidden], Task | None]) -> None:
        self._hidden = hidden
        self._made = made

    def __len__(self) -> int:
        return len(self._hidden)

    def __iter__(self) -> Iterator[Task]:
        return (task for hidden in self._hidden if (task := self._made(hidden)))

    def sample(self, number: int, seed: int) -> "Tasks[Hidden]":
        """Return some of them, drawn by a seed, in their order; all if there are no more."""
        if number >= len(self):
            return self
        drawn = np.random.default_rng(seed).choice(len(self), number, replace=False)
        return Tasks([self._hidden[place] for place in np.sort(drawn)], self._made)


def dated(network: Network, cut: int) -> Task:
    """Ask who met whom for the first time in a year, of what was before it.

    Parameters
    ----------
    network : Network
        Not changed.
    cut : int
        The year. Before: activities of two actors or more that start before its first day. Known: actors in one of
        them. Subjects: known actors that meet a known actor for the first time in an activity that starts within it.
        Used: the activities before, their focus areas, and ``country`` and ``kind`` of the actors.

    Returns
    -------
    Task
        A subject is a case of the new activity in which it meets most of those whom it meets.

    Raises
    ------
    AnalysisError
        Nothing begins before the year or in it, or nobody meets in it.
    """
    starts = [year(start) for start in network.activities["start"]]
    inside = network.incidence(WORKS_IN)
    earlier = part(network, relations=lambda r: _began(r, cut)).incidence(WORKS_IN)
    before = _of_two(earlier) & np.array([start is not None and start < cut for start in starts], dtype=bool)
    within = _of_two(inside) & np.array([start == cut for start in starts], dtype=bool)
    known = np.asarray(earlier @ before.astype(float)) > 0
    if not known.any():
        raise AnalysisError(_("No activity of two or more began before {year}.").format(year=cut))
    if not within.any():
        raise AnalysisError(
            _("No activity of two or more began in {year}; the newest one began in {newest}.").format(
                year=cut, newest=max(s for s, two in zip(starts, _of_two(inside), strict=True) if two and s is not None)
            )
        )
    context = Context(_until(network, cut, known, before), str(cut - 1), None)
    attended = sp.csr_array(inside[known][:, within])
    together = sp.csr_array(attended @ attended.T)
    new = sp.csr_array(together - together.multiply(context.joined))
    new.setdiag(0)
    new.eliminate_zeros()
    subjects = np.flatnonzero(np.diff(new.indptr)).tolist()
    if not subjects:
        raise AnalysisError(_("Nobody who was known before met anybody for the first time in {year}.").format(year=cut))
    ids = [id for id, flag in zip(network.activities["id"], within, strict=True) if flag]
    met = sp.csr_array((new[subjects] @ attended).multiply(attended[subjects]))
    return Task(
        context,
        subjects,
        sp.csr_array(new[subjects]),
        sp.csr_array(context.joined[subjects] + _themselves(subjects, new.shape[0])),
        np.ones(new.shape[0], dtype=bool),
        [ids[most] for most in np.asarray(met.argmax(axis=1))],
    )


def _of_two(inside: sp.csr_array) -> Flags:
    """Flag the activities of two actors or more."""
    return np.asarray(inside.sum(axis=0)) >= 2


def _began(relation: Relation, cut: int) -> bool:
    """Whether a relation had begun before a year, as far as is known: one without a date is as old as its activity."""
    return relation.year is None or relation.year < cut


def _until(network: Network, cut: int, actors: Flags, activities: Flags) -> Network:
    """Return what a dated question sees: some actors and activities, who works in what, and what they are about."""
    kept = part(
        network,
        actors=lambda place: bool(actors[place]),
        activities=lambda place: bool(activities[place]),
        relations=lambda r: (
            _began(r, cut)
            and (r.type in (*WORKS_IN, "BROADER") or (r.type == "FOCUSES_ON" and r.source in network.activities.index))
        ),
    )
    return Network(
        _only(kept.actors, _USED_OF_ACTORS),
        _only(kept.activities, _USED_OF_ACTIVITIES),
        kept.focus_areas,
        tuple(r._replace(end=None) for r in kept.relations),
    )


def _only(nodes: Nodes, names: Collection[str]) -> Nodes:
    """Return nodes of which some columns are known only."""
    unknown = [None] * len(nodes)
    return Nodes({name: values if name in names else unknown for name, values in nodes.columns.items()})


@dataclass(frozen=True)
class Hiding:
    """A network from which one thing at a time is hidden.

    Parameters
    ----------
    network : Network
        Not changed.
    context : callable
        Makes the context of a network without something.
    """

    network: Network
    context: Callable[[Network], Context]

    def partners(self) -> Tasks[str]:
        """Hide each activity of at most 15 actors in turn, and ask each of its actors that keeps another for the rest.

        Targets are actors; candidates are all who are in an activity still, but whom the subject has a tie to.
        """
        network = self.network
        teams: dict[str, list[str]] = defaultdict(list)
        number: dict[str, int] = defaultdict(int)
        for actor, activity in _pairs(network, WORKS_IN):
            teams[activity].append(actor)
            number[actor] += 1
        staying = {activity: [actor for actor in team if number[actor] > 1] for activity, team in teams.items()}

        def made(activity: str) -> Task | None:
            gone = [r for actor in teams[activity] for r in network.of_pair[actor, activity]]
            return _for_each_other(self.context(_without(network, gone, activity)), staying[activity], activity)

        hidden = [a for a in sorted(teams) if len(teams[a]) <= TEAM_LIMIT and len(staying[a]) > 1]
        return Tasks(hidden, made)

    def memberships(self, *, cities: bool) -> Tasks[tuple[str, str]]:
        """Hide each tie of an actor that keeps another to an activity in turn, and ask the actor for it.

        Cities are asked about activities of 2 to 25 known cities, organisations (if not ``cities``) about all. Targets
        are activities; candidates are all that can be joined and that the subject is not in.
        """
        network = self.network
        of: dict[str, list[str]] = defaultdict(list)
        number: dict[str, int] = defaultdict(int)
        for actor, activity in _pairs(network, IN_ACTIVITY):
            of[actor].append(activity)
            number[activity] += network.kind(actor) == "City"
        joined = np.array([kind in JOINED_KINDS for kind in network.activities["kind"]], dtype=bool)

        def made(pair: tuple[str, str]) -> Task:
            actor, activity = pair
            seen = self.context(_without(network, network.of_pair[pair]))
            truth = sp.csr_array(([1.0], ([0], [network.activities.index[activity]])), shape=(1, len(joined)))
            places = _places(seen, [actor])
            return Task(seen, places, truth, sp.csr_array(seen.inside[places]), joined, [activity], actors=False)

        hidden = [
            (actor, activity)
            for actor, activities in of.items()
            if (network.kind(actor) == "City") == cities and len(activities) > 1
            for activity in activities
            if not cities or FEW_CITIES <= number[activity] <= MANY_CITIES
        ]
        return Tasks(hidden, made)

    def twins(self) -> Tasks[None]:
        """Hide all pairings, and what the candidates have from the programme; ask each leader for its first learners.

        One task for all leaders. Candidates are the municipalities that were not members before the last entry.

        Raises
        ------
        AnalysisError
            The programme paired no city with one that entered last.
        """
        network, actors = self.network, self.network.actors
        programme = self.context(network).programme
        entered = {
            r.source: r.start
            for r in network.relations
            if r.type == "MEMBER_OF" and r.target == programme and r.start and network.kind(r.source) == "City"
        }
        last = max(entered.values(), default=None)
        earlier = {city for city, start in entered.items() if start != last}
        candidates = {
            id
            for id, kind, country in zip(actors["id"], actors["kind"], actors["country"], strict=True)
            if kind == "City" and country == "SE" and id not in earlier
        }
        pairs: dict[str, list[str]] = defaultdict(list)
        for r in network.relations:
            if r.type == "TWINNED_WITH" and r.source in earlier and r.target in candidates:
                pairs[r.source].append(r.target)
        if programme is None or not pairs:
            raise AnalysisError(_("The programme has paired no city with one that entered last."))
        around = _around(network, programme)
        gone = [
            r
            for r in network.relations
            if (r.type == "TWINNED_WITH" and {r.source, r.target} & (earlier | candidates))
            or (r.target in around and r.source in candidates)
        ]

        def made(_nothing_else: None) -> Task:
            seen = self.context(_without(network, gone))
            leaders = sorted(pairs)
            truth = np.zeros((len(leaders), len(actors)))
            for row, leader in enumerate(leaders):
                truth[row, _places(seen, pairs[leader])] = 1.0
            places = _places(seen, leaders)
            open_ = np.array([id in candidates for id in actors["id"]], dtype=bool)
            return Task(seen, places, sp.csr_array(truth), _themselves(places, len(actors)), open_, leaders)

        return Tasks([None], made)


def _for_each_other(seen: Context, team: list[str], activity: str) -> Task | None:
    """Ask each of a team for the others whom it has no tie to; ``None`` where all have one."""
    places = _places(seen, team)
    known = sp.csr_array(seen.joined[places] + _themselves(places, len(seen.network.actors)))
    truth = np.zeros(known.shape)
    truth[:, places] = 1.0
    truth[known.toarray() > 0] = 0.0
    asked = np.flatnonzero(truth.any(axis=1))
    if not len(asked):
        return None
    return Task(
        seen,
        [places[row] for row in asked],
        sp.csr_array(truth[asked]),
        sp.csr_array(known[asked]),
        np.diff(seen.teams.everybody.indptr) > 0,
        [activity] * len(asked),
    )


def _around(network: Network, programme: str) -> set[str]:
    """Return a programme, what is PART_OF it, and the agreements and events that two or more of its cities are in."""
    found = {programme} | {r.source for r in network.relations if r.type == "PART_OF" and r.target == programme}
    cities = {r.source for r in network.relations if r.type == "MEMBER_OF" and r.target == programme}
    inside: dict[str, set[str]] = defaultdict(set)
    for r in network.relations:
        if r.type in IN_ACTIVITY and r.source in cities and network.kind(r.target) in ("Agreement", "Event"):
            inside[r.target].add(r.source)
    return found | {activity for activity, those in inside.items() if len(those) > 1}


def _pairs(network: Network, types: Collection[str]) -> list[tuple[str, str]]:
    """Return each actor with each activity that it is in by some types and that can be joined, in order."""
    inside = network.incidence(types).tocoo()
    actors, activities = network.actors["id"], network.activities
    pairs = ((actors[actor], activity) for actor, activity in zip(*inside.coords, strict=True))
    return sorted((actor, activities["id"][a]) for actor, a in pairs if activities["kind"][a] in JOINED_KINDS)


def _without(network: Network, gone: Collection[Relation], activity: str | None = None) -> Network:
    """Return a network without some relations, what rests on their sources alone, and perhaps a whole activity."""
    hidden = {r[:4] for r in gone}
    sources = {source for r in gone for source in r.sources}

    def stays(r: Relation) -> bool:
        along = r.type in _GOES_ALONG or (r.target in network.activities.index and network.kind(r.target) == "Event")
        return r[:4] not in hidden and not (along and sources.issuperset(r.sources))

    def other(place: int) -> bool:
        return bool(network.activities["id"][place] != activity)

    return part(network, activities=other if activity else None, relations=stays)


def _places(context: Context, ids: Collection[str]) -> list[int]:
    return [context.network.actors.index[id] for id in ids]


def _themselves(places: list[int], actors: int) -> sp.csr_array:
    rows = np.arange(len(places))
    return sp.csr_array((np.ones(len(places)), (rows, places)), shape=(len(places), actors))
