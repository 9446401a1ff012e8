"""Texts into files: whole, or not at all."""

import os

import pytest

from samverkan.errors import SavingError
from samverkan.whole import write_whole


def test_a_text_is_utf8_with_line_feeds(tmp_path):
    write_whole(tmp_path / "new" / "a.html", "Gävle\nÖrebro\n")
    assert (tmp_path / "new" / "a.html").read_bytes() == "Gävle\nÖrebro\n".encode()
    assert os.listdir(tmp_path / "new") == ["a.html"]


def test_what_cannot_be_written_leaves_the_old_page(tmp_path):
    page = tmp_path / "a.html"
    write_whole(page, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(page, "half of it \ud800")
    assert page.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.html"]


def test_a_full_disk_leaves_the_old_page(tmp_path, monkeypatch):
    page = tmp_path / "a.html"
    write_whole(page, "old")

    def full(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SavingError, match=r"a\.html cannot be written: No space left on device"):
        write_whole(page, "new")
    assert page.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.html"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "reports").write_text("mine")
    with pytest.raises(SavingError, match="cannot be written"):
        write_whole(tmp_path / "reports" / "a.html", "new")
    assert (tmp_path / "reports").read_text() == "mine"
