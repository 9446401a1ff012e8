"""Gaps beside networkx and beside reading the network: python benchmarks/gaps.py [FOLDER]

FOLDER is a network in the form of graph_data/ (CORDIS, else a made-up one of its shape). Times are of the process, and
a ratio is what counts. What holds a network together alone is compared with networkx on the same ties, which it
needs one by one; the rules on the curated network with reading that network from the same store.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent))

import networkx as nx  # noqa: E402 - after the number of threads is set
from large import large_network  # noqa: E402

from samverkan.analysis.context import Context  # noqa: E402
from samverkan.analysis.gaps.bridges import cuts_by_actors, ties_alone  # noqa: E402
from samverkan.analysis.gaps.rules import ask, read_rules  # noqa: E402
from samverkan.analysis.gaps.search import find_gaps  # noqa: E402
from samverkan.model.domain import SCHEMA  # noqa: E402
from samverkan.network.projection import read_network  # noqa: E402
from samverkan.sources.reader import read_dataset  # noqa: E402
from samverkan.store.base import GraphStore  # noqa: E402
from samverkan.store.connect import open_store  # noqa: E402

REAL = Path(__file__).resolve().parents[1] / "graph_data"
TURNS = 5


def seconds(work: Callable[[], object]) -> float:
    """Time something once, in seconds of the process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def filled(path: Path, folder: Path) -> GraphStore:
    """Load a folder into a new store, and open it for reading."""
    with open_store(path, SCHEMA, write=True) as store:
        store.sync(read_dataset(folder, SCHEMA), time="2026-01-01T00:00:00Z")
    return open_store(path, SCHEMA)


def of_the_real_network(work: Path) -> None:
    """Time the rules beside reading the network, and then everything."""
    rules, _refused = read_rules()
    with filled(work / "real.lbug", REAL) as store:
        context = Context.of(read_network(store, SCHEMA))
        ratios, took = [], []
        for _turn in range(TURNS):
            read = seconds(lambda: read_network(store, SCHEMA))
            took.append(seconds(lambda: [ask(store, context, rule, False) for rule in rules]))
            ratios.append(took[-1] / read)
        every = seconds(lambda: find_gaps(store, Context.of(read_network(store, SCHEMA))))
    print("The curated network")
    print(f"  {len(rules)} rules {statistics.median(took):.2f} s   at most 2")
    print(f"  rules / reading the network: {statistics.median(ratios):.1f}   at most 6")
    print(f"  all gaps, 999 permutations: {every:.1f} s   at most 15")


def of_a_large_network(store: Path) -> None:
    """Time what holds it together alone beside networkx, and then everything."""
    with open_store(store, SCHEMA) as opened:
        network = read_network(opened, SCHEMA)
        context = Context.of(network)
        ties = context.working
        graph = nx.from_scipy_sparse_array(ties)
        print(f"  {len(network.actors):,} actors, {ties.nnz // 2:,} working ties")
        ratios = []
        for _turn in range(TURNS):
            theirs = seconds(lambda: (list(nx.articulation_points(graph)), list(nx.bridges(graph))))
            ours = seconds(lambda: (cuts_by_actors(context), ties_alone(context)))
            ratios.append(theirs / ours)
        print(f"  networkx / ours, actors and ties that hold alone: {statistics.median(ratios):.1f}   at least 2")
    code = "import sys; sys.path.insert(0, sys.argv[1]); import gaps; gaps.everything(sys.argv[2])"
    here = str(Path(__file__).resolve().parent)
    subprocess.run([sys.executable, "-c", code, here, str(store)], check=True)


def everything(store: str) -> None:
    """Find all gaps of a large network, in a process of its own, whose memory is told."""
    with open_store(store, SCHEMA) as opened:
        context = Context.of(read_network(opened, SCHEMA))
        found = find_gaps(opened, context)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {len(found.gaps):,} gaps, {found.tested['permutations']} permutations:")
    print(f"  {time.process_time():.0f} s   at most 600; {memory:,.0f} MB   at most 2,000", flush=True)


def main() -> None:
    """Measure the curated network, and then a large one."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        of_the_real_network(work)
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else work / "large"
        print(large_network(folder) if len(sys.argv) == 1 else f"The network in {folder}")
        filled(work / "large.lbug", folder).close()
        of_a_large_network(work / "large.lbug")


if __name__ == "__main__":
    main()
