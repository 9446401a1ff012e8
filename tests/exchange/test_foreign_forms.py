"""Networks in the forms of other tools, and input that means harm."""

import json
import shutil
import subprocess
import sys
import zipfile

import networkx as nx
import openpyxl
import pytest

from samverkan.errors import InputError
from samverkan.exchange.graphs import write_gexf, write_graphml, write_json
from samverkan.exchange.importing import read_import
from samverkan.exchange.kumu import write_kumu
from samverkan.model.audience import Withheld
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA, workbook

WRITERS = {"n.gexf": write_gexf, "n.graphml": write_graphml, "n.json": write_json, "n.xlsx": write_kumu}


@pytest.fixture(scope="module")
def small():
    return read_dataset(DATA / "small", SCHEMA)


@pytest.fixture
def into(tmp_path):
    path = tmp_path / "data"
    shutil.copytree(DATA / "small", path)
    return path


def state(folder, *without):
    """What a folder holds, but for some labels."""
    found = read_dataset(folder, SCHEMA).state()
    return {label: rows for label, rows in found.nodes.items() if label not in without}, found.relationships


@pytest.mark.parametrize("name", WRITERS)
def test_what_we_write_for_others_comes_back(name, small, tmp_path):
    path = tmp_path / name
    WRITERS[name](path, small, Withheld())
    done = read_import(path, tmp_path / "new")
    done.write(None)
    assert (done.to_decide, {item.heading for item in done.outcome.account.left} - {"Direction"}) == (0, set())
    lost = () if name == "n.json" else ("Source",)  # the others have no place for what is known of a source
    assert state(tmp_path / "new", *lost) == state(DATA / "small", *lost)
    again = read_import(path, tmp_path / "new")
    assert not again.outcome.changes()


def relations(folder, type):
    return {(row["from"], row["to"], row["start"]) for row in read_dataset(folder, SCHEMA).rows(type)}


def test_kumu_as_people_write_it(into, tmp_path):
    sheets = {
        "Elements": [["Label", "Type", "Tags"], ["Norrvik", "Kommun", "x"], ["Solkraft", "Company", ""],
                     ["Solsteg", "Projekt", ""]],
        "Connections": [["From", "To", "Type", "Direction"], ["Norrvik", "Solsteg", "partner in", "directed"],
                        ["Solsteg", "Solkraft", "finansieras av", "directed"]],
    }  # fmt: skip
    done = read_import(workbook(tmp_path / "kumu.xlsx", sheets), into)
    done.write(None)
    assert relations(into, "PARTNER_IN") - relations(DATA / "small", "PARTNER_IN") == {
        ("city:norrvik", "project:solsteg", None)
    }
    assert relations(into, "FUNDS") - relations(DATA / "small", "FUNDS") == {
        ("company:solkraft", "project:solsteg", None)
    }
    assert [(item.heading, item.text) for item in done.outcome.account.left] == [
        ("Tags", "x"), ("Direction", "directed"), ("Direction", "directed"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def drawn():
    """A graph that somebody made with networkx: ids of its own, words of its own."""
    graph = nx.MultiDiGraph()
    graph.add_node("n1", label="Norrvik", type="kommun")
    graph.add_node("n2", label="Solsteg", type="projekt", start="2020")
    graph.add_node("n3", label="Sundholm", type="kommun", size=3.5)
    graph.add_edge("n1", "n2", relation="partner i", start="2021", weight=2.0)
    graph.add_edge("n1", "n3", relation="vänort")
    return graph


@pytest.mark.parametrize("name", ["g.gexf", "g.graphml", "g.json"])
def test_a_graph_of_networkx(name, drawn, into, tmp_path):
    path = tmp_path / name
    if name == "g.json":
        path.write_text(json.dumps(nx.node_link_data(drawn, edges="links")), encoding="utf-8")
    else:
        (nx.write_gexf if name == "g.gexf" else nx.write_graphml)(drawn, path)
    done = read_import(path, into)
    done.write(None)
    assert relations(into, "PARTNER_IN") - relations(DATA / "small", "PARTNER_IN") == {
        ("city:norrvik", "project:solsteg", "2021")
    }
    pair = ("city:norrvik", "city:sundholm", None)
    assert pair in relations(into, "SISTER_CITY_OF")
    assert pair not in relations(DATA / "small", "SISTER_CITY_OF")
    assert done.to_decide == 0
    starts = {row["id"]: row["start"] for row in read_dataset(into, SCHEMA).rows("Activity")}
    assert starts["project:solsteg"] == "2020"
    left = {(item.heading, item.text) for item in done.outcome.account.left}
    assert left >= {("size", "3.5"), ("weight", "2.0")}


def test_labels_that_an_editor_drew(into, tmp_path):
    path = tmp_path / "y.graphml"
    path.write_text(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'
        '<key id="d0" for="node" yfiles.type="nodegraphics"/><key id="d1" for="all" attr.name="type">'
        "<default>kommun</default></key>"
        '<graph edgedefault="directed"><node id="a"><data key="d0"><y:ShapeNode><y:NodeLabel>Norrvik</y:NodeLabel>'
        '</y:ShapeNode></data></node><node id="b"><data key="d0"><y:ShapeNode><y:NodeLabel>Sundholm</y:NodeLabel>'
        '</y:ShapeNode></data></node><edge source="a" target="b"><data key="d1">samarbetar med</data></edge></graph>'
        "</graphml>",
        encoding="utf-8",
    )
    done = read_import(path, into)
    done.write(None)
    assert relations(into, "COLLABORATES_WITH") - relations(DATA / "small", "COLLABORATES_WITH") == {
        ("city:norrvik", "city:sundholm", None)
    }


def refused(path, into):
    with pytest.raises(InputError) as error:
        read_import(path, into)
    (finding,) = [finding for finding in error.value.findings if finding.code.is_error]
    return finding.code.value, finding.message()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
HARM = {
    "laughs.gexf": f'<?xml version="1.0"?><!DOCTYPE gexf [<!ENTITY l0 "lol">{LAUGHS}]><gexf>&l8;</gexf>',
    "laughs.graphml": f'<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY l0 "lol">{LAUGHS}]><graphml>&l8;</graphml>',
    "outside.gexf": '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><gexf>&x;</gexf>',
    "outside.graphml": '<!DOCTYPE g [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><graphml/>',
}


@pytest.mark.parametrize("name", HARM)
def test_entities_are_not_read(name, into, tmp_path):
    (tmp_path / name).write_text(HARM[name], encoding="utf-8")
    assert refused(tmp_path / name, into) == (
        "unreadable",
        "The file declares entities, which may point to other files or grow without end. It was not read.",
    )


@pytest.mark.parametrize(
    ("name", "content", "begins"),
    [
        ("a.gexf", b"<gexf><nodes><node id='1'", "The file is no GEXF, or is damaged: "),
        ("a.gexf", b"", "The file is no GEXF, or is damaged: "),
        ("a.gexf", b"<graphml/>", "The file is no GEXF, or is damaged: "),
        ("a.graphml", b"\xff\xfe\x00\x00", "The file is no GraphML, or is damaged: "),
        ("a.graphml", b"<?xml version='1.0' encoding='klingon'?><graphml/>", "The file is no GraphML, or is damaged: "),
        ("a.json", b"[" * 100_000, "The file is no node-link JSON as networkx writes it: "),
        ("a.json", b'{"nodes": [1], "links": []}', "The file is no node-link JSON as networkx writes it: "),
        ("a.json", b'{"nodes": []}', "The file is no node-link JSON as networkx writes it: "),
        ("a.json", b"\xff\xfe{", "The file is no node-link JSON as networkx writes it: "),
        ("a.json", b'{"nodes": [{"id": ' + b"1" * 5000 + b'}], "links": []}', "The file is no node-link JSON as "),
    ],
)  # fmt: skip
def test_what_is_damaged_is_told(name, content, begins, into, tmp_path):
    (tmp_path / name).write_bytes(content)
    code, message = refused(tmp_path / name, into)
    assert code == "unreadable"
    assert message.startswith(begins)


def test_a_graph_without_nodes_has_nothing_to_import(into, tmp_path):
    (tmp_path / "a.gexf").write_text("<gexf><graph/></gexf>", encoding="utf-8")
    assert refused(tmp_path / "a.gexf", into)[0] == "missing-heading"


def sheet_of(path, rows):
    """A workbook with a sheet whose XML is written by hand: openpyxl would take a minute."""
    workbook(path, {"Blad1": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    before, _sign, rest = parts[name].partition(b"<sheetData>")
    parts[name] = before + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


MEASURED = """
import resource, sys, time
from pathlib import Path
from samverkan.errors import InputError
from samverkan.exchange.importing import read_import
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_import(Path(sys.argv[1]), Path(sys.argv[2]))
except InputError as error:
    print(*(f"{f.code.value}: {f.message()}" for f in error.findings), sep="\\n")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, int(time.process_time()))
"""


def measured(path, into):
    """What importing a file in a process of its own says, and the memory (MB) and time (s) that it took."""
    done = subprocess.run([sys.executable, "-c", MEASURED, path, into], capture_output=True, text=True, check=True)
    *said, figures = done.stdout.splitlines()
    return said, *map(int, figures.split())


def test_a_sheet_with_as_many_rows_as_there_can_be(into, tmp_path):
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    path = sheet_of(tmp_path / "rows.xlsx", "".join(row.format(n) for n in range(1, 2**20 + 1)).encode())
    said, memory, seconds = measured(path, into)
    assert said == [
        "too-large: There are more than 1000000 cells. Import a large network as the tables of `samverkan load`."
    ]
    assert memory < 600
    assert seconds < 60


def test_a_zip_bomb(into, tmp_path):
    path = sheet_of(tmp_path / "bomb.xlsx", b"<row/>" * (40 * 2**20))
    assert path.stat().st_size < 3 * 2**20
    said, memory, seconds = measured(path, into)
    assert said == ["too-large: The workbook holds more than 200 MB."]
    assert memory < 200
    assert seconds < 20


def test_formulas_without_a_value_are_left_out_with_the_reason(into, tmp_path):
    book = openpyxl.Workbook()
    for row in [["Kommun", "Projekt", "År"], ["Norrvik", "Solsteg", "=2020+1"], ['="Sund"&"holm"', "Solsteg", 2021]]:
        book.active.append(row)
    path = tmp_path / "f.xlsx"
    book.save(path)
    done = read_import(path, into)
    done.write(None)
    assert relations(into, "PARTNER_IN") - relations(DATA / "small", "PARTNER_IN") == {
        ("city:norrvik", "project:solsteg", None)
    }
    assert [(item.line, item.heading, item.reason()) for item in done.outcome.account.left] == [
        (2, "År", "The cell holds a formula that was never worked out. Open the workbook, and save it."),
        (3, "Kommun", "The cell holds a formula that was never worked out. Open the workbook, and save it."),
        (3, "År", "The row lacks Kommun."),
    ]


@pytest.mark.parametrize(
    ("part", "code"), [("xl/externalLinks/externalLink1.xml", "links"), ("xl/vbaProject.bin", "macros")]
)
def test_a_workbook_with_links_or_macros_is_read_and_told(part, code, into, tmp_path):
    path = workbook(tmp_path / "l.xlsx", {"Blad1": [["Kommun", "Projekt"], ["Norrvik", "Solsteg"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, b"anything")
    done = read_import(path, into)
    assert [finding.code.value for finding in done.findings] == [code]
    assert done.outcome.added["PARTNER_IN"] == {"city:norrvik PARTNER_IN project:solsteg"}
