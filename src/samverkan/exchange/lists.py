"""A list of suggestions or gaps -> a workbook to work in: who decides what, and when."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from samverkan.exchange.workbook import opened
from samverkan.language import N_, _

TO_FILL_IN = {"decision": N_("decision"), "by_whom": N_("by whom"), "note": N_("note")}
"""Columns at the end that are empty, and for whoever works with the list."""

DECISIONS = (N_("yes"), N_("later"), N_("no"))
_WIDE = ("text", "reasons")


def write_list(path: Path, name: str, rows: Iterable[Mapping[str, Any]], headings: Mapping[str, str]) -> None:
    """Write records to a sheet whose headings stay, with columns to fill in at its end.

    Parameters
    ----------
    path : Path
    name : str
        Of the sheet.
    rows : iterable of mapping
        Texts, numbers, lists of texts or ``None``, by the names of ``headings``.
    headings : mapping of str to str
        Name of each column -> its heading.
    """
    titles: Sequence[str] = [*headings.values(), *map(_, TO_FILL_IN.values())]
    widths = [*(60 if column in _WIDE else 22 for column in headings), 12, 20, 40]
    with opened(path) as book:
        sheet = book.sheet(name, [(title, True) for title in titles], widths)
        row = 0
        for row, record in enumerate(rows, start=1):
            for place, column in enumerate(headings):
                book.value(sheet, row, place, record[column], wrapped=column in _WIDE)
        last = max(row, 1)
        sheet.data_validation(
            1, len(headings), last, len(headings), {"validate": "list", "source": [_(d) for d in DECISIONS]}
        )
        sheet.autofilter(0, 0, last, len(titles) - 1)
