"""Take the pictures of the README from the reports of the real data: python tools/pictures.py.

The reports are made anew, for the public, in Swedish; a picture is a WebP that the browser itself writes.
"""

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from samverkan.cli import run

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import browser_program  # noqa: E402 - where the tests find their browser

CITY = "gavle"
WIDTH, HEIGHT, QUALITY = 1440, 1000, 0.8

PICTURES = {
    "report.webp": ("index.html", "#state"),
    "network.webp": ("index.html", "#network"),
    "dossier.webp": (f"cities/{CITY}.html", "body"),
}
"""Name of each picture, the page that it is of, and what is at its top."""

TO_WEBP = """async ([png, quality]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def reports(folder: Path) -> None:
    """Load the data and write the reports."""
    store = str(folder / "graph.lbug")
    for words in (
        ["load", str(ROOT / "graph_data"), "--db", store],
        ["report", "--city", CITY, "--lang", "sv", "--db", store, "--out", str(folder / "reports")],
    ):
        if status := run(words):
            sys.exit(status)


def picture(page: Page, blank: Page, path: Path, top: str) -> bytes:
    """Look at a page, and return what is seen of it as a WebP."""
    page.goto(path.as_uri())
    page.evaluate("top => document.querySelector(top).scrollIntoView()", top)
    page.wait_for_timeout(1500)  # the network is drawn, and its names are placed
    png = base64.b64encode(page.screenshot()).decode()
    return base64.b64decode(blank.evaluate(TO_WEBP, [png, QUALITY]))


def take(browser: Browser, folder: Path) -> None:
    """Take all pictures."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    blank = browser.new_page()
    for name, (path, top) in PICTURES.items():
        (ROOT / "docs" / name).write_bytes(picture(page, blank, folder / "reports" / path, top))


def main() -> None:
    """Make the reports in a folder of their own and look at them."""
    program = browser_program.found()
    if program is None:
        sys.exit("no Chromium")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        reports(Path(made))
        browser = playwright.chromium.launch(executable_path=program)
        take(browser, Path(made))
        browser.close()


if __name__ == "__main__":
    main()
