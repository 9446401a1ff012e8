"""Every workbook that is written, as LibreOffice opens it and saves it again."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from exchange.test_city_sheet import ABY, OWN, WARM, corrected, facts, taken, written
from samverkan.exchange.importing import read_import
from samverkan.exchange.lists import write_list
from samverkan.exchange.template import write_template_workbook
from samverkan.exchange.workbook import write_workbook
from samverkan.language import use_language
from samverkan.model.audience import Withheld
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA

HOSTILE = (
    "=1+1",
    "+46 1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://example.org")',
    "a\nb",
    "  x ",
    "1e5",
)
KINDS = ("network", "sheet", "template", "list", "review")


def data(path: Path) -> Path:
    shutil.copytree(DATA / "small", path)
    return path


def make(path: Path, kind: str, folder: Path) -> None:
    """Write a workbook of a kind from a data folder, in Swedish as the office has it."""
    use_language("sv")
    try:
        if kind == "network":
            write_workbook(path, read_dataset(folder, SCHEMA), Withheld())
        elif kind == "sheet":
            written(folder, path, "internal")
        elif kind == "template":
            write_template_workbook(path, SCHEMA, path.name)
        elif kind == "list":
            names = {str(n): text for n, text in enumerate(HOSTILE)}
            write_list(
                path,
                "Förslag",
                [names, dict.fromkeys(names, 1.5), dict.fromkeys(names)],
                {name: f"R {name}" for name in names},
            )
        else:
            listed = path.with_suffix(".csv")
            listed.write_text("Organisation;Projekt\nOkänd;Varm stad\n=1+1;Varm stad\n", encoding="utf-8")
            read_import(listed, folder).write(path)
    finally:
        use_language("en")


@pytest.fixture(scope="module")
def office():
    """Where LibreOffice is; not every machine has it, and no rule says that it must."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine (Debian's package libreoffice-calc)")
    return program


@pytest.fixture
def saved_again(office, tmp_path):
    """What LibreOffice makes of some workbooks when it opens and saves them."""

    def convert(*paths: Path) -> list[Path]:
        profile, out = tmp_path / "profile", tmp_path / "again"
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
        ]
        subprocess.run([*command, "--outdir", out, *paths], check=True, capture_output=True, timeout=300)
        return [out / path.name for path in paths]

    return convert


def plain(value: Any) -> Any:
    """A value of openpyxl's without the escapes of control characters, which it leaves in."""
    return (unescape(value) or None) if isinstance(value, str) else value


def cells(path: Path) -> dict[str, list[tuple]]:
    """The values of every sheet, empty texts as none, without those at the end of rows and sheets."""
    found = {}
    for sheet in openpyxl.load_workbook(path, data_only=True):
        rows = [[plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for row in rows:
            while row and row[-1] is None:
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        found[sheet.title] = [tuple(row) for row in rows]
    return found


def test_what_it_opens_has_the_same_values_and_no_formula(saved_again, tmp_path):
    folder = data(tmp_path / "data")
    paths = [tmp_path / f"{kind}.xlsx" for kind in KINDS]
    for path in paths:
        make(path, path.stem, folder)
    for before, after in zip(paths, saved_again(*paths), strict=True):
        assert cells(after) == cells(before)
        formulas = [
            c.value for sheet in openpyxl.load_workbook(after) for row in sheet for c in row if c.data_type == "f"
        ]
        assert formulas == []


def test_the_network_comes_back_from_what_it_saves(saved_again, tmp_path):
    folder = data(tmp_path / "data")
    make(tmp_path / "network.xlsx", "network", folder)
    (again,) = saved_again(tmp_path / "network.xlsx")
    came, whole = read_dataset(again, SCHEMA), read_dataset(folder, SCHEMA)
    assert came.nodes == whole.nodes
    assert [sorted(map(repr, came.rows(t.type))) for t in SCHEMA.types] == [
        sorted(map(repr, whole.rows(t.type))) for t in SCHEMA.types
    ]


def test_a_sheet_of_a_city_is_read_back_from_what_it_saves(saved_again, tmp_path):
    folder = data(tmp_path / "data")
    sheet = written(folder, tmp_path / "aby.xlsx", "internal")
    (again,) = saved_again(sheet)
    assert not read_import(again, folder).outcome.changes()  # saving alone says nothing
    corrected(sheet, ("Projects and networks", OWN, {"is it so?": "wrong"}))
    (again,) = saved_again(sheet)
    taken(again, folder)
    assert (ABY, WARM) not in facts(folder, "PARTNER_IN")
