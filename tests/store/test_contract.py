"""What every store promises."""

import dataclasses

import pytest

from graphs import changes, dataset, large_dataset, nodes, parts, relationships
from samverkan.errors import QueryError, RemovalError, StoreError
from samverkan.model.domain import SCHEMA
from samverkan.store.base import read_nodes, read_relationships, stored_dataset

NOON, LATER = "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"


def test_a_first_load_adds_everything(store, small):
    assert store.status() is None
    result = store.sync(small, time=NOON)
    assert result.wrote
    assert changes(result) == {
        "City": (2, 0, 0), "Organisation": (1, 0, 0), "Activity": (1, 0, 0), "Source": (1, 0, 0),
        "PARTNER_IN": (2, 0, 0), "LOCATED_IN": (1, 0, 0), "SISTER_CITY_OF": (1, 0, 0),
    }  # fmt: skip
    assert (nodes(store), relationships(store)) == parts(small)


def test_values_come_back_as_they_went_in(loaded):
    wanted = ("id", "name", "population", "aliases", "latitude", "co2_change", "county", "sources")
    assert read_nodes(loaded, "City", wanted) == [
        ("city:a", "Åby", 0, ["Aby kommun", "Åby 🌲"], 59.0, None, None, ["s"]),
        ("city:b", "B", 7, None, None, -1.25, None, ["s"]),
    ]
    assert read_nodes(loaded, "Activity", ("start", "end", "size")) == [("2020", "2021-05", 3)]
    assert read_relationships(
        loaded, SCHEMA, "PARTNER_IN", ("from", "to", "start", "end", "role", "amount", "sources", "evidence")
    ) == [
        ("city:a", "project:x", "2020", None, "värd", 0, ["s"], "s. 3"),
        ("company:k", "project:x", None, None, None, None, ["s"], None),
    ]


def test_all_of_it_can_be_read_back(loaded, small):
    assert stored_dataset(loaded, SCHEMA, "d").state() == small.state()
    assert stored_dataset(loaded, SCHEMA, "d").digest == "d"


def test_the_same_data_write_nothing(loaded, small):
    before = loaded.status()
    assert loaded.is_current(small.digest)
    result = loaded.sync(small, time=LATER)
    assert (result.wrote, changes(result)) == (False, {})
    assert loaded.status() == before


def test_the_load_record_says_what_is_loaded(loaded, small):
    load = loaded.status()
    assert (load.time, load.digest, load.data_date) == (NOON, "d", "2020")
    assert load.totals == small.state().totals()
    assert not loaded.is_current("another")


def test_a_second_load_changes_only_what_differs(loaded, small):
    cities = dict(small.nodes["City"], name=["Åby", "Bro"], population=[None, 7])
    ties = small.relationships["PARTNER_IN"]
    new = dataclasses.replace(
        small,
        digest="e",
        nodes={**small.nodes, "City": cities},
        relationships={
            **small.relationships,
            "PARTNER_IN": {**ties, "role": ["gäst", None]},
            "SISTER_CITY_OF": {**small.relationships["SISTER_CITY_OF"], "start": ["1991"]},
        },
    )
    result = loaded.sync(new, time=LATER, allow_removals=True)
    assert changes(result) == {"City": (0, 2, 0), "PARTNER_IN": (0, 1, 0), "SISTER_CITY_OF": (1, 0, 1)}
    assert set(result.words.values()) == {
        ("Åby",), ("Bro",), ("Åby", "PARTNER_IN", "X"),
        ("Åby", "SISTER_CITY_OF", "Bro"), ("Åby", "SISTER_CITY_OF", "B"),
    }  # fmt: skip
    assert (nodes(loaded), relationships(loaded)) == parts(new)
    assert read_nodes(loaded, "City", ("population",)) == [(None,), (7,)]
    assert read_relationships(loaded, SCHEMA, "PARTNER_IN", ("role",)) == [("gäst",), (None,)]
    assert loaded.is_current("e")


def test_what_the_data_no_longer_have_goes(store):
    many = {f"city:{i}": {} for i in range(10)}
    ties = {f"city:{i} SISTER_CITY_OF city:{i + 1}": {} for i in range(9)}
    store.sync(dataset(many, ties), time=NOON)
    del many["city:9"], ties["city:8 SISTER_CITY_OF city:9"]
    fewer = dataset(many, ties, digest="e")
    assert changes(store.sync(fewer, time=LATER)) == {"City": (0, 0, 1), "SISTER_CITY_OF": (0, 0, 1)}
    assert (nodes(store), relationships(store)) == parts(fewer)


def test_a_node_may_change_its_kind_and_its_label(loaded, small):
    moved = dataset(
        {"city:a": {}, "city:b": {}, "company:k": {"kind": "Agency"}, "project:x": {"kind": "Network"}},
        {"company:k PARTNER_IN project:x": {}},
        digest="e",
    )
    loaded.sync(moved, time=LATER, allow_removals=True)
    assert (nodes(loaded), relationships(loaded)) == parts(moved)
    assert loaded.query("MATCH (n:Organisation) RETURN n.kind").rows == [("Agency",)]


def test_a_dry_run_says_what_a_load_would_do_and_does_not(loaded, small):
    before = loaded.status()
    new = dataset({"city:a": {}, "city:b": {}, "city:c": {}}, {}, digest="e")
    result = loaded.sync(new, time=LATER, dry_run=True, allow_removals=True)
    assert not result.wrote
    assert changes(result)["City"] == (1, 2, 0)
    assert (nodes(loaded), relationships(loaded)) == parts(small)
    assert loaded.status() == before


def test_a_dry_run_into_an_empty_store(store, small):
    assert changes(store.sync(small, time=NOON, dry_run=True))["City"] == (2, 0, 0)
    assert store.status() is None


def test_a_large_removal_stops_the_load(loaded, small):
    with pytest.raises(RemovalError) as stopped:
        loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER)
    assert stopped.value.nodes == (3, 5)
    assert stopped.value.relationships == (4, 4)
    assert "K LOCATED_IN B" in stopped.value.examples
    assert (nodes(loaded), relationships(loaded)) == parts(small)
    loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER, allow_removals=True)
    assert nodes(loaded) == {("city:a", "City", "A"), ("s", "Source", "S")}


def test_other_bytes_of_the_same_data_are_noted(loaded, small):
    result = loaded.sync(dataclasses.replace(small, digest="e"), time=LATER)
    assert changes(result) == {}
    assert loaded.is_current("e")


def test_rows_come_in_a_stated_order(store):
    cities = {f"city:{i}": {} for i in (3, 1, 2)}
    ties = {"city:3 SISTER_CITY_OF city:1": {}, "city:1 SISTER_CITY_OF city:3": {}, "city:1 SISTER_CITY_OF city:2": {}}
    store.sync(dataset(cities, ties), time=NOON)
    assert read_nodes(store, "City", ("id",)) == [("city:1",), ("city:2",), ("city:3",)]
    assert read_relationships(store, SCHEMA, "SISTER_CITY_OF", ("from", "to")) == [
        ("city:1", "city:2"),
        ("city:1", "city:3"),
        ("city:3", "city:1"),
    ]


def test_replace_writes_all_of_it_anew(loaded, small):
    new = dataset({"city:z": {}}, {}, digest="e")
    assert loaded.sync(new, time=LATER, replace=True).wrote
    assert (nodes(loaded), relationships(loaded)) == parts(new)


def test_a_large_load_goes_through(store):
    first, second = large_dataset(400, 1500), large_dataset(400, 1500, version=2)
    store.sync(first, time=NOON)
    assert (nodes(store), relationships(store)) == parts(first)
    store.sync(second, time=LATER, allow_removals=True)
    assert (nodes(store), relationships(store)) == parts(second)


def test_a_query_takes_values_as_parameters(loaded):
    found = loaded.query("MATCH (c:City) WHERE c.id = $id RETURN c.name AS name, c.population AS p", {"id": "city:a"})
    assert found.columns == ("name", "p")
    assert found.records() == [{"name": "Åby", "p": 0}]
    assert loaded.query("MATCH (c:City) WHERE c.name = $name RETURN c.id", {"name": "' OR true //"}).rows == []


@pytest.mark.parametrize("statement", ["MATCH (c:City RETURN c", "RETURN nothing(1)", ""])
def test_a_wrong_query_is_refused_with_the_engines_reason(loaded, statement):
    with pytest.raises(QueryError) as refused:
        loaded.query(statement)
    assert refused.value.statement == statement
    assert refused.value.reason


def test_a_query_cannot_write(loaded, small):
    with pytest.raises(StoreError):
        loaded.query("MATCH (c:City) SET c.name = 'X' RETURN c.name")
    assert nodes(loaded) == parts(small)[0]


def test_two_stores_see_the_same_graph(loaded, opened, small):
    with opened() as other:
        assert (nodes(other), relationships(other)) == parts(small)
        assert other.status() == loaded.status()
