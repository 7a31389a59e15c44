"""Literals that a store would rewrite, kept as their author wrote them.

Oxigraph stores ``"01"^^xsd:integer`` as the number 1. To SHACL the two are different values: one
matches ``sh:pattern "^01$"``, together they are two for ``sh:maxCount 1``. So a literal that the
store would change is loaded with another datatype, ``<as-written:…>`` around its own, which
Oxigraph has no numbers for and leaves alone. Where a query needs the number or the day, it puts
the datatype back (:func:`value`); whatever leaves the store is decoded.

Which literals the store would change is not guessed: the store is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lod_archive.shacl.index import Term

PREFIX: Final = "as-written:"
"""What stands before the IRI of the datatype."""
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
        self._known: dict[ox.Literal, bool] = {}
        self._known_bytes: dict[tuple[bytes, bytes], bool] = {}

    def encode(self, term: Term) -> Term:
        """The term, or what stands for it in the store."""
        if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
            return term
        is_changed = self._known.get(term)
        if is_changed is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            is_changed = self._known[term] = term in _changed([term])
        if not is_changed:
            return term
        self.has_kept = True
        return ox.Literal(term.value, datatype=ox.NamedNode(PREFIX + term.datatype.value))

    def decode(self, term: Term) -> Term:
        """What the author wrote."""
        if isinstance(term, ox.Literal) and term.datatype.value.startswith(PREFIX):
            datatype = ox.NamedNode(term.datatype.value.removeprefix(PREFIX))
            return ox.Literal(term.value, datatype=datatype)
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
            return (
                text + b"^^<" + PREFIX.encode() + datatype + b">"
                if known[text, datatype]
                else match[0]
            )

        return _TYPED.sub(encoded, lines)

    def _learn(self, literals: Collection[tuple[bytes, bytes]]) -> None:
        if not literals:
            return
        ordered = list(literals)
        text = b"".join(b"<s:> <p:> " + t + b"^^<" + d + b"> .\n" for t, d in ordered)
        terms = [quad.object for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
        changed = _changed(terms)
        self._known_bytes.update(
            (literal, term in changed) for literal, term in zip(ordered, terms, strict=True)
        )


def _changed(literals: Iterable[Term]) -> set[Term]:
    """Those of the literals that a store does not give back as it got them."""
    asked = set(literals)
    store = ox.Store()
    subject, predicate = ox.NamedNode("s:"), ox.NamedNode("p:")
    store.extend(ox.Quad(subject, predicate, literal) for literal in asked)
    return asked - {quad.object for quad in store}


def _plainly(lines: bytes) -> bytes:
    """The same lines with no escapes in IRIs, where a datatype could hide."""
    quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
