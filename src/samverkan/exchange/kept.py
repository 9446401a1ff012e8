"""What a workbook of ours keeps for itself, as JSON in cells that nobody is to change: written, and read with care."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from samverkan.errors import InputError
from samverkan.language import N_
from samverkan.model.domain import SCHEMA
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.foreign.grids import Grid, Place

Made = TypeVar("Made")

CHANGED = N_(
    "What the workbook keeps for itself in this row was changed. Take the workbook as it was written, or write it anew."
)


def packed(value: Any) -> str:
    """Write JSON that comes through a workbook whole: what looks like an escape of its own is written otherwise."""
    return json.dumps(value, ensure_ascii=False).replace("_x", "\\u005fx")


def unpacked(grid: Grid, place: Place, make: Callable[[Any], Made]) -> Made:
    """Make something of what a cell keeps.

    Parameters
    ----------
    grid : Grid
    place : tuple of (int, int)
    make : callable
        Gets what the cell keeps; does no more than to put it into its form.

    Raises
    ------
    InputError
        Somebody changed the cell: it is no JSON, or not of the form.
    """
    try:
        return make(json.loads(grid.text(place)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        findings = Findings()
        line = grid.lines[place[0]] if place[0] < len(grid.lines) else None
        findings.add(Finding(grid.name, line, None, Code.UNREADABLE, CHANGED, {}))
        raise InputError(findings) from error


def texts(values: Any) -> tuple[str, ...]:
    """Return a list of texts as a tuple; ``TypeError`` if it is none."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(values)
    return tuple(values)


def text(value: Any) -> str:
    """Return a text; ``TypeError`` if it is none."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def kinds(values: Any) -> tuple[str, ...]:
    """Return kinds of the model; ``KeyError`` if one is none."""
    for kind in texts(values):
        SCHEMA.label_of_kind[kind]
    return texts(values)


def values(of: Any, known: Iterable[str]) -> dict[str, Any]:
    """Return the values of known columns; ``TypeError`` if one is no value."""
    found = {name: of[name] for name in known if name in of}
    for value in found.values():
        if not isinstance(value, str | int | float | None) and texts(value) is None:
            raise TypeError(value)
    return found
