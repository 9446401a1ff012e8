"""``samverkan suggest``, on a small network and on the real one."""

import csv
import io
import json

import pytest

TEAMS = """\
from,type,to,start,end,role,amount,sources,evidence
city:aby,PARTNER_IN,project:ljus,2020,2023,,,one,
company:kraft,PARTNER_IN,project:ljus,2021,,,,one,
company:kraft,COLLABORATES_WITH,city:ost,2022,,,,two,
city:bro,MEMBER_OF,programme:framtid,2019,,,,two,
"""

SAID = """\
Partners for a joint project: Åby

 1. Öst (city, little is known)
    Åby and Kraft AB are both in Ljus (2021); Kraft AB and Öst work together (2022). [1] [2]
    Can introduce you: Kraft AB.

Sources
[1] Första boken, https://example.org/one
[2] Andra boken, https://example.org/two
"""

SAGT = """\
Partner för ett gemensamt projekt: Åby

 1. Öst (stad, lite är känt)
    Åby och Kraft AB är båda med i Ljus (2021); Kraft AB och Öst samarbetar (2022). [1] [2]
    Kan presentera er för varandra: Kraft AB.

Källor
[1] Första boken, https://example.org/one
[2] Andra boken, https://example.org/two
"""


@pytest.fixture
def teams(folder, run):
    """The small network with two working ties, loaded."""
    (folder / "relations.csv").write_text(TEAMS, encoding="utf-8")
    assert run("load").status == 0
    return folder


def test_for_people_in_both_languages(teams, run):
    assert run("suggest", "--city", "aby").stdout == SAID
    assert run("suggest", "--city", "Aaby", "--lang", "sv").stdout == SAGT


def test_json_says_all_of_it(teams, run):
    # w(Åby, Kraft) = 1 hands all to Kraft, whose two ties of 1 get a half each
    reason = {
        "measure": "resource_allocation",
        "value": 0.5,
        "contribution": 0.5,
        "text": "Åby and Kraft AB are both in Ljus (2021); Kraft AB and Öst work together (2022).",
        "evidence": [
            {"from": "city:aby", "type": "PARTNER_IN", "to": "project:ljus", "start": "2020", "sources": ["one"]},
            {"from": "company:kraft", "type": "PARTNER_IN", "to": "project:ljus", "start": "2021", "sources": ["one"]},
            {
                "from": "company:kraft",
                "type": "COLLABORATES_WITH",
                "to": "city:ost",
                "start": "2022",
                "sources": ["two"],
            },
        ],
    }
    answer = {
        "subject": {"id": "city:aby", "name": "Åby", "kind": "City"},
        "purpose": "project",
        "parameters": {"kinds": [], "limit": 10, "programme": "programme:framtid"},
        "suggestions": [
            {
                "rank": 1,
                "id": "city:ost",
                "name": "Öst",
                "kind": "City",
                "list": None,
                "score": 0.5,
                "band": "near",
                "known_tie": False,
                "data": "thin",
                "reasons": [reason],
                "introduction": ["city:aby", "company:kraft", "city:ost"],
            }
        ],
        "left_out": {"itself": 1, "working_tie": 1, "same_project": 0, "funder": 0, "no_path": 1},
    }
    assert json.loads(run("suggest", "--city", "Åby", "--format", "json").stdout) == [answer]
    assert json.loads(run("suggest", "--city", "Åby", "--purpose", "project", "--format", "json").stdout) == answer


def test_csv_is_a_row_a_suggestion(teams, run):
    rows = list(csv.DictReader(io.StringIO(run("suggest", "--city", "Åby", "--format", "csv").stdout)))
    text = "Åby and Kraft AB are both in Ljus (2021); Kraft AB and Öst work together (2022)."
    assert rows == [
        {"subject": "city:aby", "purpose": "project", "rank": "1", "id": "city:ost", "name": "Öst", "kind": "City",
         "score": "0.5", "band": "near", "reasons": text}
    ]  # fmt: skip


def test_an_honest_empty_list(teams, run):
    done = run("suggest", "--city", "Bro")
    assert (done.status, done.stdout) == (
        0,
        "Partners for a joint project: Bro\n\n"
        "Nobody can be suggested: no working tie that is known leads to anybody new.\n",
    )


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "Give either --city NAME or --organisation NAME."),
        (["--city", "Åby", "--organisation", "Kraft AB"], 2, "Give either --city NAME or --organisation NAME."),
        (["--city", "Åbyy"], 1, "Nothing here is called “Åbyy”. Did you mean:\n  Åby (city:aby)\n"),
        (["--city", "Kraft AB"], 1, "Nothing here is called “Kraft AB”."),
        (["--city", "Åby", "--limit", "0"], 2, "0 is not in the range"),
        (["--city", "Åby", "--kind", "Person"], 2, "'Person' is not one of"),
    ],
)
def test_what_is_wrong_is_said(teams, run, words, status, said):
    done = run("suggest", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr


def test_without_a_store_it_says_what_to_do(environment, run):
    done = run("suggest", "--city", "Gävle")
    assert (done.status, done.stdout) == (1, "")
    assert "Run `samverkan load` first." in done.stderr


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory):
    """The store of the real network."""
    from samverkan.model.domain import SCHEMA
    from samverkan.sources.reader import read_dataset
    from samverkan.store.connect import open_store

    place = tmp_path_factory.mktemp("real") / "graph.lbug"
    with open_store(place, SCHEMA, write=True) as store:
        store.sync(read_dataset(real_data, SCHEMA), time="2026-11-24T12:00:00Z")
    return str(place)


@pytest.mark.parametrize("name", ["Gävle", "gavle", "GÄVLE KOMMUN", "Gävle kommun", "city:gavle"])
def test_one_city_by_each_of_its_names(real, run, name):
    done = run("suggest", "--city", name, "--db", real, "--format", "json")
    assert json.loads(done.stdout)[0]["subject"]["id"] == "city:gavle"


def test_habo_is_not_habo(real, run):
    found = [
        json.loads(run("suggest", "--city", name, "--db", real, "--format", "json").stdout)[0]["subject"]["id"]
        for name in ("habo", "håbo")
    ]
    assert found == ["city:habo-jonkoping", "city:habo-uppland"]


def test_gavle_is_offered_no_funder_and_nobody_from_a_list(real, run):
    (answer,) = json.loads(
        run("suggest", "--city", "Gävle", "--limit", "1000", "--db", real, "--format", "json").stdout
    )
    suggested = {s["id"] for s in answer["suggestions"]}
    assert not suggested & {"agency:vinnova", "agency:energimyndigheten", "agency:formas"}
    # of the members of the programme, only those that a working tie leads to
    lists = {"SIGNED", "MEMBER_OF", "TOOK_PART_IN", "HOSTS", "FUNDS", "SISTER_CITY_OF"}
    for s in answer["suggestions"]:
        used = {
            row["type"] for reason in s["reasons"] for row in reason["evidence"] if s["id"] in (row["from"], row["to"])
        }
        assert used - lists, s["id"]
        assert all(row["sources"] for reason in s["reasons"] for row in reason["evidence"])
        assert s["score"] == pytest.approx(sum(reason["contribution"] for reason in s["reasons"]))
        assert s["introduction"][0] == "city:gavle"
        assert s["introduction"][-1] == s["id"]
    assert {"city:avesta", "company:northvolt"} <= suggested
    assert "city:borlange" not in suggested
