"""What an export leaves out, counted in words."""

from samverkan.language import N_
from samverkan.model.audience import Withheld

COUNTED = {
    "people": N_("people"),
    "relations": N_("relations to people"),
    "texts": N_("texts that name people"),
}


def counts(withheld: Withheld) -> dict[str, int]:
    """Return how much of what is left out, by its key in ``COUNTED``."""
    return {name: getattr(withheld, name) for name in COUNTED}
