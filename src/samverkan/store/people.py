"""For whom something is written, worked out from the people in a store."""

from typing import Any

from samverkan.model.audience import Audience
from samverkan.model.schema import Schema
from samverkan.store.base import GraphStore, read_nodes, read_relationships


def read_audience(store: GraphStore, schema: Schema, name: str) -> Audience:
    """Work out whom an audience of a store does not see.

    Parameters
    ----------
    store : GraphStore
    schema : Schema
    name : str
        ``public``, ``partner`` or ``internal``.

    Returns
    -------
    Audience
        Its ``text`` and ``value`` replace what names somebody whom it does not see; its ``hides`` tells whose rows
        to leave out.
    """

    def rows(part: str, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
        if part == "WORKS_FOR":
            return read_relationships(store, schema, part, names)
        has = [name for name in names if name in schema.node(part).names]
        found = read_nodes(store, part, has)
        return [tuple(row[has.index(name)] if name in has else None for name in names) for row in found]

    last = store.status()
    return Audience.of_rows(name, rows, last.data_date if last else None)
