"""``samverkan sheet`` on the command line, and the way back."""

import openpyxl
import pytest

from samverkan.cli import import_


@pytest.fixture
def sheet(filled, run):
    """The sheet of Åby beside the folder of tables, for internal use and in English."""
    assert run("sheet", "--city", "aby", "--audience", "internal", "--lang", "en").status == 0
    return filled.parent / "aby.xlsx"


def decide(path, sheet, who, decision):
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    (row,) = [row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == who]
    page.cell(row, 8).value = decision
    book.save(path)


def test_the_sheet_of_a_city(filled, run):
    done = run("sheet", "--city", "Åby")
    assert (done.status, done.stdout, done.stderr) == (0, "aby.xlsx\n", "")
    book = openpyxl.load_workbook("aby.xlsx")
    assert book.sheetnames == [
        "Läs mig", "Uppgifter", "Projekt och nätverk", "Partner", "Tvillingar och samarbeten", "Teman", "Personer",
        "Finns i kommunen", "samverkan",
    ]  # fmt: skip
    assert [cell.value for cell in book["Personer"][1]][:8] == [
        "vem", "relation", "vad", "sedan", "till och med", "roll", "källa", "stämmer det?",
    ]  # fmt: skip
    assert book["Personer"].max_row == 1  # a file is for the public
    assert book["samverkan"].sheet_state == "veryHidden"


def test_the_sheets_of_all_members(filled, run):
    done = run("sheet", "--all-cities", "--out", "blad")
    assert (done.status, done.stdout) == (0, "blad/aby.xlsx\nblad/bro.xlsx\n")
    assert sorted(file.name for file in (filled.parent / "blad").iterdir()) == ["aby.xlsx", "bro.xlsx"]


def test_the_sheet_of_one_city_may_be_a_file(filled, run):
    done = run("sheet", "--city", "Åby", "--out", "blad/vår.xlsx")
    assert (done.status, done.stdout) == (0, "blad/vår.xlsx\n")
    assert openpyxl.load_workbook("blad/vår.xlsx").sheetnames[-1] == "samverkan"
    done = run("sheet", "--all-cities", "--out", "alla.xlsx")
    assert (done.status, (filled.parent / "alla.xlsx").exists()) == (2, False)
    (filled.parent / "text.txt").write_text("x", encoding="utf-8")
    assert run("sheet", "--city", "Åby", "--out", "text.txt").status == 2


def test_what_is_there_is_not_written_over(sheet, run):
    before = sheet.read_bytes()
    assert run("sheet", "--city", "Åby").status == 1
    assert sheet.read_bytes() == before
    assert run("sheet", "--city", "Åby", "--overwrite").status == 0
    assert sheet.read_bytes() != before


@pytest.mark.parametrize(("words", "status"), [(("sheet",), 2), (("sheet", "--city", "Nergendwo"), 1)])
def test_which_city_has_to_be_said(words, status, filled, run):
    assert run(*words).status == status


def test_the_difference_is_shown_before_it_is_written(sheet, filled, run):
    book = openpyxl.load_workbook(sheet)
    page = book["Projects and networks"]
    for row in range(2, page.max_row + 1):
        if page.cell(row, 3).value == "Ljus":
            page.cell(row, 8).value = "wrong"
        if page.cell(row, 3).value == "Framtid":
            page.cell(row, 9).value = 2025
    book["Facts"].cell(2, 6).value = "en hälsning"
    book.save(sheet)
    before = (filled / "relations.csv").read_bytes()
    done = run("import", "aby.xlsx")
    assert (done.status, done.stdout) == (
        1,
        "Removed: Åby is a partner in Ljus\n"
        "Changed: Åby is a member of Framtid, end: unknown → 2025\n"
        "\n"
        "part              added   changed   removed\n"
        "───────────────────────────────────────────\n"
        "source                1         0         0\n"
        "is a partner in       0         0         1\n"
        "is a member of        0         1         0\n",
    )
    assert "Nothing was written." in done.stderr
    assert (filled / "relations.csv").read_bytes() == before
    assert run("import", "aby.xlsx", "--yes").status == 0
    lines = (filled / "relations.csv").read_text(encoding="utf-8").splitlines()
    assert not any(line.startswith("city:aby,PARTNER_IN") for line in lines)
    assert "city:aby,MEMBER_OF,programme:framtid,2019,2025,,,two | sheet-aby," in lines


def test_no_person_is_named_in_the_difference(sheet, filled, run):
    decide(sheet, "People", "Eva Ek", "wrong")
    done = run("import", "aby.xlsx", "--dry-run")
    assert done.status == 0
    assert "Removed: a person has a post at Åby\n" in done.stdout
    assert "Eva" not in done.stdout + done.stderr


def test_what_is_new_and_filled_in_is_shown_too(sheet, filled, run, monkeypatch):
    book = openpyxl.load_workbook(sheet)
    page = book["Twins and cooperation"]
    row = page.max_row + 1
    page.cell(row, 2).value, page.cell(row, 3).value, page.cell(row, 4).value = "samarbetar med", "Kraft AB", 2024
    page = book["Projects and networks"]
    row = page.max_row + 1
    page.cell(row, 2).value, page.cell(row, 3).value = "signed", "Nytt avtal"
    facts = book["Facts"]
    for row in range(2, facts.max_row + 1):
        if facts.cell(row, 1).value in ("homepage", "co2 per capita"):
            facts.cell(row, 5).value = {"homepage": "https://ny.example", "co2 per capita": 3.25}[
                facts.cell(row, 1).value
            ]
    book.save(sheet)
    done = run("import", "aby.xlsx", "--dry-run", "--lang", "sv")
    told = done.stdout.split("\n\n")[0].splitlines()
    assert told[1:] == [
        "Ändras: Åby, hemsida",
        "Ändras: Åby, koldioxid per invånare: 2,5 → 3,25",
        "Läggs till: Åby har skrivit under 1 aktivitet",
        "Läggs till: Åby samarbetar med Kraft AB",
    ]
    monkeypatch.setattr(import_.sys.stdout, "isatty", lambda: True, raising=False)
    told = run("import", "aby.xlsx", "--dry-run", "--lang", "sv").stdout
    assert "Ändras: Åby, hemsida: okänt → https://ny.example\n" in told
    assert "Läggs till: Åby har skrivit under Nytt avtal\n" in told
