"""The rules on gaps find the same on every engine, and what the definitions say, worked out here by other means."""

import math
from collections import defaultdict

import pytest

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.rules import ask, read_rules
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network

RULES, REFUSED = read_rules()
SECTORS = {"business", "civil-society", "municipal-company", "regional", "research"}


@pytest.fixture(scope="module")
def context(real) -> Context:
    """The real network as the store has it."""
    return Context.of(read_network(real, SCHEMA))


@pytest.fixture(scope="module")
def found(real, context):
    """What each rule finds, by its name."""
    return {rule.pattern.name: ask(real, context, rule, False) for rule in RULES}


def who(found, name):
    return {gap.who for gap in found[name]}


def beside(context):
    """Whom each member works with: in a Project of any size, in what makes working ties, or directly."""
    teams, ids = context.teams, context.network.actors["id"]
    together = teams.everybody[:, (teams.working | teams.counted).nonzero()[0]]
    ties = (together @ together.T + teams.direct).tocsr()
    places = {id: context.network.actors.index[id] for id in context.members}
    return {id: {ids[z] for z in ties[[place]].indices} - {id} for id, place in places.items()}


def test_no_rule_of_the_tool_is_refused():
    assert REFUSED == []
    assert len(RULES) == 9


def test_isolated_is_who_works_with_somebody_but_with_no_member(context, found):
    partners = beside(context)
    assert who(found, "isolated") == {(id,) for id, some in partners.items() if some and not some & context.members}
    assert {gap.values["city"]: gap.values["partners"] for gap in found["isolated"]} == {
        id: len(partners[id]) for (id,) in who(found, "isolated")
    }


def test_newcomers_without_a_twin(context, found):
    new = {id for id in context.members if context.joined_programme[context.network.actors.index[id]] > context.now - 2}
    assert who(found, "unpaired-newcomer") == {(id,) for id in new if id not in context.twins}
    assert {"city:arvika", "city:gotland"} <= new


def kilometres(one, other):
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return 6371 * math.acos(min(cosine, 1.0))


def test_the_other_members_without_a_twin_by_who_lies_near(context, found):
    actors = context.network.actors
    at = {id: (lat, lon) for id, lat, lon in zip(actors["id"], actors["latitude"], actors["longitude"], strict=True)}
    new = {id for id in context.members if context.joined_programme[actors.index[id]] > context.now - 2}
    free = {
        id
        for id, country, data in zip(actors["id"], actors["country"], context.data, strict=True)
        if id.startswith("city:") and country == "SE" and id not in context.twins
        and (id in new or (id not in context.members and data != "none"))
    }  # fmt: skip
    near = {
        id: {other for other in free if other != id and kilometres(at[id], at[other]) <= 150}
        for id in context.members - new
        if id not in context.twins
    }
    assert {gap.values["city"]: gap.values["near"] for gap in found["unpaired"]} == {
        id: len(some) for id, some in near.items() if some
    }
    (gap,) = found["unpaired-rest"]
    assert set(gap.who) == {id for id, some in near.items() if not some}
    assert gap.values["programme"] == context.programme


def test_a_theme_that_most_cities_of_a_kind_work_with(context, found):
    network = context.network
    works = defaultdict(set)
    for r in network.relations:
        if r.type in ("PARTNER_IN", "COORDINATES", "MEMBER_OF") and r.source.startswith("city:"):
            kind = network.kind(r.target)
            for f in network.relations if kind in ("Project", "Network", "ResearchSchool") else ():
                if f.type == "FOCUSES_ON" and f.source == r.target:
                    works[r.source].add(network.theme_of.get(f.target, f.target))
        elif r.type == "FOCUSES_ON" and r.source.startswith("city:"):
            works[r.source].add(network.theme_of.get(r.target, r.target))
    groups = {
        id: group[0] for id, group in zip(network.actors["id"], network.actors["skr_group"], strict=True) if group
    }
    expected = set()
    for city in works.keys() & groups.keys():
        peers = [other for other in works if other != city and groups.get(other) == groups[city]]
        for theme in {t for t in network.focus_areas["id"] if t.startswith("theme:")} - works[city]:
            having = sum(theme in works[other] for other in peers)
            if len(peers) >= 5 and having >= 0.6 * len(peers):
                expected.add((city, theme, having, len(peers)))
    gaps = found["uncovered-theme"]
    assert {tuple(g.values[n] for n in ("city", "theme", "working", "peers")) for g in gaps} == expected
    assert len(expected) == 4


def test_sectors_that_initiatives_lack(context, found):
    network = context.network
    partners = defaultdict(set)
    for r in network.relations:
        if r.target in context.initiatives and r.type in ("PARTNER_IN", "COORDINATES", "MEMBER_OF"):
            partners[r.target].add(r.source)
    sectors = {
        id: {context.sectors[network.actors.index[a]] for a in some} for id, some in partners.items() if len(some) >= 4
    }
    single, together = set(), {}
    for sector in SECTORS:
        without = {id for id, some in sectors.items() if sector not in some}
        if 2 * len(without) > len(sectors):
            together[sector] = without
        else:
            single |= {(id, sector) for id in without}
    assert {(g.values["initiative"], g.values["sector"]) for g in found["missing-sector"]} == single
    assert {g.values["sector"]: set(g.who) for g in found["missing-sector-everywhere"]} == together
    assert (len(sectors), len(single), set(together)) == (24, 22, {"regional"})


def test_counties_without_a_known_member(found):
    assert {gap.values["county"]: set(gap.who) for gap in found["silent-county"]} == {
        "Blekinge län": {"region:blekinge", "countyboard:blekinge"},
        "Jönköpings län": {"region:jonkoping", "countyboard:jonkoping"},
        "Västmanlands län": {"region:vastmanland", "countyboard:vastmanland"},
    }


def test_counties_whose_regional_bodies_work_with_no_member(context, found):
    partners = beside(context)
    actors = context.network.actors
    bodies, cities = defaultdict(set), defaultdict(set)
    for id, kind, county in zip(actors["id"], actors["kind"], actors["county"], strict=True):
        if kind in ("Region", "CountyBoard"):
            bodies[county].add(id)
        elif id in context.members:
            cities[county].add(id)
    expected = {
        county: bodies[county]
        for county, some in cities.items()
        if not bodies[county] & set().union(*map(partners.get, some))
    }
    assert {gap.values["county"]: set(gap.who) for gap in found["silent-county-bodies"]} == expected
    assert "Dalarnas län" in cities
    assert "Dalarnas län" not in expected
