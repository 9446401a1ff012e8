"""A store on each engine, empty and filled."""

from collections.abc import Callable, Iterator

import pytest

from graphs import dataset
from neo4j_fixtures import VERSIONS, Servers
from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.store.base import GraphStore
from samverkan.store.connect import open_store

ENGINES = ("embedded", *(f"neo4j-{version}" for version in VERSIONS))

Opened = Callable[[], GraphStore]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Name of an engine."""
    return str(request.param)


@pytest.fixture
def opened(engine, tmp_path, servers: Servers) -> Iterator[Opened]:
    """How to open one more store on the same, empty graph, as another process would."""
    stores: list[GraphStore] = []
    if engine == "embedded":
        place, credentials = str(tmp_path / "graph.lbug"), None
    else:
        server = servers.server(engine.removeprefix("neo4j-"))
        server.empty()
        place, credentials = server.address, (server.user, server.password)

    def opener() -> GraphStore:
        stores.append(open_store(place, SCHEMA, write=True, credentials=credentials))
        return stores[-1]

    yield opener
    for store in stores:
        store.close()


@pytest.fixture
def store(opened) -> GraphStore:
    """An empty store."""
    return opened()


@pytest.fixture
def small() -> Dataset:
    """Two cities, a company and a project."""
    return dataset(
        {
            "city:a": {"name": "Åby", "population": 0, "aliases": ["Aby kommun", "Åby 🌲"], "latitude": 59.0},
            "city:b": {"population": 7, "co2_change": -1.25},
            "company:k": {"sector": "business"},
            "project:x": {"start": "2020", "end": "2021-05", "size": 3},
        },
        {
            "city:a PARTNER_IN project:x 2020": {"role": "värd", "amount": 0, "evidence": "s. 3"},
            "company:k PARTNER_IN project:x": {},
            "company:k LOCATED_IN city:b": {"sources": ["s"]},
            "city:a SISTER_CITY_OF city:b 1990-01-02": {},
        },
    )


@pytest.fixture
def loaded(store, small) -> GraphStore:
    """A store that holds the small dataset."""
    store.sync(small, time="2026-11-24T12:00:00Z")
    return store
