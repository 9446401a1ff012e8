"""The commands on a Neo4j server answer as they do on a file."""

import json

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
    assert done.stderr == f"Nothing is loaded into {elsewhere} yet. Run `samverkan load` first.\n"
    first = run("load", "--db", elsewhere)
    assert (first.status, first.stderr) == (0, "")
    assert first.stdout == run("load", "--replace").stdout
    assert run("load", "--db", elsewhere).stdout == "Nothing has changed since the last load.\n"
    commands = [("show", name) for name in ("Åby", "Framtid", "Kraft AB", "Eva Ek", "Sol", "Första boken")]
    commands += [("query", "members", "--param", "activity=Framtid"), ("suggest", "--city", "Åby")]
    for words in commands:
        here, there = run(*words, "--format", "json"), run(*words, "--format", "json", "--db", elsewhere)
        assert (there.status, there.stdout, there.stderr) == (0, here.stdout, "")
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
