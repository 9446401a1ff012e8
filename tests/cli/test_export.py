"""``samverkan export``: what comes out of it, and what does not."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from samverkan.exchange.graphs import write_gexf, write_graphml, write_json
from samverkan.exchange.kumu import write_kumu
from samverkan.exchange.tables import write_folder
from samverkan.exchange.workbook import write_workbook
from samverkan.model.audience import Audience
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset

LEFT_OUT = "Left out for the audience public: 1 person, 1 relation to people, 0 texts that name people.\n"
REFUSED = (
    "public.xlsx is an export that leaves people out: loading it would take them, and every text that names them, out "
    "of what is loaded. Nothing was changed. If that is what you want, load again with --allow-removals.\n"
)
SAME = "The data say what they said before; only the record of the load is new.\n"


@pytest.mark.parametrize(
    "words", [("all.xlsx",), ("all",), ("all", "--as", "excel-csv"), ("alla.xlsx", "--lang", "sv")]
)
def test_what_comes_out_goes_in_unchanged(filled, run, words):
    done = run("export", *words, "--audience", "internal")
    assert (done.status, done.stdout, done.stderr) == (0, f"{words[0]}\n", "")
    assert run("check", words[0]).stderr == "No mistakes were found.\n"
    assert run("load", words[0], "--verify").stdout == SAME


def test_an_export_for_an_audience_is_not_loaded_by_mistake(filled, run):
    done = run("export", "public.xlsx")
    assert (done.status, done.stdout, done.stderr) == (0, "public.xlsx\n", LEFT_OUT)
    done = run("load", "public.xlsx")
    assert (done.status, done.stdout, done.stderr) == (1, "", REFUSED)
    assert run("load", "public.xlsx", "--dry-run").stdout.splitlines()[1] == "1 person to be removed: Eva Ek"
    done = run("load", "public.xlsx", "--allow-removals")
    assert done.status == 0
    assert done.stdout.splitlines()[0] == "1 person removed: Eva Ek"
    assert done.stderr == (
        "public.xlsx: This is an export that leaves people out. Loading it takes them out of what is loaded. "
        "[partial]\n"
    )


def test_a_swedish_excel_opens_the_files(filled, run, environment):
    assert run("export", "excel", "--as", "excel-csv").status == 0
    data = (environment / "excel" / "cities.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;kind;name;")
    assert b";2,5;" in data
    with (environment / "excel" / "left-out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [
            ["what", "number"], ["people", "1"], ["relations to people", "1"], ["texts that name people", "0"],
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["graph.gexf", "graph.graphml", "graph.json", "kumu.xlsx"])
def test_what_other_tools_open(filled, run, environment, name):
    words = ("--as", "kumu") if name == "kumu.xlsx" else ()
    assert run("export", name, *words).stderr == LEFT_OUT
    first = (environment / name).read_bytes()
    assert run("export", name, *words, "--overwrite").status == 0
    assert (environment / name).read_bytes() == first  # no clock in it
    if name == "graph.json":
        assert json.loads(first)["graph"]["left_out"] == {"people": 1, "relations": 1, "texts": 0}


def test_what_is_there_is_not_written_over(filled, run, environment):
    (environment / "mine.xlsx").write_text("my work")
    done = run("export", "mine.xlsx")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "Error: There is something at mine.xlsx already. --overwrite writes over it.\n"
    assert (environment / "mine.xlsx").read_text() == "my work"
    done = run("export", "graph_data", "--overwrite")
    assert (done.status, done.stderr) == (1, "Error: graph_data is not an empty folder.\n")
    (environment / "empty").mkdir()
    assert run("export", "empty").status == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("network.pdf",), 2, "“.pdf” is no ending that is known here: .xlsx, .gexf, .graphml, .json, or none for"),
        (("network.csv", "--as", "gexf"), 2, "The name of this file should end in .gexf."),
        (("nowhere/network.xlsx",), 1, "nowhere/network.xlsx cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_said(filled, run, environment, words, status, said):
    before = sorted(environment.rglob("*"))
    done = run("export", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr.replace("\\", "/")
    assert sorted(environment.rglob("*")) == before


def test_a_failure_leaves_nothing_behind(filled, run, environment, monkeypatch):
    (environment / "network.xlsx").write_text("my work")

    def full_disk(path, dataset, withheld):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("samverkan.exchange.workbook.write_workbook", full_disk)
    done = run("export", "network.xlsx", "--overwrite")
    assert (done.status, done.stderr) == (1, "network.xlsx cannot be written: No space left on device\n")
    assert (environment / "network.xlsx").read_text() == "my work"
    assert [path.name for path in environment.iterdir() if path.name.startswith(".network")] == []


def unpacked(path: Path) -> str:
    """Every byte of a file or folder as text, the parts of a workbook unpacked."""
    if path.is_dir():
        return "".join(unpacked(part) for part in path.iterdir())
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(part).decode("utf-8") for part in book.namelist())


@pytest.mark.parametrize("audience", ["public", "partner"])
def test_no_byte_of_any_format_names_who_may_not_be_seen(real_data, tmp_path, audience):
    """The real network, with a text in every column that may hold one, each naming another person."""
    whole = read_dataset(real_data, SCHEMA)
    people = whole.nodes["Person"]
    calls = []
    for place, (id, name, aliases) in enumerate(zip(people["id"], people["name"], people["aliases"], strict=True)):
        first, *_middle, last = name.split()
        calls += [name, f"{first} {last}", f"{last}, {first}", id, *(aliases or ()), f"{name.upper()}s tal"][
            place % 3 :
        ]
    place = 0
    for label, columns in [*whole.nodes.items(), *whole.relationships.items()]:
        for name in ("name_en", "aliases", "homepage", "url", "publisher", "licence", "role", "evidence", "short_name"):
            if label != "Person" and name in columns:
                for row in range(0, len(columns[name]), 3):
                    place += 1
                    said = f"enligt {calls[place % len(calls)]} 2024"
                    columns[name][row] = [said, "annat"] if name == "aliases" else said
    whole.nodes["Source"]["name"][:] = [f"{calls[n % len(calls)]}" for n in range(len(whole.nodes["Source"]["name"]))]
    whole.nodes["Organisation"]["name"][5] = f"Stiftelsen {people['name'][0]}"
    seen, withheld = Audience.of_dataset(audience, whole).dataset(whole)
    assert withheld.texts > 500
    hidden = Audience.of_dataset(audience, whole).hidden
    for name in ("network", "excel"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name, seen, withheld, for_excel=name == "excel")
    write_workbook(tmp_path / "network.xlsx", seen, withheld)
    write_kumu(tmp_path / "kumu.xlsx", seen, withheld)
    write_gexf(tmp_path / "network.gexf", seen, withheld)
    write_graphml(tmp_path / "network.graphml", seen, withheld)
    write_json(tmp_path / "network.json", seen, withheld)
    for path in tmp_path.iterdir():
        told = unpacked(path).casefold()
        assert "gävle" in told
        for id, name, aliases in zip(people["id"], people["name"], people["aliases"], strict=True):
            if id in hidden:
                first, *_middle, last = name.split()
                for called in (name, *(aliases or ()), f"{first} {last}", id):
                    assert called.casefold() not in told, (path.name, called)
