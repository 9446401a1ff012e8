"""Fixtures that make real things."""

from pathlib import Path

import pytest

from checkout import ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The curated network of this checkout."""
    return ROOT / "graph_data"
