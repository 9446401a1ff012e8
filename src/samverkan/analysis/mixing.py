"""Mixing: which groups work with which, more or less than chance would have it."""

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.nullmodel import Counts, permutation_test
from samverkan.analysis.result import Cell, Mixing
from samverkan.analysis.ties import Ties
from samverkan.analysis.unlinked import model_of, tied

PERMUTATIONS, PERMUTATIONS_OF_LARGE, LARGE = 499, 99, 5_000
"""Permutations; those of a network of so many ties or more between actors and activities, and that number of ties."""


def mixing(
    ties: Ties,
    grouping: str,
    *,
    seed: int = 1,
    permutations: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Mixing:
    """Count the ties between groups, and compare them with chance.

    Parameters
    ----------
    ties : Ties
    grouping : str
        ``county``, ``sector`` or ``theme``; an actor is in every theme that it works with.
    seed : int
    permutations : int, optional
        499 unless said; 99 in a large network.
    progress : callable, optional
        Called with how many permutations are done, and of how many.

    Returns
    -------
    Mixing
        Actors without the property are left out, with their ties, and counted.

    Notes
    -----
    Chance: actors are in as many activities as they are, and activities have as many actors, local initiatives and
    themes apart, and, but for the mixing of sectors, actors of as many sectors (``NullModel``). Direct ties and
    activities within one municipality stay as they are. The level is family-wise, over the whole table.
    """
    names, members, left_out = _members(ties, grouping)
    model = model_of(ties.context, ties.incidence, by_sector=grouping != "sector")
    shuffled = np.bincount(model.incidence.indices, minlength=model.incidence.shape[1]) > 0
    stays = sp.csr_array(ties.incidence @ sp.diags_array((~shuffled).astype(float)))
    fixed = sp.csr_array(stays @ stays.T + ties.direct)
    one, other = np.triu_indices(len(names))
    columns = members.tocsc()
    both = sp.csr_array(columns[:, one].multiply(columns[:, other]))  # who is in both groups, or in the one group

    def between(incidence: sp.csr_array) -> Counts:
        joined = tied(incidence, fixed)
        counts = (members.T @ (joined @ members)).toarray()[one, other]
        twice = np.asarray(both.multiply(joined @ both).sum(axis=0)).reshape(-1)  # met from both sides
        return np.asarray(np.rint(counts - twice / 2), dtype=np.int32)

    number = permutations or (PERMUTATIONS_OF_LARGE if model.incidence.nnz >= LARGE else PERMUTATIONS)
    found = permutation_test(between, model, number, seed=seed, progress=progress)
    cells = tuple(
        Cell(
            names[a],
            names[b],
            int(found.observed[place]),
            *(float(v[place]) for v in (found.expected, found.score, found.p)),
        )
        for place, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True))
    )
    sizes = np.asarray(members.sum(axis=0)).reshape(-1).astype(int).tolist()
    return Mixing(
        "mixing",
        tuple(zip(names, sizes, strict=True)),
        cells,
        parameters={"grouping": grouping, "permutations": number, "seed": seed},
        source="Strona et al. (2014), Nature Communications 5, 4114; "
        "Westfall & Young (1993), Resampling-Based Multiple Testing",
        left_out={f"no_{grouping}": left_out} if left_out else {},
    )


def _members(ties: Ties, grouping: str) -> tuple[list[str], sp.csr_array, int]:
    """Return the labels; all actors of the network × labels, 1.0 where the actor has it; and how many have none."""
    context = ties.context
    number = len(context.network.actors)
    here = np.zeros(number, dtype=bool)
    here[ties.actors] = True
    if grouping == "theme":
        table = sp.csr_array((context.actor_themes == 1.0) & here[:, np.newaxis]).astype(float)
        used = np.flatnonzero(np.asarray(table.sum(axis=0)).reshape(-1) > 0)
        themes = sp.csr_array(table[:, used])
        return (
            [context.themes[place] for place in used.tolist()],
            themes,
            int((here & (np.diff(themes.indptr) == 0)).sum()),
        )
    labels = ties.labels(grouping)
    names = sorted({label for label in labels if label is not None})
    index = {name: place for place, name in enumerate(names)}
    rows = [
        (actor, index[label]) for actor, label in zip(ties.actors.tolist(), labels, strict=True) if label is not None
    ]
    places = np.array(rows, dtype=np.intp).reshape(-1, 2)
    members = sp.csr_array((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=(number, len(names)))
    return names, members, len(labels) - len(places)
