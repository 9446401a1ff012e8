"""What a file says -> changes of the tables, questions, and what was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from samverkan.language import N_
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, fold_case
from samverkan.model.words import column_in_words
from samverkan.sources.foreign.claims import NAMES_ERASED, SELF, Claims, Fate, Left, Mention, NodeClaim, TieClaim
from samverkan.sources.foreign.correcting import Corrector
from samverkan.sources.foreign.joining import joined, pointer, pointers, relation_between
from samverkan.sources.foreign.matching import Known, New, Question, Several, slug
from samverkan.sources.foreign.outcome import Conflict, Correction, Outcome, check
from samverkan.sources.foreign.tables import Table

Said = TypeVar("Said", bound=NodeClaim | TieClaim)

NO_RELATION = N_("What {one} and {other} have to do with each other is not told. Add a column “relation”.")
NOT_BETWEEN = N_("There is no such relation between {one} and {other}.")
NOT_HELD = N_("A node of this kind has no {column}.")


_TIMES = frozenset(["FUNDS", "TOOK_PART_IN", "HOSTS", "SIGNED"])
"""Types of what is done at times: two of the same ends that begin at different times are two."""


def _over(end: str, start: str) -> bool:
    """Tell whether what ended was over when something else began, as far as both are precise."""
    return bool(end) and end[: len(start)] < start[: len(end)]


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


class Merger(Corrector):
    """Tables that take in claims, one by one."""

    def node(self, claim: NodeClaim) -> None:
        """Take in what is said of a node."""
        if self._is_erased(claim.mention):
            self.account.erase(claim)
            return
        claim = self._without_erased(claim)
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
        """Tell whether a name, or an id, is that of a person who was erased, or holds one and is of nothing known."""
        names = [name for name in (mention.text, mention.id) if name]
        if "Person" in mention.kinds and self.marks.hold(names):
            return True
        return self.marks.within(mention.text) and not isinstance(self.matcher.answer(mention), Known)

    def _without_erased(self, claim: Said) -> Said:
        """Take out of a claim the values and the sources that name a person who was erased."""
        named = [name for name, value in claim.values.items() if self.marks.within(f"{value}")]
        sources = tuple(source for source in claim.sources if not self.marks.within(source))
        if not named and sources == claim.sources:
            return claim
        self.account.take((claim.where[name] for name in named if name in claim.where), Fate.LEFT_OUT)
        for heading in [*map(column_in_words, named), *([""] * (len(claim.sources) - len(sources)))]:
            self.account.left.append(Left(claim.grid, claim.line, heading, "", NAMES_ERASED, {}))
        values = {name: value for name, value in claim.values.items() if name not in named}
        where = {name: cell for name, cell in claim.where.items() if name not in named}
        return replace(claim, values=values, where=where, sources=sources)

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
            both = joined(old, new) if name != "evidence" else pointers(old, new)
            if both is None:
                sources = self._source_ids(claim.sources)
                self._outcome.conflicts.append(Conflict(of, name, old, new, claim.grid, claim.line, sources[0]))
                self.account.take(where, Fate.REVIEW)
                continue
            happened.add("same" if both == old else "changed")
            if both != old:
                table.set(row, name, both)
                self._tell(Correction(of, name, old, both))
            self.account.take(where, Fate.OUTPUT)
        return happened

    # relations

    def tie(self, claim: TieClaim) -> None:
        """Take in what is said of a relation."""
        if self._is_erased(claim.source) or self._is_erased(claim.target):
            self.account.erase(claim)
            return
        claim = self._without_erased(claim)
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
        row = self._same(table, self._relations[key], type, claim)
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

    def _same(self, table: Table, rows: list[int], type: str, claim: TieClaim) -> int | None:
        """Find the row that tells the same relation: with the same start, or with one that fits to it.

        Nobody becomes a member twice without leaving in between: of two starts of what lasts one is wrong, unless the
        one had ended when the other began.

        Only a row that was there before the import is taken for one that does not say the same start: what a file
        tells twice stays two.
        """
        living = [row for row in rows if any(table.rows[row])]
        if SCHEMA.relationship(type).undirected:
            return living[0] if living else None
        starts = [(str(table.get(row, "start") or ""), row) for row in living]
        told, end = (str(claim.values.get(name) or "") for name in ("start", "end"))
        exact = next((row for known, row in starts if known == told), None)
        if exact is not None:
            return exact
        before = [(known, row) for known, row in starts if row < self._before]
        if not told:
            return max(before)[1] if before else None
        precise = [row for known, row in before if known and (known.startswith(told) or told.startswith(known))]
        lasting = [
            row
            for known, row in before
            if type not in _TIMES and not _over(str(table.get(row, "end") or ""), told) and not _over(end, known)
        ]
        return next(iter([*precise, *(row for known, row in before if not known), *lasting]), None)

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
