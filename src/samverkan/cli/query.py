"""``samverkan query``: a question that has a name, or a query in a file."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from samverkan.cli import options, output
from samverkan.cli.entities import finder, reader_of_values
from samverkan.errors import ParameterError
from samverkan.language import N_, _
from samverkan.model.words import value_in_words
from samverkan.store.base import Rows
from samverkan.store.queries import NamedQuery, Parameter, arguments, named_queries, queries_folder, read_query


def _given(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Take ``key=value`` apart."""
    given: dict[str, str] = {}
    for written in values:
        name, sign, value = written.partition("=")
        if not sign or not name:
            raise click.BadParameter(_("“{text}” is not of the form key=value.").format(text=written))
        if name in given:
            raise click.BadParameter(_("{name} is given twice.").format(name=name))
        given[name.removeprefix("$")] = value
    return given


@options.command(
    "samverkan query",
    "samverkan query members",
    "samverkan query city-partners --param city=Gävle --format csv",
    "samverkan query my-question.cypher",
    help=N_(
        "Answer a question that has a name, or run a query of your own from a file. Without a name, list the "
        "questions. A query only reads, and shows what is there, people included. A parameter that is a city or the "
        "like takes its name as people write it."
    ),
)
@click.argument("question", cls=options.Argument, required=False, metavar=N_("[NAME | FILE]"))
@click.option(
    "--param",
    "given",
    cls=options.Option,
    multiple=True,
    metavar=N_("KEY=VALUE"),
    callback=_given,
    help=N_("A parameter of the query; may be given several times."),
)
@options.db_option
@options.format_option
def query(question: str | None, given: dict[str, str], db: str | None, format: str) -> None:
    """Answer a question."""
    if question is None:
        tell_questions(named_queries().values(), format)
        return
    path = path_of(question)
    asked = read_query(path)
    with options.loaded(db) as store:
        try:
            values = arguments(asked, given, finder(store), reader_of_values(store))
        except ParameterError as error:  # the command was wrong
            raise click.UsageError(str(error)) from error
        rows = store.query(asked.statement, values)
    tell(rows, format, with_ids=path.parent != queries_folder())


def path_of(question: str) -> Path:
    """Return the file of a question: one of the tool's by its name, or any other by its path."""
    named = queries_folder() / f"{question}.cypher"
    if named.name == f"{question}.cypher" and named.is_file():
        return named
    if Path(question).is_file():
        return Path(question)
    if question.endswith(".cypher"):
        name = Path(question).stem
        problem = _("There is no file {path}.").format(path=question)
        if (queries_folder() / f"{name}.cypher").is_file():
            problem += " " + _("The question {name} needs none: `samverkan query {name}`.").format(name=name)
        raise click.BadParameter(problem, param_hint=_("[NAME | FILE]"))
    nearest = difflib.get_close_matches(question, [path.stem for path in sorted(queries_folder().glob("*.cypher"))])
    if not nearest:  # by what it asks, which is in the language in use
        asking = [q.name for q in named_queries().values() if question.casefold() in q.question.casefold()]
        nearest = difflib.get_close_matches(question, asking, cutoff=0)
    raise click.BadParameter(
        _("There is no question called “{name}”, and no such file.").format(name=question)
        + (" " + _("Did you mean: {names}?").format(names=", ".join(nearest)) if nearest else "")
        + (" " + _("`samverkan query` lists them all.")),
        param_hint=_("[NAME | FILE]"),
    )


def tell_questions(queries: Any, format: str) -> None:
    """List the questions in the language in use."""
    if format == "json":
        output.document([as_record(asked) for asked in queries])
        return
    output.records(
        [
            {"name": q.name, "question": q.question, "parameters": [with_default(p, format) for p in q.parameters]}
            for q in queries
        ],
        format,
        ("name", "question", "parameters"),
    )


def as_record(asked: NamedQuery) -> dict[str, Any]:
    """Return a question in the form that ``docs/cli.md`` documents."""
    return {
        "name": asked.name,
        "question": asked.question,
        "parameters": [
            {
                "name": p.name,
                "kind": p.declared,
                "default": p.default,
                "about": p.in_words,
            }
            for p in asked.parameters
        ],
    }


def with_default(parameter: Parameter, format: str) -> str:
    """Name a parameter and, if it has one, its default: in a table as a shell takes them."""
    if parameter.default is None:
        return parameter.name
    written = f"{parameter.name}={parameter.default}"
    return f'"{written}"' if " " in written and format == "table" else written


def tell(rows: Rows, format: str, *, with_ids: bool) -> None:
    """Print the answer, in the order in which the store gave it; a table may do without the ids of what it names."""
    if format == "json":
        output.document(rows.records())
    elif format == "csv":
        output.comma_separated(rows.rows, rows.columns)
    else:
        shown = [place for place, column in enumerate(rows.columns) if with_ids or not is_named(column, rows.columns)]
        columns = [rows.columns[place] for place in shown]
        told = [in_words(columns, [row[place] for place in shown]) for row in rows.rows]
        output.table(told, [output.heading(column) for column in columns])
    if not rows.rows:
        output.say(_("Nothing was found."))


def is_named(column: str, columns: Sequence[str]) -> bool:
    """Tell whether a column holds the ids of what another one names: ``id``, or ``city_id`` beside ``city``."""
    return column == "id" or (column.endswith("_id") and column.removesuffix("_id") in columns)


def in_words(columns: Sequence[str], row: Sequence[Any]) -> list[Any]:
    """Word the values of a row that the model knows."""
    return [value_in_words(column, value) for column, value in zip(columns, row, strict=True)]
