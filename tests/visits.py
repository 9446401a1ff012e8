"""A page in a browser, and what it does that it may not."""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => window.violations.push(
    [e.violatedDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.sample].join(' ')), true);
"""

ALL_LAID_OUT = """for (const sheet of document.styleSheets)
    sheet.insertRule('.late,.late .scroll{content-visibility:visible!important}', sheet.cssRules.length)"""
"""axe measures where things are; what a reader has not come near to has its place only by an estimate."""


@dataclass
class Visit:
    """A page in the browser, and what it did that it may not."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def findings(self) -> dict[str, list[str]]:
        """Requests other than for the page itself, violations of its content security policy, and errors of scripts."""
        return {
            "requests": self.requests,
            "violations": self.page.evaluate("window.violations"),
            "errors": self.errors,
        }

    def axe(self) -> list[str]:
        """What axe finds wrong: the rule, and where."""
        self.page.evaluate(ALL_LAID_OUT)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        results: Any = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        return [f"{v['id']}: {n['html'][:200]}" for v in results["violations"] for n in v["nodes"]]


NOTHING = {"requests": [], "violations": [], "errors": []}
"""Findings of a page that does nothing that it may not."""
