"""Graph -> dataset: all that a store holds, as the files would say it."""

from typing import Any

from samverkan.model.dataset import Columns, Dataset
from samverkan.model.schema import Property, Schema
from samverkan.store.base import GraphStore, Progress, read_nodes, read_relationships


def read_stored(store: GraphStore, schema: Schema, progress: Progress | None = None) -> Dataset:
    """Read everything that was loaded into a store.

    Parameters
    ----------
    store : GraphStore
    schema : Schema
    progress : callable, optional

    Returns
    -------
    Dataset
        The same from every store: nodes in the order of their ids, relations in that of source, target and start.
    """
    total = len(schema.labels) + len(schema.types)

    def told(part: str, done: int) -> str:
        if progress:
            progress(part, done, total)
        return part

    nodes = {
        told(n.label, done): _columns(read_nodes(store, n.label, n.names), n.properties)
        for done, n in enumerate(schema.labels)
    }
    ends = tuple(p for p in schema.relations if p.name != "type")
    relationships = {
        told(t.type, done): _columns(read_relationships(store, schema, t.type, [p.name for p in ends]), ends)
        for done, t in enumerate(schema.types, start=len(schema.labels))
    }
    return Dataset(schema, nodes, relationships)


def _columns(rows: list[tuple[Any, ...]], properties: tuple[Property, ...]) -> Columns:
    """Put rows into columns; an engine may tell a list that is missing as an empty one."""
    columns = [[None if value == [] else value for value in column] for column in zip(*rows, strict=True)]
    return dict(zip((p.name for p in properties), columns or [[] for _ in properties], strict=True))
