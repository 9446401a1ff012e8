"""To networkx and back, without loss."""

from typing import TYPE_CHECKING, Any

from samverkan.network.network import Network, Nodes, Relation

if TYPE_CHECKING:
    import networkx as nx

_PARTS = ("actors", "activities", "focus_areas")


def to_networkx(network: Network) -> "nx.MultiDiGraph[str]":
    """Make a graph of networkx of a network.

    Parameters
    ----------
    network : Network
        Not changed.

    Returns
    -------
    networkx.MultiDiGraph
        A node for each actor, activity and focus area, by id, with its properties and ``part`` (which of the three it
        is); an edge for each relation, with ``type``, ``start``, ``end``, ``sources`` and ``role``. What is unknown is
        ``None``. The graph keeps the names of the columns.
    """
    import networkx as nx  # takes its time, and a suggestion does without

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph["columns"] = {part: list(getattr(network, part).columns) for part in _PARTS}
    for part in _PARTS:
        nodes: Nodes = getattr(network, part)
        for place, id in enumerate(nodes["id"]):
            graph.add_node(id, part=part, **{name: values[place] for name, values in nodes.columns.items()})
    for r in network.relations:
        graph.add_edge(r.source, r.target, type=r.type, start=r.start, end=r.end, sources=r.sources, role=r.role)
    return graph


def from_networkx(graph: "nx.MultiDiGraph[str]") -> Network:
    """Make a network of what ``to_networkx`` made; the order of nodes and edges in the graph does not matter.

    Examples
    --------
    >>> none = Nodes({"id": []})
    >>> empty = Network(none, none, none, ())
    >>> from_networkx(to_networkx(empty)) == empty
    True
    """
    relations = [
        Relation(source, d["type"], target, d["start"], d["end"], d["sources"], d["role"])
        for source, target, d in graph.edges(data=True)
    ]
    relations.sort(key=lambda r: (r.type, r.source, r.target, r.start or "", r.end or ""))
    actors, activities, focus_areas = (_nodes(graph, part) for part in _PARTS)
    return Network(actors, activities, focus_areas, tuple(relations))


def _nodes(graph: Any, part: str) -> Nodes:
    found = sorted((id, data) for id, data in graph.nodes(data=True) if data["part"] == part)
    return Nodes({name: [data[name] for _, data in found] for name in graph.graph["columns"][part]})
