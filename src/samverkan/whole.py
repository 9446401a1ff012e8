"""Files and folders that are written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samverkan.errors import SavingError
from samverkan.language import _, reason_of


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there takes the place of a file once all is done, and is gone if it fails.

    Raises
    ------
    SavingError
        The system does not let it be written.
    """
    with _writing(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        made = Path(name)
        try:
            yield made
            with made.open("rb+") as file:
                os.fsync(file.fileno())  # what takes its place is on the disk
            made.chmod(0o666 & ~_umask())
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file, as UTF-8 with line feeds on every machine; folders that are not there are made.

    Raises
    ------
    SavingError
        It cannot be written. What was there is as it was.
    """
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as made:
        made.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of an empty folder, or of none, once all is done.

    Raises
    ------
    SavingError
        The system does not let it be written, or there is something in the folder already.
    """
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        try:
            yield made
            made.chmod(0o777 & ~_umask())
            if path.is_dir():
                path.rmdir()  # only an empty one
            made.replace(path)
        finally:
            shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SavingError(_("{path} cannot be written: {reason}").format(path=path, reason=reason_of(error))) from error


def _umask() -> int:
    """Return which rights a new file does not get; the system tells it only to who sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
