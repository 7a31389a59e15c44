"""pySHACL, over rdflib's own graph: ``with_pyshacl DATA SHAPES REPORT``."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pyshacl
import rdflib

from benchmarks.shacl.outcome import Outcome, named


def validate(data: Path, shapes: Path, report: Path) -> Outcome:
    """Parse, validate by pySHACL's defaults: no inference, no advanced features."""
    start = perf_counter()
    graph = rdflib.Graph().parse(data, format="nt")
    loaded = perf_counter()
    conforms, found, _ = pyshacl.validate(
        graph, shacl_graph=rdflib.Graph().parse(shapes, format="turtle")
    )
    done = perf_counter()
    assert isinstance(found, rdflib.Graph)
    found.serialize(report, format="nt", encoding="utf-8")
    results = sum(1 for _ in found.objects(None, rdflib.SH.result))
    return Outcome(loaded - start, done - loaded, conforms, results, named("pyshacl"))


if __name__ == "__main__":
    validate(*(Path(argument) for argument in sys.argv[1:])).say()
