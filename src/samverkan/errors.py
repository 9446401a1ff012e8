"""Every exception that the tool raises on purpose. An exception keeps the objects and words itself when it is shown.

::

    SamverkanError
    ├── SchemaError                the declared model contradicts itself
    ├── DataError                  the input cannot be loaded; carries every finding
    │   └── InputError             a foreign file cannot be imported
    ├── PartialDataError           the input is an export that leaves people out
    ├── SavingError                files could not be written
    ├── NameMatchError             a name means nobody, or several
    │   └── OtherKindError         it means somebody, but of another kind than was asked for
    ├── ParameterError             a query was given other parameters than it takes
    ├── StoreError                 the store could not do what was asked
    │   ├── StoreUnavailableError  not reachable, not open, wrong credentials
    │   ├── StoreBusyError         somebody else is loading
    │   ├── RemovalError           the load would remove more than was allowed
    │   └── QueryError             the engine, or the tool, refused a statement; carries statement and reason
    ├── ExchangeError              what is to be exported cannot be written so
    ├── AnalysisError              the measure is undefined for this network
    └── ReportError                a page cannot be made of what was given
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from samverkan.language import _, ngettext

if TYPE_CHECKING:  # the layers above; only named here
    from pathlib import Path

    from samverkan.model.names import Entity
    from samverkan.sources.findings import Findings


class SamverkanError(Exception):
    """The operation cannot go on, for a reason that the user can understand."""


class SchemaError(SamverkanError):
    """The declared model contradicts itself."""


class DataError(SamverkanError):
    """The input cannot be loaded.

    Parameters
    ----------
    findings : Findings
        All that was found, errors and warnings.
    """

    def __init__(self, findings: "Findings") -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        errors = self.findings.error_count
        return ngettext(
            "{n} error in the data. Nothing was loaded.", "{n} errors in the data. Nothing was loaded.", errors
        ).format(n=errors)


class PartialDataError(SamverkanError):
    """The input is an export that leaves people out, and loading it was not allowed.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: "Path") -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _(
            "{path} is an export that leaves people out: loading it would take them, and every text that names them, "
            "out of what is loaded. Nothing was changed. If that is what you want, load again with --allow-removals."
        ).format(path=self.path)


class InputError(DataError):
    """A foreign file cannot be imported."""

    def __str__(self) -> str:
        errors = self.findings.error_count
        return ngettext(
            "{n} error in what was to be imported. Nothing was written.",
            "{n} errors in what was to be imported. Nothing was written.",
            errors,
        ).format(n=errors)


class SavingError(SamverkanError):
    """Files could not be written; those that were there before are there still."""


class NameMatchError(SamverkanError):
    """A name means nobody, or several.

    Parameters
    ----------
    text : str
        The name as it was written.
    matches : sequence of Entity
        All that the name means; empty when it means nobody.
    nearest : sequence of Entity
        Those whose names are most like it, when it means nobody.
    """

    def __init__(self, text: str, matches: Sequence["Entity"], nearest: Sequence["Entity"] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.matches = tuple(matches)
        self.nearest = tuple(nearest)

    def __str__(self) -> str:
        if self.matches:
            first = _("“{name}” means several. Write the id of the one you mean:").format(name=self.text)
        elif self.nearest:
            first = _("Nothing here is called “{name}”. Did you mean:").format(name=self.text)
        else:
            return _("Nothing here is called “{name}”.").format(name=self.text)
        named = (e.name if e.name == e.id else f"{e.name} ({e.id})" for e in self.matches or self.nearest)
        return "\n".join([first, *(f"  {name}" for name in named)])


class OtherKindError(NameMatchError):
    """A name means somebody, but nobody of the kind that was asked for.

    Parameters
    ----------
    text : str
        The name as it was written.
    matches : sequence of Entity
        All that the name means.
    found, wanted : str
        What they are and what was asked for, in words with an article: ``a university``, ``a city``.
    """

    def __init__(self, text: str, matches: Sequence["Entity"], found: str, wanted: str) -> None:
        super().__init__(text, matches)
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        return _("“{name}” is {found}, not {wanted}.").format(name=self.text, found=self.found, wanted=self.wanted)


class ParameterError(SamverkanError):
    """A query was given other parameters than it takes.

    Parameters
    ----------
    query : str
        Name of the query.
    problems : sequence of str
        What is wrong, each in words.
    """

    def __init__(self, query: str, problems: Sequence[str]) -> None:
        super().__init__(query, problems)
        self.query = query
        self.problems = tuple(problems)

    def __str__(self) -> str:
        first = _("The query “{query}” cannot be run so:").format(query=self.query)
        return "\n".join([first, *(f"  {problem}" for problem in self.problems)])


class StoreError(SamverkanError):
    """The store could not do what was asked. The message is worded by the adapter that knows why."""


class StoreUnavailableError(StoreError):
    """The store is not reachable, cannot be opened, or refuses the credentials."""


class StoreBusyError(StoreError):
    """Somebody else is loading into the store.

    Parameters
    ----------
    holder : str
        Who: user, host and process, as far as the store tells.
    """

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder

    def __str__(self) -> str:
        return _("Somebody else is loading into this store: {holder}. Nothing was changed. Try again later.").format(
            holder=self.holder
        )


class RemovalError(StoreError):
    """The load would remove more than a fifth of the nodes or relationships, and was not told that it may.

    Parameters
    ----------
    nodes, relationships : tuple of (int, int)
        How many would be removed, and of how many.
    examples : sequence of str
        The first of them, in words.
    """

    def __init__(self, nodes: tuple[int, int], relationships: tuple[int, int], examples: Sequence[str]) -> None:
        super().__init__(nodes, relationships)
        self.nodes = nodes
        self.relationships = relationships
        self.examples = tuple(examples)

    def __str__(self) -> str:
        first = _(
            "This load would remove {n} of {all_n} nodes and {r} of {all_r} relations. Nothing was changed. "
            "If that is what you want, load again with --allow-removals. Among them:"
        ).format(n=self.nodes[0], all_n=self.nodes[1], r=self.relationships[0], all_r=self.relationships[1])
        told = [first, *(f"  {example}" for example in self.examples)]
        if rest := self.nodes[0] + self.relationships[0] - len(self.examples):
            told.append("  " + ngettext("… and {n} more", "… and {n} more", rest).format(n=rest))
        return "\n".join(told)


class QueryError(StoreError):
    """The engine, or the tool, refused a statement.

    Parameters
    ----------
    statement : str
        The statement, whole.
    reason : str
        Why.
    """

    def __init__(self, statement: str, reason: str) -> None:
        super().__init__(statement, reason)
        self.statement = statement
        self.reason = reason

    def __str__(self) -> str:
        return _("The query was refused: {reason}").format(reason=self.reason)


class ExchangeError(SamverkanError):
    """What is to be exported cannot be written so. The message is worded by the writer that knows why."""


class AnalysisError(SamverkanError):
    """The measure is undefined for this network."""


class ReportError(SamverkanError):
    """A page cannot be made of what was given. The message is worded by whoever knows why."""
