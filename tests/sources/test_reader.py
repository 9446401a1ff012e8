"""Folder or workbook -> dataset: what people really have."""

import csv
import datetime
import io
import shutil
import subprocess
import sys

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import DataError
from samverkan.language import use_language
from samverkan.model.domain import SCHEMA
from samverkan.model.words import choice_in_words, meant
from samverkan.sources.columns import known_headings
from samverkan.sources.findings import KEPT, Code
from samverkan.sources.reader import fingerprint, read, read_dataset
from sources.inputs import DATA, TABLES, folder, found, rows, workbook

SMALL = DATA / "small"


@pytest.fixture(scope="module")
def small():
    """The small network that is right."""
    return read_dataset(SMALL, SCHEMA)


def same(one, other):
    return (one.nodes, one.relationships) == (other.nodes, other.relationships)


def as_csv(cells, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(cells)
    return text.getvalue()


def written(place, delimiter=",", encoding="utf-8", headings=lambda table, names: names):
    """Write the small network in another way."""
    place.mkdir()
    for table, (names, *cells) in rows(SMALL).items():
        text = as_csv([headings(table, names), *cells], delimiter)
        (place / f"{table}.csv").write_bytes(text.encode(encoding))
    return place


def swedish(table, names):
    """The Swedish headings, in capitals, with stray spaces."""
    properties = (
        SCHEMA.relations if table == SCHEMA.table else next(n.properties for n in SCHEMA.labels if n.table == table)
    )
    words = {p.name: p.swedish[-1].upper() + " " for p in properties if p.swedish}
    return [words.get(name, name) for name in names]


def test_the_small_network_is_right(small):
    assert found(SMALL) == []
    assert {label: columns["id"] for label, columns in small.nodes.items()} == {
        "City": ["city:aby", "city:aby-vik", "city:norrvik", "city:sundholm"],
        "Organisation": ["agency:fossilfritt-verk", "company:aby-energi", "company:trahus", "university:norrvik"],
        "Activity": ["event:klimatdagen", "network:trastader", "project:varm-stad"],
        "Person": ["person:eva-ek", "person:ola-al"],
        "FocusArea": ["focusarea:fjarrvarme", "theme:energy"],
        "Source": ["register", "yearbook"],
    }
    assert next(small.rows("City")) == {
        "id": "city:aby", "kind": "City", "name": "Åby", "name_en": "Oby", "aliases": ["Åby kommun", "Åby stad"],
        "homepage": "https://aby.example", "sources": ["register", "yearbook"], "country": "SE",
        "municipality_code": "0192", "county": "Norra län", "population": 12345, "latitude": 59.5, "longitude": 17.25,
        "skr_group": "A2", "co2_per_capita": 2.5, "co2_change": -1.5, "climate_plan_year": 2021,
    }  # fmt: skip
    assert list(small.rows("FUNDS")) == [
        {"from": "agency:fossilfritt-verk", "to": "project:varm-stad", "start": "2021", "end": None, "role": None,
         "amount": 4500000, "sources": ["register"], "evidence": None},
    ]  # fmt: skip
    assert list(small.relationships) == [t.type for t in SCHEMA.types]
    assert list(small.rows("SIGNED")) == []
    assert small.digest == fingerprint(SMALL, SCHEMA)


def test_headings_that_were_once_shown_are_still_read():
    known = known_headings([*SCHEMA.node("City").properties, *SCHEMA.relations[3:5]])
    assert {heading: known[heading].name for heading in (
        "skr-grupp", "koldioxid förändring", "klimatplan år", "från datum", "till datum", "koldioxidförändring",
    )} == {
        "skr-grupp": "skr_group", "koldioxid förändring": "co2_change", "klimatplan år": "climate_plan_year",
        "från datum": "start", "till datum": "end", "koldioxidförändring": "co2_change",
    }  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_however_a_table_is_saved_it_is_the_same(delimiter, encoding, small, tmp_path):
    path = written(tmp_path / "data", delimiter, encoding, swedish)
    assert found(path) == []
    assert same(read_dataset(path, SCHEMA), small)


def test_the_order_of_the_columns_is_free(small, tmp_path):
    path = tmp_path / "data"
    path.mkdir()
    for table, cells in rows(SMALL).items():
        (path / f"{table.upper()}.CSV").write_text(as_csv([row[::-1] for row in cells]), encoding="utf-8")
    assert found(path) == []
    assert same(read_dataset(path, SCHEMA), small)


def test_excel_may_be_told_the_delimiter(tmp_path):
    path = folder(tmp_path, sources="\r\nsep=;\r\nid;kind;name\r\natlas;Source;Kartor, alla\r\n")
    assert next(read_dataset(path, SCHEMA).rows("Source"))["name"] == "Kartor, alla"


def test_people_may_be_missing(tmp_path):
    data = read_dataset(folder(tmp_path), SCHEMA)
    assert list(data.nodes["Person"]) == list(SCHEMA.node("Person").names)
    assert list(data.rows("Person")) == []


def test_the_real_network_without_people_loses_no_other_relation(real_data, tmp_path):
    path = shutil.copytree(real_data, tmp_path / "data", ignore=shutil.ignore_patterns("people.csv"))
    whole, rest = read_dataset(real_data, SCHEMA), read(path, SCHEMA)
    (finding,) = rest.findings

    def relations(data):
        return {(r["from"], name, r["to"], r["start"]) for name in data.relationships for r in data.rows(name)}

    with_people = {r for r in relations(whole) if "person:" in r[0] + r[2]}
    assert relations(rest.dataset) == relations(whole) - with_people
    assert (finding.code, finding.values) == (Code.LEFT_OUT, {"table": "people", "n": len(with_people)})


def test_one_relation_to_a_person_is_counted_and_a_misspelt_id_is_an_error(tmp_path):
    relations = "from,type,to,sources\nperson:eva,WORKS_FOR,city:gron,atlas\npersn:eva,WORKS_FOR,city:gron,atlas\n"
    assert found(folder(tmp_path, relations=relations)) == [
        "relations.csv: The table people is missing; 1 relation to what it would hold was left out. [left-out]",
        "relations.csv:3:from: There is no node persn:eva. [unknown-id]",
    ]


def test_words_that_the_tool_says_are_what_is_stored(tmp_path):
    organisations = "id,kind,name,sector,country,sources\ncompany:vind,Bolag,Vind,näringslivet,Sverige,atlas\n"
    organisations += "company:sol,FÖRETAG,Sol,municipal company,SE,atlas\n"
    relations = "from,type,to,sources\ncompany:vind,är part i,project:sol,atlas\n"
    relations += "city:gron,partner_in,project:sol,atlas\ncity:bla,PARTNER_IN,project:sol,atlas\n"
    data = read_dataset(folder(tmp_path, organisations=organisations, relations=relations), SCHEMA)
    vind, sol = 0, 1
    columns = data.nodes["Organisation"]
    assert [columns["kind"][row] for row in (vind, sol)] == ["Company", "Company"]
    assert [columns["sector"][row] for row in (vind, sol)] == ["business", "municipal-company"]
    assert [columns["country"][row] for row in (vind, sol)] == ["SE", "SE"]
    assert data.relationships["PARTNER_IN"]["from"] == ["company:vind", "city:gron", "city:bla"]


@pytest.fixture(params=["en", "sv"])
def language(request):
    use_language(request.param)
    yield
    use_language("en")


@pytest.mark.usefixtures("language")
def test_every_word_that_can_be_picked_is_read():
    picked = [(p.name, p.choices) for n in SCHEMA.labels for p in n.properties if p.choices]
    picked.append(("type", tuple(t.type for t in SCHEMA.types)))
    for column, choices in picked:
        words = [choice_in_words(column, choice) for choice in choices]
        assert [meant(column, word, choices) for word in words] == list(choices)


@pytest.mark.parametrize("language", ["sv"], indirect=True)
@pytest.mark.usefixtures("language")
def test_a_mistake_is_told_in_the_words_of_the_table(tmp_path):
    organisations = "Id;Slag;Namn;Källor\ncompany:vind;Företog;Vind;atlas\ncompany:sol;företag;Sol;altas\n"
    organisations += "company:is;Kommunalt bolag;Is;atlas\n"
    told = [str(f) for f in read(folder(tmp_path, organisations=organisations), SCHEMA).findings]
    slag, kallor = (next(line for line in told if f":{heading}:" in line) for heading in ("Slag", "Källor"))
    assert "Menade du ”företag”?" in slag
    assert "Company" not in slag
    assert any("”Kommunalt bolag”" in line and "Menade du ”företag”?" in line for line in told)
    assert kallor.startswith("organisations.csv:3:Källor:")


def test_blank_rows_are_skipped_and_lines_are_those_of_the_file(tmp_path):
    text = '\n\nid,kind,name,sources\r\n,,,\n"city:bla",City,"Blå\r\noch\rgrön",atlas\n\n  , ,,\n'
    path = folder(tmp_path, cities=text + "city:gron,Plats,Grön,atlas\n,\n\n")
    assert found(path) == [
        "cities.csv:10:kind: “Plats” is none of the values that may stand here: City. [unknown-choice]"
    ]


def test_a_broken_quotation_is_told_where_its_row_begins(tmp_path):
    text = 'id,kind,name,sources\ncity:bla,City,"Blå\nstad",atlas\ncity:gron,City,"Grön,atlas\n'
    assert found(folder(tmp_path, cities=text)) == [
        'cities.csv:4: A quotation mark (") is opened or closed in the wrong place, from here on. [broken-quote]'
    ]


def test_short_rows_are_filled_up_and_blank_surplus_is_nothing(tmp_path):
    text = "id,kind,name,sources,,\ncity:bla,City,Blå,atlas,,,,\ncity:gron,City,Grön,atlas\n"
    path = folder(tmp_path, cities=text.replace("sources,,", "sources,homepage,,"))
    assert found(path) == []
    assert read_dataset(path, SCHEMA).nodes["City"]["homepage"] == [None, None]


def test_every_mistake_is_found_at_once_in_the_order_of_the_lines(tmp_path):
    cities = "id,kind,name,sources,population,latitude\ncity:bla,City,Blå,atlas,many,91\ncity:gron,City,,atlas,,x\n"
    reading = read(folder(tmp_path, cities=cities), SCHEMA)
    assert [(f.line, f.column, f.code.value) for f in reading.findings] == [
        (2, "population", "bad-number"),
        (2, "latitude", "out-of-range"),
        (3, "name", "missing-value"),
        (3, "latitude", "bad-number"),
    ]
    with pytest.raises(DataError, match="4 errors in the data") as caught:
        read_dataset(tmp_path / "data", SCHEMA)
    assert caught.value.findings.counts == reading.findings.counts


def test_ten_thousand_findings_are_kept_and_all_are_counted(tmp_path):
    relations = "from,type,to,sources\n" + "".join(f"city:x{n},PARTNER_IN,project:sol,atlas\n" for n in range(KEPT + 5))
    findings = read(folder(tmp_path, relations=relations), SCHEMA).findings
    assert (len(findings), len(findings.kept)) == (KEPT + 5, KEPT)
    assert findings.counts == {Code.UNKNOWN_ID: KEPT + 5}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nowhere", "nowhere: There is no such folder or workbook. Give the path of yours, or work where graph_data is."
         " [missing-file]"),
        (
            "notes.txt",
            "notes.txt: This is neither a folder of CSV files nor an Excel workbook. "
            "Give the folder that the files are in, or the workbook. [missing-file]",
        ),
        ("x" * 300, f"{'x' * 300}: The file cannot be read: File name too long. [unreadable]"),
        ("notes.txt/data", "data: The file cannot be read: Not a directory. [unreadable]"),
    ],
)  # fmt: skip
def test_a_path_that_is_no_input(name, expected, tmp_path):
    (tmp_path / "notes.txt").write_text("id")
    assert found(tmp_path / name) == [expected]
    with pytest.raises(DataError):
        fingerprint(tmp_path / name, SCHEMA)


def test_a_folder_in_the_place_of_a_file(tmp_path):
    path = folder(tmp_path)
    (path / "people.csv").mkdir()
    assert found(path) == ["people.csv: This is a folder; a file was expected. [unreadable]"]


def test_the_fingerprint_is_of_the_bytes_and_imports_nothing_heavy(tmp_path):
    one = folder(tmp_path / "one")
    before = fingerprint(one, SCHEMA)
    (one / "notes.txt").write_text("not a table")
    assert fingerprint(one, SCHEMA) == before
    shutil.move(one / "cities.csv", one / "Städer.csv")
    assert fingerprint(one, SCHEMA) == before
    with (one / "Städer.csv").open("a") as file:
        file.write("\n")
    assert fingerprint(one, SCHEMA) != before
    code = (
        "import sys; from pathlib import Path; from samverkan.sources.reader import fingerprint; "
        "from samverkan.model.domain import SCHEMA; fingerprint(Path(sys.argv[1]), SCHEMA); "
        "print(sorted({'pandas', 'numpy', 'openpyxl', 'python_calamine', 'rapidfuzz'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(one)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_progress_names_every_table_before_it_is_checked():
    told = []
    read(SMALL, SCHEMA, lambda *step: told.append(step))
    assert told == [(table, n, len(TABLES)) for n, table in enumerate(TABLES)]


def test_the_real_network_has_no_mistakes(real_data):
    reading = read(real_data, SCHEMA)
    assert reading.findings.counts == {}
    assert len(reading.dataset.labels) > 1000


HEAD = b"id,kind,name,sources\ncity:bla,City,"


@given(st.binary(max_size=60), st.sampled_from([b"", HEAD, "id,kind\n".encode("utf-16"), b'"']))
@hypothesis.settings(max_examples=150, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_any_bytes_as_a_file_give_a_dataset_or_findings(tmp_path, content, before):
    path = tmp_path / "data"
    shutil.rmtree(path, ignore_errors=True)
    folder(tmp_path, cities=before + content)
    reading = read(path, SCHEMA)
    assert (reading.dataset is None) == bool(reading.findings.error_count)
    assert all(str(finding) for finding in reading.findings)


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9), min_size=1, max_size=5),
        max_size=9,
    )
)
@hypothesis.settings(max_examples=150, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_what_csv_writes_is_read_with_the_lines_it_stands_in(tmp_path, cells):
    path = tmp_path / "data"
    shutil.rmtree(path, ignore_errors=True)
    text = as_csv([["id", "kind", "name", "sources", "homepage"], *cells, ["", "Town"]])
    folder(tmp_path, sources=text.replace("sources", "url"))
    before = text[: text.rindex(",Town")].replace("\r\n", "\n").replace("\r", "\n")
    told = [f.line for f in read(path, SCHEMA).findings if f.values.get("text") == "Town"]
    assert told == [before.count("\n") + 1]


SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(datetime.date(1900, 3, 1)),
    st.datetimes(datetime.datetime(1900, 3, 1)),
    st.times(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"), max_size=9),
)


@given(st.lists(st.lists(SIMPLE, min_size=1, max_size=6), max_size=6))
@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_any_cells_of_a_workbook_give_a_dataset_or_findings(tmp_path, cells):
    sheets = rows(DATA / "minimal")
    heading, *others = sheets["cities"]
    sheets["cities"] = [[*heading, "population", "latitude"], *others, *cells]
    reading = read(workbook(tmp_path / "network.xlsx", sheets), SCHEMA)
    assert (reading.dataset is None) == bool(reading.findings.error_count)
    assert all(str(finding) for finding in reading.findings)
