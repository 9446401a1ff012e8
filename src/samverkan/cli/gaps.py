"""``samverkan gaps``: what is missing in the network, worst first, who could bridge it and who could fill it."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan.cli import options, output
from samverkan.cli.saving import audience_of, save_list, save_option
from samverkan.language import N_, _, ngettext
from samverkan.model.domain import SCHEMA
from samverkan.model.words import chain, gap_in_words

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.gaps.gap import Gap
    from samverkan.analysis.gaps.search import Gaps, Only
    from samverkan.analysis.gaps.whatif import Change, Effect
    from samverkan.model.audience import Audience
    from samverkan.network.network import Network
    from samverkan.store.base import GraphStore

    Progress = Callable[[str, int, int], None]

LIMIT = 20
"""How many are shown unless said."""

BY_CHANCE = "unlinked-groups"
"""Type that is left to chance, and left out where a change is asked for, unless it is asked for itself."""

CITED = 3
"""Sources that are cited for each gap in the list for people; JSON has all."""

Titles = dict[str, list[str | None]]
"""Title and address of every source."""

COLUMNS = ("rank", "type", "severity", "confidence", "who", "text", "value", "expected", "bridge", "candidates")


@options.command(
    "samverkan gaps",
    "samverkan gaps --city Gävle --limit 5",
    "samverkan gaps --type missing-tie --type unpaired --format json",
    'samverkan gaps --without "Borlänge Energi"',
    'samverkan gaps --with Gävle PARTNER_IN "Thriving Northern Cities"',
    help=N_(
        "Name what is missing in the network, worst first: how severe it is, how sure, who could bridge it and who "
        "could fill it. What is not known is counted, and not taken for missing."
    ),
)
@click.option("--city", cls=options.Option, metavar=N_("NAME"), help=N_("Only what is about this city."))
@click.option(
    "--county", cls=options.Option, metavar=N_("NAME"), help=N_("Only what is about somebody in this county.")
)
@click.option("--theme", cls=options.Option, metavar=N_("NAME"), help=N_("Only what is about this theme."))
@click.option(
    "--type",
    "types",
    cls=options.Option,
    multiple=True,
    metavar=N_("TYPE"),
    help=N_(
        "Only gaps of this type: unpaired, missing-tie, uncovered-theme, missing-sector, silent-county, single-bridge, "
        "unlinked-groups, dormant, isolated, or one of --rules; may be given several times."
    ),
)
@click.option(
    "--limit",
    cls=options.Option,
    type=click.IntRange(1, 100_000),
    default=LIMIT,
    show_default=True,
    help=N_("How many are shown at most."),
)
@click.option(
    "--rules",
    cls=options.Option,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar=N_("FOLDER"),
    help=N_(
        "A folder with rules of your own, one in each file that ends in .cypher; they are asked besides the others."
    ),
)
@click.option(
    "--without",
    cls=options.Option,
    multiple=True,
    metavar=N_("NAME"),
    help=N_("Say which gaps open and close without this actor or activity; may be given several times."),
)
@click.option(
    "--with",
    "ties",
    cls=options.Option,
    type=(str, str, str),
    multiple=True,
    metavar=N_("NAME TYPE NAME"),
    help=N_("Say which gaps open and close with this relation, such as Gävle TWINNED_WITH Sandviken."),
)
@options.seed_option
@options.programme_option
@options.as_of_option
@save_option
@options.audience_option()
@options.db_option
@options.format_option
def gaps(
    city: str | None,
    county: str | None,
    theme: str | None,
    types: tuple[str, ...],
    limit: int,
    rules: Path | None,
    without: tuple[str, ...],
    ties: tuple[tuple[str, str, str], ...],
    seed: int,
    programme: str | None,
    as_of: str | None,
    save: Path | None,
    overwrite: bool,
    audience: str,
    db: str | None,
    format: str,
) -> None:
    """Name what is missing."""
    from samverkan.analysis.gaps.whatif import effect
    from samverkan.network.projection import read_network
    from samverkan.store.base import read_nodes
    from samverkan.store.people import read_audience

    wanted = _types(types, rules)
    audience = audience_of(save, audience, overwrite=overwrite)
    with options.loaded(db) as store:
        network = read_network(store, SCHEMA)
        titles: Titles = {id: rest for id, *rest in read_nodes(store, "Source", ("id", "name", "url"))}
        readers = read_audience(store, SCHEMA, audience)
        change = _change(network, without, ties)
        if change and not wanted:
            wanted = _but_by_chance(rules)
        only = _only(network, city, county, theme, wanted)
        asked = _Asked(rules, wanted, seed, _programme(network, programme))
        with output.progress() as progress:
            found, after = asked.of(store, as_of, change, progress)
    told = _Told("csv" if save else format, limit, titles, readers, save)
    if after is None:
        told.answer(found, only)
    else:
        told.effect(effect(found, after, only, change), change, BY_CHANCE not in wanted)
    for refused in found.refused:
        output.say(str(refused))
    if rules is not None and not any(rules.glob("*.cypher")):
        output.say(_("There is no rule in {folder}: no file there ends in .cypher.").format(folder=rules))
    if found.refused:
        raise click.exceptions.Exit(1)


class _Asked:
    """What every state of the network is asked with."""

    def __init__(self, rules: Path | None, types: Sequence[str], seed: int, programme: str | None) -> None:
        self.rules = rules
        self.types = types
        self.seed = seed
        self.programme = programme

    def of(
        self, store: "GraphStore", as_of: str | None, change: "Change", progress: "Progress"
    ) -> "tuple[Gaps, Gaps | None]":
        """Find the gaps of a store, at a date if one is given, and those with a change if there is one."""
        from samverkan.analysis.gaps.whatif import changed, read_back, temporary_store, until

        if as_of is None and not change:
            return self.find(store, None, progress), None
        dataset = read_back(store, SCHEMA)
        if as_of is not None:
            dataset = until(dataset, as_of)
        other = changed(dataset, change)  # which may be impossible: before anything that takes time
        if as_of is None:
            found = self.find(store, None, progress)
        else:
            with temporary_store(dataset) as earlier:
                found = self.find(earlier, as_of, progress)
        if not change:
            return found, None
        self.programme = found.context.programme  # of the two states the same
        with temporary_store(other) as there:
            return found, self.find(there, found.context.as_of, progress)

    def find(self, store: "GraphStore", as_of: str | None, progress: "Progress") -> "Gaps":
        """Find the gaps of a store."""
        from samverkan.analysis.context import Context
        from samverkan.analysis.gaps.search import find_gaps
        from samverkan.network.projection import read_network

        context = Context.of(read_network(store, SCHEMA), as_of=as_of, programme=self.programme)
        return find_gaps(
            store,
            context,
            own_rules=self.rules,
            types=self.types,
            seed=self.seed,
            progress=lambda what, done, total: progress(gap_in_words(what), done, total),
        )


# ---- what is asked for


def _types(given: Sequence[str], rules: Path | None) -> list[str]:
    """Check the types against those that there are, an office's own among them."""
    from samverkan.analysis.gaps.rules import read_rules
    from samverkan.analysis.gaps.search import types_of

    known = types_of(read_rules(rules)[0])
    by_name = {name.casefold(): name for name in known}
    for name in given:
        if name.casefold() not in by_name:
            nearest = difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.5)
            told = _("Did you mean: {names}?") if nearest else _("There are: {names}.")
            raise click.BadParameter(
                _("“{name}” is no type of gap.").format(name=name)
                + " "
                + told.format(names=", ".join(nearest or known)),
                param_hint="--type",
            )
    return [by_name[name.casefold()] for name in given]


def _but_by_chance(rules: Path | None) -> list[str]:
    """Return all types but the one whose answer another drawing of lots may change: no change of the network need."""
    from samverkan.analysis.gaps.rules import read_rules
    from samverkan.analysis.gaps.search import types_of

    return [name for name in types_of(read_rules(rules)[0]) if name != BY_CHANCE]


def _programme(network: "Network", name: str | None) -> str | None:
    from samverkan.cli.entities import entities_of
    from samverkan.model.names import find

    return name and find(name, [e for e in entities_of(network.activities) if e.kind == "Programme"]).id


def _only(network: "Network", city: str | None, county: str | None, theme: str | None, types: Sequence[str]) -> "Only":
    """Find what is meant, as people write it; what is not found names the nearest."""
    from samverkan.analysis.gaps.search import Only
    from samverkan.cli.entities import entities_of
    from samverkan.model.names import find, find_value

    cities = [e for e in entities_of(network.actors) if e.kind == "City"]
    return Only(
        city and find(city, cities).id,
        county and find_value(county, [value for value in network.actors["county"] if value]),
        theme and find(theme, entities_of(network.focus_areas)).id,
        types,
    )


def _change(network: "Network", without: Sequence[str], ties: Sequence[tuple[str, str, str]]) -> "Change":
    """Find who is meant by a change of the network."""
    from samverkan.analysis.gaps.whatif import Change, Tie
    from samverkan.cli.entities import entities_of
    from samverkan.model.names import find

    entities = [*entities_of(network.actors), *entities_of(network.activities)]
    ends = [*entities, *entities_of(network.focus_areas)]
    return Change(
        tuple(dict.fromkeys(find(name, entities).id for name in without)),
        tuple(Tie(find(one, ends).id, _relation(type), find(other, ends).id) for one, type, other in ties),
    )


def _relation(written: str) -> str:
    known = [t.type for t in SCHEMA.types]
    type = written.upper()
    if type not in known:
        nearest = difflib.get_close_matches(type, known, n=3, cutoff=0.4)
        raise click.BadParameter(
            _("“{name}” is no type of relation.").format(name=written)
            + " "
            + (_("Did you mean: {names}?") if nearest else _("There are: {names}.")).format(
                names=", ".join(nearest or known)
            ),
            param_hint="--with",
        )
    return type


# ---- the answer


@dataclass(frozen=True)
class _Told:
    """How an answer is written, and for whom."""

    format: str
    limit: int
    titles: Titles
    readers: "Audience"
    save: Path | None = None

    def rows(self, rows: "Sequence[Sequence[Any]]", columns: "Sequence[str]", context: "Context") -> None:
        """Write rows as CSV, or into the workbook that was asked for, which has names instead of ids."""
        if self.save:
            records = [_named(dict(zip(columns, row, strict=True)), context) for row in rows]
            save_list(self.save, _("Gaps"), self.readers.value(records), columns)
        else:
            output.comma_separated(self.readers.value(list(rows)), columns)

    def answer(self, found: "Gaps", only: "Only") -> None:
        """Write the gaps of a network, and what is not known of it."""
        from samverkan.analysis.gaps.filling import completed

        context = found.context
        shown = [completed(context, gap) for gap in found.first(self.limit, only)]
        if self.format == "json":
            record = {
                "gaps": [gap.as_record(context) for gap in shown],
                "unknown": found.unknown,
                "tested": found.tested,
                "refused": [{"rule": r.name, "reason": r.reason} for r in found.refused],
                "parameters": found.parameters,
            }
            output.document(self.readers.value(record))
        elif self.format == "csv":
            rows = [_row(context, rank, gap) for rank, gap in enumerate(shown, start=1)]
            self.rows(rows, COLUMNS, context)
        else:
            page = _Page(context, self.titles, self.readers)
            if shown:
                output.line(self.readers.text(_heading(context)))
                output.line("")
                page.gaps(shown)
            _tell_the_rest(len(found.wanted(only)), len(shown))
            _tell_unknown(found)
            page.sources()

    def effect(self, found: "Effect", change: "Change", left_out: bool) -> None:
        """Write which gaps open and which close, those that open first, and what was left out."""
        from samverkan.analysis.gaps.filling import completed

        parts = {"opened": (found.after.context, found.opened), "closed": (found.before.context, found.closed)}
        shown = {
            name: [completed(context, gap) for gap in gaps[: self.limit]] for name, (context, gaps) in parts.items()
        }
        if self.format == "json":
            record: dict[str, Any] = {
                "change": {"without": list(change.without), "with": [list(tie) for tie in change.ties]},
                **{name: [gap.as_record(parts[name][0]) for gap in gaps] for name, gaps in shown.items()},
                "moved": len(found.moved),
                "left_out": [BY_CHANCE] if left_out else [],
                "parameters": found.before.parameters,
            }
            output.document(self.readers.value(record))
            return
        if self.format == "csv":
            rows = [
                (name, *_row(parts[name][0], rank, gap))
                for name, gaps in shown.items()
                for rank, gap in enumerate(gaps, start=1)
            ]
            self.rows(rows, ("change", *COLUMNS), found.before.context)
            return
        said = self.readers.text(_in_words(found.before.context.network, change))
        headings = {
            "opened": ngettext("{change}: {n} gap opens", "{change}: {n} gaps open", len(found.opened)),
            "closed": ngettext("{change}: {n} gap closes", "{change}: {n} gaps close", len(found.closed)),
        }
        for place, (name, gaps) in enumerate(shown.items()):
            if place:
                output.line("")
            output.line(headings[name].format(change=said, n=len(parts[name][1])))
            page = _Page(parts[name][0], self.titles, self.readers)
            if gaps:
                output.line("")
                page.gaps(gaps)
                page.sources()
        if told := _beyond(len(found.moved), left_out):
            output.line("")
            output.paragraph(told)


def _beyond(moved: int, left_out: bool) -> str:
    """Say what moved without concerning a change, and what was not looked for."""
    told = []
    if moved:
        told.append(
            ngettext(
                "{n} more gap opens or closes that names nobody concerned: who is best connected, or what most do, "
                "has shifted.",
                "{n} more gaps open or close that name nobody concerned: who is best connected, or what most do, has "
                "shifted.",
                moved,
            ).format(n=moved)
        )
    if left_out:
        told.append(_("Groups that are not linked are left out: they are left to chance."))
    return " ".join(told)


def _named(record: dict[str, Any], context: "Context") -> dict[str, Any]:
    """Return a row with the words of the type of a gap, and the names of whom it means."""
    names = {name: [context.network.name(id) for id in record[name]] for name in ("who", "bridge", "candidates")}
    return {**record, "type": gap_in_words(record["type"]), **names}


def _row(context: "Context", rank: int, gap: "Gap") -> tuple[Any, ...]:
    return (
        rank,
        gap.type,
        gap.severity,
        gap.confidence,
        list(gap.who),
        gap.text(context),
        gap.observed,
        gap.expected,
        list(gap.bridge),
        list(gap.candidates),
    )


class _Page:
    """Gaps for people, with the sources that they cite."""

    def __init__(self, context: "Context", titles: Titles, readers: "Audience") -> None:
        self.context = context
        self.titles = titles
        self.readers = readers
        self.cited: dict[str, int] = {}

    def gaps(self, gaps: "Sequence[Gap]") -> None:
        """Print gaps, a blank line between them."""
        for rank, gap in enumerate(gaps, start=1):
            if rank > 1:
                output.line("")
            self.gap(rank, gap)

    def gap(self, rank: int, gap: "Gap") -> None:
        """Print a gap: what, how severe, who could bridge it, who could fill it."""
        marks = [_("severity {n} of 5").format(n=gap.severity)]
        if gap.confidence == "low":
            marks.append(_("little is known"))
        output.line(f"{rank:>2}. {_capital(gap_in_words(gap.type))} ({', '.join(marks)})")
        output.paragraph(self.readers.text(gap.text(self.context)) + self._cites(gap), indent=4)
        if gap.bridge:
            output.paragraph(_("Could bridge it: {names}.").format(names=self._named(gap.bridge, chain)), indent=4)
        if gap.candidates:
            output.paragraph(
                _("Could fill it: {names}.").format(names=self._named(gap.candidates, ", ".join)), indent=4
            )

    def _named(self, ids: Sequence[str], joined: Callable[[Sequence[str]], str]) -> str:
        return self.readers.text(joined([self.context.network.name(id) for id in ids]))

    def _cites(self, gap: "Gap") -> str:
        found = dict.fromkeys(source for row in gap.evidence for source in row.sources or [] if source in self.titles)
        return "".join(f" [{self.cited.setdefault(source, len(self.cited) + 1)}]" for source in [*found][:CITED])

    def sources(self) -> None:
        """List what was cited."""
        if self.cited:
            output.line("")
            output.line(_("Sources"))
        for source, number in self.cited.items():
            title, address = self.titles[source]
            output.line(self.readers.text(f"[{number}] {title}" + (f", {address}" if address else "")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heading(context: "Context") -> str:
    said = _("What is missing, worst first")
    if context.programme is not None:
        said = _("What is missing around {programme}, worst first").format(
            programme=context.network.name(context.programme)
        )
    return said if context.as_of is None else f"{said} ({_('data of {date}').format(date=context.as_of)})"


def _tell_the_rest(wanted: int, shown: int) -> None:
    """Say how many gaps are not shown, and why."""
    if not wanted:
        output.line(_("Nothing is found missing."))
    elif rest := wanted - shown:
        output.line("")
        output.paragraph(
            ngettext(
                "{n} more gap, which is less severe or would give one type or city too many places: --limit, "
                "--type or --city shows it.",
                "{n} more gaps, which are less severe or would give one type or city too many places: --limit, "
                "--type or --city shows them.",
                rest,
            ).format(n=rest)
        )


def _tell_unknown(found: "Gaps") -> None:
    """Say what is not known, and is not counted as missing."""
    name, unknown = found.context.network.name, found.unknown
    told = []
    if (missing := unknown["members_not_in_data"]) and found.context.programme:
        told.append(
            ngettext(
                "{n} member of {programme} is not in the data.",
                "{n} members of {programme} are not in the data.",
                missing,
            ).format(n=missing, programme=name(found.context.programme))
        )
    if members := unknown["members_without_data"]:
        told.append(
            ngettext(
                "No data: of {n} member nobody is known to work with it ({names}); it is not called isolated.",
                "No data: of {n} members nobody is known to work with them ({names}); they are not called isolated.",
                len(members),
            ).format(n=len(members), names=", ".join(map(name, members)))
        )
    if cities := unknown["no_data"]:
        told.append(
            ngettext(
                "No data: of {n} city nothing is known but its place; it is called neither isolated nor uncovered.",
                "No data: of {n} cities nothing is known but their place; they are called neither isolated nor "
                "uncovered.",
                len(cities),
            ).format(n=len(cities))
        )
    if found.tested and not found.tested["found"]:
        told.append(
            ngettext(
                "Nothing can be shown of groups that are not linked: of {n} pair of groups it could be told.",
                "Nothing can be shown of groups that are not linked: of {n} pairs of groups it could be told.",
                found.tested["tested"],
            ).format(n=found.tested["tested"])
        )
    if told:
        output.line("")
        output.paragraph(" ".join(told))


def _in_words(network: "Network", change: "Change") -> str:
    """Word a change: "Without X; with A … B"."""
    from samverkan.model.words import reading

    parts = []
    if change.without:
        parts.append(_("without {names}").format(names=", ".join(map(network.name, change.without))))
    parts += [
        _("if {tie}").format(tie=f"{network.name(tie.source)} {reading(tie.type)} {network.name(tie.target)}")
        for tie in change.ties
    ]
    return _capital("; ".join(parts))
