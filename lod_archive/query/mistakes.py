"""What is wrong with a query, said so that its author can mend it.

Oxigraph's parser names the furthest place it reached and all it could have read there, which is
seldom where the mistake is. Each of :data:`_EXPERTS` knows one common mistake and finds it in the
query's tokens; where none does, the parser's own place stands, its expectations made readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lod_archive.errors import Location, QueryError, did_you_mean
from lod_archive.query.prologue import Prologue
from lod_archive.query.tokens import Token, tokens

_GRAMMAR: Final = "https://www.w3.org/TR/sparql11-query/#sparqlGrammar"
_AROUND: Final = 70
"""How many characters of a long line are shown on each side of a mistake."""
_MESSAGE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong, from which character on, and what to do about it."""

    start: int
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """What the experts look at."""

    sparql: str
    prologue: Prologue
    reached: int
    """How far the parser came, in characters."""
    expected: tuple[str, ...]
    tokens: tuple[Token, ...]

    @property
    def read(self) -> Sequence[Token]:
        """The tokens that the parser read, with the one that it stopped at."""
        stop = next((n for n, token in enumerate(self.tokens, 1) if token.end > self.reached), None)
        return self.tokens[:stop]


def explain(error: SyntaxError, sparql: str, prologue: Prologue, name: str) -> QueryError:
    """The parser's error as one that points at the mistake and says how to mend it.

    :param name: what the query is called in the place, such as its file.

    >>> from pyoxigraph import Store
    >>> query = "SELECT ?s WHERE { ?s shema:name ?n }"
    >>> try:
    ...     Store().query(query)
    ... except SyntaxError as error:
    ...     print(explain(error, query, Prologue(), "query"))
    query:1:22: prefix “shema:” is not declared
        SELECT ?s WHERE { ?s shema:name ?n }
                             ^
      Hint: did you mean “schema”?
    """
    found = _MESSAGE.fullmatch(str(error.msg))
    if found is None:
        return QueryError(str(error.msg), at=Location(name))
    line, column, expected = int(found[1]), int(found[2]), found[3]
    reached = sum(len(row) + 1 for row in sparql.split("\n")[: line - 1]) + column - 1
    case = _Case(sparql, prologue, reached, tuple(_alternatives(expected)), tuple(tokens(sparql)))
    mistake = next((said for expert in _EXPERTS if (said := expert(case))), None)
    return _point(mistake or _as_the_parser_says(case), sparql, name)


def placed(error: QueryError, sparql: str, allowed: Collection[str], name: str) -> QueryError:
    r"""A refusal to ask another server, with the place of the clause that would.

    :param allowed: the endpoints that may be asked.

    >>> refused = QueryError("the query asks another server (SERVICE), which is not done here")
    >>> print(placed(refused, "SELECT * {\n SERVICE <http://a/> {} }", (), "query"))
    query:2:2: the query asks another server (SERVICE), which is not done here
         SERVICE <http://a/> {} }
         ^
    """
    words = [each for each in tokens(sparql) if each.text.upper() != "SILENT"]
    clauses = [
        (word.start, asked.text.strip("<>") in allowed)
        for word, asked in pairwise(words)
        if word.kind == "word" and word.text.upper() == "SERVICE"
    ]
    if error.at is not None or "SERVICE" not in error.message or not clauses:
        return error
    start = next((start for start, is_allowed in clauses if not is_allowed), clauses[0][0])
    shown = _point(_Mistake(start, error.message, error.hint), sparql, name)
    return QueryError(shown.message, at=shown.at, hint=error.hint, spec=error.spec)


def _point(mistake: _Mistake, sparql: str, name: str) -> QueryError:
    """The mistake as an error, with its line and a caret below the character."""
    before = sparql[: mistake.start]
    column = mistake.start - (before.rfind("\n") + 1)
    row = sparql[mistake.start - column :].partition("\n")[0].rstrip()
    left = max(0, column - _AROUND)
    excerpt = row[left : column + _AROUND]
    indent = re.sub(r"\S", " ", excerpt[: column - left].ljust(column - left))
    shown = f"\n    {excerpt}\n    {indent}^" if excerpt else ""
    return QueryError(
        mistake.message + shown,
        at=Location(name, before.count("\n") + 1, column + 1),
        hint=mistake.hint,
        spec=None if mistake.hint else _GRAMMAR,
    )


def _empty(case: _Case) -> _Mistake | None:
    if case.tokens:
        return None
    return _Mistake(0, "the query is empty", "for example: SELECT * WHERE { ?s ?p ?o } LIMIT 10")


def _update(case: _Case) -> _Mistake | None:
    for token in case.tokens:
        if token.text.upper() in _UPDATES:
            return _Mistake(
                token.start,
                f"{token.text.upper()} changes data, and only questions are answered here",
                "change the records and build again",
            )
        if token.kind == "word" and token.text.upper() not in ("PREFIX", "BASE"):
            break
    return None


def _undeclared_prefix(case: _Case) -> _Mistake | None:
    known = set(case.prologue.prefixes)
    for before, token in zip((None, *case.read), case.read, strict=False):
        if token.prefix is None:
            continue
        if before and before.text.upper() == "PREFIX":
            known.add(token.prefix)
        elif token.prefix not in known:
            guess = did_you_mean(token.prefix, sorted(known))
            return _Mistake(
                token.end - len(token.text.rpartition("^^")[2]),
                f"prefix “{token.prefix}:” is not declared",
                guess or f"declare it above the query: PREFIX {token.prefix}: <…>",
            )
    return None


def _broken_iri(case: _Case) -> _Mistake | None:
    for sign, token in pairwise(case.tokens):
        if sign.text == "<" and sign.end == token.start and token.prefix in ("http", "https"):
            return _Mistake(
                sign.start,
                "the IRI that begins here has no end, or a character that no IRI has",
                "close it with >, and write a space as %20",
            )
    return None


def _selection(case: _Case) -> _Mistake | None:
    """Find a comma, or a bare expression, between SELECT and its group."""
    is_selection, depth = False, 0
    for token in case.read:
        depth += (token.text == "(") - (token.text == ")")
        word = token.text.upper()
        if word == "SELECT":
            is_selection = True
        elif is_selection and word in ("WHERE", "{", "FROM"):
            is_selection = False
        elif is_selection and depth == 0 and word == ",":
            return _Mistake(token.start, "no comma stands between variables", "remove it")
        elif is_selection and depth == 0 and token.kind == "word" and word in _FUNCTIONS:
            return _Mistake(
                token.start,
                "an expression that is selected needs a name",
                f"write it in parentheses: ({word}(…) AS ?name)",
            )
    return None


def _bare_filter(case: _Case) -> _Mistake | None:
    for word, token in pairwise(case.tokens):
        if word.text.upper() == "FILTER" and token.kind in ("variable", "literal"):
            return _Mistake(
                token.start, "a FILTER’s condition stands in parentheses", "write FILTER (…)"
            )
    return None


def _unclosed_text(case: _Case) -> _Mistake | None:
    for token in case.tokens:
        if token.kind == "sign" and token.text in "\"'":
            return _Mistake(
                token.start,
                f"the text that {token.text} opens here is not closed on its line",
                "a text of several lines stands between triple quotation marks",
            )
    return None


def _unbalanced(case: _Case) -> _Mistake | None:
    opened: list[Token] = []
    for token in case.tokens:
        if token.text in _BRACKETS:
            opened.append(token)
        elif token.text in _BRACKETS.values():
            if not opened:
                return _Mistake(token.start, f"“{token.text}” closes nothing", "remove it")
            opening = opened.pop()
            wanted = _BRACKETS[opening.text]
            if wanted != token.text:
                return _Mistake(
                    token.start,
                    f"“{token.text}” stands where “{wanted}” must close the “{opening.text}” "
                    f"of line {case.sparql[: opening.start].count(chr(10)) + 1}",
                    f"write “{wanted}” before it",
                )
    if opened:
        opening = opened[-1]
        wanted = _BRACKETS[opening.text]
        return _Mistake(
            opening.start,
            f"“{opening.text}” is never closed",
            f"write “{wanted}” after its content",
        )
    return None


def _unknown_word(case: _Case) -> _Mistake | None:
    for token in case.read:
        if token.kind == "word" and token.text.upper() not in _WORDS and token.text != "a":
            guess = did_you_mean(token.text.upper(), sorted(_WORDS))
            return _Mistake(
                token.start,
                f"“{token.text}” is no word of SPARQL",
                guess or "a variable begins with ?, a name has a prefix and a colon",
            )
    return None


def _missing_dot(case: _Case) -> _Mistake | None:
    """Find four terms in a row: a triple has three, and then a dot or a semicolon.

    The parser may have stopped within the third or the fifth, hence one token more.
    """
    upto = case.tokens[: len(case.read) + 1]
    for index in range(len(upto) - 3):
        four = upto[index : index + 4]
        starts = index == 0 or upto[index - 1].text in ("{", ".", "}")
        if starts and all(token.is_term for token in four):
            return _Mistake(
                four[3].start,
                "a “.” is missing between two triples",
                f"write “{four[2].text} .”, or “;” to say more about {four[0].text}",
            )
    return None


def _sentence(case: _Case) -> _Mistake | None:
    """Where the parser says what is wrong in words, those of its expectations are words."""
    said = next((entry for entry in case.expected if " " in entry), None)
    if said is None:
        return None
    message, hint = _SENTENCES.get(said, (said[:1].lower() + said[1:], None))
    token = next((token for token in reversed(case.read) if token.end <= case.reached), None)
    return _Mistake(token.start if token else case.reached, message, hint)


def _as_the_parser_says(case: _Case) -> _Mistake:
    token = next((token for token in case.tokens if token.end > case.reached), None)
    if token is None:
        end = len(case.sparql.rstrip())
        return _Mistake(end, "the query is not complete here, or something above is out of place")
    wanted = " or ".join(_readable(case.expected))
    said = f"“{token.text}” cannot stand here"
    return _Mistake(token.start, f"{said}: expected {wanted}" if wanted else said)


def _alternatives(expected: str) -> list[str]:
    """What the parser could have read, without the classes of single characters.

    >>> _alternatives('".", HAVING, [_], Prefix not found')
    ['.', 'HAVING', 'Prefix not found']
    """
    plain = re.sub(r"\[(?:_|'[^']+'|[\s|.=])+\]", "", expected)
    entries = re.findall(r'"((?:[^"\\]|\\.)*)"|([^,"]+)', plain)
    return [text for quoted, bare in entries if (text := quoted.replace("\\", "") or bare.strip())]


def _readable(expected: Sequence[str]) -> list[str]:
    """At most six alternatives; all that can begin a term count as one."""
    rest = [entry for entry in expected if entry not in _BEGIN_TERMS]
    terms = ["a variable, name or value"] if len(expected) - len(rest) > 2 else []
    shown = [entry if entry.isalpha() else f"“{entry}”" for entry in rest]
    return terms + (shown if len(shown) <= 6 else [*shown[:6], "…"])


_EXPERTS: Final[tuple[Callable[[_Case], _Mistake | None], ...]] = (
    _empty,
    _update,
    _unclosed_text,
    _broken_iri,
    _undeclared_prefix,
    _unknown_word,
    _selection,
    _bare_filter,
    _unbalanced,
    _sentence,
    _missing_dot,
)

_UPDATES: Final = frozenset(
    "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split()  # noqa: SIM905 as prose
)
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_BEGIN_TERMS: Final = frozenset(
    ("$", "'", "'''", '"', '"""', "+", "-", ":", "<", "<<", "<<(", "?", "[", "_:", "false", "true")
)
_SENTENCES: Final = {
    "IRI parsing failed": (
        "this IRI is not complete",
        "write it in full between < and >, with no spaces, or as prefix:name",
    ),
    "The SELECT contains a variable that is unbound": (
        "the SELECT has a variable that is neither grouped nor aggregated",
        "name it after GROUP BY, or put it in COUNT(…), MIN(…), SAMPLE(…) …",
    ),
}
_CLAUSES: Final = frozenset(
    """
    BASE PREFIX SELECT CONSTRUCT DESCRIBE ASK DISTINCT REDUCED AS WHERE FROM NAMED GROUP BY HAVING
    ORDER ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH UNION MINUS FILTER BIND SERVICE SILENT
    LATERAL EXISTS NOT IN TRUE FALSE A SEPARATOR VERSION
    """.split()  # noqa: SIM905 as prose
)
_FUNCTIONS: Final = frozenset(
    """
    COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT
    STR LANG LANGMATCHES LANGDIR HASLANG HASLANGDIR STRLANGDIR DATATYPE BOUND IRI URI BNODE RAND
    ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS
    STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ ADJUST NOW UUID STRUUID
    MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL
    ISNUMERIC ISTRIPLE TRIPLE SUBJECT PREDICATE OBJECT REGEX SUBSTR REPLACE
    """.split()  # noqa: SIM905 as prose
)
_WORDS: Final = _CLAUSES | _FUNCTIONS
