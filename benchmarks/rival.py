"""The other side: what somebody would write with rdflib alone, JSON-LD in, three dumps out.

It is given less to do than lod_archive: the records come already checked and modelled, as flat
JSON-LD nodes with statements, direct triples and bounds of dates in them, and there is one graph
for all instead of one each. What is left is what rdflib is for. A thousand records are parsed
at a time, as rdflib would otherwise read the context once a record.
"""

from __future__ import annotations

import json
import sys
from itertools import chain, islice
from pathlib import Path

import rdflib

BATCH = 1000


def convert(nodes: Path, ontology: Path, folder: Path) -> None:
    """Read a context and the nodes of records, a line each, and write them in three formats."""
    rdflib.NORMALIZE_LITERALS = False  # keeps 1.50 as it was written, and is faster
    graph = rdflib.Graph()
    graph.parse(ontology, format="nt")
    with nodes.open(encoding="utf-8") as file:
        context = json.loads(next(file))
        while lines := list(islice(file, BATCH)):
            together = list(chain.from_iterable(json.loads(line) for line in lines))
            text = json.dumps({"@context": context, "@graph": together})
            graph.parse(data=text, format="json-ld")
    folder.mkdir(parents=True, exist_ok=True)
    graph.serialize(folder / "archive.nt", format="nt", encoding="utf-8")
    graph.serialize(folder / "archive.ttl", format="turtle")
    graph.serialize(folder / "archive.jsonld", format="json-ld")


if __name__ == "__main__":
    convert(*(Path(argument) for argument in sys.argv[1:]))
