"""Headings -> what the columns under them mean."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from samverkan.language import N_
from samverkan.model.domain import ACTORS, SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.schema import Property
from samverkan.model.words import column_in_words
from samverkan.sources.files import table_names
from samverkan.sources.foreign.grids import Grid
from samverkan.sources.foreign.layout import (
    Column,
    Filled,
    Heading,
    Layout,
    dated_pairs,
    folded,
    is_activity,
    kinds_of,
)
from samverkan.sources.foreign.values import as_value, kronor
from samverkan.sources.foreign.words import (
    ACTIVITY_KINDS,
    AREA_KINDS,
    FROM,
    KIND,
    KIND_OF_ACTOR,
    KINDS,
    MEMBER_SINCE,
    MUNICIPALITY,
    NAME,
    NAMES,
    ORGANISATION_KINDS,
    PERIOD,
    TO,
    TWIN,
    TYPE,
    TYPES,
    Names,
    properties_by_heading,
)

_RELATION = properties_by_heading(SCHEMA.relations[3:])
_OF_LABEL = {node.label: properties_by_heading(node.properties[1:]) for node in SCHEMA.labels}
_ACTOR_KINDS = SCHEMA.kinds(ACTORS)
_TABLES = {n.table: n.kinds for n in SCHEMA.labels}
_PERSONAL = frozenset(
    ["titel", "befattning", "e-post", "epost", "mejl", "mail", "e-mail", "email", "telefon", "mobil", "phone"]
)
_NO_PLACE = _PERSONAL | {
    "diarienummer", "dnr", "ärendenummer", "löpnummer", "nr", "beslutsdatum", "status", "handläggare", "adress",
    "gatuadress", "postadress", "postnummer", "address",
}  # fmt: skip
_CROSSES = frozenset(["x", "xx", "ja", "yes", "✓", "✔"])

_NUMBERED = re.compile(r"(?:[\s.\d]+|\s+[a-h])$")

NO_HEADING = N_("There is no heading above it.")
UNKNOWN = N_("The heading “{heading}” is not known. If it names somebody, write for example “city” or “partner”.")
CROSSES = N_(
    "Crosses are not read. If “{heading}” is what somebody is in, write a row for each cross, with it in a column."
)
WHO_LEADS = N_(
    "Which of the two is the experienced city is not told. Write “from; relation; to”, with the experienced city first "
    "and “twin city” as the relation."
)
NO_PLACE = N_("The model has no place for “{heading}”.")
TWICE = N_("Two columns mean {column}; the first was read.")
CURRENCY = N_("“{heading}” is not in Swedish kronor, and the model holds no other amounts.")
NO_TIE = N_("What this column has to do with the others is not told. Make a list of its own, with a column “relation”.")
WHERE_OR_WHO = N_(
    "Whether “{first}” takes part too, or is where “{second}” is, is not told. Write “location” or “partner” for it."
)
WHOSE = N_("Whether it is of {first} or of {second} is not told. Write “{first}: {heading}” as the heading.")
OF_WHICH = N_("Of which of the relations of the row “{heading}” tells is not told. Make a list of its own for them.")
SAME = N_("Whether “{heading}” is the kind or the relation is not told. Write “kind” or “relation” as the heading.")


def _plain(form: str) -> str:
    """Return a heading without its number or letter, as in “Deltagare 2” and “Organisation B”."""
    return _NUMBERED.sub("", form)


def understood(grid: Grid, filled: Filled, headings: list[Heading], row: int) -> Layout | None:
    """Tell what headings mean; ``None`` if nothing under them would name anything."""
    ends = _ends(headings, filled, range(row + 1, len(grid.rows)))
    columns = {h.place: Column(h.place, h.shown) for h in headings}
    if ends:
        kinds = tuple(k for n in SCHEMA.labels for k in n.kinds if n.label != "Source")
        for heading in ends:
            columns[heading.place] = replace(columns[heading.place], names=Names(kinds), part="node")
    else:
        for heading in headings:
            names = next((NAMES[form] for f in heading.forms for form in (f, _plain(f)) if form in NAMES), None)
            if names:
                columns[heading.place] = replace(columns[heading.place], names=names, part="node")
        named = next((h for form in NAME for h in headings if form in h.forms and not columns[h.place].part), None)
        if named and "titel" in named.forms and any(c.names and c.names.kinds == ("Person",) for c in columns.values()):
            named = None  # it is that of a post
        named = next((h for h in headings if {"namn", "name"} & set(h.forms)), named)
        if named:
            kinds = _kinds_of_sheet(grid, headings)
            own = next((c for c in columns.values() if c.part == "node" and c.names and c.names.kinds == kinds), None)
            if own is None:
                columns[named.place] = replace(columns[named.place], names=Names(kinds), part="node")
    nodes = [column for column in columns.values() if column.part == "node"]
    if not nodes:
        return None
    if not ends:
        for place in _where(nodes):
            columns[place] = replace(columns[place], names=NAMES["ort"])
        nodes = [columns[column.place] for column in nodes]
    pairs = ((ends[0].place, ends[1].place),) if ends else _pairs(nodes)
    tied = {place for pair in pairs for place in pair}
    either = _where_or_who(nodes)
    for column in nodes:
        if len(nodes) > 1 and column.place not in tied and (pairs or column is not nodes[0]):
            columns[column.place] = replace(column, part="", why=WHERE_OR_WHO if either else NO_TIE, words=either)
    nodes = [column for column in columns.values() if column.part == "node"]
    dated = None if ends else _dated(filled, headings, nodes, pairs, range(row + 1, len(grid.rows)))
    for heading in headings:
        if not columns[heading.place].part and not columns[heading.place].why:
            columns[heading.place] = _in_kronor(
                _further(grid, heading, columns[heading.place], nodes, pairs, bool(ends), dated, row)
            )
    layout = Layout(
        tuple(_once(list(columns.values()))), min(h.first for h in headings), row, pairs, directed=bool(ends)
    )
    lone = len(layout.nodes) == 1 and len(headings) > 1 and not any(c.part not in ("", "node") for c in layout.columns)
    return None if lone and not pairs and len(headings) > len(layout.nodes) + 3 else layout


def _ends(headings: list[Heading], filled: Filled, rows: range) -> tuple[Heading, Heading] | None:
    """Return the headings of what a relation leads from and to; none if there are dates below, from when to when."""
    ends = [next((h for h in headings if words & set(h.forms)), None) for words in (FROM, TO)]
    if not (ends[0] and ends[1]):
        return None
    told = [text for end in ends if end for row in rows if (text := filled.text((row, end.place)))]
    if told and all(as_value(text, _RELATION["start"])[0] is not None for text in told):
        return None
    return ends[0], ends[1]


def _kinds_of_sheet(grid: Grid, headings: list[Heading]) -> tuple[str, ...]:
    """Tell of what kinds the nodes of a column of mere names are: by the name of the sheet, else by its company."""
    title = fold_case(grid.sheet)
    if table := table_names(SCHEMA).get(title):
        return _TABLES.get(table, ())
    if title in NAMES:
        return NAMES[title].kinds
    forms = {form for h in headings for form in h.forms}
    if forms & _PERSONAL and not forms & TYPE:
        return ("Person",)
    if forms & KIND_OF_ACTOR:
        return (*ACTORS,)
    return tuple(k for n in SCHEMA.labels for k in n.kinds if n.label != "Source")


def _where(nodes: list[Column]) -> list[int]:
    """Return the columns that say where the organisation is that stands right before the municipality."""
    found = []
    for before, column in pairwise(nodes):
        heading = folded(column.heading)
        organised = before.names is not None and before.names.type in (None, "PARTNER_IN", "MEMBER_OF")
        if heading in MUNICIPALITY and organised and set(kinds_of(before)) & set(ORGANISATION_KINDS):
            found.append(column.place)
    return found


def _where_or_who(nodes: list[Column]) -> tuple[tuple[str, str], ...]:
    """Return the headings of a municipality and an organisation after it: it may be where that is, or take part."""
    for column, other in pairwise(nodes):
        plain = column.names and other.names and not column.names.type and not other.names.type
        if plain and folded(column.heading) in MUNICIPALITY and set(kinds_of(other)) & set(ORGANISATION_KINDS):
            return (("first", column.heading), ("second", other.heading))
    return ()


def _pairs(nodes: list[Column]) -> tuple[tuple[int, int], ...]:
    """Tell which columns of nodes have to do with each other, as far as it can be told."""
    if len(nodes) == 2:
        return ((nodes[0].place, nodes[1].place),)
    kinds = {c.place: set(c.names.kinds) if c.names else set() for c in nodes}
    typed = {c.place: c.names.type if c.names else None for c in nodes}
    activities = [c.place for c in nodes if kinds[c.place] <= set(ACTIVITY_KINDS)]
    own = [place for place in activities if kinds[place] != {"Programme"}] or activities
    actors = [c.place for c in nodes if kinds[c.place] <= _ACTOR_KINDS | set(ACTORS) and typed[c.place] != "LOCATED_IN"]
    plain = [place for place in actors if not typed[place]]
    if len(own) > 1 or not (own or len(actors) == 1):
        return ()
    hub = own[0] if own else actors[0]
    pairs = []
    for before, column in pairwise([None, *nodes]):
        assert column is not None  # noqa: S101 - only what is before the first is
        place = column.place
        if kinds[place] == {"Person"} or typed[place] == "LOCATED_IN":  # of an organisation, and not of what it is in
            of = actors if len(actors) == 1 else [actor for actor in actors if before and actor == before.place]
            pairs += [(place, actor) if kinds[place] == {"Person"} else (actor, place) for actor in of]
        elif place != hub and not (place in plain and len(plain) > 1):
            pairs.append((place, hub))
    return tuple(pairs)


def _further(
    grid: Grid,
    heading: Heading,
    column: Column,
    nodes: list[Column],
    pairs: tuple[tuple[int, int], ...],
    ended: bool,
    dated: int | None,
    row: int,
) -> Column:
    """Tell what a column means that names no nodes."""
    tied = bool(pairs)
    forms = set(heading.forms)
    if forms & {"id", "nyckel", "key"} and not tied:
        return replace(column, part="id", of=nodes[0].place)
    if forms & TYPE:
        return _type_or_kind(grid, column, nodes, tied, ended, row)
    owners = [c for c in nodes if any(form.startswith(f"{folded(c.heading)}: ") for form in forms)]
    if owners:
        forms = {form.partition(": ")[2] for form in heading.forms} | forms
    if forms & PERIOD and not owners:
        if tied:
            return _of_one(replace(column, part="period", of=dated), nodes, pairs)
        if is_activity(nodes[0]):
            return replace(column, part="period", of=nodes[0].place)
    said = next((_RELATION[form] for form in heading.forms if form in _RELATION), None)
    if tied and said and not owners:
        projects = [c for c in nodes if is_activity(c)]
        if any(form.startswith("projekt") for form in heading.forms) and len(projects) == 1:
            return replace(column, part="property", of=projects[0].place, prop=said)
        if forms & MEMBER_SINCE and not projects:
            return replace(column, why=NO_TIE)
        if said.name in ("start", "end"):
            return _of_one(replace(column, part="property", of=dated, prop=said), nodes, pairs)
        return (
            _of_which_tie(column, said, nodes, pairs) if len(pairs) > 1 else replace(column, part="property", prop=said)
        )
    held = [(c, prop) for c in owners or nodes if (prop := _property(c, forms))]
    if len(held) > 1:  # of people, themes, and of where something lies, only what a heading says is theirs
        held = [(c, prop) for c, prop in held if not _beside(c)] or held
    if len(held) > 1 and held[0][1].name == "country":  # the other city's: everybody knows where the own one is
        held = [pair for pair in held if pair[0].names and pair[0].names.type == "SISTER_CITY_OF"] or held
    if len(held) == 1:
        return replace(column, part="property", of=held[0][0].place, prop=held[0][1])
    if held:
        words = (("first", held[0][0].heading), ("second", held[1][0].heading), ("heading", column.heading))
        return replace(column, why=WHOSE, words=words)
    cells = {fold_case(grid.text((n, column.place))) for n in range(row + 1, len(grid.rows))} - {""}
    why = UNKNOWN
    if forms & TWIN:
        why = WHO_LEADS
    elif forms & _NO_PLACE:
        why = NO_PLACE
    elif said:
        why = NO_TIE
    elif cells and cells <= _CROSSES:
        why = CROSSES
    return replace(column, why=why, words=(("heading", column.heading),))


def _beside(column: Column) -> bool:
    """Tell whether a column is told beside what a row is about: a contact, a theme, or where something lies."""
    kinds = set(kinds_of(column))
    return kinds == {"Person"} or kinds <= set(AREA_KINDS) or (column.names is not None and not column.names.may_be_new)


def _of_one(column: Column, nodes: list[Column], pairs: tuple[tuple[int, int], ...]) -> Column:
    """Leave dates out of which nobody can tell of which of the relations of a row they are."""
    if column.of is not None or dated_pairs(nodes, pairs):
        return column
    return Column(column.place, column.heading, why=OF_WHICH, words=(("heading", column.heading),))


def _in_kronor(column: Column) -> Column:
    """Let an amount be in the unit that its heading says; the model holds kronor."""
    if column.prop is None or column.prop.name != "amount":
        return column
    unit = kronor(column.heading)
    if unit is None:
        return Column(column.place, column.heading, why=CURRENCY, words=(("heading", column.heading),))
    return replace(column, unit=unit)


def _dated(
    filled: "Filled", headings: list[Heading], nodes: list[Column], pairs: tuple[tuple[int, int], ...], rows: range
) -> int | None:
    """Return the column whose nodes the dates of a row are of; ``None`` if they are of its relations.

    A list of projects dates each project, and tells the same dates wherever it names it again. A list of who is in
    what dates that; it names the one who is in it first.
    """
    if not pairs:
        return None
    hub = _hub(pairs) if len(pairs) > 1 else _listed([c for c in nodes if c.place in pairs[0]])
    if hub is None or not any(c.place == hub and is_activity(c) for c in nodes):
        return None
    for heading in headings:
        forms = set(heading.forms)
        if not (
            forms & PERIOD or any(form in _RELATION and _RELATION[form].name in ("start", "end") for form in forms)
        ):
            continue
        told: dict[str, set[str]] = {}
        for row in rows:
            name, date = fold_case(filled.text((row, hub))), filled.text((row, heading.place))
            if name and date:
                told.setdefault(name, set()).add(date)
        if any(len(dates) > 1 for dates in told.values()):
            return None
    return hub


def _listed(nodes: list[Column]) -> int | None:
    """Return which of two columns is a list of activities: before the other, or with who pays for or leads each."""
    for column, other in (nodes, nodes[::-1]):
        if is_activity(column):
            leads = other.names is not None and other.names.type in ("FUNDS", "COORDINATES")
            if leads or (other.names is not None and other.names.type and column.place < other.place):
                return column.place
    return None


def _hub(pairs: tuple[tuple[int, int], ...]) -> int:
    """Return the column that the others have to do with: the activity that a row tells of."""
    return Counter(place for pair in pairs for place in pair).most_common(1)[0][0]


def _of_which_tie(column: Column, prop: Property, nodes: list[Column], pairs: tuple[tuple[int, int], ...]) -> Column:
    """Tell of which of the relations of a row a value is: of that with an activity, if it is one; money of who pays.

    A source and a comment are of all of them.
    """
    hub = _hub(pairs)
    if prop.name in ("sources", "evidence"):
        return replace(column, part="property", prop=prop)
    activities = [c.place for c in nodes if is_activity(c)]
    dated = dated_pairs(nodes, pairs)
    if len(dated) == 1 and len(activities) == 1:
        return replace(column, part="tie", of=activities[0], prop=prop)
    actors = [c for c in nodes if c.place != hub and set(kinds_of(c)) <= _ACTOR_KINDS]
    if prop.name == "amount":
        actors = [c for c in actors if c.names and c.names.type == "FUNDS"]
    if len(actors) == 1:
        return replace(column, part="tie", of=actors[0].place, prop=prop)
    return replace(column, why=OF_WHICH, words=(("heading", column.heading),))


def _property(column: Column, forms: set[str]) -> Property | None:
    """Find the property that a heading means for the nodes of a column; of several labels, of the first that has it."""
    labels = dict.fromkeys(SCHEMA.label_of_kind[kind] for kind in kinds_of(column))
    for label in sorted(labels, key=[n.label for n in SCHEMA.labels].index):
        for form in forms:
            prop = _OF_LABEL[label].get(form)
            if prop and prop.name not in ("id", "kind"):
                return prop
    return None


def _type_or_kind(grid: Grid, column: Column, nodes: list[Column], tied: bool, ended: bool, row: int) -> Column:
    """Tell whether a column says what a node is or what two have to do with each other: by its heading or its words."""
    heading = folded(column.heading)
    if not tied:
        return replace(column, part="kind", of=nodes[0].place)
    if ended or heading.startswith("relation"):
        return replace(column, part="type")
    words = {fold_case(grid.text((n, column.place))) for n in range(row + 1, len(grid.rows))} - {""}
    as_type = bool(words) and words <= TYPES.keys()
    kinds = {KINDS[word] for word in words if word in KINDS}
    owners = [c for c in nodes if kinds and kinds <= set(kinds_of(c))]
    if as_type and not owners:
        return replace(column, part="type")
    if len(owners) == 1 and not as_type:
        return replace(column, part="kind", of=owners[0].place)
    if heading in KIND and not as_type:
        owners = [c for c in nodes if heading not in KIND_OF_ACTOR or _ACTOR_KINDS & set(kinds_of(c))] or nodes
        before = [c for c in owners if c.place < column.place]
        return replace(column, part="kind", of=(before or owners)[-1 if before else 0].place)
    return replace(column, why=SAME, words=(("heading", column.heading),))


def _once(columns: list[Column]) -> list[Column]:
    """Leave out columns that mean what another means already."""
    meant = Counter[tuple[object, ...]]()
    kept = []
    for column in columns:
        if column.part and column.part != "node":
            name = column.prop.name if column.prop else ""
            key = (column.part, column.of, name)
            meant[key] += 1
            if meant[key] > 1:
                column = Column(
                    column.place,
                    column.heading,
                    why=TWICE,
                    words=(("column", column_in_words(name) or column.heading),),
                )
        kept.append(column)
    return kept
