"""The group of commands, and the one boundary for errors."""

import difflib
import importlib
import sys
from collections.abc import Sequence
from keyword import iskeyword

import click

from samverkan.cli import output
from samverkan.cli.options import Option, Spoken, lang_option, speak, wanted_language
from samverkan.errors import DataError, SamverkanError
from samverkan.language import N_, _

COMMANDS = {
    "load": N_("Read a folder or a workbook, check it, and bring the store up to it."),
    "check": N_("Read a folder or a workbook and list every mistake."),
    "status": N_("Say what is loaded, from when, and how complete it is."),
    "show": N_("Tell everything about a city, organisation, activity, person, area or source."),
    "query": N_("Answer a question that has a name, or a query in a file."),
    "import": N_("Bring a list, a workbook or a network as people have them into a folder of tables."),
    "suggest": N_("Suggest partners for a city or an organisation, with reasons."),
    "gaps": N_("Name what is missing, worst first, and who could bridge it."),
    "report": N_("Write the programme's report and the dossiers of cities as web pages."),
    "analyze": N_("Say what the network is like: size, brokers, communities, who works with whom."),
    "new": N_("Write an empty folder or workbook to begin with, or a small network to try."),
    "sheet": N_("Write what is known of a city as a workbook that its coordinator corrects."),
    "export": N_("Write what is loaded as a workbook, CSV files, or for Gephi, Kumu or networkx."),
    "people": N_("List the people that are held, take out all that is held on one, or erase one."),
    "evaluate": N_("Say how well the suggestions would have foretold ties that are known."),
}
"""Name of each command, which is that of its module too (with ``_`` behind a keyword of Python), and what it does."""

INTERRUPTED, PIPE_CLOSED = 130, 141  # what a shell reports for Ctrl-C, and for a tool whose reader went away


class Group(Spoken, click.Group):
    """The commands by name. The module of one is imported when it is asked for, and no sooner."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(importlib.import_module(f"samverkan.cli.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            problem = _("No such command {name!r}.").format(name=name)
            if near := difflib.get_close_matches(name, COMMANDS):
                problem += " " + _("Did you mean: {names}?").format(names=", ".join(near))
            ctx.fail(problem)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(about)) for name, about in COMMANDS.items()])


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from samverkan import __version__

        output.line(f"samverkan {__version__}")
        ctx.exit()


def _alone(**_options: object) -> None:
    """Show the commands to whoever names none, with options or without."""
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(context)


group = Group(
    "samverkan",
    examples=("samverkan load", "samverkan suggest --city Gävle"),
    help=N_("Who ought to know whom: a partnership network in a graph, with suggestions and their reasons."),
    params=[
        lang_option(),
        Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=N_("Show the version."),
        ),
    ],
    callback=_alone,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    no_args_is_help=True,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit: 0 done, 1 the data or the store said no, 2 the command was wrong.

    Whatever is none of that is a bug, and shows its trace.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the name of the tool; otherwise those of the process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    output.prepare()
    speak(wanted_language(words))
    try:
        status = run(words)
        output.flush()
    except BrokenPipeError:
        output.let_go()
        status = PIPE_CLOSED
    sys.exit(status)


def run(words: list[str]) -> int:
    """Run a command line and return its exit status."""
    try:
        with group.make_context("samverkan", words) as context:
            group.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:  # a wrong command
        error.show(file=sys.stderr)
        return error.exit_code
    except DataError as error:
        for finding in error.findings:
            output.say(str(finding))
        output.say(str(error))
    except SamverkanError as error:
        output.say(str(error))
    except (KeyboardInterrupt, click.Abort) as stop:
        output.say("\n" * sys.stderr.isatty() + (str(stop) or _("Interrupted.")))
        return INTERRUPTED
    else:
        return 0
    return 1
