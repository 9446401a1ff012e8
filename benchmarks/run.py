"""Speed and memory beside something real, in one run: python benchmarks/run.py [--pairs N] [--only NAME]

Every figure is a ratio of two whole processes that run in turn, A B A B …; the median of the ratios is what counts, and
the smallest and largest tell how quiet the machine was. Nothing here is a test.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neo4j_server import Neo4jServer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "tests")]

from large import large_network  # noqa: E402 - after the path to it

SAMVERKAN = [str(Path(sys.executable).with_name("samverkan"))]
IMPORTS = [sys.executable, "-c", "import click, rich, ladybug, scipy.sparse"]


@dataclass(frozen=True)
class Run:
    """Seconds of the clock and megabytes at the peak of one process."""

    seconds: float
    megabytes: float


def timed(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end; it must succeed."""
    variables = {**os.environ, **(environment or {})}
    variables.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # installed packages are compiled, and so is the tool where it is used
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=variables)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{output.read().decode(errors='replace')}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Run(time.perf_counter() - began, usage.ru_maxrss / scale)


def show(name: str, pairs: list[tuple[Run, Run]], goal: str) -> None:
    """Print the ratios of a comparison."""
    for what in ("seconds", "megabytes"):
        a, b = ([getattr(side, what) for side in sides] for sides in zip(*pairs, strict=True))
        ratios = sorted(x / y for x, y in zip(a, b, strict=True))
        print(
            f"{name:<44} {what:<10} {statistics.median(a):8.2f} / {statistics.median(b):8.2f}   ratio "
            f"{statistics.median(ratios):5.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f}, {len(ratios)} pairs)   {goal}",
            flush=True,
        )


def pairs(count: int, a: Callable[[int], Run], b: Callable[[int], Run]) -> list[tuple[Run, Run]]:
    """Run two things in turn."""
    return [(a(i), b(i)) for i in range(count)]


def embedded(folder: Path, work: Path, count: int) -> None:
    """Loading into the embedded store beside pandas and COPY without any checks."""

    def load(i: int) -> Run:
        return timed([*SAMVERKAN, "load", str(folder), "--db", str(work / f"load{i}" / "graph.lbug")])

    def bare(i: int) -> Run:
        return timed([sys.executable, str(HERE / "bare_embedded.py"), str(folder), str(work / f"bare{i}.lbug")])

    show("load, embedded / pandas and COPY", pairs(count, load, bare), "time at most 3, goal 2; memory at most 1.2")
    show("unchanged load / first load, embedded", pairs(count, load, lambda i: load(100 + i)), "time at most 0.2")


def neo4j(folder: Path, work: Path, count: int) -> None:
    """Loading into Neo4j beside bare UNWIND batches in one transaction."""
    from neo4j_server import SERVERS, Neo4jServer, available

    if reason := available():
        print(f"Neo4j: not measured, {reason}")
        return
    for version in SERVERS:
        with Neo4jServer(version, work / version, heap="2g") as server:
            neo4j_loads(server, folder, count)


def neo4j_loads(server: "Neo4jServer", folder: Path, count: int) -> None:
    """Load into one server, empty before each of a pair."""
    environment = {"SAMVERKAN_DB_USER": server.user, "SAMVERKAN_DB_PASSWORD": server.password}
    ours = [*SAMVERKAN, "load", str(folder), "--db", server.address]
    theirs = [sys.executable, str(HERE / "bare_neo4j.py"), server.address, str(folder)]

    def emptied(command: list[str]) -> Run:
        server.empty()
        return timed(command, environment)

    firsts, again = [], []
    for _ in range(count):
        first = emptied(ours)
        again.append((timed(ours, environment), first))
        firsts.append((first, emptied(theirs)))
    show(f"load, Neo4j {server.version} / bare UNWIND", firsts, "time at most 1.5")
    show(f"unchanged load / first load, Neo4j {server.version}", again, "time at most 0.1")


def start(folder: Path, work: Path, count: int) -> None:
    """Cold starts beside the imports that they cannot do without."""
    store = ["--db", str(work / "real" / "graph.lbug")]
    timed([*SAMVERKAN, "load", str(ROOT / "graph_data"), *store])

    def suggest(_: int) -> Run:
        return timed([*SAMVERKAN, "suggest", "--city", "Gävle", *store])

    def imports(_: int) -> Run:
        return timed(IMPORTS)

    show("suggest --city Gävle / imports", pairs(4 * count, suggest, imports), "time at most 2")
    show("--help / imports", pairs(4 * count, lambda _: timed([*SAMVERKAN, "--help"]), imports), "time at most 0.5")


BESIDE = """
import statistics, sys, time
from pathlib import Path
from python_calamine import CalamineWorkbook
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset

def whole():
    read_dataset(Path(sys.argv[1]), SCHEMA)

def cells():
    with CalamineWorkbook.from_path(sys.argv[1]) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).iter_rows():
                len(row)

def seconds(action):
    began = time.process_time()
    action()
    return time.process_time() - began

whole(), cells()  # what is imported and compiled at the first time
pairs = [(seconds(whole), seconds(cells)) for _ in range(int(sys.argv[2]))]
ratios = sorted(a / b for a, b in pairs)
print(*(statistics.median(side) for side in zip(*pairs)), statistics.median(ratios), ratios[0], ratios[-1])
"""
"""A workbook read and checked whole, and its bare cells, in turn in one process: what importing takes is in neither."""


def exchange(folder: Path, work: Path, count: int) -> None:
    """Exports of a large network beside its load, and the workbook of the real one read beside its bare cells."""
    store = str(work / "exchange" / "graph.lbug")

    def load(i: int) -> Run:
        shutil.rmtree(work / "beside", ignore_errors=True)
        return timed([*SAMVERKAN, "load", str(folder), "--db", str(work / "beside" / "graph.lbug")])

    timed([*SAMVERKAN, "load", str(folder), "--db", store])
    for form in ("gexf", "graphml"):

        def export(i: int, form: str = form) -> Run:
            return timed([*SAMVERKAN, "export", str(work / f"out{i}.{form}"), "--db", store])

        show(f"export {form} / load", pairs(count, export, load), "memory at most 1")
    real, book = str(work / "real.lbug"), str(work / "real.xlsx")
    timed([*SAMVERKAN, "load", str(ROOT / "graph_data"), "--db", real])
    timed([*SAMVERKAN, "export", book, "--audience", "internal", "--db", real])

    said = subprocess.run(
        [sys.executable, "-c", BESIDE, book, str(4 * count)], check=True, capture_output=True, text=True
    )
    ours, bare, ratio, least, most = map(float, said.stdout.split())
    print(
        f"{'workbook read / its cells by calamine':<44} seconds    {ours:8.3f} / {bare:8.3f}   ratio {ratio:5.2f} "
        f"({least:.2f}-{most:.2f}, {4 * count} pairs)   time at most 3"
    )


PARTS = {"start": start, "embedded": embedded, "exchange": exchange, "neo4j": neo4j}


def main() -> None:
    """Read the options, make the large network, measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--only", choices=PARTS)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "large"
        print(f"Large network: {large_network(folder)}")
        for name, part in PARTS.items():
            if options.only in (None, name):
                part(folder, Path(work), options.pairs)


main()
