"""Which form a file has -> what reads it."""

from pathlib import Path

from samverkan.sources.findings import Findings
from samverkan.sources.foreign.grids import Grid, read_grids


def read_any(path: Path) -> tuple[list[Grid], Findings]:
    """Read a file of any form that is known, as grids.

    Raises
    ------
    InputError
        It cannot be read; the exception carries every finding.
    """
    return read_grids(path)
