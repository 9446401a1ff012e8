"""Who is the link of an introduction, by hand."""

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.people import People, with_links
from samverkan.analysis.suggestions import Suggestion, Suggestions
from samverkan.network.network import Relation

CONTEXT = Context.of(
    network(
        ["city:a PARTNER_IN project:x 2020", "city:b PARTNER_IN project:x 2020", "city:b COLLABORATES_WITH company:c",
         "company:c PARTNER_IN project:y", "city:z HOSTS event:now 2024"]
    )
)  # fmt: skip


def links(*rows: str, to: str = "company:c", way: tuple[str, ...] = ("city:a", "city:b", "company:c"), see="ann bo"):
    """What is said of people on the way to a suggestion, and the ends of the rows that bear it out."""
    names = {f"person:{name}": name.capitalize() for name in see.split()}
    table = [row.split() for row in rows]
    relations = tuple(Relation(f"person:{r[0]}", *r[1:3], None, *([*r[3:], None][:1]), ["s"]) for r in table)
    s = Suggestion(1, to, "C", "Company", 1.0, "near", False, "thin", (), way)
    answer = Suggestions({"id": "city:a", "name": "A", "kind": "City"}, "project", {}, (s,))
    (found,) = with_links(answer, CONTEXT, People(names, relations)).suggestions
    return [(said.text, [(r.source, r.type, r.target) for r in said.evidence]) for said in found.links]


def test_somebody_with_a_post_at_both_ends():
    assert links("ann WORKS_FOR city:b", "ann WORKS_FOR company:c") == [
        ("Ann has a post or a role in both B and C.",
         [("person:ann", "WORKS_FOR", "city:b"), ("person:ann", "WORKS_FOR", "company:c")]),
    ]  # fmt: skip


def test_somebody_of_one_who_leads_what_both_are_in():
    assert links("bo WORKS_FOR city:b", "bo COORDINATES project:x") == [
        ("Bo has a post or a role in both B and X.",
         [("person:bo", "WORKS_FOR", "city:b"), ("person:bo", "COORDINATES", "project:x"),
          ("city:a", "PARTNER_IN", "project:x"), ("city:b", "PARTNER_IN", "project:x")]),
    ]  # fmt: skip


def test_somebody_of_the_nearest_who_is_in_what_there_is_to_join():
    rows = ("ann WORKS_FOR company:c", "ann MEMBER_OF project:y")
    assert [text for text, _rows in links(*rows, to="project:y")] == ["Ann has a post or a role in both C and Y."]


@pytest.mark.parametrize(
    "rows",
    [
        ("ann WORKS_FOR city:b", "bo WORKS_FOR company:c"),
        ("ann WORKS_FOR city:b", "ann WORKS_FOR company:c 2023"),  # no more
        ("ann WORKS_FOR city:a", "ann WORKS_FOR company:c"),  # no step joins these two
        ("ann WORKS_FOR city:b", "ann TOOK_PART_IN project:x"),
        ("eva WORKS_FOR city:b", "eva WORKS_FOR company:c"),  # may not be seen
    ],
)
def test_nobody_is_the_link(rows):
    assert links(*rows) == []


def test_nobody_is_named_to_whom_nobody_is_shown():
    assert links("ann WORKS_FOR city:b", "ann WORKS_FOR company:c", see="") == []
