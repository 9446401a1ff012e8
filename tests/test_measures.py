"""docs/measures.md beside the code: the tables of purposes and measures are those of now."""

import subprocess
import sys

from checkout import ROOT
from samverkan.analysis.purposes import LARGE_PROJECT, PURPOSES, read_weights

DOCUMENT = ROOT / "docs" / "measures.md"


def test_the_tables_are_up_to_date():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import evaluation; "
        "sys.stdout.write('\\n'.join([evaluation.purposes(), evaluation.measures(), evaluation.severities()]))"
    )
    tools = str(ROOT / "tools")
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, tools], capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()
    assert len(rows) >= len(PURPOSES) + len(PURPOSES["twin"].terms)
    missing = [row for row in rows if row not in DOCUMENT.read_text(encoding="utf-8").splitlines()]
    assert missing == [], "run `make evaluation`"


def test_nothing_is_left_to_fill_in():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [
        word
        for word in ("(not run yet)", "{real}", "{cordis}", "{suggest", "{gaps", "{severities}", "TODO")
        if word in text
    ] == []


def test_the_shipped_weights_are_those_of_the_measures():
    shipped = read_weights(ROOT / "src" / "samverkan" / "analysis" / "weights" / "cordis.json")
    assert [term.measure.name for term in shipped.terms] == [term.measure.name for term in LARGE_PROJECT.terms]
