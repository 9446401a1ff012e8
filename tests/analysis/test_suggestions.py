"""Ranked partners with reasons, worked out by hand."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis import candidates
from samverkan.analysis.context import Context
from samverkan.analysis.measures import Measure, Said, fact
from samverkan.analysis.purposes import PURPOSES, Purpose, Term
from samverkan.analysis.suggestions import Reason, Suggestion, Suggestions, Wishes, scored, suggest
from samverkan.errors import AnalysisError
from samverkan.network.network import Network


def given_scores(name: str, **scores: float) -> Purpose:
    """A purpose with one measure, ``given``, that has these values by ``kind__slug``; of others it has none."""
    values = {id.replace("__", ":"): value for id, value in scores.items()}

    def measured(view):
        network = view.context.network
        ids = (network.activities if name == "join" else network.actors)["id"]
        return np.tile([values.get(id, np.nan) for id in ids], (len(view.rows), 1)).astype(float)

    measure = Measure(
        "given", "near", measured, lambda context, one, _other: Said("So.", (fact(context, one, "kind"),))
    )
    return Purpose(name, (Term(measure, (1.0,)),), getattr(candidates, name), activities=name == "join")


def ids(answer: Suggestions) -> list[str]:
    return [s.id for s in answer.suggestions]


def asked(of: Network, purpose: Purpose, subject: str = "city:a", **wishes: object) -> list[str]:
    """Ids that are suggested, in order."""
    return ids(suggest(Context.of(of), subject, purpose, Wishes(**wishes)))


def left_out(answer: Suggestions) -> dict[str, object]:
    """How many are left out, by the reason, without the reasons for which nobody is."""
    return {name: number for name, number in answer.left_out.items() if number}


# ---- order

CITIES = network([], **{f"city__{c}": {} for c in "abcdef"})


def test_a_ranking_is_by_score_and_then_by_id_and_nobody_is_in_it_for_whom_nothing_speaks():
    scores = given_scores("project", city__b=0.3, city__c=0.1 + 0.2, city__d=0.5, city__e=0.0)
    answer = suggest(Context.of(CITIES), "city:a", scores)
    assert [(s.rank, s.id, s.score) for s in answer.suggestions] == [
        (1, "city:d", 0.5), (2, "city:b", 0.3), (3, "city:c", 0.3),
    ]  # fmt: skip
    assert left_out(answer) == {"itself": 1, "nothing_speaks_for": 2}


def test_what_is_no_more_than_an_error_of_rounding_speaks_for_nobody():
    assert asked(CITIES, given_scores("project", city__b=1e-17, city__c=1.0)) == ["city:c"]


def test_all_scores_equal():
    assert asked(CITIES, given_scores("learning", **{f"city__{c}": 1.0 for c in "fedcb"})) == [
        f"city:{c}" for c in "bcdef"
    ]


def test_a_suggestion_in_full():
    made = network(
        ["city:a COLLABORATES_WITH city:b 2020", "city:b COLLABORATES_WITH company:k 2022"],
        company__k={"sources": ["r"]},
    )
    answer = suggest(Context.of(made), "city:a", given_scores("project", company__k=0.5))
    evidence = fact(Context.of(made), 0, "kind")
    assert answer == Suggestions(
        {"id": "city:a", "name": "A", "kind": "City"},
        "project",
        {
            "as_of": "2022", "programme": None, "kinds": [], "theme": None, "county": None, "country": None,
            "known": "exclude", "limit": 10, "hubs": False, "weights": {"given": 1.0},
            "learned_from": None,
        },
        (
            Suggestion(
                1, "company:k", "K", "Company", 0.5, "near", False, "thin",
                (Reason("given", 0.5, 0.5, "So.", (evidence,)),), ("city:a", "city:b", "company:k"),
            ),
        ),
        {"itself": 1, "funder": 0, "working_tie": 1, "same_project": 0, "kind": 0, "theme": 0, "county": 0,
         "country": 0, "nothing_speaks_for": 0, "hubs": [], "emptied_by": []},
        1,
    )  # fmt: skip
    assert answer.as_record()["suggestions"] == [
        {
            "rank": 1, "id": "company:k", "name": "K", "kind": "Company", "list": None, "score": 0.5, "band": "near",
            "known_tie": False, "data": "thin",
            "reasons": [{"measure": "given", "value": 0.5, "contribution": 0.5, "text": "So.", "evidence": [
                {"from": "city:a", "type": "kind", "to": "city:a", "start": None, "sources": []}]}],
            "introduction": ["city:a", "city:b", "company:k"], "missing": [], "twins": [],
            "links": [],
        }
    ]  # fmt: skip


# ---- wishes

WIDE = network(
    [
        "city:a COLLABORATES_WITH city:b", "city:a PARTNER_IN project:large", "city:c PARTNER_IN project:large",
        "company:k LOCATED_IN city:c", "company:l FOCUSES_ON theme:heat", "city:c FOCUSES_ON theme:energy",
        "theme:heat BROADER theme:energy", "city:d FOCUSES_ON theme:water",
    ],
    project__large={"size": 26}, city__b={"county": "X län", "country": "SE"},
    city__c={"county": "Y län", "country": "SE"}, city__d={"country": "FI"}, company__l={"county": "Y län"},
    city__a={"country": "SE"},
)  # fmt: skip
ALL = {"city__b": 5.0, "city__c": 4.0, "city__d": 3.0, "company__k": 2.0, "company__l": 1.0}


@pytest.mark.parametrize(
    ("wishes", "found", "gone"),
    [
        ({}, ["city:d", "company:k", "company:l"], {"itself": 1, "working_tie": 1, "same_project": 1}),
        ({"known": "include"}, ["city:b", "city:c", "city:d", "company:k", "company:l"], {"itself": 1}),
        ({"known": "only"}, ["city:b"], {"itself": 1, "unknown": 4}),
        ({"known": "include", "limit": 2, "hubs": True}, ["city:b", "city:c"], {"itself": 1}),
        ({"known": "include", "kinds": ["Company"]}, ["company:k", "company:l"], {"itself": 1, "kind": 3}),
        ({"known": "include", "kinds": ["Company", "City"], "county": "Y län"},
         ["city:c", "company:k", "company:l"], {"itself": 1, "county": 2}),
        ({"known": "include", "country": "FI"}, ["city:d"], {"itself": 1, "country": 4}),
        ({"known": "include", "theme": "theme:energy"}, ["city:c", "company:l"], {"itself": 1, "theme": 3}),
        ({"known": "include", "theme": "theme:heat"}, ["city:c", "company:l"], {"itself": 1, "theme": 3}),
        ({"known": "include", "county": "Z län"}, [], {"itself": 1, "county": 5, "emptied_by": ["county"]}),
    ],
)  # fmt: skip
def test_partners_are_narrowed(wishes, found, gone):
    answer = suggest(Context.of(WIDE), "city:a", given_scores("project", **ALL), Wishes(hubs=True) if not wishes else
                     Wishes(**{"hubs": True, **wishes}))  # fmt: skip
    assert (ids(answer), left_out(answer)) == (found, gone)
    assert [s.id for s in answer.suggestions if s.known_tie] == [id for id in found if id == "city:b"]


@pytest.mark.parametrize(
    ("wishes", "emptied"),
    [
        ({"county": "X län"}, ["county"]),
        ({"county": "Y län", "country": "SE"}, ["country"]),
        ({"county": "Y län", "country": "FI"}, ["county", "country"]),  # each has one of the two
        ({"theme": "theme:energy", "kinds": ["Agency"]}, ["kind"]),
        ({"theme": "theme:energy", "kinds": ["Company"]}, []),
    ],
)
def test_which_wish_leaves_nobody(wishes, emptied):
    answer = suggest(Context.of(WIDE), "city:a", given_scores("project", city__d=0.5, company__l=0.3), Wishes(**wishes))
    assert (answer.candidates, answer.left_out["emptied_by"]) == (2, emptied)
    assert bool(answer.suggestions) == (not emptied)


def test_one_learns_from_ones_own_kind_unless_another_is_said():
    learning = given_scores("learning", **ALL)
    assert asked(WIDE, learning) == ["city:d"]
    assert asked(WIDE, learning, kinds=["Company"]) == ["company:k", "company:l"]
    assert asked(WIDE, learning, "company:k") == ["company:l"]


JOINED = network(
    [
        *(f"company:{k} MEMBER_OF network:n" for k in "klm"), *(f"company:{k} PARTNER_IN project:x" for k in "kl"),
        *(f"company:{k} PARTNER_IN project:over" for k in "kl"), "city:a PARTNER_IN project:over",
        *(f"company:{k} PARTNER_IN project:mine" for k in "km"), "city:a PARTNER_IN project:mine",
        "project:x FOCUSES_ON theme:heat", "theme:heat BROADER theme:energy",
    ],
    project__over={"end": "2001"}, company__m={"county": "X län", "country": "FI"}, network__n={"start": "2024"},
    city__a={},
)  # fmt: skip
TO_JOIN = {"network__n": 4.0, "project__x": 3.0, "project__over": 2.0, "project__mine": 1.0}


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({}, ["network:n", "project:x"]),
        ({"known": "include"}, ["network:n", "project:x", "project:mine"]),  # and never what is over
        ({"known": "only"}, ["project:mine"]),
        ({"kinds": ["Project"]}, ["project:x"]),
        ({"theme": "theme:energy"}, ["project:x"]),
        ({"county": "X län"}, ["network:n"]),
        ({"country": "FI"}, ["network:n"]),
        ({"limit": 1}, ["network:n"]),
    ],
)
def test_what_to_join_is_narrowed_by_who_is_in_it(wishes, found):
    assert ids(
        suggest(Context.of(JOINED, as_of="2024"), "city:a", given_scores("join", **TO_JOIN), Wishes(**wishes))
    ) == (found)


def test_a_funder_is_never_suggested_known_or_not():
    made = network([
        "city:a MEMBER_OF programme:p", "agency:f FUNDS programme:p", "agency:f COLLABORATES_WITH city:a",
        "agency:g COLLABORATES_WITH city:a",
    ])  # fmt: skip
    scores = given_scores("project", agency__f=1.0, agency__g=1.0)
    assert [asked(made, scores, known=known, limit=9) for known in ("exclude", "include", "only")] == [
        [], ["agency:g"], ["agency:g"],
    ]  # fmt: skip


def test_a_weight_is_what_a_measure_counts():
    answer = suggest(Context.of(CITIES), "city:a", given_scores("project", city__b=0.5), Wishes(weights={"given": 4.0}))
    assert [(s.id, s.score) for s in answer.suggestions] == [("city:b", 2.0)]
    assert answer.parameters["weights"] == {"given": 4.0}
    assert asked(CITIES, given_scores("project", city__b=0.5), weights={"given": 0.0}) == []


@pytest.mark.parametrize(
    ("subject", "purpose", "wishes", "said"),
    [
        ("project:large", "project", {}, "project:large is no city or organisation of this network."),
        ("person:p", "project", {}, "person:p is no city or organisation of this network."),
        ("company:k", "twin", {}, "Only a city can have a twin city; K is none."),
        ("city:a", "project", {"theme": "theme:none"}, "theme:none is no theme of this network."),
        ("city:a", "project", {"weights": {"given": -1.0}}, "The weight of given is -1.0; 0 or more was expected."),
        ("city:a", "project", {"weights": {"luck": 1.0}}, "luck is no measure of project. There are: given."),
    ],
)
def test_what_makes_no_sense_is_refused(subject, purpose, wishes, said):
    with pytest.raises(AnalysisError) as refused:
        asked(WIDE, given_scores(purpose, **ALL), subject, **wishes)
    assert str(refused.value) == said


# ---- twins


def test_twins_come_in_two_lists_and_those_who_have_one_last():
    members = [f"city:{c} MEMBER_OF programme:p" for c in "abcd"]
    made = network(
        [*members, "city:b TWINNED_WITH city:g", "city:e TWINNED_WITH city:h", "city:i TWINNED_WITH city:a",
         "city:c COLLABORATES_WITH city:a"], city__f={}, company__k={},
    )  # fmt: skip
    scores = {f"city__{c}": float(10 - n) for n, c in enumerate("abcdefghi")} | {"company__k": 9.0}
    answer = suggest(Context.of(made), "city:a", given_scores("twin", **scores))
    assert [(s.rank, s.list, s.id, s.twins, s.known_tie) for s in answer.suggestions] == [
        (1, "member", "city:c", (), True),
        (2, "member", "city:d", (), False),
        (3, "member", "city:b", ("city:g",), False),
        (4, "invite", "city:f", (), False),
        (5, "invite", "city:e", ("city:h",), False),
        (6, "invite", "city:g", ("city:b",), False),
        (7, "invite", "city:h", ("city:e",), False),
    ]
    assert left_out(answer) == {"itself": 1, "twin": 1, "no_city": 1}
    assert asked(made, given_scores("twin", **scores), limit=1) == ["city:c", "city:f"]
    assert asked(made, given_scores("twin", **scores), limit=1, known="exclude") == ["city:d", "city:f"]
    exclude = suggest(Context.of(made), "city:a", given_scores("twin", **scores), Wishes(known="exclude"))
    assert left_out(exclude) == {"itself": 1, "no_city": 1, "working_tie": 2}


def test_five_twins_are_suggested_in_each_list():
    members = [f"city:m{n} MEMBER_OF programme:p" for n in range(7)]
    made = network(members, city__a={}, **{f"city__o{n}": {} for n in range(7)})
    scores = {f"city__{c}{n}": 1.0 for c in "mo" for n in range(7)}
    assert asked(made, given_scores("twin", **scores)) == [f"city:{c}{n}" for c in "mo" for n in range(5)]


# ---- the closed club

# twenty companies, of whom k00 and k01 have three partners and the others one or two; one agency
CLUB = network(
    [
        *(f"company:k{n:02} COLLABORATES_WITH company:k{n + 1:02}" for n in range(0, 20, 2)),
        *(f"company:k{n:02} COLLABORATES_WITH company:k{n + more:02}" for n in (0, 1) for more in (5, 7)),
        "agency:z COLLABORATES_WITH company:k19",
    ],
    city__a={},
)  # fmt: skip


def test_at_most_half_of_the_places_go_to_the_most_connected_tenth_of_each_kind():
    scores = given_scores("project", company__k00=9, company__k01=8, agency__z=7, company__k02=6, company__k03=5,
                          company__k04=4)  # fmt: skip
    answers = {limit: suggest(Context.of(CLUB), "city:a", scores, Wishes(limit=limit)) for limit in (1, 2, 3, 4, 5, 6)}
    found = {limit: ([id.split(":")[1] for id in ids(a)], a.left_out["hubs"]) for limit, a in answers.items()}
    assert found == {
        1: (["k02"], ["company:k00"]),
        2: (["k00", "k02"], ["company:k01"]),
        3: (["k00", "k02", "k03"], ["company:k01", "agency:z"]),
        4: (["k00", "k01", "k02", "k03"], ["agency:z"]),
        5: (["k00", "k01", "k02", "k03", "k04"], ["agency:z"]),
        6: (["k00", "k01", "z", "k02", "k03", "k04"], []),
    }
    with_hubs = suggest(Context.of(CLUB), "city:a", scores, Wishes(limit=3, hubs=True))
    assert (ids(with_hubs), with_hubs.left_out["hubs"]) == (["company:k00", "company:k01", "agency:z"], [])


def test_those_who_have_as_many_partners_as_others_are_not_the_most_connected():
    pairs = network([f"company:k{n} COLLABORATES_WITH company:l{n}" for n in range(6)], city__a={})
    scores = given_scores("project", **{f"company__k{n}": 1.0 for n in range(6)})
    assert asked(pairs, scores, limit=2) == ["company:k0", "company:k1"]


def test_the_partners_of_a_subject_are_no_closed_club():
    scores = given_scores("project", company__k01=9, company__k05=8, company__k07=7)
    assert asked(CLUB, scores, "company:k00", limit=1, known="only") == ["company:k01"]


def test_a_list_of_a_hundred_is_no_closed_club_and_one_of_more_is():
    few, many = (
        network(
            [f"company:k{n:03} COLLABORATES_WITH company:hub" for n in range(number)]
            + ["company:hub COLLABORATES_WITH company:other"],
            company__a={},
        )
        for number in (98, 99)
    )
    scores = {f"company__k{n:03}": 1.0 for n in range(99)} | {"company__hub": 9.0, "company__other": 5.0}
    assert asked(few, given_scores("learning", **scores), "company:a", limit=1) == ["company:hub"]
    assert asked(many, given_scores("learning", **scores), "company:a", limit=1) == ["company:other"]


# ---- what is said beside the reasons

BESIDE = network(
    [
        "city:a TWINNED_WITH city:b 2020", "city:b TWINNED_WITH city:c 2021", "city:c TWINNED_WITH city:d 2022",
        "city:a TOOK_PART_IN event:e 2019", "city:e TOOK_PART_IN event:e 2019", "city:f SISTER_CITY_OF city:g",
        *(f"city:h PARTNER_IN project:{p}" for p in "xyz"), "project:x FOCUSES_ON theme:t",
        "company:k LOCATED_IN city:i",
    ],
)  # fmt: skip


def test_near_stretch_introductions_and_what_is_known():
    scores = given_scores("learning", **{f"city__{c}": 1.0 for c in "bcdefghi"})
    answer = suggest(Context.of(BESIDE), "city:a", scores, Wishes(known="include"))
    beside = [
        (s.id[-1], s.band, s.known_tie, s.data, "".join(id[-1] for id in s.introduction), s.acquaintance and
         s.acquaintance.text) for s in answer.suggestions
    ]  # fmt: skip
    assert beside == [
        ("b", "near", True, "thin", "ab", "A and B are twin cities (since 2020)."),
        ("c", "near", False, "thin", "abc", None),
        ("d", "stretch", False, "thin", "abcd", None),
        ("e", "stretch", False, "thin", "", "A and E both took part in E (2019)."),
        ("f", "stretch", False, "thin", "", None),
        ("g", "stretch", False, "thin", "", None),
        ("h", "stretch", False, "full", "", None),
        ("i", "stretch", False, "none", "", None),
    ]


def test_an_activity_is_as_near_as_the_nearest_in_it():
    made = network([
        "city:a COLLABORATES_WITH city:b", "city:b COLLABORATES_WITH city:c", "city:c COLLABORATES_WITH city:d",
        *(f"city:{c} MEMBER_OF network:near" for c in "bcd"), *(f"city:{c} MEMBER_OF network:two" for c in "cd"),
        *(f"city:{c} MEMBER_OF network:far" for c in "de"), *(f"city:{c} MEMBER_OF network:away" for c in "fg"),
    ], **{f"network__{n}": {"size": 99} for n in ("near", "two", "far", "away")})  # fmt: skip
    scores = given_scores("join", network__near=4, network__two=3, network__far=2, network__away=1)
    answer = suggest(Context.of(made), "city:a", scores)
    assert [(s.id, s.band, "".join(id[-1] for id in s.introduction)) for s in answer.suggestions] == [
        ("network:near", "near", "ab"), ("network:two", "near", "abc"), ("network:far", "stretch", "abcd"),
        ("network:away", "stretch", ""),
    ]  # fmt: skip


def test_measures_without_a_value_are_named():
    two = Measure("two", "alike", lambda view: np.full((len(view.rows), 6), np.nan), lambda *_places: Said("Nor.", ()))
    purpose = given_scores("project", city__b=1.0)
    both = Purpose("project", (*purpose.terms, Term(two, (1.0,))), purpose.left_out)
    assert [(s.id, s.missing) for s in suggest(Context.of(CITIES), "city:a", both).suggestions] == [
        ("city:b", ("two",))
    ]


# ---- the purposes there are, on what is odd


def answers(of: Network, subject: str, **wishes: object) -> dict[str, Suggestions]:
    """What is answered for each purpose that a subject can have."""
    wanted = {name: p for name, p in PURPOSES.items() if name != "twin" or subject.startswith("city")}
    return {name: suggest(Context.of(of), subject, purpose, Wishes(**wishes)) for name, purpose in wanted.items()}


SOME = [f"city:{c} PARTNER_IN project:x 2020" for c in "bcd"] + [
    "city:d PARTNER_IN project:y",
    "city:e PARTNER_IN project:y",
]
PLACES = {f"city__{c}": {"latitude": 60.0 + n, "longitude": 17.0, "population": 10_000 * (n + 1), "country": "SE"}
          for n, c in enumerate("abcde")}  # fmt: skip


def test_scores_alone_are_those_of_the_suggestions():
    of = network(["city:a PARTNER_IN project:x 2020", "city:b PARTNER_IN project:x 2020", "city:b PARTNER_IN project:y",
                  "city:c PARTNER_IN project:y 2021", "company:k PARTNER_IN project:y"])  # fmt: skip
    context = Context.of(of)
    for name, answer in answers(of, "city:a").items():
        found = scored(context, "city:a", PURPOSES[name])
        assert list(found) == ids(answer)
        assert list(found.values()) == pytest.approx([s.score for s in answer.suggestions])
    assert ids(answers(of, "city:a")["project"]) == ["city:c", "company:k"]


def test_a_city_without_any_tie_is_shown_cities_by_what_they_are_alone():
    found = answers(network(SOME, **PLACES), "city:a")
    assert ids(found["twin"])[0] == "city:b"
    assert all(s.introduction == () and s.band == "stretch" for a in found.values() for s in a.suggestions)
    assert not {r.measure for s in found["project"].suggestions for r in s.reasons} & {
        "adamic_adar", "team_resource_allocation", "team_paths_of_three",
    }  # fmt: skip


def test_one_without_relations_is_ranked_on_what_it_is_alone_and_says_so():
    (last,) = [s for s in answers(network(SOME, **PLACES), "city:b")["twin"].suggestions if s.id == "city:a"]
    assert (last.data, {r.measure for r in last.reasons}) == ("none", {"nearness", "size"})


def test_a_network_with_one_activity():
    made = network([f"city:{c} PARTNER_IN project:x 2020" for c in "ab"])
    assert {name: ids(answer) for name, answer in answers(made, "city:a").items()} == {
        "twin": [], "learning": [], "project": [], "join": [],
    }  # fmt: skip


@pytest.mark.parametrize("of", [network([], city__a={}), network(["agency:f FUNDS project:x"], city__a={})])
def test_a_network_without_ties(of):
    assert {name: ids(answer) for name, answer in answers(of, "city:a").items() if name != "learning"} == {
        "twin": [], "project": [], "join": [],
    }  # fmt: skip


def test_more_activities_than_actors():
    made = network([f"company:{k} MEMBER_OF network:n{n}" for k in "kl" for n in range(200)] +
                   ["city:a PARTNER_IN project:x", "company:k PARTNER_IN project:x"], city__a={})  # fmt: skip
    assert len(answers(made, "city:a", limit=1000)["join"].suggestions) == 200


def test_an_activity_of_two_thousand_partners_is_no_hindrance():
    made = network([f"company:k{n:04} PARTNER_IN project:x 2020" for n in range(2000)]
                   + ["city:a PARTNER_IN project:x 2020", "city:a PARTNER_IN project:y 2021",
                      "company:k0007 PARTNER_IN project:y 2021", "company:k0007 PARTNER_IN project:z 2021",
                      "company:new PARTNER_IN project:z 2021"])  # fmt: skip
    began = time.perf_counter()
    found = answers(made, "city:a")
    assert time.perf_counter() - began < 5
    assert ids(found["project"]) == ["company:new"]  # whom the city is in no project with


ROWS = st.sets(
    st.tuples(
        st.sampled_from(["city:a", "city:b", "city:c", "company:k", "company:l"]),
        st.sampled_from(["PARTNER_IN project:x", "PARTNER_IN project:y", "MEMBER_OF network:n", "SIGNED agreement:g",
                         "TOOK_PART_IN event:e", "MEMBER_OF programme:p", "TWINNED_WITH city:c", "LOCATED_IN city:b",
                         "FOCUSES_ON theme:t", "FOCUSES_ON theme:u", "SISTER_CITY_OF city:c", "COORDINATES project:x",
                         "COLLABORATES_WITH company:l", "FUNDS programme:p"]),
        st.sampled_from(["-", "2012", "2019 2020", "2022-05"]),
    ),
    max_size=25,
)  # fmt: skip


@st.composite
def networks(draw) -> Network:
    """Networks of up to five actors, whatever relates them."""
    facts = {f"city__{c}": draw(st.sampled_from([{}, {"county": "X län", "population": 5}])) for c in "abc"}
    rows = [" ".join(row) for row in sorted(draw(ROWS)) if row[0] not in row[1]]
    return network([*rows, "project:y FOCUSES_ON theme:t", "project:y PART_OF programme:p"], **facts)


@settings(max_examples=20, deadline=None)
@given(networks(), st.sampled_from(["exclude", "include", "only"]))
def test_whatever_the_network_every_place_is_explained_from_its_rows(of, known):
    context = Context.of(of)
    rows = {(r.source, r.type, r.target, r.start) for r in of.relations}
    for subject in of.actors["id"]:
        for answer in answers(of, subject, known=known).values():
            assert [s.rank for s in answer.suggestions] == list(range(1, len(answer.suggestions) + 1))
            assert subject not in ids(answer)
            for s in answer.suggestions:
                assert s.score == pytest.approx(sum(r.contribution for r in s.reasons), rel=1e-12)
                assert [r.contribution for r in s.reasons] == sorted((r.contribution for r in s.reasons), reverse=True)
                for reason in s.reasons:
                    assert reason.text.endswith(".")
                    assert reason.evidence
                    for r in reason.evidence:
                        told = (r.source, r.type, r.target, r.start)
                        assert told in rows or of.actors[r.type][of.actors.index[r.source]] is not None
                if s.introduction:
                    places = [of.actors.index[id] for id in s.introduction]
                    assert s.introduction[0] == subject
                    assert s.id == s.introduction[-1] or s.kind not in ("City", "Company")
                    assert all(context.working[a, b] for a, b in pairwise(places))


@settings(max_examples=15, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(of, random):
    rows = list(of.relations)
    random.shuffle(rows)
    shuffled = Network(of.actors, of.activities, of.focus_areas, tuple(rows))
    for subject in of.actors["id"]:
        one, other = answers(of, subject), answers(shuffled, subject)
        assert {name: ids(answer) for name, answer in one.items()} == {name: ids(a) for name, a in other.items()}
        assert [[r.text for s in a.suggestions for r in s.reasons] for a in one.values()] == [
            [r.text for s in a.suggestions for r in s.reasons] for a in other.values()
        ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(2000, 2024), st.integers(1, 3)), min_size=1, max_size=6))
def test_a_star_has_no_paths_of_three(spokes):
    # The hub and each of the others in teams of two: rounding must not make a path of what goes forth and back.
    rows = [f"{id} PARTNER_IN project:p{n}x{m} {year}" for n, (year, times) in enumerate(spokes) for m in range(times)
            for id in ("company:hub", f"city:c{n}")]  # fmt: skip
    answer = suggest(Context.of(network(rows)), "city:c0", PURPOSES["project"], Wishes(hubs=True))
    assert {*ids(answer)} == {f"city:c{n}" for n in range(1, len(spokes))}
    assert "team_paths_of_three" not in {r.measure for s in answer.suggestions for r in s.reasons}


def test_the_network_is_not_changed():
    made = network(SOME, **PLACES)
    before = ({name: [*values] for name, values in made.actors.columns.items()}, made.relations)
    answers(made, "city:b")
    assert (made.actors.columns, made.relations) == before
