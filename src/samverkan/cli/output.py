"""Records as a table, CSV or JSON; what is said beside them; progress."""

import codecs
import io
import os
import re
import shutil
import sys
import textwrap
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from samverkan.language import N_, _, language

if TYPE_CHECKING:
    from rich.progress import Progress

FORMATS = ("table", "json", "csv")
PATIENCE = 1.0
"""Seconds of work before progress is shown."""

PAGE = 100
"""Width of running text where there is no terminal."""

THIN, GAP = 16, "   "
"""Width to which a column of a table may be broken at least, and what stands between two."""

# What a terminal would obey rather than show: control characters, and those that turn the direction of writing or
# are invisible. Data are shown, never obeyed.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "·": "-"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def prepare() -> None:
    """Make stdout and stderr take every character, whatever page they are written in; end lines alike everywhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for the whole process
    codecs.register_error("samverkan", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="samverkan", newline="\n" if stream is sys.stdout else None)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Say characters that a page lacks in ASCII."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = unicodedata.normalize("NFKD", error.object[error.start : error.end].translate(_PLAIN))
    return "".join(c if c.isascii() else "?" for c in text if not unicodedata.combining(c)), error.end


def visible(text: str) -> str:
    r"""Write out characters that a terminal would obey.

    Examples
    --------
    >>> print(visible("red \x1b[31m, \u202eback, two\nlines"))
    red \x1b[31m, \u202eback, two lines
    """
    return _OBEYED.sub(lambda found: " " if found[0] in "\n\t" else ascii(found[0])[1:-1], text)


def write(text: str) -> None:
    """Write to stdout, at once.

    Raises
    ------
    BrokenPipeError
        Nobody reads any more.
    click.ClickException
        It cannot be written: a full disk, for one.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        let_go()
        raise click.ClickException(
            _("The answer could not be written: {reason}").format(reason=error.strerror)
        ) from error


def flush() -> None:
    """Write what is left."""
    write("")


def let_go() -> None:
    """Throw away what stdout still holds, so that the end of the process does not fail on it once more."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def line(text: str) -> None:
    """Write lines of our own to stdout; what they quote is made visible."""
    write("".join(f"{visible(part)}\n" for part in text.split("\n")))


def paragraph(text: str, *, indent: int = 0, first: str | None = None) -> None:
    """Write text of our own to stdout, broken into lines: as wide as the terminal; of 100 characters without one.

    Parameters
    ----------
    text : str
    indent : int
        Blanks at the beginning of each line.
    first : str, optional
        What stands at the beginning of the first line instead, as wide or wider.
    """
    margin = " " * indent
    for part in textwrap.wrap(
        text,
        max(width(PAGE), indent + 30),
        initial_indent=margin if first is None else first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        line(part)


def say(text: str) -> None:
    """Say something beside the answer, on stderr."""
    sys.stderr.write("".join(f"{visible(part)}\n" for part in text.split("\n")))
    sys.stderr.flush()


def records(rows: Sequence[Mapping[str, Any]], format: str, columns: Sequence[str] = ()) -> None:
    """Write records to stdout.

    Parameters
    ----------
    rows : sequence of mapping
        All with the same keys.
    format : str
        ``table``, ``json`` or ``csv``.
    columns : sequence of str
        Keys, in order; needed where there may be no rows.
    """
    columns = tuple(columns or (rows[0] if rows else ()))
    if format == "json":
        document([{name: row[name] for name in columns} for row in rows])
    elif format == "csv":
        comma_separated([[row[name] for name in columns] for row in rows], columns)
    else:
        table([[row[name] for name in columns] for row in rows], [heading(name) for name in columns])


def document(value: Any) -> None:
    """Write one JSON document to stdout."""
    write(_json(value) + "\n")


def documents(values: Iterable[Any]) -> None:
    """Write a list as one JSON document to stdout, each item as soon as it is there."""
    opening = "["
    for value in values:
        write(f"{opening}\n{textwrap.indent(_json(value), '  ')}")
        opening = ","
    write("[]\n" if opening == "[" else "\n]\n")


def _json(value: Any) -> str:
    import json

    pure = not (sys.stdout.encoding or "").lower().startswith("utf")  # JSON is UTF-8, or else ASCII
    text = json.dumps(_sound(value), ensure_ascii=pure, allow_nan=False, indent=2, default=str)
    return _OBEYED.sub(lambda c: c[0] if c[0] == "\n" else f"\\u{ord(c[0]):04x}", text)


def _sound(value: Any) -> Any:
    """Return a value with null for the numbers that JSON has no word for."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, Mapping):
        return {str(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value


def comma_separated(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> None:
    """Write CSV to stdout that a spreadsheet can open without running anything that stands in it."""
    more_rows([columns, *rows])


def more_rows(rows: Sequence[Sequence[Any]]) -> None:
    """Write further rows of a CSV that ``comma_separated`` began."""
    written = "".join(map(_csv_line, rows))
    if sys.stdout.isatty():
        written = "".join(f"{visible(part)}\n" for part in written.splitlines())
    write(written)


def _csv_line(row: Sequence[Any]) -> str:
    """Write one line of CSV. The writer quotes what is in its line end: a lone CR must not begin a row of its own."""
    import csv

    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_safe(value) for value in row])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _safe(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    text = plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(value: Any) -> str:
    """Return a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " | ".join(map(plain, value))
    return str(value)


def number(value: float) -> str:
    """Write a number as the language in use does.

    Examples
    --------
    >>> number(104382), number(-2.5)
    ('104,382', '-2.5')
    """
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", "\N{NO-BREAK SPACE},")) if language() == "sv" else text


def table(
    rows: Sequence[Sequence[Any]], headings: Sequence[str], *, with_headings: bool = True, as_blocks: bool = True
) -> None:
    """Write a table for people to stdout: as wide as the terminal; as wide as its text where there is none.

    Parameters
    ----------
    rows : sequence of sequence
    headings : sequence of str
        One a column.
    with_headings : bool
        Whether they are shown.
    as_blocks : bool
        Whether each row becomes a block of lines where the words of the columns do not fit beside each other; else
        words are broken.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    limit = width()
    texts = [[visible(number(v) if isinstance(v, float) else plain(v)) for v in row] for row in rows]
    columns = list(zip([visible(name) for name in headings], *texts, strict=True))
    widths = _fitted(columns, limit)
    if widths is None and with_headings and as_blocks and rows:
        _blocks(rows, columns, limit)
        return
    page = _Page()
    console = Console(file=page, width=limit, color_system=None, markup=False, highlight=False, emoji=False)
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=with_headings)
    for place, (name, *_rest) in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[place], int | float | None) for row in rows)
        fitted = widths[place] if widths else None
        grid.add_column(Text(name), overflow="fold", justify="right" if numeric else "left", width=fitted)
    for row in texts:
        grid.add_row(*map(Text, row))
    console.print(grid)
    write("".join(f"{part.rstrip()}\n" for part in page.getvalue().splitlines()))


def width(otherwise: int = 10_000) -> int:
    """Return how many characters a line for people may have: without a terminal, as many as it likes."""
    on_screen = sys.stdout.isatty() or os.environ.get("COLUMNS")
    return shutil.get_terminal_size().columns if on_screen else otherwise


def _fitted(columns: Sequence[Sequence[str]], limit: int) -> list[int] | None:
    """Return widths in which no word is broken and no column is thin; ``None`` if there are none."""
    from rich.cells import cell_len

    most = [max(map(cell_len, column)) for column in columns]
    least = [
        max(min(most[place], THIN), *(cell_len(word) for text in column for word in text.split()), 0)
        for place, column in enumerate(columns)
    ]
    room = limit - len(GAP) * (len(columns) - 1)
    if sum(most) <= room:
        return most
    if sum(least) > room:
        return None
    widths = list(least)
    while sum(widths) < room:  # what is left goes to the column that lacks most
        lacks = [wanted - width for wanted, width in zip(most, widths, strict=True)]
        widths[lacks.index(max(lacks))] += 1
    return widths


def _blocks(rows: Sequence[Sequence[Any]], columns: Sequence[Sequence[str]], limit: int) -> None:
    """Write each row as a block: a line for each column that has a value, and for each item of a list."""
    margin = max(len(name) for name, *_rest in columns)
    for place, row in enumerate(rows):
        lines = [] if place == 0 else [""]
        for (name, *texts), value in zip(columns, row, strict=True):
            parts = [visible(plain(item)) for item in value] if isinstance(value, list | tuple) else [texts[place]]
            for text in filter(None, parts):
                room = max(limit - margin - len(GAP), THIN)
                for part in textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False):
                    lines.append(f"{name:<{margin}}{GAP}{part}")
                    name = ""
        write("".join(f"{part.rstrip()}\n" for part in lines))


class _Page(io.StringIO):
    """Where a table is drawn before it is written: it has the characters that stdout has."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return sys.stdout.encoding or "utf-8"


HEADINGS = {
    "part": N_("part"),
    "added": N_("added"),
    "changed": N_("changed"),
    "removed": N_("removed"),
    "unchanged": N_("unchanged"),
    "place": N_("place"),
    "posts": N_("posts"),
    "seen_by": N_("seen by"),
    "sources": N_("sources"),
    "title": N_("title"),
    "level": N_("level"),
    "code": N_("code"),
    "message": N_("message"),
    "name": N_("name"),
    "question": N_("question"),
    "parameters": N_("parameters"),
    "year": N_("year"),
    "kind": N_("kind"),
    "number": N_("number"),
    "active": N_("active"),
    "active_start": N_("active since"),
    "activity": N_("activity"),
    "amount": N_("amount"),
    "cities": N_("cities"),
    "city": N_("city"),
    "city_role": N_("role of the city"),
    "city_start": N_("city since"),
    "county": N_("county"),
    "end": N_("end"),
    "first": N_("first"),
    "focus_area": N_("focus area"),
    "initiatives": N_("initiatives"),
    "last": N_("last"),
    "member_since": N_("member since"),
    "members": N_("members"),
    "municipalities": N_("municipalities"),
    "partner": N_("partner"),
    "population": N_("population"),
    "projects": N_("projects"),
    "published": N_("published"),
    "publisher": N_("publisher"),
    "relations": N_("relations"),
    "role": N_("role"),
    "sector": N_("sector"),
    "start": N_("start"),
    "theme": N_("theme"),
    "themes": N_("themes"),
    "times": N_("times"),
    "twin": N_("twin"),
    "type": N_("type"),
    "url": N_("url"),
}
"""Keys of records, and columns of the named queries, that a table translates; the others stand as they are."""


def heading(name: str) -> str:
    """Word the heading of a column of a table."""
    return _(HEADINGS.get(name, name))


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show what is being done and how far it is: on stderr, at a terminal, once it has taken a second."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    began = time.monotonic()
    bar: Progress | None = None

    def told(what: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - began > PATIENCE:
            bar = _bar()
            bar.start()
            bar.add_task("")
        if bar is not None:
            bar.update(bar.task_ids[0], description=visible(what), completed=done, total=total or None)

    try:
        yield told
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
