"""Triples loaded into a store of their own, with literals as their author wrote them."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
        if isinstance(part, RdfFile) and not named and _is_plain(part):
            _load_lines(part, codec, store)
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


def _is_plain(file: RdfFile) -> bool:
    """Whether a file can be loaded as lines of bytes: only where the system has such pipes."""
    if file.format not in _LINES or not Path("/dev/fd").exists():
        return False
    tail = b""
    for block in file.blocks(_BLOCK):
        if any(special in tail + block for special in _SPECIAL):
            return False
        tail = block[-2:]
    return True


def _load_lines(file: RdfFile, codec: AsWritten, store: ox.Store) -> None:
    """Load a file while another thread encodes it: Oxigraph reads from a pipe, all in Rust."""
    with _piped(_encoded_lines(file, codec)) as pipe, file.blamed():
        store.bulk_load(path=pipe, format=file.format)


def _encoded_lines(file: RdfFile, codec: AsWritten) -> Iterator[bytes]:
    begun = b""
    for block in file.blocks(_BLOCK):
        lines, newline, begun = (begun + block).rpartition(b"\n")
        yield codec.encode_lines(lines + newline)
    yield codec.encode_lines(begun)


@contextmanager
def _piped(blocks: Iterator[bytes]) -> Iterator[str]:
    """The path of a pipe that the blocks can be read from.

    :raises ArchiveError: at the end, if making the blocks did.
    """
    reader, writer = os.pipe()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with open(writer, "wb", buffering=0) as pipe:  # noqa: PTH123 it is a descriptor
                for block in blocks:
                    view = memoryview(block)
                    while view:
                        view = view[pipe.write(view) :]
        except BrokenPipeError:
            pass  # whoever reads has met an error, and tells it
        except BaseException as error:  # raised below, in the thread that waits
            failures.append(error)

    thread = threading.Thread(target=write, name="encoding", daemon=True)
    thread.start()
    try:
        yield f"/dev/fd/{reader}"
    finally:
        os.close(reader)
        thread.join()
    if failures:
        raise failures[0]
