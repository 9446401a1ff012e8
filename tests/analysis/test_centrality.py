"""Centralities by hand, and beside networkx."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import ties_of
from samverkan.analysis import centrality


def test_the_small_network(small):
    assert centrality.degree(small).ranked == (
        ("city:norrvik", 4.0),
        ("university:norrvik", 4.0),
        ("city:aby", 3.0),
        ("company:aby-energi", 3.0),
        ("city:aby-vik", 1.0),
        ("company:trahus", 1.0),
    )
    strength = centrality.strength(small)
    assert strength.value("city:norrvik") == pytest.approx(3 / 5 + 1 + 1 / 24)
    assert strength.value("city:aby") == pytest.approx(3 / 5)
    between = centrality.betweenness(small)  # each of two is on all four paths to the one that hangs on it, of ten
    assert dict(between.ranked) == {
        **dict.fromkeys(("city:norrvik", "university:norrvik"), pytest.approx(0.4)),
        **dict.fromkeys(("city:aby", "company:aby-energi", "city:aby-vik", "company:trahus"), 0.0),
    }
    assert between.parameters == {"sources": 6}
    assert between.source.startswith("Freeman (1977)")


@given(st.sets(st.sampled_from(list(combinations(range(10), 2))), min_size=1))
@settings(max_examples=60)
def test_betweenness_is_that_of_networkx(edges):
    ties = ties_of(edges, 10)
    found = dict(centrality.betweenness(ties).ranked)
    theirs = nx.betweenness_centrality(ties.graph)
    assert found == {ties.ids[place]: pytest.approx(value, abs=1e-12) for place, value in theirs.items()}


def test_a_large_network_is_sampled_and_says_so(monkeypatch):
    ties = ties_of([(0, i) for i in range(1, 12)] + [(1, 2)], 12)
    monkeypatch.setattr(centrality, "SAMPLED", 10)
    monkeypatch.setattr(centrality, "SOURCES", 8)
    monkeypatch.setattr(centrality, "AT_ONCE", 3)
    told = []
    found = centrality.betweenness(ties, seed=4, progress=lambda *done: told.append(done))
    assert found.parameters == {"sources": 8, "seed": 4}
    assert told == [(3, 8), (6, 8), (8, 8)]
    assert found.ranked[0][0] == "company:00"
    assert found == centrality.betweenness(ties, seed=4)
    assert found.value("company:00") == pytest.approx(nx.betweenness_centrality(ties.graph)[0], rel=0.3)


def test_nobody_between_nobody():
    assert centrality.betweenness(ties_of([], 3)).ranked == ()
    assert centrality.betweenness(ties_of([(0, 1)], 2)).ranked == (("company:00", 0.0), ("company:01", 0.0))
