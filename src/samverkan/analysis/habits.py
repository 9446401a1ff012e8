"""Habits, in words: the reasons of the measures of ``near`` that rest on whom actors usually work with."""

import numpy as np

from samverkan.analysis.alike import theme_rows
from samverkan.analysis.context import Context, Groups
from samverkan.analysis.measures import Said, fact
from samverkan.analysis.paths import latest_work
from samverkan.analysis.wording import by_weight, names, number, once, theme_names
from samverkan.language import _


def say_theme_likeness(context: Context, subject: int, other: int) -> Said:
    """Name the themes that both have worked with lately, the weightiest first."""
    shared = by_weight(context.lately[subject] * context.lately[other])
    text = _("Both have worked lately with {themes}.").format(themes=theme_names(context, shared))
    brief = _("Both have worked with {theme}.").format(theme=theme_names(context, shared[:1]))
    rows = (r for t in shared for actor in (subject, other) for r in theme_rows(context, actor, t))
    return Said(text, once(rows), brief)


def say_country_affinity(context: Context, subject: int, other: int) -> Said:
    """Tell how often the two countries work together, compared with chance."""
    times = _affinity(context.by_country, subject, other)
    text = _("Actors from {a_country} and {b_country} work together {times} times as often as by chance.").format(
        a_country=_group(context.by_country, subject), b_country=_group(context.by_country, other), times=_times(times)
    )
    return Said(text, (fact(context, subject, "country"), fact(context, other, "country")))


def say_kind_affinity(context: Context, subject: int, other: int) -> Said:
    """Tell how often the two kinds of actors work together, compared with chance."""
    times = _affinity(context.by_kind, subject, other)
    text = _("Actors of the kinds of {a} and {b} work together {times} times as often as by chance.").format(
        times=_times(times), **names(context, subject, other)
    )
    return Said(text, (fact(context, subject, "kind"), fact(context, other, "kind")))


def say_country_habit(context: Context, subject: int, other: int) -> Said:
    """Tell how often the subject works with the other's country, compared with all."""
    times = _habit(context.by_country, subject, other)
    text = _("{a} works {times} times as often with actors from {country}, as {b} is, as all do.").format(
        times=_times(times), country=_group(context.by_country, other), **names(context, subject, other)
    )
    return Said(text, (fact(context, other, "country"),))


def say_kind_habit(context: Context, subject: int, other: int) -> Said:
    """Tell how often the subject works with the other's kind, compared with all."""
    times = _habit(context.by_kind, subject, other)
    text = _("{a} works {times} times as often with actors of the kind of {b} as all do.").format(
        times=_times(times), **names(context, subject, other)
    )
    return Said(text, (fact(context, other, "kind"),))


def say_usual_team(context: Context, subject: int, other: int) -> Said:
    """Tell how many others are in the other's activities."""
    others = float(context.usual_team[other])
    text = _("{b} usually works with about {others} others at a time.").format(
        others=number(others), **names(context, subject, other)
    )
    return Said(text, latest_work(context, other))


def say_repeated_ties(context: Context, subject: int, other: int) -> Said:
    """Tell how many activities the other shares with a partner."""
    shared = float(context.repeated_ties[other])
    text = _("{b} shares about {shared} activities with each partner.").format(
        shared=number(shared, ",.1f"), **names(context, subject, other)
    )
    return Said(text, latest_work(context, other))


def _affinity(groups: Groups, subject: int, other: int) -> float:
    return float(np.exp(groups.affinity[groups.of[subject], groups.of[other]]))


def _habit(groups: Groups, subject: int, other: int) -> float:
    return float(np.exp(groups.habit([subject])[0, groups.of[other]]))


def _group(groups: Groups, actor: int) -> str:
    return groups.names[groups.of[actor]] or "?"


def _times(value: float) -> str:
    return number(value, ",.1f")
