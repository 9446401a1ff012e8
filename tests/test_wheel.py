"""What is handed on: the wheel, used in an empty environment and folder, and the source archive."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from checkout import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
    ]
    subprocess.run([*pip, str(ROOT)], check=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_queries_and_catalogue_but_no_data(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    queries = {f"samverkan/_data/cypher/{p.relative_to(ROOT / 'cypher')}" for p in (ROOT / "cypher").rglob("*.cypher")}
    assert queries
    assert queries <= names
    assert {"samverkan/locale/sv/LC_MESSAGES/samverkan.mo", "samverkan/py.typed"} <= names
    assert {n.split("/")[0] for n in names} == {"samverkan", "samverkan-0.1.0.dist-info"}
    assert not [n for n in names if "graph_data" in n or n.endswith("people.csv")]
    tables = {n for n in names if n.endswith(".csv")}  # of the example that comes with it
    assert tables == {f"samverkan/example/{p.name}" for p in (ROOT / "src" / "samverkan" / "example").iterdir()}


def test_the_source_archive_carries_what_makes_the_wheel_but_no_people(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = tmp_path.iterdir()
    with tarfile.open(made) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "src/samverkan/__init__.py", "cypher/members.cypher", "LICENSE"} <= names
    assert [name for name in names if name.startswith(("graph_data", "reports/", ".samverkan"))] == ["reports/.gitkeep"]
    made_up = {
        "tests/data/small/people.csv",
        "tests/data/broken/party-mark/people.csv",
        "tests/data/broken/erased/people.csv",
    }
    assert {name for name in names if name.endswith("people.csv")} == made_up


def test_an_empty_environment_and_folder_are_enough(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    work = tmp_path / "work"
    shutil.copytree(ROOT / "graph_data", work / "graph_data")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SAMVERKAN", "PYTHON", "LANG", "LC_"))}

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(scripts / "samverkan"), *words], cwd=work, env=clean, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("load")
    assert "Borlänge" in run("suggest", "--city", "Gävle")
    assert "members" in run("query")
    assert "No twin city" in run("gaps", "--type", "unpaired", "--limit", "1")
    assert (work / ".samverkan" / "graph.lbug").is_file()
