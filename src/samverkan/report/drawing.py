"""The adapter to pyvis: it holds nodes, edges and options of a drawing, and brings the library that draws them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from samverkan.errors import ReportError
from samverkan.language import _

VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
"""Where pyvis keeps the library: the newest that writes no style into a page, which a strict policy would stop."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False, "borderWidth": 0.8, "shapeProperties": {"interpolation": False}},
    "interaction": {
        "hover": False,
        "dragNodes": False,
        "multiselect": False,
        "selectable": False,
        "keyboard": {"enabled": False},  # with it the picture takes the focus from whoever passes over it
    },
}
"""Positions are computed before; the page draws lines under the marks, and what is chosen, named or lit over them."""


@dataclass(frozen=True)
class Mark:
    """A node as it is drawn.

    Parameters
    ----------
    place : int
        Its place in the figure, by which it is known in the drawing.
    x, y, size : float
        In the units of the drawing; the size is a radius.
    group : str
        The family that gives its shape and colour.
    """

    place: int
    x: float
    y: float
    size: float
    group: str


@dataclass(frozen=True)
class Line:
    """An edge as it is drawn, between the places of two nodes."""

    one: int
    other: int
    width: float


def drawing(marks: Iterable[Mark], lines: Iterable[Line]) -> dict[str, Any]:
    """Hold a drawing in pyvis, and give what vis-network takes.

    Parameters
    ----------
    marks, lines : iterable
        What is drawn; later over earlier.

    Returns
    -------
    dict
        ``nodes``, ``edges`` and ``options``.
    """
    from pyvis.network import Network  # takes its time, and no other command wants it

    network = Network(cdn_resources="in_line")
    for m in marks:
        network.add_node(m.place, label=" ", group=m.group, x=m.x, y=m.y, size=m.size)
    # add_edge() searches all edges each time, and drops one between two nodes that have one
    network.edges = [
        {"id": place, "from": line.one, "to": line.other, "width": line.width} for place, line in enumerate(lines)
    ]
    network.set_options(json.dumps(OPTIONS))
    nodes = [{name: n[name] for name in ("id", "group", "x", "y", "size")} for n in network.nodes]
    return {"nodes": nodes, "edges": network.edges, "options": network.options}


def vis_network() -> str:
    """Return the text of vis-network, as it may stand between the tags of a script.

    Raises
    ------
    ReportError
        pyvis does not bring it, or it could end the script before its end.
    """
    path = files("pyvis") / VIS_NETWORK
    if not path.is_file():
        raise ReportError(_("pyvis does not bring {file}; version 0.3.2 does.").format(file=VIS_NETWORK))
    text = path.read_text(encoding="utf-8")
    if "</script" in text.lower() or "<!--" in text:
        raise ReportError(_("{file} of pyvis cannot stand in a page.").format(file=VIS_NETWORK))
    return text
