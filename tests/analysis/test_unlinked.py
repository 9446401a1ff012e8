"""Groups that have fewer ties than chance would give, in networks made by hand."""

import numpy as np

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.nullmodel import NullModel
from samverkan.analysis.unlinked import Group, TiesBetween, city_kinds, model_of, municipality, unlinked_groups

TOWNS = {"city__ale": ("Ale län", "A1"), "city__bro": ("Ale län", "A2"), "city__dal": ("Dal län", "C4"),
         "city__ed": ("Dal län", "C5")}  # fmt: skip
CITIES = {id: {"country": "SE", "county": county, "skr_group": group} for id, (county, group) in TOWNS.items()}


def halves(*more: str):
    """Eight companies in each of two counties, two towns in each, and twelve projects in each, of four companies."""
    lines = ["project:x FOCUSES_ON theme:energy", *more]
    for county, towns in enumerate((("ale", "bro"), ("dal", "ed"))):
        lines += [f"company:c{county}{i} LOCATED_IN city:{towns[i % 2]}" for i in range(8)]
        for p in range(12):
            project = f"project:p{county}{p}"
            lines.append(f"{project} FOCUSES_ON theme:energy")
            lines += [f"company:c{county}{(p + i * (1 + p % 2)) % 8} PARTNER_IN {project} 2020" for i in range(4)]
    facts = {f"company__c{county}{i}": {"sector": "business", "country": "SE"} for county in (0, 1) for i in range(8)}
    return network(lines, **CITIES, **facts)


def places(context: Context, *ids: str) -> tuple[int, ...]:
    return tuple(context.network.actors.index[id] for id in ids)


def test_two_counties_that_never_meet_are_found():
    context = Context.of(halves())
    found = unlinked_groups(context, permutations=199, seed=5)
    north, south = (places(context, *(f"company:c{county}{i}" for i in range(8))) for county in (0, 1))
    (pair,) = found.pairs
    assert pair.one == Group(("theme:energy",), "Ale län", "A", north)
    assert pair.other == Group(("theme:energy",), "Dal län", "C", south)
    assert pair.observed == 0
    assert 25 < pair.expected < 12 * 6 * 8 / 15  # twelve reach beyond a town, with six pairs each, some of them twice
    assert pair.p == 1 / 200
    assert (found.groups, found.tested, found.left_out, found.permutations, found.seed) == (2, 1, 0, 199, 5)
    assert unlinked_groups(context, permutations=199, seed=5) == found


def test_ties_are_counted_by_pairs_of_actors_whatever_they_share():
    """Two direct ties and a project of four towns: c00 and c10 share both, and are a pair once."""
    context = Context.of(
        halves(
            *("company:c00 COLLABORATES_WITH company:c10", "company:c01 COLLABORATES_WITH company:c11"),
            *(f"company:{c} PARTNER_IN project:x" for c in ("c00", "c10", "c12")),
        )
    )
    ties = TiesBetween(context)
    assert [g.place for g in ties.groups] == ["Ale län", "Dal län"]
    assert ties(ties.model.incidence).tolist() == [3]


def test_who_has_no_working_tie_or_no_place_is_in_no_group():
    found = halves("company:lone LOCATED_IN city:ale", "company:c00 COLLABORATES_WITH company:nowhere",
                   "company:lone TOOK_PART_IN event:day")  # fmt: skip
    ties = TiesBetween(Context.of(found))
    assert [len(g.actors) for g in ties.groups] == [8, 8]
    assert ties.left_out == 1


def test_themes_that_the_same_actors_work_with_make_one_group():
    more = [f"project:p{county}{p} FOCUSES_ON theme:nature" for county in (0, 1) for p in range(12)]
    ties = TiesBetween(Context.of(halves(*more, "project:p00 FOCUSES_ON theme:mobility")))
    assert [(g.themes, g.place, len(g.actors)) for g in ties.groups] == [
        (("theme:energy", "theme:nature"), "Ale län", 8),
        (("theme:energy", "theme:nature"), "Dal län", 8),
    ]


def test_groups_with_a_common_actor_are_not_compared():
    """Six of eight work with mobility as well: three groups, and two pairs of those that share nobody."""
    more = ["project:p00 FOCUSES_ON theme:mobility", "project:p02 FOCUSES_ON theme:mobility"]
    ties = TiesBetween(Context.of(halves(*more)))
    assert [(g.themes, g.place, len(g.actors)) for g in ties.groups] == [
        (("theme:energy",), "Ale län", 8),
        (("theme:mobility",), "Ale län", 6),
        (("theme:energy",), "Dal län", 8),
    ]
    assert [ends.tolist() for ends in ties.pairs] == [[0, 1], [2, 2]]


def test_a_group_abroad_is_that_of_a_country():
    lines = [f"company:n{i} PARTNER_IN project:x 2020" for i in range(5)]
    facts = {f"company__n{i}": {"country": "NO"} for i in range(5)}
    context = Context.of(network(["project:x FOCUSES_ON theme:energy", *lines], **facts))
    assert TiesBetween(context).groups == (Group(("theme:energy",), "NO", None, (0, 1, 2, 3, 4)),)


def test_nothing_can_be_shown_is_an_answer():
    two = network(["company:a PARTNER_IN project:x", "company:b PARTNER_IN project:x"])
    found = unlinked_groups(Context.of(two), permutations=9)
    assert (found.pairs, found.groups, found.tested, found.left_out) == ((), 0, 0, 2)


def test_shuffled_is_what_reaches_beyond_one_municipality():
    context = Context.of(
        network(
            ["company:a LOCATED_IN city:ale", "company:b LOCATED_IN city:bro", "company:b LOCATED_IN city:dal"]
            + [f"{a} PARTNER_IN project:local" for a in ("city:ale", "company:a", "company:b")]
            + [f"{a} PARTNER_IN project:wide" for a in ("company:a", "city:bro")],
            **CITIES,
        )
    )
    assert municipality(context).tolist() == [0, 1, 2, 3, 0, -1]  # b is in two, so nowhere in particular
    assert city_kinds(context) == ["A", "A", "C", "C", "A", None]
    model = model_of(context)
    assert isinstance(model, NullModel)
    (local, wide) = (context.network.activities.index[f"project:{name}"] for name in ("local", "wide"))
    assert np.asarray(model.incidence.sum(axis=0))[[local, wide]].tolist() == [0, 2]


def test_a_local_initiative_is_a_class_of_its_own():
    lines = [f"city:{c} MEMBER_OF programme:p" for c in ("ale", "bro")]
    lines += ["city:ale PARTNER_IN project:i", "project:i PART_OF programme:p", "city:bro PARTNER_IN project:j"]
    context = Context.of(network(lines, **CITIES))
    of = dict(zip(context.network.activities["id"], np.asarray(model_of(context).classes).tolist(), strict=True))
    assert of == {"project:i": 1, "project:j": 0, "programme:p": 0}
