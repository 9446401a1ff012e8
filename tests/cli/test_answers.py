"""``samverkan check``, ``status`` and ``show``."""

import json
import re

import pytest

from samverkan.cli.entities import find_among
from samverkan.errors import NameMatchError
from samverkan.model.domain import SCHEMA
from samverkan.model.words import KINDS, ONE_OF_A_KIND, reading
from samverkan.store.embedded import EmbeddedStore

STATUS = """\
kind         number
───────────────────
city              3
company           1
event             1
programme         1
project           1
person            1
focus area        1
theme             1
source            2

relation         read as                  number
────────────────────────────────────────────────
PARTNER_IN       is a partner in               2
MEMBER_OF        is a member of                2
PART_OF          belongs to                    1
FOCUSES_ON       works with                    1
BROADER          is a part of the theme        1
WORKS_FOR        has a post at                 1
LOCATED_IN       is in                         1
SISTER_CITY_OF   is the sister city of         1

what is missing                                                     number   of
───────────────────────────────────────────────────────────────────────────────
Cities without data (no relation is known)                               1    3
Organisations without data (no relation but their place is known)        0    1
Activities in which nobody is known to be                                1    3
Activities without a focus area or theme                                 3    3
Relations in time without a year                                         1    4

programme   known actors   of
─────────────────────────────
Framtid                2    4
"""

ABY = """\
Åby (city, city:aby)

Facts

aliases             Aaby
municipality code   0101
population          12,345 inhabitants
co2 per capita      2.5 tonnes of fossil CO2 a person, 2022

Works with

area   theme
─────────────
Sol    Energi

Relations

relation                year        with      role
───────────────────────────────────────────────────────────
is a partner in         2020–2023   Ljus      värd
is a member of          2019–       Framtid
has among its people    2018–       Eva Ek    projektledare
is the sister city of   1990–       Bro

Sources

  Andra boken. https://example.org/two
  Första boken. Förlaget, 2020. https://example.org/one
"""

ABY_SV = """\
Åby (stad, city:aby)

Fakta

alias                    Aaby
kommunkod                0101
folkmängd                12\N{NO-BREAK SPACE}345 invånare
koldioxid per invånare   2,5 ton fossil koldioxid per invånare, 2022
"""


def test_check_finds_nothing(folder, run):
    done = run("check")
    assert (done.status, done.stdout, done.stderr) == (0, "", "No mistakes were found.\n")
    assert run("check", "--format", "json").stdout == "[]\n"
    assert run("check", "--format", "csv").stdout == "file,line,column,code,level,message,fix\n"


CHECKED = """\
place                            level     message
────
cities.csv:2:population          error     “x” is not a whole number; one such as 12 345 was expected. [bad-number]
cities.csv:2:municipality_code   warning   “101” has lost its leading zeros in a spreadsheet; it was read as “0101”. [padded]
"""  # noqa: E501 - as it is printed


def test_check_lists_errors_and_warnings(folder, run):
    cities = folder / "cities.csv"
    text = cities.read_text(encoding="utf-8")
    cities.write_text(text.replace("0101,12345", "101,x"), encoding="utf-8")
    done = run("check")
    assert (done.status, done.stderr) == (1, "1 error, 1 warning.\n")
    assert re.sub("─+", "────", done.stdout) == CHECKED
    records = json.loads(run("check", "--format", "json").stdout)
    assert {r["code"]: (r["file"], r["line"], r["column"], r["level"], r["fix"]) for r in records} == {
        "padded": ("cities.csv", 2, "municipality_code", "warning", None),
        "bad-number": ("cities.csv", 2, "population", "error", None),
    }
    assert run("check", "--lang", "sv").stderr == "1 fel, 1 varning.\n"


@pytest.mark.parametrize(("rows", "told"), [(5, [""] * 5), (6, [" And 5 more like it."])])
def test_many_warnings_alike_are_one_row_for_people(folder, run, rows, told):
    with (folder / "cities.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"city:x{n},City,X{n},one,,{n},,\n" for n in range(1, rows + 1))
    lines = run("check").stdout.splitlines()[2:]
    assert [line.partition("[padded]")[2] for line in lines] == told
    assert lines[0].split()[0] == "cities.csv:5:municipality_code"
    assert len(json.loads(run("check", "--format", "json").stdout)) == rows


def test_status(filled, run):
    done = run("status")
    facts, _empty, rest = done.stdout.partition("\n\n")
    assert (done.status, rest, done.stderr) == (0, STATUS, "")
    assert [line.split()[0] for line in facts.splitlines()] == ["Store", "Loaded", "Loaded", "Newest", "Fingerprint"]
    told = json.loads(run("status", "--format", "json").stdout)
    assert told["completeness"]["cities_without_data"] == {"number": 1, "of": 3}
    assert told["programmes"] == [{"id": "programme:framtid", "name": "Framtid", "known": 2, "size": 4}]
    assert set(told["load"]) == {"time", "version", "digest", "data_date"}
    assert "completeness,cities_without_data,1,3" in run("status", "--format", "csv").stdout.splitlines()


def test_no_store_yet(environment, run):
    for command in (("status",), ("show", "Åby")):
        done = run(*command)
        message = "There is no store at .samverkan/graph.lbug yet. Run `samverkan load` first.\n"
        assert (done.status, done.stdout, done.stderr.replace("\\", "/")) == (1, "", message)


@pytest.mark.parametrize("name", ["Åby", "åby kommun", "aaby", "aby", "city:aby"])
def test_show_a_city(filled, run, name):
    done = run("show", name, "--audience", "partner")
    assert (done.status, done.stdout, done.stderr) == (0, ABY, "")


def test_show_in_swedish(filled, run):
    assert run("show", "Åby", "--lang", "sv").stdout.startswith(ABY_SV)


def test_show_reads_relations_from_both_ends(filled, run):
    shown = {
        name: {(t["text"], t["start"], t["other"]["name"]) for t in json.loads(run(*words).stdout)["ties"]}
        for name, words in {n: ("show", n, "--format", "json") for n in ("Framtid", "Kraft AB", "Sol")}.items()
    }
    assert shown == {
        "Framtid": {("has as a member", "2019", "Åby"), ("has as a member", None, "Bro"), ("includes", None, "Ljus")},
        "Kraft AB": {("is a partner in", "2020", "Ljus"), ("is in", None, "Öst")},
        "Sol": {("is worked with by", None, "Åby"), ("is a part of the theme", None, "Energi")},
    }


SOURCE = """\
Första boken (source, one)

Facts

publisher                   Förlaget
url                         https://example.org/one
published                   2020
nodes that rest on it       7
relations that rest on it   5
"""


def test_show_a_source(filled, run):
    done = run("show", "första boken")
    assert (done.status, done.stdout, done.stderr) == (0, SOURCE, "")


def test_show_as_json_is_documented_whole(filled, run):
    card = json.loads(run("show", "Ljus", "--format", "json").stdout)
    assert card == {
        "id": "project:ljus",
        "kind": "Project",
        "name": "Ljus",
        "facts": {"start": "2020", "end": "2023"},
        "ties": [
            tie("PARTNER_IN", "in", "has as a partner", "company:kraft", "Company", "Kraft AB", start="2020"),
            tie("PARTNER_IN", "in", "has as a partner", "city:aby", "City", "Åby", start="2020", end="2023",
                role="värd", evidence="sidan 3"),
            tie("PART_OF", "out", "belongs to", "programme:framtid", "Programme", "Framtid", sources=["two"]),
        ],
        "focus_areas": [],
        "sources": [
            {"id": "two", "name": "Andra boken", "publisher": None, "url": "https://example.org/two",
             "published": None},
            {"id": "one", "name": "Första boken", "publisher": "Förlaget", "url": "https://example.org/one",
             "published": "2020"},
        ],
    }  # fmt: skip


def tie(type, direction, text, id, kind, name, sources=("one",), **values):
    known = dict.fromkeys(("start", "end", "role", "amount", "evidence")) | values
    other = {"id": id, "kind": kind, "name": name}
    return {"type": type, "direction": direction, "text": text, **known, "other": other, "sources": list(sources)}


def test_names_that_mean_nobody_or_several(filled, run):
    done = run("show", "Abby")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "Nothing here is called “Abby”. Did you mean:\n  Åby (city:aby)\n"
    with (filled / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("city:ljus,City,Ljus,one,,,,\n")
    assert run("load").status == 0
    done = run("show", "ljus")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == (
        "“ljus” means several. Write the id of the one you mean:\n  Ljus (city:ljus)\n  Ljus (project:ljus)\n"
    )


def test_a_name_of_another_kind_is_told_as_what_it_is(filled, run):
    with EmbeddedStore(filled.parent / ".samverkan" / "graph.lbug", SCHEMA) as store:
        assert find_among(store, "aby", ("City",)).id == "city:aby"
        expected = {
            ("Kraft AB", ("City",)): "“Kraft AB” is a company, not a city.",
            ("bro", ("Organisation", "Activity")): "“bro” is a city, not an organisation or an activity.",
            ("eva ek", ("City", "Organisation", "Activity")): (
                "“eva ek” is a person, not a city, an organisation or an activity."
            ),
            ("Abby", ("City",)): "Nothing here is called “Abby”. Did you mean:\n  Åby (city:aby)",
            ("Första boken", ("City",)): "Nothing here is called “Första boken”.",
        }
        for (text, labels), message in expected.items():
            with pytest.raises(NameMatchError) as error:
                find_among(store, text, labels)
            assert str(error.value) == message
    done = run("query", "members", "--param", "activity=Åby", "--lang", "sv")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == "”Åby” är en stad, inte ett program, ett nätverk eller en forskarskola.\n"


def test_every_kind_and_type_has_words_in_both_directions():
    assert set(KINDS) == set(SCHEMA.label_of_kind)
    assert set(ONE_OF_A_KIND) == set(KINDS) | {n.label for n in SCHEMA.labels}
    assert all(t.english and t.swedish and t.english_backwards and t.swedish_backwards for t in SCHEMA.types)
    assert reading("PARTNER_IN", backwards=True) == "has as a partner"
