"""The workbook as a person meets it."""

import openpyxl
import pytest

from samverkan.errors import ExchangeError
from samverkan.exchange import workbook
from samverkan.exchange.workbook import write_workbook
from samverkan.language import use_language
from samverkan.model.audience import Audience, Withheld
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA, folder


@pytest.fixture(scope="module")
def small():
    return read_dataset(DATA / "small", SCHEMA)


@pytest.fixture
def book(small, tmp_path):
    write_workbook(tmp_path / "network.xlsx", small, Withheld())
    return openpyxl.load_workbook(tmp_path / "network.xlsx")


def test_it_has_a_sheet_for_each_table_and_one_that_explains(book):
    tables = [*(n.table for n in SCHEMA.labels), SCHEMA.table]
    assert book.sheetnames == [*tables, "Guide"]
    explained = [(row[0].value, row[1].value) for row in book["Guide"].iter_rows(min_row=3)]
    for node in SCHEMA.labels:
        assert [name for table, name in explained if table == node.table] == list(node.names)
    assert {t.type for t in SCHEMA.types} <= {name for _table, name in explained}


def test_headings_stay_choices_are_offered_and_columns_are_wide_enough(book):
    for node in SCHEMA.labels:
        sheet = book[node.table]
        assert sheet.freeze_panes == "D2"
        offered = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
        kinds = next(cell.column_letter for cell in sheet[1] if cell.value == "kind")
        assert offered[kinds] == f'"{",".join(node.kinds)}"'
        widths = {n: d.width for d in sheet.column_dimensions.values() for n in range(d.min, d.max + 1)}
        for cell in sheet[1]:
            longest = max(len(str(c.value or "")) for c in sheet[cell.column_letter])
            assert widths[cell.column] >= min(longest, 60)
            assert cell.font.bold == SCHEMA.node(node.label).properties[cell.column - 1].required
    offered = {rule.formula1 for rule in book["relations"].data_validations.dataValidation}
    assert offered == {'"' + ",".join(t.type for t in SCHEMA.types) + '"'}


def test_in_swedish_sheets_and_headings_are(small, tmp_path):
    use_language("sv")
    try:
        write_workbook(tmp_path / "nät.xlsx", small, Withheld(1, 1, 0))
    finally:
        use_language("en")
    book = openpyxl.load_workbook(tmp_path / "nät.xlsx")
    assert book.sheetnames == [
        "Städer", "Organisationer", "Aktiviteter", "Personer", "Fokusområden", "Källor", "Relationer", "Vägledning",
        "Utelämnat",
    ]  # fmt: skip
    assert [cell.value for cell in book["Städer"][1]][:4] == ["id", "slag", "namn", "engelskt namn"]
    explained = {(row[0].value, row[1].value): [c.value for c in row[3:5]] for row in book["Vägledning"].iter_rows()}
    assert explained["Städer", "namn"][1] == "Det namn som används."
    assert explained["Organisationer", "slag"][0].startswith("företag, lärosäte, ")
    assert explained["Organisationer", "sektor"][0].startswith("näringslivet, kommunalt bolag, ")
    assert explained["Relationer", "leder"] == [
        "stad, organisation, person → projekt, nätverk, program, forskarskola",
        "leder",
    ]
    assert [cell.value for cell in book["Städer"]["B"]] == ["slag", *["stad"] * len(small.nodes["City"]["id"])]
    abouts = {p.about for n in SCHEMA.labels for p in n.properties} | {p.about for p in SCHEMA.relations}
    assert abouts & {about for _values, about in explained.values()} == {"NNNNNN-NNNN."}


def test_no_cell_is_a_formula(tmp_path):
    begins = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "=cmd|'/c calc'!A1"]
    rows = "".join(f'city:c{n},City,"{text}",atlas\n' for n, text in enumerate(begins))
    data = read_dataset(folder(tmp_path, cities=f"id,kind,name,sources\n{rows}city:gron,City,Grön,atlas\n"), SCHEMA)
    write_workbook(tmp_path / "network.xlsx", data, Withheld())
    cells = [row[2] for row in openpyxl.load_workbook(tmp_path / "network.xlsx")["cities"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value[0]: cell.quotePrefix for cell in cells} == {
        "=": True, "+": True, "-": True, "@": True, "G": False,
    }  # fmt: skip  # an apostrophe and a formula are read as the formula alone
    assert read_dataset(tmp_path / "network.xlsx", SCHEMA).nodes["City"]["name"] == data.nodes["City"]["name"]


def test_dates_and_codes_stay_text(book):
    starts = [cell for cell in book["activities"]["I"][1:] if cell.value]
    assert {cell.value for cell in starts} == {"2022-05-17", "2019", "2021-10"}
    assert {cell.number_format for cell in starts} == {"@"}
    assert [cell.value for cell in book["cities"]["I"][1:]] == ["0192", "0193", "2190", None]
    assert [cell.value for cell in book["cities"]["K"][1:]] == [12345, 800, 98000, None]


def test_what_does_not_fit_is_refused(small, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 3)
    with pytest.raises(ExchangeError, match="A sheet holds 3 rows, and cities has more"):
        write_workbook(tmp_path / "network.xlsx", small, Withheld())
    monkeypatch.undo()
    for number, name in enumerate(("x" * 32_768, "_x005F_x000D_")):
        (tmp_path / str(number)).mkdir()
        odd = folder(tmp_path / str(number), cities=f"id,kind,name,sources\ncity:gron,City,{name},atlas\n")
        with pytest.raises(ExchangeError, match="The text in row 2, column 3 of cities does not fit"):
            write_workbook(tmp_path / "network.xlsx", read_dataset(odd, SCHEMA), Withheld())


def test_an_export_says_what_it_leaves_out(small, tmp_path):
    seen, withheld = Audience.of_dataset("public", small).dataset(small)
    write_workbook(tmp_path / "network.xlsx", seen, withheld)
    book = openpyxl.load_workbook(tmp_path / "network.xlsx")
    assert [[cell.value for cell in row] for row in book["Left-out"].iter_rows()] == [
        ["what", "number"], ["people", 2], ["relations to people", 2], ["texts that name people", 0],
    ]  # fmt: skip
    assert "people" not in book.sheetnames
