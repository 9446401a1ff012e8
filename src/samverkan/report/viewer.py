"""Style and script of the network view, each as one text."""

from importlib.resources import files

PARTS = ("data", "pens", "picture", "references", "panel", "search", "filters", "saving", "start")
"""The files of the script, in the order in which they build on each other."""

_FOLDER = files("samverkan.report") / "templates" / "viewer"


def viewer_script() -> str:
    """Return the script of the network view, as it may stand between the tags of a script."""
    parts = [(_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"


def viewer_style() -> str:
    """Return the style of the network view and the map; its colours are tokens of the page."""
    return _style("marks", "viewer", "map")


def surroundings_style() -> str:
    """Return the style of the surroundings of one actor."""
    return _style("marks", "around")


def _style(*names: str) -> str:
    return "".join((_FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in names)
