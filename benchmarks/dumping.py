"""Our side of the comparison: reading, expanding and writing dumps, by the steps of a build.

The rest of a build is left out, as the other side has nothing like it: the store, the checks
across records, validation, documents. The N-Quads, the hash and the checksums are made all the
same.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox

from lod_archive.archive import ArchiveFolder
from lod_archive.graph import Dataset, Expander, Problems
from lod_archive.pipeline import load_model
from lod_archive.publish import Dumps, write_dumps
from lod_archive.shacl import Report, validated
from lod_archive.sources import read_chunks
from lod_archive.store import EmbeddedStore
from lod_archive.vocab import formats

WRITTEN_IN = (formats.N_TRIPLES, formats.TURTLE, formats.JSON_LD)


def convert(source: Path, folder: Path) -> Dumps:
    """Read an archive and write its dumps in three formats."""
    archive = ArchiveFolder.open(source)
    model, problems = load_model(archive), Problems()
    expander = Expander(model, problems)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        nquads = Path(work) / "graphs.nq"
        with nquads.open("wb") as file:
            ox.serialize(model.ontology, file, ox.RdfFormat.N_QUADS)
            for chunk in read_chunks(archive):
                file.write(expander.expand(chunk.records()).nquads)
        problems.raise_any()
        dataset = Dataset(model.context.base, nquads, nquads, (), EmbeddedStore.in_memory())
        valid = validated(dataset, Report())
        return write_dumps(valid, folder, written_in=WRITTEN_IN, compressed=False)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
