"""Reasons to join, in words: those of the measures of ``joining``."""

from dataclasses import replace

import numpy as np

from samverkan.analysis.alike import say_county, still_works_with, theme_rows
from samverkan.analysis.context import Context, divided
from samverkan.analysis.measures import Said
from samverkan.analysis.wording import Tense, both_in, by_weight, members_of, on_themes, once, over, row, some
from samverkan.language import _, ngettext
from samverkan.network.network import Network, Relation
from samverkan.network.teams import IN_ACTIVITY

SHOWN = 3
"""How many of those in an activity are named."""


def say_paths_of_three(context: Context, subject: int, activity: int) -> Said:
    """Name who is in the activity and meets the subject elsewhere, the closest first, and where."""
    network, inside = context.network, context.inside
    sizes = np.asarray(inside.sum(axis=0))
    met = np.asarray(inside @ divided(inside[[subject]].toarray()[0], np.sqrt(sizes)))
    met[subject] = 0.0
    there = divided(met * inside[:, [activity]].toarray()[:, 0], np.sqrt(np.diff(inside.indptr).astype(float)))
    known = by_weight(there)
    names = network.actors["name"]
    own, closest = network.actors["id"][subject], network.actors["id"][known[0]]
    shared = {
        id: [_inside(network, end, id) for end in (own, closest)]
        for j in set(row(inside, known[0])) & set(row(inside, subject))
        for id in (network.activities["id"][j],)
    }
    smallest = min(shared, key=lambda x: (over(context, x, shared[x]), sizes[network.activities.index[x]], x))
    both, elsewhere = both_in(context, {smallest: shared[smallest]})
    text = ngettext(
        "{names} is in it; {a} and {closest} {both}.",
        "{names} are in it, whom {a} meets or has met elsewhere; {a} and {closest} {both}.",
        len(known),
    ).format(names=some([names[z] for z in known], SHOWN), a=names[subject], closest=names[known[0]], both=both)
    brief = ngettext("{names} is in it.", "{names} are in it.", len(known)).format(
        names=some([names[z] for z in known])
    )
    target = network.activities["id"][activity]
    rows = [r for z in known[:SHOWN] for r in _inside(network, network.actors["id"][z], target)]
    return Said(text, once((*rows, *elsewhere)), brief)


def say_shared_themes(context: Context, subject: int, activity: int) -> Said:
    """Name the themes that the activity and the subject share."""
    network = context.network
    weights = context.activity_themes[[activity]].toarray()[0] * context.actor_themes[subject] * (0.1 + context.rarity)
    themes = by_weight(weights)
    forms = {
        Tense.NOW: _("It works with {themes}, as {a} does."),
        Tense.THEN: _("It works with {themes}, as {a} has done."),
        Tense.MIXED: _("It works with {themes}, as {a} does or has done."),
    }
    tense = Tense.of(still_works_with(context, subject, theme) for theme in themes)
    text, brief = on_themes(context, forms[tense], themes, a=network.actors["name"][subject])
    id = network.activities["id"][activity]
    rows = [
        r
        for theme in themes
        for area in context.areas(theme)
        for r in network.of_pair.get((id, area), ())
        if r.type == "FOCUSES_ON"
    ]
    return Said(text, once((*rows, *(r for theme in themes for r in theme_rows(context, subject, theme)))), brief)


def say_same_county(context: Context, subject: int, activity: int) -> Said:
    """Count the known actors of the subject's county."""
    counties = context.counties
    own = counties[subject]
    here = [place for place in members_of(context, activity) if place != subject and counties[place] == own]
    said = _same(context, subject, activity, here, _("in {what}").format(what=own))
    rows = (r for place in here[:SHOWN] for r in say_county(context, subject, place).evidence)
    return replace(said, evidence=once((*said.evidence, *rows)))


def say_same_kind(context: Context, subject: int, activity: int) -> Said:
    """Count the known actors of the subject's kind."""
    kinds = context.network.actors["kind"]
    alike = [place for place in members_of(context, activity) if place != subject and kinds[place] == kinds[subject]]
    if context.is_city[subject]:
        return _same(context, subject, activity, alike, _("a city") if len(alike) == 1 else _("cities"))
    name = context.network.actors["name"][subject]
    return _same(context, subject, activity, alike, _("of the same kind as {what}").format(what=name))


def _same(context: Context, subject: int, activity: int, places: list[int], how: str) -> Said:
    network = context.network
    others = [place for place in members_of(context, activity) if place != subject]
    names = [network.actors["name"][place] for place in places]
    told = {"n": len(places), "all_n": len(others), "how": how, "names": some(names, SHOWN)}
    text = ngettext(
        "{n} of the {all_n} who are known to be in it is {how}: {names}.",
        "{n} of the {all_n} who are known to be in it are {how}: {names}.",
        len(places),
    ).format(**told)
    brief = ngettext(
        "{n} of the {all_n} known to be in it is {how}.", "{n} of the {all_n} known to be in it are {how}.", len(places)
    ).format(**told)
    id = network.activities["id"][activity]
    rows: list[Relation] = [r for place in places[:SHOWN] for r in _inside(network, network.actors["id"][place], id)]
    return Said(text, once(rows), brief)


def _inside(network: Network, actor: str, activity: str) -> list[Relation]:
    return [r for r in network.of_pair.get((actor, activity), ()) if r.type in IN_ACTIVITY]
