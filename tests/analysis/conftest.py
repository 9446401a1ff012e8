"""The small network as its working ties: every measure is worked out by hand beside the tests.

Six of its eight actors have a working tie. Åby, Norrvik, Åby Energi and Högskolan i Norrvik are all in Varm stad, of
six in reality; Norrvik and Aby are twins, and both in Trästäder, of which nobody knows how many it has, so that 25 are
taken; Högskolan works with Trähus.
"""

from pathlib import Path

import pytest

from samverkan.analysis.context import Context
from samverkan.analysis.ties import Ties
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network
from samverkan.sources.reader import read_dataset
from samverkan.store.connect import open_store

SMALL = Path(__file__).parents[1] / "data" / "small"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ties:
    place = tmp_path_factory.mktemp("small") / "graph.lbug"
    with open_store(place, SCHEMA, write=True) as store:
        store.sync(read_dataset(SMALL, SCHEMA), time="2024-02-01T00:00:00Z")
    with open_store(place, SCHEMA) as store:
        return Ties(Context.of(read_network(store, SCHEMA)))
