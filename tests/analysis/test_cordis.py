"""The dated protocol on Horizon 2020, where the data stand beside the checkout: as many cases as there must be."""

import csv
import gzip
from collections.abc import Iterator

import numpy as np
import pytest

from checkout import ROOT
from samverkan.analysis.protocols import Task, dated
from samverkan.network.network import Network, Nodes, Relation
from samverkan.network.projection import ACTIVITY_PROPERTIES, ORGANISATION_PROPERTIES

DATA = ROOT.parent / "shared" / "data" / "cordis-h2020"


def table(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def nodes(names: tuple[str, ...], rows: list[dict[str, str | None]]) -> Nodes:
    rows.sort(key=lambda row: str(row["id"]))
    return Nodes({name: [row.get(name) or None for row in rows] for name in names})


@pytest.fixture(scope="module")
def task() -> Task:
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    actors = [{"id": r["org_pic"], "kind": "Company", "country": r["country"]} for r in table("organisations")]
    activities = [{"id": r["project_rcn"], "kind": "Project", "start": r["start_date"]} for r in table("projects")]
    relations = [
        Relation(r["org_pic"], "PARTNER_IN", r["project_rcn"], None, None, ["cordis"]) for r in table("participations")
    ]
    return dated(
        Network(
            nodes(ORGANISATION_PROPERTIES, actors), nodes(ACTIVITY_PROPERTIES, activities), Nodes({"id": []}),
            tuple(relations),
        ),
        2019,
    )  # fmt: skip


def test_as_many_subjects_and_pairs_as_counted_elsewhere(task):
    # the README of the data counts 71,070 new pairs of known organisations in 2019
    assert (len(task.subjects), len(task.context.network.actors)) == (5_315, 24_256)
    assert (task.truth > 0).sum() == 2 * 71_070
    countries = np.array(task.context.network.actors["country"])[task.subjects]
    assert (countries == "SE").sum() == 110
    assert (task.context.degree[task.subjects] <= 5).sum() == 140
    assert task.open.all()
