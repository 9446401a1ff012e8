"""Everything that is worked out for the reports of a network, once, before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from samverkan.analysis.brokers import effective_size, roles
from samverkan.analysis.communities import communities
from samverkan.analysis.gaps.search import Gaps, find_gaps
from samverkan.analysis.gaps.whatif import temporary_store
from samverkan.analysis.mixing import mixing
from samverkan.analysis.purposes import LARGE, purposes_of
from samverkan.analysis.result import Mixing, Partition, Ranking, Roles
from samverkan.analysis.ties import GROUPINGS, Ties
from samverkan.errors import AnalysisError
from samverkan.language import _
from samverkan.report.material import Material
from samverkan.store.base import GraphStore

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.evaluation import Evaluation
    from samverkan.analysis.scores import Method

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""


@dataclass(frozen=True)
class Results:
    """What was found out about a network.

    Parameters
    ----------
    material : Material
    seed : int
        Of all that was left to chance.
    gaps : Gaps
        What is missing.
    mixings : tuple of Mixing
        Ties between themes, sectors and counties beside what chance would give; none in a network without ties.
    roles : Roles
        Between whom each actor stands, by county.
    sizes : Ranking
        How many of the partners of each bring what the others do not.
    communities : Partition
    evaluations : dict of str to tuple of Evaluation, or to AnalysisError
        By purpose: how well known ties would have been foretold, or why that cannot be asked.
    """

    material: Material
    seed: int
    gaps: Gaps
    mixings: tuple[Mixing, ...]
    roles: Roles
    sizes: Ranking
    communities: Partition
    evaluations: "dict[str, tuple[Evaluation, ...] | AnalysisError]"

    @classmethod
    def of(
        cls,
        store: GraphStore,
        material: Material,
        *,
        seed: int = 1,
        permutations: int | None = None,
        progress: Progress = lambda what, done, total: None,
    ) -> Self:
        """Work everything out.

        Parameters
        ----------
        store : GraphStore
            What the material was read from: the rules for gaps are asked there, unless it holds other data by now.
        material : Material
        seed : int
        permutations : int, optional
            Of what is compared with chance; as each comparison has them unless said.
        progress : callable
        """
        context = material.context
        ties = Ties(context)
        progress(_("What is missing"), 0, 4)
        gaps = _gaps(store, material, seed, permutations)
        progress(_("Patterns"), 1, 4)
        mixings = tuple(mixing(ties, by, seed=seed, permutations=permutations) for by in GROUPINGS if len(ties.actors))
        progress(_("Bridges and groups"), 2, 4)
        between, sizes, parts = roles(ties, "county"), effective_size(ties), communities(ties, seed=seed)
        progress(_("How good are such suggestions?"), 3, 4)
        return cls(material, seed, gaps, mixings, between, sizes, parts, _evaluations(context, seed))


def _gaps(store: GraphStore, material: Material, seed: int, permutations: int | None) -> Gaps:
    if material.as_stored:
        return find_gaps(store, material.context, seed=seed, permutations=permutations)
    with temporary_store(material.dataset) as other:
        return find_gaps(other, material.context, seed=seed, permutations=permutations)


def _evaluations(context: "Context", seed: int) -> "dict[str, tuple[Evaluation, ...] | AnalysisError]":
    """Hide what is known, and ask for it; not in a large network, where that takes long."""
    from samverkan.analysis.evaluation import PURPOSES, evaluate  # takes its time

    if len(context.network.activities) >= LARGE:
        return {}
    found: dict[str, tuple[Evaluation, ...] | AnalysisError] = {}
    for purpose in PURPOSES:
        try:
            found[purpose] = evaluate(
                context.network, purpose, as_of=context.as_of, programme=context.programme, seed=seed, own=_own
            )
        except AnalysisError as error:  # that there is nothing to hide is an answer too
            found[purpose] = error
    return found


def _own(purpose: str, context: "Context") -> "Method":
    return purposes_of(context)[purpose].score
