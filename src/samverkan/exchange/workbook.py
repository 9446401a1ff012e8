"""A dataset -> an Excel workbook to work in: choices to pick from, headings that stay, a sheet that explains."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from samverkan.errors import ExchangeError
from samverkan.exchange.cells import COUNTED, counts
from samverkan.exchange.tables import tables
from samverkan.language import N_, _, language
from samverkan.model.audience import Withheld
from samverkan.model.dataset import Dataset, Value
from samverkan.model.schema import Property, Schema
from samverkan.model.words import choice_in_words, part_in_words, reading, value_in_words
from samverkan.sources.files import LEFT_OUT
from samverkan.sources.written import RUN, text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS, LETTERS = 2**20, 32_767
"""What a sheet, and a cell, can hold."""

_EXACT = 10**15
"""Numbers from here on are written as text, and those of more than sixteen digits: a spreadsheet keeps no more."""

_ESCAPES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""Two of the escapes of a workbook that share a line: no writer of it escapes them so that readers agree."""

_NARROWEST, _WIDEST, _MEASURED = 8, 60, 500
_CHOICES = 255
"""Letters that a list of choices may have."""

GUIDE = {"en": "Guide", "sv": "Vägledning"}
ABOUT = N_(
    "Every row has an id that stays the same for ever. Lists have | between their items. An empty cell is unknown. "
    "Columns in bold must have a value. This sheet is not read."
)


class Book:
    """A workbook that is being written. Every text in it stays a text, whatever it begins with.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    """

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        title = {"bg_color": "#E6EDF2", "bottom": 1, "num_format": "@"}
        self._title, self._bold_title = book.add_format(title), book.add_format({**title, "bold": True})
        self._wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})  # so that Excel makes no date of 2021-10
        self._quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self._bold = book.add_format({"num_format": "@", "bold": True})
        self._about = book.add_format({"num_format": "@", "italic": True})

    def sheet(
        self, name: str, titles: Sequence[tuple[str, bool]], widths: Sequence[int], *, row: int = 0
    ) -> "Worksheet":
        """Begin a sheet with titles, each bold or not, that stay in sight."""
        sheet = self._book.add_worksheet(name)
        for place, ((title, bold), width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(place, place, min(max(width, len(title) + 4, _NARROWEST), _WIDEST))
            sheet.write_string(row, place, title, self._bold_title if bold else self._title)
        sheet.freeze_panes(row + 1, 0)
        return sheet

    def said(self, sheet: "Worksheet", row: int, column: int, told: str, *, bold: bool = False) -> None:
        """Write a text of our own."""
        sheet.write_string(row, column, told, self._bold if bold else self._text)

    def about(self, sheet: "Worksheet", told: str) -> None:
        """Write above the titles what a sheet is for."""
        sheet.write_string(0, 0, told, self._about)

    def value(self, sheet: "Worksheet", row: int, column: int, value: Value, *, wrapped: bool = False) -> None:
        """Write a value that the reader makes the same value of.

        Raises
        ------
        ExchangeError
            A cell cannot hold it: it is too long, or looks like two escapes.
        """
        if value is None:
            return
        if isinstance(value, int | float) and float(f"{value:.16G}") == value and abs(value) < _EXACT:
            sheet.write_number(row, column, value)
            return
        written, form = text(value), self._wrapped if wrapped else self._text
        if isinstance(value, str | list) and RUN.match(written):
            form = self._quoted
            if written.startswith("'"):
                written = f"'{written}"  # the reader takes one away
        if _ESCAPES.search(written) or sheet.write_string(row, column, written, form):
            raise ExchangeError(
                _(
                    "The text in row {row}, column {column} of {table} does not fit into a cell, which holds {n} "
                    "letters. Write CSV files instead: --as csv."
                ).format(n=LETTERS, row=row + 1, column=column + 1, table=sheet.get_name())
            )

    def table(self, name: str, properties: Sequence[Property], rows: Iterable[Sequence[Value]], schema: Schema) -> None:
        """Write a table to a sheet of its own, with lists to pick from where there are choices.

        Raises
        ------
        ExchangeError
            It does not fit into a sheet.
        """
        rows = iter(rows)
        first = list(islice(rows, _MEASURED))
        widths = [max((len(text(row[place])) for row in first), default=0) + 2 for place in range(len(properties))]
        sheet = self.sheet(name, [(heading(p), p.required) for p in properties], widths)
        sheet.freeze_panes(1, 3)
        picked: dict[int, dict[str, str]] = {}
        for place, prop in enumerate(properties):
            choices = prop.choices or (tuple(t.type for t in schema.types) if prop.name == "type" else ())
            picked[place] = {choice: choice_in_words(prop.name, choice) for choice in choices}
            if choices and len(",".join(picked[place].values())) <= _CHOICES:
                rule = {"validate": "list", "source": list(picked[place].values()), "error_title": heading(prop)[:32]}
                sheet.data_validation(1, place, ROWS - 1, place, rule | {"error_message": _("Pick one of the list.")})
        row = 0
        for row, values in enumerate(chain(first, rows), start=1):
            if row == ROWS:
                raise ExchangeError(
                    _("A sheet holds {n} rows, and {table} has more. Write CSV files instead: --as csv.").format(
                        n=ROWS, table=name
                    )
                )
            for place, value in enumerate(values):
                self.value(sheet, row, place, picked[place].get(value, value) if isinstance(value, str) else value)
        sheet.autofilter(0, 0, row, len(properties) - 1)

    def guide(self, schema: Schema) -> None:
        """Write the sheet that explains every column and every type of relation."""
        names = sheet_names(schema)
        titles = (_("sheet"), _("column"), _("also called"), _("values"), _("what it is"))
        sheet = self.sheet(GUIDE[language()], [(t, True) for t in titles], (18, 24, 26, 44, 60), row=1)
        self.about(sheet, _(ABOUT))
        told: list[tuple[tuple[str, ...], bool]] = [
            ((names[table], heading(p), _also((p.name, *p.swedish), heading(p)), _values(p), _(p.about)), p.required)
            for table, properties in [
                *((n.table, n.properties) for n in schema.labels),
                (schema.table, schema.relations),
            ]
            for p in properties
        ]
        for t in schema.types:
            word, ends = choice_in_words("type", t.type), f"{_explained(t.sources)} → {_explained(t.targets)}"
            told.append(((names[schema.table], word, _also((t.type, t.swedish), word), ends, reading(t.type)), False))
        for row, (parts, bold) in enumerate(told, start=2):
            for place, part in enumerate(parts):
                self.said(sheet, row, place, part, bold=bold and place == 1)

    def left_out(self, withheld: Withheld) -> None:
        """Write the sheet that says what the export does not hold."""
        sheet = self.sheet(LEFT_OUT[language()].capitalize(), [(_("what"), True), (_("number"), True)], (40, 10))
        for row, (name, number) in enumerate(counts(withheld).items(), start=1):
            self.said(sheet, row, 0, _(COUNTED[name]))
            sheet.write_number(row, 1, number)


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """Open a new workbook for as long as it is written; the same content makes the same bytes."""
    import xlsxwriter  # only for a workbook

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    try:
        yield Book(book)
    finally:
        book.close()


def write_workbook(path: Path, dataset: Dataset, withheld: Withheld) -> None:
    """Write a sheet for each table, one that explains the columns, and one that says what is left out if anything is.

    Sheets and headings are in the language in use; the reader takes both.

    Raises
    ------
    ExchangeError
        There are more rows than a sheet, or a text is longer than a cell, can hold.
    """
    names = sheet_names(dataset.schema)
    with opened(path) as book:
        for table, properties, rows in tables(dataset):
            book.table(names[table], properties, rows, dataset.schema)
        book.guide(dataset.schema)
        if withheld:
            book.left_out(withheld)


def sheet_names(schema: Schema) -> dict[str, str]:
    """Return the name of the sheet of each table in the language in use."""
    swedish = {n.table: n.swedish for n in schema.labels} | {schema.table: schema.swedish}
    return swedish if language() == "sv" else {table: table for table in swedish}


def _values(prop: Property) -> str:
    """Say which values a column may have, or give one as an example."""
    return _explained(prop.choices) or _(prop.example)


def _explained(values: Sequence[str]) -> str:
    """List labels, kinds or sectors: in English as they are stored, for they are English words."""
    if language() == "en":
        return ", ".join(values)
    return ", ".join(part_in_words(value_in_words("sector", value)) for value in values)


def _also(words: Iterable[str], said: str) -> str:
    return ", ".join(word for word in words if word != said)


def heading(prop: Property) -> str:
    """Return the heading of a column in the language in use."""
    return prop.swedish[0] if language() == "sv" and prop.swedish else prop.name
