"""``samverkan suggest``: whom a city or an organisation ought to know, why, and who can introduce them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan.cli import options, output
from samverkan.cli.saving import audience_of, save_list, save_option
from samverkan.errors import NameMatchError, OtherKindError
from samverkan.language import N_, _, swedish_key
from samverkan.model.domain import ORGANISATION_KINDS, SCHEMA

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.purposes import Purpose
    from samverkan.analysis.suggestions import Suggestions, Wishes
    from samverkan.model.audience import Audience
    from samverkan.model.names import Entity
    from samverkan.store.base import GraphStore

PURPOSES = ("twin", "learning", "project", "join")
KINDS = ("City", *ORGANISATION_KINDS, "Programme", "Project", "Network", "ResearchSchool")
BEST = 3
"""How many of each purpose are shown when no purpose is asked for, and how many partners that are worth deepening."""

WEIGHT = "NAME=NUMBER"


@options.command(
    "samverkan suggest --city Gävle",
    "samverkan suggest --city Gävle --purpose twin --limit 3",
    'samverkan suggest --organisation "Borlänge Energi" --purpose project --kind City --format json',
    "samverkan suggest --all-cities --purpose twin > twins.csv",
    help=N_(
        "Suggest whom to pair with, learn from, start a project with, and what to join, each with the reasons and "
        "their sources. Without a purpose the best of each are shown."
    ),
)
@click.option("--city", cls=options.Option, metavar=N_("NAME"), help=N_("The city that looks for partners."))
@click.option(
    "--organisation", cls=options.Option, metavar=N_("NAME"), help=N_("The organisation that looks for partners.")
)
@options.flag("--all-cities", N_("Write the lists of every city, as CSV or, with --format json, as JSON."))
@options.flag("--all-organisations", N_("Write the lists of every organisation, in the same forms."))
@click.option(
    "--purpose",
    cls=options.Option,
    type=click.Choice(PURPOSES),
    help=N_("What the partners are for; otherwise every purpose there is."),
)
@click.option(
    "--kind",
    "kinds",
    cls=options.Option,
    type=click.Choice(KINDS, case_sensitive=False),
    multiple=True,
    help=N_("Suggest only this kind; may be given several times."),
)
@click.option("--theme", cls=options.Option, metavar=N_("NAME"), help=N_("Suggest only who works with this theme."))
@click.option("--county", cls=options.Option, metavar=N_("NAME"), help=N_("Suggest only who is in this county."))
@click.option("--country", cls=options.Option, metavar=N_("CODE"), help=N_("Suggest only who is in this country: SE."))
@click.option(
    "--limit",
    cls=options.Option,
    type=click.IntRange(1, 1000),
    help=N_("How many are suggested at most; otherwise 10, of twins 5 in each list, without a purpose 3."),
)
@click.option(
    "--known",
    cls=options.Option,
    type=click.Choice(("exclude", "include", "only")),
    help=N_("Whether to suggest those with whom there is a working tie; otherwise exclude, of twins include."),
)
@click.option(
    "--weight",
    "weights",
    cls=options.Option,
    multiple=True,
    metavar=N_(WEIGHT),
    help=N_("What a measure counts, such as nearness=0; may be given several times."),
)
@click.option(
    "--weights",
    "learned",
    cls=options.Option,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=N_("FILE"),
    help=N_("Weights of project or join that `samverkan evaluate --fit --save FILE` learned."),
)
@options.flag("--hubs", N_("Let the most connected tenth take more than half of the places."))
@options.programme_option
@options.as_of_option
@save_option
@options.audience_option()
@options.db_option
@options.format_option
def suggest(
    city: str | None,
    organisation: str | None,
    all_cities: bool,
    all_organisations: bool,
    purpose: str | None,
    kinds: tuple[str, ...],
    theme: str | None,
    county: str | None,
    country: str | None,
    limit: int | None,
    known: str | None,
    weights: tuple[str, ...],
    learned: Path | None,
    hubs: bool,
    programme: str | None,
    as_of: str | None,
    save: Path | None,
    overwrite: bool,
    audience: str,
    db: str | None,
    format: str,
) -> None:
    """Suggest partners."""
    if sum((city is not None, organisation is not None, all_cities, all_organisations)) != 1:
        raise click.UsageError(_("Give one of --city NAME, --organisation NAME, --all-cities and --all-organisations."))
    if purpose == "twin" and (organisation is not None or all_organisations):
        raise click.UsageError(_("Only a city can have a twin city. Leave --purpose twin out, or give --city NAME."))
    if weights and purpose is None:
        raise click.UsageError(_("A weight is of a measure of one purpose. Give --purpose as well."))
    if (all_cities or all_organisations) and format == "table":
        if options.was_given("format"):
            raise click.UsageError(_("The lists of all are no table. Write --format csv or --format json."))
        format = "csv"
    audience = audience_of(save, audience, overwrite=overwrite)
    wished = _weights(weights)
    from samverkan.analysis.context import Context
    from samverkan.analysis.people import People, with_links
    from samverkan.analysis.purposes import purposes_of
    from samverkan.analysis.suggestions import Wishes
    from samverkan.cli.entities import entities_of, seen
    from samverkan.cli.suggested import Page, heading, why_nobody
    from samverkan.model.names import find, find_value
    from samverkan.network.projection import read_network, read_people
    from samverkan.store.base import read_nodes
    from samverkan.store.people import read_audience

    label = "City" if city is not None or all_cities else "Organisation"
    with options.loaded(db) as store:
        network = read_network(store, SCHEMA)
        titles = read_nodes(store, "Source", ("id", "name", "url")) if format == "table" and purpose else []
        readers = read_audience(store, SCHEMA, audience)
        people = People(*read_people(store, SCHEMA, readers.hides)) if readers.name != "public" else People({}, ())
        of_label = seen([e for e in entities_of(network.actors) if e.label == label], readers)
        name = city if city is not None else organisation
        subject = None if name is None else _subject(store, name, of_label, label)
    theme_id = theme and find(theme, entities_of(network.focus_areas)).id
    county = county and find_value(county, {value for value in network.actors["county"] if value})
    country = country and _country(country, {value for value in network.actors["country"] if value})
    programme_id = (
        programme and find(programme, [e for e in entities_of(network.activities) if e.kind == "Programme"]).id
    )
    context = Context.of(network, as_of=as_of, programme=programme_id)
    purposes = purposes_of(context, learned)
    if learned and purpose and purposes[purpose].learned_from != str(learned):
        raise click.UsageError(_("The weights in {path} are not of {purpose}.").format(path=learned, purpose=purpose))
    wishes = Wishes(kinds, theme_id, county, country, limit, known, wished, hubs)
    if subject is None:
        entities = sorted(of_label, key=lambda e: (swedish_key(e.name), e.id))
        every = _answers_of_all(context, entities, _wanted(purposes, purpose), wishes)
        if save:
            _save(save, every, readers)
            return
        _write_all((with_links(answer, context, people) for answer in every), readers, format)
        return
    answers = [with_links(a, context, people) for a in _answers(context, subject, _wanted(purposes, purpose), wishes)]
    if save:
        _save(save, answers, readers)
        return
    if format == "json":
        records = readers.value([answer.as_record() for answer in answers])
        output.document(records if purpose is None else records[0])
    elif format == "csv":
        output.records(readers.value([row for answer in answers for row in _rows(answer)]), format, COLUMNS)
        for answer in answers:
            if not answer.suggestions:
                output.say(readers.text(f"{heading(answer)}\n    {why_nobody(answer, context)}"))
    elif purpose is None:
        Page(context, readers).overview(answers, _deepening(context, subject, purposes, wishes))
    else:
        Page(context, readers).purpose(answers[0], {id: rest for id, *rest in titles})


def _subject(store: "GraphStore", name: str, entities: "Sequence[Entity]", label: str) -> "Entity":
    """Find the subject; who is of another kind is told so, with the option to use instead."""
    from samverkan.cli.entities import find_among
    from samverkan.model.names import find

    try:
        return find(name, entities)
    except NameMatchError as error:
        if error.matches:
            raise
    try:
        return find_among(store, name, (label,))
    except OtherKindError as error:
        other = {"City": "--city", "Organisation": "--organisation"}.get(error.matches[0].label)
        if other is None:
            raise
        hint = _("Write {option} instead.").format(option=f'{other} "{name}"')
        raise click.ClickException(f"{error} {hint}") from error


def _country(code: str, codes: "Collection[str]") -> str:
    """Find a country by its code."""
    if code.upper() not in codes:
        raise click.ClickException(
            _("Nobody here is in the country “{code}”. There are: {codes}.").format(
                code=code, codes=", ".join(sorted(codes))
            )
        )
    return code.upper()


def _weights(given: Sequence[str]) -> dict[str, float]:
    """Read NAME=NUMBER; a decimal comma is a point."""
    found = {}
    for text in given:
        name, sign, number = text.partition("=")
        try:
            found[name.strip()] = float(number.replace(",", "."))
        except ValueError:
            sign = ""
        if not sign:
            raise click.BadParameter(
                _("“{text}” is no weight; one such as nearness=0.5 was expected.").format(text=text),
                param_hint="--weight",
            )
    return found


def _wanted(purposes: "Mapping[str, Purpose]", purpose: str | None) -> "list[Purpose]":
    return [purposes[purpose]] if purpose else list(purposes.values())


def _answers(
    context: "Context", subject: "Entity", purposes: "Sequence[Purpose]", wishes: "Wishes"
) -> "list[Suggestions]":
    """Answer for each purpose; of all the best few, and of an organisation no twin."""
    from samverkan.analysis import suggestions

    if len(purposes) > 1:
        purposes = [p for p in purposes if p.name != "twin" or subject.kind == "City"]
        wishes = replace(wishes, limit=wishes.limit or BEST, weights={})
    return [suggestions.suggest(context, subject.id, purpose, wishes) for purpose in purposes]


def _deepening(
    context: "Context", subject: "Entity", purposes: "Mapping[str, Purpose]", wishes: "Wishes"
) -> "Suggestions":
    """Return the best of those with whom there is a working tie."""
    from samverkan.analysis import suggestions

    only = replace(wishes, limit=BEST, known="only", weights={})
    return suggestions.suggest(context, subject.id, purposes["project"], only)


COLUMNS = ("subject", "purpose", "rank", "id", "name", "kind", "score", "band", "reasons")


def _answers_of_all(
    context: "Context", entities: "Sequence[Entity]", purposes: "Sequence[Purpose]", wishes: "Wishes"
) -> "Iterator[Suggestions]":
    """Answer for every subject, one after the other."""
    with output.progress() as progress:
        for done, entity in enumerate(entities):
            progress(entity.name, done, len(entities))
            yield from _answers(context, entity, purposes, wishes)


def _write_all(answers: "Iterable[Suggestions]", readers: "Audience", format: str) -> None:
    """Write each list as soon as it is there."""
    if format == "json":
        output.documents(readers.value(answer.as_record()) for answer in answers)
        return
    output.comma_separated([], COLUMNS)
    written = 0
    for answer in answers:
        rows = [[readers.value(row[name]) for name in COLUMNS] for row in _rows(answer)]
        output.more_rows(rows)
        written += len(rows)
    if not written:
        output.say(_("All lists are empty. Ask for one city or organisation to be told why."))


def _save(path: Path, answers: "Iterable[Suggestions]", readers: "Audience") -> None:
    """Write the lists to a workbook to work in, with the names of the subjects."""
    rows = ({**row, "subject": answer.subject["name"]} for answer in answers for row in _rows(answer))
    save_list(path, _("Suggestions"), (readers.value(row) for row in rows), COLUMNS)


def _rows(answer: "Suggestions") -> Iterator[dict[str, Any]]:
    for s in answer.suggestions:
        shared = {name: getattr(s, name) for name in ("rank", "id", "name", "kind", "band")} | {"score": s.shown_score}
        reasons = " ".join(reason.text for reason in s.reasons)
        yield {"subject": answer.subject["id"], "purpose": answer.purpose, **shared, "reasons": reasons}
