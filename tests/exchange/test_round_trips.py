"""What is exported and loaded again is what it was; what a format does not hold is stated."""

import json

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings

from exchange.datasets import columns, datasets
from samverkan.exchange.graphs import write_gexf, write_graphml, write_json
from samverkan.exchange.kumu import write_kumu
from samverkan.exchange.tables import write_folder
from samverkan.exchange.workbook import write_workbook
from samverkan.language import use_language
from samverkan.model.audience import Withheld
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset

NOTHING = Withheld()


@pytest.fixture
def in_swedish():
    use_language("sv")
    yield
    use_language("en")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("exported")


@settings(max_examples=30)
@given(dataset=datasets())
def test_a_folder_comes_back(place, dataset):
    for for_excel in (False, True):
        folder = place / f"folder{for_excel}"
        folder.mkdir(exist_ok=True)
        (folder / "people.csv").unlink(missing_ok=True)
        write_folder(folder, dataset, NOTHING, for_excel=for_excel)
        assert columns(read_dataset(folder, SCHEMA)) == columns(dataset)


@settings(max_examples=30)
@given(dataset=datasets())
def test_a_workbook_comes_back(place, dataset):
    write_workbook(place / "network.xlsx", dataset, NOTHING)
    assert columns(read_dataset(place / "network.xlsx", SCHEMA)) == columns(dataset)


def test_the_real_network_comes_back_from_every_form(real_data, tmp_path, in_swedish):
    whole = read_dataset(real_data, SCHEMA)
    write_workbook(tmp_path / "network.xlsx", whole, NOTHING)
    assert columns(read_dataset(tmp_path / "network.xlsx", SCHEMA)) == columns(whole)
    (tmp_path / "excel").mkdir()
    write_folder(tmp_path / "excel", whole, NOTHING, for_excel=True)
    assert columns(read_dataset(tmp_path / "excel", SCHEMA)) == columns(whole)


@settings(max_examples=30)
@given(dataset=datasets())
def test_networkx_reads_the_graphs_and_counts_the_same(place, dataset):
    """GEXF and GraphML hold no sources, and no character that XML lacks; the JSON holds all."""
    nodes = {row["id"]: row for n in SCHEMA.labels if n.label != "Source" for row in dataset.rows(n.label)}
    ends = sorted((row["from"], row["to"], type) for type in dataset.relationships for row in dataset.rows(type))
    write_gexf(place / "network.gexf", dataset, NOTHING)
    write_graphml(place / "network.graphml", dataset, NOTHING)
    write_json(place / "network.json", dataset, NOTHING)
    linked = json.loads((place / "network.json").read_text(encoding="utf-8"))
    read = (
        nx.read_gexf(place / "network.gexf", version="1.3"),
        nx.read_graphml(place / "network.graphml", force_multigraph=True),
        nx.node_link_graph(linked, edges="edges"),
    )
    for graph in read:
        assert set(graph) == set(nodes)
        assert sorted((a, b, data["type"]) for a, b, data in graph.edges(data=True)) == ends
        for id, row in nodes.items():
            assert graph.nodes[id]["kind"] == row["kind"]
            for name in ("population", "latitude", "start", "end"):
                if row.get(name) is not None and not (name in ("start", "end") and graph is read[0]):  # days there
                    assert graph.nodes[id][name] == row[name]
    known = [{name: value for name, value in row.items() if value is not None} for row in dataset.rows("Source")]
    assert linked["graph"]["sources"] == known
    assert {n["id"]: n for n in linked["nodes"]} == {
        id: {name: value for name, value in row.items() if value is not None} for id, row in nodes.items()
    }


def test_gephi_finds_places_colours_and_days(real_data, tmp_path):
    whole = read_dataset(real_data, SCHEMA)
    write_gexf(tmp_path / "network.gexf", whole, NOTHING)
    write_gexf(tmp_path / "again.gexf", whole, NOTHING)
    assert (tmp_path / "network.gexf").read_bytes() == (tmp_path / "again.gexf").read_bytes()
    graph = nx.read_gexf(tmp_path / "network.gexf", version="1.3")
    seen = {id: data["viz"] for id, data in graph.nodes(data=True)}
    assert len({(v["position"]["x"], v["position"]["y"]) for v in seen.values()}) > 0.99 * len(seen)
    gavle, malmo = seen["city:gavle"]["position"], seen["city:malmo"]["position"]
    assert gavle["y"] > malmo["y"]
    assert gavle["x"] > malmo["x"]
    assert seen["city:gavle"]["color"] == {"r": 0x00, "g": 0x72, "b": 0xB2, "a": 1.0}
    activities = dict(zip(whole.nodes["Activity"]["id"], whole.nodes["Activity"]["start"], strict=True))
    dated = {id: start for id, start in activities.items() if start}
    for id, start in dated.items():
        assert graph.nodes[id]["start"] == (start + "-01-01"[len(start) - 4 :])[:10], id


def test_kumu_knows_every_element_by_its_label(real_data, tmp_path):
    whole = read_dataset(real_data, SCHEMA)
    write_kumu(tmp_path / "kumu.xlsx", whole, NOTHING)
    book = openpyxl.load_workbook(tmp_path / "kumu.xlsx", read_only=True)
    elements = list(book["Elements"].iter_rows(values_only=True))
    assert elements[0][:2] == ("Label", "Type")
    labels = [row[0] for row in elements[1:]]
    assert len(set(labels)) == len(labels) == sum(len(c["id"]) for n, c in whole.nodes.items() if n != "Source")
    connections = list(book["Connections"].iter_rows(values_only=True))
    assert connections[0][:4] == ("From", "To", "Type", "Direction")
    assert len(connections) - 1 == sum(len(c["from"]) for c in whole.relationships.values())
    assert {end for row in connections[1:] for end in row[:2]} <= set(labels)
    assert {row[3] for row in connections[1:] if row[2] == "SISTER_CITY_OF"} == {"undirected"}
    assert "Linköping (city:linkoping)" not in labels
    book.close()
