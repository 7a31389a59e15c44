"""Records and what they become: a folder below ``cases/graph`` is a test.

``in.yaml`` (or ``in.json``) holds a record or a list, ``claims.yaml`` claims, and ``*.jsonld`` and
``*.ttl`` beside ``in.*`` are the archive's own ontology. ``out.trig`` is all that is published of
the records; ``out.ttl`` leaves out what is said of documents and the names of graphs;
``errors.txt`` is what the archivist is told instead.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ArchiveErrors
from lod_archive.vocab import iris
from tests.records import BASE, assert_same_quads, expand, make_archive, quads

CASES = Path(__file__).parent / "cases" / "graph"
EXPECTATIONS = ("out.trig", "out.ttl", "errors.txt")
PLACES = {"in.yaml": "data/in.yaml", "in.json": "data/in.json", "claims.yaml": "data/claims/c.yaml"}


def cases(*expectations: str) -> list[pytest.ParameterSet]:
    found = sorted(path for name in expectations for path in CASES.glob(f"*/{name}"))
    return [pytest.param(path, id=path.parent.name) for path in found]


def archive_of(case: Path, folder: Path) -> ArchiveFolder:
    files = {
        PLACES.get(path.name, f"ontology/{path.name}"): path.read_text("utf-8")
        for path in case.iterdir()
        if path.name not in EXPECTATIONS
    }
    return make_archive(folder, files)


@pytest.mark.parametrize("out", cases("out.trig"))
def test_records_become_these_graphs(out: Path, tmp_path: Path) -> None:
    actual = expand(archive_of(out.parent, tmp_path))
    assert_same_quads(quads(actual), quads(out.read_bytes(), ox.RdfFormat.TRIG))


@pytest.mark.parametrize("out", cases("out.ttl"))
def test_records_become_these_triples(out: Path, tmp_path: Path) -> None:
    described = {
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(expand(archive_of(out.parent, tmp_path)), ox.RdfFormat.N_QUADS)
        if not quad.subject.value.startswith(BASE + iris.DOCUMENTS)
    }
    expected = quads(out.read_bytes(), ox.RdfFormat.TURTLE)
    assert_same_quads({str(quad) for quad in described}, expected)


@pytest.mark.parametrize("errors", cases("errors.txt"))
def test_mistakes_are_told_with_place_cause_and_remedy(errors: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveErrors) as raised:
        expand(archive_of(errors.parent, tmp_path))
    assert str(raised.value) + "\n" == errors.read_text("utf-8")


def test_every_case_expects_one_thing() -> None:
    for case in CASES.iterdir():
        names = {path.name for path in case.iterdir()}
        assert len(names.intersection(EXPECTATIONS)) == 1, case.name
        assert names & {"in.yaml", "in.json"}, case.name
