"""Rules of ``cypher/gaps/`` and of an office's own folder: a pattern in Cypher whose every answer is a gap.

A rule is a query (see ``store/queries.py``) whose question is the sentence of the gap, in both languages, and whose
heading says more::

    // {city} has no known twin city.
    // sv: {city} har ingen känd tvillingstad.
    // type: unpaired
    // severity: 3, 4 from 10
    // weight: cities near it
    // measure: known twin cities | kända tvillingstäder
    // each: who
    // sure: who, programme
    // $programme: Programme — the programme | programmet
    MATCH …
    RETURN c.id AS who, c.id AS city, 0 AS measure, 1 AS expected, 5 AS weight

It returns ``who`` (the id of an actor or activity that the gap is about), ``measure`` and ``expected`` (numbers; the
second may be null), ``weight`` (what is worse weighs more, and the severity goes by it), perhaps ``candidate`` (an id
of who could fill it), and what its sentence and ``each`` name: ids, numbers, dates, counties and sectors, and no other
text, so that no rule can name a person. Rows that are alike in the columns of ``each`` (``who`` unless said) are one
gap.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from samverkan.analysis.context import Context
from samverkan.analysis.gaps.gap import SECTORS, Gap, Pattern, Scale, is_node, places_of, well_known
from samverkan.errors import QueryError
from samverkan.language import _
from samverkan.store.base import GraphStore
from samverkan.store.queries import NamedQuery, is_date, queries_folder, read_query

HEADING = ("type", "severity", "weight", "measure", "each", "sure")
"""What the heading of a rule says besides what that of a query says."""

NEEDED = ("who", "measure", "expected", "weight")
"""Columns that every rule returns."""

AT_MOST = 10_000
"""Rows beyond which a rule says nothing that anybody could read."""

YEARS_BEFORE = {"two_years_before": 2, "six_years_before": 6}


@dataclass(frozen=True)
class Rule:
    """A rule that can be asked.

    Parameters
    ----------
    pattern : Pattern
    query : NamedQuery
    each : tuple of str
        Columns that tell one gap from another.
    sure : frozenset of str
        ``who``: the confidence is low unless these are well known. ``programme``: it is low as long as members of the
        programme are not known.
    """

    pattern: Pattern
    query: NamedQuery
    each: tuple[str, ...]
    sure: frozenset[str]


@dataclass(frozen=True)
class Refused:
    """A rule that was not asked, or whose answer was not taken, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return _("The rule {name} was refused: {reason}").format(name=self.name, reason=self.reason)


def read_rules(own: Path | None = None) -> tuple[list[Rule], list[Refused]]:
    """Read the tool's rules and those of a folder; one of the folder takes the place of one of the tool's by its name.

    Parameters
    ----------
    own : Path, optional
        A folder with files that end in ``.cypher``.

    Returns
    -------
    rules, refused : list of Rule, list of Refused
        In the order of their names.
    """
    paths = {path.stem: path for folder in (queries_folder() / "gaps", own) if folder for path in _files(folder)}
    rules, refused = [], []
    for name, path in sorted(paths.items()):
        try:
            rules.append(read_rule(path))
        except QueryError as error:
            refused.append(Refused(name, error.reason))
    return rules, refused


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.cypher"))


def read_rule(path: Path) -> Rule:
    """Read one rule.

    Raises
    ------
    QueryError
        It cannot be read, does more than read, or its heading is wrong.
    """
    query = read_query(path, HEADING)
    said = query.said

    def wrong(reason: str) -> QueryError:
        return QueryError(query.statement, reason)

    if missing := [name for name in ("type", "severity", "measure") if not said.get(name)]:
        raise wrong(_("the heading does not say its {name}").format(name=missing[0]))
    if not query.questions.get("en") and not query.questions.get("sv"):
        raise wrong(_("the heading has no sentence"))
    try:
        scale = Scale.parse(said["severity"])
    except ValueError as error:
        raise wrong(_("the severity “{text}” is not of the form 3, 4 from 10").format(text=error)) from error
    sure = frozenset(part.strip() for part in said.get("sure", "who").split(","))
    if strange := sorted(sure - {"who", "programme"}):
        raise wrong(_("“{name}” is nothing that sure can name; who and programme are").format(name=strange[0]))
    sentence = query.questions.get("en") or query.questions["sv"]
    english, _bar, swedish = said["measure"].partition("|")
    pattern = Pattern(
        query.name,
        said["type"],
        {"en": sentence, "sv": query.questions.get("sv") or sentence},
        {"en": english.strip(), "sv": swedish.strip() or english.strip()},
        scale,
        said.get("weight", ""),
        own=path.parent == queries_folder() / "gaps",
    )
    each = tuple(part.strip() for part in said.get("each", "who").split(","))
    return Rule(pattern, query, each, sure)


def given(context: Context) -> dict[str, str]:
    """Return the parameters that every rule may declare and that the tool gives: the programme and dates.

    A date of low precision is the last day of it.
    """
    day = _last_day(context.as_of or "1000-01-01")
    before = {name: _years_earlier(day, years).isoformat() for name, years in YEARS_BEFORE.items()}
    return {"programme": context.programme or "", "as_of": day.isoformat(), **before}


def _last_day(date: str) -> datetime.date:
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def _years_earlier(day: datetime.date, years: int) -> datetime.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def ask(store: GraphStore, context: Context, rule: Rule, complete: bool) -> list[Gap]:
    """Ask one rule.

    Parameters
    ----------
    store : GraphStore
        It holds the network of the context.
    context : Context
    rule : Rule
    complete : bool
        Whether every member of the programme is known.

    Returns
    -------
    list of Gap
        In the order of its rows.

    Raises
    ------
    QueryError
        The engine refuses it, or its answer is none of a rule.
    """
    values: dict[str, Any] = {}
    known = given(context)
    for parameter in rule.query.parameters:
        value = known.get(parameter.name, parameter.default)
        if value is None:
            raise QueryError(rule.query.statement, _("${name} has no default").format(name=parameter.name))
        values[parameter.name] = value
    found = store.query(rule.query.statement, values)
    _check_columns(rule, found.columns)
    if len(found.rows) > AT_MOST:
        raise QueryError(rule.query.statement, _("it returns more than {n} rows").format(n=AT_MOST))
    rows = [dict(zip(found.columns, map(_plain, row), strict=True)) for row in found.rows]
    for row in rows:
        _check(context, rule, row)
    return [_gap(context, rule, together, complete) for together in _grouped(rows, rule.each)]


def _check_columns(rule: Rule, columns: Sequence[str]) -> None:
    wanted = {*NEEDED, *rule.each, *(name for text in rule.pattern.texts.values() for name in places_of(text))}
    if missing := sorted(wanted - set(columns)):
        raise QueryError(rule.query.statement, _("it returns no column {name}").format(name=missing[0]))
    if strange := sorted(set(columns) - wanted - {"candidate"}):
        raise QueryError(
            rule.query.statement,
            _("it returns the column {name}, which neither its sentence nor each names").format(name=strange[0]),
        )


def _plain(value: Any) -> Any:
    """Return a number as Python's own: one engine adds whole numbers up to decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _check(context: Context, rule: Rule, row: Mapping[str, Any]) -> None:
    """Refuse a row whose values are not of the kind that their column is for."""
    network = context.network

    def refuse(name: str, expected: str) -> QueryError:
        return QueryError(
            rule.query.statement,
            _("{name} is “{value}”, where {expected} was expected").format(
                name=name, value=row[name], expected=expected
            ),
        )

    for name, value in row.items():
        if name == "who" and not (value in network.actors.index or value in network.activities.index):
            raise refuse(name, _("the id of an actor or an activity"))
        if name == "candidate" and value is not None and value not in network.actors.index:
            raise refuse(name, _("the id of an actor"))
        if name in NEEDED[1:]:
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
            if not is_number and not (name == "expected" and value is None):
                raise refuse(name, _("a number"))
        elif isinstance(value, str) and not _may_be_said(context, value):
            raise refuse(name, _("an id, a date, a county or a sector"))
        elif not isinstance(value, str | int | float | None):
            raise refuse(name, _("a text or a number"))


def _may_be_said(context: Context, text: str) -> bool:
    return is_node(context, text) or text in SECTORS or is_date(text) or text in {*context.counties}


def _grouped(rows: Sequence[Mapping[str, Any]], each: Sequence[str]) -> Iterator[list[Mapping[str, Any]]]:
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in each), []).append(row)
    yield from groups.values()


def _gap(context: Context, rule: Rule, rows: Sequence[Mapping[str, Any]], complete: bool) -> Gap:
    """Make one gap of the rows that belong together; what differs between them is a list."""
    first = rows[0]
    distinct = {name: tuple(dict.fromkeys(row[name] for row in rows)) for name in first}
    who = distinct["who"]
    named = {name for text in rule.pattern.texts.values() for name in places_of(text)} | set(rule.each)
    sure = ("who" not in rule.sure or well_known(context, who)) and ("programme" not in rule.sure or complete)
    return Gap(
        rule.pattern,
        who,
        {
            name: values[0] if len(values) == 1 else values
            for name, values in distinct.items()
            if name in named and name != "who"
        }
        | ({"who": who} if "who" in named and rule.each != ("who",) else {}),
        first["measure"],
        first["expected"],
        float(max(row["weight"] for row in rows)),
        "high" if sure else "low",
        tuple(id for id in distinct.get("candidate", ()) if id is not None),
        about=tuple(str(first[name]) for name in rule.each),
    )
