"""Who may see which people, and data without those whom they may not see.

Every command and every page asks here, so that one rule holds for all of them.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

from samverkan.language import N_, _
from samverkan.model.dataset import Columns, Dataset, Value
from samverkan.model.mentions import Mentions
from samverkan.model.schema import Kind, Property

AUDIENCES = ("public", "partner", "internal")

IN_WORDS = {"public": N_("public"), "partner": N_("partner"), "internal": N_("internal")}
"""Audiences in words."""

NOT_SHOWN = N_("[not shown: it names a person]")
"""What stands instead of a text that names somebody who may not be seen."""

NAMES = ("name", "name_en", "aliases", "short_name")
"""Columns with what people call somebody or something."""

Rows = Callable[[str, tuple[str, ...]], Iterable[tuple[Any, ...]]]

PUBLIC_BODIES = frozenset({"City", "Region", "CountyBoard", "Agency"})

_ELECTED = (
    r"ordförande\w*|\w*ordförande|\w*(?:borgar|kommunal|kommun|landstings|oppositions|region|stats)råd|\w*ledamot|"
    r"\w*borgmästare|förtroendevald|\w*politiker|\w*minister|\w*kommissionär|landshövding|"
    r"mayor\w*|\w*councill?or|alder(?:man|woman|person)|chair(?:man|woman|person)?|commissioner|elected"
)
_LEADING = (
    r"(?!hand)\w*ledare|\w*chef|\w*direktör|\w*rektor|dekan\w*|prefekt|\w*föreståndare|vd|vice vd|generalsekreterare|"
    r"statssekreterare|\w*ansvarig|\w*president|ceo|chief|head|director\w*|leader|lead|manager|rector|dean|"
    r"vice-chancellor|secretary[ -]general"
)
_CONTACT = r"\w*kontakt\w*|\w*samordnare|\w*koordinator|contact|co-?ordinator|\w*talesperson|spokes(?:person|man|woman)"
_OFFICE = re.compile(rf"(?<!\w)(?:{_ELECTED}|{_LEADING}|{_CONTACT})(?!\w)")
_NO_MORE = re.compile(
    r"(?<!\w)(?:f\.? ?d\.?|före detta|förra|förutvarande|tidigare|avgången|pensionerad|former|formerly|ex|retired|past|"
    r"emeritus|emerita)(?!\w)"
)
_SERVES = re.compile(
    r"(?<!\w)(?:sekreterare|assistent|rådgivare|handläggare) (?:till|åt|hos|för)(?!\w)|"
    r"(?<!\w)(?:secretary|assistant|aide|advis[eo]r) (?:to|of)(?!\w)"
)
_PARTS = re.compile(r"[,;/()]| och | samt | and | & ")


def holds_office(title: str | None) -> bool:
    """Tell whether a title says that somebody is elected, leads, or is whom to contact.

    What somebody was, and whom somebody assists, does not count.

    Examples
    --------
    >>> [holds_office(t) for t in ("kommunstyrelsens ordförande", "miljöstrateg", "f.d. klimatchef", "Project manager")]
    [True, False, False, True]
    """
    if not title:
        return False
    return any(
        _OFFICE.search(part) and not _NO_MORE.search(part) and not _SERVES.search(part)
        for part in _PARTS.split(" ".join(title.casefold().split()))
    )


class Post(NamedTuple):
    """A post of a person, and what is known of where it is."""

    kind: str
    role: str | None = None
    end: str | None = None
    organisation_number: str | None = None
    sector: str | None = None

    def is_public(self) -> bool:
        """Tell whether it is at a public body; of a university only if its number or sector says so.

        The first digit of a Swedish organisation number is 2 for the state, regions and municipalities.
        """
        if self.kind == "University":
            return self.sector == "state" or (self.organisation_number or "").startswith("2")
        return self.kind in PUBLIC_BODIES


@dataclass(frozen=True)
class Person:
    """A person as far as it matters to who may see her or him.

    Parameters
    ----------
    id : str
    names : tuple of str
        Every name: aliases too.
    title : str or None
    posts : tuple of Post
    """

    id: str
    names: tuple[str, ...]
    title: str | None = None
    posts: tuple[Post, ...] = ()

    def in_public_office(self, as_of: str | None) -> bool:
        """Tell whether a post at a public body that had not ended by a date is of an elected, a leader or a contact."""
        return any(
            post.is_public()
            and not (post.end and as_of and post.end[: len(as_of)] <= as_of[: len(post.end)])
            and (holds_office(self.title) or holds_office(post.role))
            for post in self.posts
        )


@dataclass(frozen=True)
class Withheld:
    """How much of a dataset an audience does not see: people, relations to them, and texts that name them."""

    people: int = 0
    relations: int = 0
    texts: int = 0

    def __bool__(self) -> bool:
        return bool(self.people or self.relations or self.texts)


@dataclass(frozen=True)
class Audience:
    """For whom something is written, and so which people are in it.

    Parameters
    ----------
    name : str
        ``public`` sees nobody; ``partner`` those with a post at a city, region, county board, agency or public
        university whose title says elected, leading or contact; ``internal`` all.
    hidden : frozenset of str
        Ids of those whom it does not see.
    mentions : Mentions
        All that a text may call them.
    """

    name: str
    hidden: frozenset[str] = frozenset()
    mentions: Mentions = field(default_factory=lambda: Mentions({}), compare=False)
    _told: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls, name: str, people: Collection[Person] = (), places: Iterable[str] = (), as_of: str | None = None
    ) -> Self:
        """Work out whom an audience does not see.

        Parameters
        ----------
        name : str
            One of ``AUDIENCES``.
        people : collection of Person
            Everybody in the data.
        places : iterable of str
            Names of cities and organisations: a person's name of one word that is one of these is left to them.
        as_of : str or None
            The date of the data: a post that had ended by then counts no more.
        """
        if name not in AUDIENCES:
            raise ValueError(f"{name!r} is none of {', '.join(AUDIENCES)}")
        if name == "internal":
            return cls(name)
        hidden = [p for p in people if name == "public" or not p.in_public_office(as_of)]
        return cls(name, frozenset(p.id for p in hidden), Mentions({p.id: p.names for p in hidden}, places))

    @classmethod
    def of_rows(cls, name: str, rows: Rows, as_of: str | None) -> Self:
        """Work out whom an audience does not see from the rows of whatever holds a network.

        Parameters
        ----------
        name : str
        rows : callable
            Called with a label or a relationship type and the names of some columns; returns a tuple a row, ``None``
            for a column that there is not.
        as_of : str or None
            The date of the data.
        """
        if name == "internal":
            return cls.of(name)
        bodies: dict[str, tuple[str, str | None, str | None]] = {}
        places: list[str] = []
        for label in ("City", "Organisation"):
            for id, kind, number, sector, *names in rows(
                label, ("id", "kind", "organisation_number", "sector", *NAMES)
            ):
                bodies[id] = (kind, number, sector)
                places += all_names(*names)
        posts: dict[str, list[Post]] = {}
        for id, body, role, end in rows("WORKS_FOR", ("from", "to", "role", "end")):
            if body in bodies:
                kind, number, sector = bodies[body]
                posts.setdefault(id, []).append(Post(kind, role, end, number, sector))
        people = [
            Person(id, all_names(*names), title, tuple(posts.get(id, ())))
            for id, title, *names in rows("Person", ("id", "title", *NAMES))
        ]
        return cls.of(name, people, places, as_of)

    @classmethod
    def of_dataset(cls, name: str, dataset: Dataset) -> Self:
        """Work out whom an audience of a dataset does not see."""
        parts = {**dataset.nodes, **dataset.relationships}
        return cls.of_rows(name, lambda part, names: _rows(parts[part], names), dataset.data_date)

    def hides(self, id: str) -> bool:
        """Tell whether somebody may not be seen: rows of theirs are left out."""
        return id in self.hidden

    def names_hidden(self, text: str) -> bool:
        """Tell whether a text names somebody who may not be seen."""
        if not self.hidden:
            return False
        known = self._told.get(text)
        if known is None:
            known = self._told[text] = self.mentions.within(text)
        return known

    def text(self, text: str) -> str:
        """Return a text, or what stands instead of one that names somebody who may not be seen."""
        return _(NOT_SHOWN) if self.names_hidden(text) else text

    def value(self, value: Any) -> Any:
        """Return a record, a list or whatever is in them with the same done to every text in it.

        Examples
        --------
        >>> audience = Audience.of("public", [Person("person:eva", ("Eva Ek",))])
        >>> audience.value([{"role": "värd", "evidence": "Eva Ek sade ja", "start": None}])
        [{'role': 'värd', 'evidence': '[not shown: it names a person]', 'start': None}]
        """
        if not self.hidden:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return tuple(map(self.value, value)) if type(value) is tuple else value

    def dataset(self, dataset: Dataset) -> tuple[Dataset, Withheld]:
        """Return a dataset as the audience sees it, and how much it does not see.

        The rows of the people are left out, and every relation to them. A text that names one of them is replaced; an
        item of a list that does is left out. An id that does gives way to one that says nothing, wherever it stands.
        """
        if not self.hidden:
            return dataset, Withheld()
        return _Veil(self, dataset).dataset()


class _Veil:
    """A dataset on its way to an audience."""

    def __init__(self, audience: Audience, dataset: Dataset) -> None:
        self._audience = audience
        self._whole = dataset
        self._texts = 0
        self._ids = self._new_ids()

    def _new_ids(self) -> dict[str, str]:
        """Give every id that names somebody one with a number, within its kind, that there is not yet."""
        taken = self._whole.labels
        new: dict[str, str] = {}
        for id, label in taken.items():
            if label != "Person" and self._audience.names_hidden(id):
                kind, sign, _slug = id.rpartition(":")
                number = len(new) + 1
                while (other := f"{kind}{sign}withheld-{number}") in taken or other in new.values():
                    number += 1
                new[id] = other
        return new

    def dataset(self) -> tuple[Dataset, Withheld]:
        whole, schema = self._whole, self._whole.schema
        nodes, relationships, people, relations = {}, {}, 0, 0
        for node in schema.labels:
            columns = whole.nodes[node.label]
            places = range(len(columns["id"]))
            if node.label == "Person":
                places_seen = [place for place in places if columns["id"][place] not in self._audience.hidden]
                people = len(places) - len(places_seen)
                own = ("id", "name", "name_en", "aliases")  # of whom may be seen: a namesake may not
                nodes[node.label] = {
                    p.name: self._column([columns[p.name][i] for i in places_seen], p, whole=p.name in own)
                    for p in node.properties
                }
            else:
                nodes[node.label] = {p.name: self._column(columns[p.name], p) for p in node.properties}
        for type, columns in whole.relationships.items():
            ends = zip(columns["from"], columns["to"], strict=True)
            seen = [place for place, pair in enumerate(ends) if self._audience.hidden.isdisjoint(pair)]
            relations += len(columns["from"]) - len(seen)
            relationships[type] = {
                p.name: self._column([columns[p.name][i] for i in seen], p)
                for p in schema.relations
                if p.name in columns
            }
        return replace(whole, nodes=nodes, relationships=relationships), Withheld(people, relations, self._texts)

    def _column(self, values: list[Value], prop: Property, *, whole: bool = False) -> list[Value]:
        if whole or prop.choices or prop.kind not in (Kind.TEXT, Kind.LIST):
            return values
        if prop.name in ("id", "from", "to"):
            return [self._ids.get(value, value) for value in values]  # type: ignore[arg-type]
        if prop.references:
            return [[self._ids.get(id, id) for id in value] if isinstance(value, list) else value for value in values]
        return [self._value(value) for value in values]

    def _value(self, value: Value) -> Value:
        if isinstance(value, list):
            seen = [item for item in value if not self._audience.names_hidden(item)]
            self._texts += len(value) - len(seen)
            return seen or None
        if isinstance(value, str) and self._audience.names_hidden(value):
            self._texts += 1
            return _(NOT_SHOWN)
        return value


def all_names(*values: str | list[str] | None) -> tuple[str, ...]:
    """Put the names that stand in some cells into one tuple."""
    return tuple(name for value in values for name in (value if isinstance(value, list) else [value]) if name)


def _rows(columns: Columns, names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    """Go through the values of some columns; those of a column that there is not are ``None``."""
    nothing = [None] * len(next(iter(columns.values()), ()))
    return zip(*(columns.get(name, nothing) for name in names), strict=True)
