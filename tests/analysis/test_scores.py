"""From rankings to numbers: ranks, ties, the tail and intervals."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from networks import network
from samverkan.analysis.context import Context, View
from samverkan.analysis.protocols import Task
from samverkan.analysis.scores import MEASURES, answer, exact_interval, intervals, mean, measured, tail_of

SIZE = 120


def measures(score, right, tail=None):
    """The measures of one ranking, by name."""
    values, _first = measured(
        np.array(score, dtype=np.float32), np.array(right, dtype=bool), None if tail is None else np.array(tail)
    )
    return dict(zip(MEASURES, values, strict=True))


def ranking_with_hits_at(*ranks: int, of: int = SIZE):
    """Scores of targets in the order of their places, and which of them are right."""
    return np.linspace(1, 0, of), [place + 1 in ranks for place in range(of)]


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ((1,), {"hits@5": 1, "hits@10": 1, "hits@50": 1, "recall@50": 1, "mrr": 1}),
        ((5, 6), {"hits@5": 1, "hits@10": 1, "hits@50": 1, "recall@50": 1, "mrr": 1 / 5}),
        ((6, 60), {"hits@5": 0, "hits@10": 1, "hits@50": 1, "recall@50": 1 / 2, "mrr": 1 / 6}),
        ((10, 50, 51, 52), {"hits@5": 0, "hits@10": 1, "hits@50": 1, "recall@50": 1 / 2, "mrr": 1 / 10}),
        ((11,), {"hits@5": 0, "hits@10": 0, "hits@50": 1, "recall@50": 1, "mrr": 1 / 11}),
        ((51,), {"hits@5": 0, "hits@10": 0, "hits@50": 0, "recall@50": 0, "mrr": 1 / 51}),
        ((SIZE,), {"hits@5": 0, "hits@10": 0, "hits@50": 0, "recall@50": 0, "mrr": 1 / SIZE}),
    ],
)
def test_ranks(ranks, expected):
    found = measures(*ranking_with_hits_at(*ranks))
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert np.isnan(found["tail_hits@10"])


def test_the_tail_leaves_the_most_connected_out_of_candidates_and_truth():
    # without the first three, what is thirteenth is tenth, and what is fourteenth is not
    tail = np.arange(SIZE) >= 3
    assert measures(*ranking_with_hits_at(13), tail)["tail_hits@10"] == 1
    assert measures(*ranking_with_hits_at(14), tail)["tail_hits@10"] == 0
    assert measures(*ranking_with_hits_at(1, 14), tail)["tail_hits@10"] == 0
    assert np.isnan(measures(*ranking_with_hits_at(1, 2), tail)["tail_hits@10"])  # no truth is left


def test_who_is_no_candidate_has_no_rank():
    assert measures([-np.inf, 0.5, 0.0], [False, False, True])["mrr"] == 1 / 2


@given(
    st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, -np.inf]), min_size=1, max_size=100),
    st.lists(st.booleans(), min_size=100, max_size=100),
    st.lists(st.booleans(), min_size=100, max_size=100),
)
@settings(deadline=None)
def test_as_if_all_were_sorted(score, right, tail):
    scores, n = np.array(score, dtype=np.float32), len(score)
    flags, left = np.array(right[:n]) & np.isfinite(scores), np.array(tail[:n])
    if not flags.any():
        return
    order = [p for p in np.argsort(-scores, kind="stable") if np.isfinite(scores[p])]
    ranks = [rank for rank, place in enumerate(order, 1) if flags[place]]
    in_tail = [place for place in order if left[place]]
    expected = [float(ranks[0] <= k) for k in (5, 10, 50)]
    expected += [sum(rank <= 50 for rank in ranks) / len(ranks), 1 / ranks[0]]
    expected.append(float(flags[in_tail[:10]].any()) if flags[in_tail].any() else np.nan)
    values, first = measured(scores, flags, left)
    assert values == pytest.approx(expected, nan_ok=True)
    assert first.tolist() == order[:10]


# ---- tasks

ACTORS = [f"city:{i:03}" for i in range(SIZE)]
STAR = network(  # city:000 has two partners, the rest of the first three one, all others none
    ["city:000 PARTNER_IN project:x", "city:001 PARTNER_IN project:x", "city:000 PARTNER_IN project:y",
     "city:002 PARTNER_IN project:y"],
    **{id.replace(":", "__"): {} for id in ACTORS},
)  # fmt: skip


def asked(subjects: int = 1, right: int = 7, *, closed: tuple[int, ...] = (), actors: bool = True) -> Task:
    """Ask the last actors for one of them all."""
    truth = np.zeros((subjects, SIZE))
    truth[:, right] = 1
    places = list(range(SIZE - subjects, SIZE))
    known = sp.csr_array((np.ones(subjects), (range(subjects), places)), shape=(subjects, SIZE))
    open_ = np.array([place not in closed for place in range(SIZE)])
    return Task(Context(STAR), places, sp.csr_array(truth), known, open_, ["project:x"] * subjects, actors)


def alike(view: View):
    return np.zeros((len(view.rows), SIZE))


def by_place(view: View):
    return np.tile(-np.arange(SIZE, dtype=float), (len(view.rows), 1))


def test_equals_are_in_random_order_that_the_seed_decides():
    found = [answer([asked(100)], {"alike": alike}, seed=seed) for seed in (1, 1, 2)]
    one, again, other = (1 / a.column("alike", "mrr") for a in found)
    assert one.tolist() == again.tolist() != other.tolist()
    assert set(one.round().astype(int)) <= set(range(1, SIZE))  # one of them is the subject itself
    assert one.mean() == pytest.approx(SIZE / 2, rel=0.2)
    assert found[0].column("alike", "hits@50").mean() == pytest.approx(50 / (SIZE - 1), abs=0.15)


def test_a_case_is_ranked_alike_whatever_else_is_asked_or_compared():
    alone = answer([asked(70)], {"alike": alike}, seed=1)
    beside = answer([asked(70), asked(3)], {"place": by_place, "alike": alike}, seed=1)
    assert alone.values["alike"] == beside.values["alike"][:70]
    assert set(beside.column("place", "mrr").tolist()) == {1 / 8}


def test_nothing_missing_is_taken_for_a_score():
    def missing(view):
        scores = alike(view)
        scores[:, 7] = 1.0
        scores[:, 8:20] = np.nan
        return scores

    assert answer([asked()], {"missing": missing}, seed=1).column("missing", "mrr").tolist() == [1.0]


def test_sums_that_differ_in_the_last_digits_are_equal():
    def noisy(view):
        return 0.1 + 1e-17 + 1e-16 * by_place(view)

    def plain(view):
        return alike(view) + 0.1

    found = answer([asked(40)], {"noisy": noisy, "plain": plain}, seed=3)
    assert found.values["noisy"] == found.values["plain"]


def test_what_is_told_of_each_case():
    found = answer([asked(2)], {"place": by_place}, seed=1)
    assert (found.subjects, found.clusters) == (["city:118", "city:119"], ["project:x"] * 2)
    assert (found.degrees, found.countries, found.candidates) == ([0, 0], [None, None], SIZE)
    assert found.named == {"place": set(range(10))}
    assert found.table("place").shape == (2, len(MEASURES))


def test_the_tail_is_the_rounded_hundredth_of_the_candidates():
    assert np.flatnonzero(~tail_of(asked())).tolist() == [0]  # 1.2 of 120
    assert np.flatnonzero(~tail_of(asked(closed=(0,)))).tolist() == [1]  # 1.19: who cannot be named counts not
    assert tail_of(asked(actors=False)) is None
    assert tail_of(asked(closed=tuple(range(80)))).all()  # 0.4


@pytest.mark.parametrize(
    ("tasks", "steps"),
    [([asked(70)], [(64, 70), (70, 70)]), ([asked(70), asked(1)], [(1, 2), (2, 2)])],
    ids=["subjects of one task", "tasks"],
)
def test_progress(tasks, steps):
    told = []
    answer(tasks, {"place": by_place}, seed=1, progress=lambda done, total: told.append((done, total)))
    assert told == steps


# ---- intervals


def test_means_of_what_is_known():
    assert mean(np.array([[1.0, np.nan, np.nan], [0.0, 3.0, np.nan]])) == pytest.approx([0.5, 3.0, np.nan], nan_ok=True)
    assert np.isnan(mean(np.zeros((0, 2)))).all()


def test_an_interval_of_independent_cases_is_that_of_the_normal_distribution():
    values = np.tile([[0.0], [1.0]], (200, 1))
    low, high = intervals(values, [str(i) for i in range(400)], draws=4000, seed=1)
    assert [low[0], high[0]] == pytest.approx([0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025], abs=0.004)


def test_an_interval_of_whole_clusters_is_wider():
    # forty clusters of ten cases that agree: as if there were forty cases
    values = np.repeat(np.tile([0.0, 1.0], 20), 10)[:, np.newaxis]
    low, high = intervals(values, [str(i // 10) for i in range(400)], draws=4000, seed=1)
    assert [low[0], high[0]] == pytest.approx([0.5 - 1.96 * 0.5 / 40**0.5, 0.5 + 1.96 * 0.5 / 40**0.5], abs=0.02)


def test_an_interval_needs_five_clusters():
    values = np.arange(12.0).reshape(6, 2)
    values[0, 1] = values[1, 1] = np.nan
    low, high = intervals(values, list("abcdef"), draws=100, seed=1)
    assert np.isfinite([low[0], high[0]]).all()
    assert np.isnan([low[1], high[1]]).all()
    assert all(np.isnan(end).all() for end in intervals(values[:3], list("abc"), draws=100, seed=1))
    assert all(np.isnan(end).all() for end in intervals(values[:0], [], draws=100, seed=1))


def test_a_constant_has_an_interval_without_width():
    low, high = intervals(np.full((9, 1), 0.25), list("abcdefghi"), draws=50, seed=1)
    assert (low.tolist(), high.tolist()) == ([0.25], [0.25])


@pytest.mark.parametrize(("hits", "cases"), [(0, 8), (6, 8), (7, 8), (8, 8), (1, 1), (30, 92)])
def test_the_exact_interval_is_that_of_scipy(hits, cases):
    theirs = binomtest(hits, cases).proportion_ci(0.95, method="exact")
    assert exact_interval(hits, cases) == pytest.approx((theirs.low, theirs.high))
