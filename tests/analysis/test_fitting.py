"""Weights learned from a network whose past is made up: who met whom is known."""

import random

import pytest

from networks import network
from samverkan.analysis import scores
from samverkan.analysis.context import Context
from samverkan.analysis.evaluation import random_actors
from samverkan.analysis.fitting import fit
from samverkan.analysis.protocols import Hiding, dated
from samverkan.analysis.purposes import EITHER_SIGN, JOIN, LARGE_PROJECT, Purpose
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
    return fit(LARGE_PROJECT, [dated(made, 2002), dated(made, 2003)], seed=1).weights


def test_every_measure_gets_a_weight_for_each_band_and_few_may_be_below_zero(learned):
    assert list(learned) == [term.measure.name for term in LARGE_PROJECT.terms]
    assert {len(weights) for weights in learned.values()} == {3}
    assert {name for name, weights in learned.items() if min(weights) < 0} <= set(EITHER_SIGN)


def test_what_decides_gets_weight_and_what_says_nothing_gets_none(learned):
    ways = [learned[name][0] for name in ("walks_of_three", "plain_walks_of_three", "adamic_adar")]
    assert max(ways) > 0.5
    assert learned["kind_affinity"] == learned["kind_habit"] == (0.0, 0.0, 0.0)  # all are companies


def test_the_same_seed_learns_the_same(made, learned):
    again = fit(LARGE_PROJECT, [dated(made, 2002), dated(made, 2003)], seed=1)
    assert (again.weights, again.without) == (learned, {})


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
    with pytest.raises(AnalysisError, match=r"from \d+ cases and \d+ activities; at least 200 and 30 are needed"):
        fit(LARGE_PROJECT, [dated(past(groups=2), 2002)], seed=1)


# ---- from what is hidden one at a time


@pytest.fixture(scope="module")
def hidden():
    """The ties of companies of three counties to networks, which are of one county each, as what they are asked for."""
    chance = random.Random(5)
    lines = [
        f"company:{member:02} MEMBER_OF network:{n:02}"
        for n in range(36)
        for member in chance.sample(range(12 * (n % 3), 12 * (n % 3) + 12), 6)
    ]
    made = network(lines, **{f"company__{c:02}": {"county": f"{c // 12} län"} for c in range(36)})
    return list(Hiding(made, Context.of).memberships(cities=False))


@pytest.fixture(scope="module")
def apart(hidden):
    return fit(JOIN, hidden, seed=1, apart=True)


def test_what_decides_what_is_joined_gets_weight(apart):
    assert list(apart.weights) == [term.measure.name for term in JOIN.terms]
    assert (apart.cases, apart.activities) == (216, 36)
    assert apart.weights["same_county"][0] > 0.1
    assert apart.weights["same_kind"] == apart.weights["shared_themes"] == (0.0, 0.0, 0.0)  # say the same of all


def test_what_is_said_of_an_activity_was_not_learned_from_it(hidden, apart, monkeypatch):
    assert sorted(apart.without) == [f"network:{n:02}" for n in range(36)]
    of_one = [a for a in apart.without if apart.without[a] == apart.without["network:00"]]
    assert len(of_one) in (7, 8)
    monkeypatch.setattr("samverkan.analysis.fitting.CASES", 100)
    monkeypatch.setattr("samverkan.analysis.fitting.ACTIVITIES", 20)
    others = [task for task in hidden if task.clusters[0] not in of_one]
    assert fit(JOIN, others, seed=1).weights == apart.without["network:00"]
