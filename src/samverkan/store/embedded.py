"""The adapter to the engine in this process; its only import."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import ladybug

from samverkan.errors import QueryError, StoreUnavailableError
from samverkan.language import _
from samverkan.model.dataset import Dataset, State, row_hash
from samverkan.model.schema import Schema
from samverkan.store.base import Load, Progress, Rows, SyncResult, planned, wording
from samverkan.store.connect import DEFAULT
from samverkan.store.probe import is_as_loaded, what_is_wrong

READ_POOL = 512 * 2**20
"""Bytes of memory for pages when reading, at most: an answer lies there whole, and no more than it needs is taken. 64
MB are too little for all 145,000 partners of CORDIS."""

ENGINE_ERRORS = (RuntimeError, ValueError, TypeError, IndexError, ArithmeticError, MemoryError, OSError)
"""What the engine raises. Where a file is damaged these are those of the C++ library, from a text that would be too
long to memory that nobody has."""

LOAD_TABLE = "SamverkanLoad"
LOAD_COLUMNS = ("id", "time", "version", "digest", "data_date", "totals")


@contextmanager
def opened(path: Path, *, pool: int = READ_POOL, read_only: bool = True) -> Iterator["ladybug.Connection"]:
    """Open a file of the engine; whatever goes wrong while it opens is a ``StoreUnavailableError``."""
    try:
        # every thread that writes has memory of its own: a second one costs a load 40 MB, and saves it no time
        threads = 0 if read_only else 1
        database = ladybug.Database(str(path), buffer_pool_size=pool, read_only=read_only, max_num_threads=threads)
    except ENGINE_ERRORS as error:
        raise unreadable(path, str(error)) from error
    try:
        connection = ladybug.Connection(database)
        try:
            yield connection
        finally:
            connection.close()
    finally:
        database.close()


def unreadable(path: Path, reason: str) -> StoreUnavailableError:
    """Word that a file cannot be read as a store, and what to do."""
    said = reason.strip().removeprefix("Runtime exception: ").rstrip(".!?")
    return StoreUnavailableError(
        _(
            "{path} cannot be read as a store: {reason}. It may be damaged, of a newer version, or no store at all. "
            "`samverkan load --replace` makes a new one and keeps this file as {previous}."
        ).format(path=path, reason=said, previous=previous(path).name)
    )


def previous(path: Path) -> Path:
    """Where the file that a load replaced is kept."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


class EmbeddedStore:
    """A store in one file, without a server; see ``GraphStore``.

    Parameters
    ----------
    path : Path
    schema : Schema
    write : bool
        Whether it will be loaded into: then the file need not exist yet, and is not opened until it is read.

    Raises
    ------
    StoreUnavailableError
        There is no store, or it cannot be read.
    """

    marker = ""

    def __init__(self, path: Path, schema: Schema, *, write: bool = False) -> None:
        self.address = str(path)
        self.path = path
        self._schema = schema
        self._open: ladybug.Connection | None = None
        self._opening: Any = None
        if not write:
            self._connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        opening, self._opening, self._open = self._opening, None, None
        if opening is not None:
            opening.__exit__(None, None, None)

    def _connection(self) -> "ladybug.Connection":
        """Open the file for reading when it is wanted, and check that it is whole."""
        if self._open is None:
            if not self.path.exists():
                told = _("There is no store at {path} yet. Run `samverkan load` first.")
                if self.path != DEFAULT:
                    told = _("There is no store at {path} yet. Run `samverkan load --db {path}` first.")
                raise StoreUnavailableError(told.format(path=self.path))
            if self.path.is_dir():
                raise StoreUnavailableError(
                    _("{path} is a folder; a store is a file, such as {example}.").format(
                        path=self.path, example=self.path / "graph.lbug"
                    )
                )
            if self.path.stat().st_size == 0:  # which the engine takes for an empty database
                raise unreadable(self.path, _("the file is empty"))
            try:
                is_known = is_as_loaded(self.path)
            except OSError as error:
                raise unreadable(self.path, error.strerror or str(error)) from error
            if not is_known and (reason := what_is_wrong(self.path)):
                raise unreadable(self.path, reason)
            opening = opened(self.path)
            self._open = opening.__enter__()
            self._opening = opening
            try:
                if not is_known and self.totals() != self._load().totals:  # a load has counted what it left
                    raise unreadable(self.path, _("its rows are not those that were loaded"))
            except QueryError as error:
                self.close()
                raise unreadable(self.path, error.reason) from error
            except StoreUnavailableError:
                self.close()
                raise
        return self._open

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        return run(self._connection(), statement, parameters)

    def status(self) -> Load | None:
        if not self.path.exists():
            return None
        self._connection()
        return self._load()

    def _load(self) -> Load:
        columns = ", ".join(f"l.{name}" for name in LOAD_COLUMNS)
        rows = self.query(f"MATCH (l:{LOAD_TABLE}) RETURN {columns}").rows
        if len(rows) != 1:
            raise unreadable(self.path, _("it does not say what was loaded"))
        id, time, version, digest, data_date, totals = rows[0]
        try:
            return Load(id, time, version, digest, data_date, json.loads(totals))
        except (ValueError, TypeError) as error:
            raise unreadable(self.path, _("it does not say what was loaded")) from error

    def totals(self) -> dict[str, list[int]]:
        """Count our rows of every label and type, and add their hashes up, as the Load record does."""
        found = {}
        patterns = {n.label: f"(n:{n.label})" for n in self._schema.labels}
        patterns |= {t.type: f"()-[n:{t.type}]->()" for t in self._schema.types}
        for part, pattern in sorted(patterns.items()):
            (count, total), *_rest = self.query(f"MATCH {pattern} RETURN count(n.hash), sum(n.hash)").rows
            if count:
                found[part] = [int(count), int(total)]
        return found

    def is_current(self, digest: str) -> bool:
        # opening has compared the counts and sums with the record
        load = self.status()
        return load is not None and load.digest == digest

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
        from samverkan.store.build import building, lock  # brings pandas, which only a load needs

        with lock(self.path, dry_run=dry_run):
            old = None if replace or not self.path.exists() else self
            state = State() if old is None else old.state(verify=verify)
            changes, new = planned(self, dataset, state, allow_removals=allow_removals)
            words = wording(self, dataset, new, changes)
            current = old is not None and not changes and old._load().digest == dataset.digest
            if dry_run or current:
                return SyncResult(changes, words, wrote=False)
            connection = self._connection() if old else None
            building(self.path, dataset, new, time=time, old=connection, release=self.close, progress=progress)
            return SyncResult(changes, words, wrote=True)

    def state(self, *, verify: bool = False) -> State:
        """Return the hash of every row; with ``verify`` worked out from its values, not as the store keeps it."""
        state = State()
        for node in self._schema.labels:
            names = node.names if verify else ("hash",)
            wanted = ", ".join(f"n.`{name}`" for name in ("id", *names))
            rows = self.query(f"MATCH (n:{node.label}) WHERE n.hash IS NOT NULL RETURN {wanted}").rows
            state.nodes[node.label] = {row[0]: row_hash(row[1:]) if verify else row[1] for row in rows}
        for relation in self._schema.types:
            names = tuple(p.name for p in self._schema.stored) if verify else ("hash",)
            wanted = ", ".join(["r.key", *(["a.id", "b.id"] if verify else []), *(f"r.`{name}`" for name in names)])
            rows = self.query(f"MATCH (a)-[r:{relation.type}]->(b) WHERE r.key IS NOT NULL RETURN {wanted}").rows
            state.relationships[relation.type] = {row[0]: row_hash(row[1:]) if verify else row[1] for row in rows}
        return state


def run(connection: "ladybug.Connection", statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
    """Run one statement; the engine's errors become ``QueryError``."""
    if parameters:
        # A connection keeps the plan of every statement that has parameters, with its memory, until the buffer pool
        # is full; so such a statement has one of its own, which takes a tenth of a millisecond.
        with _refusing(statement), ladybug.Connection(connection.database) as own:
            return _rows(own, statement, dict(parameters))
    with _refusing(statement):
        return _rows(connection, statement, {})


def _rows(connection: "ladybug.Connection", statement: str, parameters: dict[str, Any]) -> Rows:
    result = connection.execute(statement, parameters)
    if isinstance(result, list):
        raise QueryError(statement, _("it is more than one statement"))
    try:
        return Rows(tuple(result.get_column_names()), [tuple(row) for row in result.get_all()])
    finally:
        result.close()


@contextmanager
def _refusing(statement: str) -> Iterator[None]:
    try:
        yield
    except ENGINE_ERRORS as error:
        raise QueryError(statement, str(error)) from error
