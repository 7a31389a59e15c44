"""The SPARQL in shapes: queries of another form, and prefixes that are not declared.

https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.lint.findings import section
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def queries_of_another_form(shapes: Shapes) -> Iterator[ShapesError]:
    """Such as an ASK as ``sh:select``, which pySHACL may take for a constraint that holds."""
    for node in shapes.index.subjects():
        for predicate, form in _FORMS.items():
            for query in shapes.index.all(node, predicate):
                found = _FORM.search(bare(query.value))
                if found and found[0].upper() != form:
                    yield ShapesError(
                        f"sh:{predicate.removeprefix(SH)} takes a {form} query, "
                        f"and this is {found[0].upper()}",
                        at=shapes.locate(node, predicate),
                        hint=f"write it as a {form}",
                        spec=section("sparql-constraints"),
                    )


def undeclared_prefixes(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each prefix that a query uses and ``sh:prefixes`` does not give it."""
    for node in shapes.index.subjects():
        queries = [v for p in (SH.select, SH.ask) for v in shapes.index.all(node, p)]
        declared = set(_declared_prefixes(shapes, node))
        for query in queries:
            text = bare(query.value if isinstance(query, ox.Literal) else "")
            declared |= {found.lower() for found in _PREFIX_LINE.findall(text)}
            for prefix in sorted({p for p in _PREFIXED.findall(text) if p.lower() not in declared}):
                yield ShapesError(
                    f"a SPARQL query uses the prefix {prefix}: which is not declared",
                    at=shapes.locate(node, SH.select),
                    hint="give the query sh:prefixes, and that node sh:declare "
                    "[ sh:prefix …; sh:namespace … ]",
                    spec=section("sparql-prefixes"),
                )


def projected(query: str) -> frozenset[str] | None:
    """The variables that a SELECT query answers with; None if it selects all, with ``*``.

    >>> sorted(projected("SELECT DISTINCT $this (COUNT(?y) AS ?x) WHERE { $this ?y ?z }") or ())
    ['this', 'x']
    >>> projected("SELECT * { $this ?y ?z }")
    >>> projected("ASK { $this ?y ?z }")
    frozenset()
    """
    text = bare(query)
    found = _SELECT.search(text)
    if found is None:
        return frozenset()
    names: set[str] = set()
    depth, last = 0, ""
    for word in _CLAUSE.findall(text, found.end()):
        if depth == 0 and word.lower() in ("{", "where", "from"):
            break
        if depth == 0 and word == "*":
            return None
        if word[0] in "?$" and (depth == 0 or last.lower() == "as"):
            names.add(word[1:])
        depth += {"(": 1, ")": -1}.get(word, 0)
        last = word
    return frozenset(names)


def bare(query: str) -> str:
    """The text of a query without what may hold any word: IRIs, strings, comments.

    >>> bare("SELECT $this { $this <http://a.example/GRAPH> ?x } # GRAPH").split()
    ['SELECT', '$this', '{', '$this', '?x', '}']
    """
    return _NOT_NAMES.sub(" ", query)


def _declared_prefixes(shapes: Shapes, query: Resource) -> Iterator[str]:
    for declaration in shapes.declarations(query):
        for prefix in shapes.index.all(declaration, SH.prefix):
            yield prefix.value.lower()


_NOT_NAMES: Final = re.compile(
    r"<[^<>\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*",
    re.DOTALL,
)
_FORMS: Final = {SH.select: "SELECT", SH.ask: "ASK", SH.construct: "CONSTRUCT"}
_FORM: Final = re.compile(
    r"(?<![\w:?$-])(?:select|ask|construct|describe)(?![\w:-])", re.IGNORECASE
)
_PREFIXED: Final = re.compile(r"(?<![\w:?$-])([A-Za-z][\w.-]*)?:(?=[\w%])")
_PREFIX_LINE: Final = re.compile(r"prefix\s+([\w.-]*):", re.IGNORECASE)
_SELECT: Final = re.compile(r"(?<![\w:?$-])select(?![\w:-])", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[?$]\w+|\w+|[(){}*]")
