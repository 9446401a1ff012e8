"""A name as a file writes it -> the node that it means, a new one, or a question."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, fold_accents, fold_case
from samverkan.sources.foreign.claims import Mention

_LIKE = 85
"""How alike two names are, of 100, for one to be a candidate for the other."""

_CANDIDATES = 5
_COMMON = frozenset(
    [
        "ab",
        "aktiebolag",
        "publ",
        "hb",
        "kb",
        "ek",
        "ekonomisk",
        "forening",
        "ideell",
        "stiftelse",
        "stiftelsen",
        "kommun",
        "stad",
        "i",
        "vid",
        "the",
        "of",
        "in",
        "at",
    ]
)
"""Words that do not tell one name from another."""

_WORDS = re.compile(r"\w+")
_COMMAS = re.compile(r"[,;]")
_ANDS = re.compile(r"\s(?:och|and|samt)\s|[&/+]", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """A mention means a node.

    Parameters
    ----------
    id : str
    exactly : bool
        Whether the name is spelt so; else only accents or a "kommun" differ.
    """

    id: str
    exactly: bool = True


@dataclass(frozen=True)
class New:
    """A mention means a node that there is not yet."""

    kind: str


@dataclass(frozen=True)
class Question:
    """What a mention means has to be decided.

    Parameters
    ----------
    candidates : tuple of Entity
        Whom it may mean, the likest first.
    kinds : tuple of str
        What it may be if it is new.
    parts : tuple of str
        The names that it may be, if it is several.
    """

    candidates: tuple[Entity, ...]
    kinds: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Several:
    """A mention is several names in one cell."""

    mentions: tuple[Mention, ...]


Answer = Known | New | Question | Several


@dataclass
class Matcher:
    """The names that there are, and those that come in.

    Parameters
    ----------
    entities : sequence of Entity
        Those that there are.
    complete : set of str
        Kinds of which hardly any can be missing: a name of one that is not there is asked about.
    """

    entities: Sequence[Entity]
    complete: frozenset[str] = frozenset()
    _by_name: list[dict[str, list[Entity]]] = field(default_factory=list)
    _ids: dict[str, Entity] = field(default_factory=dict)
    _cores: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    _answers: dict[Mention, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = [defaultdict(list) for _ in range(4)]
        for entity in self.entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Take in an entity, so that later names may mean it."""
        self._ids[entity.id] = entity
        exact, other, plain, plain_other = self._by_name
        exact[fold_case(entity.name)].append(entity)
        plain[fold_accents(entity.name)].append(entity)
        for name in entity.names:
            other[fold_case(name)].append(entity)
            plain_other[fold_accents(name)].append(entity)
        for name in {entity.name, *entity.names}:
            self._cores[core(name)].append(entity)

    def entity(self, id: str) -> Entity | None:
        """Return the entity of an id, if there is one."""
        return self._ids.get(id)

    def named(self, name: str, kind: str) -> Entity | None:
        """Return the entity of a kind whose name is spelt so, if there is one."""
        return next((e for e in self._by_name[0].get(fold_case(name), ()) if e.kind == kind), None)

    def is_name(self, text: str) -> bool:
        """Tell whether something is called so already."""
        return fold_case(text) in self._by_name[0]

    def answer(self, mention: Mention) -> Answer:
        """Tell what a mention means; the same mention gets the same answer."""
        if mention not in self._answers:
            self._answers[mention] = self._answer(mention)
        return self._answers[mention]

    def decide(self, mention: Mention, answer: Answer) -> None:
        """Take an answer that somebody gave."""
        self._answers[mention] = answer

    def _answer(self, mention: Mention) -> Answer:
        if mention.id:
            if mention.id in self._ids:
                return Known(mention.id)
            return New(mention.kinds[0]) if len(mention.kinds) == 1 else Question((), mention.kinds)
        if mention.text in self._ids:
            return Known(mention.text)
        kinds = set(mention.kinds)
        labels = {SCHEMA.label_of_kind[kind] for kind in kinds}
        wanted = fold_case(mention.text)
        others: list[Entity] = []
        for written in dict.fromkeys((wanted, wanted.removesuffix(" kommun"), wanted.removesuffix(" stad"))):
            for stage, names in enumerate(self._by_name):
                found = _asked(_once(names.get(written if stage < 2 else fold_accents(written), ())), kinds)
                fitting = [entity for entity in found if entity.kind in kinds]
                if len(fitting) == 1:
                    return Known(fitting[0].id, exactly=stage < 2 and written == wanted)
                if fitting:
                    return Question(tuple(fitting), mention.kinds)
                alike = [entity for entity in found if entity.label in labels]
                if stage < 2 and len(alike) == 1 and written == wanted:  # a research school under “project”
                    return Known(alike[0].id, exactly=False)
                others += found
        bracketed = [self.answer(part) for part in _bracketed(mention)]
        meant = {answer.id for answer in bracketed if isinstance(answer, Known)}
        if len(meant) == 1 and all(isinstance(answer, Known) for answer in bracketed):
            return Known(meant.pop(), exactly=False)
        others += [self._ids[id] for id in meant]
        others += [entity for answer in bracketed if isinstance(answer, Question) for entity in answer.candidates]
        near = _asked(_once([*others, *self._near(mention)]), kinds)[:_CANDIDATES]
        parts = several(mention)
        answers = [self.answer(part) for part in parts]
        if parts and all(isinstance(answer, Known | Several) for answer in answers):
            pairs = zip(parts, answers, strict=True)
            return Several(tuple(p for part, a in pairs for p in (a.mentions if isinstance(a, Several) else (part,))))
        if parts and (_COMMAS.search(mention.text) or any(isinstance(answer, Known) for answer in answers)):
            return Question(tuple(near), mention.kinds, tuple(part.text for part in parts))
        post = kinds == {"Person"} and len(mention.text.split()) < 2  # “Generaldirektören”: a name has two words
        if near or post or len(mention.kinds) != 1 or not mention.may_be_new or self.complete & set(mention.kinds):
            return Question(tuple(near), mention.kinds)
        return New(mention.kinds[0])

    def _near(self, mention: Mention) -> list[Entity]:
        """Return those whose names are alike but for words that all have, or for a letter or two."""
        from rapidfuzz import fuzz, process  # only wanted when a name is not found

        labels = {SCHEMA.label_of_kind[kind] for kind in mention.kinds}
        own = core(mention.text)
        found = list(self._cores.get(own, ()))
        names = [name for name, entities in self._cores.items() if any(e.label in labels for e in entities)]
        alike = process.extract(own, names, scorer=fuzz.token_sort_ratio, limit=_CANDIDATES, score_cutoff=_LIKE)
        for name, _score, _place in alike:
            found += [entity for entity in self._cores[name] if entity.label in labels]
        words = set(own.split())
        if len(words) > 1:
            for name in names:
                shared = words & set(name.split())
                if len(shared) > 1 and (shared == words or len(shared) == len(name.split())):
                    found += [entity for entity in self._cores[name] if entity.label in labels]
        return found


def several(mention: Mention) -> tuple[Mention, ...]:
    """Return the names in a mention that commas part, else those that an “and” or a stroke does; none if it is one.

    Examples
    --------
    >>> [part.text for part in several(Mention("KTH, Gävle och Ale", ("City",)))]
    ['KTH', 'Gävle och Ale']
    >>> [part.text for part in several(Mention("Gävle/Ale", ("City",)))], several(Mention("KTH", ("City",)))
    (['Gävle', 'Ale'], ())
    """
    for separator in (_COMMAS, _ANDS):
        parts = [part.strip() for part in separator.split(mention.text) if part.strip()]
        if len(parts) > 1:
            return tuple(replace(mention, text=part) for part in parts)
    return ()


_BRACKETS = re.compile(r"\s*([^()]*[^()\s])\s*\(([^()]+)\)\s*")


def _bracketed(mention: Mention) -> tuple[Mention, ...]:
    """Return a name without what stands in brackets after it, and that, which may be its short form; or nothing."""
    found = _BRACKETS.fullmatch(mention.text)
    return tuple(replace(mention, text=part.strip()) for part in found.groups()) if found else ()


def core(name: str) -> str:
    """Return the words of a name that tell it from others, without accents.

    Examples
    --------
    >>> core("Gävle Energi AB"), core("AB (publ)")
    ('gavle energi', 'ab publ')
    """
    words = _WORDS.findall(fold_accents(name))
    return " ".join([word for word in words if word not in _COMMON] or words)


def _asked(entities: Iterable[Entity], kinds: Collection[str]) -> list[Entity]:
    """Leave sources out, whose titles often quote names, unless a source is asked for."""
    return [entity for entity in entities if entity.label != "Source" or "Source" in kinds]


def _once(entities: Iterable[Entity]) -> list[Entity]:
    return list({entity.id: entity for entity in entities}.values())


def slug(name: str) -> str:
    """Return a name as the second part of an id.

    Examples
    --------
    >>> slug("Högskolan i Gävle & Co.")
    'hogskolan-i-gavle-co'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold_accents(name).encode("ascii", "ignore").decode()).strip("-") or "x"
