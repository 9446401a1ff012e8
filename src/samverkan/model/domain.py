"""City, Organisation, Activity, Person, FocusArea, Source and how they are related: SCHEMA.

Whatever knows a heading, a label or a type has it from here: reading, checking, both stores, and docs/model.md.
"""

from dataclasses import replace

from samverkan.language import N_
from samverkan.model.schema import Kind, NodeLabel, Property, RelationshipType, Schema

NAME = Property("name", swedish=("namn",), required=True, about=N_("The name that people use."))
DATE_EXAMPLE = N_("2021, 2021-10 or 2021-10-01")


def id(example: str) -> Property:
    """Declare the column that tells a node from all others."""
    return Property(
        "id", required=True, pattern=r"[a-z]+:[a-z0-9][a-z0-9-]*", example=example,
        about=N_("kind:slug in lower-case ASCII; stable for ever. Its prefix is the kind at birth."),
    )  # fmt: skip


def kind(*kinds: str) -> Property:
    """Declare the column that says which of a table's kinds a row is."""
    return Property("kind", swedish=("slag", "typ"), required=True, choices=kinds, about=N_("What it is."))


def sources(about: str) -> Property:
    """Declare the column that says where a row is from."""
    return Property("sources", Kind.LIST, ("källor", "källa"), required=True, references="Source", about=about)


def shared(example: str, *kinds: str) -> tuple[Property, ...]:
    """Declare the columns that every table of nodes but the sources has."""
    return (
        id(example), kind(*kinds), NAME,
        Property("name_en", swedish=("engelskt namn", "namn på engelska"), about=N_("The name in English.")),
        Property("aliases", Kind.LIST, ("alias", "andra namn"), about=N_("Other names that people use.")),
        Property("homepage", swedish=("hemsida", "webbplats"), about=N_("Address of its own page.")),
        sources(N_("Ids of the sources that tell of it, at least one.")),
    )  # fmt: skip


COUNTRY = Property("country", swedish=("land",), pattern="[A-Z]{2}", example="SE", about=N_("ISO 3166-1 alpha-2."))
COUNTY = Property("county", swedish=("län",), about=N_("Swedish county (län), by name."))
SHORT_NAME = Property("short_name", swedish=("kortnamn",), about=N_("A label of at most 24 letters, for pictures."))
START = Property(
    "start",
    Kind.DATE,
    ("startdatum", "från datum"),
    example=DATE_EXAMPLE,
    about=N_("When it began, as precise as known."),
)
END = Property("end", Kind.DATE, ("slutdatum", "till datum", "slut"), example=DATE_EXAMPLE, about=N_("When it ended."))

CITY = NodeLabel(
    "City", "cities", "Städer", ("City",),
    (
        *shared("city:gavle", "City"),
        COUNTRY,
        Property(
            "municipality_code", swedish=("kommunkod",), pattern=r"\d{4}", example="2180", width=4,
            about=N_("Swedish kommunkod: four digits, leading zeros kept."),
        ),
        COUNTY,
        Property("population", Kind.INTEGER, ("folkmängd", "befolkning", "invånare"), low=0, about=N_("Persons.")),
        Property("latitude", Kind.NUMBER, ("latitud",), low=-90, high=90, about=N_("WGS 84, degrees.")),
        Property("longitude", Kind.NUMBER, ("longitud",), low=-180, high=180, about=N_("WGS 84, degrees.")),
        Property(
            "skr_group", swedish=("SKR-grupp", "kommungrupp"), pattern="[A-C][1-9]", example="B3",
            about=N_("SKR's grouping of municipalities of 2023, A1 to C9."),
        ),
        Property(
            "co2_per_capita", Kind.NUMBER, ("koldioxid per invånare", "co2 per invånare"), low=0,
            about=N_("Tonnes of fossil CO2 a person, 2022."),
        ),
        Property(
            "co2_change", Kind.NUMBER, ("koldioxidförändring", "koldioxid förändring", "co2 förändring"),
            about=N_("Change of the emissions in per cent a year since 2015."),
        ),
        Property(
            "climate_plan_year", Kind.INTEGER, ("klimatplan, år", "klimatplan år", "klimatplan"), low=1900, high=2100,
            about=N_("Year of the climate plan."),
        ),
    ),
    about=N_("A city or municipality; the two are one node."),
)  # fmt: skip

ORGANISATION_KINDS = (
    "Company", "University", "ResearchInstitute", "SciencePark", "Agency", "Region", "CountyBoard", "Association",
)  # fmt: skip
ORGANISATION = NodeLabel(
    "Organisation", "organisations", "Organisationer",
    ORGANISATION_KINDS,
    (
        *shared("company:gavle-energi", *ORGANISATION_KINDS),
        SHORT_NAME,
        Property(
            "sector", swedish=("sektor",),
            choices=(
                "business", "municipal-company", "research", "civil-society", "regional", "state", "intermediary",
                "international",
            ),
            about=N_("Which part of society it belongs to."),
        ),
        COUNTRY, COUNTY,
        Property(
            "organisation_number", swedish=("organisationsnummer", "org.nr", "orgnr"), pattern=r"\d{6}-\d{4}",
            example="212000-2338", about=N_("NNNNNN-NNNN."),
        ),
    ),
    about=N_("A company, authority, university or association."),
)  # fmt: skip

ACTIVITY = NodeLabel(
    "Activity", "activities", "Aktiviteter",
    ("Programme", "Project", "Network", "ResearchSchool", "Agreement", "Event"),
    (
        *shared("project:capacities", "Programme", "Project", "Network", "ResearchSchool", "Agreement", "Event"),
        SHORT_NAME, START, END,
        Property(
            "size", Kind.INTEGER, ("storlek", "antal aktörer"), low=1,
            about=N_("How many actors are in it in reality, as a source tells it."),
        ),
    ),
    about=N_("What actors do together."),
)  # fmt: skip

PERSON = NodeLabel(
    "Person", "people", "Personer", ("Person",),
    (
        *(replace(p, no_party=p.name in ("name", "aliases")) for p in shared("person:first-last", "Person")),
        Property("title", swedish=("titel", "befattning"), no_party=True, about=N_("The public role or post.")),
    ),
    optional=True,
    about=N_("A person in a public role or post."),
)  # fmt: skip

FOCUS_AREA = NodeLabel(
    "FocusArea", "focus_areas", "Fokusområden", ("Theme", "FocusArea"), shared("theme:energy", "Theme", "FocusArea"),
    about=N_("What is worked with: twelve themes, and the local focus areas that they group."),
)  # fmt: skip

SOURCE = NodeLabel(
    "Source", "sources", "Källor", ("Source",),
    (
        Property(
            "id", required=True, pattern="[a-z0-9][a-z0-9-]*", example="scb-kommunkoder", about=N_("A plain slug."),
        ),
        kind("Source"),
        Property("name", swedish=("namn",), required=True, about=N_("Its title.")),
        Property("publisher", swedish=("utgivare",), about=N_("Who published it.")),
        Property("url", swedish=("adress", "länk"), about=N_("Where it is.")),
        Property("published", Kind.DATE, ("publicerad",), example=DATE_EXAMPLE, about=N_("When it was published.")),
        Property("retrieved", Kind.DATE, ("hämtad",), example=DATE_EXAMPLE, about=N_("When it was read.")),
        Property("licence", swedish=("licens",), about=N_("The terms of its use.")),
    ),
    about=N_("Where a fact is from."),
)  # fmt: skip

RELATIONS = (
    Property(
        "from", swedish=("från",), required=True, example="company:gavle-energi",
        about=N_("Id of the node it starts from."),
    ),
    Property("type", swedish=("typ", "relation"), required=True, about=N_("One of the types below.")),
    Property("to", swedish=("till",), required=True, example="city:gavle", about=N_("Id of the node it leads to.")),
    START, END,
    Property("role", swedish=("roll",), no_party=True, about=N_("In which capacity.")),
    Property("amount", Kind.INTEGER, ("belopp",), low=0, about=N_("SEK, whole.")),
    sources(N_("Ids of the sources that tell of it, at least one.")),
    Property(
        "evidence", swedish=("belägg",), no_party=True,
        about=N_("Pointer, in our own words, to what in the source says it."),
    ),
)  # fmt: skip

ACTORS = ("City", "Organisation")
TEAMS = ("Project", "Network", "Programme", "ResearchSchool")

TYPES = (
    RelationshipType(
        "PARTNER_IN", ACTORS, TEAMS,
        "is a partner in", "är part i", "has as a partner", "har som part",
    ),
    RelationshipType(
        "COORDINATES", (*ACTORS, "Person"), TEAMS,
        "leads", "leder", "is led by", "leds av",
    ),
    RelationshipType(
        "MEMBER_OF", (*ACTORS, "Person"), ("Network", "Programme", "ResearchSchool"),
        "is a member of", "är medlem i", "has as a member", "har som medlem",
    ),
    RelationshipType(
        "PART_OF", ("Activity",), ("Programme", "Network", "Project"),
        "belongs to", "hör till", "includes", "omfattar",
    ),
    RelationshipType(
        "SIGNED", (*ACTORS, "Person"), ("Agreement",),
        "has signed", "har skrivit under", "is signed by", "har skrivits under av",
    ),
    RelationshipType(
        "TOOK_PART_IN", (*ACTORS, "Person", "Activity"), ("Event",),
        "took part in", "deltog i", "had as a participant", "hade som deltagare",
    ),
    RelationshipType(
        "HOSTS", (*ACTORS, "Person", "Activity"), ("Activity",),
        "arranges or houses", "arrangerar eller är värd för",
        "is arranged or housed by", "arrangeras av eller finns hos",
    ),
    RelationshipType(
        "FUNDS", (*ACTORS, "Programme"), ("Activity", *ACTORS[::-1]),
        "pays for", "finansierar", "is paid for by", "finansieras av",
    ),
    RelationshipType(
        "FOCUSES_ON", (*ACTORS, "Activity"), ("FocusArea", "Theme"),
        "works with", "arbetar med", "is worked with by", "är ett arbetsområde för",
    ),
    RelationshipType(
        "BROADER", ("FocusArea",), ("Theme",),
        "is a part of the theme", "är en del av temat", "covers", "omfattar",
    ),
    RelationshipType(
        "WORKS_FOR", ("Person",), (*ACTORS, "Activity"),
        "has a post at", "har en post hos", "has among its people", "har som företrädare",
    ),
    RelationshipType(
        "LOCATED_IN", ("Organisation", "Activity"), ("City",),
        "is in", "finns i", "is home to", "är hemort för",
    ),
    RelationshipType(
        "TWINNED_WITH", ("City",), ("City",),
        "is paired by a programme with", "har parats ihop av ett program med",
        "is paired by a programme with", "har parats ihop av ett program med",
    ),
    RelationshipType(
        "SISTER_CITY_OF", ("City",), ("City",),
        "is the sister city of", "är vänort till", undirected=True,
    ),
    RelationshipType(
        "COLLABORATES_WITH", ACTORS, ACTORS,
        "works together with", "samarbetar med", undirected=True,
    ),
)  # fmt: skip

SCHEMA = Schema((CITY, ORGANISATION, ACTIVITY, PERSON, FOCUS_AREA, SOURCE), RELATIONS, TYPES)
