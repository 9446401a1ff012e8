"""The browser of the tests, and that it sees what a page may not do."""

import pytest

from visits import NOTHING

POLICY = "<meta http-equiv=content-security-policy content=\"default-src 'none'; script-src 'unsafe-inline'\">"
GOOD = "<!doctype html><html lang=sv><title>Sidan</title><main><h1>Sidan</h1><p>Text</p></main>"


def test_a_page_that_does_nothing_has_no_findings(visit):
    seen = visit(GOOD)
    assert seen.page.title() == "Sidan"
    assert seen.findings() == NOTHING
    assert seen.axe() == []


@pytest.mark.parametrize(
    ("page", "kind", "finding"),
    [
        ("<img src=https://example.org/a.png>", "requests", "https://example.org/a.png"),
        (POLICY + "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=>", "violations", "img-src data"),
        ("<script>throw Error('here')</script>", "errors", "here"),
    ],
)
def test_what_it_may_not_do_is_seen(visit, page, kind, finding):
    seen = visit("<!doctype html>" + page)
    assert [found for found in seen.findings()[kind] if finding in found]


def test_axe_sees_a_page_that_cannot_be_used(visit):
    assert [found.partition(":")[0] for found in visit(GOOD.replace(" lang=sv", "")).axe()] == ["html-has-lang"]
