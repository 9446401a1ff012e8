"""Write docs/cli.md from tools/cli.md and the help of the commands: python tools/write_docs.py."""

import os
import re
from pathlib import Path

import click

from samverkan.cli import COMMANDS, group
from samverkan.cli.options import speak
from samverkan.model.document import model_document
from samverkan.model.domain import SCHEMA

ROOT = Path(__file__).resolve().parents[1]


def cli() -> str:
    """Return the manual of the commands: the template, with the help of a command where it asks for it."""
    os.environ["COLUMNS"] = "80"
    speak("en")
    template = (ROOT / "tools" / "cli.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"^{help (\w+)[\w ]*}$", template, re.MULTILINE))
    if asked != set(COMMANDS):
        raise LookupError(f"tools/cli.md and the commands differ: {', '.join(sorted(asked ^ set(COMMANDS)))}")
    return re.sub(r"^{help ?([\w ]*)}$", lambda found: f"```text\n{_help(found[1])}\n```", template, flags=re.MULTILINE)


def _help(names: str) -> str:
    command: click.Command | None = group
    context = click.Context(group, info_name="samverkan")
    for name in names.split():
        if not isinstance(command, click.Group) or (command := command.get_command(context, name)) is None:
            raise LookupError(f"there is no command {names}")
        context = click.Context(command, info_name=name, parent=context)
    return context.command.get_help(context)


def model() -> str:
    """Return the description of the model."""
    return model_document(SCHEMA)


DOCUMENTS = {"cli.md": cli, "model.md": model}
"""Each document, and what writes it."""


def main() -> None:
    """Write all documents."""
    for name, write in DOCUMENTS.items():
        (ROOT / "docs" / name).write_text(write(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
