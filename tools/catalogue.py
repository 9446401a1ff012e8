"""Bring the Swedish catalogue up to the messages in the code: python tools/catalogue.py [--check].

New messages come in untranslated, and are listed; messages that the code no longer has are dropped. With ``--check``
nothing is written: the exit status tells whether anything would be.
"""

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "samverkan"
PO = SOURCE / "locale" / "sv" / "LC_MESSAGES" / "samverkan.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


class Swedish(Catalog):
    """A catalogue whose header holds nothing that changes from run to run."""

    def __init__(self) -> None:
        super().__init__(
            locale="sv",
            fuzzy=False,
            header_comment="# Swedish for samverkan. Written by hand; `make catalogue` keeps it up to the code.",
        )

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to know."""
        return [
            ("Language", "sv"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ]


def extracted() -> Catalog:
    """Every message of the code."""
    found = Catalog()
    for file, _line, message, comments, _context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")], keywords=KEYWORDS
    ):
        if message:
            found.add(message, locations=[(f"src/samverkan/{file}", None)], auto_comments=comments)
    return found


def translated() -> Catalog:
    """Return what the catalogue has now."""
    if not PO.exists():
        return Catalog(locale="sv")
    with PO.open("rb") as file:
        return read_po(file, locale="sv")


def updated() -> Catalog:
    """Return the catalogue as it should be: the messages of the code, in order, with the translations there are."""
    old, new = translated(), Swedish()
    for message in sorted(extracted(), key=lambda m: (sorted(m.locations), str(m.id))):
        if message.id:
            before = old.get(message.id)
            new.add(
                message.id,
                before.string if before and not before.fuzzy else None,
                locations=sorted(set(message.locations)),
                flags=message.flags,
            )
    return new


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return the bytes of the catalogue and of its compiled form."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=118, include_lineno=False, ignore_obsolete=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Messages that nobody has translated yet."""
    return [str(m.id) for m in catalogue if m.id and not all(m.string if m.pluralizable else [m.string])]


def main() -> int:
    """Write the catalogue, or check it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    check = arguments.parse_args().check
    catalogue = updated()
    po, mo = written(catalogue)
    todo = missing(catalogue)
    for message in todo:
        sys.stderr.write(f"not translated: {message}\n")
    if check:
        same = PO.exists() and MO.exists() and (PO.read_bytes(), MO.read_bytes()) == (po, mo)
        return int(not same or bool(todo))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(mo)
    return 0


if __name__ == "__main__":
    sys.exit(main())
