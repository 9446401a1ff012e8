"""Pages into files: whole, or not at all."""

import os
from pathlib import Path

from samverkan.errors import ReportError
from samverkan.language import _


def write_page(path: Path, text: str) -> None:
    """Write a page to a file, which is the old one or the new one at every moment.

    Parameters
    ----------
    path : Path
        Folders that are not there are made.
    text : str
        Written as UTF-8 with line feeds, on every machine.

    Raises
    ------
    ReportError
        It cannot be written. What was there is as it was.
    """
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with made.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(_("{path} cannot be written: {reason}").format(path=path, reason=reason)) from error
