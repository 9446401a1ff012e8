"""The Cypher that writes, built from the schema.

Labels, types and names of properties come from the schema and from nowhere else; every value is a parameter. A row
travels as a list, not as a map, whose keys would be sent again with every row: that loads a quarter faster.
"""

from collections.abc import Sequence

from samverkan.model.schema import Schema

OURS = "Samverkan"
LOAD_ID = "#load"
"""``id`` of the node that keeps the Load record: no pattern of an id in the data allows it."""

CONSTRAINT = f"CREATE CONSTRAINT samverkan_id IF NOT EXISTS FOR (n:{OURS}) REQUIRE n.id IS UNIQUE"

# Setting a property is what takes the lock of the node; the one after reads what the last holder left there.
LOCK = f"MERGE (l:{OURS} {{id: $id}}) SET l:Load, l.locked = true"
READ_LOAD = (
    f"MATCH (l:{OURS}:Load {{id: $id}}) WHERE l.load IS NOT NULL "
    "RETURN l.load, l.time, l.version, l.digest, l.data_date, l.totals"
)
WRITE_LOAD = f"MATCH (l:{OURS}:Load {{id: $id}}) SET l += $load REMOVE l.locked RETURN count(l)"

# Whether a node that carries none of our base labels any more counts as one of them is not for us to guess: it is a
# part of its own, which no data have, and so it goes.
_LABEL = f"coalesce(head([label IN labels(n) WHERE label IN $labels]), '{OURS}')"
_NODES = f"MATCH (n:{OURS}) WHERE NOT n:Load AND n.id IS NOT NULL"
_RELATIONSHIPS = f"MATCH (a:{OURS})-[r]->(b:{OURS}) WHERE r.key IS NOT NULL"

COUNT_NODES = f"{_NODES} RETURN {_LABEL}, count(n), sum(n.hash)"
COUNT_RELATIONSHIPS = f"{_RELATIONSHIPS} RETURN type(r), count(r), sum(r.hash)"

# Many rows are read as one list: the driver makes an object of each record, which takes eight times as long.
NODE_HASHES = f"{_NODES} RETURN {_LABEL}, collect([n.id, n.hash])"
RELATIONSHIP_HASHES = f"{_RELATIONSHIPS} RETURN type(r), collect([r.key, r.hash])"

# What still hangs on a node that is to be removed, once our relationships that go are gone, was made by others.
FOREIGN = (
    f"MATCH (n:{OURS})-[r]-(m) WHERE n.id IN $keys "
    "RETURN n.id, type(r), coalesce(m.id, m.name, head(labels(m)), elementId(m)) AS other "
    "ORDER BY n.id, type(r), toString(other) LIMIT $limit"
)
REMOVE_NODES = f"MATCH (n:{OURS}) WHERE n.id IN $keys DELETE n RETURN count(*)"

APP = "samverkan load"
"""What the metadata of the transaction of a load begin with; who is loading follows."""

LOADS = (
    "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.app = $app AND metaData.load <> $load "
    "RETURN metaData.user, metaData.host, metaData.pid"
)


def add_nodes(schema: Schema, label: str, kind: str) -> str:
    """Write new nodes of one kind; a row is the properties in the order of the schema, then the hash."""
    names = (*schema.node(label).names, "hash")
    return f"UNWIND $rows AS row CREATE (n:{_labels(OURS, label, kind)} {{{_map(names)}}}) RETURN count(n)"


def change_nodes(schema: Schema, label: str, kind: str) -> str:
    """Write the properties of nodes that are there, whatever their label and kind were; rows as for ``add_nodes``."""
    names = (*schema.node(label).names, "hash")
    others = sorted(own_labels(schema) - {label, kind})
    values = ", ".join(f"n.`{name}` = row[{i}]" for i, name in enumerate(names) if i)
    return (
        f"UNWIND $rows AS row MATCH (n:{OURS} {{id: row[0]}}) "
        f"REMOVE n:{_labels(*others)} SET n:{_labels(label, kind)} SET {values} RETURN count(n)"
    )


def add_relationships(schema: Schema, type: str) -> str:
    """Write new relationships; a row is the ids of the ends, the properties, the key and the hash."""
    names = (*(p.name for p in schema.stored), "key", "hash")
    return (
        f"UNWIND $rows AS row MATCH (a:{OURS} {{id: row[0]}}) MATCH (b:{OURS} {{id: row[1]}}) "
        f"CREATE (a)-[r:`{type}` {{{_map(names, first=2)}}}]->(b) RETURN count(r)"
    )


def remove_relationships(type: str) -> str:
    """Remove relationships by their keys: one pass over the type, since no index is kept that every load pays for."""
    return (
        f"MATCH (:{OURS})-[r:`{type}`]->(:{OURS}) WHERE r.key IN $keys "
        "WITH r, r.key AS key DELETE r RETURN count(DISTINCT key)"  # a copy that was made by hand goes as well
    )


def read_nodes(schema: Schema, label: str) -> str:
    """Read what verifying compares: labels of ours, the hash, and the properties in the order of the schema."""
    values = ", ".join(f"n.`{name}`" for name in schema.node(label).names)
    own = "[label IN labels(n) WHERE label IN $labels]"
    return f"MATCH (n:{_labels(OURS, label)}) WHERE n.id IS NOT NULL RETURN collect([{own}, n.hash, {values}])"


def read_relationships(schema: Schema, type: str) -> str:
    """Read what verifying compares: key, hash, ends and properties in the order of the schema."""
    values = ", ".join(("a.id", "b.id", *(f"r.`{p.name}`" for p in schema.stored)))
    return (
        f"MATCH (a:{OURS})-[r:`{type}`]->(b:{OURS}) WHERE r.key IS NOT NULL RETURN collect([r.key, r.hash, {values}])"
    )


def own_labels(schema: Schema) -> set[str]:
    """Return every label that a node of ours may carry because of what it is."""
    return {n.label for n in schema.labels} | set(schema.label_of_kind)


def _labels(*names: str) -> str:
    return ":".join(f"`{name}`" for name in dict.fromkeys(names))


def _map(names: Sequence[str], first: int = 0) -> str:
    return ", ".join(f"`{name}`: row[{i}]" for i, name in enumerate(names, first))
