"""Reasons to join, worked out by hand."""

import pytest

from networks import network
from samverkan.analysis import memberships
from samverkan.analysis.context import Context
from samverkan.network.network import Network

Rows = list[tuple[str | None, ...]]


def said(reason: str, of: Network, subject: str, activity: str) -> tuple[str, Rows]:
    """The reason that a measure gives, and its rows."""
    found = getattr(memberships, reason)(Context.of(of), of.actors.index[subject], of.activities.index[activity])
    return found.text, [(r.source, r.type, r.target, r.start) for r in found.evidence]


def test_one_who_is_in_it_and_where_the_two_meet():
    made = network(
        ["city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020", "city:b MEMBER_OF network:n"]
    )
    assert said("say_paths_of_three", made, "city:a", "network:n") == (
        "B is in it; A and B are both in X (since 2020).",
        [
            ("city:b", "MEMBER_OF", "network:n", None),
            ("city:a", "PARTNER_IN", "project:x", "2019"),
            ("city:b", "PARTNER_IN", "project:x", "2020"),
        ],
    )


def test_where_two_meet_is_told_in_the_past_when_it_is_over_and_nothing_else_goes_on():
    rows = [f"city:{c} PARTNER_IN project:small 2019 2021" for c in "ab"]
    large = [f"city:{c} MEMBER_OF network:large" for c in "abc"]
    only = network([*rows, "city:b MEMBER_OF network:n 2024"])
    assert (
        said("say_paths_of_three", only, "city:a", "network:n")[0]
        == "B is in it; A and B were both in Small (2019–2021)."
    )
    also = network([*rows, *large, "city:b MEMBER_OF network:n 2024"])
    assert said("say_paths_of_three", also, "city:a", "network:n") == (
        "B is in it; A and B are both in Large.",
        [
            ("city:b", "MEMBER_OF", "network:n", "2024"),
            ("city:a", "MEMBER_OF", "network:large", None),
            ("city:b", "MEMBER_OF", "network:large", None),
        ],
    )


def test_of_many_the_closest_are_named_first():
    # a meets d in a team of two, b, c, e and f in one of six; b is in two more than c, e and f
    made = network([
        *(f"city:{c} MEMBER_OF network:six" for c in "abcef"), "city:d MEMBER_OF network:six",
        "city:a PARTNER_IN project:two", "city:d PARTNER_IN project:two",
        *(f"city:{c} MEMBER_OF network:n" for c in "bcdef"), "city:b PARTNER_IN project:y",
        "city:b PARTNER_IN project:z",
    ])  # fmt: skip
    assert said("say_paths_of_three", made, "city:a", "network:n") == (
        "D, C, E and 2 others are in it, whom A meets or has met elsewhere; A and D are both in Two.",
        [
            *((f"city:{c}", "MEMBER_OF", "network:n", None) for c in "dce"),
            *((f"city:{c}", "PARTNER_IN", "project:two", None) for c in "ad"),
        ],
    )


THEMES = network(
    ["city:a FOCUSES_ON theme:energy", "city:a FOCUSES_ON theme:water", "network:n FOCUSES_ON theme:heat",
     "network:n FOCUSES_ON theme:water", "network:n FOCUSES_ON theme:air", "city:b FOCUSES_ON theme:energy",
     "theme:heat BROADER theme:energy"],
    theme__energy={"name": "Energisystem", "name_en": "Energy systems"},
)  # fmt: skip


def test_themes_of_both_the_rarest_first():
    assert said("say_shared_themes", THEMES, "city:a", "network:n") == (
        "It works with Water and Energy systems, as A does.",
        [
            ("network:n", "FOCUSES_ON", "theme:water", None),
            ("network:n", "FOCUSES_ON", "theme:heat", None),
            ("city:a", "FOCUSES_ON", "theme:water", None),
            ("city:a", "FOCUSES_ON", "theme:energy", None),
        ],
    )


PLACES = network(
    ["city:a MEMBER_OF network:other", *(f"city:{c} MEMBER_OF network:n" for c in "bcdefg"),
     "company:k MEMBER_OF network:n", "company:k LOCATED_IN city:b", "agency:f FUNDS network:n"],
    **{f"city__{c}": {"county": "X län"} for c in "abcde"}, city__f={"county": "Y län"},
)  # fmt: skip


def test_those_of_the_subjects_county_are_counted_and_borne_out():
    assert said("say_same_county", PLACES, "city:a", "network:n") == (
        "5 of the 7 who are known to be in it are in X län: B, C, D and 2 others.",
        [
            *((f"city:{c}", "MEMBER_OF", "network:n", None) for c in "bcd"),
            *((f"city:{c}", "county", f"city:{c}", None) for c in "abcd"),
        ],
    )


def test_those_of_the_subjects_kind_are_counted():
    assert said("say_same_kind", PLACES, "city:a", "network:n") == (
        "6 of the 7 who are known to be in it are cities: B, C, D and 3 others.",
        [(f"city:{c}", "MEMBER_OF", "network:n", None) for c in "bcd"],
    )


@pytest.mark.parametrize("reason", ["say_same_county", "say_same_kind"])
def test_the_subject_itself_does_not_count(reason):
    made = network(
        [f"city:{c} MEMBER_OF network:n" for c in "abc"], **{f"city__{c}": {"county": "X län"} for c in "ab"}
    )
    assert (
        said(reason, made, "city:a", "network:n")[0]
        == {
            "say_same_county": "1 of the 2 who are known to be in it is in X län: B.",
            "say_same_kind": "2 of the 2 who are known to be in it are cities: B and C.",
        }[reason]
    )
