"""What only the store in a file can do, and what it makes of files that are no good."""

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import ladybug
import pytest

from graphs import dataset, nodes, parts, relationships
from samverkan.errors import StoreBusyError, StoreError, StoreUnavailableError
from samverkan.model.domain import SCHEMA
from samverkan.store.base import read_nodes
from samverkan.store.embedded import EmbeddedStore, unreadable

PAGE = 4096
NOON, LATER = "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"


@pytest.fixture
def place(tmp_path) -> Path:
    """Where the file is."""
    return tmp_path / "store" / "graph.lbug"


@pytest.fixture
def loaded(place, small):
    """A store in a file."""
    with EmbeddedStore(place, SCHEMA, write=True) as store:
        store.sync(small, time=NOON)
        yield store


def by_hand(place: Path, *statements: str) -> None:
    """Do something to the file as another tool would."""
    database = ladybug.Database(str(place))
    connection = ladybug.Connection(database)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    database.close()


def test_a_reason_ends_once():
    told = str(unreadable(Path("graph.lbug"), "Not a valid database file!"))
    assert told.startswith("graph.lbug cannot be read as a store: Not a valid database file. It may be damaged, ")


def test_no_store_yet(place):
    with pytest.raises(StoreUnavailableError, match=f"Run `samverkan load --db {re.escape(str(place))}` first"):
        EmbeddedStore(place, SCHEMA)
    with EmbeddedStore(place, SCHEMA, write=True) as store:
        assert store.status() is None
        assert not store.is_current("d")


def spoil(place: Path, how: str) -> None:
    """Damage a store's file."""
    whole = place.read_bytes() if place.is_file() else b""
    if how == "empty":
        place.write_bytes(b"")
    elif how == "text":
        place.write_text("id,kind,name\n" * 1000, encoding="utf-8")
    elif how == "cut":
        place.write_bytes(whole[: len(whole) // 3])
    elif how == "noise in it":
        noise = random.Random(1)
        pages = [noise.randbytes(PAGE) if n % 3 == 2 else whole[n * PAGE :][:PAGE] for n in range(len(whole) // PAGE)]
        place.write_bytes(b"".join(pages))
    elif how == "noise that the engine dies of":  # as was seen with these very pages
        noise, pages = random.Random(5), [whole[n * PAGE :][:PAGE] for n in range(len(whole) // PAGE)]
        for page in [noise.randrange(1, len(pages)) for _ in range(4)]:
            pages[page] = noise.randbytes(PAGE)
        place.write_bytes(b"".join(pages))
    elif how == "of a newer version":
        assert whole[:4] == b"LBUG"
        place.write_bytes(whole[:4] + (9999).to_bytes(8, "little") + whole[12:])
    elif how == "another database":
        place.unlink()
        by_hand(place, "CREATE NODE TABLE Note(id INT64, PRIMARY KEY(id))")
    elif how == "a row too few":
        by_hand(place, "MATCH (c:City {id: 'city:a'}) DETACH DELETE c")


SPOILT = [
    "empty", "text", "cut", "noise in it", "noise that the engine dies of", "of a newer version", "another database",
    "a row too few",
]  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_is_no_good_is_named(loaded, place, how):
    loaded.close()
    spoil(place, how)
    with pytest.raises(StoreUnavailableError, match="`samverkan load --replace` makes a new one"):
        EmbeddedStore(place, SCHEMA)


def test_a_folder_is_no_store(tmp_path, small):
    with pytest.raises(StoreUnavailableError, match="is a folder; a store is a file"):
        EmbeddedStore(tmp_path, SCHEMA)
    with pytest.raises(StoreUnavailableError, match="is a folder; a store is a file"):
        EmbeddedStore(tmp_path, SCHEMA, write=True).sync(small, time=NOON)


@pytest.mark.parametrize("how", SPOILT)
def test_replace_makes_a_new_store_and_keeps_the_old_file(loaded, place, small, how):
    loaded.close()
    spoil(place, how)
    old = place.read_bytes()
    with EmbeddedStore(place, SCHEMA, write=True) as store:
        with pytest.raises(StoreUnavailableError):
            store.sync(small, time=LATER)
        assert place.read_bytes() == old
        assert store.sync(small, time=LATER, replace=True).wrote
        assert (nodes(store), relationships(store)) == parts(small)
    assert place.with_name("graph.previous.lbug").read_bytes() == old


def test_the_file_before_is_kept(loaded, place, small):
    loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER, allow_removals=True)
    with EmbeddedStore(place.with_name("graph.previous.lbug"), SCHEMA) as before:
        assert (nodes(before), relationships(before)) == parts(small)


def test_a_reader_keeps_the_file_that_it_opened(loaded, place, small):
    with EmbeddedStore(place, SCHEMA) as reader:
        loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER, allow_removals=True)
        assert nodes(reader) == parts(small)[0]
    with EmbeddedStore(place, SCHEMA) as reader:
        assert nodes(reader) == {("city:a", "City", "A"), ("s", "Source", "S")}


def test_verify_finds_a_value_that_was_changed_behind_its_back(loaded, place, small):
    loaded.close()
    by_hand(
        place,
        "MATCH (c:City {id: 'city:b'}) SET c.population = 8",
        "MATCH (:City {id: 'city:a'})-[r:PARTNER_IN]->() SET r.role = NULL",
    )
    assert not loaded.sync(small, time=LATER).wrote
    result = loaded.sync(small, time=LATER, verify=True)
    assert result.wrote
    assert result.difference.nodes["City"].changed == ("city:b",)
    assert len(result.difference.relationships["PARTNER_IN"].changed) == 1
    assert read_nodes(loaded, "City", ("population",)) == [(0,), (7,)]


FOREIGN = (
    "CREATE NODE TABLE Note(number INT64, text STRING, tags STRING[], day DATE, PRIMARY KEY(number))",
    "CREATE REL TABLE ABOUT(FROM Note TO City, weight DOUBLE)",
    "CREATE (:Note {number: 1, text: 'Åh', tags: ['x', 'y'], day: date('2026-01-02')}), (:Note {number: 2})",
    "MATCH (n:Note {number: 1}), (c:City {id: 'city:a'}) CREATE (n)-[:ABOUT {weight: 1.5}]->(c)",
    "CREATE (:City {id: 'city:mine', name: 'Mine'})",
    "MATCH (a:City {id: 'city:mine'}), (b:City {id: 'city:b'}) CREATE (a)-[:SISTER_CITY_OF {role: 'my own'}]->(b)",
)


def foreign(store: EmbeddedStore) -> list[list[tuple]]:
    """What another tool keeps in the file."""
    return [
        store.query("MATCH (n:Note) RETURN n.number, n.text, n.tags, cast(n.day, 'STRING') ORDER BY n.number").rows,
        store.query("MATCH (n:Note)-[r:ABOUT]->(c) RETURN n.number, r.weight, c.id").rows,
        store.query("MATCH (c:City) WHERE c.hash IS NULL RETURN c.id, c.name").rows,
        store.query("MATCH (a)-[r:SISTER_CITY_OF]->(b) WHERE r.key IS NULL RETURN a.id, r.role, b.id").rows,
    ]


def test_what_others_keep_in_it_survives_every_load(loaded, place, small):
    loaded.close()
    by_hand(place, *FOREIGN)
    there = [
        [(1, "Åh", ["x", "y"], "2026-01-02"), (2, None, None, None)],
        [(1, 1.5, "city:a")],
        [("city:mine", "Mine")],
        [("city:mine", "my own", "city:b")],
    ]
    assert foreign(loaded) == there
    new = dataset({"city:a": {}, "city:b": {}, "city:c": {}}, {}, digest="e")
    for digest in "ef":
        loaded.sync(
            dataset({"city:a": {}, "city:b": {}, "city:c": {}}, {}, digest=digest), time=LATER, allow_removals=True
        )
        assert foreign(loaded) == there
    assert loaded.totals() == new.state().totals()


def test_a_node_that_others_hang_on_is_not_removed(loaded, place, small):
    loaded.close()
    by_hand(place, *FOREIGN)
    with pytest.raises(StoreError) as stopped:
        loaded.sync(dataset({"city:c": {}}, {}, digest="e"), time=LATER, allow_removals=True)
    assert "1 ABOUT city:a" in str(stopped.value)
    assert "city:mine SISTER_CITY_OF city:b" in str(stopped.value)
    assert loaded.totals() == small.state().totals()


HOLD = """
import sys, time
from pathlib import Path
from samverkan.store.build import lock
with lock(Path(sys.argv[1]), dry_run=False):
    print("held", flush=True)
    time.sleep(60)
"""


def test_of_two_loads_one_says_who_holds_it(place, small):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        with EmbeddedStore(place, SCHEMA, write=True) as store, pytest.raises(StoreBusyError) as busy:
            store.sync(small, time=NOON)
        assert f"process {holder.pid}" in str(busy.value)
        assert not place.exists()
    finally:
        holder.kill()
        holder.communicate()
    with EmbeddedStore(place, SCHEMA, write=True) as store:  # a lock dies with its process
        assert store.sync(small, time=NOON).wrote


def test_what_a_killed_load_left_is_cleared(loaded, place):
    left = place.parent / "build-1"
    left.mkdir()
    (left / "graph.lbug").write_bytes(b"half")
    loaded.sync(dataset({"city:a": {}}, {}, digest="e"), time=LATER, allow_removals=True)
    names = ["graph.lbug", "graph.lock", "graph.previous.lbug", "graph.sum"]
    assert sorted(p.name for p in place.parent.iterdir()) == names


@pytest.mark.skipif(sys.platform != "linux", reason="a place where nobody may write, the root user included")
def test_a_place_without_the_right_to_write(small):
    store = EmbeddedStore(Path("/proc/nowhere/graph.lbug"), SCHEMA, write=True)
    with pytest.raises(StoreError, match="Nothing can be written in /proc/nowhere"):
        store.sync(small, time=NOON)


def test_a_file_where_a_folder_is_needed(tmp_path, small):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with EmbeddedStore(tmp_path / "file" / "graph.lbug", SCHEMA, write=True) as store, pytest.raises(StoreError):
        store.sync(small, time=NOON)


def test_an_unchanged_load_does_not_touch_the_file(loaded, place, small):
    before = (place.stat().st_mtime_ns, place.stat().st_ino)
    time.sleep(0.01)
    loaded.sync(small, time=LATER)
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == before


def test_reading_imports_no_pandas(loaded, place):
    code = (
        "import sys; from pathlib import Path; from samverkan.model.domain import SCHEMA\n"
        "from samverkan.store.embedded import EmbeddedStore\n"
        f"EmbeddedStore(Path({str(place)!r}), SCHEMA).close(); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
