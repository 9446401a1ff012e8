"""Who works with whom, worked out by hand."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.network.teams import Teams


def strengths(matrix: sp.csr_array, ids: list[str]) -> dict[tuple[str, str], float]:
    """What a matrix of actors holds, each pair once."""
    found = matrix.tocoo()
    return {(ids[a], ids[b]): float(v) for a, b, v in zip(*found.coords, found.data, strict=True) if a < b}


def ties(teams: Teams) -> dict[tuple[str, str], float]:
    """Strength of every tie that counts, each pair once."""
    return strengths(teams.ties, teams.network.actors["id"])


def test_a_team_of_n_ties_each_pair_with_one_part_in_n_less_one():
    teams = Teams(network([
        "city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x",
        "city:b COORDINATES project:y", "city:b PARTNER_IN project:y", "city:c PARTNER_IN project:y",
        "company:d PARTNER_IN project:y",
    ]))  # fmt: skip
    assert ties(teams) == {
        ("city:a", "city:b"): 1.0,
        ("city:b", "city:c"): 0.5,
        ("city:b", "company:d"): 0.5,
        ("city:c", "company:d"): 0.5,
    }
    assert teams.shared(*(teams.network.actors.index[c] for c in ("city:b", "city:c"))) == ["project:y"]


def test_direct_ties_are_teams_of_two_and_sister_cities_are_none():
    teams = Teams(network([
        "city:a TWINNED_WITH city:b 2024-12-01", "city:b COLLABORATES_WITH company:d", "city:a SISTER_CITY_OF city:c",
    ]))  # fmt: skip
    assert ties(teams) == {("city:a", "city:b"): 1.0, ("city:b", "company:d"): 1.0}


@pytest.mark.parametrize(
    ("activity", "facts", "works"),
    [
        ("project:x", {}, True),
        ("project:x", {"size": 25}, True),
        ("project:x", {"size": 26}, False),
        ("network:x", {}, True),
        ("programme:x", {}, False),
        ("programme:x", {"size": 25}, True),
        ("programme:x", {"size": 26}, False),
        ("event:x", {"size": 2}, False),
        ("agreement:x", {"size": 2}, False),
    ],
)
def test_what_makes_a_working_tie(activity, facts, works):
    teams = Teams(network(
        [f"city:a PARTNER_IN {activity}", f"city:b PARTNER_IN {activity}"], **{activity.replace(":", "__"): facts}
    ))  # fmt: skip
    assert teams.working.tolist() == [works]
    assert set(strengths(teams.working_ties, teams.network.actors["id"])) == (
        {("city:a", "city:b")} if works else set()
    )


def test_sixteen_known_actors_are_no_team():
    of = {n: Teams(network([f"city:c{i} PARTNER_IN project:x" for i in range(n)])) for n in (15, 16)}
    assert [of[n].working.tolist() for n in (15, 16)] == [[True], [False]]


def test_size_is_the_larger_of_known_and_told_and_25_for_an_open_list():
    teams = Teams(network(
        [f"city:{c} MEMBER_OF {a}" for c in "ab" for a in ("network:n", "project:p", "programme:q", "network:small")],
        project__p={"size": 5}, programme__q={"size": 1}, network__small={"size": 4},
    ))  # fmt: skip
    assert dict(zip(teams.network.activities["id"], teams.sizes.tolist(), strict=True)) == {
        "network:n": 25, "network:small": 4, "programme:q": 2, "project:p": 5,
    }  # fmt: skip


def test_nobody_to_meet_weighs_nothing():
    teams = Teams(network(["city:a PARTNER_IN project:x"]))
    assert teams.weights.tolist() == [0.0]
    assert teams.ties.nnz == 0


def test_funding_and_taking_part_are_no_working_ties():
    teams = Teams(network([
        "agency:f FUNDS project:x", "city:a PARTNER_IN project:x", "city:a TOOK_PART_IN event:e",
        "city:b TOOK_PART_IN event:e", "city:b HOSTS project:x",
        "city:a SIGNED agreement:k", "city:b SIGNED agreement:k",
    ]))  # fmt: skip
    assert ties(teams) == {}


def test_an_empty_network_has_no_ties():
    teams = Teams(network([]))
    assert (teams.ties.shape, teams.strength.tolist()) == ((0, 0), [])


# ---- what counts, and how much


def test_a_large_project_counts_and_makes_no_working_ties():
    made = network(
        ["city:a PARTNER_IN project:large", "city:b PARTNER_IN project:large", "city:b PARTNER_IN project:small",
         "city:c PARTNER_IN project:small", "city:c MEMBER_OF network:open", "city:a MEMBER_OF network:open",
         "city:a MEMBER_OF programme:p", "city:c MEMBER_OF programme:p"],
        project__large={"size": 101}, network__open={"size": 26},
    )  # fmt: skip
    teams = Teams(made)
    told = [dict(zip(made.activities["id"], flags.tolist(), strict=True)) for flags in (teams.counted, teams.working)]
    assert told == [
        {"network:open": False, "programme:p": False, "project:large": True, "project:small": True},
        {"network:open": False, "programme:p": False, "project:large": False, "project:small": True},
    ]
    ids = made.actors["id"]
    assert strengths(teams.ties, ids) == {("city:a", "city:b"): 0.01, ("city:b", "city:c"): 1.0}
    assert strengths(teams.working_ties, ids) == {("city:b", "city:c"): 1.0}
    assert [teams.incidence.nnz, teams.working_incidence.nnz, teams.everybody.nnz] == [4, 2, 8]
    assert teams.strength == pytest.approx([0.01, 1.01, 1.0])


def test_a_tie_loses_half_of_its_weight_every_two_years_and_one_without_a_date_is_two_years_old():
    made = network([
        "city:a PARTNER_IN project:new 2024", "city:b PARTNER_IN project:new 2024",
        "city:b PARTNER_IN project:old 2020", "city:c PARTNER_IN project:old 2022",
        "city:c PARTNER_IN project:undated", "city:d PARTNER_IN project:undated",
        "city:d PARTNER_IN project:future 2031", "city:e PARTNER_IN project:future",
        "city:a TWINNED_WITH city:d 2018", "city:a COLLABORATES_WITH city:d 2022", "city:a TWINNED_WITH city:c",
    ])  # fmt: skip
    teams = Teams(made, as_of=2024.0)
    assert dict(zip(made.activities["id"], teams.recency.tolist(), strict=True)) == {
        "project:future": 1.0, "project:new": 1.0, "project:old": 0.25, "project:undated": 0.5,
    }  # fmt: skip
    assert strengths(teams.ties, made.actors["id"]) == {
        ("city:a", "city:b"): 1.0,
        ("city:a", "city:c"): 0.5,
        ("city:a", "city:d"): 0.5,  # by the newest of the two rows
        ("city:b", "city:c"): 0.25,
        ("city:c", "city:d"): 0.5,
        ("city:d", "city:e"): 1.0,
    }
    half = Teams(made, as_of=2024.0, half_life=4.0)
    assert half.recency.tolist() == [1.0, 1.0, 0.5, 0.5]


def test_a_year_that_is_mistyped_does_not_undo_a_tie():
    made = network([f"city:{c} PARTNER_IN project:x 0202" for c in "ab"] + ["city:a TWINNED_WITH city:c 0202"])
    teams = Teams(made, as_of=2024.0)
    assert strengths(teams.ties, made.actors["id"]) == {("city:a", "city:b"): 2.0**-50, ("city:a", "city:c"): 2.0**-50}


def test_large_teams_may_count_as_much_as_small_ones():
    made = network([*(f"city:{c} PARTNER_IN project:x 2022" for c in "abc"), "city:a PARTNER_IN project:alone 2022"])
    plain = Teams(made, as_of=2024.0, by_size=False)
    assert dict(zip(made.activities["id"], plain.weights.tolist(), strict=True)) == {
        "project:alone": 0.0, "project:x": 0.5,
    }  # fmt: skip
    assert set(strengths(plain.ties, made.actors["id"]).values()) == {0.5}


# ---- whatever the teams

PLACES = st.tuples(
    st.sampled_from(["city:a", "city:b", "city:c", "company:d", "company:e"]),
    st.sampled_from(["project:x", "project:y", "project:z", "network:n", "programme:p"]),
    st.sampled_from(["-", "2001", "2019", "2023-06"]),
)
PAIRS = st.tuples(
    st.sampled_from(["city:a", "city:b", "city:c"]), st.sampled_from(["city:b", "company:d"]), st.just("2020")
)


@st.composite
def teams_of(draw) -> Teams:
    """Teams of up to five actors in up to five activities, and of two without one, at a date or without."""
    rows = [f"{a} PARTNER_IN {x} {start}" for a, x, start in draw(st.sets(PLACES))]
    rows += [f"{a} COLLABORATES_WITH {b} {start}" for a, b, start in draw(st.sets(PAIRS)) if a != b]
    sizes = {x: {"size": draw(st.sampled_from([None, 1, 3, 40]))} for x in ("project__x", "network__n", "programme__p")}
    cities = {f"city__{c}": {} for c in "abc"}
    return Teams(network(rows, **sizes, **cities), as_of=draw(st.sampled_from([None, 2024.0, 2060.0])))


@settings(max_examples=75, deadline=None)
@given(teams_of(), st.data())
def test_what_is_handed_over_by_way_of_the_teams_is_what_the_ties_hand_over(teams, data):
    number = len(teams.network.actors)
    amounts = np.array(data.draw(st.lists(st.lists(
        st.sampled_from([0.0, 1.0, 0.1, 7.0]), min_size=number, max_size=number), min_size=1, max_size=3)))  # fmt: skip
    found, expected = teams.spread(amounts), amounts @ teams.ties
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-300)
    assert ((found == 0) == (expected == 0)).all()  # no error of rounding looks like a tie


@settings(max_examples=75, deadline=None)
@given(teams_of())
def test_ties_are_symmetric_and_working_ties_are_among_them(teams):
    ties, working = teams.ties.toarray(), teams.working_ties.toarray()
    np.testing.assert_array_equal(ties, ties.T)
    assert (ties.diagonal() == 0).all()
    assert ((working > 0) <= (ties > 0)).all()
    assert (working <= ties).all()
    np.testing.assert_allclose(teams.strength, ties.sum(axis=1), rtol=1e-6)  # weak ties beside strong ones lose digits


@pytest.mark.parametrize("amount", [0.1, 0.3, 0.7, 1.0])
def test_who_is_alone_in_every_team_hands_over_nothing_at_all(amount):
    # What goes to the team and comes back, and what is taken off for it, differ in their last digits.
    alone = [f"city:a MEMBER_OF network:n{i} {2000 + 3 * i}" for i in range(5)]
    teams = Teams(network([*alone, "city:b PARTNER_IN project:x", "city:c PARTNER_IN project:x"]), as_of=2024.0)
    assert teams.spread(np.array([[amount, 0.0, 0.0]])).tolist() == [[0.0, 0.0, 0.0]]
