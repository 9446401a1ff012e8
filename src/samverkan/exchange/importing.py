"""A file as people have it -> a folder of tables, a review of what could not be told, and what was left out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from samverkan.errors import InputError
from samverkan.exchange.city_sheet import is_city_sheet, source_of, take_city_sheet
from samverkan.exchange.review import Review, is_review, read_review, reading_back, write_review
from samverkan.language import N_, _
from samverkan.model.domain import SCHEMA
from samverkan.model.marks import MARKS_FILE
from samverkan.model.words import NAMED
from samverkan.sources import DATA_FOLDER
from samverkan.sources.erased import NO_KEY, read_marks
from samverkan.sources.findings import Code, Finding, Findings
from samverkan.sources.foreign.claims import Account, Mention
from samverkan.sources.foreign.graphs import READERS
from samverkan.sources.foreign.grids import Grid, read_grids
from samverkan.sources.foreign.layout import Layout
from samverkan.sources.foreign.matching import Known, slug
from samverkan.sources.foreign.merge import Merger, merge
from samverkan.sources.foreign.outcome import FileSource, Outcome, check
from samverkan.sources.foreign.rows import NO_TABLE, claims_of
from samverkan.sources.foreign.tables import read_tables
from samverkan.sources.saving import put_back, save_files

OF_ANOTHER = N_("These decisions are on an import into {folder}. Read them back there: {command}")


@dataclass
class Import:
    """A file that was read, and what would be made of it.

    Parameters
    ----------
    path, into : Path
    outcome : Outcome
    source : FileSource
    readings : list of (Grid, Layout or None)
        How the columns of each table were understood; none of a review.
    findings : Findings
        Warnings.
    unclear : list of str
        Places of decisions of a review that mean nothing.
    """

    path: Path
    into: Path
    outcome: Outcome
    source: FileSource
    readings: list[tuple[Grid, Layout | None]]
    findings: Findings
    unclear: list[str]

    @property
    def to_decide(self) -> int:
        """How many names and values somebody has to decide on."""
        return len(self.outcome.questions) + len(self.outcome.conflicts)

    def wants_review(self) -> bool:
        """Tell whether there is anything that a review should say, and the screen does not."""
        return bool(self.to_decide or self.outcome.account.left or len(self.outcome.taken) > NAMED)

    def names(self) -> dict[str, str]:
        """Return the name of every node by its id."""
        return {
            str(table.get(row, "id")): str(table.get(row, "name"))
            for table in self.outcome.tables.values()
            if table.name != SCHEMA.table
            for row in table.living()
        }

    def files(self) -> dict[str, bytes]:
        """Return the files that are to be written; of a folder that is not there yet, all that it must have."""
        if not any((self.into / table.file).exists() for table in self.outcome.tables.values()):
            optional = {n.table for n in SCHEMA.labels if n.optional}
            return {
                table.file: table.content()
                for table in self.outcome.tables.values()
                if table.rows or table.name not in optional
            }
        return self.outcome.files()

    def has_written(self, review: Path) -> bool:
        """Tell whether a file is the review of this import, as it was written."""
        names = self.names()
        with TemporaryDirectory() as place:
            made = Path(place) / review.name
            write_review(made, self.outcome, self.source, self.into, self.readings, lambda id: names.get(id, id))
            return review.is_file() and review.read_bytes() == made.read_bytes()

    def write(self, review: Path | None) -> None:
        """Write the tables, all or none, and the review before them.

        Parameters
        ----------
        review : Path or None
            Where the review goes, if there is to be one.

        Raises
        ------
        ExchangeError, SavingError
            One of them cannot be written.
        """
        if review:
            names = self.names()
            write_review(review, self.outcome, self.source, self.into, self.readings, lambda id: names.get(id, id))
        if files := self.files():
            save_files(self.into, files)


def read_import(path: Path, into: Path | None = None, source: str | None = None, key: bytes | None = None) -> Import:
    """Read a file and work out what would be made of it; nothing is written.

    Parameters
    ----------
    path : Path
        A table or a network in any form, a review that was decided, or a sheet that a city corrected.
    into : Path, optional
        The folder of tables that it goes into; otherwise ``graph_data``, as long as a review is of no other.
    source : str, optional
        Id of the source that tells what the file says; otherwise the file becomes one.
    key : bytes, optional
        That of the marks by which people who were erased are known, and left out.

    Raises
    ------
    InputError
        The file cannot be read, or the folder has mistakes; the exception carries every finding.
    """
    chosen, into = into, into or Path(DATA_FOLDER)
    if into.is_dir():
        put_back(into)
    if into.exists() and not into.is_dir():
        raise _refused(str(into), N_("This is not a folder. What is imported goes into a folder of CSV files."))
    grids, findings = read_grids(path, READERS)
    tables = read_tables(into)
    if source is not None:
        known = tables[SCHEMA.node("Source").table]
        name = next((str(known.get(row, "name")) for row in known.living() if known.get(row, "id") == source), None)
        if name is None:
            what = N_("There is no source {id}. Write its row into sources.csv first.")
            raise _refused(str(into), what, id=source)
        own = FileSource(source, name)
    else:
        own = FileSource(f"import-{slug(path.stem)}", path.name)
    marks = read_marks(into, key)
    if marks.marks and key is None:
        findings.add(Finding(MARKS_FILE, None, None, Code.ERASED, NO_KEY, {}))

    def merger(account: Account) -> Merger:
        made = Merger(tables, own, account)
        made.marks = marks
        return made

    if is_review(grids):
        bringing = merger(Account())
        matcher = bringing.matcher
        review = read_review(
            grids, lambda mention, text: _exactly(bringing, mention, text), lambda id: matcher.entity(id) is not None
        )
        if chosen is None and review.into and Path(review.into) != into:
            raise _refused(path.name, OF_ANOTHER, folder=review.into, command=reading_back(path, Path(review.into)))
        if source is None:
            own = review.source
        return Import(path, into, _decided(bringing, review, own), own, [], findings, review.unclear)
    if is_city_sheet(grids):
        if source is None:
            own = source_of(grids)
        bringing = merger(Account())
        take_city_sheet(grids, bringing)
        outcome = bringing.finished()
        check(outcome)
        return Import(path, into, outcome, own, [], findings, [])
    claims = claims_of(grids)
    if not any(layout for _grid, layout in claims.readings):
        raise _refused(path.name, NO_TABLE)
    return Import(path, into, merge(claims, merger(claims.account)), own, claims.readings, findings, [])


def _refused(file: str, what: str, **values: str) -> InputError:
    findings = Findings()
    findings.add(Finding(file, None, None, Code.MISSING_HEADING if what == NO_TABLE else Code.UNREADABLE, what, values))
    return InputError(findings)


def _exactly(merger: Merger, mention: Mention, text: str) -> str | None:
    """Find the node that somebody wrote instead of picking one."""
    answer = merger.matcher.answer(Mention(text, mention.kinds))
    return answer.id if isinstance(answer, Known) else None


def _decided(merger: Merger, review: Review, source: FileSource) -> Outcome:
    """Bring in what waited, as far as it was decided."""
    merger.own = source
    for mention, answer in review.answers.items():
        merger.decide(mention, answer)
    for conflict, take in review.conflicts:
        merger.settle(conflict, take)
    for node in review.nodes:
        merger.node(node)
    for tie in review.ties:
        merger.tie(tie)
    outcome = merger.finished()
    check(outcome)
    return outcome


def free_review_path(path: Path, folder: Path, is_own: Callable[[Path], bool] = lambda made: False) -> Path:
    """Return where a review goes: beside nothing that is there but itself, for decisions would be lost."""
    ending = _("review")
    stem = path.stem.removesuffix(f"-{ending}") if path.suffix == ".xlsx" else path.stem
    made, number = folder / f"{stem}-{ending}.xlsx", 1
    while made.exists() and not is_own(made):
        number += 1
        made = folder / f"{stem}-{ending}-{number}.xlsx"
    return made
