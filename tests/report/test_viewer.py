"""The network view in a real browser, on the real network."""

import json
import re

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.purposes import purposes_of
from samverkan.analysis.suggestions import Reason, Suggestion, Suggestions, Wishes, suggest
from samverkan.language import use_language
from samverkan.network.network import Relation
from samverkan.report.figure import Gap, Source, draw_network
from samverkan.store.base import read_nodes
from viewer_page import viewer_page
from visits import NOTHING, Visit


@pytest.fixture(scope="module")
def pages(real_context, real_store) -> dict[str, str]:
    """The view of the real network in both languages, with suggestions for Gävle and two gaps."""
    rows = read_nodes(real_store, "Source", ("id", "name", "publisher", "url", "published"))
    sources = {id: Source(*rest) for id, *rest in rows}
    purposes = purposes_of(real_context).values()
    made = {}
    for language in ("sv", "en"):
        use_language(language)
        answers = [suggest(real_context, "city:gavle", purpose, Wishes(limit=3)) for purpose in purposes]
        gaps = [
            Gap(
                "alone",
                "Alone",
                "Arvika works with no other member",
                ("city:arvika",),
                (("city:arvika", "city:karlstad"),),
            ),
            Gap("theme", "Same theme", "Gävle and Umeå", ("city:gavle", "city:umea")),
        ]
        made[language] = viewer_page(draw_network(real_context, sources=sources, suggestions=answers, gaps=gaps))
    use_language("en")
    return made


@pytest.fixture
def english(visit, pages) -> Visit:
    """The view in English on a wide screen, drawn."""
    return drawn(visit(pages["en"]))


def drawn(seen: Visit) -> Visit:
    """Wait for the picture."""
    seen.page.wait_for_selector("#nv-picture[data-drawn]")
    return seen


def heading(seen: Visit) -> str:
    return seen.page.inner_text("#nv-panel h3")


def spoken(seen: Visit) -> str:
    return seen.page.inner_text("#nv-status")


def pick(seen: Visit, text: str) -> None:
    """Find somebody with the keyboard alone."""
    seen.page.focus("#nv-query")
    seen.page.keyboard.type(text)
    seen.page.keyboard.press("Enter")


OPEN_ALL = "() => document.querySelectorAll('#network details').forEach(details => { details.open = true; })"


def svg(seen: Visit) -> str:
    """The picture as it is saved, which the script draws with the same strokes as on the screen."""
    with seen.page.expect_download() as found:
        seen.page.click("#nv-save-svg")
    return found.value.path().read_text(encoding="utf-8")


# ---- what the page may not do, and who can use it


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_state_can_be_used_by_everybody(visit, pages, language, width):
    seen = drawn(visit(pages[language], width=width, color_scheme="dark" if language == "en" else "light"))
    found = {"start": seen.axe()}
    seen.page.fill("#nv-query", "ö")
    found["hits"] = seen.axe()
    seen.page.keyboard.press("Escape")
    for hash in ("#city:gavle", "#theme:energy", "#gap:0", "#city:krokom"):
        seen.page.evaluate("hash => { location.hash = hash; }", hash)
        found[hash] = seen.axe()
    seen.page.evaluate(OPEN_ALL)
    seen.page.locator("#nv-legend input").first.uncheck()
    found["filtered"] = seen.axe()
    assert found == {state: [] for state in found}
    assert seen.findings() == NOTHING
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_there_is_a_word_instead_of_an_empty_box(visit, pages):
    seen = visit(pages["en"], script=False)
    assert "The tables of this page say the same" in seen.page.inner_text("#network")
    assert not seen.page.is_visible("#nv-picture")


# ---- finding somebody


@pytest.mark.parametrize(
    ("written", "name"),
    [("gavle", "Gävle"), ("Gävle kommun", "Gävle"), ("city:gavle", "Gävle"), ("habo", "Habo"), ("HÅBO", "Håbo"),
     ("energimyndigheten", "Energimyndigheten"), ("mobility", "Mobility")],
)  # fmt: skip
def test_search_finds_a_name_as_people_write_it(english, written, name):
    pick(english, written)
    assert heading(english) == name


def test_a_city_its_surroundings_and_why_with_the_keyboard_alone(english):
    page = english.page
    page.keyboard.press("Tab")  # the link before the view
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "nv-query"
    page.keyboard.type("gavl")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#nv-query", "aria-activedescendant") == "nv-hit-0"
    assert page.get_attribute("#nv-hit-0", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert re.fullmatch(r"Gävle, city: \d+ known relations, \d+ suggested\.", spoken(english))
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.nv-why > summary')"):
            break
    page.keyboard.press("Enter")
    reasons = page.evaluate(
        "[...document.activeElement.parentElement.querySelectorAll('li')].map(li => li.textContent)"
    )
    assert reasons
    assert all(reasons)
    page.keyboard.press("Escape")
    assert heading(english) == "How to read it"
    assert spoken(english) == "The whole network is shown."


TIES_OF_THE_LIST = """() => {
    const heading = [...document.querySelectorAll('#nv-panel h4')].find(h => h.textContent.startsWith('Known rel'));
    const sources = li => li.querySelectorAll('.nv-refs a, .nv-refs span > span').length;
    const id = li => li.querySelector('a').getAttribute('href').slice(1);
    return [...heading.parentElement.querySelectorAll('li')].map(li => [id(li), sources(li)]);
}"""


def test_its_list_says_every_tie_with_when_and_from_where(english, real_context):
    pick(english, "avesta")
    more = english.page.locator("#nv-panel .nv-more")
    while more.count():
        more.first.click()
    known = [
        r for r in real_context.network.relations if "city:avesta" in (r.source, r.target) and r.type != "FOCUSES_ON"
    ]
    entries = english.page.evaluate(TIES_OF_THE_LIST)
    others = sorted(r.target if r.source == "city:avesta" else r.source for r in known)
    assert sorted(id for id, _sources in entries) == others
    assert all(sources for _id, sources in entries)


# ---- where the reader is


def test_an_address_leads_to_an_actor_and_back_leads_to_what_was_before(visit, pages):
    seen = drawn(visit(pages["en"], anchor="#city:gavle"))
    assert heading(seen) == "Gävle"
    seen.page.click("#nv-panel a[href='#city:enkoping']")
    assert heading(seen) == "Enköping"
    assert seen.page.evaluate("location.hash") == "#city:enkoping"
    pick(seen, "climate")
    seen.page.go_back()
    assert heading(seen) == "Enköping"
    seen.page.go_back()
    assert heading(seen) == "Gävle"
    seen.page.go_forward()
    assert heading(seen) == "Enköping"
    assert seen.findings() == NOTHING


def test_a_link_elsewhere_on_the_page_opens_the_view(english):
    english.page.click("#outside")
    assert heading(english) == "Gävle"
    assert english.page.evaluate("document.activeElement.id") == "nv-panel"


@pytest.mark.parametrize("anchor", ["#city:nowhere", "#100%", "#%E0%A4%A"])
def test_an_address_that_means_nobody_shows_the_whole(visit, pages, anchor):
    seen = drawn(visit(pages["en"], anchor=anchor))
    assert heading(seen) == "How to read it"
    pick(seen, "gavle")  # and from there it goes on
    assert heading(seen) == "Gävle"
    assert seen.findings() == NOTHING


def test_a_click_in_the_picture_chooses_and_one_beside_takes_it_back(english):
    pick(english, "gavle")
    english.page.keyboard.press("Escape")
    english.page.keyboard.press("Escape")
    assert heading(english) == "How to read it"
    english.page.click("#nv-zoom-all")
    x, y = spot(english, "Gävle")
    area = english.page.locator("#nv-picture").bounding_box()
    english.page.mouse.click(area["x"] + x, area["y"] + y)
    assert heading(english) == "Gävle"
    english.page.mouse.click(area["x"] + 3, area["y"] + 3)
    assert heading(english) == "How to read it"


def spot(seen: Visit, name: str) -> tuple[float, float]:
    """Where the mark is whose name stands in the picture: the largest one beside the name."""
    text = svg(seen)
    x, y = next(
        (float(a), float(b))
        for a, b, n in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)', text)
        if n == name
    )
    marks = [tuple(map(float, m)) for m in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)" r="([\d.]+)"', text)]
    return max((m for m in marks if abs(m[0] - x) < 40 and abs(m[1] - y) < 25), key=lambda m: m[2])[:2]


# ---- the picture


MEETING_NAMES = """text => {
    document.body.append(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
    const names = [...document.querySelectorAll('body > svg text')].slice(0, -1);  // the last is the credit
    const boxes = names.map(t => [t.textContent, t.getBBox()]);
    const along = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width;
    const down = (a, b) => a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height;
    const meeting = ([n, a], i) => boxes.slice(i + 1).filter(([, b]) => along(a, b) && down(a, b)).map(([m]) => [n, m]);
    return [boxes.flatMap(meeting), boxes.length];
}"""


def test_no_two_names_in_the_picture_are_on_top_of_each_other(visit, pages):
    for width, hash in ((1440, ""), (1440, "#city:gavle"), (390, ""), (1440, "#theme:energy")):
        seen = drawn(visit(pages["sv"], width=width, anchor=hash))
        overlaps, count = seen.page.evaluate(
            MEETING_NAMES,
            svg(seen),
        )
        assert overlaps == []
        assert count >= 8


def test_what_is_chosen_stands_out_with_dashed_suggestions_and_missing_ties(english):
    whole = svg(english)
    assert "stroke-dasharray" not in whole
    pick(english, "gavle")
    chosen = svg(english)
    more = english.page.locator(".nv-suggested .nv-more")
    while more.count():
        more.first.click()
    suggested = english.page.locator(".nv-suggested a.nv-link").evaluate_all(
        "links => new Set(links.map(a => a.hash)).size"
    )
    dashes, of_legend = re.findall(r'<path d="([^"]+)"[^>]*stroke-dasharray', chosen)
    assert of_legend.count("M") == 1
    assert dashes.count("M") == suggested
    english.page.evaluate("location.hash = '#gap:0'")
    dashes, _of_legend = re.findall(r'<path d="([^"]+)"[^>]*stroke-dasharray', svg(english))
    assert dashes.count("M") == 1
    assert heading(english) == "Alone"


def test_the_legend_the_year_and_the_kinds_of_ties_filter(english):
    counts = r"([\d,]+) actors and activities and ([\d,]+) ties are shown\."

    def shown() -> tuple[int, int]:
        first, second = re.fullmatch(counts, spoken(english)).groups()
        return int(first.replace(",", "")), int(second.replace(",", ""))

    page = english.page
    cities = int(page.locator("#nv-legend li").first.locator(".nv-number").inner_text())
    page.locator("#nv-legend input").first.uncheck()
    without = shown()
    page.locator("#nv-legend input").first.check()
    everything = shown()
    assert everything[0] - without[0] == cities
    assert without[1] < everything[1]
    page.focus("#nv-year")
    page.keyboard.press("Home")
    assert shown()[1] < everything[1]
    page.keyboard.press("End")
    assert shown() == everything
    page.locator("#network details:has(#nv-types) summary").click()
    for box in page.locator("#nv-types input").all():
        box.uncheck()
    assert shown() == (everything[0], 0)
    page.click("#nv-reset")
    assert shown() == everything


def test_dark_and_light_follow_the_reader(visit, pages):
    seen = drawn(visit(pages["en"], color_scheme="light"))
    light = svg(seen)
    seen.page.emulate_media(color_scheme="dark")
    dark = svg(seen)
    assert 'fill="#fbfaf7"' in light
    assert 'fill="#12191c"' in dark
    assert "#fbfaf7" not in dark


def test_the_picture_can_be_taken_along(english):
    text = svg(english)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg')
    drawing, _, credit = text.rpartition("<rect")  # what lies below the picture does not stand behind the credit
    top, width, height = (float(re.search(rf' {name}="([^"]+)"', credit)[1]) for name in ("y", "width", "height"))
    assert f'viewBox="0 0 {width:g} {top + height:g}"' in drawing
    legend = english.page.locator("#nv-legend label span:not(.nv-number)").all_inner_texts()
    assert re.findall(r"<text[^>]*>([^<]*)", credit) == [*legend, "Source: the data of this report"]
    english.page.evaluate("location.hash = '#gap:0'")
    assert ">Missing tie<" in svg(english)
    with english.page.expect_download() as found:
        english.page.click("#nv-save-png")
    assert found.value.suggested_filename == "network.png"
    assert found.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert english.findings() == {**NOTHING, "requests": [r for r in english.requests if r.startswith("blob:")]}


def test_it_is_printed_as_vectors(english):
    english.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert english.page.locator("#nv-print svg circle").count() > 300
    english.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert english.page.locator("#nv-print svg").count() == 0


def test_on_a_narrow_screen_the_list_comes_first_and_a_finger_scrolls(visit, pages):
    seen = drawn(visit(pages["sv"], width=390, height=844, has_touch=True, is_mobile=True))
    tops = seen.page.evaluate(
        "['nv-query', 'nv-panel', 'nv-picture'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert seen.page.evaluate("getComputedStyle(document.querySelector('#nv-picture canvas')).touchAction") == "pan-y"
    seen.page.click("#nv-touch")
    assert seen.page.get_attribute("#nv-touch", "aria-pressed") == "true"
    assert seen.page.evaluate("getComputedStyle(document.querySelector('#nv-picture canvas')).touchAction") == "none"


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(visit, pages):
    seen = drawn(visit(pages["en"], height=500))
    before = svg(seen)
    seen.page.hover("#nv-picture")
    assert seen.page.evaluate("document.activeElement.id") == "nv-save-svg"  # passing over the picture takes no focus
    top = seen.page.evaluate("scrollY")
    seen.page.mouse.wheel(0, -120)
    seen.page.wait_for_function("top => scrollY < top", arg=top)
    assert svg(seen) == before
    seen.page.hover("#nv-picture")
    seen.page.keyboard.down("Control")
    seen.page.mouse.wheel(0, -120)
    seen.page.keyboard.up("Control")
    assert svg(seen) != before


def test_keys_move_the_picture_while_it_has_the_focus(english):
    before = svg(english)
    pictures = []
    for key in ("ArrowRight", "ArrowDown", "+", "-", "0"):
        english.page.focus("#nv-picture .vis-network")
        english.page.keyboard.press(key)
        pictures.append(svg(english))
    assert len({*pictures, before}) == 4
    assert pictures[3] == pictures[1]
    assert pictures[4] == before


# ---- many


def test_a_network_too_large_to_be_drawn_shows_groups_and_then_surroundings(monkeypatch, visit, real_context):
    monkeypatch.setattr("samverkan.report.figure.MOST_NODES", 100)
    seen = drawn(visit(viewer_page(draw_network(real_context, sources={}))))
    assert "Skåne län: " in svg(seen)
    pick(seen, "gavle")
    assert heading(seen) == "Gävle"
    names = re.findall(r">([^<]+)</text>", svg(seen))
    assert {"Gävle", "Avesta"} & {*names} == {"Gävle"} or "Gävle" in names
    assert not [name for name in names if name.startswith("Skåne län: ")]
    assert seen.axe() == []
    assert seen.findings() == NOTHING


# ---- hostile data

HOSTILE = (
    "</script><script>hacked()</script>", "<!--<script>", "<img src=x onerror=hacked()>", '" onmouseover="hacked()',
    "javascript:hacked()", "{{ hacked() }}", "{% raw %}", "\\u003cscript>hacked()</script>", "'-hacked()-'", "]]><b>",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_page() -> str:
    """Every text of the data is hostile: ids, names, roles, dates, reasons, gaps, themes and sources."""
    every = " ".join(HOSTILE)
    facts: dict[str, dict[str, object]] = {
        f"city__{n}": {
            "name": f"Aby{n} {text}",
            "short_name": text,
            "aliases": [text],
            "name_en": text,
            "county": text,
            "country": text,
        }
        for n, text in enumerate(HOSTILE)
    }
    facts["theme__t"] = {"name": f"Tema {every}", "name_en": every, "aliases": [every]}
    facts["project__p"] = {"name": f"Projekt {every}", "short_name": every}
    made = network([f"city:{n} PARTNER_IN project:p" for n in range(len(HOSTILE))], **facts)
    hostile = tuple(r._replace(role=every, start="2020", end=every, sources=["s", "u"]) for r in made.relations)
    themed = Relation("city:0", "FOCUSES_ON", "theme:t", "2020", None, ["s"], every)
    context = Context.of(
        type(made)(made.actors, made.activities, made.focus_areas, (*made.relations, themed)), as_of="2024"
    )
    object.__setattr__(context.network, "relations", (*hostile, themed))
    reason = Reason("nearness", 1.0, 1.0, every, hostile[:1])
    way = ("city:0", "city:2", "city:1")
    answer = Suggestions(
        {"id": "city:0", "name": "", "kind": "City"}, "twin", {},
        (Suggestion(1, "city:1", every, "City", 1.0, "near", False, "thin", (reason, reason), way),),
    )  # fmt: skip
    sources = {
        "s": Source(every, every, "javascript:hacked()", every),
        "u": Source(every, every, 'https://example.org/"><b>', every),
    }
    gaps = [Gap(every, every, every, ("city:0", "city:1"), (("city:0", "city:1"),))]
    return viewer_page(draw_network(context, sources=sources, suggestions=[answer], gaps=gaps))


def test_nothing_in_the_data_runs_or_becomes_a_tag(visit, hostile_page):
    seen = drawn(visit(hostile_page))
    page = seen.page
    page.evaluate("() => { window.hacked = () => { window.ran = true; }; }")
    for written, shown in (("Aby0", "Aby0"), ("Tema", HOSTILE[0]), ("Projekt", "Projekt")):
        pick(seen, written)
        assert heading(seen).startswith(shown)
        area = page.locator("#nv-picture").bounding_box()
        page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
        svg(seen)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    pick(seen, "Aby0")
    page.evaluate(OPEN_ALL)
    hrefs = page.evaluate(
        "[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => !h.startsWith('#'))"
    )
    assert {*hrefs} == {'https://example.org/"><b>'} or not hrefs
    page.evaluate("location.hash = '#gap:0'")
    assert all(text in heading(seen) for text in HOSTILE)
    assert page.evaluate("window.ran") is None
    assert page.locator("img, b:not(.nv-tip b), #network script:not([type='application/json'])").count() == 0
    downloads = [r for r in seen.requests if not r.startswith("blob:")]
    assert {**seen.findings(), "requests": downloads} == NOTHING


def test_the_data_in_the_page_are_what_was_meant(visit, hostile_page):
    seen = drawn(visit(hostile_page))
    data = json.loads(seen.page.text_content("#figure-data"))
    assert [node[1] for node in data["nodes"] if node[0].startswith("city:")] == [
        f"Aby{n} {text}" for n, text in sorted(enumerate(HOSTILE), key=lambda item: str(item[0]))
    ]
