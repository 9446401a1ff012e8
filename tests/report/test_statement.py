"""The accessibility statement as an office words it."""

from datetime import date

import pytest

from networks_of_reports import pages
from samverkan.errors import ReportError
from samverkan.report.page import Wanted
from samverkan.report.statement import Statement, read_statement

WHOLE = """\
organisation = "Energimyndigheten"
conforms = "partial"
assessed = 2026-11-20
method = "self-assessment with axe"
contact = "webb@example.org"
lacking = ["The picture cannot be walked through by keyboard."]
burden = "A second picture."
"""


def told(tmp_path, text: str) -> Statement:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    return read_statement(path)


def test_a_whole_statement(tmp_path):
    assert told(tmp_path, WHOLE) == Statement(
        "Energimyndigheten", "partial", date(2026, 11, 20), "self-assessment with axe", "webb@example.org",
        ("The picture cannot be walked through by keyboard.",), "A second picture.",
    )  # fmt: skip


def test_a_page_says_what_the_office_says_and_nothing_without_it(tmp_path):
    statement = told(tmp_path, WHOLE)
    page = pages(wanted=Wanted(statement=statement))["programme"]
    assert "The page is partly compliant with the law" in page
    assert "Assessed on 20 November 2026: self-assessment with axe" in page
    assert '<a href="https://www.digg.se/tdosanmalan"' in page
    assert "The picture cannot be walked through by keyboard." in page
    assert "compliant" not in pages()["programme"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE.replace('conforms = "partial"', 'conforms = "very"'), "conforms has to be one of full, partial, none."),
        (WHOLE.replace("2026-11-20", '"2026"'), "assessed has to be a date, such as 2026-11-30, without quotes."),
        (WHOLE + 'colour = "red"\n', "colour is not known"),
        (WHOLE.replace('contact = "webb@example.org"\n', ""), "contact is missing."),
        (WHOLE.replace('"webb@example.org"', "3"), "contact has to be a text."),
        (WHOLE.replace('["The picture cannot be walked through by keyboard."]', '"much"'), "lacking has to be a list"),
        (WHOLE.replace('["The picture cannot be walked through by keyboard."]', "[]"), "lacking has to say what"),
        ("organisation = ", "is no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(ReportError) as error:
        told(tmp_path, text)
    assert said in str(error.value)
