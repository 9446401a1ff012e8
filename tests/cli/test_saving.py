"""``--save FILE.xlsx``: lists as workbooks to work in."""

import openpyxl
import pytest


@pytest.mark.parametrize(
    ("words", "sheet", "first"),
    [
        (("suggest", "--city", "Åby"), "Suggestions", ("for", "purpose", "rank")),
        (("suggest", "--all-cities", "--purpose", "twin"), "Suggestions", ("for", "purpose", "rank")),
        (("gaps",), "Gaps", ("rank", "gap", "severity")),
        (("gaps", "--with", "Bro", "TWINNED_WITH", "Öst"), "Gaps", ("opened or closed", "rank", "gap")),
    ],
    ids=" ".join,
)
def test_a_list_becomes_a_workbook_to_work_in(filled, run, environment, words, sheet, first):
    done = run(*words, "--save", "list.xlsx")
    assert (done.status, done.stdout) == (0, "list.xlsx\n")
    book = openpyxl.load_workbook(environment / "list.xlsx")
    assert book.sheetnames == [sheet]
    rows = list(book[sheet].iter_rows(values_only=True))
    assert rows[0][:3] == first
    assert rows[0][-3:] == ("decision", "by whom", "note")
    assert book[sheet].freeze_panes == "A2"
    (rule,) = book[sheet].data_validations.dataValidation
    assert rule.formula1 == '"yes,later,no"'
    assert len(rows) > 1
    assert all(row[-3:] == (None, None, None) for row in rows[1:])
    first_bytes = (environment / "list.xlsx").read_bytes()
    assert run(*words, "--save", "list.xlsx", "--overwrite").status == 0
    assert (environment / "list.xlsx").read_bytes() == first_bytes


def test_what_is_saved_is_for_the_public(filled, run, environment, monkeypatch):
    path = filled / "cities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("City,Öst", "City,Eva Eks by"), encoding="utf-8")
    assert run("load").status == 0
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)  # a terminal is for partners, and Eva Ek is one of them
    words = ("suggest", "--city", "Åby", "--purpose", "twin", "--save")
    assert run(*words, "public.xlsx").status == 0
    assert run(*words, "partner.xlsx", "--audience", "partner").status == 0
    sheets = {n: openpyxl.load_workbook(environment / f"{n}.xlsx").worksheets[0] for n in ("public", "partner")}
    told = {name: {cell for row in sheet.values for cell in row} for name, sheet in sheets.items()}
    assert [name for name, cells in told.items() if any("Eva Ek" in str(cell) for cell in cells)] == ["partner"]


@pytest.mark.parametrize("command", [("suggest", "--city", "Åby"), ("gaps",)])
def test_what_is_there_is_kept(filled, run, environment, command):
    (environment / "list.xlsx").write_text("mine")
    done = run(*command, "--save", "list.xlsx")
    assert done.status == 1
    assert done.stderr == "Error: There is something at list.xlsx already. --overwrite writes over it.\n"
    assert (environment / "list.xlsx").read_text() == "mine"
    assert run(*command, "--save", "list.csv").status == 2
