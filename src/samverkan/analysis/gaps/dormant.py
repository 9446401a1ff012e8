"""``dormant``: an activity that ended, and whose partners are hardly together in anything that runs.

No rule: to follow every partner of every partner is too much for an engine on a large network, where a product of two
sparse matrices takes a second.
"""

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.candidates import ended
from samverkan.analysis.context import JOINED_KINDS, Context
from samverkan.analysis.gaps.gap import Gap, Pattern, Scale, best_known, well_known
from samverkan.language import N_
from samverkan.network.network import columns_where, in_years
from samverkan.network.teams import WORKS_WITH

_TEXT = N_(
    "{activity} ended in {end}. Pairs of its {partners} known partners ({partner}) that are known to work together in "
    "anything now: {still} of {pairs}."
)
DORMANT = Pattern(
    "dormant",
    "dormant",
    {"en": _TEXT},
    {"en": N_("pairs of partners that still work together; expected is a fifth of all")},
    Scale.parse("2, 3 from 6"),
    "known partners",
)
PATTERNS = (DORMANT,)

YEARS = 2.0
"""Years since the end."""

SHARE = 0.2
"""Share of the pairs that may still work together."""

LEAST, MOST = 3, 50
"""Known partners that it had: two are a pair, and a list of hundreds never was a team."""


def dormant(context: Context) -> list[Gap]:
    """Name the activities that ended two years or more before the data date, and whose partners have lost each other.

    At most a fifth of the pairs of their partners work together in a running activity that makes working ties, in a
    Project of whatever size, or directly. Local initiatives are left out: they are one city's own affair.
    """
    network, teams = context.network, context.teams
    running = columns_where(teams.everybody, teams.counted & ~ended(context))
    ids = network.activities["id"]
    inside = teams.everybody.tocsc()
    direct = _direct(context)
    gaps = []
    for place, (id, kind, end) in enumerate(
        zip(ids, network.activities["kind"], network.activities["end"], strict=True)
    ):
        partners = inside.indices[slice(*inside.indptr[place : place + 2])]
        over = kind in JOINED_KINDS and end is not None and in_years(end, last_day=True) <= context.now - YEARS
        if not over or id in context.initiatives or not LEAST <= len(partners) <= MOST:
            continue
        partners = np.sort(partners)
        together = sp.csr_array(running[partners] @ running[partners].T + direct[partners][:, partners])
        still = int(np.count_nonzero(sp.triu(together, 1).data))
        pairs = len(partners) * (len(partners) - 1) // 2
        if still > SHARE * pairs:
            continue
        named = [network.actors["id"][z] for z in best_known(context, partners.tolist())]
        gaps.append(
            Gap(
                DORMANT,
                (id, *named),
                {
                    "activity": id,
                    "end": str(end)[:4],
                    "partners": len(partners),
                    "partner": tuple(named),
                    "pairs": pairs,
                    "still": still,
                },
                still,
                round(SHARE * pairs, 1),
                float(len(partners)),
                "high" if well_known(context, named) else "low",
                about=(id,),
            )
        )
    return gaps


def _direct(context: Context) -> sp.csr_array:
    """Actors × actors that work together without an activity, and have not ended that."""
    place = context.network.actors.index
    pairs = [
        (place[r.source], place[r.target])
        for r in context.network.relations
        if r.type in WORKS_WITH and not context.ended(r.end) and r.source in place and r.target in place
    ]
    rows, columns = (
        (np.array(ends, dtype=np.intp) for ends in zip(*pairs, strict=True))
        if pairs
        else (np.array([], dtype=np.intp),) * 2
    )
    one_way = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(place),) * 2)
    return sp.csr_array(one_way + one_way.T)
