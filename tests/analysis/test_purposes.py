"""What each measure adds to a score, worked out by hand."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis.context import Context, View
from samverkan.analysis.measures import GROUPS, Measure, Said
from samverkan.analysis.purposes import PURPOSES, Purpose, Shape, Term, purposes_of
from samverkan.errors import AnalysisError

# a and b have a working tie; c, d and e are strangers to a
MADE = network(["city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x"], city__c={}, city__d={}, city__e={})


def measure(name: str, *values: float) -> Measure:
    """A measure that says this of a, b, c, d and e, whoever asks."""
    return Measure(
        name,
        "near",
        lambda view: np.tile(np.array(values, dtype=float), (len(view.rows), 1)),
        lambda *_places: Said("So.", ()),
    )


def purpose(*terms: Term) -> Purpose:
    return Purpose("test", terms, lambda _context, _subject: {})


def added(of: Purpose, **weights: float) -> dict[str, list[float]]:
    """What each measure adds to the score of each, for a."""
    view = View(Context.of(MADE), [0])
    return {name: v[0].tolist() for name, v in of.contributions(view, of.measured(view), weights).items()}


def test_a_value_counts_by_its_weight_and_a_missing_one_adds_nothing():
    of = purpose(Term(measure("one", 0, 1, 0.5, nan, 0), (2.0,)), Term(measure("two", 0, 0, 1, 1, 0), (0.25,)))
    assert added(of) == {"one": [0.0, 2.0, 1.0, 0.0, 0.0], "two": [0.0, 0.0, 0.25, 0.25, 0.0]}
    assert added(of, one=0, two=4.0) == {"one": [0.0] * 5, "two": [0.0, 0.0, 4.0, 4.0, 0.0]}


def test_a_value_without_an_upper_bound_counts_as_its_share_of_the_largest_of_a_stranger():
    of = purpose(Term(measure("one", 90, 60, 30, 15, nan), (2.0,), Shape.RELATIVE))
    assert added(of) == {"one": [6.0, 4.0, 2.0, 1.0, 0.0]}
    assert added(purpose(Term(measure("one", 9, 9, 0, nan, 0), (2.0,), Shape.RELATIVE))) == {"one": [0.0] * 5}


def test_weak_reasons_are_at_most_a_tenth_of_all_and_nothing_by_themselves():
    of = purpose(
        Term(measure("strong", 0, 0, 9, 9, 0), (1.0,)),
        Term(measure("weak", 0, 0, 0.5, 3, 7), (1.0,), weak=True),
        Term(measure("weaker", 0, 0, 0.25, 1, 7), (1.0,), weak=True),
    )
    assert added(of) == {
        "strong": [0.0, 0.0, 9.0, 9.0, 0.0],
        "weak": [0.0, 0.0, 0.5, 0.75, 0.0],
        "weaker": [0.0, 0.0, 0.25, 0.25, 0.0],
    }


def test_a_score_is_the_sum_of_what_is_added():
    of = purpose(Term(measure("one", 0, 1, 0.5, nan, 0), (2.0,)), Term(measure("two", 0, 0, 1, 1, 0), (0.25,)))
    assert of.score(View(Context.of(MADE), [0])).tolist() == [[0.0, 2.0, 1.25, 0.25, 0.0]]


def test_who_is_a_stranger():
    context = Context.of(MADE)
    assert purpose().strangers(View(context, [0, 2])).tolist() == [
        [False, False, True, True, True],
        [True, True, False, True, True],
    ]
    to_join = Purpose("test", (), lambda _context, _subject: {}, activities=True)
    assert to_join.strangers(View(context, [0, 2])).tolist() == [[False], [True]]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"popularity": 1.0}, "popularity is no measure of test. There are: one, two."),
        ({"one": 1.0, "two": -0.5}, "The weight of two is -0.5; 0 or more was expected."),
        ({"one": nan}, "The weight of one is nan; 0 or more was expected."),
        ({"one": inf}, "The weight of one is inf; 0 or more was expected."),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, said):
    with pytest.raises(AnalysisError) as refused:
        added(
            purpose(Term(measure("one", 0, 1, 2, 3, 4), (1.0,)), Term(measure("two", 0, 1, 2, 3, 4), (1.0,))), **weights
        )
    assert str(refused.value) == said


# ---- the purposes there are


def test_the_purposes_in_the_order_in_which_they_are_shown():
    assert list(PURPOSES) == list(purposes_of(Context.of(MADE))) == ["twin", "learning", "project", "join"]
    assert [name for name, of in PURPOSES.items() if of.activities] == ["join"]
    for of in PURPOSES.values():
        names = [term.measure.name for term in of.terms]
        assert len({*names}) == len(names), of.name
        assert {term.measure.group for term in of.terms} <= {*GROUPS}


def test_meetings_are_the_weak_reasons():
    assert {term.measure.name for of in PURPOSES.values() for term in of.terms if term.weak} == {"meetings"}


ROWS = st.sets(
    st.tuples(
        st.sampled_from(["city:a", "city:b", "city:c", "company:k", "company:l"]),
        st.sampled_from(["PARTNER_IN project:x", "PARTNER_IN project:y", "MEMBER_OF network:n", "SIGNED agreement:g",
                         "TOOK_PART_IN event:e", "MEMBER_OF programme:p", "TWINNED_WITH city:c", "LOCATED_IN city:b",
                         "FOCUSES_ON theme:t", "FOCUSES_ON theme:u", "SISTER_CITY_OF city:c"]),
        st.sampled_from(["-", "2012", "2022-05"]),
    ),
    max_size=20,
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_contributions_are_never_negative_and_add_up_and_meetings_are_at_most_a_tenth_of_them(rows):
    facts = {f"city__{c}": {"county": "X län", "population": 10 ** (4 + n)} for n, c in enumerate("abc")}
    made = network([" ".join(row) for row in sorted(rows) if row[0] not in row[1]], **facts)
    context = Context.of(made)
    view = View(context, range(len(made.actors)))
    for of in PURPOSES.values():
        found = of.contributions(view, of.measured(view))
        shape = (len(made.actors), len(made.activities if of.activities else made.actors))
        assert {values.shape for values in found.values()} == {shape}
        assert all((values >= 0).all() for values in found.values())
        total = sum(found.values())
        np.testing.assert_allclose(of.score(view), total, rtol=1e-12)
        weak = sum((found[term.measure.name] for term in of.terms if term.weak), start=np.zeros(shape))
        assert (weak <= total / 10 + 1e-12).all()
