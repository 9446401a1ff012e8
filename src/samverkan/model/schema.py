"""How labels, relationship types and properties are declared; contradictions are rejected."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from samverkan.errors import SchemaError

type_pattern = re.compile(r"[A-Z][A-Z_]*[A-Z]")
label_pattern = re.compile(r"[A-Z][A-Za-z]*")
property_pattern = re.compile(r"[a-z][a-z0-9_]*")


class Kind(Enum):
    """What a property's values are."""

    TEXT = "text"
    LIST = "list of texts"
    INTEGER = "whole number"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Property:
    """One column of a table, and the property that it becomes.

    Parameters
    ----------
    name : str
        ``snake_case``: the heading, the property and the column of every report.
    kind : Kind
    swedish : tuple of str
        Headings in Swedish that mean the same.
    required : bool
        Whether every row has a value, so that the column may not be left out.
    low, high : float or None
        Bounds of a number, both included.
    pattern : str or None
        Regular expression that the whole text matches.
    example : str
        What a right value looks like: shown where one is expected.
    choices : tuple of str
        The only texts allowed; empty if any is.
    references : str or None
        Label of the nodes whose ids the values are.
    width : int or None
        Digits that a spreadsheet may have taken from the front.
    no_party : bool
        Whether the mark of a political party is taken out of a text: it is a sensitive fact on a person.
    about : str
        What it is, with its unit.
    """

    name: str
    kind: Kind = Kind.TEXT
    swedish: tuple[str, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    example: str = ""
    choices: tuple[str, ...] = ()
    references: str | None = None
    width: int | None = None
    no_party: bool = False
    about: str = ""

    def __post_init__(self) -> None:
        if not property_pattern.fullmatch(self.name):
            raise SchemaError(f"{self.name!r} is no snake_case name")
        if (self.low is not None or self.high is not None) and self.kind not in (Kind.INTEGER, Kind.NUMBER):
            raise SchemaError(f"{self.name}: only a number has bounds")


@dataclass(frozen=True)
class NodeLabel:
    """A table of nodes and the base label that its rows carry.

    Parameters
    ----------
    label : str
        ``UpperCamelCase``, singular.
    table : str
        Name of the file (without ``.csv``) and of the sheet.
    swedish : str
        Name of the sheet in Swedish.
    kinds : tuple of str
        The values that ``kind`` may have; each is a second label in Neo4j.
    properties : tuple of Property
        In the order of the columns, ``id`` first.
    optional : bool
        Whether the table may be missing.
    """

    label: str
    table: str
    swedish: str
    kinds: tuple[str, ...]
    properties: tuple[Property, ...]
    optional: bool = False
    about: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the properties, in order."""
        return tuple(p.name for p in self.properties)


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type and the kinds of nodes that it joins.

    Parameters
    ----------
    type : str
        ``UPPER_SNAKE_CASE``, a verb read from source to target.
    sources, targets : tuple of str
        Kinds, or base labels, which stand for all their kinds. A name that is both is the kind.
    english, swedish : str
        How the type is read between the names of its ends.
    english_backwards, swedish_backwards : str
        How it is read from the target to the source; for an undirected type the same.
    undirected : bool
        Whether it says the same in both directions.
    """

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    english: str
    swedish: str
    english_backwards: str = ""
    swedish_backwards: str = ""
    undirected: bool = False

    def __post_init__(self) -> None:
        if self.undirected:
            object.__setattr__(self, "english_backwards", self.english)
            object.__setattr__(self, "swedish_backwards", self.swedish)


@dataclass(frozen=True)
class Schema:
    """The whole model: labels, relationship types, and the columns that all relationships share.

    Parameters
    ----------
    labels : tuple of NodeLabel
    relations : tuple of Property
        The columns of the table of relations, ``from``, ``type``, ``to`` first.
    types : tuple of RelationshipType

    Raises
    ------
    SchemaError
        Two declarations contradict each other.
    """

    labels: tuple[NodeLabel, ...]
    relations: tuple[Property, ...]
    types: tuple[RelationshipType, ...]
    table: str = "relations"
    swedish: str = "Relationer"
    label_of_kind: dict[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "label_of_kind", {k: n.label for n in self.labels for k in n.kinds})
        for problem in self._contradictions():
            raise SchemaError(problem)

    def _contradictions(self) -> Iterator[str]:
        named = [n.label for n in self.labels] + [n.table for n in self.labels] + [t.type for t in self.types]
        named += [k for n in self.labels for k in n.kinds if k != n.label]
        yield from (f"{name} is declared twice" for name, n in Counter(named).items() if n > 1)
        for node in self.labels:
            if not label_pattern.fullmatch(node.label):
                yield f"{node.label!r} is no UpperCamelCase label"
            if node.names[:2] != ("id", "kind") or "name" not in node.names:
                yield f"{node.label}: the columns begin with id and kind, and name is among them"
            yield from self._twice(node.label, node.properties)
        yield from self._twice("relations", self.relations)
        if tuple(p.name for p in self.relations[:3]) != ("from", "type", "to"):
            yield "relations: the columns begin with from, type and to"
        known = {n.label for n in self.labels}
        for prop in (p for t in (*(n.properties for n in self.labels), self.relations) for p in t):
            if prop.references and prop.references not in known:
                yield f"{prop.name} references {prop.references}, which is no label"
        for relation in self.types:
            if not type_pattern.fullmatch(relation.type):
                yield f"{relation.type!r} is no UPPER_SNAKE_CASE type"
            for end in (*relation.sources, *relation.targets):
                if end not in known and end not in self.label_of_kind:
                    yield f"{relation.type}: {end} is neither a label nor a kind"

    @staticmethod
    def _twice(where: str, properties: tuple[Property, ...]) -> Iterator[str]:
        headings = Counter(h.casefold() for p in properties for h in {p.name, *p.swedish})
        yield from (f"{where}: the heading {name} means two columns" for name, n in headings.items() if n > 1)

    def node(self, label: str) -> NodeLabel:
        """Return the declaration of a base label; ``KeyError`` if there is none."""
        return self._nodes[label]

    def relationship(self, type: str) -> RelationshipType:
        """Return the declaration of a relationship type; ``KeyError`` if there is none."""
        return self._types[type]

    @cached_property
    def _nodes(self) -> dict[str, NodeLabel]:
        return {n.label: n for n in self.labels}

    @cached_property
    def _types(self) -> dict[str, RelationshipType]:
        return {t.type: t for t in self.types}

    def kinds(self, ends: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds that a list of kinds and labels stands for; a name that is both is the kind."""
        return frozenset(k for end in ends for k in ((end,) if end in self.label_of_kind else self._nodes[end].kinds))

    def end_labels(self, ends: tuple[str, ...]) -> tuple[str, ...]:
        """Return the base labels of a list of labels and kinds, in the order of the declaration."""
        found = {self.label_of_kind[k] for k in self.kinds(ends)}
        return tuple(n.label for n in self.labels if n.label in found)

    @cached_property
    def stored(self) -> tuple[Property, ...]:
        """Properties that every relationship carries in a store: the columns but for its ends and its type."""
        return self.relations[3:]
