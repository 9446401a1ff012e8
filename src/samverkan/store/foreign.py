"""What others keep in the embedded store: carried over into the new file, row by row.

Foreign are tables that the schema does not declare, and rows in ours without ``hash``. They are few, so they are
written one by one, with values as parameters: the engine then keeps their types.
"""

from collections.abc import Iterable
from typing import Any

from samverkan.errors import StoreError
from samverkan.language import _
from samverkan.model.schema import Schema
from samverkan.store.base import EXAMPLES
from samverkan.store.embedded import LOAD_TABLE, run


def carry_over(old: Any, new: Any, schema: Schema) -> None:
    """Write into a new file what others keep in the old one.

    Parameters
    ----------
    old, new : connection
        The new file holds all that is ours already.
    schema : Schema

    Raises
    ------
    StoreError
        A foreign relationship would lose an end: a node of ours that the data no longer have. They are listed.
    """
    found = run(old, "CALL show_tables() RETURN name, type ORDER BY name").rows
    nodes = [name for name, type in found if type == "NODE" and name != LOAD_TABLE]
    relationships = [name for name, type in found if type == "REL"]
    labels, types = {n.label for n in schema.labels}, {t.type for t in schema.types}
    keys = {name: next(row[0] for row in _columns(old, name, "`primary key`") if row[2]) for name in nodes}
    for name in nodes:
        columns = _columns(old, name, "`primary key`")
        if name not in labels:
            declared = ", ".join(f"`{column}` {type}" for column, type, _key in columns)
            run(new, f"CREATE NODE TABLE `{name}`({declared}, PRIMARY KEY(`{keys[name]}`))")
        _copy_nodes(old, new, name, [column for column, *_rest in columns], ours=name in labels)
    lost: list[str] = []
    for name in relationships:
        columns = _columns(old, name, "storage_direction")
        pairs = run(
            old, f"CALL show_connection('{name}') RETURN `source table name`, `destination table name`"
        ).rows  # fmt: skip
        if name not in types:
            declared = ", ".join([*(f"FROM `{a}` TO `{b}`" for a, b in pairs), *(f"`{c}` {t}" for c, t, _s in columns)])
            run(new, f"CREATE REL TABLE `{name}`({declared})")
        for a, b in pairs:
            ends = ((a, keys[a]), (b, keys[b]))
            lost += _copy_relationships(old, new, name, [c for c, *_rest in columns], ends, ours=name in types)
    if lost:
        raise StoreError(
            _(
                "The data no longer have nodes that relations of another tool hang on. Nothing was changed. "
                "Remove these relations first, or keep the nodes:\n{relations}"
            ).format(relations="\n".join(f"  {relation}" for relation in lost[:EXAMPLES]))
        )


def _columns(connection: Any, table: str, last: str) -> list[tuple[Any, ...]]:
    return run(connection, f"CALL table_info('{table}') RETURN name, type, {last}").rows


def _copy_nodes(old: Any, new: Any, table: str, columns: list[str], *, ours: bool) -> None:
    wanted = ", ".join(f"n.`{column}`" for column in columns)
    only = "WHERE n.hash IS NULL " if ours else ""
    for row in run(old, f"MATCH (n:`{table}`) {only}RETURN {wanted}").rows:
        values, parameters = _values(columns, row)
        run(new, f"CREATE (:`{table}` {values})", parameters)


def _copy_relationships(
    old: Any, new: Any, type: str, columns: list[str], ends: Iterable[tuple[str, str]], *, ours: bool
) -> list[str]:
    """Copy the relationships between two tables; return those that lack an end, in words."""
    (a, a_key), (b, b_key) = ends
    wanted = ", ".join([f"a.`{a_key}`", f"b.`{b_key}`", *(f"r.`{column}`" for column in columns)])
    only = "WHERE r.key IS NULL " if ours else ""
    lost = []
    for source, target, *row in run(old, f"MATCH (a:`{a}`)-[r:`{type}`]->(b:`{b}`) {only}RETURN {wanted}").rows:
        values, parameters = _values(columns, row)
        written = run(
            new,
            f"MATCH (a:`{a}`), (b:`{b}`) WHERE a.`{a_key}` = $source AND b.`{b_key}` = $target "
            f"CREATE (a)-[r:`{type}` {values}]->(b) RETURN count(r)",
            {"source": source, "target": target, **parameters},
        )
        if written.rows[0][0] != 1:
            lost.append(f"{source} {type} {target}")
    return lost


def _values(columns: list[str], row: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """Return a pattern's properties and the parameters that fill it; the engine cannot tell the type of a null."""
    given = {
        f"p{i}": (name, value) for i, (name, value) in enumerate(zip(columns, row, strict=True)) if value is not None
    }
    pattern = ", ".join(f"`{name}`: ${parameter}" for parameter, (name, _value) in given.items())
    return f"{{{pattern}}}", {parameter: value for parameter, (_name, value) in given.items()}
