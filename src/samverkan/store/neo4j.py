"""The adapter to a server; the only import of its driver."""

import getpass
import json
import os
import socket
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors
from samverkan import __version__
from samverkan.errors import QueryError, StoreBusyError, StoreError, StoreUnavailableError
from samverkan.language import _
from samverkan.model.dataset import Dataset, Difference, State, row_hash
from samverkan.model.schema import Schema
from samverkan.store import statements
from samverkan.store.base import Load, Progress, Rows, SyncResult, planned, wording

BATCH = 10_000
"""Rows of one statement."""

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
CONNECT_SECONDS = 10.0
_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
_READ_ONLY = ("Neo.ClientError.Cluster.NotALeader", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase")
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class Neo4jStore:
    """A store on a Neo4j server; see ``GraphStore``.

    Parameters
    ----------
    address : str
        ``neo4j://host:port`` and its like, without user and password.
    schema : Schema
    credentials : (user, password) or None

    Raises
    ------
    StoreUnavailableError
        The server is not there, or refuses the credentials.
    """

    marker = f":{statements.OWN}"

    def __init__(self, address: str, schema: Schema, *, credentials: tuple[str, str] | None = None) -> None:
        self.address = checked_address(address)
        self._schema = schema
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                self.address,
                auth=credentials,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS + 5,
                max_transaction_retry_time=CONNECT_SECONDS,
                notifications_min_severity="OFF",
                user_agent=f"samverkan/{__version__}",
            )
            try:
                self._driver.verify_connectivity()
            except BaseException:
                self._driver.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        def unit(transaction: neo4j.ManagedTransaction) -> Rows:
            result = transaction.run(statement, dict(parameters or {}))
            return Rows(tuple(result.keys()), [tuple(map(_plain, row)) for row in result.values()])

        with self._translated(statement), self._driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            return session.execute_read(unit)

    def status(self) -> Load | None:
        rows = self.query(statements.READ_RECORD, {"label": statements.LOAD}).rows
        if not rows:
            return None
        id, time, version, digest, data_date, totals = rows[0]
        return Load(id, time, version, digest, data_date, json.loads(totals))

    def totals(self) -> dict[str, list[int]]:
        """Count our rows of every label and type, and add their hashes up, as the Load record does."""
        rows = self.query(statements.totals(self._schema)).rows
        return {part: [count, total] for part, count, total in sorted(rows) if count}

    def is_current(self, digest: str) -> bool:
        load = self.status()
        return load is not None and load.digest == digest and load.totals == self.totals()

    def state(self, *, verify: bool = False) -> State:
        """Return the hash of every row; with ``verify`` worked out from its values, not as the store keeps it."""
        state = State()
        for node in self._schema.labels:
            statement = statements.values_of_nodes(node) if verify else statements.hashes_of_nodes(node.label)
            state.nodes[node.label] = self._hashes(statement, verify=verify)
        for relation in self._schema.types:
            type = relation.type
            if verify:
                statement = statements.values_of_relationships(self._schema, type)
            else:
                statement = statements.hashes_of_relationships(type)
            state.relationships[type] = self._hashes(statement, verify=verify)
        return state

    def _hashes(self, statement: str, *, verify: bool) -> dict[str, int]:
        return {row[0]: row_hash(row[1:]) if verify else row[1] for row in self.query(statement).rows}

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
        self._refuse_a_second_load()
        seen = self.status()
        old = self.state(verify=verify or replace)
        changes, new = planned(self, dataset, old, allow_removals=allow_removals or replace)
        words = wording(self, dataset, changes)
        current = seen is not None and not changes and seen.digest == dataset.digest and seen.totals == self.totals()
        if dry_run or current:
            return SyncResult(changes, words, wrote=False)
        record = Load(uuid.uuid4().hex, time, __version__, dataset.digest, dataset.data_date, new.totals())
        writing = _Writing(dataset, old, new, changes, record, seen.id if seen else None, progress)
        with self._translated(), self._driver.session() as session:
            session.run(statements.CONSTRAINT).consume()
            session.execute_write(neo4j.unit_of_work(metadata={"app": "samverkan load", **_myself()})(writing.write))
        return SyncResult(changes, words, wrote=True)

    def _refuse_a_second_load(self) -> None:
        rows = self.query(statements.RUNNING).rows
        if rows:
            user, host, pid = rows[0]
            raise StoreBusyError(_("{user} on {host}, process {pid}").format(user=user, host=host, pid=pid))

    @property
    def exposes_password(self) -> bool:
        """Whether a password travels to another machine without encryption."""
        parts = urlsplit(self.address)
        return "+" not in parts.scheme and parts.hostname not in _LOCAL

    @contextmanager
    def _translated(self, statement: str | None = None) -> Iterator[None]:
        """Let none of the driver's errors out."""
        try:
            yield
        except driver_errors.AuthError as error:
            raise StoreUnavailableError(
                _(
                    "{address} refuses the user or the password. "
                    "Set SAMVERKAN_DB_USER and SAMVERKAN_DB_PASSWORD to those of the database."
                ).format(address=self.address)
            ) from error
        except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, OSError) as error:
            raise StoreUnavailableError(
                _("{address} does not answer: {reason}. Is the server running, and is the address right?").format(
                    address=self.address, reason=_first_line(error)
                )
            ) from error
        except (driver_errors.ConfigurationError, ValueError) as error:
            raise StoreUnavailableError(
                _("{address} cannot be used: {reason}.").format(address=self.address, reason=_first_line(error))
            ) from error
        except driver_errors.Neo4jError as error:
            _raise(error, statement)
        except driver_errors.DriverError as error:
            raise StoreError(_("The server broke off: {reason}.").format(reason=_first_line(error))) from error


def checked_address(address: str) -> str:
    """Return an address that may be shown, or refuse it.

    Raises
    ------
    StoreUnavailableError
        It is none of Neo4j's, or has a user or a password in it.
    """
    scheme, rest = address.split("://", 1)
    if "@" in rest.split("/")[0]:
        raise StoreUnavailableError(
            _(
                "An address must not hold a user or a password: others can read it. "
                "Set SAMVERKAN_DB_USER and SAMVERKAN_DB_PASSWORD instead."
            )
        )
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise StoreUnavailableError(
            _("{address} is no address of a Neo4j server; one such as neo4j://localhost:7687 was expected.").format(
                address=f"{scheme}://{rest}"
            )
        )
    return address


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _raise(error: driver_errors.Neo4jError, statement: str | None) -> NoReturn:
    """Word an error of the server."""
    if error.code == _MEMORY:
        raise StoreError(
            _(
                "The server has too little memory for this load in one piece. Nothing was changed. "
                "Raise dbms.memory.transaction.total.max, and the heap, in its settings: "
                "about 2 GB of heap carry 270,000 nodes and relations."
            )
        ) from error
    if error.code in _READ_ONLY:
        raise StoreError(_("The server does not let anybody write: {reason}.").format(reason=error.code)) from error
    if statement is not None:
        raise QueryError(statement, (error.message or str(error)).strip()) from error
    reason = _first_line(error)
    raise StoreError(_("The server refused to write: {reason}. Nothing was changed.").format(reason=reason)) from error


def _myself() -> dict[str, str]:
    """Tell who is loading, for whoever else wants to."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # no name for this number, as in some containers
        user = str(os.getuid())
    return {"user": user, "host": socket.gethostname(), "pid": str(os.getpid())}


def _plain(value: Any) -> Any:
    """Make a plain value of one of the driver's: a node or a relationship becomes its properties."""
    if isinstance(value, neo4j.graph.Path):
        return [_plain(part) for part in (*value.nodes, *value.relationships)]
    if isinstance(value, Mapping):  # nodes and relationships are mappings
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if hasattr(value, "iso_format"):
        return value.iso_format()
    return value


class _Writing:
    """One load: a unit of work, which starts from its beginning when the driver tries it again."""

    def __init__(
        self, dataset: Dataset, old: State, new: State, changes: Difference, record: Load, seen: str | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self._dataset, self._new, self._changes = dataset, new, changes
        self._record, self._seen, self._progress = record, seen, progress
        self._empty = not any(old.nodes.values())

    def write(self, transaction: neo4j.ManagedTransaction) -> None:
        """Make the graph equal to the dataset, within one transaction."""
        try:
            self._write(transaction)
        except driver_errors.TransientError as error:
            if error.code == _MEMORY:  # trying again would fail again, after as long
                _raise(error, None)
            raise

    def _write(self, transaction: neo4j.ManagedTransaction) -> None:
        found = transaction.run(statements.LOCK, label=statements.LOAD).single(strict=True)["load"]
        if found == self._record.id:  # the commit of the first try came through, and its answer did not
            return
        if found != self._seen:
            raise StoreBusyError(_("another process, which has just finished"))
        self._refuse_foreign(transaction)
        for type, change in self._changes.relationships.items():
            if change.removed:
                self._rows(transaction, type, statements.remove_relationships(type), list(change.removed))
        for label, change in self._changes.nodes.items():
            if change.removed:
                self._rows(transaction, label, statements.remove_nodes(label), list(change.removed))
        for label, change in self._changes.nodes.items():
            self._write_nodes(transaction, label, {*change.added, *change.changed})
        for type, change in self._changes.relationships.items():
            self._write_relationships(transaction, type, set(change.added), set(change.changed))
        record = self._record
        transaction.run(
            statements.RECORD, label=statements.LOAD, load=record.id, time=record.time, version=record.version,
            digest=record.digest, data_date=record.data_date, totals=json.dumps(record.totals),
        ).consume()  # fmt: skip

    def _refuse_foreign(self, transaction: neo4j.ManagedTransaction) -> None:
        """Stop when a relationship of another tool hangs on a node that is to be removed."""
        found = []
        for label, change in self._changes.nodes.items():
            gone = change.removed
            for start in range(0, len(gone), BATCH):
                found += transaction.run(
                    statements.foreign_relationships(label), rows=list(gone[start : start + BATCH])
                ).values()  # fmt: skip
        if found:
            raise StoreError(
                _(
                    "The data no longer have nodes that relations of another tool hang on. Nothing was changed. "
                    "Remove these relations first, or keep the nodes:\n{relations}"
                ).format(relations="\n".join(f"  {name} {type} {other}" for name, type, other in found))
            )

    def _write_nodes(self, transaction: neo4j.ManagedTransaction, label: str, wanted: set[str]) -> None:
        if not wanted:
            return
        columns, hashes = self._dataset.nodes[label], self._new.nodes[label]
        by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for values in zip(*columns.values(), strict=True):
            properties = {name: value for name, value in zip(columns, values, strict=True) if value is not None}
            if properties["id"] in wanted:
                by_kind[properties["kind"]].append({**properties, "hash": hashes[properties["id"]]})
        for kind, rows in by_kind.items():
            if self._empty:
                self._rows(transaction, label, statements.create_nodes(label, kind), rows)
            else:
                merged = [{"id": row["id"], "properties": row} for row in rows]
                self._rows(transaction, label, statements.write_nodes(self._dataset.schema, label, kind), merged)

    def _write_relationships(
        self, transaction: neo4j.ManagedTransaction, type: str, added: set[str], changed: set[str]
    ) -> None:
        if not added and not changed:
            return
        columns, hashes = self._dataset.relationships[type], self._new.relationships[type]
        names = [p.name for p in self._dataset.schema.stored]
        new: list[dict[str, Any]] = []
        other: list[dict[str, Any]] = []
        ends = zip(hashes.items(), columns["from"], columns["to"], *(columns[n] for n in names), strict=True)
        for (key, hash), source, target, *values in ends:
            if key in added or key in changed:
                properties = {name: value for name, value in zip(names, values, strict=True) if value is not None}
                row = {"from": source, "to": target, "key": key, "properties": {**properties, "key": key, "hash": hash}}
                (new if key in added else other).append(row)
        self._rows(transaction, type, statements.create_relationships(type), new)
        self._rows(transaction, type, statements.change_relationships(type), other)

    def _rows(self, transaction: neo4j.ManagedTransaction, part: str, statement: str, rows: Sequence[Any]) -> None:
        """Run a statement over rows, in batches, and hold what it did against what was asked for."""
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            if self._progress:
                self._progress(part, start, len(rows))
            written = transaction.run(statement, rows=batch).single(strict=True)[0]
            if written != len(batch):
                raise StoreError(
                    _("{part}: {missing} of {rows} rows found no node at one end. Nothing was changed.").format(
                        part=part, missing=len(batch) - written, rows=len(batch)
                    )
                )
