"""Text of a cell -> value."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.model.schema import Kind, Property
from samverkan.sources.cells import CELL_LIMIT, convert, convert_column
from samverkan.sources.findings import Code

PROPERTIES = {
    Kind.TEXT: Property("text"),
    Kind.LIST: Property("list", Kind.LIST),
    Kind.INTEGER: Property("integer", Kind.INTEGER),
    Kind.NUMBER: Property("number", Kind.NUMBER),
    Kind.DATE: Property("date", Kind.DATE, example="2021"),
}
APOSTROPHE = {
    "'=1+1": "=1+1",
    "''=1": "'=1",
    "'-5": "-5",
    "''\r0": "'\r0",
    "'s-Hertogenbosch": "'s-Hertogenbosch",
    "'": "'",
}
CODE = Property("municipality_code", pattern=r"\d{4}", width=4)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "  Gävle ", "Gävle"),
        (Kind.TEXT, "\u00a0", None),
        (Kind.TEXT, "NULL", "NULL"),
        (Kind.TEXT, "rad 1\nrad 2", "rad 1\nrad 2"),
        (Kind.LIST, "a | b|c ", ["a", "b", "c"]),
        (Kind.LIST, "a, b", ["a, b"]),
        (Kind.LIST, " | ", None),
        (Kind.INTEGER, "0", 0),
        (Kind.INTEGER, "12 345", 12345),
        (Kind.INTEGER, "12\u00a0345", 12345),
        (Kind.INTEGER, "12\u202f345,00", 12345),
        (Kind.INTEGER, "2021.0", 2021),
        (Kind.INTEGER, "\u22127", -7),
        (Kind.INTEGER, "9223372036854775807", 2**63 - 1),
        (Kind.NUMBER, "12,5", 12.5),
        (Kind.NUMBER, "1 012.5", 1012.5),
        (Kind.NUMBER, ",5", 0.5),
        (Kind.NUMBER, "-0", 0.0),
        (Kind.NUMBER, "1e3", 1000.0),
        (Kind.DATE, "2021", "2021"),
        (Kind.DATE, "2021.0", "2021"),
        (Kind.DATE, "2021-10", "2021-10"),
        (Kind.DATE, "2020-02-29", "2020-02-29"),
        (Kind.DATE, "2021-10-01 00:00:00", "2021-10-01"),
    ],
)
def test_a_value(kind, text, value):
    assert convert(text, PROPERTIES[kind]) == (value, None)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Kind.INTEGER, "1.000", Code.BAD_NUMBER),
        (Kind.INTEGER, "1,000", Code.BAD_NUMBER),
        (Kind.INTEGER, "2,5", Code.BAD_NUMBER),
        (Kind.INTEGER, "9223372036854775808", Code.BAD_NUMBER),
        (Kind.INTEGER, "-9223372036854775809", Code.BAD_NUMBER),
        (Kind.INTEGER, "", None),
        (Kind.NUMBER, "nan", Code.BAD_NUMBER),
        (Kind.NUMBER, "inf", Code.BAD_NUMBER),
        (Kind.NUMBER, "1e999", Code.BAD_NUMBER),
        (Kind.NUMBER, "1.234,5", Code.BAD_NUMBER),
        (Kind.NUMBER, "0x10", Code.BAD_NUMBER),
        (Kind.DATE, "0000", Code.BAD_DATE),
        (Kind.DATE, "2021-02-29", Code.BAD_DATE),
        (Kind.DATE, "2021-00", Code.BAD_DATE),
        (Kind.DATE, "2021-1-1", Code.BAD_DATE),
        (Kind.DATE, "21-10-01", Code.BAD_DATE),
        (Kind.DATE, "2021-10-01 12:00:00", Code.BAD_DATE),
        (Kind.TEXT, "a\0b", Code.BAD_TEXT),
        (Kind.TEXT, "half \ud800", Code.BAD_TEXT),
        (Kind.TEXT, "x" * (CELL_LIMIT + 1), Code.LONG_CELL),
    ],
)
def test_no_value(kind, text, code):
    value, problem = convert(text, PROPERTIES[kind])
    assert (value, problem and problem.code) == (None, code)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("0114", "0114", None),
        ("114", "0114", Code.PADDED),
        ("114.0", "0114", Code.PADDED),
        ("2180.0", "2180", None),
        ("٢١٨٠", None, Code.BAD_TEXT),
        ("21800", None, Code.BAD_TEXT),
    ],
)
def test_a_code_whose_zeros_a_spreadsheet_took(text, value, code):
    found, problem = convert(text, CODE)
    assert (found, problem and problem.code) == (value, code)


def test_a_digit_string_of_a_million_is_refused_at_once_and_shown_in_part():
    for kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE):
        began = time.process_time()
        value, problem = convert("9" * 10**6, PROPERTIES[kind])
        assert time.process_time() - began < 0.5
        assert value is None
        assert problem.values["text"] == "9" * 60 + "…"


def test_the_cells_of_a_column_share_their_values():
    values, problems = convert_column(["a | b", "", "a | b", "2021-13"], PROPERTIES[Kind.LIST])
    assert (values, problems) == ([["a", "b"], None, ["a", "b"], ["2021-13"]], {})
    assert values[0] is values[2]


@given(st.sampled_from(list(PROPERTIES.values())), st.text(st.characters(), max_size=40))
def test_any_text_is_a_value_or_a_problem(prop, text):
    value, problem = convert(text, prop)
    assert (value is None) or (problem is None)
    assert problem is None or problem.code.is_error
    if isinstance(value, str):
        value.encode()
    if isinstance(value, float):
        assert math.isfinite(value)
    if isinstance(value, int):
        assert -(2**63) <= value < 2**63


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_comes_back(number):
    assert convert(f"{number:_}".replace("_", " "), PROPERTIES[Kind.INTEGER]) == (number, None)


@given(st.floats(-1e15, 1e15))
def test_a_number_comes_back_from_its_own_text(number):
    assert convert(repr(number), PROPERTIES[Kind.NUMBER]) == (number, None)


@given(st.dates())
def test_a_date_comes_back(date):
    assert convert(date.isoformat(), PROPERTIES[Kind.DATE]) == (date.isoformat(), None)


def test_the_apostrophe_that_keeps_a_text_from_being_run_is_taken_away():
    assert {text: convert(text, Property("name"))[0] for text in APOSTROPHE} == APOSTROPHE
