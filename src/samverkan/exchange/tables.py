"""A dataset -> a folder of CSV files: plain, or as a Swedish Excel opens them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from samverkan.exchange.cells import COUNTED, counts
from samverkan.language import _
from samverkan.model.audience import Withheld
from samverkan.model.dataset import Dataset, Value
from samverkan.model.schema import Kind, Property
from samverkan.sources.files import LEFT_OUT
from samverkan.sources.written import safe


def write_folder(path: Path, dataset: Dataset, withheld: Withheld, *, for_excel: bool = False) -> None:
    """Write a file for each table, and one that says what is left out if anything is.

    Parameters
    ----------
    path : Path
        An empty folder.
    dataset : Dataset
    withheld : Withheld
    for_excel : bool
        With a semicolon, a decimal comma and a byte order mark, as an Excel in Swedish opens them.
    """
    for table, properties, rows in tables(dataset):
        numbers = [for_excel and p.kind is Kind.NUMBER for p in properties]
        cells = (
            [safe(v).replace(".", ",") if comma else safe(v) for v, comma in zip(row, numbers, strict=True)]
            for row in rows
        )
        write_rows(path / f"{table}.csv", [p.name for p in properties], cells, for_excel=for_excel)
    if withheld:
        told = [[_(COUNTED[name]), str(n)] for name, n in counts(withheld).items()]
        write_rows(path / f"{LEFT_OUT['en']}.csv", [_("what"), _("number")], told, for_excel=for_excel)


def tables(dataset: Dataset) -> Iterator[tuple[str, Sequence[Property], Iterator[tuple[Value, ...]]]]:
    """Go through the tables of a dataset: name, columns, rows. An optional one without rows is left out."""
    schema = dataset.schema
    for node in schema.labels:
        columns = dataset.nodes[node.label]
        if columns["id"] or not node.optional:
            yield node.table, node.properties, zip(*(columns[p.name] for p in node.properties), strict=True)
    yield schema.table, schema.relations, chain.from_iterable(_relations(dataset, t) for t in dataset.relationships)


def _relations(dataset: Dataset, type: str) -> Iterator[tuple[Value, ...]]:
    columns = {**dataset.relationships[type], "type": [type] * len(dataset.relationships[type]["from"])}
    return zip(*(columns[p.name] for p in dataset.schema.relations), strict=True)


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], *, for_excel: bool = False) -> None:
    """Write a CSV file; with a semicolon and a byte order mark for a Swedish Excel."""
    encoding, delimiter = ("utf-8-sig", ";") if for_excel else ("utf-8", ",")
    with path.open("w", encoding=encoding, newline="") as file:
        # "\r\n" makes the writer quote a lone carriage return; a cell keeps its own line ends
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows(rows)
