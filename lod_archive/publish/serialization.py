"""Quads to bytes, in every RDF format, as this project publishes them.

pyoxigraph serialises; what it writes is then put right block by block: the case of language
tags (:mod:`.language_tags`), relative IRIs and prefixes (:mod:`.turtle`), XML's narrower alphabet
(:mod:`.rdf_xml`). Everything streams, and the same quads in the same order give the same bytes.
"""

from __future__ import annotations

from operator import attrgetter
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.publish import rdf_xml, turtle
from lod_archive.publish.blocks import BlockWriter
from lod_archive.publish.language_tags import restore
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lod_archive.vocab.formats import Format

_TRIPLE: Final = attrgetter("triple")
_TURTLE: Final = (formats.TURTLE, formats.TRIG)

CUTS: Final = {formats.JSON_LD: b"[", formats.RDF_XML: b">"}
"""After which bytes a block may end: JSON-LD is written on one line, and literals in RDF/XML have
line ends of their own."""


def archive_prefixes(base: str) -> dict[str, str]:
    """The known prefixes, and those of the archive's own properties.

    >>> archive_prefixes("https://example.org/")["ps"]
    'https://example.org/prop/statement/'
    """
    own = {
        "p": iris.CLAIM_PREDICATES,
        "ps": iris.STATEMENT_PREDICATES,
        "pq": iris.QUALIFIER_PREDICATES,
    }
    return {**PREFIXES, **{prefix: base + path for prefix, path in own.items()}}


def write(
    quads: Iterable[ox.Quad],
    output: IO[bytes],
    written_in: Format,
    *,
    prefixes: Mapping[str, str],
    base: str | None = None,
) -> None:
    """Write the quads; where the format has no graphs, the graphs' names are dropped.

    Every given prefix is declared. With ``base``, Turtle and TriG write the IRIs below it
    relative to it. Consecutive quads of one graph, and of one subject, are grouped.

    :raises PublicationError: if RDF/XML cannot express a property or a character.
    """
    repair = _Repair(written_in, prefixes, base)
    writer = BlockWriter(lambda block: output.write(repair(block)), cut=CUTS.get(written_in, b"\n"))
    _serialize(quads, cast("IO[bytes]", writer), written_in, prefixes, base)
    writer.finish()


def to_bytes(
    quads: Iterable[ox.Quad],
    written_in: Format,
    *,
    prefixes: Mapping[str, str],
    base: str | None = None,
) -> bytes:
    """What :func:`write` writes, but Turtle and TriG declare only the prefixes they use.

    >>> event = ox.Quad(ox.NamedNode("https://example.org/event/x"),
    ...                 ox.NamedNode("https://schema.org/name"), ox.Literal("Смена", language="ru"))
    >>> print(to_bytes([event], formats.TURTLE, prefixes=PREFIXES,
    ...                base="https://example.org/").decode())
    @base <https://example.org/> .
    @prefix schema: <https://schema.org/> .
    <event/x> schema:name "Смена"@ru .
    """
    repair = _Repair(written_in, prefixes, base)
    text = _serialize(quads, None, written_in, prefixes, base)
    assert text is not None  # noqa: S101 no file was given
    if written_in not in _TURTLE:
        return repair(text)
    body = repair.body(turtle.without_prologue(text))
    return turtle.prologue(turtle.prefixes_in(body, prefixes), base) + body


def _serialize(
    quads: Iterable[ox.Quad],
    output: IO[bytes] | None,
    written_in: Format,
    prefixes: Mapping[str, str],
    base: str | None,
) -> bytes | None:
    """What pyoxigraph makes of the quads, in the output or, without one, at hand."""
    return ox.serialize(
        quads if written_in.has_graphs else map(_TRIPLE, quads),
        output,
        rdf_format(written_in),
        prefixes=dict(prefixes),
        base_iri=base if written_in in _TURTLE else None,
    )


def rdf_format(known: Format) -> ox.RdfFormat:
    """The name that pyoxigraph has for one of our formats.

    >>> rdf_format(formats.TRIG).name
    'TriG'
    """
    found = ox.RdfFormat.from_media_type(known.media_type)
    if found is None:
        raise ValueError(f"{known.name} is not an RDF format")
    return found


class _Repair:
    """What is put right in each block of a serialisation; knows which block is the first."""

    def __init__(self, written_in: Format, prefixes: Mapping[str, str], base: str | None) -> None:
        self.written_in = written_in
        self.prefixes = prefixes
        self.base = base
        self.is_first = True

    def __call__(self, block: bytes) -> bytes:
        is_first, self.is_first = self.is_first, False
        if is_first and self.written_in in _TURTLE:
            body = self.body(turtle.without_prologue(block))
            return turtle.prologue(self.prefixes, self.base) + body
        return self.body(block)

    def body(self, block: bytes) -> bytes:
        """What is put right in any block."""
        if self.written_in in _TURTLE and self.base:
            block = turtle.with_absolute_iris(block, self.base)
        elif self.written_in is formats.RDF_XML:
            block = rdf_xml.well_formed(block, self.prefixes)
        elif self.written_in is formats.JSON_LD:
            block = _one_node_a_line(block)
        return restore(block, self.written_in)


def _one_node_a_line(block: bytes) -> bytes:
    """JSON-LD that ``grep``, ``diff`` and line-based tools can take.

    The quotes tell the sequence from text: inside a string they would be escaped.
    """
    return block.replace(b']},{"@id":"', b']},\n{"@id":"')
