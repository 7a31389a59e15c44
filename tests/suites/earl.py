"""What the W3C SHACL test suite says of the compiled engine, as an EARL report in Turtle.

https://www.w3.org/TR/EARL10-Schema/

``python -m tests.suites.earl --output earl.ttl`` writes it, the same bytes each time unless
``--date`` is given.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveError
from lod_archive.version import __version__
from lod_archive.vocab.namespaces import DCTERMS, RDF, XSD, Namespace
from tests.suites import test_w3c_shacl as suite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.suites.test_w3c_shacl import Entry

DOAP: Final = Namespace("http://usefulinc.com/ns/doap#")
EARL: Final = Namespace("http://www.w3.org/ns/earl#")
PROJECT: Final = "https://w3id.org/lod-archive"
PREFIXES: Final = {"dcterms": DCTERMS, "doap": DOAP, "earl": EARL, "xsd": XSD}


def earl_report(tests: Sequence[Entry], date: str | None = None) -> list[ox.Triple]:
    """The triples: what was tested, and an assertion for each test."""
    return [*_project(), *(t for n, test in enumerate(tests) for t in _assertion(n, test, date))]


def passes(test: Entry) -> bool:
    """Whether the compiled engine gives the report, or the failure, that the test expects."""
    try:
        suite.test_report_is_the_expected_one("compiled", test)
    except (ArchiveError, AssertionError, pytest.fail.Exception):
        return False
    return True


def _project() -> Iterator[ox.Triple]:
    project, release = ox.NamedNode(PROJECT), ox.BlankNode("release")
    for kind in (DOAP.Project, EARL.Assertor, EARL.Software, EARL.TestSubject):
        yield _triple(project, RDF.type, ox.NamedNode(kind))
    yield _triple(project, DOAP.name, ox.Literal("lod_archive"))
    yield _triple(project, DOAP["programming-language"], ox.Literal("Python"))
    yield _triple(project, DOAP.release, release)
    yield _triple(release, RDF.type, ox.NamedNode(DOAP.Version))
    yield _triple(release, DOAP.revision, ox.Literal(__version__))


def _assertion(number: int, test: Entry, date: str | None) -> Iterator[ox.Triple]:
    assertion, result = ox.BlankNode(f"assertion{number}"), ox.BlankNode(f"result{number}")
    project = ox.NamedNode(PROJECT)
    yield _triple(assertion, RDF.type, ox.NamedNode(EARL.Assertion))
    yield _triple(assertion, EARL.assertedBy, project)
    yield _triple(assertion, EARL.subject, project)
    yield _triple(assertion, EARL.test, ox.NamedNode(test.iri))
    yield _triple(assertion, EARL.mode, ox.NamedNode(EARL.automatic))
    yield _triple(assertion, EARL.result, result)
    yield _triple(result, RDF.type, ox.NamedNode(EARL.TestResult))
    outcome = EARL.passed if passes(test) else EARL.failed
    yield _triple(result, EARL.outcome, ox.NamedNode(outcome))
    if date is not None:
        day = ox.Literal(date, datatype=ox.NamedNode(XSD.date))
        yield _triple(result, DCTERMS.date, day)


def _triple(
    subject: ox.NamedNode | ox.BlankNode,
    predicate: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal,
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.suites.earl", description=__doc__)
    parser.add_argument("--output", required=True, type=Path, help="the Turtle file to write")
    parser.add_argument("--date", help="the day of the test, such as 2026-09-01; none by default")
    options = parser.parse_args(arguments)
    triples = earl_report(list(suite.entries()), options.date)
    prefixes = {prefix: str(iri) for prefix, iri in PREFIXES.items()}
    ox.serialize(triples, options.output, format=ox.RdfFormat.TURTLE, prefixes=prefixes)


if __name__ == "__main__":
    main()
