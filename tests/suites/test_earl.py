"""The EARL report says what the tests of the W3C suite say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.shacl.index import Index
from lod_archive.version import __version__
from lod_archive.vocab.namespaces import DCTERMS, RDF
from tests.suites import suite_path
from tests.suites.earl import DOAP, EARL, PROJECT, earl_report, main
from tests.suites.test_w3c_shacl import SHT, entries

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def suite() -> Path:
    return suite_path("w3c-shacl")


def written(file: Path) -> Index:
    return Index(quad.triple for quad in ox.parse(path=file))


def test_every_entry_is_asserted_and_passed(tmp_path: Path) -> None:
    main(["--output", str(tmp_path / "earl.ttl")])
    index = written(tmp_path / "earl.ttl")
    assertions = [s for s in index.subjects() if EARL.Assertion in index.iris(s, RDF.type)]
    assert len(assertions) == 121
    tests = {test for each in assertions for test in index.iris(each, EARL.test)}
    assert tests == {entry.iri for entry in entries()}
    for each in assertions:
        (result,) = index.resources(each, EARL.result)
        assert index.iris(result, EARL.outcome) == (EARL.passed,)
        assert index.iris(each, EARL.mode) == (EARL.automatic,)
        assert index.iris(each, EARL.subject) == index.iris(each, EARL.assertedBy) == (PROJECT,)
        assert not index.all(result, DCTERMS.date)
    (release,) = index.resources(ox.NamedNode(PROJECT), DOAP.release)
    assert index.one(release, DOAP.revision) == ox.Literal(__version__)


def test_the_same_bytes_are_written_unless_there_is_a_date(tmp_path: Path) -> None:
    one, two, dated = (tmp_path / f"{name}.ttl" for name in ("one", "two", "dated"))
    main(["--output", str(one)])
    main(["--output", str(two)])
    main(["--output", str(dated), "--date", "2026-09-01"])
    assert one.read_bytes() == two.read_bytes() != dated.read_bytes()
    assert dated.read_text().count('"2026-09-01"') == 121


def test_an_entry_that_is_not_as_expected_failed() -> None:
    entry = next(each for each in entries() if isinstance(each.result, ox.BlankNode))
    wrong = replace(entry, result=ox.NamedNode(f"{SHT}Failure"))
    outcomes = [t.object for t in earl_report([wrong, entry]) if t.predicate.value == EARL.outcome]
    assert outcomes == [ox.NamedNode(EARL.failed), ox.NamedNode(EARL.passed)]
