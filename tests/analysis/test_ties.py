"""The one-mode network of working ties, and its groups."""

import numpy as np
import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.ties import Ties, main_themes


def pairs(ties: Ties) -> set[frozenset[str]]:
    rows, columns = ties.joined.tocoo().coords
    return {frozenset((ties.ids[a], ties.ids[b])) for a, b in zip(rows.tolist(), columns.tolist(), strict=True)}


def test_the_small_network(small):
    team = ["city:aby", "city:norrvik", "company:aby-energi", "university:norrvik"]
    assert small.ids == ["city:aby", "city:aby-vik", "city:norrvik", "company:aby-energi", "company:trahus",
                         "university:norrvik"]  # fmt: skip
    assert pairs(small) == {
        *(frozenset((a, b)) for a in team for b in team if a != b),
        frozenset(("city:norrvik", "city:aby-vik")),
        frozenset(("university:norrvik", "company:trahus")),
    }
    assert small.degree.tolist() == [3, 1, 4, 3, 1, 4]
    strength = small.strength.toarray()
    assert strength[0, 2] == pytest.approx(1 / 5)
    assert strength[1, 2] == pytest.approx(1 / 24 + 1)
    assert strength[4, 5] == 1.0
    assert small.graph.number_of_edges() == 8


def test_the_groups_of_the_small_network(small):
    assert small.labels("county") == ["Norra län", "Norra län", "Södra län", "Norra län", "Södra län", "Södra län"]
    assert small.labels("sector") == ["municipality"] * 3 + ["municipal-company", "business", "research"]
    assert small.labels("theme") == ["theme:energy", None, None, None, None, None]


def test_a_part_of_the_ties_is_that_of_some_kinds_a_theme_or_a_county():
    found = Context(
        network(
            ["project:x FOCUSES_ON theme:energy", "city:a TWINNED_WITH city:b", "company:c LOCATED_IN city:a"]
            + [f"{actor} PARTNER_IN project:x" for actor in ("city:a", "city:b", "company:c")]
            + [f"{actor} PARTNER_IN project:y" for actor in ("city:a", "company:d")],
            city__a={"county": "Ale län"},
        )
    )
    assert Ties(found).ids == ["city:a", "city:b", "company:c", "company:d"]
    assert pairs(Ties(found, kinds=("City",))) == {frozenset(("city:a", "city:b"))}
    assert Ties(found, theme="theme:energy").ids == ["city:a", "city:b", "company:c"]
    assert Ties(found, theme="theme:energy").direct.nnz == 0
    assert pairs(Ties(found, county="Ale län")) == {frozenset(("city:a", "company:c"))}


def test_a_part_does_not_make_a_small_team_of_a_large_one():
    lines = [f"company:c{i} PARTNER_IN project:x" for i in range(20)] + ["city:a PARTNER_IN project:x"]
    found = Context(network([*lines, "city:b PARTNER_IN project:x"]))
    assert Ties(found, kinds=("City",)).ids == []


def test_the_main_theme_is_where_most_is_done_and_of_equal_ones_the_rarer():
    found = Context.of(
        network(
            [f"project:{p} FOCUSES_ON theme:{t}" for p, t in (("a", "wood"), ("b", "sun"), ("c", "sun"), ("d", "wood"))]
            + [f"company:both PARTNER_IN project:{p} 2020" for p in "ab"]
            + [f"company:sunny PARTNER_IN project:{p} 2020" for p in "bcd"]
            + ["company:none PARTNER_IN project:e 2020", "company:whole PARTNER_IN programme:p"]
            + [
                "programme:p FOCUSES_ON theme:wood",
                "city:own FOCUSES_ON theme:wood",
                "company:third PARTNER_IN project:c 2020",
            ]
        )
    )
    themes = dict(zip(found.network.actors["id"], main_themes(found), strict=True))
    assert themes == {
        "city:own": "theme:wood",
        "company:both": "theme:sun",
        "company:none": None,
        "company:sunny": "theme:sun",
        "company:third": "theme:sun",
        "company:whole": None,
    }
    assert np.argmax(found.rarity) == found.themes.index("theme:sun")
