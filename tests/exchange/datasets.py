"""Datasets that follow the schema, made by hypothesis."""

from hypothesis import strategies as st

from samverkan.model.dataset import Columns, Dataset
from samverkan.model.domain import SCHEMA
from samverkan.model.schema import Kind, Property
from samverkan.sources.cells import without_party

_ANY = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r", exclude_characters="\ufffe\uffff")
_AWKWARD = st.sampled_from([
    "=1+1", "'=1", "''-x", "'\t0", "'\r=1", "+46", "-5", "@x", "_x000D_", "TRUE", "#N/A", "01", "1.0", "2021-10", "a;b",
    'a"b', "a\r\nb", "<b>&amp;", "1e5", "sep=;",
])  # fmt: skip
texts = (st.text(_ANY, max_size=12) | _AWKWARD).map(str.strip).filter(bool).filter(lambda t: without_party(t) == t)
items = texts.map(lambda t: t.replace("|", "/").strip()).filter(bool)
dates = st.one_of(
    st.integers(1000, 9999).map(str),
    st.tuples(st.integers(1000, 9999), st.integers(1, 12)).map("{0[0]}-{0[1]:02}".format),
    st.dates().map(lambda d: f"{max(d.year, 1000):04}-{d.month:02}-{min(d.day, 28):02}"),
)


def values(prop: Property, sources: list[str]) -> st.SearchStrategy:
    """The values that a property may have."""
    if prop.references:
        found = st.lists(st.sampled_from(sources), min_size=1, max_size=3)
    elif prop.choices:
        found = st.sampled_from(prop.choices)
    elif prop.pattern:
        found = st.just(prop.example)
    elif prop.kind is Kind.INTEGER:
        found = st.integers(int(prop.low or 0), int(prop.high or 2**63 - 1))
    elif prop.kind is Kind.NUMBER:
        found = st.floats(prop.low, prop.high, allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0 or 0.0)
    elif prop.kind is Kind.DATE:
        found = dates
    else:
        found = st.lists(items, min_size=1, max_size=3) if prop.kind is Kind.LIST else texts
    return found if prop.required else st.none() | found


@st.composite
def datasets(draw) -> Dataset:
    """A network of a few nodes and relations with whatever values the schema allows."""
    sources = [f"s{n}" for n in range(draw(st.integers(1, 2)))]
    nodes: dict[str, Columns] = {}
    kinds: dict[str, list[str]] = {}
    for node in SCHEMA.labels:
        count = len(sources) if node.label == "Source" else draw(st.integers(1 - node.optional, 2))
        rows = []
        for number in range(count):
            row = {p.name: draw(values(p, sources)) for p in node.properties}
            row["id"] = sources[number] if node.label == "Source" else f"{row['kind'].lower()}:n{number}"
            kinds.setdefault(row["kind"], []).append(row["id"])
            rows.append(_in_time(row))
        nodes[node.label] = {name: [row[name] for row in rows] for name in node.names}
    relations = {}
    for relation in SCHEMA.types:
        ends = [
            [id for kind in SCHEMA.kinds(end) for id in kinds.get(kind, ())]
            for end in (relation.sources, relation.targets)
        ]
        pairs = [(a, b) for a in ends[0] for b in ends[1] if a != b and (a < b or not relation.undirected)]
        chosen = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True)) if pairs else []
        rows = []
        for source, target in chosen:
            row = {p.name: draw(values(p, sources)) for p in SCHEMA.relations if p.name not in ("from", "type", "to")}
            rows.append({"from": source, "to": target, **_in_time(row)})
        names = [p.name for p in SCHEMA.relations if p.name != "type"]
        relations[relation.type] = {name: [row[name] for row in rows] for name in names}
    return Dataset(SCHEMA, nodes, relations)


def _in_time(row: dict) -> dict:
    """Let nothing end before it starts."""
    start, end = row.get("start"), row.get("end")
    if start and end and end[: len(start)] < start[: len(end)]:
        return {**row, "end": None}
    return row


def columns(dataset: Dataset) -> tuple[dict, dict]:
    """All that a dataset says."""
    return dict(dataset.nodes), dict(dataset.relationships)
