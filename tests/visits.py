"""A page in a browser, and what it does that it may not."""

import json
from dataclasses import dataclass, field
from importlib.resources import files

from playwright.sync_api import Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => window.violations.push(
    [e.violatedDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.sample].join(' ')), true);
"""

ALL_LAID_OUT = """for (const sheet of document.styleSheets)
    sheet.insertRule('.late,.late .scroll{content-visibility:visible!important}', sheet.cssRules.length);"""
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
        found: list[str] = json.loads(self.page.evaluate(axe_script()))
        return found


def axe_script() -> str:
    """Return what axe is run by in a page: a promise of a text in JSON with what it finds wrong, the rule and where."""
    program = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    asked = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    return f"""(async () => {{
        {ALL_LAID_OUT}
        if (!('axe' in window)) {{ {program} }}
        const found = await axe.run(document, {json.dumps(asked)});
        return JSON.stringify(found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200))));
    }})()"""


NOTHING = {"requests": [], "violations": [], "errors": []}
"""Findings of a page that does nothing that it may not."""
