"""Dataset: typed values between files and store; what differs between two of them.

The values stand in columns, not in rows: a network of 200,000 relations then costs tens of megabytes, not hundreds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from samverkan.model.schema import Schema

Value = str | int | float | list[str] | None
Columns = dict[str, list[Any]]
"""Name of a property -> its values, one a row, ``None`` where the cell is empty. All lists are of one length."""

# The store adds the hashes of a label's rows up to tell whether they are still the same. 40 bits leave room for eight
# million rows in the 63 bits of the engines' integers; that two of them cancel out by chance is one in 10^12.
_HASH_BYTES = 5


def row_hash(values: Sequence[Value]) -> int:
    """Return a number of 40 bits for the values of a row, the same on every machine."""
    return int.from_bytes(
        blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest(), "big"
    )


def relationship_key(source: str, type: str, target: str, start: str | None) -> str:
    """Return what a relationship is known by: 96 bits in hexadecimal."""
    return blake2b(f"{source}\0{type}\0{target}\0{start or ''}".encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class Dataset:
    """A whole network as typed values that follow a schema: checked, and ready to be loaded.

    Parameters
    ----------
    schema : Schema
    nodes : mapping of str to Columns
        For every base label, every declared property.
    relationships : mapping of str to Columns
        For every relationship type, every column of the relations but ``type``.
    digest : str
        Hash of the bytes that were read.
    """

    schema: Schema = field(repr=False)
    nodes: Mapping[str, Columns]
    relationships: Mapping[str, Columns]
    digest: str = ""

    @cached_property
    def labels(self) -> dict[str, str]:
        """Base label of every id."""
        return {id: label for label, columns in self.nodes.items() for id in columns["id"]}

    def node_hashes(self, label: str) -> list[int]:
        """Hash of every node of a label, in the order of its rows."""
        columns = self.nodes[label]
        return [row_hash(row) for row in zip(*(columns[name] for name in self.schema.node(label).names), strict=True)]

    def relationship_keys(self, type: str) -> list[str]:
        """Key of every relationship of a type, in the order of its rows."""
        c = self.relationships[type]
        return [relationship_key(a, type, b, s) for a, b, s in zip(c["from"], c["to"], c["start"], strict=True)]

    def relationship_hashes(self, type: str) -> list[int]:
        """Hash of every relationship of a type, in the order of its rows."""
        columns = self.relationships[type]
        names = ("from", "to", *(p.name for p in self.schema.stored))
        return [row_hash(row) for row in zip(*(columns[name] for name in names), strict=True)]

    def state(self) -> "State":
        """Return what the store will hold once this is loaded."""
        return State(
            {n: dict(zip(c["id"], self.node_hashes(n), strict=True)) for n, c in self.nodes.items()},
            {
                t: dict(zip(self.relationship_keys(t), self.relationship_hashes(t), strict=True))
                for t in self.relationships
            },
        )

    @cached_property
    def data_date(self) -> str | None:
        """Newest ``start`` of a relation, as precise as it was written; ``None`` without any."""
        return max((s for c in self.relationships.values() for s in c["start"] if s), default=None)

    def rows(self, part: str) -> Iterator[dict[str, Value]]:
        """Go through the rows of a label or a type; for small data and for tests."""
        columns = self.nodes[part] if part in self.nodes else self.relationships[part]
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))


@dataclass(frozen=True)
class State:
    """What a store holds: the hash of every node by its id and of every relationship by its key.

    Parameters
    ----------
    nodes, relationships : dict of str to dict of str to int
        By base label and by type.
    """

    nodes: dict[str, dict[str, int]] = field(default_factory=dict)
    relationships: dict[str, dict[str, int]] = field(default_factory=dict)

    def totals(self) -> dict[str, list[int]]:
        """Count and sum of the hashes of each label and type that has any: what the Load record keeps."""
        parts = {**self.nodes, **self.relationships}
        return {name: [len(rows), sum(rows.values())] for name, rows in sorted(parts.items()) if rows}


@dataclass(frozen=True)
class Change:
    """What a load changes within a label or a type: ids of nodes, keys of relationships, in the order of the data."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def before(self) -> int:
        """How many there were before the load."""
        return len(self.changed) + len(self.removed) + self.unchanged

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Difference:
    """What differs between what a store holds and what it shall hold.

    Parameters
    ----------
    nodes, relationships : dict of str to Change
        By base label and by type, in the order of the schema.
    """

    nodes: dict[str, Change]
    relationships: dict[str, Change]

    def __bool__(self) -> bool:
        return any(self.nodes.values()) or any(self.relationships.values())

    def removes_much(self) -> bool:
        """Tell whether more than a fifth of the nodes, or of the relationships, would go."""
        return any(
            sum(len(c.removed) for c in part.values()) * 5 > sum(c.before for c in part.values())
            for part in (self.nodes, self.relationships)
        )


def difference(old: State, new: State) -> Difference:
    """Compare what a store holds with what it shall hold.

    A node whose label changed is removed from one label and added to the other.

    Examples
    --------
    >>> old = State({"City": {"city:a": 1, "city:b": 2}}, {})
    >>> new = State({"City": {"city:b": 3, "city:c": 4}}, {})
    >>> difference(old, new).nodes["City"]
    Change(added=('city:c',), changed=('city:b',), removed=('city:a',), unchanged=0)
    """
    return Difference(_changes(old.nodes, new.nodes), _changes(old.relationships, new.relationships))


def _changes(old: dict[str, dict[str, int]], new: dict[str, dict[str, int]]) -> dict[str, Change]:
    changes = {}
    for part in [*new, *(p for p in old if p not in new)]:
        before, after = old.get(part, {}), new.get(part, {})
        added = tuple(k for k in after if k not in before)
        changed = tuple(k for k, h in after.items() if before.get(k, h) != h)
        removed = tuple(k for k in before if k not in after)
        changes[part] = Change(added, changed, removed, len(after) - len(added) - len(changed))
    return changes
