"""Whether the search for unlinked groups holds its level, and how much of a hole it sees: python benchmarks/unlinked.py

Level: 200 networks that the null model itself made, of the real network (graph_data/) and of a made-up one; in 5 % of
them, give or take two standard errors, anything at all may be reported. Power: in the made-up one two themes are cut
apart, 40 to 90 % of the ties between them removed. Mixing: how many rounds of trades are enough.
"""

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402 - after the number of threads is set
import scipy.sparse as sp  # noqa: E402

from samverkan.analysis.context import Context  # noqa: E402
from samverkan.analysis.nullmodel import LEVEL, TRADES, permutation_test  # noqa: E402
from samverkan.analysis.unlinked import AT_MOST, TiesBetween, model_of, unlinked_groups  # noqa: E402
from samverkan.model.domain import SCHEMA  # noqa: E402
from samverkan.network.network import Network, Nodes, Relation  # noqa: E402
from samverkan.network.projection import read_network  # noqa: E402
from samverkan.network.teams import WORKS_IN  # noqa: E402
from samverkan.sources.reader import read_dataset  # noqa: E402
from samverkan.store.connect import open_store  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
THEMES = ("theme:energy", "theme:learning", "theme:mobility", "theme:nature")
CUT = (THEMES[0], THEMES[2])
COUNTIES, ORGANISATIONS, PROJECTS = ("Ale", "Bro", "Dal"), 180, 110


def real_network() -> Network:
    """Read graph_data/."""
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "graph.lbug"
        with open_store(place, SCHEMA, write=True) as store:
            store.sync(read_dataset(ROOT / "graph_data", SCHEMA), time="2026-01-01T00:00:00Z")
        with open_store(place, SCHEMA) as store:
            return read_network(store, SCHEMA)


def made_up_network(seed: int = 1) -> Network:
    """Make one of 180 organisations, each with a theme, in three counties, and 110 projects of three to eight."""
    chance = np.random.default_rng(seed)
    cities = [f"city:{county.lower()}{n}" for county in COUNTIES for n in range(3)]
    firms = [f"company:{i:03}" for i in range(ORGANISATIONS)]
    sectors = ["business" if i % 3 else "research" for i in range(ORGANISATIONS)]
    projects = [f"project:{i:03}" for i in range(PROJECTS)]
    rows = [Relation(firm, "FOCUSES_ON", THEMES[i % 4], None, None, []) for i, firm in enumerate(firms)]
    rows += [Relation(firm, "LOCATED_IN", cities[i // 4 % 9], None, None, []) for i, firm in enumerate(firms)]
    liked = 1 / np.arange(1, ORGANISATIONS + 1) ** 0.4  # some are in many projects, most in few
    liked = chance.permutation(liked / liked.sum())
    for project in projects:
        team = chance.choice(ORGANISATIONS, int(chance.integers(3, 9)), replace=False, p=liked)
        rows += [Relation(firms[i], "PARTNER_IN", project, "2022", None, []) for i in sorted(team.tolist())]
    actors = [*cities, *firms]
    columns = {
        "id": actors,
        "kind": ["City"] * len(cities) + ["Company"] * len(firms),
        "name": actors,
        "country": ["SE"] * len(actors),
        "county": [county for county in COUNTIES for _n in range(3)] + [None] * len(firms),
        "skr_group": ["B3"] * len(cities) + [None] * len(firms),
        "sector": [None] * len(cities) + sectors,
    }
    activities = {"id": projects, "kind": ["Project"] * PROJECTS, "name": projects}
    unknown: dict[str, list[None]] = {name: [None] * PROJECTS for name in ("start", "end", "size")}
    areas = {"id": list(THEMES), "kind": ["Theme"] * len(THEMES), "name": list(THEMES)}
    ordered = sorted(rows, key=lambda r: (r.type, r.source, r.target))
    return Network(Nodes(columns), Nodes({**activities, **unknown}), Nodes(areas), tuple(ordered))


def with_ties(network: Network, before: sp.csr_array, after: sp.csr_array) -> Network:
    """Replace who works in the activities of a null model by who does in another network of it."""
    shuffled = {network.activities["id"][place] for place in np.unique(before.indices).tolist()}
    kept = [r for r in network.relations if not (r.type in WORKS_IN and r.target in shuffled)]
    rows, columns = after.tocoo().coords
    ids, activities = network.actors["id"], network.activities["id"]
    kept += [
        Relation(ids[i], "PARTNER_IN", activities[j], None, None, [])
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return replace(network, relations=tuple(sorted(kept, key=lambda r: (r.type, r.source, r.target, r.start or ""))))


def cut_apart(network: Network, part: float, seed: int) -> Network:
    """Remove a part of the ties between two themes: one side leaves projects in which both are, until it is reached."""
    chance = np.random.default_rng(seed)
    theme = {r.source: r.target for r in network.relations if r.type == "FOCUSES_ON"}
    teams: dict[str, list[str]] = {}
    for r in network.relations:
        if r.type == "PARTNER_IN":
            teams.setdefault(r.target, []).append(r.source)

    def pairs() -> set[tuple[str, str]]:
        return {
            (a, b) for team in teams.values() for a in team if theme[a] == CUT[0] for b in team if theme[b] == CUT[1]
        }

    wanted = (1 - part) * len(pairs())
    for project in chance.permutation(sorted(teams)).tolist():
        if len(pairs()) <= wanted:
            break
        sides = [side for side in CUT if any(theme[firm] == side for firm in teams[project])]
        if len(sides) == 2:
            leaves = sides[int(chance.integers(2))]
            teams[project] = [firm for firm in teams[project] if theme[firm] != leaves]
    kept = [r for r in network.relations if r.type != "PARTNER_IN" or r.source in teams[r.target]]
    return replace(network, relations=tuple(kept))


def level(title: str, network: Network, runs: int, permutations: int) -> None:
    """Count in how many networks of the null model anything is reported."""
    ties = TiesBetween(Context.of(network))
    reported, halved, tested = 0, 0, []
    for run in range(runs):
        made = replace(ties.model, incidence=ties.model.shuffled(seed=run))
        found = permutation_test(ties, made, permutations, seed=10_000 + run, at_most=AT_MOST)
        reported += bool(len(found.found))
        halved += bool((found.observed <= AT_MOST * found.expected)[found.family].any())
        tested.append(int(found.family.sum()))
    error = np.sqrt(LEVEL * (1 - LEVEL) / runs)
    rate = reported / runs
    print(
        f"{title}: anything reported in {reported} of {runs} ({100 * rate:.1f} %; pairs of groups tested: "
        f"{np.median(tested):.0f}, any with half of its ties in {100 * halved / runs:.1f} %; "
        f"{permutations} permutations)   "
        f"{100 * (LEVEL - 2 * error):.1f} to {100 * (LEVEL + 2 * error):.1f} %",
        flush=True,
    )


def power(network: Network, runs: int, permutations: int) -> None:
    """Count how often two themes that are cut apart are found, by how much of their ties is removed."""
    context = Context.of(network)
    model = model_of(context)
    print(f"two themes cut apart, {runs} runs each, {permutations} permutations:")
    for part in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        hits = others = 0
        for run in range(runs):
            made = with_ties(network, model.incidence, model.shuffled(seed=run))
            made = cut_apart(made, part, seed=run) if part else made
            found = unlinked_groups(Context.of(made, as_of=context.as_of), seed=run, permutations=permutations)
            cut = [{*pair.one.themes, *pair.other.themes} == set(CUT) for pair in found.pairs]
            hits += any(cut)
            others += any(not hit for hit in cut)
        found_in, another = 100 * hits / runs, 100 * others / runs
        print(
            f"  {100 * part:3.0f} % removed: found in {found_in:5.1f} %, another pair in {another:4.1f} %", flush=True
        )


def mixing(title: str, network: Network) -> None:
    """Show how many of the ties are left where they were after so many rounds of trades."""
    model = model_of(Context.of(network))
    ties = model.incidence.nnz
    told = []
    for rounds in (1, 2, 3, 5, TRADES, 2 * TRADES, 5 * TRADES):
        same = [float(model.incidence.multiply(model.shuffled(seed=s, trades=rounds)).sum()) / ties for s in range(20)]
        told.append(f"{rounds}: {100 * np.mean(same):.1f} %")
    print(f"{title}, {ties} ties, left where they were after so many rounds: {', '.join(told)}")


def main() -> None:
    """Run all, or what is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=200)
    arguments.add_argument("--power-runs", type=int, default=60)
    arguments.add_argument("--permutations", type=int, default=99)
    options = arguments.parse_args()
    made_up, real = made_up_network(), real_network()
    mixing("made-up network", made_up)
    mixing("real network", real)
    power(made_up, options.power_runs, options.permutations)
    level("real network", real, options.runs, options.permutations)
    level("made-up network", made_up, options.runs, options.permutations)


if __name__ == "__main__":
    main()
