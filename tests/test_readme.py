"""The README stays true: its commands are run, and what it shows is what they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from samverkan import __version__

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\S+)( not-run)?\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
RUN = [line for kind, mark, text in BLOCKS if kind == "sh" and not mark for line in text.splitlines()]

NOT_RUN = {
    "make demo": "the commands that it runs are run one by one",
    "source .venv/bin/activate": "changes the shell only",
    "python -m pip wheel --no-deps --wheel-dir dist .": "the tests of the wheel make one",
    "pipx install dist/samverkan-0.1.0-py3-none-any.whl": "they install it in an environment of its own",
    "export SAMVERKAN_DB_USER=neo4j SAMVERKAN_DB_PASSWORD=choose-a-long-one": "changes the shell only",
    "docker compose up --detach --wait": "wants a Docker engine; the tests of the stores start servers of their own",
    "samverkan load --db neo4j://localhost": "wants that server",
    "samverkan suggest --city Gävle --db neo4j://localhost": "wants that server",
    "export SAMVERKAN_DB=neo4j+s://xxxxxxxx.databases.neo4j.io": "wants an account at Neo4j Aura",
    "samverkan load": "of Aura; the same command is run elsewhere",
    "make test": "these tests are part of it",
}
"""Every command of the README that is not run here, and why."""


def test_what_is_not_run_is_listed():
    marked = {line for _kind, mark, text in BLOCKS if mark for line in text.splitlines()}
    assert marked == set(NOT_RUN)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> dict[str, str]:
    """What every command of the README prints, run in its order in a folder that links to this checkout's."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("graph_data", "cypher"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "partners.csv").write_text(next(text for kind, _mark, text in BLOCKS if kind == "csv"), encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SAMVERKAN", "LC_", "LANG"))}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    printed = {}
    for command in RUN:
        done = subprocess.run(
            shlex.split(command), cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed[command] = done.stdout
    return printed


@pytest.mark.parametrize("command", dict.fromkeys(RUN))
def test_every_command_answers(outputs, command):
    assert outputs[command].strip() or "load" in command or "check" in command


def test_what_the_readme_shows_is_what_is_printed(outputs):
    shown = [text for kind, _mark, text in BLOCKS if kind == "text"]
    assert shown
    assert all(outputs["samverkan suggest --city Gävle"].startswith(text) for text in shown)


def test_the_demo_runs_what_the_readme_says():
    demo = re.search(r"^demo:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert demo is not None
    commands = [line.removeprefix("\t$(BIN)/") for line in demo[1].splitlines()]
    assert commands == [
        "samverkan load",
        "samverkan suggest --city Gävle",
        "samverkan gaps --limit 5",
        "samverkan report --all-cities",
    ]
    assert set(commands) <= set(RUN)


def test_the_wheel_that_is_installed_is_the_one_that_is_made():
    built, installed = (next(c for c in NOT_RUN if c.startswith(start)) for start in ("python -m pip wheel", "pipx"))
    folder = shlex.split(built)[shlex.split(built).index("--wheel-dir") + 1]
    assert installed.endswith(f" {folder}/samverkan-{__version__}-py3-none-any.whl")
    assert f"/{folder}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
