"""The adapter to a server; the only import of its driver."""

import getpass
import json
import logging
import os
import socket
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors
from samverkan import __version__
from samverkan.errors import QueryError, StoreBusyError, StoreError, StoreUnavailableError
from samverkan.language import _
from samverkan.model.dataset import Dataset, State, relationship_key, row_hash
from samverkan.model.schema import Schema
from samverkan.store import statements
from samverkan.store.address import what_is_wrong
from samverkan.store.base import Load, Progress, Rows, SyncResult, planned, wording
from samverkan.store.writing import Run, Writing, running

CONNECT_SECONDS, WAIT_SECONDS, RETRY_SECONDS = 6.0, 12.0, 10.0
"""How long a connection may take to open, all attempts at one together, and a unit of work until it is given up."""

FETCH = 10_000
"""Rows that are asked for at a time."""

_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
_READ_ONLY = {
    "Neo.ClientError.Cluster.NotALeader",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.ReadOnly",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
}
_PLAIN = {str, int, float, bool, type(None)}
_UNKNOWN = -1
"""Stands for the hash of a row that is not what the store says it is: no row has it, so it is written anew."""

# The driver warns of every retry, and Python prints a warning that nobody listens to.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


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
        The address is none, the server does not answer, or refuses the credentials.
    """

    marker = f":{statements.OURS}"

    def __init__(self, address: str, schema: Schema, *, credentials: tuple[str, str] | None = None) -> None:
        # A trace that shows variables must not show a password, so none is left in one when an error is raised.
        auth, credentials = neo4j.basic_auth(*credentials) if credentials else None, None
        if problem := what_is_wrong(address):
            del address
            raise StoreUnavailableError(problem)
        self.address = address
        self._schema = schema
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=auth,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=WAIT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
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
            columns = tuple(result.keys())
            return Rows(columns, [tuple(v if type(v) in _PLAIN else _plain(v) for v in row) for row in result])

        with self._translated(statement), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(unit)

    def status(self) -> Load | None:
        return _load(self.query(statements.READ_LOAD, {"id": statements.LOAD_ID}).rows)

    def is_current(self, digest: str) -> bool:
        load = self.status()
        if load is None or load.digest != digest:
            return False
        labels = {"labels": [n.label for n in self._schema.labels]}
        rows = self.query(statements.COUNT_NODES, labels).rows + self.query(statements.COUNT_RELATIONSHIPS).rows
        return load.totals == {part: [count, total] for part, count, total in rows}

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
        with self._translated(loading=True), self._session() as session:
            load, old = session.execute_write(lambda t: self._state(_running(t), verify=verify or replace))
        changes, new = planned(self, dataset, old, allow_removals=allow_removals or replace)
        words = wording(self, dataset, new, changes)
        current = load is not None and (load.digest, load.totals) == (dataset.digest, new.totals()) and not changes
        if dry_run or current:
            return SyncResult(changes, words, wrote=False)
        record = Load(uuid.uuid4().hex, time, __version__, dataset.digest, dataset.data_date, new.totals())
        writing = Writing(dataset, changes, old, new, record, load.id if load else None, progress)
        with self._translated(loading=True), self._session() as session:
            self._write(session, writing)
        return SyncResult(changes, words, wrote=True)

    def _write(self, session: neo4j.Session, writing: Writing) -> None:
        """Run a load, unless somebody else is in the middle of one."""
        if holder := session.execute_write(lambda t: running(_running(t), writing.record.id)):
            raise StoreBusyError(holder)
        session.execute_write(lambda t: _running(t)(statements.CONSTRAINT, {}))  # not alone: two at once may deadlock

        @neo4j.unit_of_work(metadata={"app": statements.APP, "load": writing.record.id, **_myself()})
        def unit(transaction: neo4j.ManagedTransaction) -> None:
            try:
                writing.write(_running(transaction))
            except driver_errors.TransientError as error:
                if error.code == _MEMORY:  # the driver would try again, and fail again after as long
                    raise self._worded(error, loading=True) from _bare(error)
                raise

        session.execute_write(unit)

    def _state(self, run: Run, *, verify: bool) -> tuple[Load | None, State]:
        """Read what the store holds.

        The Load record is read first: if it still is the same when the lock is taken, so is all that was read after it.
        """
        load = _load(run(statements.READ_LOAD, {"id": statements.LOAD_ID}))
        state = State()
        for label, rows in run(statements.NODE_HASHES, {"labels": [n.label for n in self._schema.labels]}):
            state.nodes[label] = dict(rows)
        for type, rows in run(statements.RELATIONSHIP_HASHES, {}):
            keys = state.relationships[type] = dict(rows)
            if len(keys) != len(rows):  # somebody has copied some of them
                keys |= {key: _UNKNOWN for key, n in Counter(key for key, _hash in rows).items() if n > 1}
        if verify:
            self._compare(run, state)
        return load, state

    def _compare(self, run: Run, state: State) -> None:
        """Put ``_UNKNOWN`` for every row whose labels or values are not what its key and hash say."""
        own = sorted(statements.own_labels(self._schema))
        for label in self._schema.labels:
            hashes = state.nodes.get(label.label, {})
            ((rows,),) = run(statements.read_nodes(self._schema, label.label), {"labels": own})
            for labels, hash, *values in rows:
                id, kind = values[:2]
                if row_hash(tuple(values)) != hash or set(labels) != {label.label, kind}:
                    hashes[id] = _UNKNOWN
        for relation in self._schema.types:
            keys = state.relationships.get(relation.type, {})
            ((rows,),) = run(statements.read_relationships(self._schema, relation.type), {})
            for key, hash, *values in rows:
                source, target, start = values[:3]
                is_own = isinstance(start, str | None) and key == relationship_key(source, relation.type, target, start)
                if not is_own or row_hash(tuple(values)) != hash:
                    keys[key] = _UNKNOWN

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(default_access_mode=access, fetch_size=FETCH)

    @contextmanager
    def _translated(self, statement: str | None = None, *, loading: bool = False) -> Iterator[None]:
        """Let none of the driver's errors out; ``statement`` is a question's, which may be at fault itself."""
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError, OSError, ValueError, OverflowError) as error:
            raise self._worded(error, statement, loading=loading) from _bare(error)

    def _worded(self, error: Exception, statement: str | None = None, *, loading: bool = False) -> StoreError:
        """Make of an error of the driver one of ours, which says what to do."""
        reason = (getattr(error, "message", None) or str(error)).strip().rstrip(".!?") or type(error).__name__
        first = reason.splitlines()[0]
        code = getattr(error, "code", None) or ""
        if code == _MEMORY:
            return StoreError(
                _(
                    "The database {address} has too little memory for this in one piece. Nothing was changed. Raise "
                    "dbms.memory.transaction.total.max, and the heap, in its settings: about 2 GB of heap carry "
                    "270,000 nodes and relations."
                ).format(address=self.address)
            )
        if code in _READ_ONLY:
            return StoreError(
                _(
                    "The database {address} can only be read here. Nothing was changed. Give the address of the one "
                    "that is written to; in a cluster, one that begins with neo4j finds it."
                ).format(address=self.address)
            )
        if code.endswith((".CredentialsExpired", ".AuthenticationRateLimit")):
            return StoreUnavailableError(
                _("The database {address} does not let you in: {reason}.").format(address=self.address, reason=first)
            )
        if isinstance(error, driver_errors.AuthError):
            return StoreUnavailableError(
                _(
                    "The database {address} refuses the user or the password. Set SAMVERKAN_DB_USER and "
                    "SAMVERKAN_DB_PASSWORD to those of the database."
                ).format(address=self.address)
            )
        if isinstance(error, driver_errors.ConfigurationError | driver_errors.DatabaseUnavailable):
            return StoreUnavailableError(
                _("The database {address} cannot be used: {reason}.").format(address=self.address, reason=first)
            )
        if isinstance(error, driver_errors.IncompleteCommit):
            return StoreUnavailableError(
                _(
                    "The connection to {address} broke while the load was being finished. The graph is whole: either "
                    "as it was, or as the data say. Load again when the database is back."
                ).format(address=self.address)
            )
        lost = (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, driver_errors.ConnectionPoolError)
        if isinstance(error, (*lost, OSError)):
            told = [_("The database {address} does not answer. Is it started, and is the address right?")]
            if "+" in urlsplit(self.address).scheme:
                told += [_("And does it encrypt its connections? The address of one that does not has no +s in it.")]
            if loading:
                told += [_("The load that was under way has changed nothing.")]
            return StoreUnavailableError(" ".join(told).format(address=self.address))
        if statement is not None:
            return QueryError(statement, reason)
        if not loading:
            return StoreUnavailableError(
                _("The database {address} cannot be used: {reason}.").format(address=self.address, reason=first)
            )
        return StoreError(
            _("The database {address} did not take the load: {reason}. Nothing was changed.").format(
                address=self.address, reason=first
            )
        )


def _running(transaction: neo4j.ManagedTransaction) -> Run:
    def run(statement: str, parameters: Mapping[str, Any]) -> list[Any]:
        return transaction.run(statement, dict(parameters)).values()

    return run


def _load(rows: list[Any]) -> Load | None:
    if not rows:
        return None
    id, time, version, digest, data_date, totals = rows[0]
    return Load(id, time, version, digest, data_date, json.loads(totals))


def _myself() -> dict[str, str | int]:
    """Say who is loading, for whoever else wants to."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a number without a name, as in some containers
        user = "?"
    return {"user": user, "host": socket.gethostname(), "pid": os.getpid()}


def _bare(error: BaseException) -> BaseException:
    """Take the traces off an error of the driver: its variables hold the password and the bytes that carry it."""
    seen: list[BaseException] = []
    rest: list[BaseException | None] = [error]
    while rest:
        if (one := rest.pop()) is not None and one not in seen:
            seen.append(one.with_traceback(None))
            rest += [one.__cause__, one.__context__]
    return error


def _plain(value: Any) -> Any:
    """Make a plain value of one of the driver's: a node or a relationship becomes its properties."""
    if isinstance(value, neo4j.graph.Path):
        return [_plain(part) for part in (*value.nodes, *value.relationships)]
    if isinstance(value, Mapping):  # nodes and relationships are mappings
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if hasattr(value, "iso_format"):  # dates and times
        return value.iso_format()
    if isinstance(value, tuple):  # a point, or a duration
        return list(value)
    return value
