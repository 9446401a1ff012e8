"""What an import could not tell -> a workbook to decide in; and back, with what was decided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samverkan.errors import ExchangeError
from samverkan.exchange import kept
from samverkan.exchange.kept import packed, unpacked
from samverkan.exchange.workbook import LETTERS, opened
from samverkan.language import N_, _, language
from samverkan.model.dataset import Value
from samverkan.model.domain import SCHEMA
from samverkan.model.names import fold_case
from samverkan.model.words import column_in_words, either, kind_in_words, part_in_words, reading, some
from samverkan.shell import argument
from samverkan.sources import DATA_FOLDER
from samverkan.sources.foreign.claims import Left, Mention, NodeClaim, TieClaim
from samverkan.sources.foreign.grids import Grid
from samverkan.sources.foreign.joining import relation_between
from samverkan.sources.foreign.layout import Layout
from samverkan.sources.foreign.matching import Answer, Known, New, Question, Several, several
from samverkan.sources.foreign.outcome import Conflict, FileSource, Outcome
from samverkan.sources.foreign.words import kinds_in_order
from samverkan.sources.written import shown, text
from samverkan.whole import whole_file

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from samverkan.exchange.workbook import Book

MARK = "samverkan review 1"
"""What the first cell of the hidden sheet says, by which a review is known when it is read back."""

_HIDDEN, _CHOICES = "samverkan", "choices"
_KEEP, _TAKE, _SKIP, _SPLIT = "keep", "take", "skip", "split"

NAMES = {"en": "Names", "sv": "Namn"}
KINDS = {"en": "Kinds", "sv": "Slag"}
VALUES = {"en": "Values", "sv": "Uppgifter"}
WAITING = {"en": "Waiting", "sv": "Väntar"}
NOT_READ = {"en": "Not read", "sv": "Inte läst"}
TAKEN = {"en": "Taken for", "sv": "Tolkat som"}
COLUMNS = {"en": "Columns", "sv": "Kolumner"}
GUIDE = {"en": "Read me", "sv": "Läs mig"}

_GUIDE = (
    N_("What the import could not tell, for you to decide."),
    N_("Names: pick in the last column whom or what each name means, that it is new, or that it is to be left out."),
    N_(
        "Kinds: pick what a word for a kind means that the model does not know. It goes for all names with that word "
        "that you leave open under Names."
    ),
    N_("Values: pick whether what the data say stays, or what the file says is right."),
    N_("Waiting: what is done with your decisions. Change nothing there."),
    N_("Not read: every cell that was left out, and why. Correct the file and import it again if it should be read."),
    N_("Taken for: names that are spelt a little otherwise, and what they were taken for."),
    N_("Columns: how each heading was understood."),
    N_("Then save this workbook and read it back: {command}"),
    N_("What you leave open stays open. A name that you tie to somebody is remembered as another name of theirs."),
    N_("This workbook may name people. It is for your work with the data, and is not to be passed on."),
)


def reading_back(path: Path, into: Path) -> str:
    """Return the command that reads a review back."""
    return f"samverkan import {argument(path)}" + (f" --into {argument(into)}" if str(into) != DATA_FOLDER else "")


@dataclass
class Review:
    """What a review says once it is read back.

    Parameters
    ----------
    source : FileSource
        That of the file that was imported.
    into : str
        Folder of the tables that it was imported into; nothing if a review of before does not say.
    nodes, ties : list
        Claims that waited.
    answers : dict of Mention to Answer or None
        ``None`` where the name is to be left out; a question where whom it means is not in the data any more; a
        name that nobody decided on is not there.
    conflicts : list of (Conflict, bool or None)
        Whether what the file said is to be taken; ``None`` if nobody decided.
    unclear : list of str
        Places of decisions that mean nothing.
    """

    source: FileSource
    into: str = ""
    nodes: list[NodeClaim] = field(default_factory=list)
    ties: list[TieClaim] = field(default_factory=list)
    answers: dict[Mention, Answer | None] = field(default_factory=dict)
    conflicts: list[tuple[Conflict, bool | None]] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def write_review(
    path: Path,
    outcome: Outcome,
    source: FileSource,
    into: Path,
    readings: Sequence[tuple[Grid, Layout | None]],
    name_of: Callable[[str], str],
) -> None:
    """Write a review: what is to be decided, what waits for it, what was not read, and how columns were understood.

    Parameters
    ----------
    path : Path
    outcome : Outcome
    source : FileSource
    into : Path
        Folder of the tables.
    readings : sequence of (Grid, Layout or None)
    name_of : callable
        Gives the name of an id.

    Raises
    ------
    SavingError
        It cannot be written.
    """
    with whole_file(path) as made, opened(made) as book:
        writer = _Writer(book)
        writer.guide(reading_back(Path(path.name), into))
        writer.names(outcome)
        writer.kinds(outcome)
        writer.values(outcome.conflicts, name_of)
        writer.waiting(outcome)
        writer.not_read(outcome.account.left)
        writer.taken(outcome.taken, name_of)
        writer.columns(readings)
        writer.hidden(source, into)


class _Writer:
    """The sheets of a review, one by one."""

    def __init__(self, book: "Book") -> None:
        self._book = book
        self._codes: list[tuple[str, int, str, dict[str, str]]] = []
        self._lists: dict[tuple[str, ...], int] = {}

    def _said(self, sheet: "Worksheet", row: int, column: int, told: str) -> None:
        """Write a text as it is.

        Raises
        ------
        ExchangeError
            It is longer than a cell can hold.
        """
        if len(told) > LETTERS:
            raise ExchangeError(
                _("A text of {n} letters does not fit into the workbook to decide in. Nothing was written.").format(
                    n=len(told)
                )
            )
        self._book.said(sheet, row, column, told)

    def guide(self, command: str) -> None:
        sheet = self._book.sheet(GUIDE[language()], [(_("What to do"), True)], [110])
        for row, told in enumerate(_GUIDE, start=1):
            self._said(sheet, row, 0, _(told).format(command=command))

    def names(self, outcome: Outcome) -> None:
        titles = (_("question"), _("name in the file"), _("what was expected"), _("rows"), _("first in"), _("may be"))
        rows: list[list[Value]] = []
        choices = []
        uses = _uses(outcome)
        for number, (mention, question) in enumerate(outcome.questions.items(), start=1):
            codes = _codes(question)
            choices.append(codes)
            first, count = uses[mention]
            likely = "; ".join(list(codes)[: len(question.candidates)])
            rows.append([number, mention.text, _kinds(mention.kinds), count, first, likely])
        self._sheet(NAMES[language()], (*titles, _("decision")), rows, choices)

    def kinds(self, outcome: Outcome) -> None:
        """Write the words for kinds that are not known, if several open names have them."""
        asked: dict[tuple[str, tuple[str, ...]], list[Mention]] = {}
        for mention in outcome.questions:
            if mention.word and len(mention.kinds) > 1:
                asked.setdefault((mention.word, mention.kinds), []).append(mention)
        several_named = {of: mentions for of, mentions in asked.items() if len(mentions) > 1}
        if not several_named:
            return
        titles = (_("question"), _("kind in the file"), _("what was expected"), _("names"), _("first in"), _("such as"))
        uses = _uses(outcome)
        rows: list[list[Value]] = []
        choices = []
        for number, ((word, kinds), mentions) in enumerate(several_named.items(), start=1):
            choices.append({kind_in_words(kind): f"kind {kind}" for kind in kinds})
            names = some([mention.text for mention in mentions], len(mentions))
            rows.append([number, word, _kinds(kinds), len(mentions), uses[mentions[0]][0], names])
        self._sheet(KINDS[language()], (*titles, _("decision")), rows, choices)

    def values(self, conflicts: Sequence[Conflict], name_of: Callable[[str], str]) -> None:
        titles = (_("question"), _("of"), _("column"), _("the data say"), _("the file says"), _("in"))
        codes = {_("keep what the data say"): _KEEP, _("take what the file says"): _TAKE}
        rows: list[list[Value]] = []
        for number, c in enumerate(conflicts, start=1):
            of = name_of(c.of[0])
            if len(c.of) > 1:
                of = f"{of} {reading(c.of[1])} {name_of(c.of[2])}"
            rows.append(
                [
                    number,
                    of,
                    column_in_words(c.column),
                    shown(c.old),
                    shown(c.new),
                    f"{c.grid}:{c.line}",
                ]
            )
        own = [packed(asdict(c)) for c in conflicts]
        self._sheet(VALUES[language()], (*titles, _("decision")), rows, [codes] * len(rows), own)

    def waiting(self, outcome: Outcome) -> None:
        titles = (_("in"), _("from"), _("relation"), _("to"), _("what it says"))
        rows: list[list[Value]] = []
        own = []
        for node in outcome.nodes:
            rows.append([f"{node.grid}:{node.line}", node.mention.text, "", "", _in_words(node)])
            own.append(_claim(node))
        for tie in outcome.ties:
            type = reading(tie.type) if tie.type else ""
            rows.append([f"{tie.grid}:{tie.line}", tie.source.text, type, tie.target.text, _in_words(tie)])
            own.append(_claim(tie))
        self._sheet(WAITING[language()], titles, rows, [], own)

    def not_read(self, left: Iterable[Left]) -> None:
        titles = (_("in"), _("row"), _("column"), _("text"), _("why"))
        rows: list[list[Value]] = [[item.grid, item.line, item.heading, item.text, item.reason()] for item in left]
        self._sheet(NOT_READ[language()], titles, rows, [])

    def taken(self, taken: Mapping[str, Sequence[str]], name_of: Callable[[str], str]) -> None:
        rows: list[list[Value]] = [
            [name, " | ".join(map(name_of, ids)), " | ".join(ids)] for name, ids in taken.items()
        ]
        self._sheet(TAKEN[language()], (_("name in the file"), _("taken for"), _("id")), rows, [])

    def columns(self, readings: Sequence[tuple[Grid, Layout | None]]) -> None:
        rows: list[list[Value]] = []
        for grid, layout in readings:
            rows += [[grid.name, heading, meaning] for heading, meaning in meanings(layout)]
        self._sheet(COLUMNS[language()], (_("in"), _("heading"), _("read as")), rows, [])

    def hidden(self, source: FileSource, into: Path) -> None:
        """Write what only the reading back needs."""
        sheet = self._book.sheet(_HIDDEN, [(MARK, False)], [20])
        self._said(sheet, 1, 0, packed(asdict(source) | {"into": into.as_posix()}))
        for row, (name, number, of, codes) in enumerate(self._codes, start=2):
            self._said(sheet, row, 0, packed([name, number, of, codes]))
        sheet.very_hidden()
        sheet = self._book.sheet(_CHOICES, [(_CHOICES, False)], [20])
        for texts, row in self._lists.items():
            for column, choice in enumerate(texts):
                self._said(sheet, row, column, choice)
        sheet.very_hidden()

    def _sheet(
        self,
        name: str,
        titles: Sequence[str],
        rows: Sequence[Sequence[Value]],
        choices: Sequence[Mapping[str, str]],
        own: Sequence[str] = (),
    ) -> None:
        """Write a sheet; its last column is to be decided in if there are choices, and what is kept is not shown."""
        widths = [max((len(text(row[n])) for row in rows if n < len(row)), default=0) + 2 for n in range(len(titles))]
        if choices:
            widths[-1] = max(len(choice) for codes in choices for choice in codes) + 2
        told = [(title, bool(choices) and place == len(titles) - 1) for place, title in enumerate(titles)]
        sheet = self._book.sheet(name, told, widths)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    self._said(sheet, row, column, value)
                else:
                    self._book.value(sheet, row, column, value)
            if choices:
                self._offer(sheet, row, len(titles) - 1, choices[row - 1])
                self._codes.append((name, row, text(values[1]), dict(choices[row - 1])))
            if own:
                self._said(sheet, row, len(titles), own[row - 1])
        if own:
            sheet.set_column(len(titles), len(titles), None, None, {"hidden": True})
        if rows:
            sheet.autofilter(0, 0, len(rows), len(titles) - 1)

    def _offer(self, sheet: "Worksheet", row: int, column: int, codes: Mapping[str, str]) -> None:
        texts = tuple(codes)
        place = self._lists.setdefault(texts, len(self._lists) + 1)
        last = _letters(len(texts))
        rule = {"validate": "list", "source": f"={_CHOICES}!$A${place + 1}:${last}${place + 1}", "show_error": False}
        sheet.data_validation(row, column, row, column, rule)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _uses(outcome: Outcome) -> dict[Mention, tuple[str, int]]:
    """Tell where each open name stands first, and how often."""
    uses: dict[Mention, tuple[str, int]] = {}
    claims: list[NodeClaim | TieClaim] = [*outcome.nodes, *outcome.ties]
    for claim in claims:
        named = [claim.mention] if isinstance(claim, NodeClaim) else [claim.source, claim.target]
        for mention in named:
            first, count = uses.get(mention, (f"{claim.grid}:{claim.line}", 0))
            uses[mention] = (first, count + 1)
    return uses


def _codes(question: Question) -> dict[str, str]:
    """Return what may be decided on a name, in words, and the code of each."""
    codes = {
        f"{entity.name} ({kind_in_words(entity.kind)}, {entity.id})": f"id {entity.id}"
        for entity in question.candidates
    }
    codes |= {_("new: {kind}").format(kind=kind_in_words(kind)): f"new {kind}" for kind in question.kinds}
    if question.parts:
        codes[_("several: {names}").format(names=" | ".join(question.parts))] = _SPLIT
    return codes | {_("leave out"): _SKIP}


def _kinds(kinds: Sequence[str]) -> str:
    known = [kind for n in SCHEMA.labels if n.label != "Source" for kind in n.kinds]
    return _("anything") if len(kinds) == len(known) else either([part_in_words(kind) for kind in kinds])


def _in_words(claim: NodeClaim | TieClaim) -> str:
    return "; ".join(f"{column_in_words(name)}: {shown(value)}" for name, value in claim.values.items())


def meanings(layout: Layout | None) -> list[tuple[str, str]]:
    """Tell in words how each heading was understood."""
    if layout is None:
        return [("", _("No row of headings was found."))]
    told = []
    by_place = {column.place: column for column in layout.columns}
    for column in layout.columns:
        if column.part == "node" and column.names:
            meaning = _kinds(column.names.kinds)
        elif column.part in ("property", "tie") and column.prop:
            meaning = column_in_words(column.prop.name) + (f" × {column.unit}" if column.unit > 1 else "")
        else:
            words = {
                "id": N_("the key of the row"),
                "kind": N_("the kind"),
                "type": N_("the relation"),
                "period": N_("when"),
                "": N_("not read"),
            }
            meaning = _(words[column.part])
        if column.part and column.of is not None and len(layout.nodes) > 1:
            meaning = _("{meaning} of “{heading}”").format(meaning=meaning, heading=by_place[column.of].heading)
        elif column.of is None and column.prop and column.prop.name in ("start", "end") and layout.pairs:
            meaning = _("{meaning} of the relation").format(meaning=meaning)
        told.append((column.heading, meaning))
    for first, second in layout.pairs:
        if not any(column.part == "type" for column in layout.columns) and (said := _between(layout, first, second)):
            told.append((f"{by_place[first].heading} – {by_place[second].heading}", said))
    return told


def _between(layout: Layout, first: int, second: int) -> str:
    """Say what two columns have to do with each other, where no column says so."""
    one, other = (column for place in (first, second) for column in layout.nodes if column.place == place)
    types: dict[str, None] = {}
    for source in kinds_in_order(one.names.kinds if one.names else ()):
        for target in kinds_in_order(other.names.kinds if other.names else ()):
            ends = Mention("", (source,)), Mention("", (target,))
            claim = TieClaim(
                *ends, type=layout.hint(first, second), stated=False, values={}, sources=(), grid="", line=0
            )
            if found := relation_between(claim, source, target):
                types[reading(found[0], backwards=found[1])] = None
    return either(list(types)) if types else ""


def _claim(claim: NodeClaim | TieClaim) -> str:
    return packed({name: value for name, value in asdict(claim).items() if name not in ("cells", "where")})


# and back


def is_review(grids: Sequence[Grid]) -> bool:
    """Tell whether a workbook is a review."""
    return any(grid.sheet == _HIDDEN and grid.rows and grid.text((0, 0)) == MARK for grid in grids)


def read_review(
    grids: Sequence[Grid], find_exactly: Callable[[Mention, str], str | None], is_there: Callable[[str], bool]
) -> Review:
    """Read a review back.

    Parameters
    ----------
    grids : sequence of Grid
    find_exactly : callable
        Gives the id of the one node that a name means that somebody wrote instead of picking, or ``None``.
    is_there : callable
        Tells whether the data still have a node of an id.
    """
    by_name = {grid.sheet: grid for grid in grids}
    hidden = by_name[_HIDDEN]
    review = unpacked(hidden, (1, 0), _source_kept)
    codes: dict[tuple[str, str], dict[str, str]] = {}
    of: dict[tuple[str, str], str] = {}
    for row in range(2, len(hidden.rows)):
        name, number, asked, known = unpacked(hidden, (row, 0), _codes_kept)
        of[name, number] = asked
        codes[name, number] = known
    decided = {
        name: {grid.text((row, 0)): grid.text((row, 6)) for row in range(1, len(grid.rows))}
        for sheet in (NAMES, KINDS, VALUES)
        for name in sheet.values()
        if (grid := by_name.get(name))
    }
    for name in WAITING.values():
        if grid := by_name.get(name):
            for row in range(1, len(grid.rows)):
                claim = unpacked(grid, (row, 5), _claim_kept)
                if isinstance(claim, NodeClaim):
                    review.nodes.append(claim)
                else:
                    review.ties.append(claim)
    for name in NAMES.values():
        if grid := by_name.get(name):
            _read_names(review, grid, decided[name], codes, of, find_exactly, is_there)
    for name in KINDS.values():
        if grid := by_name.get(name):
            _read_kinds(review, grid, decided[name], codes, of)
    for name in VALUES.values():
        if grid := by_name.get(name):
            for row in range(1, len(grid.rows)):
                conflict = unpacked(grid, (row, 7), _conflict_kept)
                number = grid.text((row, 0))
                code = codes.get((name, number), {}).get(fold_case(decided[name][number]))
                if decided[name][number] and code is None:
                    review.unclear.append(f"{grid.name}:{grid.lines[row]}")
                review.conflicts.append((conflict, None if code is None else code == _TAKE))
    return review


def _read_names(
    review: Review,
    grid: Grid,
    decided: Mapping[str, str],
    codes: Mapping[tuple[str, str], Mapping[str, str]],
    of: Mapping[tuple[str, str], str],
    find_exactly: Callable[[Mention, str], str | None],
    is_there: Callable[[str], bool],
) -> None:
    texts: dict[str, list[Mention]] = {}
    claims: list[NodeClaim | TieClaim] = [*review.nodes, *review.ties]
    for claim in claims:
        for mention in [claim.mention] if isinstance(claim, NodeClaim) else [claim.source, claim.target]:
            texts.setdefault(mention.text, []).append(mention)
    for row in range(1, len(grid.rows)):
        number = grid.text((row, 0))
        name = of.get((grid.sheet, number), "")
        decision = decided.get(number, "")
        if not decision:
            continue
        known = codes.get((grid.sheet, number), {})
        code = known.get(fold_case(decision))
        kinds = tuple(word.partition(" ")[2] for word in known.values() if word.startswith("new "))
        for mention in dict.fromkeys(texts.get(name, ())):
            if mention.kinds != kinds:
                continue
            found = find_exactly(mention, decision) if code is None else None
            if code is None and found is None:
                review.unclear.append(f"{grid.name}:{grid.lines[row]}")
            elif code == _SKIP:
                review.answers[mention] = None
            elif code == _SPLIT:
                review.answers[mention] = Several(several(mention))
            elif code is not None and code.startswith("new "):
                review.answers[mention] = New(code.partition(" ")[2])
            elif is_there(id := found or (code or "").partition(" ")[2]):
                review.answers[mention] = Known(id)
            else:
                review.answers[mention] = Question((), mention.kinds)
                review.unclear.append(f"{grid.name}:{grid.lines[row]}")


def _read_kinds(
    review: Review,
    grid: Grid,
    decided: Mapping[str, str],
    codes: Mapping[tuple[str, str], Mapping[str, str]],
    of: Mapping[tuple[str, str], str],
) -> None:
    """Let the names that stay open be of the kind that was picked for the word beside them."""
    meant: dict[tuple[str, tuple[str, ...]], str] = {}
    for row in range(1, len(grid.rows)):
        number = grid.text((row, 0))
        known = codes.get((grid.sheet, number), {})
        code = known.get(fold_case(decided.get(number, "")))
        if code is not None:
            kinds = tuple(word.partition(" ")[2] for word in known.values())
            meant[of[grid.sheet, number], kinds] = code.partition(" ")[2]
        elif decided.get(number):
            review.unclear.append(f"{grid.name}:{grid.lines[row]}")

    def narrowed(mention: Mention) -> Mention:
        kind = meant.get((mention.word, mention.kinds))
        return mention if kind is None or mention in review.answers else replace(mention, kinds=(kind,), word="")

    review.nodes = [replace(claim, mention=narrowed(claim.mention)) for claim in review.nodes]
    review.ties = [
        replace(claim, source=narrowed(claim.source), target=narrowed(claim.target)) for claim in review.ties
    ]


_NODE_COLUMNS = {p.name for n in SCHEMA.labels for p in n.properties[1:]}
_TIE_COLUMNS = {p.name for p in SCHEMA.relations[3:]}


def _source_kept(told: Any) -> Review:
    return Review(FileSource(kept.text(told["id"]), kept.text(told["name"])), kept.text(told.get("into", "")))


def _codes_kept(told: Any) -> tuple[str, str, str, dict[str, str]]:
    name, number, asked, known = told
    codes = {fold_case(words): kept.text(code) for words, code in known.items()}
    kept.kinds([code.partition(" ")[2] for code in codes.values() if code.startswith(("new ", "kind "))])
    return kept.text(name), str(number), kept.text(asked), codes


def _claim_kept(told: Any) -> NodeClaim | TieClaim:
    def mention(of: Any) -> Mention:
        word = kept.text(of.get("word", ""))  # a review of before has none
        kinds = kept.kinds(of["kinds"])
        return Mention(kept.text(of["text"]), kinds, kept.text(of["id"]), bool(of["may_be_new"]), word)

    sources, grid, line = kept.texts(told["sources"]), kept.text(told["grid"]), int(told["line"])
    if "mention" in told:
        values = kept.values(told["values"], _NODE_COLUMNS)
        return NodeClaim(mention(told["mention"]), values, sources, grid, line)
    if type := kept.text(told["type"]):
        SCHEMA.relationship(type)
    values = kept.values(told["values"], _TIE_COLUMNS)
    ends = mention(told["source"]), mention(told["target"])
    word = kept.text(told.get("word", ""))
    return TieClaim(*ends, type, bool(told["stated"]), values, sources, grid, line, word=word)


def _conflict_kept(told: Any) -> Conflict:
    of, column = kept.texts(told["of"]), kept.text(told["column"])
    if len(of) not in (1, 4) or column not in _NODE_COLUMNS | _TIE_COLUMNS:
        raise ValueError(told)
    if len(of) == 4:
        SCHEMA.relationship(of[1])
    values = kept.values(told, ("old", "new"))
    return Conflict(
        of, column, values["old"], values["new"], kept.text(told["grid"]), int(told["line"]), kept.text(told["source"])
    )
