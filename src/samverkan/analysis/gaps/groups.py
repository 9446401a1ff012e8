"""``unlinked-groups``: what ``unlinked.py`` finds, as gaps. It is a test against chance, and no pattern."""

from dataclasses import asdict
from typing import Any

import numpy as np

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import Gap, Pattern, Scale, best_known
from samverkan.analysis.unlinked import Group, Unlinked
from samverkan.language import N_

UNLINKED = Pattern(
    "unlinked-groups",
    "unlinked-groups",
    {
        "en": N_(
            "{one_actors} actors work with {one_theme} in {one_place} ({one_kind}) and {other_actors} with "
            "{other_theme} in {other_place} ({other_kind}); working ties known between the two groups: {observed}, "
            "where chance would give {expected}."
        )
    },
    {"en": N_("working ties between the groups; expected is the mean of networks made by chance")},
    Scale.parse("3, 4 from 10, 5 from 20"),
    "ties expected less those known",
)
PATTERNS = (UNLINKED,)


def unlinked_gaps(context: Context, found: Unlinked) -> list[Gap]:
    """Return the pairs of groups that were found as gaps; they are sure where half of either group is well known."""
    ids = context.network.actors["id"]
    gaps = []
    for pair in found.pairs:
        members = [best_known(context, group.actors) for group in (pair.one, pair.other)]
        full = [np.mean([context.data[place] == "full" for place in places]) for places in members]
        values = {"observed": pair.observed, "expected": round(pair.expected, 1), "p": pair.p}
        gaps.append(
            Gap(
                UNLINKED,
                tuple(ids[place] for places in members for place in places),
                values | _values("one", pair.one) | _values("other", pair.other),
                pair.observed,
                round(pair.expected, 1),
                round(pair.expected - pair.observed, 9),
                "high" if min(full) >= 0.5 else "low",
                about=(
                    *pair.one.themes,
                    pair.one.place,
                    pair.one.city_kind or "",
                    *pair.other.themes,
                    pair.other.place,
                    pair.other.city_kind or "",
                ),
            )
        )
    return gaps


def _values(end: str, group: Group) -> dict[str, Any]:
    return {
        f"{end}_theme": group.themes,
        f"{end}_place": group.place,
        f"{end}_kind": group.city_kind,
        f"{end}_actors": len(group.actors),
    }


def tested(found: Unlinked) -> dict[str, Any]:
    """Return what the search came to, without what it found."""
    return {name: value for name, value in asdict(found).items() if name != "pairs"} | {"found": len(found.pairs)}
