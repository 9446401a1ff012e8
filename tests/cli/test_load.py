"""``samverkan load``: what it says, and what it does with input and stores that are no good."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

FIRST = """\
3 cities added: Åby, Bro, Öst
1 organisation added: Kraft AB
3 activities added: Ljus, Framtid, Möte
1 person added: Eva Ek
2 focus areas added: Energi, Sol
2 sources added: Första boken, Andra boken
10 relations added: Åby is a partner in Ljus; Kraft AB is a partner in Ljus; Åby is a member of Framtid and 7 more

part                     added   changed   removed   unchanged
──────────────────────────────────────────────────────────────
city                         3         0         0           0
organisation                 1         0         0           0
activity                     3         0         0           0
person                       1         0         0           0
focus area                   2         0         0           0
source                       2         0         0           0
is a partner in              2         0         0           0
is a member of               2         0         0           0
belongs to                   1         0         0           0
works with                   1         0         0           0
is a part of the theme       1         0         0           0
has a post at                1         0         0           0
is in                        1         0         0           0
is the sister city of        1         0         0           0
"""


def edit(folder, table, old, new):
    file = folder / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_load_names_what_it_added(folder, run):
    done = run("load")
    assert (done.status, done.stdout, done.stderr) == (0, FIRST, "")


def test_a_first_load_in_swedish_has_no_english_left(folder, run):
    table = run("load", "--lang", "sv").stdout.partition("\n\n")[2].splitlines()
    assert table[0].split() == ["typ", "tillagda", "ändrade", "borttagna", "oförändrade"]
    assert [line.partition("   ")[0] for line in table[2:]] == [
        "stad", "organisation", "aktivitet", "person", "fokusområde", "källa", "är part i", "är medlem i", "hör till",
        "arbetar med", "är en del av temat", "har en post hos", "finns i", "är vänort till",
    ]  # fmt: skip


def test_an_equal_load_changes_nothing(filled, run):
    done = run("load")
    assert (done.status, done.stdout, done.stderr) == (0, "Nothing has changed since the last load.\n", "")


def test_an_equal_load_brings_neither_pandas_nor_calamine_in(filled, environment):
    code = "import sys; from samverkan.cli import run; status = run(['load']); print(status, sorted(" \
           "{'pandas', 'numpy', 'rich', 'python_calamine', 'openpyxl', 'neo4j'} & sys.modules.keys()))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Nothing has changed since the last load.\n0 []\n"


def test_a_change_is_told_in_either_language(filled, run):
    edit(filled, "relations", "company:kraft,LOCATED_IN,city:ost,,,,,one,\n", "")
    edit(filled, "cities", "City,Bro,", "City,Broby,")
    expected = {
        "en": """\
Dry run: nothing is written. A load would do this:
1 city to be changed: Broby
1 relation to be removed: Kraft AB is in Öst
""",
        "sv": """\
Provkörning: inget skrivs. Så här skulle det bli:
1 stad ändras: Broby
1 relation tas bort: Kraft AB finns i Öst
""",
    }
    for language, words in expected.items():
        done = run("load", "--dry-run", "--lang", language)
        assert (done.status, done.stdout.partition("\n\n")[0] + "\n", done.stderr) == (0, words, "")
    assert run("load", "--dry-run", "--format", "csv").stdout.splitlines()[:2] == [
        "part,added,changed,removed,unchanged",
        "City,0,1,0,2",
    ]


def test_a_load_that_verifies_says_so(filled, run):
    done = run("load", "--verify")
    assert (done.status, done.stdout) == (0, "Nothing has changed since the last load.\n")
    assert done.stderr == "Every row in the store was compared with the data.\n"
    assert run("load", "--verify", "--replace").stderr == ""


def test_data_that_say_the_same_in_other_bytes_are_recorded(filled, run):
    edit(filled, "cities", "city:ost", "\ncity:ost")
    done = run("load")
    words = "The data say what they said before; only the record of the load is new.\n"
    assert (done.status, done.stdout, done.stderr) == (0, words, "")


def test_words_go_beside_records_that_a_program_reads(filled, run):
    done = run("load", "--format", "csv")
    assert (done.status, done.stderr) == (0, "Nothing has changed since the last load.\n")
    assert done.stdout.splitlines()[:3] == [
        "part,added,changed,removed,unchanged",
        "City,0,0,0,3",
        "Organisation,0,0,0,1",
    ]


def test_every_error_is_shown_and_nothing_loaded(folder, run, environment):
    edit(folder, "cities", "12345", "många")
    edit(folder, "relations", "city:bro,MEMBER_OF", "city:brö,MEMBER_OF")
    done = run("load")
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == textwrap.dedent(
        """\
        cities.csv:2:population: “många” is not a whole number; one such as 12 345 was expected. [bad-number]
        relations.csv:5:from: There is no node city:brö. Did you mean “city:bro”? [unknown-id]
        2 errors in the data. Nothing was loaded.
        """
    )
    assert not (environment / ".samverkan" / "graph.lbug").exists()


def test_a_finding_in_swedish_has_no_english_left(folder, run):
    edit(folder, "relations", "2019", "2019/3")
    assert run("load", "--lang", "sv").stderr.splitlines()[0] == (
        "relations.csv:4:start: ”2019/3” är inget datum; ett i stil med 2021, 2021-10 eller 2021-10-01 väntades. "
        "Menade du ”2019-03”? [bad-date]"
    )


def test_many_warnings_are_summed_up(folder, run):
    edit(folder, "people", "title", ",".join(f"extra{n}" for n in range(12)))
    edit(folder, "people", "projektledare", "," * 11)
    done = run("load")
    assert done.status == 0
    *shown, last = done.stderr.splitlines()
    assert len(shown) == 10
    assert last == "… and 2 more warnings; `samverkan check` lists them all."


NO_FOLDER = "There is no such folder or workbook. Give the path of yours, or work where graph_data is."
NO_TABLES = (
    "This is neither a folder of CSV files nor an Excel workbook. "
    "Give the folder that the files are in, or the workbook."
)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda p: None, NO_FOLDER),
        (lambda p: p.touch(), NO_TABLES),
        (lambda p: p.write_bytes(bytes(range(256))), NO_TABLES),
    ],
    ids=["missing", "empty", "binary"],
)
def test_no_input(environment, run, make, what):
    make(environment / "input")
    for command in ("load", "check"):
        done = run(command, "input")
        assert done.status == 1
        assert what in done.stdout + done.stderr
    assert run("load", "input").stderr == f"input: {what} [missing-file]\n1 error in the data. Nothing was loaded.\n"


def test_a_table_that_is_a_folder_or_binary(folder, run):
    (folder / "people.csv").unlink()
    (folder / "people.csv").mkdir()
    (folder / "sources.csv").write_bytes(b"\x00\x01\x02" * 100)
    done = run("load")
    assert done.status == 1
    assert done.stderr == textwrap.dedent(
        """\
        people.csv: This is a folder; a file was expected. [unreadable]
        sources.csv: The file is not text. Save it as CSV (UTF-8), or as an Excel workbook. [not-text]
        2 errors in the data. Nothing was loaded.
        """
    )


def test_a_damaged_store_is_made_anew_only_when_told(filled, run, environment):
    store = environment / ".samverkan" / "graph.lbug"
    store.write_bytes(bytes(range(256)) * 40)
    for command in (("load",), ("status",), ("show", "Åby")):
        done = run(*command)
        assert (done.status, done.stdout) == (1, "")
        assert done.stderr.startswith(f"{store.relative_to(environment)} cannot be read as a store: ")
    assert run("load", "--replace").stdout == FIRST
    assert run("show", "Åby").status == 0


def test_a_store_that_is_a_folder(folder, run, environment):
    (environment / "there").mkdir()
    for command in ("load", "status"):
        done = run(command, "--db", "there")
        assert (done.status, done.stdout) == (1, "")
        assert done.stderr.startswith("there is a folder; a store is a file, such as there")


def test_a_place_where_nobody_may_write(folder, run):
    done = run("load", "--db", "/proc/samverkan/graph.lbug")  # not even root makes folders there
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith("Nothing can be written in /proc/samverkan: ")


def test_a_server_that_is_not_there(folder, run):
    for command in ("load", "status"):
        done = run(command, "--db", "bolt://localhost:1")
        assert (done.status, done.stdout) == (1, "")
        assert done.stderr == (
            "The database bolt://localhost:1 does not answer. Is it started, and is the address right?\n"
        )
    assert run("status", "--db", "bolt+s://localhost:1").stderr == (
        "The database bolt+s://localhost:1 does not answer. Is it started, and is the address right? And does it "
        "encrypt its connections? The address of one that does not has no +s in it.\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_leaves_the_graph_as_it_was(filled, environment):
    edit(filled, "cities", "City,Bro,", "City,Broby,")
    code = "import signal, os, samverkan.store.build as b; from samverkan.cli import main; " \
           "b.definitions = lambda schema: os.kill(os.getpid(), signal.SIGINT); main(['load'])"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (128 + signal.SIGINT, "")
    assert done.stderr == "Interrupted. A load is made whole or not at all: the graph is whole.\n"
    again = subprocess.run(
        [sys.executable, "-m", "samverkan", "load"], capture_output=True, text=True, timeout=60, check=True
    )
    assert again.stdout.startswith("1 city changed: Broby\n")
