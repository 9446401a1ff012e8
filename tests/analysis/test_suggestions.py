"""Suggestions worked out by hand."""

import pytest

from networks import network
from samverkan.analysis.suggestions import suggest_project_partners
from samverkan.errors import AnalysisError

TEAMS = [
    "city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020-05",
    "city:b PARTNER_IN project:y 2021", "city:c PARTNER_IN project:y 2021", "company:d PARTNER_IN project:y",
]  # fmt: skip


def ranked(made, subject, **options):
    return [(s.id, round(s.score, 6)) for s in suggest_project_partners(made, subject, **options).suggestions]


def test_resource_allocation_over_the_common_partner():
    # w(a, b) = 1 hands everything to b, whose ties are 1 + 1/2 + 1/2 = 2: c and d get (1/2) / 2 each.
    assert ranked(network(TEAMS), "city:a") == [("city:c", 0.25), ("company:d", 0.25)]


def test_reasons_add_up_and_bear_out_what_they_say():
    first = suggest_project_partners(
        network([*TEAMS, "company:d COLLABORATES_WITH city:a 2022"]), "city:a"
    ).suggestions[0]
    # d is a partner now; b hands (1/2)/2 to c, weighed 1; d hands (1/2)/2: its ties are 1/2 + 1/2 + 1.
    assert (first.id, first.score) == ("city:c", 0.5)
    assert [(r.contribution, r.text) for r in first.reasons] == [
        (0.25, "A and B are both in X (2020); B and C are both in Y (2021)."),
        (0.25, "A and D work together (2022); D and C are both in Y."),
    ]
    assert [(e.source, e.type, e.target, e.start) for e in first.reasons[1].evidence] == [
        ("company:d", "COLLABORATES_WITH", "city:a", "2022"),
        ("company:d", "PARTNER_IN", "project:y", None),
        ("city:c", "PARTNER_IN", "project:y", "2021"),
    ]
    assert first.introduction == ("city:a", "city:b", "city:c")
    assert sum(r.contribution for r in first.reasons) == first.score


def test_no_funder_no_project_already_shared_and_nobody_from_a_list():
    members = [f"city:{c} MEMBER_OF programme:p" for c in "abcefg"]
    large = [f"company:l{i} PARTNER_IN project:large" for i in range(15)]
    made = network([
        *TEAMS, *members, *large, "city:a PARTNER_IN project:large", "city:c PARTNER_IN project:large",
        "agency:f FUNDS programme:p", "agency:f PARTNER_IN project:y",
    ])  # fmt: skip
    answer = suggest_project_partners(made, "city:a")
    assert [s.id for s in answer.suggestions] == ["company:d"]
    assert answer.left_out == {"itself": 1, "working_tie": 1, "same_project": 16, "funder": 1, "no_path": 3}
    assert answer.parameters == {"kinds": [], "limit": 10, "programme": "programme:p"}


def test_kinds_and_limit_narrow_the_answer():
    assert ranked(network(TEAMS), "city:a", kinds=["Company"]) == [("company:d", 0.25)]
    assert ranked(network(TEAMS), "city:a", limit=1) == [("city:c", 0.25)]


def test_a_subject_without_ties_gets_an_honest_empty_list():
    assert ranked(network([*TEAMS, "company:z LOCATED_IN city:lone"]), "city:lone") == []


def test_an_activity_is_no_subject():
    with pytest.raises(AnalysisError, match="project:x is no city or organisation"):
        suggest_project_partners(network(TEAMS), "project:x")


def test_the_network_is_not_changed():
    made = network(TEAMS)
    before = (made.actors.columns.copy(), made.relations)
    suggest_project_partners(made, "city:a")
    assert (made.actors.columns, made.relations) == before
