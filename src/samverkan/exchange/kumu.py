"""A dataset -> the two sheets that Kumu takes: elements and connections."""

from collections import Counter
from pathlib import Path

from samverkan.exchange.elements import edges, nodes
from samverkan.exchange.workbook import opened
from samverkan.model.audience import Withheld
from samverkan.model.dataset import Dataset

_OWN = {"name": "Label", "kind": "Type"}


def write_kumu(path: Path, dataset: Dataset, withheld: Withheld) -> None:
    """Write the sheets ``Elements`` and ``Connections``, and one that says what is left out if anything is.

    Kumu knows an element by its label: where two have the same, the id stands behind it in brackets.
    """
    elements = list(nodes(dataset))
    known = Counter(str(node["name"]) for node in elements)
    labels = {n["id"]: str(n["name"]) if known[str(n["name"])] == 1 else f"{n['name']} ({n['id']})" for n in elements}
    columns = list(dict.fromkeys(name for node in elements for name in node if name not in ("name", "kind")))
    with opened(path) as book:
        titles = ["Label", "Type", *columns]
        sheet = book.sheet("Elements", [(t, t in _OWN.values()) for t in titles], [40, 16, *(16 for _ in columns)])
        for row, node in enumerate(elements, start=1):
            for place, value in enumerate([labels[node["id"]], node["kind"], *(node.get(c) for c in columns)]):
                book.value(sheet, row, place, value)
        wanted = ["start", "end", "role", "amount", "sources", "evidence"]
        titles = ["From", "To", "Type", "Direction", *wanted]
        sheet = book.sheet("Connections", [(t, n < 4) for n, t in enumerate(titles)], [40, 40, 22, 12, *(16,) * 6])
        for row, edge in enumerate(edges(dataset), start=1):
            direction = "undirected" if dataset.schema.relationship(edge["type"]).undirected else "directed"
            ends = [labels[edge["from"]], labels[edge["to"]]]
            for place, value in enumerate([*ends, edge["type"], direction, *(edge[c] for c in wanted)]):
                book.value(sheet, row, place, value)
        if withheld:
            book.left_out(withheld)
