"""Triples loaded into a store of their own, with literals as their author wrote them."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.shacl.as_written import AsWritten
from lod_archive.shacl.data_graph import StoreGraph
from lod_archive.shacl.index import object_of
from lod_archive.shacl.triples import RdfFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lod_archive.shacl.triples import Triples

_BLOCK: Final = 1 << 20
_LINES: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
"""The formats that have a statement a line, and so can be encoded as bytes."""


def load(source: Triples, *, shapes_graph: Iterable[ox.Quad] = ()) -> StoreGraph:
    """The triples in a store in memory.

    :param shapes_graph: quads in a named graph, for queries that ask for it; all the triples
        are then put into the default graph.
    :raises ArchiveError: if a file cannot be read, or is not RDF.
    """
    codec, store = AsWritten(), ox.Store()
    named = list(shapes_graph)
    for part in source.sources:
        if isinstance(part, RdfFile) and part.format in _LINES and not (part.scope or named):
            store.bulk_extend(part.quads(partial(_encoded_file, part, codec)))
        else:
            store.bulk_extend(_encoded_quads(part, codec))
    store.extend(named)
    return StoreGraph(store, codec, source, is_union=not named)


def _encoded_quads(triples: Iterable[ox.Triple], codec: AsWritten) -> Iterator[ox.Quad]:
    encode, literal, quad = codec.encode, ox.Literal, ox.Quad
    for triple in triples:
        value = object_of(triple)
        if isinstance(value, literal):
            value = encode(value)
        yield quad(triple.subject, triple.predicate, value)


def _encoded_file(source: RdfFile, codec: AsWritten, file: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", _EncodedFile(source, codec, file))


class _EncodedFile:
    """A file of N-Triples or N-Quads, encoded while it is read."""

    def __init__(self, source: RdfFile, codec: AsWritten, file: IO[bytes]) -> None:
        self._source = source
        self._codec = codec
        self._file = file
        self._begun = b""
        self._ready = b""
        self._is_checked = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many; none at the end."""
        while not self._ready:
            block = self._file.read(_BLOCK)
            if not block:
                self._ready, self._begun = self._codec.encode_lines(self._begun), b""
                break
            lines, newline, self._begun = (self._begun + block).rpartition(b"\n")
            self._ready = self._checked(lines + newline)
        size = len(self._ready) if size < 0 else size
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _checked(self, lines: bytes) -> bytes:
        if b"<<(" in lines and not self._is_checked:
            self._is_checked = True
            for _ in self._source:  # raises, if a triple within a triple is among them
                pass
        return self._codec.encode_lines(lines)
