"""Communities: two teams that hang together by one tie, and how sure that is."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import ties_of
from samverkan.analysis.communities import adjusted_rand, communities

TEAMS = [*combinations(range(5), 2), *combinations(range(5, 9), 2)]


def test_two_teams_that_one_tie_joins():
    found = communities(ties_of([*TEAMS, (4, 5)], 9), seed=3)
    assert [set(c.actors) for c in found.communities] == [
        {f"company:0{i}" for i in range(5)},
        {f"company:0{i}" for i in range(5, 9)},
    ]
    graph = nx.Graph([*TEAMS, (4, 5)])
    assert found.modularity == pytest.approx(nx.community.modularity(graph, [range(5), range(5, 9)]))
    assert found.stability == 1.0
    assert [c.stability for c in found.communities] == [1.0, 1.0]
    assert found.parameters == {"algorithm": "Leiden", "seed": 3, "runs": 20, "resolution": 1.0, "weight": "1/(n-1)"}


def test_the_small_network(small):
    """The team of four in Varm stad counts for less than the twins and the two that work together."""
    found = communities(small)
    assert {frozenset(c.actors) for c in found.communities} == {
        frozenset({"city:norrvik", "city:aby-vik"}),
        frozenset({"university:norrvik", "company:trahus"}),
        frozenset({"city:aby", "company:aby-energi"}),
    }


def test_the_same_seed_finds_the_same():
    chance = np.random.default_rng(1)
    edges = {tuple(sorted(chance.choice(30, 2, replace=False).tolist())) for _ in range(60)}
    ties = ties_of(edges, 30)
    one = communities(ties, seed=5)
    assert one == communities(ties, seed=5)
    assert 0 < one.stability < 1
    assert sorted(a for c in one.communities for a in c.actors) == ties.ids
    assert [len(c.actors) for c in one.communities] == sorted((len(c.actors) for c in one.communities), reverse=True)
    for community in one.communities:
        inside = ties.graph.subgraph(ties.ids.index(id) for id in community.actors)
        assert nx.is_connected(inside)


def test_no_ties_no_communities():
    assert communities(ties_of([], 2)).communities == ()


def rand(one: list[int], other: list[int]) -> float:
    """Adjusted Rand index, pair by pair."""
    pairs = list(combinations(range(len(one)), 2))
    a, b = ([labels[i] == labels[j] for i, j in pairs] for labels in (one, other))
    both = sum(x and y for x, y in zip(a, b, strict=True))
    expected = sum(a) * sum(b) / len(pairs)
    most = (sum(a) + sum(b)) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
@settings(max_examples=60)
def test_the_adjusted_rand_index_is_that_of_pairs(labels):
    one, other = (list(part) for part in zip(*labels, strict=True))
    assert adjusted_rand(np.array(one), np.array(other)) == pytest.approx(rand(one, other))
