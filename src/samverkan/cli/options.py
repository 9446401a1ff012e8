"""Options that commands share, each once; help and usage in the language in use."""

import gettext
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan.cli import output
from samverkan.errors import StoreUnavailableError
from samverkan.language import LANGUAGES, N_, _, language, use_language
from samverkan.model.audience import AUDIENCES

if TYPE_CHECKING:
    from samverkan.store.base import GraphStore

USER, PASSWORD = "SAMVERKAN_DB_USER", "SAMVERKAN_DB_PASSWORD"
_LOCALE = Path(__file__).resolve().parents[1] / "locale"


def wanted_language(words: Sequence[str]) -> str:
    """Find the language of a command line before it is parsed, so that help and complaints about it speak it too.

    ``--lang`` is taken wherever it stands; then ``SAMVERKAN_LANG``; then the locale; else English.
    """
    own = words[: words.index("--")] if "--" in words else words
    for place in range(len(own) - 1, -1, -1):
        word, _sign, value = own[place].partition("=")
        value = (value or (own[place + 1] if place + 1 < len(own) else "")).casefold()
        if word == "--lang" and value in LANGUAGES:
            return value
    if (said := os.environ.get("SAMVERKAN_LANG", "")) in LANGUAGES:
        return said
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "sv" if locale.casefold().startswith("sv") else "en"


def speak(language: str) -> None:
    """Word everything from now on in a language, the words of click among it."""
    use_language(language)
    os.environ["LANGUAGE"] = language  # click asks gettext's own, process-wide domain, which asks this
    gettext.bindtextdomain("samverkan", _LOCALE)
    gettext.textdomain("samverkan")


class WholeNumber(click.IntRange):
    """A whole number between bounds, which names itself in the language in use."""

    @property
    def name(self) -> str:  # type: ignore[override]  # click's is fixed, and English
        """What it is called in help and complaints."""
        return _("whole number")


class Option(click.Option):
    """An option whose help is translated when it is shown, and whose choices are taken in upper or lower case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.type, click.Choice):
            self.type.case_sensitive = False
        elif isinstance(self.type, click.IntRange):
            self.type = WholeNumber(self.type.min, self.type.max)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, _(self.help), 1)

    def make_metavar(self, ctx: click.Context) -> str:
        return _(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument whose name is translated when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _(super().make_metavar(ctx))


class Spoken(click.Command):
    """A command whose help begins with examples, and is translated when it is shown."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples
        self.help_option: Option | None = None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(_("For example:") + "\n")
        for example in self.examples:
            formatter.write(f"  {example}\n")
        formatter.write_paragraph()
        super().format_help(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]  # pieces that click words itself

    def get_help_option(self, ctx: click.Context) -> click.Option:
        if self.help_option is None:  # one object, as click compares it
            self.help_option = Option(
                ["--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=N_("Show this.")
            )
        return self.help_option


def _help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        output.line(ctx.get_help())
        ctx.exit()


def command(*examples: str, help: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command of a function: its name, ``--lang`` and ``--help`` come by themselves.

    Parameters
    ----------
    *examples : str
        Command lines that work; the first of them opens the help.
    help : str
        What it does, as it stands in the catalogue.
    """

    def made(function: Callable[..., Any]) -> click.Command:
        function = click.option(
            "--lang",
            cls=Option,
            type=click.Choice(LANGUAGES),
            expose_value=False,
            callback=_remember_language,
            help=LANG_HELP,
        )(function)
        return click.command(function.__name__.rstrip("_"), cls=Spoken, examples=examples, help=help)(function)

    return made


LANG_HELP = N_("Language of all that is said; otherwise that of the locale.")


def lang_option() -> click.Option:
    """Make ``--lang``; its value was taken before the command line was parsed, and is only checked now."""
    return Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        callback=_remember_language,
        help=LANG_HELP,
    )


LANG = "samverkan.lang"
"""Where the language that was asked for is found among what a command line is known by; not there if none was."""


def _remember_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[LANG] = value


format_option = click.option(
    "--format",
    cls=Option,
    type=click.Choice(output.FORMATS),
    default="table",
    help=N_("How the answer is written: a table for people, JSON or CSV for programs."),
)


class Place(click.ParamType[str]):
    """Where a store is: the address of a server, or the path of a file."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse an address that is none, and what looks like one but would be taken for a path."""
        text = str(value)
        if "://" in text:
            from samverkan.store.address import what_is_wrong

            if problem := what_is_wrong(text):
                self.fail(problem, param, ctx)
            return text
        typo = re.match(r"((?:neo4j|bolt)(?:\+ssc|\+s)?)(?:[:;][/\\]*|//)", text, re.IGNORECASE)
        if typo or re.fullmatch(r"[\w.-]{2,}:\d+", text):
            meant = f"{typo[1]}://{text[typo.end() :]}" if typo else f"neo4j://{text}"
            self.fail(
                _("“{text}” looks like an address, but is not one. Did you mean {meant}?").format(
                    text=text, meant=meant
                ),
                param,
                ctx,
            )
        return text


db_option = click.option(
    "--db",
    cls=Option,
    type=Place(),
    envvar="SAMVERKAN_DB",
    metavar=N_("PLACE"),
    help=N_("The store: neo4j://… or the path of a file; otherwise SAMVERKAN_DB, or .samverkan/graph.lbug."),
)


class Day(click.ParamType[str]):
    """A date of any precision, as in the data."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse what is no date."""
        text = str(value)
        from samverkan.store.queries import is_date

        if not is_date(text):
            self.fail(_("“{text}” is no date. Write 2024, 2024-05 or 2024-05-31.").format(text=text), param, ctx)
        return text


as_of_option = click.option(
    "--as-of",
    cls=Option,
    type=Day(),
    metavar=N_("DATE"),
    help=N_("The date of the data; otherwise the newest start of a relation."),
)

seed_option = click.option(
    "--seed",
    cls=Option,
    type=click.IntRange(0, 2**32 - 1),
    default=1,
    show_default=True,
    help=N_("Of all that is left to chance."),
)

programme_option = click.option(
    "--programme", cls=Option, metavar=N_("NAME"), help=N_("The programme; otherwise the largest.")
)


def audience_option(*, file: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make ``--audience``: which people are in the answer.

    Parameters
    ----------
    file : bool
        Whether the answer goes into a file, and not to stdout.
    """

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        return value or ("partner" if sys.stdout.isatty() and not file else "public")

    return click.option(
        "--audience",
        cls=Option,
        type=click.Choice(AUDIENCES),
        callback=chosen,
        help=FOR_A_FILE if file else FOR_STDOUT,
    )


FOR_STDOUT = N_(
    "Whom the answer is for: public sees no person; partner those who are elected, lead or are contacts at a city, "
    "region, county board, agency or public university; internal all. Otherwise partner at a terminal, and public in "
    "a file or a pipe."
)
FOR_A_FILE = N_(
    "Whom it is for: public sees no person; partner those who are elected, lead or are contacts at a city, region, "
    "county board, agency or public university; internal all. Otherwise public."
)


def opened(db: str | None, *, write: bool = False) -> "GraphStore":
    """Open the store that the user means, for the length of a ``with``."""
    from samverkan.model.domain import SCHEMA
    from samverkan.store.address import is_open
    from samverkan.store.connect import is_address, open_store

    if db is None or not is_address(db):
        return open_store(db, SCHEMA, write=write)
    known = credentials()
    if known and is_open(db):
        output.say(_("Warning: the password travels unencrypted to {address}.").format(address=db))
    return open_store(db, SCHEMA, write=write, credentials=known)


def loaded(db: str | None) -> "GraphStore":
    """Open a store that something was loaded into.

    Raises
    ------
    StoreUnavailableError
        It cannot be opened, or nothing was loaded yet.
    """
    store = opened(db)
    if store.status() is None:
        store.close()
        raise StoreUnavailableError(
            _("Nothing is loaded into {address} yet. Run `samverkan load --db {address}` first.").format(
                address=store.address
            )
        )
    return store


def credentials() -> tuple[str, str] | None:
    """Return user and password from the environment or, at a terminal, from whoever sits there."""
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if password is None and sys.stdin.isatty() and sys.stderr.isatty():
        user = user or click.prompt(_("User"), default="neo4j", err=True)
        password = click.prompt(_("Password"), default="", show_default=False, hide_input=True, err=True)
    return (user or "neo4j", password) if password else None


def was_given(name: str) -> bool:
    """Tell whether the value of an option was written on the command line, and is not what it is by itself."""
    return click.get_current_context().get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def flag(name: str, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make an option that is there or not."""
    return click.option(name, cls=Option, is_flag=True, help=help)


overwrite_flag = flag("--overwrite", N_("Write over a file that is there already."))


def free_file(path: Path, *, overwrite: bool = False) -> None:
    """Refuse to write a file where there is something, unless it is a file that was said to be of no more use.

    Raises
    ------
    click.ClickException
        There is something.
    """
    if (path.is_file() and overwrite) or not path.exists():
        return
    problem = _("There is something at {path} already.").format(path=path)
    way_out = " " + _("--overwrite writes over it.") if path.is_file() else ""
    raise click.ClickException(problem + way_out)


def free_folder(path: Path) -> None:
    """Refuse to write into a folder where there is something.

    Raises
    ------
    click.ClickException
        There is something, or it is no folder.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise click.ClickException(_("{path} is not an empty folder.").format(path=path))


KEY_FILE = "SAMVERKAN_ERASURE_KEY"


def erasure_key_file() -> Path:
    """Return where the key of the marks of the erased is: what SAMVERKAN_ERASURE_KEY says, or the user's own folder."""
    said = os.environ.get(KEY_FILE)
    return Path(said) if said else Path(click.get_app_dir("samverkan")) / "erasure.key"


def erasure_key() -> bytes | None:
    """Return the key, if there is one.

    Raises
    ------
    click.ClickException
        It is there, but cannot be read.
    """
    path = erasure_key_file()
    try:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or _("it is no key")
        raise click.ClickException(
            _("The key {path} cannot be read: {reason}").format(path=path, reason=reason)
        ) from error


def page_language() -> str:
    """Return the language of a page: the one that was asked for, else Swedish, whatever the computer speaks."""
    asked: str | None = click.get_current_context().meta.get(LANG)
    return asked or next((said for said in (os.environ.get("SAMVERKAN_LANG"),) if said in LANGUAGES), "sv")


@contextmanager
def in_language(wanted: str) -> Iterator[None]:
    """Word everything in a language for a while."""
    before = language()
    use_language(wanted)
    try:
        yield
    finally:
        use_language(before)
