"""A grid whose columns are understood -> what its rows say of nodes and of relations, cell by cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.model.words import column_in_words
from samverkan.sources.cells import Problem
from samverkan.sources.foreign.claims import Claims, Fate, Mention, NodeClaim, TieClaim, Where
from samverkan.sources.foreign.grids import Grid, Place
from samverkan.sources.foreign.headings import find_layout, with_whole_names
from samverkan.sources.foreign.layout import Column, Filled, Layout
from samverkan.sources.foreign.meanings import NO_HEADING, TWICE
from samverkan.sources.foreign.values import BACKWARDS, RELATION, as_name, ends_before_start, in_units, period
from samverkan.sources.foreign.words import (
    KINDS,
    NAMES,
    PERIOD,
    SECTORS,
    TYPES,
    kinds_in_order,
)

NOTE = N_("A title or a note beside the table.")
NO_TABLE = N_("No row of headings was found; one such as “organisation; project; year” was expected.")
NO_NAME = N_("The row names nothing.")
NO_WORD = N_("“{text}” is no name.")
NO_END = N_("The row lacks {column}.")
ALONE = N_("The row lacks {column}, so nobody is tied here. If it is as in the row above, write it in each row.")
SUM = N_("A row of sums.")
AGAIN = N_("The headings stand here again.")
OTHER = N_("Another table begins here. Put it on a sheet of its own.")
JOINS = N_("It only joins the tables of the file.")
NO_KIND = N_("“{text}” is no kind that the model knows.")
NO_TYPE = N_("“{text}” is no relation that the model knows.")
NOT_OF_KIND = N_("A node of this kind has no {column}.")


DATES = ("start", "end")
_SUMS = frozenset(["summa", "totalt", "total", "delsumma", "sum", "antal totalt"])
_NOTED = re.compile(
    r"\s*(?:\*|källa\s*:|källor\s*:|obs|not(?:er|ering)?\s*[:.]|anm|source\s*:|note\s*:)", re.IGNORECASE
)
_LONG = 90


def claims_of(grids: Iterable[Grid]) -> Claims:
    """Read what grids say: those that tell of nodes first, as the others may name them by a key."""
    claims = Claims()
    for grid in grids:
        whole = with_whole_names(grid)
        claims.readings.append((whole, find_layout(whole)))
    keys: dict[str, Mention] = {}
    for grid, layout in sorted(claims.readings, key=_order):
        if layout is None:
            for place in grid.places():
                claims.account.leave(grid, place, NO_TABLE)
        else:
            _Reader(grid, layout, claims, keys).read()
    return claims


def _order(reading: tuple[Grid, Layout | None]) -> int:
    """Put sources first, then other nodes, then relations: each may name what stands in those before."""
    layout = reading[1]
    if layout is None or layout.pairs:
        return 2
    return int(not any(column.names and column.names.kinds == ("Source",) for column in layout.nodes))


class _Reader:
    """The rows of one grid."""

    def __init__(self, grid: Grid, layout: Layout, claims: Claims, keys: dict[str, Mention]) -> None:
        self._grid = grid
        self._layout = layout
        self._claims = claims
        self._account = claims.account
        self._keys = keys
        self._filled = Filled(grid)
        self._headings = {column.place: column.heading for column in layout.columns}

    def read(self) -> None:
        grid, layout = self._grid, self._layout
        for place in grid.places():
            if place[0] < layout.first:
                self._account.leave(grid, place, NOTE)
            elif place[0] <= layout.last:
                self._account.take([(grid.name, *place)], Fate.OUTPUT)
        below = False
        for row in range(layout.last + 1, len(grid.rows)):
            if self._begins_another(row):
                for place in (place for place in grid.places() if place[0] >= row):
                    self._account.leave(grid, place, OTHER, self._headings.get(place[1], ""))
                break
            below = self._row(row, below=below)

    def _row(self, row: int, *, below: bool) -> bool:
        """Read a row; return whether the rows from it on are notes below the table."""
        grid = self._grid
        held = [place for place, text in enumerate(grid.rows[row]) if text]
        lost = [column for r, column in grid.lost if r == row]
        for column in {*held, *lost} - set(self._headings):
            self._account.leave(grid, (row, column), NO_HEADING)
        for column in lost:
            self._account.leave(grid, (row, column), NO_HEADING, self._headings.get(column, ""))
        held = [column for column in held if column in self._headings and column not in lost]
        if not held:
            return below
        texts = {column: grid.text((row, column)) for column in held}
        if all(fold_case(text) == fold_case(self._headings[c].split(": ")[-1]) for c, text in texts.items()):
            self._leave_row(row, AGAIN)
        elif any(fold_case(text) in _SUMS for text in texts.values()):
            self._leave_row(row, SUM)
        elif self._is_note(row, list(texts.values()), below=below):
            self._leave_row(row, NOTE)
            return True
        else:
            self._read_row(row)
        return False

    def _begins_another(self, row: int) -> bool:
        """Tell whether a row is the headings of a table below: nothing but words for what a column names."""
        texts = [fold_case(text) for text in self._grid.rows[row] if text]
        own = {fold_case(heading) for heading in self._headings.values()}
        return len(texts) > 1 and all(text in NAMES or text in PERIOD for text in texts) and not set(texts) <= own

    def _is_note(self, row: int, texts: list[str], *, below: bool) -> bool:
        if len(texts) != 1 or len(self._layout.columns) < 2:
            return False
        gap = self._grid.lines[row] > self._grid.lines[row - 1] + 1
        return below or gap or bool(_NOTED.match(texts[0])) or len(texts[0]) > _LONG

    def _leave_row(self, row: int, why: str) -> None:
        for column in range(len(self._grid.rows[row])):
            if column in self._headings and (row, column) not in self._grid.lost:
                self._account.leave(self._grid, (row, column), why, self._headings[column])

    def _read_row(self, row: int) -> None:
        mentions: dict[int, list[Mention]] = {}
        used: dict[int, list[Where]] = {}
        for column in self._layout.nodes:
            mentions[column.place], used[column.place] = self._mentions(row, column)
        for column in self._layout.columns:
            if not column.part:
                self._account.leave(self._grid, (row, column.place), column.why, column.heading, dict(column.words))
        tied = self._ties(row, mentions)
        for column in self._layout.nodes:
            self._nodes(row, column, mentions[column.place], used[column.place], tied=column.place in tied)
        if not any(mentions.values()):
            self._leave_row(row, NO_NAME)

    def _text(self, row: int, place: int) -> str:
        return "" if (row, place) in self._grid.lost else self._filled.text((row, place))

    def _cell(self, row: int, place: int) -> Where:
        return (self._grid.name, *self._filled.origin((row, place)))

    def _mentions(self, row: int, column: Column) -> tuple[list[Mention], list[Where]]:
        """Return whom a cell names, and the cells that say so."""
        text = self._text(row, column.place)
        used = [self._cell(row, column.place)] if text else []
        kinds = tuple(k for k in kinds_in_order(column.names.kinds if column.names else ()))
        id = unknown = ""
        for other in self._layout.of(column.place, "kind"):
            word = self._text(row, other.place)
            kind = KINDS.get(fold_case(word))
            if kind and (kind in kinds or len(kinds) == 1):
                kinds = (kind,)
                used.append(self._cell(row, other.place))
            elif word:
                unknown = word
                self._account.leave(self._grid, (row, other.place), NO_KIND, other.heading, {"text": word})
        for other in self._layout.of(column.place, "id"):
            key = self._text(row, other.place)
            if _is_id(key) or (kinds == ("Source",) and _SLUG.fullmatch(key)):
                id = key
                kind = _KINDS.get(key.partition(":")[0])
                kinds = (kind,) if kind in kinds and len(kinds) > 1 else kinds
                used.append(self._cell(row, other.place))
            elif key:
                if text:
                    self._keys[key] = Mention(text, kinds)
                self._account.leave(self._grid, (row, other.place), JOINS, other.heading)
        if id and text:
            text = text.removesuffix(f" ({id})")  # as our own files for Kumu tell two of one name apart
            self._keys[id] = self._keys[self._text(row, column.place)] = Mention(text, kinds, id)
        parts = []
        for piece in (part.strip() for line in text.split("\n") for part in line.split("|")):
            name, problem = as_name(piece, kinds)
            if name is not None and problem:
                self._account.note(self._grid, (row, column.place), problem.what, column.heading)
            if name is not None and not any(map(str.isalnum, name)):
                self._account.leave(self._grid, (row, column.place), NO_WORD, column.heading, {"text": piece})
            elif name is not None:
                parts.append(name)
            elif problem:
                self._account.leave(self._grid, (row, column.place), problem.what, column.heading, problem.values)
        new = column.names is None or column.names.may_be_new
        return [self._keys.get(part) or Mention(part, kinds, id, new, unknown) for part in parts], used

    def _ties(self, row: int, mentions: dict[int, list[Mention]]) -> set[int]:
        """Make the relations of a row; return the columns whose nodes are in one."""
        tied: set[int] = set()
        if not self._layout.pairs:
            return tied
        told = self._values(row, None, dict(RELATION))
        used = [*told.cells]
        type, called, backwards, stated = "", "", False, False
        for column in self._layout.of(None, "type"):
            word = self._text(row, column.place)
            if word and (reading := TYPES.get(fold_case(word))):
                type, called, backwards, stated = reading.type, word, reading.backwards, True
                used.append(self._cell(row, column.place))
            elif word:
                self._account.leave(self._grid, (row, column.place), NO_TYPE, column.heading, {"text": word})
                for place in told.places():
                    self._account.leave(self._grid, place, NO_TYPE, "", {"text": word})
                self._leave_row_of(row, mentions, NO_TYPE, {"text": word})
                return set(mentions)
        for first, second in self._layout.pairs:
            hint = "" if stated else self._layout.hint(first, second)
            cells = (self._cell(row, first), self._cell(row, second), *used)
            beside = [self._values(row, place, dict(RELATION), "tie") for place in (first, second)]
            if not (mentions.get(first) and mentions.get(second)):
                lacking = self._headings[second if mentions.get(first) else first]
                for place in (place for values in beside for place in values.places()):
                    self._account.leave(self._grid, place, NO_END, self._headings[place[1]], {"column": lacking})
            own = (told if (first, second) in self._layout.dated else told.undated()).joined(beside)
            for one in mentions.get(first, []):
                for other in mentions.get(second, []):
                    ends = (other, one) if backwards else (one, other)
                    claim = TieClaim(
                        *ends,
                        type or hint,
                        stated,
                        own.values,
                        tuple(told.sources),
                        self._grid.name,
                        self._grid.lines[row],
                        cells,
                        own.where,
                        called,
                    )
                    self._claims.ties.append(claim)
                    tied |= {first, second}
        dated = self._layout.dated
        if tied and dated and not any(mentions.get(first) and mentions.get(second) for first, second in dated):
            lacking = self._headings[next(place for pair in dated for place in pair if not mentions.get(place))]
            for place in (told.where[name][1:] for name in DATES if name in told.where):
                self._account.leave(self._grid, place, NO_END, self._headings[place[1]], {"column": lacking})
        if not tied and any(mentions.values()):
            lacking = next(c.heading for pair in self._layout.pairs for c in self._layout.nodes
                           if c.place in pair and not mentions.get(c.place))  # fmt: skip
            for place in told.places():
                self._account.leave(self._grid, place, NO_END, self._headings[place[1]], {"column": lacking})
            for column in self._layout.of(None, "type"):
                self._account.leave(self._grid, (row, column.place), NO_END, column.heading, {"column": lacking})
            if not any(self._text(row, c.place) for c in self._layout.columns if c.part not in ("", "node")):
                self._leave_row_of(row, mentions, ALONE, {"column": lacking})
        return tied

    def _leave_row_of(self, row: int, mentions: dict[int, list[Mention]], why: str, words: dict[str, str]) -> None:
        for place, named in mentions.items():
            if named:
                self._account.leave(self._grid, self._filled.origin((row, place)), why, self._headings[place], words)

    def _nodes(self, row: int, column: Column, mentions: list[Mention], used: list[Where], *, tied: bool) -> None:
        """Make what a row says of the nodes of a column by themselves."""
        label = SCHEMA.node(SCHEMA.label_of_kind[mentions[0].kinds[0]]) if mentions else None
        several = {SCHEMA.label_of_kind[kind] for mention in mentions for kind in mention.kinds}
        known = {p.name: p for p in label.properties} if label else {}
        for other in several:
            known = {name: prop for name, prop in known.items() if name in SCHEMA.node(other).names}
        told = self._values(row, column.place, known)
        for word in self._layout.of(column.place, "kind"):
            sector = SECTORS.get(fold_case(self._text(row, word.place)))
            if sector and "sector" in known:
                told.values.setdefault("sector", sector)
        if not mentions:
            for place in told.places():
                self._account.leave(self._grid, place, NO_NAME, self._headings[place[1]])
            for part in ("kind", "id"):
                for beside in self._layout.of(column.place, part):
                    if not self._account.fates[self._cell(row, beside.place)]:
                        self._account.leave(self._grid, (row, beside.place), NO_NAME, beside.heading)
            return
        if told.values or told.sources or not tied or len(used) > 1 or not self._layout.pairs:
            for mention in mentions:
                self._claims.nodes.append(
                    NodeClaim(
                        mention,
                        told.values,
                        tuple(told.sources),
                        self._grid.name,
                        self._grid.lines[row],
                        (*used, *told.cells),
                        told.where,
                    )
                )

    def _ends(self, of: int | None, part: str) -> bool:
        """Tell whether a column of its own says when it ended."""
        return any(column.prop is not None and column.prop.name == "end" for column in self._layout.of(of, part))

    def _values(self, row: int, of: int | None, known: dict[str, Property], part: str = "property") -> "_Told":
        """Make values of the cells that tell of a column's nodes, or of the relation."""
        told = _Told()
        for column in self._layout.of(of, part):
            text = self._text(row, column.place)
            if not text or column.prop is None:
                continue
            place = self._filled.origin((row, column.place))
            if known and column.prop.name not in known:
                self._account.leave(self._grid, place, NOT_OF_KIND, column.heading, {"column": column.heading})
                continue
            prop = known.get(column.prop.name, column.prop)
            if prop.references == "Source":
                told.sources += [part.strip() for part in text.split("|") if part.strip()]
                told.cells.append((self._grid.name, *place))
                continue
            value, problem = in_units(text, prop, column.unit)
            if value is None and prop.name == "start" and not self._ends(of, part):
                found = period(text)  # “2020–2024” under “Start”
                for name, date in found.items() if isinstance(found, dict) else ():
                    told.take(name, date, (self._grid.name, *place))
                if isinstance(found, dict):
                    continue
            if value is None and problem:
                self._account.leave(self._grid, place, problem.what, column.heading, problem.values)
            else:
                if problem:
                    self._account.note(self._grid, place, problem.what, column.heading)
                told.take(prop.name, value, (self._grid.name, *place))
        for column in self._layout.of(of, "period") if part == "property" else ():
            text = self._text(row, column.place)
            place = self._filled.origin((row, column.place))
            found = period(text) if text else {}
            if isinstance(found, Problem):
                self._account.leave(self._grid, place, found.what, column.heading, found.values)
                continue
            for name, value in found.items():
                if name in told.values:
                    self._account.leave(self._grid, place, TWICE, column.heading, {"column": column_in_words(name)})
                else:
                    told.take(name, value, (self._grid.name, *place))
        start, end = str(told.values.get("start") or ""), str(told.values.get("end") or "")
        if ends_before_start(start, end):
            place = told.where["end"][1:]
            self._account.leave(self._grid, place, BACKWARDS, self._headings[place[1]], {"start": start, "end": end})
            del told.values["end"], told.where["end"]
        return told


@dataclass
class _Told:
    """What some cells of a row tell: values, sources, and the cells of each."""

    values: dict[str, Value] = field(default_factory=dict)
    where: dict[str, Where] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    cells: list[Where] = field(default_factory=list)

    def take(self, name: str, value: Value, cell: Where) -> None:
        self.values[name] = value
        self.where[name] = cell

    def joined(self, others: "Iterable[_Told]") -> "_Told":
        """Return this and what others tell besides."""
        made = _Told(dict(self.values), dict(self.where), list(self.sources), list(self.cells))
        for other in others:
            made.values |= other.values
            made.where |= other.where
        return made

    def undated(self) -> "_Told":
        """Return this without when something began and ended."""
        values = {name: value for name, value in self.values.items() if name not in DATES}
        where = {name: cell for name, cell in self.where.items() if name not in DATES}
        return _Told(values, where, list(self.sources), list(self.cells))

    def places(self) -> list[Place]:
        return [(row, column) for _grid, row, column in (*self.cells, *self.where.values())]


_KINDS = {kind.casefold(): kind for kind in SCHEMA.label_of_kind}
_ID = re.compile(r"[a-z]+:[a-z0-9][a-z0-9-]*", re.ASCII)


_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


def _is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text)) and text.partition(":")[0] in _KINDS
