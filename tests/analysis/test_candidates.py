"""Who comes into question for what: each rule of the table by hand."""

import numpy as np
import pytest

from networks import network
from samverkan.analysis import candidates
from samverkan.analysis.context import Context
from samverkan.network.network import Network


def left_out(rule: str, of: Network, subject: str, **how: str) -> dict[str, set[str]]:
    """Ids of who is left out, by the reason, without the reasons for which nobody is."""
    flags = getattr(candidates, rule)(Context.of(of, **how), of.actors.index[subject])
    ids = (of.activities if rule == "join" else of.actors)["id"]
    return {name: {ids[z] for z in np.flatnonzero(some)} for name, some in flags.items() if some.any()}


TIES = network(
    [
        *(f"city:{c} MEMBER_OF programme:p" for c in "abcd"), "programme:p PART_OF programme:whole",
        "agency:funder FUNDS programme:whole", "agency:partner FUNDS programme:p",
        "agency:partner PARTNER_IN project:small", "agency:elsewhere FUNDS project:small",
        "city:a PARTNER_IN project:small", "city:b PARTNER_IN project:small",
        "city:a PARTNER_IN project:large", "city:c PARTNER_IN project:large", "city:b PARTNER_IN project:large",
        "city:a MEMBER_OF network:large", "city:d MEMBER_OF network:large",
        "city:a TWINNED_WITH city:e", "city:a SISTER_CITY_OF city:f", "city:a COLLABORATES_WITH company:k",
        "company:large SIGNED agreement:g", "city:a SIGNED agreement:g",
    ],
    project__large={"size": 26}, network__large={"size": 26},
    **{f"city__{c}": {"country": "SE"} for c in "abcde"}, city__f={"country": "FI"},
)  # fmt: skip


def test_project_partners_are_new_to_each_other_and_no_funders():
    assert left_out("project", TIES, "city:a") == {
        "itself": {"city:a"},
        "funder": {"agency:funder", "agency:partner"},
        "working_tie": {"city:b", "city:e", "company:k"},
        "same_project": {"city:c"},  # whatever its size
    }


def test_a_funder_of_another_programme_is_none():
    assert left_out("project", TIES, "city:d", programme="programme:whole") == {
        "itself": {"city:d"}, "funder": {"agency:funder"},
    }  # fmt: skip


def test_twins_are_other_cities_of_the_same_country():
    assert left_out("twin", TIES, "city:a") == {
        "itself": {"city:a"},
        "twin": {"city:e"},
        "no_city": {"agency:elsewhere", "agency:funder", "agency:partner", "company:k", "company:large"},
        "other_country": {"city:f"},
    }
    # for the other of the two as well
    assert left_out("twin", TIES, "city:e")["twin"] == {"city:a"}


def test_one_learns_from_whom_one_does_not_work_with_yet():
    assert left_out("learning", TIES, "city:a") == {
        "itself": {"city:a"}, "working_tie": {"agency:partner", "city:b", "city:e", "company:k"},
        "same_project": {"city:c"},
    }  # fmt: skip


def joined(*lines: str, **facts: dict[str, object]) -> dict[str, set[str]]:
    """What city:a cannot join, of a network in which ``x`` has two companies of two counties."""
    always = ["company:k PARTNER_IN project:x", "company:l PARTNER_IN project:x", "city:a HOSTS event:now 2024-12-31"]
    made = network([*always, *lines], company__k={"county": "X län"}, company__l={"county": "Y län"}, **facts)
    return left_out("join", made, "city:a")


@pytest.mark.parametrize("kind", ["project", "network", "programme"])
def test_what_two_others_are_known_to_be_in_can_be_joined(kind):
    lines = [f"company:{k} MEMBER_OF {kind}:y" for k in "kl"]
    assert joined(*lines) == {"not_to_join": {"event:now"}}


@pytest.mark.parametrize("kind", ["event", "agreement"])
def test_events_and_agreements_are_never_joined(kind):
    lines = [f"company:{k} SIGNED {kind}:y" for k in "kl"]
    assert joined(*lines) == {"not_to_join": {"event:now", f"{kind}:y"}}


@pytest.mark.parametrize(
    ("facts", "starts", "gone"),
    [
        ({"end": "2024-12-30"}, "2024", True),
        ({"end": "2024-12-31"}, "2024", True),
        ({"end": "2024"}, "2024", True),
        ({"end": "2025"}, "2001", False),
        ({"start": "2019-01-01"}, "2024", True),
        ({"start": "2019-01-02"}, "2001", False),
        ({"start": "2018"}, "2024", True),
        ({}, "2018", True),  # by the first relation to it
        ({}, "2019-02", False),
        ({}, "-", False),
    ],
)
def test_what_has_ended_cannot_be_joined_nor_a_project_without_an_end_six_years_on(facts, starts, gone):
    lines = [f"company:{k} PARTNER_IN project:y {starts}" for k in "kl"]
    expected = {"ended": {"project:y"}} if gone else {}
    assert joined(*lines, project__y=facts) == {"not_to_join": {"event:now"}, **expected}


def test_a_network_without_an_end_goes_on():
    assert joined(*(f"company:{k} MEMBER_OF network:y 1994" for k in "kl")) == {"not_to_join": {"event:now"}}


def test_two_others_must_be_known():
    lines = ["company:k PARTNER_IN project:y", "agency:f FUNDS project:y"]
    assert joined(*lines) == {"not_to_join": {"event:now"}, "too_few_known": {"project:y"}}


def test_the_subject_is_none_of_the_two_others():
    lines = [*(f"{id} PARTNER_IN project:y" for id in ("company:k", "city:a")),
             *(f"{id} PARTNER_IN project:z" for id in ("company:k", "company:l", "city:a"))]  # fmt: skip
    assert joined(*lines) == {
        "not_to_join": {"event:now"}, "too_few_known": {"project:y"}, "already_in": {"project:z"},
    }  # fmt: skip


LOCAL = [*(f"city:{c} MEMBER_OF programme:p" for c in "abc"), "project:y PART_OF programme:p",
         *(f"company:{k} PARTNER_IN project:y" for k in "kl")]  # fmt: skip
ALWAYS = {"not_to_join": {"event:now"}, "already_in": {"programme:p"}}


@pytest.mark.parametrize(
    ("lines", "local"),
    [
        (["city:b PARTNER_IN project:y"], True),
        (["city:b PARTNER_IN project:y", "city:c PARTNER_IN project:y"], False),
        (["city:b PARTNER_IN project:y", "city:c PARTNER_IN project:y", "city:b TWINNED_WITH city:c"], True),
    ],
)
def test_the_initiative_of_another_city_or_of_two_twins_is_not_joined(lines, local):
    assert joined(*LOCAL, *lines) == {**ALWAYS, **({"local_initiative": {"project:y"}} if local else {})}


@pytest.mark.parametrize(
    ("county_of_l", "cities", "gone"),
    [
        ("X län", ["city:b"], True),  # city:b and two companies of its county
        (None, ["city:b"], True),  # or without a county
        ("Y län", ["city:b"], False),
        ("X län", ["city:b", "city:c"], False),  # two cities
        ("X län", [], False),  # no city
    ],
)
def test_what_one_city_does_with_its_own_county_is_its_own_affair(county_of_l, cities, gone):
    made = network(
        [*(f"{id} MEMBER_OF network:y" for id in ("company:k", "company:l", *cities)), "city:a HOSTS event:now"],
        company__k={"county": "X län"}, company__l={"county": county_of_l},
        city__b={"county": "X län"}, city__c={"county": "X län"},
    )  # fmt: skip
    assert left_out("join", made, "city:a") == {
        "not_to_join": {"event:now"}, **({"one_place": {"network:y"}} if gone else {}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("members", "own", "gone"),
    [
        (["city:b", "city:c"], "X län", True),
        (["city:b", "city:c", "company:k"], "X län", True),  # of no known county
        (["city:b", "city:c"], "Y län", False),  # its own
        (["city:b", "city:c"], None, False),  # that may be anywhere
        (["city:b", "city:d"], "X län", False),  # of two counties
        (["city:b", "city:f", "city:c"], "X län", False),  # f is abroad
        (["company:l", "company:m"], "X län", False),  # companies are somewhere, and act anywhere
    ],
)
def test_what_is_the_affair_of_another_county_is_not_joined(members, own, gone):
    counties = {"city__a": own, "city__b": "Y län", "city__c": "Y län", "city__d": "Z län", "company__l": "Y län",
                "company__m": "Y län"}  # fmt: skip
    made = network(
        [*(f"{member} MEMBER_OF network:y" for member in members), "city:a MEMBER_OF network:own"],
        **{id: {"county": county} for id, county in counties.items()},
    )
    assert left_out("join", made, "city:a").get("other_county", set()) == ({"network:y"} if gone else set())


def test_what_only_funders_of_the_programme_are_in_is_not_joined():
    made = network(
        ["city:a MEMBER_OF programme:p", *(f"agency:{f} FUNDS programme:p" for f in "vw"),
         *(f"agency:{f} PARTNER_IN network:{n}" for n in "mn" for f in "vw"), "company:k PARTNER_IN network:n"]
    )  # fmt: skip
    assert left_out("join", made, "city:a")["funders_only"] == {"network:m"}


def test_an_organisation_does_not_join_what_only_cities_are_in():
    made = network([
        *(f"city:{c} MEMBER_OF network:y" for c in "ab"), "company:l COORDINATES network:y",
        *(f"city:{c} MEMBER_OF network:z" for c in "ab"), "company:l MEMBER_OF network:z",
    ], company__k={}, city__c={})  # fmt: skip
    assert left_out("join", made, "company:k") == {"cities_only": {"network:y"}}
    assert left_out("join", made, "city:c") == {}


def test_each_is_left_out_for_one_reason():
    flags = {"one": np.array([True, True, False]), "two": np.array([True, False, True])}
    assert {name: some.tolist() for name, some in candidates.in_turn(flags).items()} == {
        "one": [True, True, False], "two": [False, False, True],
    }  # fmt: skip
