"""A dataset -> a new file of the embedded store, in place of the old one, whole or not at all.

The engine's own transactions are not relied on: small writes are slow, and on a full disk it was seen to report a
commit that was not there. So a load writes a new file by COPY alone, checks it, and puts it where the old one was.
"""

import getpass
import json
import os
import shutil
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import pandas as pd

from samverkan import __version__
from samverkan.errors import QueryError, StoreBusyError, StoreError
from samverkan.language import _
from samverkan.model.dataset import Dataset, State
from samverkan.model.schema import Kind, Property, Schema
from samverkan.store.base import Progress
from samverkan.store.embedded import ENGINE_ERRORS, LOAD_COLUMNS, LOAD_TABLE, opened, previous, run
from samverkan.store.foreign import carry_over
from samverkan.store.probe import sum_file, sum_of

WRITE_POOL = 256 * 2**20
"""Bytes of memory for pages when writing: 64 MB are too little for 200,000 relationships."""

_TYPES = {
    Kind.TEXT: "STRING",
    Kind.LIST: "STRING[]",
    Kind.INTEGER: "INT64",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "STRING",  # a date stays as precise as it was written
}


def definitions(schema: Schema) -> Iterator[str]:
    """Yield the statements that make the tables of a schema."""

    def columns(properties: tuple[Property, ...]) -> str:
        return ", ".join(f"`{p.name}` {_TYPES[p.kind]}" for p in properties)

    for node in schema.labels:
        yield f"CREATE NODE TABLE {node.label}({columns(node.properties)}, hash INT64, PRIMARY KEY(id))"
    for relation in schema.types:
        pairs = ", ".join(
            f"FROM {a} TO {b}" for a in schema.end_labels(relation.sources) for b in schema.end_labels(relation.targets)
        )
        yield f"CREATE REL TABLE {relation.type}({pairs}, {columns(schema.stored)}, key STRING, hash INT64)"
    yield f"CREATE NODE TABLE {LOAD_TABLE}({', '.join(f'{c} STRING' for c in LOAD_COLUMNS)}, PRIMARY KEY(id))"
    yield "CREATE MACRO type(r) AS label(r)"  # as the other engine has it, so that a query runs on both


@contextmanager
def lock(path: Path, *, dry_run: bool) -> Iterator[None]:
    """Hold the one right to load into a file, and say who holds it; clear up after a load that was killed.

    Raises
    ------
    StoreBusyError
        Somebody else holds it.
    StoreError
        The folder cannot be written in.
    """
    folder = path.parent
    place = folder / f"{path.stem}.lock"
    holder = folder / f"{path.stem}.lock.holder"
    if dry_run and not folder.exists():
        yield
        return
    mine = filelock.FileLock(place, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mine.acquire()
    except filelock.Timeout as error:
        raise StoreBusyError(_who(holder)) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        try:
            holder.write_text(f"{_user()}, {socket.gethostname()}, {os.getpid()}", encoding="utf-8")
            for left in folder.glob("build-*"):
                shutil.rmtree(left, ignore_errors=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        yield
    finally:
        holder.unlink(missing_ok=True)
        mine.release()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for this number, as in some containers
        return str(os.getuid())


def _who(holder: Path) -> str:
    try:
        user, host, pid = holder.read_text(encoding="utf-8").split(", ")
    except (OSError, ValueError):  # it is being written or taken away at this moment
        return _("another process")
    return _("{user} on {host}, process {pid}").format(user=user, host=host, pid=pid)


def unwritable(folder: Path, error: OSError) -> StoreError:
    """Word that a folder cannot be written in, and what to do."""
    return StoreError(
        _(
            "Nothing can be written in {folder}: {reason}. The graph is as it was. Use --db to name another place."
        ).format(folder=folder, reason=error.strerror or error)
    )


def building(
    path: Path,
    dataset: Dataset,
    new: State,
    *,
    time: str,
    old: Any,
    release: Callable[[], None],
    progress: Progress | None,
) -> None:
    """Write a dataset into a new file and put it in place of the old one.

    Parameters
    ----------
    path : Path
        Of the store. The lock is held.
    dataset : Dataset
    new : State
        Of the dataset. Emptied as it is written: for a large one it takes as much memory as the data themselves.
    time : str
        Of the load.
    old : connection or None
        To the file that is replaced, for what others keep in it.
    release : callable
        Lets go of the old file, just before it is replaced.
    progress : callable or None

    Raises
    ------
    StoreError
        It could not be written. The old file is as it was.
    """
    totals = new.totals()
    folder = path.parent / f"build-{os.getpid()}"
    made = folder / path.name
    try:
        folder.mkdir()
        with opened(made, pool=WRITE_POOL, read_only=False) as connection:
            for statement in definitions(dataset.schema):
                run(connection, statement)
            _write_nodes(connection, dataset, new, progress)
        with opened(made, pool=WRITE_POOL, read_only=False) as connection:  # anew: that frees the memory of the first
            _write_relationships(connection, dataset, new, progress)
            if old is not None:
                carry_over(old, connection, dataset.schema)
            record = (uuid.uuid4().hex, time, __version__, dataset.digest, dataset.data_date, json.dumps(totals))
            copy(connection, LOAD_TABLE, {c: [v] for c, v in zip(LOAD_COLUMNS, record, strict=True)})
        sum_file(made).write_text(sum_of(made), encoding="ascii")
        _check(made, dataset, totals)
        _keep(path)
        release()
        _sync_to_disk(made)
        os.replace(made, path)
        os.replace(sum_file(made), sum_file(path))  # whoever comes between the two has the file read by the probe
        _sync_to_disk(path.parent)
    except QueryError as error:
        raise StoreError(_failed(path, error.reason)) from error
    except OSError as error:
        raise StoreError(_failed(path, error.strerror or str(error))) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _failed(path: Path, reason: str) -> str:
    free = shutil.disk_usage(path.parent).free // 2**20
    return _("The store could not be written: {reason}. {free} MB are free there. The graph is as it was.").format(
        reason=reason.strip().rstrip("."), free=free
    )


def _write_nodes(connection: Any, dataset: Dataset, new: State, progress: Progress | None) -> None:
    for done, (label, columns) in enumerate(dataset.nodes.items()):
        if progress:
            progress(label, done, len(dataset.nodes) + len(dataset.relationships))
        copy(connection, label, {**columns, "hash": list(new.nodes.pop(label).values())})


def _write_relationships(connection: Any, dataset: Dataset, new: State, progress: Progress | None) -> None:
    """Copy every type in, one pair of labels at a time: the engine wants to be told the tables at both ends."""
    labels = dataset.labels
    names = [p.name for p in dataset.schema.stored]
    for done, (type, columns) in enumerate(dataset.relationships.items(), start=len(dataset.nodes)):
        if progress:
            progress(type, done, len(dataset.nodes) + len(dataset.relationships))
        hashes = new.relationships.pop(type)
        whole = {**{n: columns[n] for n in ("from", "to", *names)}, "key": list(hashes), "hash": list(hashes.values())}
        del hashes
        between = [(labels[a], labels[b]) for a, b in zip(columns["from"], columns["to"], strict=True)]
        for pair in sorted(set(between)):
            rows = [place for place, ends in enumerate(between) if ends == pair] if len(set(between)) > 1 else None
            part = whole if rows is None else {n: [values[row] for row in rows] for n, values in whole.items()}
            copy(connection, type, part, pair)


def copy(connection: Any, table: str, columns: dict[str, list[Any]], ends: tuple[str, str] | None = None) -> None:
    """Copy columns into a table of nodes, or of relationships between two tables, and count them."""
    count = len(next(iter(columns.values())))
    if not count:  # the engine cannot infer a type from an empty list
        return
    # a column without any value takes as long to copy as a full one
    wanted = {name: values for name, values in columns.items() if values.count(None) < count}
    named = ", ".join(f"`{name}`" for name in wanted if not (ends and name in ("from", "to")))
    pattern = f"()-[n:{table}]->()" if ends else f"(n:{table})"
    between = f" (from='{ends[0]}', to='{ends[1]}')" if ends else ""
    before = _count(connection, pattern)
    # as objects: the engine knows no other texts of pandas
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in wanted.items()}, copy=False)
    _execute(connection, f"COPY {table}({named}) FROM frame{between}", frame)
    written = _count(connection, pattern) - before
    if written != count:
        raise StoreError(f"{table}: {written} of {count} rows were written")


def _execute(connection: Any, statement: str, frame: pd.DataFrame) -> None:
    """Run a statement that names ``frame``, which the engine finds among the caller's variables."""
    try:
        connection.execute(statement)
    except ENGINE_ERRORS as error:
        raise QueryError(statement, str(error)) from error


def _count(connection: Any, pattern: str) -> int:
    return int(run(connection, f"MATCH {pattern} RETURN count(*)").rows[0][0])


def _check(made: Path, dataset: Dataset, totals: dict[str, list[int]]) -> None:
    """Open the new file as a reader does, and compare it with what was to be written."""
    from samverkan.store.embedded import EmbeddedStore

    with EmbeddedStore(made, dataset.schema) as store:
        if store.totals() != totals:
            raise StoreError(_("The new store does not hold what was written to it."))


def _keep(path: Path) -> None:
    """Keep the old file beside the new one: as a second name for it, or a copy where a file has one name only."""
    if not path.is_file():
        return
    kept = previous(path)
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # no hard links on this file system
        shutil.copy2(path, kept)


def _sync_to_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
