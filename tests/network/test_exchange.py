"""To networkx and back."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.network.exchange import from_networkx, to_networkx
from samverkan.network.network import Network

ACTORS = ["city:a", "city:b", "company:k"]
ACTIVITIES = ["project:x", "network:n", "event:e"]
THEMES = ["theme:t", "theme:u"]
DATES = st.sampled_from(["-", "2019", "2020-05", "2021-12-31"])
ROWS = st.tuples(
    st.sampled_from(ACTORS + ACTIVITIES),
    st.sampled_from(["PARTNER_IN", "TWINNED_WITH", "FOCUSES_ON"]),
    st.sampled_from(ACTORS + ACTIVITIES + THEMES),
    DATES,
    DATES,
)


@st.composite
def networks(draw) -> Network:
    """Networks of whatever relations, of which several may join the same two, or one with itself."""
    rows = draw(st.sets(ROWS, max_size=12))
    facts = {id.replace(":", "__"): {"county": draw(st.sampled_from([None, "X län"]))} for id in draw(st.sets(
        st.sampled_from(ACTORS)))}  # fmt: skip
    made = network((" ".join(row) for row in sorted(rows)), **facts)
    in_order = sorted(made.relations, key=lambda r: (r.type, r.source, r.target, r.start or "", r.end or ""))
    return Network(made.actors, made.activities, made.focus_areas, tuple(in_order))


@settings(max_examples=75, deadline=None)
@given(networks())
def test_there_and_back_is_the_same(made):
    assert from_networkx(to_networkx(made)) == made


@settings(max_examples=50, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_in_the_graph_does_not_matter(made, random):
    graph = to_networkx(made)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert from_networkx(shuffled) == made


@settings(max_examples=50, deadline=None)
@given(networks())
def test_networkx_counts_the_same(made):
    graph = to_networkx(made)
    assert graph.number_of_edges() == len(made.relations)
    parts = {part: [id for id, of in graph.nodes(data="part") if of == part] for part in ("actors", "activities")}
    assert parts == {"actors": made.actors["id"], "activities": made.activities["id"]}
    partners = nx.DiGraph((a, b) for a, b, type in graph.edges(data="type") if type == "PARTNER_IN")
    partners.add_nodes_from(graph)
    in_activities = [len({*partners[id]} & {*ACTIVITIES}) for id in made.actors["id"]]
    assert made.incidence(("PARTNER_IN",)).sum(axis=1).tolist() == in_activities
    twins = nx.Graph((a, b) for a, b, type in graph.edges(data="type") if type == "TWINNED_WITH" and a != b)
    twins.add_nodes_from(graph)
    with_actors = [len({*twins[id]} & {*ACTORS}) for id in made.actors["id"]]
    assert made.direct(("TWINNED_WITH",)).sum(axis=1).tolist() == with_actors


def test_a_graph_says_what_the_network_knows():
    graph = to_networkx(network(["city:a PARTNER_IN project:x 2020 2023"], city__a={"county": "X län"}))
    assert graph.nodes["city:a"]["county"] == "X län"
    assert {id: (data["part"], data["kind"], data["name"]) for id, data in graph.nodes(data=True)} == {
        "city:a": ("actors", "City", "A"),
        "project:x": ("activities", "Project", "X"),
    }
    assert list(graph.edges(data=True)) == [
        ("city:a", "project:x",
         {"type": "PARTNER_IN", "start": "2020", "end": "2023", "sources": ["s"], "role": None}),
    ]  # fmt: skip
