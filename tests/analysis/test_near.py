"""Measures of the neighbourhood, by hand on a small network and beside networkx on random ones."""

from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis import near
from samverkan.analysis.context import Context, View
from samverkan.network.network import Network, Numbers

ACTORS = [f"city:a{i}" for i in range(8)]

# a - b - c - d, and b, c, e as a team of three: b and c have three partners each
CHAIN = network([
    "city:a PARTNER_IN project:ab", "city:b PARTNER_IN project:ab",
    "city:b PARTNER_IN project:bce", "city:c PARTNER_IN project:bce", "company:e PARTNER_IN project:bce",
    "city:c PARTNER_IN project:cd", "city:d PARTNER_IN project:cd",
    "company:lone LOCATED_IN city:d",
])  # fmt: skip
PLACES = CHAIN.actors.index


def values(measure: str, subject: str, of: Network = CHAIN, as_of: str | None = None) -> dict[str, float]:
    """What a measure says of everybody whom anything leads to, rounded."""
    (row,) = getattr(near, measure)(View(Context(of, as_of), [of.actors.index[subject]]))
    return {id: round(value, 6) for id, value in zip(of.actors["id"], row.tolist(), strict=True) if value}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("popularity", {"city:a": 1, "city:b": 3, "city:c": 3, "city:d": 1, "company:e": 2}),
        ("common_neighbours", {"city:a": 1, "city:c": 1, "company:e": 1}),
        ("adamic_adar", {"city:a": 0.910239, "city:c": 0.910239, "company:e": 0.910239}),  # 1 / log 3
        ("resource_allocation", {"city:a": 0.333333, "city:c": 0.333333, "company:e": 0.333333}),
        # a-b-c-d over √(3 · 3); to b: back from a, c or e; to c and e: b and the other of the two
        ("paths_of_three", {
            "city:b": round(1 / 3**0.5 + 1 / 3 + 1 / 6**0.5, 6), "city:c": round(1 / 6**0.5, 6), "city:d": 0.333333,
            "company:e": 0.333333,
        }),
        # w(a,b) = 1 and s(b) = 1 + 1/2 + 1/2 = 2
        ("team_resource_allocation", {"city:a": 0.5, "city:c": 0.25, "company:e": 0.25}),
        # s(a) = 1, s(c) = 1/2 + 1/2 + 1 = 2, s(e) = 1; w(a,b) w(b,c) w(c,d) / √(2 · 2) = 1/4
        ("team_paths_of_three", {
            "city:b": round(1 / 2**0.5 + 0.25 / 2 + 0.25 / 2**0.5, 6), "city:c": round(0.25 / 2**0.5, 6),
            "city:d": 0.25, "company:e": 0.125,
        }),
    ],
)  # fmt: skip
def test_by_hand_seen_from_a(measure, expected):
    assert values(measure, "city:a") == expected


def test_a_walk_by_hand():
    # one step from a leads to b; two steps from there to a, c and e alike, or by strength: 1/2, 1/4, 1/4
    view = View(Context(CHAIN), [PLACES["city:a"]])
    (plain,), (strong,) = near.pagerank(view, steps=2), near.team_pagerank(view, steps=2)
    a, b, c, e = (PLACES[id] for id in ("city:a", "city:b", "city:c", "company:e"))
    assert plain[[a, b, c, e]].tolist() == pytest.approx([0.5 + 0.125 / 3, 0.25, 0.125 / 3, 0.125 / 3])
    assert strong[[a, b, c, e]].tolist() == pytest.approx([0.5 + 0.125 / 2, 0.25, 0.125 / 4, 0.125 / 4])


def test_whoever_has_no_tie_is_led_to_nobody():
    lone = {measure: values(measure, "company:lone") for measure in MEASURES}
    everybody = {"city:a": 1, "city:b": 3, "city:c": 3, "city:d": 1, "company:e": 2}
    assert lone == {measure: everybody if measure == "popularity" else {} for measure in MEASURES} | {
        "pagerank": {"company:lone": 0.5}, "team_pagerank": {"company:lone": 0.5}
    }  # fmt: skip


def test_an_old_tie_hands_less_over():
    old = network([
        "city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x",
        "city:b PARTNER_IN project:y", "city:c PARTNER_IN project:y",
    ], project__x={"start": "2016"}, project__y={"start": "2018"})  # fmt: skip
    # at the end of 2019, x is four years old (1/4) and y two (1/2): 1/4 · 1/2 / (1/4 + 1/2)
    assert values("team_resource_allocation", "city:a", old, "2019") == {
        "city:a": round(1 / 12, 6), "city:c": round(1 / 6, 6)
    }  # fmt: skip


def test_activity_in_the_subjects_themes():
    made = network([
        "city:a PARTNER_IN project:x", "city:b PARTNER_IN project:y", "city:c PARTNER_IN project:z",
        "project:x FOCUSES_ON theme:t", "project:y FOCUSES_ON theme:t", "project:z FOCUSES_ON theme:u",
    ], project__x={"start": "2019"}, project__y={"start": "2017"}, project__z={"start": "2019"})  # fmt: skip
    # all that a does has theme t; two years are two of the half-lives that count there, and one of the usual ones
    assert values("theme_activity", "city:a", made, "2018") == {"city:a": 1.0, "city:b": 0.25}
    assert values("recent_activity", "city:a", made, "2018") == {"city:a": 1.0, "city:b": 0.5, "city:c": 1.0}


# ---- random networks

MEASURES = (
    "popularity", "common_neighbours", "adamic_adar", "resource_allocation", "paths_of_three", "pagerank",
    "team_resource_allocation", "team_paths_of_three", "team_pagerank",
)  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> tuple[Network, Numbers]:
    """A network of teams and direct ties, and the strength of each tie, summed up one tie after the other."""
    teams = draw(st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=5), min_size=1, max_size=6))
    sizes = draw(st.lists(st.none() | st.integers(1, 9), min_size=len(teams), max_size=len(teams)))
    direct = draw(st.sets(st.sampled_from(list(combinations(range(8), 2))), max_size=3))
    lines = [f"{ACTORS[i]} PARTNER_IN project:{number}" for number, team in enumerate(teams) for i in team]
    lines += [f"{ACTORS[i]} COLLABORATES_WITH {ACTORS[j]}" for i, j in direct]
    facts: dict[str, dict[str, object]] = {id.replace(":", "__"): {} for id in ACTORS}
    facts |= {f"project__{number}": {"size": size} for number, size in enumerate(sizes)}
    strength = np.zeros((8, 8))
    for team, size in zip(teams, sizes, strict=True):
        for i, j in permutations(team, 2):
            strength[i, j] += 1 / (max(len(team), size or 0) - 1)
    for i, j in direct:
        strength[i, j] += 1
        strength[j, i] += 1
    return network(lines, **facts), strength


def all_views(made: Network) -> View:
    return View(Context(made), range(8))


@given(networks())
@settings(max_examples=50, deadline=None)
def test_beside_networkx(drawn):
    made, strength = drawn
    graph = nx.from_numpy_array((strength > 0).astype(int))
    pairs = list(combinations(range(8), 2))
    view = all_views(made)

    def ours(measure):
        return getattr(near, measure)(view)

    def same(measure, theirs):
        found = ours(measure)
        expected = {(i, j): value for i, j, value in theirs}
        assert {(i, j): found[i, j] for i, j in pairs} == pytest.approx(expected)
        assert {(i, j): found[j, i] for i, j in pairs} == pytest.approx(expected)

    same("adamic_adar", nx.adamic_adar_index(graph, pairs))
    same("resource_allocation", nx.resource_allocation_index(graph, pairs))
    same("common_neighbours", ((i, j, len(list(nx.common_neighbors(graph, i, j)))) for i, j in pairs))
    popular = ours("popularity")
    attached = {(i, j): value for i, j, value in nx.preferential_attachment(graph, pairs)}
    assert {(i, j): popular[i, j] * graph.degree(i) for i, j in pairs} == pytest.approx(attached)


@given(networks())
@settings(max_examples=25, deadline=None)
def test_walks_beside_networkx(drawn):
    made, strength = drawn
    graph = nx.from_numpy_array(strength)
    view = all_views(made)
    for found, weight in ((near.pagerank(view, steps=60), None), (near.team_pagerank(view, steps=60), "weight")):
        for subject in range(8):
            if graph.degree(subject):
                theirs = nx.pagerank(
                    graph, alpha=near.DAMPING, personalization={subject: 1}, weight=weight, tol=1e-12, max_iter=1000
                )
                assert dict(enumerate(found[subject].tolist())) == pytest.approx(theirs, abs=1e-9)


@given(networks())
@settings(max_examples=25, deadline=None)
def test_beside_sums_over_every_path(drawn):
    made, strength = drawn
    joined = (strength > 0).astype(float)
    view = all_views(made)

    def over_two(w):
        s = w.sum(axis=1)
        return [[sum(w[i, z] * w[z, j] / s[z] for z in range(8) if s[z]) for j in range(8)] for i in range(8)]

    def over_three(w):
        s = w.sum(axis=1)
        root = {(u, v): (s[u] * s[v]) ** 0.5 for u in range(8) for v in range(8) if w[u, v]}
        return [
            [sum(w[i, u] * w[u, v] * w[v, j] / length for (u, v), length in root.items()) for j in range(8)]
            for i in range(8)
        ]

    assert near.paths_of_three(view) == pytest.approx(np.array(over_three(joined)))
    assert near.team_paths_of_three(view) == pytest.approx(np.array(over_three(strength)))
    assert near.team_resource_allocation(view) == pytest.approx(np.array(over_two(strength)))


@given(networks(), st.sets(st.integers(0, 7), min_size=1))
@settings(max_examples=25, deadline=None)
def test_who_else_is_asked_makes_no_difference(drawn, subjects):
    made, _strength = drawn
    context = Context(made)
    rows = sorted(subjects)
    for measure in MEASURES:
        of = getattr(near, measure)
        assert of(View(context, rows)) == pytest.approx(of(View(context, range(8)))[rows])
