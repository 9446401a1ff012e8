"""The commands on a Neo4j server answer as they do on a file."""

import json
import os
import signal
import subprocess
import sys

import pytest


@pytest.fixture
def elsewhere(environment, servers, monkeypatch) -> str:
    """Address of an empty server; user and password are in the environment."""
    server = servers.server("5.26")
    server.empty()
    monkeypatch.setenv("SAMVERKAN_DB_USER", server.user)
    monkeypatch.setenv("SAMVERKAN_DB_PASSWORD", server.password)
    return str(server.address)


def test_every_command_answers_alike(elsewhere, filled, run):
    done = run("status", "--db", elsewhere)
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == f"Nothing is loaded into {elsewhere} yet. Run `samverkan load --db {elsewhere}` first.\n"
    first = run("load", "--db", elsewhere)
    assert (first.status, first.stderr) == (0, "")
    assert first.stdout == run("load", "--replace").stdout
    assert run("load", "--db", elsewhere).stdout == "Nothing has changed since the last load.\n"
    commands = [("show", name) for name in ("Åby", "Framtid", "Kraft AB", "Eva Ek", "Sol", "Första boken")]
    commands = [(*words, "--audience", "partner") for words in commands]
    commands += [("query", "members", "--param", "activity=Framtid"), ("suggest", "--city", "Åby")]
    commands += [("gaps",), ("analyze",), ("analyze", "communities"), ("suggest", "--all-cities")]
    commands += [("people", "list"), ("people", "export", "Eva Ek")]
    for words in commands:
        here, there = run(*words, "--format", "json"), run(*words, "--format", "json", "--db", elsewhere)
        assert (there.status, there.stdout, there.stderr) == (0, here.stdout, here.stderr)
    here, there = (json.loads(run("status", "--format", "json", *db).stdout) for db in ((), ("--db", elsewhere)))
    assert there.pop("store") == elsewhere
    assert there.pop("load")["digest"] == here.pop("load")["digest"]
    assert {**there, "store": here["store"]} == here


def test_a_wrong_password_is_not_repeated(elsewhere, filled, run, monkeypatch):
    monkeypatch.setenv("SAMVERKAN_DB_PASSWORD", "wrong-one")
    done = run("status", "--db", elsewhere)
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The database {elsewhere} refuses the user or the password.")
    assert "wrong-one" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_leaves_the_graph_as_it_was(elsewhere, filled, run):
    assert run("load", "--db", elsewhere).status == 0
    before = run("status", "--db", elsewhere, "--format", "json").stdout
    file = filled / "cities.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("City,Bro,", "City,Broby,"), encoding="utf-8")
    code = """
import os, signal, sys
from samverkan.cli import main
from samverkan.store import writing

write = writing.Writing._write_nodes

def interrupted(*arguments):
    write(*arguments)
    os.kill(os.getpid(), signal.SIGINT)

writing.Writing._write_nodes = interrupted
main(["load", "--db", sys.argv[1]])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, elsewhere], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (128 + signal.SIGINT, "")
    assert done.stderr == "Interrupted. A load is made whole or not at all: the graph is whole.\n"
    assert run("status", "--db", elsewhere, "--format", "json").stdout == before
    assert run("load", "--db", elsewhere).stdout.startswith("1 city changed: Broby\n")


def test_reports_and_exports_are_alike(elsewhere, filled, run, tmp_path):
    assert run("load", "--db", elsewhere).status == 0
    assert run("load", "--replace").status == 0
    for out, db in (("here", ()), ("there", ("--db", elsewhere))):
        done = run("report", "--all-cities", "--out", str(tmp_path / out), *db)
        assert done.status == 0, done.stderr
        for words in (
            ("export", f"{out}.graphml"),
            ("export", f"{out}.xlsx"),
            ("sheet", "--city", "Åby", "--out", out),
        ):
            *command, path = words
            done = run(*command, str(tmp_path / path), "--audience", "internal", *db)
            assert done.status == 0, done.stderr
    here = {p.relative_to(tmp_path / "here"): p.read_bytes() for p in (tmp_path / "here").rglob("*.html")}
    there = {p.relative_to(tmp_path / "there"): p.read_bytes() for p in (tmp_path / "there").rglob("*.html")}
    assert len(here) > 1
    assert here == there
    for name in ("{}.graphml", "{}.xlsx", "{}/aby.xlsx"):
        one, other = (tmp_path / name.format(out) for out in ("here", "there"))
        assert one.read_bytes() == other.read_bytes()


def test_an_erased_person_is_gone_from_a_server_too(elsewhere, filled, run, environment):
    assert run("load", "--db", elsewhere).status == 0
    assert "Eva Ek" in run("people", "list", "--db", elsewhere).stdout
    done = run("people", "erase", "Eva Ek", "--no-archive-duty", "--db", elsewhere)
    assert done.status == 0, done.stderr
    question = environment / "all.cypher"
    question.write_text("MATCH (n) RETURN n.name, n.title", encoding="utf-8")
    for command in (("people", "list"), ("query", str(question))):
        done = run(*command, "--db", elsewhere)
        assert done.status == 0, done.stderr
        assert "Eva Ek" not in done.stdout
