"""The entities of a store by name."""

from collections.abc import Callable, Sequence

from samverkan.errors import NameMatchError
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, find
from samverkan.store.base import GraphStore, read_nodes

_OTHER_NAMES = ("aliases", "short_name", "name_en")


def read_entities(store: GraphStore, labels: Sequence[str] = ()) -> list[Entity]:
    """Read every entity of some labels, or of all, and what people call it."""
    found = []
    for node in SCHEMA.labels:
        if labels and node.label not in labels:
            continue
        others = [name for name in _OTHER_NAMES if name in node.names]
        for id, kind, name, *rest in read_nodes(store, node.label, ("id", "kind", "name", *others)):
            names = [n for value in rest for n in (value if isinstance(value, list) else [value]) if n]
            found.append(Entity(id, node.label, kind, name, tuple(names)))
    return found


def find_entity(store: GraphStore, text: str) -> Entity:
    """Find whom or what a name means; the title of a source is asked last, as it often quotes the others.

    Raises
    ------
    NameMatchError
        It means several, or none.
    """
    entities = read_entities(store)
    try:
        return find(text, [e for e in entities if e.label != "Source"])
    except NameMatchError as error:
        if error.matches:
            raise
    return find(text, entities)


def finder(store: GraphStore) -> Callable[[str, frozenset[str]], Entity]:
    """Return what finds the one entity of some kinds that a name means; the store is read when it is first asked."""
    known: list[Entity] = []

    def found(text: str, kinds: frozenset[str]) -> Entity:
        if not known:
            known.extend(read_entities(store))
        return find(text, [e for e in known if e.kind in kinds])

    return found
