"""What an import comes to: tables as they would be, what is new in them, and what is to be decided."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from samverkan.errors import InputError
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.sources.foreign.claims import Account, Mention, NodeClaim, TieClaim
from samverkan.sources.foreign.matching import Question
from samverkan.sources.foreign.tables import Table
from samverkan.sources.reader import read


@dataclass(frozen=True)
class Conflict:
    """A value that is another in the data than in the file.

    Parameters
    ----------
    of : tuple of str
        Id of a node; or source, type, target and start of a relation.
    column : str
    old, new : Value
    grid : str
    line : int
    source : str
        Id of the source that tells the new one.
    """

    of: tuple[str, ...]
    column: str
    old: Value
    new: Value
    grid: str
    line: int
    source: str


@dataclass(frozen=True)
class FileSource:
    """The row of the table of sources that stands for what is imported.

    Parameters
    ----------
    id, name : str
    """

    id: str
    name: str


@dataclass(frozen=True)
class Correction:
    """What somebody who knows corrected.

    Parameters
    ----------
    of : tuple of str
        Id of a node; or source, type, target and start of a relation.
    column : str
        Nothing if the relation was removed, or added.
    old, new : Value
    added : bool
        Whether the relation is new.
    """

    of: tuple[str, ...]
    column: str = ""
    old: Value = None
    new: Value = None
    added: bool = False


@dataclass
class Outcome:
    """What an import comes to.

    Parameters
    ----------
    tables : dict of str to Table
        As they would be.
    account : Account
    added, changed : dict of str to set of str
        Ids of nodes by label; keys of relations, as lines of text, by type.
    removed : dict of str to set of str
        As ``changed``.
    corrections : list of Correction
        What somebody corrected, row by row.
    confirmed : int
        How many claims said what was known.
    questions : dict of Mention to Question
    nodes, ties : list
        Claims that wait for an answer.
    conflicts : list of Conflict
    skipped : int
        How many claims somebody decided to leave out.
    taken : dict of str to tuple of str
        Name as it is written -> ids of the nodes that it was taken for though it is not spelt so.
    """

    tables: dict[str, Table]
    account: Account
    added: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    removed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    corrections: list["Correction"] = field(default_factory=list)
    confirmed: int = 0
    questions: dict[Mention, Question] = field(default_factory=dict)
    nodes: list[NodeClaim] = field(default_factory=list)
    ties: list[TieClaim] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    skipped: int = 0
    taken: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def labels(self) -> dict[str, str]:
        """Return the base label of every node, by the table that it is in."""
        tables = ((node.label, self.tables[node.table]) for node in SCHEMA.labels)
        return {str(table.get(row, "id")): label for label, table in tables for row in table.living()}

    def changes(self) -> bool:
        """Tell whether anything would be written."""
        return any(table.changed for table in self.tables.values())

    def files(self) -> dict[str, bytes]:
        """Return the content of every file that changes, by name."""
        return {table.file: table.content() for table in self.tables.values() if table.changed}

    def all_files(self) -> dict[str, bytes]:
        """Return the content of every file."""
        return {table.file: table.content() for table in self.tables.values()}


def check(outcome: Outcome) -> None:
    """Read what would be written, as a load would.

    Raises
    ------
    InputError
        It has mistakes.
    """
    with TemporaryDirectory() as place:
        for name, content in outcome.all_files().items():
            (Path(place) / name).write_bytes(content)
        findings = read(Path(place), SCHEMA).findings
    if findings.error_count:
        raise InputError(findings)
