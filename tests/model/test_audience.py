import dataclasses

import pytest

from checkout import ROOT
from samverkan.model.audience import AUDIENCES, NOT_SHOWN, Audience, Person, Post, Withheld, holds_office
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset

OFFICES = [
    "kommunstyrelsens ordförande", "kommunalråd", "trafikborgarråd", "vice borgmästare", "riksdagsledamot",
    "landshövding", "klimatchef", "enhetschef", "generaldirektör", "rektor", "vd", "VD och koncernchef",
    "projektledare", "processledare Klimatneutrala Lund 2030", "kontaktperson för kommunen", "samordnare",
    "Mayor", "Head of Climate", "Project Manager", "Co-ordinator", "city councillor", "Vice-Chancellor",
    "strateg, f.d. kommunalråd; enhetschef",
]  # fmt: skip
OTHERS = [
    None, "", "miljöstrateg", "senior klimatrådgivare", "professor", "handledare", "kommunekolog", "f.d. kommunalråd",
    "tidigare klimatchef", "sekreterare till kommunalråd", "assistant to the director", "Former mayor", "headhunter",
    "kommunikatör", "doktorand",
]  # fmt: skip


@pytest.mark.parametrize("title", OFFICES)
def test_a_title_says_that_somebody_is_elected_leads_or_is_a_contact(title):
    assert holds_office(title)


@pytest.mark.parametrize("title", OTHERS)
def test_a_title_says_nothing_of_the_kind(title):
    assert not holds_office(title)


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (Post("City"), True), (Post("Region"), True), (Post("CountyBoard"), True), (Post("Agency"), True),
        (Post("Company"), False), (Post("Programme"), False), (Post("Association"), False),
        (Post("University"), False), (Post("University", organisation_number="202100-2890"), True),
        (Post("University", organisation_number="556479-5598"), False), (Post("University", sector="state"), True),
        (Post("City", end="2020"), False), (Post("City", end="2022-06"), False), (Post("City", end="2023"), True),
    ],
)  # fmt: skip
def test_a_partner_sees_who_has_a_post_at_a_public_body_now(post, seen):
    someone = Person("person:x", ("X Y",), "projektledare", (post,))
    assert Audience.of("partner", [someone], as_of="2022").hides("person:x") is not seen
    assert Audience.of("public", [someone]).hides("person:x")
    assert not Audience.of("internal", [someone]).hides("person:x")


def test_the_role_of_the_post_says_it_as_well_as_the_title():
    someone = Person("person:x", ("X Y",), "klimatstrateg", (Post("City", "enhetschef"), Post("City", "strateg")))
    assert not Audience.of("partner", [someone]).hidden
    other = dataclasses.replace(someone, posts=(Post("Company", "vd"), Post("City", "strateg")))
    assert Audience.of("partner", [other]).hidden == {"person:x"}


def test_an_audience_that_there_is_not():
    with pytest.raises(ValueError, match="none of public, partner, internal"):
        Audience.of("everybody")


@pytest.fixture(scope="module")
def small():
    whole = read_dataset(ROOT / "tests" / "data" / "small", SCHEMA)
    nodes = {label: {name: list(values) for name, values in c.items()} for label, c in whole.nodes.items()}
    relations = {type: {name: list(values) for name, values in c.items()} for type, c in whole.relationships.items()}
    nodes["Source"]["name"][0] = "Ola Al berättar"
    nodes["Source"]["id"][0] = "ola-al-2023"
    for columns in (*nodes.values(), *relations.values()):
        for values in (columns["sources"],) if "sources" in columns else ():
            values[:] = [["ola-al-2023" if s == "register" else s for s in sources] for sources in values]
    nodes["Organisation"]["aliases"][1] = ["Åby Energi", "Eva Eks verk"]
    relations["PARTNER_IN"]["evidence"][0] = "Eva Ek på sidan 3, och Åby Energi"
    return dataclasses.replace(whole, nodes=nodes, relationships=relations)


def texts(dataset):
    return "\n".join(map(str, [*dataset.nodes.values(), *dataset.relationships.values()]))


def test_the_public_sees_nobody_in_a_dataset_and_all_else(small):
    seen, withheld = Audience.of_dataset("public", small).dataset(small)
    assert withheld == Withheld(people=2, relations=2, texts=3)
    assert "Ola" not in texts(seen)
    assert "Eva" not in texts(seen)
    assert "ola-al" not in texts(seen)
    assert seen.nodes["Source"]["id"] == ["withheld-1", "yearbook"]
    assert seen.nodes["Source"]["name"] == [NOT_SHOWN, "Årsboken"]
    assert seen.nodes["Organisation"]["aliases"][1] == ["Åby Energi"]
    assert seen.relationships["PARTNER_IN"]["evidence"] == [NOT_SHOWN, None, None]
    assert seen.relationships["PARTNER_IN"]["sources"][0] == ["withheld-1", "yearbook"]
    untouched = {*SCHEMA.node("City").names} - {"sources"}
    assert {n: seen.nodes["City"][n] for n in untouched} == {n: small.nodes["City"][n] for n in untouched}
    assert small.nodes["Source"]["id"] == ["ola-al-2023", "yearbook"]  # the whole is as it was


def test_a_partner_sees_some(small):
    seen, withheld = Audience.of_dataset("partner", small).dataset(small)
    assert seen.nodes["Person"]["name"] == ["Eva Ek"]  # leads projects for a city; a professor does not
    assert seen.relationships["WORKS_FOR"]["from"] == ["person:eva-ek"]
    assert seen.relationships["PARTNER_IN"]["evidence"][0] == "Eva Ek på sidan 3, och Åby Energi"
    assert withheld == Withheld(people=1, relations=1, texts=1)


def test_internal_is_all_of_it(small):
    seen, withheld = Audience.of_dataset("internal", small).dataset(small)
    assert seen is small
    assert not withheld


def test_a_namesake_of_whom_may_be_seen_changes_nothing_in_her_rows(small):
    nodes = dict(small.nodes)
    nodes["Person"] = {name: values * 2 for name, values in small.nodes["Person"].items()}
    nodes["Person"]["id"] = ["person:eva-ek", "person:ola-al", "person:eva-ek-2", "person:ola-al-2"]
    twice = dataclasses.replace(small, nodes=nodes)
    seen, _withheld = Audience.of_dataset("partner", twice).dataset(twice)
    assert seen.nodes["Person"]["name"] == ["Eva Ek"]
    assert seen.nodes["Person"]["id"] == ["person:eva-ek"]
    assert seen.relationships["PARTNER_IN"]["evidence"][0] == NOT_SHOWN  # which of the two it means, nobody knows


def test_the_real_network_without_people(real_data):
    """Nobody is in it for the public, and nothing else is lost."""
    whole = read_dataset(real_data, SCHEMA)
    found = {name: Audience.of_dataset(name, whole) for name in AUDIENCES}
    people = set(whole.nodes["Person"]["id"])
    assert found["public"].hidden == people
    assert found["partner"].hidden < people
    seen, withheld = found["public"].dataset(whole)
    assert withheld.people == len(people)
    assert withheld.texts == 0  # its texts name nobody
    for label in ("City", "Organisation", "Activity", "FocusArea", "Source"):
        assert seen.nodes[label] == whole.nodes[label]
    told = texts(seen).casefold()
    for name, aliases in zip(whole.nodes["Person"]["name"], whole.nodes["Person"]["aliases"], strict=True):
        for called in (name, *(aliases or ())):
            assert called.casefold() not in told
