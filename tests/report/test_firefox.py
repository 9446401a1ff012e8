"""The reports in Firefox, where it can be had: drawn, searched, filtered, saved, and nothing that they may not do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import firefox
from firefox import Firefox, started
from networks_of_reports import pages as pages_of
from samverkan.language import use_language
from visits import axe_script

DRAWN = "#nv-picture[data-drawn]"
READY = "html[data-tables=ready]"


@pytest.fixture(scope="module", params=[("sv", "light"), ("en", "dark")], ids=lambda pair: "-".join(pair))
def setting(request) -> tuple[str, str]:
    """A language and a colour scheme."""
    return request.param


@pytest.fixture(scope="module")
def browser(setting, tmp_path_factory) -> Iterator[Firefox]:
    """A Firefox; not every machine can have one, and no rule says that it must."""
    program = firefox.found()
    if program is None:
        pytest.skip("no Firefox, nor could one be had: make test brings Debian's where it may install")
    dark = setting[1] == "dark"
    with started(program, tmp_path_factory.mktemp("firefox"), dark=dark) as one:
        assert one.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
        yield one


@pytest.fixture(scope="module")
def pages(setting, tmp_path_factory) -> Iterator[dict[str, Path]]:
    """The programme's report and a dossier of the small network, as files."""
    folder = tmp_path_factory.mktemp("pages")
    use_language(setting[0])
    made = {kind: folder / f"{kind}.html" for kind in ("programme", "city")}
    for kind, text in pages_of().items():
        made[kind].write_text(text, encoding="utf-8", newline="\n")
    yield made
    use_language("en")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("kind", ["programme", "city"])
def test_it_is_whole_usable_by_everybody_and_does_nothing_that_it_may_not(browser, pages, kind, width):
    browser.open(pages[kind], width=width)
    if kind == "programme":
        browser.wait_for(DRAWN)
    browser.wait_for(READY)
    page = "document.documentElement"
    assert browser.evaluate(f"{page}.scrollWidth <= {page}.clientWidth")  # nothing makes the page wider
    assert json.loads(browser.evaluate(axe_script())) == []
    assert browser.logged == []
    assert [url for url in browser.requested if not url.startswith(("file:", "data:"))] == []


def test_by_keyboard_a_city_is_found_and_going_back_shows_what_was_before(browser, pages):
    browser.open(pages["programme"], width=1440)
    browser.wait_for(DRAWN)
    browser.evaluate("document.getElementById('nv-query').focus()")
    browser.press(*"Bro")
    browser.wait_for("#nv-hits [role=option]")
    browser.press("ArrowDown", "Enter")
    assert browser.evaluate("location.hash") == "#city:bro"
    assert "Bro" in browser.evaluate("document.getElementById('nv-panel').textContent")
    before = browser.evaluate("document.getElementById('nv-panel').textContent")
    browser.evaluate("new Promise(done => { addEventListener('popstate', () => setTimeout(done)); history.back(); })")
    assert browser.evaluate("document.getElementById('nv-panel').textContent") != before


def test_the_gaps_are_narrowed_and_saved(browser, pages):
    browser.open(pages["programme"], width=1440)
    browser.wait_for(READY)
    rows = "[...document.querySelectorAll('#t-gaps tbody tr')].filter(row => !row.hidden).length"
    every = browser.evaluate(rows)
    browser.evaluate("document.querySelector('[data-table=t-gaps] select:last-of-type').focus()")
    browser.press("ArrowDown")
    left = browser.evaluate(rows)
    assert 0 < left < every
    text = browser.evaluate("""new Promise(done => {
        const before = URL.createObjectURL;
        URL.createObjectURL = blob => { blob.text().then(done); URL.createObjectURL = before; return before(blob); };
        document.querySelector('[data-table=t-gaps] .tools button').click();
    })""")
    assert len(text.splitlines()) == left + 1
    assert browser.logged == []


def test_a_link_leads_into_a_table_that_was_not_built_yet(browser, pages):
    browser.open(pages["programme"], width=1440, anchor="#s1")
    assert browser.evaluate("document.querySelector(':target').closest('table').id") == "t-sources"
