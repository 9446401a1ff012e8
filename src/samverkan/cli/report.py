"""``samverkan report``: the programme's report and the dossiers of cities, as pages that need nothing but a browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samverkan.cli import options, output
from samverkan.errors import NameMatchError, OtherKindError
from samverkan.language import N_, _
from samverkan.model.domain import SCHEMA

if TYPE_CHECKING:
    from samverkan.model.names import Entity
    from samverkan.report.material import Material

OUT = Path("reports")
"""Folder that pages are written to, unless another is given."""


@options.command(
    "samverkan report",
    "samverkan report --city Gävle --open",
    "samverkan report --all-cities --audience partner --out partner-reports",
    help=N_(
        "Write the programme's report, reports/index.html, and with --city or --all-cities a dossier for a city. Each "
        "is one file that works alone, without a network. They are in Swedish unless --lang says otherwise."
    ),
)
@click.option(
    "--city",
    "cities",
    cls=options.Option,
    multiple=True,
    metavar=N_("NAME"),
    help=N_("Write the dossier of this city as well; may be given several times."),
)
@options.flag("--all-cities", N_("Write the dossiers of all known member cities as well."))
@options.audience_option(file=True)
@click.option(
    "--out",
    cls=options.Option,
    type=click.Path(file_okay=False, path_type=Path),
    default=OUT,
    metavar=N_("FOLDER"),
    help=N_("Where the pages are written; otherwise reports."),
)
@options.flag("--open", N_("Show the first page in the browser when it is written."))
@click.option(
    "--seed",
    cls=options.Option,
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    metavar=N_("NUMBER"),
    help=N_("Of what is left to chance; otherwise 1."),
)
@click.option(
    "--accessibility-statement",
    "statement",
    cls=options.Option,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=N_("FILE"),
    help=N_(
        "A TOML file that says how accessible the pages are, for the statement that the law asks of public bodies."
    ),
)
@click.option(
    "--positions",
    cls=options.Option,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=N_("FILE"),
    help=N_(
        "Where everybody is in the picture: read from this file if it is there, so that nobody moves since last time, "
        "and written to it."
    ),
)
@options.as_of_option
@options.db_option
def report(
    cities: tuple[str, ...],
    all_cities: bool,
    audience: str,
    out: Path,
    open: bool,
    seed: int,
    statement: Path | None,
    positions: Path | None,
    as_of: str | None,
    db: str | None,
) -> None:
    """Write the reports."""
    from samverkan.report.dossier import city_page
    from samverkan.report.figure import place_network
    from samverkan.report.material import Material
    from samverkan.report.page import Wanted
    from samverkan.report.pictures import positions_text, read_positions
    from samverkan.report.programme import programme_page
    from samverkan.report.results import Results
    from samverkan.report.statement import read_statement
    from samverkan.whole import write_whole

    before = read_positions(positions) if positions and positions.exists() else None
    wanted = Wanted(read_statement(statement) if statement else None, before)
    written = []
    with options.loaded(db) as store, output.progress() as progress:
        material = Material.read(store, SCHEMA, audience, as_of=as_of)
        chosen = _cities(material, cities, all_cities)
        with options.in_language(options.page_language()):
            results = Results.of(store, material, seed=seed, progress=progress)
    with output.progress() as progress:
        progress(_("The programme’s report"), 0, 1 + len(chosen))
        with options.in_language(options.page_language()):
            page = programme_page(results, wanted)
        written.append(out / "index.html")
        write_whole(written[-1], page)
        if positions:
            write_whole(positions, positions_text(place_network(material.context, before, seed=seed)))
        for done, city in enumerate(chosen, start=1):
            progress(material.name(city), done, 1 + len(chosen))
            with options.in_language(options.page_language()):
                page = city_page(results, city, wanted)
            written.append(out / "cities" / f"{city.partition(':')[2]}.html")
            write_whole(written[-1], page)
    for path in written:
        output.line(str(path))
    if open:
        import webbrowser

        first = written[1] if cities else written[0]
        if not webbrowser.open(first.resolve().as_uri()):
            output.say(_("No browser was found. Open {path} yourself.").format(path=first))


def _cities(material: "Material", names: Sequence[str], every: bool) -> list[str]:
    """Find the cities that a dossier is wanted of, each once: those that are named, then all members."""
    from samverkan.cli.entities import entities_of

    actors = material.context.network.actors
    known = entities_of(actors)
    found = [_city(name, known) for name in names]
    if every:
        found += [actors["id"][place] for place in material.members]
    return list(dict.fromkeys(found))


def _city(name: str, known: "Sequence[Entity]") -> str:
    """Find a city by its name; another actor of that name is told from it."""
    from samverkan.model.names import find
    from samverkan.model.words import a_kind

    try:
        return find(name, [e for e in known if e.kind == "City"]).id
    except NameMatchError as error:
        if error.matches:
            raise
        try:
            other = find(name, known)
        except NameMatchError:
            raise error from None
        raise OtherKindError(name, [other], a_kind(other.kind), a_kind("City")) from error
