"""The text of a page: the same bytes, nothing that runs but our own, nobody who may not be seen."""

import base64
import re
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from itertools import cycle

import pytest

from graphs import dataset
from networks_of_reports import CITIES, LOAD, NODES, PEOPLE, RELATIONS, known, material, results
from networks_of_reports import pages as pages_of
from samverkan.analysis.gaps.whatif import temporary_store
from samverkan.language import use_language
from samverkan.report.material import Material
from samverkan.report.page import policy
from samverkan.report.results import Results


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, str], str]:
    """The programme's report and a dossier, in both languages."""
    made = {}
    for language in ("sv", "en"):
        use_language(language)
        made |= {(language, kind): text for kind, text in pages_of().items()}
    use_language("en")
    return made


class Reader(HTMLParser):
    """What a page consists of, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.language = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name in told}
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" else []
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "html":
            self.language = told["lang"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["programme", "city"])
class TestEveryPage:
    def test_says_its_language_and_has_headings_in_order(self, pages, language, kind):
        read = Reader(pages[language, kind])
        assert read.language == language
        assert read.levels[0] == 1
        assert read.levels.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(read.levels, read.levels[1:], strict=False))

    def test_has_no_id_twice_and_no_link_that_leads_nowhere(self, pages, language, kind):
        read = Reader(pages[language, kind])
        assert len(read.ids) == len(set(read.ids))
        inside = {link[1:] for link in read.links if link.startswith("#")}
        assert inside - set(read.ids) == set()
        assert all(link.startswith(("#", "http://", "https://")) for link in read.links)

    def test_loads_nothing(self, pages, language, kind):
        read = Reader(pages[language, kind])
        assert {
            tag for tag in read.tags if tag in ("img", "iframe", "link", "object", "embed", "video", "base")
        } == set()
        assert {(tag, name) for tag, name in read.attributes if name in ("src", "srcset", "style", "action")} == set()
        assert {name for _tag, name in read.attributes if name.startswith("on")} == set()

    def test_runs_what_its_policy_names_and_no_more(self, pages, language, kind):
        html = pages[language, kind]
        (told,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
        (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        assert told.replace("&#39;", "'") == policy(style, scripts)
        assert html.index("Content-Security-Policy") < html.index("<style")

        def hashed(text):
            return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"

        asked = dict(part.split(" ", 1) for part in told.replace("&#39;", "'").split("; "))
        assert asked["default-src"] == "'none'"
        assert asked["script-src"].split() == [hashed(text) for text in scripts]
        assert asked["style-src"] == hashed(style)

    def test_shows_the_public_no_person(self, pages, language, kind):
        html = pages[language, kind]
        for id, person in PEOPLE.items():
            for name in (id, id.partition(":")[2], person["name"], *person["aliases"]):
                assert name not in html
        assert "sade det" not in html

    def test_is_the_same_the_second_time(self, pages, language, kind):
        use_language(language)
        made = pages_of()[kind]
        assert made == pages[language, kind]
        assert "2024-02-29" not in made  # the day of the load


def test_everything_that_is_known_is_in_the_tables(pages):
    html = pages["sv", "programme"]
    missing = [n["name"] for id, n in NODES.items() if not id.startswith("person") and f">{n['name']}<" not in html]
    assert missing == []
    assert html.count('class="t-ties"') == 1
    rows = re.search(r'<table id="t-ties".*?</table>', html, re.DOTALL)[0].count("<tr")
    assert rows - 1 == sum(not line.startswith("person") for line in RELATIONS)


def names_in(html: str, table: str) -> list[str]:
    body = re.search(rf'<table id="{table}".*?<tbody>(.*?)</tbody>', html, re.DOTALL)[1]
    return re.findall(r'<th><a href="#city:\w+">([^<]*)</a>', body)


def test_names_are_in_the_order_of_the_language(pages):
    assert names_in(pages["sv", "programme"], "t-actors") == ["Bro", "Dal", "Åby", "Öst"]
    assert names_in(pages["en", "programme"], "t-actors") == ["Åby", "Bro", "Dal", "Öst"]


def test_numbers_and_dates_are_written_as_the_language_does(pages):
    assert "12\N{NO-BREAK SPACE}345" in pages["sv", "city"]
    assert "12,345" in pages["en", "city"]
    assert "2,5 ton" in pages["sv", "city"]
    assert "1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}000" in pages["sv", "programme"]
    assert "Uppgifter till och med 2022." in pages["sv", "city"]


def test_the_most_alone_comes_first(pages):
    assert names_in(pages["en", "programme"], "t-members") == ["Bro", "Åby", "Dal"]
    assert 'Most alone is <b><a href="#city:bro">Bro</a></b>: no working tie is known' in pages["en", "programme"]


@pytest.mark.parametrize(("audience", "seen"), [("partner", {"Eva Ek"}), ("internal", {"Eva Ek", "Ulf Alm"})])
def test_others_than_the_public_see_people(audience, seen):
    made = pages_of(known(audience))
    assert {p["name"] for p in PEOPLE.values() if p["name"] in made["programme"]} == seen
    assert {p["name"] for p in PEOPLE.values() if p["name"] in made["city"]} == {"Eva Ek"}  # whose post is there
    for html in made.values():
        assert ("no secrecy" in html) == (audience == "internal")
        assert all(id not in html for id in PEOPLE)


HOSTILE = (
    "</script><script>document.title='x'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='x'\">",
    "{{ 7 * 7 }}{% raw %}",
    "\"><b onmouseover='document.title=1'>",
    "'; alert(1); //",
    "{name} {0} %s %(x)s",
    "a\N{RIGHT-TO-LEFT OVERRIDE}b\x00c",
)
"""What a cell may say; each is shown as it stands."""

ADDRESSES = ("javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,<script>alert(1)</script>", "//example.org")


@pytest.fixture(scope="module")
def hostile() -> Results:
    """Results of the small network with a hostile text in every field that takes one, each of them somewhere."""
    texts = cycle(HOSTILE)
    free = ("name", "name_en", "short_name", "publisher", "licence", "county", "homepage", "title", "sector")
    nodes = {
        id: {**{name: next(texts) for name in free if name in facts or name == "name"}, "aliases": [next(texts)]}
        for id, facts in NODES.items()
    }
    for place, address in enumerate(ADDRESSES):
        nodes[f"source-{place}"] = {"kind": "Source", "name": next(texts), "url": address, "aliases": None}
    nodes["one"]["url"] = nodes["two"]["url"] = ADDRESSES[0]
    relations = {
        line: {"role": next(texts), "evidence": next(texts), "sources": [f"source-{place % len(ADDRESSES)}"]}
        for place, line in enumerate(RELATIONS)
    }
    return results("internal", nodes=nodes, relations=relations)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["programme", "city"])
def test_hostile_text_is_shown_and_nothing_else(hostile, language, kind):
    use_language(language)
    page = pages_of(hostile)[kind]
    read = Reader(page)
    assert set(read.tags) <= set(Reader(pages_of(known("internal"))[kind]).tags)
    assert {a for a in read.attributes if a[1].startswith("on") or a[1] in ("src", "style")} == set()
    assert [link for link in read.links if not link.startswith(("#", "https://"))] == []
    shown = "".join(unescape(text) for text in re.findall(r">([^<]+)<", page))
    told = [
        text for text in HOSTILE if kind == "programme" and text.replace("\x00", "") not in shown.replace("\x00", "")
    ]
    assert told == []  # every one of them as it stands


def test_a_network_without_a_programme_has_a_report_too():
    assert material().context.programme == "programme:framtid"
    between = {line: {} for line in RELATIONS if line.split()[0] in CITIES and line.split()[2] in CITIES}
    seen = Material.of(dataset(CITIES, between), LOAD, "public")
    with temporary_store(seen.dataset) as store:
        alone = Results.of(store, seen, permutations=19)
    assert "<h1>The network</h1>" in pages_of(alone)["programme"]
