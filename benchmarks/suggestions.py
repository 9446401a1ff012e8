"""Suggestions for everybody beside plain Adamic–Adar: python benchmarks/suggestions.py [FOLDER]

FOLDER is a network in the form of graph_data/ (CORDIS, else a made-up one of its shape). Everything runs in this
process, on one core, in turns; a ratio is what counts.
"""

import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent))

import networkx as nx  # noqa: E402 - after the number of threads is set
import numpy as np  # noqa: E402
import scipy.sparse as sp  # noqa: E402
from large import large_network  # noqa: E402

from samverkan.analysis.context import Context, View  # noqa: E402
from samverkan.analysis.purposes import Purpose, purposes_of  # noqa: E402
from samverkan.analysis.suggestions import suggest  # noqa: E402
from samverkan.model.domain import SCHEMA  # noqa: E402
from samverkan.network.network import Network  # noqa: E402
from samverkan.network.projection import part, read_network  # noqa: E402
from samverkan.network.teams import WORKS_IN  # noqa: E402
from samverkan.sources.reader import read_dataset  # noqa: E402
from samverkan.store.connect import open_store  # noqa: E402

YEAR, BEST, BLOCK = "2019", 20, 32
SUBJECTS = 2048
"""How many are ranked in each turn; the time for all is in proportion."""

PAIRED, OF_NETWORKX, ALONE = 5, 10, 40


def before(network: Network) -> Network:
    """Keep who was in an activity of two or more that began before the year, and these activities."""
    starts = network.activities["start"]
    together = np.asarray(network.incidence(WORKS_IN).sum(axis=0)) >= 2
    kept = [bool(t) and bool(s) and s < YEAR for t, s in zip(together, starts, strict=True)]
    known = np.asarray(network.incidence(WORKS_IN) @ np.array(kept, dtype=float)) > 0
    return part(network, actors=lambda a: bool(known[a]), activities=lambda j: kept[j])


def best_by(score: Callable[[range], np.ndarray], context: Context, subjects: range) -> np.ndarray:
    """Rank the best of whom the subjects have no tie with, block by block."""
    found = []
    for start in range(subjects.start, subjects.stop, BLOCK):
        block = range(start, min(start + BLOCK, subjects.stop))
        values = score(block)
        rows = context.joined[np.array(block)]
        values[np.repeat(np.arange(len(block)), np.diff(rows.indptr)), rows.indices] = -1.0
        values[np.arange(len(block)), np.array(block)] = -1.0
        found.append(np.argpartition(-values, BEST, axis=1)[:, :BEST])
    return np.concatenate(found)


def ours(context: Context, purpose: Purpose) -> Callable[[range], np.ndarray]:
    """Score by all measures of a purpose."""
    return lambda block: purpose.score(View(context, list(block)))


def adamic_adar(context: Context) -> Callable[[range], np.ndarray]:
    """Score by Adamic–Adar, as a line of scipy.sparse does."""
    joined = context.joined
    weights = sp.diags_array(1 / np.log(np.maximum(context.degree, 2.0)))
    return lambda block: (joined[np.array(block)] @ weights @ joined).toarray()


def seconds(work: Callable[[], object]) -> float:
    """Time something once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Load, and measure in turns."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(work) / "large"
        if len(sys.argv) == 1:
            print(f"Network: {large_network(folder)}")
        store = Path(work) / "graph.lbug"
        with open_store(store, SCHEMA, write=True) as opened:
            opened.sync(read_dataset(folder, SCHEMA), time="2026-01-01T00:00:00Z")
        with open_store(store, SCHEMA) as opened:
            network = before(read_network(opened, SCHEMA))
    context = Context(network, str(int(YEAR) - 1), None)
    purpose = purposes_of(context)["project"]
    every = len(network.actors)
    print(f"{every:,} actors before {YEAR}, {context.joined.nnz // 2:,} ties; measures: {len(purpose.terms)}")
    best_by(ours(context, purpose), context, range(BLOCK))  # what is worked out once
    ratios, plain = [], []
    for turn in range(PAIRED):
        subjects = range(turn * SUBJECTS, (turn + 1) * SUBJECTS)
        a = seconds(lambda s=subjects: best_by(ours(context, purpose), context, s))  # type: ignore[misc]
        b = seconds(lambda s=subjects: best_by(adamic_adar(context), context, s))  # type: ignore[misc]
        ratios.append(a / b)
        plain.append(b / SUBJECTS * every)
        print(
            f"  all measures {a / SUBJECTS * every:7.1f} s for all, Adamic–Adar {plain[-1]:6.1f} s, ratio {a / b:5.1f}"
        )
    print(f"all measures / Adamic–Adar by scipy.sparse: {statistics.median(ratios):.1f}   at most 30")
    graph = nx.from_scipy_sparse_array(context.joined)
    chosen = range(0, every, every // OF_NETWORKX)[:OF_NETWORKX]
    pairs = [(s, c) for s in chosen for c in range(every) if c != s and not graph.has_edge(s, c)]
    theirs = seconds(lambda: sum(1 for _ in nx.adamic_adar_index(graph, pairs))) / OF_NETWORKX * every
    own = statistics.median(ratios) * statistics.median(plain)
    faster = theirs / own
    print(
        f"networkx's adamic_adar_index, from {OF_NETWORKX}: {theirs:,.0f} s for all; {faster:.0f} times   at least 20"
    )
    ids = network.actors["id"]
    single = [
        1000 * seconds(lambda p=place: suggest(context, ids[p], purpose))  # type: ignore[misc]
        for place in itertools.islice(range(3, every, every // ALONE), ALONE)
    ]
    median = statistics.median(single)
    print(f"one organisation, the network built: median {median:.0f} ms, {max(single):.0f} at most   below 50")


main()
