"""cypher/*.cypher -> named queries and their parameters.

A query is a file. Its opening comment says what it answers, in English and in Swedish, and declares its parameters::

    // Who works with whom in a city, and in what?
    // sv: Vilka arbetar med vilka i en stad, och i vad?
    // $city: City = city:gavle — the city | staden
    //
    // Remarks, for whoever reads the file.
    MATCH …

A parameter is ``$name: kind = default — what it is | vad den är``. Its kind is ``text``, ``whole number``, ``number``,
``date``, or labels and kinds of the model with ``|`` between, which mean one of these nodes by name, or a property of
a label (``City.county``), which means one of its values as people write it. After a number or a date may stand the
least that it may be: ``whole number >= 1``, ``date >= $from``. Without a default it has to be given. A line that is
none of these goes on with the question above it. The heading ends with an empty comment, or with the comment.

A rule of ``cypher/gaps/`` says more in its heading, a line each: ``name: value``, before the parameters.
"""

import datetime
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samverkan.errors import ParameterError, QueryError
from samverkan.language import _, language
from samverkan.model.domain import SCHEMA
from samverkan.model.names import Entity, find_value
from samverkan.model.schema import Kind
from samverkan.store.guard import parameters_of, refuse_writes

Find = Callable[[str, frozenset[str]], Entity]
"""Finds the one node of some kinds that a name means, or raises ``NameMatchError``."""

Values = Callable[[str, str], Iterable[str]]
"""Reads the values that a property of a label has in the store."""

KINDS = {kind.value: kind for kind in (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.DATE)}
_ORDERED = (Kind.INTEGER, Kind.NUMBER, Kind.DATE)
_INTEGER = range(-(2**63), 2**63)  # what both engines can hold
_PARAMETER = re.compile(
    r"\$(?P<name>\w+):\s*(?P<kind>[^=>—]+?)\s*(?:>=\s*(?P<low>[^\s=—]+)\s*)?"
    r"(?:=\s*(?P<default>[^—]*?)\s*)?(?:—\s*(?P<about>.*))?"
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A value that a query is asked with.

    Parameters
    ----------
    name : str
        Without the dollar sign.
    kind : Kind or None
        ``None`` when it is a node, or a value of a property.
    ends : tuple of str
        Labels and kinds of the nodes that it may be.
    default : str, int, float or None
        ``None`` when it has to be given; of a node its id.
    about : dict of str to str
        What it is, by language.
    value_of : (str, str) or None
        Label and property whose values it may be.
    low : str, int, float or None
        The least that it may be; a text that begins with ``$`` is the value of another parameter.
    """

    name: str
    kind: Kind | None = Kind.TEXT
    ends: tuple[str, ...] = ()
    default: str | int | float | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    value_of: tuple[str, str] | None = None
    low: str | int | float | None = None

    @property
    def declared(self) -> str:
        """Its kind, as a heading declares it."""
        return self.kind.value if self.kind else ".".join(self.value_of or ()) or " | ".join(self.ends)

    @property
    def in_words(self) -> str:
        """What it is, in the language in use."""
        return in_language(self.about)


@dataclass(frozen=True)
class NamedQuery:
    """A question that the graph can answer.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    questions : dict of str to str
        What it answers, by language.
    parameters : tuple of Parameter
        In the order of the heading.
    statement : str
        Checked to be one that only reads; runs on every engine.
    said : mapping of str to str
        What else the heading says, by the names that were asked for.
    """

    name: str
    questions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    statement: str
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """What it answers, in the language in use."""
        return in_language(self.questions)


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text in the language in use, else the English one, else an empty one."""
    return texts.get(language()) or texts.get("en", "")


def queries_folder() -> Path:
    """Where the queries are: in a checkout beside ``src``, else within what was installed."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parents[1] / "cypher"
    return beside if package.parent.name == "src" and beside.is_dir() else package / "_data" / "cypher"


def named_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Read every query of a folder, by name and in the order of the names.

    Parameters
    ----------
    folder : Path, optional
        Of files that end in ``.cypher``; that of the tool if none is given.

    Raises
    ------
    QueryError
        One of them cannot be read, does more than read, or its heading is wrong.
    """
    return {path.stem: read_query(path) for path in sorted((folder or queries_folder()).glob("*.cypher"))}


def read_query(path: Path, names: Collection[str] = ()) -> NamedQuery:
    """Read a query from a file. A file may lack the heading: then its parameters are texts that have to be given.

    Parameters
    ----------
    path : Path
    names : collection of str
        Of what else the heading may say.

    Raises
    ------
    QueryError
        It cannot be read, does more than read, or its heading is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QueryError("", _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise QueryError("", _("{path} is no text in UTF-8").format(path=path)) from error
    statement = refuse_writes(text)
    questions, declared, said = _heading(text, names)
    used = parameters_of(statement)
    if unused := [p.name for p in declared if p.name not in used]:
        raise QueryError(text, _("the heading declares ${name}, which is not used").format(name=unused[0]))
    undeclared = sorted(used - {p.name for p in declared})
    if undeclared and declared:
        raise QueryError(text, _("the heading does not declare ${name}").format(name=undeclared[0]))
    return NamedQuery(path.stem, questions, (*declared, *map(Parameter, undeclared)), statement, said)


def _heading(text: str, names: Collection[str]) -> tuple[dict[str, str], list[Parameter], dict[str, str]]:
    questions: dict[str, str] = {}
    parameters: list[Parameter] = []
    facts: dict[str, str] = {}
    asked = "en"
    for line in text.splitlines():
        if not line.startswith("//") or not (said := line[2:].strip()):
            break
        if said.startswith("$"):
            parameters.append(_parameter(text, said))
        elif parameters:
            raise QueryError(text, _("“{line}” in the heading is no parameter").format(line=said))
        elif (name := said.partition(":")[0]) in names:
            facts[name] = said.partition(":")[2].strip()
        else:
            if said.startswith("sv:"):
                asked, said = "sv", said[3:].strip()
            questions[asked] = f"{questions[asked]} {said}" if asked in questions else said
    declared = [p.name for p in parameters]
    lows = [p.low[1:] for p in parameters if isinstance(p.low, str) and p.low.startswith("$")]
    if unknown := [low for low in lows if low not in declared]:
        raise QueryError(text, _("the heading does not declare ${name}").format(name=unknown[0]))
    if twice := [name for name in declared if declared.count(name) > 1]:
        raise QueryError(text, _("the heading declares ${name} twice").format(name=twice[0]))
    return questions, parameters, facts


def _parameter(text: str, said: str) -> Parameter:
    found = _PARAMETER.fullmatch(said)
    if found is None:
        raise QueryError(text, _("“{line}” in the heading is no parameter").format(line=said))
    english, _bar, swedish = (found["about"] or "").partition("|")
    about = {"en": english.strip(), "sv": swedish.strip() or english.strip()}
    kind, default, low = KINDS.get(found["kind"]), found["default"] or None, found["low"]
    if low and kind not in _ORDERED:
        raise QueryError(text, _("“{line}” in the heading is no parameter").format(line=said))
    label, _dot, prop = found["kind"].partition(".")
    if any(n.label == label and prop in n.names for n in SCHEMA.labels):
        return Parameter(found["name"], None, (), default, about, (label, prop))
    if kind is None:
        ends = tuple(end.strip() for end in found["kind"].split("|"))
        known = {n.label for n in SCHEMA.labels} | set(SCHEMA.label_of_kind)
        if wrong := [end for end in ends if end not in known]:
            raise QueryError(text, _("{kind} in the heading is no kind of parameter").format(kind=wrong[0]))
        return Parameter(found["name"], None, ends, default, about)
    try:
        value = None if default is None else _value(kind, default)
        least = low if low is None or low.startswith("$") else _value(kind, low)
    except ValueError as error:
        raise QueryError(
            text,
            _("the default or the bound of ${name} in the heading is not {expected}").format(
                name=found["name"], expected=error
            ),
        ) from error
    return Parameter(found["name"], kind, (), value, about, low=least)


def arguments(
    query: NamedQuery, given: Mapping[str, str | int | float], find: Find, values_of: Values
) -> dict[str, str | int | float]:
    """Return what a query is run with: every parameter that it declares, as a value of the declared kind.

    Parameters
    ----------
    query : NamedQuery
    given : mapping of str to str or number
        As somebody wrote them.
    find : callable
        Called with a name and the kinds that it may mean; returns the entity.
    values_of : callable
        Called with a label and a property; returns the values that there are.

    Raises
    ------
    ParameterError
        Some are unknown, missing, or of the wrong kind; the message names all of them.
    NameMatchError
        A name means nobody, or several.
    """
    problems = []
    names = [p.name for p in query.parameters]
    for name in given:
        if name not in names and names:
            problems.append(_("{name}: no such parameter; there are {names}").format(name=name, names=", ".join(names)))
        elif name not in names:
            problems.append(_("{name}: no such parameter; there are none").format(name=name))
    values: dict[str, str | int | float] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            about = parameter.in_words or _("a value")
            problems.append(
                _('{name} is missing: {about}. Give it: --param {name}="…"').format(name=parameter.name, about=about)
            )
            continue
        try:
            values[parameter.name] = value if parameter.kind is None else _value(parameter.kind, value)
        except ValueError as error:
            problems.append(
                _("{name}: {expected} was expected, not “{text}”").format(
                    name=parameter.name, expected=error, text=value
                )
            )
    problems += _too_low(query, values)
    if problems:
        raise ParameterError(query.name, problems)
    for parameter in query.parameters:
        written = str(values[parameter.name])
        if parameter.value_of:
            values[parameter.name] = find_value(written, values_of(*parameter.value_of))
        elif parameter.kind is None:
            values[parameter.name] = find(written, SCHEMA.kinds(parameter.ends)).id
    return values


def _too_low(query: NamedQuery, values: Mapping[str, str | int | float]) -> Iterable[str]:
    """Say what is less than it may be; dates are compared as precisely as both are known."""
    for parameter in query.parameters:
        name, low = parameter.name, parameter.low
        value = values.get(name)
        if isinstance(low, str) and low.startswith("$"):
            low = values.get(low[1:])
        if isinstance(value, str) and isinstance(low, str) and value[: len(low)] < low[: len(value)]:
            yield _("{name}: {low} or later was expected, not “{text}”").format(name=name, low=low, text=value)
        elif isinstance(value, int | float) and isinstance(low, int | float) and value < low:
            yield _("{name}: {low} or more was expected, not “{text}”").format(name=name, low=low, text=value)


def _value(kind: Kind, written: str | int | float) -> str | int | float:
    """Return a value of a kind, or raise ``ValueError`` with what was expected."""
    text = str(written).strip()
    if kind is Kind.INTEGER:
        if not re.fullmatch(r"[+-]?\d{1,19}", text, re.ASCII) or int(text) not in _INTEGER:
            raise ValueError(_("a whole number"))
        return int(text)
    if kind is Kind.NUMBER:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(_("a number"))
        return number
    if kind is Kind.DATE:
        if not is_date(text):
            raise ValueError(_("a date such as 2021, 2021-10 or 2021-10-01"))
        return text
    return str(written)


def is_date(text: str) -> bool:
    """Tell whether a text is a date that exists, as precise as it may be."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
