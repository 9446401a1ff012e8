"""Files of a folder, written all or none."""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from samverkan.errors import SavingError
from samverkan.language import _, reason_of

_NEW, _OLD = ".samverkan-new", ".samverkan-old"
"""Endings of files that are being written, and of those that they replace, until all are in place."""

_JOURNAL = ".samverkan-writing"
"""Names the files that are being put in their places. While it is there, the folder is not whole."""


def save_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none.

    Each is written beside its place first; then the old ones are set aside and the new ones put in their places. If
    that fails, the old ones are put back; if the process ends in between, ``put_back`` does so the next time.

    Parameters
    ----------
    folder : Path
        Is made, if it is not there.
    files : mapping of str to bytes
        Content by name.

    Raises
    ------
    SavingError
        They could not be written. What was there before is there still.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put_back(folder)
        try:
            for name, content in files.items():
                _write(folder / (name + _NEW), content)
            there = [name for name in files if (folder / name).exists()]
            _write(folder / (_JOURNAL + _NEW), json.dumps({"old": there, "new": [*files]}).encode())
            (folder / (_JOURNAL + _NEW)).replace(folder / _JOURNAL)
            for name in there:
                (folder / name).replace(folder / (name + _OLD))
            for name in files:
                (folder / (name + _NEW)).replace(folder / name)
            (folder / _JOURNAL).unlink()  # from here on the new ones are what is there
        except BaseException:  # Ctrl-C too
            put_back(folder)
            raise
        put_back(folder)
    except OSError as error:
        raise SavingError(
            _("{folder} could not be written: {reason}. Nothing was changed.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_back(folder: Path) -> None:
    """Put back what a process that ended amid ``save_files`` left aside, and remove what it left over."""
    journal = folder / _JOURNAL
    if journal.exists():
        written = json.loads(journal.read_bytes())
        for name in written["new"]:
            old = folder / (name + _OLD)
            if old.exists():
                old.replace(folder / name)
            elif name not in written["old"]:
                (folder / name).unlink(missing_ok=True)
        journal.unlink()
    for ending in (_NEW, _OLD):
        for left in folder.glob(f"*{ending}"):
            left.unlink()


def csv_bytes(rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the content of a CSV file; in UTF-8 with a mark at its front if the encoding lacks a character."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    try:
        return text.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return text.getvalue().encode("utf-8-sig")
