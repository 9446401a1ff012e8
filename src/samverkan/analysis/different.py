"""Different: measures of what one has to give the other, and each in words. Each is a function of a ``View``.

All give subjects × actors and rise from 0; ``nan`` where the value of the subject or of the candidate is unknown. What
the subject itself gets means nothing. ``say_`` and the name of a measure is its reason: why a candidate whose value is
above 0 has it.
"""

from collections.abc import Iterable

import numpy as np

from samverkan.analysis.alike import still_works_with, theme_rows, themes_of
from samverkan.analysis.context import Context, View, divided
from samverkan.analysis.measures import Said, fact
from samverkan.analysis.wording import (
    NAMED,
    Tense,
    by_weight,
    date_in_words,
    listing,
    names,
    number,
    on_themes,
    once,
    tie_in_words,
)
from samverkan.language import N_, _, ngettext
from samverkan.network.network import Flags, Numbers, Relation, in_years
from samverkan.network.teams import IN_ACTIVITY

LONG = 10.0
"""Years in the programme by which two differ that are as different as can be."""

SECTORS = {
    "municipality": N_("municipalities"),
    "business": N_("business"),
    "municipal-company": N_("municipal companies"),
    "research": N_("research"),
    "civil-society": N_("civil society"),
    "regional": N_("regional bodies"),
    "state": N_("the state"),
    "intermediary": N_("intermediaries"),
    "international": N_("international bodies"),
    "Company": N_("companies"),
    "University": N_("universities"),
    "ResearchInstitute": N_("research institutes"),
    "SciencePark": N_("science parks"),
    "Agency": N_("agencies"),
    "Region": N_("regions"),
    "CountyBoard": N_("county administrative boards"),
    "Association": N_("associations"),
}
"""Sectors in words; then the kinds that stand for the sector of an organisation without one."""


def offers(view: View) -> Numbers:
    """Add up the rarity of the themes that the candidate works with and the subject does not: Σ_t r(t) w(c,t) / √n(c).

    Over the themes t with w(s,t) = 0, with r(t) of ``Context.rarity``, w of ``Context.actor_themes`` and n(c) the
    number of themes of the candidate. Range 0 to the root of the number of themes; ``nan`` where either has no theme
    data.
    """
    context = view.context
    weights = context.actor_themes
    lacking = (weights[view.rows] == 0) * context.rarity
    return _known(view, (lacking @ weights.T) / np.sqrt(themes_of(context)))


def say_offers(context: Context, subject: int, other: int) -> Said:
    """Name the themes, the rarest first."""
    themes = _without(context, other, subject)
    text, brief = _gives(context, other, subject, themes)
    return Said(text, once(r for theme in themes for r in theme_rows(context, other, theme)), brief)


def needs(view: View) -> Numbers:
    """Add up the rarity of the themes that the subject works with and the candidate does not: Σ_t r(t) w(s,t) / √n(s).

    Over the themes t with w(c,t) = 0: what ``offers`` is for the candidate. Range 0 to the root of the number of
    themes; ``nan`` where either has no theme data.
    """
    context = view.context
    weights = context.actor_themes
    having = weights[view.rows] * context.rarity / np.sqrt(themes_of(context))[view.rows, np.newaxis]
    return _known(view, having @ (weights == 0).T)


def say_needs(context: Context, subject: int, other: int) -> Said:
    """Name the themes, the rarest first."""
    themes = _without(context, subject, other)
    text, brief = _gives(context, subject, other, themes)
    return Said(text, once(r for theme in themes for r in theme_rows(context, subject, theme)), brief)


def experience(view: View) -> Numbers:
    """Compare how long two have been in the programme: min(abs(y(s) - y(c)), LONG) / LONG, y in years.

    From the first that is known of an actor in the programme, or in an activity that is PART_OF it, to the data date;
    0 years for one that was never in it. Pairs the experienced with newcomers, whichever of them asks. Range 0 to 1;
    ``nan`` for one that is in it since nobody knows when, and for all if there is no programme.
    """
    years = _years(view.context)
    return np.asarray(np.minimum(np.abs(years - years[view.rows, np.newaxis]), LONG) / LONG)


def say_experience(context: Context, subject: int, other: int) -> Said:
    """Name the programme and since when each is in it; to the month where the year is the same."""
    a_first, b_first = _first(context, subject), _first(context, other)
    words = names(context, subject, other) | {"programme": context.network.name(str(context.programme))}
    if a_first and b_first:
        same = a_first.year == b_first.year
        starts = [str(r.start)[: len("2021-10")] if same else str(r.year) for r in (a_first, b_first)]
        form = _("{a} first took part in {programme} in {a_start}, {b} in {b_start}.")
        if all("-" in start for start in starts):
            form = _("{a} first took part in {programme} in {a_month}, {b} in {b_month}.")
        a_said, b_said = map(date_in_words, starts)
        text = form.format(a_start=a_said, b_start=b_said, a_month=a_said, b_month=b_said, **words)
    elif a_first:
        text = _("{a} first took part in {programme} in {year}; {b} is not known to have.").format(
            year=a_first.year, **words
        )
    else:
        text = _("{b} first took part in {programme} in {year}; {a} is not known to have.").format(
            year=b_first and b_first.year, **words
        )
    return Said(text, (*_in_programme(context, a_first), *_in_programme(context, b_first)))


def head_start(view: View) -> Numbers:
    """Tell how much longer the candidate has been in the programme: min(max(y(c) - y(s), 0), LONG) / LONG, y in years.

    As of ``experience``, but only where the candidate came first: nobody learns from who came later. Range 0 to 1;
    ``nan`` where ``experience`` is.
    """
    years = _years(view.context)
    return np.asarray(np.clip(years - years[view.rows, np.newaxis], 0.0, LONG) / LONG)


say_head_start = say_experience


def leads(view: View) -> Numbers:
    """Count the activities that the candidate coordinates, k(c), whoever looks: 1 - 1 / (1 + k(c)).

    Range 0 to 1, unitless: 0.5 for one, 0.75 for three. A role held is something learnt.
    """
    counts = np.asarray(view.context.network.incidence(("COORDINATES",)).sum(axis=1), dtype=float)
    return np.tile(1 - 1 / (1 + counts), (len(view.rows), 1))


def say_leads(context: Context, subject: int, other: int) -> Said:
    """Name activities that it coordinates, those that began last first, and count the others."""
    network = context.network
    id, activities = network.actors["id"][other], network.activities
    rows: dict[str, list[Relation]] = {}
    for r in network.relations:
        if r.type == "COORDINATES" and r.source == id:
            rows.setdefault(r.target, []).append(r)
    since = {activity: float(network.since[activities.index[activity]]) for activity in rows}
    ordered = sorted(rows, key=lambda activity: (np.isnan(since[activity]), -since[activity], activity))
    named = [network.name(x) + ("" if np.isnan(since[x]) else f" ({int(since[x])})") for x in ordered[:NAMED]]
    if more := len(ordered) - len(named):
        named.append(ngettext("{n} other activity", "{n} other activities", more).format(n=more))
    text = _("{b} leads or has led {activities}.").format(b=network.actors["name"][other], activities=listing(named))
    return Said(text, tuple(r for activity in ordered for r in rows[activity]))


def new_sectors(view: View) -> Numbers:
    """Tell who is of a sector that the subject lacks: 1 if neither it nor any of its working ties is of it, else 0.

    Sectors are those of ``Context.sectors``.
    """
    sectors = view.context.sectors
    codes = {sector: code for code, sector in enumerate(dict.fromkeys(sectors))}
    of = np.array([codes[sector] for sector in sectors], dtype=np.intp)
    each = np.zeros((len(of), len(codes)))
    each[np.arange(len(of)), of] = 1.0
    found = view.context.working[view.rows] @ each + each[view.rows]
    return np.asarray(found[:, of] == 0, dtype=float)


def say_new_sectors(context: Context, subject: int, other: int) -> Said:
    """Name the sector."""
    sector = context.sectors[other]
    text = _("{b} is of a sector in which {a} has no known partner: {sector}.").format(
        sector=_(SECTORS.get(sector, sector)), **names(context, subject, other)
    )
    declared = context.network.actors["sector"][other] is not None
    return Said(text, (fact(context, other, "sector" if declared else "kind"),))


def reach(view: View) -> Numbers:
    """Return the share of the candidate's partners that the subject does not reach.

    Partners are by ties that count; the subject reaches itself, its partners and the partners of these. Range 0 to 1; 0
    for a candidate without partners.
    """
    context = view.context
    reached = context.joined @ _reached(view).T.astype(float)
    return divided(context.degree - reached.T, context.degree)


def say_reach(context: Context, subject: int, other: int) -> Said:
    """Count the partners whom the subject does not reach, and name those with the strongest ties to the candidate."""
    reached = _reached(View(context, [subject]))[0]
    ties = context.teams.ties[[other]].toarray()[0]
    strongest = by_weight(np.where(reached, 0.0, ties))
    named = strongest[:NAMED]
    actors = context.network.actors["name"]
    text = (
        _("{b} works or has worked with {n} whom {a} reaches over no partner, among them {names}.")
        if len(strongest) > len(named)
        else _("{b} works or has worked with {names}, whom {a} reaches over no partner.")
    ).format(
        n=number(len(strongest)), names=listing([actors[place] for place in named]), **names(context, subject, other)
    )
    brief = ngettext(
        "{b} is or has been in something with {n} other whom {a} does not reach.",
        "{b} is or has been in something with {n} others whom {a} does not reach.",
        len(strongest),
    ).format(n=number(len(strongest)), **names(context, subject, other))
    rows = (r for place in named for r in tie_in_words(context, other, place)[1])
    return Said(text, once(rows), brief)


# ---- themes


def _known(view: View, values: Numbers) -> Numbers:
    """Return values with ``nan`` wherever the subject or the candidate has no theme data."""
    unknown = np.isnan(themes_of(view.context))
    values[:, unknown] = np.nan
    values[unknown[view.rows]] = np.nan
    return values


def _without(context: Context, one: int, other: int) -> list[int]:
    """Places of the themes that one works with and the other does not, the weightiest first."""
    weights = context.actor_themes
    return by_weight(np.where(weights[other] > 0, 0.0, weights[one] * context.rarity))


def _gives(context: Context, one: int, other: int, themes: list[int]) -> tuple[str, str]:
    """Say which themes one works with and the other does not; in few words as well."""
    forms = {
        Tense.NOW: _("{a} works with {themes}; {b} is not known to."),
        Tense.THEN: _("{a} has worked with {themes}; {b} is not known to have."),
        Tense.MIXED: _("{a} works or has worked with {themes}; {b} is not known to."),
    }
    tense = Tense.of(still_works_with(context, one, theme) for theme in themes)
    return on_themes(context, forms[tense], themes, **names(context, one, other))


# ---- the programme


def _years(context: Context) -> Numbers:
    """Years in the programme of each actor, 0 for one that was never in it, ``nan`` if it is not known."""
    actors = context.network.actors["id"]
    if context.programme is None:
        return np.full(len(actors), np.nan)
    ever = {r.source for r in _rows_of_programme(context)}
    inside = np.array([id in ever for id in actors], dtype=bool)
    return np.where(inside, np.maximum(context.now - context.joined_programme, 0.0), 0.0)


def _rows_of_programme(context: Context) -> Iterable[Relation]:
    """Relations by which actors are in the programme, or in an activity that is PART_OF it."""
    relations = context.network.relations
    around = {r.source for r in relations if r.type == "PART_OF" and r.target == context.programme}
    around.add(str(context.programme))
    return (r for r in relations if r.target in around and r.type in IN_ACTIVITY)


def _first(context: Context, actor: int) -> Relation | None:
    """Return the earliest dated relation by which an actor is in the programme."""
    id = context.network.actors["id"][actor]
    dated = [r for r in _rows_of_programme(context) if r.source == id and r.start]
    return min(dated, key=lambda r: in_years(r.start), default=None)


def _in_programme(context: Context, row: Relation | None) -> tuple[Relation, ...]:
    """Return the row that brings an actor into the programme, and what makes its activity a part of it."""
    if row is None:
        return ()
    parts = context.network.of_pair.get((row.target, str(context.programme)), ())
    return (row, *(r for r in parts if r.type == "PART_OF" and r.source == row.target))


# ---- ties


def _reached(view: View) -> Flags:
    """Flag whom the subjects reach: their partners and the partners of these, who are themselves among them."""
    return np.asarray((view.partners + view.partners @ view.context.joined).toarray() > 0)
