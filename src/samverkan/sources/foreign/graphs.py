"""GEXF, GraphML and the node-link JSON of networkx -> grids of nodes and of edges.

networkx reads such files too, but makes numbers of texts, knows no GEXF newer than 1.2, and trusts its input.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samverkan.language import N_
from samverkan.sources.files import FILE_LIMIT
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.foreign.grids import CELLS, Grid

JSON_LIMIT = 64 * 2**20
"""Bytes of a JSON file: it is held whole, several times over."""

NODES, EDGES, SOURCES = "nodes", "edges", "sources"
ID, LABEL, FROM, TO, RELATION = "id", "label", "source", "target", "relation"
_NAMES = frozenset({LABEL, "name"})

TOO_LARGE = N_("The file has more than {limit} MB.")
NOT_XML = N_("The file is no {form}, or is damaged: {reason}.")
UNSAFE = N_("The file declares entities, which may point to other files or grow without end. It was not read.")
NOT_JSON = N_("The file is no node-link JSON as networkx writes it: {reason}.")

Row = dict[str, str]


class Rows:
    """Nodes or edges on their way to a grid, whose columns are known at the end only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.cells = 0

    def add(self, row: Row) -> bool:
        """Take a row; tell whether there is room for more."""
        self.rows.append({name: text.strip() for name, text in row.items() if text.strip()})
        self.cells += len(row)
        return self.cells <= CELLS

    def grid(self, file: str, first: tuple[str, ...]) -> Grid:
        """Return the grid: a row of headings, and the rows."""
        names = dict.fromkeys(name for row in self.rows for name in row)
        headings = [*(name for name in first if name in names), *(name for name in names if name not in first)]
        cells = [headings, *([row.get(name, "") for name in headings] for row in self.rows)]
        return Grid(file, self.name, cells, range(len(cells)), is_sheet=True)


def read_xml(path: Path, findings: Findings) -> list[Grid]:
    """Read GEXF or GraphML, element by element.

    What is for drawing only (positions, sizes, colours) is left aside, and counted in the findings.
    """
    from defusedxml import DefusedXmlException  # only for such a file
    from defusedxml.ElementTree import ParseError, iterparse

    if path.stat().st_size > FILE_LIMIT:
        findings.add(Finding(path.name, None, None, Code.TOO_LARGE, TOO_LARGE, {"limit": FILE_LIMIT // 2**20}))
        return []
    form = "GEXF" if path.suffix.casefold() == ".gexf" else "GraphML"
    reader = _Gexf() if form == "GEXF" else _GraphML()
    try:
        with path.open("rb") as file:
            parents: list[Any] = []
            for event, element in iterparse(file, ("start", "end"), forbid_dtd=False):
                if event == "start":
                    parents.append(element)
                    if not reader.begin(_tag(element), element):
                        break
                else:
                    parents.pop()
                    if _tag(element) in reader.WHOLE:
                        reader.end(_tag(element), element)
                        element.clear()
                        if parents:
                            parents[-1].remove(element)
    except DefusedXmlException:
        findings.add(Finding(path.name, None, None, Code.UNREADABLE, UNSAFE, {}))
        return []
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        what = {"form": form, "reason": str(error)}
        findings.add(Finding(path.name, None, None, Code.UNREADABLE, NOT_XML, what))
        return []
    return _grids(path, reader.nodes, reader.edges, reader.aside, findings)


def _grids(path: Path, nodes: Rows, edges: Rows, aside: Mapping[str, int], findings: Findings) -> list[Grid]:
    if not any(_NAMES & row.keys() for row in nodes.rows):
        for row in nodes.rows:
            row[LABEL] = row.get(ID, "")
    told = Counter(aside)
    for row in nodes.rows:
        if LABEL in row and row[LABEL] == row.get("name"):
            del row[LABEL]
            told["node label"] += 1
    for row in edges.rows:
        for name in ("direction", "undirected"):  # which the type of a relation tells
            if row.pop(name, ""):
                told[f"edge {name}"] += 1
    for name, number in told.items():
        findings.add(Finding(path.name, None, None, Code.LEFT_OUT, ASIDE, {"n": number, "name": name}))
    found = [nodes.grid(path.name, (ID, LABEL)), edges.grid(path.name, (FROM, TO))]
    return [grid for grid in found if len(grid.rows) > 1]


ASIDE = N_("{n} × “{name}” was left out: it is for drawing or for the program that wrote the file.")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


class _Gexf:
    """What the elements of a GEXF file say."""

    WHOLE = frozenset({"attributes", "node", "edge"})

    def __init__(self) -> None:
        self.nodes, self.edges = Rows(NODES), Rows(EDGES)
        self.aside: Counter[str] = Counter()
        self._titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._defaults: dict[str, Row] = {"node": {}, "edge": {}}

    def begin(self, tag: str, element: Any) -> bool:
        if tag == "graphml":
            raise ValueError("graphml")
        return self.nodes.cells + self.edges.cells <= CELLS

    def end(self, tag: str, element: Any) -> None:
        if tag == "attributes":
            part = element.get("class", "node")
            for attribute in element:
                title = attribute.get("title") or attribute.get("id", "")
                self._titles.setdefault(part, {})[attribute.get("id", "")] = title
                for default in attribute:
                    if _tag(default) == "default" and default.text:
                        self._defaults.setdefault(part, {})[title] = default.text
        elif tag == "node":
            self.nodes.add(self._row(element, "node", {"id": ID, "label": LABEL}))
        else:
            row = self._row(element, "edge", {"source": FROM, "target": TO, "type": "direction"})
            for name in ("kind", "label"):
                told = element.get(name, "").strip()
                if told and told in (row.get("type"), row.get(RELATION)):
                    self.aside[f"edge {name}"] += 1
                elif told:
                    row[RELATION if RELATION not in row and "type" not in row else name] = told
            self.edges.add(row)

    def _row(self, element: Any, part: str, known: Mapping[str, str]) -> Row:
        row = dict(self._defaults[part])
        values = {name: heading for name, heading in known.items() if element.get(name)}
        titles = self._titles[part]
        for child in element:
            tag = _tag(child)
            if tag == "attvalues":
                for value in child:
                    key = value.get("for") or value.get("id") or ""
                    row[titles.get(key, key)] = value.get("value", "")
            elif tag not in ("nodes", "edges"):
                self.aside[f"{part} {tag}"] += 1
        row.update({heading: element.get(name) for name, heading in values.items()})
        for name, told in element.attrib.items():
            if name in ("start", "end", "weight") and name not in row:
                row[name] = told
            elif name not in known and name not in ("kind", "label"):
                self.aside[f"{part} {name.rpartition('}')[2]}"] += 1
        return row


class _GraphML:
    """What the elements of a GraphML file say."""

    WHOLE = frozenset({"key", "node", "edge"})

    def __init__(self) -> None:
        self.nodes, self.edges = Rows(NODES), Rows(EDGES)
        self.aside: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        self._defaults: dict[str, Row] = {"node": {}, "edge": {}}

    def begin(self, tag: str, element: Any) -> bool:
        if tag == "gexf":
            raise ValueError("gexf")
        return self.nodes.cells + self.edges.cells <= CELLS

    def end(self, tag: str, element: Any) -> None:
        if tag == "key":
            name = element.get("attr.name") or element.get("yfiles.type") or element.get("id", "")
            self._names[element.get("id", "")] = name
            for default in element:
                if _tag(default) == "default" and default.text:
                    for part in ("node", "edge") if element.get("for") == "all" else (element.get("for"),):
                        self._defaults.setdefault(part, {})[name] = default.text
            return
        row = dict(self._defaults[tag])
        for child in element:
            if _tag(child) == "data":
                name = self._names.get(child.get("key", ""), child.get("key", ""))
                if len(child):  # what an editor draws; its label is the name
                    labels = [part.text for part in child.iter() if _tag(part).endswith("Label") and part.text]
                    if labels and tag == "node" and not _NAMES & row.keys():
                        row[LABEL] = labels[0]
                    self.aside[f"{tag} {name}"] += 1
                else:
                    row[name] = child.text or ""
            else:
                self.aside[f"{tag} {_tag(child)}"] += 1
        if tag == "node":
            row[ID] = element.get("id", "")
            self.nodes.add(row)
        else:
            row |= {FROM: element.get("source", ""), TO: element.get("target", "")}
            if element.get("id"):
                self.aside["edge id"] += 1
            self.edges.add(row)


def read_json(path: Path, findings: Findings) -> list[Grid]:
    """Read the node-link JSON of networkx, whichever of its names it has for the edges."""
    if path.stat().st_size > JSON_LIMIT:
        findings.add(Finding(path.name, None, None, Code.TOO_LARGE, TOO_LARGE, {"limit": JSON_LIMIT // 2**20}))
        return []
    try:
        told = json.loads(path.read_bytes())
        nodes, edges, sources = Rows(NODES), Rows(EDGES), Rows(SOURCES)
        listed = told["edges"] if "edges" in told else told["links"]
        graph = told.get("graph", {})
        aside = Counter(f"graph {name}" for name in graph if name not in ("sources", "columns"))
        for rows, records, known in (
            (nodes, told["nodes"], {}),
            (edges, listed, {"from": FROM, "to": TO}),
            (sources, graph.get("sources", []), {}),
        ):
            for record in records:
                if "key" in record and rows is edges:
                    aside["edge key"] += 1
                if not rows.add({known.get(n, n): _told(v) for n, v in record.items() if (n, rows) != ("key", edges)}):
                    break
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        findings.add(Finding(path.name, None, None, Code.UNREADABLE, NOT_JSON, {"reason": reason}))
        return []
    grids = _grids(path, nodes, edges, aside, findings)
    return [*([sources.grid(path.name, (ID,))] if sources.rows else []), *grids]


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " | ".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value)
    return str(value)


READERS = {".gexf": read_xml, ".graphml": read_xml, ".json": read_json}
"""What reads a file, by its ending."""
