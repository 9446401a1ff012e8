"""What only the store on a server can do, and what it makes of servers and addresses that are no good."""

import dataclasses
import logging
import socket
import threading
import time
import traceback
from collections.abc import Iterator

import pytest

import neo4j
from graphs import changes, dataset, nodes, parts, relationships
from neo4j_fixtures import VERSIONS
from samverkan.errors import QueryError, StoreBusyError, StoreError, StoreUnavailableError
from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.store import statements
from samverkan.store.neo4j import Neo4jStore

NOON, LATER = "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"
SECRET = "hemlig-fras"


@pytest.fixture(params=VERSIONS)
def server(request, servers):
    """A server of each version, empty."""
    server = servers.server(request.param)
    server.empty()
    return server


@pytest.fixture
def driver(server) -> Iterator[neo4j.Driver]:
    """The way of everybody else to the server."""
    with neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as driver:
        yield driver


@pytest.fixture
def store(server) -> Iterator[Neo4jStore]:
    """An empty store."""
    with Neo4jStore(server.address, SCHEMA, credentials=(server.user, server.password)) as store:
        yield store


def by_hand(driver: neo4j.Driver, *statements: str) -> None:
    """Do something to the graph as another tool would."""
    for statement in statements:
        driver.execute_query(statement)


def rows(driver: neo4j.Driver, statement: str) -> set[tuple[object, ...]]:
    return {tuple(record.values()) for record in driver.execute_query(statement).records}


def everything(driver: neo4j.Driver) -> list[str]:
    """Every node with its labels and properties, and every relationship, in order; not the Load record."""
    nodes = driver.execute_query("MATCH (n) WHERE NOT n:Load RETURN labels(n), properties(n)").records
    ties = driver.execute_query("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r)").records
    return sorted(
        [f"{sorted(labels)} {sorted(values.items())}" for labels, values in nodes]
        + [f"{a} {type} {b} {sorted(values.items())}" for a, type, b, values in ties]
    )


def last_transaction(driver: neo4j.Driver) -> int:
    """Number of the last transaction that wrote something."""
    ((number,),) = rows(driver, "SHOW DATABASE neo4j YIELD lastCommittedTxn")
    return number


# what is written


def test_a_node_carries_its_base_label_its_kind_and_the_mark(loaded, driver):
    assert rows(driver, "MATCH (n) UNWIND labels(n) AS l RETURN coalesce(n.id, ''), l") == {
        ("city:a", "City"), ("city:b", "City"), ("company:k", "Organisation"), ("company:k", "Company"),
        ("project:x", "Activity"), ("project:x", "Project"), ("s", "Source"), (statements.LOAD_ID, "Load"),
        *((id, "Samverkan") for id in ("city:a", "city:b", "company:k", "project:x", "s", statements.LOAD_ID)),
    }  # fmt: skip


def test_what_is_empty_is_absent(loaded, driver):
    assert rows(driver, "MATCH (n:City {id: 'city:b'}) UNWIND keys(n) AS k RETURN k") == {
        ("id",), ("kind",), ("name",), ("sources",), ("population",), ("co2_change",), ("hash",)
    }  # fmt: skip
    assert rows(driver, "MATCH ()-[r:LOCATED_IN]->() UNWIND keys(r) AS k RETURN k") == {
        ("sources",),
        ("key",),
        ("hash",),
    }


def test_a_changed_kind_takes_the_old_label_away(loaded, driver, small):
    kinds = dict(small.nodes["Organisation"], kind=["Agency"])
    new = dataclasses.replace(small, digest="e", nodes={**small.nodes, "Organisation": kinds})
    assert changes(loaded.sync(new, time=LATER)) == {"Organisation": (0, 1, 0)}
    assert rows(driver, "MATCH (n {id: 'company:k'}) UNWIND labels(n) AS l RETURN l") == {
        ("Samverkan",), ("Organisation",), ("Agency",)
    }  # fmt: skip


def test_an_unchanged_load_writes_nothing(loaded, driver, small):
    before = last_transaction(driver)
    assert loaded.is_current(small.digest)
    for verify in (False, True):
        assert not loaded.sync(small, time=LATER, verify=verify).wrote
    assert not loaded.sync(small, time=LATER, replace=True).wrote
    assert last_transaction(driver) == before


def test_reading_and_a_dry_run_write_nothing_at_all(store, driver, small):
    before = last_transaction(driver)
    assert store.status() is None
    assert not store.is_current("d")
    store.sync(small, time=NOON, dry_run=True)
    assert last_transaction(driver) == before
    assert rows(driver, "SHOW CONSTRAINTS YIELD name") == set()


# what others have made


def test_what_others_have_made_stays(loaded, driver, small):
    by_hand(
        driver,
        "CREATE (:City {id: 'city:a', name: 'theirs'})-[:SISTER_CITY_OF]->(:City:Load {id: 'city:z'})",
        "MATCH (a:Samverkan {id: 'city:a'}), (b:Samverkan {id: 'city:b'}) CREATE (a)-[:SISTER_CITY_OF {note: 1}]->(b)",
        "MATCH (a:Samverkan {id: 'city:a'}), (b:City {id: 'city:z'}) CREATE (a)-[:KNOWS]->(b)",
        "MATCH (a:Samverkan {id: 'city:a'}) SET a.rank = 1, a:Favourite",
    )
    assert loaded.is_current("d")
    cities = dict(small.nodes["City"], name=["Aby", "Bro"])
    new = dataclasses.replace(small, digest="e", nodes={**small.nodes, "City": cities})
    assert changes(loaded.sync(new, time=LATER, verify=True)) == {"City": (0, 2, 0)}
    assert (nodes(loaded), relationships(loaded)) == parts(new)
    assert rows(driver, "MATCH (n:City) WHERE NOT n:Samverkan RETURN n.id, n.name") == {
        ("city:a", "theirs"),
        ("city:z", None),
    }
    assert rows(driver, "MATCH (a)-[r]->(b) WHERE r.hash IS NULL RETURN a.id, type(r), b.id, r.note, r.key") == {
        ("city:a", "SISTER_CITY_OF", "city:z", None, None),
        ("city:a", "SISTER_CITY_OF", "city:b", 1, None),
        ("city:a", "KNOWS", "city:z", None, None),
    }
    assert rows(driver, "MATCH (n:Favourite) RETURN n.name, n.rank") == {("Aby", 1)}


def test_a_node_that_others_hang_on_stops_the_load(loaded, driver, small):
    by_hand(driver, "MATCH (a:Samverkan {id: 'city:b'}) CREATE (a)-[:KNOWS]->(:Note {name: 'to do'})")
    with pytest.raises(StoreError, match=r"\n  city:b KNOWS to do$"):
        loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER, allow_removals=True)
    assert (nodes(loaded), relationships(loaded)) == parts(small)
    assert rows(driver, "MATCH (:Note)<-[r:KNOWS]-(n) RETURN n.id") == {("city:b",)}


HANDS = {
    "a name": "MATCH (n:Samverkan {id: 'city:a'}) SET n.name = 'X'",
    "a name that is gone": "MATCH (n:Samverkan {id: 'city:a'}) REMOVE n.name",
    "a hash": "MATCH (n:Samverkan {id: 'city:a'}) SET n.hash = 7",
    "a hash that is gone": "MATCH (n:Samverkan {id: 'city:a'}) REMOVE n.hash",
    "a kind label": "MATCH (n:Samverkan {id: 'company:k'}) REMOVE n:Company SET n:Agency",
    "a base label": "MATCH (n:Samverkan {id: 'company:k'}) REMOVE n:Organisation:Company SET n:City",
    "all labels": "MATCH (n:Samverkan {id: 'company:k'}) REMOVE n:Organisation:Company",
    "an id": "MATCH (n:Samverkan {id: 'company:k'}) SET n.id = 'company:z'",
    "a node more": "CREATE (:Samverkan:City {id: 'city:z', kind: 'City', name: 'Z', hash: 1})",
    "a node less": "MATCH (n:Samverkan {id: 'city:b'}) DETACH DELETE n",
    "a role": "MATCH ()-[r:PARTNER_IN {role: 'värd'}]->() SET r.role = 'gäst'",
    "a key": "MATCH ()-[r:PARTNER_IN {role: 'värd'}]->() SET r.key = 'k'",
    "a relationship twice": "MATCH (a)-[r:PARTNER_IN {role: 'värd'}]->(b) CREATE (a)-[s:PARTNER_IN]->(b) SET s = r",
    "a relationship less": "MATCH ()-[r:PARTNER_IN {role: 'värd'}]->() DELETE r",
    "a type": "MATCH (a:Samverkan {id: 'city:a'}), (b {id: 'city:b'}) CREATE (a)-[:OLD_TYPE {key: 'k', hash: 1}]->(b)",
}


@pytest.mark.parametrize("what", HANDS)
def test_verifying_finds_and_mends_what_was_changed_by_hand(loaded, driver, small, what):
    whole = everything(driver)
    by_hand(driver, HANDS[what])
    assert everything(driver) != whole
    result = loaded.sync(small, time=LATER, verify=True, allow_removals=True)
    assert result.wrote
    assert everything(driver) == whole
    assert loaded.is_current("d")
    assert not loaded.sync(small, time=LATER, verify=True).wrote


# two loads at once


def test_a_load_that_is_under_way_is_named(loaded, driver, small):
    new = dataclasses.replace(small, digest="e")
    with driver.session() as session:
        held = session.begin_transaction(
            metadata={"app": statements.APP, "load": "theirs", "user": "ann", "host": "dator", "pid": 7}
        )
        held.run(statements.LOCK, id=statements.LOAD_ID).consume()
        with pytest.raises(StoreBusyError) as busy:
            loaded.sync(new, time=LATER)
        assert busy.value.holder == "ann on dator, process 7"
        held.rollback()
    assert loaded.sync(new, time=LATER).wrote


def test_a_load_that_ended_meanwhile_is_noticed(loaded, server, small):
    other = dataset({"city:q": {}}, {}, digest="q")

    class Slow(Dataset):
        """While its difference is worked out, somebody else loads."""

        def state(self):
            with Neo4jStore(server.address, SCHEMA, credentials=(server.user, server.password)) as theirs:
                theirs.sync(other, time=NOON, allow_removals=True)
            return super().state()

    with pytest.raises(StoreBusyError, match="has just ended"):
        loaded.sync(Slow(SCHEMA, small.nodes, small.relationships, "e"), time=LATER, allow_removals=True)
    assert (nodes(loaded), relationships(loaded)) == parts(other)


def test_of_two_loads_at_once_one_wins_and_nothing_is_mixed(store, server):
    both = [dataset({f"city:{side}{i}": {} for i in range(300)}, {}, digest=side) for side in ("a", "b")]
    start = threading.Barrier(2)
    ended: dict[str, object] = {}

    def load(data: Dataset) -> None:
        with Neo4jStore(server.address, SCHEMA, credentials=(server.user, server.password)) as own:
            start.wait()
            try:
                ended[data.digest] = own.sync(data, time=NOON, allow_removals=True).wrote
            except StoreBusyError as busy:
                ended[data.digest] = busy

    for _turn in range(5):
        threads = [threading.Thread(target=load, args=(data,)) for data in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [data for data in both if ended[data.digest] is True]
        last = next(data for data in both if store.is_current(data.digest))
        assert last in winners
        assert nodes(store) == parts(last)[0]
        assert all(isinstance(ended[data.digest], StoreBusyError) for data in both if data not in winners)
        server.empty()


# questions


def test_values_of_the_engine_become_plain(loaded):
    found = loaded.query(
        "MATCH p = (c:City {id: 'city:b'})<-[r:LOCATED_IN]-(k) "
        "RETURN r.sources, {c: c.name}, size(keys(c)), date('2020-01-02'), [duration('P1D')], point({x: 1, y: 2}), p, r"
    )
    sources, named, size, day, spans, point, path, relation = found.rows[0]
    assert (sources, named, size, day, spans, point) == (["s"], {"c": "B"}, 7, "2020-01-02", ["P1D"], [1.0, 2.0])
    assert [part.get("name") for part in path] == ["B", "K", None]
    assert relation["sources"] == ["s"]


@pytest.mark.parametrize(
    "statement", ["CREATE (:X)", "CALL db.labels() YIELD label CREATE (:X)", "CREATE INDEX FOR (n:X) ON n.y"]
)
def test_a_question_does_not_write(loaded, driver, statement):
    with pytest.raises(QueryError, match="refused"):
        loaded.query(statement)
    assert rows(driver, "MATCH (x:X) RETURN x") == set()


def test_a_value_that_the_server_cannot_hold(store, small):
    columns = dict(small.nodes["City"], population=[2**63, 7])
    with pytest.raises(StoreError, match="Nothing was changed"):
        store.sync(dataclasses.replace(small, nodes={**small.nodes, "City": columns}), time=NOON)
    assert store.status() is None


# what is no good


@pytest.mark.parametrize(
    "address",
    [
        "neo4j:/localhost", "neo4j:localhost", "foo://localhost", "bolt://localhost:port", "bolt://localhost:99999",
        "bolt://localhost:0", "neo4j://", "neo4j://:7687", "http://localhost:7474", "bolt://[::1", "bolt://localhost/db",
        "",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_named(address):
    with pytest.raises(StoreUnavailableError) as refused:
        Neo4jStore(address, SCHEMA, credentials=("neo4j", SECRET))
    assert str(refused.value).startswith(f"{address} is no address of a Neo4j server. One such as neo4j://localhost")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there(scheme, capfd):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"{scheme}://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(StoreUnavailableError, match=r"does not answer\. Is it started, and is the address right\?"):
        Neo4jStore(address, SCHEMA, credentials=("neo4j", SECRET))
    assert capfd.readouterr() == ("", "")


def test_a_server_that_says_nothing_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            Neo4jStore(f"neo4j://127.0.0.1:{silent.getsockname()[1]}", SCHEMA)
        assert time.monotonic() - began < 15


def told(error: BaseException) -> str:
    """Return everything that a trace with variables tells, but for those of the tests themselves."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    rest, text = [whole], ""
    while rest:
        one = rest.pop()
        one.stack = traceback.StackSummary.from_list([f for f in one.stack if f.filename != __file__])
        text += "".join(one.format(chain=False))
        rest += [link for link in (one.__cause__, one.__context__) if link is not None]
    return text


@pytest.mark.parametrize("credentials", [("neo4j", SECRET), ("nobody", SECRET), None])
def test_a_wrong_password_is_refused_and_shown_nowhere(server, credentials, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreUnavailableError, match="refuses the user or the password") as refused:
        Neo4jStore(server.address, SCHEMA, credentials=credentials)
    assert "SAMVERKAN_DB_PASSWORD" in str(refused.value)
    assert caplog.text
    assert SECRET not in caplog.text + told(refused.value) + "".join(capfd.readouterr())


def test_a_password_in_an_address_is_refused_and_shown_nowhere(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for address in (f"bolt://ann:{SECRET}@localhost", f"foo://ann:{SECRET}/x@localhost", f"ann:{SECRET}@localhost"):
        with pytest.raises(StoreUnavailableError, match="SAMVERKAN_DB_USER and SAMVERKAN_DB_PASSWORD") as refused:
            Neo4jStore(address, SCHEMA)
        assert SECRET not in caplog.text + told(refused.value) + "".join(capfd.readouterr())


def test_the_right_password_is_shown_nowhere_either(server, small, caplog):
    caplog.set_level(logging.DEBUG)
    with Neo4jStore(server.address, SCHEMA, credentials=(server.user, server.password)) as store:
        store.sync(small, time=NOON)
        with pytest.raises(QueryError) as refused:
            store.query("nonsense")
    assert caplog.text
    assert server.password not in caplog.text + told(refused.value)


def test_closing_twice_is_no_mistake(store):
    store.close()
    store.close()
