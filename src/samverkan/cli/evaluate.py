"""``samverkan evaluate``: how well the suggestions would have foretold ties that are known."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from samverkan.cli import options, output
from samverkan.language import N_, _, language
from samverkan.model.domain import SCHEMA

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.evaluation import Evaluation
    from samverkan.analysis.fitting import Learned
    from samverkan.analysis.protocols import Task
    from samverkan.analysis.purposes import Purpose
    from samverkan.analysis.scores import Method
    from samverkan.network.network import Network


@options.command(
    "samverkan evaluate --purpose join",
    "samverkan evaluate --purpose project --cut 2019 --format json",
    help=N_(
        "Hide what is known, ask for it, and say how often the suggestions would have named it, beside plain methods "
        "that any library offers."
    ),
)
@click.option(
    "--purpose",
    cls=options.Option,
    type=click.Choice(("project", "join", "twin", "learning")),
    required=True,
    help=N_("What the suggestions are for."),
)
@click.option(
    "--cut",
    cls=options.Option,
    type=click.IntRange(1000, 9999),
    metavar=N_("YEAR"),
    help=N_("Ask who met whom in this year, of what was before; otherwise hide one activity at a time."),
)
@options.as_of_option
@click.option(
    "--programme",
    cls=options.Option,
    metavar=N_("NAME"),
    help=N_("The programme of the office; otherwise the one with the most cities."),
)
@options.seed_option
@click.option(
    "--sample",
    cls=options.Option,
    type=click.IntRange(1),
    metavar=N_("NUMBER"),
    help=N_("Hide only so many, drawn by the seed; without --cut."),
)
@options.flag(
    "--fit",
    N_(
        "Learn the weights of project or join, and put them to the test: with --cut, from the two years before it; "
        "otherwise from all activities but a fifth with the one that is hidden."
    ),
)
@click.option(
    "--save",
    cls=options.Option,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=N_("FILE"),
    help=N_("Keep the weights that --fit learned, for `samverkan suggest --weights FILE`."),
)
@options.db_option
@options.format_option
def evaluate(
    purpose: str,
    cut: int | None,
    as_of: str | None,
    programme: str | None,
    seed: int,
    sample: int | None,
    fit: bool,
    save: Path | None,
    db: str | None,
    format: str,
) -> None:
    """Evaluate the suggestions."""
    if fit and purpose not in ("project", "join"):
        raise click.UsageError(_("--fit goes with --purpose project or join."))
    if sample is not None and (cut is not None or purpose == "twin"):
        raise click.UsageError(_("--sample goes with what is hidden one at a time: project without --cut, and join."))
    if save and not fit:
        raise click.UsageError(_("--save goes with --fit."))
    if purpose == "learning":
        raise click.UsageError(_("learning cannot be evaluated: no data tell from whom somebody learnt."))
    if cut is not None and purpose != "project":
        raise click.UsageError(_("--cut goes with --purpose project only."))
    if cut is not None and (as_of or programme):
        raise click.UsageError(_("--as-of and --programme do not go with --cut, which sees only what was before it."))
    from samverkan.analysis import evaluation
    from samverkan.analysis.purposes import LARGE_PROJECT, PURPOSES
    from samverkan.cli.entities import read_entities
    from samverkan.model.names import find
    from samverkan.network.projection import read_network

    with options.loaded(db) as store:
        if programme is not None:
            programmes = [e for e in read_entities(store, ("Activity",)) if e.kind == "Programme"]
            programme = find(programme, programmes).id
        network = read_network(store, SCHEMA)
    question: dict[str, Any] = {"as_of": as_of, "programme": programme, "sample": sample, "seed": seed}
    beside: dict[str, Callable[[str, Context], Method]] = {}
    if cut:
        beside["unfitted"] = lambda *_of: LARGE_PROJECT.score
        beside["unfitted-small"] = lambda *_of: PURPOSES["project"].score
    if fit:
        beside[evaluation.SHIPPED] = _own
    with output.progress() as told:
        learnt = _learnt(network, purpose, cut, question, told) if fit else None
        if learnt and save:
            _keep(save, purpose, cut, learnt.found)
        found = evaluation.evaluate(
            network,
            purpose,
            cut=cut,
            **question,
            own=_own,
            beside=beside,
            learned=learnt
            and {
                "from": "years" if cut else "others",
                "cases": learnt.found.cases,
                "activities": learnt.found.activities,
            },
            by_task=learnt.by_task if learnt else lambda task: {},
            progress=lambda done, total: told(_("Asking"), done, total),
        )
    if format == "json":
        records = [e.as_record() for e in found]
        output.document(records if purpose == "join" else records[0])
    elif format == "csv":
        output.records([row for e in found for row in _rows(e)], format, COLUMNS)
    else:
        for place, e in enumerate(found):
            if place:
                output.line("")
            _tell(e)
        output.line("")
        output.paragraph(_(EXPLAINED))


class _Learnt(NamedTuple):
    """What was learned, and the purpose that it was learned for."""

    found: "Learned"
    purpose: "Purpose"

    def by_task(self, task: "Task") -> "dict[str, Method]":
        """Give the method with the weights that were not learned from what a task hides."""
        from samverkan.analysis.evaluation import OWN

        weights = self.found.without.get(task.clusters[0], self.found.weights)
        return {OWN: self.purpose.weighed(weights).score}


def _learnt(
    network: "Network",
    purpose: str,
    cut: int | None,
    question: "dict[str, Any]",
    told: "Callable[[str, int, int], None]",
) -> _Learnt:
    """Learn weights from who met whom in each of the two years before a cut, or from what is hidden without one."""
    from samverkan.analysis.evaluation import leave_out
    from samverkan.analysis.fitting import fit
    from samverkan.analysis.protocols import dated
    from samverkan.analysis.purposes import LARGE_PROJECT, purposes_of

    def progress(done: int) -> None:
        told(_("Learning"), done, 0)

    seed = question["seed"]
    if cut:
        tasks = [dated(network, year) for year in (cut - 2, cut - 1)]
        return _Learnt(fit(LARGE_PROJECT, tasks, seed=seed, progress=progress), LARGE_PROJECT)
    whole, hidden = leave_out(network, purpose, **question)
    base = purposes_of(whole)[purpose]
    every = (task for _asked, tasks in hidden for task in tasks)
    return _Learnt(fit(base, every, seed=seed, apart=True, progress=progress), base)


def _keep(path: Path, purpose: str, cut: int | None, found: "Learned") -> None:
    """Write weights to a file."""
    import json

    from samverkan.analysis.purposes import BANDS
    from samverkan.whole import write_whole

    record = {
        "purpose": purpose,
        "cut": cut,
        "cases": found.cases,
        "activities": found.activities,
        "bands": BANDS,
        "weights": found.weights,
    }
    write_whole(path, json.dumps(record, indent=1) + "\n")


def _own(purpose: str, context: "Context") -> "Method":
    """Return the tool's own method for a purpose."""
    from samverkan.analysis.purposes import purposes_of

    return purposes_of(context)[purpose].score


SHOWN = ("hits@5", "hits@10", "hits@50", "recall@50", "mrr", "tail_hits@10")
"""Measures in the order of a table."""

COLUMNS = (
    *("purpose", "hidden", "asked", "method", "group", "cases", "different"),
    *(f"{name}{end}" for name in SHOWN for end in ("", "_low", "_high")),
)


def _rows(e: "Evaluation") -> Iterator[dict[str, Any]]:
    """Yield a row for each method and group of subjects, and then for each difference."""
    for method in e.methods:
        yield _row(e, method["name"], "all", e.cases, method)
        for name, group in _groups(method).items():
            yield _row(e, method["name"], name, group["cases"], group)
    for difference in e.differences:
        yield _row(e, difference["name"], "difference", e.cases, difference)


def _row(e: "Evaluation", method: str, group: str, cases: int, values: dict[str, Any]) -> dict[str, Any]:
    told = {name: e.protocol[name] for name in ("purpose", "hidden", "asked")}
    told |= {"method": method, "group": group, "cases": cases, "different": values.get("different")}
    for name, ends in values["ci"].items():
        low, high = ends or (None, None)
        told |= {name: values[name], f"{name}_low": low, f"{name}_high": high}
    return told


TITLES = {
    ("project", "actors"): N_("Partners for a joint project"),
    ("join", "cities"): N_("What cities join"),
    ("join", "organisations"): N_("What organisations join"),
    ("twin", "cities"): N_("Twin cities"),
}

GROUPS = {
    "low": N_("up to 5 partners"),
    "middle": N_("6 to 50 partners"),
    "high": N_("more partners"),
    "swedish": N_("an address in Sweden"),
}
"""Groups of subjects in words."""

EXPLAINED = N_(
    "hits@k: the share of cases with a right answer among the first k. recall@50: the share of all right answers that "
    "is among the first 50. mrr: one divided by the rank of the first right answer, on average. tail_hits@10: hits@10 "
    "without the actors with most partners, one in a hundred. different: how many different answers were among the "
    "first ten of anybody. In brackets, 95 % intervals: of the methods as if other subjects had been asked, of the "
    "comparison as if other activities had been hidden."
)
"""What the columns mean."""


def _tell(e: "Evaluation") -> None:
    """Print an evaluation for people: in words, then all methods, the groups of subjects, and the differences."""
    from samverkan.analysis.evaluation import method_in_words

    output.line(_(TITLES[e.protocol["purpose"], e.protocol["asked"]]))
    output.line("")
    output.paragraph(e.note)
    if not e.cases:
        return
    output.line("")
    rows = [
        (method_in_words(m["name"]), *(_three(m[name]) for name in SHOWN), _between(m["ci"]["hits@10"]), m["different"])
        for m in e.methods
    ]
    output.table(rows, (_("method"), *SHOWN, _("95 % of hits@10"), _("different")))
    output.line("")
    groups = {name: group["cases"] for name, group in _groups(e.methods[0]).items() if group["cases"]}
    rows = [
        (method_in_words(m["name"]), *(_with_interval(_groups(m)[name], "hits@10") for name in groups))
        for m in e.methods
    ]
    heads = (f"{_(GROUPS[name])} ({cases})" for name, cases in groups.items())
    output.table(rows, (_("hits@10 of subjects with"), *heads))
    output.line("")
    rows = [
        (method_in_words(d["name"]), *(_with_interval(d, name) for name in ("hits@10", "mrr"))) for d in e.differences
    ]
    output.table(rows, (_("samverkan compared with"), "hits@10", "mrr"))


def _groups(method: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a method did for each group of subjects."""
    return {name: group for name, group in (method["bands"] | method).items() if name in GROUPS}


def _three(value: float | None) -> str:
    """Write a measure with three decimals, as the language in use does."""
    text = "" if value is None else f"{value:z.3f}"
    return text.replace(".", ",") if language() == "sv" else text


def _between(ends: Sequence[float] | None) -> str:
    return "" if ends is None else _("{low} to {high}").format(low=_three(ends[0]), high=_three(ends[1]))


def _with_interval(values: dict[str, Any], name: str) -> str:
    ends = values["ci"][name]
    return _three(values[name]) + (f" ({_between(ends)})" if ends else "")
