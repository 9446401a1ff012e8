"""An address or a path -> an open store."""

import os
from pathlib import Path

from samverkan.model.schema import Schema
from samverkan.store.base import GraphStore

DEFAULT = Path(".samverkan") / "graph.lbug"


def is_address(place: str) -> bool:
    """Tell an address of a server from a path: it contains ``://``, and no path does."""
    return "://" in place


def open_store(
    place: str | os.PathLike[str] | None,
    schema: Schema,
    *,
    write: bool = False,
    credentials: tuple[str, str] | None = None,
) -> GraphStore:
    """Open the store at an address or a path.

    Parameters
    ----------
    place : str or path or None
        ``neo4j://…`` and its like is a server, all else a file; ``None`` is ``.samverkan/graph.lbug``.
    schema : Schema
    write : bool
        Whether it will be loaded into: then the file need not exist yet.
    credentials : (user, password), optional
        For a server.

    Raises
    ------
    StoreUnavailableError
        It is not there, cannot be read, or refuses the credentials.
    """
    if place is not None and is_address(os.fspath(place)):
        from samverkan.store.neo4j import Neo4jStore  # each engine takes its time to import

        return Neo4jStore(os.fspath(place), schema, credentials=credentials)
    from samverkan.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(place) if place is not None else DEFAULT, schema, write=write)
