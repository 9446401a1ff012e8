"""Who works with whom, worked out by hand."""

import numpy as np
import pytest

from networks import network
from samverkan.network.projection import Teams, data_about, funders, main_programme


def ties(teams: Teams) -> dict[tuple[str, str], float]:
    """Strength of every working tie, each pair once."""
    ids, matrix = teams.network.actors["id"], teams.ties.tocoo()
    found = {(ids[a], ids[b]): float(v) for a, b, v in zip(*matrix.coords, matrix.data, strict=True)}
    assert all(found[b, a] == value for (a, b), value in found.items())
    return {pair: value for pair, value in found.items() if pair[0] < pair[1]}


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
    assert set(ties(teams)) == ({("city:a", "city:b")} if works else set())


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


def test_what_is_known_of_an_actor():
    made = network(
        [f"city:full PARTNER_IN project:{p}" for p in "xyz"]
        + [f"city:nothemes MEMBER_OF network:{p}" for p in "xyz"]
        + ["project:x FOCUSES_ON theme:t", "city:thin PARTNER_IN project:x", "company:d LOCATED_IN city:bare"]
    )
    assert dict(zip(made.actors["id"], data_about(made, Teams(made)), strict=True)) == {
        "city:bare": "none", "city:full": "full", "city:nothemes": "thin", "city:thin": "thin", "company:d": "none",
    }  # fmt: skip


def test_the_programme_is_the_one_with_the_most_member_cities_and_its_funders_stand_above_it():
    made = network([
        "city:a MEMBER_OF programme:p", "city:b MEMBER_OF programme:p", "city:a MEMBER_OF programme:q",
        "company:c MEMBER_OF programme:q", "company:d MEMBER_OF programme:q", "programme:p PART_OF programme:whole",
        "agency:f FUNDS programme:whole", "agency:g FUNDS programme:p", "agency:h FUNDS programme:q",
    ])  # fmt: skip
    assert main_programme(made) == "programme:p"
    assert funders(made, "programme:p") == ["agency:f", "agency:g"]


def test_an_empty_network_has_no_programme_and_no_ties():
    made = network([])
    assert main_programme(made) is None
    assert Teams(made).ties.shape == (0, 0)
    assert data_about(made, Teams(made)) == []


def test_incidence_counts_an_actor_once():
    made = network(["city:a PARTNER_IN project:x 2020", "city:a PARTNER_IN project:x 2021", "city:a HOSTS project:x"])
    assert np.array_equal(made.incidence(("PARTNER_IN", "HOSTS")).toarray(), [[1.0]])
