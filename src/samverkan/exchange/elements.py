"""A dataset as the nodes and edges of other tools."""

from collections.abc import Iterator
from typing import Any

from samverkan.model.dataset import Dataset

ASIDE = "Source"
"""The label whose rows are no nodes of a network: what rests on them names them by id."""


def nodes(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Go through the nodes but the sources: every column of the label, ``None`` where nothing is known."""
    for node in dataset.schema.labels:
        if node.label != ASIDE:
            yield from dataset.rows(node.label)


def edges(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Go through the relations: every column of the table, ``type`` among them."""
    for type in dataset.relationships:
        for row in dataset.rows(type):
            yield {**row, "type": type}


def first_day(date: str) -> str:
    """Return the first day that a date may mean.

    Examples
    --------
    >>> first_day("2021"), first_day("2021-10"), first_day("2021-10-05")
    ('2021-01-01', '2021-10-01', '2021-10-05')
    """
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def last_day(date: str) -> str:
    """Return the last day that a date may mean.

    Examples
    --------
    >>> last_day("2024"), last_day("2024-02"), last_day("2024-02-05")
    ('2024-12-31', '2024-02-29', '2024-02-05')
    """
    from calendar import monthrange

    if len(date) == 4:
        return f"{date}-12-31"
    year, month, *day = (int(part) for part in date.split("-"))
    return date if day else f"{date}-{monthrange(year, month)[1]:02}"
