"""The surroundings of one actor as a picture without a script."""

import re
from xml.etree import ElementTree as ET

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.suggestions import Suggestion, Suggestions
from samverkan.report.radial import MOST, draw_surroundings

TIES = [
    "city:aby PARTNER_IN project:ljus 2020", "city:aby COORDINATES project:ljus", "city:aby COLLABORATES_WITH city:bro",
    "city:aby FOCUSES_ON theme:energi", "city:bro MEMBER_OF programme:p", "company:kraft LOCATED_IN city:aby",
]  # fmt: skip


def answer(subject: str, *ids: str) -> Suggestions:
    """Suggestions of these, in this order."""
    found = tuple(
        Suggestion(rank, id, id, "City", 1.0, "near", False, "full", (), ()) for rank, id in enumerate(ids, start=1)
    )
    return Suggestions({"id": subject, "name": subject, "kind": "City"}, "project", {}, found)


@pytest.fixture(scope="module")
def picture():
    context = Context.of(network([*TIES, "city:ca MEMBER_OF programme:p"]))
    return draw_surroundings(
        context, "city:aby", [answer("city:aby", "city:ca", "programme:p"), answer("city:bro", "city:ca")]
    )


@pytest.fixture(params=["wide", "narrow"])
def drawn(picture, request):
    """The picture as one of the two widths has it."""
    return parts(picture)[request.param]


def parts(picture):
    """The picture for each width."""
    return {
        svg.split('"')[0]: f'<svg class="around around-{svg}' for svg in picture.split('<svg class="around around-')[1:]
    }


def test_every_tie_is_a_line_and_several_are_one_that_is_broader(drawn):
    lines = re.findall(r'<path class="around-tie around-(\w+)" stroke-width="([\d.]+)"', drawn)
    assert sorted(lines) == [("city", "0.9"), ("company", "0.9"), ("programme", "1.5")]
    entries = re.findall(r'<text class="around-entry"[^>]*>([^<]+)', drawn)
    assert sorted(entries) == ["Bro", "Ca", "Kraft", "Ljus", "P"]


def test_what_is_suggested_is_dashed_and_only_what_is_suggested_to_it(drawn):
    assert drawn.count("around-suggested") == 2
    assert 'aria-label="Aby: 3 known ties, 2 suggested. The tables say the same."' in drawn


def test_it_is_whole_and_nothing_lies_outside(drawn):
    root = ET.fromstring(drawn)
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    places = [(float(t.attrib["x"]), float(t.attrib["y"])) for t in root.iter("text")]
    assert len(places) == 10  # four headings, five names and the one that is chosen
    assert all(0 < x < width and 0 < y < height for x, y in places)
    assert len({(x, y) for x, y in places}) == len(places)


def test_of_very_many_the_first_are_named_and_the_others_counted():
    many = [f"city:aby COLLABORATES_WITH city:c{n:02}" for n in range(MOST + 5)]
    drawn = draw_surroundings(Context.of(network(many)), "city:aby")
    for part in parts(drawn).values():
        assert part.count("around-entry") == MOST
        assert "and 5 more" in part


def test_an_actor_without_anything_is_drawn_alone():
    drawn = draw_surroundings(Context.of(network([], city__aby={})), "city:aby")
    assert re.findall(r"<text[^>]*>([^<]+)", drawn) == ["Aby", "Aby"]


def test_a_name_with_markup_in_it_is_text_and_a_long_one_is_cut():
    facts = {"city__bro": {"name": "<script>hacked()</script>"}, "city__ca": {"name": "Klimat " * 40}}
    ties = ["city:aby COLLABORATES_WITH city:bro", "city:aby COLLABORATES_WITH city:ca"]
    drawn = draw_surroundings(Context.of(network(ties, **facts)), "city:aby")
    assert "<script" not in drawn
    assert max(len(t) for t in re.findall(r"<text[^>]*>([^<]+)", drawn)) < 60
