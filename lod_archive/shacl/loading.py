"""Triples loaded into a store of their own, with literals as their author wrote them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from lod_archive.shacl.as_written import AsWritten
from lod_archive.shacl.data_graph import StoreGraph
from lod_archive.shacl.index import object_of
from lod_archive.shacl.triples import RdfFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lod_archive.shacl.triples import Triples

_T = TypeVar("_T")

_BLOCK: Final = 1 << 21
"""How many bytes are encoded, and loaded, at a time."""
_LINES: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
"""The formats that have a statement a line, and so can be encoded as bytes."""
_SPECIAL: Final = (b"_:", b"<<(")
"""What must be looked at as terms: blank nodes, which a store would rename, and triples within
triples. (Within a literal they do no harm but to speed.)
"""


def load(source: Triples, *, shapes_graph: Iterable[ox.Quad] = ()) -> StoreGraph:
    """The triples in a store in memory.

    :param shapes_graph: quads in a named graph, for queries that ask for it; all the triples
        are then put into the default graph.
    :raises ArchiveError: if a file cannot be read, or is not RDF.
    """
    codec, store = AsWritten(), ox.Store()
    named = list(shapes_graph)
    for part in source.sources:
        if isinstance(part, RdfFile) and part.format in _LINES and not named:
            _load_lines(part, codec, store)
        else:
            quads = (ox.Quad(t.subject, t.predicate, t.object) for t in part)
            store.bulk_extend(_encoded(quads, codec))
    store.extend(named)
    return StoreGraph(store, codec, source, is_union=not named)


def _encoded(quads: Iterable[ox.Quad], codec: AsWritten) -> Iterator[ox.Quad]:
    encode, literal, quad = codec.encode, ox.Literal, ox.Quad
    for each in quads:
        value = object_of(each.triple)
        if isinstance(value, literal):
            yield quad(each.subject, each.predicate, encode(value), each.graph_name)
        else:
            yield each


def _load_lines(file: RdfFile, codec: AsWritten, store: ox.Store) -> None:
    """Load a file block by block while another thread encodes the next block."""
    labels = file.labels()

    def encoded(block: bytes) -> tuple[bytes, list[ox.Quad]]:
        plain, special = _apart(block)
        return codec.encode_lines(plain), list(_encoded(file.quads_of(special, labels), codec))

    with file.blamed():
        try:
            for lines, quads in _ahead(map(encoded, file.lines(_BLOCK))):
                store.load(lines, format=file.format)
                store.extend(quads)
        except SyntaxError:
            for _ in file.quads():
                pass  # which says where in the file the mistake is, and not where in a block
            raise


def _apart(block: bytes) -> tuple[bytes, bytes]:
    """The lines that can be encoded as bytes, and those that must be looked at as terms."""
    if not any(each in block for each in _SPECIAL):
        return block, b""
    plain: list[bytes] = []
    special: list[bytes] = []
    for line in block.splitlines(keepends=True):
        (special if any(each in line for each in _SPECIAL) else plain).append(line)
    return b"".join(plain), b"".join(special)


def _ahead(items: Iterator[_T]) -> Iterator[_T]:
    """The items, each made by another thread while the one before is used.

    >>> list(_ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    with ThreadPoolExecutor(1, "encoding") as other:
        waiting = other.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = other.submit(next, items, None)
            yield item
