"""``samverkan analyze`` on a small network."""

import csv
import io
import json

import pytest

RELATIONS = """\
from,type,to,start,end,role,amount,sources,evidence
city:aby,PARTNER_IN,project:ljus,2020,2023,,,one,
company:kraft,PARTNER_IN,project:ljus,2020,,,,one,
city:ost,PARTNER_IN,project:ljus,2022,,,,one,
city:aby,TWINNED_WITH,city:bro,2023,,,,two,
person:eva,WORKS_FOR,city:aby,2018,,,,two,
project:ljus,FOCUSES_ON,focusarea:sol,,,,,one,
focusarea:sol,BROADER,theme:energy,,,,,one,
"""

HEAD = """\
What the network is like (data of 2023)

       4  actors with a working tie
          Cities and organisations that are known to work with at least one other. Who is missing
          from the data is missing here.
       0  actors with data, but without a working tie
          All that is known of them are large networks, agreements, events, or activities without
          another known partner. It does not say that they work with nobody: no working tie is
          known.
       0  actors without data
          Nothing is known of them but where they are. It says nothing about what they do.
       1  activities that make working ties
"""

BY_COUNTY = """\
E-I index, by county
  From -1, where all ties stay inside the groups, to +1, where all lead out of them. By lot: the
  same ties, if who is in which group were drawn. Low is not bad: neighbours have reasons to work
  together. A small group has more others to choose from, and so a higher index: compare with the
  lot.
  2 actors of which no county is known are left out.

county         actors   E-I index   by lot
──────────────────────────────────────────
all            2        +1.00       +1.00
Dalarnas län   1        +1.00       +1.00
Uppsala län    1        +1.00       +1.00
"""

BETWEEN = """\
Betweenness
  Part of the shortest ways between two others that lead through the actor, from 0 to 1: whose loss
  makes ways longer. Nobody knows whether anything travels these ways, and a missing tie in the data
  makes a bridge of somebody who is none.

      name   kind   betweenness
───────────────────────────────
  1   Åby    city   0.667
  2   Bro    city   0.000
"""


@pytest.fixture
def analysed(folder, run, monkeypatch):
    """Åby, Kraft AB and Öst in one project, and Bro the twin of Åby, loaded."""
    monkeypatch.setattr("samverkan.analysis.mixing.PERMUTATIONS", 19)
    (folder / "relations.csv").write_text(RELATIONS, encoding="utf-8")
    cities = (folder / "cities.csv").read_text(encoding="utf-8").splitlines()
    cities[0] += ",county"
    cities[1:] = [
        f"{row},{county}" for row, county in zip(cities[1:], ("Dalarnas län", "", "Uppsala län"), strict=True)
    ]
    (folder / "cities.csv").write_text("\n".join(cities), encoding="utf-8")
    assert run("load").status == 0
    return folder


def asked(run, *words: str) -> dict:
    done = run("analyze", *words, "--format", "json")
    assert (done.status, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_overview_for_people(analysed, run):
    done = run("analyze")
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.startswith(HEAD)
    assert BY_COUNTY in done.stdout
    assert done.stdout.endswith("or less, than by\n               chance?\n")
    assert run("analyze", "overview").stdout == done.stdout


def test_who_is_central_for_people(analysed, run):
    done = run("analyze", "centrality", "--limit", "2")
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.endswith(BETWEEN)


def test_brokers_communities_and_mixing_for_people(analysed, run):
    between = run("analyze", "brokers").stdout
    assert "Åby    1 (0.7)       1 (1.3)      0 (0.0)      0 (0.0)\n" in between
    assert "Nobody stands between two that do not work with each other." in between  # of those with a theme
    circles = run("analyze", "communities").stdout
    assert "  2 communities; modularity" in circles
    mixed = run("analyze", "mixing").stdout
    assert mixed.count("Nothing can be shown: five ties are not expected between any two groups.") == 3


def test_in_swedish(analysed, run):
    done = run("analyze", "--lang", "sv")
    assert done.stdout.startswith(
        "Hur nätverket ser ut (uppgifter från 2023)\n\n       4  aktörer med ett arbetsband\n"
    )
    for name in ("centrality", "brokers", "communities", "mixing"):
        assert run("analyze", name, "--lang", "sv").stdout.startswith("Vilka ")


def test_the_overview_as_json(analysed, run):
    told = asked(run)
    assert told["analysis"] == "overview"
    assert told["parameters"] == {"as_of": "2023", "programme": None, "kinds": [], "theme": None, "county": None,
                                  "seed": 1, "limit": None}  # fmt: skip
    size, core, *by_group = told["results"]
    assert {n["measure"]: n["value"] for n in size["numbers"]} == {
        "actors": 4, "without_ties": 0, "without_data": 0, "activities": 1, "ties": 4, "density": 4 / 6,
        "partners": 2.0, "median_partners": 2.0, "components": 1, "largest_component": 4,
    }  # fmt: skip
    assert all(n["means"].endswith(".") and n["means_not"].endswith(".") for n in size["numbers"] + core["numbers"])
    assert [r["parameters"]["grouping"] for r in by_group] == ["county", "sector", "theme"]
    assert by_group[0]["left_out"] == {"no_county": 2}
    assert by_group[0]["source"].startswith("Krackhardt & Stern (1988)")


def test_every_analysis_says_what_it_means_and_from_where_its_formula_is(analysed, run):
    for name in ("centrality", "brokers", "communities", "mixing"):
        for result in asked(run, name)["results"]:
            assert result["means"]
            assert result["means_not"]
            assert result["source"]


def test_roles_and_rankings_as_json(analysed, run):
    *rankings, by_county, by_sector, _by_theme = asked(run, "brokers", "--limit", "1")["results"]
    assert [(r["name"], r["ranked"]) for r in rankings] == [
        ("effective_size",
         [{"rank": 1, "id": "city:aby", "name": "Åby", "kind": "City", "value": pytest.approx(3 - 2 / 3)}]),
        ("constraint",
         [{"rank": 1, "id": "city:aby", "name": "Åby", "kind": "City", "value": pytest.approx(0.25 * 2 + 1 / 9)}]),
    ]  # fmt: skip
    assert by_county["left_out"] == {"no_county": 2}
    (first,) = by_sector["ranked"]
    assert first["roles"] == {"coordinator": 1, "representative": 1, "gatekeeper": 1, "consultant": 0, "liaison": 0}
    assert first["expected"] == {
        "coordinator": pytest.approx(2 / 3), "representative": pytest.approx(4 / 3), "gatekeeper": pytest.approx(4 / 3),
        "consultant": 0, "liaison": pytest.approx(0),
    }  # fmt: skip


def test_csv_has_a_row_for_every_number(analysed, run):
    done = run("analyze", "brokers", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {(r["result"], r["grouping"], r["measure"]) for r in rows} >= {
        ("effective_size", "", "effective_size"), ("constraint", "", "constraint"), ("roles", "sector", "gatekeeper")
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run("analyze", "communities", "--format", "csv").stdout)))
    assert {(r["group"], r["id"]) for r in rows if r["measure"] == "member"} == {
        ("1", "city:aby"), ("1", "city:bro"), ("2", "city:ost"), ("2", "company:kraft")
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run("analyze", "mixing", "--format", "csv").stdout)))
    ties = {(r["group"], r["other"]): r["value"] for r in rows if (r["grouping"], r["measure"]) == ("sector", "ties")}
    assert {r["p"] for r in rows} == {""}  # too little is expected to be tested
    assert ties == {("business", "business"): "0", ("business", "municipality"): "2", ("municipality",) * 2: "2"}


def test_a_part_of_the_network(analysed, run):
    def actors(*words: str) -> tuple[int, int]:
        numbers = {n["measure"]: n["value"] for n in asked(run, *words)["results"][0]["numbers"]}
        return numbers["actors"], numbers["ties"]

    assert actors("--kind", "City") == (3, 2)
    assert actors("--theme", "Energi") == (3, 3)
    assert actors("--county", "dalarna") == (0, 0)
    assert actors("--as-of", "2022") == (3, 3)
    assert actors("--as-of", "2021") == (2, 1)
    dala = asked(run, "--county", "Dalarna")["results"][0]["numbers"]
    assert {n["measure"]: n["value"] for n in dala}["without_ties"] == 0  # Åby has ties, elsewhere
    assert (
        "\nOnly: city, Energi, Dalarnas län.\n"
        in run("analyze", "--kind", "City", "--theme", "energi", "--county", "dalarna").stdout
    )
    assert "No working tie is known here." in run("analyze", "--county", "Uppsala").stdout


def test_what_cannot_be_is_said(analysed, run):
    done = run("analyze", "--county", "Dalama")
    assert done.status == 1
    assert "Dalarnas län" in done.stderr
    assert run("analyze", "--theme", "Vatten").status == 1
    assert run("analyze", "importance").status == 2
    assert run("analyze", "--limit", "0").status == 2


def test_no_person_is_measured(analysed, run):
    for name in ("overview", "centrality", "brokers", "communities", "mixing"):
        assert "Eva" not in run("analyze", name, "--audience", "internal").stdout
        assert "person:" not in run("analyze", name, "--audience", "internal", "--format", "json").stdout


def test_the_same_seed_gives_the_same(analysed, run):
    for name in ("communities", "mixing"):
        assert asked(run, name, "--seed", "4") == asked(run, name, "--seed", "4")
