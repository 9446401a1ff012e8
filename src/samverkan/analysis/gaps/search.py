"""All gaps of a network, worst first: the rules and the functions asked, their answers put in one order."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from samverkan.analysis.context import Context
from samverkan.analysis.gaps import bridges, dormant, groups, ties
from samverkan.analysis.gaps.gap import TYPES, Gap, Pattern
from samverkan.analysis.gaps.rules import Refused, Rule, ask, read_rules
from samverkan.analysis.unlinked import unlinked_groups
from samverkan.errors import QueryError
from samverkan.store.base import GraphStore

FIRST = 20
"""How many gaps of the list are mixed."""

OF_ONE_TYPE, OF_ONE_CITY = 4, 2
"""How many of these are of one type, and how many are about one city."""

FUNCTIONS: dict[str, Callable[[Context], list[Gap]]] = {
    "missing-tie": ties.missing_ties,
    "single-bridge": bridges.single_bridges,
    "dormant": dormant.dormant,
}
"""What finds the types that are no patterns, but for ``unlinked-groups``, which is left to chance and takes long."""

PATTERNS: tuple[Pattern, ...] = (*ties.PATTERNS, *bridges.PATTERNS, *dormant.PATTERNS, *groups.PATTERNS)
"""What the functions find, and how severe it is."""

Progress = Callable[[str, int, int], None]
"""Called with the type that is asked for, how much is done, and of how much."""


@dataclass(frozen=True)
class Only:
    """Which gaps are wanted.

    Parameters
    ----------
    city : str, optional
        Id of a city that it is about.
    county : str, optional
        Name of a county in which somebody is whom it is about.
    theme : str, optional
        Id of a theme that it is about, or that somebody works with whom it is about.
    types : collection of str
        Empty for all.
    """

    city: str | None = None
    county: str | None = None
    theme: str | None = None
    types: Collection[str] = ()


@dataclass(frozen=True)
class Gaps:
    """What is missing in a network, and what is not known of it.

    Parameters
    ----------
    context : Context
    gaps : tuple of Gap
        Worst first, not mixed, and without candidates, bridge and evidence (see ``filling.completed``).
    unknown : dict of str to Any
        ``members``: how many members of the programme the data do not have (``None`` if its size is unknown);
        ``no_data``: ids of members that are not known to work with anybody, and of cities of which nothing is known but
        their place; ``sure``: how many gaps are of low confidence.
    refused : tuple of Refused
        Rules that were not asked, or whose answers were not taken.
    tested : dict of str to Any
        What the search for unlinked groups looked at; empty if it was not asked for.
    parameters : dict of str to Any
        All that the answer depends on besides the network.
    """

    context: Context
    gaps: tuple[Gap, ...]
    unknown: dict[str, Any]
    refused: tuple[Refused, ...] = ()
    tested: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)

    def first(self, limit: int = FIRST, only: Only | None = None) -> list[Gap]:
        """Return the worst gaps, the first twenty of them mixed, so that neither a type nor a city takes all places.

        Of the first twenty at most four are of one type, unless types are asked for, and two about one city, unless a
        city is. What does not fit there comes after them, for whoever asks for more than twenty; it does not fill up
        places that are left.
        """
        first, others = self._mixed(only or Only())
        return (first + others if len(first) == FIRST or limit > FIRST else first)[:limit]

    def every(self, only: Only | None = None) -> list[Gap]:
        """Return all gaps that are wanted, in the order in which they are shown."""
        first, others = self._mixed(only or Only())
        return first + others

    def _mixed(self, only: Only) -> tuple[list[Gap], list[Gap]]:
        return mixed(self.context, self.wanted(only), by_type=not only.types, by_city=only.city is None)

    def wanted(self, only: Only | None = None) -> list[Gap]:
        """Return the gaps that are wanted, worst first, not mixed."""
        return [gap for gap in self.gaps if _fits(self.context, gap, only or Only())]


def find_gaps(
    store: GraphStore,
    context: Context,
    *,
    own_rules: Path | None = None,
    types: Collection[str] = (),
    seed: int = 1,
    permutations: int | None = None,
    progress: Progress | None = None,
) -> Gaps:
    """Ask every rule and function what is missing.

    Parameters
    ----------
    store : GraphStore
        It holds the network of the context: the rules are asked there.
    context : Context
        Not changed.
    own_rules : Path, optional
        A folder with rules of an office.
    types : collection of str
        What is asked for; empty for all.
    seed, permutations : int
        Of what is left to chance; permutations as ``unlinked_groups`` has them unless said.
    progress : callable, optional

    Returns
    -------
    Gaps
        The same from every store.
    """
    told = progress or (lambda what, done, total: None)
    rules, refused = read_rules(own_rules)
    rules = [rule for rule in rules if not types or rule.pattern.type in types]
    functions = {type: function for type, function in FUNCTIONS.items() if not types or type in types}
    total = len(rules) + len(functions)
    found: list[Gap] = []
    for done, rule in enumerate(rules):
        told(rule.pattern.type, done, total)
        try:
            found += ask(store, context, rule, missing_members(context) == 0)
        except QueryError as error:
            refused.append(Refused(rule.pattern.name, error.reason))
    for done, (type, function) in enumerate(functions.items(), start=len(rules)):
        told(type, done, total)
        found += function(context)
    chance: dict[str, Any] = {}
    if not types or "unlinked-groups" in types:
        result = unlinked_groups(
            context,
            seed=seed,
            permutations=permutations,
            progress=lambda done, total: told("unlinked-groups", done, total),
        )
        found += groups.unlinked_gaps(context, result)
        chance = groups.tested(result)
    parameters = {"as_of": context.as_of, "programme": context.programme, "seed": seed}
    return Gaps(context, tuple(ranked(found)), unknown(context), tuple(refused), chance, parameters)


def types_of(some: Iterable[Rule | Gap]) -> list[str]:
    """Return the types that there are: the tool's own, and those of an office's rules."""
    return [*TYPES, *sorted({one.pattern.type for one in some} - {*TYPES})]


def ranked(gaps: Sequence[Gap]) -> list[Gap]:
    """Put gaps in order: by severity, those that are sure first, then by the severity that the table states.

    Of those that are alike in this the worst of each type comes first, then the second of each, and so on; and so it is
    with the patterns of a type, whose weights do not compare.
    """
    types = types_of(gaps)
    by_weight = sorted(gaps, key=lambda gap: (_standing(gap), -round(gap.weight, 9), gap.who, gap.key))
    by_pattern = _in_turn(by_weight, lambda gap: gap.pattern.name, lambda gap: gap.pattern.name)
    return _in_turn(by_pattern, lambda gap: gap.type, lambda gap: types.index(gap.type))


def _in_turn(gaps: Sequence[Gap], group: Callable[[Gap], str], order: Callable[[Gap], Any]) -> list[Gap]:
    """Take the first of every group, then the second of each, and so on, among those that stand alike."""
    seen: Counter[tuple[Any, ...]] = Counter()
    placed = []
    for gap in gaps:
        standing = _standing(gap)
        placed.append(((standing, seen[standing, group(gap)], order(gap)), gap))
        seen[standing, group(gap)] += 1
    return [gap for _place, gap in sorted(placed, key=lambda item: item[0])]


def _standing(gap: Gap) -> tuple[int, bool, int]:
    return -gap.severity, gap.confidence != "high", -gap.stated


def mixed(
    context: Context, gaps: Sequence[Gap], *, by_type: bool = True, by_city: bool = True
) -> tuple[list[Gap], list[Gap]]:
    """Take the first twenty so that at most four are of one type and two about one city; and return the others."""
    first: list[Gap] = []
    others: list[Gap] = []
    types: Counter[str] = Counter()
    cities: Counter[str] = Counter()
    for gap in gaps:
        about = cities_of(context, gap)
        full = (by_type and types[gap.type] >= OF_ONE_TYPE) or (
            by_city and any(cities[city] >= OF_ONE_CITY for city in about)
        )
        if full or len(first) == FIRST:
            others.append(gap)
        else:
            first.append(gap)
            types[gap.type] += 1
            cities.update(about)
    return first, others


def cities_of(context: Context, gap: Gap) -> frozenset[str]:
    """Return the cities that a gap is about: whoever is a city, and those of a local initiative."""
    kinds, actors = context.network.actors["kind"], context.network.actors.index
    own = {id for id in gap.who if id in actors and kinds[actors[id]] == "City"}
    return frozenset(own.union(*(context.initiatives.get(id, ()) for id in gap.who)))


def _fits(context: Context, gap: Gap, only: Only) -> bool:
    if only.types and gap.type not in only.types:
        return False
    if only.city and only.city not in cities_of(context, gap):
        return False
    actors = context.network.actors.index
    places = [actors[id] for id in {*gap.who, *cities_of(context, gap)} if id in actors]
    counties = {gap.values.get("county"), *(context.counties[place] for place in places)}
    if only.county and only.county not in counties:
        return False
    return only.theme is None or _about_theme(context, gap, only.theme, places)


def _about_theme(context: Context, gap: Gap, theme: str, places: Sequence[int]) -> bool:
    """Tell whether a gap names a theme; if it names none, whether somebody works with it."""
    wanted = context.network.theme_of.get(theme, theme)
    if named := gap.values.get("theme"):
        return wanted == named or (isinstance(named, tuple) and wanted in named)
    place = context.themes.index(wanted)
    activities = [context.network.activities.index[id] for id in gap.who if id in context.network.activities.index]
    return bool((context.actor_themes[places, place] >= 1).any() or context.has_theme[activities, place].any())


def missing_members(context: Context) -> int | None:
    """Return how many members of the programme the data do not have; ``None`` if its size is unknown."""
    activities = context.network.activities
    place = activities.index.get(context.programme or "")
    size = None if place is None else activities["size"][place]
    return None if size is None else max(int(size) - len(context.members), 0)


def unknown(context: Context) -> dict[str, Any]:
    """Tell what is not known, so that nobody takes it for missing."""
    ids = context.network.actors["id"]
    near = np.diff((context.joined).indptr)
    members = [id for id in sorted(context.members) if near[context.network.actors.index[id]] == 0]
    nothing = [id for id, data, city in zip(ids, context.data, context.is_city, strict=True) if city and data == "none"]
    return {"members_not_in_data": missing_members(context), "members_without_data": members, "no_data": nothing}
