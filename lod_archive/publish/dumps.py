"""The whole publication in one file per RDF format, with checksums.

The quads are read once, into two orders:

- **by record** (``archive.nq``): a graph at a time, and in it a subject at a time, as the records
  give them. The formats that have graphs, TriG and JSON-LD, follow from it.
- **sorted** (``archive.nt``): the union of all graphs. The same triple in two graphs stands on
  neighbouring lines once the quads are sorted, and is written once; no list of what has been
  seen is kept, however large the archive. A subject described in several graphs stands together.
  Turtle and RDF/XML follow from it, and so does the hash of the dataset.

JSON-LD is the expanded form: it needs no context, hence no network, and can be written while
reading. Each file has a gzipped twin without time or name in it, and a line in ``SHA256SUMS``,
which ``sha256sum -c`` checks.

The description of the dataset (:mod:`.catalogue`) is not in the dumps: it gives their checksums.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish import canonical, serialization
from lod_archive.publish.blocks import BLOCK_SIZE
from lod_archive.publish.canonical import CanonicalHash, Hasher
from lod_archive.publish.language_tags import restore
from lod_archive.publish.sorting import LineSorter
from lod_archive.vocab import formats
from lod_archive.vocab.formats import DUMP_FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.shacl.validated import ValidatedGraph

FOLDER: Final = "dumps"
NAME: Final = "archive"
CHECKSUMS: Final = "SHA256SUMS"
_COMPRESSION_LEVEL: Final = 6
"""Measured on 136 MB of N-Quads: level 6 takes 0.8 s, level 9 takes 2.6 s and saves 5 % more."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of the dumps; :attr:`path` is relative to the publication."""

    path: str
    format: Format
    size: int
    sha256: str
    is_compressed: bool = False


@dataclass(frozen=True, slots=True)
class Dumps:
    """The files that were written, in the order of the table of formats, and what they hold.

    :param triples: how many triples the union of all graphs has.
    :param is_aligned: whether every graph lies at the same bytes of ``archive.nq`` as in the file
        that it was made from; not so once a quad stood there twice.
    """

    files: tuple[DumpFile, ...]
    dataset: CanonicalHash
    triples: int
    is_aligned: bool

    @property
    def union(self) -> str:
        """The path of the sorted N-Triples."""
        return f"{FOLDER}/{NAME}.{formats.N_TRIPLES.extension}"


def write_dumps(
    valid: ValidatedGraph, publication: Path, *, prefixes: Mapping[str, str] | None = None
) -> Dumps:
    """Write ``dumps/`` into the folder of a publication.

    :param prefixes: declared in addition to the known ones, where the data uses them.
    :raises PublicationError: if there is a blank node, or if RDF/XML cannot express something.
    """
    data, base = valid.dataset.nquads, valid.dataset.base
    folder = publication / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    known = serialization.archive_prefixes(base) | dict(prefixes or {})
    with ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory(dir=folder) as work:
        by_record, union = (_path(folder, known) for known in (formats.N_QUADS, formats.N_TRIPLES))
        sorter = LineSorter(Path(work))
        _write_by_record(data, by_record, sorter)
        dataset, triples = _write_union(sorter, union)
        known = _prefixes_in(by_record, known)
        files = []
        for written_in in DUMP_FORMATS:
            path = _path(folder, written_in)
            if path not in (by_record, union):
                source = by_record if written_in.has_graphs else union
                _convert(source, path, written_in, prefixes=known, base=base)
            files.append(pool.submit(_finished, path, written_in))
        is_aligned = by_record.stat().st_size == data.stat().st_size
        return _summed(folder, Dumps(_results(files), dataset, triples, is_aligned))


def _path(folder: Path, written_in: Format) -> Path:
    return folder / f"{NAME}.{written_in.extension}"


def _write_by_record(data: Path, target: Path, sorter: LineSorter) -> None:
    with target.open("wb") as output:
        records = _GraphGrouping(output)
        canonical.read(data, sorter.add, records.add)
        records.finish()


class _GraphGrouping:
    """Writes each graph's distinct quads subject by subject, in the order of first appearance.

    Memory is bounded by the largest graph, as long as a graph's quads stand together.
    """

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._graph: bytes | None = None
        self._subjects: dict[bytes, dict[bytes, None]] = {}

    def add(self, block: bytes) -> None:
        for line in canonical.lines(block):
            subject, graph = line.group("subject", "graph")
            if graph != self._graph:
                self.finish()
                self._graph = graph
            self._subjects.setdefault(subject, {})[line[0]] = None

    def finish(self) -> None:
        if self._subjects:
            quads = [quad for quads in self._subjects.values() for quad in quads]
            self._output.write(restore(b"\n".join(quads) + b"\n", formats.N_QUADS))
            self._subjects.clear()


def _write_union(sorter: LineSorter, target: Path) -> tuple[CanonicalHash, int]:
    """Write each triple once; gives the hash of the dataset and the number of triples."""
    hasher, count, previous = Hasher(), 0, b""
    with target.open("wb") as output:
        for line in sorter:
            hasher.add(line)
            quad = canonical.LINE.match(line)
            assert quad is not None  # noqa: S101 — pyoxigraph has written it
            triple = line[: quad.end("object")]
            if triple != previous:
                previous = triple
                count += 1
                output.write(restore(triple + b" .\n", formats.N_TRIPLES))
    return hasher.result(), count


def _convert(
    source: Path, target: Path, written_in: Format, *, prefixes: Mapping[str, str], base: str
) -> None:
    with target.open("wb") as output:
        quads = ox.parse(path=source)
        serialization.write(quads, output, written_in, prefixes=prefixes, base=base)


def _prefixes_in(nquads: Path, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes that some IRI in the file begins with."""
    missing = {prefix: b"<" + iri.encode() for prefix, iri in prefixes.items()}
    with nquads.open("rb") as file:
        while missing and (lines := file.readlines(BLOCK_SIZE)):
            block = b"".join(lines)
            missing = {prefix: iri for prefix, iri in missing.items() if iri not in block}
    return {prefix: iri for prefix, iri in prefixes.items() if prefix not in missing}


def _finished(path: Path, written_in: Format) -> tuple[DumpFile, DumpFile]:
    """Compress a dump, and say what is known of it and of its compressed twin."""
    compressed = path.with_name(f"{path.name}.gz")
    with (
        path.open("rb") as source,
        compressed.open("wb") as target,
        gzip.GzipFile("", "wb", _COMPRESSION_LEVEL, target, mtime=0) as output,
    ):
        shutil.copyfileobj(source, output, BLOCK_SIZE)
    return _described(path, written_in), _described(compressed, written_in, is_compressed=True)


def _described(path: Path, written_in: Format, *, is_compressed: bool = False) -> DumpFile:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return DumpFile(f"{FOLDER}/{path.name}", written_in, path.stat().st_size, sha256, is_compressed)


def _results(files: list[Future[tuple[DumpFile, DumpFile]]]) -> tuple[DumpFile, ...]:
    return tuple(file for pair in files for file in pair.result())


def _summed(folder: Path, dumps: Dumps) -> Dumps:
    sums = [f"{file.sha256}  {file.path.removeprefix(FOLDER + '/')}\n" for file in dumps.files]
    (folder / CHECKSUMS).write_text("".join(sums), "utf-8", newline="\n")
    return dumps
