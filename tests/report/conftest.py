"""A real browser, and pages that are looked at in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

import browser_program
from neo4j_fixtures import refuse
from samverkan.analysis.context import Context
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network
from samverkan.sources.reader import read_dataset
from samverkan.store.base import GraphStore
from samverkan.store.connect import open_store
from visits import WATCH, Visit

READY = "html[data-tables=ready], html:not(:has([data-table]))"
"""A page whose tables can be sorted and filtered, which comes after its first picture. No page may evaluate a text."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    program = browser_program.found()
    if program is None:
        refuse("no Chromium: make test brings one where it can, and SAMVERKAN_TEST_CHROMIUM may name one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program)
        yield started
        started.close()


@pytest.fixture
def visit(browser, tmp_path) -> Iterator[Callable[..., Visit]]:
    """Open a page, given as its text or its path, in a browser without a network, and watch what it does."""
    contexts = []

    def opened(
        html: str | Path,
        *,
        width: int = 1440,
        height: int = 900,
        anchor: str = "",
        script: bool = True,
        **settings: Any,
    ) -> Visit:
        if isinstance(html, str):
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_text(html, encoding="utf-8", newline="\n")
        else:
            path = html
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, java_script_enabled=script, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        made = Visit(page)
        address = path.resolve().as_uri()
        page.on("request", lambda r: None if r.url.partition("#")[0] == address else made.requests.append(r.url))
        page.on("pageerror", lambda e: made.errors.append(str(e)))
        page.on("console", lambda m: made.errors.append(m.text) if m.type == "error" else None)
        page.goto(address + anchor)
        if script:
            page.wait_for_selector(READY, state="attached")
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def real_store(real_data, tmp_path_factory) -> Iterator[GraphStore]:
    """The curated network, loaded."""
    with open_store(tmp_path_factory.mktemp("real") / "graph.lbug", SCHEMA, write=True) as store:
        store.sync(read_dataset(real_data, SCHEMA), time="2026-11-24T12:00:00Z")
        yield store


@pytest.fixture(scope="package")
def real_context(real_store) -> Context:
    """The curated network, as measures see it."""
    return Context.of(read_network(real_store, SCHEMA))
