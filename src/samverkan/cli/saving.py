"""``--save FILE.xlsx``: an answer as a workbook to work in, for whom files are otherwise: the public."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from samverkan.cli import options, output
from samverkan.language import N_, _
from samverkan.model.words import value_in_words

HEADINGS = {
    "subject": N_("for"),
    "purpose": N_("purpose"),
    "rank": N_("rank"),
    "id": "id",
    "name": N_("name"),
    "kind": N_("kind"),
    "score": N_("score"),
    "band": N_("near or a stretch"),
    "reasons": N_("reasons"),
    "change": N_("opened or closed"),
    "type": N_("gap"),
    "severity": N_("severity"),
    "confidence": N_("how sure"),
    "who": N_("who"),
    "text": N_("what"),
    "value": N_("observed"),
    "expected": N_("expected"),
    "bridge": N_("could bridge it"),
    "candidates": N_("could fill it"),
}
"""Headings of the columns that a list may have."""

DIGITS = 3
"""Of a number in a list to work with."""


class Workbook(click.ParamType[Path]):
    """The path of a workbook that may be written."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse a name that does not end as that of a workbook."""
        path = Path(value)
        if path.suffix.casefold() != ".xlsx":
            self.fail(_("The name of this file should end in {ending}.").format(ending=".xlsx"), param, ctx)
        return path


def save_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--save`` and ``--overwrite`` to a command."""
    return click.option(
        "--save",
        cls=options.Option,
        type=Workbook(),
        metavar=N_("FILE"),
        help=N_("Write the list as an Excel workbook to work in, and print nothing else; for the public unless said."),
    )(options.overwrite_flag(function))


def audience_of(save: Path | None, audience: str, *, overwrite: bool) -> str:
    """Return for whom an answer is, which is a file if it is saved; refuse one that is there already."""
    if save is None:
        return audience
    options.free_file(save, overwrite=overwrite)
    return audience if options.was_given("audience") else "public"


def save_list(save: Path, name: str, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write records to a workbook, worded in the language in use, and print its path."""
    from samverkan.exchange.lists import write_list
    from samverkan.whole import whole_file

    worded = ({c: _worded(c, row[c]) for c in columns} for row in rows)
    with whole_file(save) as made:
        write_list(made, name, worded, {column: _(HEADINGS[column]) for column in columns})
    output.line(str(save))


def _worded(column: str, value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    return list(value) if isinstance(value, tuple) else value_in_words(column, value)
