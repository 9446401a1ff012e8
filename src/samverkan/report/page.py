"""Results -> one HTML document, as a string: nothing is loaded from anywhere, and nothing runs that is not ours."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from samverkan import __version__
from samverkan.analysis.wording import date_in_words
from samverkan.language import _, language, ngettext
from samverkan.model.words import gap_in_words
from samverkan.report import words
from samverkan.report.figure import Positions
from samverkan.report.statement import Statement

TEMPLATES = files("samverkan.report") / "templates"


@dataclass(frozen=True)
class Wanted:
    """How a report is wanted, besides what it tells.

    Parameters
    ----------
    statement : Statement, optional
        What the office says of how accessible its pages are.
    positions : mapping, optional
        Where everybody was in the picture last time; they stay there.
    """

    statement: Statement | None = None
    positions: Positions | None = None


@dataclass(frozen=True)
class Document:
    """A page before it is written.

    Parameters
    ----------
    template : str
        Name of the template.
    title : str
    styles : sequence of str
        Names of the files whose rules it wants, in order.
    scripts : mapping of str to str
        Text of each script by the name under which the template places it.
    parts : mapping of str to Any
        What the template tells.
    """

    template: str
    title: str
    styles: Sequence[str]
    scripts: Mapping[str, str]
    parts: Mapping[str, Any]

    def __str__(self) -> str:
        style = "\n".join(part(name) for name in self.styles)
        return environment().get_template(self.template).render(
            {
                **self.parts,
                "title": self.title,
                "language": language(),
                "version": __version__,
                "style": _embedded(style, "style"),
                "scripts": {name: _embedded(text, "script") for name, text in self.scripts.items()},
                "policy": policy(style, list(self.scripts.values())),
            }
        )  # fmt: skip


def part(name: str) -> str:
    """Return the text of a file beside the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def policy(style: str, scripts: Sequence[str]) -> str:
    """Return what a page allows itself: its own style and scripts, known by their hashes, and nothing else."""
    allowed = {
        "default-src": ["'none'"],
        "script-src": [_hash(text) for text in scripts] or ["'none'"],
        "style-src": [_hash(style)],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in allowed.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _embedded(text: str, element: str) -> Markup:
    """Return our own text as it may stand between the tags of an element."""
    if f"</{element}" in text.lower() or "<!--" in text:
        raise ValueError(f"cannot stand in a {element}: {text[:40]!r}")
    return Markup(text)  # noqa: S704 - a file of ours, checked above


@cache
def environment() -> jinja2.Environment:
    """Return what fills the templates; whatever is no markup is escaped."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("samverkan.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    made.globals |= {"_": _, "ngettext": ngettext, "words": words, "rich": words.rich, "gap_in_words": gap_in_words}
    made.globals["date_in_words"] = date_in_words
    return made


def table_words() -> dict[str, str]:
    """Return what the script of the tables says, and how the language writes a file for a spreadsheet."""
    return {
        "language": language(),
        "search": _("Search in the table"),
        "all": _("All"),
        "save": _("Save as CSV"),
        "shown": _("{n} of {all} rows"),
        "more": _("Show all {all} rows (now the first {n})"),
        "separator": ";" if language() == "sv" else ",",
    }
