"""How far two are in the same situation, worked out by hand."""

from dataclasses import replace
from math import log, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network, nodes
from samverkan.analysis import alike, wording
from samverkan.analysis.context import Context, View
from samverkan.language import language, use_language
from samverkan.network.network import Network
from samverkan.network.projection import CITY_PROPERTIES, ORGANISATION_PROPERTIES

SYMMETRIC = ("skr_group", "size", "emissions", "emissions_trend", "county", "nearness")
"""Measures that say the same whoever asks."""


def made(relations: list[str], **facts: dict[str, object]) -> Network:
    """Make a network whose actors have the properties of cities as well."""
    found = network(relations, **facts)
    rows = [{"id": id, **facts.get(id.replace(":", "__"), {})} for id in found.actors["id"]]
    return replace(found, actors=nodes(tuple(dict.fromkeys(CITY_PROPERTIES + ORGANISATION_PROPERTIES)), rows))


def values(measure: str, of: Network, subject: str) -> dict[str, float]:
    """What a measure says of everybody but the subject."""
    context = Context.of(of)
    ids = of.actors["id"]
    (row,) = getattr(alike, measure)(View(context, [of.actors.index[subject]])).tolist()
    return {id: value for id, value in zip(ids, row, strict=True) if id != subject}


def said(measure: str, of: Network, subject: str, other: str) -> tuple[str, list[tuple[str | None, ...]]]:
    """The reason that a measure gives, and its rows."""
    place = of.actors.index
    reason = getattr(alike, f"say_{measure}")(Context.of(of), place[subject], place[other])
    return reason.text, [(r.source, r.type, r.target, r.start) for r in reason.evidence]


# ---- facts

CITIES = made(
    [
        "company:in LOCATED_IN city:b",
        "company:inside LOCATED_IN city:b",
        "company:here LOCATED_IN city:a",
        "agency:two LOCATED_IN city:a",
        "agency:two LOCATED_IN city:b",
    ],
    city__a={"skr_group": "B3", "population": 100_000, "co2_per_capita": 3.0, "co2_change": -2.0,
             "county": "X län", "latitude": 60.0, "longitude": 17.0},
    city__b={"skr_group": "B4", "population": 50_000, "co2_per_capita": 3.0, "co2_change": 0.04,
             "county": "X län", "latitude": 61.0, "longitude": 17.0},
    city__c={"skr_group": "C7", "population": 0, "co2_per_capita": 0.0, "co2_change": -6.0,
             "county": "Y län", "latitude": -60.0, "longitude": -163.0},
    city__d={"skr_group": "B3", "population": 271_828, "sources": ["scb"]},
    city__e={"population": 0, "co2_per_capita": 0.0},
)  # fmt: skip
EMPTY = {"agency:two": nan, "company:here": nan, "company:in": nan, "company:inside": nan}
ONE_DEGREE = 6371 * np.pi / 180


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("skr_group", {"city:b": 0.5, "city:c": 0.0, "city:d": 1.0, "city:e": nan, **EMPTY}),
        ("size", {"city:b": 1 / (1 + log(2)), "city:c": 0.0, "city:d": 1 / (1 + log(2.71828)), "city:e": 0.0, **EMPTY}),
        ("emissions", {"city:b": 1.0, "city:c": 0.0, "city:d": nan, "city:e": 0.0, **EMPTY}),
        ("emissions_trend", {"city:b": 1 / 2.02, "city:c": 1 / 3, "city:d": nan, "city:e": nan, **EMPTY}),
        (
            "county",
            {"city:b": 1.0, "city:c": 0.0, "city:d": nan, "city:e": nan, "agency:two": nan, "company:here": 1.0,
             "company:in": 1.0, "company:inside": 1.0},
        ),
        (
            "nearness",
            {"city:b": 1 / (1 + ONE_DEGREE / 50), "city:c": 1 / (1 + 180 * ONE_DEGREE / 50), "city:d": nan,
             "city:e": nan, "agency:two": nan, "company:here": 1.0, "company:in": 1 / (1 + ONE_DEGREE / 50),
             "company:inside": 1 / (1 + ONE_DEGREE / 50)},
        ),
    ],
)  # fmt: skip
def test_every_city_is_compared_and_what_is_not_known_is_not_guessed(measure, expected):
    # c lies opposite a on the globe: half of its girth away. An office in two cities is in neither.
    assert values(measure, CITIES, "city:a") == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("measure", SYMMETRIC)
def test_a_subject_of_whom_nothing_is_known_is_like_nobody(measure):
    of = made([], city__a={"skr_group": "B3", "population": 10, "co2_per_capita": 1.0, "co2_change": 1.0,
                           "county": "X län", "latitude": 60.0, "longitude": 17.0}, city__blank={})  # fmt: skip
    assert values(measure, of, "city:blank") == pytest.approx({"city:a": nan}, nan_ok=True)


def test_the_other_end_of_the_world_is_no_further_than_that():
    # The haversine of these two comes out as a little more than 1.
    of = made([], city__a={"latitude": 8.0, "longitude": 17.0}, city__b={"latitude": -8.0, "longitude": -163.0})
    assert values("nearness", of, "city:a") == pytest.approx({"city:b": 1 / (1 + 180 * ONE_DEGREE / 50)})


def test_two_that_emit_nothing_are_alike():
    assert values("emissions", CITIES, "city:c")["city:e"] == 1.0
    assert values("size", CITIES, "city:c")["city:e"] == 1.0


def test_many_subjects_get_the_rows_that_each_would_get_alone():
    context = Context.of(CITIES)
    for measure in (*SYMMETRIC, "shared_themes"):
        together = getattr(alike, measure)(View(context, [2, 0]))
        alone = [getattr(alike, measure)(View(context, [place]))[0] for place in (2, 0)]
        np.testing.assert_array_equal(together, np.array(alone))


@pytest.mark.parametrize(
    ("measure", "other", "text"),
    [
        ("skr_group", "city:d", "Both are of SKR's group B3."),
        ("skr_group", "city:b", "Both are of SKR's main group B: A in B3, B in B4."),
        ("size", "city:d", "A has 100,000 inhabitants and D 271,828."),
        ("emissions", "city:b", "A emitted 3.0 tonnes of fossil CO2 a person in 2022, and B 3.0."),
        ("emissions_trend", "city:b",
         "Emissions have changed by -2.0 per cent a year in A since 2015, and by +0.0 in B."),
    ],
)  # fmt: skip
def test_a_fact_of_both_is_told_and_borne_out_by_both(measure, other, text):
    name = {
        "skr_group": "skr_group",
        "size": "population",
        "emissions": "co2_per_capita",
        "emissions_trend": "co2_change",
    }[measure]
    assert said(measure, CITIES, "city:a", other) == (
        text,
        [("city:a", name, "city:a", None), (other, name, other, None)],
    )


def test_a_fact_brings_the_sources_of_its_node():
    reason = alike.say_size(Context.of(CITIES), *(CITIES.actors.index[c] for c in ("city:a", "city:d")))
    assert [row.sources for row in reason.evidence] == [[], ["scb"]]


def test_a_county_of_its_own_and_one_by_its_city():
    of = made(
        ["company:in LOCATED_IN city:b", "agency:x LOCATED_IN city:c"],
        city__b={"county": "X län"},
        city__c={"county": "Y län"},
        agency__x={"county": "X län"},
    )
    assert said("county", of, "city:b", "agency:x") == (
        "B and X are both in X län.",
        [("city:b", "county", "city:b", None), ("agency:x", "county", "agency:x", None)],
    )
    assert said("county", of, "company:in", "city:b") == (
        "In and B are both in X län.",
        [("company:in", "LOCATED_IN", "city:b", None), ("city:b", "county", "city:b", None)],
    )


A_POINT = [("city:a", "latitude", "city:a", None), ("city:a", "longitude", "city:a", None)]
B_POINT = [("city:b", "latitude", "city:b", None), ("city:b", "longitude", "city:b", None)]
IN_B = ("company:in", "LOCATED_IN", "city:b", None)


@pytest.mark.parametrize(
    ("subject", "other", "text", "evidence"),
    [
        ("city:a", "city:b", "B lies 111 km from A.", [*A_POINT, *B_POINT]),
        ("city:a", "city:c", "C lies 20,015 km from A.",
         [*A_POINT, ("city:c", "latitude", "city:c", None), ("city:c", "longitude", "city:c", None)]),
        ("city:a", "company:in", "In (B) lies 111 km from A.", [IN_B, *A_POINT, *B_POINT]),
        ("company:in", "city:a", "A lies 111 km from In (B).", [IN_B, *B_POINT, *A_POINT]),
        ("city:b", "company:in", "In is in B.", [IN_B, *B_POINT]),
        ("company:in", "city:b", "In is in B.", [IN_B, *B_POINT]),
        ("company:in", "company:inside", "In and Inside are both in B.",
         [IN_B, ("company:inside", "LOCATED_IN", "city:b", None), *B_POINT]),
    ],
)  # fmt: skip
def test_the_way_between_two_or_the_city_that_both_are_in(subject, other, text, evidence):
    assert said("nearness", CITIES, subject, other) == (text, evidence)


# ---- themes

THEMES = network(
    [
        "city:a FOCUSES_ON theme:energy 2020",
        "city:a FOCUSES_ON theme:finance",
        "city:a PARTNER_IN project:old 2019",
        "city:b FOCUSES_ON theme:energy",
        "city:b FOCUSES_ON theme:finance",
        "city:b FOCUSES_ON theme:nature",
        "city:b FOCUSES_ON theme:water",
        "city:c MEMBER_OF programme:p 2021",
        "city:d MEMBER_OF programme:p 2021",
        "city:d PARTNER_IN project:old 2019",
        "city:d PARTNER_IN project:new 2022",
        "city:d COORDINATES project:new 2023",
        "city:e PARTNER_IN project:none",
        "programme:p FOCUSES_ON theme:energy",
        "project:old FOCUSES_ON theme:energy",
        "project:new FOCUSES_ON theme:heat",
        "theme:heat BROADER theme:energy",
    ],
    project__old={"start": "2019"},
    project__new={"start": "2022"},
    theme__energy={"name": "Energisystem", "name_en": "Energy systems"},
    theme__finance={"name": "Finansiering"},
)
# Four have theme data: energy is with all of them (rarity 0), finance with two (log 2 / log 4 = 1/2), nature and water
# with one each (1).


def test_rare_themes_that_both_have_count_by_the_root_of_how_many_the_candidate_has():
    assert values("shared_themes", THEMES, "city:a") == pytest.approx(
        {"city:b": 0.5 / sqrt(4), "city:c": 0.0, "city:d": 0.0, "city:e": nan}, nan_ok=True
    )
    assert values("shared_themes", THEMES, "city:b")["city:a"] == pytest.approx(0.5 / sqrt(2))
    assert values("shared_themes", THEMES, "city:e") == pytest.approx(dict.fromkeys(
        ("city:a", "city:b", "city:c", "city:d"), nan), nan_ok=True)  # fmt: skip


PROGRAMMES = network([
    "city:a FOCUSES_ON theme:energy", "city:c MEMBER_OF programme:p 2021", "city:d MEMBER_OF programme:p",
    "city:d PARTNER_IN project:old 2019", "city:d PARTNER_IN project:new 2020",
    "city:d COORDINATES project:new 2021", "city:f FOCUSES_ON theme:water", "programme:p FOCUSES_ON theme:energy",
    "project:old FOCUSES_ON theme:energy", "project:new FOCUSES_ON theme:heat", "theme:heat BROADER theme:energy",
])  # fmt: skip
RARITY = log(4 / 3) / log(4)  # three of four have energy


def test_a_theme_of_a_whole_programme_counts_half():
    assert values("shared_themes", PROGRAMMES, "city:a") == pytest.approx(
        {"city:c": RARITY / 2, "city:d": RARITY, "city:f": 0.0}
    )
    assert values("shared_themes", PROGRAMMES, "city:c") == pytest.approx(
        {"city:a": RARITY / 2, "city:d": RARITY / 2, "city:f": 0.0}
    )


def test_themes_are_borne_out_by_rows_of_their_own_or_by_the_newest_activity_and_by_a_programme_only_at_last():
    assert said("shared_themes", PROGRAMMES, "city:a", "city:d") == (
        "Both work with Energy.",
        [
            ("city:a", "FOCUSES_ON", "theme:energy", None),
            ("city:d", "COORDINATES", "project:new", "2021"),
            ("city:d", "PARTNER_IN", "project:new", "2020"),
            ("project:new", "FOCUSES_ON", "theme:heat", None),
        ],
    )
    assert said("shared_themes", PROGRAMMES, "city:c", "city:a") == (
        "Both work with Energy.",
        [
            ("city:c", "MEMBER_OF", "programme:p", "2021"),
            ("programme:p", "FOCUSES_ON", "theme:energy", None),
            ("city:a", "FOCUSES_ON", "theme:energy", None),
        ],
    )


def test_a_theme_that_all_have_is_no_reason():
    assert said("shared_themes", THEMES, "city:a", "city:b") == (
        "Both work with Finansiering.",
        [("city:a", "FOCUSES_ON", "theme:finance", None), ("city:b", "FOCUSES_ON", "theme:finance", None)],
    )


def test_the_rarest_themes_are_named_and_the_others_counted():
    all_of_them = [f"city:{c} FOCUSES_ON theme:t{i}" for c in "ab" for i in range(5)]
    of = network([*all_of_them, "city:c FOCUSES_ON theme:t0", "city:d FOCUSES_ON theme:other"])
    text, rows = said("shared_themes", of, "city:a", "city:b")
    assert text == "Both work with T1, T2, T3 and 2 other themes."
    assert rows == [(f"city:{c}", "FOCUSES_ON", f"theme:t{i}", None) for i in (1, 2, 3, 4, 0) for c in "ab"]


def test_weights_that_differ_by_the_order_of_adding_are_the_same():
    assert alike.by_weight(np.array([0.3, 0.1 + 0.2, 0.0, 0.4])) == [3, 0, 1]


def test_an_activity_that_stands_for_two_themes_is_told_once():
    of = network([
        "city:a PARTNER_IN project:x", "project:x FOCUSES_ON theme:t", "project:x FOCUSES_ON theme:u",
        "city:b FOCUSES_ON theme:t", "city:b FOCUSES_ON theme:u", "city:c FOCUSES_ON theme:v",
    ])  # fmt: skip
    assert said("shared_themes", of, "city:a", "city:b") == (
        "Both work with T and U.",
        [
            ("city:a", "PARTNER_IN", "project:x", None),
            ("project:x", "FOCUSES_ON", "theme:t", None),
            ("city:b", "FOCUSES_ON", "theme:t", None),
            ("project:x", "FOCUSES_ON", "theme:u", None),
            ("city:b", "FOCUSES_ON", "theme:u", None),
        ],
    )


# ---- languages


@pytest.fixture
def swedish():
    before = language()
    use_language("sv")
    yield
    use_language(before)


def test_themes_and_numbers_in_english():
    context = Context.of(THEMES)
    assert wording.theme_names(context, [context.themes.index("theme:energy")]) == "Energy systems"
    assert (alike.number(103532), alike.number(-0.04, "+z,.1f")) == ("103,532", "+0.0")


@pytest.mark.usefixtures("swedish")
def test_themes_and_numbers_in_swedish():
    context = Context.of(THEMES)
    assert wording.theme_names(context, [context.themes.index("theme:energy")]) == "Energisystem"
    assert (alike.number(103532), alike.number(1234.56, ",.1f")) == (
        "103\N{NO-BREAK SPACE}532",
        "1\N{NO-BREAK SPACE}234,6",
    )


# ---- whatever the network

FEW = settings(max_examples=40, deadline=None)  # a network takes its time to make
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "skr_group": st.sampled_from(["A1", "A2", "B3", "C6"]),
        "population": st.integers(0, 10_000_000),
        "co2_per_capita": st.floats(0, 1e6),
        "co2_change": st.floats(-100, 1000),
        "county": st.sampled_from(["X län", "Y län"]),
    },
)
POINTS = st.one_of(
    st.just({}), st.fixed_dictionaries({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)})
)


@st.composite
def networks(draw):
    """Networks of up to five cities, of whom anything may be known, and their companies and themes."""
    facts = {f"city__{c}": draw(FACTS) | draw(POINTS) for c in "abcde"[: draw(st.integers(1, 5))]}
    cities = [name.replace("__", ":") for name in facts]
    ends = st.tuples(st.sampled_from(cities), st.sampled_from(["project:x", "project:y", "programme:p"]))
    lines = {f"{a} {'MEMBER_OF' if x == 'programme:p' else 'PARTNER_IN'} {x}" for a, x in draw(st.lists(ends))}
    themes = st.tuples(
        st.sampled_from([*cities, "project:x", "project:y", "programme:p"]), st.sampled_from(["theme:t", "theme:u"])
    )
    lines |= {f"{a} FOCUSES_ON {t}" for a, t in draw(st.lists(themes))}
    lines |= {f"company:k LOCATED_IN {city}" for city in draw(st.lists(st.sampled_from(cities), max_size=2))}
    return made(sorted(lines), **facts)


@FEW
@given(networks())
def test_alike_is_mutual_between_0_and_1_and_unknown_for_one_is_unknown_for_the_other(of):
    context = Context.of(of)
    view = View(context, range(len(of.actors)))
    for measure in SYMMETRIC:
        found = getattr(alike, measure)(view)
        np.testing.assert_array_equal(found, found.T, err_msg=measure)
        assert (np.isnan(found) | ((found >= 0) & (found <= 1))).all(), measure


@FEW
@given(networks())
def test_shared_themes_are_the_sum_that_the_formula_says(of):
    context = Context.of(of)
    weights, everybody = context.actor_themes, range(len(of.actors))
    having = [np.count_nonzero(row) for row in weights]
    expected = [
        [
            sum(context.rarity * np.minimum(weights[s], weights[c])) / sqrt(having[c])
            if having[s] and having[c]
            else nan
            for c in everybody
        ]
        for s in everybody
    ]
    np.testing.assert_allclose(alike.shared_themes(View(context, everybody)), expected, atol=1e-12)


@FEW
@given(networks())
def test_whatever_speaks_for_somebody_can_be_said_and_has_its_rows(of):
    context = Context.of(of)
    rows = {(r.source, r.type, r.target) for r in of.relations}
    for measure in (*SYMMETRIC, "shared_themes"):
        found = getattr(alike, measure)(View(context, range(len(of.actors))))
        for s, c in np.argwhere(np.nan_to_num(found) > 0).tolist():
            if s != c:
                reason = getattr(alike, f"say_{measure}")(context, s, c)
                assert reason.text.endswith(".")
                assert reason.evidence
                for row in reason.evidence:
                    told = (row.source, row.type, row.target)
                    assert told in rows or of.actors[row.type][of.actors.index[row.source]] is not None


# ---- what is over


@pytest.mark.parametrize(
    ("of_a", "of_b", "text"),
    [
        ("city:a FOCUSES_ON theme:t 2020", "city:b FOCUSES_ON theme:t", "Both work with T."),
        ("city:a FOCUSES_ON theme:t 2020 2022", "city:b FOCUSES_ON theme:t", "Both work or have worked with T."),
        ("city:a FOCUSES_ON theme:t 2020 2024", "city:b PARTNER_IN project:x 2020 2022", "Both have worked with T."),
        ("city:a PARTNER_IN project:x 2020 2025", "city:b PARTNER_IN project:x 2020", "Both work with T."),
        ("city:a PARTNER_IN project:over 2019", "city:b PARTNER_IN project:over 2020", "Both have worked with T."),
    ],
)
def test_a_theme_of_what_is_over_is_spoken_of_in_the_past(of_a, of_b, text):
    others = ["project:x FOCUSES_ON theme:t", "project:over FOCUSES_ON theme:t", "city:z FOCUSES_ON theme:u",
              "city:z HOSTS event:now 2024"]  # fmt: skip
    made = network([of_a, of_b, *others], project__over={"end": "2021"})
    assert said("shared_themes", made, "city:a", "city:b")[0] == text
