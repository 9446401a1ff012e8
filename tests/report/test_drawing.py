"""The adapter to pyvis."""

import subprocess
import sys

from samverkan.report.drawing import OPTIONS, Line, Mark, drawing, vis_network


def test_pyvis_holds_what_is_drawn_and_no_edge_is_lost():
    marks = [Mark(0, 1.5, -2.0, 6.0, "city"), Mark(1, 0.0, 0.0, 4.0, "programme")]
    assert drawing(marks, [Line(0, 1, 1.0), Line(1, 0, 2.2)]) == {
        "nodes": [
            {"id": 0, "group": "city", "x": 1.5, "y": -2.0, "size": 6.0},
            {"id": 1, "group": "programme", "x": 0.0, "y": 0.0, "size": 4.0},
        ],
        "edges": [{"id": 0, "from": 0, "to": 1, "width": 1.0}, {"id": 1, "from": 1, "to": 0, "width": 2.2}],
        "options": OPTIONS,
    }


def test_the_library_is_the_one_that_writes_no_style_into_the_page():
    text = vis_network()
    assert "@version 9.1.2" in text
    assert "MIT License" in text  # its licence goes with it
    assert 'createElement("style")' not in text


def test_pyvis_is_imported_only_where_something_is_drawn():
    code = "import sys, samverkan.cli, samverkan.report.drawing; assert not {'pyvis', 'IPython'} & {*sys.modules}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
