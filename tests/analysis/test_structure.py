"""Size, core and E-I index, by hand and beside networkx."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import ties_of
from samverkan.analysis.result import Overview
from samverkan.analysis.structure import core, ei_index, size


def numbers(overview: Overview) -> dict[str, float | None]:
    return {n.measure: n.value for n in overview.numbers}


def test_the_size_of_the_small_network(small):
    """Six of eight have a working tie; Sundholm has a sister city only, and the agency pays."""
    assert numbers(size(small)) == {
        "actors": 6,
        "without_ties": 2,
        "without_data": 0,
        "activities": 2,
        "ties": 8,
        "density": 8 / 15,
        "partners": 16 / 6,
        "median_partners": 3.0,
        "components": 1,
        "largest_component": 6,
    }


def test_the_core_of_the_small_network(small):
    """Three have three partners or more each: Norrvik and Högskolan four, and Åby, first of two with three."""
    assert numbers(core(small)) == {
        "core": 3,
        "core_density": 1.0,
        "between_density": 5 / 9,
        "periphery_density": 0.0,
        "degeneracy": 3,
        "innermost": 4,
    }


def test_the_ei_index_of_the_small_network(small):
    found = ei_index(small.joined, small.labels("county"), "county")
    assert found.value("ei_index") == (5 - 3) / 8
    assert found.value("ei_index", "Norra län") == (5 - 1) / 6
    assert found.value("ei_index", "Södra län") == (5 - 2) / 7
    assert [n.expected for n in found.numbers] == [pytest.approx(x) for x in ((9 - 6) / 15, (9 - 3) / 12, (9 - 3) / 12)]
    assert found.parameters == {"grouping": "county", "actors": {"Norra län": 3, "Södra län": 3}}
    assert found.left_out == {}


def test_who_has_no_group_is_left_out_and_counted():
    ties = ties_of([(0, 1), (1, 2)], 3, ["A", "B", None])
    found = ei_index(ties.joined, ties.labels("county"), "county")
    assert found.value("ei_index") == 1.0
    assert found.left_out == {"no_county": 1}


def test_a_network_without_ties():
    ties = ties_of([], 3)
    assert numbers(size(ties)) == {
        **dict.fromkeys(("actors", "without_ties", "activities", "ties", "components", "largest_component"), 0),
        "without_data": 3,
        **dict.fromkeys(("density", "partners", "median_partners"), None),
    }
    assert numbers(core(ties)) == {
        "core": 0,
        "core_density": None,
        "between_density": None,
        "periphery_density": None,
        "degeneracy": 0,
        "innermost": 0,
    }
    assert ei_index(ties.joined, [], "county").value("ei_index") is None


def errors(graph: nx.Graph, inner: set[int]) -> int:
    """Ties that an ideal core lacks, and those that an ideal periphery would not have."""
    missing = sum(not graph.has_edge(a, b) for a, b in combinations(sorted(inner), 2))
    return missing + sum(a not in inner and b not in inner for a, b in graph.edges)


@given(st.sets(st.sampled_from(list(combinations(range(7), 2))), min_size=1))
@settings(max_examples=40)
def test_no_other_core_has_fewer_errors(edges):
    ties = ties_of(edges, 7)
    number = int(core(ties).value("core") or 0)
    order = sorted(range(len(ties.ids)), key=lambda place: (-ties.degree[place], place))
    best = min(
        errors(ties.graph, set(chosen)) for k in range(len(order) + 1) for chosen in combinations(range(len(order)), k)
    )
    assert errors(ties.graph, set(order[:number])) == best


@given(st.sets(st.sampled_from(list(combinations(range(9), 2))), min_size=1))
@settings(max_examples=40)
def test_parts_and_density_are_those_of_networkx(edges):
    ties = ties_of(edges, 9)
    graph = nx.Graph(list(edges))
    found = size(ties)
    assert found.value("density") == pytest.approx(nx.density(graph))
    assert found.value("components") == nx.number_connected_components(graph)
    assert found.value("largest_component") == len(max(nx.connected_components(graph), key=len))
