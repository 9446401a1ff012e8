"""What a report is made of: the network as its audience sees it, with everything that stands beside the numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.whatif import until
from samverkan.errors import StoreUnavailableError
from samverkan.language import _, language
from samverkan.model.audience import Audience, Withheld
from samverkan.model.dataset import Columns, Dataset
from samverkan.network.projection import network_of
from samverkan.store.base import GraphStore, Load, stored_dataset


class Row(NamedTuple):
    """A relation with everything that the data say of it."""

    source: str
    type: str
    target: str
    start: str | None
    end: str | None
    role: str | None
    amount: int | None
    sources: tuple[str, ...]
    evidence: str | None


class Origin(NamedTuple):
    """A source: what a fact is from."""

    id: str
    title: str
    publisher: str | None
    url: str | None
    published: str | None
    licence: str | None


@dataclass(frozen=True)
class Material:
    """What a report is made of.

    Parameters
    ----------
    dataset : Dataset
        As the audience sees it: without those whom it may not see, and without texts that name them.
    context : Context
        The network of the same data.
    load : Load
        What was loaded, and from what.
    audience : Audience
    withheld : Withheld
        How much the audience does not see.
    as_stored : bool
        Whether the network is the one that the store holds: no part of it is later than the report is of, and no id had
        to give way because it names somebody.
    """

    dataset: Dataset
    context: Context
    load: Load
    audience: Audience
    withheld: Withheld
    as_stored: bool = True

    @classmethod
    def read(cls, store: GraphStore, schema: Any, audience: str, *, as_of: str | None = None) -> Self:
        """Read a store whole, once, as an audience sees it."""
        load = store.status()
        if load is None:
            raise StoreUnavailableError(_("The store was emptied meanwhile."))
        return cls.of(stored_dataset(store, schema, load.digest), load, audience, as_of=as_of)

    @classmethod
    def of(cls, whole: Dataset, load: Load, audience: str, *, as_of: str | None = None) -> Self:
        """Take from a dataset what an audience may see."""
        seen_by = Audience.of_dataset(audience, whole)
        dataset, withheld = seen_by.dataset(whole)
        same = as_of is None and dataset.labels.keys() <= whole.labels.keys()
        if as_of is not None:
            dataset = until(dataset, as_of)
        return cls(dataset, Context.of(network_of(dataset), as_of=as_of), load, seen_by, withheld, same)

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """Every node but the sources by its id, with its label."""
        found = {}
        for label, columns in self.dataset.nodes.items():
            if label != "Source":
                for values in zip(*columns.values(), strict=True):
                    node = dict(zip(columns, values, strict=True))
                    found[node["id"]] = {**node, "label": label}
        return found

    def name(self, id: str) -> str:
        """Name a node; a theme or focus area in the language in use."""
        node = self.nodes[id]
        english = node["name_en"] if language() == "en" and node["label"] == "FocusArea" else None
        return str(english or node["name"])

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All relations, in the order of type, source, target and start."""
        names = ("from", "to", "start", "end", "role", "amount", "sources", "evidence")
        found = [
            Row(source, type, target, start, end, role, amount, tuple(sources or ()), evidence)
            for type, columns in self.dataset.relationships.items()
            for source, target, start, end, role, amount, sources, evidence in zip(
                *(columns[name] for name in names), strict=True
            )
        ]
        return tuple(sorted(found, key=lambda r: (r.type, r.source, r.target, r.start or "")))

    @cached_property
    def of_node(self) -> Mapping[str, list[Row]]:
        """The relations of each node, at either end."""
        found = defaultdict(list)
        for row in self.rows:
            found[row.source].append(row)
            if row.target != row.source:
                found[row.target].append(row)
        return found

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Every source by its id, in the order of publisher and title."""
        sources: Columns = self.dataset.nodes["Source"]
        names = ("id", "name", "publisher", "url", "published", "licence")
        found = [Origin(*values) for values in zip(*(sources[name] for name in names), strict=True)]
        return {o.id: o for o in sorted(found, key=lambda o: o.id)}

    @cached_property
    def members(self) -> list[int]:
        """Places of the member cities of the programme; of all Swedish cities with data where there is none."""
        network, context = self.context.network, self.context
        if context.members:
            return sorted(network.actors.index[id] for id in context.members)
        return [
            place
            for place, kind in enumerate(network.actors["kind"])
            if kind == "City" and context.data[place] != "none"
        ]

    def cited(self, ids: Iterable[str]) -> list[Origin]:
        """Return sources by their ids, each once; one that is not in the data is left out."""
        return [self.origins[id] for id in dict.fromkeys(ids) if id in self.origins]
