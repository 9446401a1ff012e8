"""Ways from one to another in words, and introductions, worked out by hand."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis import near, paths
from samverkan.analysis.context import Context, View
from samverkan.language import language, use_language
from samverkan.network.network import Network

Rows = list[tuple[str | None, ...]]


def said(reason: str, of: Network | Context, subject: str, other: str) -> tuple[str, Rows]:
    """The reason that a measure gives, and its rows."""
    context = of if isinstance(of, Context) else Context.of(of)
    place = context.network.actors.index
    found = getattr(paths, reason)(context, place[subject], place[other])
    return found.text, [(r.source, r.type, r.target, r.start) for r in found.evidence]


def introduced(of: Network, subject: str, other: str) -> list[str]:
    """Ids of the way from one to another."""
    context, place = Context.of(of), of.actors.index
    distances = paths.distances_from(context, place[subject])
    return [of.actors["id"][z] for z in paths.introduction(context, place[subject], distances, place[other])]


def in_few_words(reason: str, of: Network, subject: str, other: str) -> str | None:
    place = of.actors.index
    return getattr(paths, reason)(Context.of(of), place[subject], place[other]).brief


# ---- in few words

WAY = ["city:a COLLABORATES_WITH city:b", "city:b PARTNER_IN project:x 2020", "city:c PARTNER_IN project:x 2020",
       "city:c COLLABORATES_WITH city:d"]  # fmt: skip


def test_who_knows_both_and_where_the_way_goes():
    made = network([*WAY, "city:a COLLABORATES_WITH city:e", "city:e COLLABORATES_WITH city:c"])
    assert in_few_words("say_common_partners", made, "city:a", "city:c") == "B and 1 other know both."
    assert in_few_words("say_common_partners", made, "city:b", "city:d") == "C knows both."
    assert in_few_words("say_strongest_partner", made, "city:b", "city:d") == "C knows both."
    assert in_few_words("say_path_of_three", network(WAY), "city:a", "city:d") == "The way there goes over B and C."
    closer = network([*WAY, "city:a COLLABORATES_WITH city:c"])
    assert in_few_words("say_path_of_three", closer, "city:a", "city:d") == "C knows both."


def test_one_tie_in_few_words_is_the_direct_one_or_the_latest():
    both = ["city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020",
            "city:a PARTNER_IN project:y 2021", "city:b PARTNER_IN project:y 2021"]  # fmt: skip
    made = network(both, project__y={"short_name": "Y!"}, project__x={"end": "2020"})
    assert in_few_words("tie", made, "city:a", "city:b") == "They are both in Y! (since 2021)."
    made = network([*both, "city:a TWINNED_WITH city:b 2018"])
    assert in_few_words("tie", made, "city:a", "city:b") == "They are twin cities (since 2018)."


# ---- one tie

NOW = "city:z HOSTS event:now 2024-12-31"


@pytest.mark.parametrize(
    ("years_of_a", "years_of_b", "end", "text"),
    [
        (["2019"], ["2020"], None, "are both in X (since 2020)"),
        (["2019"], ["-"], None, "are both in X"),
        (["2018 2021"], ["2018 2019"], None, "were both in X (2018–2019)"),
        (["2018 2018-06"], ["2018"], None, "were both in X (2018)"),
        (["-"], ["-"], "2019", "were both in X (until 2019)"),
        (["2018"], ["2017"], "2020-05", "were both in X (2018–2020)"),
        (["2018"], ["2017"], "2031", "are both in X (since 2018)"),
        (["2018"], ["2017"], "2024", "were both in X (2018–2024)"),  # on its last day, which is the data date
        (["2018"], ["2017"], "2025", "are both in X (since 2018)"),
        (["2018 2024-05"], ["2017"], "2024", "were both in X (2018–2024)"),
        (["2018 2024-05"], ["2017"], "2025", "were both in X (2018–2024)"),
        (["2018 2019", "2021"], ["2017"], None, "are both in X (since 2018)"),  # left and came back
    ],
)
def test_being_in_something_together_and_its_time(years_of_a, years_of_b, end, text):
    rows = [f"city:{c} PARTNER_IN project:x {y}" for c, years in (("a", years_of_a), ("b", years_of_b)) for y in years]
    made = network([*rows, NOW], project__x={"end": end})
    assert said("tie", made, "city:a", "city:b")[0] == f"A and B {text}."


def test_who_leaves_in_a_year_that_is_not_over_has_left():
    rows = ["city:a PARTNER_IN project:x 2018 2021-05", "city:b PARTNER_IN project:x 2018"]
    context = Context.of(network(rows, project__x={"end": "2021"}), as_of="2021-08")
    assert said("tie", context, "city:a", "city:b")[0] == "A and B were both in X (2018–2021)."


@pytest.mark.parametrize(
    ("years_of_a", "years_of_b", "turns"),
    [
        (["2021 2024-09-30"], ["2024-12-01"], "A until 2024-09-30 and B from 2024-12-01"),
        (["2022"], ["2018 2019"], "B until 2019 and A from 2022"),
        (["2019 2020"], ["2021 2022"], "A until 2020 and B from 2021"),
        (["2019 2019", "2022"], ["2020 2020-05"], "A until 2019 and B from 2020"),  # the least time between them
    ],
)
def test_two_who_were_in_something_one_after_the_other_were_not_both_in_it(years_of_a, years_of_b, turns):
    rows = [f"city:{c} PARTNER_IN project:x {y}" for c, years in (("a", years_of_a), ("b", years_of_b)) for y in years]
    made = network([*rows, NOW])
    text, evidence = said("tie", made, "city:a", "city:b")
    assert text == f"A and B were in X one after the other, {turns}."
    assert evidence == [(row.split()[0], "PARTNER_IN", "project:x", row.split()[3]) for row in rows]
    assert in_few_words("tie", made, "city:a", "city:b") == f"They were in X one after the other, {turns}."
    met = [f"city:{c} PARTNER_IN project:y 2015" for c in "ab"]
    together = network([*rows, *met, NOW], project__y={"end": "2016"})
    assert said("tie", together, "city:a", "city:b")[0] == "A and B were both in Y (2015–2016)."
    assert in_few_words("tie", together, "city:a", "city:b") == "They were both in Y (2015–2016)."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["city:a TWINNED_WITH city:b 2022"], "are twin cities (since 2022)"),
        (["city:a TWINNED_WITH city:b 2020 2022-11-30"], "were twin cities (2020–2022)"),
        (["city:b COLLABORATES_WITH city:a"], "work together"),
        (["city:b COLLABORATES_WITH city:a - 2022"], "worked together (until 2022)"),
        (  # of two rows the one that goes on
            ["city:a COLLABORATES_WITH city:b 2021 2022", "city:a COLLABORATES_WITH city:b 2019"],
            "work together (since 2019)",
        ),
    ],
)
def test_a_direct_tie_and_its_time(lines, text):
    assert said("tie", network([*lines, NOW]), "city:a", "city:b")[0] == f"A and B {text}."


def test_the_latest_activities_are_named_and_those_that_are_over_only_where_none_goes_on():
    rows = [
        f"city:{c} PARTNER_IN project:{x} {year}" for c in "ab" for x, year in (("w", 2019), ("x", 2021), ("y", 2021))
    ]
    both = ["city:a TWINNED_WITH city:b 2023", *rows]
    assert said("tie", network(both), "city:a", "city:b") == (
        "A and B are twin cities (since 2023) and are both in X (since 2021), Y (since 2021) and 1 other activity.",
        [("city:a", "TWINNED_WITH", "city:b", "2023"),
         *((f"city:{c}", "PARTNER_IN", f"project:{x}", "2021") for x in "xy" for c in "ab")],
    )  # fmt: skip
    over = network(both, project__x={"end": "2022"}, project__y={"end": "2022"})
    assert said("tie", over, "city:a", "city:b") == (
        "A and B are twin cities (since 2023) and are both in W (since 2019).",
        [("city:a", "TWINNED_WITH", "city:b", "2023"),
         *((f"city:{c}", "PARTNER_IN", "project:w", "2019") for c in "ab")],
    )  # fmt: skip
    all_over = network(both, **{f"project__{x}": {"end": "2022"} for x in "wxy"})
    assert said("tie", all_over, "city:a", "city:b")[0] == (
        "A and B are twin cities (since 2023) and were both in X (2021–2022), Y (2021–2022) and 1 other activity."
    )


# ---- several ties

WAYS = network(
    [
        "city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020",
        "city:b PARTNER_IN project:y 2021", "city:c PARTNER_IN project:y 2021", "company:d PARTNER_IN project:y",
        "city:a COLLABORATES_WITH company:d 2022",
        "company:d COLLABORATES_WITH company:e 2018", "city:c COLLABORATES_WITH company:e 2023",
    ],
    project__x={"end": "2022"},
)  # fmt: skip
A_X, B_X = ("city:a", "PARTNER_IN", "project:x", "2019"), ("city:b", "PARTNER_IN", "project:x", "2020")
B_Y, C_Y = ("city:b", "PARTNER_IN", "project:y", "2021"), ("city:c", "PARTNER_IN", "project:y", "2021")
D_Y = ("company:d", "PARTNER_IN", "project:y", None)
A_D = ("city:a", "COLLABORATES_WITH", "company:d", "2022")
D_E = ("company:d", "COLLABORATES_WITH", "company:e", "2018")
C_E = ("city:c", "COLLABORATES_WITH", "company:e", "2023")


def test_common_partners_are_named_the_one_with_fewest_partners_first():
    # b has three (a, c, d), d four (a, b, c, e)
    assert said("say_common_partners", WAYS, "city:a", "city:c") == (
        "A and C have 2 partners in common: B and D.",
        [A_X, B_X, C_Y, B_Y, A_D, D_Y],
    )
    assert said("say_common_partners", WAYS, "city:a", "company:e") == (
        "A and E have a partner in common: D.",
        [A_D, D_E],
    )


def test_of_many_common_partners_three_are_named():
    made = network([f"city:{c} COLLABORATES_WITH company:{k}" for c in "ab" for k in "vwxyz"])
    assert said("say_common_partners", made, "city:a", "city:b") == (
        "A and B have 5 partners in common: V, W, X and 2 others.",
        [(f"city:{c}", "COLLABORATES_WITH", f"company:{k}", None) for k in "vwx" for c in "ab"],
    )


def test_the_strongest_way_over_one_partner():
    # as of the end of 2023: d hands on 2^-1/2 of 2^-1 more than b 2^-2 of 2^-1.5
    assert said("say_strongest_partner", WAYS, "city:a", "city:c") == (
        "A and D work together (since 2022); D and C are both in Y.",
        [A_D, D_Y, C_Y],
    )


def test_the_strongest_way_over_two_partners():
    # to e over d and c, not over b and c, nor over b and d: recent ties are strong
    assert said("say_path_of_three", WAYS, "city:a", "company:e") == (
        "A and D work together (since 2022); D and C are both in Y; C and E work together (since 2023).",
        [A_D, D_Y, C_Y, C_E],
    )


def test_the_strongest_way_may_be_another_where_large_teams_count_as_much_as_small_ones():
    # over b of a large recent team, or over s of a small one of eight years before
    made = network([
        *(f"company:m{n} PARTNER_IN project:large 2023" for n in range(19)),
        *(f"city:{c} PARTNER_IN project:large 2023" for c in "ab"), "city:b COLLABORATES_WITH city:c 2023",
        *(f"city:{c} PARTNER_IN project:small 2015" for c in "as"), "city:s COLLABORATES_WITH city:c 2023",
        "city:c COLLABORATES_WITH city:z 2023",
    ])  # fmt: skip
    last = "C and Z work together (since 2023)."
    assert said("say_path_of_three", made, "city:a", "city:z")[0] == (
        f"A and S are both in Small (since 2015); S and C work together (since 2023); {last}"
    )
    assert said("say_plain_path", made, "city:a", "city:z")[0] == (
        f"A and B are both in Large (since 2023); B and C work together (since 2023); {last}"
    )


def test_a_way_tells_what_is_over_in_the_past():
    chain = network(
        ["city:a PARTNER_IN project:x 2019", "city:b PARTNER_IN project:x 2020",
         "city:b COLLABORATES_WITH city:c 2018 2019", "city:c TWINNED_WITH city:d 2022"], project__x={"end": "2021"},
    )  # fmt: skip
    assert said("say_path_of_three", chain, "city:a", "city:d")[0] == (
        "A and B were both in X (2020–2021); B and C worked together (2018–2019); C and D are twin cities (since 2022)."
    )


# ---- activity

ACTIVE = network(
    [
        "city:a FOCUSES_ON theme:energy", "city:c FOCUSES_ON theme:water", "city:c FOCUSES_ON theme:air",
        "city:b PARTNER_IN project:old 2015", "city:b COORDINATES project:new 2021",
        "city:b PARTNER_IN project:new 2020", "city:b MEMBER_OF network:n", "city:b PARTNER_IN project:other 2022",
        "company:k PARTNER_IN project:other", "project:old FOCUSES_ON theme:energy",
        "project:new FOCUSES_ON theme:heat", "network:n FOCUSES_ON theme:energy", "theme:heat BROADER theme:energy",
    ],
    project__old={"end": "2017"}, theme__energy={"name": "Energisystem", "name_en": "Energy systems"},
)  # fmt: skip


def test_activity_in_the_subjects_themes_the_latest_first():
    assert said("say_theme_activity", ACTIVE, "city:a", "city:b") == (
        "B works with Energy systems, as A does, in New (since 2020), Old (2015–2017) and 1 other.",
        [
            ("city:b", "COORDINATES", "project:new", "2021"),
            ("city:b", "PARTNER_IN", "project:new", "2020"),
            ("project:new", "FOCUSES_ON", "theme:heat", None),
            ("city:b", "PARTNER_IN", "project:old", "2015"),
            ("project:old", "FOCUSES_ON", "theme:energy", None),
            ("city:a", "FOCUSES_ON", "theme:energy", None),
        ],
    )


def test_how_active_somebody_is():
    assert said("say_recent_activity", ACTIVE, "city:a", "city:b") == (
        "B is known to work or have worked in 4 activities, Other and New among them.",
        [
            ("city:b", "PARTNER_IN", "project:other", "2022"),
            ("city:b", "COORDINATES", "project:new", "2021"),
            ("city:b", "PARTNER_IN", "project:new", "2020"),
            ("city:b", "PARTNER_IN", "project:old", "2015"),
            ("city:b", "MEMBER_OF", "network:n", None),
        ],
    )
    assert said("say_recent_activity", ACTIVE, "city:a", "company:k") == (
        "K is known to work or have worked in Other.",
        [("company:k", "PARTNER_IN", "project:other", None)],
    )


def test_how_many_partners_somebody_has_and_where():
    assert said("say_popularity", ACTIVE, "city:a", "city:b") == (
        "B is known to work or have worked with 1 other.",
        said("say_recent_activity", ACTIVE, "city:a", "city:b")[1],
    )
    direct = network(["city:a FOCUSES_ON theme:t", "city:b TWINNED_WITH city:c", "company:k COLLABORATES_WITH city:b"])
    assert said("say_popularity", direct, "city:a", "city:b") == (
        "B is known to work or have worked with 2 others.",
        [("company:k", "COLLABORATES_WITH", "city:b", None), ("city:b", "TWINNED_WITH", "city:c", None)],
    )


# ---- meetings

FAIR = [f"city:{c} TOOK_PART_IN event:fair 2022" for c in "abcd"]
PACT = ["city:a SIGNED agreement:pact 2020", "city:b SIGNED agreement:pact 2021"]
SISTERS = "city:a SISTER_CITY_OF city:b 1990"


@pytest.mark.parametrize(
    ("lines", "text", "rows"),
    [
        ([SISTERS], "A and B are sister cities.", [("city:a", "SISTER_CITY_OF", "city:b", "1990")]),
        (
            FAIR,
            "A and B both took part in Fair (2022), together with C and D.",
            [(f"city:{c}", "TOOK_PART_IN", "event:fair", "2022") for c in "abcd"],
        ),
        (
            [*FAIR, "company:e HOSTS event:fair"],
            "A and B both took part in Fair (2022), together with C, D and 1 other.",
            [(f"city:{c}", "TOOK_PART_IN", "event:fair", "2022") for c in "abcd"],
        ),
        (
            [*FAIR, *PACT, SISTERS],  # the smallest of what they share, and that they are sisters
            "A and B have both signed Pact (2021). A and B are sister cities.",
            [
                ("city:a", "SIGNED", "agreement:pact", "2020"),
                ("city:b", "SIGNED", "agreement:pact", "2021"),
                ("city:a", "SISTER_CITY_OF", "city:b", "1990"),
            ],
        ),
        (
            [*PACT, "city:c SIGNED agreement:pact"],
            "A and B have both signed Pact (2021), together with C.",
            [
                ("city:a", "SIGNED", "agreement:pact", "2020"),
                ("city:b", "SIGNED", "agreement:pact", "2021"),
                ("city:c", "SIGNED", "agreement:pact", None),
            ],
        ),
        (
            ["city:a HOSTS event:day", "city:b TOOK_PART_IN event:day 2022"],
            "A and B both took part in Day.",
            [("city:a", "HOSTS", "event:day", None), ("city:b", "TOOK_PART_IN", "event:day", "2022")],
        ),
    ],
)  # fmt: skip
def test_where_two_have_met(lines, text, rows):
    assert said("say_meetings", network(lines), "city:a", "city:b") == (text, rows)
    met = paths.acquaintance(Context.of(network(lines)), 0, 1)
    assert met is not None
    assert met.text == text


def test_those_who_have_never_met():
    assert paths.acquaintance(Context.of(network(["city:a HOSTS event:e", "city:b HOSTS event:f"])), 0, 1) is None


# ---- introductions


def test_an_introduction_is_the_shortest_way_and_of_those_the_strongest():
    made = network([
        "city:a COLLABORATES_WITH company:old 2001", "company:old COLLABORATES_WITH city:z 2001",
        "city:a COLLABORATES_WITH company:new 2001", "company:new COLLABORATES_WITH city:z 2021",
        *(f"{one} COLLABORATES_WITH {other} 2024"
          for one, other in (("city:a", "city:p"), ("city:p", "city:q"), ("city:q", "city:z"))),
    ])  # fmt: skip
    assert introduced(made, "city:a", "city:z") == ["city:a", "company:new", "city:z"]
    assert introduced(made, "city:a", "city:q") == ["city:a", "city:p", "city:q"]
    assert introduced(made, "city:a", "city:a") == ["city:a"]


def test_of_ways_as_strong_the_first_by_id():
    made = network([f"city:{c} COLLABORATES_WITH company:{k}" for c in "az" for k in "kml"])
    assert introduced(made, "city:a", "city:z") == ["city:a", "company:k", "city:z"]


def test_events_agreements_sisters_funders_and_large_projects_introduce_nobody():
    made = network(
        ["city:a SISTER_CITY_OF city:b", "city:a HOSTS event:e", "city:b HOSTS event:e", "city:a SIGNED agreement:g",
         "city:b SIGNED agreement:g", "agency:f FUNDS project:x", "city:a PARTNER_IN project:x",
         "city:a PARTNER_IN project:large", "city:b PARTNER_IN project:large"],
        project__large={"size": 26},
    )  # fmt: skip
    assert [introduced(made, "city:a", other) for other in ("city:b", "agency:f")] == [[], []]


ROWS = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("vwxyz"), st.sampled_from(["2001", "2019", "-"])))
PAIRS = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("def")), max_size=3)


@settings(max_examples=75, deadline=None)
@given(ROWS, PAIRS)
def test_every_introduction_follows_working_ties_and_is_as_short_as_networkx_finds(rows, pairs):
    lines = [f"city:{a} PARTNER_IN project:{x} {year}" for a, x, year in sorted(rows)]
    lines += [f"city:{a} TWINNED_WITH city:{b}" for a, b in sorted(pairs)]
    made = network(lines, city__a={}, project__v={"size": 26})
    context = Context.of(made)
    graph = nx.from_scipy_sparse_array(context.working)
    for subject in graph:
        distances = paths.distances_from(context, subject)
        lengths = nx.single_source_shortest_path_length(graph, subject)
        assert {z: int(d) for z, d in enumerate(distances) if np.isfinite(d)} == lengths
        for other in graph:
            way = paths.introduction(context, subject, distances, other)
            if other not in lengths:
                assert way == []
                continue
            assert (way[0], way[-1], len(way) - 1) == (subject, other, lengths[other])
            assert nx.is_path(graph, way)


@settings(max_examples=75, deadline=None)
@given(ROWS, PAIRS)
def test_whatever_leads_to_a_stranger_can_be_said_and_its_rows_join_the_two(rows, pairs):
    lines = [f"city:{a} PARTNER_IN project:{x} {year}" for a, x, year in sorted(rows)]
    lines += [f"city:{a} TWINNED_WITH city:{b}" for a, b in sorted(pairs)]
    made = network(lines, city__a={}, project__v={"size": 26})
    context = Context.of(made)
    view = View(context, range(len(made.actors)))
    for measure, reason in (
        (near.adamic_adar, paths.say_common_partners),
        (near.team_resource_allocation, paths.say_strongest_partner),
        (near.team_paths_of_three, paths.say_path_of_three),
    ):
        for subject, other in np.argwhere(measure(view) > 0).tolist():
            if subject != other and not context.joined[subject, other]:
                found = reason(context, subject, other)
                joined = nx.Graph((r.source, r.target) for r in found.evidence)
                assert nx.has_path(joined, made.actors["id"][subject], made.actors["id"][other])
                assert all(row in made.relations for row in found.evidence)


# ---- Swedish


@pytest.fixture
def swedish():
    before = language()
    use_language("sv")
    yield
    use_language(before)


@pytest.mark.usefixtures("swedish")
def test_ties_in_swedish():
    assert said("say_strongest_partner", WAYS, "city:a", "city:c")[0] == (
        "A och D samarbetar (sedan 2022); D och C är båda med i Y."
    )


# ---- what is over


@pytest.mark.parametrize(
    ("of_a", "of_b", "text"),
    [
        ("2020", "2021", "B works with T, as A does, in X (since 2021)."),
        ("2020", "2021 2022", "B has worked with T, as A does, in X (2021–2022)."),
        ("2020 2022", "2021", "B works with T, as A has done, in X (since 2021)."),
        ("2020 2022", "2021 2023", "B has worked with T, as A has done, in X (2021–2023)."),
    ],
)
def test_activity_in_a_theme_that_is_over_is_spoken_of_in_the_past(of_a, of_b, text):
    made = network(
        [f"city:a PARTNER_IN project:x {of_a}", f"city:b PARTNER_IN project:x {of_b}",
         "project:x FOCUSES_ON theme:t", NOW]
    )  # fmt: skip
    assert said("say_theme_activity", made, "city:a", "city:b")[0] == text
