"""The text of a query in a shapes graph: its tokens, and what pre-binding does to them.

https://www.w3.org/TR/shacl/#pre-binding
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from lod_archive.errors import ShapesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Kind = Literal["kept", "variable", "name", "word", "sign", "space"]

_TOKEN: Final = re.compile(
    r"(?P<kept><[^<>\"{}|^`\\\s]*>"
    r"|\"\"\"(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"\"\"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''"
    r"|\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*'|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<space>\s+|\#[^\n\r]*)"
    r"|[?$](?P<variable>\w+)"
    r"|(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)"
    r"(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?|_:\w+)"
    r"|(?P<word>\w+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_PREFIX: Final = re.compile(r"\bprefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_FORBIDDEN: Final = frozenset({"MINUS", "SERVICE", "VALUES"})
_OF_TERMS: Final = frozenset(
    {
        *("A", "ASK", "BOUND", "BY", "COALESCE", "CONTAINS", "COUNT", "DISTINCT", "EXISTS"),
        *("FILTER", "GRAPH", "GROUP", "IF", "ISBLANK", "ISIRI", "ISLITERAL", "ISURI", "LANG"),
        *("LANGMATCHES", "LCASE", "NOT", "OPTIONAL", "REDUCED", "REGEX", "SAMETERM", "SELECT"),
        *("STR", "STRENDS", "STRLEN", "STRSTARTS", "UCASE", "UNION", "WHERE"),
    }
)
"""Words that speak of terms as they are written, not of the numbers and days they mean."""
_OF_WRITING: Final = frozenset(
    {"BOUND", "COUNT", "ISBLANK", "ISIRI", "ISLITERAL", "ISURI", "LANG", "SAMETERM", "STR"}
)
"""Functions whose result is the same for two terms that are written alike, whatever they mean."""
_ASKING: Final = frozenset({"FILTER", "HAVING", "IF", "(", "!", "&", "|"})
"""What stands before a bracket in which a variable alone would be true or false."""
_AFTER_SELECT: Final = ("DISTINCT", "REDUCED")
_COMPARING: Final = frozenset("<>=")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; :attr:`value` is a variable's name, a word in capitals, else the text."""

    kind: Kind
    value: str
    text: str


def tokens(query: str) -> tuple[Token, ...]:
    """The pieces of a query; joined, they are the query.

    >>> [t.value for t in tokens("ask { ?s ex:p '?x' }") if t.kind != "space"]
    ['ASK', '{', 's', 'ex:p', "'?x'", '}']
    """
    return tuple(_each(query))


def _each(query: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(query):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        text = match[0]
        value = match["variable"] or (text.upper() if kind == "word" else text)
        yield Token(kind, value, text)


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT or ASK query, without its prologue.

    :param head: the tokens up to the first brace.
    :param body: the first brace and what follows.
    """

    form: str
    head: tuple[Token, ...]
    body: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The query, for a parser: ``$PATH`` stands for any property."""
        text = "".join(token.text for token in (*self.head, *self.body))
        return re.sub(r"[$?]PATH\b", "<path:>", text)

    def check_syntax(self) -> None:
        """Let Oxigraph's parser read it.

        :raises ShapesError: if it is not SPARQL.
        """
        try:
            ox.Store().query(self.text)
        except SyntaxError as error:
            raise ShapesError(
                f"a SPARQL query in the shapes is wrong: {error.msg}",
                hint="the place is counted from SELECT or ASK, with prefixes written out",
                spec="https://www.w3.org/TR/sparql11-query/#grammar",
            ) from None

    @property
    def variables(self) -> frozenset[str]:
        """The names of all its variables."""
        return frozenset(t.value for t in (*self.head, *self.body) if t.kind == "variable")

    @property
    def has_open_predicate(self) -> bool:
        """Whether a property may be any: a variable, ``!…``, or unknown to the parser."""
        # rdflib costs 0.2 s, and few shapes are asked this.
        from lod_archive.shacl.constraints.query_reach import has_open_predicate  # noqa: PLC0415

        return has_open_predicate(self.text)

    @property
    def reads_values(self) -> bool:
        """Whether it asks for more than terms: compares or counts with the values of literals.

        An expression does so only where a variable stands in it by itself: ``STR(?v)`` is how the
        value of ``?v`` is written. Where one stands alone, it is asked whether it is true.
        """
        solid = [token for token in (*self.head, *self.body) if token.kind != "space"]
        placed = list(_placed(solid))
        bare = {
            place
            for token, place in placed
            if token.kind == "variable" and place is not None and place not in _OF_WRITING
        }
        if bare & _ASKING:
            return True
        if not bare:
            solid = [token for token, place in placed if place is None]
        if any(
            token.text in _COMPARING or (token.kind == "word" and token.value not in _OF_TERMS)
            for token in solid
        ):
            return True
        pairs = ((one, two.text) for one, two in pairwise(solid))
        return any(
            (one.kind in ("kept", "name") and two == "(") or one.text == two == "^"
            for one, two in pairs  # a function that an IRI names; a datatype
        )

    @property
    def projected(self) -> frozenset[str]:
        """The names of what a SELECT gives."""
        return frozenset(self.variables if self.star is not None else _projected(self.head))

    @property
    def star(self) -> int | None:
        """Where in the head the star is that stands for all variables, if there is one."""
        places = (n for n, token in _outside_brackets(self.head) if token.text == "*")
        return next(places, None)


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    depth = 0
    for number, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if not depth:
            yield number, token


def _placed(solid: Sequence[Token]) -> Iterator[tuple[Token, str | None]]:
    """Each token of a query, with what stands before the bracket of the expression that it is in.

    That is None for what is in no expression but in a pattern, also in one within an expression.
    A bracket that follows a property or a subject is a path, or a list.
    """
    places: list[str | None] = [None]
    last: Token | None = None
    for token in solid:
        if token.text == "(":
            is_pattern = places[-1] is None and (last is None or last.kind != "word")
            places.append(None if is_pattern or last is None else last.value)
        elif token.text == "{":
            places.append(None)
        elif token.text in (")", "}") and len(places) > 1:
            places.pop()
        else:
            yield token, places[-1]
        last = token


def _projected(head: Sequence[Token]) -> Iterator[str]:
    """The variables by themselves, and those that ``AS`` gives a value."""
    yield from (token.value for _, token in _outside_brackets(head) if token.kind == "variable")
    solid = [token for token in head if token.kind != "space"]
    yield from (two.value for one, two in pairwise(solid) if one.value == "AS")


def read_query(text: str, prefixes: Mapping[str, str]) -> Query:
    """The parts of a query, with every IRI in full.

    :param prefixes: prefix → namespace; those that the query declares come on top.
    :raises ShapesError: if it is neither SELECT nor ASK, or has no group.
    """
    declared = dict(prefixes) | dict(_PREFIX.findall(text))
    every = tuple(_expanded(token, declared) for token in tokens(text))
    forms = [n for n, t in enumerate(every) if t.kind == "word" and t.value in ("SELECT", "ASK")]
    braces = [n for n, token in enumerate(every) if token.text == "{"]
    if not forms or not braces or forms[0] > braces[0]:
        raise ShapesError(
            "a SPARQL query in the shapes is neither a SELECT nor an ASK",
            spec="https://www.w3.org/TR/shacl/#sparql-constraints",
        )
    start, brace = forms[0], braces[0]
    return Query(every[start].value, every[start:brace], every[brace:])


def _expanded(token: Token, prefixes: Mapping[str, str]) -> Token:
    prefix, _, local = token.value.partition(":")
    if token.kind != "name" or prefix == "_" or prefix not in prefixes:
        return token
    iri = prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return Token("kept", f"<{iri}>", f"<{iri}>")


def forbidden(query: Query, bound: frozenset[str]) -> str | None:
    """Why variables cannot be pre-bound in a query, or None.

    :param bound: the names of the variables that are pre-bound, whether used or not.
    """
    every = (*query.head, *query.body)
    solid = [token for token in every if token.kind != "space"]
    for number, token in enumerate(solid):
        if token.kind == "word" and token.value in _FORBIDDEN:
            return f"has {token.value}"
        if token.kind == "word" and token.value == "AS" and number + 1 < len(solid):
            follows = solid[number + 1]
            if follows.kind == "variable" and follows.value in bound:
                return f"assigns a value to ${follows.value}"
        if number and token.kind == "word" and token.value == "SELECT":
            returned = _returned(solid[number:])
            lacks = sorted(bound & {"this", "value"} - returned)
            if lacks:
                return f"has a sub-query that does not return ${lacks[0]}"
    return None


def _returned(solid: list[Token]) -> frozenset[str]:
    """The variables that a sub-query returns; for ``*``, those outside of its expressions."""
    brace = next((n for n, token in enumerate(solid) if token.text == "{"), len(solid))
    head = solid[:brace]
    if any(token.text == "*" for token in head):
        return frozenset(_outside_expressions(solid[brace:]))
    return frozenset(token.value for token in head if token.kind == "variable")


def _outside_expressions(group: list[Token]) -> Iterator[str]:
    braces = parentheses = 0
    for token in group:
        braces += {"{": 1, "}": -1}.get(token.text, 0)
        parentheses += {"(": 1, ")": -1}.get(token.text, 0)
        if not braces:
            return
        if token.kind == "variable" and not parentheses:
            yield token.value


@dataclass(frozen=True, slots=True)
class Renaming:
    """How the variables of a query are written into another one.

    :param variables: name → the variable it becomes.
    :param constants: name → the term, or the path, it stands for.
    :param rename: what any other variable becomes.
    """

    variables: Mapping[str, str]
    constants: Mapping[str, str]
    rename: Callable[[str], str]

    def variable(self, name: str) -> str:
        """What a variable becomes."""
        return self.variables.get(name) or self.rename(name)

    def body(self, query: Query) -> str:
        """The query's group."""
        return self._written(self._without_stars(query, self._without_bound(query.body)))

    def select(self, query: Query, *, also: str = "") -> str:
        """The query as a sub-query.

        :param also: a variable that it must project.
        """
        head = list(self._head(query))
        given = set(map(self.variable, query.projected))
        if query.star is not None:
            head[query.star] = " ".join(map(self.variable, sorted(query.variables)))
        if also and also not in given:
            end = next((n for n, t in enumerate(query.head) if t.value in _AFTER_SELECT), 0)
            head.insert(end + 1, f" {also} ")
        return f"{''.join(head)} {self.body(query)}"

    def _head(self, query: Query) -> Iterator[str]:
        depth = 0
        for token in query.head:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if token.kind == "variable" and token.value in self.constants and depth == 0:
                yield f"({self.constants[token.value]} AS {self.rename(token.value)})"
            else:
                yield self._word(token)

    def _without_bound(self, body: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens, with ``true`` for ``bound($x)`` where x is a constant."""
        found = list(body)
        solid = [n for n, token in enumerate(found) if token.kind != "space"]
        for a, b, c, d in zip(solid, solid[1:], solid[2:], solid[3:], strict=False):
            if found[a].value == "BOUND" and found[c].value in self.constants:
                # BOUND takes a variable in brackets, and nothing else
                found[a] = Token("word", "TRUE", "(true)")
                found[b] = found[c] = found[d] = Token("space", " ", " ")
        return tuple(found)

    def _without_stars(self, query: Query, body: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens, with names for ``*`` in sub-queries: a star leaves out what is pre-bound."""
        names = " ".join(f"?{name}" for name in sorted(query.variables - self.constants.keys()))
        found: list[Token] = []
        last = ""
        for token in body:
            if token.text == "*" and last in ("SELECT", "DISTINCT", "REDUCED"):
                found.extend(tokens(names))
            else:
                found.append(token)
            last = last if token.kind == "space" else token.value
        return tuple(found)

    def _written(self, body: tuple[Token, ...]) -> str:
        return "".join(map(self._word, body))

    def _word(self, token: Token) -> str:
        if token.kind != "variable":
            return "\n" if token.text.startswith("#") else token.text
        return self.constants.get(token.value) or self.variable(token.value)
