"""A statement that only reads, or a refusal that names what it would do besides.

Read access alone is not enough: a server still reads files for ``LOAD CSV``, and the embedded engine still writes them
for ``COPY … TO``. So a statement is let through only if all of it is known: one statement, clauses that read, functions
that only compute. Whatever may begin a clause stands where an expression is complete; what stands there and is not on
the list is refused, whether or not an engine knows it today.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from samverkan.errors import QueryError
from samverkan.language import _


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STARTS = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN"})
"""What a query, or a subquery, begins with."""

CLAUSES = STARTS | {"WHERE", "UNION", "ORDER", "SKIP", "LIMIT"}
_OPERATORS = frozenset({"AND", "OR", "XOR", "IN", "STARTS", "ENDS", "CONTAINS", "IS", "AS"})
_DIRECTIONS = frozenset({"ASC", "ASCENDING", "DESC", "DESCENDING"})
_CASES = frozenset({"WHEN", "THEN", "ELSE", "END"})
_OPENERS = frozenset({"NOT", "DISTINCT", "CASE"})  # an expression follows

# The second word of those that are two.
_NEXT = {
    "OPTIONAL": frozenset({"MATCH"}),
    "ORDER": frozenset({"BY"}),
    "STARTS": frozenset({"WITH"}),
    "ENDS": frozenset({"WITH"}),
}

# Never a name without quotes, wherever it stands. The list of what may stand between two expressions is what guards;
# this one guards the places where an expression is expected, and it makes refusals plain.
_WRITES = _words(
    "ALTER ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMENT COMMIT COPY CREATE CYPHER DEALLOCATE DELETE DENY DETACH "
    "DISABLE DROP DRYRUN ENABLE EXECUTE EXPLAIN EXPORT EXTENSION FILTER FINISH FOREACH FORCE GRANT HINT IMPORT INSERT "
    "INSTALL LET LOAD MACRO MERGE NEXT NODETACH PRAGMA PREPARE PROFILE REMOVE RENAME REVOKE ROLLBACK SET SHOW "
    "TERMINATE TRANSACTION TRUNCATE UNINSTALL UPDATE USE USING YIELD"
)

FUNCTIONS = _words(
    # what both engines have, and what one has under its own name; nothing that reads a file, a setting or the network
    "abs acos all allShortestPaths any asin atan atan2 avg ceil ceiling char_length character_length coalesce collect "
    "concat contains cos cot count date date_part date_trunc datetime degrees distance duration e elementId ends_with "
    "endNode exists exp floor greatest haversin head id ifnull isEmpty is_acyclic is_trail keys label labels last "
    "least left length levenshtein list_append list_avg list_concat list_contains list_count list_creation list_cat "
    "list_distinct list_element list_extract list_filter list_has list_max list_min list_position list_prepend "
    "list_reverse list_slice list_sort list_sum list_to_string list_transform list_unique ln localdatetime log log10 "
    "log2 lower ltrim max min month none nodes nullIf percentileCont percentileDisc pi point pow power prefix "
    "properties radians range reduce regexp_extract regexp_full_match regexp_matches relationships rels replace "
    "reverse right round rtrim shortestPath sign sin single size sqrt starts_with startNode stDev stDevP string_split "
    "substr substring suffix sum tail tan time toBoolean toBooleanOrNull toFloat toFloatOrNull toInteger "
    "toIntegerOrNull toLower toString toStringOrNull toUpper trim type upper valueType year split cast"
)
_FUNCTIONS = frozenset(name.casefold() for name in FUNCTIONS)

_TOKEN = re.compile(
    r"""
      (?P<space> [ \t\n]+ | \r\n )
    | (?P<comment> //[^\n\r]* )
    | (?P<block> /\*.*?\*/ )
    | (?P<string> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
    | (?P<quoted> `(?:[^`]|``)*` )
    | (?P<parameter> \$(?:\w+|`(?:[^`]|``)*`) )
    | (?P<number> 0[xXoO][0-9a-fA-F]+ | [0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)? | \.[0-9]+(?:[eE][+-]?[0-9]+)? )
    | (?P<word> [^\W\d]\w* )
    | (?P<sign> \.\. | [-+*/%^=<>!~|&.,:;()\[\]{}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[\\'\"nrtbf])|\\(.?)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|\r(?!\n)")


@dataclass(frozen=True)
class _Token:
    group: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word as an engine may read it: letters that fold to ASCII ones are these."""
        return unicodedata.normalize("NFKC", self.text).upper() if self.group == "word" else ""


@dataclass
class _Scope:
    """What one pair of brackets has shown so far."""

    closes: str
    query: bool = False  # of a whole query: clauses may follow
    clause: str = ""
    cases: int = 0
    second: frozenset[str] = field(default_factory=frozenset)


def refuse_writes(statement: str) -> str:
    """Return a statement that only reads, with blanks for its comments; refuse any other.

    Parameters
    ----------
    statement : str
        What somebody wants to run.

    Returns
    -------
    str
        The same statement, character for character in the same place, but for comments and a last semicolon. This is
        what is to be run: engines do not agree on where a comment ends.

    Raises
    ------
    QueryError
        It is empty, more than one statement, or holds anything else than clauses that read.

    Examples
    --------
    >>> refuse_writes("MATCH (n) RETURN n.name  // all of them")
    'MATCH (n) RETURN n.name'
    >>> refuse_writes("MATCH (n) DETACH DELETE n")
    Traceback (most recent call last):
        ...
    samverkan.errors.QueryError: The query was refused: DETACH is not allowed in line 1: a query only reads
    """
    return _Check(statement).run()


def parameters_of(statement: str) -> set[str]:
    """Return the names of the parameters that a statement uses, in code and not in a text or a comment."""
    found = (_Token(m.lastgroup or "", m.group(), m.start()) for m in _TOKEN.finditer(statement))
    return {t.text[1:].strip("`") for t in found if t.group == "parameter"}


class _Check:
    """One pass over the tokens. ``complete``: an expression has just ended, so that a clause could begin."""

    def __init__(self, statement: str) -> None:
        self.statement = statement
        self.scopes = [_Scope("", query=True)]
        self.complete = False
        self.kept = list(statement)
        self.name = ""  # the name just read, with its dots, as long as it may turn out to be a function

    def run(self) -> str:
        if found := _CONTROL.search(self.statement):
            self.refuse_character(found.group(), found.start())
        tokens = list(self.tokens())
        while tokens and tokens[-1].text == ";":
            self.blank(tokens.pop())
        if not tokens:
            self.refuse(_("it is empty"))
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
            self.take(before, token, after)
        if len(self.scopes) > 1:
            self.refuse(_("a bracket is not closed: {bracket} is missing").format(bracket=self.scopes[-1].closes))
        if self.scope.second or self.scope.cases or not self.complete:
            self.refuse(_("it breaks off"))
        return "".join(self.kept).rstrip()

    def tokens(self) -> Iterator[_Token]:
        place = 0
        while place < len(self.statement):
            found = _TOKEN.match(self.statement, place)
            if found is None or found.lastgroup is None:
                self.refuse_character(self.statement[place], place)
            token = _Token(found.lastgroup, found.group(), place)
            place = found.end()
            if token.text == "/" and self.statement[place : place + 1] == "*":
                self.refuse_character("/", token.start)
            if token.group in ("comment", "block"):
                self.check_comment(token)
                self.blank(token)
            elif token.group in ("string", "quoted", "parameter"):
                self.check_quoted(token)
                yield token
            elif token.group != "space":
                yield token

    def blank(self, token: _Token) -> None:
        """Keep the place of every line and column, for the engine's own messages."""
        for place in range(token.start, token.start + len(token.text)):
            if self.kept[place] not in "\r\n":
                self.kept[place] = " "

    def check_comment(self, token: _Token) -> None:
        body = token.text[2:-2]
        if token.group == "block" and ("/*" in body or body.endswith("*")):
            self.refuse(_("a comment within a comment in line {line}").format(line=self.line(token.start)))
        self.check_unicode(token)

    def check_quoted(self, token: _Token) -> None:
        self.check_unicode(token)
        if token.group == "string":
            for escape in _ESCAPE.finditer(token.text):
                if escape.group(1) is not None:
                    self.refuse(
                        _("{escape} in line {line} means nothing in a text; write \\\\ for a backslash").format(
                            escape=escape.group(), line=self.line(token.start)
                        )
                    )

    def check_unicode(self, token: _Token) -> None:
        # a server may put the character in its place before it looks where a text or a comment ends
        if "\\u" in token.text.lower():
            self.refuse(
                _("\\u in line {line} may hide a word; write the character itself").format(line=self.line(token.start))
            )

    @property
    def scope(self) -> _Scope:
        return self.scopes[-1]

    def take(self, before: _Token | None, token: _Token, after: _Token | None) -> None:
        """Let one token through, or refuse it."""
        if self.scope.second:
            if token.keyword not in self.scope.second:
                self.refuse_word(token)
            if token.keyword == "MATCH":
                self.scope.clause = "MATCH"
            self.scope.second, self.complete = frozenset(), False
            return
        if token.group == "word":
            self.take_word(before, token, after)
        elif token.group == "sign":
            self.take_sign(before, token)
        else:
            self.begin_expression(token)
            if token.group == "string" and self.complete:
                self.refuse_word(token)  # two texts side by side: is the quote between them a part of one?
            text = token.text[1:-1].replace("``", "`") if token.group == "quoted" else ""
            self.name = f"{self.name}.{text}" if before is not None and before.text == "." else text
            self.complete = True

    def begin_expression(self, token: _Token) -> None:
        """Refuse an expression where a query has to say first what it does."""
        if self.starting:
            self.refuse_word(token)

    @property
    def starting(self) -> bool:
        """Whether a query has yet to say what it does."""
        return self.scope.query and self.scope.clause in ("", "UNION")

    def take_word(self, before: _Token | None, token: _Token, after: _Token | None) -> None:
        word = token.keyword
        last = before.text if before is not None else ""
        in_map = self.scope.closes == "}" and not self.scope.query
        if last == ".":  # a property
            self.name, self.complete = f"{self.name}.{token.text}", True
        elif last == ":" and not in_map:  # a label or a type
            self.name, self.complete = token.text, True
        elif in_map and last in ("{", ",") and after is not None and after.text == ":":  # a key
            self.name, self.complete = "", True
        elif not self.complete:
            self.take_operand(token, after)
        elif word in CLAUSES and self.scope.query and not self.scope.cases:
            self.take_clause(token)
        elif (word == "WHERE" and not self.scope.query) or word in _OPERATORS or word in _DIRECTIONS:
            self.take_operator(token)
        elif word in _CASES and self.scope.cases:
            self.scope.cases -= word == "END"
            self.complete, self.name = word == "END", ""
        else:
            self.refuse_word(token)

    def take_clause(self, token: _Token) -> None:
        word = token.keyword
        self.scope.clause = word
        self.scope.second = _NEXT.get(word, frozenset())
        self.complete, self.name = False, ""

    def take_operator(self, token: _Token) -> None:
        word = token.keyword
        self.scope.second = _NEXT.get(word, frozenset())
        self.complete, self.name = word in _DIRECTIONS, ""

    def take_operand(self, token: _Token, after: _Token | None) -> None:
        """Take a word where an expression, or the first clause of a query, is expected."""
        word = token.keyword
        starting = self.starting
        self.name = ""
        if word in _WRITES:
            self.refuse_word(token)
        elif self.scope.clause == "UNION" and word in ("ALL", "DISTINCT"):
            self.scope.clause = ""
        elif starting and word in STARTS:
            self.take_clause(token)
        elif starting or word in CLAUSES:
            self.refuse_word(token)
        elif word in _OPENERS:
            self.scope.cases += word == "CASE"
        elif word == "WHEN" and self.scope.cases:
            return
        elif word == "COLLECT" and after is not None and after.text == "{":  # a subquery that one engine lacks
            self.refuse_word(token)
        else:
            self.name, self.complete = token.text, True

    def take_sign(self, before: _Token | None, token: _Token) -> None:
        sign = token.text
        if sign == ";":
            self.refuse(_("it is more than one statement"))
        if sign in "([{":
            self.open(before, token)
        elif sign in ")]}":
            self.close(token)
        elif sign == "*" and not self.complete:  # all columns, all rows, any length
            self.begin_expression(token)
            self.complete, self.name = True, ""
        else:
            self.begin_expression(token)
            # Whatever may end an expression though it looks as if it went on: a path repeated, the label that any
            # node has, a number that ends in a point. A clause after it would stand where a name is expected.
            repeated = self.scope.query and self.scope.clause == "MATCH" and sign not in "-<>=,"
            any_label = not self.complete and sign in "/%^&|"
            if repeated or any_label or (sign == "." and before is not None and before.group == "number"):
                self.refuse_word(token)
            if sign != ".":
                self.name = ""
            self.complete = False

    def open(self, before: _Token | None, token: _Token) -> None:
        bracket = token.text
        word = before.keyword if before is not None and self.complete else ""
        query = bracket == "{" and word in ("EXISTS", "COUNT")
        if bracket == "(" and self.complete and self.name:
            if self.name.casefold() not in _FUNCTIONS:
                self.refuse(
                    _("{name}() in line {line} is no function that a query may use").format(
                        name=self.name.lstrip("."), line=self.line(token.start)
                    )
                )
        elif not self.complete or bracket == "(":
            self.begin_expression(token)
        self.scopes.append(_Scope({"(": ")", "[": "]", "{": "}"}[bracket], query=query))
        if query:
            self.scope.clause = "" if self.next_is_word(token.start + 1) else "MATCH"
        self.complete, self.name = False, ""

    def next_is_word(self, place: int) -> bool:
        rest = "".join(self.kept[place:]).lstrip()
        return bool(re.match(r"[^\W\d]", rest))

    def close(self, token: _Token) -> None:
        if self.scope.closes != token.text or self.scope.cases or self.scope.second:
            self.refuse_word(token)
        self.scopes.pop()
        self.complete, self.name = True, ""

    def line(self, place: int) -> int:
        return self.statement.count("\n", 0, place) + 1

    def refuse_word(self, token: _Token) -> NoReturn:
        line = self.line(token.start)
        if token.group != "word" or token.keyword in CLAUSES:
            self.refuse(_("{word} is not expected where it stands in line {line}").format(word=token.text, line=line))
        word = token.keyword if token.keyword in _WRITES else token.text
        self.refuse(_("{word} is not allowed in line {line}: a query only reads").format(word=word, line=line))

    def refuse_character(self, character: str, place: int) -> NoReturn:
        line = self.line(place)
        if character in "'\"`/":
            self.refuse(_("a text or a comment that begins in line {line} does not end").format(line=line))
        name = unicodedata.name(character, "")
        code = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
        self.refuse(_("the character {code} in line {line} means nothing here").format(code=code, line=line))

    def refuse(self, reason: str) -> NoReturn:
        raise QueryError(self.statement, reason)
