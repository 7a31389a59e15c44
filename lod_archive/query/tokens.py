"""The words of a query, for explaining what is wrong with it.

Good enough to point at a mistake; whether a query is SPARQL is the parser's to say.
`SPARQL 1.1, §19.8 <https://www.w3.org/TR/sparql11-query/#rQueryUnit>`_
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_IRI: Final = r"<[^\x00-\x20<>\"{}|^`\\]*>"
_WORD: Final = r"[^\W\d_][\w-]*(?:\.[\w-]+)*"
_NAME: Final = rf"(?:{_WORD})?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*"
_TEXT: Final = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
)
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<iri>{_IRI})
    | (?P<literal>(?:{_TEXT})(?:@[A-Za-z0-9-]+|\^\^(?:{_IRI}|{_NAME}))?
        | [+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w.-]*\w)
    | (?P<name>{_NAME})
    | (?P<word>{_WORD})
    | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query.

    :param kind: iri, literal, variable, blank, name (``prefix:local``), word or sign.
    :param start: where it begins, in characters from the start of the query.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def prefix(self) -> str | None:
        """The prefix of a name, or of a literal's datatype.

        >>> [token.prefix for token in tokens('"1"^^xsd:date :x ?y')]
        ['xsd', '', None]
        """
        name = self.text.rpartition("^^")[2] if self.kind == "literal" else self.text
        is_name = self.kind == "name" or (self.kind == "literal" and re.fullmatch(_NAME, name))
        return name.partition(":")[0] if is_name else None

    @property
    def is_term(self) -> bool:
        """Whether it can stand in a triple."""
        return self.kind in _TERMS or self.text == "a"


_TERMS: Final = ("iri", "literal", "variable", "blank", "name")


def tokens(sparql: str) -> Iterator[Token]:
    """The pieces of the query in order, without white space and comments.

    >>> [token.text for token in tokens('?s a schema:Event ; schema:name "a # b"@en. # why')]
    ['?s', 'a', 'schema:Event', ';', 'schema:name', '"a # b"@en', '.']
    """
    for found in _TOKEN.finditer(sparql):
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], found.start())
