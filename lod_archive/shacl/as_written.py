"""Literals that a store would rewrite, kept as their author wrote them.

Oxigraph stores ``"01"^^xsd:integer`` as the number 1. To SHACL the two are different values: one
matches ``sh:pattern "^01$"``, together they are two for ``sh:maxCount 1``. So a literal that the
store would change is loaded with another datatype, ``<as-written:…>`` around its own, which
Oxigraph has no numbers for and leaves alone. Where a query needs the number or the day, it puts
the datatype back (:meth:`~lod_archive.shacl.constraints.writer.Writer.value`); whatever leaves
the store is decoded.

Two more kinds of literals are kept, so that they are compared as SPARQL says: numbers of more
digits than Oxigraph has, and those that Oxigraph takes for numbers though they are ill-formed
(``"128"^^xsd:byte``).

Which literals the store would change is not guessed: the store is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from lod_archive.vocab.datatypes import DECIMALS, is_well_formed
from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lod_archive.shacl.index import Term

PREFIX: Final = "as-written:"
"""What stands before the IRI of the datatype."""
LARGE: Final = f"{PREFIX}large:"
"""What stands there if Oxigraph may have no such number."""
ILL_FORMED: Final = f"{PREFIX}ill-formed:"
"""What stands there if Oxigraph has a number, and should have none."""
_DIGITS: Final = 18
"""How many digits of a number Oxigraph certainly has."""
_TYPED: Final = re.compile(
    rb'("[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+")\^\^<(' + re.escape(str(XSD)).encode() + rb"[A-Za-z]+)>"
)
_ESCAPED_IRI: Final = re.compile(rb"<[^<>\r\n]*\\[uU]")
_MOST: Final = 200_000
"""How many literals are remembered."""


class Codec(Protocol):
    """How terms are called in a store."""

    @property
    def has_kept(self) -> bool:
        """Whether literals may have the datatype ``<as-written:…>``."""

    def encode(self, term: Term) -> Term:
        """The term as the store has it."""

    def decode(self, term: Term) -> Term:
        """The term as its author wrote it."""


class Verbatim:
    """For a store that somebody else has filled: its terms are what there is to validate."""

    has_kept: Final = False

    def encode(self, term: Term) -> Term:
        """The term itself."""
        return term

    def decode(self, term: Term) -> Term:
        """The term itself."""
        return term


class AsWritten:
    """For a store that is filled here.

    >>> codec, one = AsWritten(), ox.Literal("01", datatype=ox.NamedNode(XSD.integer))
    >>> codec.encode(one)
    <Literal value=01 datatype=<NamedNode value=as-written:http://www.w3.org/2001/XMLSchema#integer>>
    >>> codec.decode(codec.encode(one)) == one
    True
    >>> codec.encode(ox.Literal(1)) == ox.Literal(1)
    True
    """

    def __init__(self) -> None:
        self.has_kept = False
        self._known: dict[ox.Literal, str] = {}
        self._known_bytes: dict[tuple[bytes, bytes], bytes] = {}

    def encode(self, term: Term) -> Term:
        """The term, or what stands for it in the store."""
        if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
            return term
        prefix = self._known.get(term)
        if prefix is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            prefix = self._known[term] = kept_as([term]).get(term, "")
        if not prefix:
            return term
        self.has_kept = True
        return ox.Literal(term.value, datatype=ox.NamedNode(prefix + term.datatype.value))

    def decode(self, term: Term) -> Term:
        """What the author wrote."""
        if isinstance(term, ox.Literal) and term.datatype.value.startswith(PREFIX):
            datatype = term.datatype.value[term.datatype.value.index(XSD) :]
            return ox.Literal(term.value, datatype=ox.NamedNode(datatype))
        return term

    def encode_lines(self, lines: bytes) -> bytes:
        """Lines of N-Triples or N-Quads, with the literals in them encoded."""
        if (b"\\u" in lines or b"\\U" in lines) and _ESCAPED_IRI.search(lines):
            lines = _plainly(lines)
        found = set(_TYPED.findall(lines))
        if not found:
            return lines
        if len(self._known_bytes) >= _MOST:
            self._known_bytes.clear()
        known = self._known_bytes
        self._learn(found - known.keys())
        if not any(known[literal] for literal in found):
            return lines
        self.has_kept = True

        def encoded(match: re.Match[bytes]) -> bytes:
            text, datatype = match.groups()
            return text + b"^^<" + known[text, datatype] + datatype + b">"

        return _TYPED.sub(encoded, lines)

    def _learn(self, literals: Collection[tuple[bytes, bytes]]) -> None:
        if not literals:
            return
        ordered = list(literals)
        text = b"".join(b"<s:> <p:> " + t + b"^^<" + d + b"> .\n" for t, d in ordered)
        terms = [quad.object for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
        kept = kept_as(terms)
        self._known_bytes.update(
            (literal, kept.get(term, "").encode())
            for literal, term in zip(ordered, terms, strict=True)
        )


def kept_as(literals: Iterable[Term]) -> dict[Term, str]:
    """What stands before the datatypes of those literals that a store would not keep."""
    asked = set(literals)
    changed = _changed(asked)
    found = ((term, _prefix(term, term in changed)) for term in asked)
    return {term: prefix for term, prefix in found if prefix}


def _prefix(term: Term, is_changed: bool) -> str:
    if not isinstance(term, ox.Literal):
        return ""
    datatype = term.datatype.value
    if datatype in DECIMALS and (is_changed or len(term.value) > _DIGITS):
        if not is_well_formed(term.value, datatype):
            return ILL_FORMED
        if len(term.value) > _DIGITS:
            return LARGE
    return PREFIX if is_changed else ""


def _changed(asked: set[Term]) -> set[Term]:
    """Those of the literals that a store does not give back as it got them."""
    store = ox.Store()
    subject, predicate = ox.NamedNode("s:"), ox.NamedNode("p:")
    store.extend(ox.Quad(subject, predicate, literal) for literal in asked)
    return asked - {quad.object for quad in store}


def _plainly(lines: bytes) -> bytes:
    """The same lines with no escapes in IRIs, where a datatype could hide."""
    quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
