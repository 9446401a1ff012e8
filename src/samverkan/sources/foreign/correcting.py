"""Decisions and corrections -> changes of the tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.marks import Marks
from samverkan.model.names import Entity, fold_case
from samverkan.sources.foreign.claims import Account, Mention
from samverkan.sources.foreign.matching import Answer, Known, Matcher, Question, slug
from samverkan.sources.foreign.outcome import Conflict, Correction, FileSource, Outcome
from samverkan.sources.foreign.tables import Table

Key = tuple[str, str, str]
"""Source, type and target of a relation."""


def entities_of(tables: Mapping[str, Table]) -> list[Entity]:
    """Return every node of tables, with what people call it."""
    found = []
    for node in SCHEMA.labels:
        table = tables[node.table]
        for row in table.living():
            values = table.values(row)
            names = [*items(values.get("aliases")), *items(values.get("short_name")), *items(values.get("name_en"))]
            found.append(
                Entity(str(values["id"]), node.label, str(values["kind"]), str(values["name"]), tuple(map(str, names)))
            )
    return found


def _complete(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the kinds of which nothing is added unasked: cities, where there are Swedish municipalities already."""
    cities = tables[SCHEMA.node("City").table]
    return frozenset(["City"] if any(cities.get(row, "municipality_code") for row in cities.living()) else [])


def items(value: Any) -> list[Any]:
    """Return a value as a list; none of nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]


class Corrector:
    """Tables that somebody who knows corrects, and what finds a row in them."""

    def __init__(
        self, tables: dict[str, Table], source: FileSource, account: Account, known: Matcher | None = None
    ) -> None:
        self.tables = tables
        self.matcher = known or Matcher(entities_of(tables), _complete(tables))
        self.own = source
        self._outcome = Outcome(tables, account)
        self.account = account
        self._skipped: set[Mention] = set()
        self._decided: set[Mention] = set()
        self.marks = Marks()
        self.tells_additions = False
        self._nodes: dict[str, tuple[Table, int]] = {}
        self._sources: dict[str, str] = {}
        self._relations: dict[Key, list[int]] = defaultdict(list)
        for node in SCHEMA.labels:
            table = tables[node.table]
            for row in table.living():
                self._nodes[str(table.get(row, "id"))] = (table, row)
                if node.label == "Source":
                    self._know_source(table, row)
        relations = tables[SCHEMA.table]
        self._before = len(relations.rows)
        for row in relations.living():
            self._relations[self._key(*(str(relations.get(row, n)) for n in ("from", "type", "to")))].append(row)

    def finished(self) -> Outcome:
        """Return what it came to; what waits has its source already."""
        if self._outcome.nodes or self._outcome.ties or self._outcome.conflicts:
            self._own_source()
        self.account.forget(self.marks.within)
        return self._outcome

    # what somebody decided

    def decide(self, mention: Mention, answer: Answer | None) -> None:
        """Take an answer to a question; the name is remembered as another name of whom it means.

        A question as an answer stays one, whatever else the name might be now.
        """
        if answer is None:
            self._skipped.add(mention)
            return
        if not isinstance(answer, Question):
            self._decided.add(mention)
        if isinstance(answer, Known):
            self._remember(mention.text, answer.id)
        self.matcher.decide(mention, answer)

    def _remember(self, text: str, id: str) -> None:
        if fold_case(text) in self._names(id) or self.matcher.is_name(text):
            return
        table, row = self._nodes[id]
        table.set(row, "aliases", [*items(table.get(row, "aliases")), text.replace("|", "/")])
        entity = self.matcher.entity(id)
        if entity:
            self.matcher.add(replace(entity, names=(*entity.names, text)))
            self._outcome.changed[entity.label].add(id)

    def settle(self, conflict: Conflict, take: bool | None) -> None:
        """Take or leave what a file says otherwise; ask again if nobody decided, or the data changed since."""
        found = self._row_of(conflict.of)
        if take is False or found is None:
            return
        table, row = found
        if take is None or table.get(row, conflict.column) != conflict.old:
            if table.get(row, conflict.column) != conflict.new:
                self._outcome.conflicts.append(replace(conflict, old=table.get(row, conflict.column)))
            return
        table.set(row, conflict.column, conflict.new)
        self._add_sources(table, row, [conflict.source])
        part = conflict.of[1] if len(conflict.of) > 1 else self._label(table)
        self._outcome.changed[part].add(" ".join(conflict.of[:3]))

    # what somebody who knows corrects

    def knows(self, of: Sequence[str]) -> bool:
        """Tell whether a node, or a relation, is in the tables."""
        return self._row_of(of) is not None

    def value(self, of: Sequence[str], column: str) -> Value:
        """Return a value of a node, or of a relation."""
        found = self._row_of(of)
        return found[0].get(found[1], column) if found else None

    def confirm(self, of: Sequence[str]) -> None:
        """Note that it is still so: the source tells of it too."""
        found = self._row_of(of)
        if found and self._add_sources(*found, ()):
            self._note_change(of, found[0])
        else:
            self._outcome.confirmed += 1

    def correct(self, of: Sequence[str], column: str, value: Value) -> tuple[str, ...]:
        """Change a value, and return what the row is known by from now on."""
        found = self._row_of(of)
        if found is None or (old := found[0].get(found[1], column)) == value:
            return tuple(of)
        table, row = found
        table.set(row, column, value)
        self._add_sources(table, row, ())
        self._note_change(of, table)
        self._outcome.corrections.append(Correction(tuple(of), column, old, value))
        return (*of[:3], str(value or "")) if column == "start" and len(of) > 1 else tuple(of)

    def remove(self, of: Sequence[str]) -> None:
        """Remove a relation that is wrong."""
        found = self._row_of(of)
        if found:
            table, row = found
            table.remove(row)
            self._outcome.removed[of[1]].add(" ".join(of))
            self._outcome.corrections.append(Correction(tuple(of)))

    def _tell(self, addition: Correction) -> None:
        """Note what is new among the corrections, where somebody is to look at each."""
        if self.tells_additions:
            self._outcome.corrections.append(addition)

    def _note_change(self, of: Sequence[str], table: Table) -> None:
        part = of[1] if len(of) > 1 else self._label(table)
        self._outcome.changed[part].add(" ".join(of[:3]))

    def _row_of(self, of: Sequence[str]) -> tuple[Table, int] | None:
        if len(of) == 1:
            return self._nodes.get(of[0])
        table = self.tables[SCHEMA.table]
        source, type, target, start = of
        rows = self._relations.get(self._key(source, type, target), [])
        living = (row for row in rows if any(table.rows[row]))
        return next(((table, row) for row in living if str(table.get(row, "start") or "") == start), None)

    @staticmethod
    def _label(table: Table) -> str:
        return next(n.label for n in SCHEMA.labels if n.table == table.name)

    @staticmethod
    def _key(source: str, type: str, target: str) -> Key:
        if SCHEMA.relationship(type).undirected and target < source:
            source, target = target, source
        return source, type, target

    def _know_source(self, table: Table, row: int) -> None:
        id = str(table.get(row, "id"))
        for name in (id, table.get(row, "name"), table.get(row, "url")):
            if name:
                self._sources.setdefault(fold_case(str(name)), id)

    def _own_source(self) -> str:
        return self._source_row(self.own.id, self.own.name)

    def _source_row(self, id: str, name: str, url: str | None = None) -> str:
        if id not in self._nodes:
            table = self.tables[SCHEMA.node("Source").table]
            row = table.append({"id": id, "kind": "Source", "name": name, "url": url})
            self._nodes[id] = (table, row)
            self._know_source(table, row)
            self._outcome.added["Source"].add(id)
        return id

    def _source_ids(self, texts: Iterable[str]) -> list[str]:
        """Return the ids of sources as they are written; of one that is not known, that of a new row."""
        ids = []
        for text in texts:
            id = self._sources.get(fold_case(text))
            if id is None:
                url = text if text.casefold().startswith(("http://", "https://")) else None
                plain = slug(text.partition("://")[2] if url else text)[:60].strip("-")
                id = self._source_row(self._free(plain), text, url)
            ids.append(id)
        return list(dict.fromkeys(ids)) or [self._own_source()]

    def _free(self, id: str) -> str:
        found, number = id, 1
        while found in self._nodes:
            number += 1
            found = f"{id}-{number}"
        return found

    # nodes

    def _names(self, id: str) -> set[str]:
        entity = self.matcher.entity(id)
        return {fold_case(name) for name in (entity.name, *entity.names)} if entity else set()

    def _add_sources(self, table: Table, row: int, texts: Iterable[str]) -> bool:
        old = [str(item) for item in items(table.get(row, "sources"))]
        added = [id for id in self._source_ids(texts) if id not in old]
        if added:
            table.set(row, "sources", [*old, *added])
        return bool(added)
