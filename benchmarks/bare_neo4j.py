"""Load a folder into Neo4j as a short script would: UNWIND batches in one transaction, and not one check.

python benchmarks/bare_neo4j.py ADDRESS FOLDER; user and password from SAMVERKAN_DB_USER and SAMVERKAN_DB_PASSWORD.
The database is empty. The graph is that of ``samverkan load``, but for ``key`` and ``hash`` and the Load record.
"""

import csv
import os
import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path

import neo4j

LABELS = {
    "cities": "City",
    "organisations": "Organisation",
    "activities": "Activity",
    "people": "Person",
    "focus_areas": "FocusArea",
    "sources": "Source",
}
LISTS = {"sources", "aliases"}
INTEGERS = {"population", "climate_plan_year", "size", "amount"}
NUMBERS = {"latitude", "longitude", "co2_per_capita", "co2_change"}
BATCH = 10_000


def value(name: str, text: str) -> object:
    if name in LISTS:
        return [item.strip() for item in text.split("|")]
    if name in INTEGERS:
        return int(text)
    return float(text) if name in NUMBERS else text


def rows(file: Path, by: str) -> dict[str, list[dict[str, object]]]:
    """Read a file and divide its rows by one of its columns."""
    divided = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            divided[row[by]].append({name: value(name, text) for name, text in row.items() if text})
    return divided


def main(address: str, folder: Path) -> None:
    credentials = os.environ["SAMVERKAN_DB_USER"], os.environ["SAMVERKAN_DB_PASSWORD"]
    with neo4j.GraphDatabase.driver(address, auth=credentials) as driver, driver.session() as session:
        session.run("CREATE CONSTRAINT samverkan_id IF NOT EXISTS FOR (n:Samverkan) REQUIRE n.id IS UNIQUE").consume()
        with session.begin_transaction() as transaction:
            for table, label in LABELS.items():
                if (folder / f"{table}.csv").exists():
                    for kind, nodes in rows(folder / f"{table}.csv", "kind").items():
                        write(
                            transaction,
                            "UNWIND $rows AS row MERGE (n:Samverkan {id: row.id}) "
                            f"SET n += row, n:{':'.join(dict.fromkeys((label, kind)))}",
                            nodes,
                        )
            for type, relations in rows(folder / "relations.csv", "type").items():
                write(
                    transaction,
                    "UNWIND $rows AS row MATCH (a:Samverkan {id: row.from}) MATCH (b:Samverkan {id: row.to}) "
                    f"CREATE (a)-[r:{type}]->(b) SET r += row.properties",
                    [
                        {
                            "from": row.pop("from"),
                            "to": row.pop("to"),
                            "properties": {name: v for name, v in row.items() if name != "type"},
                        }
                        for row in relations
                    ],
                )
            transaction.commit()


def write(transaction: neo4j.Transaction, statement: str, rows: list[dict[str, object]]) -> None:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        transaction.run(statement, rows=batch).consume()


main(sys.argv[1], Path(sys.argv[2]))
