"""Rules on gaps: their headings, what they may return, and which are refused, on a small network."""

import pytest

from graphs import dataset
from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import Scale
from samverkan.analysis.gaps.rules import given, read_rules
from samverkan.analysis.gaps.search import find_gaps
from samverkan.analysis.gaps.whatif import temporary_store
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network

HEADING = """\
// {city} has {n} people and lies in {county}.
// sv: {city} har {n} invånare och ligger i {county}.
// type: crowded
// severity: 2, 4 from 100
// measure: inhabitants | invånare
"""
BODY = """\
MATCH (c:City)
WHERE c.population >= $least
RETURN c.id AS who, c.id AS city, c.population AS n, c.county AS county, c.population AS measure, NULL AS expected,
  c.population AS weight
"""
PARAMETER = "// $least: whole number = 10 — how many | hur många\n"
GOOD = HEADING + PARAMETER + BODY


@pytest.fixture(scope="module")
def store():
    """Three cities, a company, a programme that two are members of, and a person."""
    made = dataset(
        {
            "city:a": {"population": 200, "county": "Ale län"},
            "city:b": {"population": 20, "county": "Ale län"},
            "city:c": {"population": 5, "county": "Ale län"},
            "company:k": {},
            "programme:p": {"size": 3},
            "person:x": {},
        },
        {
            "city:a MEMBER_OF programme:p 2020-01-02": {},
            "city:b MEMBER_OF programme:p 2024": {},
            "company:k COLLABORATES_WITH city:a": {},
            "person:x WORKS_FOR city:a": {},
        },
    )
    with temporary_store(made) as store:
        yield store


def find(store, folder, **rules):
    """The gaps of an office's own rules, and what was refused, by name."""
    for name, text in rules.items():
        (folder / f"{name}.cypher").write_text(text, encoding="utf-8")
    context = Context.of(read_network(store, SCHEMA))
    found = find_gaps(store, context, own_rules=folder, permutations=1)
    own = [gap for gap in found.gaps if not gap.pattern.own]
    return context, own, {refused.name: refused.reason for refused in found.refused}


def test_a_rule_of_an_office_appears_among_the_others(store, tmp_path):
    context, own, refused = find(store, tmp_path, crowded=GOOD)
    assert refused == {}
    assert [(gap.type, gap.who, gap.stated, gap.weight) for gap in own] == [
        ("crowded", ("city:a",), 4, 200.0),
        ("crowded", ("city:b",), 2, 20.0),
    ]
    assert own[0].text(context) == "A has 200 people and lies in Ale län."
    record = own[0].as_record(context)
    assert record["measure"] == {
        "counts": "inhabitants",
        "value": 200,
        "expected": None,
        "weight": 200.0,
        "facts": {"city": "city:a", "n": 200, "county": "Ale län"},
    }
    assert (record["severity"], record["confidence"]) == (3, "low")  # 4 by the table, but little is known of A


def test_rows_that_are_alike_in_each_are_one_gap(store, tmp_path):
    text = GOOD.replace("// measure", "// each: county\n// measure")
    context, (gap,), _refused = find(store, tmp_path, crowded=text)
    assert gap.who == ("city:a", "city:b")
    assert gap.text(context) == "A and B has 200 and 20 people and lies in Ale län."
    assert gap.weight == 200.0


def test_the_tool_gives_programme_and_dates(store, tmp_path):
    body = """\
// $programme: Programme — the programme
// $two_years_before: date — a date
MATCH (c:City)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.start > $two_years_before AND c.population > 0
RETURN c.id AS who, c.id AS city, c.population AS n, c.county AS county, 1 AS measure, 1 AS expected, 1 AS weight
"""
    context, own, refused = find(store, tmp_path, new=HEADING + body)
    assert (refused, [gap.who for gap in own]) == ({}, [("city:b",)])
    assert given(context) == {
        "programme": "programme:p",
        "as_of": "2024-12-31",
        "two_years_before": "2022-12-31",
        "six_years_before": "2018-12-31",
    }


REFUSED = {
    "writes": (GOOD.replace("RETURN", "SET c.name = 'x' RETURN"), "SET"),
    "reads_files": (HEADING + "LOAD FROM 'x.csv' RETURN 1 AS who", "LOAD"),
    "does_not_parse": (GOOD.replace("RETURN", "RETURN ,"), ""),
    "unknown_property": (GOOD.replace("c.population >=", "c.crowd >="), "crowd"),
    "no_type": (GOOD.replace("// type: crowded\n", ""), "the heading does not say its type"),
    "no_sentence": (GOOD.replace("{city} has", "has").replace("// has {n} people and lies in {county}.\n", "")
                    .replace("// sv: {city} har {n} invånare och ligger i {county}.\n", ""), "no sentence"),
    "severity": (GOOD.replace("2, 4 from 100", "quite bad"), "“quite bad”"),
    "severity_falls": (GOOD.replace("2, 4 from 100", "4, 2 from 100"), "“4, 2 from 100”"),
    "sure": (GOOD.replace("// measure", "// sure: me\n// measure"), "“me”"),
    "lacks_a_column": (GOOD.replace(", c.county AS county", ""), "it returns no column county"),
    "other_column": (GOOD.replace("c.county AS county", "c.county AS county, c.name AS name"), "the column name"),
    "text": (GOOD.replace("c.county AS county", "c.name AS county"), "county is “A”"),
    "a_person": (GOOD.replace("MATCH (c:City)", "MATCH (x:Person)-[:WORKS_FOR]->(c:City)")
                 .replace("c.id AS who", "x.id AS who"), "who is “person:x”"),
    "a_person_in_words": (GOOD.replace("MATCH (c:City)", "MATCH (x:Person)-[:WORKS_FOR]->(c:City)")
                          .replace("c.county AS county", "x.name AS county"), "county is “X”"),
    "no_number": (GOOD.replace("c.population AS measure", "c.county AS measure"), "measure is “Ale län”"),
    "no_default": (GOOD.replace("whole number = 10", "whole number"), "$least has no default"),
    "too_many": (HEADING + """UNWIND range(1, 10001) AS n MATCH (c:City {id: 'city:a'})
RETURN c.id AS who, c.id AS city, n, c.county AS county, 1 AS measure, 1 AS expected, 1 AS weight""", "10000 rows"),
}  # fmt: skip


def test_what_is_wrong_is_refused_by_name_and_the_others_are_asked(store, tmp_path):
    _context, own, refused = find(
        store, tmp_path, crowded=GOOD, **{name: text for name, (text, _why) in REFUSED.items()}
    )
    assert set(refused) == set(REFUSED)
    assert {name for name, (_text, why) in REFUSED.items() if why not in refused[name]} == set()
    assert {gap.pattern.name for gap in own} == {"crowded"}


def test_a_rule_takes_the_place_of_one_of_the_tool(tmp_path):
    (tmp_path / "isolated.cypher").write_text(GOOD, encoding="utf-8")
    rules, refused = read_rules(tmp_path)
    assert refused == []
    assert [(rule.pattern.name, rule.pattern.own) for rule in rules if rule.pattern.name == "isolated"] == [
        ("isolated", False)
    ]


@pytest.mark.parametrize(
    "text", ["bad", "6", "3 from 2", "4, 3 from 7", "3, 4", "3, 4 from x", "4 from 1, 3", "3,, 4 from 5"]
)
def test_a_scale_begins_with_a_level_and_rises(text):
    with pytest.raises(ValueError, match=text):
        Scale.parse(text)
