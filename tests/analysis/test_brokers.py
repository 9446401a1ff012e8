"""Brokers by hand, beside networkx, and roles counted one by one."""

from itertools import combinations, permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import ties_of
from samverkan.analysis.brokers import ROLES, constraint, effective_size, roles

EDGES = st.sets(st.sampled_from(list(combinations(range(8), 2))), min_size=1)


def test_the_small_network(small):
    """Norrvik has four partners, of whom three work with each other; Åby's three all do."""
    assert dict(effective_size(small).ranked) == {
        **dict.fromkeys(("city:norrvik", "university:norrvik"), 4 - 2 * 3 / 4),
        **dict.fromkeys(("city:aby", "company:aby-energi"), 1.0),
        **dict.fromkeys(("city:aby-vik", "company:trahus"), 1.0),
    }
    found = constraint(small)
    by_energi = 1 / 3 + 1 / 3 * 1 / 4 + 1 / 3 * 1 / 4
    by_norrvik = 1 / 3 + 1 / 3 * 1 / 3 + 1 / 3 * 1 / 4
    assert found.value("city:aby") == pytest.approx(by_energi**2 + 2 * by_norrvik**2)
    assert found.value("city:aby-vik") == 1.0
    assert [id for id, _value in found.ranked[:2]] == ["city:norrvik", "university:norrvik"]


def test_the_roles_of_the_small_network(small):
    """Between Aby and Norrvik's three others: two of the north, as Aby is, and Högskolan, of Norrvik's own county."""
    found = roles(small, "county")
    between, expected = found.of("city:norrvik")
    assert between == {"coordinator": 0, "representative": 1, "gatekeeper": 1, "consultant": 2, "liaison": 0}
    assert expected == {
        "coordinator": pytest.approx(3 * 2 / 20),
        "representative": pytest.approx(3 * 12 / 20),
        "gatekeeper": pytest.approx(3 * 12 / 20),
        "consultant": pytest.approx(3 * 6 / 20),
        "liaison": pytest.approx(0),
    }
    assert found.of("university:norrvik")[0] == {
        "coordinator": 1, "representative": 2, "gatekeeper": 2, "consultant": 0, "liaison": 0
    }  # fmt: skip
    assert found.of("city:aby")[0] == dict.fromkeys(ROLES, 0)
    assert found.left_out == {}
    assert roles(small, "theme").left_out == {"no_theme": 5}


@given(EDGES)
@settings(max_examples=60)
def test_constraint_and_effective_size_are_those_of_networkx(edges):
    ties = ties_of(edges, 8)
    for ours, theirs in ((constraint, nx.constraint), (effective_size, nx.effective_size)):
        expected = {ties.ids[place]: pytest.approx(value) for place, value in theirs(ties.graph).items()}
        assert dict(ours(ties).ranked) == expected


def counted(graph: nx.Graph, labels: dict[int, str], broker: int) -> dict[str, int]:
    """Count the pairs of partners without a tie one by one."""
    found = dict.fromkeys(ROLES, 0)
    for a, b in combinations(sorted(graph[broker]), 2):
        if not graph.has_edge(a, b):
            own, one, other = labels[broker], labels[a], labels[b]
            if own in (one, other):
                for role in ("coordinator",) if one == other else ("representative", "gatekeeper"):
                    found[role] += 1
            else:
                found["consultant" if one == other else "liaison"] += 1
    return found


@given(EDGES, st.lists(st.sampled_from(["A", "B", "C", None]), min_size=8, max_size=8))
@settings(max_examples=60)
def test_roles_are_those_that_are_counted_one_by_one(edges, labels):
    ties = ties_of(edges, 8, labels)
    known = {place: label for place, label in enumerate(ties.labels("county")) if label is not None}
    graph = ties.graph.subgraph(known)
    found = {id: between for id, between, _expected in roles(ties, "county").ranked}
    assert found == {ties.ids[place]: counted(graph, known, place) for place in known}


def test_what_chance_would_give_is_the_mean_over_all_ways_to_draw_the_others_groups():
    labels = ["A", "A", "A", "B", "B", "C"]
    ties = ties_of([(0, 1), (0, 3), (0, 4), (0, 5), (3, 4), (1, 2)], 6, labels)
    drawn = [counted(ties.graph, dict(enumerate(["A", *others])), 0) for others in permutations(labels[1:])]
    _found, expected = roles(ties, "county").of("company:00")
    assert expected == {role: pytest.approx(sum(d[role] for d in drawn) / len(drawn)) for role in ROLES}
