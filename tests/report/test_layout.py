"""Positions: where nodes are put, that discs do not overlap, that a map in the head of a reader stays."""

import time

import networkx as nx
import numpy as np
import pytest

from samverkan.report.layout import GAP, apart, layout


def overlaps(points, radii) -> list[tuple[int, int]]:
    """Pairs of discs that overlap, but for the rounding of their places."""
    between = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    touching = np.add.outer(radii, radii) > between + 0.15
    return [(a, b) for a, b in np.argwhere(touching).tolist() if a < b]


@pytest.fixture(scope="module")
def two_villages() -> list[tuple[int, int]]:
    """Two cliques of ten, 0 to 9 and 10 to 19, with one tie between them."""
    village = [(a, b) for a in range(10) for b in range(a)]
    return [*village, *((a + 10, b + 10) for a, b in village), (0, 10)]


def test_the_same_seed_gives_the_same_places_and_another_gives_others(two_villages):
    first, again, other = (layout([5.0] * 20, two_villages, seed=seed) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()
    assert first.tolist() == first.round(1).tolist()


def test_who_is_tied_is_near(two_villages):
    points = layout([5.0] * 20, two_villages)
    between = np.hypot(*(points[:10].mean(axis=0) - points[10:].mean(axis=0)))
    within = max(np.hypot(*(points[part] - points[part].mean(axis=0)).T).max() for part in (slice(10), slice(10, 20)))
    assert between > 2 * within


def test_no_two_discs_overlap():
    graph = nx.powerlaw_cluster_graph(400, 2, 0.4, seed=7)
    radii = np.array([4 + 2.6 * degree**0.5 for _node, degree in graph.degree()])
    points = layout(radii, list(graph.edges()))
    assert overlaps(points, radii) == []


def test_discs_in_one_place_are_pushed_apart_and_others_stay():
    points = apart(np.array([[0.0, 0.0], [0.0, 0.0], [100.0, 0.0]]), np.array([5.0, 5.0, 5.0]))
    assert np.hypot(*(points[0] - points[1])) == pytest.approx(10 + GAP, abs=0.2)
    assert points[2].tolist() == [100.0, 0.0]


def test_whoever_had_a_place_keeps_it_and_a_new_one_comes_near_its_own(two_villages):
    before = layout([5.0] * 20, two_villages)
    assert layout([5.0] * 20, two_villages, start=before).tolist() == before.tolist()
    start = np.vstack([before, [[np.nan, np.nan]]])
    after = layout([5.0] * 21, [*two_villages, (20, 10), (20, 11), (20, 12)], start=start)
    assert np.hypot(*(after[:20] - before).T).max() < 12  # at most a disc pushed aside
    nearest = np.hypot(*(after[:20] - after[20]).T).argsort()[:5]
    assert {*nearest.tolist()} <= {*range(10, 20)}


def test_a_new_one_that_is_tied_to_new_ones_only_finds_a_place():
    before = layout([5.0] * 3, [(0, 1), (1, 2)])
    after = layout([5.0] * 6, [(0, 1), (1, 2), (2, 3), (3, 4)], start=np.vstack([before, np.full((3, 2), np.nan)]))
    assert np.isfinite(after).all()
    assert after[:3].tolist() == before.tolist()


@pytest.mark.parametrize(("n", "expected"), [(0, []), (1, [[0.0, 0.0]])])
def test_the_smallest_networks(n, expected):
    assert layout([5.0] * n, []).tolist() == expected


def test_nodes_without_edges_are_placed_too():
    assert overlaps(layout([5.0] * 30, []), np.full(30, 5.0)) == []


def test_it_is_far_faster_than_that_of_networkx():
    graph = nx.powerlaw_cluster_graph(300, 2, 0.4, seed=7)
    edges, sizes = list(graph.edges()), [5.0] * 300
    layout(sizes, edges)

    def taken(action) -> float:
        began = time.process_time()
        action()
        return time.process_time() - began

    theirs = taken(lambda: nx.forceatlas2_layout(graph, max_iter=30, seed=1))  # a tenth of our rounds
    ours = min(taken(lambda: layout(sizes, edges)) for _ in range(3))
    assert ours < 3 * theirs
