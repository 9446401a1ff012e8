"""The figure: no tie is lost, and nobody is elsewhere than last time."""

import json

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.purposes import purposes_of
from samverkan.analysis.suggestions import Wishes, suggest
from samverkan.language import use_language
from samverkan.report.figure import TYPES, Gap, Source, draw_network

FACTS = {
    "city__aby": {"county": "Skåne län", "population": 1200, "aliases": ["Aaby"], "name": "Åby", "name_en": "Aby"},
    "company__kraft": {"name": "Kraft </script> AB", "short_name": "Kraft"},
    "city__alone": {"county": "Skåne län"},
    "project__ljus": {"start": "2019"},
    "theme__energi": {"name_en": "Energy"},
}
TIES = [
    "city:aby PARTNER_IN project:ljus 2020 2023",
    "city:aby COORDINATES project:ljus",
    "company:kraft PARTNER_IN project:ljus 2021",
    "city:bro PARTNER_IN project:ljus",
    "city:aby MEMBER_OF programme:p",
    "city:bro MEMBER_OF programme:p",
    "city:aby FOCUSES_ON theme:energi 2022",
    "project:ljus FOCUSES_ON theme:energi",
]
SOURCES = {"s": Source("The book", "The press", "https://example.org", "2020")}


@pytest.fixture(scope="module")
def context() -> Context:
    return Context.of(network(TIES, **FACTS))


@pytest.fixture(scope="module")
def figure(context):
    answers = [suggest(context, "city:aby", purpose, Wishes(limit=2)) for purpose in purposes_of(context).values()]
    gaps = [
        Gap("far", "Far away", "Åby does not know Alone", ("city:aby", "city:alone"), (("city:aby", "city:alone"),)),
        Gap("old", "Old", "Ljus is over", ("project:ljus", "city:nowhere"), (), ("city:bro",)),
    ]
    return draw_network(context, sources=SOURCES, suggestions=answers, gaps=gaps)


def named(figure) -> list[str]:
    """Ids of the nodes by their places."""
    return [node[0] for node in figure.content["nodes"]]


def test_several_relations_between_two_are_one_line_with_all_of_them(figure):
    ids, content = named(figure), figure.content
    lines = {
        (frozenset((ids[e["from"]], ids[e["to"]])), e["width"]): [TYPES[content["relations"][r][1]] for r in ties]
        for e, ties in zip(content["drawing"]["edges"], content["ties"], strict=True)
    }
    assert lines == {
        (frozenset(("city:aby", "project:ljus")), 1.6): ["COORDINATES", "PARTNER_IN"],
        (frozenset(("company:kraft", "project:ljus")), 1.0): ["PARTNER_IN"],
        (frozenset(("city:bro", "project:ljus")), 1.0): ["PARTNER_IN"],
        (frozenset(("city:aby", "programme:p")), 1.0): ["MEMBER_OF"],
        (frozenset(("city:bro", "programme:p")), 1.0): ["MEMBER_OF"],
    }


def test_a_relation_has_its_dates_its_sources_and_the_year_it_began_or_its_activity(figure):
    ids = named(figure)
    found = {
        (ids[r[0]], TYPES[r[1]]): (r[3], r[4], r[6], r[7])
        for r in figure.content["relations"]
        if ids[r[2]] == "project:ljus"
    }
    assert found == {
        ("city:aby", "PARTNER_IN"): ("2020", "2023", [0], 2020),
        ("city:aby", "COORDINATES"): (None, None, [0], 2019),
        ("company:kraft", "PARTNER_IN"): ("2021", None, [0], 2021),
        ("city:bro", "PARTNER_IN"): (None, None, [0], 2019),
    }
    assert figure.content["sources"] == [("The book", "The press", "https://example.org", "2020")]
    assert figure.years == (2019, 2021)


def test_a_node_tells_what_a_list_says_of_it(figure):
    row = next(node for node in figure.content["nodes"] if node[0] == "city:aby")
    assert row == ["city:aby", "Åby", 0, 0, None, "Skåne län", None, ["Aaby", "Aby"], 6.0, "thin", 1200]


def test_themes_are_colours_and_no_nodes(figure):
    ids = named(figure)
    assert "theme:energi" not in ids
    assert figure.content["themes"] == [
        [
            "theme:energi",
            "Energy",
            None,
            ["Energi"],
            sorted(ids.index(i) for i in ("city:aby", "city:bro", "company:kraft")),
        ]
    ]
    assert {(ids[f[0]], f[2]) for f in figure.content["focus"]} == {("city:aby", "2022"), ("project:ljus", None)}
    assert figure.themes == [("theme:energi", "Energy", False)]


def test_suggestions_have_their_reasons_and_gaps_their_places(context, figure):
    ids, content = named(figure), figure.content
    answer = suggest(context, "city:aby", purposes_of(context)["twin"], Wishes(limit=2))
    rows = [row for row in content["suggestions"] if content["purposes"][row[2]][0] == "twin"]
    assert [(ids[r[0]], ids[r[1]], r[3], [text for text, _sources in r[4]]) for r in rows] == [
        ("city:aby", s.id, s.rank, [reason.text for reason in s.reasons]) for s in answer.suggestions
    ]
    assert rows
    places = [ids.index("city:aby"), ids.index("city:alone")]
    assert content["gaps"] == {
        "types": ["Far away", "Old"],
        "rows": [
            [0, "Åby does not know Alone", places, [places], []],
            [1, "Ljus is over", [ids.index("project:ljus")], [], [ids.index("city:bro")]],
        ],
    }


def test_who_has_no_tie_stands_under_the_picture(figure):
    positions = figure.positions
    assert positions["city:alone"][1] > max(y for id, (_x, y) in positions.items() if id != "city:alone")


def test_the_same_figure_comes_again_and_whoever_had_a_place_keeps_it(context, figure):
    again = draw_network(context, sources=SOURCES)
    assert again.positions == figure.positions
    assert draw_network(context, sources=SOURCES, positions=figure.positions).positions == figure.positions
    assert draw_network(context, sources=SOURCES, seed=2).positions != figure.positions


def test_its_data_can_stand_in_a_page_and_are_what_was_meant(figure):
    assert "<" not in figure.data
    assert json.loads(figure.data)["nodes"] == figure.content["nodes"]
    assert "Kraft </script> AB" in [node[1] for node in json.loads(figure.data)["nodes"]]


def test_it_speaks_swedish(context):
    use_language("sv")
    try:
        figure = draw_network(context, sources=SOURCES)
    finally:
        use_language("en")
    assert figure.content["lang"] == "sv"
    assert [f["label"] for f in figure.families] == ["Städer", "Företag", "Program, projekt och avtal"]
    assert ["PARTNER_IN", "är part i", "har som part"] in figure.content["types"]
    assert figure.themes == [("theme:energi", "Energi", False)]


def test_above_some_thousands_of_nodes_it_shows_groups(monkeypatch, context):
    monkeypatch.setattr("samverkan.report.figure.MOST_NODES", 4)
    figure = draw_network(context, sources=SOURCES)
    content = figure.content
    groups = [tuple(group) for group in content["groups"]]
    assert set(groups) == {("Skåne län", 0, 2), ("elsewhere", 0, 1), ("elsewhere", 3, 1), ("elsewhere", 5, 2)}
    of = {id: groups[group] for id, group in zip(named(figure), content["group_of"], strict=True)}
    assert of["city:aby"] == ("Skåne län", 0, 2)
    assert of["project:ljus"] == ("elsewhere", 5, 2)
    ends = {frozenset((groups[e["from"]], groups[e["to"]])) for e in content["drawing"]["edges"]}
    assert frozenset((("Skåne län", 0, 2), ("elsewhere", 5, 2))) in ends
    assert len(content["relations"]) == 6
    assert figure.positions == {}
