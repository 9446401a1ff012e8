"""Networks read from a store, and parts of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs import dataset
from networks import network
from samverkan.model.domain import SCHEMA
from samverkan.network.network import Network, Relation
from samverkan.network.projection import narrowed, network_of, part, read_network
from samverkan.store.connect import open_store


def shown(of: Network) -> tuple[set[str], set[str], set[tuple[str, str, str]]]:
    """Actors, activities, and relations without their dates."""
    return set(of.actors["id"]), set(of.activities["id"]), {(r.source, r.type, r.target) for r in of.relations}


MADE = network(
    [
        "city:a PARTNER_IN project:old 2018",
        "company:k PARTNER_IN project:old 2021-05",
        "city:a PARTNER_IN project:new 2022",
        "city:b PARTNER_IN project:undated",
        "city:a TWINNED_WITH city:b 2020-12",
        "project:old FOCUSES_ON theme:heat",
        "project:new FOCUSES_ON theme:energy",
        "project:undated FOCUSES_ON theme:water",
        "theme:heat BROADER theme:energy",
    ],
    project__old={"start": "2018"},
    project__new={"start": "2022-01-01"},
)
BROADER = ("theme:heat", "BROADER", "theme:energy")
OLD, NEW = ("project:old", "FOCUSES_ON", "theme:heat"), ("project:new", "FOCUSES_ON", "theme:energy")
WATER = ("project:undated", "FOCUSES_ON", "theme:water")


def test_a_relation_goes_with_either_of_its_ends():
    found = part(
        MADE,
        actors=lambda place: MADE.actors["id"][place] != "city:b",
        activities=lambda place: MADE.activities["id"][place] == "project:old",
        relations=lambda r: r.source != "company:k",
    )
    assert shown(found) == (
        {"city:a", "company:k"},
        {"project:old"},
        {("city:a", "PARTNER_IN", "project:old"), OLD, BROADER},
    )
    assert found.focus_areas == MADE.focus_areas
    assert part(MADE) == MADE


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (
            {"kinds": ["Company"]},
            (
                {"company:k"},
                {"project:new", "project:old", "project:undated"},
                {("company:k", "PARTNER_IN", "project:old"), OLD, NEW, WATER, BROADER},
            ),
        ),
        (
            {"theme": "theme:energy"},  # and the part of it
            (
                {"city:a", "city:b", "company:k"},
                {"project:new", "project:old"},
                {("city:a", "PARTNER_IN", "project:old"), ("company:k", "PARTNER_IN", "project:old"),
                 ("city:a", "PARTNER_IN", "project:new"), ("city:a", "TWINNED_WITH", "city:b"), OLD, NEW, BROADER},
            ),
        ),
        (
            {"theme": "theme:heat", "kinds": ["City"]},  # and not the whole
            (
                {"city:a", "city:b"},
                {"project:old"},
                {("city:a", "PARTNER_IN", "project:old"), ("city:a", "TWINNED_WITH", "city:b"), OLD, BROADER},
            ),
        ),
        (
            {"until": "2020"},  # what began in 2020 has begun, and what has no date stays
            (
                {"city:a", "city:b", "company:k"},
                {"project:old", "project:undated"},
                {("city:a", "PARTNER_IN", "project:old"), ("city:b", "PARTNER_IN", "project:undated"),
                 ("city:a", "TWINNED_WITH", "city:b"), OLD, WATER, BROADER},
            ),
        ),
        (
            {"until": "2020-11-30"},
            (
                {"city:a", "city:b", "company:k"},
                {"project:old", "project:undated"},
                {("city:a", "PARTNER_IN", "project:old"), ("city:b", "PARTNER_IN", "project:undated"), OLD, WATER,
                 BROADER},
            ),
        ),
    ],
)  # fmt: skip
def test_narrowed_by_kind_theme_and_time(how, expected):
    assert shown(narrowed(MADE, **how)) == expected


def test_nothing_asked_for_leaves_all():
    assert narrowed(MADE) == MADE


# ---- from a store

NODES = {
    "city:b": {"county": "X län", "population": 7},
    "city:a": {"skr_group": "B3"},
    "company:k": {"sector": "business"},
    "project:x": {"start": "2020", "end": "2021-05", "size": 3},
    "theme:t": {},
    "person:p": {},
}
RELATIONS = {
    "city:b PARTNER_IN project:x 2021": {"role": "värd", "end": "2022"},
    "city:b PARTNER_IN project:x 2020": {},
    "city:a PARTNER_IN project:x": {},
    "project:x FOCUSES_ON theme:t": {},
    "company:k LOCATED_IN city:b": {},
    "person:p WORKS_FOR city:a 2019": {},
}


@pytest.fixture
def read(tmp_path):
    """What is read from a new embedded store that these rows were loaded into."""
    number = iter(range(100))

    def reading(nodes, relations):
        with open_store(str(tmp_path / f"{next(number)}.lbug"), SCHEMA, write=True) as store:
            store.sync(dataset(nodes, relations), time="2026-11-24T12:00:00Z")
            return read_network(store, SCHEMA)

    return reading


def test_a_network_is_read_in_order_and_without_people(read):
    found = read(NODES, RELATIONS)
    assert found.actors["id"] == ["city:a", "city:b", "company:k"]
    assert [found.actors[name] for name in ("kind", "county", "population", "skr_group", "sector")] == [
        ["City", "City", "Company"],
        [None, "X län", None],
        [None, 7, None],
        ["B3", None, None],
        [None, None, "business"],
    ]
    assert [found.activities[name] for name in ("id", "start", "end", "size")] == [
        ["project:x"], ["2020"], ["2021-05"], [3],
    ]  # fmt: skip
    assert found.focus_areas["id"] == ["theme:t"]
    assert found.relations == (
        Relation("project:x", "FOCUSES_ON", "theme:t", None, None, ["s"]),
        Relation("company:k", "LOCATED_IN", "city:b", None, None, ["s"]),
        Relation("city:a", "PARTNER_IN", "project:x", None, None, ["s"]),
        Relation("city:b", "PARTNER_IN", "project:x", "2020", None, ["s"]),
        Relation("city:b", "PARTNER_IN", "project:x", "2021", "2022", ["s"], "värd"),
    )


def test_the_order_of_the_rows_does_not_matter(read):
    backwards = [dict(reversed(rows.items())) for rows in (NODES, RELATIONS)]
    assert read(*backwards) == read(NODES, RELATIONS)


def test_an_empty_store_is_an_empty_network(read):
    assert shown(read({}, {})) == (set(), set(), set())


@settings(max_examples=50, deadline=None)
@given(st.sets(st.sampled_from(["City", "Company"])), st.sampled_from([None, "2018", "2020", "2021-05", "2030"]))
def test_narrowing_twice_is_narrowing_once(kinds, until):
    once = narrowed(MADE, kinds=kinds, until=until)
    assert narrowed(once, kinds=kinds, until=until) == once
    assert narrowed(narrowed(MADE, until=until), kinds=kinds) == once


def test_a_network_of_a_dataset_is_the_one_that_a_store_gives(tmp_path):
    data = dataset(
        {"city:b": {"population": 3}, "city:a": {}, "company:k": {"sector": "business"}, "project:x": {"start": "2020"},
         "theme:t": {}, "person:p": {}},
        {"person:p WORKS_FOR city:a": {}, "company:k PARTNER_IN project:x 2021": {"role": "r"},
         "company:k PARTNER_IN project:x": {}, "city:b PARTNER_IN project:x": {}, "project:x FOCUSES_ON theme:t": {}},
    )  # fmt: skip
    with open_store(tmp_path / "graph.lbug", SCHEMA, write=True) as store:
        store.sync(data, time="2026-11-26T12:00:00Z")
        read = read_network(store, SCHEMA)
    made = network_of(data)
    assert [r.source for r in made.relations] == ["project:x", "city:b", "company:k", "company:k"]
    assert made.relations == read.relations
    for nodes in ("actors", "activities", "focus_areas"):
        assert getattr(made, nodes).columns == getattr(read, nodes).columns
