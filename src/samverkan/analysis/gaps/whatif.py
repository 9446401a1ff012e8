"""What would be missing in another network than the one that is loaded: earlier, or without somebody, or with a tie.

The data are read back from the store, changed, and loaded into a store of their own that is thrown away afterwards, so
that rules and functions see the change alike, and what is loaded stays as it is.
"""

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import Gap
from samverkan.analysis.gaps.search import Gaps, Only
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.model.dataset import Columns, Dataset
from samverkan.model.schema import Schema
from samverkan.model.words import either, kind_in_words
from samverkan.store.base import GraphStore, stored_dataset
from samverkan.store.connect import open_store

LEFT_OUT = ("Person",)
"""Labels that no gap asks for, and that need not lie in a temporary file."""

TIME = "1970-01-01T00:00:00Z"
"""Of a load that nobody will ask for."""


class Tie(NamedTuple):
    """A relation that there might be: ids of its ends, and its type."""

    source: str
    type: str
    target: str


@dataclass(frozen=True)
class Change:
    """How a network is changed: ids of who is taken out, with all relations, and relations that are added."""

    without: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.without or self.ties)


@dataclass(frozen=True)
class Effect:
    """What a change does.

    Parameters
    ----------
    before, after : Gaps
    opened, closed : tuple of Gap
        Gaps that are there after and not before, and the other way round, as far as they concern what is changed;
        worst first.
    moved : tuple of Gap
        Those that open or close without concerning it: what most do and who is best connected has shifted.
    """

    before: Gaps
    after: Gaps
    opened: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    moved: tuple[Gap, ...] = ()


def read_back(store: GraphStore, schema: Schema) -> Dataset:
    """Read the data that a store holds, without people."""
    whole = stored_dataset(store, schema)
    return changed(whole, Change(without=tuple(id for label in LEFT_OUT for id in whole.nodes[label]["id"])))


def until(dataset: Dataset, date: str) -> Dataset:
    """Return what had begun by a date of any precision; what begins in it has, and what has no date stays."""

    def begun(columns: Columns) -> list[bool]:
        return [
            start is None or start[: len(date)] <= date for start in columns.get("start", [None] * len(columns["id"]))
        ]

    nodes = {label: _where(columns, begun(columns)) for label, columns in dataset.nodes.items()}
    gone = {id for columns in dataset.nodes.values() for id in columns["id"]} - {
        id for columns in nodes.values() for id in columns["id"]
    }
    return _related(dataset, nodes, gone, lambda row: row["start"] is None or row["start"][: len(date)] <= date)


def changed(dataset: Dataset, change: Change) -> Dataset:
    """Return the data with a change.

    Raises
    ------
    AnalysisError
        A relation that is added is none of the model, or is there already.
    """
    gone = {*change.without}
    nodes = {
        label: _where(columns, [id not in gone for id in columns["id"]]) for label, columns in dataset.nodes.items()
    }
    made = _related(dataset, nodes, gone, lambda row: True)
    for tie in change.ties:
        _check(made, tie)
        columns = made.relationships[tie.type]
        row = {"from": tie.source, "to": tie.target, "sources": []}
        for name, values in columns.items():
            values.append(row.get(name))
    return made


def _check(dataset: Dataset, tie: Tie) -> None:
    kinds = {id: kind for c in dataset.nodes.values() for id, kind in zip(c["id"], c["kind"], strict=True)}
    declared = dataset.schema.relationship(tie.type)
    for id, ends in ((tie.source, declared.sources), (tie.target, declared.targets)):
        allowed = dataset.schema.kinds(ends)
        if kinds.get(id) not in allowed:
            raise AnalysisError(
                _("{type} cannot have {id} there: {kinds} was expected.").format(
                    type=tie.type, id=id, kinds=either([kind_in_words(kind) for kind in sorted(allowed)])
                )
            )
    columns = dataset.relationships[tie.type]
    there = {*zip(columns["from"], columns["to"], strict=True)}
    if (
        tie.source == tie.target
        or (tie.source, tie.target) in there
        or (declared.undirected and (tie.target, tie.source) in there)
    ):
        raise AnalysisError(
            _("{source} {type} {target} is there already, or leads from somebody to themselves.").format(
                **tie._asdict()
            )
        )


def _where(columns: Columns, kept: Sequence[bool]) -> Columns:
    return {name: [v for v, keep in zip(values, kept, strict=True) if keep] for name, values in columns.items()}


def _related(
    dataset: Dataset, nodes: Mapping[str, Columns], gone: Collection[str], fits: Callable[[dict[str, Any]], bool]
) -> Dataset:
    relationships = {
        type: _where(
            columns,
            [row["from"] not in gone and row["to"] not in gone and fits(row) for row in dataset.rows(type)],
        )
        for type, columns in dataset.relationships.items()
    }
    return Dataset(dataset.schema, nodes, relationships)


@contextmanager
def temporary_store(dataset: Dataset) -> Iterator[GraphStore]:
    """Load data into a store that is thrown away in the end."""
    with tempfile.TemporaryDirectory(prefix="samverkan-") as folder:
        path = Path(folder) / "graph.lbug"
        with open_store(path, dataset.schema, write=True) as loading:
            loading.sync(dataset, time=TIME)
        with open_store(path, dataset.schema) as store:
            yield store


def effect(before: Gaps, after: Gaps, only: Only | None = None, change: Change | None = None) -> Effect:
    """Tell which gaps open and which close between two states of a network, and which of them a change concerns.

    Without a change all of them are told. A gap concerns it that names somebody who is taken out or given a relation,
    or whoever was or would be tied to them by that; or the county of one of them.
    """
    here, there = (gaps.wanted(only) for gaps in (before, after))
    old, new = ({gap.key for gap in gaps} for gaps in (here, there))
    opened = tuple(gap for gap in there if gap.key not in old)
    closed = tuple(gap for gap in here if gap.key not in new)
    if change is None:
        return Effect(before, after, opened, closed)
    touched = _touched(before.context, after.context, change)
    near = [tuple(gap for gap in gaps if touched & _named(gap)) for gaps in (opened, closed)]
    moved = tuple(gap for gap in (*opened, *closed) if not touched & _named(gap))
    return Effect(before, after, near[0], near[1], moved)


def _named(gap: Gap) -> set[str]:
    """Return the ids and the county that a gap names."""
    values = [value if isinstance(value, tuple) else (value,) for value in gap.values.values()]
    return {*gap.who, *(one for some in values for one in some if isinstance(one, str))}


def _touched(before: Context, after: Context, change: Change) -> set[str]:
    """Return ids of whom a change concerns, and the counties of those who are changed themselves."""
    ends = [id for tie in change.ties for id in (tie.source, tie.target) if not _is_programme(after, id)]
    own = {*change.without, *ends}
    found = own | _counties(before, own)
    for id in change.without:
        found |= _beside(before, id)
    for id in ends:
        found |= _partners(after, id)
    return found


def _counties(context: Context, ids: Collection[str]) -> set[str]:
    place = context.network.actors.index
    return {county for id in ids if id in place and (county := context.counties[place[id]])}


def _beside(context: Context, id: str) -> set[str]:
    """Return what somebody is related to, but for programmes and themes, and with whom they work in it."""
    network = context.network
    found = _partners(context, id)
    for r in network.relations:
        if id in (r.source, r.target):
            other = r.target if r.source == id else r.source
            if other in network.actors.index or (
                other in network.activities.index and not _is_programme(context, other)
            ):
                found |= {other} | _partners(context, other)
    return found


def _partners(context: Context, id: str) -> set[str]:
    """Return who works in an activity, if that makes working ties."""
    place = context.network.activities.index.get(id)
    if place is None:
        return set()
    inside = context.teams.working_incidence[:, [place]].nonzero()[0]
    return {context.network.actors["id"][actor] for actor in inside.tolist()}


def _is_programme(context: Context, id: str) -> bool:
    activities = context.network.activities
    return id in activities.index and activities["kind"][activities.index[id]] == "Programme"
