"""Fixtures that make real things, and that the whole run shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from checkout import ROOT
from neo4j_fixtures import Servers

settings.register_profile("samverkan", deadline=None)  # on a busy machine any example can take long
settings.load_profile("samverkan")


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


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in this hook too
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the tests out by file, as most fixtures are of one, and all that want a Neo4j server to one process.

    Each process has its own session: two would start every server twice.
    """
    for item in items:
        wants_server = {"servers", "weak"} & set(getattr(item, "fixturenames", ()))
        item.add_marker(pytest.mark.xdist_group("servers" if wants_server else item.path.stem))
