"""A grid -> where its headings are, and what each column means."""

from dataclasses import replace

from samverkan.model.names import fold_case
from samverkan.sources.foreign.grids import Grid, Place
from samverkan.sources.foreign.layout import Filled, Heading, Layout, folded
from samverkan.sources.foreign.meanings import understood
from samverkan.sources.foreign.words import HALVES, NAME

_TOP = 40
"""Rows among which the headings are looked for."""


def with_whole_names(grid: Grid) -> Grid:
    """Put first and last names that have columns of their own, headings too, together in the column of the first."""
    for row, texts in enumerate(grid.rows[:_TOP]):
        headings = [*map(folded, texts)]
        halves = next(((h, HALVES[h]) for h in headings if HALVES.get(h) in headings), None)
        if halves is None:
            continue
        first, last = (headings.index(half) for half in halves)
        rows = [*grid.rows[:row]]
        for whole in grid.rows[row:]:
            cells = [*whole, *[""] * (max(first, last) + 1 - len(whole))]
            cells[first], cells[last] = " ".join(filter(None, (cells[first], cells[last]))), ""
            rows.append(cells)
        return replace(grid, rows=rows)
    return grid


def find_layout(grid: Grid) -> Layout | None:
    """Find the row of headings, and tell what its columns mean; ``None`` if no row can be one."""
    filled = Filled(grid)
    best: tuple[int, Layout] | None = None
    for row in range(min(_TOP, len(grid.rows))):
        headings = _headings(grid, filled, row)
        layout = understood(grid, filled, headings, row)
        if layout is not None:
            score = sum(1 for column in layout.columns if column.part)
            if best is None or score > best[0]:
                best = (score, layout)
    return best[1] if best else None


def _headings(grid: Grid, filled: Filled, row: int) -> list[Heading]:
    """Return the headings of a row, each with the forms to look up: of two rows, the merged cell above comes in."""
    found = []
    groups = _groups(grid, filled, row)
    width = max([len(grid.rows[row]), *(column + 1 for _, column in groups)])
    for column in range(width):
        here = (row, column)
        own = filled.text(here)
        if filled.origin(here) != here and filled.origin(here)[0] == row:
            own = ""  # the right part of a merged heading: it has none of its own
        above = filled.text((row - 1, column)) if (row - 1, column) in groups else ""
        if not own and not above:
            continue
        first = row - 1 if above else filled.origin(here)[0]
        forms = [own]
        if above:
            forms = [f"{above}: {own}", own] if own else [above]
            if fold_case(own) in NAME:
                forms.insert(0, above)
        found.append(Heading(column, ": ".join(filter(None, (above, own))), tuple(map(folded, forms)), first))
    return found


def _groups(grid: Grid, filled: Filled, row: int) -> set[Place]:
    """Return the cells right above a row that group its columns; a title over all of them groups nothing."""
    if not row or grid.lines[row] != grid.lines[row - 1] + 1:
        return set()
    wide = {place for place in filled.wide if place[0] == row - 1}
    return wide if len({filled.origin(place) for place in wide}) > 1 or len(wide) < len(grid.rows[row]) else set()
