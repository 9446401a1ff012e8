"""The entities of a store by name."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from samverkan.errors import NameMatchError, OtherKindError
from samverkan.model.audience import Audience
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, find
from samverkan.model.words import a_kind, either
from samverkan.store.base import GraphStore, read_nodes

if TYPE_CHECKING:
    from samverkan.network.network import Nodes

_OTHER_NAMES = ("aliases", "short_name", "name_en")


def read_entities(store: GraphStore, labels: Sequence[str] = ()) -> list[Entity]:
    """Read every entity of some labels, or of all, and what people call it."""
    found = []
    for node in SCHEMA.labels:
        if labels and node.label not in labels:
            continue
        others = [name for name in _OTHER_NAMES if name in node.names]
        for id, kind, name, *rest in read_nodes(store, node.label, ("id", "kind", "name", *others)):
            found.append(Entity(id, node.label, kind, name, _names(rest)))
    return found


def entities_of(nodes: "Nodes") -> list[Entity]:
    """Return the entities of nodes that a network was read with, and what people call them."""
    others = [nodes[name] for name in _OTHER_NAMES if name in nodes.columns]
    return [
        Entity(id, SCHEMA.label_of_kind[kind], kind, name, _names(rest))
        for id, kind, name, *rest in zip(nodes["id"], nodes["kind"], nodes["name"], *others, strict=True)
    ]


def _names(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(n for value in values for n in (value if isinstance(value, list) else [value]) if n)


def find_entity(store: GraphStore, text: str, audience: Audience | None = None) -> Entity:
    """Find whom or what a name means; the title of a source is asked last, as it often quotes the others.

    Parameters
    ----------
    store : GraphStore
    text : str
    audience : Audience, optional
        Whom and what it does not see is not found, and not named among the nearest.

    Raises
    ------
    NameMatchError
        It means several, or none.
    """
    entities = read_entities(store)
    if audience is not None:
        entities = seen(entities, audience)
    try:
        return find(text, [e for e in entities if e.label != "Source"])
    except NameMatchError as error:
        if error.matches:
            raise
    return find(text, entities)


def seen(entities: Iterable[Entity], audience: Audience) -> list[Entity]:
    """Return the entities that an audience sees, without names that name somebody whom it does not see."""
    kept = []
    for entity in entities:
        if entity.label == "Person":
            kept += [] if audience.hides(entity.id) else [entity]
        elif not audience.names_hidden(entity.id):
            others = tuple(name for name in entity.names if not audience.names_hidden(name))
            kept.append(replace(entity, name=audience.text(entity.name), names=others))
    return kept


def find_among(store: GraphStore, text: str, labels: Sequence[str]) -> Entity:
    """Find the one entity of some labels that a name means.

    Raises
    ------
    OtherKindError
        It means something, but nothing of these labels.
    NameMatchError
        It means several, or none.
    """
    return _find_among(read_entities(store), text, {kind for label in labels for kind in SCHEMA.node(label).kinds})


def finder(store: GraphStore) -> Callable[[str, frozenset[str]], Entity]:
    """Return what finds the one entity of some kinds as ``find_among`` does; the store is read when first asked."""
    known: list[Entity] = []

    def found(text: str, kinds: frozenset[str]) -> Entity:
        if not known:
            known.extend(read_entities(store))
        return _find_among(known, text, kinds)

    return found


def reader_of_values(store: GraphStore) -> Callable[[str, str], Iterable[str]]:
    """Return what reads the values that a property of a label has in the store."""

    def read(label: str, name: str) -> Iterable[str]:
        return [value for (value,) in read_nodes(store, label, (name,)) if value is not None]

    return read


def _find_among(known: Sequence[Entity], text: str, kinds: Collection[str]) -> Entity:
    try:
        return find(text, [e for e in known if e.kind in kinds])
    except NameMatchError as error:
        if error.matches:
            raise
        others = _meant(text, [e for e in known if e.kind not in kinds and e.label != "Source"])
        if not others:
            raise
        found = either([a_kind(kind) for kind in dict.fromkeys(e.kind for e in others)])
        raise OtherKindError(text, others, found, either([a_kind(name) for name in _shortest(kinds)])) from error


def _meant(text: str, entities: Sequence[Entity]) -> Sequence[Entity]:
    """Return all that a name means."""
    try:
        return [find(text, entities)]
    except NameMatchError as error:
        return error.matches


def _shortest(kinds: Collection[str]) -> list[str]:
    """Name kinds by their label where all of it are among them."""
    names = []
    for node in SCHEMA.labels:
        names += [node.label] if set(node.kinds) <= set(kinds) else [kind for kind in node.kinds if kind in kinds]
    return names
