"""The map of Sweden."""

import csv
import re

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.language import use_language
from samverkan.report.map import CountyRow, draw_map, geography


@pytest.fixture
def drawn():
    """Håbo is a member and paired with Malmö, Habo is silent, Kiruna has a tie; nothing is known of the others."""
    facts = {
        "city__habo": {"name": "Håbo", "municipality_code": "0305"},
        "city__habo-2": {"name": "Habo", "municipality_code": "0643"},
        "city__malmo": {"municipality_code": "1280"},
        "city__kiruna": {"municipality_code": "2584"},
        "city__oslo": {"country": "NO"},
        "programme__p": {"size": 5},
    }
    ties = [
        "city:habo MEMBER_OF programme:p", "city:malmo MEMBER_OF programme:p", "city:habo TWINNED_WITH city:malmo",
        "city:kiruna SISTER_CITY_OF city:oslo",
    ]  # fmt: skip
    return draw_map(Context.of(network(ties, **facts)))


def test_the_map_has_the_municipalities_of_the_table_and_their_names(real_data):
    with (real_data / "cities.csv").open(encoding="utf-8", newline="") as file:
        table = {r["municipality_code"]: r["name"] for r in csv.DictReader(file) if r["municipality_code"]}
    assert len(table) == 290
    assert {m.code: m.name for m in geography()["rows"]} == table


def test_every_municipality_has_a_border_a_place_in_it_and_a_county():
    rows, counties = geography()["rows"], {code for code, _name, _d in geography()["county_rows"]}
    assert len(counties) == 21
    assert {m.county for m in rows} == counties
    assert {m.code[:2] == m.county for m in rows} == {True}
    assert [m.name for m in rows if not re.fullmatch(r"(M[-\d. ]+l[-\d. ]+z)+", m.d)] == []
    assert [m.name for m in rows if not (0 <= m.x <= geography()["width"] and 0 <= m.y <= geography()["height"])] == []


def test_it_shows_who_is_a_member_who_has_a_tie_and_who_is_silent(drawn):
    states = {title: state for state, title in re.findall(r'<path class="map-(\w+)"[^>]*><title>([^<:]+):', drawn.svg)}
    assert len(states) == 290
    assert {name for name, state in states.items() if state == "member"} == {"Håbo", "Malmö"}
    assert {name for name, state in states.items() if state == "tie"} == {"Kiruna"}
    assert states["Habo"] == "silent"


def test_twins_are_joined_by_a_line_and_members_named(drawn):
    assert re.findall(r'<g class="map-twins"><title>([^<]+)', drawn.svg) == ["Håbo and Malmö: paired by a programme"]
    assert {*re.findall(r'<text class="map-name"[^>]*>([^<]+)', drawn.svg)} == {"Håbo", "Malmö"}


def test_the_table_beside_it_says_the_same(drawn):
    rows = {row.county: row for row in drawn.rows}
    assert [*rows][-2:] == ["Örebro län", "Östergötlands län"]
    assert rows["Uppsala län"] == CountyRow("Uppsala län", 8, 1, 1, 7, ["Håbo"])
    assert rows["Norrbottens län"] == CountyRow("Norrbottens län", 14, 0, 1, 13, [])
    assert sum(row.municipalities for row in drawn.rows) == 290
    assert drawn.svg.count('class="map-county map-without"') == 19
    assert drawn.sentence.startswith(
        "2 of 290 municipalities are known as members of the programme. It has 5 members. No known member is in "
    )


def test_it_speaks_swedish():
    use_language("sv")
    try:
        found = draw_map(Context.of(network(["city:a MEMBER_OF programme:p"])))
    finally:
        use_language("en")
    assert found.sentence.startswith("0 av 290 kommuner är kända som medlemmar i programmet.")
    assert "Län utan känd medlem" in found.legend


def test_a_name_with_markup_in_it_is_text():
    facts = {"city__malmo": {"municipality_code": "1280", "id": 'city:malmo"><script>'}}
    made = network([], **facts)
    assert "<script>" not in draw_map(Context.of(made)).svg
