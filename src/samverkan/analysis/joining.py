"""What there is to join: measures of how likely an actor is to be in an activity. Each is a function of a ``View``.

All give subjects × activities. In the two-mode network of actors and activities, k(z) is the number of activities of an
actor and n(j) the number of known actors of an activity; the subject's partners are those whom it shares one with.
"""

import numpy as np
import scipy.sparse as sp

from samverkan.analysis.context import Context, View, divided
from samverkan.analysis.near import DAMPING, STEPS
from samverkan.network.network import Numbers


def popularity(view: View) -> Numbers:
    """Count the known actors of each activity, whoever looks. Range 0 upwards, in actors."""
    return np.tile(view.context.inside.sum(axis=0), (len(view.rows), 1))


def common_neighbours(view: View) -> Numbers:
    """Count the actors of each activity whom the subject meets elsewhere. Range 0 upwards, in actors."""
    return _through(view, np.ones(len(view.context.network.actors)))


def adamic_adar(view: View) -> Numbers:
    """Count them by rarity: Σ_z 1 / log(1 + k(z)). Range 0 upwards. Adamic and Adar (2003), for two modes."""
    return _through(view, divided(np.ones(len(_degree(view.context))), np.log1p(_degree(view.context))))


def resource_allocation(view: View) -> Numbers:
    """Count them by rarity: Σ_z 1 / k(z). Range 0 upwards. Zhou, Lü and Zhang (2009), for two modes."""
    return _through(view, divided(np.ones(len(_degree(view.context))), _degree(view.context)))


def _through(view: View, weights: Numbers) -> Numbers:
    inside = view.context.inside
    met = (inside[view.rows] @ inside.T).toarray() > 0
    met[np.arange(len(view.rows)), view.rows] = False
    return np.asarray((inside.T @ (met * weights).T).T)


def paths_of_three(view: View) -> Numbers:
    """Count the paths subject – activity – actor – activity: Σ 1 / √(n(i) k(z)). Range 0 upwards.

    Kovács, I. A. et al. (2019). Nature Communications 10, 1240.
    """
    inside = view.context.inside
    sizes = np.asarray(inside.sum(axis=0))
    first = divided(inside[view.rows].toarray(), np.sqrt(sizes))
    second = (inside @ first.T).T
    second[np.arange(len(view.rows)), view.rows] = 0.0
    return np.asarray((inside.T @ divided(second, np.sqrt(_degree(view.context))).T).T)


def pagerank(view: View) -> Numbers:
    """Follow walks over actors and activities that end after every step with chance 1 - DAMPING. Range 0 to 1.

    The chance to end at each activity. Haveliwala, T. H. (2002). WWW 2002, 517-526.
    """
    return _walk(view, view.context.inside)


def team_pagerank(view: View) -> Numbers:
    """Follow walks as ``pagerank`` does, into small and recent activities more often than into large and old ones.

    An activity of n actors is entered with weight recency / √n. Range 0 to 1.
    """
    teams = view.context.teams
    weights = divided(teams.recency, np.sqrt(np.maximum(teams.sizes, 1.0)))
    return _walk(view, sp.csr_array(view.context.inside @ sp.diags_array(weights)))


def _walk(view: View, weighted: sp.csr_array) -> Numbers:
    inside = view.context.inside
    out, sizes = (np.asarray(m.sum(axis=axis), dtype=float) for m, axis in ((weighted, 1), (inside, 0)))
    actors, total = view.single, np.zeros((len(view.rows), inside.shape[1]))
    for _ in range(STEPS // 2):
        activities = DAMPING * (weighted.T @ divided(actors, out).T).T
        total += activities
        actors = DAMPING * (inside @ divided(activities, sizes).T).T
    return (1 - DAMPING) * total


def shared_themes(view: View) -> Numbers:
    """Add up the rarity of the themes that the activity and the subject share, over the root of how many it has.

    Range 0 upwards, below 1 for an activity of one theme. Rarity as of ``Context.rarity``.
    """
    context = view.context
    themes = context.activity_themes
    own = context.actor_themes[view.rows] * (0.1 + context.rarity)
    return divided((themes @ own.T).T, np.sqrt(np.asarray(themes.sum(axis=1))))


def same_kind(view: View) -> Numbers:
    """Return the share of the activity's known actors that are of the subject's kind. Range 0 to 1."""
    return _share(view, view.context.network.actors["kind"])


def same_county(view: View) -> Numbers:
    """Return the share of the activity's known actors with a county that are of the subject's. Range 0 to 1."""
    return _share(view, view.context.counties)


def _share(view: View, values: "list[str | None] | list[str]") -> Numbers:
    """Share of those of the activity's other actors that have a value which have the subject's."""
    inside = view.context.inside
    known = np.array([value is not None for value in values], dtype=float)
    shares = np.zeros((len(view.rows), inside.shape[1]))
    for row, subject in enumerate(view.rows.tolist()):
        if values[subject] is None:
            continue
        same = np.array([value == values[subject] for value in values], dtype=float)
        same[subject] = 0.0
        others = inside.T @ known - inside[[subject]].toarray()[0]
        shares[row] = divided(inside.T @ same, others)
    return shares


def _degree(context: Context) -> Numbers:
    return np.diff(context.inside.indptr).astype(float)
