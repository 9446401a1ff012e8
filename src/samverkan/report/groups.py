"""A network too large to be drawn whole -> its groups, by county or country and by family."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from samverkan.analysis.context import Context
from samverkan.language import _, swedish_key
from samverkan.report.drawing import Line, Mark, drawing
from samverkan.report.families import FAMILIES, FAMILY_OF
from samverkan.report.layout import layout

MOST_GROUPS = 400
"""Groups that are drawn: the largest. The others have one group a family."""


def grouped(
    context: Context, rows: Sequence[Mapping[str, Any]], pairs: Mapping[tuple[int, int], Sequence[int]], *, seed: int
) -> dict[str, Any]:
    """Draw groups instead of nodes.

    Parameters
    ----------
    context : Context
    rows : sequence of mapping
        The nodes.
    pairs : mapping
        Places of two nodes -> what ties them.
    seed : int

    Returns
    -------
    dict
        ``drawing`` of the groups; ``groups``: name, family and number of members of each; ``group_of``: the place of
        each node's group.
    """
    keys = [_key(context, row) for row in rows]
    counts = Counter(keys)
    most = {key for key, _n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_GROUPS]}
    keys = [key if key in most else ("", key[1]) for key in keys]
    counts = Counter(keys)
    order = sorted(counts, key=lambda key: (key[0] == "", swedish_key(key[0]), key[1]))
    place = {key: number for number, key in enumerate(order)}
    of = [place[key] for key in keys]
    between: Counter[tuple[int, int]] = Counter()
    for a, b in pairs:
        one, other = sorted((of[a], of[b]))
        if one != other:
            between[one, other] += 1
    sizes = [round(6 + 2.2 * counts[key] ** 0.5, 1) for key in order]
    points = layout(sizes, list(between), seed=seed)
    marks = [
        Mark(p, float(points[p, 0]), float(points[p, 1]), sizes[p], FAMILIES[f].name)
        for p, (_where, f) in enumerate(order)
    ]
    lines = [Line(a, b, round(min(0.6 + 0.25 * n**0.5, 6.0), 1)) for (a, b), n in between.items()]
    return {
        "drawing": drawing(marks, lines),
        "groups": [[where or _("elsewhere"), family, counts[where, family]] for where, family in order],
        "group_of": of,
    }


def _key(context: Context, row: Mapping[str, Any]) -> tuple[str, int]:
    """Return the county, else the country, of an actor, and its family; an activity is nowhere."""
    actor = context.network.actors.index.get(row["id"])
    where = None if actor is None else context.counties[actor] or row.get("country")
    return where or "", FAMILY_OF[row["kind"]]
