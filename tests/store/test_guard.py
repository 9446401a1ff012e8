"""What a query may say, and that no engine is ever asked for more."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphs import nodes, relationships
from samverkan.errors import QueryError
from samverkan.store.guard import _CONTROL, parameters_of, refuse_writes

ALLOWED = [
    "MATCH (n) RETURN n",
    "match (n) return n;",
    "MATCH (n:`CREATE`) WHERE n.set = 'DELETE; COPY' AND n.`DROP` = \"CALL {}\" RETURN n.load AS `MERGE` // SET it",
    "MATCH (n:Set {merge: 'x'})-[r:CALL|`LOAD CSV`]->() RETURN n /* DETACH DELETE n; */",
    "MATCH p = (a)-[:T*1..3]->(b) WHERE a.id <> b.id RETURN DISTINCT length(p) AS l, nodes(p) AS n ORDER BY l DESC, n",
    "MATCH (a)-[*]-(b), (c)<--(d) OPTIONAL MATCH (a)<-[x:T]-(c) RETURN * SKIP 1 LIMIT $n",
    "UNWIND [1, 2] AS x WITH x WHERE x > 1 RETURN x UNION ALL RETURN 1 AS x UNION /* ! */ RETURN .5 AS x",
    "MATCH (n) WHERE n.a STARTS WITH 'A' AND NOT n.b ENDS WITH 'b' OR n.c =~ 'c\\\\d.*' XOR n.d IS NOT NULL RETURN n",
    "MATCH (n) RETURN CASE n.x WHEN 1 THEN 'a' ELSE 'b' END AS x, CASE WHEN n:City THEN 1 END AS y, count(*) AS z",
    "RETURN [y IN [1, 2] WHERE y > 1 | y * 2] AS l, {a: NOT true, b: CASE WHEN true THEN 1 END, call: -1} AS m",
    "MATCH (a:City|Organisation)-[r:A|B]-(b) WHERE COUNT { (a)--() } > 2 RETURN a { .name, .* } AS m",
    "MATCH (a) WHERE EXISTS { MATCH (a)-->(c) WHERE c.x IN [1, 2] } AND NOT EXISTS { (a)-->() } RETURN a[0..2] AS s",
    "MATCH (a) WHERE all(y IN a.l WHERE y = 1) AND any(z IN a.q WHERE z CONTAINS 'u') RETURN 1.5e3, -1, 2 ^ 3 % 4",
    "RETURN 'it\\'s' AS å, \"C:\\\\temp\" AS `ö``ä`",
    "WITH 1 AS start, 2 AS type, 3 AS count RETURN start + type - count AS n",
    "MATCH (n)\r\nRETURN n\t// slut\r\n",
]

REFUSED = {
    "": "it is empty",
    " // only a remark": "it is empty",
    ";": "it is empty",
    "COPY City TO '/tmp/x.csv'": "COPY",
    "COPY (MATCH (n) RETURN n) TO 'x.csv'": "COPY",
    "LOAD FROM '/etc/passwd' RETURN *": "LOAD",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line": "LOAD",
    "MATCH (n) LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line": "LOAD",
    "MATCH (n) RETURN n; MATCH (m) RETURN m": "it is more than one statement",
    "MATCH (n) RETURN n; COPY City TO 'x'": "it is more than one statement",
    "CHECKPOINT": "CHECKPOINT",
    "INSTALL httpfs": "INSTALL",
    "LOAD EXTENSION httpfs": "LOAD",
    "ATTACH 'x.db' AS y (dbtype duckdb)": "ATTACH",
    "DETACH y": "DETACH",
    "USE y": "USE",
    "USE y MATCH (n) RETURN n": "USE",
    "EXPORT DATABASE 'x'": "EXPORT",
    "IMPORT DATABASE 'x'": "IMPORT",
    "CREATE MACRO f(x) AS x": "CREATE",
    "CREATE NODE TABLE T(id INT64, PRIMARY KEY(id))": "CREATE",
    "ALTER TABLE City ADD x INT64": "ALTER",
    "DROP TABLE City": "DROP",
    "COMMENT ON TABLE City IS 'x'": "COMMENT",
    "BEGIN TRANSACTION": "BEGIN",
    "COMMIT": "COMMIT",
    "PRAGMA x": "PRAGMA",
    "CALL db.labels()": "CALL",
    "CALL show_tables() RETURN *": "CALL",
    "CALL threads=1": "CALL",
    "RETURN 1 AS x CALL show_tables() RETURN *": "CALL",
    "MATCH (n) CALL { MATCH (m) RETURN m } RETURN n": "CALL",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS": "CALL",
    "MATCH (n) WHERE EXISTS { CALL db.labels() } RETURN n": "CALL",
    "MATCH (n) WHERE EXISTS { MATCH (m) CREATE (k) } RETURN n": "CREATE",
    "RETURN COLLECT { MATCH (n) RETURN n.id } AS ids": "COLLECT",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'": "TERMINATE",
    "SHOW TRANSACTIONS": "SHOW",
    "EXPLAIN MATCH (n) RETURN n": "EXPLAIN",
    "PROFILE MATCH (n) RETURN n": "PROFILE",
    "CYPHER 25 MATCH (n) RETURN n": "CYPHER",
    "CYPHER runtime=slotted MATCH (n) DELETE n": "CYPHER",
    "CREATE (n)": "CREATE",
    "MATCH (n) SET n.x = 1": "SET",
    "MATCH (n) REMOVE n.x": "REMOVE",
    "MATCH (n) DELETE n": "DELETE",
    "MATCH (n) DETACH DELETE n": "DETACH",
    "MATCH (n) NODETACH DELETE n": "NODETACH",
    "UNWIND [1] AS x MERGE (n {x: x})": "MERGE",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)": "FOREACH",
    "FOREACH (x IN [1] | CREATE (n))": "FOREACH",
    "WITH 1 AS x INSERT (n)": "INSERT",
    "RETURN 1 AS x NEXT RETURN 2 AS x": "NEXT",
    "WHEN true THEN CREATE (n)": "WHEN",
    "MATCH (n) WHEN true THEN DELETE n": "WHEN",
    "MATCH (n) FINISH": "FINISH",
    "LET x = 1 RETURN x": "LET",
    "MATCH (n) SOMETHINGNEW n": "SOMETHINGNEW",
    "RETURN 1 UNION CREATE (n) RETURN 1": "CREATE",
    "RETURN 1 UNION ALL CREATE (n) RETURN 1": "CREATE",
    "MATCH (n) RETURN n ORDER BY n.id ASC CREATE (m)": "CREATE",
    "MATCH (n) RETURN * CREATE (m)": "CREATE",
    "MATCH (n) RETURN n.* CREATE (m)": "CREATE",
    "MATCH (n) RETURN n LIMIT 1CREATE (m)": "CREATE",
    # expressions that end where they seem to go on
    "RETURN 1. CALL db.labels()": ".",
    "MATCH ((a)-->(b))+ CREATE (x)": "+",
    "MATCH (n) WHERE n:% CREATE (x)": "%",
    "RETURN CASE WHEN true THEN 1 MATCH (n) END": "MATCH",
    # words that are not what they seem
    "\\u0043REATE (n)": "U+005C",
    "MATCH (n) RETURN '\\u0027 CREATE (m) //'": "\\u",
    "MATCH (n) RETURN `\\u0060 CREATE (m) //`": "\\u",
    "MATCH (n) // \\u000aCREATE (m)\nRETURN n": "\\u",
    "MATCH (n) /* \\U002a/ CREATE (m) */ RETURN n": "\\u",
    "MATCH (n) \u017fET n.x = 1": "SET",
    "MATCH (n) \uff33\uff25\uff34 n.x = 1": "SET",
    "CRE\u200dATE (n)": "U+200D",
    "MATCH (n)\u00a0CREATE (m)": "U+00A0",
    "MATCH (n)\u2003RETURN n": "U+2003",
    "MATCH (n) // x\u2028CREATE (m)": "U+2028",
    "MATCH (n) // x\rCREATE (m)": "U+000D",
    "MATCH (n) // x\x0bCREATE (m)": "U+000B",
    "MATCH (n) \x00 RETURN n": "U+0000",
    # comments and texts that end elsewhere for another reader
    "MATCH (n) /* /* */ ' */ CREATE (m) //' \nRETURN 1": "a comment within a comment",
    "MATCH (n) /***/ ' */ CREATE (m) //' \nRETURN 1": "a comment within a comment",
    "MATCH (n) /* RETURN n": "does not end",
    "RETURN 1 /* , 2": "does not end",
    "RETURN 'a": "does not end",
    "RETURN `a": "does not end",
    "RETURN 'a\\'": "does not end",
    "RETURN 'a' 'b'": "'b'",
    "RETURN 'a''; CREATE (n) //'": "more than one statement|'; CREATE",
    "RETURN '\\x27 CREATE (n) //'": "\\x",
    # functions
    "RETURN apoc.load.json('http://localhost') AS x": "apoc.load.json()",
    "RETURN `apoc`.`load`.`json`('x')": "apoc.load.json()",
    "RETURN `apoc.load.json`('x')": "apoc.load.json()",
    "RETURN apoc . load . json ('x')": "apoc.load.json()",
    "RETURN file('x')": "file()",
    "RETURN nextval('s')": "nextval()",
    "RETURN current_setting('home_directory')": "current_setting()",
    "MATCH (n:label(x)) RETURN size(read_csv('x'))": "read_csv()",
    # things that are no query
    "RETURN (1": "a bracket is not closed",
    "RETURN 1)": ")",
    "RETURN [1)": ")",
    "MATCH (n) RETURN": "it breaks off",
    "OPTIONAL": "it breaks off",
    "OPTIONAL CREATE (n)": "CREATE",
    "(n)": "(",
    "'MATCH'": "'MATCH'",
    "RETURN 1 AS CALL": "CALL",
}


@pytest.mark.parametrize("statement", ALLOWED)
def test_a_statement_that_reads_passes(statement):
    passed = refuse_writes(statement)
    assert len(passed) <= len(statement)
    assert refuse_writes(passed) == passed


@pytest.mark.parametrize(("statement", "reason"), REFUSED.items())
def test_any_other_is_refused_by_name(statement, reason):
    with pytest.raises(QueryError) as refused:
        refuse_writes(statement)
    assert any(part in refused.value.reason for part in reason.split("|"))


def test_places_stay_and_comments_go():
    assert refuse_writes("// one\nRETURN 1 /* a\nb */ AS x; // end\n;") == "      \nRETURN 1     \n     AS x"


def test_a_line_is_named():
    with pytest.raises(QueryError, match="DELETE is not allowed in line 3: a query only reads"):
        refuse_writes("MATCH (n)\n// here\nDELETE n")


def test_parameters_are_those_of_the_code():
    statement = "MATCH (n {id: $id}) WHERE n.x = '$text' /* $no */ RETURN $`odd name`, \"$b\" // $nor"
    assert parameters_of(statement) == {"id", "odd name"}


READS = st.sampled_from([s.rstrip(";\r\n") for s in ALLOWED if "//" not in s])
WRITES = st.sampled_from(
    ["CREATE (zz)", "MERGE (zz)", "SET zz.x = 1", "DELETE zz", "DETACH DELETE zz", "REMOVE zz.x", "CALL db.labels()",
     "LOAD CSV FROM 'x' AS zz", "COPY City TO 'x'", "LOAD FROM 'x'", "FOREACH (zz IN [1] | SET zz.x = 1)"]
)  # fmt: skip
GAPS = st.text(st.sampled_from(list(" \n\t")), min_size=1, max_size=3) | st.sampled_from(["/* x */", "// x\n"])


@given(READS, WRITES, GAPS, st.data())
def test_no_write_passes_wherever_it_is_put(read, write, gap, data):
    cuts = [i for i, c in enumerate(read) if c == " "] + [len(read)]
    place = data.draw(st.sampled_from(cuts))
    case = data.draw(st.sampled_from([str, str.lower, str.swapcase]))
    statement = f"{read[:place]}{gap}{case(write)}{gap}{read[place:]}"
    assume(not _within_quotes(read, place))
    with pytest.raises(QueryError):
        refuse_writes(statement)


def _within_quotes(text, place):
    before = text[:place]
    return any(before.count(quote) % 2 for quote in "'\"`") or before.count("/*") > before.count("*/")


@given(st.text(st.characters(blacklist_categories=["Cs"])), st.sampled_from("'\"`"))
def test_whatever_stands_in_quotes_passes_or_is_refused_as_a_text(text, quote):
    escaped = text.replace("`", "``") if quote == "`" else text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    statement = f"RETURN {quote}{escaped}{quote} AS x"
    if _CONTROL.search(statement) or "\\u" in statement.lower():
        with pytest.raises(QueryError):
            refuse_writes(statement)
    else:
        assert refuse_writes(statement) == statement


@settings(max_examples=300)
@given(st.lists(st.sampled_from(
    ["MATCH ", "(n)", "RETURN ", "n", "'", '"', "`", "/*", "*/", "//", "\n", "\\", "CREATE ", "(m)", "{", "}", ";", "*",
     ".", ",", "WHERE ", "EXISTS ", "AS ", "x ", "1", "UNION ", "CALL ", "CASE ", "END ", "WHEN ", ":", "|", "+", "-"]
), max_size=14))  # fmt: skip
def test_what_passes_has_no_writing_word_outside_of_quotes(parts):
    try:
        passed = refuse_writes("".join(parts))
    except QueryError:
        return
    bare = _without_quotes(passed)
    for word in ("CREATE", "CALL"):
        assert word not in bare.replace(f".{word}", "").replace(f":{word}", "")
    assert ";" not in bare
    assert "//" not in bare
    assert "/*" not in bare


def _without_quotes(text):
    kept, quote = "", ""
    place = 0
    while place < len(text):
        character = text[place]
        if quote and character == "\\" and quote != "`":
            place += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"`":
            quote = character
        elif not quote:
            kept += character
        place += 1
    return kept


def test_on_every_engine_nothing_is_written_and_no_file_is_made(loaded, tmp_path):
    """What passes is run, as an attacker would; what does not never gets there."""
    before = nodes(loaded), relationships(loaded), loaded.status()
    files = set(tmp_path.iterdir())
    for statement in [*ALLOWED, *REFUSED]:
        try:
            loaded.query(refuse_writes(statement), {"n": 1})
        except QueryError:
            continue
    assert (nodes(loaded), relationships(loaded), loaded.status()) == before
    assert set(tmp_path.iterdir()) == files


def test_words_in_quotes_are_answered_on_every_engine(loaded):
    statement = (
        "MATCH (n:City) WHERE n.name <> 'CREATE (x); COPY City TO \"y\" // DELETE' /* DETACH DELETE n */ "
        "RETURN n.name AS `SET`, 'LOAD CSV' AS `CALL` ORDER BY n.id; // TERMINATE"
    )
    found = loaded.query(refuse_writes(statement))
    assert (found.columns, found.rows) == (("SET", "CALL"), [("Åby", "LOAD CSV"), ("B", "LOAD CSV")])
