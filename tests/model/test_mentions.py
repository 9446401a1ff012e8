import html
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.model.mentions import Mentions, words

ASA = Mentions({"person:awl": ["Åsa Wiklund Lång"]})


@pytest.mark.parametrize(
    "text",
    [
        "Åsa Wiklund Lång", "möte med ÅSA WIKLUND LÅNG.", "Asa Wiklund-Lang", "Åsa Lång", "Åsa Wiklund", "Lång, Åsa",
        "Wiklund Lång Åsa", "Åsa Wiklund Långs tal", "https://a.se/asa-wiklund-lang-2021", "asa.lang@gavle.se",
        "@asalang", "A\u030asa La\u030ang", "Åsa\u00a0Lång", "Å\u00adsa L\u200bång", "person:awl", "(person:awl)",
        "https://a.se/%C3%85sa%20L%C3%A5ng", "&Aring;sa L&aring;ng", "Åsa\nLång", "Åsa_Lång",
    ],
)  # fmt: skip
def test_a_text_names_somebody_in_many_ways(text):
    assert ASA.within(text)


@pytest.mark.parametrize(
    "text", ["", "Åsa", "Wiklund", "Lång", "Åsa kommun", "Wiklund Lång AB", "Långåsa", "en lång väg", "awl", "Asala ng"]
)
def test_a_word_alone_names_nobody(text):
    assert not ASA.within(text)


def test_double_first_names_initials_and_particles():
    anna = Mentions({"person:1": ["Anna-Britta Åkerlind"]})
    assert [anna.within(t) for t in ("Anna Åkerlind", "anna-britta åkerlind")] == [True, True]
    assert [anna.within(t) for t in ("Anna-Britta", "Anna Britta")] == [False, False]
    charlotte = Mentions({"person:2": ["Charlotte H. von Essen"]})
    assert [charlotte.within(t) for t in ("Charlotte von Essen", "Charlotte Essen")] == [True, True]
    assert [charlotte.within(t) for t in ("Charlotte H", "Charlotte von")] == [False, False]


def test_a_name_of_one_word_is_left_to_a_place_that_has_it():
    named = Mentions({"person:1": ["Eva Ek", "Lund", "Evita", "E"], "person:2": ["Karl Stad"]}, ["Lund", "Karl Stad"])
    assert [named.within(text) for text in ("Lund växer", "Evitas idé", "E 4", "Karl Stad AB")] == [
        False, True, False, True,
    ]  # fmt: skip


def test_nobody_is_named_where_nobody_is_known():
    assert not Mentions({})
    assert not Mentions({}).within("Eva Ek")
    assert not Mentions({"": ["", " - "]}).within("")


letters = st.text(st.characters(categories=["L"], exclude_characters="ıİ"), min_size=2, max_size=6).filter(words)


@given(st.lists(letters, min_size=2, max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_every_name_is_found_in_every_text_that_holds_it(parts, before, after):
    name = " ".join(parts)
    named = Mentions({"person:1": [name]})
    pair = f"{parts[0]} {parts[-1]}"
    for said in (name, pair, name.upper(), f"{before} {name} {after}", quote(name), html.escape(name)):
        assert named.within(said), said


@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3))
def test_nothing_breaks_it(text, names):
    assert Mentions({"person:1": names}).within(text) in (True, False)
