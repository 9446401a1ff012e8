"""A load that is killed, or that the disk is too small for: the graph is the old one or the new one, whole."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphs import large_dataset, nodes, parts, relationships
from neo4j_fixtures import refuse
from samverkan.model.domain import SCHEMA
from samverkan.store.embedded import EmbeddedStore

NODES, RELATIONSHIPS = 20_000, 60_000
MOMENTS = 20
SIZES = 10


def start(place: Path, version: int) -> subprocess.Popen[str]:
    """Begin to load in a process of its own, and wait until the store is being written to."""
    command = [sys.executable, str(Path(__file__).with_name("loading.py")), str(place), str(version)]
    process = subprocess.Popen([*command, str(NODES), str(RELATIONSHIPS)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    return process


def load(place: Path, version: int) -> tuple[int, str, float]:
    """Load in a process of its own; return its exit status, what it said, and the seconds that it took."""
    began = time.monotonic()
    process = start(place, version)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said, time.monotonic() - began


@pytest.fixture(scope="module")
def versions():
    """What the graph holds after each of two loads: everything, as the store tells it."""
    return {version: parts(large_dataset(NODES, RELATIONSHIPS, version)) for version in (1, 2)}


def version_of(place: Path, versions) -> int:
    """Say which of the versions a store holds, whole; 0 for none of them."""
    with EmbeddedStore(place, SCHEMA) as store:
        held = (nodes(store), relationships(store))
    return next((version for version, whole in versions.items() if held == whole), 0)


def test_killed_at_twenty_moments(tmp_path, versions):
    place = tmp_path / "graph.lbug"
    assert load(place, 1)[:2] == (0, "loaded\n")
    first = place.read_bytes()
    _, _, seconds = load(place, 2)
    found = []
    for moment in range(MOMENTS):
        place.write_bytes(first)
        process = start(place, 2)
        time.sleep(seconds * moment / MOMENTS)
        process.kill()
        process.communicate()
        # most kills leave the very file, and reading 80,000 rows to say so would only take time
        found.append(1 if place.read_bytes() == first else version_of(place, versions))
    assert set(found) <= {1, 2}, found
    assert 1 in found
    place.write_bytes(first)
    assert load(place, 2)[:2] == (0, "loaded\n")  # the next load works without cleaning up by hand
    assert version_of(place, versions) == 2
    assert not list(tmp_path.glob("build-*"))


@pytest.fixture
def small_disk(tmp_path):
    """Make a file system of some megabytes; gone when the test is."""
    mounted: list[Path] = []

    def made(megabytes: int) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            refuse("a small file system cannot be mounted here")
        mounted.append(folder)
        return folder

    yield made
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_at_ten_sizes(small_disk, tmp_path, versions):
    place = tmp_path / "graph.lbug"
    assert load(place, 1)[:2] == (0, "loaded\n")
    old = place.stat().st_size / 2**20
    results = []
    for step in range(SIZES):
        disk = small_disk(int(old + 2 + (old * 1.5) * step / (SIZES - 1)))  # from next to nothing free to enough
        there = disk / "graph.lbug"
        for name in ("graph.lbug", "graph.sum"):
            shutil.copy2(place.with_name(name), disk)
        status, said, _ = load(there, 2)
        held = version_of(there, versions)
        assert (status, held) in {(0, 2), (1, 1)}, (step, status, said, held)
        if status:
            assert "The graph is as it was." in said
            assert not list(disk.glob("build-*"))
        results.append(status)
    assert results[0] == 1
    assert results[-1] == 0


def test_a_disk_without_room_for_a_first_load(small_disk):
    place = small_disk(4) / "graph.lbug"
    status, said, _ = load(place, 1)
    assert (status, place.exists()) == (1, False)
    assert "MB are free there" in said


def test_two_loads_at_once(tmp_path, versions):
    place = tmp_path / "graph.lbug"
    loads = [start(place, version) for version in (1, 2)]
    ended = [(process.communicate(timeout=120)[0], process.returncode) for process in loads]
    statuses = [status for _, status in ended]
    if statuses != [0, 0]:  # they met; a fast one may be through before the other begins
        assert sorted(statuses) == [0, 1]
        assert "Somebody else is loading into this store" in ended[statuses.index(1)][0]
    assert version_of(place, versions) in (1, 2)
