"""The programme, its members, funders and local initiatives, worked out by hand."""

import pytest

from networks import network
from samverkan.network.programme import data_about, funders, local_initiatives, main_programme, members
from samverkan.network.teams import Teams

MADE = network([
    *(f"city:{c} MEMBER_OF programme:p" for c in "abc"), "company:k MEMBER_OF programme:p",
    "city:a MEMBER_OF programme:q", "city:d PARTNER_IN programme:p",
    "city:a TWINNED_WITH city:b",
    # of one member, who is in it twice, and of a city that is none
    "project:one PART_OF programme:p", "city:a PARTNER_IN project:one", "city:a COORDINATES project:one",
    "city:d PARTNER_IN project:one", "company:k PARTNER_IN project:one",
    # of two twins; of two who are none; of twins and a third
    "project:twins PART_OF programme:p", "city:a PARTNER_IN project:twins", "city:b COORDINATES project:twins",
    "project:two PART_OF programme:p", "city:a PARTNER_IN project:two", "city:c PARTNER_IN project:two",
    *(f"city:{c} PARTNER_IN project:three" for c in "abc"), "project:three PART_OF programme:p",
    # of nobody known; whose host is no partner; of a project of the programme; of another; no Project
    "project:nobody PART_OF programme:p",
    "project:hosted PART_OF programme:p", "city:a PARTNER_IN project:hosted", "city:c HOSTS project:hosted",
    "project:deeper PART_OF project:one", "city:a PARTNER_IN project:deeper",
    "project:other PART_OF programme:q", "city:a PARTNER_IN project:other",
    "network:n PART_OF programme:p", "city:a MEMBER_OF network:n",
])  # fmt: skip


def test_members_are_cities_that_are_members():
    assert members(MADE, "programme:p") == {"city:a", "city:b", "city:c"}


def test_a_local_initiative_has_fewer_than_two_member_cities_twins_counted_as_one():
    assert local_initiatives(MADE, "programme:p") == {
        "project:one": {"city:a"},
        "project:twins": {"city:a", "city:b"},
        "project:nobody": set(),
        "project:hosted": {"city:a"},
    }
    assert local_initiatives(MADE, "programme:q") == {"project:other": {"city:a"}}


def test_the_main_programme_has_the_most_cities_and_is_the_first_of_as_many():
    assert main_programme(MADE) == "programme:p"
    assert main_programme(network(["city:a MEMBER_OF programme:q", "city:a MEMBER_OF programme:p"])) == "programme:p"
    companies = [f"company:{c} MEMBER_OF programme:b" for c in "xyz"]
    assert main_programme(network([*companies, "city:a MEMBER_OF programme:c"])) == "programme:c"
    assert main_programme(network(["city:a MEMBER_OF network:n", "company:k MEMBER_OF programme:p"])) is None


def test_funders_stand_at_any_height_above_and_a_circle_has_an_end():
    made = network([
        "programme:p PART_OF programme:whole", "programme:whole PART_OF programme:all",
        "programme:all PART_OF programme:p",
        "agency:b FUNDS programme:all", "agency:a FUNDS programme:whole", "agency:a FUNDS programme:p",
        "agency:c FUNDS programme:other", "agency:d FUNDS project:x", "project:x PART_OF programme:p",
    ])  # fmt: skip
    assert funders(made, "programme:p") == ["agency:a", "agency:b"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "none"),
        (["company:k LOCATED_IN city:a"], "none"),
        (["city:a SISTER_CITY_OF city:b"], "thin"),
        ([f"city:a PARTNER_IN project:{p}" for p in "xyz"], "thin"),  # no theme
        ([*(f"city:a PARTNER_IN project:{p}" for p in "xy"), "city:a FOCUSES_ON theme:t"], "thin"),
        ([*(f"city:a PARTNER_IN project:{p}" for p in "xyz"), "city:a FOCUSES_ON theme:t"], "full"),
        ([*(f"city:a PARTNER_IN project:{p}" for p in "xyz"), "project:x FOCUSES_ON theme:t"], "full"),
        ([*(f"city:a MEMBER_OF programme:{p}" for p in "xyz"), "programme:x FOCUSES_ON theme:t"], "thin"),
        ([*(f"city:a TOOK_PART_IN event:{p}" for p in "xyz"), "event:x FOCUSES_ON theme:t"], "thin"),
    ],
)
def test_how_much_is_known_of_an_actor(rows, expected):
    made = network(rows, city__a={})
    assert data_about(made, Teams(made))[made.actors.index["city:a"]] == expected


@pytest.mark.parametrize(("others", "expected"), [(14, "full"), (15, "thin")])
def test_only_activities_that_make_working_ties_are_data(others, expected):
    made = network([
        *(f"city:a PARTNER_IN project:{p}" for p in "xyz"), "city:a FOCUSES_ON theme:t",
        *(f"company:k{i} PARTNER_IN project:x" for i in range(others)),
    ])  # fmt: skip
    assert data_about(made, Teams(made))[0] == expected


def test_an_empty_network_has_no_programme():
    made = network([])
    assert (main_programme(made), data_about(made, Teams(made))) == (None, [])
