"""A target that selects nothing is reported, unless it is declared; every kind is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lod_archive.errors import ArchiveErrors, ShapesError
from lod_archive.shacl import check_targets, validate

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = """
ex:strike a ex:Strike ; ex:place ex:mine . ex:Strike rdfs:subClassOf ex:Event .
ex:fair a ex:Event ; ex:place ex:town , ex:mine .
"""
CONSTRAINT = "sh:property [ sh:path ex:p ; sh:maxCount 1 ]"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES + DATA, "utf-8")
    return path


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    return tmp_path / "shapes.ttl"


def write(shapes: Path, target: str) -> Path:
    shapes.write_text(f"{PREFIXES}ex:S {target} ; {CONSTRAINT} .", "utf-8")
    return shapes


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("sh:targetClass ex:Event", 2),
        ("sh:targetClass ex:Strike", 1),
        ("sh:targetNode ex:mine", 1),
        ("sh:targetNode 'a literal'", 1),
        ("sh:targetSubjectsOf ex:place", 2),
        ("sh:targetObjectsOf ex:place", 2),
        ("sh:targetObjectsOf ex:place ; sh:targetNode ex:mine ; sh:targetClass ex:Event", 4),
    ],
)
def test_focus_nodes_are_counted_once_each(
    data: Path, shapes: Path, target: str, count: int
) -> None:
    report = validate(data, write(shapes, target))
    assert report.checked == {"http://example.org/S": count}


@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class", "ex:Meta"])
def test_shape_that_is_a_class_targets_its_instances(data: Path, shapes: Path, kind: str) -> None:
    text = f"ex:Event a {kind}, sh:NodeShape ; {CONSTRAINT} . ex:Meta rdfs:subClassOf rdfs:Class ."
    shapes.write_text(PREFIXES + text, "utf-8")
    assert validate(data, shapes).checked == {"http://example.org/Event": 2}


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("sh:targetClass ex:Evnet", "no instance of ex:Evnet", "did you mean ex:Event?"),
        ("sh:targetClass ex:Person", "no instance of ex:Person", "empty_classes"),
        ("sh:targetNode ex:mien", "the data does not mention ex:mien", "empty_classes"),
        ("sh:targetSubjectsOf ex:plase", "nothing has the property ex:plase", "ex:place?"),
        ("sh:targetObjectsOf ex:plase", "nothing has the property ex:plase", "ex:place?"),
    ],
)
def test_target_that_selects_nothing_is_refused(
    data: Path, shapes: Path, target: str, message: str, hint: str
) -> None:
    write(shapes, target)
    (error,) = check_targets(data, shapes)
    assert message in error.message
    assert error.hint is not None
    assert hint in error.hint
    assert error.at is not None
    assert (error.at.file, error.at.line) == (str(shapes), 6)
    with pytest.raises(ShapesError, match="checks nothing"):
        validate(data, shapes)


def test_several_empty_targets_are_refused_together(data: Path, shapes: Path) -> None:
    write(shapes, "sh:targetClass ex:Person, ex:Group")
    with pytest.raises(ArchiveErrors) as caught:
        validate(data, shapes)
    assert len(caught.value.errors) == 2


def test_class_that_is_declared_empty_is_no_fault(data: Path, shapes: Path) -> None:
    write(shapes, "sh:targetClass ex:Person")
    report = validate(data, shapes, empty_classes=["http://example.org/Person"])
    assert report.conforms
    assert report.checked == {"http://example.org/S": 0}


def test_deactivated_shape_is_neither_counted_nor_refused(data: Path, shapes: Path) -> None:
    write(shapes, "sh:targetClass ex:Person ; sh:deactivated true")
    assert check_targets(data, shapes) == []


def test_subclasses_known_to_the_ontology_alone_count(tmp_path: Path, shapes: Path) -> None:
    data, ontology = tmp_path / "d.ttl", tmp_path / "o.ttl"
    data.write_text(PREFIXES + "ex:strike a ex:Strike .", "utf-8")
    ontology.write_text(
        PREFIXES + "ex:Strike rdfs:subClassOf ex:Event . ex:x a ex:Event .", "utf-8"
    )
    report = validate(data, write(shapes, "sh:targetClass ex:Event"), ontology=ontology)
    assert report.checked == {"http://example.org/S": 1}
