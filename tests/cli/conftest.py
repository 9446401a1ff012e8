"""The command line, in this process and in one of its own, and a small network to use it on."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from samverkan.cli import main
from samverkan.cli.options import speak

SMALL = {
    "cities": """\
id,kind,name,sources,aliases,municipality_code,population,co2_per_capita
city:aby,City,Åby,one,Aaby,0101,12345,2.5
city:bro,City,Bro,one,,0102,,
city:ost,City,Öst,one,,0103,800,
""",
    "organisations": """\
id,kind,name,sources,sector
company:kraft,Company,Kraft AB,one,business
""",
    "activities": """\
id,kind,name,sources,start,end,size
project:ljus,Project,Ljus,one | two,2020,2023,
programme:framtid,Programme,Framtid,two,2019,,4
event:mote,Event,Möte,two,2021-05-01,,
""",
    "people": """\
id,kind,name,sources,title
person:eva,Person,Eva Ek,two,projektledare
""",
    "focus_areas": """\
id,kind,name,sources
theme:energy,Theme,Energi,one
focusarea:sol,FocusArea,Sol,one
""",
    "sources": """\
id,kind,name,publisher,url,published
one,Source,Första boken,Förlaget,https://example.org/one,2020
two,Source,Andra boken,,https://example.org/two,
""",
    "relations": """\
from,type,to,start,end,role,amount,sources,evidence
city:aby,PARTNER_IN,project:ljus,2020,2023,värd,,one,sidan 3
company:kraft,PARTNER_IN,project:ljus,2020,,,,one,
city:aby,MEMBER_OF,programme:framtid,2019,,,,two,
city:bro,MEMBER_OF,programme:framtid,,,,,two,
project:ljus,PART_OF,programme:framtid,,,,,two,
city:aby,FOCUSES_ON,focusarea:sol,,,,,one,
focusarea:sol,BROADER,theme:energy,,,,,one,
person:eva,WORKS_FOR,city:aby,2018,,projektledare,,two,
company:kraft,LOCATED_IN,city:ost,,,,,one,
city:aby,SISTER_CITY_OF,city:bro,1990,,,,two,
""",
}


@dataclass(frozen=True)
class Done:
    """What a command line came to."""

    status: int | str | None
    stdout: str
    stderr: str


@pytest.fixture
def environment(monkeypatch, tmp_path) -> Path:
    """An empty folder to work in, in an environment that says nothing of languages, stores and terminals."""
    for name in list(os.environ):
        if name.startswith(("SAMVERKAN", "LC_", "PYTHONIOENCODING")) or name in ("LANG", "COLUMNS", "NO_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def run(environment, capsys) -> Iterator[Callable[..., Done]]:
    """A command line in this process."""

    def ran(*words: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as done:
            main(words)
        return Done(done.value.code, *capsys.readouterr())

    yield ran
    speak("en")


@pytest.fixture
def process(environment) -> Callable[..., Done]:
    """A command line in a process of its own; keywords are variables of its environment."""

    def ran(*words: str, **variables: str) -> Done:
        command = [sys.executable, "-m", "samverkan", *words]
        done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, timeout=60, check=False)
        coding = variables.get("PYTHONIOENCODING", "utf-8")
        return Done(done.returncode, done.stdout.decode(coding), done.stderr.decode(coding))

    return ran


@pytest.fixture
def folder(environment) -> Path:
    """The small network as a folder of files, where a command looks for it."""
    made = environment / "graph_data"
    made.mkdir()
    for name, text in SMALL.items():
        (made / f"{name}.csv").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def filled(folder, run) -> Path:
    """The folder, loaded into the store that a command looks for."""
    assert run("load").status == 0
    return folder
