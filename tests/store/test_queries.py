"""The named queries: their headings, their parameters, and what each answers about a network small enough to see."""

import re

import pytest

import neo4j
from graphs import dataset
from neo4j_fixtures import VERSIONS
from samverkan.errors import NameMatchError, ParameterError, QueryError
from samverkan.language import use_language
from samverkan.model.names import Entity, find
from samverkan.model.schema import Kind
from samverkan.store.queries import NamedQuery, Parameter, arguments, named_queries, read_query

NAMED = named_queries()

NODES = {
    "city:a": {"county": "X län", "population": 10},
    "city:b": {"county": "X län", "population": 20},
    "city:c": {"county": "Y län"},
    "city:d": {"county": "Y län"},
    "company:k": {"sector": "municipal-company"},
    "company:v": {"sector": "business"},
    "university:u": {"sector": "research"},
    "agency:g": {"sector": "state"},
    "programme:p": {"start": "2019", "end": "2030"},
    "project:x": {"start": "2020", "end": "2023-05"},
    "project:y": {"start": "2022", "end": "2024"},
    "agreement:f": {},
    "event:e": {"start": "2022-09", "end": "2022-09"},
    "person:h": {},
    "theme:m": {},
    "focusarea:n": {},
    "s": {"kind": "Source", "sources": None, "publisher": "P", "published": "2021", "url": "https://example.org"},
}
RELATIONS = {
    "city:a MEMBER_OF programme:p 2021-10-01": {"role": "new"},
    "city:b MEMBER_OF programme:p 2019": {},
    "company:k MEMBER_OF programme:p 2022": {"role": "with A"},
    "city:a PARTNER_IN project:x 2020": {"end": "2023-05"},
    "city:a COORDINATES project:x": {},
    "city:b PARTNER_IN project:x": {},
    "company:k PARTNER_IN project:x 2020": {},
    "university:u PARTNER_IN project:x 2022-03": {"role": "late"},
    "university:u PARTNER_IN project:y": {},
    "city:c PARTNER_IN project:y": {},
    "person:h COORDINATES project:x": {"role": "lead"},
    "project:x PART_OF programme:p": {},
    "project:y PART_OF programme:p": {},
    "project:x FOCUSES_ON focusarea:n": {},
    "project:y FOCUSES_ON theme:m": {},
    "focusarea:n BROADER theme:m": {},
    "city:a TWINNED_WITH city:b 2022": {"role": "twin"},
    "agency:g FUNDS programme:p 2019": {"end": "2030", "amount": 0},
    "university:u HOSTS programme:p": {},
    "programme:p HOSTS event:e 2022-09": {},
    "city:a TOOK_PART_IN event:e 2022-09": {},
    "person:h TOOK_PART_IN event:e 2022-09": {"role": "speaker"},
    "person:h WORKS_FOR city:a": {"role": "lead"},
    "city:a SIGNED agreement:f 2020": {},
    "city:a SIGNED agreement:f 2021": {},
    "agency:g SIGNED agreement:f 2020-12": {},
    "company:k LOCATED_IN city:a": {},
    "company:v LOCATED_IN city:a 2022": {"role": "planned"},
    "university:u LOCATED_IN city:b": {},
}

ANSWERS = {
    "bridges": (
        {"programme": "P", "at_least": "3"},
        [("U", "University", 3, 2, "university:u")],
    ),
    "cities": (
        {"county": "x", "programme": "P"},
        [("A", 10, "2021-10-01", "city:a"), ("B", 20, "2019", "city:b")],
    ),
    "cities-of-theme": (
        {"theme": "M"},
        [
            ("A", "X", "N", "city:a", "project:x", "focusarea:n"),
            ("B", "X", "N", "city:b", "project:x", "focusarea:n"),
            ("C", "Y", "M", "city:c", "project:y", "theme:m"),
        ],
    ),
    "city-partners": (
        {"city": "A"},
        [("B", "City", "X", "city:b", "project:x"), ("U", "University", "X", "university:u", "project:x")],
    ),
    "companies": (
        {"city": "A"},
        [
            ("K", "municipal-company", "LOCATED_IN", None, None, "company:k"),
            ("V", "business", "LOCATED_IN", "2022", "planned", "company:v"),
        ],
    ),
    "counties": (
        {"programme": "P"},
        [("X län", 2, 2), ("Y län", 2, 0)],
    ),
    "ending": (
        {"from": "2023-05-31", "to": "2024-01"},
        [("X", "Project", "2020", "2023-05", "project:x"), ("Y", "Project", "2022", "2024", "project:y")],
    ),
    "events-hosted": (
        {"host": "programme:p"},
        [("E", "2022-09", "2022-09", None, "event:e")],
    ),
    "focus-areas": (
        {"who": "project:x"},
        [("M", "N", None, None, "focusarea:n")],
    ),
    "funded": (
        {"funder": "G"},
        [("P", "Programme", "2019", "2030", 0, None, "programme:p")],
    ),
    "hosts-and-funders": (
        {"activity": "programme:p"},
        [
            ("HOSTS", "U", "University", None, None, None, None, "university:u"),
            ("FUNDS", "G", "Agency", "2019", "2030", 0, None, "agency:g"),
        ],
    ),
    "leaders": (
        {"activity": "project:x"},
        [("A", "City", None, None, None, "city:a"), ("H", "Person", None, None, "lead", "person:h")],
    ),
    "members": (
        {"activity": "programme:p"},
        [
            ("B", "City", "2019", None, None, "city:b"),
            ("A", "City", "2021-10-01", None, "new", "city:a"),
            ("K", "Company", "2022", None, "with A", "company:k"),
        ],
    ),
    "memberships": (
        {"who": "A"},
        [
            ("X", "Project", "COORDINATES", None, None, None, "project:x"),
            ("P", "Programme", "MEMBER_OF", "2021-10-01", None, "new", "programme:p"),
            ("X", "Project", "PARTNER_IN", "2020", "2023-05", None, "project:x"),
            ("F", "Agreement", "SIGNED", "2020", None, None, "agreement:f"),
            ("F", "Agreement", "SIGNED", "2021", None, None, "agreement:f"),
            ("E", "Event", "TOOK_PART_IN", "2022-09", None, None, "event:e"),
        ],
    ),
    "municipal-groups": (
        {"programme": "programme:p"},
        [("A", "2021-10-01", "new", "K", "2022", "with A", "city:a", "company:k")],
    ),
    "no-data": (
        {},
        [("D", "City", "Y län", "city:d"), ("V", "Company", None, "company:v")],
    ),
    "participants": (
        {"event": "E"},
        [("A", "City", "2022-09", None, "city:a"), ("H", "Person", "2022-09", "speaker", "person:h")],
    ),
    "partners": (
        {"activity": "project:x"},
        [
            ("A", "City", "2020", "2023-05", None, "city:a"),
            ("B", "City", None, None, None, "city:b"),
            ("K", "Company", "2020", None, None, "company:k"),
            ("U", "University", "2022-03", None, "late", "university:u"),
        ],
    ),
    "people": (
        {"who": "A"},
        [("H", "lead", None, None, "person:h")],
    ),
    "person": (
        {"person": "H"},
        [
            ("WORKS_FOR", "A", "City", None, None, "lead", "city:a"),
            ("TOOK_PART_IN", "E", "Event", "2022-09", None, "speaker", "event:e"),
            ("COORDINATES", "X", "Project", None, None, "lead", "project:x"),
        ],
    ),
    "same-theme-no-project": (
        {"city": "A"},
        [("C", 1, 1, "city:c")],
    ),
    "signatories": (
        {"agreement": "F"},
        [
            ("G", "Agency", 1, "2020-12", "2020-12", "agency:g"),
            ("A", "City", 2, "2020", "2021", "city:a"),
        ],
    ),
    "sources": (
        {"who": "city:c"},
        [("S", "P", "2021", 1, "https://example.org", "s")],
    ),
    "twin-pairs": (
        {},
        [("A", "B", "2022", None, "twin", "city:a", "city:b")],
    ),
    "twins": (
        {"city": "B"},
        [("A", "B", "2022", "twin", "U", "2022-03", "X", "city:a", "city:b", "university:u")],
    ),
    "who-works-with-whom": (
        {"city": "A"},
        [
            ("A", "K", "P", "Programme", "city:a", "company:k", "programme:p"),
            ("A", "K", "X", "Project", "city:a", "company:k", "project:x"),
        ],
    ),
}  # fmt: skip

ENTITIES = [
    Entity(row["id"], label, row["kind"], row["name"])
    for label, columns in dataset(NODES, {}).nodes.items()
    for row in [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
]


def among(text, kinds):
    return find(text, [e for e in ENTITIES if e.kind in kinds])


def values_of(label, name):
    return [row.get(name) for id, row in NODES.items() if id.startswith("city:")]


@pytest.fixture
def network(store):
    """A store that holds the network above."""
    store.sync(dataset(NODES, RELATIONS), time="2026-11-24T12:00:00Z")
    return store


def answers(store):
    return {
        name: store.query(NAMED[name].statement, arguments(NAMED[name], given, among, values_of)).rows
        for name, (given, _rows) in ANSWERS.items()
    }


def test_every_query_answers_the_same_on_every_engine(network):
    assert answers(network) == {name: rows for name, (_given, rows) in ANSWERS.items()}


@pytest.mark.parametrize("engine", [f"neo4j-{version}" for version in VERSIONS], indirect=True)
def test_what_others_keep_on_a_server_is_in_no_answer(network, engine, servers):
    server = servers.server(engine.removeprefix("neo4j-"))
    with neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as driver:
        labels = ["City", "Organisation", "Activity", "Person", "FocusArea", "Source"]
        for number, label in enumerate(labels):
            driver.execute_query(
                f"CREATE (:{label} {{id: $id, name: 'Z', kind: $kind, county: 'X län', end: '2024', sources: ['s']}})",
                id=f"z:{number}", kind="Theme" if label == "FocusArea" else label,
            )  # fmt: skip
        for type in sorted({relation.split()[1] for relation in RELATIONS}):
            # another tool's relationships between its own nodes, between its nodes and ours, and between ours
            driver.execute_query(
                f"MATCH (a), (b) WHERE a <> b AND (a.hash IS NULL OR b.hash IS NULL OR b.id = 'city:d') "
                f"AND NOT a:Load AND NOT b:Load CREATE (a)-[:{type} {{start: '2000', sources: ['s']}}]->(b)"
            )
    assert answers(network) == {name: rows for name, (_given, rows) in ANSWERS.items()}


def test_every_query_has_a_question_in_both_languages_and_an_answer_here():
    assert set(ANSWERS) == set(NAMED)
    for query in NAMED.values():
        assert set(query.questions) == {"en", "sv"}, query.name
        assert all(text.endswith("?") for text in query.questions.values()), query.name
        assert all(set(p.about) == {"en", "sv"} and all(p.about.values()) for p in query.parameters), query.name


def test_every_relationship_is_asked_whether_it_is_ours():
    for query in NAMED.values():
        for name in re.findall(r"-\[(\w*)", query.statement):
            assert name, query.name
            assert f"{name}.key IS NOT NULL" in query.statement, (query.name, name)


def test_every_order_ends_in_an_id():
    for query in NAMED.values():
        last = query.statement.rsplit("ORDER BY", 1)[1].split(",")[-1].strip()
        assert last.endswith("id") or query.name == "counties", query.name  # a county is known by its name


def test_a_heading_is_read(tmp_path):
    path = tmp_path / "one.cypher"
    path.write_text(
        "// Which cities,\n// in short?\n// sv: Vilka städer?\n// $city: City|Organisation = city:a — which | vilken\n"
        "// $day: date\n// $n: whole number = 3 — how many\n// $s: Organisation.sector\n//\n// $no: text\n"
        "MATCH (c:City {id: $city}) WHERE c.x > $day AND c.y = $s "
        "RETURN c.id AS id, '$text' AS t ORDER BY id LIMIT $n // $nor\n",
        encoding="utf-8",
    )
    query = read_query(path)
    assert query == NamedQuery(
        "one",
        {"en": "Which cities, in short?", "sv": "Vilka städer?"},
        (
            Parameter("city", None, ("City", "Organisation"), "city:a", {"en": "which", "sv": "vilken"}),
            Parameter("day", Kind.DATE, (), None, {"en": "", "sv": ""}),
            Parameter("n", Kind.INTEGER, (), 3, {"en": "how many", "sv": "how many"}),
            Parameter("s", None, (), None, {"en": "", "sv": ""}, ("Organisation", "sector")),
        ),
        query.statement,
    )
    assert query.statement.strip() == (
        "MATCH (c:City {id: $city}) WHERE c.x > $day AND c.y = $s RETURN c.id AS id, '$text' AS t ORDER BY id LIMIT $n"
    )


def test_a_question_is_told_in_the_language_in_use():
    use_language("sv")
    try:
        assert NAMED["participants"].question == "Vilka deltog i ett evenemang?"
        assert NAMED["participants"].parameters[0].in_words == "evenemanget"
    finally:
        use_language("en")
    assert NAMED["participants"].question == "Who took part in an event?"


def test_a_file_without_a_heading_takes_texts(tmp_path):
    path = tmp_path / "mine.cypher"
    path.write_text("MATCH (c) WHERE c.name = $name RETURN c.id\n", encoding="utf-8-sig")
    query = read_query(path)
    assert (query.name, query.question, query.parameters) == ("mine", "", (Parameter("name"),))
    assert arguments(query, {"name": "Åby"}, among, values_of) == {"name": "Åby"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("// Q?\n// $a: Citty\nRETURN $a", "Citty in the heading is no kind of parameter"),
        ("// Q?\n// $a: City.countty\nRETURN $a", "City.countty in the heading is no kind of parameter"),
        ("// Q?\n// $a\nRETURN $a", "“$a” in the heading is no parameter"),
        ("// Q?\n// $a: text\n// more\nRETURN $a", "“more” in the heading is no parameter"),
        ("// Q?\n// $a: text\n// $a: date\nRETURN $a", "the heading declares $a twice"),
        ("// Q?\n// $a: text\nRETURN 1", "the heading declares $a, which is not used"),
        ("// Q?\n// $a: text\nRETURN $a, $b", "the heading does not declare $b"),
        ("// Q?\n// $a: date >= $b\nRETURN $a", "the heading does not declare $b"),
        ("// Q?\n// $a: text >= 3\nRETURN $a", "“$a: text >= 3” in the heading is no parameter"),
        (
            "// Q?\n// $a: whole number >= x\nRETURN $a",
            "the default or the bound of $a in the heading is not a whole number",
        ),
        (
            "// Q?\n// $a: whole number = x\nRETURN $a",
            "the default or the bound of $a in the heading is not a whole number",
        ),
        ("// Q?\nCREATE (n)", "CREATE is not allowed in line 2: a query only reads"),
        (b"RETURN '\xff'", "{path} is no text in UTF-8"),
        (None, "{path} cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, text, reason):
    path = tmp_path / "q.cypher"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QueryError) as refused:
        read_query(path)
    assert refused.value.reason == reason.format(path=path)


QUERY = NamedQuery(
    "q",
    {},
    (
        Parameter("city", None, ("City",), None, {"en": "the city"}),
        Parameter("n", Kind.INTEGER, (), 3),
        Parameter("day", Kind.DATE, (), "2024"),
        Parameter("share", Kind.NUMBER, (), 0.5),
    ),
    "",
)


def test_arguments_are_values_of_the_declared_kinds():
    assert arguments(QUERY, {"city": "a"}, among, values_of) == {"city": "city:a", "n": 3, "day": "2024", "share": 0.5}
    given = {"city": "city:b", "n": "-4", "day": "2024-02-29", "share": "0,25"}
    assert arguments(QUERY, given, among, values_of) == {"city": "city:b", "n": -4, "day": "2024-02-29", "share": 0.25}


def test_all_that_is_wrong_with_the_parameters_is_said_at_once():
    with pytest.raises(ParameterError) as refused:
        arguments(QUERY, {"town": "a", "n": "3.5", "day": "2023-02-29", "share": "half"}, among, values_of)
    assert str(refused.value) == (
        "The query “q” cannot be run so:\n"
        "  town: no such parameter; there are city, n, day, share\n"
        '  city is missing: the city. Give it: --param city="…"\n'
        "  n: a whole number was expected, not “3.5”\n"
        "  day: a date such as 2021, 2021-10 or 2021-10-01 was expected, not “2023-02-29”\n"
        "  share: a number was expected, not “half”"
    )


def test_what_is_less_than_it_may_be_is_refused():
    with pytest.raises(ParameterError) as refused:
        arguments(NAMED["ending"], {"from": "2024-03", "to": "2023"}, among, values_of)
    assert refused.value.problems == ("to: 2024-03 or later was expected, not “2023”",)
    with pytest.raises(ParameterError) as refused:
        arguments(NAMED["bridges"], {"at_least": "-5", "programme": "P"}, among, values_of)
    assert refused.value.problems == ("at_least: 1 or more was expected, not “-5”",)
    same = {"from": "2024-03", "to": "2024"}  # of which March is a part
    assert arguments(NAMED["ending"], same, among, values_of) == same


@pytest.mark.parametrize("number", ["9223372036854775808", "٣", "1e3", "", "99999999999999999999"])
def test_a_number_that_no_engine_holds_is_refused(number):
    with pytest.raises(ParameterError):
        arguments(QUERY, {"city": "a", "n": number}, among, values_of)


def test_a_query_without_parameters_takes_none():
    with pytest.raises(ParameterError, match="x: no such parameter; there are none"):
        arguments(NAMED["no-data"], {"x": "1"}, among, values_of)


@pytest.mark.parametrize("county", ["X län", "x", "X LÄN", "x lan"])
def test_a_county_is_meant_however_it_is_written(county):
    given = {"county": county, "programme": "P"}
    assert arguments(NAMED["cities"], given, among, values_of)["county"] == "X län"


def test_a_county_that_there_is_not_names_the_nearest():
    with pytest.raises(NameMatchError) as refused:
        arguments(NAMED["cities"], {"county": "X-län", "programme": "P"}, among, values_of)
    assert str(refused.value) == "Nothing here is called “X-län”. Did you mean:\n  X län"


def test_a_name_means_a_node_of_the_declared_kinds_only():
    with pytest.raises(NameMatchError):
        arguments(QUERY, {"city": "project:x"}, among, values_of)
