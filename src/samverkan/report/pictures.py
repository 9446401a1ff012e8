"""What a report is made of -> its pictures: the network to look into, and where everybody is in it."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import Gap
from samverkan.analysis.suggestions import Suggestions
from samverkan.errors import ReportError
from samverkan.language import _
from samverkan.model.words import gap_in_words
from samverkan.report import figure
from samverkan.report.figure import Figure, Positions, draw_network
from samverkan.report.map import MapOfSweden
from samverkan.report.material import Material
from samverkan.report.tables import Column, Line, Notes, Table

FILLING = 3
"""How many of those who could fill a gap are drawn."""

BETWEEN_TWO = ("missing-tie",)
"""Types of gaps that are the tie between the two that they are about."""


def network_picture(
    material: Material,
    notes: Notes,
    answers: Mapping[str, Sequence[Suggestions]],
    gaps: Sequence[Gap],
    *,
    positions: Positions | None = None,
    seed: int = 1,
) -> Figure:
    """Draw the network of a report, in the language in use.

    Parameters
    ----------
    material : Material
    notes : Notes
        Of the page, once it has named its sources: the picture names them by the same numbers.
    answers : mapping of str to sequence of Suggestions
        By the id of the city. Their reasons stand in the page's table of suggestions.
    gaps : sequence of Gap
        With who could fill them, in the order in which the page lists them.
    positions : mapping, optional
        Where everybody was last time.
    seed : int
    """
    return draw_network(
        material.context,
        sources={o.id: figure.Source(o.title, o.publisher, o.url, o.published) for _number, o in notes.named},
        suggestions=[answer for of_city in answers.values() for answer in of_city],
        gaps=[_shown(material.context, gap) for gap in gaps],
        positions=positions,
        seed=seed,
        reasons=False,
    )


def _shown(context: Context, gap: Gap) -> figure.Gap:
    """Return a gap as the picture has it: between two, or from whom it is about to who could fill it."""
    if gap.type in BETWEEN_TWO and len(gap.who) == 2:
        lines = [gap.who]
    else:
        lines = [(gap.who[0], other) for other in gap.candidates[:FILLING]] if gap.who else []
    pairs = tuple((a, b) for a, b in lines)
    return figure.Gap(gap.type, gap_in_words(gap.type), gap.text(context), gap.who, pairs, gap.bridge)


def counties(sweden: MapOfSweden) -> Table:
    """List what the map shows, by county."""
    rows = [
        Line((r.county, r.municipalities, r.members, r.with_ties, r.silent, ", ".join(r.names_of_members)))
        for r in sweden.rows
    ]
    columns = (
        Column(_("County")),
        Column(_("Municipalities"), ",d"),
        Column(_("Known members"), ",d"),
        Column(_("With a known tie"), ",d"),
        Column(_("Without"), ",d"),
        Column(_("Which")),
    )
    return Table("t-counties", _("Counties"), columns, rows)


def read_positions(path: Path) -> dict[str, tuple[float, float]]:
    """Read where everybody was.

    Raises
    ------
    ReportError
        The file cannot be read, or is not what was written.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        places = {str(id): (float(x), float(y)) for id, (x, y) in found.items()}
    except OSError as error:
        raise ReportError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ReportError(_("{path} does not hold positions as the tool writes them.").format(path=path)) from error
    if not all(math.isfinite(value) for place in places.values() for value in place):
        raise ReportError(_("{path} does not hold positions as the tool writes them.").format(path=path))
    return places


def positions_text(positions: Positions) -> str:
    """Write where everybody is, one a line, so that versions can be compared."""
    lines = [f"{json.dumps(id, ensure_ascii=False)}: [{x}, {y}]" for id, (x, y) in sorted(positions.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"
