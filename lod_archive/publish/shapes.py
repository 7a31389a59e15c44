"""The shapes that an archive's records are checked with, as a document: ``doc/shapes``.

It is not in the dumps, and the only document with blank nodes: a path of several properties must
be one, https://www.w3.org/TR/shacl/#property-paths.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.publish.documents import write_graph
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_shapes(publication: Path, files: Iterable[Path], base: str) -> None:
    """Write the document of the shapes in these files of Turtle, if there are any."""
    quads = [*_quads(files)]
    if quads:
        write_graph(publication, iris.SHAPES, quads, base)


def _quads(files: Iterable[Path]) -> Iterator[ox.Quad]:
    """The triples in their order; blank nodes are counted, so that they are always the same."""
    numbers = count(1)
    nodes: defaultdict[ox.BlankNode, ox.BlankNode]
    nodes = defaultdict(lambda: ox.BlankNode(f"n{next(numbers)}"))
    for file in files:
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            yield ox.Quad(
                nodes[subject] if isinstance(subject, ox.BlankNode) else subject,
                quad.predicate,
                nodes[value] if isinstance(value, ox.BlankNode) else value,
            )
