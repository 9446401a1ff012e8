"""What is wrong between rows: ids, references, ends of relations, names."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from samverkan.language import N_
from samverkan.model.dataset import Columns
from samverkan.model.names import fold_case
from samverkan.model.schema import Schema
from samverkan.sources.cells import likest
from samverkan.sources.findings import Code, Finding, Findings

if TYPE_CHECKING:
    from samverkan.sources.reader import Typed

_GUESSES = 100
"""How many unknown ids get a guess at what was meant: each is compared with every id that there is."""


class _Ids:
    """The ids that there are, and guesses at those that there are not."""

    def __init__(self, ids: Mapping[str, Any]) -> None:
        self._ids = ids
        self._guesses: dict[str, str | None] = {}

    def guess(self, id: str) -> str | None:
        if id not in self._guesses and len(self._guesses) < _GUESSES:
            self._guesses[id] = likest(id, list(self._ids))
        return self._guesses.get(id)


def check_nodes(
    schema: Schema, nodes: Mapping[str, "Typed"], findings: Findings
) -> tuple[dict[str, str], dict[str, str]]:
    """Check ids, sources and names over all tables of nodes.

    Returns
    -------
    labels, kinds : dict of str to str
        Base label and kind of every id.
    """
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    places: dict[str, str] = {}
    for label, node in nodes.items():
        table = node.table
        for line, id, kind in zip(table.lines, node.columns["id"], node.columns["kind"], strict=True):
            if id is None:
                continue
            if id in labels:
                what = N_("The id {id} stands in {place} already; every node has its own.")
                values = {"id": id, "place": places[id]}
                findings.add(Finding(table.name, line, "id", Code.TWICE_ID, what, values))
            else:
                labels[id], kinds[id] = label, kind
                places[id] = f"{table.name}:{line}"
    known = {id: label for id, label in labels.items() if label == "Source"}
    for node in nodes.values():
        if "sources" in node.columns:
            _check_sources(node, known, findings)
    for label, node in nodes.items():
        if {"start", "end"} <= node.columns.keys():
            _check_dates(node, findings)
        if label != "Source":
            _check_same_names(node, findings)
    _check_aliases(schema, nodes, findings)
    return labels, kinds


def _check_sources(typed: "Typed", known: dict[str, str], findings: Findings) -> None:
    ids = _Ids(known)
    for line, sources in zip(typed.table.lines, typed.columns["sources"], strict=True):
        for source in sources or ():
            if source not in known:
                what = N_("There is no source {id}.")
                values = {"id": source}
                fix = ids.guess(source)
                findings.add(Finding(typed.table.name, line, "sources", Code.UNKNOWN_ID, what, values, fix))


def _check_dates(typed: "Typed", findings: Findings) -> None:
    """Compare dates as far as both are precise: 2021-10 does not end before it starts when it ends in 2021."""
    for line, start, end in zip(typed.table.lines, typed.columns["start"], typed.columns["end"], strict=True):
        if start and end and end[: len(start)] < start[: len(end)]:
            what = N_("It ends ({end}) before it starts ({start}).")
            findings.add(
                Finding(typed.table.name, line, "end", Code.END_BEFORE_START, what, {"start": start, "end": end})
            )


def _check_same_names(typed: "Typed", findings: Findings) -> None:
    seen: dict[tuple[str, str], str] = {}
    columns = typed.columns
    for line, id, kind, name in zip(typed.table.lines, columns["id"], columns["kind"], columns["name"], strict=True):
        if name and kind and id:
            first = seen.setdefault((kind, fold_case(name)), id)
            if first != id:
                what = N_("{id} has the same name and kind as {other}: “{name}”. Are they two?")
                values = {"id": id, "other": first, "name": name}
                findings.add(Finding(typed.table.name, line, "name", Code.SAME_NAME, what, values))


def _check_aliases(schema: Schema, nodes: Mapping[str, "Typed"], findings: Findings) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    aliased = [(label, node) for label, node in nodes.items() if "aliases" in node.columns]
    wanted = {fold_case(a) for _, node in aliased for aliases in node.columns["aliases"] for a in aliases or ()}
    for _label, node in aliased:
        for id, name in zip(node.columns["id"], node.columns["name"], strict=True):
            if id and name and (folded := fold_case(name)) in wanted:
                owners[folded].add(id)
    for _label, node in aliased:
        for line, id, aliases in zip(node.table.lines, node.columns["id"], node.columns["aliases"], strict=True):
            for alias in aliases or ():
                for other in sorted(owners.get(fold_case(alias), set()) - {id}):
                    what = N_("“{alias}” is the name of {other}. Whoever writes it may mean either.")
                    values = {"alias": alias, "other": other}
                    findings.add(Finding(node.table.name, line, "aliases", Code.ALIAS_IS_NAME, what, values))


def check_relations(
    schema: Schema, typed: "Typed", labels: dict[str, str], kinds: dict[str, str], findings: Findings
) -> dict[str, Columns]:
    """Check the relations, and part them by type.

    Returns
    -------
    dict of str to Columns
        For every type of the schema; rows with an error are left out.
    """
    _check_sources(typed, {id: label for id, label in labels.items() if label == "Source"}, findings)
    _check_dates(typed, findings)
    table, columns = typed.table, typed.columns
    names = [name for name in columns if name != "type"]
    allowed = {t.type: (schema.kinds(t.sources), schema.kinds(t.targets), t.undirected) for t in schema.types}
    rows: dict[str, list[int]] = {t.type: [] for t in schema.types}
    seen: dict[tuple[str, ...], int] = {}
    ids = _Ids(labels)
    add = findings.add
    ends = zip(table.lines, columns["from"], columns["type"], columns["to"], columns["start"], strict=True)
    for place, (line, source, type, target, start) in enumerate(ends):
        if source is None or type is None or target is None:
            continue
        if type not in allowed:
            what = N_("There is no type of relation {type}.")
            upper = type.upper()
            fix = upper if upper in allowed else likest(upper, list(allowed))
            add(Finding(table.name, line, "type", Code.UNKNOWN_CHOICE, what, {"type": type}, fix))
            continue
        sources, targets, undirected = allowed[type]
        sound = True
        for column, id, wanted in (("from", source, sources), ("to", target, targets)):
            kind = kinds.get(id)
            if kind in wanted:
                continue
            sound = False
            if id not in labels:
                what = N_("There is no node {id}.")
                add(Finding(table.name, line, column, Code.UNKNOWN_ID, what, {"id": id}, ids.guess(id)))
            elif kind is not None:
                what = N_("{id} is a {kind}; at this end of {type} one of these was expected: {expected}.")
                values = {"id": id, "kind": kind, "type": type, "expected": ", ".join(sorted(wanted))}
                add(Finding(table.name, line, column, Code.WRONG_KIND, what, values))
        if source == target:
            what = N_("The relation leads from {id} to itself.")
            add(Finding(table.name, line, "to", Code.SELF_RELATION, what, {"id": source}))
            continue
        pair = (source, type, target) if not undirected or source < target else (target, type, source)
        key = pair if undirected else (*pair, start or "")
        first = seen.setdefault(key, line)
        if first != line:
            what = N_(
                "The same relation stands in line {line} already. Make one row of the two, with the sources of both."
            )
            add(Finding(table.name, line, None, Code.TWICE_RELATION, what, {"line": first}))
        elif sound:
            rows[type].append(place)
    return {t: {name: [columns[name][place] for place in places] for name in names} for t, places in rows.items()}
