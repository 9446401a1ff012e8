"""Fixtures that make real things."""

from pathlib import Path

import pytest

from checkout import ROOT
from neo4j_fixtures import servers

__all__ = ["servers"]  # here, so that the whole run shares them


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The curated network of this checkout."""
    return ROOT / "graph_data"
