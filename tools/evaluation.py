"""Write docs/measures.md from tools/measures.md and from runs: python tools/evaluation.py [--without-cordis | --quick].

The real network is that of graph_data/; CORDIS is read where benchmarks/large.py finds it, and without it the tables in
docs/measures.md are kept. Takes some minutes; with --quick all tables of evaluations are kept, and it takes one.
"""

import argparse
import json
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from samverkan.analysis.context import Context
from samverkan.analysis.evaluation import Evaluation, evaluate
from samverkan.analysis.gaps.gap import TYPES, Pattern
from samverkan.analysis.gaps.rules import read_rules
from samverkan.analysis.gaps.search import PATTERNS, find_gaps
from samverkan.analysis.purposes import LARGE_PROJECT, PURPOSES, Purpose, Shape, purposes_of
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network
from samverkan.store.connect import open_store

ROOT = Path(__file__).resolve().parents[1]
CORDIS = runpy.run_path(str(ROOT / "benchmarks" / "large.py"))["CORDIS"]
COLUMNS = ("hits@5", "hits@10", "mrr", "recall@50", "tail_hits@10")
SHOWN = 4
"""How many of those whom a gap is about are named."""

NAMES = {"samverkan": "**samverkan**"}


def purposes() -> str:
    """Tabulate the purposes."""
    return "\n".join(f"| `{p.name}` | {_first_line(p.left_out)} | {_terms(p)} |" for p in PURPOSES.values())


def _terms(purpose: Purpose) -> str:
    said = []
    for term in purpose.terms:
        notes = [term.shape.value] if term.shape is not Shape.AS_IS else []
        notes += ["weak"] if term.weak else []
        said.append(f"`{term.measure.name}` {term.weights[0]:g}" + (f" ({', '.join(notes)})" if notes else ""))
    return ", ".join(said)


def measures() -> str:
    """Tabulate the measures of all purposes, by the first lines of their docstrings."""
    found = {}
    for purpose in PURPOSES.values():
        for term in purpose.terms:
            where = " (of activities)" if purpose.activities else ""
            found[term.measure.name + where] = (
                f"| `{term.measure.name}`{where} | {term.measure.group} | {_first_line(term.measure.values)} |"
            )
    return "\n".join(found.values())


def _first_line(function: object) -> str:
    paragraph = (function.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(paragraph.split())


def severities() -> str:
    """Tabulate what the rules and functions on gaps find, and how severe it is."""
    rules = {rule.pattern.name for rule in read_rules()[0]}

    def made_by(pattern: Pattern) -> str:
        return "rule" if pattern.name in rules else "function"

    patterns = sorted(_patterns(), key=lambda p: (TYPES.index(p.type), p.name not in rules, p.name))
    return "\n".join(
        f"| `{p.type}` | {made_by(p)} `{p.name}` | {p.texts['en']} | {p.scale} | {p.weighs} |" for p in patterns
    )


def _patterns() -> list[Pattern]:
    return [*(rule.pattern for rule in read_rules()[0]), *PATTERNS]


def gap_counts(store: Path) -> str:
    """Tabulate what gaps the real network has, by type and severity."""
    with open_store(store, SCHEMA) as opened:
        found = find_gaps(opened, Context.of(read_network(opened, SCHEMA)))
    rows = []
    for type in TYPES:
        of_type = [gap for gap in found.gaps if gap.type == type]
        by_level = [sum(gap.severity == level for gap in of_type) for level in range(5, 0, -1)]
        sure = sum(gap.confidence == "high" for gap in of_type)
        first = sum(gap.type == type for gap in found.first())
        rows.append(f"| `{type}` | {len(of_type)} | {' | '.join(map(str, by_level))} | {sure} | {first} |")
    return "\n".join(rows)


def examples(store: Path) -> str:
    """Show the worst gap of each type as the tool prints it, and what its JSON has besides."""
    shown = []
    for type in TYPES:
        words = ("gaps", "--type", type, "--limit", "1", "--db", str(store))
        _heading, own, *_rest, sources = samverkan(*words).split("\n\n")
        cited = "\n".join(line for line in sources.splitlines() if re.match(r"\[\d+\]", line))
        (gap,) = json.loads(samverkan(*words, "--format", "json"))["gaps"]
        who = [f"`{id}`" for id in gap["who"][:SHOWN]]
        who += [f"{len(gap['who']) - SHOWN} more"] if len(gap["who"]) > SHOWN else []
        rows, measure = gap["evidence"], gap["measure"]
        shown.append(
            f"#### {type}\n\n```text\n{own.strip(chr(10))}\n\n{cited}".rstrip() + "\n```\n\n"
            f"Who: {', '.join(who)}. Measure: {measure['value']:g}, expected {measure['expected']:g} "
            f"({measure['counts']}). "
            f"Confidence: {gap['confidence']}. Evidence: {len(rows)} rows from "
            f"{len({source for row in rows for source in row['sources']})} sources."
        )
    return "\n\n".join(shown)


def real(store: Path) -> str:
    """Evaluate on the real network."""
    with open_store(store, SCHEMA) as opened:
        network = read_network(opened, SCHEMA)
    found = [e for purpose in ("project", "join", "twin") for e in evaluate(network, purpose, own=_own)]
    return "\n\n".join(map(table, found))


def cordis(folder: Path) -> str:
    """Evaluate on CORDIS."""
    samverkan("load", str(folder / "data"), "--db", str(folder / "cordis.lbug"))
    with open_store(folder / "cordis.lbug", SCHEMA) as opened:
        network = read_network(opened, SCHEMA)
    beside = {"unfitted": lambda *_of: LARGE_PROJECT.score, "unfitted-small": lambda *_of: PURPOSES["project"].score}
    (found,) = evaluate(network, "project", cut=2019, own=_own, beside=beside)
    return "\n\n".join([table(found), groups(found)])


def _own(purpose: str, context: object) -> object:
    return purposes_of(context)[purpose].score  # type: ignore[arg-type]


def table(evaluation: Evaluation) -> str:
    """Tabulate the methods of an evaluation, with the interval of each and of its difference to our own."""
    rows = [
        f"**{evaluation.protocol['purpose']}, {evaluation.protocol['asked']}**: {evaluation.note}",
        "",
        "| method | " + " | ".join(COLUMNS) + " | different | ours − it, hits@10 |",
        "|---|" + "---:|" * (len(COLUMNS) + 2),
    ]
    beside = {d["name"]: d for d in evaluation.differences}
    for method in evaluation.methods:
        cells = [_number(method[c], method["ci"][c]) for c in COLUMNS]
        other = beside.get(method["name"])
        gap = _number(other["hits@10"], other["ci"]["hits@10"]) if other else ""
        name = NAMES.get(method["name"], method["name"])
        rows.append(f"| {name} | {' | '.join(cells)} | {method['different']} | {gap} |")
    return "\n".join(rows)


def groups(evaluation: Evaluation) -> str:
    """Tabulate the bands of subjects, and the Swedish ones."""
    rows = ["| hits@10 by subjects | " + " | ".join(_heads(evaluation)) + " |"]
    rows.append("|---|" + "---:|" * len(_heads(evaluation)))
    for method in evaluation.methods:
        of = {**method["bands"], "swedish": method["swedish"]}
        cells = [_number(group["hits@10"], group["ci"]["hits@10"]) for group in of.values()]
        rows.append(f"| {NAMES.get(method['name'], method['name'])} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _heads(evaluation: Evaluation) -> list[str]:
    first = evaluation.methods[0]
    words = {"low": "up to 5 partners", "middle": "6 to 50", "high": "more", "swedish": "Swedish"}
    return [
        f"{words[name]} ({group['cases']})" for name, group in {**first["bands"], "swedish": first["swedish"]}.items()
    ]


def _number(value: float | None, ends: Sequence[float] | None) -> str:
    if value is None:
        return ""
    said = f"{value:.3f}"
    return said if ends is None else f"{said} ({ends[0]:.3f} to {ends[1]:.3f})"


def samverkan(*words: str) -> str:
    """Run a command and return what it printed."""
    command = [sys.executable, "-m", "samverkan", *words, "--lang", "en"]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def shown(words: Sequence[str], store: Path) -> str:
    """Show what a command prints; below the overview of a subject, folded, the first of each purpose in full."""
    commands: list[Sequence[str]] = [words]
    if words[0] == "suggest" and "--purpose" not in words:
        purposes = [name for name in PURPOSES if name != "twin" or "--city" in words]
        commands += [[*words, "--purpose", name, "--limit", "5"] for name in purposes]
    answers = [samverkan(*command, "--db", str(store)).rstrip() for command in commands]
    first, *lists = (f"```text\n{answer}\n```" for answer in answers)
    if not lists:
        return first
    summary = "<details><summary>The first five of each, with reasons and sources</summary>"
    return "\n\n".join([first, summary, *lists, "</details>"])


def kept(heading: str) -> str:
    """Return what stands between two markers in the document as it is."""
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {heading} -->\n(.*?)\n<!-- /{heading} -->", text, re.DOTALL)
    return found[1] if found else "(not run yet)"


def main() -> None:
    """Run everything and write the document."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--without-cordis", action="store_true")
    arguments.add_argument("--quick", action="store_true")
    options = arguments.parse_args()
    template = (ROOT / "tools" / "measures.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        store = folder / "real" / "graph.lbug"
        samverkan("load", str(ROOT / "graph_data"), "--db", str(store))
        if CORDIS.exists() and not options.without_cordis and not options.quick:
            subprocess.run([sys.executable, str(CORDIS), str(folder / "data")], check=True, stdout=subprocess.DEVNULL)
            large = cordis(folder)
        else:
            large = kept("cordis")
        text = template.replace("{purposes}", purposes()).replace("{measures}", measures())
        evaluated = kept("real") if options.quick else real(store)
        text = text.replace("{real}", f"<!-- real -->\n{evaluated}\n<!-- /real -->")
        text = text.replace("{severities}", severities()).replace("{gap counts}", gap_counts(store))
        text = text.replace("{examples}", examples(store))
        text = text.replace("{cordis}", f"<!-- cordis -->\n{large}\n<!-- /cordis -->")
        text = re.sub(
            r"^{((?:suggest|gaps) .*)}$",
            lambda found: shown(shlex.split(found[1]), store),
            text,
            flags=re.MULTILINE,
        )
    (ROOT / "docs" / "measures.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
