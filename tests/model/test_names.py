"""A name as people write it finds the one it means, in the real network and in made-up ones."""

import csv

import pytest

from samverkan.errors import NameMatchError
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, find, find_value, nearest


@pytest.fixture(scope="module")
def entities(real_data) -> list[Entity]:
    """Everybody in graph_data/, by every name."""
    found = []
    for node in SCHEMA.labels:
        if node.label == "Source":
            continue
        with (real_data / f"{node.table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                others = [*row["aliases"].split(" | "), row.get("short_name", ""), row["name_en"]]
                found.append(Entity(row["id"], node.label, row["kind"], row["name"], tuple(filter(None, others))))
    return found


@pytest.mark.parametrize(
    "text",
    ["Gävle", "gävle", "GÄVLE", "gavle", "Gävle kommun", "gavle KOMMUN", "  Gävle  ", "Ga\u0308vle", "city:gavle"],
)
def test_gavle_is_found_however_it_is_written(entities, text):
    assert find(text, entities).id == "city:gavle"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Håbo", "city:habo-uppland"),
        ("håbo kommun", "city:habo-uppland"),
        ("Habo", "city:habo-jonkoping"),
        ("habo", "city:habo-jonkoping"),
        ("Habo kommun", "city:habo-jonkoping"),
        ("Malmö stad", "city:malmo"),
        ("Region Gotland", "city:gotland"),
        ("kth", "university:kth"),
        ("Minimötet i Borlänge", "event:minimote-borlange-2022"),
        ("Swedish Energy Agency", "agency:energimyndigheten"),
        ("future proof cities", "researchschool:future-proof-cities"),
        ("Borlange Energi", "company:borlange-energi"),
    ],
)
def test_a_name_means_one(entities, text, id):
    assert find(text, entities).id == id


def test_every_name_of_a_city_means_that_city_among_the_cities(entities):
    cities = [e for e in entities if e.label == "City"]
    assert len(cities) == 343
    wrong = [(name, e.id) for e in cities for name in (e.id, e.name) if find(name, cities) != e]
    assert wrong == []


def test_a_name_that_means_nobody_names_the_nearest(entities):
    with pytest.raises(NameMatchError) as error:
        find("Gefle", [e for e in entities if e.label == "City"])
    assert error.value.matches == ()
    with pytest.raises(NameMatchError) as error:
        find("Borlnäge", [e for e in entities if e.label == "City"])
    assert [e.id for e in error.value.nearest][:1] == ["city:borlange"]
    assert str(error.value).splitlines()[:2] == [
        "Nothing here is called “Borlnäge”. Did you mean:",
        "  Borlänge (city:borlange)",
    ]


@pytest.mark.parametrize("text", ["", " ", "qqqqqqqq"])
def test_a_name_like_no_other_means_nobody(entities, text):
    with pytest.raises(NameMatchError) as error:
        find(text, entities)
    assert (error.value.matches, error.value.nearest) == ((), ())


A = Entity("city:a", "City", "City", "Åby", ("Aby", "Staden"))
B = Entity("city:b", "City", "City", "Aby", ())
C = Entity("city:c", "City", "City", "Bro", ("Staden",))
D = Entity("company:d", "Organisation", "Company", "Bro", ())


def test_the_spelling_goes_before_the_accents_and_the_name_before_other_names():
    assert find("aby", [A, B]) == B
    assert find("aby", [A, C]) == A
    assert find("åby", [A, B]) == A


def test_several_are_told_in_swedish_order():
    with pytest.raises(NameMatchError) as error:
        find("staden", [A, B, C])
    assert error.value.matches == (C, A)
    assert str(error.value) == (
        "“staden” means several. Write the id of the one you mean:\n  Bro (city:c)\n  Åby (city:a)"
    )
    with pytest.raises(NameMatchError) as error:
        find("bro", [C, D])
    assert error.value.matches == (C, D)
    assert find("company:d", [C, D]) == D


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("Skåne", "Skåne län"),
        ("dalarna", "Dalarnas län"),
        ("Dalarna län", "Dalarnas län"),
        ("gavleborg", "Gävleborgs län"),
        ("VÄSTRA GÖTALAND", "Västra Götalands län"),
        ("västmanlands län", "Västmanlands län"),
    ],
)
def test_a_county_is_found_without_its_lan_and_genitive(text, county):
    counties = ["Gävleborgs län", "Dalarnas län", "Skåne län", "Västra Götalands län", "Västmanlands län", "Skåne län"]
    assert find_value(text, counties) == county


def test_the_nearest_are_few_and_each_is_told_once():
    assert nearest("Stad", [A, B, C, D], limit=1) == [A]
    assert nearest("Stad", [C, A, B]) == [A, C]
