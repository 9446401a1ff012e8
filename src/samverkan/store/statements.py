"""The Cypher that writes to a server, built from the schema. Names come from it alone, values travel as parameters."""

from samverkan.model.schema import NodeLabel, Schema

OWN = "Samverkan"
"""Label of every node that the tool owns."""

LOAD = "SamverkanLoad"
"""Second label of the Load record; its ``id`` is the label itself."""

CONSTRAINT = f"CREATE CONSTRAINT samverkan_id IF NOT EXISTS FOR (n:{OWN}) REQUIRE n.id IS UNIQUE"

LOCK = f"""
MERGE (l:{OWN}:{LOAD} {{id: $label}})
SET l.locked = true
REMOVE l.locked
RETURN l.load AS load
"""
"""Take the lock of the Load record, which is held until the transaction ends; tell which load wrote it."""

RECORD = f"""
MATCH (l:{OWN}:{LOAD} {{id: $label}})
SET l.load = $load, l.time = $time, l.version = $version, l.digest = $digest, l.data_date = $data_date,
    l.totals = $totals
RETURN count(l)
"""

READ_RECORD = f"""
MATCH (l:{OWN}:{LOAD} {{id: $label}}) WHERE l.load IS NOT NULL
RETURN l.load, l.time, l.version, l.digest, l.data_date, l.totals
"""

RUNNING = """
SHOW TRANSACTIONS YIELD transactionId, metaData
WHERE metaData.app = 'samverkan load'
RETURN metaData.user AS user, metaData.host AS host, metaData.pid AS pid
"""


def write_nodes(schema: Schema, label: str, kind: str) -> str:
    """Add or change nodes of one label and kind; ``$rows`` have ``id`` and ``properties``. Returns their number."""
    others = ":".join(k for k in schema.node(label).kinds if k not in (kind, label))
    remove = f" REMOVE n:{others}" if others else ""
    return (
        f"UNWIND $rows AS row MERGE (n:{OWN} {{id: row.id}}){remove} "
        f"SET n = row.properties SET n:{':'.join(dict.fromkeys((OWN, label, kind)))} RETURN count(n)"
    )


def create_nodes(label: str, kind: str) -> str:
    """Add nodes that are known to be new: to a graph that holds none of ours."""
    return f"UNWIND $rows AS row CREATE (n:{':'.join(dict.fromkeys((OWN, label, kind)))}) SET n = row RETURN count(n)"


def remove_nodes(label: str) -> str:
    """Remove nodes by ``$rows`` of ids; the server refuses one that still has a relationship."""
    return f"UNWIND $rows AS id MATCH (n:{OWN}:{label} {{id: id}}) DELETE n RETURN count(*)"


def foreign_relationships(label: str) -> str:
    """Find relationships of others on nodes that are to be removed."""
    return (
        f"UNWIND $rows AS id MATCH (n:{OWN}:{label} {{id: id}})-[r]-(m) WHERE r.key IS NULL "
        "RETURN DISTINCT n.name AS name, type(r) AS type, coalesce(m.name, elementId(m)) AS other "
        "ORDER BY name, other LIMIT 20"
    )


def create_relationships(type: str) -> str:
    """Add relationships between ends matched by id; ``$rows`` have ``from``, ``to`` and ``properties``."""
    return (
        f"UNWIND $rows AS row MATCH (a:{OWN} {{id: row.from}}) MATCH (b:{OWN} {{id: row.to}}) "
        f"CREATE (a)-[r:{type}]->(b) SET r = row.properties RETURN count(r)"
    )


def change_relationships(type: str) -> str:
    """Change relationships matched by ``key``; ``$rows`` have ``from``, ``to``, ``key`` and ``properties``."""
    return (
        f"UNWIND $rows AS row MATCH (a:{OWN} {{id: row.from}})-[r:{type} {{key: row.key}}]->(b:{OWN} {{id: row.to}}) "
        "SET r = row.properties RETURN count(r)"
    )


def remove_relationships(type: str) -> str:
    """Remove relationships by ``$rows`` of keys."""
    return f"MATCH (:{OWN})-[r:{type}]->(:{OWN}) WHERE r.key IN $rows DELETE r RETURN count(*)"


def hashes_of_nodes(label: str) -> str:
    """Read id and hash of every node of ours of a label."""
    return f"MATCH (n:{OWN}:{label}) RETURN n.id, n.hash"


def hashes_of_relationships(type: str) -> str:
    """Read key and hash of every relationship of ours of a type."""
    return f"MATCH (:{OWN})-[r:{type}]->(:{OWN}) WHERE r.key IS NOT NULL RETURN r.key, r.hash"


def values_of_nodes(node: NodeLabel) -> str:
    """Read the id and every property of the nodes of ours of a label."""
    wanted = ", ".join(f"n.`{p.name}`" for p in node.properties)
    return f"MATCH (n:{OWN}:{node.label}) RETURN n.id, {wanted}"


def values_of_relationships(schema: Schema, type: str) -> str:
    """Read the key, the ends and every property of the relationships of ours of a type."""
    wanted = ", ".join(f"r.`{p.name}`" for p in schema.stored)
    return f"MATCH (a:{OWN})-[r:{type}]->(b:{OWN}) WHERE r.key IS NOT NULL RETURN r.key, a.id, b.id, {wanted}"


def totals(schema: Schema) -> str:
    """Count our rows of every label and type, and add their hashes up, in one statement."""
    parts = [
        f"MATCH (n:{OWN}:{n.label}) RETURN '{n.label}' AS part, count(n.hash) AS n, sum(n.hash) AS total"
        for n in schema.labels
    ]
    parts += [
        f"MATCH (:{OWN})-[r:{t.type}]->(:{OWN}) WHERE r.key IS NOT NULL "
        f"RETURN '{t.type}' AS part, count(r.hash) AS n, sum(r.hash) AS total"
        for t in schema.types
    ]
    return " UNION ALL ".join(parts)
