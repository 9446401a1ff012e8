"""``samverkan sheet``: what is known of a city, as a workbook that its coordinator corrects."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from samverkan.cli import options, output
from samverkan.language import N_, _
from samverkan.model.domain import SCHEMA

if TYPE_CHECKING:
    from samverkan.model.dataset import Dataset


@options.command(
    "samverkan sheet --city Gävle",
    "samverkan sheet --city Gävle --audience partner",
    "samverkan sheet --all-cities --out sheets",
    help=N_(
        "Write what is known of a city – facts, projects, partners, twins, themes, people, each with its source – as a "
        "workbook to be mailed to its coordinator. There it is corrected (“still so”, “ended”, “wrong”, new rows), and "
        "read back with `samverkan import`, which shows the difference first. What the sheet does not show is not "
        "touched. Sheets are in Swedish unless --lang says otherwise."
    ),
)
@click.option(
    "--city",
    "cities",
    cls=options.Option,
    multiple=True,
    metavar=N_("NAME"),
    help=N_("Write the sheet of this city; may be given several times."),
)
@options.flag("--all-cities", N_("Write the sheets of all known member cities."))
@options.audience_option(file=True)
@click.option(
    "--out",
    cls=options.Option,
    type=click.Path(path_type=Path),
    default=Path(),
    metavar=N_("FOLDER"),
    help=N_("Where the sheets are written; otherwise where you are. Of one city it may be a file that ends in .xlsx."),
)
@options.overwrite_flag
@options.db_option
def sheet(cities: tuple[str, ...], all_cities: bool, audience: str, out: Path, overwrite: bool, db: str | None) -> None:
    """Write the sheets of cities."""
    from samverkan.exchange.city_sheet import write_city_sheet
    from samverkan.model.audience import Audience
    from samverkan.store.base import stored_dataset

    if not (cities or all_cities):
        raise click.UsageError(_("Say of which city: --city NAME, or --all-cities."))
    with output.progress() as progress:
        with options.loaded(db) as store:
            whole = stored_dataset(store, SCHEMA, progress=progress)
        chosen = _chosen(whole, cities, all_cities=all_cities)
        paths = _paths(out, chosen)
        for path in paths.values():
            options.free_file(path, overwrite=overwrite)
        seen, _withheld = Audience.of_dataset(audience, whole).dataset(whole)
        for path in paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        for done, (city, path) in enumerate(paths.items()):
            progress(path.stem, done, len(paths))
            with options.in_language(options.page_language()):
                write_city_sheet(path, seen, city, audience)
    for path in paths.values():
        output.line(str(path))


def _paths(out: Path, cities: list[str]) -> dict[str, Path]:
    """Return where the sheet of each city goes: into a folder, or into a file that is named if it is one."""
    if out.suffix.casefold() == ".xlsx" and not out.is_dir():
        if len(cities) > 1:
            raise click.UsageError(
                _("{path} is one file, and there are several cities. Name a folder.").format(path=out)
            )
        return dict.fromkeys(cities, out)
    if out.exists() and not out.is_dir():
        raise click.UsageError(_("{path} is no folder, and no file that ends in .xlsx.").format(path=out))
    return {city: out / f"{city.partition(':')[2]}.xlsx" for city in cities}


def _chosen(dataset: "Dataset", names: tuple[str, ...], *, all_cities: bool) -> list[str]:
    """Return the ids of the cities that are meant, each once."""
    from samverkan.model.names import Entity, find
    from samverkan.network.programme import main_programme, members
    from samverkan.network.projection import network_of

    entities = [
        Entity(str(row["id"]), "City", "City", str(row["name"]), tuple(map(str, row["aliases"] or ())))  # type: ignore[arg-type]
        for row in dataset.rows("City")
    ]
    ids = [find(name, entities).id for name in names]
    if all_cities:
        network = network_of(dataset)
        programme = main_programme(network)
        known = members(network, programme) if programme else frozenset()
        ids += sorted(id for id in known if dataset.labels[id] == "City")
    return list(dict.fromkeys(ids))
