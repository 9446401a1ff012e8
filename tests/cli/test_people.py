"""``samverkan people``: who is held, what is held on somebody, and how somebody is erased."""

import csv
import io
import json

import pytest

from samverkan.cli import options

NAMED = "Eva Ek tog emot"
OTHER = "person:ola,Person,Ola Al,two,professor\n"


@pytest.fixture
def held(filled, run, environment, monkeypatch):
    """The small network with a second person, texts that name the first, and a key in a place of its own."""
    monkeypatch.setenv("SAMVERKAN_ERASURE_KEY", str(environment.parent / "keys" / "erasure.key"))
    with (filled / "people.csv").open("a", encoding="utf-8") as file:
        file.write(OTHER)
    for table, old, new in (
        ("relations", "sidan 3", NAMED), ("sources", "Andra boken", "Andra boken om Eva Ek"),
        ("sources", "one,Source", "one,Source"),
    ):  # fmt: skip
        path = filled / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (filled / "notes.md").write_text("ring Eva Ek", encoding="utf-8")
    (environment / "reports").mkdir()
    (environment / "reports" / "index.html").write_text("<p>EVA EK</p>", encoding="utf-8")
    (environment / "reports" / "other.html").write_text("<p>Åby</p>", encoding="utf-8")
    assert run("load").status == 0
    return filled


def test_the_list_says_who_may_see_whom(held, run):
    done = run("people", "list", "--format", "json")
    assert (done.status, done.stderr) == (0, "2 people are held.\n")
    assert json.loads(done.stdout) == [
        {"id": "person:eva", "name": "Eva Ek", "title": "projektledare", "posts": ["Åby"], "seen_by": "partner",
         "relations": 1, "sources": ["two"]},
        {"id": "person:ola", "name": "Ola Al", "title": "professor", "posts": [], "seen_by": "internal",
         "relations": 0, "sources": ["two"]},
    ]  # fmt: skip


def test_all_that_is_held_on_a_person(held, run):
    told = json.loads(run("people", "export", "eva ek", "--format", "json").stdout)
    assert told["person"] == {
        "id": "person:eva", "kind": "Person", "name": "Eva Ek", "sources": ["two"], "title": "projektledare",
    }  # fmt: skip
    assert told["relations"] == [
        {"type": "WORKS_FOR", "from": "person:eva", "to": "city:aby", "start": "2018", "role": "projektledare",
         "sources": ["two"], "from_name": "Eva Ek", "to_name": "Åby"},
    ]  # fmt: skip
    assert {(t["part"], t["id"], t["column"], t["text"]) for t in told["texts"]} == {
        ("Source", "two", "name", "Andra boken om Eva Ek"),
        ("PARTNER_IN", "city:aby project:ljus", "evidence", NAMED),
    }
    assert [source["id"] for source in told["sources"]] == ["two"]
    rows = list(csv.DictReader(io.StringIO(run("people", "export", "eva ek", "--format", "csv").stdout)))
    assert {"part": "person", "what": "title", "value": "projektledare"} in rows
    assert run("people", "export", "Nobody").status == 1


def test_erasing_needs_a_decision(held, run):
    for words in ((), ("--decision", "KS 1", "--no-archive-duty")):
        done = run("people", "erase", "Eva Ek", *words)
        assert (done.status, done.stdout) == (2, "")
        assert "Give --decision REFERENCE" in done.stderr


def everything(folder):
    """Every byte of the files below a folder, as text."""
    return "".join(
        path.read_bytes().decode("utf-8", "replace").casefold() for path in folder.rglob("*") if path.is_file()
    )


def test_a_dry_run_changes_nothing(held, run, environment):
    before = {path: path.read_bytes() for path in environment.rglob("*") if path.is_file()}
    done = run("people", "erase", "Eva Ek", "--decision", "KS 1", "--dry-run")
    relations = (held / "relations.csv").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(relations, start=1) if NAMED in text)
    assert done.stdout.replace("\\", "/") == (
        "To be erased from graph_data: 1 row, 1 relation, 2 texts.\n"
        "The texts that name the person, or a namesake by the same initial – look before you erase:\n"
        "  graph_data/sources.csv:3, name: Andra boken om Eva Ek\n"
        f"  graph_data/relations.csv:{line}, evidence: {NAMED}\n"
        "These files name the person still, and are yours to clear:\n"
        "  reports/index.html\n  graph_data/notes.md\n"
    )
    assert {path: path.read_bytes() for path in environment.rglob("*") if path.is_file()} == before
    assert not options.erasure_key_file().exists()


def test_an_erased_person_is_gone_and_does_not_come_back(held, run, environment):
    before = {path.name: path.read_text(encoding="utf-8") for path in held.iterdir()}
    done = run("people", "erase", "Eva Ek", "--decision", "KS 2026/123")
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.replace("\\", "/").startswith(
        "Erased from graph_data: 1 row, 1 relation, 2 texts.\nErased from the store.\n"
        "These files name the person still, and are yours to clear:\n  reports/index.html\n  graph_data/notes.md\n"
    )
    (held / "notes.md").unlink()
    (environment / "reports" / "index.html").unlink()
    assert "eva ek" not in everything(environment)
    assert "person:eva" not in everything(environment)
    assert not (environment / ".samverkan" / "graph.previous.lbug").exists()
    after = {path.name: path.read_text(encoding="utf-8") for path in held.iterdir()}
    same = {"cities.csv", "organisations.csv", "activities.csv", "focus_areas.csv"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["people.csv"] == "id,kind,name,sources,title\n" + OTHER
    assert len(after["relations.csv"].splitlines()) == len(before["relations.csv"].splitlines()) - 1
    key = options.erasure_key_file()
    assert key.stat().st_mode & 0o077 == 0
    assert "KS 2026/123" in after["erased.csv"]
    assert run("load").stdout == "Nothing has changed since the last load.\n"
    # somebody brings her back, spelt in another way
    (held / "people.csv").write_text(after["people.csv"] + "person:new,Person,EK eva,two,chef\n", encoding="utf-8")
    with (held / "relations.csv").open("a", encoding="utf-8") as file:
        file.write("person:new,WORKS_FOR,city:bro,,,,,one,\n")
    done = run("load")
    assert done.status == 0
    assert done.stderr == (
        "people.csv:3: This person was erased. The row, and the relations to it, were left out. [erased]\n"
    )
    assert [row["name"] for row in json.loads(run("people", "list", "--format", "json").stdout)] == ["Ola Al"]
    key.unlink()
    assert "the key that tells whom is not here" in run("check").stderr + run("check").stdout


def test_an_old_workbook_does_not_bring_back_who_was_erased(held, run, environment):
    assert run("export", "old.xlsx", "--audience", "internal").status == 0
    assert run("people", "erase", "Eva Ek", "--no-archive-duty").status == 0
    done = run("load", "old.xlsx", "--allow-removals")
    assert "This person was erased." in done.stderr
    assert [row["name"] for row in json.loads(run("people", "list", "--format", "json").stdout)] == ["Ola Al"]


def test_what_is_loaded_and_the_folder_say_the_same_first(held, run):
    with (held / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("city:ny,City,Ny,one,,,,\n")
    before = {path: path.read_bytes() for path in held.iterdir()}
    done = run("people", "erase", "Eva Ek", "--no-archive-duty")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: The store holds other data than the folder. Run `samverkan load` first, so that both say the same.\n"
    )
    assert {path: path.read_bytes() for path in held.iterdir()} == before


def test_the_key_does_not_lie_beside_what_it_marks(held, run, monkeypatch):
    monkeypatch.setenv("SAMVERKAN_ERASURE_KEY", str(held / "erasure.key"))
    before = {path: path.read_bytes() for path in held.iterdir()}
    done = run("people", "erase", "Eva Ek", "--no-archive-duty")
    assert done.status == 1
    assert "lies in the data folder" in done.stderr
    assert {path: path.read_bytes() for path in held.iterdir()} == before
