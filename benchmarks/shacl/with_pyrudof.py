"""pyrudof, a toolkit in Rust: ``with_pyrudof DATA SHAPES REPORT``."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from pyrudof import (
    RDFFormat,
    ReaderMode,
    ResultShaclValidationFormat,
    Rudof,
    RudofConfig,
    ShaclFormat,
    ShaclValidationMode,
)

from benchmarks.shacl.outcome import Outcome, named


def validate(data: Path, shapes: Path, report: Path) -> Outcome:
    """Load and validate by the native engine, the faster of its two."""
    start = perf_counter()
    rudof = Rudof(RudofConfig())
    rudof.read_data(str(data), RDFFormat.NTriples, reader_mode=ReaderMode.Strict)
    loaded = perf_counter()
    rudof.read_shacl(str(shapes), ShaclFormat.Turtle, reader_mode=ReaderMode.Strict)
    found = rudof.validate_shacl(ShaclValidationMode.Native)
    done = perf_counter()
    text = rudof.serialize_shacl_validation_results(ResultShaclValidationFormat.NTriples)
    report.write_text(text, "utf-8")
    return Outcome(loaded - start, done - loaded, found.conforms, len(found), named("pyrudof"))


if __name__ == "__main__":
    validate(*(Path(argument) for argument in sys.argv[1:])).say()
