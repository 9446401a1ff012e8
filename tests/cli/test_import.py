"""``samverkan import`` on the command line."""

import io
import json

import openpyxl
import pytest

from samverkan.cli import import_

LIST = (
    "Organisation;Projekt;År\nKraft AB;Sken;2021\nKraftverk AB;Ljus;2020\nÅby kommun;Sken;2023\nEva Ek;Sken;\n;Ljus;\n"
)


@pytest.fixture
def pairs(folder):
    """A list of pairs beside the folder of tables."""
    path = folder.parent / "lista.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def tables(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_list_is_brought_in(pairs, folder, run):
    done = run("import", "lista.csv")
    assert (done.status, done.stdout, done.stderr) == (
        0,
        "part              added   changed   removed\n"
        "───────────────────────────────────────────\n"
        "activity              1         0         0\n"
        "source                1         0         0\n"
        "is a partner in       2         0         0\n",
        "lista.csv: Organisation = city or organisation; Projekt = project; År = when; Organisation – Projekt = is a "
        "partner in\n"
        "1 name is written a little otherwise than in the data and was taken for the same: “Åby kommun” = Åby\n"
        "1 cell or row was left out:\n"
        "  lista.csv:6:Projekt: The row lacks Organisation, so nobody is tied here. If it is as in the row above, "
        "write it in each row.\n"
        "2 names or values could not be told and are yours to decide.\n"
        "All that was left out stands in lista-review.xlsx.\n"
        "Look into lista-review.xlsx, decide there, and read it back: samverkan import lista-review.xlsx\n",
    )
    assert (folder / "relations.csv").read_text(encoding="utf-8").splitlines()[-2:] == [
        "company:kraft,PARTNER_IN,project:sken,2021,,,,import-lista,rad 2",
        "city:aby,PARTNER_IN,project:sken,2023,,,,import-lista,rad 4",
    ]
    assert run("load").status == 0


def test_a_dry_run_writes_nothing(pairs, folder, run):
    before = tables(folder)
    done = run("import", "lista.csv", "--dry-run")
    assert done.status == 0
    assert done.stdout.startswith("Dry run: nothing is written. The import would do this:\n")
    assert tables(folder) == before
    assert sorted(file.name for file in folder.parent.iterdir()) == ["graph_data", "lista.csv"]


def test_what_was_decided_is_read_back(pairs, folder, run):
    run("import", "lista.csv")
    book = openpyxl.load_workbook("lista-review.xlsx")
    sheet = book["Names"]
    decisions = {sheet.cell(row, 2).value: row for row in range(2, sheet.max_row + 1)}
    assert set(decisions) == {"Kraftverk AB", "Eva Ek"}
    sheet.cell(decisions["Kraftverk AB"], 7).value = "Kraft AB"
    sheet.cell(decisions["Eva Ek"], 7).value = "leave out"
    book.save("lista-review.xlsx")
    done = run("import", "lista-review.xlsx")
    assert (done.status, done.stderr) == (0, "1 fact was left out, as was decided.\n")
    organisations = (folder / "organisations.csv").read_text(encoding="utf-8").splitlines()
    assert organisations[1] == "company:kraft,Company,Kraft AB,one,business,Kraftverk AB"
    assert run("import", "lista-review.xlsx").stdout == "graph_data holds all of it already.\n"


def test_the_answer_for_programs(pairs, folder, run):
    done = run("import", "lista.csv", "--format", "json")
    assert json.loads(done.stdout) == {
        "into": "graph_data",
        "written": True,
        "parts": [
            {"part": "Activity", "added": 1, "changed": 0, "removed": 0},
            {"part": "Source", "added": 1, "changed": 0, "removed": 0},
            {"part": "PARTNER_IN", "added": 2, "changed": 0, "removed": 0},
        ],
        "known": 1,
        "to_decide": 2,
        "left_out": 1,
        "review": "lista-review.xlsx",
    }
    done = run("import", "lista.csv", "--format", "csv", "--dry-run")
    assert done.stdout == "part,added,changed,removed\n"


def test_nobody_is_named_where_the_answer_is_passed_on(folder, run):
    text = "Kommun;Person;År\nÅby;Eva Ek;eva@x.example\nÅby;Bo Bok;2020\n"
    (folder.parent / "p.csv").write_text(text, encoding="utf-8")
    done = run("import", "p.csv")
    assert done.status == 0
    assert [name for name in ("Eva", "Ek", "eva@", "Bo", "Bok") if name in done.stdout + done.stderr] == []


def test_what_is_new_is_named_at_a_terminal_but_no_person(folder, run, monkeypatch):
    (folder.parent / "p.csv").write_text("Företag;Person\nNyby AB;Bo Bok\n", encoding="utf-8")
    monkeypatch.setattr(import_.sys.stdout, "isatty", lambda: True, raising=False)
    done = run("import", "p.csv", "--dry-run")
    assert "1 organisation added: Nyby AB" in done.stdout
    assert "Bok" not in done.stdout


def test_a_list_that_is_imported_again_leaves_one_workbook(folder, run):
    (folder.parent / "l.csv").write_text("Organisation;Projekt;Egen\nKraftverk AB;Ljus;x\n", encoding="utf-8")
    for _time in range(3):
        done = run("import", "l.csv")
        assert done.status == 0
        assert "All that was left out stands in l-review.xlsx.\nLook into l-review.xlsx" in done.stderr
    assert sorted(file.name for file in folder.parent.glob("*.xlsx")) == ["l-review.xlsx"]
    book = openpyxl.load_workbook("l-review.xlsx")
    book["Names"].cell(2, 7).value = "leave out"
    book.save("l-review.xlsx")
    decided = (folder.parent / "l-review.xlsx").read_bytes()
    assert "l-review-2.xlsx" in run("import", "l.csv").stderr
    assert (folder.parent / "l-review.xlsx").read_bytes() == decided


def test_why_a_file_cannot_be_read_is_said_in_swedish(folder, run):
    (folder.parent / "x.xlsx").write_text("hej", encoding="utf-8")
    assert "är ingen arbetsbok: filen är ingen zip-fil" in run("import", "x.xlsx", "--lang", "sv").stderr
    assert run("import", "y.xlsx", "--lang", "sv").stderr.startswith("y.xlsx: Det finns ingen sådan fil.")


def test_decisions_are_not_written_over(pairs, folder, run):
    (folder.parent / "mine.xlsx").write_bytes(b"decisions")
    done = run("import", "lista.csv", "--review", "mine.xlsx")
    assert done.status == 2
    assert "mine.xlsx is there already, with decisions perhaps." in done.stderr
    assert (folder.parent / "mine.xlsx").read_bytes() == b"decisions"


def test_what_cannot_be_imported(folder, run):
    done = run("import", "nowhere.csv")
    assert (done.status, done.stderr) == (
        1,
        "nowhere.csv: There is no such file. Give the path of yours. [missing-file]\n"
        "1 error in what was to be imported. Nothing was written.\n",
    )
    (folder.parent / "x.csv").write_text("a;b\nc;d\n", encoding="utf-8")
    done = run("import", "x.csv", "--lang", "sv")
    assert done.status == 1
    assert done.stderr.startswith("x.csv: Ingen rad med rubriker")


def test_a_folder_that_cannot_be_written_keeps_all(pairs, folder, run, monkeypatch):
    before = tables(folder)
    from pathlib import Path

    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    done = run("import", "lista.csv")
    monkeypatch.undo()
    assert done.status == 1
    assert tables(folder) == before


@pytest.mark.parametrize(("said", "status"), [("y\n", 0), ("n\n", 1)])
def test_at_a_terminal_it_is_asked_first(said, status, pairs, folder, run, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    before = tables(folder)
    monkeypatch.setattr(import_.sys, "stdin", Terminal(said))
    monkeypatch.setattr(import_.sys.stderr, "isatty", lambda: True, raising=False)
    done = run("import", "lista.csv")
    assert done.status == status
    assert (tables(folder) == before) == (status == 1)
    assert "Write this into graph_data? [y/N]" in done.stderr
    assert ("Nothing was written." in done.stderr) == (status == 1)
