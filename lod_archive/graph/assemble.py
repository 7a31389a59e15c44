"""The graphs of all records together: one N-Quads file, written part by part.

The file is what every publication is made from, never the store: the store rewrites literals
(``1.00`` becomes ``1``), the file keeps what the archivist wrote. Memory is bounded by the largest
part. A part whose records have not changed since the last publication is copied from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

import pyoxigraph as ox

from lod_archive.graph.expand import Expanded
from lod_archive.graph.model import Model
from lod_archive.store import EmbeddedStore

NQUADS_FILE: Final = "graphs.nq"
TREES_FILE: Final = "trees.jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """The graphs of one batch of records, as they lie in the N-Quads file.

    :param key: changes whenever the batch would give other quads.
    :param start: offset of its first byte.
    :param end: offset after its last byte.
    :param records: how many records it has.
    :param is_reused: whether it was copied from the last publication.
    """

    source: str
    key: str
    start: int
    end: int
    records: int
    is_reused: bool = False


@dataclass(frozen=True, slots=True)
class Previous:
    """The graphs of the last publication, from which unchanged parts are copied.

    :param nquads: its N-Quads file, in which the parts lie as their offsets say.
    :param parts: its parts, by their keys.
    """

    nquads: Path
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All graphs of an archive, not yet validated.

    :param nquads: the quads in canonical N-Quads, each in a named graph, and once; a graph's
        together, and in it a subject's. Language tags are in lower case, everything else as
        written.
    :param store: where the quads are queried; empty until :meth:`load`.
    :param trees: for each record of a part that is not reused, in the same order, a line: its
        id, a tab, and its description as a JSON-LD tree.
    """

    base: str
    nquads: Path
    trees: Path
    parts: tuple[Part, ...]
    store: EmbeddedStore

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(part.records for part in self.parts)

    @property
    def expanded(self) -> int:
        """How many records are not copies from the last publication."""
        return sum(part.records for part in self.parts if not part.is_reused)

    def load(self) -> None:
        """Load the quads into the store."""
        self.store.load_nquads(self.nquads)

    def graphs(self, part: Part) -> Iterator[list[ox.Quad]]:
        """The quads of one part, graph by graph, in the order of its records."""
        with self.nquads.open("rb") as file:
            file.seek(part.start)
            data = file.read(part.end - part.start)
        graph: list[ox.Quad] = []
        for quad in ox.parse(data, ox.RdfFormat.N_QUADS, lenient=True):
            if graph and graph[0].graph_name != quad.graph_name:
                yield graph
                graph = []
            graph.append(quad)
        if graph:
            yield graph

    def texts(self, part: Part) -> Iterator[tuple[str, bytes]]:
        """What :meth:`graphs` gives, as it is written: the name of each graph, and its lines."""
        with self.nquads.open("rb") as file:
            file.seek(part.start)
            lines = file.read(part.end - part.start).splitlines(keepends=True)
        for name, graph in groupby(lines, _graph_name):
            yield name.decode(), b"".join(graph)

    def read_trees(self) -> Iterator[tuple[str, bytes]]:
        """The ids and JSON-LD trees of the records that were expanded, in order, as JSON."""
        with self.trees.open("rb") as file:
            for line in file:
                record_id, _, tree = line.partition(b"\t")
                yield record_id.decode(), tree


def _graph_name(line: bytes) -> bytes:
    """The IRI of the graph of a quad in canonical N-Quads, where it comes last."""
    return line[line.rindex(b" <") + 2 : line.rindex(b">")]


class Assembler:
    r"""Writes parts one after the other; use it as a context manager.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> line = b'<https://e.org/a/b> <https://schema.org/name> "A" <https://e.org/doc/a/b> .\n'
    >>> with Assembler(folder) as assembler:
    ...     assembler.add("data/a.yaml", "k1", Expanded(line, [[{"id": "doc/a/b"}, {"id": "a/b"}]]))
    >>> assembler.parts[0].records, assembler.parts[0].end == len(line)
    (1, True)
    """

    def __init__(self, folder: Path) -> None:
        self.nquads = folder / NQUADS_FILE
        self.trees = folder / TREES_FILE
        self.parts: list[Part] = []
        self._nquads: BinaryIO
        self._trees: BinaryIO

    def __enter__(self) -> Assembler:
        self._nquads = self.nquads.open("wb")
        self._trees = self.trees.open("wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._nquads.close()
        self._trees.close()

    def add(self, source: str, key: str, expanded: Expanded) -> None:
        """Write the graphs of a batch of records."""
        for record_id, tree in expanded.documents:
            self._trees.write(f"{record_id}\t{json.dumps(tree, ensure_ascii=False)}\n".encode())
        self._write(source, key, expanded.nquads, len(expanded.nodes), is_reused=False)

    def reuse(self, previous: Previous, key: str) -> bool:
        """Copy what the last publication says of a batch, if the batch has not changed."""
        part = previous.parts.get(key)
        if part is None:
            return False
        with previous.nquads.open("rb") as file:
            file.seek(part.start)
            written = file.read(part.end - part.start)
        # What is published has tags in the case that readers expect; parsing undoes it.
        quads = ox.parse(written, ox.RdfFormat.N_QUADS, lenient=True)
        nquads = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self._write(part.source, key, nquads, part.records, is_reused=True)
        return True

    def add_ontology(self, model: Model) -> None:
        """Write the graph of the ontologies; it is no record's."""
        nquads = ox.serialize(model.ontology, format=ox.RdfFormat.N_QUADS) or b""
        self._write("ontology", "ontology", nquads, 0, is_reused=False)

    def _write(
        self, source: str, key: str, nquads: bytes, records: int, *, is_reused: bool
    ) -> None:
        start = self._nquads.tell()
        self._nquads.write(nquads)
        self.parts.append(Part(source, key, start, start + len(nquads), records, is_reused))

    def dataset(self, model: Model, store: EmbeddedStore) -> Dataset:
        """What was written, to be loaded into the store."""
        return Dataset(model.context.base, self.nquads, self.trees, tuple(self.parts), store)
