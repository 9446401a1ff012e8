"""Names as links to where a page tells of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Links:
    """Names of nodes, which lead to what the page tells of them.

    Parameters
    ----------
    name : callable
        Gives the name of an id.
    here : collection of str
        Ids that the page tells of; the others stay names.
    """

    name: Callable[[str], str]
    here: Collection[str] = frozenset()

    def __call__(self, id: str) -> Markup:
        """Name a node."""
        return self.as_text(id, self.name(id))

    def as_text(self, id: str, text: str) -> Markup:
        """Name a node by another text."""
        if id not in self.here:
            return escape(text)
        return Markup('<a href="#{}">{}</a>').format(id, text)
