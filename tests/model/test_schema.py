"""A declaration that contradicts itself is rejected; one that does not answers what it is asked."""

import dataclasses

import pytest

from samverkan.errors import SchemaError
from samverkan.model.domain import RELATIONS, SCHEMA
from samverkan.model.schema import Kind, NodeLabel, Property, RelationshipType, Schema

ID, KIND, NAME = Property("id"), Property("kind"), Property("name")
ENDS = (Property("from"), Property("type"), Property("to"))


def label(name, table, *more, kinds=None, first=(ID, KIND, NAME)):
    return NodeLabel(name, table, table, kinds or (name,), (*first, *more))


def schema(*labels, relations=ENDS, types=()):
    return Schema(labels, relations, types)


TOWN = label("Town", "towns")


@pytest.mark.parametrize(
    ("declare", "reason"),
    [
        (lambda: schema(TOWN, label("Town", "others")), "Town is declared twice"),
        (lambda: schema(TOWN, label("Firm", "towns")), "towns is declared twice"),
        (lambda: schema(TOWN, label("Firm", "firms", kinds=("Town", "Firm"))), "Town is declared twice"),
        (
            lambda: schema(label("A", "a", kinds=("X",)), label("B", "b", kinds=("X",))),
            "X is declared twice",
        ),
        (
            lambda: schema(TOWN, types=(RelationshipType("TO", ("Town",), ("Town",), "", ""),) * 2),
            "TO is declared twice",
        ),
        (lambda: schema(label("town", "towns")), "'town' is no UpperCamelCase label"),
        (lambda: schema(label("Town`", "towns")), "'Town`' is no UpperCamelCase label"),
        (
            lambda: schema(label("Town", "towns", first=(KIND, ID, NAME))),
            "Town: the columns begin with id and kind, and name is among them",
        ),
        (
            lambda: schema(label("Town", "towns", first=(ID, KIND))),
            "Town: the columns begin with id and kind, and name is among them",
        ),
        (lambda: schema(label("Town", "towns", NAME)), "Town: the heading name means two columns"),
        (
            lambda: schema(
                label("Town", "towns", Property("size", swedish=("Namn",)), Property("x", swedish=("namn",)))
            ),
            "Town: the heading namn means two columns",
        ),
        (lambda: schema(TOWN, relations=(*ENDS, Property("to"))), "relations: the heading to means two columns"),
        (lambda: schema(TOWN, relations=ENDS[::-1]), "relations: the columns begin with from, type and to"),
        (
            lambda: schema(label("Town", "towns", Property("by", references="Firm"))),
            "by references Firm, which is no label",
        ),
        (
            lambda: schema(TOWN, relations=(*ENDS, Property("by", references="Firm"))),
            "by references Firm, which is no label",
        ),
        (
            lambda: schema(TOWN, types=(RelationshipType("worksFor", ("Town",), ("Town",), "", ""),)),
            "'worksFor' is no UPPER_SNAKE_CASE type",
        ),
        (
            lambda: schema(TOWN, types=(RelationshipType("NEAR", ("Town",), ("Firm",), "", ""),)),
            "NEAR: Firm is neither a label nor a kind",
        ),
        (lambda: Property("Folkmängd"), "'Folkmängd' is no snake_case name"),
        (lambda: Property("a b"), "'a b' is no snake_case name"),
        (lambda: Property("a", Kind.TEXT, low=0), "a: only a number has bounds"),
    ],
)
def test_a_contradiction_is_rejected(declare, reason):
    with pytest.raises(SchemaError) as rejected:
        declare()
    assert str(rejected.value) == reason


def test_a_name_that_is_label_and_kind_is_the_kind():
    assert SCHEMA.kinds(("FocusArea",)) == {"FocusArea"}
    assert SCHEMA.kinds(("City", "Event")) == {"City", "Event"}
    assert SCHEMA.kinds(("Activity",)) == {"Programme", "Project", "Network", "ResearchSchool", "Agreement", "Event"}
    assert SCHEMA.end_labels(("Theme", "City", "FocusArea")) == ("City", "FocusArea")


def test_an_undirected_type_reads_the_same_both_ways():
    sisters = SCHEMA.relationship("SISTER_CITY_OF")
    assert (sisters.english_backwards, sisters.swedish_backwards) == (sisters.english, sisters.swedish)


def test_every_relationship_stores_all_columns_but_its_ends_and_type():
    assert [p.name for p in SCHEMA.stored] == ["start", "end", "role", "amount", "sources", "evidence"]
    assert SCHEMA.relations == RELATIONS


def test_what_is_not_declared_is_not_found():
    with pytest.raises(KeyError):
        SCHEMA.node("Town")
    with pytest.raises(KeyError):
        SCHEMA.relationship("NEAR")


def test_a_schema_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SCHEMA.labels = ()
