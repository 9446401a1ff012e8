"""A page with nothing but the network view in it."""

import base64
import hashlib

from jinja2 import Environment, PackageLoader

from samverkan.report.drawing import vis_network
from samverkan.report.figure import Figure
from samverkan.report.page import part
from samverkan.report.viewer import VIEWER_STYLES, viewer_script

PAGE = """<!doctype html>
<html lang="{{ figure.content.lang }}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Viewer</title>
<style>{{ style|safe }}</style></head>
<body><main><h1>Viewer</h1><p><a id="outside" href="#city:gavle">Gävle</a></p>{% include "viewer.html" %}</main>
<script>{{ vis|safe }}</script><script>{{ script|safe }}</script></body></html>
"""

BODY = """body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}"""


def viewer_page(figure: Figure) -> str:
    """Return the page, with the strictest policy that lets it work."""
    styles = [part(name) for name in ("tokens.css", *VIEWER_STYLES)]
    style, vis, script = BODY.join(styles), vis_network(), viewer_script()
    policy = (
        f"default-src 'none'; script-src {_hash(vis)} {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(loader=PackageLoader("samverkan.report", "templates"), autoescape=True)
    template = environment.from_string(PAGE)
    return template.render(figure=figure, policy=policy, style=style, vis=vis, script=script)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
