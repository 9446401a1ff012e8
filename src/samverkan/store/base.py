"""The GraphStore protocol; SyncResult; what every engine does alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from samverkan.errors import RemovalError
from samverkan.language import swedish_key
from samverkan.model.dataset import Columns, Dataset, Difference, State, difference
from samverkan.model.schema import Schema

Progress = Callable[[str, int, int], None]
"""Called with what is being done (a label or type), how much is done, and of how much."""

EXAMPLES = 20
"""How many removals an error names."""


@dataclass(frozen=True)
class Rows:
    """Answer to a query: names of the columns, and a tuple a row."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Load:
    """The Load record: what was loaded last, by what, from what.

    Parameters
    ----------
    id : str
        Different for every load that wrote something.
    time : str
        ISO 8601, UTC.
    version : str
        Of the tool.
    digest : str
        Hash of the bytes of the input.
    data_date : str or None
        Newest ``start`` of a relation.
    totals : dict of str to [int, int]
        Count and sum of the row hashes of every label and type that has rows.
    """

    id: str
    time: str
    version: str
    digest: str
    data_date: str | None
    totals: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class SyncResult:
    """What a load changed, or with ``dry_run`` would change.

    Parameters
    ----------
    difference : Difference
        Ids and keys by label and type, added, changed, removed.
    words : dict of str to tuple of str
        ``"id or key" -> (name,)`` of a node or ``(name, type, name)`` of a relationship: for the first few of each
        label and type that were added, changed or removed.
    wrote : bool
        Whether anything was written.
    """

    difference: Difference
    words: dict[str, tuple[str, ...]]
    wrote: bool

    def as_records(self) -> list[dict[str, Any]]:
        """Return one record for each label and type that the store or the data have rows of."""
        parts = {**self.difference.nodes, **self.difference.relationships}
        return [
            {
                "part": part,
                "added": len(c.added),
                "changed": len(c.changed),
                "removed": len(c.removed),
                "unchanged": c.unchanged,
            }
            for part, c in parts.items()
            if c or c.unchanged
        ]


class GraphStore(Protocol):
    """A graph that a dataset is loaded into and that answers queries.

    Every method raises ``StoreUnavailableError`` when the store cannot be reached or read, and lets no exception of
    its engine out.
    """

    address: str
    """Where it is, without a password: as it may be shown."""

    marker: str
    """What a pattern of a node of ours carries besides its base label (``:Samverkan``, or nothing)."""

    def is_current(self, digest: str) -> bool:
        """Tell whether these bytes are what is loaded, and the counts and sums in the store still say so."""
        ...

    def sync(
        self,
        dataset: Dataset,
        *,
        time: str,
        dry_run: bool = False,
        allow_removals: bool = False,
        verify: bool = False,
        replace: bool = False,
        progress: Progress | None = None,
    ) -> SyncResult:
        """Make the graph equal to a dataset, all or nothing.

        Parameters
        ----------
        dataset : Dataset
        time : str
            Of the load, for the Load record.
        dry_run : bool
            Say what would change, and write nothing.
        allow_removals : bool
            Remove more than a fifth of the nodes or relationships, if that is what the data say.
        verify : bool
            Compare the values of every row, not the hash that the store keeps of it.
        replace : bool
            Do not read what is there, which may be unreadable: write all of the dataset anew.
        progress : callable, optional

        Raises
        ------
        RemovalError
            More than a fifth would be removed, and it was not allowed.
        StoreBusyError
            Somebody else is loading.
        StoreError
            It could not be written. The graph is as it was.
        """
        ...

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement with read access.

        Raises
        ------
        QueryError
            The engine refuses it.
        """
        ...

    def status(self) -> Load | None:
        """Return the Load record; ``None`` if nothing was ever loaded."""
        ...

    def close(self) -> None:
        """Let go of the store. Closing twice is no mistake."""
        ...

    def __enter__(self) -> "GraphStore": ...

    def __exit__(self, *error: object) -> None: ...


def planned(store: GraphStore, dataset: Dataset, old: State, *, allow_removals: bool) -> tuple[Difference, State]:
    """Work out what a load has to change.

    Returns
    -------
    difference, new : Difference, State
        What changes, and what the store holds afterwards.

    Raises
    ------
    RemovalError
        More than a fifth of the nodes or relationships would go, and it was not allowed.
    """
    new = dataset.state()
    changes = difference(old, new)
    if changes.removes_much() and not allow_removals:
        words = wording(store, dataset, new, changes, each=EXAMPLES)
        gone = [k for part in (changes.nodes, changes.relationships) for c in part.values() for k in c.removed]
        nodes, relationships = (
            (sum(len(c.removed) for c in part.values()), sum(c.before for c in part.values()))
            for part in (changes.nodes, changes.relationships)
        )
        examples = [" ".join(words[k]) for k in gone if k in words][:EXAMPLES]
        raise RemovalError(nodes, relationships, sorted(examples, key=swedish_key))
    return changes, new


def wording(
    store: GraphStore, dataset: Dataset, new: State, changes: Difference, each: int = 5
) -> dict[str, tuple[str, ...]]:
    """Name the first few nodes and relationships of a difference: the new ones from the data, the old from the store.

    Parameters
    ----------
    new : State
        Of the dataset.
    each : int
        How many of the added, the changed and the removed of each label and type are named.
    """
    words: dict[str, tuple[str, ...]] = {}
    names = {id: name for c in dataset.nodes.values() for id, name in zip(c["id"], c["name"], strict=True)}
    for label, change in changes.nodes.items():
        words |= {id: (names[id],) for id in (*change.added[:each], *change.changed[:each])}
        if gone := list(change.removed[:each]):
            found = store.query(
                f"MATCH (n:{label}{store.marker}) WHERE n.id IN $ids RETURN n.id, n.name ORDER BY n.id", {"ids": gone}
            )
            words |= {id: (name,) for id, name in found.rows}
    for type, change in changes.relationships.items():
        wanted = {*change.added[:each], *change.changed[:each]}
        if wanted:
            columns = dataset.relationships[type]
            ends = zip(new.relationships[type], columns["from"], columns["to"], strict=True)
            words |= {key: (names[a], type, names[b]) for key, a, b in ends if key in wanted}
        if gone := list(change.removed[:each]):
            found = store.query(
                f"MATCH (a)-[r:{type}]->(b) WHERE r.key IN $keys RETURN r.key, a.name, b.name ORDER BY r.key",
                {"keys": gone},
            )
            words |= {key: (a, type, b) for key, a, b in found.rows}
    return words


def read_nodes(store: GraphStore, label: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Read properties of every node of a label, in the order of their ids."""
    wanted = "".join(f", n.`{name}`" for name in names)
    rows = store.query(f"MATCH (n:{label}{store.marker}) RETURN n.id AS own_id{wanted}").rows
    return _in_order(rows, 1, range(1, len(names) + 1))


def read_relationships(store: GraphStore, schema: Schema, type: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Read the ends and properties of every relationship of a type, in the order of source, target and start.

    Parameters
    ----------
    names : sequence of str
        Columns of the table of relations; ``from`` and ``to`` are the ids of the ends.
    """
    ends = {"from": 0, "to": 1}  # by which the rows are put in order, and so there already
    others = [name for name in names if name not in ends]
    declared = schema.relationship(type).type  # nothing but a declared type becomes part of a statement
    rows = store.query(
        f"MATCH (a)-[r:{declared}]->(b) WHERE r.key IS NOT NULL "
        "RETURN a.id AS source_id, b.id AS target_id, coalesce(r.start, '') AS first, r.key AS own_key"
        + "".join(f", r.`{name}`" for name in others)
    ).rows
    return _in_order(rows, 4, [ends[name] if name in ends else 4 + others.index(name) for name in names])


def stored_dataset(store: GraphStore, schema: Schema, digest: str = "", progress: Progress | None = None) -> Dataset:
    """Read all that a store holds back into a dataset, in the order of ids and of relations.

    Parameters
    ----------
    store : GraphStore
    schema : Schema
    digest : str
        Hash of the bytes that were loaded, as the Load record has it.
    progress : callable, optional
    """
    names = ("from", "to", *(p.name for p in schema.stored))
    nodes: dict[str, Columns] = {}
    relationships: dict[str, Columns] = {}
    total = len(schema.labels) + len(schema.types)

    def told(part: str) -> str:
        if progress:
            progress(part, len(nodes) + len(relationships), total)
        return part

    for n in schema.labels:
        nodes[n.label] = _columns(read_nodes(store, told(n.label), n.names), n.names)
    for t in schema.types:
        relationships[t.type] = _columns(read_relationships(store, schema, told(t.type), names), names)
    return Dataset(schema, nodes, relationships, digest)


def _columns(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> Columns:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _in_order(rows: list[tuple[Any, ...]], keys: int, places: Sequence[int]) -> list[tuple[Any, ...]]:
    """Sort rows by their first columns, and keep the values in some places of each.

    Not left to the engine: the embedded one sorts within its buffer pool, which a large network does not fit into, and
    two engines need not order texts alike.
    """
    rows.sort(key=lambda row: row[:keys])
    for place, row in enumerate(rows):  # in place: a large network is not there twice
        rows[place] = tuple([row[n] for n in places])
    return rows
