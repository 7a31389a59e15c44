"""The W3C SHACL test suite, with its data behind endpoints: never a wrong report.

Oxigraph's server gives every report as it should be. Virtuoso gets much of SPARQL wrong without
saying so; of it, a report is either right or says what could not be checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

from lod_archive.errors import ShapesError
from lod_archive.shacl import validate
from lod_archive.vocab.namespaces import SH
from tests.graphs import assert_same_graph
from tests.suites import suite_path
from tests.suites.test_w3c_shacl import (
    BASE,
    FOLDER,
    SHT,
    Entry,
    compared,
    entries,
    expected_triples,
    triples,
    without_details,
)

if TYPE_CHECKING:
    from lod_archive.shacl.report import Report
    from tests.servers import LoadedEndpoint

REWRITTEN: Final = {
    "oxigraph": {
        "core/property/datatype-ill-formed": "a byte becomes an integer",
    },
    "virtuoso": {
        "core/misc/severity-002": "true becomes 1",
        "core/property/datatype-001": "a dateTime without time gets one",
        "core/property/or-001": "true becomes 1",
    },
}
"""The entries with literals that a server changes when they are loaded, or spells otherwise."""

UNCHECKED: Final = {
    "oxigraph": {
        # the shapes graph is not there
        "sparql/pre-binding/shapesGraph-001",
        # 4.0 in VALUES is 4
        *("core/node/maxExclusive-001", "core/node/maxInclusive-001", "core/node/minExclusive-001"),
    },
    "virtuoso": {
        # regular expressions: bytes for characters
        *("core/complex/personexample", "core/property/pattern-002"),
        # literals in VALUES
        *("core/misc/deactivated-002", "core/misc/severity-001", "core/node/class-002"),
        *("core/node/datatype-001", "core/node/datatype-002", "core/node/hasValue-001"),
        *("core/node/languageIn-001", "core/node/maxExclusive-001", "core/node/maxInclusive-001"),
        *("core/node/maxLength-001", "core/node/minExclusive-001", "core/node/minInclusive-001"),
        *("core/node/minLength-001", "core/node/nodeKind-001", "core/node/pattern-001"),
        *("core/node/pattern-002", "sparql/component/optional-001"),
        "sparql/component/validator-001",
        # what has no order compares nevertheless
        *("core/node/minInclusive-002", "core/node/minInclusive-003"),
        *("core/property/datatype-ill-formed", "core/property/lessThan-001"),
        *("core/property/lessThan-002", "core/property/lessThanOrEquals-001"),
        # the length of strings beyond the Basic Multilingual Plane
        *("core/property/maxLength-001", "core/property/minLength-001"),
        # paths of any length
        *("core/complex/shacl-shacl", "core/path/path-complex-001"),
        *("core/path/path-oneOrMore-001", "core/path/path-zeroOrMore-001"),
        "core/path/path-zeroOrOne-001",
        # LATERAL, without which nothing is pre-bound
        *("sparql/component/nodeValidator-001", "sparql/component/propertyValidator-select-001"),
        *("sparql/node/prefixes-001", "sparql/node/sparql-001", "sparql/node/sparql-002"),
        *("sparql/node/sparql-003", "sparql/pre-binding/pre-binding-001"),
        *("sparql/pre-binding/pre-binding-002", "sparql/pre-binding/pre-binding-003"),
        *("sparql/pre-binding/pre-binding-004", "sparql/pre-binding/pre-binding-005"),
        *("sparql/pre-binding/pre-binding-007", "sparql/pre-binding/shapesGraph-001"),
        "sparql/property/sparql-001",
    },
}
"""The entries of which something cannot be checked at a server, which the report says."""


def params() -> list[object]:
    if not FOLDER.exists():
        return [pytest.param("oxigraph", None, id="suite absent")]
    return [
        pytest.param(server, entry, id=f"{server}-{entry.iri}", marks=marks(server, name_of(entry)))
        for server in UNCHECKED
        for entry in entries()
    ]


def marks(server: str, name: str) -> list[pytest.MarkDecorator]:
    reason = REWRITTEN[server].get(name)
    return [pytest.mark.xfail(reason=reason, raises=AssertionError)] if reason else []


def name_of(entry: Entry) -> str:
    return entry.iri.removeprefix(BASE)


@pytest.mark.parametrize(("server", "entry"), params())
def test_report_is_right_or_says_what_was_not_checked(
    server: str, entry: Entry | None, request: pytest.FixtureRequest
) -> None:
    suite_path("w3c-shacl")
    assert entry is not None
    endpoint: LoadedEndpoint = request.getfixturevalue(f"{server}_endpoint")
    url, shapes = endpoint(turtle(entry.data)), triples(entry.shapes)
    if entry.result == ox.NamedNode(SHT + "Failure"):
        with pytest.raises(ShapesError):
            validate(url, shapes, strict=False)
        return
    report = validate(url, shapes, strict=False)
    assert bool(report.unchecked) == (name_of(entry) in UNCHECKED[server])
    if report.unchecked:
        assert not report.conforms
    else:
        assert_expected(report, entry)


def assert_expected(report: Report, entry: Entry) -> None:
    expected = expected_triples(entry)
    has_messages = any(t.predicate.value == SH.resultMessage for t in expected)
    assert_same_graph(
        compared(list(without_details(report).triples()), has_messages),
        compared(expected, has_messages),
    )


def turtle(iri: str) -> str:
    statements = (quad.triple for quad in triples(iri))
    return (ox.serialize(statements, format=ox.RdfFormat.TURTLE) or b"").decode()


def test_lists_name_existing_entries() -> None:
    suite_path("w3c-shacl")
    known = {name_of(entry) for entry in entries()}
    for server, unchecked in UNCHECKED.items():
        assert unchecked <= known
        assert REWRITTEN[server].keys() <= known
