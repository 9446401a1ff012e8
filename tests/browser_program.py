"""Browsers for the tests: those that the machine has, or that are brought. ``make test`` runs this first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import firefox

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


def of_debian(package: str) -> bool:
    """Install a package of Debian's, where that may be done; tell whether it was."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    debian = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "--quiet"]
    install = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", package]
    return all(subprocess.run(command, env=debian, check=False).returncode == 0 for command in (update, install))


def bring() -> None:
    """Install a Chromium: Debian's where that may be done, or playwright's."""
    if not of_debian("chromium"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not found():
        print("There is no Chromium on this machine for the tests of the reports; bringing one.", flush=True)
        bring()
    if not found():
        print(f"None could be had: those tests will be skipped, or fail under CI=true. {NAMED} may name one.")
    if not firefox.found():
        print("There is no Firefox on this machine either; bringing Debian's, if that may be done.", flush=True)
        if not of_debian("firefox-esr"):
            print("None could be had: the tests that want one will be skipped.")
