"""``samverkan query``."""

import json
import re

import pytest

from checkout import ROOT
from samverkan.cli.output import HEADINGS
from samverkan.model.domain import SCHEMA
from samverkan.model.words import SECTORS
from samverkan.store.queries import named_queries

OWN = """\
// Which cities begin with a text?
// sv: Vilka städer börjar med en text?
// $start: text = B — the text | texten
MATCH (c:City) WHERE c.name STARTS WITH $start
RETURN c.name AS name, c.kind AS kind, c.population AS population, c.aliases AS aliases, c.id AS id
ORDER BY name, id
"""

PARTNERS = """\
// $city: City — the city | staden
MATCH (c:City {id: $city})-[:PARTNER_IN]->(x:Activity)<-[:PARTNER_IN]-(p) WHERE p.id <> c.id
RETURN p.name AS name, p.id AS id ORDER BY name, id
"""


@pytest.fixture
def own(environment):
    (environment / "own.cypher").write_text(OWN, encoding="utf-8")
    (environment / "partners.cypher").write_text(PARTNERS, encoding="utf-8")
    return "own.cypher"


def test_a_query_of_ones_own(filled, own, run):
    done = run("query", own)
    assert (done.status, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
name   kind   population   aliases   id
─────────────────────────────────────────────
Bro    city                          city:bro
"""
    )
    done = run("query", own, "--param", "start=Å", "--format", "csv")
    expected = "name,kind,population,aliases,id\nÅby,City,12345,Aaby,city:aby\n"
    assert (done.status, done.stdout, done.stderr) == (0, expected, "")
    done = run("query", own, "--param", "$start=Å", "--format", "json")
    assert json.loads(done.stdout) == [
        {"name": "Åby", "kind": "City", "population": 12345, "aliases": ["Aaby"], "id": "city:aby"}
    ]
    assert run("query", own, "--lang", "sv").stdout.splitlines()[0] == "namn   slag   folkmängd   aliases   id"


def test_a_table_does_without_the_ids_of_what_it_names(filled, run):
    words = ("query", "partners", "--param", "activity=Ljus")
    assert run(*words).stdout.splitlines() == [
        "name       kind      start   end    role",
        "────────────────────────────────────────",
        "Kraft AB   company   2020",
        "Åby        city      2020    2023   värd",
    ]
    assert run(*words, "--format", "csv").stdout.splitlines()[0] == "name,kind,start,end,role,id"


@pytest.mark.parametrize("columns", ["40", "80", "100", "120", "200"])
def test_defaults_can_be_copied_from_the_list(process, columns):
    printed = process("query", COLUMNS=columns).stdout
    for query in named_queries().values():
        for parameter in query.parameters:
            assert parameter.default is None or f"{parameter.name}={parameter.default}" in printed


def test_a_pipe_may_have_a_width(filled, process):
    done = process("query", COLUMNS="80")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert max(map(len, process("query").stdout.splitlines())) > 80


def test_what_the_model_knows_is_in_words(filled, environment, run):
    (environment / "two.cypher").write_text(
        "MATCH (a:City {id: 'city:aby'})-[r]->(b:Activity) "
        "RETURN type(r) AS type, 'municipal-company' AS sector, b.kind AS kind, 'City' AS other ORDER BY type, b.id",
        encoding="utf-8",
    )
    rows = [re.split(" {2,}", line) for line in run("query", "two.cypher", "--lang", "sv").stdout.splitlines()]
    assert rows[0] == ["relation", "sektor", "slag", "other"]
    assert rows[2:] == [
        ["är medlem i", "kommunalt bolag", "program", "City"],
        ["är part i", "kommunalt bolag", "projekt", "City"],
    ]
    assert json.loads(run("query", "two.cypher", "--format", "json").stdout)[0] == {
        "type": "MEMBER_OF",
        "sector": "municipal-company",
        "kind": "Programme",
        "other": "City",
    }


def test_every_column_of_a_named_query_has_a_heading():
    for query in named_queries().values():
        returned = query.statement.rpartition("RETURN ")[2].partition("ORDER BY")[0].removeprefix("DISTINCT ")
        columns = {part.split(" AS ")[-1].strip().strip("`") for part in re.split(r",(?![^()]*\))", returned)}
        shown = {column for column in columns if column != "id" and not column.endswith("_id")}
        assert shown - HEADINGS.keys() == set(), query.name


def test_every_sector_has_words():
    (sector,) = [p for p in SCHEMA.node("Organisation").properties if p.name == "sector"]
    assert set(SECTORS) == set(sector.choices)


def test_an_answer_may_be_empty(filled, own, run):
    done = run("query", own, "--param", "start=Q", "--format", "csv")
    assert (done.status, done.stdout, done.stderr) == (0, "name,kind,population,aliases,id\n", "Nothing was found.\n")


def test_a_parameter_takes_a_name_as_people_write_it(filled, own, run):
    for name in ("Åby kommun", "aby", "city:aby"):
        done = run("query", "partners.cypher", "--param", f"city={name}", "--format", "csv")
        assert (done.status, done.stdout) == (0, "name,id\nKraft AB,company:kraft\n")
    done = run("query", "partners.cypher", "--param", "city=Abby")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "Nothing here is called “Abby”. Did you mean:\n  Åby (city:aby)\n"


def test_the_questions_in_the_language_in_use(environment, run):
    names = sorted(path.stem for path in (ROOT / "cypher").glob("*.cypher"))
    questions = {lang: json.loads(run("query", "--format", "json", "--lang", lang).stdout) for lang in ("sv", "en")}
    assert [sorted(q["name"] for q in questions[lang]) for lang in ("sv", "en")] == [names, names]
    assert [q["name"] for a, q in zip(*questions.values(), strict=True) if a["question"] == q["question"]] == []
    (members,) = [q for q in questions["en"] if q["name"] == "members"]
    assert members == {
        "name": "members",
        "question": "Who are the members of a programme or network, and since when?",
        "parameters": [
            {
                "name": "activity",
                "kind": "Programme | Network | ResearchSchool",
                "default": "programme:klimatneutrala-stader-2030",
                "about": "the programme or network",
            }
        ],
    }
    assert run("query").stdout.splitlines()[0].split() == ["name", "question", "parameters"]


NO_QUESTION = "There is no question called “{}”, and no such file."
LIST = "`samverkan query` lists them all."


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("memebrs",), 2, f"{NO_QUESTION.format('memebrs')} Did you mean: members, memberships? {LIST}"),
        (("../qqq",), 2, f"{NO_QUESTION.format('../qqq')} {LIST}"),
        (("nix.cypher",), 2, "There is no file nix.cypher."),
        (
            ("cypher/members.cypher",),
            2,
            "There is no file cypher/members.cypher. The question members needs none: `samverkan query members`.",
        ),
        (("own.cypher", "--param", "start"), 2, "“start” is not of the form key=value."),
        (("own.cypher", "--param", "start=a", "--param", "start=b"), 2, "start is given twice."),
        (("own.cypher", "--param", "begin=a"), 2, "begin: no such parameter; there are start"),
        (("partners.cypher",), 2, 'city is missing: the city. Give it: --param city="…"'),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(filled, own, run, words, status, said):
    done = run("query", *words)
    assert (done.status, done.stdout) == (status, "")
    assert done.stderr.splitlines()[-1].endswith(said)


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (c) DETACH DELETE c",
        "CREATE (c:City {id: 'city:x'})",
        "COPY (MATCH (c:City) RETURN c.id) TO 'out.csv'",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD FROM 'graph_data/cities.csv' RETURN *",
        "MATCH (c) RETURN c.id; MATCH (c) DELETE c",
        "CHECKPOINT",
        "INSTALL httpfs",
        "CALL show_tables() RETURN *",
    ],
)
def test_a_query_only_reads(filled, environment, run, statement):
    (environment / "bad.cypher").write_text(statement, encoding="utf-8")
    before = run("status", "--format", "json").stdout
    done = run("query", "bad.cypher")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith("The query was refused: ")
    assert not (environment / "out.csv").exists()
    assert run("status", "--format", "json").stdout == before


def test_a_file_that_is_no_text(filled, environment, run):
    (environment / "bad.cypher").write_bytes(bytes(range(256)))
    done = run("query", "bad.cypher")
    assert (done.status, done.stderr) == (1, "The query was refused: bad.cypher is no text in UTF-8\n")


def test_no_store_yet(environment, own, run):
    done = run("query", own)
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.endswith("yet. Run `samverkan load` first.\n")
