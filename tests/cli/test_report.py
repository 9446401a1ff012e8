"""``samverkan report``: which pages are written, where, in which language, and for whom."""

import re
import webbrowser
from pathlib import Path

import pytest

from samverkan.analysis import evaluation, mixing, unlinked


@pytest.fixture(autouse=True)
def little_chance(monkeypatch):
    """Few draws: what these tests look at is not left to chance."""
    for module in (mixing, unlinked):
        monkeypatch.setattr(module, "PERMUTATIONS", 9)
    monkeypatch.setattr(evaluation, "DRAWS", 9)


def language(page: Path) -> str:
    return re.search(r'<html lang="(\w+)">', page.read_text(encoding="utf-8"))[1]


def test_the_report_is_written_in_swedish_and_said_where(filled, run):
    done = run("report")
    assert (done.status, done.stdout, done.stderr) == (0, "reports/index.html\n", "")
    assert language(Path("reports/index.html")) == "sv"


@pytest.mark.parametrize(("words", "variables"), [(("--lang", "en"), {}), ((), {"SAMVERKAN_LANG": "en"})])
def test_english_when_it_is_asked_for(filled, run, monkeypatch, words, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run("report", *words).status == 0
    assert language(Path("reports/index.html")) == "en"


def test_the_language_of_the_page_is_not_that_of_the_complaint(filled, run):
    done = run("report", "--city", "Bortby")
    assert done.status == 1
    assert done.stderr.startswith("Nothing here is called “Bortby”.")
    assert not Path("reports").exists()


def test_dossiers_of_cities_each_once(filled, run):
    done = run("report", "--city", "aby", "--city", "Åby", "--city", "Öst", "--out", "pages")
    assert done.stdout == "pages/index.html\npages/cities/aby.html\npages/cities/ost.html\n"
    done = run("report", "--all-cities")
    assert done.stdout == "reports/index.html\nreports/cities/aby.html\nreports/cities/bro.html\n"


def test_another_than_a_city_is_told_from_one(filled, run):
    done = run("report", "--city", "Kraft AB")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "“Kraft AB” is a company, not a city.\n"


def test_the_public_sees_nobody_unless_it_is_said_for_whom(filled, run):
    run("report", "--city", "Åby")
    assert [p for p in Path("reports").rglob("*.html") if "Eva Ek" in p.read_text(encoding="utf-8")] == []
    run("report", "--audience", "internal")
    assert "Eva Ek" in Path("reports/index.html").read_text(encoding="utf-8")


def test_the_same_again_are_the_same_bytes(filled, run):
    run("report", "--city", "Åby")
    first = {p: p.read_bytes() for p in Path("reports").rglob("*.html")}
    run("load", "graph_data")
    run("report", "--city", "Åby")
    assert {p: p.read_bytes() for p in Path("reports").rglob("*.html")} == first


def test_open_shows_the_first_page(filled, run, monkeypatch):
    shown = []
    monkeypatch.setattr(webbrowser, "open", lambda address: shown.append(address) or True)
    run("report", "--open")
    run("report", "--city", "Åby", "--open")
    assert [address.rpartition("/reports/")[2] for address in shown] == ["index.html", "cities/aby.html"]
    assert all(address.startswith("file://") for address in shown)
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert run("report", "--open").stderr == "No browser was found. Open reports/index.html yourself.\n"


def test_a_statement_that_is_none_stops_it(filled, run):
    Path("a.toml").write_text("organisation = 3\n")
    done = run("report", "--accessibility-statement", "a.toml")
    assert done.status == 1
    assert done.stderr.startswith("a.toml is no accessibility statement:\n  conforms is missing.\n")
    assert not Path("reports").exists()


def test_a_folder_that_cannot_be_written_is_said(filled, run):
    Path("reports").write_text("mine")
    done = run("report")
    assert done.status in (1, 2)
    assert "reports" in done.stderr
    assert Path("reports").read_text() == "mine"


def test_everybody_stays_where_they_were_in_the_picture(filled, run):
    assert run("report", "--positions", "positions.json").stdout == "reports/index.html\n"
    first, places = Path("reports/index.html").read_bytes(), Path("positions.json").read_bytes()
    assert b'"city:aby": [' in places
    run("report", "--positions", "positions.json", "--seed", "7")
    assert Path("positions.json").read_bytes() == places
    run("report", "--positions", "positions.json")
    assert Path("reports/index.html").read_bytes() == first


def test_positions_that_are_none_are_refused_and_nothing_is_written(filled, run):
    Path("positions.json").write_text("[]", encoding="utf-8")
    done = run("report", "--positions", "positions.json")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "positions.json does not hold positions as the tool writes them.\n"
    assert not Path("reports").exists()
