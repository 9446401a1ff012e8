"""What the measures share, worked out by hand."""

from math import log, nan

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis.context import Context, View, divided
from samverkan.network.network import Network


def by_id(of: Network, values) -> dict[str, object]:
    """Values of the actors by their ids."""
    return dict(zip(of.actors["id"], values, strict=True))


def held(matrix, rows: list[str], columns: list[str]) -> set[tuple[str, str, float]]:
    """What a matrix holds, with the ids of its row and column."""
    found = matrix.tocoo()
    return {(rows[a], columns[b], float(v)) for a, b, v in zip(*found.coords, found.data, strict=True)}


# ---- date and programme


def test_the_date_is_the_newest_start_and_the_programme_the_largest_unless_said():
    made = network([
        "city:a MEMBER_OF programme:q 2020", "city:b MEMBER_OF programme:q", "city:a MEMBER_OF programme:p 2021-03",
        "agency:f FUNDS programme:p", "agency:g FUNDS programme:q", "project:x PART_OF programme:p",
        "city:a PARTNER_IN project:x",
    ])  # fmt: skip
    context = Context.of(made)
    assert (context.as_of, context.now, context.programme) == ("2021-03", 2021.25, "programme:q")
    assert (context.members, context.funders, context.initiatives) == ({"city:a", "city:b"}, ["agency:g"], {})
    said = Context.of(made, as_of="2022", programme="programme:p")
    assert (said.as_of, said.now, said.programme) == ("2022", 2023.0, "programme:p")
    assert (said.members, said.funders, said.initiatives) == ({"city:a"}, ["agency:f"], {"project:x": {"city:a"}})


def test_without_dates_and_programmes_nothing_is_older_than_anything():
    context = Context.of(network(["city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x"]))
    assert (context.as_of, context.programme, context.teams.recency.tolist()) == (None, None, [1.0])
    assert np.isnan(context.now)
    assert (context.members, context.funders, context.initiatives) == (frozenset(), [], {})
    assert context.joined_programme == pytest.approx([nan, nan], nan_ok=True)


def test_since_when_each_is_known_in_the_programme_or_in_what_is_part_of_it():
    made = network([
        "city:a MEMBER_OF programme:p 2021", "city:a PARTNER_IN project:x 2019-07", "city:b HOSTS project:x 2023",
        "city:c MEMBER_OF programme:p", "city:d PARTNER_IN project:deeper 2010", "agency:f FUNDS project:x 2001",
        "project:x PART_OF programme:p", "project:deeper PART_OF project:x",
    ])  # fmt: skip
    context = Context.of(made, programme="programme:p")
    assert by_id(made, context.joined_programme.tolist()) == pytest.approx(
        {"agency:f": nan, "city:a": 2019.5, "city:b": 2023.0, "city:c": nan, "city:d": nan}, nan_ok=True
    )


# ---- ties

TIES = network(
    [
        "city:a PARTNER_IN project:large 2020", "city:b PARTNER_IN project:large 2020", "city:b COORDINATES project:x",
        "company:k PARTNER_IN project:x", "city:a SIGNED agreement:g", "city:c SIGNED agreement:g",
        "city:c TOOK_PART_IN event:e", "city:b HOSTS event:e", "city:a MEMBER_OF programme:p",
        "city:c HOSTS network:n", "city:a SISTER_CITY_OF city:c", "agency:f FUNDS project:x",
    ],
    project__large={"size": 40}, agreement__g={"size": 9},
)  # fmt: skip


def test_a_large_project_joins_without_making_a_working_tie():
    context, ids = Context.of(TIES), TIES.actors["id"]
    pair, team = (
        {("city:a", "city:b", 1.0), ("city:b", "city:a", 1.0)},
        [("city:b", "company:k"), ("company:k", "city:b")],
    )
    assert held(context.joined, ids, ids) == pair | {(a, b, 1.0) for a, b in team}
    assert {(a, b) for a, b, _v in held(context.working, ids, ids)} == set(team)
    assert by_id(TIES, context.degree.tolist()) == {
        "agency:f": 0.0, "city:a": 1.0, "city:b": 2.0, "city:c": 0.0, "company:k": 1.0,
    }  # fmt: skip


def test_what_can_be_joined_and_where_two_may_have_met():
    context, ids = Context.of(TIES), (TIES.actors["id"], TIES.activities["id"])
    assert held(context.inside, *ids) == {
        ("city:a", "project:large", 1.0), ("city:b", "project:large", 1.0), ("city:b", "project:x", 1.0),
        ("company:k", "project:x", 1.0), ("city:a", "programme:p", 1.0), ("city:c", "network:n", 1.0),
    }  # fmt: skip
    assert held(context.meetings, *ids) == {
        ("city:a", "agreement:g", 1.0), ("city:c", "agreement:g", 1.0),
        ("city:b", "event:e", 1.0), ("city:c", "event:e", 1.0),
    }  # fmt: skip
    assert dict(zip(TIES.activities["id"], context.met.tolist(), strict=True)) == {
        "agreement:g": 9.0, "event:e": 2.0, "network:n": 0.0, "programme:p": 0.0, "project:large": 40.0,
        "project:x": 0.0,
    }  # fmt: skip
    assert held(context.sister_cities, ids[0], ids[0]) == {("city:a", "city:c", 1.0), ("city:c", "city:a", 1.0)}


def test_twins_are_mutual_and_named_once():
    made = network(["city:b TWINNED_WITH city:a 2020", "city:a TWINNED_WITH city:b 2022", "city:a TWINNED_WITH city:c"])
    assert Context.of(made).twins == {"city:a": ["city:b", "city:c"], "city:b": ["city:a"], "city:c": ["city:a"]}


# ---- themes

THEMES = network([
    "city:a FOCUSES_ON theme:heat", "city:b PARTNER_IN project:x 2020", "city:b MEMBER_OF programme:p 2022",
    "city:c MEMBER_OF programme:p", "city:d TOOK_PART_IN event:e", "city:e PARTNER_IN project:none",
    "project:x FOCUSES_ON theme:energy", "programme:p FOCUSES_ON theme:energy", "programme:p FOCUSES_ON theme:water",
    "event:e FOCUSES_ON theme:air", "theme:heat BROADER theme:energy",
])  # fmt: skip
# as of the end of 2022, so that project:x is three years old, and programme:p, which began in 2022, one


def test_themes_of_the_network_and_their_parts():
    context = Context.of(THEMES)
    assert context.themes == ["theme:air", "theme:energy", "theme:water"]
    assert [context.areas(theme) for theme in range(3)] == [
        ["theme:air"],
        ["theme:energy", "theme:heat"],
        ["theme:water"],
    ]


def test_a_theme_of_ones_own_or_of_an_activity_and_half_of_one_of_a_programme():
    found = Context.of(THEMES).actor_themes.tolist()
    assert by_id(THEMES, found) == {
        "city:a": [0.0, 1.0, 0.0], "city:b": [0.0, 1.0, 0.5], "city:c": [0.0, 0.5, 0.5],
        "city:d": [1.0, 0.0, 0.0], "city:e": [0.0, 0.0, 0.0],
    }  # fmt: skip


def test_rarity_is_0_where_all_have_it_and_1_where_one_has():
    assert Context.of(THEMES).rarity == pytest.approx([1.0, log(4 / 3) / log(4), log(2) / log(4)])
    assert Context.of(network(["city:a FOCUSES_ON theme:t"])).rarity.tolist() == [0.0]
    assert Context.of(network([f"city:{c} FOCUSES_ON theme:t" for c in "ab"])).rarity.tolist() == [0.0]


def test_a_theme_profile_is_the_share_of_each_theme_in_what_is_done_lately():
    context = Context.of(THEMES)
    old = 2**-1.5  # of the project; a whole programme is no work
    assert context.lately[1] == pytest.approx([0.0, old, 0.0])
    assert context.just_now[1] == pytest.approx([0.0, old**2, 0.0])  # twice as forgetful
    weights = np.array([0.0, old + 0.1, 0.05])
    assert context.theme_profile[1] == pytest.approx(weights / weights.sum())
    assert context.theme_profile[4].tolist() == [0.0, 0.0, 0.0]


# ---- facts

PLACES = network(
    ["company:one LOCATED_IN city:a", "company:two LOCATED_IN city:a", "company:two LOCATED_IN city:b",
     "company:own LOCATED_IN city:b", "company:none PARTNER_IN project:x"],
    city__a={"county": "X län", "latitude": 60.0, "longitude": 17.0, "population": 5},
    city__b={"county": "Y län"}, company__own={"county": "Z län", "sector": "business"},
)  # fmt: skip


def test_a_county_a_point_and_a_sector_of_its_own_or_of_where_it_is():
    context = Context.of(PLACES)
    assert by_id(PLACES, context.counties) == {
        "city:a": "X län", "city:b": "Y län", "company:none": None, "company:one": "X län", "company:own": "Z län",
        "company:two": None,
    }  # fmt: skip
    assert by_id(PLACES, context.sectors) == {
        "city:a": "municipality", "city:b": "municipality", "company:none": "Company", "company:one": "Company",
        "company:own": "business", "company:two": "Company",
    }  # fmt: skip
    here, nowhere = [np.pi / 3, np.radians(17)], [nan, nan]
    expected = [here, nowhere, nowhere, here, nowhere, nowhere]
    np.testing.assert_allclose(context.points, expected)
    assert by_id(PLACES, context.numbers("population").tolist())["city:a"] == 5.0
    assert np.isnan(context.numbers("population")[1:]).all()
    assert PLACES.actors["county"][3] is None  # not written into the network


def test_who_has_partners_in_which_group_of_actors():
    made = network(
        ["city:a COLLABORATES_WITH city:b", "city:a COLLABORATES_WITH company:k",
         "company:k COLLABORATES_WITH company:l"],
        city__a={"country": "SE"}, city__b={"country": "FI"}, company__k={"country": "SE"},
    )  # fmt: skip
    context = Context.of(made)
    countries = context.by_country
    assert (countries.names, countries.of.tolist()) == (["FI", "SE", ""], [1, 0, 1, 2])
    assert countries.partners.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 1, 0]]
    assert countries.share == pytest.approx([1 / 6, 4 / 6, 1 / 6])
    # ties seen from both ends [[0, 1, 0], [1, 2, 1], [0, 1, 0]]; by chance [[1, 4, 1], [4, 16, 4], [1, 4, 1]] / 6
    assert countries.affinity[:2, :2] == pytest.approx(
        np.log([[50 / (50 + 1 / 6), 51 / (50 + 4 / 6)], [51 / (50 + 4 / 6), 52 / (50 + 16 / 6)]])
    )
    assert np.isnan(countries.affinity[2]).all()
    assert np.isnan(countries.affinity[:, 2]).all()
    # a has one partner in either; five more are added as all have them: 1/6, 4/6 and 1/6
    assert countries.habit([0])[0, :2] == pytest.approx(
        np.log([(1 + 5 / 6) / 7 * 6 + 1e-3, (1 + 20 / 6) / 7 * 6 / 4 + 1e-3])
    )
    assert context.by_kind.names == ["City", "Company", ""]


# ---- a view


def test_a_view_of_some_subjects():
    context = Context.of(TIES)
    view = View(context, [3, 1])
    assert view.single.tolist() == [[0, 0, 0, 1, 0], [0, 1, 0, 0, 0]]
    assert view.partners.toarray().tolist() == [[0, 0, 0, 0, 0], [0, 0, 1, 0, 0]]


def test_dividing_by_nothing_is_nothing():
    assert divided(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([0.0, 4.0])).tolist() == [[0.0, 0.5], [0.0, 0.0]]


ROWS = st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("xyz")))


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_a_walk_along_the_ties_stays_whole_and_goes_where_networkx_goes(rows):
    made = network([f"city:{a} PARTNER_IN project:{x} 200{'abcde'.index(a)}" for a, x in sorted(rows)], city__a={})
    context = Context.of(made)
    view = View(context, range(len(made.actors)))
    graph = nx.from_scipy_sparse_array(context.teams.ties)
    assert dict(graph.degree()) == {place: int(k) for place, k in enumerate(context.degree)}
    step = nx.google_matrix(graph, alpha=1.0)
    alone = context.degree == 0
    step[alone] = 0.0  # networkx sends a walk without a way anywhere; here it ends
    for number in (1, 2, 3):
        np.testing.assert_allclose(view.steps(number), np.linalg.matrix_power(step, number), atol=1e-12)
        np.testing.assert_allclose(view.steps(number).sum(axis=1), ~alone, atol=1e-12)
