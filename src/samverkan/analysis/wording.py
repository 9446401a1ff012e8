"""Rows of the network as sentences."""

from samverkan.language import _, ngettext
from samverkan.network.network import Network, Relation
from samverkan.network.projection import WORKS_IN, WORKS_WITH, Teams

NAMED = 2
"""How many activities that two share are named; the others are counted."""


def tie_in_words(network: Network, teams: Teams, one: int, other: int) -> tuple[str, tuple[Relation, ...]]:
    """Say how two actors work together, and with which rows the network bears it out.

    Parameters
    ----------
    network : Network
    teams : Teams
    one, other : int
        Places of two actors with a working tie.

    Returns
    -------
    text : str
        A clause without a full stop: "Gävle and Borlänge are both in X (2021)".
    evidence : tuple of Relation
        The rows of the direct ties, then those of either to each of the shared activities.
    """
    a, b = network.actors["id"][one], network.actors["id"][other]
    names = {"a": network.actors["name"][one], "b": network.actors["name"][other]}
    direct = [r for r in network.of_pair.get((a, b), ()) if r.type in WORKS_WITH]
    shared = teams.shared(one, other)
    rows_in = {x: [r for end in (a, b) for r in network.of_pair[end, x] if r.type in WORKS_IN] for x in shared}
    named = [network.name(x) + _in_brackets(_together_since(rows_in[x], (a, b))) for x in shared[:NAMED]]
    if more := len(shared) - len(named):
        named.append(ngettext("{n} other activity", "{n} other activities", more).format(n=more))
    text = _sentence(direct, shared).format(
        **names, year=_in_brackets(direct[0].year) if direct else "", activities=listing(named) if named else ""
    )
    return text, (*direct, *(r for x in shared for r in rows_in[x]))


def _sentence(direct: list[Relation], shared: list[str]) -> str:
    """Choose the sentence for the ways in which two work together."""
    if not direct:
        return _("{a} and {b} are both in {activities}")
    if direct[0].type == "TWINNED_WITH":
        return (
            _("{a} and {b} are twin cities{year} and both in {activities}")
            if shared
            else _("{a} and {b} are twin cities{year}")
        )
    return (
        _("{a} and {b} work together{year} and are both in {activities}")
        if shared
        else _("{a} and {b} work together{year}")
    )


def listing(parts: list[str]) -> str:
    """Join names as a sentence does: "a, b and c"."""
    if len(parts) == 1:
        return parts[0]
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def _together_since(rows: list[Relation], ends: tuple[str, str]) -> int | None:
    """Year from which both are in an activity, if it is known of both."""
    years = [[r.year for r in rows if r.source == end and r.year is not None] for end in ends]
    return max(min(known) for known in years) if all(years) else None


def _in_brackets(year: int | None) -> str:
    return "" if year is None else f" ({year})"
