"""Style and script of the network view, each as one text."""

from importlib.resources import files

PARTS = ("data", "pens", "picture", "references", "panel", "search", "filters", "saving", "start")
"""The files of the script, in the order in which they build on each other."""

VIEWER_STYLES = ("viewer/marks.css", "viewer/viewer.css", "viewer/map.css")
"""Files of the style of the network view and the map, from the folder of templates."""

SURROUNDINGS_STYLES = ("viewer/marks.css", "viewer/around.css")
"""Files of the style of the surroundings of one actor."""

_FOLDER = files("samverkan.report") / "templates" / "viewer"


def viewer_script() -> str:
    """Return the script of the network view, as it may stand between the tags of a script."""
    parts = [(_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"
