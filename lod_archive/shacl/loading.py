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
_SPECIAL: Final = (b"_:", b"<<(")
"""What must be looked at as terms: blank nodes, which a store would rename, and triples within
triples. (Within a literal they do no harm but to speed.)
"""


def load(
    source: Triples, *, in_one_graph: bool = False, beside: Iterable[ox.Quad] = ()
) -> StoreGraph:
    """The triples in a store in memory, all its graphs taken together.

    :param in_one_graph: put all into the default graph, so that none counts twice; which takes
        longer for N-Quads.
    :param beside: quads in other graphs, for queries that ask for them; needs ``in_one_graph``.
    :raises ArchiveError: if a file cannot be read, or is not RDF.
    """
    codec, store = AsWritten(), ox.Store()
    for part in source.sources:
        if isinstance(part, RdfFile) and _has_lines(part, in_one_graph=in_one_graph):
            _load_lines(part, codec, store)
        else:
            store.bulk_extend(_encoded_quads(part, codec))
    store.extend(beside)
    return StoreGraph(store, codec, source, is_union=not in_one_graph)


def _encoded_quads(triples: Iterable[ox.Triple], codec: AsWritten) -> Iterator[ox.Quad]:
    encode, literal, quad = codec.encode, ox.Literal, ox.Quad
    for triple in triples:
        value = object_of(triple)
        if isinstance(value, literal):
            value = encode(value)
        yield quad(triple.subject, triple.predicate, value)


def _has_lines(file: RdfFile, *, in_one_graph: bool) -> bool:
    """Whether a file has a statement a line, and no named graph with what must be terms."""
    if file.format == ox.RdfFormat.N_QUADS and not in_one_graph:
        with file.blamed():
            return not any(map(_is_special, file.lines(_BLOCK)))
    return file.format == ox.RdfFormat.N_TRIPLES


def _load_lines(file: RdfFile, codec: AsWritten, store: ox.Store) -> None:
    """Load a file block by block while another thread encodes the next block."""
    labels = file.labels()

    def encoded(block: bytes) -> tuple[bytes, list[ox.Quad]]:
        plain, special = _apart(block)
        triples = file.triples_of_lines(special, labels)
        return codec.encode_lines(plain), list(_encoded_quads(triples, codec))

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
    if not _is_special(block):
        return block, b""
    plain: list[bytes] = []
    special: list[bytes] = []
    for line in block.splitlines(keepends=True):
        (special if _is_special(line) else plain).append(line)
    return b"".join(plain), b"".join(special)


def _is_special(lines: bytes) -> bool:
    return any(each in lines for each in _SPECIAL)


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
