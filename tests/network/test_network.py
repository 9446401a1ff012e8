"""Dates, years, themes and incidence, worked out by hand."""

from math import nan

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from networks import network
from samverkan.network.network import Network, binary, in_years


def entries(matrix: sp.csr_array, rows: list[str], columns: list[str]) -> dict[tuple[str, str], float]:
    """What a matrix holds, by the ids of its row and column."""
    found = matrix.tocoo()
    return {(rows[a], columns[b]): float(v) for a, b, v in zip(*found.coords, found.data, strict=True)}


# ---- dates


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021", 2021.0, 2022.0),
        ("2021-01", 2021.0, 2021 + 1 / 12),
        ("2021-12", 2021 + 11 / 12, 2022.0),
        ("2021-01-01", 2021.0, 2021 + 1 / 31 / 12),
        ("2021-12-31", 2021 + (11 + 30 / 31) / 12, 2022.0),
        ("2024-02-29", 2024 + (1 + 28 / 29) / 12, 2024 + 2 / 12),
        (None, nan, nan),
        ("", nan, nan),
    ],
)
def test_a_date_as_a_number_of_years(date, first, last):
    assert [in_years(date), in_years(date, last_day=True)] == pytest.approx([first, last], rel=1e-15, nan_ok=True)


@given(st.dates(), st.dates())
def test_a_later_day_is_later_and_the_last_day_of_a_month_or_year_is_its_end(one, other):
    early, late = sorted((f"{one:%Y-%m-%d}".zfill(10), f"{other:%Y-%m-%d}".zfill(10)))
    assert in_years(early) <= in_years(late)
    assert in_years(early, last_day=True) <= in_years(late, last_day=True)
    assert in_years(early) < in_years(early, last_day=True)
    for precision in (4, 7):
        assert in_years(early[:precision]) <= in_years(early)
        assert in_years(early, last_day=True) <= in_years(early[:precision], last_day=True)


# ---- what a network tells

MADE = network(
    [
        "city:a PARTNER_IN project:told 2022",
        "city:a PARTNER_IN project:seen 2021-07",
        "city:b PARTNER_IN project:seen 2020",
        "city:b COORDINATES project:seen 2023",
        "city:b PARTNER_IN project:never",
        "project:seen PART_OF programme:p 2019",
        "company:k LOCATED_IN city:a",
        "theme:heat BROADER theme:energy",
        "project:told FOCUSES_ON theme:heat",
    ],
    project__told={"start": "2018-07"},
)


def test_an_activity_began_when_it_says_or_with_the_first_relation_to_it():
    assert dict(zip(MADE.activities["id"], MADE.since.tolist(), strict=True)) == pytest.approx(
        {"programme:p": 2019.0, "project:never": nan, "project:seen": 2020.0, "project:told": 2018.5}, nan_ok=True
    )


def test_the_data_date_is_the_newest_start_as_it_was_written():
    assert MADE.data_date == "2023"
    assert network(["city:a PARTNER_IN project:x 2021-05", "city:a HOSTS project:x 2021"]).data_date == "2021-05"
    assert network(["city:a PARTNER_IN project:x"]).data_date is None


def test_since_when_each_is_in_what_by_the_newest_row():
    years = MADE.years(("PARTNER_IN", "COORDINATES"))
    assert entries(years, MADE.actors["id"], MADE.activities["id"]) == pytest.approx(
        {
            ("city:a", "project:seen"): 2021.5,
            ("city:a", "project:told"): 2022.0,
            ("city:b", "project:never"): nan,
            ("city:b", "project:seen"): 2023.0,
        },
        nan_ok=True,
    )
    assert MADE.years(()).shape == (3, 4)


def test_incidence_and_direct_ties_are_1_whatever_the_number_of_rows():
    made = network([
        "city:a PARTNER_IN project:x 2020", "city:a PARTNER_IN project:x 2021", "city:a HOSTS project:x",
        "city:b HOSTS project:x", "city:a TWINNED_WITH city:b", "city:b TWINNED_WITH city:a",
        "city:b TWINNED_WITH city:b", "company:k COLLABORATES_WITH city:b",
    ])  # fmt: skip
    actors, activities = made.actors["id"], made.activities["id"]
    assert entries(made.incidence(("PARTNER_IN", "HOSTS")), actors, activities) == {
        ("city:a", "project:x"): 1.0, ("city:b", "project:x"): 1.0,
    }  # fmt: skip
    assert entries(made.direct(("TWINNED_WITH", "COLLABORATES_WITH")), actors, actors) == {
        ("city:a", "city:b"): 1.0, ("city:b", "city:a"): 1.0,
        ("city:b", "company:k"): 1.0, ("company:k", "city:b"): 1.0,
    }  # fmt: skip


def test_the_theme_of_a_part_of_one():
    assert MADE.theme_of == {"theme:heat": "theme:energy"}


def test_relations_of_a_pair_are_found_from_either_end_and_a_fact_of_one_once():
    made = network(["city:a TWINNED_WITH city:b 2024", "city:a TWINNED_WITH city:a"])
    assert {pair: [(r.source, r.target, r.year) for r in rows] for pair, rows in made.of_pair.items()} == {
        ("city:a", "city:b"): [("city:a", "city:b", 2024)],
        ("city:b", "city:a"): [("city:a", "city:b", 2024)],
        ("city:a", "city:a"): [("city:a", "city:a", None)],
    }


def test_names_and_kinds_of_whatever_is_in_it():
    found = {id: (MADE.name(id), MADE.kind(id)) for id in ("company:k", "project:told", "theme:heat")}
    assert found == {
        "company:k": ("K", "Company"), "project:told": ("Told", "Project"), "theme:heat": ("Heat", "Theme"),
    }  # fmt: skip


def test_an_empty_network_has_empty_matrices():
    empty: Network = network([])
    assert (empty.since.tolist(), empty.years(("PARTNER_IN",)).shape, empty.direct(()).shape) == ([], (0, 0), (0, 0))


def test_pairs_become_ones_in_order():
    matrix = binary([(1, 2), (0, 1), (1, 0), (1, 2)], (2, 3))
    np.testing.assert_array_equal(matrix.toarray(), [[0, 1, 0], [1, 0, 1]])
    assert matrix.indices.tolist() == [1, 0, 2]
