"""What people call columns, kinds and relations, in Swedish and English, and what of the model that means."""

from collections.abc import Iterable
from dataclasses import dataclass

from samverkan.model.domain import ACTORS, SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property

ACTIVITY_KINDS = SCHEMA.node("Activity").kinds
ORGANISATION_KINDS = SCHEMA.node("Organisation").kinds
AREA_KINDS = SCHEMA.node("FocusArea").kinds


@dataclass(frozen=True)
class Names:
    """A column that names nodes.

    Parameters
    ----------
    kinds : tuple of str
        What they may be; a label stands for all its kinds.
    type : str or None
        Relationship type that such a column has with the activity of the row, if the heading tells it.
    may_be_new : bool
        Whether a name that nothing is like is a new node; else it is asked about.
    """

    kinds: tuple[str, ...]
    type: str | None = None
    may_be_new: bool = True


_NAMES: dict[Names, str] = {
    Names(("City",)): "kommun, kommuner, kommunnamn, stad, städer, city, cities, municipality, municipalities, town",
    Names(
        (*ACTORS,)
    ): "aktör, aktörer, actor, actors, organisation, organisationer, organisationsnamn, organisations, organization, "
    "organizations",
    Names(("Company",)): "företag, företagsnamn, bolag, bolagsnamn, company, companies",
    Names(("University",)): "lärosäte, lärosäten, universitet, högskola, högskolor, university, universities",
    Names(("ResearchInstitute",)): "forskningsinstitut, institut, research institute, research institutes",
    Names(("SciencePark",)): "science park, science parks, teknikpark, teknikparker",
    Names(("Agency",)): "myndighet, myndigheter, agency, agencies, authority",
    Names(("Region",)): "region, regioner, regions",
    Names(("CountyBoard",)): "länsstyrelse, länsstyrelser, county board, county boards",
    Names(("Association",)): "förening, föreningar, association, associations, ngo",
    Names((*ACTORS,), "PARTNER_IN"): "part, parter, partner, partners, projektpartner, samarbetspartner, medsökande, "
    "samverkanspart, samverkansparter, övriga parter, övriga partner, andra parter, deltagande parter, "
    "deltagande aktörer, medverkande, medverkande aktörer, medverkande organisationer, samarbetsparter, "
    "other partners, participating organisations",
    Names(
        ("City",), "PARTNER_IN"
    ): "deltagande kommuner, deltagande kommun, medverkande kommuner, kommuner som deltar, "
    "deltagande städer, participating cities, participating municipalities",
    Names((*ACTORS,), "MEMBER_OF"): "medlem, medlemmar, medlemskommun, member, members",
    Names(
        (*ACTORS,), "COORDINATES"
    ): "koordinator, koordinerande organisation, samordnare, samordnande part, projektägare, "
    "sökande, huvudsökande, applicant, "
    "coordinator, lead partner, huvudman, projektägande organisation, ägare",
    Names((*ACTORS, "Person"), "COORDINATES"): "projektledare, project leader, project manager",
    Names((*ACTORS,), "FUNDS"): "finansiär, finansiärer, medfinansiär, medfinansiärer, huvudfinansiär, finansieras av, "
    "funder, funders",
    Names((*ACTORS,), "HOSTS"): "värd, arrangör, arrangörer, host, hosts, organiser, organizer",
    Names((*ACTORS,), "TOOK_PART_IN"): "deltagare, deltagande organisation, participant, participants",
    Names((*ACTORS,), "SIGNED"): "undertecknare, signatory, signatories",
    Names((*ACTORS,), "COLLABORATES_WITH"): "samarbetar med, samverkar med, samarbete med, collaborates with",
    Names(ACTIVITY_KINDS): "aktivitet, aktiviteter, insats, satsning, initiativ, activity, activities, initiative, "
    "med i, är med i, deltar i, deltagit i, takes part in",
    Names(ACTIVITY_KINDS, "MEMBER_OF"): "medlem i, är medlem i, medlemskap, medlemskap i, member of, memberships",
    Names(("Project",)): "projekt, projektnamn, projekttitel, projektets namn, projects, project, project name",
    Names(("Network",)): "nätverk, network, networks",
    Names(("Programme",)): "program, programme, programmes, programs",
    Names(("ResearchSchool",)): "forskarskola, forskarskolor, research school, research schools",
    Names(("Agreement",)): "avtal, överenskommelse, kontrakt, klimatkontrakt, agreement, agreements",
    Names(("Event",)): "evenemang, event, events, konferens, konferenser, seminarium",
    Names(AREA_KINDS): "fokusområde, fokusområden, område, områden, temaområde, temaområden, focus area, focus areas",
    Names(("Theme",)): "tema, teman, theme, themes",
    Names(
        ("City",), "LOCATED_IN", may_be_new=False
    ): "ort, säte, säteskommun, hemort, postort, location, seat, located in",
    Names(("City",), "SISTER_CITY_OF"): "vänort, vänorter, vänstad, vänstäder, sister city, sister cities, twin town",
    Names(("Person",)): "person, personer, kontaktperson, kontaktpersoner, persons, people, contact person",
}

HALVES = {"förnamn": "efternamn", "first name": "last name", "given name": "surname"}
"""Headings of a first name -> that of the last name, where each has a column of its own."""

NAMES = {word: names for names, words in _NAMES.items() for word in words.split(", ")} | {
    f"{first} {last}": Names(("Person",)) for first, last in HALVES.items()
}
"""Heading, as ``fold_case`` folds it -> what a column under it names."""

MUNICIPALITY = frozenset(["kommun", "kommunnamn", "stad", "city", "municipality", "town"])
"""Headings of a column that says where somebody is, if it stands right after a column of organisations."""

TWIN = frozenset(["tvillingstad", "tvillingstäder", "tvillingkommun", "twin city", "twin cities"])
"""Headings of a pair of cities that do not say which of them is the experienced one."""

FROM = frozenset(["från", "from", "source", "källnod"])
TO = frozenset(["till", "to", "target", "målnod"])
MEMBER_SINCE = frozenset(["med sedan", "medlem sedan", "member since"])
"""Headings of dates that are of what somebody is a member of, and of nothing else."""

NAME = ("namn", "name", "label", "etikett", "benämning", "titel", "title")
"""Headings of a column of mere names, the surest first."""
KIND_OF_ACTOR = frozenset(
    [
        "organisationstyp",
        "organisationsform",
        "typ av organisation",
        "aktörstyp",
        "type of organisation",
        "type of actor",
    ]
)
KIND = frozenset(["slag", "kind"]) | KIND_OF_ACTOR
TYPE = KIND | {"typ", "type", "relation", "relationstyp", "kategori", "category"}
PERIOD = frozenset(
    [
        "period",
        "datum",
        "projekttid",
        "projektperiod",
        "tidsperiod",
        "löptid",
        "år",
        "årtal",
        "year",
        "years",
        "startår",
    ]
)

KINDS = {
    **{fold_case(kind): kind for node in SCHEMA.labels for kind in node.kinds},
    **{word: names.kinds[0] for word, names in NAMES.items() if len(names.kinds) == 1 and names.type is None},
    **dict.fromkeys(("fokusområde", "focus area", "fokusområden", "focus areas"), "FocusArea"),
    **dict.fromkeys(("forskningsinstitut", "research institute"), "ResearchInstitute"),
    **dict.fromkeys(("county administrative board", "länsstyrelse"), "CountyBoard"),
    "källa": "Source",
    **dict.fromkeys(
        (
            "aktiebolag", "ab", "privat företag", "privat bolag", "energibolag", "bostadsbolag", "kommunalt bolag",
            "kommunägt bolag", "kommunalt bostadsbolag", "allmännyttigt bostadsbolag", "municipal company",
        ),
        "Company",
    ),
    **dict.fromkeys(("statlig myndighet", "förvaltningsmyndighet", "government agency"), "Agency"),
    **dict.fromkeys(
        (
            "förbund", "kommunalförbund", "studieförbund", "ideell förening", "ekonomisk förening", "stiftelse",
            "intresseorganisation", "branschorganisation", "federation", "foundation",
        ),
        "Association",
    ),
}  # fmt: skip
"""Word of a kind, as ``fold_case`` folds it -> the kind."""

SECTORS = dict.fromkeys(
    ("kommunalt bolag", "kommunägt bolag", "kommunalt bostadsbolag", "allmännyttigt bostadsbolag", "municipal company"),
    "municipal-company",
)
"""Word of a kind that says the sector too."""

_TYPES = {
    "PARTNER_IN": "partner, part, projektpartner, deltar i projekt, partner in, partner i",
    "COORDINATES": "koordinator, koordinerar, samordnar, samordnare, coordinator, coordinates, leads, projektägare",
    "MEMBER_OF": "medlem, medlem i, member, member of",
    "PART_OF": "del av, ingår i, part of",
    "SIGNED": "undertecknare, undertecknat, har undertecknat, signed",
    "TOOK_PART_IN": "deltagare, deltog, participant, took part, participated",
    "HOSTS": "värd, arrangör, arrangerar, host, hosts",
    "FUNDS": "finansiär, funder, funds",
    "FOCUSES_ON": "fokusområde, fokuserar på, focuses on",
    "WORKS_FOR": "arbetar för, anställd, anställd hos, works for, employed by",
    "LOCATED_IN": "säte, ligger i, located in",
    "SISTER_CITY_OF": "vänort, vänorter, sister city, twin town",
    "TWINNED_WITH": "tvillingstad, tvillingstäder, twin city",
    "COLLABORATES_WITH": "samarbete, samarbetar, samverkar, samverkar med, collaborates, collaborates with",
}


@dataclass(frozen=True)
class Reading:
    """A relationship type, and whether it is told from the target to the source."""

    type: str
    backwards: bool = False


TYPES: dict[str, Reading] = {}
"""Word of a relation, as ``fold_case`` folds it -> its type."""

for _declared in SCHEMA.types:
    for _word in (_declared.english_backwards, _declared.swedish_backwards):
        TYPES[fold_case(_word)] = Reading(_declared.type, backwards=not _declared.undirected)
for _declared in SCHEMA.types:  # what is read forwards goes first
    for _word in (_declared.type, _declared.type.replace("_", " "), _declared.english, _declared.swedish):
        TYPES[fold_case(_word)] = Reading(_declared.type)
TYPES |= {word: Reading(type) for type, words in _TYPES.items() for word in words.split(", ")}

EXTRA_PROPERTIES = {
    "start": "start, startar, starttid, startdatum, projektstart, från, from, fr.o.m, fr.o.m., from och med, "
    "undertecknat datum, undertecknades, datum för undertecknande, signed on, "
    "med sedan, medlem sedan, sedan, since, member since",
    "end": "slut, slutar, sluttid, slutdatum, projektslut, avslut, till, t.o.m, t.o.m., till och med, slutår",
    "amount": "budget, total budget, projektbudget, bidrag, summa, kronor, sek, beviljat belopp, finansiering",
    "role": "uppdrag",
    "evidence": "kommentar, kommentarer, anmärkning, anmärkningar, anteckning, anteckningar, noteringar, notering, "
    "beskrivning av samverkan",
    "homepage": "url, webb, webbsida, website, hemsideadress, länk",
    "aliases": "alternativt namn, kallas även, smeknamn",
    "population": "antal invånare, inv",
    "county": "county",
    "organisation_number": "organisationsnr, org nr, org.nummer",
    "sources": "source reference, referens",
}
"""Property -> further headings that people use."""


def properties_by_heading(properties: tuple[Property, ...]) -> dict[str, Property]:
    """Return the properties by every heading that means them, as ``fold_case`` folds it."""
    known = {}
    for prop in properties:
        further = EXTRA_PROPERTIES.get(prop.name, "")
        words = (prop.name, prop.name.replace("_", " "), *prop.swedish, *filter(None, further.split(", ")))
        known.update({fold_case(word): prop for word in words})
    return known


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds, and those of labels, in the order of the model."""
    wanted = SCHEMA.kinds(tuple(kinds))
    return [kind for node in SCHEMA.labels for kind in node.kinds if kind in wanted]


def types_between(source: str, target: str) -> list[str]:
    """Return the types that may lead from one kind to another."""
    return [t.type for t in SCHEMA.types if source in SCHEMA.kinds(t.sources) and target in SCHEMA.kinds(t.targets)]


_ACTORS = tuple(SCHEMA.kinds(ACTORS))

BETWEEN: dict[tuple[str, str], str] = {
    **{(actor, team): "PARTNER_IN" for actor in _ACTORS for team in ("Project", "ResearchSchool")},
    **{(actor, team): "MEMBER_OF" for actor in _ACTORS for team in ("Network", "Programme")},
    **{(actor, "Agreement"): "SIGNED" for actor in _ACTORS},
    **{(actor, "Event"): "TOOK_PART_IN" for actor in _ACTORS},
    **{(one, area): "FOCUSES_ON" for one in (*_ACTORS, *ACTIVITY_KINDS) for area in AREA_KINDS},
    **{("Person", actor): "WORKS_FOR" for actor in _ACTORS},
    **{("Project", whole): "PART_OF" for whole in ("Programme", "Network")},
    ("FocusArea", "Theme"): "BROADER",
}
"""What a list of pairs says that names no relation: by the kind of its columns. Between all others it has to say it."""
