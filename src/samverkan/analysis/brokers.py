"""Brokers: who stands between others that do not work together, and whom these belong to."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.centrality import ranking
from samverkan.analysis.context import Places
from samverkan.analysis.result import Ranking, Roles
from samverkan.analysis.ties import BLOCK, Ties, labelled, through
from samverkan.network.network import Numbers

T = TypeVar("T", int, float)

ROLES = ("coordinator", "representative", "gatekeeper", "consultant", "liaison")
"""Roles of Gould and Fernandez. Where ties have no direction, who represents its group keeps its gate as well."""


def effective_size(ties: Ties) -> Ranking:
    """Rank the actors by how many of their partners bring them something that the others do not.

    Returns
    -------
    Ranking
        From 1 (all partners work with each other) to the number of partners (no two of them do).

    Notes
    -----
    n - 2t/n with n partners and t ties among them: Borgatti, S. P. (1997). Connections 20(1), 35-38, of Burt, R. S.
    (1992). Structural Holes. Harvard University Press.
    """
    among = through(ties.joined, ties.joined, ties.joined) / 2
    values = ties.degree - 2 * among / np.maximum(ties.degree, 1)
    return ranking(
        "effective_size",
        ties,
        values,
        source="Burt (1992), Structural Holes; Borgatti (1997), Connections 20(1), 35-38",
    )


def constraint(ties: Ties) -> Ranking:
    """Rank the actors by how little their partners depend on each other, the freest first.

    Returns
    -------
    Ranking
        Near 0 for many partners that have nothing to do with each other; 1 for one partner; up to 9/8 for two that
        work together. Ties count alike.

    Notes
    -----
    The sum over partners j of (p_ij + sum over q of p_iq p_qj) squared, p_ij the part of i's ties that is to j: Burt,
    R. S. (1992). Structural Holes. Harvard University Press.
    """
    spent = sp.csr_array(sp.diags_array(1.0 / np.maximum(ties.degree, 1)) @ ties.joined)
    values = np.zeros(len(ties.actors))
    for start in range(0, len(values), BLOCK):
        rows = slice(start, start + BLOCK)
        invested = spent[rows] + (spent[rows] @ spent).multiply(ties.joined[rows])
        values[rows] = np.asarray(invested.power(2).sum(axis=1)).reshape(-1)
    return ranking("constraint", ties, values, source="Burt (1992), Structural Holes", ascending=True)


def roles(ties: Ties, grouping: str, *, progress: Callable[[int, int], None] | None = None) -> Roles:
    """Count the pairs between whom each actor stands, by the groups that the three belong to.

    Parameters
    ----------
    ties : Ties
    grouping : str
        ``county``, ``sector`` or ``theme``. Actors without are left out, with their ties, and counted.
    progress : callable, optional
        Called with how many of the four kinds of triangles are counted, and of how many.

    Returns
    -------
    Roles
        Pairs of actors that have no tie with each other and each one with the broker: ``coordinator`` all of one group;
        ``gatekeeper`` and ``representative`` one of the broker's group, one of another (the same number, as ties have
        no direction); ``consultant`` both of one other group; ``liaison`` of two other groups. Expected: if the others'
        groups were drawn by lot among them, and all ties stayed.

    Notes
    -----
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, 89-126.
    """
    labels = ties.labels(grouping)
    names, having, of = labelled(labels)
    joined = sp.csr_array(ties.joined[having][:, having])
    ends = np.repeat(of, np.diff(joined.indptr))
    same, other = (_where(joined, flags) for flags in (ends == of[joined.indices], ends != of[joined.indices]))
    tied = []
    for turn, (left, middle, right) in enumerate(
        ((same, same, same), (same, other, other), (other, same, other), (other, other, other))
    ):
        if progress is not None:
            progress(turn, 4)
        tied.append(through(left, middle, right))
    inside, outside = (np.diff(m.indptr).astype(float) for m in (same, other))
    belongs = sp.csr_array((np.ones(len(of)), (np.arange(len(of)), of)), shape=(len(of), len(names)))
    partners = sp.csr_array(other @ belongs)
    alike = np.asarray((partners.power(2) - partners).sum(axis=1)).reshape(-1) / 2  # both of one other group
    found = np.stack(
        [
            inside * (inside - 1) / 2 - tied[0] / 2,
            inside * outside - tied[1],
            alike - tied[2] / 2,
            outside * (outside - 1) / 2 - alike - tied[3] / 2,
        ]
    )
    counts = np.rint(found).astype(int)
    expected = found.sum(axis=0) * _drawn(of, len(names))
    order = np.lexsort((np.arange(len(of)), -found.sum(axis=0)))
    ids = [ties.ids[place] for place in having.tolist()]
    ranked = tuple(
        (ids[place], _by_role(counts[:, place].tolist()), _by_role(expected[:, place].tolist()))
        for place in order.tolist()
    )
    return Roles(
        "roles",
        ranked,
        parameters={"grouping": grouping, "chance": "groups of the others drawn by lot"},
        source="Gould & Fernandez (1989), Sociological Methodology 19, 89-126",
        left_out={f"no_{grouping}": len(labels) - len(having)} if len(having) < len(labels) else {},
    )


def _where(matrix: sp.csr_array, flags: np.ndarray) -> sp.csr_array:
    """Keep some entries of a matrix."""
    ends = np.concatenate([[0], np.cumsum(flags)])[matrix.indptr]
    return sp.csr_array((matrix.data[flags], matrix.indices[flags], ends), shape=matrix.shape)


def _drawn(of: Places, groups: int) -> Numbers:
    """Return the probability of each of the four kinds of pairs, when the groups of the others are drawn."""
    sizes = np.bincount(of, minlength=groups).astype(float)
    number = len(of)
    pairs = max((number - 1) * (number - 2), 1)
    own = sizes[of] - 1
    every = float((sizes * (sizes - 1)).sum())
    coordinator, consultant = own * (own - 1), every - sizes[of] * own
    between = 2 * own * (number - sizes[of])
    return np.stack([coordinator, between, consultant, pairs - coordinator - between - consultant]) / pairs


def _by_role(four: "list[T]") -> "dict[str, T]":
    coordinator, between, consultant, liaison = four
    return dict(zip(ROLES, (coordinator, between, between, consultant, liaison), strict=True))
