"""How a report was made: from which data, with what, and how good such suggestions were when they could be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from samverkan.analysis.wording import date_in_words
from samverkan.errors import AnalysisError
from samverkan.language import N_, _
from samverkan.report.results import Results
from samverkan.report.words import with_minus

LIBRARIES = ("networkx", "numpy", "scipy", "pyvis")
"""What the numbers and the picture depend on, besides the tool itself."""

CHECKED: dict[str | tuple[str, str], str] = {
    "twin": N_("Twin cities"),
    "project": N_("Joint projects"),
    "join": N_("What to join"),
    ("twin", "cities"): N_("Twin cities"),
    ("project", "actors"): N_("Joint projects"),
    ("join", "cities"): N_("What cities join"),
    ("join", "organisations"): N_("What organisations join"),
}
"""What was asked, by the purpose and by who was asked."""


@dataclass(frozen=True)
class Check:
    """What came of asking the tool for ties that are known, and were hidden from it."""

    title: str
    text: str


def checks(results: Results) -> list[Check]:
    """Say how often ties that are known were found when they were hidden; nothing where that was not asked."""
    found = []
    for purpose, evaluations in results.evaluations.items():
        if isinstance(evaluations, AnalysisError):
            found.append(Check(_(CHECKED[purpose]), str(evaluations)))
            continue
        found += [Check(_(CHECKED[purpose, e.protocol["asked"]]), with_minus(e.note)) for e in evaluations]
    return found


def facts(results: Results) -> Sequence[tuple[str, str]]:
    """Say from which data a report is made, with which versions and which seed; nothing of the day or the machine."""
    material = results.material
    load, as_of = material.load, material.context.as_of
    read = sorted(filter(None, material.dataset.nodes["Source"]["retrieved"]))
    return [
        (_("Newest fact"), date_in_words(load.data_date)),
        *([(_("Date of the data"), date_in_words(as_of))] if as_of != load.data_date else []),
        *([(_("Sources read"), _span(read[0], read[-1]))] if read else []),
        (_("Fingerprint of the data"), load.digest[:16]),
        (
            _("Tool"),
            ", ".join([f"samverkan {version('samverkan')}", *(f"{name} {version(name)}" for name in LIBRARIES)]),
        ),
        (_("Seed"), str(results.seed)),
    ]


def _span(first: str, last: str) -> str:
    if first == last:
        return date_in_words(first)
    return _("{first} to {last}").format(first=date_in_words(first), last=date_in_words(last))
