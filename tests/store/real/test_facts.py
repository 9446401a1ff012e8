"""What the office knows by heart comes out of one query each, whole, on every engine."""

from samverkan.cli.entities import reader_of_values
from samverkan.model.names import Entity, find
from samverkan.store.queries import arguments, named_queries

NAMED = named_queries()


def ask(store, name, **given):
    """Rows of a named query, without the columns of ids, asked with names as people write them."""
    query = NAMED[name]
    values = arguments(query, given, lambda text, kinds: named(store, text, kinds), reader_of_values(store))
    found = store.query(query.statement, values)
    shown = [place for place, column in enumerate(found.columns) if column != "id" and not column.endswith("_id")]
    return [tuple(row[place] for place in shown) for row in found.rows]


def named(store, text, kinds):
    statement = "MATCH (n) WHERE n.hash IS NOT NULL AND n.kind IN $kinds RETURN n.id, n.kind, n.name, n.aliases"
    rows = store.query(statement, {"kinds": sorted(kinds)}).rows
    return find(text, [Entity(id, kind, kind, name, tuple(aliases or ())) for id, kind, name, aliases in rows])


def test_borlange_is_a_member_since_2021(real):
    rows = ask(real, "members", activity="Klimatneutrala städer 2030")
    assert [row for row in rows if row[0] == "Borlänge"] == [
        ("Borlänge", "City", "2021-10-01", None, "en av 14 städer som tillkom 2021"),
    ]
    assert [sum(start == row[2] for row in rows) for start in ("2019", "2021-10-01", "2024-12-01")] == [9, 14, 15]
    assert len(rows) == 38


def test_borlange_energi_is_in_through_the_municipal_group(real):
    assert ask(real, "municipal-groups", programme="Viable Cities") == [
        (
            "Borlänge", "2021-09-14", "medlem, hela kommunkoncernen",
            "Borlänge Energi", "2021-09-14", "genom kommunkoncernens medlemskap",
        )
    ]  # fmt: skip


def test_borlange_and_avesta_are_twins_and_two_regional_bodies_are_active(real):
    pair = ("Borlänge", "Avesta", "2024-12-01", "tvillingstad i Klimatneutrala städer 2030")
    assert ask(real, "twins", city="Avesta kommun") == [
        (*pair, "Länsstyrelsen Dalarna", "2024-12-04", "Klimatneutrala Borlänge 2030"),
        (*pair, "Region Dalarna", "2024-12-04", "Klimatneutrala Borlänge 2030"),
    ]


def test_whoever_is_in_a_project_of_both_twins_is_active(real):
    """Of a pairing without a date all are, and of one with a date those who came then or later."""
    rows = ask(real, "twins", city="Falköping")
    assert {row[:3] for row in rows} == {("Göteborg", "Falköping", None)}
    assert {row[4] for row in rows} >= {"Göteborgsregionen", "Göteborg Energi AB", "RISE", "Göteborgs universitet"}
    assert [(row[:3], row[4]) for row in ask(real, "twins", city="Umeå")] == [(("Luleå", "Umeå", "2023-09"), None)]


def test_lulea_is_a_member_and_arranged_its_workshop(real):
    workshop = "Workshop Tillsammans för klimatneutrala städer"
    version = "klimatkontrakt eller avsiktsförklaring, version 2024"
    assert ask(real, "memberships", who="luleå") == [
        (workshop, "Event", "HOSTS", None, None, "medarrangör"),
        ("Klimatkommunerna", "Network", "MEMBER_OF", "2022", None, "ny medlem 2022"),
        ("Viable Cities", "Programme", "MEMBER_OF", "2022-06", None, "medlem"),
        ("NetZeroCities tvillingstadsprogram", "Programme", "MEMBER_OF", "2023-09", None, "tvillingstad"),
        ("Klimatneutrala städer 2030", "Programme", "MEMBER_OF", "2024-12-01", None, "tillkom i december 2024"),
        ("The North Sweden Green Deal", "Project", "PARTNER_IN", "2022", "2023", "projektpart"),
        ("Thriving Northern Cities", "Project", "PARTNER_IN", "2023", None, "en av fem städer"),
        ("Klimatkontrakt 2030", "Agreement", "SIGNED", "2024-12-06", None, version),
        (workshop, "Event", "TOOK_PART_IN", "2022-06-22", None, "deltagare"),
        ("European Viable Cities Day 2024", "Event", "TOOK_PART_IN", "2024-12-06", None, "politisk ledning"),
    ]


def test_who_was_at_the_workshop_in_lulea(real):
    rows = ask(real, "participants", event="Workshop Tillsammans för klimatneutrala städer")
    assert {row[:2] for row in rows} == {
        ("Boverket", "Agency"), ("Tillväxtverket", "Agency"), ("Trafikverket", "Agency"),
        ("Boden", "City"), ("Gällivare", "City"), ("Kiruna", "City"), ("Luleå", "City"), ("Skellefteå", "City"),
        ("Umeå", "City"), ("Länsstyrelsen Norrbotten", "CountyBoard"), ("Länsstyrelsen Västerbotten", "CountyBoard"),
        ("AnneLie Granljung", "Person"), ("Frida Lindberg", "Person"), ("Vanja Östman", "Person"),
        ("Region Norrbotten", "Region"), ("Region Västerbotten", "Region"), ("RISE", "ResearchInstitute"),
    }  # fmt: skip


def test_kth_hosts_viable_cities_and_three_agencies_fund_it_until_2030(real):
    assert ask(real, "hosts-and-funders", activity="Viable Cities") == [
        ("HOSTS", "KTH", "University", "2017", "2030", None, "värdorganisation"),
        ("FUNDS", "Energimyndigheten", "Agency", "2017", "2030", None, "gemensam finansiering"),
        ("FUNDS", "Formas", "Agency", "2017", "2030", None, "gemensam finansiering"),
        ("FUNDS", "Vinnova", "Agency", "2017", "2030", None, "gemensam finansiering"),
    ]


def test_six_agencies_are_in_the_climate_contract(real):
    rows = ask(real, "signatories", agreement="Klimatkontrakt 2030")
    assert [row for row in rows if row[1] == "Agency"] == [
        ("Energimyndigheten", "Agency", 4, "2020-12-11", "2023"),
        ("Formas", "Agency", 4, "2020-12-11", "2023"),
        ("Naturvårdsverket", "Agency", 2, "2022", "2023"),
        ("Tillväxtverket", "Agency", 4, "2020-12-11", "2023"),
        ("Trafikverket", "Agency", 3, "2021", "2023"),
        ("Vinnova", "Agency", 4, "2020-12-11", "2023"),
    ]


def test_the_initiative_of_boras_has_five_partners(real):
    period = ("2021-10-01", "2024-09-30", "projektpart")
    assert ask(real, "partners", activity="Klimatneutrala Borås 2030") == [
        ("Borås", "City", *period),
        ("Borås Energi och Miljö AB", "Company", *period),
        ("Fristadbostäder", "Company", *period),
        ("Navet Science Center", "Association", *period),
        ("Science Park Borås", "SciencePark", *period),
    ]


def test_the_initiative_of_boras_has_four_focus_areas(real):
    period = ("2021-10-01", "2024-09-30")
    assert ask(real, "focus-areas", who="Klimatneutrala Borås 2030") == [
        ("Byggnader och bebyggelse", "Bestående byggnation", *period),
        ("Delaktighet och samskapande", "Smart samskapande", *period),
        ("Mobilitet och transporter", "Modig mobilitet", *period),
        ("Styrning och ledning", "Klokt klimatledarskap", *period),
    ]


def test_the_initiative_of_boras_ran_from_october_2021_to_september_2024(real):
    rows = ask(real, "ending", **{"from": "2024-09-30", "to": "2024-09-30"})
    assert [row for row in rows if "Borås" in row[0]] == [
        ("Klimatneutrala Borås 2030", "Project", "2021-10-01", "2024-09-30"),
    ]


def test_three_cities_and_seven_people_met_in_borlange(real):
    met = "projektledare möttes för gemensamt lärande"
    assert ask(real, "participants", event="Minimöte i Borlänge") == [
        ("Borlänge", "City", "2022", met),
        ("Eskilstuna", "City", "2022", met),
        ("Gävle", "City", "2022", met),
        ("Borlänge Energi", "Company", "2022", "företräddes av en medarbetare"),
        ("Anna Wenstedt", "Person", "2022", "deltagare"),
        ("Charlotte H. Kindmark", "Person", "2022", "deltagare"),
        ("Erik Apel", "Person", "2022", "deltagare"),
        ("Evelina Loberg", "Person", "2022", "deltagare"),
        ("Lars Johansson", "Person", "2022", "deltagare"),
        ("Salomon Abresparr", "Person", "2022", "deltagare"),
        ("Viktoria Bengtsson", "Person", "2022", "deltagare"),
        ("Viable Cities", "Programme", "2022", "programkontoret"),
    ]


def test_the_research_school_arranged_a_workshop(real):
    assert ask(real, "events-hosted", host="Forskarskolan Future-Proof Cities") == [
        ("Workshop med Future-Proof Cities i Borlänge", "2022", "2022", "arrangerade workshopen"),
    ]


def test_who_was_at_the_workshop_of_the_research_school(real):
    assert ask(real, "participants", event="Workshop med Future-Proof Cities i Borlänge") == [
        ("Borlänge", "City", "2022", "deltagare"),
        ("Eskilstuna", "City", "2022", "deltagare"),
        ("Gävle", "City", "2022", "deltagare"),
        ("Erik Apel", "Person", "2022", "deltagare"),
        ("Evelina Loberg", "Person", "2022", "deltagare"),
        ("Kristina Birath", "Person", "2022", "deltagare"),
        ("Lars Johansson", "Person", "2022", "deltagare"),
        ("Salomon Abresparr", "Person", "2022", "deltagare"),
    ]


def test_northvolt_plans_to_settle_in_borlange(real):
    rows = ask(real, "companies", city="Borlänge")
    assert [row for row in rows if row[0] == "Northvolt"] == [
        ("Northvolt", "business", "COLLABORATES_WITH", "2022", "etablering i Kvarnsveden"),
        ("Northvolt", "business", "LOCATED_IN", "2022", "planerad etablering"),
    ]
