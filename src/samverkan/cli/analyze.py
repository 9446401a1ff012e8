"""``samverkan analyze``: what the network is like."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from samverkan.cli import options, output
from samverkan.language import N_, _
from samverkan.model.domain import ORGANISATION_KINDS, SCHEMA
from samverkan.model.names import find, find_value

if TYPE_CHECKING:
    pass

NAMES = ("overview", "centrality", "brokers", "communities", "mixing")

SHOWN = 10
"""How many rows a table has unless said; JSON and CSV have all."""


@options.command(
    "samverkan analyze",
    "samverkan analyze brokers --county Dalarna",
    "samverkan analyze mixing --format json",
    help=N_(
        "Say what the network is like, each number with what it means and what it does not. Without a name, the "
        "overview; the others are: who is central, who stands between others, which circles there are, and which "
        "groups work with which. Persons are never measured."
    ),
)
@click.argument("name", cls=options.Argument, type=click.Choice(NAMES, case_sensitive=False), default="overview")
@click.option(
    "--kind",
    "kinds",
    cls=options.Option,
    type=click.Choice(("City", *ORGANISATION_KINDS)),
    multiple=True,
    help=N_("Only ties between actors of this kind; may be given several times."),
)
@click.option("--theme", cls=options.Option, metavar=N_("NAME"), help=N_("Only ties through activities on this theme."))
@click.option("--county", cls=options.Option, metavar=N_("NAME"), help=N_("Only ties between actors of this county."))
@click.option(
    "--limit",
    cls=options.Option,
    type=click.IntRange(1, 100_000),
    help=N_("How many rows of a list are shown; otherwise 10, and all as JSON or CSV."),
)
@options.seed_option
@options.programme_option
@options.as_of_option
@options.audience_option()
@options.db_option
@options.format_option
def analyze(
    name: str,
    kinds: tuple[str, ...],
    theme: str | None,
    county: str | None,
    limit: int | None,
    seed: int,
    programme: str | None,
    as_of: str | None,
    audience: str,
    db: str | None,
    format: str,
) -> None:
    """Analyse the network."""
    from samverkan.analysis.catalog import ANALYSES, as_record
    from samverkan.analysis.context import Context
    from samverkan.analysis.ties import Ties
    from samverkan.cli.analyzed import Page
    from samverkan.cli.entities import entities_of
    from samverkan.network.projection import narrowed, read_network
    from samverkan.store.people import read_audience

    with output.progress() as told:
        with options.loaded(db) as store:
            told(_("Reading the network"), 0, 0)
            network = read_network(store, SCHEMA)
            readers = read_audience(store, SCHEMA, audience)
        programmes = [e for e in entities_of(network.activities) if e.kind == "Programme"]
        context = Context.of(
            narrowed(network, until=as_of), as_of=as_of, programme=programme and find(programme, programmes).id
        )
        ties = Ties(
            context,
            kinds,
            theme and find(theme, entities_of(network.focus_areas)).id,
            county and find_value(county, {c for c in context.counties if c}),
        )
        analysis = ANALYSES[name]
        results = analysis.results(ties, seed, told)
    if format == "table":
        Page(ties, readers, limit or SHOWN).tell(analysis, results)
        return
    records = [_cut(as_record(result, context.network), limit) for result in results]
    if format == "json":
        about = {"as_of": context.as_of, "programme": context.programme, "kinds": list(kinds), "theme": ties.theme,
                 "county": ties.county, "seed": seed, "limit": limit}  # fmt: skip
        output.document(readers.value({"analysis": name, "parameters": about, "results": records}))
    else:
        output.records(readers.value([row for record in records for row in _rows(record)]), format, COLUMNS)


def _cut(record: dict[str, Any], limit: int | None) -> dict[str, Any]:
    """Keep the first rows of each list."""
    return {key: value[:limit] if isinstance(value, list) else value for key, value in record.items()}


COLUMNS = ("result", "grouping", "measure", "rank", "id", "name", "kind", "group", "other", "value", "expected", "p")


def _rows(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for every number of a result."""
    empty = dict.fromkeys(COLUMNS)
    empty |= {"result": record["name"], "grouping": record["parameters"].get("grouping")}
    for number in record.get("numbers", ()):
        yield empty | {name: number[name] for name in ("measure", "group", "value", "expected")}
    for row in record.get("ranked", ()):
        who = empty | {name: row[name] for name in ("rank", "id", "name", "kind")}
        if "roles" in row:
            for role, value in row["roles"].items():
                yield who | {"measure": role, "value": value, "expected": row["expected"][role]}
        else:
            yield who | {"measure": record["name"], "value": row["value"]}
    for measure in ("modularity", "stability"):
        if measure in record:
            yield empty | {"measure": measure, "value": record[measure]}
    for place, community in enumerate(record.get("communities", ()), 1):
        yield empty | {"measure": "stability", "group": str(place), "value": community["stability"]}
        for id in community["actors"]:
            yield empty | {"measure": "member", "group": str(place), "id": id}
    for group in record.get("groups", ()):
        yield empty | {"measure": "actors", "group": group["group"], "value": group["actors"]}
    for cell in record.get("cells", ()):
        told = {name: cell[name] for name in ("expected", "p")}
        yield (
            empty | told | {"measure": "ties", "group": cell["one"], "other": cell["other"], "value": cell["observed"]}
        )
