"""Who could fill a gap, who could bridge it, and which rows bear it out: worked out for the gaps that are shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.alike import theme_rows
from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import RECENT, Gap, best_known
from samverkan.analysis.gaps.ties import kilometres, shared_rows
from samverkan.analysis.measures import fact
from samverkan.analysis.paths import distances_from, introduction, latest_work
from samverkan.analysis.purposes import purposes_of
from samverkan.analysis.suggestions import Wishes, scored
from samverkan.analysis.wording import once, tie_in_words
from samverkan.network.network import Relation
from samverkan.network.teams import WORKS_IN

CANDIDATES = 3
"""How many could fill a gap."""

ASKED = 100
"""Suggestions among which they are looked for."""

PEERS = 5
"""How many of many bear a sentence out."""

Filling = tuple[Iterable[str], Iterable[Relation]]
"""Ids of who could fill a gap, the best first, and the rows that it rests on."""


def completed(context: Context, gap: Gap) -> Gap:
    """Return a gap with its candidates, its bridge and its evidence.

    A rule's own candidates stay. The bridge is the shortest way along working ties between the two that the gap is
    about, or between it and the first candidate, the strongest of the shortest, without its ends; of groups, and of
    what is over, it is the first candidate.
    """
    fill = FILLING.get(gap.pattern.name, _of_ids) if gap.pattern.own else _of_ids
    candidates, evidence = fill(context, gap)
    apart = () if gap.type == "dormant" else gap.who  # what is over, its own partners can begin anew
    chosen = gap.candidates or tuple(dict.fromkeys(id for id in candidates if id not in apart))[:CANDIDATES]
    actors = [id for id in gap.who if id in context.network.actors.index]
    if gap.type == "missing-tie":
        bridge = _bridge(context, actors[:2])
    elif gap.type in ("unlinked-groups", "dormant"):
        bridge = chosen[:1]
    else:
        bridge = _bridge(context, [*_subjects(context, gap)[:1], *chosen[:1]])
    return replace(gap, candidates=chosen, bridge=bridge, evidence=once(evidence))


def _bridge(context: Context, ends: Sequence[str]) -> tuple[str, ...]:
    if len(ends) < 2:
        return ()
    actors = context.network.actors
    one, other = (actors.index[id] for id in ends)
    way = introduction(context, one, distances_from(context, one, [other]), other)
    return tuple(actors["id"][place] for place in way[1:-1])


def _subjects(context: Context, gap: Gap) -> list[str]:
    """Return the actors that a gap is about; of a local initiative its cities."""
    actors = context.network.actors.index
    found = [a for id in gap.who for a in ([id] if id in actors else sorted(context.initiatives.get(id, ())))]
    return [*dict.fromkeys(found)]


def _suggested(
    context: Context,
    gap: Gap,
    purpose: str,
    fits: Callable[[str], bool],
    wishes: Wishes | None = None,
) -> list[str]:
    """Return whom the suggestions name for the first actor of a gap, of those who fit."""
    subjects = _subjects(context, gap)
    if not subjects:
        return []
    asked = replace(wishes or Wishes(), limit=ASKED, hubs=True)
    return [id for id in scored(context, subjects[0], purposes_of(context)[purpose], asked) if fits(id)]


def _rows(context: Context, ids: Iterable[str], other: str | None, types: Sequence[str]) -> list[Relation]:
    return [r for id in ids for r in context.network.of_pair.get((id, other or ""), ()) if r.type in types]


def _membership(context: Context, ids: Iterable[str]) -> list[Relation]:
    return _rows(context, ids, context.programme, ("MEMBER_OF",))


def _place(context: Context, id: str) -> int:
    return context.network.actors.index[id]


# ---- one function a type


def _unpaired(context: Context, gap: Gap) -> Filling:
    """Ask for twins; of a member that is no newcomer only newcomers, and whoever is outside."""
    newcomer = gap.pattern.name == "unpaired-newcomer"
    recent, subject = context.now - RECENT, _place(context, gap.who[0])

    def fits(id: str) -> bool:
        if id in context.twins and id not in context.members:
            return False
        new = bool(context.joined_programme[_place(context, id)] > recent)
        if newcomer:
            return id in context.members and not new
        if not kilometres(context, subject, _place(context, id)) <= gap.values["kilometres"]:
            return False
        return context.data[_place(context, id)] != "none" and (id not in context.members or new)

    wanted = [] if len(gap.who) > 1 else _suggested(context, gap, "twin", fits)
    free = [id for id in wanted if id not in context.twins]
    return free or wanted, _membership(context, gap.who)


def _uncovered_theme(context: Context, gap: Gap) -> Filling:
    """Ask from whom the city could learn that works in the theme, among cities of its kind first."""
    theme = gap.values["theme"]
    groups, actors = context.network.actors["skr_group"], context.network.actors
    own = (groups[_place(context, gap.who[0])] or "?")[0]

    def peer(id: str) -> bool:
        return (groups[_place(context, id)] or " ")[0] == own

    found = _suggested(context, gap, "learning", peer, Wishes(kinds=("City",), theme=theme, known="include"))
    place = context.themes.index(theme)
    peers = [z for z in np.flatnonzero(context.actor_themes[:, place] >= 1).tolist() if peer(actors["id"][z])]
    told = [*(_place(context, id) for id in found[:PEERS]), *peers][:PEERS]
    return found, [r for z in told for r in theme_rows(context, z, place)]


def _missing_sector(context: Context, gap: Gap) -> Filling:
    """Name who of the sector is in the city, and ask for project partners of it; those of its county first."""
    cities = _subjects(context, gap)
    county = context.counties[_place(context, cities[0])] if cities else None
    sector = gap.values["sector"]
    rows = _partners(context, gap.who[0])
    inside = {r.source for r in rows}
    actors = context.network.actors
    here = [
        z
        for z in (_place(context, id) for id in context.homes)
        if context.sectors[z] == sector and {actors["id"][home] for home in context.homes[actors["id"][z]]} & {*cities}
    ]
    found = _suggested(context, gap, "project", lambda id: context.sectors[_place(context, id)] == sector)
    found.sort(key=lambda id: context.counties[_place(context, id)] != county)  # stable: within either by score
    local = [actors["id"][z] for z in best_known(context, here)]
    return [id for id in (*local, *found) if id not in inside], rows


def _missing_everywhere(context: Context, gap: Gap) -> Filling:
    """Name who of the sector is in most initiatives, and where the sector is in."""
    sector = gap.values["sector"]
    rows = [r for r in _partners(context, *context.initiatives) if context.sectors[_place(context, r.source)] == sector]
    count: dict[str, int] = {}
    for id in {(r.source, r.target) for r in rows}:
        count[id[0]] = count.get(id[0], 0) + 1
    return sorted(count, key=lambda id: (-count[id], id)), rows


def _partners(context: Context, *activities: str) -> list[Relation]:
    """Return what relates actors to some activities that they work in."""
    wanted, actors = {*activities}, context.network.actors.index
    return [r for r in context.network.relations if r.target in wanted and r.type in WORKS_IN and r.source in actors]


def _silent_county(context: Context, gap: Gap) -> Filling:
    """Name the county's municipalities of which most is known, and then the largest."""
    number = np.diff(context.in_activities.indptr)
    people = np.nan_to_num(context.numbers("population"))
    county = gap.values["county"]
    cities = [z for z in np.flatnonzero(context.is_city).tolist() if context.counties[z] == county]
    cities.sort(key=lambda z: (-number[z], -people[z], z))
    ids = [context.network.actors["id"][z] for z in cities]
    told = [*(_place(context, id) for id in gap.who), *cities[:CANDIDATES]]
    return ids, [row for z in told for row in (fact(context, z, "county"), *latest_work(context, z))]


def _silent_bodies(context: Context, gap: Gap) -> Filling:
    """Name the member cities, the best known first: their initiatives are what the bodies could join."""
    cities = gap.values["city"]
    cities = [cities] if isinstance(cities, str) else [*cities]
    ids = [context.network.actors["id"][z] for z in best_known(context, [_place(context, id) for id in cities])]
    bodies = [row for id in gap.who for row in (fact(context, _place(context, id), "county"),
                                                *latest_work(context, _place(context, id)))]  # fmt: skip
    return ids, [*_membership(context, ids), *bodies]


def _isolated(context: Context, gap: Gap) -> Filling:
    """Ask with which members the city could start a project."""
    found = _suggested(context, gap, "project", lambda id: id in context.members, Wishes(kinds=("City",)))
    return found, [*_membership(context, gap.who), *latest_work(context, _place(context, gap.who[0]))]


def _missing_tie(context: Context, gap: Gap) -> Filling:
    """Ask what makes a tie that one is in and the other could join, and who works with both; cite the shared themes."""
    one, other = (_place(context, id) for id in gap.who)
    both = set(context.working[[one]].indices.tolist()) & set(context.working[[other]].indices.tolist())
    join = purposes_of(context)["join"]
    found = {
        id: -score
        for subject, there in ((one, other), (other, one))
        for id, score in scored(context, context.network.actors["id"][subject], join, Wishes(limit=ASKED)).items()
        if context.teams.working_incidence[there, context.network.activities.index[id]]
    }
    kinds = ("Network", "ResearchSchool")  # a project of others has begun without them
    joined = sorted((id for id in found if context.network.kind(id) in kinds), key=lambda id: (found[id], id))
    themes = gap.values["theme"]
    rows = shared_rows(context, (one, other), [themes] if isinstance(themes, str) else themes)
    return [*joined, *(context.network.actors["id"][z] for z in best_known(context, both))], rows


def _single_bridge(context: Context, gap: Gap) -> Filling:
    """Ask with whom the best known of those who would be cut off could start a project, outside of them."""
    behind, bridge = gap.values["behind"], _place(context, gap.who[0])
    first = replace(gap, who=(behind[0],))
    found = _suggested(context, first, "project", lambda id: id not in behind and id not in gap.who)
    working = set(context.working[[bridge]].indices.tolist())
    ends = [_place(context, id) for id in (gap.who[1:] or behind)]
    return found, [r for z in ends if z in working for r in tie_in_words(context, bridge, z)[1]]


def _dormant(context: Context, gap: Gap) -> Filling:
    """Name who led it, and then the best known of its partners."""
    rows = _partners(context, gap.who[0])
    leads = {r.source for r in rows if r.type == "COORDINATES"}
    return sorted(gap.who[1:], key=lambda id: id not in leads), rows


def _unlinked(context: Context, gap: Gap) -> Filling:
    """Name who has working ties into both groups, most into the one where it has fewer."""
    places = [_place(context, id) for id in gap.who]
    one, other = places[: gap.values["one_actors"]], places[gap.values["one_actors"] :]
    into = [np.diff(sp.csr_array(context.working[:, ends]).indptr) for ends in (one, other)]
    both = np.minimum(*into)
    order = sorted(np.flatnonzero(both).tolist(), key=lambda z: (-both[z], z))
    rows = [
        r
        for z in order[:1]
        for ends in (one, other)
        for end in [e for e in ends if e != z and context.working[z, e]][:PEERS]
        for r in tie_in_words(context, z, end)[1]
    ]
    return [context.network.actors["id"][z] for z in order], rows


def _of_ids(context: Context, gap: Gap) -> Filling:
    """Of a rule of an office: nobody, and whatever relates the ids that it returned."""
    of_pair = context.network.of_pair
    named = [v for value in gap.values.values() for v in (value if isinstance(value, tuple) else (value,))]
    ids = [id for id in dict.fromkeys([*gap.who, *named, *gap.candidates]) if isinstance(id, str)]
    rows = [r for place, a in enumerate(ids) for b in ids[place + 1 :] for r in of_pair.get((a, b), ())]
    works = [
        r for id in gap.who if id in context.network.actors.index for r in latest_work(context, _place(context, id))
    ]
    return (), rows or works


FILLING: dict[str, Callable[[Context, Gap], Filling]] = {
    "unpaired-newcomer": _unpaired,
    "unpaired": _unpaired,
    "unpaired-rest": _unpaired,
    "uncovered-theme": _uncovered_theme,
    "missing-sector": _missing_sector,
    "missing-sector-everywhere": _missing_everywhere,
    "silent-county": _silent_county,
    "silent-county-bodies": _silent_bodies,
    "isolated": _isolated,
    "missing-tie": _missing_tie,
    "missing-tie-alike": _missing_tie,
    "missing-tie-organisations": _missing_tie,
    "single-bridge-actor": _single_bridge,
    "single-bridge-tie": _single_bridge,
    "dormant": _dormant,
    "unlinked-groups": _unlinked,
}
"""By the name of the tool's own patterns."""
