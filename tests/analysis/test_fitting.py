"""Weights learned from a network whose past is made up: who met whom is known."""

import random

import pytest

from networks import network
from samverkan.analysis import scores
from samverkan.analysis.evaluation import random_actors
from samverkan.analysis.fitting import fit
from samverkan.analysis.protocols import dated
from samverkan.analysis.purposes import EITHER_SIGN, LARGE_PROJECT, Purpose
from samverkan.errors import AnalysisError


def past(seed: int = 3, groups: int = 20, size: int = 15):
    """Groups of companies whose projects of three years bring together those of one group; kinds tell nothing."""
    chance = random.Random(seed)
    lines, facts = [], {}
    for year in (2001, 2002, 2003, 2004):
        for group in range(groups):
            for project in range(6):
                facts[f"project__{year}-{group}-{project}"] = {"start": str(year)}
                for member in chance.sample(range(size), 3):
                    lines.append(f"company:{group:02}-{member:02} PARTNER_IN project:{year}-{group}-{project} {year}")
    return network(lines, **facts)


@pytest.fixture(scope="module")
def made():
    return past()


@pytest.fixture(scope="module")
def learned(made):
    return fit(LARGE_PROJECT, [dated(made, 2002), dated(made, 2003)], seed=1)


def test_every_measure_gets_a_weight_for_each_band_and_few_may_be_below_zero(learned):
    assert list(learned) == [term.measure.name for term in LARGE_PROJECT.terms]
    assert {len(weights) for weights in learned.values()} == {3}
    assert {name for name, weights in learned.items() if min(weights) < 0} <= set(EITHER_SIGN)


def test_what_decides_gets_weight_and_what_says_nothing_gets_none(learned):
    ways = [learned[name][0] for name in ("walks_of_three", "plain_walks_of_three", "adamic_adar")]
    assert max(ways) > 0.5
    assert learned["kind_affinity"] == learned["kind_habit"] == (0.0, 0.0, 0.0)  # all are companies


def test_the_same_seed_learns_the_same(made, learned):
    assert fit(LARGE_PROJECT, [dated(made, 2002), dated(made, 2003)], seed=1) == learned


def test_it_finds_a_later_year_better_than_chance_and_not_worse_than_by_judgement(made, learned):
    own: Purpose = LARGE_PROJECT.weighed(learned)
    methods = {
        "learned": own.score,
        "judged": LARGE_PROJECT.score,
        "none": random_actors,
    }
    answers = scores.answer([dated(made, 2004)], methods, seed=1)
    hits = {name: float(scores.mean(answers.table(name))[scores.MEASURES.index("hits@10")]) for name in methods}
    assert hits["learned"] >= hits["judged"] - 0.02
    assert hits["learned"] > 5 * hits["none"]


def test_few_cases_teach_nothing():
    with pytest.raises(AnalysisError, match=r"from \d+ subjects and \d+ activities; at least 200 and 30 are needed"):
        fit(LARGE_PROJECT, [dated(past(groups=2), 2002)], seed=1)
