"""Every code of a finding, with the smallest input that shows it."""

import datetime
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from samverkan.model.domain import SCHEMA
from samverkan.sources import files
from samverkan.sources.findings import Code
from samverkan.sources.reader import read
from sources.inputs import DATA, folder, found, rows, workbook

NOT_A_DATE = "is not a date; one such as 2021, 2021-10 or 2021-10-01 was expected."
TWICE = "already. Make one row of the two, with the sources of both."
PARTY = "The party was taken out: which one somebody belongs to is a sensitive fact, and is not kept."
ACTORS = "Agency, Association, City, Company, CountyBoard, Region, ResearchInstitute, SciencePark, University"

BROKEN = {
    "alias-is-name": [
        "cities.csv:2:aliases: “vind ab” is the name of company:vind. Whoever writes it may mean either.",
    ],
    "bad-date": [
        f"relations.csv:2:start: “2021-02-29” {NOT_A_DATE}",
        f"relations.csv:2:end: “2021-13” {NOT_A_DATE}",
        f"relations.csv:3:start: “2021/2/3” {NOT_A_DATE} Did you mean “2021-02-03”?",
        f"relations.csv:3:end: “förra året” {NOT_A_DATE}",
    ],
    "bad-id": [
        "cities.csv:4:id: “Gul stad” has the wrong form; something like “city:gavle” was expected.",
        "cities.csv:5:id: “City:Grå stad” has the wrong form; something like “city:gavle” was expected. Did you mean "
        "“city:gra-stad”?",
    ],
    "bad-number": [
        "cities.csv:2:population: “12,000” is not a whole number; one such as 12 345 was expected.",
        "cities.csv:2:latitude: “nan” is not a number; one such as 12,5 or 12.5 was expected.",
        "cities.csv:3:population: “99999999999999999999” is too large for a number.",
        "cities.csv:3:latitude: “60 grader” is not a number; one such as 12,5 or 12.5 was expected.",
    ],
    "bad-text": [
        "cities.csv:2:municipality_code: “21800” has the wrong form; something like “2180” was expected.",
        "cities.csv:3:name: The cell holds characters that cannot be shown; a text was expected.",
        "cities.csv:3:country: “Suède” has the wrong form; something like “SE” was expected.",
    ],
    "broken-quote": ['cities.csv:3: A quotation mark (") is opened or closed in the wrong place, from here on.'],
    "end-before-start": ["relations.csv:2:end: It ends (2021-09-30) before it starts (2021-10)."],
    "erased": [
        "erased.csv: People were erased from these data, and the key that tells whom is not here: they may come back.",
    ],
    "left-out": [
        "relations.csv: The table people is missing; 2 relations to what it would hold were left out.",
    ],
    "long-row": [
        "cities.csv:3: The row has 5 cells, but there are 4 headings. Is a text with a comma not quoted?",
    ],
    "missing-heading": ["cities.csv:1:kind: The column kind is missing."],
    "missing-value": [
        "cities.csv:2:name: The cell is empty; a value was expected.",
        "cities.csv:3:sources: No source is given; the id of one at least was expected.",
    ],
    "other-spelling": [
        "organisations.csv:2:län: “Gävleborg” is written otherwise in other rows, and would count as a county of its "
        "own. Did you mean “Gävleborgs län”?",
    ],
    "out-of-range": [
        "cities.csv:2:population: “-1” is too small; 0 or more was expected.",
        "cities.csv:3:latitude: “90,5” is outside the bounds; a number from -90 to 90 was expected.",
    ],
    "padded": [
        "cities.csv:2:kommunkod: “114” has lost its leading zeros in a spreadsheet; it was read as “0114”.",
    ],
    "partial": ["data: This is an export that leaves people out. Loading it takes them out of what is loaded."],
    "party-mark": [
        f"people.csv:2:name: {PARTY}",
        f"people.csv:2:aliases: {PARTY}",
        f"people.csv:2:title: {PARTY}",
        f"relations.csv:2:role: {PARTY}",
        f"relations.csv:2:evidence: {PARTY}",
    ],
    "same-name": ["cities.csv:4:name: city:gron-2 has the same name and kind as city:gron: “GRÖN”. Are they two?"],
    "self-relation": ["relations.csv:2:to: The relation leads from city:gron to itself."],
    "twice-heading": ["cities.csv:1:namn: Two columns mean name."],
    "twice-id": [
        "organisations.csv:3:id: The id company:vind stands in organisations.csv:2 already; every node has its own.",
        "organisations.csv:4:id: The id city:bla stands in cities.csv:2 already; every node has its own.",
    ],
    "twice-relation": [
        f"relations.csv:4: The same relation stands in line 2 {TWICE}",
        f"relations.csv:6: The same relation stands in line 5 {TWICE}",
    ],
    "twice-table": ["data: Städer.csv and cities.csv are both the table cities; one was expected."],
    "unknown-choice": [
        "relations.csv:2:type: There is no type of relation PARTNERS_IN. Did you mean “PARTNER_IN”?",
        "relations.csv:3:type: There is no type of relation LIKES.",
    ],
    "unknown-column": [
        "cities.csv:1:folkmängt: The column “folkmängt” is not known; it was not read. Did you mean “folkmängd”?",
        "cities.csv:1: A column has no heading; it was not read.",
        "cities.csv:1:x: The column “x” is not known; it was not read.",
    ],
    "unknown-id": [
        "relations.csv:2:from: There is no node city:grøn. Did you mean “city:gron”?",
        "relations.csv:3:from: There is no node Blå. Did you mean “city:bla”?",
        "relations.csv:4:sources: There is no source atlsa. Did you mean “atlas”?",
        "relations.csv:4:to: There is no node project:moon.",
    ],
    "unreadable": ["cities.csv: The file is empty; a row of headings was expected."],
    "wrong-kind": [
        "relations.csv:2:from: project:sol is of the kind Project; at this end of PARTNER_IN one of these was "
        f"expected: {ACTORS}.",
        "relations.csv:2:to: city:gron is of the kind City; at this end of PARTNER_IN one of these was expected: "
        "Network, Programme, Project, ResearchSchool.",
    ],
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_folder_shows_the_finding(code, tmp_path):
    path = folder(tmp_path)
    shutil.copytree(DATA / "broken" / code, path, dirs_exist_ok=True)
    assert found(path) == [f"{message} [{code}]" for message in BROKEN[code]]
    assert (read(path, SCHEMA).dataset is None) == Code(code).is_error


def missing_file(place: Path) -> Path:
    path = folder(place)
    (path / "cities.csv").unlink()
    (path / "organisations.csv").rename(path / "organizations.csv")
    return path


def too_large(place: Path) -> Path:
    path = folder(place)
    with (path / "cities.csv").open("r+b") as file:
        file.truncate(files.FILE_LIMIT + 1)  # has no blocks on the disk
    return path


def not_text(place: Path) -> Path:
    return folder(place, cities=b"PK\3\4\0\0", organisations="id,name\n".encode("utf-16")[:-1])


def encrypted(place: Path) -> Path:
    path = place / "network.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    return path


def long_cell(place: Path) -> Path:
    return folder(place, sources=f"id,kind,name\natlas,Source,Atlasen\nbig,Source,{'x' * (2**20 + 1)}\n")


def formula(place: Path) -> Path:
    path = workbook(place / "network.xlsx", rows(DATA / "minimal"))
    book = openpyxl.load_workbook(path)
    book["cities"]["C2"] = '="Bl" & "å"'
    book["cities"]["C3"] = "#N/A"
    book["cities"]["C3"].data_type = "e"
    book.save(path)
    return path


def first_of_month(place: Path) -> Path:
    path = workbook(place / "network.xlsx", rows(DATA / "minimal"))
    book = openpyxl.load_workbook(path)
    sheet = book["activities"]
    for column, (heading, shown) in enumerate({"start": "mmm\\-yy", "end": "yyyy"}.items(), start=5):
        sheet.cell(1, column, heading)
        sheet.cell(2, column, datetime.date(2021 + column, 1, 1)).number_format = shown
    book.save(path)
    return path


def links(place: Path) -> Path:
    return with_part(place, "xl/externalLinks/externalLink1.xml")


def macros(place: Path) -> Path:
    return with_part(place, "xl/vbaProject.bin")


def with_part(place: Path, name: str) -> Path:
    path = workbook(place / "network.xlsx", rows(DATA / "minimal"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"anything")
    return path


MADE = {
    missing_file: [
        "data: The folder has no file cities.csv. [missing-file]",
        "data: There is organizations.csv, but no organisations.csv. Is it misspelt? [missing-file]",
    ],
    too_large: ["cities.csv: The file has 201 MB; the limit is 200 MB. [too-large]"],
    not_text: [
        "cities.csv: The file is not text. Save it as CSV (UTF-8), or as an Excel workbook. [not-text]",
        "organisations.csv: The file is not text. Save it as CSV (UTF-8), or as an Excel workbook. [not-text]",
    ],
    encrypted: ["network.xlsx: The workbook is protected by a password. Save it without one. [encrypted]"],
    long_cell: ["sources.csv:3: A cell has more than 1048576 characters. [long-cell]"],
    formula: [
        "network.xlsx[cities]:2:name: The cell holds a formula that was never worked out. Open the workbook, and save "
        "it. [formula]",
        "network.xlsx[cities]:3:name: The cell holds the error #N/A; a value was expected. [formula]",
    ],
    links: [
        "network.xlsx: The workbook has links to other files. They are not followed: what is stored was read. [links]"
    ],
    macros: ["network.xlsx: The workbook has macros. None of them is run. [macros]"],
    first_of_month: [
        "network.xlsx[activities]:2:start: The date is shown without a day; it was read as 2026-01. [first-of-month]",
        "network.xlsx[activities]:2:end: The date is shown without a day; it was read as 2027. [first-of-month]",
    ],
}


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.__name__)
def test_an_input_that_is_made_shows_the_finding(made, tmp_path):
    assert found(made(tmp_path)) == MADE[made]


def test_every_code_is_shown():
    assert {*BROKEN, *(made.__name__.replace("_", "-") for made in MADE)} == {code.value for code in Code}
    assert set(BROKEN) == {place.name for place in (DATA / "broken").iterdir()}


def test_the_folder_that_the_others_are_laid_over_is_right(tmp_path):
    assert found(folder(tmp_path)) == []
