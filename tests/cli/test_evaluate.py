"""``samverkan evaluate`` on a small network."""

import csv
import importlib
import io
import json
import random

import pytest

from samverkan.analysis import joining

RELATIONS = """\
from,type,to,start,end,role,amount,sources,evidence
city:aby,PARTNER_IN,project:ljus,2020,2023,,,one,
company:kraft,PARTNER_IN,project:ljus,2020,,,,one,
city:aby,PARTNER_IN,project:vind,2018,,,,two,
city:bro,PARTNER_IN,project:vind,2018,,,,two,
company:kraft,COORDINATES,project:sol,2019,,,,two,
city:ost,PARTNER_IN,project:sol,2019,,,,two,
"""

SAID = """\
Partners for a joint project

One activity at a time was hidden, and each of its actors that is in another was asked for the rest.
Activities hidden: 1; actors asked: 2; cases: 2; who could be named: 4. A right answer was among the
first ten of the tool in 100.0 % of the cases (95 % interval: 0.0 to 100.0 %). Of the plain methods,
random did best, in 100.0 %. Caution: the subjects are 2, the activities 1; below 30 of either, a
difference between methods cannot be told.

method                hits@5   hits@10   hits@50   recall@50   mrr     tail_hits@10   95 % of hits@10   different
─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
samverkan             1.000    1.000     1.000     1.000       1.000   1.000                                    4
random                1.000    1.000     1.000     1.000       0.750   1.000                                    4
popularity            1.000    1.000     1.000     1.000       0.750   1.000                                    4
common-neighbours     1.000    1.000     1.000     1.000       0.750   1.000                                    4
adamic-adar           1.000    1.000     1.000     1.000       0.750   1.000                                    4
resource-allocation   1.000    1.000     1.000     1.000       0.750   1.000                                    4
l3                    1.000    1.000     1.000     1.000       0.750   1.000                                    4
pagerank              1.000    1.000     1.000     1.000       0.750   1.000                                    4

hits@10 of subjects with   up to 5 partners (2)
───────────────────────────────────────────────
samverkan                  1.000
random                     1.000
popularity                 1.000
common-neighbours          1.000
adamic-adar                1.000
resource-allocation        1.000
l3                         1.000
pagerank                   1.000

samverkan compared with   hits@10   mrr
─────────────────────────────────────────
random                    0.000     0.250
popularity                0.000     0.250
common-neighbours         0.000     0.250
adamic-adar               0.000     0.250
resource-allocation       0.000     0.250
l3                        0.000     0.250
pagerank                  0.000     0.250

hits@k: the share of cases with a right answer among the first k. recall@50: the share of all right
answers that is among the first 50. mrr: one divided by the rank of the first right answer, on
average. tail_hits@10: hits@10 without the actors with most partners, one in a hundred. different:
how many different answers were among the first ten of anybody. In brackets, 95 % intervals: of the
methods as if other subjects had been asked, of the comparison as if other activities had been
hidden.
"""


def always_right(view):
    """Name Kraft AB and Åby before the others, who know nobody new."""
    ids = view.context.network.actors["id"]
    return [[float(id in ("city:aby", "company:kraft")) for id in ids] for _row in view.rows]


@pytest.fixture
def evaluated(folder, run, monkeypatch):
    """The small network with three projects, loaded; the tool's own method is one that is always right."""
    import numpy as np

    def own(purpose, context):
        return joining.popularity if purpose == "join" else lambda view: np.array(always_right(view))

    monkeypatch.setattr(importlib.import_module("samverkan.cli.evaluate"), "_own", own)
    cities = (folder / "cities.csv").read_text(encoding="utf-8").splitlines()
    countries = ("country", "SE", "SE", "NO")
    rows = (f"{line},{country}\n" for line, country in zip(cities, countries, strict=True))
    (folder / "cities.csv").write_text("".join(rows), encoding="utf-8")
    activities = (folder / "activities.csv").read_text(encoding="utf-8")
    activities += "project:vind,Project,Vind,one,2018,,\nproject:sol,Project,Sol,one,2019,,\n"
    (folder / "activities.csv").write_text(activities, encoding="utf-8")
    (folder / "relations.csv").write_text(RELATIONS, encoding="utf-8")
    assert run("load").status == 0
    return folder


def test_for_people(evaluated, run):
    done = run("evaluate", "--purpose", "project", "--seed", "3")
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout == SAID


def test_numbers_in_swedish(evaluated, run):
    done = run("evaluate", "--purpose", "project", "--lang", "sv")
    assert "1,000" in done.stdout
    assert "100,0 %" in done.stdout


GROUP = {"cases", "hits@5", "hits@10", "hits@50", "recall@50", "mrr", "tail_hits@10", "ci"}


def test_json_has_what_is_documented(evaluated, run):
    told = json.loads(run("evaluate", "--purpose", "project", "--format", "json").stdout)
    assert set(told) == {"protocol", "cases", "methods", "differences", "note"}
    assert told["protocol"] == {
        "purpose": "project", "hidden": "activity", "asked": "actors", "cut": None, "as_of": "2020", "programme": None,
        "seed": 1, "draws": 1000, "subjects": 2, "activities": 1, "candidates": 4, "sample": None, "of": None,
        "learned": None,
    }  # fmt: skip
    own = told["methods"][0]
    assert set(own) == GROUP - {"cases"} | {"name", "different", "bands"}
    assert own["name"] == "samverkan"
    assert {band: set(values) for band, values in own["bands"].items()} == {
        "low": GROUP, "middle": GROUP, "high": GROUP
    }  # fmt: skip
    assert own["ci"] == dict.fromkeys(GROUP - {"cases", "ci"})  # two subjects are too few
    assert set(told["differences"][0]) == GROUP - {"cases"} | {"name"}


def test_a_cut_has_swedish_subjects(evaluated, run):
    told = json.loads(run("evaluate", "--purpose", "project", "--cut", "2020", "--format", "json").stdout)
    assert (told["protocol"]["cut"], told["protocol"]["as_of"], told["cases"]) == (2020, "2019", 2)
    assert {m["swedish"]["cases"] for m in told["methods"]} == {1}  # what country Kraft AB has is unknown


def test_join_is_a_list_of_two(evaluated, run):
    told = json.loads(run("evaluate", "--purpose", "join", "--format", "json").stdout)
    assert [(e["protocol"]["asked"], e["cases"]) for e in told] == [("cities", 1), ("organisations", 2)]
    people = run("evaluate", "--purpose", "join").stdout
    assert people.index("What cities join") < people.index("What organisations join")


def test_csv_is_a_row_a_method_and_group(evaluated, run):
    rows = list(csv.DictReader(io.StringIO(run("evaluate", "--purpose", "project", "--format", "csv").stdout)))
    assert len(rows) == 8 * 4 + 7
    assert {row["group"] for row in rows} == {"all", "low", "middle", "high", "difference"}
    first = {name: value for name, value in rows[0].items() if not name.endswith(("_low", "_high"))}
    assert first == {
        "purpose": "project", "hidden": "activity", "asked": "actors", "method": "samverkan", "group": "all",
        "cases": "2", "different": "4", "hits@5": "1.0", "hits@10": "1.0", "hits@50": "1.0", "recall@50": "1.0",
        "mrr": "1.0", "tail_hits@10": "1.0",
    }  # fmt: skip
    assert rows[0]["mrr_low"] == rows[0]["mrr_high"] == ""


def test_the_same_command_says_the_same(evaluated, run):
    words = ("evaluate", "--purpose", "project", "--format", "json")
    assert run(*words).stdout == run(*words).stdout
    assert run(*words, "--seed", "1").stdout == run(*words).stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "Missing option '--purpose'"),
        (["--purpose", "learning"], 2, "learning cannot be evaluated"),
        (["--purpose", "friends"], 2, "'friends' is not one of"),
        (["--purpose", "twin", "--cut", "2019"], 2, "--cut goes with --purpose project only."),
        (["--purpose", "project", "--cut", "2019", "--as-of", "2019"], 2, "do not go with --cut"),
        (["--purpose", "project", "--cut", "2019", "--programme", "Framtid"], 2, "do not go with --cut"),
        (["--purpose", "project", "--cut", "2019", "--sample", "5"], 2, "--sample goes with"),
        (["--purpose", "twin", "--sample", "5"], 2, "--sample goes with"),
        (["--purpose", "project", "--sample", "0"], 2, "0 is not in the range"),
        (["--purpose", "twin", "--fit"], 2, "--fit goes with --purpose project or join."),
        (["--purpose", "project", "--save", "x.json"], 2, "--save goes with --fit."),
        (["--purpose", "project", "--fit"], 1, "Weights cannot be learned from 2 cases and 1 activities; at least 200 "
                                               "and 30 are needed."),
        (["--purpose", "join", "--fit"], 1, "Weights cannot be learned from 3 cases and 3 activities"),
        (["--purpose", "project", "--cut", "19"], 2, "19 is not in the range"),
        (["--purpose", "project", "--as-of", "2019-13"], 2, "“2019-13” is no date."),
        (["--purpose", "project", "--as-of", "soon"], 2, "“soon” is no date."),
        (["--purpose", "project", "--seed", "-1"], 2, "-1 is not in the range"),
        (["--purpose", "project", "--cut", "2030"], 1, "No activity of two or more began in 2030; the newest one "
                                                       "began in 2020."),
        (["--purpose", "project", "--cut", "2018"], 1, "No activity of two or more began before 2018."),
        (["--purpose", "project", "--as-of", "2018"], 1, "There is nobody to ask"),
        (["--purpose", "project", "--programme", "Ljus"], 1, "Nothing here is called “Ljus”."),
        (["--purpose", "twin"], 1, "The programme has paired no city with one that entered last."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(evaluated, run, words, status, said):
    done = run("evaluate", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr


def test_a_sample_is_hidden_where_all_would_take_too_long(evaluated, run, monkeypatch):
    monkeypatch.setattr("samverkan.analysis.evaluation.MANY", 1)
    done = run("evaluate", "--purpose", "join")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith("2 ties or activities would be hidden one at a time, which takes hours. Ask for some")
    words = ("evaluate", "--purpose", "join", "--sample", "1", "--format", "json")
    _cities, others = json.loads(run(*words).stdout)
    assert (others["cases"], others["protocol"]["sample"], others["protocol"]["of"]) == (1, 1, 2)
    assert "Only 1 of 2 were hidden, drawn by the seed." in others["note"]
    assert run(*words).stdout == run(*words).stdout


def test_weights_are_learned_tried_kept_and_used(folder, run):
    chance = random.Random(5)
    lines = [
        f"company:{member:02},MEMBER_OF,network:{n:02},,,,,one,\n"
        for n in range(36)
        for member in chance.sample(range(12 * (n % 3), 12 * (n % 3) + 12), 6)
    ]
    (folder / "relations.csv").write_text(RELATIONS.splitlines(keepends=True)[0] + "".join(lines), encoding="utf-8")
    for table, kind, number in (("organisations", "Company", 36), ("activities", "Network", 36)):
        rows = [f"{kind.lower()}:{n:02},{kind},{kind} {n},one\n" for n in range(number)]
        (folder / f"{table}.csv").write_text("id,kind,name,sources\n" + "".join(rows), encoding="utf-8")
    assert run("load").status == 0
    done = run("evaluate", "--purpose", "join", "--fit", "--save", "learned.json", "--format", "json")
    assert (done.status, done.stderr) == (0, "")
    _cities, others = json.loads(done.stdout)
    assert others["protocol"]["learned"] == {"from": "others", "cases": 216, "activities": 36}
    assert [m["name"] for m in others["methods"]][:2] == ["samverkan", "shipped"]
    assert "Beside the weights that the tool has by itself: " in others["note"]
    kept = json.loads((folder.parent / "learned.json").read_text(encoding="utf-8"))
    assert (kept["purpose"], kept["cases"], kept["activities"]) == ("join", 216, 36)
    answer = run("suggest", "--organisation", "company:00", "--purpose", "join", "--weights", "learned.json",
                 "--format", "json")  # fmt: skip
    asked = json.loads(answer.stdout)["parameters"]
    assert (asked["learned_from"], asked["weights"]) == ("learned.json", kept["weights"])
    other = run("suggest", "--organisation", "company:00", "--purpose", "project", "--weights", "learned.json")
    assert (other.status, other.stdout) == (2, "")
    assert "The weights in learned.json are not of project." in other.stderr


def test_a_network_of_one_activity(folder, run):
    (folder / "relations.csv").write_text("".join(RELATIONS.splitlines(keepends=True)[:3]), encoding="utf-8")
    assert run("load").status == 0
    for purpose in ("project", "join"):
        done = run("evaluate", "--purpose", purpose)
        assert (done.status, done.stdout) == (1, "")
        assert "There is nobody to ask" in done.stderr


def test_the_tools_own_method_is_asked_by_itself(folder, run):
    lines = RELATIONS.splitlines(keepends=True)[:4]
    lines += ["city:bro,PARTNER_IN,project:ljus,,,,,one,\n", "city:aby,MEMBER_OF,programme:framtid,,,,,two,\n",
              "city:bro,MEMBER_OF,programme:framtid,,,,,two,\n"]  # fmt: skip
    (folder / "relations.csv").write_text("".join(lines).replace("project:vind", "programme:framtid"), encoding="utf-8")
    assert run("load").status == 0
    cities, _others = json.loads(run("evaluate", "--purpose", "join", "--format", "json").stdout)
    assert (cities["cases"], cities["methods"][0]["name"], cities["methods"][0]["hits@5"]) == (4, "samverkan", 1.0)


def test_without_a_store_it_says_what_to_do(environment, run):
    done = run("evaluate", "--purpose", "twin")
    assert (done.status, done.stdout) == (1, "")
    assert "Run `samverkan load` first." in done.stderr
