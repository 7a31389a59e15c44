"""The canonical form of a dataset, and its hash: two datasets are equal if their hashes are.

`RDF Dataset Canonicalization 1.0 <https://www.w3.org/TR/rdf-canon/>`_ names blank nodes in a
reproducible way and sorts the
`canonical N-Quads <https://www.w3.org/TR/rdf-canon/#canonical-quads>`_ by code point. What is
published here has no blank nodes, so that sorting is all that is left, and memory stays bounded.

The hash is the SHA-256 of the canonical form. Language tags count in lower case, which is their
value in `RDF 1.1 <https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal>`_: whoever loads
the dumps into a store and canonicalises what it holds gets the same hash, whatever case the
dumps are written in.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.publish.blocks import BlockWriter
from lod_archive.publish.language_tags import QUOTED
from lod_archive.publish.sorting import LineSorter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LINE: Final = re.compile(
    rb"(?P<subject>\S+) (?P<predicate>\S+) "
    rb"(?P<object><[^>]*>|" + QUOTED + rb"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|_:\S+) "
    rb"(?:(?P<graph>\S+) )?\."
)
"""The terms of a line of N-Triples or N-Quads in the form that pyoxigraph writes."""

_BLANK_NODE: Final = re.compile(rb'^(?:_:.*|\S+ \S+ _:.*|.* _:[^\s"]+ \.)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CanonicalHash:
    """The SHA-256 of a dataset's canonical form, in hexadecimal, and how many quads it has."""

    sha256: str
    quads: int


def canonical_hash(nquads: Path) -> CanonicalHash:
    """The hash of the dataset in an N-Quads file. A quad that stands there twice counts once.

    :raises PublicationError: if there is a blank node.
    """
    with tempfile.TemporaryDirectory() as folder:
        sorter = LineSorter(Path(folder))
        read(nquads, sorter.add)
        hasher = Hasher()
        for lines in sorter.batches():
            hasher.add(lines)
        return hasher.result()


def read(nquads: Path, *consumers: Callable[[bytes], object]) -> None:
    """Give every consumer the canonical N-Quads of a file, in blocks of whole lines, in order.

    :raises PublicationError: if there is a blank node, or the file is not N-Quads.
    """

    def consume(block: bytes) -> None:
        refuse_blank_nodes(block)
        for consumer in consumers:
            consumer(block)

    writer = BlockWriter(consume, cut=b"\n")
    quads = ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS)
    try:
        ox.serialize(quads, cast("IO[bytes]", writer), ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise PublicationError(
            f"{nquads.name} is not N-Quads: {error.msg}",
            hint="delete the folder of intermediate files and build again",
            spec="https://www.w3.org/TR/n-quads/",
        ) from None
    writer.finish()


def refuse_blank_nodes(block: bytes) -> None:
    """Do nothing if lines of canonical N-Quads have no blank node.

    :raises PublicationError: if they have one.
    """
    if b"_:" in block and (found := _BLANK_NODE.search(block)):
        raise _blank_node(found[0].decode())


def lines(block: bytes) -> Iterator[re.Match[bytes]]:
    r"""The terms of each line in a block of N-Triples or N-Quads.

    >>> [line["object"] for line in lines(b'<a:s> <a:p> "x y"@en <a:g> .\n')]
    [b'"x y"@en']
    """
    return LINE.finditer(block)


class Hasher:
    """The hash of sorted canonical lines, many at a time."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._quads = 0

    def add(self, lines: Sequence[bytes]) -> None:
        """Take the next lines, without their line ends."""
        self._digest.update(b"\n".join((*lines, b"")))
        self._quads += len(lines)

    def result(self) -> CanonicalHash:
        """The hash of what was taken so far."""
        return CanonicalHash(self._digest.hexdigest(), self._quads)


def _blank_node(line: str) -> PublicationError:
    return PublicationError(
        f"there is a blank node in: {line}",
        hint="give the node an id: what has no IRI cannot be linked to, nor compared",
        spec="https://www.w3.org/TR/ld-bp/#HTTP-URIS",
    )
