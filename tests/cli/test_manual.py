"""docs/cli.md beside the commands, and the forms that it documents beside the answers."""

import json
import re
import subprocess
import sys

from checkout import ROOT
from samverkan.cli import COMMANDS

MANUAL = ROOT / "docs" / "cli.md"


def test_the_manual_is_up_to_date(environment):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import write_docs; sys.stdout.write(write_docs.cli())"
    tools = str(ROOT / "tools")
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, tools], capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == MANUAL.read_text(encoding="utf-8").splitlines(), "run `make docs`"


def section(name: str) -> str:
    text = MANUAL.read_text(encoding="utf-8")
    return text.partition(f"\n## samverkan {name}\n")[2].partition("\n## ")[0].rpartition("--help")[2]


FREE = {"kinds", "relationships", "facts", "parameters", "left_out", "ci"}
"""Keys whose values have keys that are data."""


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for name, item in value.items() if name not in FREE for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def test_every_key_of_an_answer_is_in_the_manual(filled, run):
    (filled.parent / "pairs.csv").write_text("Kommun;Projekt\nÅby;Ljus\n", encoding="utf-8")
    answers = {
        "load": ("load",),
        "check": ("check",),
        "status": ("status",),
        "show": ("show", "Åby"),
        "query": ("query",),
        "import": ("import", "pairs.csv"),
        "suggest": ("suggest", "--city", "Åby"),
        "gaps": ("gaps",),
        "analyze": ("analyze", "brokers"),
        "evaluate": ("evaluate", "--purpose", "join"),
    }
    assert {*answers, "report", "new", "export", "sheet", "people"} == set(COMMANDS)  # files; and commands of its own
    for name, words in answers.items():
        done = run(*words, "--format", "json")
        assert done.status == 0, done.stderr
        documented = set(re.findall(r'["`]([\w@]+)["`]', section(name)))
        assert keys(json.loads(done.stdout)) - documented == set(), name
