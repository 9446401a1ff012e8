"""What a network is like as a whole: size, density, components, core and periphery, and the E-I index."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from samverkan.analysis.result import Number, Overview
from samverkan.analysis.ties import Ties, labelled
from samverkan.network.network import Numbers


def size(ties: Ties) -> Overview:
    """Count the actors, the ties and the parts of a network.

    Returns
    -------
    Overview
        ``actors`` (with a working tie), ``without_ties`` (of the kinds and the county that are asked for: with data,
        and without any working tie, be it to others than are asked for), ``without_data``,
        ``activities`` (that make working ties), ``ties`` (pairs of actors), ``density`` (part of all pairs, from 0 to
        1; ``None`` for fewer than two actors), ``partners`` (mean of an actor), ``median_partners``, ``components``,
        ``largest_component`` (actors in it).
    """
    context = ties.context
    number, pairs = len(ties.actors), ties.joined.nnz // 2
    data = np.array(context.data)[ties.wanted]
    alone = np.diff(context.working.indptr)[ties.wanted] == 0
    parts, of_part = connected_components(ties.joined, directed=False)
    used = np.diff(ties.incidence.tocsc().indptr)
    numbers = {
        "actors": number,
        "without_ties": int((alone & (data != "none")).sum()),
        "without_data": int((data == "none").sum()),
        "activities": int((used >= 2).sum()),
        "ties": pairs,
        "density": 2 * pairs / (number * (number - 1)) if number > 1 else None,
        "partners": 2 * pairs / number if number else None,
        "median_partners": float(np.median(ties.degree)) if number else None,
        "components": int(parts),
        "largest_component": int(np.bincount(of_part).max(initial=0)),
    }
    source = "Wasserman & Faust (1994), Social Network Analysis, chapter 4"
    return Overview("size", tuple(Number(name, value) for name, value in numbers.items()), source=source)


def core(ties: Ties) -> Overview:
    """Split a network in a core, all of whom would work with each other, and a periphery, none of whom would.

    Returns
    -------
    Overview
        ``core`` (actors), ``core_density``, ``between_density`` (core to periphery), ``periphery_density``: parts of
        all pairs, from 0 to 1, ``None`` without any pair; ``degeneracy`` (the largest k of a k-core) and
        ``innermost`` (actors of that k-core).

    Notes
    -----
    The core has as few ties missing and leaves as few outside as any: those with most partners, as long as the k-th has
    k or more (Lip, S. Z. W. (2011). arXiv:1102.5511), of equal ones the first by id; the pattern is that of Borgatti,
    S. P. and Everett, M. G. (2000). Social Networks 21(4), 375-395. k-core: Seidman, S. B. (1983). Social Networks
    5(3), 269-287, by networkx.
    """
    import networkx as nx  # takes its time

    order = np.argsort(-ties.degree, kind="stable")
    size = int((ties.degree[order] >= np.arange(1, len(order) + 1)).sum())
    inner = np.zeros(len(order))
    inner[order[:size]] = 1.0
    outer = 1.0 - inner
    inside, across, outside = (
        float(a @ (ties.joined @ b)) for a, b in ((inner, inner), (inner, outer), (outer, outer))
    )
    rest = len(order) - size
    shells = nx.core_number(ties.graph) if len(order) else {}
    deepest = max(shells.values(), default=0)
    numbers = {
        "core": size,
        "core_density": _part(inside, size * (size - 1)),
        "between_density": _part(across, size * rest),
        "periphery_density": _part(outside, rest * (rest - 1)),
        "degeneracy": deepest,
        "innermost": sum(shell == deepest for shell in shells.values()),
    }
    return Overview(
        "core",
        tuple(Number(name, value) for name, value in numbers.items()),
        source="Lip (2011), arXiv:1102.5511; Borgatti & Everett (2000), Social Networks 21(4); "
        "Seidman (1983), Social Networks 5(3)",
    )


def _part(number: float, whole: int) -> float | None:
    return number / whole if whole else None


def ei_index(joined: sp.csr_array, labels: Sequence[str | None], grouping: str) -> Overview:
    """Compare ties that leave a group with ties that stay inside it.

    Parameters
    ----------
    joined : scipy.sparse.csr_array
        Actors × actors, 1.0 where two have a tie; symmetric, the diagonal empty. Not changed.
    labels : sequence of str or None
        Group of each actor. One without is left out, and counted.
    grouping : str
        What the groups are: ``county``, ``sector``, ``theme``.

    Returns
    -------
    Overview
        One number for all, and one for each group. Unitless, from -1 (all ties inside) to +1 (all ties across);
        ``None`` for a group without ties. ``expected``: of the same ties if who belongs to which group were drawn.

    Notes
    -----
    (E - I) / (E + I), with E the ties between groups and I those within. Krackhardt, D. and Stern, R. N. (1988). Social
    Psychology Quarterly 51(2), 123-140.

    Examples
    --------
    Ann works with Bo, and Bo with Cy; Ann and Bo are of one sector:

    >>> joined = sp.csr_array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> found = ei_index(joined, ["city", "city", "company"], "sector")
    >>> found.value("ei_index"), found.value("ei_index", "city"), found.value("ei_index", "company")
    (0.0, 0.0, 1.0)
    """
    names, having, of = labelled(labels)
    kept = sp.csr_array(joined[having][:, having])
    number = len(having)
    sizes = np.bincount(of, minlength=len(names)).astype(float)
    ends = np.repeat(of, np.diff(kept.indptr))
    same = ends == of[kept.indices]
    inside = np.bincount(ends[same], minlength=len(names)) / 2.0  # every tie inside has both its ends there
    across = np.bincount(ends[~same], minlength=len(names)).astype(float)
    values = _index(across, inside)
    drawn_inside = float((sizes * (sizes - 1)).sum())
    chance_all = 1 - 2 * drawn_inside / (number * (number - 1)) if number > 1 else None
    whole = _index(np.array([across.sum() / 2]), np.array([inside.sum()]))[0]
    rows = [Number("ei_index", _known(whole), "", chance_all)]
    for place, name in enumerate(names):
        pairs_inside, pairs_across = sizes[place] * (sizes[place] - 1) / 2, sizes[place] * (number - sizes[place])
        expected = _index(np.array([pairs_across]), np.array([pairs_inside]))[0]
        rows.append(Number("ei_index", _known(values[place]), name, _known(expected)))
    return Overview(
        "ei_index",
        tuple(rows),
        parameters={"grouping": grouping, "actors": {name: int(n) for name, n in zip(names, sizes, strict=True)}},
        source="Krackhardt & Stern (1988), Social Psychology Quarterly 51(2), 123-140",
        left_out={f"no_{grouping}": len(labels) - number} if number < len(labels) else {},
    )


def _index(across: Numbers, inside: Numbers) -> Numbers:
    both = across + inside
    return np.asarray(np.divide(across - inside, both, out=np.full(len(both), np.nan), where=both > 0))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
