"""What one has to give the other, worked out by hand."""

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis import different
from samverkan.analysis.context import Context, View
from samverkan.model.domain import ORGANISATION, ORGANISATION_KINDS
from samverkan.network.network import Network

MEASURES = ("offers", "needs", "experience", "head_start", "leads", "new_sectors", "reach")


def values(measure: str, of: Network, subject: str, **options: str) -> dict[str, float]:
    """What a measure says of everybody but the subject."""
    context = Context.of(of, **options)
    (row,) = getattr(different, measure)(View(context, [of.actors.index[subject]])).tolist()
    return {id: value for id, value in zip(of.actors["id"], row, strict=True) if id != subject}


def said(measure: str, of: Network, subject: str, other: str) -> tuple[str, list[tuple[str | None, ...]]]:
    """The reason that a measure gives, and its rows."""
    place = of.actors.index
    reason = getattr(different, f"say_{measure}")(Context.of(of), place[subject], place[other])
    return reason.text, [(r.source, r.type, r.target, r.start) for r in reason.evidence]


# ---- themes

THEMES = network([
    "city:a FOCUSES_ON theme:energy", "city:a FOCUSES_ON theme:finance",
    "city:b FOCUSES_ON theme:finance", "city:b PARTNER_IN project:x 2020", "project:x FOCUSES_ON theme:nature",
    "city:c MEMBER_OF programme:p 2019", "programme:p FOCUSES_ON theme:energy",
    "city:d PARTNER_IN project:none", "city:e FOCUSES_ON theme:water",
])  # fmt: skip
# Four have theme data. Energy and finance are with two of them: log 2 / log 4 = 1/2; nature and water with one: 1.


def test_offers_are_what_the_other_works_with_by_the_root_of_all_that_it_works_with():
    assert values("offers", THEMES, "city:a") == pytest.approx(
        {"city:b": 1 / sqrt(2), "city:c": 0.0, "city:d": nan, "city:e": 1.0}, nan_ok=True
    )
    # c has energy by a whole programme only: it counts half.
    assert values("offers", THEMES, "city:b") == pytest.approx(
        {"city:a": 0.5 / sqrt(2), "city:c": 0.25, "city:d": nan, "city:e": 1.0}, nan_ok=True
    )


def test_needs_are_what_the_subject_works_with_by_the_root_of_all_that_it_works_with():
    assert values("needs", THEMES, "city:a") == pytest.approx(
        {"city:b": 0.5 / sqrt(2), "city:c": 0.5 / sqrt(2), "city:d": nan, "city:e": 1 / sqrt(2)}, nan_ok=True
    )
    assert values("needs", THEMES, "city:c") == pytest.approx(
        {"city:a": 0.0, "city:b": 0.25, "city:d": nan, "city:e": 0.25}, nan_ok=True
    )


@pytest.mark.parametrize("measure", ["offers", "needs"])
def test_without_theme_data_nothing_can_be_said_of_themes(measure):
    unknown = dict.fromkeys(("city:a", "city:b", "city:c", "city:e"), nan)
    assert values(measure, THEMES, "city:d") == pytest.approx(unknown, nan_ok=True)


def test_themes_that_are_offered_or_needed_are_named_with_the_rows_of_who_has_them():
    assert said("offers", THEMES, "city:a", "city:b") == (
        "B works with Nature; A is not known to.",
        [("city:b", "PARTNER_IN", "project:x", "2020"), ("project:x", "FOCUSES_ON", "theme:nature", None)],
    )
    assert said("needs", THEMES, "city:a", "city:e") == (
        "A works with Energy and Finance; E is not known to.",
        [("city:a", "FOCUSES_ON", "theme:energy", None), ("city:a", "FOCUSES_ON", "theme:finance", None)],
    )


# ---- the programme

PROGRAMME = network([
    "city:a MEMBER_OF programme:p 2011", "city:a SIGNED agreement:s 2012", "agreement:s PART_OF programme:p",
    "city:b PARTNER_IN project:x 2019", "project:x PART_OF programme:p",
    "city:c PARTNER_IN project:elsewhere 2001", "city:c FUNDS programme:p 2002",
    "city:d MEMBER_OF programme:p", "city:e MEMBER_OF programme:p 2023",
])  # fmt: skip
# At the end of 2023 a has been in it for 13 years, b for 5, e for 1, and c, who pays for it, never; nobody knows since
# when d has.


def test_years_in_the_programme_differ_by_up_to_ten():
    assert values("experience", PROGRAMME, "city:a") == pytest.approx(
        {"city:b": 0.8, "city:c": 1.0, "city:d": nan, "city:e": 1.0}, nan_ok=True
    )
    assert values("experience", PROGRAMME, "city:c") == pytest.approx(
        {"city:a": 1.0, "city:b": 0.5, "city:d": nan, "city:e": 0.1}, nan_ok=True
    )
    assert values("experience", PROGRAMME, "city:d") == pytest.approx(
        dict.fromkeys(("city:a", "city:b", "city:c", "city:e"), nan), nan_ok=True
    )


def test_only_who_came_into_the_programme_first_has_a_head_start():
    assert values("head_start", PROGRAMME, "city:a") == pytest.approx(
        {"city:b": 0.0, "city:c": 0.0, "city:d": nan, "city:e": 0.0}, nan_ok=True
    )
    assert values("head_start", PROGRAMME, "city:b") == pytest.approx(
        {"city:a": 0.8, "city:c": 0.0, "city:d": nan, "city:e": 0.0}, nan_ok=True
    )
    assert values("head_start", PROGRAMME, "city:c") == pytest.approx(
        {"city:a": 1.0, "city:b": 0.5, "city:d": nan, "city:e": 0.1}, nan_ok=True
    )
    assert said("head_start", PROGRAMME, "city:b", "city:a")[0] == "B first took part in P in 2019, A in 2011."


def test_who_comes_in_after_the_data_date_has_no_years_yet():
    assert values("experience", PROGRAMME, "city:c", as_of="2018") == pytest.approx(
        {"city:a": 0.8, "city:b": 0.0, "city:d": nan, "city:e": 0.0}, nan_ok=True
    )


def test_without_a_programme_there_is_no_experience():
    of = network(["city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020"])
    assert values("experience", of, "city:a") == pytest.approx({"city:b": nan}, nan_ok=True)


@pytest.mark.parametrize(
    ("subject", "other", "text", "evidence"),
    [
        ("city:a", "city:b", "A first took part in P in 2011, B in 2019.",
         [("city:a", "MEMBER_OF", "programme:p", "2011"), ("city:b", "PARTNER_IN", "project:x", "2019"),
          ("project:x", "PART_OF", "programme:p", None)]),
        ("city:e", "city:c", "E first took part in P in 2023; C is not known to have.",
         [("city:e", "MEMBER_OF", "programme:p", "2023")]),
        ("city:c", "city:e", "E first took part in P in 2023; C is not known to have.",
         [("city:e", "MEMBER_OF", "programme:p", "2023")]),
    ],
)  # fmt: skip
def test_experience_is_told_by_years_and_by_the_first_rows(subject, other, text, evidence):
    assert said("experience", PROGRAMME, subject, other) == (text, evidence)


def test_days_tell_apart_who_came_in_the_same_year():
    of = network(["city:a MEMBER_OF programme:p 2021-01", "city:b MEMBER_OF programme:p 2021-10-01"])
    assert said("experience", of, "city:b", "city:a")[0] == "B first took part in P in October 2021, A in January 2021."


# ---- roles

LEADERS = network(
    [
        "city:a COORDINATES project:x 2020",
        "city:a PARTNER_IN project:x 2019",
        "city:a COORDINATES project:y",
        "city:a COORDINATES network:z",
        "city:b PARTNER_IN project:x 2019",
        "company:c COORDINATES project:x",
    ],
    project__y={"start": "2022-11-30"},
)


def test_activities_that_somebody_leads():
    assert values("leads", LEADERS, "city:b") == {"city:a": 0.75, "company:c": 0.5}
    assert values("leads", LEADERS, "city:a") == {"city:b": 0.0, "company:c": 0.5}


def test_the_newest_are_named_and_the_others_counted():
    assert said("leads", LEADERS, "city:b", "city:a") == (
        "A leads or has led Y (2022), X (2019) and 1 other activity.",
        [
            ("city:a", "COORDINATES", "project:y", None),
            ("city:a", "COORDINATES", "project:x", "2020"),
            ("city:a", "COORDINATES", "network:z", None),
        ],
    )
    undated = network(["city:a COORDINATES project:x", "city:b PARTNER_IN project:x"])
    assert said("leads", undated, "city:b", "city:a")[0] == "A leads or has led X."


# ---- sectors

SECTORS = network(
    [
        "city:a PARTNER_IN project:x",
        "company:bank PARTNER_IN project:x",
        "company:lab MEMBER_OF programme:p",
        "city:a MEMBER_OF programme:p",
        "city:b MEMBER_OF programme:p",
        "city:a PARTNER_IN project:large",
        "agency:plain PARTNER_IN project:large",
    ],
    project__large={"size": 26},
    company__bank={"sector": "business"},
    company__shop={"sector": "business"},
    company__lab={"sector": "research"},
    company__plain={},
)


def test_a_sector_is_new_to_whom_works_with_nobody_of_it_and_is_not_of_it():
    # To be on the list of a programme of unknown size is no working tie, nor to be in a project of 26.
    assert values("new_sectors", SECTORS, "city:a") == {
        "agency:plain": 1.0, "city:b": 0.0, "company:bank": 0.0, "company:lab": 1.0, "company:plain": 1.0,
        "company:shop": 0.0,
    }  # fmt: skip
    assert values("new_sectors", SECTORS, "company:lab") == {
        "agency:plain": 1.0, "city:a": 1.0, "city:b": 1.0, "company:bank": 1.0, "company:plain": 1.0,
        "company:shop": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "other", "sector", "property"),
    [
        ("city:a", "company:lab", "research", "sector"),
        ("city:a", "agency:plain", "agencies", "kind"),
        ("company:lab", "city:b", "municipalities", "kind"),
    ],
)
def test_a_sector_is_told_by_the_fact_that_it_is_known_by(subject, other, sector, property):
    a, b = (id.split(":")[1].capitalize() for id in (subject, other))
    assert said("new_sectors", SECTORS, subject, other) == (
        f"{b} is of a sector in which {a} has no known partner: {sector}.",
        [(other, property, other, None)],
    )


def test_every_sector_and_every_kind_that_stands_for_one_has_words():
    (declared,) = (p for p in ORGANISATION.properties if p.name == "sector")
    assert set(different.SECTORS) == {"municipality", *declared.choices, *ORGANISATION_KINDS}


# ---- reach

CHAIN = network(
    [f"city:{x} COLLABORATES_WITH city:{y} 2020" for x, y in ("ab", "bc", "cd", "de")], city__lone={}
)  # fmt: skip


def test_reach_is_the_share_of_partners_two_ties_further_than_one_knows():
    assert values("reach", CHAIN, "city:a") == {
        "city:b": 0.0, "city:c": 0.5, "city:d": 0.5, "city:e": 1.0, "city:lone": 0.0,
    }  # fmt: skip
    assert values("reach", CHAIN, "city:lone") == dict.fromkeys(("city:a", "city:b", "city:c", "city:d", "city:e"), 1.0)


HUB = network([
    "company:h COLLABORATES_WITH company:p4", "company:h PARTNER_IN project:t", "company:p1 PARTNER_IN project:t",
    "company:p2 PARTNER_IN project:t", "company:h COLLABORATES_WITH city:b", "city:a COLLABORATES_WITH city:b",
    "company:h PARTNER_IN project:u", "company:p3 PARTNER_IN project:u", "company:p5 PARTNER_IN project:u",
    "company:p6 PARTNER_IN project:u",
])  # fmt: skip
# To h the ties of p4 and b are 1, those of p1 and p2 1/2, those of p3, p5 and p6 1/3. From a, b and h are reached.


def test_the_strongest_ties_are_named_and_all_are_counted():
    assert values("reach", HUB, "city:a")["company:h"] == 6 / 7
    assert said("reach", HUB, "city:a", "company:h") == (
        "H works or has worked with 6 whom A reaches over no partner, among them P4 and P1.",
        [
            ("company:h", "COLLABORATES_WITH", "company:p4", None),
            ("company:h", "PARTNER_IN", "project:t", None),
            ("company:p1", "PARTNER_IN", "project:t", None),
        ],
    )


def test_up_to_two_are_all_named():
    assert said("reach", CHAIN, "city:a", "city:c") == (
        "C works or has worked with D, whom A reaches over no partner.",
        [("city:c", "COLLABORATES_WITH", "city:d", "2020")],
    )
    assert said("reach", CHAIN, "city:lone", "city:b") == (
        "B works or has worked with A and C, whom Lone reaches over no partner.",
        [("city:a", "COLLABORATES_WITH", "city:b", "2020"), ("city:b", "COLLABORATES_WITH", "city:c", "2020")],
    )


# ---- whatever the network

FEW = settings(max_examples=40, deadline=None)  # a network takes its time to make
ACTORS = [f"city:{c}" for c in "abcd"] + ["company:e", "company:f", "agency:g"]
ACTIVITIES = ["project:x", "project:y", "network:n", "programme:p"]
YEARS = st.sampled_from(["", " 2015", " 2019-10", " 2021-10-01"])


@st.composite
def networks(draw):
    """Networks of up to seven actors in up to four activities and with up to three themes."""
    actor, activity = st.sampled_from(ACTORS), st.sampled_from(ACTIVITIES)
    theme, types = st.sampled_from(["theme:t", "theme:u", "theme:v"]), st.sampled_from(["PARTNER_IN", "COORDINATES"])
    rows = st.one_of(
        st.builds("{} {} {}{}".format, actor, types, activity, YEARS),
        st.builds("{} MEMBER_OF programme:p{}".format, actor, YEARS),
        st.builds("{} FOCUSES_ON {}".format, st.one_of(actor, activity), theme),
        st.builds("{}:{} COLLABORATES_WITH company:e{}".format, st.just("city"), st.sampled_from("abcd"), YEARS),
        st.builds("{} PART_OF programme:p".format, st.sampled_from(ACTIVITIES[:3])),
    )
    sectors = st.sampled_from([{}, {"sector": "business"}, {"sector": "research"}])
    return network(draw(st.sets(rows, max_size=25)), city__a={}, company__e=draw(sectors), company__f=draw(sectors))


def everybody(of: Network) -> View:
    return View(Context.of(of), range(len(of.actors)))


@FEW
@given(networks())
def test_every_measure_keeps_to_its_range(of):
    view = everybody(of)
    for measure in MEASURES:
        found = getattr(different, measure)(view)
        most = sqrt(len(view.context.themes)) if measure in ("offers", "needs") else 1.0
        assert found.shape == (len(of.actors), len(of.actors))
        assert (np.isnan(found) | ((found >= 0) & (found <= most + 1e-12))).all(), measure
    for measure in ("leads", "new_sectors", "reach"):
        assert not np.isnan(getattr(different, measure)(view)).any(), measure


@FEW
@given(networks())
def test_what_one_needs_is_what_the_other_offers_and_experience_is_mutual(of):
    view = everybody(of)
    np.testing.assert_allclose(different.needs(view), different.offers(view).T, atol=1e-12)
    experience = different.experience(view)
    np.testing.assert_array_equal(experience, experience.T)
    head_start = different.head_start(view)
    np.testing.assert_allclose(head_start + head_start.T, experience, atol=1e-12)  # one of the two came first, or none


@FEW
@given(networks())
def test_reach_is_the_share_that_the_formula_says(of):
    view = everybody(of)
    partners = [set(np.flatnonzero(row).tolist()) for row in view.context.joined.toarray()]
    reached = [{s} | own | {x for p in own for x in partners[p]} for s, own in enumerate(partners)]
    expected = [[len(own - known) / len(own) if own else 0.0 for own in partners] for known in reached]
    np.testing.assert_allclose(different.reach(view), expected)


@FEW
@given(networks())
def test_whatever_speaks_for_somebody_can_be_said_and_has_its_rows(of):
    view = everybody(of)
    for measure in MEASURES:
        found = getattr(different, measure)(view)
        for s, c in np.argwhere(np.nan_to_num(found) > 0).tolist():
            if s != c:
                reason = getattr(different, f"say_{measure}")(view.context, s, c)
                assert reason.text.endswith(".")
                assert reason.evidence
                if measure != "new_sectors":
                    assert all(row in of.relations for row in reason.evidence)


# ---- what is over


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["city:b PARTNER_IN project:x 2020"], "B works with T; A is not known to."),
        (["city:b PARTNER_IN project:x 2020 2022"], "B has worked with T; A is not known to have."),
        (["city:b PARTNER_IN project:x 2020 2022", "city:b FOCUSES_ON theme:u"],
         "B works or has worked with U and T; A is not known to."),
    ],
)  # fmt: skip
def test_a_theme_of_what_is_over_is_spoken_of_in_the_past(lines, text):
    others = ["project:x FOCUSES_ON theme:t", "city:c FOCUSES_ON theme:t", "city:a FOCUSES_ON theme:v",
              "city:z HOSTS event:now 2024"]  # fmt: skip
    assert said("offers", network([*lines, *others]), "city:a", "city:b")[0] == text
