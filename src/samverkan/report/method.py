"""How a report was made: from which data, with what, and how good such suggestions were when they could be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from samverkan.analysis.purposes import LARGE, purposes_of
from samverkan.errors import AnalysisError
from samverkan.language import N_, _
from samverkan.report.material import Material
from samverkan.report.words import date_in_words

if TYPE_CHECKING:
    from samverkan.analysis.context import Context
    from samverkan.analysis.scores import Method

LIBRARIES = ("networkx", "numpy", "scipy", "pyvis")
"""What the numbers and the picture depend on, besides the tool itself."""

CHECKED = {
    ("twin", "cities"): N_("Twin cities"),
    ("project", "actors"): N_("Joint projects"),
    ("join", "cities"): N_("What cities join"),
    ("join", "organisations"): N_("What organisations join"),
}


@dataclass(frozen=True)
class Check:
    """What came of asking the tool for ties that are known, and were hidden from it."""

    title: str
    text: str


def checks(material: Material, seed: int) -> list[Check]:
    """Hide what is known, ask for it, and say how often it was found; nothing for a large network, which takes long.

    Parameters
    ----------
    material : Material
    seed : int
    """
    from samverkan.analysis.evaluation import PURPOSES, evaluate  # takes its time

    network = material.context.network
    if len(network.activities) >= LARGE:
        return []
    found = []
    for purpose in PURPOSES:
        try:
            evaluations = evaluate(
                network,
                purpose,
                as_of=material.context.as_of,
                programme=material.context.programme,
                seed=seed,
                own=_own,
            )
        except AnalysisError as error:  # nothing to hide is an answer too
            found.append(Check(_(CHECKED[purpose, "cities" if purpose != "project" else "actors"]), str(error)))
            continue
        found += [Check(_(CHECKED[purpose, e.protocol["asked"]]), e.note) for e in evaluations]
    return found


def _own(purpose: str, context: "Context") -> "Method":
    return purposes_of(context)[purpose].score


def facts(material: Material, seed: int) -> Sequence[tuple[str, str]]:
    """Say from which data a report is made, with which versions and which seed; nothing of the day or the machine."""
    load = material.load
    return [
        (_("Newest fact"), date_in_words(load.data_date)),
        (_("Date of the data"), date_in_words(material.context.as_of)),
        (_("Fingerprint of the data"), load.digest[:16]),
        (
            _("Tool"),
            ", ".join([f"samverkan {version('samverkan')}", *(f"{name} {version(name)}" for name in LIBRARIES)]),
        ),
        (_("Seed"), str(seed)),
    ]
