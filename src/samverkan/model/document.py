"""The model as a document: what docs/model.md says, from the declaration."""

from collections.abc import Iterator

from samverkan.language import N_, _
from samverkan.model.schema import Kind, Property, Schema

_OPENING = """\
# The model, and the tables that hold it

Written from `src/samverkan/model/domain.py` by `make docs`; change it there.

A network is seven tables: a folder of CSV files (UTF-8, with a comma, a semicolon or a tab between the cells), or one
Excel workbook with a sheet for each. Headings may stand in any order; they, and the kinds, sectors and types of
relations, may be in English or in Swedish (`Company` or `företag`, `PARTNER_IN` or `är part i`). An empty cell is
unknown, never zero or "no". Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and stay as precise as they are written. Lists
have ` | ` between their items. Columns in **bold** must be there, and have a value in every row; the others may be left
out. `samverkan check` says what is wrong, and where."""

_STORED = """\
In every store a relationship carries its columns, a `key` (what it is known by) and a `hash` (of its content); a node
carries its columns and a `hash`. `kind` is a property everywhere. On Neo4j a node has its base label, its kind as a
second label, and `Samverkan`, which marks what the tool owns; in a file there is one table for each label and type.

So a query that runs on both says `WHERE n.kind = 'Project'`. A relationship without `key` belongs to others, and so
does a node without `hash`: with `WHERE r.key IS NOT NULL` a query finds the same, whoever else uses the database."""


def model_document(schema: Schema) -> str:
    """Describe a schema in Markdown.

    Parameters
    ----------
    schema : Schema

    Returns
    -------
    str
        Headings, tables of columns, and the table of relationship types; ends with a line end.
    """
    return "\n".join([_OPENING, tables_document(schema), "## In the stores", "", _STORED, ""])


def tables_document(schema: Schema) -> str:
    """Describe the tables of a schema in Markdown: every column of each, and the types of relations."""
    return "\n".join([*_nodes(schema), *_relations(schema), ""])


def _nodes(schema: Schema) -> Iterator[str]:
    for node in schema.labels:
        yield from ("", f"## {node.table}.csv – {node.label}", "")
        kinds = ", ".join(f"`{kind}`" for kind in node.kinds)
        optional = (
            " " + _("The table may be missing; relations to its rows are then left out, with a warning.")
            if node.optional
            else ""
        )
        sheet = _("Sheet: `{name}` or `{swedish}`.").format(name=node.table, swedish=node.swedish)
        said = _("Kinds: {kinds}.").format(kinds=kinds)
        yield f"{_(node.about)} {sheet} {said}{optional}"
        yield from _columns(node.properties)


def _columns(properties: tuple[Property, ...]) -> Iterator[str]:
    titles = (_("column"), _("in Swedish"), _("holds"), _("what it is"))
    yield from ("", f"| {' | '.join(titles)} |", "|---|---|---|---|")
    for prop in properties:
        name = f"**`{prop.name}`**" if prop.required else f"`{prop.name}`"
        yield f"| {name} | {', '.join(prop.swedish)} | {_holds(prop)} | {_(prop.about)} |"


HELD = {
    Kind.TEXT: N_("text"),
    Kind.LIST: N_("list of texts"),
    Kind.INTEGER: N_("whole number"),
    Kind.NUMBER: N_("decimal number"),
    Kind.DATE: N_("date"),
}
"""What the values of a column are, in words."""


def _holds(prop: Property) -> str:
    if prop.choices:
        return ", ".join(f"`{choice}`" for choice in prop.choices)
    kind = _("ids of {label}").format(label=prop.references) if prop.references else _(HELD[prop.kind])
    kind += ", " + _("without the mark of a party") if prop.no_party else ""
    bounds = [_("at least {n}").format(n=f"{prop.low:g}")] if prop.low is not None else []
    bounds += [_("at most {n}").format(n=f"{prop.high:g}")] if prop.high is not None else []
    shown = prop.example and prop.kind in (Kind.TEXT, Kind.DATE)
    example = _("such as {example}").format(example=_(prop.example)) if shown else ""
    return ", ".join(filter(None, [kind, *bounds, example]))


def _relations(schema: Schema) -> Iterator[str]:
    yield from ("", f"## {schema.table}.csv – {_('relations')}", "")
    sheet = _("Sheet: `{name}` or `{swedish}`.").format(name=schema.table, swedish=schema.swedish)
    yield _("One row for each relation.") + " " + sheet
    yield from _columns(schema.relations)
    known = _(
        "A relation is known by `from`, `type`, `to` and `start`; a second row with the same four is a mistake, and so "
        "is a second row for the same pair of a type without direction, whichever way round."
    )
    titles = (_("type"), _("from"), _("to"), _("read as"), _("in Swedish"))
    yield from ("", known, "", f"| {' | '.join(titles)} |", "|---|---|---|---|---|")
    for relation in schema.types:
        direction = " " + _("(no direction)") if relation.undirected else ""
        ends = f"{', '.join(relation.sources)} | {', '.join(relation.targets)}"
        yield f"| `{relation.type}` | {ends} | {relation.english}{direction} | {relation.swedish} |"
