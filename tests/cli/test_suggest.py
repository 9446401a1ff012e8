"""``samverkan suggest``, on a small network and on the real one."""

import csv
import io
import json
import re
from itertools import pairwise

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.suggestions import Suggestions
from samverkan.cli.suggested import why_nobody
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network
from samverkan.sources.reader import read_dataset
from samverkan.store.connect import open_store

TEAMS = """\
from,type,to,start,end,role,amount,sources,evidence
city:aby,PARTNER_IN,project:ljus,2020,2023,,,one,
company:kraft,PARTNER_IN,project:ljus,2021,,,,one,
company:kraft,PARTNER_IN,project:nytt,2022,,,,one,
city:ost,PARTNER_IN,project:nytt,2022,,,,two,
city:bro,PARTNER_IN,project:nytt,2022,,,,two,
"""

SAID = """\
Twin cities for Åby to invite
 1. Vik ??  Åby has 12,345 inhabitants and Vik 900.
 2. Öst ?   Åby has 12,345 inhabitants and Öst 800.
Whom Åby can learn from
 1. Öst ?   Kraft AB knows both.
 2. Bro ?   Kraft AB knows both.
 3. Vik ??  Åby has 12,345 inhabitants and Vik 900.
Partners for a joint project: Åby
 1. Bro ?  Kraft AB knows both.
 2. Öst ?  Kraft AB knows both.
What Åby can join
 1. Nytt  Kraft AB is in it.
With whom Åby works already: worth deepening
 1. Kraft AB ?  They are both in Ljus (since 2021).

? little is known; ?? nothing is known but its place
With all reasons and their sources: --purpose twin, learning, project or join
"""

SAGT = """\
Tvillingstäder för Åby att bjuda in
 1. Vik ??  Åby har 12\N{NO-BREAK SPACE}345 invånare och Vik 900.
 2. Öst ?   Åby har 12\N{NO-BREAK SPACE}345 invånare och Öst 800.
Vilka Åby kan lära av
 1. Öst ?   Kraft AB känner båda.
 2. Bro ?   Kraft AB känner båda.
 3. Vik ??  Åby har 12\N{NO-BREAK SPACE}345 invånare och Vik 900.
Partner för ett gemensamt projekt: Åby
 1. Bro ?  Kraft AB känner båda.
 2. Öst ?  Kraft AB känner båda.
Vad Åby kan gå med i
 1. Nytt  Kraft AB är med.
Vilka Åby redan arbetar med: värt att fördjupa
 1. Kraft AB ?  De är båda med i Ljus (sedan 2021).

? lite är känt; ?? inget är känt utom platsen
Med alla skäl och källor: --purpose twin, learning, project eller join
"""

JOIN = """\
What Åby can join

 1. Nytt (project)
    Kraft AB is in it; Åby and Kraft AB are both in Ljus (since 2021). [1]
    2 of the 3 who are known to be in it are cities: Bro and Öst. [2]
    Can introduce you: Kraft AB.

Sources
[1] Första boken, https://example.org/one
[2] Andra boken, https://example.org/two
"""

ANSLUT = """\
Vad Åby kan gå med i

 1. Nytt (projekt)
    Kraft AB är med; Åby och Kraft AB är båda med i Ljus (sedan 2021). [1]
    2 av de 3 som veterligen är med är städer: Bro och Öst. [2]
    Kan presentera er för varandra: Kraft AB.

Källor
[1] Första boken, https://example.org/one
[2] Andra boken, https://example.org/two
"""


@pytest.fixture
def teams(folder, run):
    """The small network with two working ties, and something to join, loaded."""
    with (folder / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("project:nytt,Project,Nytt,one,2022,,\n")
    with (folder / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("city:vik,City,Vik,one,,0104,900,\n")
    (folder / "relations.csv").write_text(TEAMS, encoding="utf-8")
    assert run("load").status == 0
    return folder


@pytest.fixture
def placed(teams, run):
    """The same with counties and countries."""
    places = {"id": "county,country", "city:aby": "X län,SE", "city:bro": "Y län,SE", "city:vik": ",SE"}
    lines = (teams / "cities.csv").read_text(encoding="utf-8").splitlines()
    placed = (f"{line},{places.get(line.split(',')[0], ',FI')}\n" for line in lines)
    (teams / "cities.csv").write_text("".join(placed), encoding="utf-8")
    assert run("load").status == 0
    return teams


def answered(run, *words):
    """The JSON of an answer."""
    done = run("suggest", *words, "--format", "json")
    assert (done.status, done.stderr) == (0, "")
    return json.loads(done.stdout)


def rows(run, *words):
    """The rows of a CSV."""
    done = run("suggest", *words)
    assert (done.status, done.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(done.stdout)))


# ---- for people


@pytest.mark.parametrize("name", ["Åby", "aby", "Aaby", "city:aby"])
def test_all_purposes_on_one_screen(teams, run, name):
    assert run("suggest", "--city", name).stdout == SAID


def test_a_purpose_with_reasons_and_sources(teams, run):
    assert run("suggest", "--city", "Åby", "--purpose", "join").stdout == JOIN


def test_the_same_in_swedish(teams, run):
    assert run("suggest", "--city", "Åby", "--lang", "sv").stdout == SAGT
    assert run("suggest", "--city", "Åby", "--purpose", "join", "--lang", "sv").stdout == ANSLUT


def test_twins_in_two_lists(folder, run):
    added = "city:bro,TWINNED_WITH,city:aby,2021,,,,two,\ncity:ost,MEMBER_OF,programme:framtid,2019,,,,two,\n"
    with (folder / "relations.csv").open("a", encoding="utf-8") as file:
        file.write(added)
    with (folder / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("city:vik,City,Vik,one,,0104,900,\n")
    activities = folder / "activities.csv"
    activities.write_text(activities.read_text(encoding="utf-8").replace(",,4\n", ",,26\n"), encoding="utf-8")
    assert run("load").status == 0
    only_size = [word for name in ("experience", "offers", "needs", "meetings", "shared_themes")
                 for word in ("--weight", f"{name}=0")]  # fmt: skip
    done = run("suggest", "--city", "Öst", "--purpose", "twin", *only_size)
    assert (
        done.stdout
        == """\
Twin cities for Öst

  In the programme

 1. Åby (city, little is known, twin city: Bro)
    Öst has 800 inhabitants and Åby 12,345. [1]

  To invite

 2. Vik (city, nothing is known but its place)
    Öst has 800 inhabitants and Vik 900. [1]

Sources
[1] Första boken, https://example.org/one
"""
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Vik project --known only", "Vik is not known to work with anybody."),
        ("Vik join", "Nothing can be suggested: nobody who is known to the subject is in anything that it can join."),
        ("Vik join --known only", "Vik is not known to be in anything that can be joined."),
        ("Åby twin --kind Company", "Nobody can be suggested: of the candidates (1), none is a company."),
        ("Åby twin --kind Company --kind Agency",
         "Nobody can be suggested: of the candidates (1), none is an agency or a company."),
        ("Åby twin --county X", "Nobody can be suggested: of the candidates (1), none is known to be in X län."),
        ("Åby learning --theme Energi",
         "Nobody can be suggested: of the candidates (3), none is known to work with Energi."),
        ("Åby project --country FI --county Y",
         "Nobody can be suggested: of the candidates (2), none fits all that was asked for: Y län, FI."),
        ("Åby join --kind Network", "Nothing can be suggested: of what there is to join (1), nothing is a network."),
        ("Åby join --theme Energi",
         "Nothing can be suggested: of what there is to join (1), nothing is known to be about Energi."),
        ("Åby join --county X",
         "Nothing can be suggested: of what there is to join (1), nothing has anybody known from X län."),
    ],
)  # fmt: skip
def test_an_empty_list_says_why(placed, run, words, said):
    name, purpose, *rest = words.split()
    for format in ("table", "csv"):
        done = run("suggest", "--city", name, "--purpose", purpose, *rest, "--format", format)
        told = done.stdout if format == "table" else done.stderr
        assert (done.status, " ".join(told.split()[-len(said.split()) :])) == (0, said)


def test_why_nobody_is_left_where_nothing_was_asked_for():
    of = network(["city:a COLLABORATES_WITH city:b"])
    subject = {"id": "company:k", "name": "K", "kind": "Company"}
    asked = {"kinds": [], "theme": None, "county": None, "country": None, "known": "exclude"}

    def said(purpose, **left):
        return why_nobody(Suggestions(subject, purpose, asked, (), left, 4), Context.of(of))

    assert said("learning", emptied_by=["kind"], hubs=[]) == (
        "Nobody can be suggested: of the candidates (4), none is a company. With --kind, other kinds can be asked for."
    )
    assert said("project", emptied_by=[], hubs=["city:b"]) == "Nobody can be suggested but the most connected."


def test_all_lists_are_empty(teams, run):
    done = run("suggest", "--all-cities", "--purpose", "twin", "--kind", "Company")
    assert (done.status, len(done.stdout.splitlines()), done.stderr) == (
        0, 1, "All lists are empty. Ask for one city or organisation to be told why.\n",
    )  # fmt: skip


def test_an_organisation_is_offered_no_twins(teams, run):
    found = answered(run, "--organisation", "Kraft AB")
    assert [(a["subject"]["id"], a["purpose"]) for a in found] == [
        ("company:kraft", "learning"), ("company:kraft", "project"), ("company:kraft", "join"),
    ]  # fmt: skip


def test_who_gave_its_place_up_is_said(folder, run):
    (folder / "organisations.csv").write_text(
        "id,kind,name,sources,sector\n" + "".join(f"company:k{n},Company,K{n},one,business\n" for n in range(5)),
        encoding="utf-8",
    )
    ties = [("city:aby", "k0"), ("company:k0", "k1"), ("company:k0", "k2"), ("company:k1", "k3"), ("company:k1", "k4"),
            ("company:k1", "k2")]  # fmt: skip
    (folder / "relations.csv").write_text(
        "from,type,to,start,end,role,amount,sources,evidence\n"
        + "".join(f"{a},COLLABORATES_WITH,company:{b},2022,,,,one,\n" for a, b in ties),
        encoding="utf-8",
    )
    assert run("load").status == 0
    words = ("suggest", "--city", "Åby", "--purpose", "project", "--limit", "1", "--kind", "Company")
    assert (
        "Left out, so that the most connected do not take all places: K1. With --hubs it is in.\n" in run(*words).stdout
    )
    assert "Left out" not in run(*words, "--hubs").stdout


# ---- for programs

SUGGESTION = {"rank", "id", "name", "kind", "list", "score", "band", "known_tie", "data", "reasons", "introduction",
              "missing", "twins", "links"}  # fmt: skip


def test_json_says_all_of_it(teams, run):
    answer = answered(run, "--city", "Åby", "--purpose", "join")
    assert answer["subject"] == {"id": "city:aby", "name": "Åby", "kind": "City"}
    assert answer["purpose"] == "join"
    weights = answer["parameters"].pop("weights")
    assert answer["parameters"] == {
        "as_of": "2022", "programme": None, "kinds": [], "theme": None, "county": None, "country": None,
        "known": "exclude", "limit": 10, "hubs": False, "learned_from": None,
    }  # fmt: skip
    (suggestion,) = answer["suggestions"]
    assert set(suggestion) == SUGGESTION
    first, second = suggestion.pop("reasons")
    assert set(weights) >= {first["measure"], second["measure"]}
    assert first == {
        "measure": "paths_of_three",
        "value": pytest.approx(1 / 2),  # Ljus has two actors, Kraft two activities: 1 / √(2 · 2)
        "contribution": weights["paths_of_three"],  # the best of all
        "text": "Kraft AB is in it; Åby and Kraft AB are both in Ljus (since 2021).",
        "evidence": [
            {"from": "company:kraft", "type": "PARTNER_IN", "to": "project:nytt", "start": "2022", "sources": ["one"]},
            {"from": "city:aby", "type": "PARTNER_IN", "to": "project:ljus", "start": "2020", "sources": ["one"]},
            {"from": "company:kraft", "type": "PARTNER_IN", "to": "project:ljus", "start": "2021", "sources": ["one"]},
        ],
    }
    assert suggestion == {
        "rank": 1, "id": "project:nytt", "name": "Nytt", "kind": "Project", "list": None,
        "score": pytest.approx(first["contribution"] + second["contribution"]), "band": "near", "known_tie": False,
        "data": "full", "introduction": ["city:aby", "company:kraft"], "missing": [], "twins": [], "links": [],
    }  # fmt: skip
    assert answer["left_out"] == {
        "not_to_join": 1, "ended": 0, "local_initiative": 0, "too_few_known": 1, "one_place": 0, "other_county": 0,
        "funders_only": 0, "cities_only": 0,
        "already_in": 1, "kind": 0, "theme": 0, "county": 0, "country": 0, "nothing_speaks_for": 0, "hubs": [],
        "emptied_by": [],
    }  # fmt: skip


def test_json_without_a_purpose_is_a_list_of_what_there_is_for_each(teams, run):
    found = answered(run, "--city", "Åby")
    assert [answer["purpose"] for answer in found] == ["twin", "learning", "project", "join"]
    assert {answer["parameters"]["limit"] for answer in found} == {3}
    assert found[3]["suggestions"] == answered(run, "--city", "Åby", "--purpose", "join")["suggestions"]


def test_what_is_asked_for_is_in_the_answer(placed, run):
    words = ("--purpose", "project", "--kind", "company", "--kind", "City", "--theme", "Energi", "--county", "X län",
             "--country", "se", "--limit", "7", "--known", "include", "--weight", "county=0,5", "--hubs",
             "--programme", "Framtid", "--as-of", "2023-05")  # fmt: skip
    found = answered(run, "--city", "Åby", *words)["parameters"]
    assert found["weights"].pop("county") == 0.5
    del found["weights"]
    assert found == {
        "as_of": "2023-05", "programme": "programme:framtid", "kinds": ["City", "Company"], "theme": "theme:energy",
        "county": "X län", "country": "SE", "known": "include", "limit": 7, "hubs": True, "learned_from": None,
    }  # fmt: skip


def test_csv_is_a_row_a_suggestion(teams, run):
    (row,) = rows(run, "--city", "Åby", "--purpose", "join", "--format", "csv")
    assert float(row.pop("score")) > 0
    assert row == {
        "subject": "city:aby", "purpose": "join", "rank": "1", "id": "project:nytt", "name": "Nytt", "kind": "Project",
        "band": "near",
        "reasons": "Kraft AB is in it; Åby and Kraft AB are both in Ljus (since 2021). "
                   "2 of the 3 who are known to be in it are cities: Bro and Öst.",
    }  # fmt: skip


@pytest.mark.parametrize(("option", "word"), [("--all-cities", "--city"), ("--all-organisations", "--organisation")])
def test_the_lists_of_all_are_those_of_each(teams, run, option, word):
    subjects = {"--city": ["city:bro", "city:vik", "city:aby", "city:ost"], "--organisation": ["company:kraft"]}[word]
    of_each = (run("suggest", word, id, "--format", "csv").stdout for id in subjects)
    alone = [row for text in of_each for row in csv.DictReader(io.StringIO(text))]
    done = run("suggest", option)
    assert list(csv.DictReader(io.StringIO(done.stdout))) == alone
    assert done.stderr == ("" if alone else "All lists are empty. Ask for one city or organisation to be told why.\n")


def test_the_lists_of_all_as_json(teams, run):
    alone = [a for id in ("bro", "vik", "aby", "ost") for a in answered(run, "--city", f"city:{id}")]
    assert answered(run, "--all-cities") == alone


def test_the_lists_of_all_for_one_purpose(teams, run):
    assert [(row["subject"], row["id"]) for row in rows(run, "--all-cities", "--purpose", "join")] == [
        ("city:aby", "project:nytt"),  # nobody whom Vik meets elsewhere is in it
    ]


# ---- what is wrong

ONE_OF = "Give one of --city NAME, --organisation NAME, --all-cities and --all-organisations."
NO_TWIN = "Only a city can have a twin city. Leave --purpose twin out, or give --city NAME."


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, ONE_OF),
        (["--city", "Åby", "--organisation", "Kraft AB"], 2, ONE_OF),
        (["--city", "Åby", "--all-cities"], 2, ONE_OF),
        (["--organisation", "Kraft AB", "--purpose", "twin"], 2, NO_TWIN),
        (["--all-organisations", "--purpose", "twin"], 2, NO_TWIN),
        (["--city", "Åby", "--purpose", "friend"], 2, "'friend' is not one of"),
        (["--city", "Åby", "--kind", "Person"], 2, "'Person' is not one of"),
        (["--city", "Åby", "--limit", "0"], 2, "0 is not in the range"),
        (["--city", "Åby", "--known", "maybe"], 2, "'maybe' is not one of"),
        (["--city", "Åby", "--as-of", "2023-13"], 2,
         "Invalid value for '--as-of': “2023-13” is no date. Write 2024, 2024-05 or 2024-05-31."),
        (["--city", "Åby", "--purpose", "twin", "--weight", "size"], 2,
         "Invalid value for --weight: “size” is no weight; one such as nearness=0.5 was expected."),
        (["--city", "Åby", "--purpose", "twin", "--weight", "size=much"], 2,
         "Invalid value for --weight: “size=much” is no weight; one such as nearness=0.5 was expected."),
        (["--city", "Åby", "--weight", "size=1"], 2,
         "A weight is of a measure of one purpose. Give --purpose as well."),
        (["--city", "Åby", "--purpose", "twin", "--weight", "size=-1"], 1,
         "The weight of size is -1.0; 0 or more was expected."),
        (["--city", "Åby", "--purpose", "twin", "--weight", "luck=1"], 1, "luck is no measure of twin. There are: "),
        (["--city", "Åbyy"], 1, "Nothing here is called “Åbyy”. Did you mean:\n  Åby (city:aby)\n"),
        (["--city", "Kraft AB"], 1,
         "“Kraft AB” is a company, not a city. Write --organisation \"Kraft AB\" instead.\n"),
        (["--city", "Eva Ek"], 1, "“Eva Ek” is a person, not a city.\n"),
        (["--organisation", "Eva Ek"], 1, "“Eva Ek” is a person, not an organisation.\n"),
        (["--city", "Åby", "--theme", "Rymden"], 1, "Nothing here is called “Rymden”."),
        (["--city", "Åby", "--theme", "Enargi"], 1,
         "Nothing here is called “Enargi”. Did you mean:\n  Energi (theme:energy)\n"),
        (["--all-cities", "--format", "table"], 2,
         "The lists of all are no table. Write --format csv or --format json."),
        (["--city", "Åby", "--programme", "Ljus"], 1, "Nothing here is called “Ljus”."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(teams, run, words, status, said):
    done = run("suggest", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--county", "Ylän"], "Nothing here is called “Ylän”. Did you mean:\n  Y län\n"),
        (["--county", "Mars"], "Nothing here is called “Mars”.\n"),
        (["--country", "Sverige"], "Error: Nobody here is in the country “Sverige”. There are: FI, SE.\n"),
    ],
)
@pytest.mark.parametrize("whose", [["--city", "Åby"], ["--all-cities"]], ids=["one", "all"])
def test_a_place_that_there_is_not(placed, run, whose, words, said):
    done = run("suggest", *whose, *words)
    assert (done.status, done.stdout, done.stderr) == (1, "", said)


def test_without_a_store_it_says_what_to_do(environment, run):
    done = run("suggest", "--city", "Gävle")
    assert (done.status, done.stdout) == (1, "")
    assert "Run `samverkan load` first." in done.stderr


# ---- on the real network


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory):
    """The store of the real network."""
    place = tmp_path_factory.mktemp("real") / "graph.lbug"
    with open_store(place, SCHEMA, write=True) as store:
        store.sync(read_dataset(real_data, SCHEMA), time="2026-11-24T12:00:00Z")
    return str(place)


@pytest.fixture(scope="module")
def context(real):
    """The real network at its own date."""
    with open_store(real, SCHEMA) as store:
        return Context.of(read_network(store, SCHEMA))


@pytest.mark.parametrize("name", ["Gävle", "gavle", "GÄVLE KOMMUN", "Gävle kommun", "city:gavle"])
def test_one_city_by_each_of_its_names(real, run, name):
    found = answered(run, "--city", name, "--purpose", "join", "--limit", "1", "--db", real)
    assert found["subject"]["id"] == "city:gavle"


def test_habo_is_not_habo(real, run):
    found = [
        answered(run, "--city", name, "--purpose", "join", "--limit", "1", "--db", real)["subject"]["id"]
        for name in ("habo", "håbo")
    ]
    assert found == ["city:habo-jonkoping", "city:habo-uppland"]


SEVEN = ["city:gavle", "city:boras", "city:umea", "city:avesta", "city:sandviken", "company:borlange-energi",
         "university:kth"]  # fmt: skip


@pytest.fixture(scope="module")
def seven(context):
    """Each of the seven with all that is suggested to it, a thousand for each purpose."""
    from samverkan.analysis.purposes import purposes_of
    from samverkan.analysis.suggestions import Wishes, suggest

    return {
        id: {
            name: suggest(context, id, purpose, Wishes(limit=1000)).as_record()
            for name, purpose in purposes_of(context).items()
            if name != "twin" or id.startswith("city")
        }
        for id in SEVEN
    }


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_all_purposes_are_on_one_screen_of_80_columns(seven, real, run, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "80")
    for id in seven:
        option = "--city" if id.startswith("city") else "--organisation"
        lines = run("suggest", option, id, "--lang", lang, "--db", real).stdout.splitlines()
        assert len(lines) <= 32, id
        assert max(map(len, lines)) <= 80, id
        ranked = [line for line in lines if re.match(r" *\d+\. ", line)]
        assert len(ranked) >= 12, id
        text = "\n".join(lines)
        assert len(re.findall(r"\.$", text, re.MULTILINE)) == len(ranked), id  # each is a whole sentence


def broken(seven, purposes, rule):
    """Who is suggested to whom for what against a rule."""
    return [
        (subject, name, s["id"])
        for subject, answers in seven.items()
        for name in purposes
        for s in answers.get(name, {"suggestions": []})["suggestions"]
        if rule(subject, s)
    ]


ALL = ("twin", "learning", "project", "join")
FUNDERS = {"agency:vinnova", "agency:energimyndigheten", "agency:formas"}


def test_the_seven_are_answered(seven):
    assert [(id, name) for id, answers in seven.items() for name, a in answers.items() if not a["suggestions"]] == []


def test_no_funder_is_a_partner_for_a_project(seven, context):
    assert set(context.funders) >= FUNDERS
    assert broken(seven, ["project"], lambda _subject, s: s["id"] in context.funders) == []


def test_nobody_is_suggested_who_is_worked_with_already(seven, context):
    working, place = context.working, context.network.actors.index
    assert (
        broken(seven, ["project", "learning"], lambda a, s: working[place[a], place[s["id"]]] or s["known_tie"]) == []
    )
    inside, activity = context.inside, context.network.activities.index
    assert broken(seven, ["join"], lambda a, s: inside[place[a], activity[s["id"]]] or s["known_tie"]) == []
    projects = {r.target for r in context.network.relations if r.target.startswith("project:")}
    team = context.teams.everybody.toarray()[:, [activity[p] for p in sorted(projects)]]
    assert broken(seven, ["project"], lambda a, s: team[place[a]] @ team[place[s["id"]]]) == []
    assert broken(seven, ["twin"], lambda a, s: s["id"] in context.twins.get(a, ())) == []


def test_nothing_is_joined_that_is_over_or_of_another_city_or_no_activity_to_join(seven, context):
    activities, now = context.network.activities, context.as_of
    assert len(now) == 10

    def over(_subject, s):
        place = activities.index[s["id"]]
        end = activities["end"][place]
        if end is None:
            return s["kind"] == "Project" and context.network.since[place] + 6 <= context.now
        return end.ljust(10, "~") <= now  # a date of low precision ends on its last day

    assert broken(seven, ["join"], over) == []
    assert broken(seven, ["join"], lambda _a, s: s["kind"] in ("Event", "Agreement")) == []
    others = context.initiatives
    assert broken(seven, ["join"], lambda a, s: s["id"] in others and a not in others[s["id"]]) == []


def test_nobody_is_a_partner_for_being_on_a_list_that_everybody_is_on(seven, context):
    # further down stand those who are only in the same county, or work with the same themes
    place = context.network.actors.index
    shown = 10
    assert broken(seven, ["project"], lambda _a, s: s["rank"] <= shown and not context.degree[place[s["id"]]]) == []


def test_contributions_add_up_and_ranks_run_on(seven):
    assert broken(seven, ALL, lambda _a, s: abs(s["score"] - sum(r["contribution"] for r in s["reasons"])) > 1e-9) == []
    for answers in seven.values():
        for answer in answers.values():
            found = answer["suggestions"]
            assert [s["rank"] for s in found] == list(range(1, len(found) + 1))


def test_an_introduction_begins_with_the_subject_and_ends_with_the_candidate_or_who_is_in_it(seven, context):
    working, place = context.working, context.network.actors.index

    def wrong(subject, s):
        way = s["introduction"]
        if not way:
            return s["band"] == "near"
        ties = all(working[place[a], place[b]] for a, b in pairwise(way))
        last = way[-1] == s["id"] or context.inside[place[way[-1]], context.network.activities.index.get(s["id"], 0)]
        return way[0] != subject or not last or not ties or (s["band"] == "near") != (len(way) <= 3)

    assert broken(seven, ALL, wrong) == []


def test_every_reason_is_borne_out_by_rows_of_the_network_with_sources(seven, context):
    network = context.network
    known = {(r.source, r.type, r.target, r.start) for r in network.relations}

    def wrong(_subject, s):
        return [
            row
            for reason in s["reasons"]
            for row in reason["evidence"] or [None]
            if row is None
            or not row["sources"]
            or (
                (row["from"], row["type"], row["to"], row["start"]) not in known
                and (row["from"] != row["to"] or network.actors[row["type"]][network.actors.index[row["from"]]] is None)
            )
        ]

    assert broken(seven, ALL, wrong) == []


def test_every_name_in_a_reason_is_of_its_evidence(seven, context):
    network = context.network
    nodes = (network.actors, network.activities, network.focus_areas)
    names = {id: {name, english} for n in nodes for id, name, english in zip(
        n["id"], n["name"], n["name_en"] if "name_en" in n.columns else n["name"], strict=True)}  # fmt: skip
    every = sorted({name for some in names.values() for name in some if name and len(name) > 3}, key=len, reverse=True)
    anything = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, every)) + r")(?!\w)")
    counties = {county for county in network.actors["county"] if county}

    def wrong(subject, s):
        for reason in s["reasons"]:
            ids = {subject, s["id"], *(end for row in reason["evidence"] for end in (row["from"], row["to"]))}
            ids |= {network.theme_of[id] for id in ids if id in network.theme_of}
            allowed = {name for id in ids for name in names[id] if name} | counties
            text = reason["text"]
            for name in sorted(allowed, key=len, reverse=True):
                text = text.replace(name, "")
            if anything.search(text):
                return True
        return False

    assert broken(seven, ALL, wrong) == []


# ---- weights that were learned


def test_weights_that_were_learned_are_used_and_said_to_be(teams, run, environment):
    file = environment / "learned.json"
    file.write_text('{"weights": {"popularity": [1, 1, 1], "walks_of_three": [0, 0, 0]}}', encoding="utf-8")
    answer = answered(run, "--city", "Åby", "--purpose", "project", "--weights", str(file))
    assert answer["parameters"]["learned_from"] == str(file)
    assert answer["parameters"]["weights"]["popularity"] == [1.0, 1.0, 1.0]
    done = run("suggest", "--city", "Åby", "--purpose", "project", "--weights", str(file))
    assert f"\nWeighed by what was learned from {file}.\n" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"weights": {"luck": [1, 1, 1]}}',
        '{"weights": {"popularity": [1]}}',
        '{"weights": {"adamic_adar": [-1, 0, 0]}}',
        '{"weights": {"popularity": [1e999, 1, 1]}}',
    ],
)
def test_a_file_without_weights_is_refused(teams, run, environment, text):
    file = environment / "learned.json"
    file.write_text(text, encoding="utf-8")
    done = run("suggest", "--city", "Åby", "--purpose", "project", "--weights", str(file))
    assert (done.status, done.stdout) == (1, "")
    assert f"{file} holds no weights: " in done.stderr
