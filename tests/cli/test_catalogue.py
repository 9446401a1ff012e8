"""The Swedish catalogue beside the messages in the code."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from checkout import ROOT

KEYWORDS = {"_", "N_", "ngettext"}
PO = ROOT / "src" / "samverkan" / "locale" / "sv" / "LC_MESSAGES" / "samverkan.po"


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="sv")


def test_the_catalogue_has_the_messages_of_the_code_all_translated():
    tool = [sys.executable, str(ROOT / "tools" / "catalogue.py"), "--check"]
    done = subprocess.run(tool, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")  # the .po and the .mo are as the tool would write them


def test_every_text_that_is_marked_is_in_the_catalogue(catalogue):
    """What the extraction does not see, as within the braces of an f-string, would stay English without a word."""
    known = {one for m in catalogue if m.id for one in (m.id if m.pluralizable else [m.id])}
    found = set()
    for path in (ROOT / "src" / "samverkan").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                found |= {a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert len(found) > 1000
    assert found - known == set()


def test_nothing_is_fuzzy_or_obsolete(catalogue):
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert list(catalogue.obsolete) == []


def placeholders(text):
    return Counter(re.findall(r"\{[^{}]*\}", text))


def test_both_sides_have_the_same_placeholders(catalogue):
    def pairs():
        for message in catalogue:
            if message.pluralizable:
                yield message.id[0], message.string[0]
                yield message.id[1], message.string[1]
            elif message.id:
                yield message.id, message.string

    assert [(one, other) for one, other in pairs() if placeholders(one) != placeholders(other)] == []
    assert [one for one, other in pairs() if one[-1:] in ".:?" and one[-1] != other[-1:]] == []
    assert [one for one, other in pairs() if re.findall(r"--[a-z-]+|`[^`]+`", one)
            != re.findall(r"--[a-z-]+|`[^`]+`", other)] == []  # fmt: skip


def test_the_words_of_click_are_still_its_words():
    said = "".join(path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    with PO.open("rb") as file:
        ours = [m for m in read_po(file, locale="sv") if any("cli/usage.py" in name for name, _line in m.locations)]
    made = {"[OPTIONS]", "COMMAND [ARGS]..."}  # defaults, not messages
    missing = [m.id for m in ours for one in (m.id if m.pluralizable else [m.id]) if f'"{one}"' not in said]
    assert set(missing) - made == set()
