"""The W3C SHACL test suite: https://w3c.github.io/data-shapes/data-shapes-test-suite/.

Each ``sht:Validate`` entry is validated by each engine, and the report compared with the
expected one by isomorphism, on the properties that the suite's document names; messages only
where the suite expects some. Entries that expect ``sht:Failure`` must be refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.errors import ShapesError
from lod_archive.shacl import ENGINES, read_report, validate
from lod_archive.shacl.index import Index, Term
from lod_archive.shacl.rdflib_bridge import to_rdflib
from lod_archive.shacl.report import Report
from lod_archive.vocab.namespaces import RDF, SH
from tests.graphs import assert_same_graph
from tests.suites import SUITES, suite_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Graph

BASE = "https://w3c.github.io/data-shapes/data-shapes-test-suite/tests/"
FOLDER = SUITES / "w3c-shacl"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

KNOWN_FAILURES = {
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "pySHACL does not offer $shapesGraph, which "
    "is optional: https://www.w3.org/TR/shacl/#sparql-constraints-prebound",
}
"""Why an engine is known to fail an entry, by the engine and the entry's IRI below the base."""

COMPARED = (
    *(RDF.type, RDF.first, RDF.rest, SH.conforms, SH.result, SH.focusNode, SH.resultPath),
    *(SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape, SH.value),
    *(SH.alternativePath, SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath),
)


@dataclass(frozen=True)
class Entry:
    """One test: which data, which shapes, and the report as it should be (None: a failure)."""

    iri: str
    data: str
    shapes: str
    manifest: str
    result: Term


def file_of(iri: str) -> Path:
    return FOLDER / iri.removeprefix(BASE)


@cache
def triples(iri: str) -> list[ox.Quad]:
    path = file_of(iri)
    return list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=iri))


def index_of(iri: str) -> Index:
    return Index(quad.triple for quad in triples(iri))


def entries() -> Iterator[Entry]:
    """Those of every file: the suite's own manifests forget ``sparql/component/nodeValidator``."""
    for path in sorted(FOLDER.rglob("*.ttl")):
        yield from entries_of(BASE + path.relative_to(FOLDER).as_posix())


def entries_of(manifest: str) -> Iterator[Entry]:
    index, node = index_of(manifest), ox.NamedNode(manifest)
    head = index.one(node, MF + "entries")
    for test in index.members(head) or () if head is not None else ():
        action, result = index.one(test, MF + "action"), index.one(test, MF + "result")
        assert isinstance(test, ox.NamedNode)
        assert action is not None
        assert result is not None
        (data,), (shapes,) = (
            index.iris(action, SHT + f"{kind}Graph") for kind in ("data", "shapes")
        )
        yield Entry(test.value, data, shapes, manifest, result)


def params() -> list[object]:
    if not FOLDER.exists():
        return [pytest.param("pyshacl", None, id="suite absent")]
    found = list(entries())
    return [
        pytest.param(engine, entry, id=f"{engine}-{entry.iri}", marks=marks(engine, entry))
        for engine in ENGINES
        for entry in found
    ]


def marks(engine: str, entry: Entry) -> list[pytest.MarkDecorator]:
    reason = KNOWN_FAILURES.get((engine, entry.iri.removeprefix(BASE)))
    return [pytest.mark.xfail(reason=reason)] if reason else []


@pytest.mark.parametrize(("engine", "entry"), params())
def test_report_is_the_expected_one(engine: str, entry: Entry | None) -> None:
    suite_path("w3c-shacl")
    assert entry is not None
    data, shapes = triples(entry.data), triples(entry.shapes)
    if entry.data == entry.shapes:
        shapes = data
    if entry.result == ox.NamedNode(SHT + "Failure"):
        with pytest.raises(ShapesError):
            validate(data, shapes, engine=engine, strict=False)
        return
    actual = validate(data, shapes, engine=engine, strict=False)
    expected = expected_triples(entry)
    has_messages = any(t.predicate.value == SH.resultMessage for t in expected)
    assert_same_graph(
        compared(without_details(actual).triples(), has_messages), compared(expected, has_messages)
    )


def without_details(report: Report) -> Report:
    """The report without ``sh:detail``, which a processor may give or not."""
    return replace(report, results=tuple(replace(r, details=()) for r in report.results))


def expected_triples(entry: Entry) -> list[ox.Triple]:
    """The triples of the expected report: what the result node leads to by way of blank nodes."""
    every = [quad.triple for quad in triples(entry.manifest)]
    wanted, found = [entry.result], []
    while wanted:
        node = wanted.pop()
        for triple in every:
            if triple.subject == node and triple.predicate.value in (*COMPARED, SH.resultMessage):
                found.append(triple)
                is_link = triple.predicate.value in (SH.focusNode, SH.value, SH.sourceShape)
                if isinstance(triple.object, ox.BlankNode) and not is_link:
                    wanted.append(triple.object)
    return found


def compared(report: Iterable[ox.Triple], has_messages: bool) -> Graph:
    kept = {*COMPARED, SH.resultMessage} if has_messages else {*COMPARED}
    return to_rdflib(triple for triple in report if triple.predicate.value in kept)


def test_the_suite_has_all_of_its_entries() -> None:
    suite_path("w3c-shacl")
    found = [entry.iri.removeprefix(BASE).partition("/")[0] for entry in entries()]
    assert (found.count("core"), found.count("sparql")) == (98, 23)


def test_known_failures_name_existing_entries() -> None:
    suite_path("w3c-shacl")
    known = {entry.iri.removeprefix(BASE) for entry in entries()}
    assert {entry for _, entry in KNOWN_FAILURES} <= known


def test_expected_reports_survive_a_round_trip() -> None:
    suite_path("w3c-shacl")
    for entry in entries():
        if isinstance(entry.result, ox.BlankNode):
            report = read_report(expected_triples(entry))
            assert isinstance(report, Report)
            again = read_report(report.triples())
            assert_same_graph(compared(report.triples(), True), compared(again.triples(), True))
