"""One load into a server as a unit of work, which starts from its beginning when it is tried again."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from samverkan.errors import StoreBusyError, StoreError
from samverkan.language import _
from samverkan.model.dataset import Dataset, Difference, State
from samverkan.store import statements
from samverkan.store.base import EXAMPLES, Load, Progress

BATCH = 10_000
"""Rows of one statement."""

Run = Callable[[str, Mapping[str, Any]], list[Any]]
"""Runs a statement with parameters within the transaction; returns its rows."""


@dataclass(frozen=True)
class Writing:
    """One load: what it writes, and the state of the graph that it was worked out from.

    Parameters
    ----------
    dataset : Dataset
    changes : Difference
    old, new : State
        What the store held when it was read, and what it holds afterwards.
    record : Load
    seen : str or None
        ``id`` of the Load record that was in the store then.
    progress : callable or None
    """

    dataset: Dataset
    changes: Difference
    old: State
    new: State
    record: Load
    seen: str | None
    progress: Progress | None

    def write(self, run: Run) -> None:
        """Make the graph equal to the dataset.

        Raises
        ------
        StoreBusyError
            Somebody else has loaded since the store was read.
        StoreError
            A count is not what was asked for, or a relationship of others hangs on a node that is to be removed.
        """
        others = running(run, self.record.id)  # whoever is in front of us in the queue for the lock
        run(statements.LOCK, {"id": statements.LOAD_ID})
        found = next((row[0] for row in run(statements.READ_LOAD, {"id": statements.LOAD_ID})), None)
        if found != self.seen:
            raise StoreBusyError(others or _("a load that has just ended"))
        self._remove(run)
        present = {id for ids in self.old.nodes.values() for id in ids}
        for label, change in self.changes.nodes.items():
            self._write_nodes(run, label, {*change.added, *change.changed}, present)
        for type, change in self.changes.relationships.items():
            self._add_relationships(run, type, {*change.added, *change.changed})
        load = {
            "load": self.record.id,
            "time": self.record.time,
            "version": self.record.version,
            "digest": self.record.digest,
            "data_date": self.record.data_date,
            "totals": json.dumps(self.record.totals),
        }
        expect("Load", run(statements.WRITE_LOAD, {"id": statements.LOAD_ID, "load": load}), 1)

    def _remove(self, run: Run) -> None:
        """Remove relationships, then nodes. A changed relationship goes too: its ends may not be what its key says."""
        for type, change in self.changes.relationships.items():
            self._each(run, type, statements.remove_relationships(type), [*change.removed, *change.changed], "keys")
        kept = {id for ids in self.new.nodes.values() for id in ids}
        for label, change in self.changes.nodes.items():
            gone = [id for id in change.removed if id not in kept]  # the others only change their label
            foreign: list[Any] = []
            for batch in _batches(gone):
                foreign += run(statements.FOREIGN, {"keys": batch, "limit": EXAMPLES})
            if foreign:
                raise StoreError(
                    _(
                        "The data no longer have nodes that relations of another tool hang on. Nothing was changed. "
                        "Remove these relations first, or keep the nodes:\n{relations}"
                    ).format(relations="\n".join("  " + " ".join(map(str, row)) for row in foreign[:EXAMPLES]))
                )
            self._each(run, label, statements.REMOVE_NODES, gone, "keys")

    def _write_nodes(self, run: Run, label: str, wanted: set[str], present: set[str]) -> None:
        """Write nodes, kind by kind, since a label of a node is no parameter."""
        if not wanted:
            return
        schema = self.dataset.schema
        columns, hashes = self.dataset.nodes[label], self.new.nodes[label]
        rows: dict[tuple[str, bool], list[Sequence[Any]]] = {}
        for values in zip(*(columns[name] for name in schema.node(label).names), hashes.values(), strict=True):
            id, kind = values[:2]
            if id in wanted:
                rows.setdefault((kind, id in present), []).append(values)
        for (kind, is_present), some in rows.items():
            make = statements.change_nodes if is_present else statements.add_nodes
            self._each(run, label, make(schema, label, kind), some)

    def _add_relationships(self, run: Run, type: str, wanted: set[str]) -> None:
        if not wanted:
            return
        schema = self.dataset.schema
        columns, hashes = self.dataset.relationships[type], self.new.relationships[type]
        names = ("from", "to", *(p.name for p in schema.stored))
        every = zip(*(columns[name] for name in names), hashes, hashes.values(), strict=True)
        rows = [row for row in every if row[-2] in wanted]
        self._each(run, type, statements.add_relationships(schema, type), rows)

    def _each(self, run: Run, part: str, statement: str, rows: Sequence[Any], name: str = "rows") -> None:
        """Run a statement over rows, in batches, and hold what it did against what was asked for."""
        done = 0
        for batch in _batches(rows):
            if self.progress:
                self.progress(part, done, len(rows))
            expect(part, run(statement, {name: batch}), len(batch))
            done += len(batch)


def expect(part: str, answer: list[Any], wanted: int) -> None:
    """Hold what a statement did against what it was asked to do: a row whose ends are missing is dropped silently."""
    done = answer[0][0] if answer else 0
    if done != wanted:
        raise StoreError(
            _(
                "{part}: {wanted} rows were to be written, and {done} were. Nothing was changed. Somebody may have "
                "changed the graph by hand; `samverkan load --verify` compares every row."
            ).format(part=part, wanted=wanted, done=done)
        )


def running(run: Run, load: str) -> str | None:
    """Say who else is loading: user, host and process; ``None`` if nobody is."""
    for user, host, pid in run(statements.LOADS, {"app": statements.APP, "load": load}):
        return _("{user} on {host}, process {pid}").format(user=user, host=host, pid=pid)
    return None


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
