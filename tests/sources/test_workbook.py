"""A workbook -> the same tables."""

import datetime
import random
import re
import struct
import zipfile

import openpyxl
import pytest

from samverkan.model.domain import SCHEMA
from samverkan.sources import files
from samverkan.sources.reader import fingerprint, read, read_dataset
from samverkan.sources.xlsx import is_too_wide
from sources.inputs import DATA, folder, found, rows, workbook

SMALL = DATA / "small"
SWEDISH = {SCHEMA.table: SCHEMA.swedish, **{n.table: n.swedish for n in SCHEMA.labels}}


def typed(text):
    """A cell as Excel would store it when it is typed in."""
    for kind in (int, float, datetime.date.fromisoformat):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def minimal(place, **sheets):
    return workbook(place / "network.xlsx", {**rows(DATA / "minimal"), **sheets})


def changed(path, change):
    """Change the bytes of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    before, parts[part] = parts[part], change(parts[part])
    assert parts[part] != before
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("names", [lambda table: table, SWEDISH.get, str.upper], ids=["english", "swedish", "capitals"])
def test_a_workbook_is_the_same_as_the_folder(names, tmp_path):
    path = workbook(tmp_path / "network.xlsx", {names(t): cells for t, cells in rows(SMALL).items()})
    assert found(path) == []
    data, small = read_dataset(path, SCHEMA), read_dataset(SMALL, SCHEMA)
    assert (data.nodes, data.relationships) == (small.nodes, small.relationships)
    assert data.digest == fingerprint(path, SCHEMA)


def test_numbers_and_dates_as_excel_stores_them_are_the_same(tmp_path):
    cells = {t: [[typed(c) for c in row] for row in table] for t, table in rows(SMALL).items()}
    path = workbook(tmp_path / "network.xlsx", {"Om": [["Läs detta först"]], **cells})
    small = read_dataset(SMALL, SCHEMA)
    reading = read(path, SCHEMA)
    assert [(f.file, f.line, f.column, f.code.value) for f in reading.findings] == [
        ("network.xlsx[cities]", 2, "municipality_code", "padded"),
        ("network.xlsx[cities]", 3, "municipality_code", "padded"),
    ]
    assert (reading.dataset.nodes, reading.dataset.relationships) == (small.nodes, small.relationships)


def test_a_table_may_begin_anywhere_on_its_sheet(tmp_path):
    cells = [["", "", *row] for row in rows(DATA / "minimal")["cities"]]
    path = minimal(tmp_path, cities=[[], [], *cells[:2], [], ["", "", "city:gron", "Plats"]])
    assert found(path) == [
        "network.xlsx[cities]:6:kind: “Plats” is none of the values that may stand here: City. [unknown-choice]",
        "network.xlsx[cities]:6:name: The cell is empty; a value was expected. [missing-value]",
        "network.xlsx[cities]:6:sources: No source is given; the id of one at least was expected. [missing-value]",
    ]


def test_a_sheet_is_missing_or_empty(tmp_path):
    sheets = rows(DATA / "minimal")
    sheets["citys"] = sheets.pop("cities")
    sheets["sources"] = []
    assert found(workbook(tmp_path / "network.xlsx", sheets)) == [
        "network.xlsx: There is citys, but no cities. Is it misspelt? [missing-file]",
        "network.xlsx[sources]: There is nothing here; a row of headings was expected. [unreadable]",
    ]


def test_a_formula_with_a_stored_value_is_that_value(tmp_path):
    path = minimal(tmp_path, cities=[["id", "kind", "name", "sources", "homepage"],
                                     ["city:bla", "City", "Blå", "atlas", "=1"],
                                     ["city:gron", "City", "Grön", "atlas", '=""']])  # fmt: skip
    changed(path, lambda xml: xml.replace(b"<f>1</f><v />", b"<f>1</f><v>1</v>"))
    changed(path, lambda xml: xml.replace(b'r="E3"><f>""</f><v />', b'r="E3" t="str"><f>""</f><v></v>'))
    assert found(path) == []
    assert read_dataset(path, SCHEMA).nodes["City"]["homepage"] == ["1", None]


def test_cells_that_do_not_say_their_place_come_one_after_the_other(tmp_path):
    path = minimal(tmp_path, cities=[*rows(DATA / "minimal")["cities"][:2], ["city:gron", "City", "=1", "atlas"]])
    changed(path, lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))
    assert found(path) == [
        "network.xlsx[cities]:3:name: The cell holds a formula that was never worked out. Open the workbook, and save "
        "it. [formula]"
    ]


def test_a_day_that_is_shown_stays_a_day(tmp_path):
    path = minimal(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["activities"]
    for column, heading, day, shown in (
        (5, "start", datetime.date(2021, 10, 1), "d mmmm yyyy"),
        (6, "end", datetime.date(2021, 10, 15), "yyyy\\-mm"),
    ):
        sheet.cell(1, column, heading)
        sheet.cell(2, column, day).number_format = shown
    book.save(path)
    assert found(path) == []
    activity = next(read_dataset(path, SCHEMA).rows("Activity"))
    assert (activity["start"], activity["end"]) == ("2021-10-01", "2021-10-15")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path, monkeypatch):
    path = minimal(tmp_path)
    monkeypatch.setattr("samverkan.sources.workbook.FILE_LIMIT", 10_000)
    assert found(path) == ["network.xlsx: The workbook holds more than 0 MB. [too-large]"]


def test_a_workbook_that_unpacks_to_more_than_it_says_is_not_opened(tmp_path):
    path = minimal(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = content.rindex(b"PK\1\2", 0, content.rindex(part.filename.encode()))
    struct.pack_into("<I", content, at + 24, 5)  # its size in the directory
    path.write_bytes(content)
    assert found(path) == [
        "network.xlsx: The workbook is damaged, or is no workbook: "
        "Bad CRC-32 for file 'xl/worksheets/sheet1.xml'. [unreadable]"
    ]


def test_a_panic_of_the_reader_is_a_finding(tmp_path, monkeypatch):
    class PanicException(BaseException):
        """What Rust code raises in Python; it cannot be imported."""

    class Book:
        @staticmethod
        def from_path(path):
            raise PanicException("index out of bounds")

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Book)
    assert found(minimal(tmp_path)) == [
        "network.xlsx: The workbook is damaged, or is no workbook: index out of bounds. [unreadable]"
    ]


def test_a_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path):
    path = minimal(tmp_path)
    book = openpyxl.load_workbook(path)
    book["cities"]["XFD1048576"] = 1
    book.save(path)
    assert found(path) == [
        "network.xlsx: The workbook has a cell far away from the others, to the right or below. [too-large]"
    ]


@pytest.mark.parametrize(
    ("cells", "too_wide"),
    [(b'<c r="S999999"/>', False), (b'<c r="C9999999"/>', True), (b'<c r="A1095"/><c r="ZZZ1"/>', True),
     (b'<c r="T1"/><c r="A900000"/>', False)],
)  # fmt: skip
def test_the_rectangle_of_a_sheet_is_what_may_not_be_too_large(cells, too_wide):
    assert is_too_wide(cells, 20_000_000) is too_wide


def test_a_workbook_cut_or_changed_anywhere_gives_findings(tmp_path):
    whole = minimal(tmp_path).read_bytes()
    path = tmp_path / "damaged.xlsx"
    chance = random.Random(1)
    for _ in range(60):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        for content in (whole[:place], bytes(changed)):
            path.write_bytes(content)
            reading = read(path, SCHEMA)
            assert (reading.dataset is None) == bool(reading.findings.error_count)


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "ods", "xlsm"])
def test_what_is_no_workbook_but_called_one(suffix, tmp_path):
    for content in (b"", b"id;name\n", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)):
        path = tmp_path / f"network.{suffix}"
        path.write_bytes(content)
        (finding,) = read(path, SCHEMA).findings
        assert finding.code.value in {"unreadable", "encrypted"}


def test_a_workbook_with_the_ending_of_another_form_is_told_its_own(tmp_path):
    path = minimal(tmp_path).rename(tmp_path / "network.xls")
    assert found(path) == [
        "network.xls: The name ends in .xls, but the workbook is of the newer form. Let its name end in .xlsx. "
        "[unreadable]"
    ]
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert found(path) == ["old.xlsx: The workbook is of the old form. Let its name end in .xls. [unreadable]"]


def test_a_workbook_larger_than_the_limit_is_not_read(tmp_path):
    path = tmp_path / "network.xlsx"
    with path.open("wb") as file:
        file.truncate(files.FILE_LIMIT + 1)
    assert found(path) == ["network.xlsx: The workbook holds more than 200 MB. [too-large]"]


def test_a_folder_called_a_workbook_is_a_folder(tmp_path):
    path = folder(tmp_path).rename(tmp_path / "network.xlsx")
    assert found(path) == []


def test_cells_shown_as_text_or_in_bold_cost_no_closer_look(tmp_path, monkeypatch):
    path = workbook(tmp_path / "network.xlsx", rows(DATA / "minimal"))
    book = openpyxl.load_workbook(path)
    for cell in book["cities"][2]:
        cell.number_format = "@"
    book.save(path)
    monkeypatch.setattr("samverkan.sources.xlsx._cells", lambda *_, **__: pytest.fail("a closer look"))
    assert found(path) == []
