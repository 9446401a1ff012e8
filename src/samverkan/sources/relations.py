"""What is wrong with the relations: their types, their ends, those that are there twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from samverkan.language import N_
from samverkan.model.dataset import Columns
from samverkan.model.names import fold_case
from samverkan.model.schema import NodeLabel, RelationshipType, Schema
from samverkan.model.words import choice_in_words, meant
from samverkan.sources.cells import likest
from samverkan.sources.checks import Guesses, check_dates, check_sources
from samverkan.sources.columns import Typed
from samverkan.sources.findings import Code, Finding, Findings


def check_relations(
    schema: Schema,
    typed: Typed,
    nodes: Mapping[str, Typed],
    labels: Mapping[str, str],
    kinds: Mapping[str, str],
    absent: Sequence[NodeLabel],
    findings: Findings,
) -> dict[str, Columns]:
    """Check the relations, and part them by type.

    Parameters
    ----------
    schema : Schema
    typed : Typed
        The table of relations. Loses its columns, for they may be large.
    nodes : mapping of str to Typed
        By base label.
    labels, kinds : mapping of str to str
        Base label and kind of every id.
    absent : sequence of NodeLabel
        Those whose table is missing, as it may be: relations to its nodes are left out.
    findings : Findings
        What is wrong is added here.

    Returns
    -------
    dict of str to Columns
        For every type of the schema.
    """
    check_sources(typed, nodes, findings)
    check_dates(typed, findings)
    left = _left_out(typed, absent, findings)
    places: dict[str, list[int]] = defaultdict(list)
    for place, type in enumerate(typed.columns["type"]):
        if place not in left:
            places[type].append(place)
    types = {t.type: t for t in schema.types}
    for name in [name for name in places if name is not None and name not in types]:
        if worded := meant("type", name, list(types)):
            places[worded] = sorted(places[worded] + places.pop(name))
    ends = _Ends(schema, typed, nodes, labels, kinds, findings)
    for name, rows in places.items():
        if name in types:
            ends.check(types[name], rows)
            _find_twice(types[name], typed, rows, findings)
        elif name is not None:
            what = N_("There is no type of relation {type}.")
            words = [choice_in_words("type", type) for type in types]
            fix = likest(name, words) or likest(name.upper(), list(types))
            for row in rows:
                findings.add(
                    Finding(typed.name, typed.lines[row], "type", Code.UNKNOWN_CHOICE, what, {"type": name}, fix)
                )
    parted: dict[str, Columns] = {name: {} for name in types}
    for column in [name for name in typed.columns if name != "type"]:
        values = typed.columns.pop(column)
        for name in types:
            parted[name][column] = list(map(values.__getitem__, places.get(name, ())))
    return parted


def _left_out(typed: Typed, absent: Sequence[NodeLabel], findings: Findings) -> set[int]:
    """Find the relations to nodes of tables that are missing, by the kind in their ids, and count them."""
    left: set[int] = set()
    for node in absent:
        prefixes = tuple(f"{kind.casefold()}:" for kind in node.kinds)
        ends = zip(typed.columns["from"], typed.columns["to"], strict=True)
        found = {row for row, pair in enumerate(ends) if any(id and id.startswith(prefixes) for id in pair)}
        if found:
            what = N_("The table {table} is missing; {n} relations to what it would hold were left out.")
            if len(found) == 1:
                what = N_("The table {table} is missing; {n} relation to what it would hold was left out.")
            values = {"table": node.table, "n": len(found)}
            findings.add(Finding(typed.name, None, None, Code.LEFT_OUT, what, values))
        left |= found
    return left


class _Ends:
    """The ends of relations: whether they are there, of the right kind, and two."""

    def __init__(
        self,
        schema: Schema,
        typed: Typed,
        nodes: Mapping[str, Typed],
        labels: Mapping[str, str],
        kinds: Mapping[str, str],
        findings: Findings,
    ) -> None:
        self._schema = schema
        self._typed = typed
        self._nodes = nodes
        self._labels = labels
        self._kinds = kinds
        self._findings = findings
        self._guesses: Guesses | None = None

    def check(self, relation: RelationshipType, rows: list[int]) -> None:
        sources, targets = self._typed.columns["from"], self._typed.columns["to"]
        for column, ids, ends in (("from", sources, relation.sources), ("to", targets, relation.targets)):
            allowed = self._schema.kinds(ends)
            wrong = [row for row in rows if self._kinds.get(ids[row]) not in allowed]
            for row in wrong:
                self._tell(relation, row, column, ids[row], allowed)
        for row in [row for row in rows if sources[row] == targets[row] and sources[row] is not None]:
            what = N_("The relation leads from {id} to itself.")
            values = {"id": sources[row]}
            place = self._typed.lines[row]
            self._findings.add(Finding(self._typed.name, place, "to", Code.SELF_RELATION, what, values))

    def _tell(self, relation: RelationshipType, row: int, column: str, id: str | None, allowed: frozenset[str]) -> None:
        if id is None or (id in self._labels and self._kinds[id] is None):  # is told where it stands
            return
        line = self._typed.lines[row]
        if id not in self._labels:
            what = N_("There is no node {id}.")
            finding = Finding(self._typed.name, line, column, Code.UNKNOWN_ID, what, {"id": id}, self._guess(id))
        else:
            what = N_("{id} is of the kind {kind}; at this end of {type} one of these was expected: {expected}.")
            kind, *expected = (choice_in_words("kind", kind) for kind in (self._kinds[id], *allowed))
            type = choice_in_words("type", relation.type)
            values = {"id": id, "kind": kind, "type": type, "expected": ", ".join(sorted(expected))}
            finding = Finding(self._typed.name, line, column, Code.WRONG_KIND, what, values)
        self._findings.add(finding)

    def _guess(self, id: str) -> str | None:
        if self._guesses is None:
            rows = (zip(n.columns["name"], n.columns["id"], strict=True) for n in self._nodes.values())
            names = {fold_case(name): known for name, known in chain.from_iterable(rows) if name and known}
            self._guesses = Guesses(list(self._labels), names)
        return self._guesses[id]


def _find_twice(relation: RelationshipType, typed: Typed, rows: list[int], findings: Findings) -> None:
    """Find relations of the same ends and start; of an undirected type, of the same ends, whichever way round."""
    columns = [typed.columns[name] for name in ("from", "to", "start")]
    sources, targets, starts = ([column[row] for row in rows] for column in columns)
    keys: list[tuple[str, ...]]
    if relation.undirected:
        keys = [(a, b) if (a or "") < (b or "") else (b, a) for a, b in zip(sources, targets, strict=True)]
    else:
        keys = list(zip(sources, targets, starts, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in zip(rows, keys, strict=True):
        before = first.setdefault(key, row)
        if before != row and None not in key[:2] and key[0] != key[1]:
            what = N_(
                "The same relation stands in line {line} already. Make one row of the two, with the sources of both."
            )
            values = {"line": typed.lines[before]}
            findings.add(Finding(typed.name, typed.lines[row], None, Code.TWICE_RELATION, what, values))
