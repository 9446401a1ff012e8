"""What a file says -> changes of the tables, questions, and what was left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from samverkan.errors import InputError
from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.marks import Marks
from samverkan.model.names import Entity, fold_case
from samverkan.model.words import column_in_words
from samverkan.sources.foreign.claims import SELF, Account, Claims, Fate, Mention, NodeClaim, TieClaim
from samverkan.sources.foreign.matching import Answer, Known, Matcher, New, Question, Several, slug
from samverkan.sources.foreign.tables import Table
from samverkan.sources.foreign.words import BETWEEN, types_between
from samverkan.sources.reader import read

NO_RELATION = N_("What {one} and {other} have to do with each other is not told. Add a column “relation”.")
NOT_BETWEEN = N_("There is no such relation between {one} and {other}.")

Key = tuple[str, str, str]
"""Source, type and target of a relation."""


@dataclass(frozen=True)
class Conflict:
    """A value that is another in the data than in the file.

    Parameters
    ----------
    of : tuple of str
        Id of a node; or source, type, target and start of a relation.
    column : str
    old, new : Value
    grid : str
    line : int
    source : str
        Id of the source that tells the new one.
    """

    of: tuple[str, ...]
    column: str
    old: Value
    new: Value
    grid: str
    line: int
    source: str


@dataclass(frozen=True)
class FileSource:
    """The row of the table of sources that stands for what is imported.

    Parameters
    ----------
    id, name : str
    """

    id: str
    name: str


@dataclass(frozen=True)
class Correction:
    """What somebody who knows corrected.

    Parameters
    ----------
    of : tuple of str
        Id of a node; or source, type, target and start of a relation.
    column : str
        Nothing if the relation was removed, or added.
    old, new : Value
    added : bool
        Whether the relation is new.
    """

    of: tuple[str, ...]
    column: str = ""
    old: Value = None
    new: Value = None
    added: bool = False


@dataclass
class Outcome:
    """What an import comes to.

    Parameters
    ----------
    tables : dict of str to Table
        As they would be.
    account : Account
    added, changed : dict of str to set of str
        Ids of nodes by label; keys of relations, as lines of text, by type.
    removed : dict of str to set of str
        As ``changed``.
    corrections : list of Correction
        What somebody corrected, row by row.
    confirmed : int
        How many claims said what was known.
    questions : dict of Mention to Question
    nodes, ties : list
        Claims that wait for an answer.
    conflicts : list of Conflict
    skipped : int
        How many claims somebody decided to leave out.
    taken : dict of str to tuple of str
        Name as it is written -> ids of the nodes that it was taken for though it is not spelt so.
    """

    tables: dict[str, Table]
    account: Account
    added: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    removed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    corrections: list["Correction"] = field(default_factory=list)
    confirmed: int = 0
    questions: dict[Mention, Question] = field(default_factory=dict)
    nodes: list[NodeClaim] = field(default_factory=list)
    ties: list[TieClaim] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    skipped: int = 0
    taken: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def labels(self) -> dict[str, str]:
        """Return the base label of every node, by the table that it is in."""
        tables = ((node.label, self.tables[node.table]) for node in SCHEMA.labels)
        return {str(table.get(row, "id")): label for label, table in tables for row in table.living()}

    def changes(self) -> bool:
        """Tell whether anything would be written."""
        return any(table.changed for table in self.tables.values())

    def files(self) -> dict[str, bytes]:
        """Return the content of every file that changes, by name."""
        return {table.file: table.content() for table in self.tables.values() if table.changed}

    def all_files(self) -> dict[str, bytes]:
        """Return the content of every file."""
        return {table.file: table.content() for table in self.tables.values()}


def merge(claims: Claims, merger: "Merger") -> Outcome:
    """Bring what a file says into tables.

    Parameters
    ----------
    claims : Claims
    merger : Merger
        Its tables are changed.

    Raises
    ------
    InputError
        The tables would have mistakes; the exception carries every finding.
    """
    for node in claims.nodes:
        merger.node(node)
    for tie in claims.ties:
        merger.tie(tie)
    outcome = merger.finished()
    check(outcome)
    return outcome


def check(outcome: Outcome) -> None:
    """Read what would be written, as a load would.

    Raises
    ------
    InputError
        It has mistakes.
    """
    with TemporaryDirectory() as place:
        for name, content in outcome.all_files().items():
            (Path(place) / name).write_bytes(content)
        findings = read(Path(place), SCHEMA).findings
    if findings.error_count:
        raise InputError(findings)


def entities_of(tables: Mapping[str, Table]) -> list[Entity]:
    """Return every node of tables, with what people call it."""
    found = []
    for node in SCHEMA.labels:
        table = tables[node.table]
        for row in table.living():
            values = table.values(row)
            names = [*_items(values.get("aliases")), *_items(values.get("short_name")), *_items(values.get("name_en"))]
            found.append(
                Entity(str(values["id"]), node.label, str(values["kind"]), str(values["name"]), tuple(map(str, names)))
            )
    return found


def _complete(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the kinds of which nothing is added unasked: cities, where there are Swedish municipalities already."""
    cities = tables[SCHEMA.node("City").table]
    return frozenset(["City"] if any(cities.get(row, "municipality_code") for row in cities.living()) else [])


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


class Merger:
    """Tables that take in claims, one by one."""

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
        return self._outcome

    # what somebody decided

    def decide(self, mention: Mention, answer: Answer | None) -> None:
        """Take an answer to a question; the name is remembered as another name of whom it means."""
        if answer is None:
            self._skipped.add(mention)
            return
        self._decided.add(mention)
        if isinstance(answer, Known):
            if answer.id not in self._nodes:
                return
            self._remember(mention.text, answer.id)
        self.matcher.decide(mention, answer)

    def _remember(self, text: str, id: str) -> None:
        if fold_case(text) in self._names(id) or self.matcher.is_name(text):
            return
        table, row = self._nodes[id]
        table.set(row, "aliases", [*_items(table.get(row, "aliases")), text.replace("|", "/")])
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

    def node(self, claim: NodeClaim) -> None:
        """Take in what is said of a node."""
        if self._is_erased(claim.mention):
            self.account.erase(claim)
            return
        if claim.mention in self._skipped:
            self._outcome.skipped += 1
            return
        answer = self.matcher.answer(claim.mention)
        if isinstance(answer, Question) and self._has_own_code(claim, answer):
            answer = New("City")
            self.matcher.decide(claim.mention, answer)
        if isinstance(answer, Several):
            self._note_several(claim.mention, answer)
            for part in answer.mentions:
                self.node(replace(claim, mention=part))
            return
        if isinstance(answer, Question):
            self._wait(claim, self._outcome.nodes, {claim.mention: answer})
            return
        is_new = isinstance(answer, New)
        id = self._id(claim.mention, answer, claim.sources)
        table, row = self._nodes[id]
        label = self._label(table)
        values = {name: value for name, value in claim.values.items() if value is not None}
        known = {prop.name for prop in table.properties}
        for name in values.keys() - known:
            self.account.drop(claim, NOT_HELD, column=column_in_words(name))
        told = self._fill(table, row, {n: v for n, v in values.items() if n in known}, (id,), claim)
        if claim.mention.id and fold_case(claim.mention.text) not in self._names(id):
            told |= self._fill(table, row, {"name": claim.mention.text}, (id,), claim)
        changed = bool(told & {"changed"})
        if not is_new and told and label != "Source":
            changed |= self._add_sources(table, row, claim.sources)
        if changed and id not in self._outcome.added[label]:
            self._outcome.changed[label].add(id)
        elif not is_new and not changed:
            self._outcome.confirmed += 1
        self.account.take(claim.cells, Fate.OUTPUT)

    def _has_own_code(self, claim: NodeClaim, question: Question) -> bool:
        """Tell whether a claim on a city that nothing is like gives the code of a municipality that no other has."""
        if question.candidates or question.parts or claim.mention.kinds != ("City",):
            return False
        cities = self.tables[SCHEMA.node("City").table]
        code = claim.values.get("municipality_code")
        return code is not None and all(cities.get(row, "municipality_code") != code for row in cities.living())

    def _note_several(self, mention: Mention, answer: Several) -> None:
        """Tell that a cell was taken for several names, where that was not decided."""
        found = [self.matcher.answer(part) for part in answer.mentions]
        if mention not in self._decided:
            self._outcome.taken[mention.text] = tuple(known.id for known in found if isinstance(known, Known))

    def _is_erased(self, mention: Mention) -> bool:
        """Tell whether a name, or an id, is that of a person who was erased and is not to come back."""
        names = [name for name in (mention.text, mention.id) if name]
        return "Person" in mention.kinds and self.marks.hold(names)

    def _names(self, id: str) -> set[str]:
        entity = self.matcher.entity(id)
        return {fold_case(name) for name in (entity.name, *entity.names)} if entity else set()

    def _id(self, mention: Mention, answer: Known | New, sources: Iterable[str]) -> str:
        """Return the id of a node; it is made if it is not there."""
        if isinstance(answer, Known):
            if not answer.exactly:
                self._outcome.taken[mention.text] = (answer.id,)
            return answer.id
        label = SCHEMA.label_of_kind[answer.kind]
        if not mention.id and (same := self.matcher.named(mention.text, answer.kind)):
            self.matcher.decide(mention, Known(same.id))
            return same.id
        table = self.tables[SCHEMA.node(label).table]
        base = slug(mention.text) if label == "Source" else f"{answer.kind.casefold()}:{slug(mention.text)}"
        id = mention.id or self._free(base)
        values: dict[str, Value] = {"id": id, "kind": answer.kind, "name": mention.text}
        if label != "Source":
            values["sources"] = self._source_ids(sources)
        row = table.append(values)
        self._nodes[id] = (table, row)
        if label == "Source":
            self._know_source(table, row)
        self.matcher.add(Entity(id, label, answer.kind, mention.text))
        self.matcher.decide(mention, Known(id))
        self._outcome.added[label].add(id)
        return id

    def _fill(
        self, table: Table, row: int, values: Mapping[str, Value], of: tuple[str, ...], claim: NodeClaim | TieClaim
    ) -> set[str]:
        """Fill in what is not known, and ask about what is known otherwise; tell what happened."""
        happened = set()
        for name, new in values.items():
            old = table.get(row, name)
            where = [claim.where[name]] if name in claim.where else []
            joined = _joined(old, new) if name != "evidence" else _pointers(old, new)
            if joined is None:
                sources = self._source_ids(claim.sources)
                self._outcome.conflicts.append(Conflict(of, name, old, new, claim.grid, claim.line, sources[0]))
                self.account.take(where, Fate.REVIEW)
                continue
            happened.add("same" if joined == old else "changed")
            if joined != old:
                table.set(row, name, joined)
                self._tell(Correction(of, name, old, joined))
            self.account.take(where, Fate.OUTPUT)
        return happened

    def _add_sources(self, table: Table, row: int, texts: Iterable[str]) -> bool:
        old = [str(item) for item in _items(table.get(row, "sources"))]
        added = [id for id in self._source_ids(texts) if id not in old]
        if added:
            table.set(row, "sources", [*old, *added])
        return bool(added)

    # relations

    def tie(self, claim: TieClaim) -> None:
        """Take in what is said of a relation."""
        if self._is_erased(claim.source) or self._is_erased(claim.target):
            self.account.erase(claim)
            return
        if self._skipped & {claim.source, claim.target}:
            self._outcome.skipped += 1
            return
        answers = {mention: self.matcher.answer(mention) for mention in (claim.source, claim.target)}
        for mention, several in answers.items():
            if isinstance(several, Several):
                self._note_several(mention, several)
                for part in several.mentions:
                    source, target = (part if end == mention else end for end in (claim.source, claim.target))
                    self.tie(replace(claim, source=source, target=target))
                return
        questions = {m: answer for m, answer in answers.items() if isinstance(answer, Question)}
        if questions:
            self._wait(claim, self._outcome.ties, questions)
            return
        kinds = [self._kind(mention) for mention in (claim.source, claim.target)]
        found = relation_between(claim, *kinds)
        if found is None:
            why = NOT_BETWEEN if claim.stated else NO_RELATION
            self.account.drop(claim, why, one=claim.source.text, other=claim.target.text)
            return
        type, turned = found
        ids: list[str] = []
        for mention in (claim.source, claim.target):
            answer = self.matcher.answer(mention)
            assert isinstance(answer, Known | New)  # noqa: S101 - the others were dealt with
            ids.append(self._id(mention, answer, claim.sources))
        if ids[0] == ids[1]:
            self.account.drop(claim, SELF)
            return
        self._relate(ids[1 if turned else 0], ids[0 if turned else 1], type, claim)
        self.account.take(claim.cells, Fate.OUTPUT)

    def _relate(self, source: str, target: str, type: str, claim: TieClaim) -> None:
        table = self.tables[SCHEMA.table]
        key = self._key(source, type, target)
        start = claim.values.get("start")
        row = self._same(table, self._relations[key], start, undirected=SCHEMA.relationship(type).undirected)
        words = " ".join((source, type, target))
        if row is None:
            sources = self._source_ids(claim.sources)
            values = {"from": source, "type": type, "to": target, **claim.values, "sources": sources}
            if not claim.values.get("evidence") and not claim.sources:
                values["evidence"] = pointer(claim)
            self._relations[key].append(table.append(values))
            self._outcome.added[type].add(words)
            self._tell(Correction((source, type, target, str(start or "")), added=True))
            self.account.take(claim.where.values(), Fate.OUTPUT)
            return
        before = str(table.get(row, "start") or "")
        told = self._fill(table, row, claim.values, (source, type, target, before), claim)
        if self._add_sources(table, row, claim.sources) or "changed" in told:
            if words not in self._outcome.added[type]:
                self._outcome.changed[type].add(words)
        else:
            self._outcome.confirmed += 1

    def _same(self, table: Table, rows: list[int], start: Value, *, undirected: bool) -> int | None:
        """Find the row that tells the same relation: with the same start, or with one that fits to it.

        Only a row that was there before the import is taken for one that does not say the same start: what a file
        tells twice stays two.
        """
        living = [row for row in rows if any(table.rows[row])]
        if undirected:
            return living[0] if living else None
        starts = [(str(table.get(row, "start") or ""), row) for row in living]
        told = str(start or "")
        exact = next((row for known, row in starts if known == told), None)
        if exact is not None:
            return exact
        before = [(known, row) for known, row in starts if row < self._before]
        if not told:
            return max(before)[1] if before else None
        precise = [row for known, row in before if known and (known.startswith(told) or told.startswith(known))]
        return next(iter([*precise, *(row for known, row in before if not known)]), None)

    def _kind(self, mention: Mention) -> str:
        answer = self.matcher.answer(mention)
        if isinstance(answer, New):
            return answer.kind
        assert isinstance(answer, Known)  # noqa: S101 - questions wait
        table, row = self._nodes[answer.id]
        return str(table.get(row, "kind"))

    def _wait(self, claim: Any, waiting: list[Any], questions: Mapping[Mention, Question]) -> None:
        waiting.append(claim)
        self._outcome.questions.update(questions)
        self.account.take(claim.all_cells(), Fate.REVIEW)


NOT_HELD = N_("A node of this kind has no {column}.")


def pointer(claim: TieClaim) -> str:
    """Tell where in the file a relation stands, in the language of the data."""
    sheet = claim.grid.partition("[")[2].rstrip("]")
    return f"{sheet}, rad {claim.line}" if sheet else f"rad {claim.line}"


def relation_between(claim: TieClaim, source: str, target: str) -> tuple[str, bool] | None:
    """Tell the type of a relation by the kinds of its ends, and whether it leads the other way round.

    A type that was stated holds as it stands; a guess from a heading gives way to the list of what two columns say by
    themselves, and only where neither fits there is none.
    """
    forwards, backwards = types_between(source, target), types_between(target, source)
    if claim.stated:
        return (claim.type, False) if claim.type in forwards else None
    for type in filter(None, (claim.type, "COLLABORATES_WITH" if claim.type == "PARTNER_IN" else "")):
        if type in forwards or type in backwards:
            return type, type not in forwards
    if (source, target) in BETWEEN:
        return BETWEEN[source, target], False
    if (target, source) in BETWEEN:
        return BETWEEN[target, source], True
    return None


def _pointers(old: Value, new: Value) -> Value:
    """Return pointers into two sources as one text."""
    if old is None or new is None or str(new) in str(old):
        return new if old is None else old
    return f"{old}; {new}"


def _joined(old: Value, new: Value) -> Value:
    """Return what two sources tell together; ``None`` if they contradict each other."""
    if old is None or old == new:
        return new
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    if isinstance(old, str) and isinstance(new, str):
        if old.startswith(new) and old[:4].isdigit() and len(new) in (4, 7):
            return old
        if new.startswith(old) and new[:4].isdigit() and len(old) in (4, 7):
            return new
        return old if fold_case(old) == fold_case(new) else None
    if isinstance(old, int | float) and isinstance(new, int | float) and float(old) == float(new):
        return old
    return None
