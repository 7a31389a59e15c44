"""What somebody would write with rdflib alone: JSON-LD in, three dumps out.

It is given less to do than lod_archive: the records come already checked and modelled, as flat
JSON-LD nodes with statements, direct triples and bounds of dates in them, and one graph for all
instead of one each. What is left is what rdflib is for. A thousand records are parsed at a time,
as rdflib would otherwise read the context once a record.
"""

from __future__ import annotations

import json
import sys
from itertools import chain, islice
from pathlib import Path

import rdflib

BATCH = 1000


def convert(source: Path, folder: Path) -> None:
    """Read the context and the records, a line each, and write them in three formats."""
    rdflib.NORMALIZE_LITERALS = False  # keep 1.50 as it was written
    graph = rdflib.Graph()
    with source.open(encoding="utf-8") as file:
        context = json.loads(next(file))
        while lines := list(islice(file, BATCH)):
            nodes = list(chain.from_iterable(json.loads(line) for line in lines))
            text = json.dumps({"@context": context, "@graph": nodes})
            graph.parse(data=text, format="json-ld")
    folder.mkdir(parents=True, exist_ok=True)
    graph.serialize(folder / "archive.nt", format="nt", encoding="utf-8")
    graph.serialize(folder / "archive.ttl", format="turtle")
    graph.serialize(folder / "archive.jsonld", format="json-ld")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
