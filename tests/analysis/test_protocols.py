"""What is hidden, who is asked, and that nothing gives it away."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.protocols import Hiding, Task, dated
from samverkan.errors import AnalysisError
from samverkan.network.network import Network, Relation

ALL = tuple[str, str, str]


def sourced(lines: Iterable[str], **facts: dict[str, object]) -> Network:
    """Make a network of lines ``city:a PARTNER_IN project:x 2020 < one two``: what stands last are its sources."""
    parts = [line.partition(" < ") for line in lines]
    made = network([line for line, _arrow, _sources in parts], **facts)
    of = {tuple(line.split()[:3]): sources.split() for line, _arrow, sources in parts}
    return replace(
        made, relations=tuple(r._replace(sources=of[r.source, r.type, r.target] or ["own"]) for r in made.relations)
    )


def rows(relations: Iterable[Relation]) -> set[ALL]:
    return {(r.source, r.type, r.target) for r in relations}


def answers(task: Task) -> dict[str, set[str]]:
    """Right answers by subject."""
    return _named(task, task.truth.toarray() > 0)


def candidates(task: Task) -> dict[str, set[str]]:
    """Who or what may be named, by subject."""
    return _named(task, (task.known.toarray() == 0) & task.open)


def _named(task: Task, flags: np.ndarray) -> dict[str, set[str]]:
    of = task.context.network
    ids = (of.actors if task.actors else of.activities)["id"]
    return {
        of.actors["id"][subject]: {ids[place] for place in np.flatnonzero(row)}
        for subject, row in zip(task.subjects, flags, strict=True)
    }


# ---- dated

BEFORE = {"project__x": {"start": "2018-12-31", "end": "2030"}, "project__y": {"start": "2017"}}
WITHIN = {"project__new": {"start": "2019-01-01"}, "project__late": {"start": "2019-12"}}
DATED = network(
    [
        "city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x", "city:c PARTNER_IN project:y 2017",
        "city:d COORDINATES project:y", "city:e PARTNER_IN project:alone", "city:f PARTNER_IN project:undated",
        "city:g PARTNER_IN project:undated",
        # of 2019: a and b know each other, e and new are not known, h comes to y when it is too late
        *(f"city:{actor} PARTNER_IN project:new" for actor in ("a", "b", "c", "e", "new")),
        "city:c PARTNER_IN project:late", "city:d PARTNER_IN project:late", "city:h PARTNER_IN project:y 2019",
        # of later
        "city:a PARTNER_IN project:later", "city:d PARTNER_IN project:later",
        # collected later
        "city:a LOCATED_IN city:b", "city:a COLLABORATES_WITH city:d 2010", "city:a FOCUSES_ON theme:t",
        "project:x FOCUSES_ON theme:t", "project:new FOCUSES_ON theme:u", "project:y FOCUSES_ON theme:u 2020",
        "theme:t BROADER theme:u",
    ],
    **BEFORE, **WITHIN, project__alone={"start": "2015"}, project__later={"start": "2020"},
    city__a={"country": "SE", "county": "X län", "sources": ["one"]},
)  # fmt: skip


def test_who_met_whom_for_the_first_time():
    task = dated(DATED, 2019)
    assert answers(task) == {"city:a": {"city:c"}, "city:b": {"city:c"}, "city:c": {"city:a", "city:b"}}
    assert candidates(task) == {
        "city:a": {"city:c", "city:d"}, "city:b": {"city:c", "city:d"}, "city:c": {"city:a", "city:b"}
    }  # fmt: skip
    assert task.clusters == ["project:new"] * 3
    assert task.context.now == 2019.0


def test_only_what_was_known_is_seen():
    seen = dated(DATED, 2019).context.network
    assert seen.actors["id"] == ["city:a", "city:b", "city:c", "city:d"]
    assert seen.activities["id"] == ["project:x", "project:y"]
    assert rows(seen.relations) == {
        ("city:a", "PARTNER_IN", "project:x"), ("city:b", "PARTNER_IN", "project:x"),
        ("city:c", "PARTNER_IN", "project:y"), ("city:d", "COORDINATES", "project:y"),
        ("project:x", "FOCUSES_ON", "theme:t"), ("theme:t", "BROADER", "theme:u"),
    }  # fmt: skip
    known = {name for name, values in seen.actors.columns.items() if any(v is not None for v in values)}
    assert known == {"id", "kind", "country"}
    assert {name for name, values in seen.activities.columns.items() if any(v is not None for v in values)} == {
        "id", "kind", "start"
    }  # fmt: skip


def test_a_subject_is_a_case_of_where_it_meets_most():
    made = network(
        [f"city:{c} PARTNER_IN project:{c}" for c in "abcd"]
        + [f"city:z{c} PARTNER_IN project:{c}" for c in "abcd"]
        + [f"city:{c} PARTNER_IN project:large" for c in "abc"]
        + [f"city:{c} PARTNER_IN project:deal" for c in "ad"],
        **{f"project__{c}": {"start": "2010"} for c in "abcd"},
        project__large={"start": "2019"}, project__deal={"start": "2019"},
    )  # fmt: skip
    task = dated(made, 2019)
    subjects = [task.context.network.actors["id"][place] for place in task.subjects]
    assert dict(zip(subjects, task.clusters, strict=True)) == {
        "city:a": "project:large", "city:b": "project:large", "city:c": "project:large", "city:d": "project:deal"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (2017, "No activity of two or more began before 2017."),
        (2030, "No activity of two or more began in 2030; the newest one began in 2020."),
        (2018, "Nobody who was known before met anybody for the first time in 2018."),
    ],
)
def test_a_cut_that_nothing_can_be_asked_of(cut, said):
    with pytest.raises(AnalysisError) as error:
        dated(DATED, cut)
    assert str(error.value) == said


YEARS = st.none() | st.sampled_from(["2017", "2018-12-31", "2019", "2019-06-01", "2020"])


@st.composite
def dated_networks(draw: st.DrawFn) -> Network:
    """A network of activities and relations of which some are older than 2019, and some have no date."""
    starts = ["2017", "2018-12-31", "2019-06-01", *draw(st.lists(YEARS, max_size=3))]
    pairs = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, len(starts) - 1)), min_size=10))
    lines = [f"city:{a} PARTNER_IN project:{j} {draw(YEARS) or ''}" for a, j in sorted(pairs)]
    for type, ends in (("COLLABORATES_WITH", "city"), ("LOCATED_IN", "city"), ("FOCUSES_ON", "theme")):
        for a, b in draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3)):
            lines.append(f"city:{a} {type} {ends}:{b} {draw(YEARS) or ''}")
    return network(lines, **{f"project__{j}": {"start": start, "end": "2021"} for j, start in enumerate(starts)})


def test_beside_a_loop_over_all():
    found = 0

    @given(dated_networks())
    @settings(max_examples=100, deadline=None)
    def check(made: Network) -> None:
        nonlocal found
        try:
            task = dated(made, 2019)
        except AnalysisError:
            return
        found += 1
        start = dict(zip(made.activities["id"], made.activities["start"], strict=True))
        joined = {(r.source, r.target): r.start for r in made.relations if r.type == "PARTNER_IN"}
        teams = {j: {a for (a, other) in joined if other == j} for j in start}
        past = {
            j: {a for a in team if (joined[a, j] or "") < "2019"}
            for j, team in teams.items()
            if "" < (start[j] or "") < "2019"
        }
        past = {j: team for j, team in past.items() if len(team) > 1}
        now = [team for j, team in teams.items() if (start[j] or "").startswith("2019")]
        known = {a for team in past.values() for a in team}
        earlier = {pair for team in past.values() for pair in permutations(team, 2)}
        truth = {
            a: met
            for a in known
            if (met := {b for team in now if a in team for b in team & known if b != a and (a, b) not in earlier})
        }
        assert answers(task) == truth
        assert candidates(task) == {
            a: {b for b in known if b != a and (a, b) not in earlier} for a in truth
        }  # fmt: skip
        # nothing that a method sees began after the cut, or is of another kind
        seen = task.context.network
        assert set(seen.actors["id"]) == known
        assert set(seen.activities["id"]) == set(past)
        assert all(r.start is None or r.start < "2019" for r in seen.relations)
        assert {r.end for r in seen.relations} | {*seen.activities["end"]} == {None}
        assert {r.type for r in seen.relations} <= {"PARTNER_IN"}  # of these, only actors have themes

    check()
    assert found


# ---- hidden activities and memberships


def plain(part: Network) -> Context:
    return Context(part, None, "programme:p")


HIDDEN = sourced([
    "city:a PARTNER_IN project:x < one", "city:b PARTNER_IN project:x < one two", "city:c PARTNER_IN project:x < one",
    "city:a HOSTS project:x < three", "city:a PARTNER_IN project:y", "city:b PARTNER_IN project:y",
    "city:c PARTNER_IN network:z", "city:d PARTNER_IN network:z", "city:e PARTNER_IN project:x < four",
    "city:d FUNDS project:x",
    # rest on what gives project:x away, or not on that alone
    "company:o LOCATED_IN city:a < one", "company:q LOCATED_IN city:a < one own",
    "city:a COLLABORATES_WITH city:c < one three", "city:c COLLABORATES_WITH city:d < own",
    "city:a TOOK_PART_IN event:e < two", "city:b TOOK_PART_IN event:e < own",
    "city:a FOCUSES_ON theme:t < one",
])  # fmt: skip


def test_each_activity_is_hidden_and_its_actors_are_asked_for_each_other():
    tasks = Hiding(HIDDEN, plain).partners()
    (x,) = tasks  # of network:z, only one of its two is in another; those of project:y know each other by project:x
    assert len(tasks) == 2
    # e is in nothing else; a and b have project:y together
    assert answers(x) == {"city:a": {"city:c"}, "city:b": {"city:c"}, "city:c": {"city:a", "city:b"}}
    assert candidates(x) == {
        "city:a": {"city:c", "city:d"}, "city:b": {"city:c", "city:d"}, "city:c": {"city:a", "city:b"}
    }  # fmt: skip
    assert x.clusters == ["project:x"] * 3
    assert "project:x" not in x.context.network.activities.index


def test_with_an_activity_goes_what_rests_on_its_sources_alone():
    (x,) = Hiding(HIDDEN, plain).partners()
    assert rows(HIDDEN.relations) - rows(x.context.network.relations) == {
        ("city:a", "PARTNER_IN", "project:x"), ("city:b", "PARTNER_IN", "project:x"),
        ("city:c", "PARTNER_IN", "project:x"), ("city:e", "PARTNER_IN", "project:x"),
        ("city:a", "HOSTS", "project:x"), ("city:d", "FUNDS", "project:x"),
        ("company:o", "LOCATED_IN", "city:a"), ("city:a", "COLLABORATES_WITH", "city:c"),
        ("city:a", "TOOK_PART_IN", "event:e"),
    }  # fmt: skip


def test_an_activity_of_sixteen_is_not_hidden():
    team = [f"city:c{i} PARTNER_IN project:x" for i in range(16)]
    elsewhere = ["city:c1 PARTNER_IN project:y", "city:c2 PARTNER_IN project:z"]
    assert [task.clusters for task in Hiding(sourced(team + elsewhere), plain).partners()] == []
    assert [task.clusters for task in Hiding(sourced(team[1:] + elsewhere), plain).partners()] == [["project:x"] * 2]


def memberships(made: Network, *, cities: bool) -> set[tuple[str, str]]:
    found = set()
    for task in Hiding(made, plain).memberships(cities=cities):
        ((subject, (activity,)),) = answers(task).items()
        assert task.clusters == [activity]
        assert activity in candidates(task)[subject]
        found.add((subject, activity))
    return found


def test_each_membership_of_a_city_is_hidden():
    # of project:y, network:z two cities; an event cannot be joined; d and e are in one thing each
    assert memberships(HIDDEN, cities=True) == {
        ("city:a", "project:x"), ("city:a", "project:y"), ("city:b", "project:x"), ("city:b", "project:y"),
        ("city:c", "project:x"), ("city:c", "network:z"),
    }  # fmt: skip


def test_all_relations_of_a_pair_are_hidden_together():
    (task,) = (
        task
        for task in Hiding(HIDDEN, plain).memberships(cities=True)
        if answers(task) == {"city:a": {"project:x"}}
    )  # fmt: skip
    assert candidates(task) == {"city:a": {"network:z", "project:x"}}
    assert rows(HIDDEN.relations) - rows(task.context.network.relations) == {
        ("city:a", "PARTNER_IN", "project:x"), ("city:a", "HOSTS", "project:x"),
        ("company:o", "LOCATED_IN", "city:a"), ("city:a", "COLLABORATES_WITH", "city:c"),
    }  # fmt: skip


def test_a_list_that_everybody_is_on_is_asked_of_organisations_only():
    lines = [f"city:c{i} MEMBER_OF programme:p" for i in range(26)] + ["city:c0 MEMBER_OF network:n"]
    lines += ["company:o MEMBER_OF programme:p", "company:o MEMBER_OF network:n", "city:c1 MEMBER_OF network:n"]
    made = sourced(lines)
    assert memberships(made, cities=True) == {("city:c0", "network:n"), ("city:c1", "network:n")}
    assert memberships(made, cities=False) == {("company:o", "network:n"), ("company:o", "programme:p")}
    fewer = sourced(lines[1:])
    assert ("city:c1", "programme:p") in memberships(fewer, cities=True)
    assert memberships(sourced([*lines[:27], "company:o MEMBER_OF network:n"]), cities=True) == set()  # one city


SOURCES = st.sets(st.sampled_from(["one", "two", "three"]), min_size=1)


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), SOURCES, min_size=4),
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), SOURCES, max_size=4),
)
@settings(max_examples=50, deadline=None)
def test_nothing_hidden_is_seen(inside, beside):
    lines = [f"city:{a} PARTNER_IN project:{j} < {' '.join(s)}" for (a, j), s in inside.items()]
    lines += [f"city:{a} COLLABORATES_WITH city:{b} < {' '.join(s)}" for (a, b), s in beside.items() if a < b]
    made = sourced(lines)
    tasks = [
        *Hiding(made, plain).partners(),
        *Hiding(made, plain).memberships(cities=True),
        *Hiding(made, plain).memberships(cities=False),
    ]
    assume(tasks)
    for task in tasks:
        hidden = set(task.clusters)
        pairs = {(s, j) for s in answers(task) for j in hidden}
        seen = task.context.network.relations
        assert not [r for r in seen if (r.source, r.target) in pairs]
        sources = {source for r in made.relations if (r.source, r.target) in pairs for source in r.sources}
        assert not [r for r in seen if r.type == "COLLABORATES_WITH" and sources.issuperset(r.sources)]
        for subject, right in answers(task).items():
            assert right
            assert right <= candidates(task)[subject]
            assert subject not in candidates(task)[subject]
            if task.actors:
                assert not any((subject, "COLLABORATES_WITH", other) in rows(seen) for other in right)


# ---- twins

TWINS = sourced(
    [
        *(f"city:{leader} MEMBER_OF programme:p 2019 < one" for leader in ("lead", "first")),
        *(f"city:{city} MEMBER_OF programme:p 2024" for city in ("new", "newer", "also")),
        "city:lead TWINNED_WITH city:new 2024 < one", "city:lead TWINNED_WITH city:newer",
        "city:first TWINNED_WITH city:lead", "city:lead TWINNED_WITH city:leuven",
        "city:new PARTNER_IN project:part", "project:part PART_OF programme:p", "city:lead PARTNER_IN project:part",
        "city:new PARTNER_IN project:other", "city:lead PARTNER_IN project:other",
        "city:new SIGNED agreement:contract", "city:lead SIGNED agreement:contract",
        "city:new TOOK_PART_IN event:day", "city:newer TOOK_PART_IN event:day",
        "city:new TOOK_PART_IN event:fair < fair", "company:o LOCATED_IN city:new < one",
    ],
    **{f"city__{c}": {"country": "SE"} for c in ("lead", "first", "new", "newer", "also", "outside")},
    city__leuven={"country": "BE"},
)  # fmt: skip


def test_leaders_are_asked_for_their_twins():
    (task,) = hidden = Hiding(TWINS, plain).twins()
    assert len(hidden) == 1
    assert answers(task) == {"city:lead": {"city:new", "city:newer"}}
    assert candidates(task) == {"city:lead": {"city:new", "city:newer", "city:also", "city:outside"}}


def test_what_came_with_the_programme_is_hidden_of_the_candidates():
    (task,) = Hiding(TWINS, plain).twins()
    assert rows(TWINS.relations) - rows(task.context.network.relations) == {
        *(("city:lead", "TWINNED_WITH", f"city:{c}") for c in ("new", "newer", "leuven")),
        ("city:first", "TWINNED_WITH", "city:lead"),
        *((f"city:{c}", "MEMBER_OF", "programme:p") for c in ("new", "newer", "also")),
        ("city:new", "PARTNER_IN", "project:part"), ("city:new", "SIGNED", "agreement:contract"),
        ("city:new", "TOOK_PART_IN", "event:day"), ("city:newer", "TOOK_PART_IN", "event:day"),
        ("company:o", "LOCATED_IN", "city:new"),
    }  # fmt: skip


@pytest.mark.parametrize("lines", [["city:a MEMBER_OF programme:p 2019"], ["city:a TWINNED_WITH city:b"], []])
def test_a_programme_without_pairs(lines):
    with pytest.raises(AnalysisError) as error:
        Hiding(network(lines), plain).twins()
    assert str(error.value) == "The programme has paired no city with one that entered last."
