"""What there is to join, by hand on a small network and by brute force on random ones."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis import joining
from samverkan.analysis.context import Context, View
from samverkan.network.network import Network

# a is in x with b; b is in y with c, and alone in z; c is in w with d; an event counts not
SMALL = network([
    "city:a PARTNER_IN project:x", "city:b COORDINATES project:x",
    "city:b MEMBER_OF network:y", "company:c MEMBER_OF network:y",
    "city:b PARTNER_IN project:z", "city:a TOOK_PART_IN event:e", "city:d TOOK_PART_IN event:e",
    "company:c HOSTS programme:w", "city:d MEMBER_OF programme:w",
    "project:x FOCUSES_ON theme:t", "project:z FOCUSES_ON theme:t", "network:y FOCUSES_ON theme:u",
    "network:y FOCUSES_ON theme:t",
], city__a={"county": "X län"}, city__b={"county": "X län"}, company__c={"county": "Y län"})  # fmt: skip


def values(measure: str, subject: str, of: Network = SMALL) -> dict[str, float]:
    """What a measure says of every activity that anything leads to, rounded."""
    (row,) = getattr(joining, measure)(View(Context(of), [of.actors.index[subject]]))
    return {id: round(value, 6) for id, value in zip(of.activities["id"], row.tolist(), strict=True) if value}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("popularity", {"network:y": 2, "programme:w": 2, "project:x": 2, "project:z": 1}),
        ("common_neighbours", {"network:y": 1, "project:x": 1, "project:z": 1}),
        # b is in three
        ("adamic_adar", dict.fromkeys(("network:y", "project:x", "project:z"), round(1 / log(4), 6))),
        ("resource_allocation", dict.fromkeys(("network:y", "project:x", "project:z"), 0.333333)),
        # a - x - b - y: two are in x, and b is in three
        ("paths_of_three", dict.fromkeys(("network:y", "project:x", "project:z"), round(1 / sqrt(6), 6))),
        # one theme of two, but y has both: t is of a and b and c, u of b and c
        ("shared_themes", {
            "network:y": round(0.1 / sqrt(2), 6), "project:x": 0.1, "project:z": 0.1,
        }),
        ("same_kind", {"network:y": 0.5, "programme:w": 0.5, "project:x": 1.0, "project:z": 1.0}),
        ("same_county", {"network:y": 0.5, "project:x": 1.0, "project:z": 1.0}),
    ],
)  # fmt: skip
def test_by_hand_seen_from_a(measure, expected):
    assert values(measure, "city:a") == expected


def test_a_walk_by_hand():
    # a enters x with chance 1/2; half of that goes on, to a or b alike; from b on to one of three
    lone = network(["city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x", "city:b PARTNER_IN project:y"])
    (row,) = joining.pagerank(View(Context(lone), [0]))
    x, y = 0.5, 0.0
    at = np.array([x, y])
    total = at.copy()
    for _ in range(5):
        a, b = at[0] / 2 * 0.5, (at[0] / 2 + at[1]) * 0.5
        at = 0.5 * np.array([a + b / 2, b / 2])
        total += at
    assert row == pytest.approx(0.5 * total)


def test_small_teams_are_entered_first():
    made = network(
        ["city:s PARTNER_IN project:p", "city:z PARTNER_IN project:p"]
        + [f"city:z PARTNER_IN project:{p}" for p in ("small", "large")],
        project__small={"size": 4}, project__large={"size": 16},
    )  # fmt: skip
    found = values("team_pagerank", "city:s", made)
    assert found["project:small"] == pytest.approx(2 * found["project:large"], abs=2e-6)


def test_whoever_is_in_nothing_is_led_nowhere():
    made = network(["city:a PARTNER_IN project:x", "company:lone LOCATED_IN city:a"])
    measures = ("common_neighbours", "adamic_adar", "resource_allocation", "paths_of_three", "pagerank",
                "team_pagerank", "shared_themes", "same_kind", "same_county")  # fmt: skip
    assert {measure: values(measure, "company:lone", made) for measure in measures} == {
        measure: {} for measure in measures
    }


MEMBERSHIPS = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1)


@given(MEMBERSHIPS)
@settings(max_examples=50, deadline=None)
def test_beside_sums_over_every_path(pairs):
    made = network(
        [f"city:{a} MEMBER_OF network:{j}" for a, j in pairs],
        **{f"city__{a}": {} for a in range(6)}, **{f"network__{j}": {} for j in range(6)},
    )  # fmt: skip
    of = {a: {j for actor, j in pairs if actor == a} for a in range(6)}
    members = {j: {a for a, activity in pairs if activity == j} for j in range(6)}
    view = View(Context(made), range(6))

    def brute(weight):
        return np.array([
            [sum(weight(s, z) for z in members[j] if z != s and of[s] & of[z]) for j in range(6)] for s in range(6)
        ])  # fmt: skip

    assert joining.common_neighbours(view) == pytest.approx(brute(lambda s, z: 1.0))
    assert joining.adamic_adar(view) == pytest.approx(brute(lambda s, z: 1 / log(1 + len(of[z]))))
    assert joining.resource_allocation(view) == pytest.approx(brute(lambda s, z: 1 / len(of[z])))
    shared = brute(lambda s, z: sum(1 / sqrt(len(members[i]) * len(of[z])) for i in of[s] & of[z]))
    assert joining.paths_of_three(view) == pytest.approx(shared)
