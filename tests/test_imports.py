"""The import contract of ``pyproject.toml``."""

import subprocess
import sys
from pathlib import Path

from checkout import ROOT


def test_imports_point_one_way():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
