"""Datasets made in a few lines, and what a store holds as sets."""

from collections import defaultdict
from typing import Any

from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.store.base import GraphStore, read_nodes, read_relationships


def dataset(nodes: dict[str, dict[str, Any]], relations: dict[str, dict[str, Any]], digest: str = "d") -> Dataset:
    """Make a dataset of ``{"city:a": {"population": 3}}`` and ``{"city:a PARTNER_IN project:x 2020": {"role": "r"}}``.

    A node's kind is its prefix, its name the rest of its id in upper case, its source ``s``, unless said.
    """
    kinds = {kind.lower(): kind for kind in SCHEMA.label_of_kind}
    columns: dict[str, dict[str, list[Any]]] = {n.label: {p: [] for p in n.names} for n in SCHEMA.labels}
    for id, facts in {"s": {"kind": "Source"}, **nodes}.items():
        kind = facts.get("kind") or kinds[id.split(":")[0]]
        given = {"id": id, "kind": kind, "name": id.split(":")[-1].upper(), "sources": ["s"], **facts}
        for name, values in columns[SCHEMA.label_of_kind[kind]].items():
            values.append(given.get(name))
    names = ("from", "to", *(p.name for p in SCHEMA.stored))
    types: dict[str, dict[str, list[Any]]] = {t.type: {n: [] for n in names} for t in SCHEMA.types}
    for line, facts in relations.items():
        source, type, target, *start = line.split()
        given = {"from": source, "to": target, "start": start[0] if start else None, "sources": ["s"], **facts}
        for name, values in types[type].items():
            values.append(given.get(name))
    return Dataset(SCHEMA, columns, types, digest)


def large_dataset(nodes: int, relationships: int, version: int = 1) -> Dataset:
    """Make a large dataset; another version has the same nodes with other names, and other relationships."""
    actors, projects = nodes // 2, nodes - nodes // 2
    cities = {f"city:{i}": {"name": f"City {i} of {version}", "population": i} for i in range(actors)}
    work = {f"project:{i}": {"name": f"Project {i} of {version}"} for i in range(projects)}
    ties: dict[str, dict[str, Any]] = {}
    for i in range(relationships):
        tie = (
            f"city:{(i * 7 + version) % actors} PARTNER_IN project:{(i * 13 + i // projects) % projects} {2000 + i % 9}"
        )
        ties[tie] = {"role": f"role {i % 5}"}
    return dataset({**cities, **work}, ties, digest=f"large {version}")


def nodes(store: GraphStore) -> set[tuple[str, str, str]]:
    """Id, kind and name of every node of ours."""
    return {row for n in SCHEMA.labels for row in read_nodes(store, n.label, ("id", "kind", "name"))}


def relationships(store: GraphStore) -> set[tuple[str, str, str, str | None]]:
    """Source, type, target and start of every relationship of ours."""
    return {
        (source, t.type, target, start)
        for t in SCHEMA.types
        for source, target, start in read_relationships(store, SCHEMA, t.type, ("from", "to", "start"))
    }


def parts(dataset: Dataset) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str, str | None]]]:
    """Nodes and relationships of a dataset, as ``nodes`` and ``relationships`` tell them of a store."""
    held = {
        row for c in dataset.nodes.values() for row in zip(c["id"], c["kind"], c["name"], strict=True)
    }  # fmt: skip
    ties = {
        (a, type, b, start)
        for type, c in dataset.relationships.items()
        for a, b, start in zip(c["from"], c["to"], c["start"], strict=True)
    }
    return held, ties


def changes(result: Any) -> dict[str, tuple[int, int, int]]:
    """What a load added, changed and removed, of each label and type that it touched."""
    found: dict[str, tuple[int, int, int]] = defaultdict(tuple)
    for row in result.as_records():
        counts = (row["added"], row["changed"], row["removed"])
        if any(counts):
            found[row["part"]] = counts
    return dict(found)
