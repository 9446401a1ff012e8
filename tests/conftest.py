"""Fixtures that make real things, and that the whole run shares."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from checkout import ROOT
from neo4j_fixtures import NAMED, Servers

settings.register_profile("samverkan", deadline=None)  # on a busy machine any example can take long
settings.load_profile("samverkan")


def pytest_xdist_auto_num_workers() -> int | None:
    """Keep to one process where a server is named: two would empty it under each other."""
    return 1 if os.environ.get(NAMED) else None


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The Neo4j servers; none is started before a test asks for it.

    It stands here and nowhere else: every file that imported it would have a fixture of its own, and start its own.
    """
    made = Servers(tmp_path_factory.mktemp("neo4j"))
    yield made
    made.stop()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The curated network of this checkout."""
    return ROOT / "graph_data"
