"""A dataset -> GEXF, GraphML and the node-link JSON of networkx: written as it goes, so that a large one fits."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from samverkan.exchange.cells import COUNTED, counts
from samverkan.exchange.elements import ASIDE, edges, first_day, last_day, nodes
from samverkan.exchange.places import places
from samverkan.model.audience import Withheld
from samverkan.model.dataset import Dataset
from samverkan.model.schema import Kind, Property, Schema
from samverkan.sources.written import text

COLOURS = {
    "City": "#0072B2", "Organisation": "#E69F00", "Activity": "#009E73", "Person": "#CC79A7", "FocusArea": "#999999",
}  # fmt: skip
"""Colour of each label: those of Okabe and Ito (2008), which the colour-blind tell apart."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_GEXF_TYPES = {Kind.INTEGER: "long", Kind.NUMBER: "double"}
_GRAPHML_TYPES = {Kind.INTEGER: "long", Kind.NUMBER: "double"}
_ENDS = ("from", "to")


def write_gexf(path: Path, dataset: Dataset, withheld: Withheld) -> None:
    """Write GEXF 1.3 for Gephi: places, sizes, colours, and a timeline in days.

    A date that is less precise than a day begins with its first and ends with its last; as it was written it stands in
    the columns ``start`` and ``end``. Every edge is directed; ``undirected`` says which types mean no direction.
    """
    schema = dataset.schema
    place, degree = places(dataset), _degrees(dataset)
    columns = _node_columns(schema)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
            f"<meta><creator>samverkan</creator><description>{_xml(_about(withheld))}</description></meta>\n"
            '<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">\n'
        )
        _gexf_attributes(file, "node", columns)
        _gexf_attributes(file, "edge", _edge_columns(schema))
        file.write("<nodes>\n")
        for node in nodes(dataset):
            id, (x, y) = node["id"], place[node["id"]]
            r, g, b = bytes.fromhex(COLOURS[schema.label_of_kind[node["kind"]]][1:])
            size = round(4 + 2 * degree[id] ** 0.5, 2)
            file.write(
                f"<node id={_attribute(id)} label={_attribute(node['name'])}{_days(node)}>"
                f"{_attvalues(node, columns)}"
                f'<viz:size value="{size}"/><viz:position x="{x}" y="{y}" z="0.0"/>'
                f'<viz:color r="{r}" g="{g}" b="{b}"/></node>\n'
            )
        file.write("</nodes>\n<edges>\n")
        columns = _edge_columns(schema)
        for number, edge in enumerate(edges(dataset)):
            values = {**edge, "undirected": _undirected(schema, edge)}
            file.write(
                f'<edge id="{number}" source={_attribute(edge["from"])} target={_attribute(edge["to"])} '
                f'kind="{edge["type"]}" label="{edge["type"]}"{_days(edge)}>{_attvalues(values, columns)}</edge>\n'
            )
        file.write("</edges>\n</graph>\n</gexf>\n")


def write_graphml(path: Path, dataset: Dataset, withheld: Withheld) -> None:
    """Write GraphML. Every edge is directed; ``undirected`` says which types mean no direction."""
    schema = dataset.schema
    parts = {"node": _node_columns(schema), "edge": _edge_columns(schema)}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
            f"<desc>{_xml(_about(withheld))}</desc>\n"
        )
        for part, columns in parts.items():
            for number, (name, kind) in enumerate(columns.items()):
                type = _GRAPHML_TYPES.get(kind, "string") if kind else "boolean"
                file.write(f'<key id="{part[0]}{number}" for="{part}" attr.name="{name}" attr.type="{type}"/>\n')
        file.write('<graph edgedefault="directed">\n')
        for node in nodes(dataset):
            file.write(f"<node id={_attribute(node['id'])}>{_data(node, parts['node'], 'n')}</node>\n")
        for number, edge in enumerate(edges(dataset)):
            values = {**edge, "undirected": _undirected(schema, edge)}
            file.write(
                f'<edge id="{number}" source={_attribute(edge["from"])} target={_attribute(edge["to"])}>'
                f"{_data(values, parts['edge'], 'e')}</edge>\n"
            )
        file.write("</graph>\n</graphml>\n")


def write_json(path: Path, dataset: Dataset, withheld: Withheld) -> None:
    """Write the node-link JSON of networkx (``edges="edges"``): all of the dataset, the sources beside the graph."""
    told: dict[str, Any] = {"sources": [_known(row) for row in dataset.rows(ASIDE)]}
    if withheld:
        told["left_out"] = counts(withheld)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"directed": true, "multigraph": true, "graph": {_json(told)},\n"nodes": [\n')
        _lines(file, (_known(node) for node in nodes(dataset)))
        file.write('],\n"edges": [\n')
        _lines(
            file,
            (
                {"source": e["from"], "target": e["to"], "key": n, **_known(_rest(e))}
                for n, e in enumerate(edges(dataset))
            ),
        )
        file.write("]}\n")


def _lines(file: TextIO, records: Iterator[dict[str, Any]]) -> None:
    between = ""
    for record in records:
        file.write(between + _json(record))
        between = ",\n"
    file.write("\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _known(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _rest(edge: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in edge.items() if name not in _ENDS}


def _about(withheld: Withheld) -> str:
    return "; ".join(f"{COUNTED[name]} left out: {n}" for name, n in counts(withheld).items()) if withheld else ""


def _node_columns(schema: Schema) -> dict[str, Kind | None]:
    properties: list[Property] = [p for n in schema.labels if n.label != ASIDE for p in n.properties]
    return {p.name: p.kind for p in properties if p.name != "id"}


def _edge_columns(schema: Schema) -> dict[str, Kind | None]:
    """Kinds of the columns of the relations but the ends; ``None`` for the one that is true or false."""
    return {**{p.name: p.kind for p in schema.relations if p.name not in _ENDS}, "undirected": None}


def _undirected(schema: Schema, edge: dict[str, Any]) -> str:
    return "true" if schema.relationship(edge["type"]).undirected else "false"


def _degrees(dataset: Dataset) -> Counter[str]:
    degrees: Counter[str] = Counter()
    for columns in dataset.relationships.values():
        degrees.update(columns["from"])
        degrees.update(columns["to"])
    return degrees


def _gexf_attributes(file: TextIO, part: str, columns: dict[str, Kind | None]) -> None:
    file.write(f'<attributes class="{part}" mode="static">\n')
    for name, kind in columns.items():
        type = _GEXF_TYPES.get(kind, "string") if kind else "boolean"
        file.write(f'<attribute id="{name}" title="{name}" type="{type}"/>\n')
    file.write("</attributes>\n")


def _attvalues(record: dict[str, Any], columns: dict[str, Kind | None]) -> str:
    known = [(name, record[name]) for name in columns if record.get(name) is not None]
    values = [f'<attvalue for="{name}" value={_attribute(value)}/>' for name, value in known]
    return f"<attvalues>{''.join(values)}</attvalues>"


def _data(record: dict[str, Any], columns: dict[str, Kind | None], letter: str) -> str:
    return "".join(
        f'<data key="{letter}{place}">{_xml(_written(record[name]))}</data>'
        for place, name in enumerate(columns)
        if record.get(name) is not None
    )


def _days(record: dict[str, Any]) -> str:
    start, end = record.get("start"), record.get("end")
    return (f' start="{first_day(start)}"' if start else "") + (f' end="{last_day(end)}"' if end else "")


def _written(value: Any) -> str:
    return repr(value) if isinstance(value, float) else text(value)


def _xml(value: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", value), {"\r": "&#13;"})


def _attribute(value: Any) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", _written(value)), _LINES)
