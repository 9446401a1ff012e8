"""``samverkan export``: what is loaded, as files that other tools open."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samverkan.cli import options, output
from samverkan.language import N_, _, ngettext
from samverkan.model.domain import SCHEMA

if TYPE_CHECKING:
    from samverkan.model.audience import Withheld
    from samverkan.model.dataset import Dataset

FORMS = {"xlsx": ".xlsx", "kumu": ".xlsx", "gexf": ".gexf", "graphml": ".graphml", "json": ".json"}
"""What is one file, and the ending of its name."""

FOLDERS = ("csv", "excel-csv")


@options.command(
    "samverkan export network.xlsx --audience internal",
    "samverkan export network.gexf",
    "samverkan export for-excel --as excel-csv",
    "samverkan export map.xlsx --as kumu --audience partner",
    help=N_(
        "Write what is loaded as an Excel workbook, a folder of CSV files, or a file for Gephi, Kumu or networkx. The "
        "workbook and the CSV files come back by `samverkan load`, unchanged if nobody was left out."
    ),
)
@click.argument("path", cls=options.Argument, type=click.Path(path_type=Path), metavar=N_("PATH"))
@click.option(
    "--as",
    "form",
    cls=options.Option,
    type=click.Choice((*FORMS, *FOLDERS)),
    help=N_(
        "What is written; otherwise what the ending of the name says, and CSV files for a name without one. excel-csv "
        "is with semicolons, as a Swedish Excel opens them."
    ),
)
@options.audience_option(file=True)
@options.overwrite_flag
@options.db_option
def export(path: Path, form: str | None, audience: str, overwrite: bool, db: str | None) -> None:
    """Write what is loaded as files."""
    form = form or _meant(path)
    if form in FORMS and path.suffix.casefold() != FORMS[form]:
        raise click.BadParameter(
            _("The name of this file should end in {ending}.").format(ending=FORMS[form]), param_hint=_("PATH")
        )
    if form in FORMS:
        options.free_file(path, overwrite=overwrite)
    else:
        options.free_folder(path)
    from samverkan.model.audience import Audience
    from samverkan.store.base import stored_dataset

    with output.progress() as progress:
        with options.loaded(db) as store:
            whole = stored_dataset(store, SCHEMA, progress=progress)
        seen, withheld = Audience.of_dataset(audience, whole).dataset(whole)
        del whole
        _write(path, form, seen, withheld)
    output.line(str(path))
    if withheld:
        output.say(told(withheld, audience))


def _meant(path: Path) -> str:
    """Tell from the name of a path what is to be written there."""
    ending = path.suffix.casefold()
    form = next((form for form, usual in FORMS.items() if usual == ending), None)
    if form is None and ending:
        raise click.BadParameter(
            _("“{ending}” is no ending that is known here: {endings}, or none for a folder of CSV files.").format(
                ending=ending, endings=", ".join(dict.fromkeys(FORMS.values()))
            ),
            param_hint=_("PATH"),
        )
    return form or "csv"


def _write(path: Path, form: str, dataset: "Dataset", withheld: "Withheld") -> None:
    from samverkan.whole import whole_file, whole_folder

    if form in FOLDERS:
        from samverkan.exchange.tables import write_folder

        with whole_folder(path) as made:
            write_folder(made, dataset, withheld, for_excel=form == "excel-csv")
    else:
        with whole_file(path) as made:
            _writer(form)(made, dataset, withheld)


def _writer(form: str) -> "Callable[[Path, Dataset, Withheld], None]":
    if form == "xlsx":
        from samverkan.exchange.workbook import write_workbook

        return write_workbook
    if form == "kumu":
        from samverkan.exchange.kumu import write_kumu

        return write_kumu
    from samverkan.exchange import graphs

    return {"gexf": graphs.write_gexf, "graphml": graphs.write_graphml, "json": graphs.write_json}[form]


def told(withheld: "Withheld", audience: str) -> str:
    """Say how much an audience does not get."""
    from samverkan.model.audience import IN_WORDS

    parts = (
        ngettext("{n} person", "{n} people", withheld.people).format(n=withheld.people),
        ngettext("{n} relation", "{n} relations", withheld.relations).format(n=withheld.relations),
        ngettext("{n} text", "{n} texts", withheld.texts).format(n=withheld.texts),
    )
    return _("Left out for the audience {audience}: {people}, {relations} to people, {texts} that name people.").format(
        audience=_(IN_WORDS[audience]), people=parts[0], relations=parts[1], texts=parts[2]
    )
