"""How well known ties would have been foretold, on networks small enough to know the answer."""

import json

import numpy as np
import pytest

from networks import network
from samverkan.analysis import joining, near
from samverkan.analysis.context import Context, View
from samverkan.analysis.evaluation import DRAWS, OF_ACTIVITIES, OF_ACTORS, Evaluation, evaluate
from samverkan.analysis.scores import MEASURES
from samverkan.errors import AnalysisError
from samverkan.language import use_language
from samverkan.network.network import Network

METHODS = ["samverkan", "random", "popularity", "common-neighbours", "adamic-adar", "resource-allocation", "l3",
           "pagerank"]  # fmt: skip


def ring(length: int) -> Network:
    """Cities in a ring, each in a project with the next one."""
    return network(f"city:{(i + step) % length:03} PARTNER_IN project:{i:03}" for i in range(length) for step in (0, 1))


def along_the_ring(view: View):
    """The nearest in the ring first: always right, as the other neighbour is known."""
    length = len(view.context.network.actors)
    away = np.abs(np.arange(length) - view.rows[:, np.newaxis])
    return -np.minimum(away, length - away).astype(float)


def plain(purpose: str, context: Context):
    return joining.popularity if purpose == "join" else near.popularity


@pytest.fixture(scope="module")
def found() -> Evaluation:
    (evaluation,) = evaluate(ring(40), "project", own=lambda purpose, context: along_the_ring)
    return evaluation


def test_all_methods_are_shown_the_own_one_first(found):
    assert [m["name"] for m in found.methods] == METHODS
    assert [d["name"] for d in found.differences] == METHODS[1:]
    assert list(OF_ACTORS) == list(OF_ACTIVITIES) == METHODS[1:]


def test_what_was_asked(found):
    assert found.protocol == {
        "purpose": "project", "hidden": "activity", "asked": "actors", "cut": None, "as_of": None, "programme": None,
        "seed": 1, "draws": DRAWS, "subjects": 40, "activities": 40, "candidates": 40,
        "sample": None, "of": None, "learned": None,
    }  # fmt: skip
    assert found.cases == 80


def test_who_is_always_right(found):
    own = found.methods[0]
    assert {name: own[name] for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert own["ci"] == {name: [1.0, 1.0] for name in MEASURES}
    assert own["different"] == 40
    assert {band: own["bands"][band]["cases"] for band in own["bands"]} == {"low": 80, "middle": 0, "high": 0}
    assert own["bands"]["low"] == {"cases": 80, **{name: own[name] for name in MEASURES}, "ci": own["ci"]}
    nothing = dict.fromkeys(MEASURES)
    assert own["bands"]["high"] == {"cases": 0, **nothing, "ci": nothing}


def test_chance_is_as_good_as_it_must_be(found):
    random = found.methods[1]
    assert random["hits@10"] == pytest.approx(10 / 38, abs=0.12)
    assert random["hits@50"] == 1.0


def test_differences_are_those_of_the_means_and_paired(found):
    for method, difference in zip(found.methods[1:], found.differences, strict=True):
        for name in MEASURES:
            assert difference[name] == pytest.approx(found.methods[0][name] - method[name], abs=2e-4)
            low, high = difference["ci"][name]
            assert low <= difference[name] <= high
    (same,) = evaluate(ring(12), "project", own=plain)
    popularity = same.differences[1]
    assert popularity == {
        "name": "popularity", **dict.fromkeys(MEASURES, 0.0), "ci": {name: [0.0, 0.0] for name in MEASURES}
    }  # fmt: skip


def test_the_note_says_what_it_comes_to(found):
    best = max(found.methods[1:], key=lambda m: m["hits@10"])
    low, high = next(d for d in found.differences if d["name"] == best["name"])["ci"]["hits@10"]
    assert found.note == (
        "One activity at a time was hidden, and each of its actors that is in another was asked for the rest. "
        "Activities hidden: 40; actors asked: 40; cases: 80; who could be named: 40. "
        "A right answer was among the first ten of the tool in 100.0 % of the cases (95 % interval: 100.0 to 100.0 %). "
        f"Of the plain methods, {best['name']} did best, in {100 * best['hits@10']:.1f} %. "
        f"The difference lies between {100 * low:.1f} and {100 * high:.1f} percentage points: "
        "the tool does better, and not by chance."
    )


def test_worse_is_said_too_and_what_may_be_chance():
    (worse,) = evaluate(ring(40), "project", own=lambda purpose, context: lambda view: -along_the_ring(view))
    assert worse.note.endswith("the tool does worse, and not by chance.")
    (alike,) = evaluate(ring(40), "project", own=lambda purpose, context: OF_ACTORS["random"])
    assert "percentage points: it may be chance." in alike.note or "worse" in alike.note


def test_few_cases_are_no_proof():
    (few,) = evaluate(ring(29), "project", own=lambda purpose, context: along_the_ring)
    assert few.note.endswith(
        "Caution: the subjects are 29, the activities 29; below 30 of either, a difference between methods cannot be "
        "told."
    )
    (enough,) = evaluate(ring(30), "project", own=lambda purpose, context: along_the_ring)
    assert "Caution" not in enough.note


def test_the_same_seed_gives_the_same_and_the_network_is_not_changed():
    made = ring(12)
    before = made.relations
    one, again, other = (evaluate(made, "project", own=plain, seed=seed)[0].as_record() for seed in (5, 5, 6))
    assert one == again
    assert one["methods"] != other["methods"]
    assert made.relations == before
    assert json.loads(json.dumps(one)) == one
    assert list(one) == ["protocol", "cases", "methods", "differences", "note"]


def test_numbers_are_worded_in_the_language_in_use(found):
    use_language("sv")
    try:
        assert "100,0 %" in found.note
    finally:
        use_language("en")


# ---- dated

DATED = network(
    [f"{actor} PARTNER_IN project:{actor[-1]}" for actor in ("city:a", "city:b", "company:c")]
    + [f"city:{c}{c} PARTNER_IN project:{c}" for c in "abc"]
    + [f"{actor} PARTNER_IN project:new" for actor in ("city:a", "city:b", "company:c")],
    **{f"project__{c}": {"start": "2018"} for c in "abc"}, project__new={"start": "2019"},
    city__a={"country": "SE"}, city__b={"country": "SE"}, company__c={"country": "NO"},
)  # fmt: skip


def test_a_cut_shows_swedish_subjects_apart():
    seen = []

    def own(purpose, context):
        seen.append((purpose, context.as_of, len(context.network.activities)))
        return near.popularity

    (found,) = evaluate(DATED, "project", cut=2019, own=own)
    assert seen == [("project", "2018", 3)]
    assert found.protocol == {
        "purpose": "project", "hidden": "year", "asked": "actors", "cut": 2019, "as_of": "2018", "programme": None,
        "seed": 1, "draws": DRAWS, "subjects": 3, "activities": 1, "candidates": 6,
        "sample": None, "of": None, "learned": None,
    }  # fmt: skip
    swedish = found.methods[0]["swedish"]
    assert (found.cases, swedish["cases"]) == (3, 2)
    assert list(swedish) == ["cases", *MEASURES, "ci"]
    assert found.note.startswith(
        "Each actor was asked whom it would meet for the first time in 2019, with nothing to go by but what had begun "
        "before. Actors asked: 3; new activities: 1; who could be named: 6."
    )


def test_progress_is_told():
    told = []
    evaluate(DATED, "project", cut=2019, own=plain, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


# ---- join

MEMBERS = network(
    [f"city:{c} MEMBER_OF network:{n}" for c in "abc" for n in "xy"]
    + [f"company:{c} MEMBER_OF network:{n}" for c in "de" for n in "xz"]
)  # fmt: skip


def test_cities_and_organisations_are_told_apart():
    cities, others = evaluate(MEMBERS, "join", own=plain)
    assert [(e.protocol["asked"], e.protocol["hidden"], e.cases) for e in (cities, others)] == [
        ("cities", "membership", 6), ("organisations", "membership", 4)
    ]  # fmt: skip
    # candidates are the two that one is not in: the right one is first or second
    assert {m["hits@5"] for m in cities.methods} == {1.0}
    assert {m["tail_hits@10"] for m in cities.methods} == {None}
    # by known members: x has four without who is asked, y two, z two
    assert cities.methods[2]["mrr"] == pytest.approx((3 * 1 + 3 * 3 / 4) / 6, abs=0.13)


def test_nobody_to_ask_of_one_sort_is_no_error():
    cities, others = evaluate(
        network(f"city:{c} MEMBER_OF network:{n}" for c in "abc" for n in "xy"), "join", own=plain
    )  # fmt: skip
    assert (cities.cases, others.cases) == (6, 0)
    assert others.note == (
        "An organisation was asked for an activity that it is in, which was hidden, one at a time. Organisations "
        "asked: 0; activities: 0; cases: 0; what could be named: 0. So there is nothing to tell."
    )
    assert others.methods[0]["hits@10"] is None


# ---- twins


def test_twins_have_an_exact_interval():
    made = network(
        [f"city:lead{i} MEMBER_OF programme:p 2019" for i in range(8)]
        + [f"city:new{i} MEMBER_OF programme:p 2024" for i in range(8)]
        + [f"city:lead{i} TWINNED_WITH city:new{i}" for i in range(8)],
        **{f"city__{sort}{i}": {"country": "SE"} for sort in ("lead", "new") for i in range(8)},
    )  # fmt: skip

    def nearly(view: View):
        """The right twin first, but for the last leader, whose twin is last."""
        ids = view.context.network.actors["id"]
        twin = [[-1.0 if (s, c) == (ids[7], "city:new7") else float(c == f"city:new{s[-1]}") for c in ids] for s in
                (ids[row] for row in view.rows)]  # fmt: skip
        return np.array(twin)

    (found,) = evaluate(made, "twin", own=lambda purpose, context: nearly)
    own = found.methods[0]
    assert (found.cases, found.protocol["candidates"], own["hits@5"], own["mrr"]) == (8, 8, 0.875, 0.8906)
    assert own["ci"]["hits@5"] == [0.4735, 0.9968]
    assert found.protocol["programme"] == "programme:p"
    assert found.few


# ---- bad input


@pytest.mark.parametrize("purpose", ["project", "join"])
@pytest.mark.parametrize("lines", [[], ["city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x"]])
def test_a_network_of_one_activity_or_none(purpose, lines):
    with pytest.raises(AnalysisError, match="There is nobody to ask"):
        evaluate(network(lines), purpose, own=plain)


def test_an_unknown_programme():
    with pytest.raises(AnalysisError, match="There is no programme programme:q"):
        evaluate(ring(4), "project", programme="programme:q", own=plain)


@pytest.mark.parametrize(("purpose", "cut"), [("learning", None), ("join", 2019)])
def test_what_cannot_be_evaluated_is_a_mistake_of_the_caller(purpose, cut):
    with pytest.raises(ValueError, match=purpose):
        evaluate(ring(4), purpose, cut=cut, own=plain)


def test_what_began_after_the_data_date_is_not_there():
    made = network(
        [line for c in "abcd" for line in (f"city:{c} PARTNER_IN project:{c}", f"city:{c}{c} PARTNER_IN project:{c}")]
        + ["city:a PARTNER_IN project:old", "city:b PARTNER_IN project:old"]
        + ["city:c PARTNER_IN project:new", "city:d PARTNER_IN project:new"],
        project__old={"start": "2018"}, project__new={"start": "2020"},
    )  # fmt: skip
    (whole,) = evaluate(made, "project", own=plain)
    (earlier,) = evaluate(made, "project", as_of="2019", own=plain)
    assert (whole.protocol["activities"], earlier.protocol["activities"]) == (2, 1)
    assert earlier.protocol["as_of"] == "2019"


def test_all_scores_equal_and_an_activity_of_two_thousand():
    crowd = network(
        [f"city:c{i} PARTNER_IN project:crowd" for i in range(2000)]
        + [f"city:{c} PARTNER_IN project:{p}" for c, p in ("xp", "yq", "xr", "yr")]
        + ["city:p PARTNER_IN project:p", "city:q PARTNER_IN project:q", "city:x PARTNER_IN project:crowd"],
    )  # fmt: skip
    (found,) = evaluate(crowd, "project", own=lambda purpose, context: OF_ACTORS["random"])
    assert found.cases == 2
