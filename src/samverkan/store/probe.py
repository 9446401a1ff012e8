"""A file of the embedded store, read from end to end in a process that may die of it.

A damaged page can end the process that reads it, and no ``except`` is of help then. So a file is opened straight away
only if its bytes are those that a load left. Any other was changed by another tool, came here without its sum, or is
damaged; which of these it is, a process of its own finds out.
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from samverkan.language import _

SECONDS = 300
"""How long a file may take to be read."""

SAID = 3
"""Exit status when the file cannot be read; stdout says why."""


def sum_file(path: Path) -> Path:
    """Where the sum of a file's bytes is kept."""
    return path.with_name(f"{path.stem}.sum")


def sum_of(path: Path) -> str:
    """Work the sum of a file's bytes out."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_loaded(path: Path) -> bool:
    """Tell whether a file has the very bytes that a load left; if in doubt, it has not."""
    kept = sum_file(path)
    return kept.is_file() and kept.read_text(encoding="ascii", errors="replace") == sum_of(path)


def what_is_wrong(path: Path) -> str | None:
    """Have another process read a file, and say what came of it; ``None`` if all of it can be read."""
    import subprocess

    source = str(Path(__file__).resolve().parents[2])  # which the path of the other process may lack
    search = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(  # noqa: S603 - this very Python, and no shell
            [sys.executable, "-P", "-m", __name__, str(path)],
            env={**os.environ, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _("it cannot be read to its end")
    if done.returncode == SAID:
        return done.stdout.strip()
    if done.returncode in (0, 1):  # 1: a mistake of ours, which will show when the file is opened here
        return None
    return _("reading it makes the engine fail")


def main() -> None:
    """Read every row of every table."""
    from samverkan.errors import StoreError
    from samverkan.store.embedded import ENGINE_ERRORS, opened, run

    try:
        with opened(Path(sys.argv[1])) as connection:
            for name, type in run(connection, "CALL show_tables() RETURN name, type").rows:
                pattern = f"(n:`{name}`)" if type == "NODE" else f"()-[n:`{name}`]->()"
                rows: Any = connection.execute(f"MATCH {pattern} RETURN n")
                while rows.has_next():  # one by one: nobody needs them
                    rows.get_next()
    except (StoreError, *ENGINE_ERRORS) as error:
        sys.stdout.write(str(error.__cause__ or error))
        sys.exit(SAID)


if __name__ == "__main__":
    main()
