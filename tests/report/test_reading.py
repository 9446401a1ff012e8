"""Reports in a real browser: what they do, whether everybody can use them, and the things that people do with them."""

import csv
import io
from pathlib import Path

import pytest

from networks_of_reports import NODES, results
from networks_of_reports import pages as pages_of
from samverkan.language import use_language
from visits import NOTHING

KINDS = ("programme", "city")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[tuple[str, str], Path]:
    """The programme's report and a dossier of the small network, in both languages, as files."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for language in ("sv", "en"):
        use_language(language)
        for kind, text in pages_of().items():
            path = folder / f"{language}-{kind}.html"
            path.write_text(text, encoding="utf-8", newline="\n")
            made[language, kind] = path
    use_language("en")
    return made


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_everybody_can_use_it_and_it_does_nothing_that_it_may_not(visit, pages, language, kind, width, scheme):
    seen = visit(pages[language, kind], width=width, color_scheme=scheme)
    assert seen.axe() == []
    assert seen.findings() == NOTHING
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width  # nothing makes the page wider


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_it_is_whole(visit, pages, kind):
    seen = visit(pages["sv", kind], script=False)
    page = seen.page
    assert page.locator("table").count() > 3
    assert page.locator("button:visible, input:visible, select:visible").count() == 0  # nothing that would do nothing
    rows = page.locator(".t-ties tbody tr, .t-own-ties tbody tr")
    assert rows.count() == rows.locator("visible=true").count() > 5


def texts(page, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_text_contents()]


def test_a_table_is_sorted_by_its_headings_as_the_language_does(visit, pages):
    page = visit(pages["sv", "programme"]).page
    first = "#t-actors tbody tr:visible th"
    assert texts(page, first) == ["Bro", "Dal", "Kraft AB", "Västra universitetet", "Åby", "Öst"]
    heading = page.locator("#t-actors th[scope=col]").first
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert texts(page, first) == ["Öst", "Åby", "Västra universitetet", "Kraft AB", "Dal", "Bro"]
    page.locator("#t-actors th[scope=col]", has_text="Arbetsband").get_by_role("button").click()
    numbers = [int(text) for text in texts(page, "#t-actors tbody tr td:nth-child(5)")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 3
    assert page.locator("#t-actors th[aria-sort]").count() == 1


def test_a_table_is_narrowed_and_says_so(visit, pages):
    page = visit(pages["sv", "programme"]).page
    box = page.locator("[data-table=t-ties]")
    assert box.get_by_role("status").text_content() == "19 av 19 rader"
    box.get_by_label("Sök i tabellen").fill("kraft")
    assert box.get_by_role("status").text_content() == "4 av 19 rader"
    box.get_by_label("Relation", exact=True).select_option("finansierar")
    assert texts(page, "#t-ties tbody tr:visible th") == ["Kraft AB"]
    assert box.get_by_role("status").text_content() == "1 av 19 rader"


def saved(page, table: str) -> tuple[str, str]:
    """Save a table by keyboard; return the name of the file and its text."""
    with page.expect_download() as download:
        page.locator(f"[data-table={table}] .tools button").press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode("utf-8")


def test_a_table_is_saved_as_a_spreadsheet_of_the_language_opens_it(visit, pages):
    name, text = saved(visit(pages["sv", "programme"], accept_downloads=True).page, "t-ties")
    assert name == "ties.csv"
    assert text.startswith("\ufeffFrån;Relation;Till;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(rows) == 19
    assert [r["Belopp, kronor"] for r in rows if r["Relation"] == "finansierar"] == ["1500000"]
    _name, text = saved(visit(pages["en", "programme"], accept_downloads=True).page, "t-actors")
    assert text.startswith("\ufeffName,Kind,Sector,")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """The programme's report of the small network and 800 companies more."""
    more = {f"company:c{n}": {"name": f"Bolag {n}"} for n in range(800)}
    path = tmp_path_factory.mktemp("crowd") / "a.html"
    use_language("sv")
    path.write_text(pages_of(results(nodes=more))["programme"], encoding="utf-8", newline="\n")
    use_language("en")
    return path


def test_of_a_very_long_table_the_first_rows_are_laid_out_until_one_wants_all(visit, crowd):
    page = visit(crowd, accept_downloads=True).page
    box, rows = page.locator("[data-table=t-actors]"), page.locator("#t-actors tbody tr:visible")
    assert box.get_by_role("status").text_content() == "806 av 806 rader"
    assert rows.count() == 700
    _name, text = saved(page, "t-actors")
    assert len(text.splitlines()) == 807  # a saved table has all
    box.get_by_label("Sök i tabellen").fill("vastra UNIV")  # beyond the first, and written as on a foreign keyboard
    assert texts(page, "#t-actors tbody tr:visible th") == ["Västra universitetet"]
    box.get_by_label("Sök i tabellen").fill("")
    button = box.get_by_role("button", name="Visa alla 806 rader (nu de 700 första)")
    button.press("Enter")
    assert rows.count() == 806
    assert not button.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"  # not lost with the button


def test_paper_has_every_row_of_a_very_long_table(visit, crowd):
    page = visit(crowd).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#t-actors tbody tr:visible").count() == 806


def test_a_link_leads_into_a_table_that_was_not_built_yet(visit, pages):
    page = visit(pages["sv", "programme"], anchor="#s1").page
    assert page.evaluate("document.querySelector(':target').closest('table').id") == "t-sources"
    page.wait_for_timeout(700)  # the page may glide there
    top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= top < 900


def test_a_broken_address_breaks_no_table(visit, pages):
    seen = visit(pages["sv", "city"], anchor="#100%")
    assert seen.findings() == NOTHING
    assert seen.page.locator("table tbody tr:visible").count() > 0


def test_who_comes_by_a_link_to_a_city_sees_why_it_ought_to_meet_others(visit, pages):
    page = visit(pages["sv", "programme"], anchor="#city:aby").page
    assert page.locator("#nv-panel .nv-suggested .nv-reason:visible").count() > 2
    assert page.evaluate("document.getElementById('network').getBoundingClientRect().top < 300")  # not at its row


FORMULAS = ("=1+1", "+46 1", "-2", "@SUM(A1)", "\t=1", "\r=1", 'a"b;c,d')


def test_no_cell_of_a_saved_table_becomes_a_formula(visit, tmp_path):
    ids = [id for id in NODES if id.split(":")[0] in ("city", "company", "university")]
    named = {id: {"name": text} for id, text in zip(ids, FORMULAS, strict=False)}
    path = tmp_path / "a.html"
    path.write_text(pages_of(results(nodes=named))["programme"], encoding="utf-8", newline="\n")
    _name, text = saved(visit(path, accept_downloads=True).page, "t-actors")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []
    assert "'=1+1" in cells
    assert all(len(row) == len(rows[0]) for row in rows)


def test_paper_has_the_tables_whole_and_no_controls(visit, pages):
    page = visit(pages["sv", "programme"]).page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".tools:visible, nav:visible").count() == 0
    boxes = page.evaluate("[...document.querySelectorAll('.scroll')].map(b => getComputedStyle(b).overflow)")
    assert set(boxes) == {"visible"}
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 37, 43)"  # light, on paper
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def test_by_keyboard_one_finds_a_city_and_whom_it_ought_to_meet(visit, pages):
    page = visit(pages["sv", "programme"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    box = page.locator("[data-table=t-suggestions]")
    box.get_by_label("För", exact=True).focus()
    page.keyboard.type("Bro")
    assert set(texts(page, "#t-suggestions tbody tr:visible th")) == {"Bro"}
    why = texts(page, "#t-suggestions tbody tr:visible td:nth-child(5)")
    assert any("Åby" in text for text in why)
    page.locator("#t-suggestions tbody tr:visible td:nth-child(5) a").first.press("Enter")  # to the source
    assert page.evaluate("document.querySelector(':target').textContent").strip()[:1].isdigit()


def test_a_link_to_a_row_that_a_filter_hides_shows_it(visit, pages):
    page = visit(pages["sv", "programme"]).page
    page.locator("[data-table=t-actors]").get_by_label("Slag", exact=True)
    assert page.locator("#city\\:bro").is_visible()
    page.evaluate("document.getElementById('city:bro').hidden = true")
    page.evaluate("location.hash = '#city:bro'")
    page.wait_for_function("!document.getElementById('city:bro').hidden")


def test_by_keyboard_one_filters_the_gaps_and_sees_one_in_the_picture(visit, pages):
    page = visit(pages["sv", "programme"]).page
    box = page.locator("[data-table=t-gaps]")
    before = page.locator("#t-gaps tbody tr").count()
    county = box.get_by_label("Län", exact=True)
    county.focus()
    page.keyboard.type("Väst")
    left = texts(page, "#t-gaps tbody tr:visible td:nth-child(5)")
    assert 0 < len(left) < before
    assert all("Västra länet" in text for text in left)
    assert box.get_by_role("status").text_content() == f"{len(left)} av {before} rader"
    page.locator("#t-gaps tbody tr:visible td:nth-child(2) a").first.press("Enter")
    page.wait_for_function("location.hash.startsWith('#gap:')")
