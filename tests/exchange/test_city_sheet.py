"""The sheet of a city: written for an audience, corrected, and read back."""

import shutil

import openpyxl
import pytest

from samverkan.errors import InputError
from samverkan.exchange.city_sheet import write_city_sheet
from samverkan.exchange.importing import read_import
from samverkan.model.audience import Audience
from samverkan.model.domain import SCHEMA
from samverkan.sources.foreign.outcome import Correction
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA


@pytest.fixture
def into(tmp_path):
    path = tmp_path / "data"
    shutil.copytree(DATA / "small", path)
    return path


@pytest.fixture
def sheet(into, tmp_path):
    """The sheet of Åby for internal use."""
    return written(into, tmp_path / "aby.xlsx", "internal")


def written(folder, path, audience, city="city:aby"):
    whole = read_dataset(folder, SCHEMA)
    seen, _withheld = Audience.of_dataset(audience, whole).dataset(whole)
    write_city_sheet(path, seen, city, audience)
    return path


def rows(path, name):
    """The rows of a sheet by who, relation and what; the cells of each by their headings."""
    sheet = openpyxl.load_workbook(path)[name]
    titles, *cells = sheet.iter_rows(values_only=True)
    return {row[:3]: dict(zip(titles, row, strict=True)) for row in cells}


def corrected(path, *corrections):
    """Correct a sheet: name of the sheet, who, relation and what of the row, then cells by heading; no row is new."""
    book = openpyxl.load_workbook(path)
    for name, row, cells in corrections:
        sheet = book[name]
        titles = [cell.value for cell in sheet[1]]
        number = next(
            (n for n in range(2, sheet.max_row + 1) if row and sheet.cell(n, 1).value == row[0]
             and (len(row) == 1 or sheet.cell(n, 3).value == row[2])),
            sheet.max_row + 1,
        )  # fmt: skip
        for title, value in cells.items():
            sheet.cell(number, titles.index(title) + 1).value = value
    book.save(path)
    return path


def taken(path, into, **words):
    done = read_import(path, into, **words)
    done.write(None)
    return done


def facts(folder, type, *names):
    dataset = read_dataset(folder, SCHEMA)
    return {tuple(row[name] for name in ("from", "to", *names)) for row in dataset.rows(type)}


def left(done):
    return [
        (item.grid.partition("[")[2][:-1], item.heading, item.text, item.reason()) for item in done.outcome.account.left
    ]


ABY, WARM = "city:aby", "project:varm-stad"
OWN = ("Åby", "is a partner in", "Varm stad")


def test_what_is_known_stands_there_each_with_its_source(sheet):
    assert rows(sheet, "Projects and networks")[OWN] == {
        "who": "Åby", "relation": "is a partner in", "what": "Varm stad", "since": "2021-10", "until": "2024",
        "role": None, "source": "Registret; Årsboken", "is it so?": None, "ended when?": None, "comment": None,
        None: '{"key": ["city:aby", "PARTNER_IN", "project:varm-stad", "2021-10"], "was": ["Åby", "is a partner in", '
              '"Varm stad", "2021-10", "2024", ""]}',
    }  # fmt: skip
    dataset = read_dataset(DATA / "small", SCHEMA)
    others = {
        row["from"] for type in ("PARTNER_IN", "COORDINATES") for row in dataset.rows(type) if row["to"] == WARM
    } - {ABY}
    names = {id: name for c in dataset.nodes.values() for id, name in zip(c["id"], c["name"], strict=True)}
    assert {row[0] for row in rows(sheet, "Partners") if row[2] == "Varm stad"} == {names[id] for id in others}
    assert rows(sheet, "Facts")["population", "12345", "Registret; Årsboken"]["is it so?"] is None
    people = {row["from"] for row in dataset.rows("WORKS_FOR") if row["to"] == ABY}
    assert {row[0] for row in rows(sheet, "People")} == {names[id] for id in people}


def test_every_text_stays_a_text_and_may_be_picked(sheet):
    book = openpyxl.load_workbook(sheet)
    assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n"}
    rules = {rule.formula1 for rule in book["Partners"].data_validations.dataValidation}
    assert rules == {'"still so,ended,wrong"', '"is a partner in,leads,is a member of"'}


def test_a_sheet_that_nobody_touched_changes_nothing(sheet, into):
    done = read_import(sheet, into)
    assert (done.outcome.changes(), left(done), done.to_decide) == (False, [], 0)


@pytest.mark.parametrize("audience", ["public", "partner"])
def test_who_may_not_be_seen_is_not_there_and_is_not_touched(audience, into, tmp_path):
    path = written(into, tmp_path / "aby.xlsx", audience)
    book = openpyxl.load_workbook(path)
    told = " ".join(str(cell.value) for page in book for row in page for cell in row if cell.value)
    dataset = read_dataset(into, SCHEMA)
    hidden = Audience.of_dataset(audience, dataset)
    seen = [row["name"] for row in dataset.rows("Person") if hidden.hides(row["id"]) and row["name"] in told]
    assert seen == []
    assert {"public": "made for everybody: it", "partner": "made for partners: it"}[audience] in told
    before = facts(into, "WORKS_FOR")
    corrected(path, ("Projects and networks", OWN, {"is it so?": "wrong"}))
    taken(path, into)
    assert facts(into, "WORKS_FOR") == before
    assert (ABY, WARM) not in facts(into, "PARTNER_IN")


def test_still_so_ended_and_wrong(sheet, into):
    others = sorted(key for key in rows(sheet, "Partners") if key[1] == "is a partner in")
    corrected(
        sheet,
        ("Projects and networks", OWN, {"is it so?": "Still so"}),
        ("Partners", others[0], {"is it so?": "avslutat", "ended when?": 2025}),
        ("Partners", others[1], {"is it so?": "fel"}),
    )
    before = {(row["from"], row["to"]): row for row in read_dataset(into, SCHEMA).rows("PARTNER_IN")}
    done = taken(sheet, into)
    after = {(row["from"], row["to"]): row for row in read_dataset(into, SCHEMA).rows("PARTNER_IN")}
    assert after[ABY, WARM] == before[ABY, WARM] | {"sources": ["register", "yearbook", "sheet-aby"]}
    names = {row["name"]: row["id"] for label in ("City", "Organisation") for row in
             read_dataset(into, SCHEMA).rows(label)}  # fmt: skip
    ended, wrong = names[others[0][0]], names[others[1][0]]
    assert after[ended, WARM] == before[ended, WARM] | {
        "end": "2025", "sources": [*before[ended, WARM]["sources"], "sheet-aby"],
    }  # fmt: skip
    assert before.keys() - after.keys() == {(wrong, WARM)}
    start = before[ended, WARM]["start"] or ""
    assert set(done.outcome.corrections) == {
        Correction((ended, "PARTNER_IN", WARM, start), "end", before[ended, WARM]["end"], "2025"),
        Correction((wrong, "PARTNER_IN", WARM, before[wrong, WARM]["start"] or "")),
    }
    source = next(row for row in read_dataset(into, SCHEMA).rows("Source") if row["id"] == "sheet-aby")
    assert source["name"] == "Besked från Åby"


def test_new_rows_are_a_list_like_any_other(sheet, into):
    corrected(
        sheet,
        ("Projects and networks", (), {"relation": "is a partner in", "what": "Solsteg", "since": 2024}),
        ("Twins and cooperation", (), {"relation": "samarbetar med", "what": "Trähus i Norrvik AB", "since": 2024}),
        ("Twins and cooperation", (), {"who": "Högskola Norrvik", "relation": "samarbetar med", "what": "Åby"}),
        ("Partners", (), {"who": "Norrvik", "relation": "vet inte", "what": "Varm stad"}),
        ("In the city", (), {"who": "Ny gård", "comment": "ring mig"}),
    )
    done = taken(sheet, into)
    new = facts(into, "COLLABORATES_WITH", "start") - facts(DATA / "small", "COLLABORATES_WITH", "start")
    assert new == {(ABY, "company:trahus", "2024")}
    assert {m.text: [e.id for e in q.candidates] for m, q in done.outcome.questions.items()} == {
        "Solsteg": [],  # of four kinds, which it is has to be said
        "Högskola Norrvik": ["university:norrvik"],
    }
    no_type = "“vet inte” is no relation that the model knows."
    assert left(done) == [
        ("Partners", "relation", "vet inte", no_type), ("Partners", "who", "Norrvik", no_type),
        ("Partners", "what", "Varm stad", no_type),
        ("In the city", "comment", "ring mig", "A comment, for whoever keeps the data."),
        ("In the city", "who", "Ny gård", "The row lacks relation."),
    ]  # fmt: skip


def test_no_party_comes_in_by_a_sheet(sheet, into):
    corrected(
        sheet,
        (
            "People",
            (),
            {"who": "Per Ny (S)", "relation": "has a post at", "what": "Åby", "role": "kommunalråd (S)", "since": 2024},
        ),
        ("Facts", ("homepage",), {"value": "www.aby.example"}),
    )
    done = taken(sheet, into)
    done.write(None)
    everything = "".join(file.read_text(encoding="utf-8") for file in into.iterdir())
    assert "Per Ny,,,," in everything
    assert "(S)" not in everything
    assert "https://www.aby.example" in everything
    assert [(place, heading, text) for place, heading, text, why in left(done) if why.startswith("The party")] == [
        ("People", "who", ""), ("People", "role", ""),
    ]  # fmt: skip


def test_what_was_corrected_where_it_stood(sheet, into):
    corrected(
        sheet,
        ("Projects and networks", OWN, {"since": "2020-05", "role": "värdstad"}),
        ("Facts", ("population",), {"the right value": "13 000"}),
        ("Facts", ("county",), {"value": "Södra län"}),
        ("Facts", ("homepage",), {"is it so?": "wrong"}),
        ("Facts", ("latitude",), {"the right value": "norr"}),
        ("Facts", ("name",), {"is it so?": "wrong"}),
    )
    done = taken(sheet, into)
    assert (ABY, WARM, "2020-05", "2024", "värdstad") in facts(into, "PARTNER_IN", "start", "end", "role")
    city = next(row for row in read_dataset(into, SCHEMA).rows("City") if row["id"] == ABY)
    assert (city["population"], city["county"], city["homepage"]) == (13000, "Södra län", None)
    assert city["sources"] == ["register", "yearbook", "sheet-aby"]
    assert left(done) == [
        ("Facts", "is it so?", "wrong", "name must have a value."),
        ("Facts", "the right value", "norr", "“norr” is not a number; one such as 12,5 or 12.5 was expected."),
    ]


def test_what_cannot_be_done_is_told_and_changes_nothing(sheet, into):
    corrected(
        sheet,
        ("Projects and networks", OWN, {"is it so?": "ended", "comment": "fråga Eva"}),
        ("Facts", ("population",), {"is it so?": "kanske"}),
    )
    other = sorted(rows(sheet, "Partners"))[0]
    corrected(sheet, ("Partners", other, {"who": "Någon annan", "ended when?": "1990"}))
    done = read_import(sheet, into)
    assert not done.outcome.changes()
    assert left(done) == [
        ("Facts", "is it so?", "kanske", "“kanske” is none of the answers that can be picked there."),
        ("Projects and networks", "comment", "fråga Eva", "A comment, for whoever keeps the data."),
        ("Projects and networks", "is it so?", "ended", "When it ended is not told. Write the year, and read the sheet "
         "again."),
        ("Partners", "who", "Någon annan", "The names of a row that is there are not changed. Pick “wrong”, and write "
         "a new row."),
        ("Partners", "ended when?", "1990", "It ends (1990) before it starts (2021-10)."),
    ]  # fmt: skip


def test_a_row_that_is_gone_from_the_data_is_told(sheet, into):
    corrected(sheet, ("Projects and networks", OWN, {"is it so?": "ended", "ended when?": "2025"}))
    path = into / "relations.csv"
    kept = [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("city:aby,PARTNER_IN")
    ]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    done = read_import(sheet, into)
    assert not done.outcome.changes()
    gone = "The relation is no longer in the data, or was changed there since."
    assert {(item[1], item[3]) for item in left(done)} == {("is it so?", gone), ("ended when?", gone)}


def test_a_row_that_was_deleted_is_not_touched(sheet, into):
    book = openpyxl.load_workbook(sheet)
    book["Partners"].delete_rows(2, 3)
    del book["Facts"]
    book.save(sheet)
    assert not read_import(sheet, into).outcome.changes()


@pytest.mark.parametrize("told", ["", "{", "[]", "[" * 5000, '{"of": 1}', '{"key": ["a", "EVIL", "b", ""], "was": []}'])
@pytest.mark.parametrize(("name", "column"), [("Facts", 7), ("Partners", 11), ("samverkan", 1)])
def test_what_the_sheet_keeps_for_itself_and_somebody_changed(name, column, told, sheet, into):
    book = openpyxl.load_workbook(sheet)
    book[name].cell(2, column).value = told or None
    book.save(sheet)
    if name == "samverkan" or told:
        with pytest.raises(InputError) as refused:
            read_import(sheet, into)
        (finding,) = refused.value.findings
        assert finding.message().startswith("What the workbook keeps for itself in this row was changed.")
    else:  # a row without its key is one that somebody wrote
        assert read_import(sheet, into).outcome.removed == {}
