"""What the other side is given: records as our expander models them, a line of JSON each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox

from lod_archive.archive import ArchiveFolder
from lod_archive.graph import Expander, Problems
from lod_archive.pipeline import load_model
from lod_archive.sources import read_chunks


def write_nodes(source: Path, nodes: Path, ontology: Path) -> None:
    """Write the context and the nodes of each record, and the ontologies as N-Triples."""
    archive = ArchiveFolder.open(source)
    model, problems = load_model(archive), Problems()
    expander = Expander(model, problems)
    with nodes.open("w", encoding="utf-8") as file:
        file.write(json.dumps(dict(model.context.definitions)) + "\n")
        for chunk in read_chunks(archive):
            for record in chunk.records():
                file.write(json.dumps(expander.nodes(record), ensure_ascii=False) + "\n")
    problems.raise_any()
    triples = (quad.triple for quad in model.ontology)
    ox.serialize(triples, ontology, format=ox.RdfFormat.N_TRIPLES)


if __name__ == "__main__":
    write_nodes(*(Path(argument) for argument in sys.argv[1:]))
