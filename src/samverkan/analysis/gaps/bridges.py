"""``single-bridge``: an actor, or a tie, that alone holds a part of the network to the rest.

No rule: what is cut off is counted over paths of any length, which the two engines count differently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from samverkan.analysis.context import Context, Places
from samverkan.analysis.gaps.gap import Gap, Pattern, Scale, best_known, well_known
from samverkan.analysis.wording import row
from samverkan.language import N_

LEAST = 5
"""Actors that have to be cut off for a gap."""

_COUNTED = {"en": N_("actors that would be cut off; expected is none")}
_SCALE = Scale.parse("2, 3 from 8, 4 from 12, 5 from 20")

ACTOR = Pattern(
    "single-bridge-actor",
    "single-bridge",
    {"en": N_("{cut} actors are known to work with the rest of the network through {bridge} alone: {behind}.")},
    _COUNTED,
    _SCALE,
    "actors that would be cut off",
)
TIE = Pattern(
    "single-bridge-tie",
    "single-bridge",
    {
        "en": N_(
            "Only the tie between {bridge} and {other} is known to hold {cut} actors to the rest of the network: "
            "{behind}."
        )
    },
    _COUNTED,
    _SCALE,
    "actors that would be cut off",
)
PATTERNS = (ACTOR, TIE)


@dataclass(frozen=True)
class Cut:
    """What falls off a network when an actor or a tie is lost.

    Parameters
    ----------
    bridge : tuple of int
        Place of the actor, or places of both ends of the tie; the second is on the side that is cut off.
    parts : tuple of tuple of int
        Places of the actors of each part that is cut off, the largest part being the one that is left.
    """

    bridge: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]

    @property
    def lost(self) -> tuple[int, ...]:
        """Places of all actors that are cut off, in order."""
        return tuple(sorted(place for part in self.parts for place in part))


def single_bridges(context: Context) -> list[Gap]:
    """Name the actors and ties whose loss cuts off five actors or more, of two kinds or two with ties elsewhere.

    A tie that leaves five or more on both sides stands for itself and for its ends, as far as these cut off the same.
    """
    network = context.network
    found: list[Cut] = []
    for cut in [*cuts_by_ties(context), *cuts_by_actors(context)]:
        if len(cut.lost) >= LEAST and _matters(context, cut) and not any(_says_it(tie, cut) for tie in found):
            found.append(cut)
    ids = network.actors["id"]
    gaps = []
    for cut in found:
        behind = tuple(ids[place] for place in best_known(context, cut.lost))
        bridge = tuple(ids[place] for place in cut.bridge)
        values = {"bridge": bridge[0], "behind": behind, "cut": len(behind)}
        sure = well_known(context, (*bridge, *behind))
        gaps.append(
            Gap(
                ACTOR if len(bridge) == 1 else TIE,
                bridge,
                values if len(bridge) == 1 else {**values, "other": bridge[1]},
                len(behind),
                0,
                float(len(behind)),
                "high" if sure else "low",
            )
        )
    return gaps


def _matters(context: Context, cut: Cut) -> bool:
    """Tell whether what is cut off is of two kinds, or has two with ties in something else than the bridge is in."""
    lost = cut.lost
    if len({context.network.actors["kind"][place] for place in lost}) > 1:
        return True
    beside = {j for place in cut.bridge for j in row(context.teams.working_incidence, place)}
    return sum(bool(set(row(context.teams.working_incidence, place)) - beside) for place in lost) > 1


def _says_it(tie: Cut, cut: Cut) -> bool:
    """Tell whether a tie that was found says what the loss of one of its ends would."""
    if len(tie.bridge) < 2 or len(cut.bridge) > 1 or cut.bridge[0] not in tie.bridge:
        return False
    return set(cut.lost) <= {*tie.lost}


def cuts_by_actors(context: Context) -> list[Cut]:
    """Return the actors without whom a component of working ties falls apart, and what falls off."""
    walk = _Walk.over(context)
    return [Cut((place,), parts) for place, parts in walk.articulations()]


def cuts_by_ties(context: Context) -> list[Cut]:
    """Return the ties without which a component falls apart that leave ``LEAST`` actors or more on both sides."""
    walk = _Walk.over(context)
    return [cut for cut in walk.bridges() if min(len(cut.lost), walk.rest(cut)) >= LEAST]


def ties_alone(context: Context) -> list[Cut]:
    """Return all ties without which a component falls apart, whatever they leave on either side."""
    return [*_Walk.over(context).bridges()]


@dataclass(frozen=True)
class _Walk:
    """A depth-first walk over actors, and over activities of three and more as stations between them.

    An activity that two share is a tie; one that more share ties all of them to each other, and a station in their
    midst holds them together just as well, with far fewer steps.

    Parameters
    ----------
    actors : int
        How many of the nodes, the first, are actors.
    order : numpy.ndarray of int
        Nodes in the order in which they were reached.
    number, low, parent, below : numpy.ndarray of int
        Of each node: when it was reached; the first that its branch leads back to; whence; the size of its branch.
    """

    actors: int
    order: Places
    number: Places
    low: Places
    parent: Places
    below: Places
    component: Places

    @classmethod
    def over(cls, context: Context) -> "_Walk":
        """Walk over the working ties of a network."""
        incidence, actors = context.teams.working_incidence, len(context.network.actors)
        sizes = np.diff(incidence.tocsc().indptr)
        stations = incidence[:, np.flatnonzero(sizes > 2)]
        pairs = incidence[:, np.flatnonzero(sizes == 2)]
        direct = pairs @ pairs.T + context.teams.direct
        direct = sp.csr_array(direct - sp.diags_array(direct.diagonal()))
        direct.eliminate_zeros()
        nobody = sp.csr_array((stations.shape[1], stations.shape[1]))
        above = sp.hstack([direct, stations])
        graph = sp.csr_array(sp.vstack([above, sp.hstack([stations.T, nobody])]))
        graph.sort_indices()
        return cls(actors, *_depth_first(graph))

    def articulations(self) -> Iterator[tuple[int, tuple[tuple[int, ...], ...]]]:
        """Yield the actors that hold parts together, each with what falls off but for the largest part."""
        children: dict[int, list[int]] = {}
        for node in self.order.tolist():
            children.setdefault(int(self.parent[node]), []).append(node)
        for node in self.order[self.order < self.actors].tolist():
            parts = [
                part
                for child in children.get(node, ())
                if self.low[child] >= self.number[node] and (part := self._branch(child))
            ]
            above = self._size(node) - 1 - sum(map(len, parts))
            if len(parts) + (above > 0) < 2:
                continue
            parts.sort(key=lambda part: (-len(part), part))
            if above < len(parts[0]):
                inside = {node, *(place for part in parts for place in part)}
                rest = [place for place in self._beside(node) if place not in inside]
                parts = [*parts[1:], *([rest] if rest else [])]
            yield node, tuple(map(tuple, parts))

    def bridges(self) -> Iterator[Cut]:
        """Yield the ties that hold two parts together, with the smaller of the two sides."""
        for child in self.order.tolist():
            parent = int(self.parent[child])
            if parent < 0 or parent >= self.actors or child >= self.actors or self.low[child] <= self.number[parent]:
                continue
            side = self._branch(child)
            if 2 * len(side) <= self._size(child):
                yield Cut((parent, child), (tuple(side),))
            else:
                within = set(side)
                yield Cut((child, parent), (tuple(place for place in self._beside(child) if place not in within),))

    def rest(self, cut: Cut) -> int:
        """Count the actors of a component that are left."""
        return self._size(cut.bridge[0]) - len(cut.lost)

    @cached_property
    def _sizes(self) -> list[int]:
        found: list[int] = np.bincount(self.component[: self.actors]).tolist()
        return found

    def _size(self, node: int) -> int:
        """Count the actors of the component of a node."""
        return self._sizes[int(self.component[node])]

    def _beside(self, node: int) -> list[int]:
        """Return the actors of the component of a node, in order."""
        found: list[int] = np.flatnonzero(self.component[: self.actors] == self.component[node]).tolist()
        return found

    def _branch(self, node: int) -> list[int]:
        """Return the actors of a branch, in order: it was reached in one go."""
        first = int(self.number[node])
        reached = self.order[first : first + int(self.below[node])]
        return sorted(reached[reached < self.actors].tolist())


def _depth_first(graph: sp.csr_array) -> tuple[Places, Places, Places, Places, Places, Places]:
    """Walk depth first, and say of each node how far back its branch leads.

    Tarjan, R. E. (1972). Depth-first search and linear graph algorithms. SIAM Journal on Computing 1(2), 146-160.

    Returns
    -------
    order, number, low, parent, below, component
        As of ``_Walk``.
    """
    nodes = graph.shape[0]
    first, others = graph.indptr.tolist(), graph.indices.tolist()
    number, low, parent, below = [-1] * nodes, [0] * nodes, [-1] * nodes, [1] * nodes
    order: list[int] = []
    following = first[:-1].copy()
    for root in range(nodes):
        if number[root] >= 0:
            continue
        number[root] = low[root] = len(order)
        order.append(root)
        path = [root]
        while path:
            node = path[-1]
            if following[node] < first[node + 1]:
                other = others[following[node]]
                following[node] += 1
                if number[other] < 0:
                    parent[other] = node
                    number[other] = low[other] = len(order)
                    order.append(other)
                    path.append(other)
                elif other != parent[node]:
                    low[node] = min(low[node], number[other])
            else:
                path.pop()
                if path:
                    low[path[-1]] = min(low[path[-1]], low[node])
                    below[path[-1]] += below[node]
    _count, component = connected_components(graph, directed=False)
    order_, number_, low_, parent_, below_ = (
        np.array(values, dtype=np.intp) for values in (order, number, low, parent, below)
    )
    return order_, number_, low_, parent_, below_, component.astype(np.intp)
