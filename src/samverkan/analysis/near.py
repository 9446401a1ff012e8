"""Near in the network: measures of how likely two are to come together. Each is a function of a ``View``.

All give subjects × actors, 0 for whom nothing leads to. What "tie" means is in ``Teams.counted``.
"""

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Groups, View, divided
from samverkan.network.network import Numbers

DAMPING = 0.5
"""Chance that a walk goes on: short walks, as what counts is the neighbourhood."""

STEPS = 12
"""Steps of a walk that are followed; what is left after them is DAMPING ** STEPS, 0.0002 of all."""


def popularity(view: View) -> Numbers:
    """Count the partners of each actor, whoever looks: preferential attachment.

    Range 0 upwards, in partners. Barabási, A.-L. and Albert, R. (1999). Science 286, 509-512.
    """
    return _alike(view, view.context.degree)


def _alike(view: View, values: Numbers) -> Numbers:
    """Return the same values for every subject."""
    return np.broadcast_to(values, (len(view.rows), len(values)))


def common_neighbours(view: View) -> Numbers:
    """Count the partners that two have in common. Range 0 upwards, in partners.

    Newman, M. E. J. (2001). Physical Review E 64, 025102.
    """
    return _common(view, np.ones_like(view.context.degree))


def adamic_adar(view: View) -> Numbers:
    """Count common partners by rarity: Σ_z 1 / log k(z), over common partners z with k(z) partners.

    Range 0 upwards, unitless. Adamic, L. A. and Adar, E. (2003). Social Networks 25(3), 211-230.
    """
    degree = view.context.degree
    return _common(view, divided(np.ones_like(degree), np.log(np.maximum(degree, 1.0))))


def resource_allocation(view: View) -> Numbers:
    """Count common partners by rarity: Σ_z 1 / k(z), over common partners z with k(z) partners.

    Range 0 upwards, unitless. Zhou, T., Lü, L. and Zhang, Y.-C. (2009). European Physical Journal B 71, 623-630.
    """
    degree = view.context.degree
    return _common(view, divided(np.ones_like(degree), degree))


def _common(view: View, weights: Numbers) -> Numbers:
    joined = view.context.joined
    return np.asarray((view.partners @ sp.diags_array(weights) @ joined).toarray())


def paths_of_three(view: View) -> Numbers:
    """Count paths of three ties: Σ_uv a(s,u) a(u,v) a(v,c) / √(k(u) k(v)).

    Range 0 upwards, unitless. Kovács, I. A. et al. (2019). Nature Communications 10, 1240.
    """
    joined, degree = view.context.joined, view.context.degree
    weights = sp.diags_array(divided(np.ones_like(degree), np.sqrt(degree)))
    return _times(_times((view.partners @ weights).toarray(), joined) * weights.diagonal(), joined)


def pagerank(view: View, steps: int = STEPS) -> Numbers:
    """Follow walks from the subject that end after every step with chance 1 - DAMPING: personalised PageRank.

    Range 0 to 1: the chance to be there at the end. Ties count alike. Page, L. et al. (1999). The PageRank citation
    ranking, Stanford InfoLab 1999-66; personalised: Haveliwala, T. H. (2002). WWW 2002, 517-526.
    """
    joined, degree = view.context.joined, view.context.degree
    total, last = view.single.copy(), view.single
    for _ in range(steps):
        last = DAMPING * _times(divided(last, degree), joined)
        total += last
    return (1 - DAMPING) * total


def _times(amounts: Numbers, matrix: sp.csr_array) -> Numbers:
    return np.ascontiguousarray((matrix.T @ np.ascontiguousarray(amounts.T)).T)


def team_resource_allocation(view: View) -> Numbers:
    """Measure how much of what the subject hands out through its partners would reach every other actor.

    RA(s, c) = Σ_z w(s,z) w(z,c) / s(z), over common partners z, with w the strength of a tie (an activity of n actors
    gives 1/(n - 1), times its recency; a direct tie 1, times its recency) and s(z) = Σ_x w(z,x). Range 0 to the
    strength of the subject's ties. Zhou, Lü and Zhang (2009), as above; weights: Newman, M. E. J. (2001). Physical
    Review E 64, 016132.
    """
    return view.steps(2) * view.context.teams.strength[view.rows, np.newaxis]


def team_paths_of_three(view: View) -> Numbers:
    """Count paths of three ties by their strength: Σ_uv w(s,u) w(u,v) w(v,c) / √(s(u) s(v)).

    Range 0 upwards. Kovács et al. (2019), as above; strengths as for ``team_resource_allocation``.
    """
    teams = view.context.teams
    root = np.sqrt(teams.strength)
    second = teams.spread(divided(teams.spread(view.single), root))
    return teams.spread(divided(second, root))


def team_pagerank(view: View, steps: int = STEPS) -> Numbers:
    """Follow walks as ``pagerank`` does, along strong ties more often than along weak ones.

    Range 0 to 1. Strengths as for ``team_resource_allocation``.
    """
    total = view.single.copy()
    for step in range(1, steps + 1):
        total += DAMPING**step * view.steps(step)
    return (1 - DAMPING) * total


def walks_of_three(view: View) -> Numbers:
    """Follow walks of three ties from the subject, along strong ties more often than along weak ones.

    P³(s, c) with P(a, b) = w(a,b) / s(a): the chance to be there after three steps. Range 0 to 1. Strengths as for
    ``team_resource_allocation``. Liu, W. and Lü, L. (2010). Europhysics Letters 89, 58007.
    """
    return view.steps(3)


def plain_walks_of_three(view: View) -> Numbers:
    """Follow walks of three ties as ``walks_of_three`` does, with ties alike in large and small activities.

    Range 0 to 1. Recent ties still count more than old ones.
    """
    return view.steps(3, by_size=False)


def theme_activity(view: View) -> Numbers:
    """Measure what an actor has done just now in the subject's themes: Σ_t p(s,t) Σ_j recency(j).

    Over the themes t of the subject, with its profile p(s,t) as of ``Context.theme_profile``, and the activities j with
    theme t that the actor works in, their recency with half the usual half-life. Range 0 upwards, in activities.
    """
    context = view.context
    return np.asarray(context.theme_profile[view.rows] @ context.just_now.T)


def theme_likeness(view: View) -> Numbers:
    """Compare the themes of two by what they have done lately: the cosine of the angle between them. Range 0 to 1.

    Salton, G. and McGill, M. J. (1983). Introduction to Modern Information Retrieval, McGraw-Hill.
    """
    lately = view.context.lately
    unit = divided(lately, np.linalg.norm(lately, axis=1, keepdims=True))
    return np.asarray(unit[view.rows] @ unit.T)


def country_affinity(view: View) -> Numbers:
    """Compare how often two countries work together with chance: a logarithm, as of ``Groups.affinity``."""
    return _affinity(view, view.context.by_country)


def kind_affinity(view: View) -> Numbers:
    """Compare how often two kinds of actors work together with chance: a logarithm, as of ``Groups.affinity``."""
    return _affinity(view, view.context.by_kind)


def _affinity(view: View, groups: Groups) -> Numbers:
    return np.asarray(groups.affinity[groups.of[view.rows]][:, groups.of])


def country_habit(view: View) -> Numbers:
    """Compare the countries of the subject's partners with those of all: a logarithm, as of ``Groups.habit``."""
    return _habit(view, view.context.by_country)


def kind_habit(view: View) -> Numbers:
    """Compare the kinds of the subject's partners with those of all: a logarithm, as of ``Groups.habit``."""
    return _habit(view, view.context.by_kind)


def _habit(view: View, groups: Groups) -> Numbers:
    return np.asarray(groups.habit(view.rows)[:, groups.of])


def usual_team(view: View) -> Numbers:
    """Return how many others each actor usually works with, as of ``Context.usual_team``. Range 0 upwards."""
    return _alike(view, view.context.usual_team)


def repeated_ties(view: View) -> Numbers:
    """Return how many activities each actor shares with a partner, as of ``Context.repeated_ties``. Range 0 upwards."""
    return _alike(view, view.context.repeated_ties)


def recent_activity(view: View) -> Numbers:
    """Count what each actor works in, the less the older it is. Range 0 upwards, in recent activities."""
    teams = view.context.teams
    return _alike(view, teams.incidence @ teams.recency)


def meetings(view: View) -> Numbers:
    """Count where two may have met: Σ_j 1 / (n(j) - 1) over shared events and agreements j, and 1 for sister cities.

    With n(j) actors in each. Range 0 upwards. A weak reason: nobody works together for having been at one fair.
    """
    context = view.context
    weights = divided(np.ones_like(context.met), context.met - 1)
    shared = (context.meetings[view.rows] @ sp.diags_array(weights) @ context.meetings.T).toarray()
    return np.asarray(shared + context.sister_cities[view.rows].toarray())
