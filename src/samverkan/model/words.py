"""Counts, kinds and relations in words."""

from collections.abc import Sequence
from typing import Any

from samverkan.language import N_, _, in_every_language, language, ngettext
from samverkan.model.domain import SCHEMA
from samverkan.model.schema import Property

NAMED = 3
"""How many of many are named."""

_SWEDISH = {
    prop.name: prop.swedish[0] if prop.swedish else prop.name
    for properties in (*(n.properties for n in SCHEMA.labels), SCHEMA.relations)
    for prop in properties
}
"""Column -> its first heading in Swedish."""

TYPES = frozenset(t.type for t in SCHEMA.types)


def counted(part: str, n: int) -> str:
    """Count the nodes of a label, or relations of whatever type."""
    forms = {
        "City": ngettext("{n} city", "{n} cities", n),
        "Organisation": ngettext("{n} organisation", "{n} organisations", n),
        "Activity": ngettext("{n} activity", "{n} activities", n),
        "Person": ngettext("{n} person", "{n} people", n),
        "FocusArea": ngettext("{n} focus area", "{n} focus areas", n),
        "Source": ngettext("{n} source", "{n} sources", n),
    }
    return forms.get(part, ngettext("{n} relation", "{n} relations", n)).format(n=n)


def reading(type: str, *, backwards: bool = False) -> str:
    """Say how a relationship type is read between the names of its ends, from source to target or backwards."""
    declared = SCHEMA.relationship(type)
    if backwards and not declared.undirected:
        return declared.swedish_backwards if language() == "sv" else declared.english_backwards
    return declared.swedish if language() == "sv" else declared.english


def column_in_words(name: str) -> str:
    """Name a column as people read it, in the language in use; what is none stays as it is."""
    swedish = _SWEDISH.get(name, name) if language() == "sv" else name
    return swedish.replace("_", " ") if name in _SWEDISH else name


def headings_in_words(prop: Property) -> str:
    """Name a column of a table by the headings that it may have; in Swedish by both."""
    return f"{prop.swedish[0]} ({prop.name})" if language() == "sv" and prop.swedish else prop.name


def some(names: Sequence[str], total: int, *, between: str = ", ") -> str:
    """Name the first few of many, and count the others."""
    shown = between.join(names[:NAMED])
    rest = total - len(names[:NAMED])
    if not rest:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", rest).format(names=shown, n=rest)


def chain(names: Sequence[str]) -> str:
    """Name those on the way from one to another, each of whom knows the next; what is markup stays so.

    Examples
    --------
    >>> chain(["Borlänge"]), chain(["Borlänge", "KTH", "RISE"])
    ('Borlänge', 'Borlänge, who knows KTH, who knows RISE')
    """
    first, *rest = names
    return type(first)(_("{name}, who knows {rest}")).format(name=first, rest=chain(rest)) if rest else first


def part_in_words(part: str) -> str:
    """Word a label, or a relationship type, where the rows of a table are labels and types."""
    labels = {"Organisation": N_("organisation"), "Activity": N_("activity")}
    return reading(part) if part in TYPES else _(labels.get(part, KINDS.get(part, part)))


SECTORS = {
    "business": N_("business"),
    "municipal-company": N_("municipal company"),
    "research": N_("research"),
    "civil-society": N_("civil society"),
    "regional": N_("regional"),
    "state": N_("state"),
    "intermediary": N_("intermediary"),
    "international": N_("international"),
}


def value_in_words(column: str, value: Any) -> Any:
    """Word a value that the model knows (a kind, a relationship type, a sector); any other stays as it is."""
    if not isinstance(value, str):
        return value
    if column == "type" and value in TYPES:
        return reading(value)
    words = {"kind": KINDS, "sector": SECTORS}.get(column, {})
    return _(words[value]) if value in words else value


KINDS = {
    "City": N_("city"),
    "Company": N_("company"),
    "University": N_("university"),
    "ResearchInstitute": N_("research institute"),
    "SciencePark": N_("science park"),
    "Agency": N_("agency"),
    "Region": N_("region"),
    "CountyBoard": N_("county administrative board"),
    "Association": N_("association"),
    "Programme": N_("programme"),
    "Project": N_("project"),
    "Network": N_("network"),
    "ResearchSchool": N_("research school"),
    "Agreement": N_("agreement"),
    "Event": N_("event"),
    "Person": N_("person"),
    "Theme": N_("theme"),
    "FocusArea": N_("focus area"),
    "Source": N_("source"),
}


ALSO = {
    "bolag": "Company",
    "förening": "Association",
    "förbund": "Association",
    "universitet": "University",
    "högskola": "University",
    "kommun": "City",
}
"""What people call a kind besides the word of the tool."""


COUNTRIES = {
    word: code
    for code, words in {
        "AT": "österrike, austria", "BE": "belgien, belgium", "BG": "bulgarien, bulgaria", "CH": "schweiz, switzerland",
        "CY": "cypern, cyprus", "CZ": "tjeckien, czechia, czech republic", "DE": "tyskland, germany",
        "DK": "danmark, denmark", "EE": "estland, estonia", "ES": "spanien, spain", "FI": "finland",
        "FR": "frankrike, france", "GB": "storbritannien, united kingdom, great britain", "GR": "grekland, greece",
        "HR": "kroatien, croatia", "HU": "ungern, hungary", "IE": "irland, ireland", "IS": "island, iceland",
        "IT": "italien, italy", "LT": "litauen, lithuania", "LU": "luxemburg, luxembourg", "LV": "lettland, latvia",
        "MT": "malta", "NL": "nederländerna, holland, netherlands, the netherlands", "NO": "norge, norway",
        "PL": "polen, poland", "PT": "portugal", "RO": "rumänien, romania", "SE": "sverige, sweden",
        "SI": "slovenien, slovenia", "SK": "slovakien, slovakia", "UA": "ukraina, ukraine", "US": "usa, united states",
    }.items()
    for word in words.split(", ")
}  # fmt: skip
"""Names of the countries that the cities of Europe work with, in Swedish and English -> ISO 3166-1 alpha-2."""


def meant(column: str, text: str, choices: Sequence[str]) -> str | None:
    """Find the stored value that a text is or words, in any language and case: ``är part i`` is ``PARTNER_IN``.

    Parameters
    ----------
    column : str
    text : str
    choices : sequence of str
        Values that the column may have; none for a country.
    """
    folded = " ".join(text.casefold().split())
    if column == "kind" and ALSO.get(folded) in choices:
        return ALSO[folded]
    if column == "country":
        return COUNTRIES.get(folded)
    for choice in choices:
        if folded == choice.casefold():
            return choice
        if column == "type":
            declared = SCHEMA.relationship(choice)
            worded: tuple[str, ...] = (declared.english, declared.swedish)
        else:
            known = {"kind": KINDS, "sector": SECTORS}.get(column, {})
            worded = in_every_language(known[choice]) if choice in known else ()
        if folded in worded:
            return choice
    return None


def choice_in_words(column: str, choice: str) -> str:
    """Word a value that can be picked in a table, as ``meant`` finds it again; in English it is a word already."""
    return choice if language() == "en" else str(value_in_words(column, choice))


def kind_in_words(kind: str) -> str:
    """Word a kind of node in the language in use."""
    return _(KINDS.get(kind, kind))


ONE_OF_A_KIND = {
    "City": N_("a city"),
    "Organisation": N_("an organisation"),
    "Company": N_("a company"),
    "University": N_("a university"),
    "ResearchInstitute": N_("a research institute"),
    "SciencePark": N_("a science park"),
    "Agency": N_("an agency"),
    "Region": N_("a region"),
    "CountyBoard": N_("a county administrative board"),
    "Association": N_("an association"),
    "Activity": N_("an activity"),
    "Programme": N_("a programme"),
    "Project": N_("a project"),
    "Network": N_("a network"),
    "ResearchSchool": N_("a research school"),
    "Agreement": N_("an agreement"),
    "Event": N_("an event"),
    "Person": N_("a person"),
    "Theme": N_("a theme"),
    "FocusArea": N_("a focus area"),
    "Source": N_("a source"),
}


def a_kind(name: str) -> str:
    """Word one node of a label or a kind, with its article."""
    return _(ONE_OF_A_KIND[name])


def either(choices: Sequence[str]) -> str:
    """Join choices in words: ``a, b or c``."""
    *first, last = choices
    return _("{first} or {last}").format(first=", ".join(first), last=last) if first else last


GAPS = {
    "unpaired": N_("no twin city"),
    "missing-tie": N_("missing tie"),
    "uncovered-theme": N_("uncovered theme"),
    "missing-sector": N_("missing sector"),
    "silent-county": N_("silent county"),
    "single-bridge": N_("single bridge"),
    "unlinked-groups": N_("unlinked groups"),
    "dormant": N_("dormant"),
    "isolated": N_("isolated"),
}
"""Types of gaps in words; those of an office's rules stand as they are."""


def gap_in_words(type: str) -> str:
    """Word a type of gap in the language in use."""
    return _(GAPS[type]) if type in GAPS else type
