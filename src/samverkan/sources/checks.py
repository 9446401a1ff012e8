"""What is wrong between the rows of nodes: ids, sources, dates, names."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from samverkan.language import N_
from samverkan.model.names import fold_accents, fold_case
from samverkan.sources.cells import likest
from samverkan.sources.columns import Typed
from samverkan.sources.findings import Code, Finding, Findings

_GUESSES = 100
"""How many unknown ids get a guess at what was meant: each is compared with every id that there is."""


class Guesses:
    """What was meant by an id that there is not.

    Parameters
    ----------
    ids : sequence of str
        Those that there are.
    names : mapping of str to str
        Name, as ``fold_case`` folds it -> id: many write the name of a thing instead.
    """

    def __init__(self, ids: Sequence[str], names: Mapping[str, str] | None = None) -> None:
        self._ids = ids
        self._names = names or {}
        self._guesses: dict[str, str | None] = {}

    def __getitem__(self, id: str) -> str | None:
        if id not in self._guesses and len(self._guesses) < _GUESSES:
            plain = fold_accents(id)  # ids are ASCII, but people write city:gävle
            near = likest(plain, self._ids)
            slug = plain.partition(":")[2]
            if slug and near and not likest(slug, [near.partition(":")[2]]):  # only the kinds are alike
                near = None
            self._guesses[id] = self._names.get(fold_case(id)) or near
        return self._guesses.get(id)


def check_nodes(nodes: Mapping[str, Typed], findings: Findings) -> tuple[dict[str, str], dict[str, str]]:
    """Check ids, sources, dates and names over all tables of nodes.

    Parameters
    ----------
    nodes : mapping of str to Typed
        By base label.
    findings : Findings
        What is wrong is added here.

    Returns
    -------
    labels, kinds : dict of str to str
        Base label and kind of every id.
    """
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for label, node in nodes.items():
        ids = node.columns["id"]
        before = len(labels)
        labels.update(dict.fromkeys(ids, label))
        kinds.update(zip(ids, node.columns["kind"], strict=True))
        if len(labels) - before < len(ids) or None in labels:
            labels.pop(None, None)  # type: ignore[call-overload]  # rows whose id is empty or wrong
            kinds.pop(None, None)  # type: ignore[call-overload]
    if len(labels) < sum(len(node.columns["id"]) for node in nodes.values()):
        _find_twice(nodes, findings)
    for node in nodes.values():
        if "sources" in node.columns:
            check_sources(node, nodes, findings)
        if "start" in node.columns and "end" in node.columns:
            check_dates(node, findings)
    _check_counties([node for node in nodes.values() if "county" in node.columns], findings)
    _check_names({label: node for label, node in nodes.items() if label != "Source"}, findings)
    return labels, kinds


def _find_twice(nodes: Mapping[str, Typed], findings: Findings) -> None:
    places: dict[str, str] = {}
    for node in nodes.values():
        for line, id in zip(node.lines, node.columns["id"], strict=True):
            place = f"{node.name}:{line}"
            if id is not None and places.setdefault(id, place) != place:
                what = N_("The id {id} stands in {place} already; every node has its own.")
                findings.add(Finding(node.name, line, "id", Code.TWICE_ID, what, {"id": id, "place": places[id]}))


def check_sources(typed: Typed, nodes: Mapping[str, Typed], findings: Findings) -> None:
    """Find sources that there are not."""
    known = nodes["Source"].columns["id"]
    column = typed.columns["sources"]
    unknown = set(chain.from_iterable(filter(None, column))).difference(known)
    if not unknown:
        return
    guesses = Guesses([id for id in known if id])
    for line, sources in zip(typed.lines, column, strict=True):
        for source in sources or ():
            if source in unknown:
                what = N_("There is no source {id}.")
                values, fix = {"id": source}, guesses[source]
                findings.add(Finding(typed.name, line, "sources", Code.UNKNOWN_ID, what, values, fix))


def check_dates(typed: Typed, findings: Findings) -> None:
    """Find what ends before it starts, as far as both dates are precise: 2021-10 to 2021 is no mistake."""
    pairs = list(zip(typed.columns["start"], typed.columns["end"], strict=True))
    wrong = {(start, end) for start, end in set(pairs) if start and end and end[: len(start)] < start[: len(end)]}
    if not wrong:
        return
    for line, pair in zip(typed.lines, pairs, strict=True):
        if pair in wrong:
            what = N_("It ends ({end}) before it starts ({start}).")
            values = {"start": pair[0], "end": pair[1]}
            findings.add(Finding(typed.name, line, "end", Code.END_BEFORE_START, what, values))


def _check_counties(tables: Sequence[Typed], findings: Findings) -> None:
    """Find counties that are written otherwise elsewhere: every analysis would take them for two."""
    written = Counter(filter(None, chain.from_iterable(table.columns["county"] for table in tables)))
    most: dict[str, str] = {}
    for county, _n in sorted(written.items(), key=lambda pair: (-pair[1], pair[0])):
        most.setdefault(_county(county), county)
    for table in tables:
        for line, county in zip(table.lines, table.columns["county"], strict=True):
            if county and (usual := most[_county(county)]) != county:
                what = N_("“{county}” is written otherwise in other rows, and would count as a county of its own.")
                values = {"county": county}
                findings.add(Finding(table.name, line, "county", Code.OTHER_SPELLING, what, values, usual))


def _county(name: str) -> str:
    """Return what two ways to write a county have in common: ``gavleborg`` of Gävleborgs län."""
    return fold_accents(name).removesuffix(" lan").removesuffix("s")


def _check_names(nodes: Mapping[str, Typed], findings: Findings) -> None:
    """Find nodes of the same name and kind, and aliases that are the name of another node."""
    aliases = {fold_case(a) for node in nodes.values() for a in chain.from_iterable(filter(None, _aliases(node)))}
    owners: dict[str, set[str]] = defaultdict(set)
    for node in nodes.values():
        _check_same_names(node, aliases, owners, findings)
    for node in nodes.values():
        for line, id, names in zip(node.lines, node.columns["id"], _aliases(node), strict=True):
            for alias in names or ():
                for other in sorted(owners.get(fold_case(alias), set()) - {id}):
                    what = N_("“{alias}” is the name of {other}. Whoever writes it may mean either.")
                    values = {"alias": alias, "other": other}
                    findings.add(Finding(node.name, line, "aliases", Code.ALIAS_IS_NAME, what, values))


def _aliases(node: Typed) -> list[list[str] | None]:
    return node.columns.get("aliases", [None] * len(node.lines))


def _check_same_names(node: Typed, aliases: set[str], owners: dict[str, set[str]], findings: Findings) -> None:
    """Find nodes of the same name and kind, and note on the way whose names the aliases are."""
    seen: dict[tuple[str, str], str] = {}
    c = node.columns
    for line, id, kind, name in zip(node.lines, c["id"], c["kind"], c["name"], strict=True):
        if name and id:
            folded = fold_case(name)
            if folded in aliases:
                owners[folded].add(id)
            first = seen.setdefault((kind, folded), id)
            if first != id:
                what = N_("{id} has the same name and kind as {other}: “{name}”. Are they two?")
                values = {"id": id, "other": first, "name": name}
                findings.add(Finding(node.name, line, "name", Code.SAME_NAME, what, values))
