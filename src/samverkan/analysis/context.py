"""What the measures of a network share, worked out once: for the network, and for the subjects that look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.network.network import Flags, Network, Numbers, Relation, binary, columns_where, in_years
from samverkan.network.programme import data_about, funders, local_initiatives, main_programme, members
from samverkan.network.teams import HALF_LIFE, IN_ACTIVITY, WORKS_IN, Teams

Places = NDArray[np.intp]
"""Places of actors in the order of the network."""

JOINED_KINDS = ("Project", "Network", "Programme", "ResearchSchool")
"""What one can join."""

WHOLE_PROGRAMME = 0.5
"""What a theme counts that an actor has only because a whole programme has it."""

HUBS = 0.1
"""Part of the actors of a kind, those with most partners, that get at most half of the places of a list."""

PAIRS = 50
"""Ties that are added to those observed and to those expected between two groups."""

PARTNERS = 5
"""Partners as all have them that are added to an actor's own."""

EARTH = 6371.0
"""Mean radius in kilometres."""


@dataclass(frozen=True)
class Context:
    """A network at a date, and what every measure asks of it.

    Parameters
    ----------
    network : Network
        Not changed.
    as_of : str or None
        The data date.
    programme : str or None
        Id of the programme that counts as the office's own.
    """

    network: Network
    as_of: str | None = None
    programme: str | None = None

    @classmethod
    def of(cls, network: Network, *, as_of: str | None = None, programme: str | None = None) -> "Context":
        """Make one with the newest start of a relation as its date, and the programme with the most member cities."""
        return cls(network, as_of or network.data_date, programme or main_programme(network))

    @cached_property
    def now(self) -> float:
        """The data date in years, ``nan`` without any: the last day that it may mean."""
        return in_years(self.as_of, last_day=True)

    def ended(self, end: str | None) -> bool:
        """Tell whether something that ends on a date of any precision had ended by the data date."""
        if end is None:
            return False
        if end not in self._ended:
            self._ended[end] = in_years(end, last_day=True) <= self.now
        return self._ended[end]

    @cached_property
    def worded(self) -> dict[tuple[str, int, int], tuple[str, tuple[Relation, ...]]]:
        """Ties that were put into words already, by language and ends: those of a subject come again and again."""
        return {}

    @cached_property
    def _ended(self) -> dict[str, bool]:
        return {}

    @cached_property
    def teams(self) -> Teams:
        """Teams whose ties count the less the older they are."""
        return Teams(self.network, None if self.as_of is None else self.now)

    @cached_property
    def plain_teams(self) -> Teams:
        """Teams whose ties count the less the older they are, and alike in large and small activities."""
        return Teams(self.network, self.teams.as_of, by_size=False)

    @cached_property
    def data(self) -> list[str]:
        """How much is known of each actor: ``full``, ``thin`` or ``none``."""
        return data_about(self.network, self.teams)

    @cached_property
    def members(self) -> frozenset[str]:
        """Ids of the member cities of the programme."""
        return members(self.network, self.programme) if self.programme else frozenset()

    @cached_property
    def funders(self) -> list[str]:
        """Ids of who funds the programme, or one above it."""
        return funders(self.network, self.programme) if self.programme else []

    @cached_property
    def initiatives(self) -> dict[str, frozenset[str]]:
        """Local initiatives of the programme, each with the member cities in it."""
        return local_initiatives(self.network, self.programme) if self.programme else {}

    # ---- ties

    @cached_property
    def joined(self) -> sp.csr_array:
        """Actors × actors, 1.0 where two have a tie that counts: the one-mode projection without weights."""
        ties = self.teams.ties
        return sp.csr_array((np.ones_like(ties.data), ties.indices, ties.indptr), shape=ties.shape)

    @cached_property
    def degree(self) -> Numbers:
        """Partners of each actor."""
        return np.diff(self.joined.indptr).astype(float)

    @cached_property
    def working(self) -> sp.csr_array:
        """Actors × actors, nonzero where two have a working tie."""
        return self.teams.working_ties

    @cached_property
    def inside(self) -> sp.csr_array:
        """Actors × the activities that can be joined, 1.0 where the actor is in it in whatever way."""
        return columns_where(self.in_activities, self._is_kind(*JOINED_KINDS))

    @cached_property
    def began(self) -> Numbers:
        """When each activity began, in years, to put the latest first: 0 where that is unknown."""
        return np.nan_to_num(self.network.since)

    @cached_property
    def newest(self) -> Numbers:
        """When the newest of its partners came to each activity, in years: 0 where that is unknown."""
        years = self.network.years(WORKS_IN).tocoo()
        newest = np.zeros(len(self.network.activities))
        np.fmax.at(newest, years.coords[1], years.data)
        return newest

    @cached_property
    def in_activities(self) -> sp.csr_array:
        """Actors × activities, 1.0 where the actor is in the activity in whatever way."""
        return self.network.incidence(IN_ACTIVITY)

    @cached_property
    def hubs(self) -> Flags:
        """Which actors are among the tenth of their kind, of those with partners, that has most of them.

        Where that would cut between some that have as many, none of these is: ids make nobody well connected.
        """
        kinds = np.array(self.network.actors["kind"])
        flags = np.zeros(len(kinds), dtype=bool)
        for kind in np.unique(kinds):
            places = np.flatnonzero((kinds == kind) & (self.degree > 0))
            order = places[np.argsort(-self.degree[places], kind="stable")]
            first, others = np.split(order, [int(np.ceil(HUBS * len(order)))])
            flags[first] = self.degree[first] > self.degree[others].max(initial=0.0)
        return flags

    @cached_property
    def meetings(self) -> sp.csr_array:
        """Actors × events and agreements, 1.0 where the actor is in it: where two may have met, without working."""
        return columns_where(self.in_activities, self._is_kind("Event", "Agreement"))

    def _is_kind(self, *kinds: str) -> Flags:
        """Flag the activities of some kinds."""
        return np.array([kind in kinds for kind in self.network.activities["kind"]], dtype=bool)

    @cached_property
    def met(self) -> Numbers:
        """How many are in each event or agreement: the larger of the known ones and its size."""
        known = np.asarray(self.meetings.sum(axis=0), dtype=float)
        sizes = np.array([size or 0 for size in self.network.activities["size"]], dtype=float)
        return np.asarray(np.maximum(known, sizes))

    @cached_property
    def sister_cities(self) -> sp.csr_array:
        """Actors × actors, 1.0 for sister cities."""
        return self.network.direct(("SISTER_CITY_OF",))

    @cached_property
    def usual_team(self) -> Numbers:
        """How many others are in the activities of each actor, a mean by recency; ``nan`` for one that is in none.

        Ten others in one activity are added, so that one activity does not decide.
        """
        teams = self.plain_teams
        others = np.maximum(teams.sizes - 1, 0.0)
        met, count = teams.incidence @ (teams.recency * others), teams.incidence @ teams.recency
        return np.where(count > 0, (met + 10) / (count + 1), np.nan)

    @cached_property
    def repeated_ties(self) -> Numbers:
        """How many activities each actor shares with a partner, on average, one more added; ``nan`` without any."""
        counts = self.teams.incidence @ np.maximum(self.teams.known - 1, 0.0)
        return np.where(counts > 0, (counts + 1) / (self.degree + 1), np.nan)

    # ---- groups

    @cached_property
    def by_country(self) -> "Groups":
        """The actors by country."""
        return Groups.of_values(self.network.actors["country"], self.joined)

    @cached_property
    def by_kind(self) -> "Groups":
        """The actors by kind."""
        return Groups.of_values(self.network.actors["kind"], self.joined)

    # ---- themes

    @cached_property
    def themes(self) -> list[str]:
        """Ids of the themes, in order; a focus area that is a part of none counts as one."""
        areas = self.network.focus_areas
        return [id for id in areas["id"] if id not in self.network.theme_of]

    def areas(self, theme: int) -> list[str]:
        """Return the ids of a theme and of the focus areas that are a part of it."""
        network, wanted = self.network, self.themes[theme]
        return [area for area in network.focus_areas["id"] if network.theme_of.get(area, area) == wanted]

    def _theme(self, area: str) -> int:
        return self._theme_index[self.network.theme_of.get(area, area)]

    @cached_property
    def _theme_index(self) -> dict[str, int]:
        return {id: place for place, id in enumerate(self.themes)}

    @cached_property
    def activity_themes(self) -> sp.csr_array:
        """Activities × themes, 1.0 where the activity works with the theme or with a part of it."""
        return self._stated_themes(self.network.activities.index)

    @cached_property
    def has_theme(self) -> Flags:
        """Activities × themes: whether the activity works with the theme or with a part of it."""
        return np.asarray(self.activity_themes.toarray() > 0)

    @cached_property
    def own_themes(self) -> sp.csr_array:
        """Actors × themes, 1.0 where the actor itself says that it works with the theme or with a part of it."""
        return self._stated_themes(self.network.actors.index)

    def _stated_themes(self, place: Mapping[str, int]) -> sp.csr_array:
        """Nodes × themes, 1.0 where a relation says that the node works with the theme or with a part of it."""
        pairs = [
            (place[r.source], self._theme(r.target))
            for r in self.network.relations
            if r.type == "FOCUSES_ON" and r.source in place
        ]
        return binary(pairs, (len(place), len(self.themes)))

    @cached_property
    def actor_themes(self) -> Numbers:
        """Actors × themes: 1 for a theme of its own or of an activity that it is in, a half if only of a programme."""
        programmes = self._is_kind("Programme")
        found = np.zeros(self.own_themes.shape)
        for wanted, counts in ((programmes, WHOLE_PROGRAMME), (~programmes, 1.0)):
            through = (columns_where(self.in_activities, wanted) @ self.activity_themes).toarray() > 0
            found[through] = counts
        found[self.own_themes.toarray() > 0] = 1.0
        return found

    @cached_property
    def lately(self) -> Numbers:
        """Actors × themes: how much each works in each, an activity with its recency."""
        return self._in_themes(self.teams)

    @cached_property
    def just_now(self) -> Numbers:
        """Actors × themes, as ``lately``, with half the half-life."""
        return self._in_themes(replace(self.teams, half_life=HALF_LIFE / 2))

    def _in_themes(self, teams: Teams) -> Numbers:
        return np.asarray((teams.incidence @ (sp.diags_array(teams.recency) @ self.activity_themes)).toarray())

    @cached_property
    def theme_profile(self) -> Numbers:
        """Actors × themes: the share of each theme in what an actor does, lately most.

        A theme of its own, or without a recent activity, counts as a tenth of a recent one.
        """
        weights = self.lately + 0.1 * self.actor_themes
        return divided(weights, weights.sum(axis=1, keepdims=True))

    @cached_property
    def rarity(self) -> Numbers:
        """Rarity of each theme, from 0 (all who have theme data have it) to 1 (one has): log(N / n) / log N."""
        having = (self.actor_themes > 0).sum(axis=0)
        actors = int((self.actor_themes > 0).any(axis=1).sum())
        if actors < 2:
            return np.zeros(len(self.themes))
        return np.where(having > 0, np.log(actors / np.maximum(having, 1)) / np.log(actors), 0.0)

    # ---- facts

    def numbers(self, name: str) -> Numbers:
        """Return a property of the actors as numbers, ``nan`` where it is unknown."""
        return np.array([np.nan if v is None else v for v in self.network.actors[name]], dtype=float)

    @cached_property
    def is_city(self) -> Flags:
        """Which actors are cities."""
        return np.array([kind == "City" for kind in self.network.actors["kind"]], dtype=bool)

    @cached_property
    def homes(self) -> dict[str, list[int]]:
        """Places of the cities that each organisation is LOCATED_IN."""
        found: dict[str, list[int]] = {}
        place = self.network.actors.index
        for r in self.network.relations:
            if r.type == "LOCATED_IN" and r.source in place and r.target in place:
                found.setdefault(r.source, []).append(place[r.target])
        return found

    @cached_property
    def counties(self) -> list[str | None]:
        """County of each actor: its own; else of the city that it is in, if that is one only."""
        own: list[str | None] = list(self.network.actors["county"])
        for id, homes in self.homes.items():
            place = self.network.actors.index[id]
            if own[place] is None and len(homes) == 1:
                own[place] = self.network.actors["county"][homes[0]]
        return own

    @cached_property
    def sectors(self) -> list[str]:
        """Sector of each actor: ``municipality`` for a city; an organisation without one takes its kind."""
        actors = self.network.actors
        return [
            "municipality" if kind == "City" else sector or kind
            for kind, sector in zip(actors["kind"], actors["sector"], strict=True)
        ]

    @cached_property
    def points(self) -> Numbers:
        """Actors × (latitude, longitude) in radians; of an organisation those of its city, if that is one only."""
        points = np.radians(np.column_stack([self.numbers("latitude"), self.numbers("longitude")]))
        for id, homes in self.homes.items():
            if len(homes) == 1:
                points[self.network.actors.index[id]] = points[homes[0]]
        return points

    @cached_property
    def joined_programme(self) -> Numbers:
        """When each actor is first known in the programme or in an activity that is PART_OF it, in years."""
        first = np.full(len(self.network.actors), np.nan)
        inside = {self.programme} | {
            r.source for r in self.network.relations if r.type == "PART_OF" and r.target == self.programme
        }
        for r in self.network.relations:
            place = self.network.actors.index.get(r.source)
            if place is not None and r.target in inside and r.type in IN_ACTIVITY and r.start:
                first[place] = np.fmin(first[place], in_years(r.start))
        return first

    @cached_property
    def twins(self) -> dict[str, list[str]]:
        """Ids of the twins of each city, in order."""
        found: dict[str, set[str]] = {}
        for r in self.network.relations:
            if r.type == "TWINNED_WITH":
                found.setdefault(r.source, set()).add(r.target)
                found.setdefault(r.target, set()).add(r.source)
        return {id: sorted(others) for id, others in found.items()}


@dataclass(frozen=True)
class Groups:
    """Actors in groups, and who has partners in which.

    Parameters
    ----------
    names : list of str
        In order; the last stands for those of whom it is unknown.
    of : numpy.ndarray of int
        Place of the group of each actor.
    partners : numpy.ndarray of float
        Actors × groups: how many partners each has in each.
    """

    names: list[str]
    of: Places
    partners: Numbers

    @classmethod
    def of_values(cls, values: Sequence[str | None], joined: sp.csr_array) -> "Groups":
        """Group the actors by a property."""
        names = [*sorted({value for value in values if value is not None}), ""]
        place = {name: index for index, name in enumerate(names)}
        of = np.array([place[value or ""] for value in values], dtype=np.intp)
        inside = sp.csr_array((np.ones(len(of)), (np.arange(len(of)), of)), shape=(len(of), len(names)))
        return cls(names, of, (joined @ inside).toarray())

    @cached_property
    def share(self) -> Numbers:
        """Share of all ties that leads to each group."""
        total = self.partners.sum(axis=0)
        return divided(total, np.full_like(total, total.sum()))

    @cached_property
    def affinity(self) -> Numbers:
        """Groups × groups: ln((o + k) / (e + k)), o the ties between two, e those expected from how many each has.

        k = 50 draws what rests on few ties towards 0, which is as many as by chance; ``nan`` for the unknown group.
        """
        pairs = np.zeros((len(self.names), len(self.names)))
        np.add.at(pairs, self.of, self.partners)
        expected = divided(np.outer(pairs.sum(axis=1), pairs.sum(axis=0)), np.full_like(pairs, pairs.sum()))
        affinity = np.log((pairs + PAIRS) / (expected + PAIRS))
        affinity[-1] = affinity[:, -1] = np.nan
        return np.asarray(affinity)

    def habit(self, actors: Sequence[int] | Places) -> Numbers:
        """Actors × groups: ln of the share of an actor's partners in a group over the share of all ties there.

        Five partners as all have them are added, so that two of two do not count for much. 0 for alike; ``nan`` for the
        unknown group.
        """
        partners = self.partners[np.asarray(actors, dtype=np.intp)]
        mixed = divided(partners + PARTNERS * self.share, partners.sum(axis=1, keepdims=True) + PARTNERS)
        habit = np.log(divided(mixed, self.share) + 1e-3)
        habit[:, -1] = np.nan
        return np.asarray(habit)


@dataclass(frozen=True)
class View:
    """A network seen by some subjects: what their measures share, worked out once.

    Parameters
    ----------
    context : Context
    subjects : sequence of int
        Places of actors.
    """

    context: Context
    subjects: Sequence[int] | Places
    _steps: dict[bool, list[Numbers]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def rows(self) -> Places:
        """The subjects as an array."""
        return np.asarray(self.subjects, dtype=np.intp)

    @cached_property
    def partners(self) -> sp.csr_array:
        """Subjects × actors, 1.0 where they have a tie that counts."""
        return sp.csr_array(self.context.joined[self.rows])

    @cached_property
    def single(self) -> Numbers:
        """Subjects × actors, 1.0 for the subject itself."""
        one = np.zeros((len(self.rows), len(self.context.network.actors)))
        one[np.arange(len(self.rows)), self.rows] = 1.0
        return one

    def steps(self, number: int, *, by_size: bool = True) -> Numbers:
        """Where a walk along the ties is after some steps, by the strength of the ties: subjects × actors.

        Every row adds up to 1, or to 0 for a subject without ties.
        """
        teams = self.context.teams if by_size else self.context.plain_teams
        done = self._steps.setdefault(by_size, [])
        if not done:
            done.append(divided(teams.ties[self.rows].toarray(), teams.strength[self.rows, np.newaxis]))
        while len(done) < number:
            done.append(teams.spread(divided(done[-1], teams.strength)))
        return done[number - 1]


def divided(numbers: Numbers, by: Numbers) -> Numbers:
    """Divide, with 0 where the divisor is 0."""
    shape = np.broadcast_shapes(np.shape(numbers), np.shape(by))
    return np.asarray(np.divide(numbers, by, out=np.zeros(shape), where=np.asarray(by) > 0))
