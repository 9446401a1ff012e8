"""``samverkan new``: something to begin with, and something to try."""

import csv

import openpyxl
import pytest

from samverkan.exchange.template import EXAMPLE, example
from samverkan.model.domain import SCHEMA

TABLES = [*(n.table for n in SCHEMA.labels), SCHEMA.table]
RIGHT = "No mistakes were found.\n"


def test_an_empty_folder_is_right_and_says_how_to_begin(environment, run):
    done = run("new", "mine")
    said = "mine is written. `samverkan check mine` says what is wrong in it.\n"
    assert (done.status, done.stdout, done.stderr) == (0, said, "")
    assert {p.name for p in (environment / "mine").iterdir()} == {"README.md", *(f"{table}.csv" for table in TABLES)}
    for node in SCHEMA.labels:
        with (environment / "mine" / f"{node.table}.csv").open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == [list(node.names)]
    notes = (environment / "mine" / "README.md").read_text(encoding="utf-8")
    assert "`samverkan load mine` loads it" in notes
    assert "| city:alvsund | City | Älvsund | lanskarta |" in notes
    assert all(f"`{p.name}`" in notes for n in SCHEMA.labels for p in n.properties)
    assert run("check", "mine").stderr == RIGHT
    assert run("load", "mine").status == 0


@pytest.mark.parametrize(("lang", "first"), [("en", "Begin here"), ("sv", "Börja här")])
def test_an_empty_workbook_is_right_and_says_how_to_begin(environment, run, lang, first):
    assert run("new", "mine.xlsx", "--lang", lang).status == 0
    book = openpyxl.load_workbook(environment / "mine.xlsx")
    assert book.sheetnames[0] == first
    assert len(book.sheetnames) == 1 + len(TABLES) + 1
    assert [book[name].max_row for name in book.sheetnames[1:-1]] == [1] * len(TABLES)
    told = [row[0] for row in book[first].iter_rows(values_only=True)]
    assert str(told[0]).startswith("1. ")
    assert "city:alvsund" in told
    assert run("check", "mine.xlsx").stderr == RIGHT


@pytest.mark.parametrize("name", ["libraries", "libraries.xlsx"])
def test_the_example_answers(environment, run, name):
    done = run("new", "--example", name)
    assert (done.status, done.stderr) == (0, "")
    assert run("load", name, "--db", f"{name}.lbug").status == 0
    answer = run("suggest", "--city", "alvsund", "--purpose", "project", "--db", f"{name}.lbug").stdout
    assert "1. Studieförbundet Bildningen" in answer


def test_the_example_names_no_person_and_has_nothing_to_do_with_climate():
    data = example(SCHEMA)
    assert data.nodes["Person"]["id"] == []
    assert not (EXAMPLE / "people.csv").exists()
    text = "".join(path.read_text(encoding="utf-8").casefold() for path in EXAMPLE.iterdir())
    assert "klimat" not in text
    assert "climate" not in text
    assert len(data.nodes["City"]["id"]) == 8
    assert all(len(columns["from"]) for type, columns in data.relationships.items() if type not in PEOPLE_ONLY)


PEOPLE_ONLY = {"SIGNED", "WORKS_FOR"}  # types that the example does without


def test_what_is_there_stays(environment, run):
    (environment / "mine").mkdir()
    (environment / "mine" / "notes.txt").write_text("mine")
    (environment / "mine.xlsx").write_text("mine")
    for name, said in (("mine", "Error: mine is not an empty folder.\n"),
                       ("mine.xlsx", "Error: There is something at mine.xlsx already. --overwrite writes over it.\n"),
                       ):  # fmt: skip
        done = run("new", name)
        assert (done.status, done.stdout, done.stderr) == (1, "", said)
    assert (environment / "mine.xlsx").read_text() == "mine"
    assert run("new", "mine.csv").status == 2
