"""A name as people write it -> one entity, or the nearest."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samverkan.errors import NameMatchError
from samverkan.language import swedish_key

_SUFFIXES = (" kommun", " stad")
_COUNTY = " län"


@dataclass(frozen=True)
class Entity:
    """A node and what people call it.

    Parameters
    ----------
    id, label, kind, name : str
    names : tuple of str
        Every other name: aliases, the short name, the English one.
    """

    id: str
    label: str
    kind: str
    name: str
    names: tuple[str, ...] = ()


def fold_case(text: str) -> str:
    """Return a name without the differences that nobody means: case, width, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fold_accents(text: str) -> str:
    """Return a name without its accents: ``gavle`` for Gävle.

    Examples
    --------
    >>> fold_accents("Gävle")
    'gavle'
    """
    decomposed = unicodedata.normalize("NFKD", fold_case(text).replace("ø", "o").replace("æ", "ae"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def find(text: str, entities: Sequence[Entity]) -> Entity:
    """Find the one entity that a name means.

    An id is taken first, then a name that is spelt so but for upper and lower case, then another name that is, then
    either without its accents (Håbo is not Habo as long as both are there), each of them at last without "kommun".

    Parameters
    ----------
    text : str
        The name as somebody wrote it.
    entities : sequence of Entity
        Whom it may mean.

    Raises
    ------
    NameMatchError
        It means several, or none; then the nearest names are named.

    Examples
    --------
    >>> towns = [Entity("city:1", "City", "City", "Håbo"), Entity("city:2", "City", "City", "Habo")]
    >>> find("habo", towns).id, find("HÅBO kommun", towns).id
    ('city:2', 'city:1')
    """
    wanted = fold_case(text)
    shorter = [wanted.removesuffix(s) for s in _SUFFIXES if wanted.endswith(s) and wanted != s]
    for written in [wanted, *shorter]:
        for matches in _stages(written, entities):
            if len(matches) == 1:
                return matches[0]
            if matches:
                raise NameMatchError(text, sorted(matches, key=lambda e: (*swedish_key(e.name), e.id)))
    raise NameMatchError(text, [], nearest(text, entities))


def find_value(text: str, values: Iterable[str]) -> str:
    """Find the one value of a property that a text means, as ``find`` does; a county without its "län" and genitive.

    Raises
    ------
    NameMatchError
        It means several, or none.

    Examples
    --------
    >>> counties = ["Dalarnas län", "Kalmar län", "Skåne län"]
    >>> [find_value(text, counties) for text in ("dalarna", "Kalmar", "skane län")]
    ['Dalarnas län', 'Kalmar län', 'Skåne län']
    """
    return find(text, [Entity(value, "", "", value, tuple(_other_forms(value))) for value in sorted(set(values))]).id


def _other_forms(value: str) -> Iterable[str]:
    short = value.removesuffix(_COUNTY)
    if short != value:
        yield from (short, short.removesuffix("s"), short.removesuffix("s") + _COUNTY)


def _stages(wanted: str, entities: Sequence[Entity]) -> Iterable[list[Entity]]:
    yield [e for e in entities if e.id == wanted]
    yield [e for e in entities if fold_case(e.name) == wanted]
    yield [e for e in entities if any(fold_case(n) == wanted for n in e.names)]
    plain = fold_accents(wanted)
    yield [e for e in entities if fold_accents(e.name) == plain]
    yield [e for e in entities if any(fold_accents(n) == plain for n in e.names)]


def nearest(text: str, entities: Sequence[Entity], limit: int = 5) -> list[Entity]:
    """Return the entities whose names are spelt most like a text, the likest first.

    Parameters
    ----------
    text : str
    entities : sequence of Entity
    limit : int
        How many at most.
    """
    from rapidfuzz import fuzz, process  # only wanted when a name is not found

    spelt = defaultdict(list)
    for entity in entities:
        for name in {fold_accents(entity.name), *map(fold_accents, entity.names)}:
            spelt[name].append(entity)
    found: dict[str, Entity] = {}
    names = sorted(spelt)
    for name, _score, _place in process.extract(
        fold_accents(text), names, scorer=fuzz.WRatio, limit=4 * limit, score_cutoff=70
    ):
        for entity in sorted(spelt[name], key=lambda e: e.id):
            found.setdefault(entity.id, entity)
    return list(found.values())[:limit]
