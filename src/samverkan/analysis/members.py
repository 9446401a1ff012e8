"""The member cities of a programme: with whom of each other, and of all, each has a working tie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samverkan.analysis.context import Context


@dataclass(frozen=True)
class Standing:
    """How well a city is joined to the others of its programme.

    Parameters
    ----------
    place : int
        Of the city among the actors.
    members : tuple of int
        Places of the other member cities with which it has a working tie.
    partners : int
        Of whatever kind, with a working tie.
    activities : int
        In which it is, in whatever way.
    data : str
        ``full``, ``thin`` or ``none``.
    """

    place: int
    members: tuple[int, ...]
    partners: int
    activities: int
    data: str


def standings(context: Context, members: Sequence[int]) -> list[Standing]:
    """Rank cities by how alone they are, the most alone first.

    Fewest working ties with each other, then with anybody, then fewest activities; then by name.

    Parameters
    ----------
    context : Context
    members : sequence of int
        Places of the cities among the actors.
    """
    rows = np.asarray(members, dtype=np.intp)
    inner = context.working[rows][:, rows]
    partners = np.diff(context.working.indptr)[rows]
    activities = np.diff(context.in_activities.indptr)[rows]
    found = [
        Standing(
            int(place),
            tuple(int(rows[other]) for other in sorted(inner[[row]].nonzero()[1].tolist())),
            int(partners[row]),
            int(activities[row]),
            context.data[place],
        )
        for row, place in enumerate(rows.tolist())
    ]
    names = context.network.actors["name"]
    return sorted(found, key=lambda s: (len(s.members), s.partners, s.activities, names[s.place]))
