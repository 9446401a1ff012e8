"""What each number means, and what it does not: one sentence or two of each."""

from typing import NamedTuple

from samverkan.analysis.context import Context
from samverkan.language import N_, _, language
from samverkan.model.words import KINDS, SECTORS


class Meaning(NamedTuple):
    """A number in words; all marked for the catalogue, and worded where they are shown.

    Parameters
    ----------
    title : str
        What it is called.
    means, means_not : str
        Whole sentences.
    """

    title: str
    means: str
    means_not: str


MEANINGS = {
    "actors": Meaning(
        N_("actors with a working tie"),
        N_("Cities and organisations that are known to work with at least one other."),
        N_("Who is missing from the data is missing here."),
    ),
    "without_ties": Meaning(
        N_("actors with data, but without a working tie"),
        N_(
            "All that is known of them are large networks, agreements, events, or activities without another "
            "known partner."
        ),
        N_("It does not say that they work with nobody: no working tie is known."),
    ),
    "without_data": Meaning(
        N_("actors without data"),
        N_("Nothing is known of them but where they are."),
        N_("It says nothing about what they do."),
    ),
    "activities": Meaning(
        N_("activities that make working ties"),
        N_(
            "Projects, networks and research schools with two of these actors or more, and small enough to know"
            " each other."
        ),
        N_(
            "Large networks, agreements and events do not count: to be on a list together is not to work "
            "together."
        ),
    ),
    "ties": Meaning(
        N_("working ties"),
        N_("Pairs that work together: in such an activity, as twin cities or directly."),
        N_(
            "It does not say how closely, nor whether they still do: a tie does not lapse when its activity "
            "ends."
        ),
    ),
    "density": Meaning(
        N_("density"),
        N_("Part of all possible pairs that work together."),
        N_("A larger network is always thinner: compare it with networks of the same size only."),
    ),
    "partners": Meaning(
        N_("partners, on average"),
        N_("Others with whom an actor works."),
        N_(
            "It is not what is usual: a few with very many partners pull it up, and one project of 15 gives all"
            " 14."
        ),
    ),
    "median_partners": Meaning(
        N_("partners, median"),
        N_("Half of the actors have no more than this."),
        N_("Few partners are not too few: one close partner may be worth more."),
    ),
    "components": Meaning(
        N_("parts without a tie between them"),
        N_("Within a part everybody is linked to everybody, directly or by others in between."),
        N_("Two parts may well know each other by ties that nobody has collected."),
    ),
    "largest_component": Meaning(
        N_("actors in the largest part"),
        N_("So many can be reached from each other step by step."),
        N_("It does not say that anybody would go so far: more than two steps are rarely taken."),
    ),
    "core": Meaning(
        N_("actors in the core"),
        N_(
            "So many actors have at least so many partners each: it is the largest number for which that is so."
        ),
        N_("To be outside is no fault: who has few partners may have those who matter."),
    ),
    "core_density": Meaning(
        N_("density inside the core"),
        N_(
            "Near 1 the core is a circle where all work with all; near 0 there are several hubs with circles of"
            " their own."
        ),
        N_("It does not say that those inside shut others out."),
    ),
    "between_density": Meaning(
        N_("density between core and periphery"),
        N_("How much the core reaches those around it."),
        N_("It does not say whether the same ones are reached again and again."),
    ),
    "periphery_density": Meaning(
        N_("density inside the periphery"),
        N_("Near 0 those around the core meet through the core only."),
        N_("It is small in every large network, as density is."),
    ),
    "degeneracy": Meaning(
        N_("deepest k-core"),
        N_("The largest number such that some actors all have that many partners among themselves."),
        N_("It need not be a circle that has grown: a single project of 15 gives 14."),
    ),
    "innermost": Meaning(
        N_("actors in the deepest k-core"),
        N_("Those in the most tightly knit part."),
        N_("They are not the leaders of the network: they may be the partners of one or two large projects."),
    ),
    "ei_index": Meaning(
        N_("E-I index"),
        N_(
            "From -1, where all ties stay inside the groups, to +1, where all lead out of them. By lot: the "
            "same ties, if who is in which group were drawn."
        ),
        N_(
            "Low is not bad: neighbours have reasons to work together. A small group has more others to choose "
            "from, and so a higher index: compare with the lot."
        ),
    ),
    "degree": Meaning(
        N_("partners"),
        N_("With how many others an actor works."),
        N_("Many partners may come from one large project, and the most collected actors have most."),
    ),
    "strength": Meaning(
        N_("strength of the ties"),
        N_(
            "About the number of activities, each counted by how much of it is known: a tie in an activity of n"
            " actors weighs 1/(n-1)."
        ),
        N_("It does not say how much work or money goes into a tie."),
    ),
    "betweenness": Meaning(
        N_("betweenness"),
        N_(
            "Part of the shortest ways between two others that lead through the actor, from 0 to 1: whose loss "
            "makes ways longer."
        ),
        N_(
            "Nobody knows whether anything travels these ways, and a missing tie in the data makes a bridge of "
            "somebody who is none."
        ),
    ),
    "effective_size": Meaning(
        N_("effective size"),
        N_(
            "How many circles an actor's partners make: the partners, less the ties that each of them has on "
            "average to the others."
        ),
        N_("It does not say that the actor carries anything from one circle to the other."),
    ),
    "constraint": Meaning(
        N_("constraint"),
        N_(
            "How much an actor's partners lead to each other: near 0 the actor is free to join circles that do "
            "not meet, at 1 it depends on one partner."
        ),
        N_("A low value is an opening, not a merit; large organisations have it by being large."),
    ),
    "roles": Meaning(
        N_("roles between others"),
        N_(
            "Pairs of partners that do not work with each other, by whose side they are on. Coordinator: all "
            "three of one group; gatekeeper (and representative, which is the same, as ties have no direction):"
            " one of its own group and one of another; consultant: both of one other group; liaison: of two "
            "other groups. In brackets, by lot: the same ties, if the others' groups were drawn."
        ),
        N_(
            "A pair without a known tie may well know each other, and nobody has asked whether the broker "
            "brings them together."
        ),
    ),
    "communities": Meaning(
        N_("communities"),
        N_(
            "Parts with more ties inside than chance would give. Stability: how often two of a community come "
            "together again when it is looked for anew; modularity: how sharply the parts are set off, from 0 "
            "to 1."
        ),
        N_(
            "The borders are drawn by the method, not by anybody in the network; with a stability far below 1 "
            "they might as well be drawn otherwise."
        ),
    ),
    "mixing": Meaning(
        N_("who works with whom"),
        N_(
            "Pairs of actors with a working tie, by their groups, beside as many as chance gives when all keep "
            "their number of activities. What is marked would come up by chance anywhere in the table in one "
            "network of twenty at most."
        ),
        N_(
            "What is not marked is not shown to be chance: there may be too little data to tell. Fewer than by "
            "chance is not wrong: distance and tasks are good reasons, and where the same ones work together again "
            "and again, there are fewer pairs everywhere."
        ),
    ),
}  # fmt: skip
"""Of each measure, by its name in the results."""

GROUPINGS = {"county": N_("county"), "sector": N_("sector"), "theme": N_("main theme")}
"""By what actors are put in groups."""


def group_in_words(context: Context, grouping: str, label: str) -> str:
    """Word the label of a group: a sector, a theme by its name; a county is its name."""
    if grouping == "sector":
        known = {"municipality": N_("municipality"), **SECTORS, **KINDS}
        return _(known.get(label, label))
    if grouping == "theme":
        areas = context.network.focus_areas
        place = areas.index[label]
        return str((language() == "en" and areas["name_en"][place]) or areas["name"][place])
    return label
