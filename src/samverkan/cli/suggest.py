"""``samverkan suggest``: whom a city or an organisation ought to know, why, and who can introduce them."""

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from samverkan.cli import options, output
from samverkan.cli.words import kind_in_words
from samverkan.language import N_, _, ngettext
from samverkan.model.domain import ORGANISATION_KINDS, SCHEMA

REASONS = 2
"""How many reasons of a suggestion the list for people shows; JSON has all."""


@options.command(
    "samverkan suggest --city Gävle",
    'samverkan suggest --organisation "Borlänge Energi" --kind City --format json',
    help=N_("Suggest with whom a joint project is likely to come about, with the reasons and their sources."),
)
@click.option("--city", cls=options.Option, metavar=N_("NAME"), help=N_("The city that looks for partners."))
@click.option(
    "--organisation", cls=options.Option, metavar=N_("NAME"), help=N_("The organisation that looks for partners.")
)
@click.option(
    "--purpose",
    cls=options.Option,
    type=click.Choice(("project",)),
    help=N_("What the partners are for; otherwise every purpose there is."),
)
@click.option(
    "--kind",
    "kinds",
    cls=options.Option,
    type=click.Choice(("City", *ORGANISATION_KINDS)),
    multiple=True,
    help=N_("Suggest only actors of this kind; may be given several times."),
)
@click.option(
    "--limit",
    cls=options.Option,
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help=N_("How many are suggested at most."),
)
@options.db_option
@options.format_option
def suggest(
    city: str | None,
    organisation: str | None,
    purpose: str | None,
    kinds: tuple[str, ...],
    limit: int,
    db: str | None,
    format: str,
) -> None:
    """Suggest partners."""
    if (city is None) == (organisation is None):
        raise click.UsageError(_("Give either --city NAME or --organisation NAME."))
    from samverkan.analysis.suggestions import suggest_project_partners
    from samverkan.cli.entities import read_entities
    from samverkan.model.names import find
    from samverkan.network.projection import read_network
    from samverkan.store.base import read_nodes

    with options.loaded(db) as store:
        subject = find(city or organisation or "", read_entities(store, ("City" if city else "Organisation",)))
        network = read_network(store, SCHEMA)
        titles = read_nodes(store, "Source", ("id", "name", "url")) if format == "table" else []
    answer = suggest_project_partners(network, subject.id, kinds=kinds, limit=limit).as_record()
    if format == "json":
        output.document([answer] if purpose is None else answer)
    elif format == "csv":
        output.records(list(_rows(answer)), format, COLUMNS)
    else:
        _tell(answer, network.name, {id: rest for id, *rest in titles})


COLUMNS = ("subject", "purpose", "rank", "id", "name", "kind", "score", "band", "reasons")


def _rows(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for s in answer["suggestions"]:
        shared = {name: s[name] for name in ("rank", "id", "name", "kind", "score", "band")}
        reasons = " ".join(reason["text"] for reason in s["reasons"])
        yield {"subject": answer["subject"]["id"], "purpose": answer["purpose"], **shared, "reasons": reasons}


DATA = {
    "full": "",
    "thin": N_("little is known"),
    "none": N_("nothing is known"),
}


def _tell(answer: dict[str, Any], name: Callable[[str], str], titles: dict[str, Sequence[str | None]]) -> None:
    """Print the suggestions for people: who, why, by whom, and the sources below."""
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    output.line(_("Partners for a joint project: {name}").format(name=answer["subject"]["name"]))
    if not answer["suggestions"]:
        output.line("")
        output.line(_("Nobody can be suggested: no working tie that is known leads to anybody new."))
    cited: dict[str, int] = {}
    for s in answer["suggestions"]:
        known = ", ".join(filter(None, [kind_in_words(s["kind"]), _(DATA[s["data"]])]))
        output.line("")
        output.line(f"{s['rank']:>2}. {s['name']} ({known})")
        for reason in s["reasons"][:REASONS]:
            sources = dict.fromkeys(source for row in reason["evidence"] for source in row["sources"])
            marks = "".join(f" [{cited.setdefault(source, len(cited) + 1)}]" for source in sources)
            _indented(reason["text"] + marks, width)
        if (more := len(s["reasons"]) - REASONS) and more > 0:
            _indented(ngettext("And {n} more reason.", "And {n} more reasons.", more).format(n=more), width)
        path = s["introduction"][1:-1]
        if path:
            _indented(_("Can introduce you: {names}.").format(names=", ".join(map(name, path))), width)
    if cited:
        output.line("")
        output.line(_("Sources"))
    for source, number in cited.items():
        title, address = titles[source]
        output.line(f"[{number}] {title}" + (f", {address}" if address else ""))


def _indented(text: str, width: int) -> None:
    for part in textwrap.wrap(text, max(width - 4, 30), break_long_words=False, break_on_hyphens=False):
        output.line(f"    {part}")
