"""The reports of the real network: nobody who may not be seen, everything that ought to be there, and not too large."""

import csv
import re
from html import unescape

import pytest
from playwright.sync_api import Locator

from samverkan.analysis.gaps.whatif import temporary_store
from samverkan.language import use_language
from samverkan.model.domain import SCHEMA
from samverkan.report import results as working_out
from samverkan.report.dossier import city_page
from samverkan.report.material import Material
from samverkan.report.page import Wanted
from samverkan.report.programme import programme_page
from samverkan.report.results import Results
from samverkan.sources.reader import read_dataset
from samverkan.store.base import Load


@pytest.fixture(scope="module")
def pages(real_data) -> dict[str, str]:
    """The programme's report and two dossiers for the public, in Swedish; what is left to chance is not looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working_out, "LARGE", 0)  # no evaluation
        whole = read_dataset(real_data, SCHEMA)
        load = Load("1", "", "0.1.0", whole.digest, whole.data_date)
        seen = Material.of(whole, load, "public")
        with temporary_store(seen.dataset) as store:
            results = Results.of(store, seen, permutations=9)
    use_language("sv")
    made = {city: city_page(results, f"city:{city}", Wanted()) for city in ("gavle", "arvika")}
    made["programme"] = programme_page(results, Wanted())
    use_language("en")
    return made


def test_the_public_sees_no_person_by_whatever_name(pages, real_data):
    with (real_data / "people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    names = {name for p in people for name in (p["id"], p["name"], *p["aliases"].split(" | ")) if name}
    assert len(names) > len(people) > 100
    for page in pages.values():
        text = unescape(page).casefold()
        assert [name for name in names if name.casefold() in text] == []


def test_a_page_is_not_too_large(pages):
    assert len(pages["programme"].encode()) < 2_000_000
    assert len(pages["gavle"].encode()) < 300_000


def rows(page: str, table: str) -> list[str]:
    return re.findall(r"<tr.*", re.search(rf'<table id="{table}".*?<tbody>(.*?)</tbody>', page, re.DOTALL)[1])


def test_every_actor_activity_and_tie_is_there(pages, real_data):
    def number(name: str) -> int:
        with (real_data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return sum(1 for row in csv.DictReader(file) if not row.get("from", "").startswith("person:"))

    assert len(rows(pages["programme"], "t-actors")) == number("cities") + number("organisations")
    assert len(rows(pages["programme"], "t-activities")) == number("activities")
    assert len(rows(pages["programme"], "t-ties")) == number("relations")


def test_a_reader_finds_who_is_most_alone_and_with_whom_gavle_ought_to_talk(pages):
    page = pages["programme"]
    first = rows(page, "t-members")[0]
    alone = unescape(re.search(r"Ensammast är <b><a [^>]*>([^<]*)", page)[1])
    assert f">{alone}</a>" in first
    (gavle,) = [row for row in rows(page, "t-members") if '<th><a href="#city:gavle"' in row]
    target, whom = re.search(r'<a href="#(suggest-gavle-project-1)">([^<]*)</a>', gavle).groups()
    why = re.search(rf'<tr id="{target}">(.*)', page)[1]
    assert f">{whom}</a>" in why
    assert re.search(r'class="notes">\[<a href="#s\d', why)


def test_a_dossier_begins_with_whom_to_talk_to_and_leads_to_the_reasons(pages):
    page = pages["gavle"]
    lead = re.search(r'<p class="lead">(.*)', page)[1]
    first = re.findall(r'<a href="#(suggest-gavle-[a-z]+-1)">([^<]*)</a>', lead)
    assert [target.split("-")[2] for target, _whom in first] == ["project", "twin", "learning"]
    for target, whom in first:
        why = re.search(rf'<li id="{target}">(.*?)</li>', page, re.DOTALL)[1]
        assert f">{whom}</a>" in why
        assert re.search(r'class="notes">\[<a href="#s\d', why)
    assert first[0] in re.findall(r'<a href="#(suggest-gavle-project-1)">([^<]*)</a>', pages["programme"])


def test_the_credits_that_sources_ask_for_are_in_every_page(pages):
    for page in pages.values():
        text = unescape(re.sub(r"<[^>]+>", "", page))
        assert all(f"{asks}:" in text for asks in ("CC BY 4.0", "MIT", "CC0 1.0"))
        assert all(name in text for name in ("GeoNames", "Klimatkollen", "SMHI", "keep.eu"))


def test_a_suggestion_says_nothing_twice(pages):
    told = [re.sub(r"<td[^>]*>", ". ", row) for page in pages.values() for row in rows(page, "t-suggestions")]
    plain = [unescape(re.sub(r"<[^>]+>", "", row)) for row in told]
    sentences = [[s for s in row.split(". ") if len(s) > 25] for row in plain]
    assert sum(map(len, sentences)) > 100
    assert [row for row in sentences if len(set(row)) < len(row)] == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_link_leads_to_its_target_and_back_leads_to_where_it_was(visit, pages, width):
    page = visit(pages["programme"], width=width, anchor="#city:gavle").page

    def top(element: Locator) -> float:
        """Where it is in the window, once the page has stood still."""
        at = None
        while at != (at := element.evaluate("e => e.getBoundingClientRect().top")):
            page.wait_for_timeout(400)
        return at

    assert 0 <= top(page.locator("#network")) < 200
    sources = page.locator("#t-suggestions .notes a")
    for link in (sources.first, *page.locator("nav.contents a[href]").all(), sources.nth(3)):
        link.hover()
        before = top(link)
        link.click()
        assert 0 <= top(page.locator(f"[id='{link.get_attribute('href')[1:]}']")) < 100, link.get_attribute("href")
        page.go_back()
        assert abs(top(link) - before) < 2


@pytest.mark.parametrize("anchor", ["#city:gavle", "#gap:0"])
def test_a_source_has_one_number_on_the_whole_page(visit, pages, anchor):
    page = visit(pages["programme"], anchor=anchor).page
    page.wait_for_selector("#nv-panel .nv-sources")
    marks = page.eval_on_selector_all("#nv-panel .nv-refs a[title]", "all => all.map(a => [a.textContent, a.title])")
    listed = page.eval_on_selector_all(
        "#nv-panel .nv-sources li", "all => all.map(li => [`[${li.value}]`, li.querySelector('a').textContent])"
    )
    titles = {f"[{n}]": unescape(title) for n, title in re.findall(
        r'<tr id="s(\d+)"><th[^>]*>\d+<td>(?:<a [^>]*>)?([^<]*)', pages["programme"])}  # fmt: skip
    assert len(marks) > 1
    assert {*map(tuple, marks)} <= {*map(tuple, listed)}
    assert [(n, title) for n, title in listed if titles[n] != title] == []
    assert page.locator("#nv-panel a[href^='#s']").count() == 0
