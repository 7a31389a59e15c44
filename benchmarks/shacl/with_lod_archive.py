"""Our side: ``with_lod_archive DATA SHAPES REPORT ENGINE THREADS [loaded]``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox

from benchmarks.shacl.outcome import Outcome, named
from lod_archive.shacl import Engine, Report, validate


def validate_file(data: Path, shapes: Path, engine: str | Engine) -> tuple[Outcome, Report]:
    """From the file to the report, in one go."""
    start = perf_counter()
    report = validate(data, shapes, engine=engine)
    return _outcome(report, 0.0, perf_counter() - start), report


def validate_loaded(data: Path, shapes: Path, engine: str | Engine) -> tuple[Outcome, Report]:
    """The store's own loading, then validation in the store."""
    start = perf_counter()
    store = ox.Store()
    store.bulk_load(path=data)
    loaded = perf_counter()
    report = validate(store, shapes, engine=engine)
    return _outcome(report, loaded - start, perf_counter() - loaded), report


def engine_with(name: str, threads: int) -> str | Engine:
    """The engine of this name, with so many threads if it can have them; 0 for as many as it likes.

    The name alone is its own default.
    """
    if name != "compiled" or not threads:
        return name
    engine: Engine = import_module("lod_archive.shacl.compiled").Compiled(threads=threads)
    return engine


def _outcome(report: Report, loading: float, validating: float) -> Outcome:
    engine = f"{named('lod_archive')}, {report.engine}"
    return Outcome(loading, validating, report.conforms, len(report.results), engine)


if __name__ == "__main__":
    way = validate_loaded if "loaded" in sys.argv[6:] else validate_file
    chosen = engine_with(sys.argv[4], int(sys.argv[5]))
    outcome, made = way(Path(sys.argv[1]), Path(sys.argv[2]), chosen)
    ox.serialize(made.triples(), sys.argv[3], ox.RdfFormat.N_TRIPLES)
    outcome.say()
