"""The programme's report in a browser beside a prototype and pyvis's own page: python benchmarks/report.py [--pairs N]

Every page is opened in a real Chromium without a window, a network and a graphics card, in turns, A B C A B C …; ratios
are what counts. First draw is the time from navigation to the frame that shows the whole picture; frames are counted
while the picture is dragged and zoomed for some seconds; a choice is the time until its surroundings are painted.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import networkx as nx  # noqa: E402 - after the path
from large import HEADINGS, write_tables  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

import browser_program  # noqa: E402

PROTOTYPE = ROOT.parent / "shared" / "design" / "report-prototype" / "prototype.html"
SAMVERKAN = [str(Path(sys.executable).with_name("samverkan"))]
SIZES = (2_000, 10_000)
SECONDS = 3
"""Of each dragging and zooming."""

SHOWN = """
const twice = done => requestAnimationFrame(() => requestAnimationFrame(done));
window.waiting = new Promise(resolve => {
    const seen = () => {
        const bar = document.getElementById('loadingBar');
        const ours = document.querySelector('#nv-picture[data-drawn]'), prototype = window.__first;
        const pyvis = bar && bar.style.opacity === '0';
        if (ours || prototype || pyvis) twice(() => resolve(performance.now()));
        else requestAnimationFrame(seen);
    };
    seen();
});
"""

FRAMES = """seconds => new Promise(resolve => {
    const times = [];
    const frame = now => {
        times.push(now);
        if (now - times[0] < seconds * 1000) requestAnimationFrame(frame);
        else resolve(times);
    };
    requestAnimationFrame(frame);
})"""

CHOICE = """hash => new Promise(resolve => {
    const link = document.createElement('a');
    link.href = hash;
    document.querySelector('#network, .right').append(link);
    const began = performance.now();
    link.click();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
})"""


@dataclass(frozen=True)
class Contestant:
    """A page, and where its picture and its actors are."""

    name: str
    path: Path
    picture: str
    chosen: str | None


@contextmanager
def opened(browser: Browser, contestant: Contestant) -> Iterator[Page]:
    """Open a page as a reader's browser would, without a network."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.add_init_script(SHOWN)
    page.goto(contestant.path.resolve().as_uri(), wait_until="commit")
    yield page
    context.close()


def first_draw(browser: Browser, contestant: Contestant) -> float:
    """Milliseconds from navigation to the first complete picture."""
    with opened(browser, contestant) as page:
        page.set_default_timeout(300_000)
        return float(page.evaluate("window.waiting"))


def frames(browser: Browser, contestant: Contestant, *, wheel: bool) -> tuple[float, float]:
    """Frames a second, and the 95th percentile of the time of one in milliseconds, while the picture moves."""
    with opened(browser, contestant) as page:
        page.evaluate("window.waiting")
        page.locator(contestant.picture).scroll_into_view_if_needed()
        area = page.locator(contestant.picture).bounding_box()
        assert area is not None
        x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
        page.mouse.move(x, y)
        page.evaluate(f"window.frames = ({FRAMES})({SECONDS}); null")
        if wheel:
            page.keyboard.down("Control")
        else:
            page.mouse.down()
        began, step = time.perf_counter(), 0
        while time.perf_counter() - began < SECONDS:
            step += 1
            if wheel:
                page.mouse.wheel(0, -40 if step // 12 % 2 else 40)
            else:
                page.mouse.move(x + 150 * ((step % 40) / 20 - 1), y + 80 * ((step % 28) / 14 - 1))
        times = page.evaluate("window.frames")
        between = sorted(b - a for a, b in pairwise(times))
        return 1000 * len(between) / (times[-1] - times[0]), between[int(len(between) * 0.95)]


def choice(browser: Browser, contestant: Contestant) -> float:
    """Milliseconds from choosing an actor to its surroundings on the screen."""
    with opened(browser, contestant) as page:
        page.evaluate("window.waiting")
        page.wait_for_timeout(300)
        return float(page.evaluate(CHOICE, contestant.chosen))


def report(folder: Path, work: Path) -> tuple[Path, float]:
    """Load a network and write its report; also tell how long the report took from a cold start."""
    db, out = str(work / "graph.lbug"), work / "reports"
    subprocess.run([*SAMVERKAN, "load", str(folder), "--db", db], check=True, capture_output=True)
    began = time.perf_counter()
    subprocess.run([*SAMVERKAN, "report", "--db", db, "--out", str(out)], check=True, capture_output=True)
    return out / "index.html", time.perf_counter() - began


def made_up(folder: Path, actors: int) -> None:
    """Write a network of many actors and activities: preferential attachment with clustering, names of usual length."""
    graph = nx.powerlaw_cluster_graph(actors, 2, 0.4, seed=7)
    kinds = ("Company", "University", "Agency", "Association", "ResearchInstitute")
    tables: dict[str, list[list[str]]] = {name: [] for name in HEADINGS}
    tables["sources"] = [["made-up", "Source", "Made up", "", "", "", "", "CC0"]]
    tables["focus_areas"] = [["theme:energy", "Theme", "Energi", "Energy", "made-up"]]
    tables["activities"] = [["programme:p", "Programme", "Programmet", "2019", "", "made-up"]]
    ids = []
    for node in graph:
        if node % 4 == 0:
            ids.append(f"city:{node}")
            tables["cities"].append([ids[-1], "City", f"Storstad {node}", "SE", "60.5", "15.5", "made-up"])
        else:
            kind = kinds[node % 5]
            ids.append(f"{kind.lower()}:{node}")
            tables["organisations"].append([ids[-1], kind, f"Organisationen i {node}", "", "SE", "made-up"])
    for a, b in graph.edges():
        tables["relations"].append([ids[a], "COLLABORATES_WITH", ids[b], str(2015 + a % 10), "", "", "made-up", "row"])
    members = [id for id in ids if id.startswith("city:")][:40]
    tables["relations"] += [[id, "MEMBER_OF", "programme:p", "2019", "", "", "made-up", "row"] for id in members]
    write_tables(folder, tables)


def page_of_pyvis(report_page: Path, folder: Path) -> Path:
    """Write the same network as pyvis does by itself: `Network(cdn_resources="in_line")` and its own template."""
    from pyvis.network import Network

    text = report_page.read_text(encoding="utf-8")
    data = json.loads(text.partition('id="figure-data">')[2].partition("</script>")[0])
    network = Network(cdn_resources="in_line")
    tied = {end for edge in data["drawing"]["edges"] for end in edge[:2]}
    for place in sorted(tied):
        network.add_node(place, label=data["nodes"][place][1])
    network.edges = [{"from": a, "to": b} for a, b, _width in data["drawing"]["edges"]]
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    return path


def show(name: str, values: dict[str, list[float]], unit: str) -> None:
    """Print medians, and the ratio of ours to each of the others."""
    ours = values["samverkan"]
    for other, found in values.items():
        ratios = sorted(a / b for a, b in zip(ours, found, strict=False))
        said = "" if other == "samverkan" else f"   samverkan is {statistics.median(ratios):.3f} times that"
        print(f"{name:<28} {other:<22} {statistics.median(found):9.1f} {unit}{said}", flush=True)


def compared(browser: Browser, contestants: list[Contestant], pairs: int) -> None:
    """Measure each in turn, and print."""
    draws: dict[str, list[float]] = defaultdict(list)
    for _pair in range(pairs):
        for c in contestants:
            if c.name != "pyvis" or not draws["pyvis"]:  # half a minute each: once
                draws[c.name].append(first_draw(browser, c))
    show("first draw", draws, "ms")
    moving = [c for c in contestants if c.name != "pyvis"]
    for what, wheel in (("dragging", False), ("zooming", True)):
        found: dict[str, list[float]] = defaultdict(list)
        slow: dict[str, list[float]] = defaultdict(list)
        for _pair in range(pairs):
            for c in moving:
                rate, late = frames(browser, c, wheel=wheel)
                found[c.name].append(rate)
                slow[c.name].append(late)
        show(what, found, "frames a second")
        show(f"{what}, slowest twentieth", slow, "ms a frame")
    chosen: dict[str, list[float]] = defaultdict(list)
    for _pair in range(pairs):
        for c in moving:
            if c.chosen:
                chosen[c.name].append(choice(browser, c))
    show("choice painted", chosen, "ms")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="actors of networks that are made up")
    arguments.add_argument("--without-pyvis", action="store_true", help="its page takes half a minute to draw")
    asked = arguments.parse_args()
    program = browser_program.found()
    if program is None:
        raise SystemExit("There is no Chromium.")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        browser = playwright.chromium.launch(executable_path=program)
        prototype = [Contestant("prototype", PROTOTYPE, "#net", "#city:gavle")] if PROTOTYPE.exists() else []
        page, seconds = report(ROOT / "graph_data", work / "real")
        print(f"the programme's report: written in {seconds:.1f} s, {page.stat().st_size / 1e6:.2f} MB", flush=True)
        ours = Contestant("samverkan", page, "#nv-picture", "#city:gavle")
        pyvis = [] if asked.without_pyvis else [Contestant("pyvis", page_of_pyvis(page, work), "#mynetwork", None)]
        compared(browser, [ours, *prototype, *pyvis], asked.pairs)
        for size in asked.sizes:
            made_up(work / f"made-up-{size}", size)
            page, seconds = report(work / f"made-up-{size}", work / str(size))
            print(f"\n{size} actors: written in {seconds:.1f} s, {page.stat().st_size / 1e6:.2f} MB", flush=True)
            ours = Contestant("samverkan", page, "#nv-picture", "#city:0")
            compared(browser, [ours, *prototype], asked.pairs)
        browser.close()


if __name__ == "__main__":
    main()
