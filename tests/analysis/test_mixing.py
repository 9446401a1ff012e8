"""Mixing: ties between groups, counted by hand, and beside chance."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.mixing import mixing
from samverkan.analysis.result import Mixing
from samverkan.analysis.ties import Ties


def observed(found: Mixing) -> dict[tuple[str, str], int]:
    return {(c.one, c.other): c.observed for c in found.cells if c.observed}


def test_the_small_network(small):
    found = mixing(small, "county", permutations=3)
    assert found.groups == (("Norra län", 3), ("Södra län", 3))
    assert observed(found) == {
        ("Norra län", "Norra län"): 1,
        ("Norra län", "Södra län"): 5,
        ("Södra län", "Södra län"): 2,
    }
    assert observed(mixing(small, "sector", permutations=3)) == {
        ("municipality", "municipality"): 2,
        ("municipal-company", "municipality"): 2,
        ("municipality", "research"): 2,
        ("municipal-company", "research"): 1,
        ("business", "research"): 1,
    }
    themes = mixing(small, "theme", permutations=3)
    assert (themes.groups, themes.left_out, observed(themes)) == ((("theme:energy", 1),), {"no_theme": 5}, {})


def test_an_actor_is_in_every_theme_that_it_works_with():
    """Of project x, of wood and sun, all three; of project y, of sun only, one of them and another."""
    context = Context.of(
        network(
            ["project:x FOCUSES_ON theme:sun", "project:x FOCUSES_ON theme:wood", "project:y FOCUSES_ON theme:sun"]
            + [f"company:{c} PARTNER_IN project:{p} 2020" for c, p in (("a", "x"), ("b", "x"), ("c", "x"), ("c", "y"))]
            + ["company:d PARTNER_IN project:y 2020"]
        )
    )
    found = mixing(Ties(context), "theme", permutations=3)
    assert found.groups == (("theme:sun", 4), ("theme:wood", 3))
    assert observed(found) == {
        ("theme:sun", "theme:sun"): 4,
        ("theme:sun", "theme:wood"): 3 + 1,  # each of three pairs once, whichever way round, and c, of wood, with d
        ("theme:wood", "theme:wood"): 3,
    }


@given(
    st.sets(st.sampled_from(list(combinations(range(7), 2))), min_size=1),
    st.lists(st.sets(st.sampled_from(["theme:a", "theme:b", "theme:c"])), min_size=7, max_size=7),
)
@settings(max_examples=25)
def test_pairs_are_those_that_are_counted_one_by_one(edges, themes):
    lines = [f"company:{a} COLLABORATES_WITH company:{b}" for a, b in edges]
    lines += [f"company:{i} FOCUSES_ON {theme}" for i, of_one in enumerate(themes) for theme in of_one]
    found = mixing(Ties(Context.of(network(lines))), "theme", permutations=1)
    for cell in found.cells:
        assert cell.observed == sum(
            (cell.one in themes[a] and cell.other in themes[b]) or (cell.one in themes[b] and cell.other in themes[a])
            for a, b in edges
        )


def test_sectors_that_keep_to_themselves():
    """Ten towns and ten companies of two counties, in forty projects of four towns or of four companies."""
    lines = [f"company:c{i} LOCATED_IN city:{i}" for i in range(10)]
    for p in range(20):
        lines += [f"city:{(p + i * (1 + p % 3)) % 10} PARTNER_IN project:t{p} 2020" for i in range(4)]
        lines += [f"company:c{(p + i * (1 + p % 3)) % 10} PARTNER_IN project:c{p} 2020" for i in range(4)]
    towns = {f"city__{i}": {"country": "SE"} for i in range(10)}
    found = mixing(Ties(Context.of(network(lines, **towns))), "sector", seed=2, permutations=199)
    by = {(c.one, c.other): c for c in found.cells}
    apart = by["Company", "municipality"]
    assert apart.observed == 0
    assert apart.expected > 40
    assert apart.p == 1 / 200
    assert by["Company", "Company"].score > 0
    assert found.parameters == {"grouping": "sector", "permutations": 199, "seed": 2}
    assert found == mixing(Ties(Context.of(network(lines, **towns))), "sector", seed=2, permutations=199)
