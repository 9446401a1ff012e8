"""graph_data/ on each engine, loaded once."""

from collections.abc import Iterator

import pytest

from neo4j_fixtures import VERSIONS
from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from samverkan.store.base import GraphStore
from samverkan.store.connect import open_store


@pytest.fixture(scope="session")
def real_dataset(real_data) -> Dataset:
    """The curated network, read and checked."""
    return read_dataset(real_data, SCHEMA)


@pytest.fixture(scope="package", params=("embedded", *(f"neo4j-{version}" for version in VERSIONS)))
def real(request, real_dataset, servers, tmp_path_factory) -> Iterator[GraphStore]:
    """A store that holds it."""
    if request.param == "embedded":
        made = open_store(tmp_path_factory.mktemp("real") / "graph.lbug", SCHEMA, write=True)
    else:
        made = servers.open_empty(request.param.removeprefix("neo4j-"))
    with made as store:
        store.sync(real_dataset, time="2026-11-24T12:00:00Z")
        yield store
