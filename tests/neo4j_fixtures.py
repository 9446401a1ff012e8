"""Neo4j for the tests: one server a version, started when the first test asks for it."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

import neo4j
from neo4j_server import SERVERS, Neo4jServer, available
from samverkan.model.domain import SCHEMA
from samverkan.model.schema import Schema
from samverkan.store.neo4j import Neo4jStore

VERSIONS = {version.rpartition(".")[0] if version.startswith("5") else version[:4]: version for version in SERVERS}
"""``5.26`` and ``2026``, and the versions that they stand for."""

NAMED = "SAMVERKAN_TEST_NEO4J"
"""Address of a server to use instead. It is emptied! User and password are those of the tool."""


class NamedServer:
    """A server that is there already."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.user = os.environ.get("SAMVERKAN_DB_USER", "neo4j")
        self.password = os.environ.get("SAMVERKAN_DB_PASSWORD", "")

    def version(self) -> str:
        with neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password)) as driver:
            return driver.get_server_info().agent.rpartition("/")[2]

    empty = Neo4jServer.empty


class Servers:
    """The servers of this session."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: dict[str, Neo4jServer | NamedServer] = {}

    def server(self, version: str) -> Neo4jServer | NamedServer:
        """Return the server of a version, started; skip the test if there is none."""
        if version not in self._running:
            self._running[version] = self._named(version) or self._started(version)
        return self._running[version]

    def open_empty(self, version: str, schema: Schema = SCHEMA) -> Neo4jStore:
        """Empty the server of a version and open a store on it."""
        server = self.server(version)
        server.empty()
        return Neo4jStore(server.address, schema, credentials=(server.user, server.password))

    def stop(self) -> None:
        for server in self._running.values():
            if isinstance(server, Neo4jServer):
                server.kill()  # its data go with it

    def _named(self, version: str) -> NamedServer | None:
        if not (address := os.environ.get(NAMED)):
            return None
        server = NamedServer(address)
        if not (real := server.version()).startswith(version):
            refuse(f"the server that {NAMED} names is Neo4j {real}, not {version}")
        return server

    def _started(self, version: str) -> Neo4jServer:
        if reason := available():
            refuse(f"no Neo4j: {reason}, and {NAMED} names no server")
        server = Neo4jServer(VERSIONS[version], self._home / version)
        server.start()
        return server


def refuse(reason: str) -> NoReturn:
    """Skip a test; where everything has to run, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
