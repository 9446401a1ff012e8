"""``samverkan gaps``, on the small network and on the real one."""

import csv
import io
import json

import pytest

from checkout import ROOT
from samverkan.analysis.gaps.gap import TYPES
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from samverkan.store.connect import open_store

RULE = """\
// {city} has {n} people.
// sv: {city} har {n} invånare.
// type: crowded
// severity: 3
// measure: inhabitants | invånare
MATCH (c:City)
WHERE c.population > 1000
RETURN c.id AS who, c.id AS city, c.population AS n, c.population AS measure, NULL AS expected, c.population AS weight
"""


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory) -> str:
    """Path of a store with the curated network."""
    path = tmp_path_factory.mktemp("real") / "graph.lbug"
    with open_store(path, SCHEMA, write=True) as store:
        store.sync(read_dataset(real_data, SCHEMA), time="2026-11-26T12:00:00Z")
    return str(path)


def told(done):
    assert done.status == 0, done.stderr
    return json.loads(done.stdout)


SAID = """\
What is missing around Framtid, worst first (data of 2020)

 1. No twin city (severity 3 of 5, little is known)
    Åby joined Framtid in 2019 and has no known twin city. [1]

 2. No twin city (severity 1 of 5, little is known)
    Members of Framtid without a known twin city, and with neither a newcomer nor a city outside it
    with known collaborations or themes within 150 km to pair with: Bro. [1]

2 members of Framtid are not in the data. No data: of 1 city nothing is known but its place; it is
called neither isolated nor uncovered. Nothing can be shown of groups that are not linked: of 0
pairs of groups it could be told.

Sources
[1] Andra boken, https://example.org/two
"""


def test_a_small_network(filled, run):
    done = run("gaps")
    assert (done.status, done.stdout) == (0, SAID)


def test_a_rule_that_is_refused_is_named_and_the_others_are_asked(filled, run, tmp_path):
    (tmp_path / "crowded.cypher").write_text(RULE, encoding="utf-8")
    (tmp_path / "writes.cypher").write_text(RULE.replace("RETURN", "SET c.name = 'x' RETURN"), encoding="utf-8")
    done = run("gaps", "--rules", str(tmp_path), "--type", "Crowded", "--format", "json")
    assert done.status == 1
    assert done.stderr.startswith("The rule writes was refused: ")
    answer = json.loads(done.stdout)
    assert [(gap["type"], gap["who"], gap["text"]) for gap in answer["gaps"]] == [
        ("crowded", ["city:aby"], "Åby has 12,345 people.")
    ]
    assert [refused["rule"] for refused in answer["refused"]] == ["writes"]


def test_the_rule_that_the_manual_shows_is_one(filled, run, tmp_path):
    section = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").partition("### Rules of your own")[2]
    text = section.partition("```text\n")[2].partition("```")[0]
    (tmp_path / "open-end.cypher").write_text(
        text.replace("partners_at_least: whole number = 5", "partners_at_least: whole number = 1")
    )
    done = run("gaps", "--rules", str(tmp_path), "--type", "open-end")
    assert (done.status, done.stderr) == (0, "")


def test_a_folder_without_rules_is_told(filled, run, tmp_path):
    done = run("gaps", "--rules", str(tmp_path), "--type", "dormant")
    assert (done.status, done.stderr) == (0, f"There is no rule in {tmp_path}: no file there ends in .cypher.\n")


WRONG = (
    (("--type", "dorman"), "Did you mean: dormant?", 2),
    (("--type", "xyz"), "There are: unpaired, missing-tie", 2),
    (("--city", "Åb"), "Did you mean:\n  Åby (city:aby)", 1),
    (("--county", "Aleby"), "Nothing here is called “Aleby”", 1),
    (("--theme", "Energy"), "Did you mean:\n  Energi (theme:energy)", 1),
    (("--without", "Krafft AB"), "Kraft AB (company:kraft)", 1),
    (("--without", "Eva Ek"), "Nothing here is called “Eva Ek”", 1),
    (("--with", "Åby", "PARTNERS", "Ljus"), "Did you mean: PARTNER_IN", 2),
    (("--with", "Åby", "TWINNED_WITH", "Kraft AB"), "TWINNED_WITH cannot have company:kraft there: city", 1),
    (("--with", "Bro", "sister_city_of", "Åby"), "is there already", 1),
    (("--limit", "0"), "--limit", 2),
)


def test_what_is_not_there_names_the_nearest(filled, run):
    for words, said, status in WRONG:
        done = run("gaps", *words)
        assert (done.status, done.stdout) == (status, ""), words
        assert said in done.stderr


CERTAIN = [word for type in TYPES if type != "unlinked-groups" for word in ("--type", type)]
"""All types but the one that is left to chance, and takes most of the time."""


def test_every_form_says_the_same(real, run):
    answer = told(run("gaps", "--db", real, *CERTAIN, "--format", "json", "--limit", "8"))
    rows = list(
        csv.DictReader(io.StringIO(run("gaps", "--db", real, *CERTAIN, "--format", "csv", "--limit", "8").stdout))
    )
    assert [(row["type"], row["text"], row["candidates"]) for row in rows] == [
        (gap["type"], gap["text"], " | ".join(gap["candidates"])) for gap in answer["gaps"]
    ]
    page = " ".join(run("gaps", "--db", real, *CERTAIN, "--limit", "8").stdout.split())
    assert [gap["text"] for gap in answer["gaps"] if gap["text"] not in page] == []
    swedish = told(run("gaps", "--db", real, *CERTAIN, "--format", "json", "--limit", "8", "--lang", "sv"))
    assert [gap["who"] for gap in swedish["gaps"]] == [gap["who"] for gap in answer["gaps"]]
    assert {gap["text"] for gap in swedish["gaps"]} & {gap["text"] for gap in answer["gaps"]} == set()
    assert all(gap["evidence"] for gap in answer["gaps"])
    assert all(row["sources"] for gap in answer["gaps"] for row in gap["evidence"])


def test_filters(real, run):
    for words, fits in (
        (("--city", "Gävle", *CERTAIN),
         lambda gap: {"city:gavle", "project:klimatneutrala-gavle-2030"} & {*gap["who"]}),
        (("--county", "dalarna", *CERTAIN),
         lambda gap: any(word in gap["text"] for word in ("Borlänge", "Avesta", "Dalarna"))),
        (("--type", "dormant"), lambda gap: gap["type"] == "dormant"),
        (("--theme", "Circularity and consumption", "--type", "uncovered-theme"),
         lambda gap: gap["measure"]["facts"]["theme"] == "theme:circularity"),
    ):  # fmt: skip
        gaps = told(run("gaps", "--db", real, "--format", "json", *words))["gaps"]
        assert gaps
        assert [gap["text"] for gap in gaps if not fits(gap)] == []


def test_what_a_change_opens_and_closes(real, run):
    answer = told(
        run("gaps", "--db", real, *CERTAIN, "--with", "Gävle", "TWINNED_WITH", "sandviken", "--format", "json")
    )
    assert answer["change"] == {"without": [], "with": [["city:gavle", "TWINNED_WITH", "city:sandviken"]]}
    closed = [(gap["type"], gap["who"]) for gap in answer["closed"]]
    assert (answer["opened"], closed) == ([], [("unpaired", ["city:gavle"])])
    assert (answer["moved"], answer["left_out"]) == (0, ["unlinked-groups"])
    done = run("gaps", "--db", real, "--without", "Karlstad", "--type", "unpaired")
    assert done.stdout.startswith(
        "Without Karlstad: 1 gap opens\n\n 1. No twin city (severity 3 of 5, little is known)\n"
    )
    assert "Without Karlstad: 0 gaps close\n" in done.stdout


def test_a_date_shows_what_had_begun_by_then(real, run):
    gaps = told(run("gaps", "--db", real, "--as-of", "2022", "--type", "unpaired", "--limit", "50", "--format", "json"))
    assert gaps["parameters"]["as_of"] == "2022"
    assert {gap["who"][0] for gap in gaps["gaps"]} >= {"city:borlange", "city:gavle"}  # twins came later
    assert "city:arvika" not in {id for gap in gaps["gaps"] for id in gap["who"]}
