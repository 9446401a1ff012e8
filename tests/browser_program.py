"""A Chromium for the tests: the one that the machine has, or one that is brought. ``make test`` runs this first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMED = "SAMVERKAN_TEST_CHROMIUM"
"""Path of a browser to use instead."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def found() -> str | None:
    """Return the path of a Chromium: of the named one, of one on the machine, or of playwright's own."""
    if named := os.environ.get(NAMED):
        return named
    for program in PROGRAMS:
        if path := shutil.which(program):
            return path
    if MAC.is_file():
        return str(MAC)
    return _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def bring() -> None:
    """Install one: Debian's where that may be done, or playwright's."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        debian = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        update = ["apt-get", "update", "--quiet"]
        install = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"]
        if all(subprocess.run(command, env=debian, check=False).returncode == 0 for command in (update, install)):
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not found():
        print("There is no Chromium on this machine for the tests of the reports; bringing one.", flush=True)
        bring()
    if not found():
        print(f"None could be had: those tests will be skipped, or fail under CI=true. {NAMED} may name one.")
