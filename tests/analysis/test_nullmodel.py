"""Trades keep what they must keep, reach everything alike, and the test that rests on them holds its level."""

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.analysis.nullmodel import NullModel, compared, permutation_test


@st.composite
def models(draw) -> NullModel:
    actors, activities = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    ties = draw(st.lists(st.booleans(), min_size=actors * activities, max_size=actors * activities))
    strata = draw(st.lists(st.sampled_from([0, 1, 5]), min_size=actors, max_size=actors))
    classes = draw(st.lists(st.integers(0, 1), min_size=activities, max_size=activities))
    return NullModel(sp.csr_array(np.array(ties, dtype=float).reshape(actors, activities)), strata, classes)


def kept(model: NullModel, incidence: sp.csr_array) -> list[np.ndarray]:
    """Activities of each actor by class, and actors of each activity by stratum."""
    dense = incidence.toarray()
    by_class = [dense[:, np.array(model.classes) == c].sum(axis=1) for c in (0, 1)]
    return by_class + [dense[np.array(model.strata) == s].sum(axis=0) for s in (0, 1, 5)]


@given(models(), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_a_draw_keeps_how_many_ties_each_has_in_every_stratum_and_class(model, seed):
    before = model.incidence.toarray()
    drawn = [*model.draws(4, seed=seed, trades=2), model.shuffled(seed=seed, trades=3)]
    assert len(drawn) == 5
    for network in drawn:
        assert network.shape == model.incidence.shape
        assert set(network.data.tolist()) <= {1.0}
        assert network.has_canonical_format
        for was, now in zip(kept(model, model.incidence), kept(model, network), strict=True):
            assert was.tolist() == now.tolist()
    assert (model.incidence.toarray() == before).all()


@given(models(), st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_same_seed_draws_the_same_networks(model, seed):
    one, other = (list(model.draws(3, seed=seed)) for _turn in range(2))
    assert all((a != b).nnz == 0 for a, b in zip(one, other, strict=True))
    assert (model.shuffled(seed=seed) != model.shuffled(seed=seed)).nnz == 0


def test_another_seed_draws_another_network():
    model = NullModel(sp.eye_array(30, format="csr"), np.zeros(30), np.zeros(30))
    assert (model.shuffled(seed=1) != model.shuffled(seed=2)).nnz > 0


def matrices(rows: tuple[int, ...], columns: tuple[int, ...]) -> set[tuple[tuple[int, ...], ...]]:
    """All matrices of zeros and ones with these sums."""
    choices = [[set(c) for c in combinations(range(len(columns)), r)] for r in rows]
    made = (tuple(tuple(int(j in c) for j in range(len(columns))) for c in chosen) for chosen in product(*choices))
    return {m for m in made if tuple(map(sum, zip(*m, strict=True))) == columns}


def test_all_networks_with_these_numbers_of_ties_come_up_alike_often():
    rows, columns = (3, 2, 1, 1), (2, 2, 2, 1)
    every = sorted(matrices(rows, columns))
    model = NullModel(sp.csr_array(np.array(every[0], dtype=float)), np.zeros(len(rows)), np.zeros(len(columns)))
    number = 80 * len(every)
    drawn = Counter(tuple(map(tuple, d.toarray().astype(int))) for d in model.draws(number, seed=7, trades=6))
    assert set(drawn) == set(every)
    chi_square = sum((count - 80) ** 2 / 80 for count in drawn.values())
    freedom = len(every) - 1
    assert abs(chi_square - freedom) < 3 * np.sqrt(2 * freedom)


def test_an_activity_trades_with_those_of_its_class_only():
    """Two actors of each of two sectors, each in one activity: a sector's own can swap, and only within a class."""
    ties = sp.csr_array(np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=float))
    seen = {
        tuple(map(tuple, d.toarray().astype(int)))
        for d in NullModel(ties, ["city", "city", "firm", "firm"], [0, 0, 1]).draws(50, seed=1)
    }
    swapped = ((0, 1, 0), (1, 0, 0), (1, 0, 0), (0, 0, 1))
    assert seen == {tuple(map(tuple, ties.toarray().astype(int))), swapped}


def test_a_comparison_by_hand():
    """Two numbers in nine draws, of which the second is too small a number to be in the family."""
    first = [2, 8, 10, 12, 8, 10, 12, 8, 10, 10]
    found = compared(np.array([first, [0, 4, 4, 4, 4, 4, 4, 4, 4, 4]], dtype=np.int32).T, at_most=0.5)
    assert found.observed.tolist() == [2, 0]
    assert found.expected.tolist() == [9.0, 3.6]
    assert found.spread[0] == pytest.approx(np.std(first))
    assert found.score[0] == pytest.approx((2 - 9) / np.std(first))
    assert found.family.tolist() == [True, False]
    assert found.p[0] == 0.1  # none of the nine is as far off
    assert np.isnan(found.p[1])
    assert found.permutations == 9
    assert found.found.tolist() == []  # nine draws cannot tell at 5 %


def test_more_than_half_of_what_is_expected_does_not_count_however_unusual():
    every = np.array([[60]] + [[100]] * 50 + [[101]] * 49, dtype=np.int32)
    assert compared(every, at_most=0.5).found.tolist() == []
    assert compared(every, at_most=None).found.tolist() == [0]


def test_too_many_are_unusual_as_well_unless_only_holes_are_asked_for():
    every = np.array([[30]] + [[10]] * 50 + [[11]] * 49, dtype=np.int32)
    assert compared(every).found.tolist() == [0]
    assert compared(every).score[0] > 0
    assert compared(every, at_most=0.5).p.tolist() == [1.0]


def test_what_never_varies_says_nothing():
    found = compared(np.full((100, 2), 7, dtype=np.int32))
    assert np.isnan(found.score).all()
    assert np.isnan(found.p).all()


def test_two_groups_that_are_kept_apart_are_found():
    """Forty actors in two halves and twenty activities of four: none of them has actors of both halves."""
    chance = np.random.default_rng(3)
    ties = np.zeros((40, 20))
    for activity in range(20):
        ties[chance.choice(20, 4, replace=False) + 20 * (activity % 2), activity] = 1
    model = NullModel(sp.csr_array(ties), np.zeros(40), np.zeros(20))
    halves = np.repeat(np.eye(2), 20, axis=0)

    def between(incidence: sp.csr_array) -> np.ndarray:
        joined = (incidence @ incidence.T).toarray() > 0
        np.fill_diagonal(joined, False)
        counts = halves.T @ joined @ halves
        return counts[[0, 0, 1], [0, 1, 1]]

    told = []
    found = permutation_test(between, model, 99, seed=1, at_most=0.5, progress=lambda *done: told.append(done))
    assert found.observed[1] == 0
    assert 50 < found.expected[1] < 80
    assert found.found.tolist() == [1]
    assert found.p[1] == 0.01
    assert told == [(n, 99) for n in range(1, 100)]


def test_a_network_without_ties_has_itself_as_its_only_draw():
    model = NullModel(sp.csr_array((3, 2)), np.zeros(3), np.zeros(2))
    assert [d.nnz for d in model.draws(2, seed=1)] == [0, 0]
