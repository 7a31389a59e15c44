"""The data that all sides validate: a synthetic archive as N-Triples, with mistakes in it.

All graphs are together in one file, as nothing but lod_archive reads named graphs without being
told to. It is written as it is made, so memory does not grow with its size.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from benchmarks.generate import generate
from benchmarks.shacl.mistakes import spoil
from lod_archive.archive import ArchiveFolder
from lod_archive.graph import Expander, Problems
from lod_archive.pipeline import load_model
from lod_archive.sources import read_chunks

SHAPES = Path(__file__).parents[1] / "shapes.ttl"
"""The shapes that all sides check."""


def write_data(path: Path, *, triples: int, seed: int = 1935) -> None:
    """Write about so many triples."""
    with TemporaryDirectory(dir=path.parent) as folder, path.open("wb") as file:
        archive = Path(folder)
        generate(archive, triples=triples, seed=seed)
        for part in _parts(ArchiveFolder.open(archive), Random(seed)):
            ox.serialize(part, file, ox.RdfFormat.N_TRIPLES)


def _parts(archive: ArchiveFolder, random: Random) -> Iterator[Iterator[ox.Triple]]:
    """The triples of the ontologies, then those of some records at a time."""
    model, problems = load_model(archive), Problems()
    expander = Expander(model, problems)
    yield (quad.triple for quad in model.ontology)
    for chunk in read_chunks(archive):
        nquads = expander.expand(chunk.records()).nquads
        quads = ox.parse(nquads, ox.RdfFormat.N_QUADS)
        yield spoil((quad.triple for quad in quads), random)
    problems.raise_any()


if __name__ == "__main__":
    write_data(Path(sys.argv[1]), triples=int(sys.argv[2]))
