"""A load into a server that does not get through: the graph is the old one or the new one, whole."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphs import large_dataset, nodes, parts, relationships
from neo4j_fixtures import VERSIONS, NamedServer, refuse
from neo4j_server import Neo4jServer, available
from samverkan.errors import StoreError, StoreUnavailableError
from samverkan.model.domain import SCHEMA
from samverkan.store.neo4j import Neo4jStore

NODES, RELATIONSHIPS = 2_000, 12_000  # two batches of relations to remove, and two to add
MOMENTS = 20
"""From the first to the last of a load. The versions share them, every other one each, to keep the run short."""

LATER = "2026-11-24T13:00:00Z"


def opened(server: Neo4jServer | NamedServer) -> Neo4jStore:
    return Neo4jStore(server.address, SCHEMA, credentials=(server.user, server.password))


def start(server: Neo4jServer | NamedServer, turn: int) -> subprocess.Popen[str]:
    """Begin to load a turn of the large dataset in a process of its own, and wait until it is about to write."""
    process = subprocess.Popen(
        [
            sys.executable, str(Path(__file__).with_name("loading.py")),
            server.address, str(turn), str(NODES), str(RELATIONSHIPS),
        ],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "SAMVERKAN_DB_USER": server.user, "SAMVERKAN_DB_PASSWORD": server.password},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    return process


@pytest.mark.parametrize("version", VERSIONS)
def test_killed_at_moments_all_over_a_load(servers, version):
    server = servers.server(version)
    server.empty()
    with opened(server) as store:
        for turn in (1, 2):  # a first load is slower than those that follow, and none of them is like it
            process = start(server, turn)
            began = time.monotonic()
            assert process.communicate(timeout=120)[0] == "loaded\n"
        seconds = time.monotonic() - began
        held, came_through = 2, []
        for moment in range(list(VERSIONS).index(version), MOMENTS, len(VERSIONS)):
            process = start(server, 3 - held)
            time.sleep(seconds * moment / MOMENTS)
            process.kill()
            process.communicate()
            # Counts and sums of all rows, right away: what is half written is never seen. The old graph is looked for
            # first, since a server that was asked to commit may do so a moment after the one who asked is gone.
            found = next((turn for turn in (held, 3 - held) if store.is_current(f"large {turn}")), None)
            assert found, moment
            came_through.append(found != held)
            held = found
        assert not all(came_through)
        last = large_dataset(NODES, RELATIONSHIPS, 3 - held)
        assert store.sync(last, time=LATER, allow_removals=True).wrote  # nothing to clear up by hand, and no lock held
        assert (nodes(store), relationships(store)) == parts(last)


OLD = large_dataset(200, 300, 1)


@pytest.fixture(scope="module", params=VERSIONS)
def weak(request, tmp_path_factory) -> Iterator[Neo4jServer]:
    """A server of its own that has little memory for a transaction, and holds the old graph."""
    if reason := available():
        refuse(f"no Neo4j of our own: {reason}")
    home = tmp_path_factory.mktemp("weak")
    server = Neo4jServer(VERSIONS[request.param], home, settings={"dbms.memory.transaction.total.max": "20m"})
    with server:
        with opened(server) as store:
            store.sync(OLD, time=LATER)
        yield server


def test_too_little_memory_is_told_at_once(weak):
    with opened(weak) as store:
        began = time.monotonic()
        with pytest.raises(StoreError, match=r"too little memory.*Nothing was changed.*transaction\.total\.max"):
            store.sync(large_dataset(20_000, 10_000, 2), time=LATER, allow_removals=True)
        assert time.monotonic() - began < 60  # the driver takes the error for one that passes, and would try on
        assert (nodes(store), relationships(store)) == parts(OLD)


def test_a_server_that_goes_away_and_comes_back_as_one_that_can_only_be_read(weak):
    new = large_dataset(200, 300, 2)

    def kill(part: str, done: int, of: int) -> None:
        if part == "PARTNER_IN":  # the nodes are written by then
            weak.kill()

    with opened(weak) as store:
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError, match=r"does not answer.*has changed nothing"):
            store.sync(new, time=LATER, allow_removals=True, progress=kill)
        with pytest.raises(
            StoreUnavailableError, match=r"does not answer\. Is it started, and is the address right\?$"
        ):
            store.status()
        assert time.monotonic() - began < 120
    again = Neo4jServer(weak.version, weak.home)  # a database that can only be read would not recover from the kill
    with again, opened(again) as store:
        assert (nodes(store), relationships(store)) == parts(OLD)
    reader = Neo4jServer(weak.version, weak.home, settings={"server.databases.read_only": "neo4j"})
    with reader, opened(reader) as store:
        assert (nodes(store), relationships(store)) == parts(OLD)
        with pytest.raises(StoreError, match=r"can only be read here\. Nothing was changed\."):
            store.sync(new, time=LATER, allow_removals=True)
        assert store.is_current(OLD.digest)
