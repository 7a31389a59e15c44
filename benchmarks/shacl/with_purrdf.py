"""purrdf, a newer toolkit in Rust: ``with_purrdf DATA SHAPES REPORT [loaded]``.

It needs Python 3.13, so this runs in another environment, where there is nothing but purrdf.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import purrdf

from benchmarks.shacl.outcome import Outcome, named


def validate_file(data: Path, shapes: Path, report: Path) -> Outcome:
    """From the file to the report by its fastest way, which keeps nothing loaded."""
    start = perf_counter()
    prepared = purrdf.shacl.Shapes(shapes.read_text("utf-8"))
    found = prepared.validate_nt(data.read_text("utf-8"))
    done = perf_counter()
    return _outcome(found, report, 0.0, done - start)


def validate_loaded(data: Path, shapes: Path, report: Path) -> Outcome:
    """Load a store, and validate it."""
    start = perf_counter()
    store = purrdf.Store()
    store.bulk_load(data.read_bytes(), purrdf.RdfFormat.N_TRIPLES)
    loaded = perf_counter()
    found = purrdf.shacl.Shapes(shapes.read_text("utf-8")).validate_store(store)
    done = perf_counter()
    return _outcome(found, report, loaded - start, done - loaded)


def _outcome(
    found: purrdf.shapes.ValidationReport, report: Path, loading: float, validating: float
) -> Outcome:
    report.write_text(found.to_ntriples(), "utf-8")
    return Outcome(loading, validating, found.conforms, len(found.results), named("purrdf"))


if __name__ == "__main__":
    way = validate_loaded if "loaded" in sys.argv[4:] else validate_file
    way(*(Path(argument) for argument in sys.argv[1:4])).say()
