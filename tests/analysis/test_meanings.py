"""Every number of every analysis has its meaning, its source, and its place in the manual."""

import re

import pytest

from checkout import ROOT
from samverkan.analysis.catalog import ANALYSES, as_record
from samverkan.analysis.meanings import GROUPINGS, MEANINGS, group_in_words
from samverkan.analysis.result import Overview
from samverkan.analysis.ties import Ties
from samverkan.language import use_language


@pytest.fixture(scope="module")
def results(small):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("samverkan.analysis.mixing.PERMUTATIONS", 9)
        return {name: analysis.results(small, 1, lambda *done: None) for name, analysis in ANALYSES.items()}


def test_every_number_has_a_meaning_and_every_meaning_a_number(results):
    measures = set()
    for found in results.values():
        for result in found:
            measures |= {n.measure for n in result.numbers} if isinstance(result, Overview) else {result.name}
    assert measures == set(MEANINGS)


def test_every_result_knows_its_source(results):
    assert [r.name for found in results.values() for r in found if not re.search(r"\(\d{4}\)", r.source)] == []


def test_a_record_says_what_its_numbers_mean_in_the_language_in_use(results, small):
    (_degree, _strength, between) = results["centrality"]
    use_language("sv")
    try:
        assert as_record(between, small.context.network)["means"].startswith("Andelen av de kortaste vägarna")
        assert group_in_words(small.context, "sector", "municipality") == "kommun"
        assert group_in_words(small.context, "theme", "theme:energy") == "Energi"
    finally:
        use_language("en")
    assert group_in_words(small.context, "theme", "theme:energy") == "Energy"
    assert group_in_words(small.context, "sector", "municipal-company") == "municipal company"
    assert group_in_words(small.context, "county", "Norra län") == "Norra län"


def test_the_page_on_measures_has_all_of_them():
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    counts = {"actors", "without_ties", "without_data", "activities", "ties", "partners", "median_partners"}
    assert [name for name in MEANINGS if name not in counts and f"`{name}`" not in text] == []


def test_groupings_are_those_of_ties(small):
    assert all(len(small.labels(grouping)) == len(small.ids) for grouping in GROUPINGS)
    assert isinstance(small, Ties)
