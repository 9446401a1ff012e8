"""Files as people have them -> a folder of tables, a review, and what was left out."""

import csv
import datetime
import re
import shutil
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from samverkan.errors import InputError
from samverkan.exchange.erasure import add_marks
from samverkan.exchange.importing import free_review_path, read_import
from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_accents
from samverkan.sources.foreign.claims import Fate
from samverkan.sources.foreign.meanings import CROSSES, NO_PLACE
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA, rows

TIES = ("to", "start", "end", "role", "amount")


@pytest.fixture
def into(tmp_path):
    """The small network of made-up names, to import into."""
    path = tmp_path / "data"
    shutil.copytree(DATA / "small", path)
    return path


def ties(folder):
    """The relations of a folder."""
    dataset = read_dataset(folder, SCHEMA)
    return {
        (row["from"], type, *("" if row[name] is None else str(row[name]) for name in TIES))
        for type in dataset.relationships
        for row in dataset.rows(type)
    }


def brought(path, into, **words):
    """Import a file; the relations that are new, and the import."""
    before = ties(into) if into.exists() else set()
    done = read_import(path, into, **words)
    done.write(None)
    return ties(into) - before, done


def left(done):
    return [(item.line, item.heading, item.text, item.reason()) for item in done.outcome.account.left]


def questions(done):
    return {m.text: [e.id for e in q.candidates] for m, q in done.outcome.questions.items()}


def write_csv(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_a_list_of_pairs_as_a_swedish_excel_saves_it(into, tmp_path):
    text = (
        "Partnerskap 2024;;;\n\nOrganisation;Projekt;År;Belopp\nÅby Energi;Varm stad;okt 2021;12 500\n"
        "Fossilfria verket;Solsteg;2019–2022;\nNorrviks kommun;Solsteg;2020,0;\nSumma;;;12 500\n\nKälla: egen lista\n"
    )
    path = write_csv(tmp_path / "lista.csv", text, "cp1252")
    new, done = brought(path, into)
    assert new == {
        ("company:aby-energi", "PARTNER_IN", "project:varm-stad", "2021-10", "", "", "12500"),
        ("agency:fossilfritt-verk", "PARTNER_IN", "project:solsteg", "2019", "2022", "", ""),
        ("city:norrvik", "PARTNER_IN", "project:solsteg", "2020", "", "", ""),
    }
    assert left(done) == [
        (1, "", "Partnerskap 2024", "A title or a note beside the table."),
        (7, "Organisation", "Summa", "A row of sums."),
        (7, "Belopp", "12 500", "A row of sums."),
        (9, "Organisation", "Källa: egen lista", "A title or a note beside the table."),
    ]
    data = read_dataset(into, SCHEMA)
    solsteg = next(row for row in data.rows("Activity") if row["id"] == "project:solsteg")
    assert (solsteg["name"], solsteg["kind"], solsteg["sources"]) == ("Solsteg", "Project", ["import-lista"])
    source = next(row for row in data.rows("Source") if row["id"] == "import-lista")
    assert source["name"] == "lista.csv"
    told = {row["evidence"] for row in data.rows("PARTNER_IN") if row["sources"] == ["import-lista"]}
    assert told == {"rad 5", "rad 6"}


def test_importing_again_changes_nothing(into, tmp_path):
    path = write_csv(tmp_path / "lista.csv", "Organisation;Projekt;År\nÅby Energi;Solsteg;2021\nÅby;Varm stad;2021\n")
    brought(path, into)
    before = {file.name: file.read_bytes() for file in into.iterdir()}
    new, done = brought(path, into)
    assert (new, done.outcome.changes(), done.outcome.confirmed) == (set(), False, 2)
    assert {file.name: file.read_bytes() for file in into.iterdir()} == before


def test_what_is_not_touched_stays_as_it_was_written(into, tmp_path):
    cities = into / "cities.csv"
    cities.write_bytes(cities.read_text(encoding="utf-8").replace(",", ";").replace("\n", "\r\n").encode("cp1252"))
    before = {file.name: file.read_bytes() for file in into.iterdir()}
    brought(write_csv(tmp_path / "ny.csv", "Kommun;Projekt\nÅby;Solsteg\n"), into)
    after = {file.name: file.read_bytes() for file in into.iterdir()}
    assert {name for name, content in after.items() if content != before[name]} == {
        "activities.csv", "relations.csv", "sources.csv",
    }  # fmt: skip
    assert after["relations.csv"].startswith(before["relations.csv"])
    brought(write_csv(tmp_path / "mer.csv", "Kommun;Folkmängd\nSundholm;700\n"), into)
    lines = cities.read_bytes().decode("cp1252").splitlines()
    assert [line for line in lines if "Sundholm" in line] == [
        "city:sundholm;City;Sundholm;;;;register | import-mer;DK;;;700;;;;;;"
    ]


def test_columns_of_ones_own_are_kept(into, tmp_path):
    file = into / "activities.csv"
    first, *others = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([f"{first},anteckning", *(f"{line},vår egen" for line in others)]) + "\n", "utf-8")
    brought(write_csv(tmp_path / "ny.csv", "Kommun;Projekt\nÅby;Solsteg\n"), into)
    assert file.read_text(encoding="utf-8").splitlines() == [
        f"{first},anteckning",
        *(f"{line},vår egen" for line in others),
        "project:solsteg,Project,Solsteg,,,,import-ny,,,,,",
    ]


def test_a_new_folder_is_made(tmp_path):
    into = tmp_path / "ny"
    new, _done = brought(write_csv(tmp_path / "l.csv", "Kommun\tNätverk\tStart\nÅby\tTrästäder\t2020-03\n"), into)
    assert new == {("city:aby", "MEMBER_OF", "network:trastader", "2020-03", "", "", "")}
    assert {file.name for file in into.iterdir()} == {
        "activities.csv", "cities.csv", "focus_areas.csv", "organisations.csv", "relations.csv", "sources.csv",
    }  # fmt: skip


def test_a_name_that_cannot_be_told_is_asked(into, tmp_path):
    text = "Företag;Projekt\nTrähus Norrvik AB;Varm stad\nNy AB;Varm stad\nNorrvik;Varm stad\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {("company:ny-ab", "PARTNER_IN", "project:varm-stad", "", "", "", "")}
    assert questions(done) == {"Trähus Norrvik AB": ["company:trahus"], "Norrvik": ["city:norrvik"]}


def test_municipalities_that_an_and_or_a_stroke_parts_are_several(into, tmp_path):
    text = "Kommun;Projekt\nNorrvik och Sundholm;A\nNorrvik/Åby;B\nÅby, Norrvik & Sundholm;C\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {(tie[0], tie[2]) for tie in new} == {
        ("city:norrvik", "project:a"), ("city:sundholm", "project:a"), ("city:norrvik", "project:b"),
        ("city:aby", "project:b"), ("city:aby", "project:c"), ("city:norrvik", "project:c"),
        ("city:sundholm", "project:c"),
    }  # fmt: skip
    assert done.outcome.taken["Norrvik och Sundholm"] == ("city:norrvik", "city:sundholm")
    assert not done.outcome.added["City"]


def test_no_city_is_added_unasked_where_municipalities_are_known(into, tmp_path):
    text = "Kommun;Projekt\nNorwik;A\nHusum och Hamra;A\nNorrvik och Husum;A\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == set()
    assert not done.outcome.added["City"]
    parts = {mention.text: question.parts for mention, question in done.outcome.questions.items()}
    assert parts == {"Norwik": (), "Husum och Hamra": (), "Norrvik och Husum": ("Norrvik", "Husum")}
    by_code = "Kommun;Kommunkod\nHusum;0114\nNorwik;2190\n"
    _new, done = brought(write_csv(tmp_path / "k.csv", by_code), into)
    assert done.outcome.added["City"] == {"city:husum"}
    assert list(questions(done)) == ["Norwik"]


def test_a_name_with_an_and_stays_one_where_its_parts_are_not_known(into, tmp_path):
    new, _done = brought(write_csv(tmp_path / "l.csv", "Företag;Projekt\nEk & Björk AB;Varm stad\n"), into)
    assert {tie[0] for tie in new} == {"company:ek-bjork-ab"}


PROJECTS = (
    "Projektnamn;Deltagande kommuner;Övriga parter;Projektledare;Finansiär;Budget (kr);Start;Slut;Status\n"
    "Sol;Norrvik, Åby;Trähus AB;;Fossilfria verket;1000;2021;2023;pågår\nVind;Norrvik;;Åby;;;2020-01;2022;klart\n"
)


def test_the_commonest_list_of_projects(into, tmp_path):
    new, done = brought(write_csv(tmp_path / "l.csv", PROJECTS), into)
    assert {tie for tie in new if tie[1] != "PARTNER_IN" or tie[0].startswith("city")} == {
        ("city:norrvik", "PARTNER_IN", "project:sol", "", "", "", ""),
        ("city:aby", "PARTNER_IN", "project:sol", "", "", "", ""),
        ("agency:fossilfritt-verk", "FUNDS", "project:sol", "", "", "", "1000"),
        ("city:norrvik", "PARTNER_IN", "project:vind", "", "", "", ""),
        ("city:aby", "COORDINATES", "project:vind", "", "", "", ""),
    }
    assert dated(into) == {("project:sol", "2021", "2023"), ("project:vind", "2020-01", "2022")}
    why = NO_PLACE.format(heading="Status")
    assert left(done) == [(2, "Status", "pågår", why), (3, "Status", "klart", why)]


def dated(folder):
    """The new activities with their dates."""
    known = {row["id"] for row in read_dataset(DATA / "small", SCHEMA).rows("Activity")}
    rows = read_dataset(folder, SCHEMA).rows("Activity")
    return {(row["id"], row["start"], row["end"]) for row in rows if row["id"] not in known}


def test_dates_of_a_list_of_projects_are_theirs_with_or_without_who_pays(into, tmp_path):
    text = "Projekt;Finansiär;Start;Slut\nSol;Fossilfria verket;2021;2023\nVind;;2020;2022\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {("agency:fossilfritt-verk", "FUNDS", "project:sol", "", "", "", "")}
    assert dated(into) == {("project:sol", "2021", "2023"), ("project:vind", "2020", "2022")}
    assert left(done) == []


def test_years_that_differ_within_a_project_are_of_who_is_in_it(into, tmp_path):
    text = "Kommun;Projekt;Partner;År\nNorrvik;Sol;Fossilfria verket;2020\nÅby;Sol;;2021\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:4] for tie in new} == {
        ("city:norrvik", "PARTNER_IN", "project:sol", "2020"),
        ("agency:fossilfritt-verk", "PARTNER_IN", "project:sol", "2020"),
        ("city:aby", "PARTNER_IN", "project:sol", "2021"),
    }
    assert dated(into) == {("project:sol", None, None)}
    assert not done.outcome.conflicts


def test_accents_and_kommun_do_not_make_a_name_another_but_are_told(into, tmp_path):
    text = "Kommun;Projekt\nNORRVIK kommun;Varm stad\nSundhölm;Varm stad\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[0] for tie in new} == {"city:sundholm"}
    assert done.outcome.taken == {"NORRVIK kommun": ("city:norrvik",), "Sundhölm": ("city:sundholm",)}


def test_an_organisation_of_no_known_kind_is_asked(into, tmp_path):
    _new, done = brought(write_csv(tmp_path / "l.csv", "Organisation;Projekt\nHelt okänd;Varm stad\n"), into)
    ((mention, question),) = done.outcome.questions.items()
    assert (mention.text, question.candidates) == ("Helt okänd", ())
    assert "Company" in question.kinds
    assert "University" in question.kinds


def decide(path, **decisions):
    """Write decisions into a review, by the name or the column that they are on."""
    book = openpyxl.load_workbook(path)
    for name in {"Names", "Kinds", "Values"} & set(book.sheetnames):
        sheet = book[name]
        key = 3 if name == "Values" else 2
        for row in range(2, sheet.max_row + 1):
            if (told := decisions.get(str(sheet.cell(row, key).value))) is not None:
                sheet.cell(row, 7).value = told
    book.save(path)
    return path


def test_what_was_decided_is_read_back_and_remembered(into, tmp_path):
    text = "Organisation;Projekt;År\nTrähusen i Norrvik;Varm stad;2023\nNy AB;Varm stad;2024\nSkräp;Varm stad;2020\n"
    path = write_csv(tmp_path / "l.csv", text)
    done = read_import(path, into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    assert ties(into) == ties(DATA / "small")
    decide(review, **{"Trähusen i Norrvik": "company:trahus", "Ny AB": "NEW: company", "Skräp": "leave out"})
    new, done = brought(review, into)
    assert new == {
        ("company:trahus", "PARTNER_IN", "project:varm-stad", "2023", "", "", ""),
        ("company:ny-ab", "PARTNER_IN", "project:varm-stad", "2024", "", "", ""),
    }
    assert (done.outcome.skipped, done.to_decide, done.wants_review()) == (1, 0, False)
    trahus = next(row for row in read_dataset(into, SCHEMA).rows("Organisation") if row["id"] == "company:trahus")
    assert trahus["aliases"] == ["Trähusen i Norrvik"]
    again = read_import(path, into)
    assert questions(again) == {"Skräp": []}
    assert not again.outcome.changes()


@pytest.mark.parametrize(
    ("heading", "text", "amount"),
    [
        ("Belopp", "300", "300"), ("Belopp kr", "300", "300"), ("Belopp (tkr)", "300", "300000"),
        ("Belopp, tkr", "2 300,25", "2300250"), ("Budget (tusen kronor)", "0,5", "500"),
        ("Beviljat belopp (mnkr)", "1,25", "1250000"), ("Belopp i tusental kronor (1 000 kr)", "7", None),
        ("Belopp (tkr)", "0,0001", None), ("Belopp (EUR)", "300", None), ("Belopp (€)", "300", None),
    ],
)  # fmt: skip
def test_an_amount_is_in_the_unit_of_its_heading(heading, text, amount, into, tmp_path):
    path = write_csv(tmp_path / "l.csv", f"Organisation;Projekt;{heading}\nÅby Energi;Solsteg;{text}\n")
    new, done = brought(path, into)
    assert {tie[6] for tie in new if tie[1] == "PARTNER_IN"} == {amount or ""}
    assert [item[1:3] for item in left(done)] == ([] if amount else [(heading, text)])


def test_a_column_that_goes_with_no_other_is_told(into, tmp_path):
    text = "Företag;Organisation;Samarbetspartner;Projekt\nTrähus AB;Åby;Åby Energi;Solsteg\n"
    _new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {(line, heading) for line, heading, _text, _why in left(done)} == {(2, "Företag"), (2, "Organisation")}


@pytest.mark.parametrize(
    "headings", ["Företag;Kommun;Samarbetspartner;Projekt", "Samarbetspartner;Företag;Kommun;Projekt"]
)
def test_a_municipality_right_after_an_organisation_is_where_that_is(headings, into, tmp_path):
    cells = {"Företag": "Nyskog AB", "Kommun": "Åby", "Samarbetspartner": "Åby Energi", "Projekt": "Solsteg"}
    text = f"{headings}\n" + ";".join(cells[heading] for heading in headings.split(";")) + "\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:3] for tie in new if tie[1] == "LOCATED_IN"} == {("company:nyskog-ab", "LOCATED_IN", "city:aby")}
    assert not [tie for tie in new if tie[0] == "city:aby" and tie[1] == "PARTNER_IN"]
    assert not left(done)


def test_a_municipality_before_an_organisation_may_be_either_and_is_asked_for(into, tmp_path):
    text = "Kommun;Organisation;Projekt;Start\nÅby;Åby Energi;Solsteg;2020\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == set()
    assert {heading: why.split(".")[0] for _line, heading, _text, why in left(done)} == {
        "Organisation": "Whether “Kommun” takes part too, or is where “Organisation” is, is not told",
        "Projekt": "Whether “Kommun” takes part too, or is where “Organisation” is, is not told",
        "Start": "What this column has to do with the others is not told",
    }


@pytest.mark.parametrize("dates", ["År", "Startdatum"])
@pytest.mark.parametrize("beside", ["Säte", "Kontaktperson"])
def test_dates_are_of_what_somebody_takes_part_in(dates, beside, into, tmp_path):
    other = {"Säte": "Norrvik", "Kontaktperson": "Eva Ny"}[beside]
    text = f"Organisation;{beside};Projekt;{dates}\nÅby Energi;{other};Solsteg;2022\n"
    path = write_csv(tmp_path / "l.csv", text + "Åby Energi;Norrvik;;2019\n" * (beside == "Säte"))
    new, done = brought(path, into)
    assert {tie[3] for tie in new if tie[1] == "PARTNER_IN"} == {"2022"}
    assert {tie[3] for tie in new if tie[1] in ("LOCATED_IN", "WORKS_FOR")} <= {""}
    assert [item[:3] for item in left(done)] == ([(3, dates, "2019")] if beside == "Säte" else [])


def test_a_word_for_a_kind_is_asked_about_once(into, tmp_path):
    text = (
        "Organisation;Slag;Projekt;År\nEn;Nätägare;Varm stad;2021\nTvå;Nätägare;Varm stad;2022\n"
        "Tre;Nätägare;Varm stad;2023\nFyra;Loge;Varm stad;2024\nÅby Energi;Nätägare;Solsteg;2020\n"
        "Åby energy;Nätägare;Solsteg;2019\n"
    )
    done = read_import(write_csv(tmp_path / "l.csv", text), into)
    assert {mention.word for mention in done.outcome.questions} == {"Nätägare", "Loge"}
    review = tmp_path / "review.xlsx"
    done.write(review)
    sheet = openpyxl.load_workbook(review)["Kinds"]
    asked = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=2)]
    assert asked[0][2].startswith("city, company, university")
    assert asked == [[1, "Nätägare", asked[0][2], 4, "l.csv:2", "En, Två, Tre and 1 more"]]  # “Loge” is but one
    decide(review, Nätägare="company", Två="new: university")
    new, done = brought(review, into)
    assert {(tie[0], tie[1], tie[3]) for tie in new} == {
        ("company:en", "PARTNER_IN", "2021"), ("university:tva", "PARTNER_IN", "2022"),
        ("company:tre", "PARTNER_IN", "2023"),
    }  # fmt: skip
    assert questions(done) == {"Fyra": [], "Åby energy": ["company:aby-energi"]}
    assert {mention.kinds for mention in done.outcome.questions if mention.text == "Åby energy"} == {("Company",)}
    assert done.unclear == []


def test_a_kind_that_cannot_be_picked_stays_open(into, tmp_path):
    text = "Organisation;Slag;Projekt\nEn;Nätägare;Varm stad\nTvå;Nätägare;Varm stad\n"
    done = read_import(write_csv(tmp_path / "l.csv", text), into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    decide(review, Nätägare="nätägare")
    new, done = brought(review, into)
    assert (new, list(questions(done)), done.unclear) == (set(), ["En", "Två"], ["review.xlsx[Kinds]:2"])


@pytest.mark.parametrize("heading", ["Slag", "Kind", "Organisationstyp"])
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2)])
def test_a_heading_says_that_a_column_tells_the_kind(heading, order, into, tmp_path):
    table = [["Organisation", heading, "Projekt"], ["En", "Nätägare", "Varm stad"], ["Två", "Företag", "Varm stad"]]
    text = "\n".join(";".join(row[place] for place in order) for row in table)
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    if heading == "Organisationstyp" or order != (0, 2, 1):  # a mere “kind” is of what stands before it
        assert {tie[0] for tie in new} == {"company:tva"}
        assert {mention.text: mention.word for mention in done.outcome.questions} == {"En": "Nätägare"}
    else:
        assert left(done)[0][:3] == (2, heading, "Nätägare")


def test_what_nobody_decided_stays_open(into, tmp_path):
    done = read_import(write_csv(tmp_path / "l.csv", "Organisation;Projekt\nEn;Varm stad\nTvå;Varm stad\n"), into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    decide(review, En="new: university", Två="vet inte")
    new, done = brought(review, into)
    assert {tie[0] for tie in new} == {"university:en"}
    assert list(questions(done)) == ["Två"]
    assert done.unclear == ["review.xlsx[Names]:3"]
    second = tmp_path / "second.xlsx"
    done.write(second)
    decide(second, Två="new: region")
    new, done = brought(second, into)
    assert {tie[0] for tie in new} == {"region:tva"}


def test_a_value_that_differs_is_asked_and_settled(into, tmp_path):
    text = "Kommun;Folkmängd;Län\nNorrvik;99 000;Södra län\nSundholm;700;\n"
    done = read_import(write_csv(tmp_path / "kommuner.csv", text), into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    ((conflict),) = done.outcome.conflicts
    assert (conflict.of, conflict.column, conflict.old, conflict.new) == (("city:norrvik",), "population", 98000, 99000)
    people = {row["id"]: row["population"] for row in read_dataset(into, SCHEMA).rows("City")}
    assert (people["city:norrvik"], people["city:sundholm"]) == (98000, 700)
    decide(review, population="take what the file says")
    _new, done = brought(review, into)
    norrvik = next(row for row in read_dataset(into, SCHEMA).rows("City") if row["id"] == "city:norrvik")
    assert (norrvik["population"], norrvik["sources"]) == (99000, ["register", "import-kommuner"])
    assert done.to_decide == 0


def test_a_relation_that_is_known_gets_the_source_and_what_was_missing(into, tmp_path):
    text = "Kommun;Projekt;År;Roll\nNorrvik;Varm stad;2022;värd\nÅby;Varm stad;2021;\n"
    new, _done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {("city:norrvik", "PARTNER_IN", "project:varm-stad", "2022", "", "värd", "")}
    sources = {(row["from"], row["start"]): row["sources"] for row in read_dataset(into, SCHEMA).rows("PARTNER_IN")}
    assert sources["city:norrvik", "2022"] == ["register", "import-l"]
    assert sources["city:aby", "2021-10"] == ["register", "yearbook", "import-l"]


def test_several_columns_of_actors_beside_an_activity(into, tmp_path):
    text = (
        "Projekt;Koordinator;Partner;Finansiär;Fokusområde;Kontaktperson;Projekttid;Beviljat belopp;Roll\n"
        "Solsteg;Åby;Norrvik, Sundholm;Fossilfria verket;Fjärrvärme;Eva Ek;2020–2022;12 000;stöd\n"
    )
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {
        ("city:aby", "COORDINATES", "project:solsteg", "", "", "", ""),
        ("city:norrvik", "PARTNER_IN", "project:solsteg", "", "", "", ""),
        ("city:sundholm", "PARTNER_IN", "project:solsteg", "", "", "", ""),
        ("agency:fossilfritt-verk", "FUNDS", "project:solsteg", "", "", "", "12000"),
        ("project:solsteg", "FOCUSES_ON", "focusarea:fjarrvarme", "", "", "", ""),
    }
    solsteg = next(row for row in read_dataset(into, SCHEMA).rows("Activity") if row["id"] == "project:solsteg")
    assert (solsteg["start"], solsteg["end"]) == ("2020", "2022")
    assert done.outcome.taken == {"Norrvik, Sundholm": ("city:norrvik", "city:sundholm")}
    assert [item[1:] for item in left(done)] == [
        ("Kontaktperson", "Eva Ek", "What this column has to do with the others is not told. Make a list of its own, "
         "with a column “relation”."),
        ("Roll", "stöd", "Of which of the relations of the row “Roll” tells is not told. Make a list of its own for "
         "them."),
    ]  # fmt: skip


def test_organisations_with_their_kind_place_and_contact(into, tmp_path):
    text = (
        "Organisation;Typ;Ort;Webbplats;Kontaktperson;Kommentar\n"
        "Solbolaget;Kommunalt bolag;Norrvik;https://sol.example;Eva Ek;sidan 2\n"
        "Okänd förening;Förening;Kista;;;\nÅby Energi;klubb;Åby;;;\n"
    )
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {
        ("company:solbolaget", "LOCATED_IN", "city:norrvik", "", "", "", ""),
        ("person:eva-ek", "WORKS_FOR", "company:solbolaget", "", "", "", ""),
    }
    company = next(r for r in read_dataset(into, SCHEMA).rows("Organisation") if r["id"] == "company:solbolaget")
    assert (company["sector"], company["homepage"]) == ("municipal-company", "https://sol.example")
    assert questions(done) == {"Kista": []}  # a place that is no known municipality is no new one
    assert left(done) == [(4, "Typ", "klubb", "“klubb” is no kind that the model knows.")]


def test_an_exact_name_of_another_kind_of_activity_is_taken_and_told(into, tmp_path):
    new, done = brought(write_csv(tmp_path / "l.csv", "Kommun;Projekt\nSundholm;Trästäder\nÅby;Energi\n"), into)
    assert new == {("city:sundholm", "MEMBER_OF", "network:trastader", "", "", "", "")}
    assert done.outcome.taken == {"Trästäder": ("network:trastader",)}
    assert questions(done) == {"Energi": ["theme:energy"]}


def test_a_comment_is_added_to_what_points_into_other_sources(into, tmp_path):
    text = "Kommun;Projekt;År;Kommentar\nÅby;Varm stad;2021;enligt möte\n"
    for _ in range(2):
        brought(write_csv(tmp_path / "l.csv", text), into)
    told = {r["from"]: r["evidence"] for r in read_dataset(into, SCHEMA).rows("PARTNER_IN")}
    assert told["city:aby"] == "sidan 3; enligt möte"


def test_several_names_in_a_cell_are_parted_if_all_are_known_and_asked_otherwise(into, tmp_path):
    text = "Projekt;Partner\nVarm stad;Sundholm, Aby\nSolsteg;Norrvik, Ny gård\nVarm stad;Åby Energi, Värme & Kyla AB\n"
    done = read_import(write_csv(tmp_path / "l.csv", text), into)
    assert done.outcome.taken == {"Sundholm, Aby": ("city:sundholm", "city:aby-vik")}
    ((mention, question),) = done.outcome.questions.items()
    assert (mention.text, question.parts) == ("Norrvik, Ny gård", ("Norrvik", "Ny gård"))
    review = tmp_path / "review.xlsx"
    done.write(review)
    decide(review, **{"Norrvik, Ny gård": "several: Norrvik | Ny gård"})
    new, done = brought(review, into)
    assert new == {("city:norrvik", "PARTNER_IN", "project:solsteg", "", "", "", "")}
    assert list(questions(done)) == ["Ny gård"]


def test_a_relation_that_no_column_tells_is_left_out(into, tmp_path):
    new, done = brought(write_csv(tmp_path / "l.csv", "Kommun;Företag\nÅby;Trähus i Norrvik AB\n"), into)
    assert (new, left(done)) == (set(), [
        (2, "", "Åby – Trähus i Norrvik AB", "What Åby and Trähus i Norrvik AB have to do with each other is not told. "
         "Add a column “relation”."),
    ])  # fmt: skip
    text = "Kommun;Relation;Företag\nÅby;samarbetar med;Trähus i Norrvik AB\nÅby;gillar;Trähus i Norrvik AB\n"
    new, done = brought(write_csv(tmp_path / "m.csv", text), into)
    assert new == {("city:aby", "COLLABORATES_WITH", "company:trahus", "", "", "", "")}
    assert {item[1:] for item in left(done)} == {
        (column, cell, "“gillar” is no relation that the model knows.")
        for column, cell in (("Kommun", "Åby"), ("Relation", "gillar"), ("Företag", "Trähus i Norrvik AB"))
    }


def test_a_workbook_as_swedes_make_them(into, tmp_path):
    book = openpyxl.Workbook()
    about = book.active
    about.title = "Om"
    about["A1"] = "Detta är ett utkast"
    sheet = book.create_sheet("Blad 2")
    sheet["A1"] = "Våra projekt"
    sheet["A1"].font = Font(bold=True)
    sheet.merge_cells("A1:E1")
    for column, text in (("A", "Aktör"), ("C", "Projekt")):
        sheet[f"{column}3"] = text
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("C3:D3")
    for column, text in zip("ABCDE", ("Namn", "Belopp", "Namn", "Egen kolumn", "Startdatum"), strict=True):
        sheet[f"{column}4"] = text
    sheet["A5"], sheet["C5"], sheet["E5"] = "Åby", "Solsteg", datetime.date(2021, 3, 1)
    sheet["E5"].number_format = "yyyy-mm"
    sheet["A6"], sheet["B6"], sheet["E6"], sheet["D6"] = "Norrvik", 12.0, datetime.datetime(2022, 5, 6), "x"
    sheet.merge_cells("C5:C6")
    sheet["A9"] = "* preliminärt"
    path = tmp_path / "bok.xlsx"
    book.save(path)
    new, done = brought(path, into)
    assert new == {
        ("city:aby", "PARTNER_IN", "project:solsteg", "2021-03", "", "", ""),
        ("city:norrvik", "PARTNER_IN", "project:solsteg", "2022-05-06", "", "", "12"),
    }
    assert left(done) == [
        (1, "", "Detta är ett utkast", "No row of headings was found; one such as “organisation; project; year” was "
         "expected."),
        (1, "", "Våra projekt", "A title or a note beside the table."),
        (6, "Projekt: Egen kolumn", "x", CROSSES.format(heading="Projekt: Egen kolumn")),
        (9, "Aktör: Namn", "* preliminärt", "A title or a note beside the table."),
    ]  # fmt: skip


def test_nodes_by_the_name_of_the_sheet_or_a_column(into, tmp_path):
    sheets = {
        "Kommuner": [["Namn", "Kommunkod", "Folkmängd"], ["Västby", "0114", 1200]],
        "Aktörer": [
            ["Namn", "Typ", "Hemsida"],
            ["Solbolaget", "Företag", "https://sol.example"],
            ["Oklar", "ting", ""],
        ],
        "Personer": [["Namn", "Befattning", "E-post"], ["Bo Bok", "klimatchef", "bo@b.example"]],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    path = tmp_path / "b.xlsx"
    book.save(path)
    _new, done = brought(path, into)
    data = read_dataset(into, SCHEMA)
    assert {(row["id"], row["municipality_code"], row["population"]) for row in data.rows("City")} >= {
        ("city:vastby", "0114", 1200)
    }
    assert {(row["id"], row["homepage"]) for row in data.rows("Organisation")} >= {
        ("company:solbolaget", "https://sol.example")
    }
    assert {(row["id"], row["title"]) for row in data.rows("Person")} >= {("person:bo-bok", "klimatchef")}
    assert questions(done) == {"Oklar": []}
    assert left(done) == [
        (3, "Typ", "ting", "“ting” is no kind that the model knows."),
        (2, "E-post", "bo@b.example", "The model has no place for “E-post”."),
    ]


def test_an_export_as_a_workbook_comes_in_unchanged(into, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in rows(into).items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    path = tmp_path / "b.xlsx"
    book.save(path)
    new, done = brought(path, into)
    assert (new, done.outcome.changes(), left(done), questions(done), done.outcome.conflicts) == (
        set(), False, [], {}, [],
    )  # fmt: skip
    empty = tmp_path / "empty"
    brought(path, empty)
    assert read_dataset(empty, SCHEMA).state() == read_dataset(into, SCHEMA).state()


def test_sources_as_people_write_them(into, tmp_path):
    text = (
        "Kommun;Projekt;Källa\nÅby;Solsteg;Årsboken\nNorrvik;Solsteg;https://register.example\n"
        "Sundholm;Solsteg;https://ny.example/en sida\nSundholm;Varm stad;Rapport 2023 | register\n"
    )
    brought(write_csv(tmp_path / "l.csv", text), into)
    data = read_dataset(into, SCHEMA)
    assert {row["from"]: row["sources"] for row in data.rows("PARTNER_IN") if row["to"] == "project:solsteg"} == {
        "city:aby": ["yearbook"],
        "city:norrvik": ["register"],
        "city:sundholm": ["ny-example-en-sida"],
    }
    assert {(row["id"], row["name"], row["url"]) for row in data.rows("Source")} >= {
        ("ny-example-en-sida", "https://ny.example/en sida", "https://ny.example/en sida"),
        ("rapport-2023", "Rapport 2023", None),
    }


def test_a_source_of_ones_own(into, tmp_path):
    path = write_csv(tmp_path / "l.csv", "Kommun;Projekt\nÅby;Solsteg\n")
    brought(path, into, source="register")
    assert {r["sources"][0] for r in read_dataset(into, SCHEMA).rows("Activity") if r["name"] == "Solsteg"} == {
        "register"
    }
    with pytest.raises(InputError) as refused:
        read_import(path, into, "okänd")
    assert [f.message() for f in refused.value.findings] == [
        "There is no source okänd. Write its row into sources.csv first."
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Åby;Solsteg;2021\nNorrvik;Solsteg;2022\n", "No row of headings was found"),
        ('Kommun;Projekt\n"Åby;Solsteg\n', "A quotation mark"),
        ("", "The file is empty"),
    ],
    ids=["no headings", "quotation", "empty"],
)
def test_what_cannot_be_read_is_refused(text, what, into, tmp_path):
    with pytest.raises(InputError) as refused:
        read_import(write_csv(tmp_path / "l.csv", text), into)
    (finding,) = refused.value.findings
    assert finding.message().startswith(what)


def test_a_folder_with_mistakes_is_not_touched(into, tmp_path):
    (into / "cities.csv").write_text("id,kind,name\ncity:x,City,X\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_import(write_csv(tmp_path / "l.csv", "Kommun;Projekt\nÅby;Solsteg\n"), into)


def test_columns_that_mean_the_same_are_read_once(into, tmp_path):
    text = "Kommun;Projekt;År;Startdatum;År\nÅby;Solsteg;2020;2021;2022\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert new == {("city:aby", "PARTNER_IN", "project:solsteg", "2021", "", "", "")}
    assert left(done) == [
        (2, "År", "2022", "Two columns mean År; the first was read."),
        (2, "År", "2020", "Two columns mean start; the first was read."),
    ]


def test_a_review_is_never_written_over(tmp_path):
    path = tmp_path / "lista.csv"
    assert free_review_path(path, tmp_path).name == "lista-review.xlsx"
    (tmp_path / "lista-review.xlsx").write_bytes(b"decisions")
    assert free_review_path(path, tmp_path).name == "lista-review-2.xlsx"
    assert free_review_path(tmp_path / "lista-review.xlsx", tmp_path).name == "lista-review-2.xlsx"


@pytest.mark.parametrize("spelt", ["Bo Bok", "BOK, Bo"])
def test_a_person_who_was_erased_does_not_come_back(spelt, into, tmp_path):
    add_marks(into, ["person:bo-bok", "Bo Bok"], b"key", "beslut 1")
    text = f'Person;Kommun\n"{spelt}";Åby\nEva Ek;Åby\n"{spelt}";Sundholm\n'
    path = write_csv(tmp_path / "l.csv", text)
    done = read_import(path, into, key=b"key")
    review = tmp_path / "review.xlsx"
    done.write(review)
    people = {row["name"] for row in read_dataset(into, SCHEMA).rows("Person")}
    assert people == {row["name"] for row in read_dataset(DATA / "small", SCHEMA).rows("Person")}
    assert [(item.line, item.text, item.reason()) for item in done.outcome.account.left] == [
        (line, "", "It is about a person who was erased, and stays out.") for line in (2, 4)
    ]
    cells = [str(cell.value) for page in openpyxl.load_workbook(review) for row in page for cell in row]
    assert not any("Bok" in cell or "BOK" in cell for cell in cells)
    assert len(done.findings) == 0


def test_no_text_names_a_person_who_was_erased(into, tmp_path):
    add_marks(into, ["person:bo-bok", "Bo Erik Bok"], b"key", "beslut 1")
    text = (
        "Organisation;Projekt;Roll;Källa\nNorrvik;Varm stad;värd (Bo Boks förslag);Intervju med Bo Bok\n"
        "Åby;Bok, Bo: minnesfonden;;Registret\nÅby;Varm stad;värd;Registret\n\n* enligt bo-erik bok\n"
    )
    done = read_import(write_csv(tmp_path / "l.csv", text), into, key=b"key")
    review = tmp_path / "review.xlsx"
    done.write(review)
    told = [(item.line, item.heading, item.text, item.reason()) for item in done.outcome.account.left]
    why = "The text names a person who was erased, and stays out."
    assert told.count((2, "role", "", why)) == told.count((2, "", "", why)) == 1
    assert (3, "", "", "It is about a person who was erased, and stays out.") in told
    assert [item[2:] for item in told if item[0] == 6] == [("", why)]
    held = " ".join(cell for rows_of in rows(into).values() for row in rows_of for cell in row).casefold()
    book = openpyxl.load_workbook(review)
    held += " ".join(str(cell.value) for page in book for row in page for cell in row).casefold()
    assert not re.search(r"\bboks?\b", held)
    assert "varm stad" in held


def test_without_the_key_it_is_said_that_they_may(into, tmp_path):
    add_marks(into, ["Bo Bok"], b"key", "beslut 1")
    done = read_import(write_csv(tmp_path / "l.csv", "Person;Kommun\nBo Bok;Åby\n"), into)
    assert [finding.code.value for finding in done.findings] == ["erased"]


def test_a_long_list_takes_seconds(into, tmp_path):
    lines = [f"Företag {n % 397}{n % 7} AB;Projekt {n % 900} {'xyz'[n % 3]};{2000 + n % 20}" for n in range(10_000)]
    path = write_csv(tmp_path / "l.csv", "Företag;Projekt;År\n" + "\n".join(lines) + "\n")
    began = time.process_time()
    done = read_import(path, into)
    assert time.process_time() - began < 60
    told = sum(map(len, done.outcome.added.values())) + len(done.outcome.ties)
    assert told > 9_000


NAMED = [
    "Åby",
    "NORRVIK",
    "Sundholm",
    "Trähus",
    "Trähus Norrvik",
    "Ny stad",
    "Eva Ek",
    "",
    "Varm stad",
    "Varm  stad",
    "Solsteg",
]
HEADINGS = [
    "Kommun",
    "Organisation",
    "Projekt",
    "Nätverk",
    "Partner",
    "Person",
    "År",
    "Belopp",
    "Roll",
    "Egen",
    "Namn",
    "Typ",
    "",
    "Folkmängd",
    "Finansiär",
    "Period",
]
VALUES = [
    "2021",
    "2019–2021",
    "2021,0",
    "tolv",
    "12 500",
    "företag",
    "värd",
    "* not",
    "Summa",
    "Åby | Norrvik",
    "Åby, Ny",
]
CELLS = st.sampled_from([*NAMED, *VALUES])


@st.composite
def tables(draw):
    """A table as somebody may have made it: headings, perhaps something above them, and rows."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=5))
    line = st.lists(CELLS, min_size=len(headings), max_size=len(headings) + 1)
    return [*draw(st.lists(line, max_size=1)), headings, *draw(st.lists(line, max_size=5))]


@settings(max_examples=60)
@given(table=tables())
@example(table=[["Kommun", "Organisation", "År", "År", "Typ"], ["Åby", "Åby", "Åby", "Åby", "värd"]])
def test_every_cell_ends_in_the_output_in_the_review_or_left_out(table, tmp_path_factory):
    place = tmp_path_factory.mktemp("account")
    with (place / "l.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    shutil.copytree(DATA / "minimal", place / "data")
    try:
        done = read_import(place / "l.csv", place / "data")
    except InputError:  # no row of headings: nothing was taken in
        assert rows(place / "data") == rows(DATA / "minimal")
        return
    done.write(place / "review.xlsx")
    output = {part.strip() for t in rows(place / "data").values() for r in t for cell in r for part in cell.split("|")}
    output |= {*done.outcome.taken, "företag"}  # names in another spelling, and the word of a kind
    book = openpyxl.load_workbook(place / "review.xlsx")
    review = [str(c.value) for name in ("Names", "Values", "Waiting") for row in book[name] for c in row if c.value]
    review.append("företag")  # the word of a kind stands there in the language of the workbook
    not_read = [(str(row[1].value), str(row[3].value)) for row in book["Not read"].iter_rows(min_row=2)]
    headings = {str(row[1].value) for row in book["Columns"].iter_rows(min_row=2)}
    for (row, column), fates in ends(done, table).items():
        text = table[row][column].strip()
        if Fate.LEFT_OUT in fates:
            assert stands(text, [told for line, told in not_read if line == str(row + 1)])
        if Fate.REVIEW in fates:
            assert stands(text, review)
        if Fate.OUTPUT in fates:
            assert text in headings or stands(text, output, whole=True)


def ends(done, table):
    """Where each cell that holds a text ends; every one ends somewhere."""
    lines = [number for number, row in enumerate(table) if any(map(str.strip, row))]
    fates = {
        (number, column): done.outcome.account.fates.get(("l.csv", at, column))
        for at, number in enumerate(lines)
        for column, cell in enumerate(table[number])
        if cell.strip()
    }
    assert all(fates.values())
    return fates


def stands(text, told, *, whole=False):
    """Whether a cell stands among texts as it is or, where it is a list, a period or a number, in its parts."""
    parts = [text]
    if re.fullmatch(r"[\d ,–]+", text):
        parts = [part.replace(" ", "").removesuffix(",0") for part in text.split("–")]
    elif "|" in text:
        parts = [part.strip() for part in text.split("|")]
    plain = [fold_accents(one) for one in told]
    if whole:
        return fold_accents(text) in plain or all(fold_accents(part) in plain for part in parts)
    return any(text in one for one in told) or all(any(fold_accents(part) in one for one in plain) for part in parts)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: "{",
        lambda told: told.replace('"Company"', '"Evil"'),
        lambda told: told.replace('"line": 2', '"line": null'),
        lambda told: told.replace('"values": {', '"values": {"start": {"a": 1}, "x": '),
        lambda told: told.replace('"type": ""', '"type": "EVIL"'),
    ],
)
def test_a_review_whose_kept_cells_were_changed_is_refused(change, into, tmp_path):
    done = read_import(write_csv(tmp_path / "l.csv", "Organisation;Projekt\nOkänd;Varm stad\n"), into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    book = openpyxl.load_workbook(review)
    cell = book["Waiting"].cell(2, 6)
    before, cell.value = cell.value, change(cell.value)
    assert cell.value != before
    book.save(review)
    with pytest.raises(InputError) as refused:
        read_import(review, into)
    (finding,) = refused.value.findings
    assert finding.message().startswith("What the workbook keeps for itself in this row was changed.")


def reviewed(listed, into):
    """A review of a list with one name that may be another, for which the first candidate was picked."""
    review = listed.parent / "decided here.xlsx"
    read_import(listed, into).write(review)
    book = openpyxl.load_workbook(review)
    book["Names"]["G2"] = book["choices"]["A2"].value
    book.save(review)
    return review


def test_decisions_are_read_back_into_the_folder_that_they_are_on(into, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    listed = write_csv(tmp_path / "l.csv", "Organisation;Projekt\nÅby Enrgi;Varm stad\n")
    review = reviewed(listed, Path("data"))
    shutil.copytree(into, "graph_data")
    command = 'samverkan import "decided here.xlsx" --into data'
    guide = openpyxl.load_workbook(review)["Read me"]
    assert any(str(row[0].value).endswith(command) for row in guide.iter_rows())
    with pytest.raises(InputError) as refused:
        read_import(Path(review.name))
    (finding,) = refused.value.findings
    assert finding.message() == f"These decisions are on an import into data. Read them back there: {command}"
    assert not read_import(review, Path("data")).unclear
    assert not read_import(review, Path("graph_data")).unclear  # said in so many words


def test_a_decision_on_whom_the_folder_does_not_have_stays_open(into, tmp_path):
    listed = write_csv(tmp_path / "l.csv", "Organisation;Projekt\nÅby Enrgi;Varm stad\n")
    review = reviewed(listed, into)
    other = tmp_path / "other"
    shutil.copytree(into, other)
    for name in ("organisations.csv", "relations.csv"):
        lines = (other / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (other / name).write_text("".join(x for x in lines if "company:aby-energi" not in x), encoding="utf-8")
    before = ties(other)
    done = read_import(review, other)
    done.write(None)
    assert done.unclear == ["decided here.xlsx[Names]:2"]
    assert questions(done) == {"Åby Enrgi": []}
    assert ties(other) == before


def test_a_name_with_its_short_form_in_brackets_is_known_by_either(into, tmp_path):
    text = (
        "Organisation;Projekt\nÅby Energi (Åby Energi, Värme & Kyla AB);Solsteg\nÅby Energi (koordinator);Varm stad\n"
    )
    _new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert done.outcome.taken == {"Åby Energi (Åby Energi, Värme & Kyla AB)": ("company:aby-energi",)}
    assert questions(done) == {"Åby Energi (koordinator)": ["company:aby-energi"]}


def test_what_is_no_name_is_left_out(into, tmp_path):
    text = "Kontaktperson;Organisation;Projekt\nDirektören;Åby Energi;?\n–;Norrvik;Solsteg\n"
    _new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert [(line, text) for line, _heading, text, why in left(done) if why.endswith("is no name.")] == [
        (2, "?"), (3, "–")
    ]  # fmt: skip
    assert "Direktören" in questions(done)


@pytest.mark.parametrize(
    ("known", "told", "asked"),
    [
        (("2020", ""), "2021", True),
        (("2020", "2020-12"), "2021", False),
        (("2020", ""), "2018–2019", False),
        (("2020", ""), "2018–2022", True),
        (("2020", "2021"), "2021", True),
        (("2020", ""), "2020-05", False),
    ],
)
def test_another_start_of_what_goes_on_is_asked_about(known, told, asked, into, tmp_path):
    start, end = known
    row = f"city:aby-vik,PARTNER_IN,project:varm-stad,{start},{end},,,yearbook,\n"
    headings = (into / "relations.csv").read_text(encoding="utf-8").splitlines()[0]
    assert headings == "from,type,to,start,end,role,amount,sources,evidence"
    with (into / "relations.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    new, done = brought(write_csv(tmp_path / "l.csv", f"Kommun;Projekt;År\nAby;Varm stad;{told}\n"), into)
    assert [(c.old, c.new) for c in done.outcome.conflicts] == ([(start, told[:4])] if asked else [])
    assert {tie[3] for tie in new if tie[0] == "city:aby-vik"} <= ({start} if asked else {told[:4], told})


def test_grants_of_several_years_are_several(into, tmp_path):
    text = "Finansiär;Projekt;År;Belopp\nNorrvik;Varm stad;2018;100\nNorrvik;Varm stad;2019;200\n"
    brought(write_csv(tmp_path / "l.csv", text), into)
    new, done = brought(write_csv(tmp_path / "m.csv", text.replace("2019", "2020")), into)
    assert {tie[3] for tie in new if tie[1] == "FUNDS"} == {"2020"}
    assert not done.outcome.conflicts


@pytest.mark.parametrize(
    ("start", "ends", "told"),
    [
        ("2020–2024", "", ("2020", "2024")),
        ("31/12 2023", "", ("2023-12-31", "")),
        ("31/12-2023", "", ("2023-12-31", "")),
        ("31.12.2023", "", ("2023-12-31", "")),
        ("2020–2024", ";Slut", None),
        ("3/4/2023", "", None),
        ("31/11 2023", "", None),
    ],
)
def test_a_start_as_swedes_write_it(start, ends, told, into, tmp_path):
    text = f"Organisation;Projekt;Start{ends}\nNorrvik;Nytt projekt;{start}\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert [tie[3:5] for tie in new if tie[1] == "PARTNER_IN"] == [told or ("", "")]
    assert [text for _line, _heading, text, _why in left(done)] == ([] if told else [start])


@pytest.mark.parametrize(("heading", "beside"), [("Roll", "värd"), ("Belopp (tkr)", "250"), ("Belopp", "250 000 kr")])
def test_a_role_and_money_are_of_what_somebody_takes_part_in(heading, beside, into, tmp_path):
    text = f"Organisation;Ort;Projekt;Kontaktperson;{heading}\nÅby Energi;Norrvik;Solsteg;Eva Ny;{beside}\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    told = {tie[1]: tie[5:7] for tie in new}
    assert told["PARTNER_IN"] == (("värd", "") if heading == "Roll" else ("", "250000"))
    assert told["WORKS_FOR"] == told["LOCATED_IN"] == ("", "")
    assert not left(done)


def test_a_second_table_below_is_told(into, tmp_path):
    text = "Kommun;Projekt;År\nÅby;Solsteg;2021\n\nOrganisation;Nätverk;\nÅby Energi;Träbyggnad;\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:3] for tie in new} == {("city:aby", "PARTNER_IN", "project:solsteg")}
    assert [(text, why) for _line, _heading, text, why in left(done)] == [
        (text, "Another table begins here. Put it on a sheet of its own.")
        for text in ("Organisation", "Nätverk", "Åby Energi", "Träbyggnad")
    ]


def test_sister_cities_have_a_heading_and_countries_names(into, tmp_path):
    text = "Kommun;Vänort;Land\nÅby;Jyväskylä;Finland\nÅby;Gjøvik;NO\n"
    _new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {(t.source.text, t.type, t.target.text) for t in done.outcome.ties} == {
        ("Åby", "SISTER_CITY_OF", "Jyväskylä"), ("Åby", "SISTER_CITY_OF", "Gjøvik"),
    }  # fmt: skip
    assert {node.values["country"] for node in done.outcome.nodes} == {"FI", "NO"}


def test_the_party_of_a_person_is_not_kept_anywhere(into, tmp_path):
    path = write_csv(tmp_path / "l.csv", "Namn;Titel;Kommun\nPer Ny (S);kommunalråd (S);Åby\n")
    done = read_import(path, into)
    review = tmp_path / "review.xlsx"
    done.write(review)
    assert "Per Ny,,,,import-l,kommunalråd" in (into / "people.csv").read_text(encoding="utf-8")
    kept = [
        *(p.read_text(encoding="utf-8") for p in into.iterdir()),
        *(item.text for item in done.outcome.account.left),
    ]
    assert not [text for text in kept if "(S)" in text]
    assert [heading for _line, heading, _text, why in left(done) if why.startswith("The party was taken out")] == [
        "Namn", "Titel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "kind", "sector"),
    [("Kommunalt bostadsbolag", "Company", "municipal-company"), ("Statlig myndighet", "Agency", ""),
     ("Kommunalförbund", "Association", ""), ("Studieförbund", "Association", ""), ("Stiftelse", "Association", "")],
)  # fmt: skip
def test_words_for_kinds_as_registers_have_them(word, kind, sector, into, tmp_path):
    brought(write_csv(tmp_path / "l.csv", f"Aktör;Typ av organisation;Projekt\nSkogslyan;{word};Solsteg\n"), into)
    rows = csv.DictReader((into / "organisations.csv").read_text(encoding="utf-8").splitlines())
    assert [(row["kind"], row["sector"]) for row in rows if row["name"] == "Skogslyan"] == [(kind, sector)]


def test_since_when_somebody_is_a_member_is_of_what_they_are_a_member_of(into, tmp_path):
    text = "Kommun;Kontaktperson;{}Medlem sedan\nSundholm;Eva Ny;{}2015\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text.format("Medlem i;", "Trästäder;")), into)
    dates = {tie[1]: tie[3] for tie in new}
    assert dates.pop("WORKS_FOR") == ""
    assert [*dates.values()] == ["2015"]
    assert not left(done)
    new, done = brought(write_csv(tmp_path / "m.csv", text.format("", "")), into)
    assert {tie[3] for tie in new} <= {""}
    assert [(heading, text) for _line, heading, text, _why in left(done)] == [("Medlem sedan", "2015")]


def test_from_and_to_are_dates_where_dates_stand_below(into, tmp_path):
    text = "Organisation A;Samarbetar med;Från;Till\nNorrvik;Åby Energi;jan 2021;2022\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert [(tie[1], *tie[3:5]) for tie in new] == [("COLLABORATES_WITH", "2021-01", "2022")]
    assert not left(done)
    new, done = brought(write_csv(tmp_path / "m.csv", "Från;Till\nÅby;Solsteg\n"), into)
    assert {item.source.text for item in done.outcome.ties} == {"Åby"}


def test_a_register_of_organisations_tells_where_they_are_and_their_themes(into, tmp_path):
    text = (
        "Namn;Typ av organisation;Säte;Webbplats;Temaområde\nSkogslyan;Bolag;Norrvik;www.example.org/skogslyan;Energi\n"
    )
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:3] for tie in new} == {
        ("company:skogslyan", "LOCATED_IN", "city:norrvik"),
        ("company:skogslyan", "FOCUSES_ON", "theme:energy"),
    }
    assert "https://www.example.org/skogslyan" in (into / "organisations.csv").read_text(encoding="utf-8")
    assert not left(done)


def test_a_row_without_its_project_is_told(into, tmp_path):
    text = "Projekt;Partner\nVarm stad;Norrvik\n;Åby Energi\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert "company:aby-energi" not in {tie[0] for tie in new}
    ((_line, heading, text, why),) = left(done)
    assert (heading, text) == ("Partner", "Åby Energi")
    assert why.startswith("The row lacks Projekt, so nobody is tied here.")


@pytest.mark.parametrize("columns", ["Förnamn;Efternamn", "Efternamn;Förnamn", "Given name;Surname"])
def test_first_and_last_names_in_columns_of_their_own_are_one_name(columns, into, tmp_path):
    name = "Eva;Ny (S)" if not columns.startswith("E") else "Ny (S);Eva"
    text = f"Deltagarlista\n{columns};Organisation;Titel\n{name};Åby Energi;strateg\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:3] for tie in new} == {("person:eva-ny", "WORKS_FOR", "company:aby-energi")}
    assert "person:eva-ny,Person,Eva Ny," in (into / "people.csv").read_text(encoding="utf-8")
    assert [(text, why[:19]) for _line, _heading, text, why in left(done)] == [
        ("Deltagarlista", "A title or a note b"), ("", "The party was taken"),
    ]  # fmt: skip


def test_which_of_two_twins_leads_is_not_guessed(into, tmp_path):
    new, done = brought(write_csv(tmp_path / "l.csv", "Stad;Tvillingstad\nNorrvik;Sundholm\n"), into)
    assert not new
    assert [why[:33] for _line, heading, _text, why in left(done) if heading == "Tvillingstad"] == [
        "Which of the two is the experienc"
    ]
    new, done = brought(write_csv(tmp_path / "m.csv", "Från;Relation;Till\nNorrvik;tvillingstad;Sundholm\n"), into)
    assert {tie[:3] for tie in new} == {("city:norrvik", "TWINNED_WITH", "city:sundholm")}
    assert not left(done)


def test_headings_of_grants_and_events(into, tmp_path):
    text = "Projektnamn;Samordnande part;Medsökande 1;Medsökande 2\nSolsteg;Norrvik;Åby;Åby Energi\n"
    new, done = brought(write_csv(tmp_path / "l.csv", text), into)
    assert {tie[:2] for tie in new} == {
        ("city:norrvik", "COORDINATES"), ("city:aby", "PARTNER_IN"), ("company:aby-energi", "PARTNER_IN"),
    }  # fmt: skip
    _new, done = brought(write_csv(tmp_path / "m.csv", "Evenemang;Datum;Värd\nVårdag;2024-05-03;Norrvik\n"), into)
    assert "Vårdag,,,,import-m,,2024-05-03," in (into / "activities.csv").read_text(encoding="utf-8")
    assert not left(done)
