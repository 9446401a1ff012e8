"""``samverkan new``: something to begin with."""

from pathlib import Path

import click

from samverkan.cli import options, output
from samverkan.language import N_, _
from samverkan.model.domain import SCHEMA
from samverkan.shell import argument


@options.command(
    "samverkan new my-network",
    "samverkan new my-network.xlsx --lang sv",
    "samverkan new --example libraries",
    help=N_(
        "Write an empty folder of CSV files, or an empty Excel workbook, with examples and notes: to begin a network "
        "of your own. With --example write a small network of libraries and reading, made up, to try the tool on."
    ),
)
@click.argument("path", cls=options.Argument, type=click.Path(path_type=Path), metavar=N_("PATH"))
@options.flag("--example", N_("Write the small network that comes with the tool."))
@options.overwrite_flag
def new(path: Path, example: bool, overwrite: bool) -> None:
    """Write something to begin with."""
    ending = path.suffix.casefold()
    if ending not in ("", ".xlsx"):
        raise click.BadParameter(
            _("Give the name of a folder, or of a workbook that ends in .xlsx."), param_hint=_("PATH")
        )
    if ending:
        options.free_file(path, overwrite=overwrite)
    else:
        options.free_folder(path)
    from samverkan.exchange import template
    from samverkan.exchange.tables import write_folder
    from samverkan.exchange.workbook import write_workbook
    from samverkan.model.audience import Withheld
    from samverkan.whole import whole_file, whole_folder

    with whole_file(path) if ending else whole_folder(path) as made:
        if not example:
            write = template.write_template_workbook if ending else template.write_template_folder
            write(made, SCHEMA, str(path))
        elif ending:
            write_workbook(made, template.example(SCHEMA), Withheld())
        else:
            write_folder(made, template.example(SCHEMA), Withheld())
    output.line(
        _("{path} is written. `samverkan check {file}` says what is wrong in it.").format(
            path=path, file=argument(path)
        )
    )
    if example:
        output.line(
            _("Try `samverkan load {file} --db {store}`, then a question with the same --db.").format(
                file=argument(path), store=argument(f"{path}.lbug")
            )
        )
