"""Files of a folder, written all or none."""

from pathlib import Path

import pytest

from samverkan.errors import SavingError
from samverkan.sources import saving
from samverkan.sources.saving import csv_bytes, put_back, save_files


@pytest.fixture
def kept(tmp_path):
    """A folder with two files, and what is to be written into it."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"old")
    return tmp_path


FILES = {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"}


def content(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_files_are_written(kept):
    (kept / "other.csv").write_bytes(b"mine")
    save_files(kept, FILES)
    assert content(kept) == {**FILES, "other.csv": b"mine"}


def failing_at(monkeypatch, number):
    """Let the renaming fail at its n-th call, once."""
    calls = []
    real = Path.replace

    def replace(self, target):
        calls.append(self)
        if len(calls) == number:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return calls


@pytest.mark.parametrize("number", range(1, 7))
def test_a_failure_anywhere_leaves_what_was_there(number, kept, monkeypatch):
    failing_at(monkeypatch, number)
    with pytest.raises(SavingError, match=r"could not be written: No space left on device\. Nothing was changed\."):
        save_files(kept, FILES)
    assert content(kept) == {"a.csv": b"old", "b.csv": b"old"}


@pytest.mark.parametrize("number", range(1, 7))
def test_a_process_that_ends_amid_it_leaves_what_can_be_put_back(number, kept, monkeypatch):
    failing_at(monkeypatch, number)
    real = saving.put_back
    monkeypatch.setattr(saving, "put_back", lambda folder: None)
    with pytest.raises(SavingError):
        save_files(kept, FILES)
    real(kept)
    assert content(kept) == {"a.csv": b"old", "b.csv": b"old"}


@pytest.mark.parametrize("number", [1, 2])
def test_putting_back_may_be_cut_short_too(number, kept, monkeypatch):
    failing_at(monkeypatch, 6)
    real = saving.put_back
    monkeypatch.setattr(saving, "put_back", lambda folder: None)
    with pytest.raises(SavingError):
        save_files(kept, FILES)
    monkeypatch.undo()
    failing_at(monkeypatch, number)
    with pytest.raises(OSError, match="No space left"):
        real(kept)
    real(kept)
    assert content(kept) == {"a.csv": b"old", "b.csv": b"old"}


def test_what_was_written_whole_is_not_put_back(kept):
    save_files(kept, FILES)
    put_back(kept)
    assert content(kept) == FILES


def test_a_folder_that_cannot_be_made(kept):
    with pytest.raises(SavingError):
        save_files(kept / "a.csv" / "folder", FILES)


def test_an_encoding_that_lacks_a_letter_gives_way():
    assert csv_bytes([["Łódź"]], encoding="cp1252") == b"\xef\xbb\xbf" + "Łódź\n".encode()
    assert csv_bytes([["Åby", "a;b"]], delimiter=";", encoding="cp1252") == b'\xc5by;"a;b"\n'
