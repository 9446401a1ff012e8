"""What all commands share: help, languages, wrong command lines, pipes, pages of characters, hostile text."""

import json
import os
import re
import subprocess
import sys

import pytest

from samverkan.cli import COMMANDS, output
from samverkan.cli.options import wanted_language

HELP = """\
For example:
  samverkan status
  samverkan status --db neo4j://localhost --format json

Usage: samverkan status [OPTIONS]

  Say which store is used, what is loaded into it, from when and from which
  data, and how complete it is.

Options:
  --lang [sv|en]             Language of all that is said; otherwise that of
                             the locale.
  --db PLACE                 The store: neo4j://… or the path of a file;
                             otherwise SAMVERKAN_DB, or .samverkan/graph.lbug.
  --format [table|json|csv]  How the answer is written: a table for people,
                             JSON or CSV for programs.
  --help                     Show this.
"""

HELP_SV = """\
Till exempel:
  samverkan status
  samverkan status --db neo4j://localhost --format json

Användning: samverkan status [VÄLJARE]

  Tala om vilken databas som används, vad som är inläst i den, när och från
  vilket underlag, och hur fullständigt det är.

Väljare:
  --lang [sv|en]             Språk för allt som skrivs ut; annars det som
                             datorn är inställd på.
  --db PLATS                 Databasen: neo4j://… eller sökvägen till en fil;
                             annars SAMVERKAN_DB, eller .samverkan/graph.lbug.
  --format [table|json|csv]  Hur svaret skrivs: som tabell för människor, som
                             JSON eller CSV för program.
  --help                     Visa den här hjälpen.
"""


@pytest.mark.parametrize(
    "words",
    [("status", "--help", "--lang", "sv"), ("--lang", "sv", "status", "--help"), ("status", "--lang=sv", "--help")],
)
def test_help_speaks_the_language_of_the_command_line(run, words):
    done = run(*words)
    assert (done.status, done.stdout, done.stderr) == (0, HELP_SV, "")


def test_help_begins_with_an_example(run):
    done = run("status", "--help")
    assert (done.status, done.stdout, done.stderr) == (0, HELP, "")
    for name in COMMANDS:
        assert run(name, "--help").stdout.startswith(f"For example:\n  samverkan {name}")


def test_help_of_the_group_imports_no_command(environment):
    code = "import sys; from samverkan.cli import run; status = run(['--help']); heavy = {n for n in sys.modules " \
           "if n.startswith(('samverkan.cli.', 'samverkan.store', 'rich', 'numpy', 'ladybug'))}; " \
           "print(status, sorted(heavy))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.startswith("For example:\n  samverkan load\n")
    assert done.stdout.splitlines()[-1] == "0 ['samverkan.cli.options', 'samverkan.cli.output']"


@pytest.mark.parametrize(
    ("words", "variables", "language"),
    [
        ((), {}, "en"),
        ((), {"LANG": "sv_SE.UTF-8"}, "sv"),
        ((), {"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        ((), {"LC_MESSAGES": "sv", "LANG": "de_DE"}, "sv"),
        ((), {"SAMVERKAN_LANG": "en", "LANG": "sv_SE"}, "en"),
        (("load", "--lang", "sv"), {"SAMVERKAN_LANG": "en"}, "sv"),
        (("--lang=sv", "load", "--lang", "en"), {}, "en"),
        (("load", "--lang", "SV"), {}, "sv"),
        (("load", "--lang", "de"), {"SAMVERKAN_LANG": "sv"}, "sv"),
        (("show", "--", "--lang", "sv"), {}, "en"),
    ],
)
def test_the_language_in_use(monkeypatch, words, variables, language):
    for name in ("SAMVERKAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wanted_language(words) == language


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("laod",), "Fel: Det finns inget kommando 'laod'. Menade du: load?"),
        (("show",), "Fel: Det saknas ett argument: 'NAMN'."),
        (("load", "a", "b"), "Fel: Ett ord för mycket (b)"),
        (("load", "--nej"), "Fel: Det finns ingen väljare '--nej'."),
        (("load", "--db"), "Fel: Väljaren '--db' kräver ett värde."),
        (
            ("suggest", "--city", "x", "--limit", "0"),
            "Fel: Ogiltigt värde för '--limit': 0 ligger inte inom 1<=x<=1000.",
        ),
        (
            ("suggest", "--city", "x", "--limit", "få"),
            "Fel: Ogiltigt värde för '--limit': 'få' är inget giltigt värde (heltal).",
        ),
        (
            ("status", "--format", "xml"),
            "Fel: Ogiltigt värde för '--format': 'xml' är inget av 'table', 'json', 'csv'.",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language_in_use(environment, run, words, message):
    done = run("--lang", "sv", *words)
    assert (done.status, done.stdout, done.stderr.splitlines()[-1]) == (2, "", message)


def test_help_names_a_whole_number_in_the_language_in_use(run):
    assert re.search("--limit HELTAL ", run("suggest", "--help", "--lang", "sv").stdout)
    assert re.search("--limit WHOLE NUMBER ", run("suggest", "--help").stdout)


def test_a_choice_is_taken_in_upper_and_lower_case(filled, run):
    for words in (("status", "--format", "JSON"), ("suggest", "--city", "Åby", "--kind", "CITY", "--lang", "SV")):
        done = run(*words)
        assert (done.status, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("neo4j:/localhost", "“neo4j:/localhost” looks like an address, but is not one. Did you mean neo4j://localhost?"),
        ("bolt:localhost", "“bolt:localhost” looks like an address, but is not one. Did you mean bolt://localhost?"),
        ("bolt+s//db", "“bolt+s//db” looks like an address, but is not one. Did you mean bolt+s://db?"),
        ("localhost:7687", "“localhost:7687” looks like an address, but is not one. Did you mean neo4j://localhost:7687?"),
        (
            "http://localhost",
            "http://localhost is no address of a Neo4j server. One such as neo4j://localhost, "
            "neo4j://server.example:7687 or neo4j+s://server.example was expected.",
        ),
        (
            "neo4j://me:secret@localhost",
            "An address must not hold a user or a password: others can read it. Set SAMVERKAN_DB_USER and "
            "SAMVERKAN_DB_PASSWORD instead.",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_an_address_is_no_path(environment, run, monkeypatch, place, message):
    done = run("load", "--db", place)
    assert (done.status, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: Invalid value for '--db': {message}"
    monkeypatch.setenv("SAMVERKAN_DB", place)
    assert run("load").status == 2
    assert list(environment.iterdir()) == []


def test_a_password_in_the_open_is_warned_of(environment, run, monkeypatch):
    monkeypatch.setenv("SAMVERKAN_DB_PASSWORD", "hush")
    done = run("status", "--db", "bolt://db.invalid:7687")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith("Warning: the password travels unencrypted to bolt://db.invalid:7687.\n")
    assert "hush" not in done.stderr
    assert "Warning" not in run("status", "--db", "bolt://localhost:1").stderr


def test_a_path_of_windows_is_a_path(environment, run):
    done = run("status", "--db", "C:\\data\\graph.lbug")
    assert (done.status, done.stderr) == (
        1,
        "There is no store at C:\\data\\graph.lbug yet. Run `samverkan load --db C:\\data\\graph.lbug` first.\n",
    )


@pytest.mark.parametrize("page", ["cp1252", "cp850", "ascii", "utf-8"])
def test_no_page_of_characters_is_too_small(filled, process, page):
    done = process("show", "Åby", "--audience", "internal", PYTHONIOENCODING=page)
    assert (done.status, done.stderr) == (0, "")
    shown = {
        "cp1252": ("Åby (city, city:aby)", "2020–2023", "-----"),
        "cp850": ("Åby (city, city:aby)", "2020-2023", "-----"),
        "ascii": ("Aby (city, city:aby)", "2020-2023", "-----"),
        "utf-8": ("Åby (city, city:aby)", "2020–2023", "─────"),
    }
    assert [part for part in shown[page] if part not in done.stdout] == []
    known = json.loads(process("show", "Åby", "--format", "json", PYTHONIOENCODING=page).stdout)
    assert known["name"] == "Åby"
    assert process("show", "Abby", PYTHONIOENCODING=page).status == 1
    assert process("--help", "--lang", "sv", PYTHONIOENCODING=page).status == 0


@pytest.mark.skipif(os.name == "nt", reason="a shell")
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_pipe_that_closes_early(filled, environment, form):
    script = f'"{sys.executable}" -m samverkan status --format {form} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}'
    slow = f'"{sys.executable}" -m samverkan status --format {form} > >(exec true) ; echo $?'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout.strip() in ("0", "141"), done.stderr) == (True, "")
    done = subprocess.run(["bash", "-c", slow], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("141\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk(filled, environment):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "samverkan", "status"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (1, "Error: The answer could not be written: No space left on device\n")


NASTY = "\x1b[31mred\x1b]8;;x\x07 [bold]b[/bold] \u202eback \x9b :smile:"
SHOWN = r"\x1b[31mred\x1b]8;;x\x07 [bold]b[/bold] \u202eback \x9b :smile:"


def test_data_are_shown_and_never_obeyed(capsys):
    output.records([{"name": NASTY, "n": 1}], "table")
    width = len(SHOWN)
    expected = [f"{'name':<{width}}   n", "─" * (width + 4), f"{SHOWN}   1"]
    assert capsys.readouterr().out.splitlines() == expected
    output.line(NASTY)
    output.say(NASTY)
    assert capsys.readouterr() == (f"{SHOWN}\n", f"{SHOWN}\n")


def test_json_escapes_what_a_terminal_would_obey_and_loses_nothing(capsys):
    output.records([{"name": NASTY}], "json")
    told = capsys.readouterr().out
    assert [c for c in "\x1b\x07\u202e\x9b" if c in told] == []
    assert json.loads(told) == [{"name": NASTY}]


def test_a_spreadsheet_runs_nothing(capsys):
    rows = [{"a": text, "n": -1.5} for text in ("=1+1", "+46", "-x", "@SUM(A1)", "\tx", "\rx", "a,b", 'say "hi"', "")]
    output.records(rows, "csv")
    assert capsys.readouterr().out == (
        "a,n\n'=1+1,-1.5\n'+46,-1.5\n'-x,-1.5\n'@SUM(A1),-1.5\n'\tx,-1.5\n\"'\rx\",-1.5\n"
        '"a,b",-1.5\n"say ""hi""",-1.5\n,-1.5\n'
    )


def test_records_without_rows_have_their_headings(capsys):
    output.records([], "csv", ("a", "b"))
    output.records([], "json", ("a", "b"))
    assert capsys.readouterr().out == "a,b\n[]\n"


def test_numbers_that_json_has_no_word_for(capsys):
    output.document({"a": [float("nan"), float("inf"), 1.5, None, ("x",)]})
    assert json.loads(capsys.readouterr().out) == {"a": [None, None, 1.5, None, ["x"]]}


def test_a_bug_shows_its_trace_and_no_password(filled, environment, monkeypatch):
    code = (
        "import samverkan.cli.options as o\n"
        "def broken(*a, **k):\n    secret = o.credentials()\n    raise ZeroDivisionError('a bug')\n"
        "o.opened = broken\nfrom samverkan.cli import main\nmain(['status'])\n"
    )
    monkeypatch.setenv("SAMVERKAN_DB_PASSWORD", "hush-hush")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "ZeroDivisionError: a bug" in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_columns_are_broken_between_words_only(capsys, monkeypatch):
    rows = [{"name": "Klimatneutrala städer är en lång text", "id": "programme:klimatneutrala"}]
    monkeypatch.setenv("COLUMNS", "46")
    output.records(rows, "table")
    assert capsys.readouterr().out == (
        "name                  id\n"
        "──────────────────────────────────────────────\n"
        "Klimatneutrala        programme:klimatneutrala\n"
        "städer är en lång\n"
        "text\n"
    )


def test_a_row_is_a_block_where_its_words_do_not_fit(capsys, monkeypatch):
    rows = [
        {"name": "Klimatneutrala städer", "n": 2, "id": "programme:klimatneutrala", "also": ["a b", "c"], "no": None},
        {"name": "Bro", "n": 1, "id": "city:bro", "also": [], "no": None},
    ]
    monkeypatch.setenv("COLUMNS", "30")
    output.records(rows, "table")
    assert capsys.readouterr().out == (
        "name   Klimatneutrala städer\n"
        "n      2\n"
        "id     programme:klimatneutrala\n"
        "also   a b\n"
        "       c\n"
        "\n"
        "name   Bro\n"
        "n      1\n"
        "id     city:bro\n"
    )


def test_a_narrow_terminal_folds_and_loses_nothing(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    output.records([{"name": "en mycket lång text som inte får plats", "n": 1}], "table")
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 30
    assert " ".join(line[:25].strip() for line in lines[2:]) == "en mycket lång text som inte får plats"
