"""What is known of a city -> a workbook that its coordinator corrects; and back, as changes of the tables."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from samverkan.exchange import kept
from samverkan.exchange.kept import packed, unpacked
from samverkan.exchange.workbook import heading, opened
from samverkan.language import N_, _, language
from samverkan.model.dataset import Dataset, Value
from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.model.words import column_in_words, reading
from samverkan.shell import argument
from samverkan.sources.cells import Problem
from samverkan.sources.foreign.claims import Fate, Mention, TieClaim
from samverkan.sources.foreign.grids import Grid
from samverkan.sources.foreign.matching import slug
from samverkan.sources.foreign.merge import Merger
from samverkan.sources.foreign.outcome import FileSource
from samverkan.sources.foreign.rows import NO_END, NO_TYPE
from samverkan.sources.foreign.values import BACKWARDS, as_name, as_value, ends_before_start
from samverkan.sources.foreign.words import TYPES, kinds_in_order
from samverkan.sources.written import text, unquoted
from samverkan.whole import whole_file

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from samverkan.exchange.workbook import Book

MARK = "samverkan sheet 1"
"""What the first cell of the hidden sheet says, by which a sheet of a city is known when it is read back."""

HIDDEN = "samverkan"
GUIDE = {"en": "Read me", "sv": "Läs mig"}
FACTS = {"en": "Facts", "sv": "Uppgifter"}

TOPICS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    (
        {"en": "Projects and networks", "sv": "Projekt och nätverk"},
        ("PARTNER_IN", "COORDINATES", "MEMBER_OF", "SIGNED", "TOOK_PART_IN", "HOSTS", "FUNDS"),
    ),
    ({"en": "Partners", "sv": "Partner"}, ("PARTNER_IN", "COORDINATES", "MEMBER_OF")),
    ({"en": "Twins and cooperation", "sv": "Tvillingar och samarbeten"},
     ("TWINNED_WITH", "COLLABORATES_WITH", "SISTER_CITY_OF")),
    ({"en": "Themes", "sv": "Teman"}, ("FOCUSES_ON",)),
    ({"en": "People", "sv": "Personer"}, ("WORKS_FOR",)),
    ({"en": "In the city", "sv": "Finns i kommunen"}, ("LOCATED_IN",)),
)  # fmt: skip
"""Name of each sheet, and the types of relations on it.

Partners are those of the city in its projects and networks; themes are its own and those of its projects.
"""

_TEAMS = frozenset({"Project", "Network", "ResearchSchool"})
_PARTNERS, _THEMES = TOPICS[1][0], TOPICS[3][0]

STILL, ENDED, WRONG = N_("still so"), N_("ended"), N_("wrong")
DECISIONS = {"still so": STILL, "stämmer": STILL, "fortfarande så": STILL, "ended": ENDED, "avslutat": ENDED,
             "wrong": WRONG, "fel": WRONG}  # fmt: skip
"""What may stand in the column to decide in, in both languages, as ``fold_case`` folds it."""

WHO, RELATION, WHAT, START, END, ROLE, SOURCE, DECISION, WHEN, COMMENT, KEY = range(11)
_TITLES = (
    N_("who"), N_("relation"), N_("what"), N_("since"), N_("until"), N_("role"), N_("source"), N_("is it so?"),
    N_("ended when?"), N_("comment"),
)  # fmt: skip
_WIDTHS = (32, 28, 32, 12, 12, 18, 40, 16, 14, 40)
_VALUES = {START: "start", END: "end", ROLE: "role"}

FACT, VALUE, FACT_SOURCE, FACT_DECISION, RIGHT, FACT_COMMENT, FACT_KEY = range(7)
_FACT_TITLES = (N_("what"), N_("value"), N_("source"), N_("is it so?"), N_("the right value"), N_("comment"))
_FACT_WIDTHS = (28, 40, 40, 16, 30, 40)
_NO_FACTS = frozenset({"id", "kind", "sources"})

Told = TypeVar("Told")

SPARE = 200
"""Rows below the last one that have drop-downs too, for what is new."""

_ABOUT = (
    N_("What is known of {city}, for you who know better. It is made for {audience}."),
    N_("In the column “is it so?”, pick “still so”, “ended” (and write when) or “wrong”. What you leave empty stays."),
    N_("Years, roles and facts may be corrected where they stand, or in the column beside."),
    N_("Write what is missing in the empty rows below: who, which relation, what. Without a “who” it is {city}."),
    N_("Names of rows that are there already are not changed: pick “wrong”, and write a new row."),
    N_("What the sheet does not show is not touched when it is read back; nor is a row that you delete."),
    N_("Save the workbook and send it back. It is read with: samverkan import {file}"),
)

_AUDIENCES = {
    "public": N_("everybody: it names no person"),
    "partner": N_("partners: it names those who are elected, lead or are contacts at a public body"),
    "internal": N_("internal use: it names everybody who is in the data"),
}

GONE = N_("The relation is no longer in the data, or was changed there since.")
FIXED = N_("The names of a row that is there are not changed. Pick “wrong”, and write a new row.")
NEEDS_DATE = N_("When it ended is not told. Write the year, and read the sheet again.")
UNCLEAR = N_("“{text}” is none of the answers that can be picked there.")
REMARK = N_("A comment, for whoever keeps the data.")
NOT_EMPTY = N_("{column} must have a value.")


@dataclass(frozen=True)
class _Row:
    source: str
    type: str
    target: str
    values: dict[str, Value]


def write_city_sheet(path: Path, dataset: Dataset, city: str, audience: str) -> None:
    """Write what is known of a city.

    Parameters
    ----------
    path : Path
    dataset : Dataset
        As the audience sees it.
    city : str
        Its id.
    audience : str

    Raises
    ------
    SavingError
        It cannot be written.
    """
    names = {id: str(name) for c in dataset.nodes.values() for id, name in zip(c["id"], c["name"], strict=True)}
    with whole_file(path) as made, opened(made) as book:
        writer = _Writer(book, dataset, city, names)
        writer.guide(path.name, audience)
        writer.facts()
        for names_of_sheet, types in TOPICS:
            if names_of_sheet is _PARTNERS:
                rows = writer.partners(types)
            else:
                rows = writer.rows(types) + (writer.themes() if names_of_sheet is _THEMES else [])
            writer.relations(names_of_sheet[language()], types, rows)
        writer.hidden(audience)


class _Writer:
    """The sheets of a city, one by one."""

    def __init__(self, book: "Book", dataset: Dataset, city: str, names: Mapping[str, str]) -> None:
        self._book = book
        self._dataset = dataset
        self._city = city
        self._names = names
        self._kinds = {id: k for c in dataset.nodes.values() for id, k in zip(c["id"], c["kind"], strict=True)}

    def guide(self, file: str, audience: str) -> None:
        sheet = self._book.sheet(GUIDE[language()], [(_("What to do"), True)], [110])
        for row, told in enumerate(_ABOUT, start=1):
            words = {"city": self._names[self._city], "audience": _(_AUDIENCES[audience]), "file": argument(file)}
            self._book.said(sheet, row, 0, _(told).format(**words))

    def facts(self) -> None:
        sheet = self._sheet(FACTS[language()], _FACT_TITLES, _FACT_WIDTHS, FACT_DECISION)
        city = next(row for row in self._dataset.rows("City") if row["id"] == self._city)
        properties = [p for p in SCHEMA.node("City").properties if p.name not in _NO_FACTS]
        for row, prop in enumerate(properties, start=1):
            value = text(city[prop.name])
            told = [heading(prop).replace("_", " "), value, self._sources(city["sources"]) if value else ""]
            self._write(sheet, row, told, {"of": self._city, "column": prop.name, "was": value}, FACT_KEY)
        self._decide(sheet, FACT_DECISION, len(properties), (STILL, WRONG))

    def rows(self, types: Sequence[str]) -> list[_Row]:
        """Return the relations of some types that the city is in."""
        return [row for row in self._all(types) if self._city in (row.source, row.target)]

    def partners(self, types: Sequence[str]) -> list[_Row]:
        """Return the relations of others to the projects and networks that the city is in."""
        shared = self._teams(_TEAMS)
        return [row for row in self._all(types) if row.target in shared and row.source != self._city]

    def themes(self) -> list[_Row]:
        """Return what the projects of the city work with."""
        projects = self._teams({"Project"})
        return [row for row in self._all(("FOCUSES_ON",)) if row.source in projects]

    def _teams(self, kinds: Collection[str]) -> set[str]:
        own = self.rows(("PARTNER_IN", "COORDINATES", "MEMBER_OF"))
        return {row.target for row in own if self._kinds[row.target] in kinds}

    def _all(self, types: Sequence[str]) -> Iterator[_Row]:
        for type in types:
            for row in self._dataset.rows(type):
                yield _Row(str(row["from"]), type, str(row["to"]), row)

    def relations(self, name: str, types: Sequence[str], rows: Sequence[_Row]) -> None:
        sheet = self._sheet(name, _TITLES, _WIDTHS, DECISION)
        for number, row in enumerate(rows, start=1):
            v = row.values
            told = [self._names[row.source], reading(row.type), self._names[row.target], *(text(v[n]) for n in
                    _VALUES.values()), self._sources(v["sources"])]  # fmt: skip
            key = {"key": [row.source, row.type, row.target, text(v["start"])], "was": told[: ROLE + 1]}
            self._write(sheet, number, told, key, KEY)
        self._decide(sheet, DECISION, len(rows), (STILL, ENDED, WRONG))
        self._pick(sheet, RELATION, len(rows), [reading(type) for type in types])

    def hidden(self, audience: str) -> None:
        """Write what only the reading back needs."""
        sheet = self._book.sheet(HIDDEN, [(MARK, False)], [20])
        about = {"city": self._city, "name": self._names[self._city], "audience": audience}
        self._book.said(sheet, 1, 0, packed(about))
        sheet.very_hidden()

    def _sheet(self, name: str, titles: Sequence[str], widths: Sequence[int], bold: int) -> "Worksheet":
        return self._book.sheet(name, [(_(title), place == bold) for place, title in enumerate(titles)], widths)

    def _write(self, sheet: "Worksheet", row: int, told: Sequence[str], key: Mapping[str, Any], at: int) -> None:
        for column, cell in enumerate(told):
            if cell:
                self._book.value(sheet, row, column, cell)
        self._book.value(sheet, row, at, packed(key))
        if row == 1:
            sheet.set_column(at, at, None, None, {"hidden": True})

    def _decide(self, sheet: "Worksheet", column: int, rows: int, choices: Sequence[str]) -> None:
        self._pick(sheet, column, rows, [_(choice) for choice in choices])

    def _pick(self, sheet: "Worksheet", column: int, rows: int, choices: Sequence[str]) -> None:
        if len(",".join(choices)) <= 255:  # what a list of choices may have
            rule = {"validate": "list", "source": list(choices), "show_error": False}
            sheet.data_validation(1, column, rows + SPARE, column, rule)

    def _sources(self, ids: Any) -> str:
        return "; ".join(self._names.get(id, id) for id in ids or ())


# and back


def is_city_sheet(grids: Sequence[Grid]) -> bool:
    """Tell whether a workbook is the sheet of a city."""
    return any(grid.sheet == HIDDEN and grid.rows and grid.text((0, 0)) == MARK for grid in grids)


def source_of(grids: Sequence[Grid]) -> FileSource:
    """Return the source that a sheet becomes: what the city said."""
    about = _about(grids)
    return FileSource(f"sheet-{slug(about['name'])}", f"Besked från {about['name']}")


def _about(grids: Sequence[Grid]) -> dict[str, str]:
    hidden = next(grid for grid in grids if grid.sheet == HIDDEN)
    return unpacked(hidden, (1, 0), lambda told: {name: kept.text(told[name]) for name in ("city", "name", "audience")})


def take_city_sheet(grids: Sequence[Grid], merger: Merger) -> None:
    """Bring the corrections of a sheet into tables; what is new in it as any other list."""
    about = _about(grids)
    city = Mention(about["name"], ("City",), about["city"])
    topics = {name for names, _types in TOPICS for name in names.values()}
    for grid in grids:
        if grid.sheet in FACTS.values():
            for row in range(1, len(grid.rows)):
                _Fact(grid, row, merger).take()
    new: list[TieClaim] = []
    for grid in grids:
        if grid.sheet in topics:
            for row in range(1, len(grid.rows)):
                if grid.text((row, KEY)):
                    _Known(grid, row, merger, *unpacked(grid, (row, KEY), _known_kept)).take()
                else:
                    new += _new(grid, row, merger, city)
    merger.tells_additions = True
    for claim in new:
        merger.tie(claim)


class _Line:
    """A row of a sheet that is read back, and where its cells end."""

    decision_column, comment_column = DECISION, COMMENT

    def __init__(self, grid: Grid, row: int, merger: Merger) -> None:
        self.grid, self.row, self.merger = grid, row, merger
        self._titles = grid.rows[0]

    def text(self, column: int) -> str:
        return unquoted(self.grid.text((self.row, column)))

    def leave(self, column: int, why: str, words: Mapping[str, Any] | None = None) -> None:
        title = self._titles[column] if column < len(self._titles) else ""
        self.merger.account.leave(self.grid, (self.row, column), why, title, words)

    def took(self, *columns: int) -> None:
        cells = [(self.grid.name, self.row, column) for column in columns if self.text(column)]
        self.merger.account.take(cells, Fate.OUTPUT)

    def decision(self) -> str:
        """Return what was picked; nothing if nothing was, or if it means nothing."""
        told = self.text(self.decision_column)
        found = DECISIONS.get(fold_case(told), "")
        if told and not found:
            self.leave(self.decision_column, UNCLEAR, {"text": told})
        return found

    def value(self, column: int, prop: Property) -> Value | Problem:
        """Make a value of a cell; a finding if it is none."""
        value, problem = as_value(self.text(column), prop)
        return problem if value is None and problem else self._noted(column, value, problem)

    def name(self, column: int, kinds: Sequence[str]) -> str:
        """Return the name in a cell of somebody of one of some kinds; nothing if it is none."""
        name, problem = as_name(self.text(column), kinds)
        if name is None and problem:
            self.leave(column, problem.what, problem.values)
        return self._noted(column, name or "", problem)

    def _noted(self, column: int, value: Told, problem: Problem | None) -> Told:
        """Return a value, and tell what was taken out of it if anything was."""
        if value and problem:
            self.merger.account.note(self.grid, (self.row, column), problem.what, self._titles[column])
        return value


class _Fact(_Line):
    """A fact of the city."""

    decision_column, comment_column = FACT_DECISION, FACT_COMMENT

    def take(self) -> None:
        self.leave(FACT_COMMENT, REMARK)
        if not self.text(FACT_KEY):
            for column in range(FACT_COMMENT):
                self.leave(column, FIXED)
            return
        of, prop, was = unpacked(self.grid, (self.row, FACT_KEY), _fact_kept)
        decision = self.decision()
        column = RIGHT if self.text(RIGHT) else VALUE
        changed = bool(self.text(RIGHT)) or self.text(VALUE) != was
        if not changed and decision == STILL and self.text(VALUE):
            self.merger.confirm((of,))
        elif changed or decision == WRONG:
            value: Value | Problem = None if decision == WRONG and not changed else self.value(column, prop)
            if isinstance(value, Problem):
                self.leave(column, value.what, value.values)
                return
            if value is None and prop.required:
                self.leave(self.decision_column, NOT_EMPTY, {"column": column_in_words(prop.name)})
                return
            self.merger.correct((of,), prop.name, value)
        self.took(FACT, VALUE, FACT_SOURCE, FACT_DECISION, RIGHT)


class _Known(_Line):
    """A relation that was known when the sheet was written."""

    def __init__(self, grid: Grid, row: int, merger: Merger, of: tuple[str, ...], was: tuple[str, ...]) -> None:
        super().__init__(grid, row, merger)
        self._of = of
        self._was = was

    def take(self) -> None:
        self.leave(COMMENT, REMARK)
        for column in (WHO, RELATION, WHAT):
            if self.text(column) != self._was[column]:
                self.leave(column, FIXED)
        decision = self.decision() or (ENDED if self.text(WHEN) else "")
        corrected = [column for column in _VALUES if self.text(column) != self._was[column]]
        if (decision or corrected) and not self.merger.knows(self._of):
            for column in (*corrected, DECISION, WHEN):
                self.leave(column, GONE)
            return
        if decision == WRONG:
            self.merger.remove(self._of)
            self.took(*range(COMMENT))
            return
        if decision == STILL and not corrected:
            self.merger.confirm(self._of)
        if decision == ENDED:
            self._end()
        self.took(*(column for column in range(WHEN) if column not in corrected))
        for column in sorted(corrected, reverse=True):  # the start last: it is a part of what the relation is known by
            value = self.value(column, _prop(_VALUES[column]))
            if isinstance(value, Problem):
                self.leave(column, value.what, value.values)
            elif not self._backwards(column, _VALUES[column], value):
                self._of = self.merger.correct(self._of, _VALUES[column], value)
                self.took(column)

    def _end(self) -> None:
        end = self.value(WHEN, _prop("end"))
        if isinstance(end, Problem):
            self.leave(WHEN, end.what, end.values)
        elif end is None:
            self.leave(DECISION, NEEDS_DATE)
        elif not self._backwards(WHEN, "end", end):
            self._of = self.merger.correct(self._of, "end", end)
            self.took(WHEN)

    def _backwards(self, column: int, name: str, value: Value) -> bool:
        """Leave a date out with which the relation would end before it begins, and tell whether it is one."""
        dates = {"start": self.merger.value(self._of, "start"), "end": self.merger.value(self._of, "end"), name: value}
        start, end = str(dates["start"] or ""), str(dates["end"] or "")
        if name not in ("start", "end") or not ends_before_start(start, end):
            return False
        self.leave(column, BACKWARDS, {"start": start, "end": end})
        return True


def _fact_kept(told: Any) -> tuple[str, Property, str]:
    prop = {p.name: p for p in SCHEMA.node("City").properties if p.name not in _NO_FACTS}[told["column"]]
    return kept.text(told["of"]), prop, kept.text(told["was"]).strip()


def _known_kept(told: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    of, was = kept.texts(told["key"]), tuple(cell.strip() for cell in kept.texts(told["was"]))
    if len(of) != len(("from", "type", "to", "start")) or len(was) != ROLE + 1:
        raise ValueError(told)
    SCHEMA.relationship(of[1])
    return of, was


def _prop(name: str) -> Property:
    return next(p for p in SCHEMA.relations if p.name == name)


def _new(grid: Grid, row: int, merger: Merger, city: Mention) -> Iterator[TieClaim]:
    """Make a relation of a row that somebody wrote."""
    line = _Line(grid, row, merger)
    line.leave(COMMENT, REMARK)
    columns = [column for column in range(COMMENT) if line.text(column)]
    word = line.text(RELATION)
    told = TYPES.get(fold_case(word))
    if not columns:
        return
    if told is None or not line.text(WHAT):
        lacking = RELATION if told is None else WHAT
        why = NO_END if not line.text(lacking) else NO_TYPE
        for column in sorted(columns, key=lambda column: column != lacking):  # where the mistake is goes first
            line.leave(column, why, {"text": word, "column": grid.rows[0][lacking]})
        return
    declared = SCHEMA.relationship(told.type)
    ends = (declared.targets, declared.sources) if told.backwards else (declared.sources, declared.targets)
    named = [(line.name(column, of), of) for column, of in zip((WHO, WHAT), map(kinds_in_order, ends), strict=True)]
    if any(line.text(column) and not name for column, (name, _of) in zip((WHO, WHAT), named, strict=True)):
        return
    who, what = (Mention(name, tuple(of)) if name else city for name, of in named)
    if line.text(WHO) and fold_case(line.text(WHO)) == fold_case(city.text) and "City" in who.kinds:
        who = city
    values: dict[str, Value] = {}
    where = {}
    for column, name in {**_VALUES, WHEN: "end"}.items():
        value = line.value(column, _prop(name)) if line.text(column) else None
        if isinstance(value, Problem):
            line.leave(column, value.what, value.values)
        elif value is not None:
            values[name] = value
            where[name] = (grid.name, row, column)
    if ends_before_start(str(values.get("start") or ""), str(values.get("end") or "")):
        line.leave(where.pop("end")[2], BACKWARDS, {"start": values["start"], "end": values.pop("end")})
    line.decision()
    line.took(DECISION)
    cells = tuple((grid.name, row, column) for column in (WHO, RELATION, WHAT, SOURCE) if line.text(column))
    sources = tuple(part.strip() for part in line.text(SOURCE).split("|") if part.strip())
    source, target = (what, who) if told.backwards else (who, what)
    yield TieClaim(source, target, told.type, True, values, sources, grid.name, grid.lines[row], cells, where)
