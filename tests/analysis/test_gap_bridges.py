"""What holds a network together alone: as networkx has it, and by hand."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.gaps.bridges import cuts_by_actors, cuts_by_ties, single_bridges, ties_alone

NAMES = "abcdefghijkl"
TEAMS = st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=7)
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1]), max_size=6)


def made(teams, pairs) -> Context:
    """A network of companies: teams in projects, and pairs that work together directly."""
    lines = [f"company:{a} PARTNER_IN project:p{n}" for n, team in enumerate(teams) for a in team]
    lines += [f"company:{a} COLLABORATES_WITH company:{b}" for a, b in pairs]
    return Context.of(network(lines, **{f"company__{a}": {} for a in NAMES}))


@settings(max_examples=150)
@given(TEAMS, PAIRS)
def test_articulation_points_and_what_they_cut_off_are_those_of_networkx(teams, pairs):
    context = made(teams, pairs)
    graph = nx.from_scipy_sparse_array(context.working)
    cuts = {cut.bridge[0]: cut for cut in cuts_by_actors(context)}
    assert set(cuts) == set(nx.articulation_points(graph))
    for place, cut in cuts.items():
        rest = graph.subgraph(nx.node_connected_component(graph, place) - {place})
        parts = sorted(map(len, nx.connected_components(rest)), reverse=True)
        assert sorted(map(len, cut.parts), reverse=True) == parts[1:]
        assert set(map(frozenset, cut.parts)) <= set(map(frozenset, nx.connected_components(rest)))


@settings(max_examples=150)
@given(TEAMS, PAIRS)
def test_bridges_and_what_they_cut_off_are_those_of_networkx(teams, pairs):
    context = made(teams, pairs)
    graph = nx.from_scipy_sparse_array(context.working)
    cuts = ties_alone(context)
    assert sorted(map(sorted, (cut.bridge for cut in cuts))) == sorted(map(sorted, nx.bridges(graph)))
    for cut in cuts:
        near, far = cut.bridge
        without = graph.copy()
        without.remove_edge(near, far)
        assert set(cut.lost) == nx.node_connected_component(without, far)
        assert len(cut.lost) <= len(nx.node_connected_component(without, near))


def ring(*names: str, project: str) -> list[str]:
    return [f"{name} PARTNER_IN project:{project} 2020" for name in names]


LEFT = [f"company:l{i}" for i in range(4)]
RIGHT = [f"agency:r{i}" for i in range(4)]


def test_a_tie_that_holds_two_teams_together_stands_for_its_ends():
    """Six on the left, five on the right: city x and city y alone work together."""
    lines = ring(*LEFT, "company:more", "city:x", project="left") + ring(*RIGHT, "city:y", project="right")
    (gap,) = single_bridges(Context.of(network([*lines, "city:x TWINNED_WITH city:y 2021"])))
    assert gap.pattern.name == "single-bridge-tie"
    assert gap.who == ("city:x", "city:y")
    assert set(gap.values["behind"]) == {"city:y", *RIGHT}
    assert (gap.observed, gap.weight, gap.confidence) == (5, 5.0, "low")


def test_an_actor_in_two_teams_holds_them_together():
    left = ring(*LEFT, "company:more", "company:most", "city:x", project="left")
    lines = left + ring(*RIGHT, "city:y", "city:x", project="right")
    (gap,) = single_bridges(Context.of(network(lines)))
    assert (gap.pattern.name, gap.who) == ("single-bridge-actor", ("city:x",))
    assert set(gap.values["behind"]) == {"city:y", *RIGHT}


def test_four_are_too_few_and_five_of_one_kind_with_no_ties_elsewhere_do_not_count():
    lines = ring(*LEFT, "company:l4", "company:l5", "city:x", project="left")
    few = [*lines, *ring(*RIGHT, "city:x", project="right")]
    assert single_bridges(Context.of(network(few))) == []
    alike = [*lines, *ring(*RIGHT, "agency:r4", "city:x", project="right")]
    assert single_bridges(Context.of(network(alike))) == []
    elsewhere = [*alike, *ring("agency:r0", "agency:r1", project="more")]
    (gap,) = single_bridges(Context.of(network(elsewhere)))
    assert set(gap.values["behind"]) == {*RIGHT, "agency:r4"}


def test_ties_that_leave_few_on_one_side_are_no_gap():
    lines = ring(*LEFT, "city:x", project="left")
    assert cuts_by_ties(Context.of(network([*lines, "city:x TWINNED_WITH city:y"]))) == []
