"""What is left of a folder of tables without a person."""

import shutil

import pytest

from samverkan.exchange.erasure import erasure
from samverkan.model.audience import Person
from samverkan.model.domain import SCHEMA
from samverkan.sources.reader import read_dataset
from sources.inputs import DATA

EVA = Person("person:eva-ek", ("Eva Ek",))


@pytest.fixture
def small(tmp_path):
    return shutil.copytree(DATA / "small", tmp_path / "small")


def without(folder):
    data = read_dataset(folder, SCHEMA)
    found = erasure(folder, SCHEMA, EVA, ["Ek"], list(data.labels))
    found.write()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_names_nobody_stays_byte_for_byte(small, encoding, end):
    for path in small.iterdir():
        text = path.read_text(encoding="utf-8").replace("sidan 3", "sidan 3 – Eva Ek").replace(",", ";")
        text = text.replace("Åby Energi; Värme & Kyla AB", "Åby Energi, Värme & Kyla AB")
        path.write_bytes(text.replace("\n", end).encode(encoding))
    before = {path: path.read_bytes().decode(encoding).split(end) for path in small.iterdir()}
    found = without(small)
    assert (found.rows, found.relations) == (1, 1)
    (text,) = found.texts
    where = before[text.path][text.line - 1].split(";")
    assert text.text in where
    assert where.index(text.text) == before[text.path][0].split(";").index(text.column)
    assert {path.name for path in found.files} == {"people.csv", "relations.csv"}
    for path, lines in before.items():
        left = path.read_bytes().decode(encoding).split(end)
        gone = [line for line in lines if line not in left]
        assert all("Eva Ek" in line or "person:eva-ek" in line for line in gone)
        assert len(left) == len(lines) - (path.name in ("people.csv", "relations.csv"))
    read_dataset(small, SCHEMA)


def test_ids_lists_and_columns_of_ones_own(small):
    for path in small.iterdir():
        text = path.read_text(encoding="utf-8").replace("yearbook", "eva-ek-2022")
        path.write_text(text, encoding="utf-8")
    cities = small / "cities.csv"
    lines = cities.read_text(encoding="utf-8").splitlines()
    lines = [lines[0] + ",notes", lines[1].replace("Åby stad", "Eva Eks stad") + ",ring Eva Ek", *lines[2:]]
    cities.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = without(small)
    assert [(text.line, text.column, text.text) for text in found.texts] == [
        (2, "aliases", "Åby kommun | Eva Eks stad"), (2, "notes", "ring Eva Ek"),
    ]  # fmt: skip
    data = read_dataset(small, SCHEMA)
    assert data.nodes["Source"]["id"] == ["register", "erased-1"]
    assert data.nodes["City"]["sources"][0] == ["register", "erased-1"]
    assert data.nodes["City"]["aliases"][0] == ["Åby kommun"]
    assert "eva" not in "".join(path.read_text(encoding="utf-8").casefold() for path in small.iterdir())
