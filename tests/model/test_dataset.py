"""Dataset: rows, hashes, keys, and what differs between two of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from checkout import ROOT
from samverkan.model.dataset import Change, Dataset, State, difference, relationship_key, row_hash
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset

SMALL: Path = ROOT / "tests" / "data" / "small"


@pytest.fixture(scope="module")
def small() -> Dataset:
    """The small network that is right."""
    return read_dataset(SMALL, SCHEMA)


def changed(data, part, place, **values):
    """The same with other values in a row."""
    parts = {**data.nodes, **data.relationships}
    columns = {name: list(column) for name, column in parts[part].items()}
    for name, value in values.items():
        columns[name][place] = value
    if part in data.nodes:
        return replace(data, nodes={**data.nodes, part: columns})
    return replace(data, relationships={**data.relationships, part: columns})


def without(data, part, place):
    """The same without a row of relationships."""
    columns = {n: c[:place] + c[place + 1 :] for n, c in data.relationships[part].items()}
    return replace(data, relationships={**data.relationships, part: columns})


def moved(old, new):
    """Everything that differs, by part."""
    found = difference(old.state(), new.state())
    parts = {**found.nodes, **found.relationships}
    return {name: (c.added, c.changed, c.removed) for name, c in parts.items() if c}


def test_a_row_has_the_same_hash_on_every_machine():
    # as b2sum, with -l 40 and -l 96, has them
    assert row_hash(("city:a", "Å", None, 1, 1.5, ["a", "b"])) == 0x1354DC6B38
    assert relationship_key("city:a", "HOSTS", "event:b", "2021") == "7fb58a72b1ec24b234fe163f"
    assert len({row_hash((1,)), row_hash((1.0,)), row_hash(("1",)), row_hash((None,))}) == 4


def test_a_key_has_no_start_or_an_empty_one():
    assert relationship_key("a", "HOSTS", "b", None) == relationship_key("a", "HOSTS", "b", "")
    assert relationship_key("a", "HOSTS", "b", None) != relationship_key("b", "HOSTS", "a", None)


def test_labels_and_the_date_of_the_data(small):
    assert small.labels["city:aby"] == "City"
    assert (len(small.labels), small.labels["yearbook"]) == (17, "Source")
    assert small.data_date == "2022-05-17"
    assert Dataset(SCHEMA, {}, {}).data_date is None


def test_the_state_counts_every_row(small):
    totals = small.state().totals()
    assert {name: n for name, (n, _sum) in totals.items()} == {
        "Activity": 3, "City": 4, "FocusArea": 2, "Organisation": 4, "Person": 2, "Source": 2,
        "BROADER": 1, "COLLABORATES_WITH": 1, "COORDINATES": 1, "FOCUSES_ON": 1, "FUNDS": 1, "HOSTS": 1,
        "LOCATED_IN": 1, "MEMBER_OF": 2, "PARTNER_IN": 3, "PART_OF": 1, "SISTER_CITY_OF": 1, "TOOK_PART_IN": 1,
        "TWINNED_WITH": 1, "WORKS_FOR": 2,
    }  # fmt: skip
    assert totals["City"][1] == sum(small.node_hashes("City"))


def test_the_same_data_differ_in_nothing(small):
    found = difference(small.state(), read_dataset(SMALL, SCHEMA).state())
    assert not found
    assert not found.removes_much()
    assert found.nodes["City"] == Change(unchanged=4)


def test_from_nothing_everything_is_new(small):
    found = difference(State(), small.state())
    assert found.nodes["Person"] == Change(added=("person:eva-ek", "person:ola-al"))
    assert found.relationships["FUNDS"] == Change(added=tuple(small.relationship_keys("FUNDS")))
    assert found.relationships["SIGNED"] == Change()
    assert not found.removes_much()


def test_to_nothing_everything_goes(small):
    found = difference(small.state(), State())
    assert found.nodes["Person"] == Change(removed=("person:eva-ek", "person:ola-al"))
    assert found.removes_much()


def test_a_changed_value_is_a_changed_row(small):
    new = changed(small, "City", 0, population=12346)
    assert moved(small, new) == {"City": ((), ("city:aby",), ())}
    new = changed(small, "FUNDS", 0, amount=None)
    assert moved(small, new) == {"FUNDS": ((), tuple(small.relationship_keys("FUNDS")), ())}


def test_a_relation_with_another_start_is_another(small):
    new = changed(small, "FUNDS", 0, start="2022")
    assert moved(small, new) == {
        "FUNDS": (tuple(new.relationship_keys("FUNDS")), (), tuple(small.relationship_keys("FUNDS")))
    }


def test_more_than_a_fifth_of_the_relations_is_much(small):
    less = without(without(without(small, "PARTNER_IN", 0), "PARTNER_IN", 0), "PARTNER_IN", 0)
    assert not difference(small.state(), less.state()).removes_much()  # 3 of 18
    assert difference(small.state(), without(less, "FUNDS", 0).state()).removes_much()  # 4 of 18
