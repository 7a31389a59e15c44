"""Shapes explained by their queries, and by what they see of data."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.errors import ShapesError
from lod_archive.shacl import Selection, coverage, explain_shapes, validate

EX = "http://a.example/"
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPES = f"""{PREFIXES}
ex:Book a sh:NodeShape ; sh:targetClass ex:B ;
    sh:property ex:title ;
    sh:property [ sh:path (ex:by ex:name) ; sh:minCount 1 ; sh:severity sh:Warning ] ;
    sh:sparql [ sh:message "is odd"@en ; sh:select "SELECT $this WHERE {{ $this ex:odd true }}" ] .
ex:title sh:path ex:t ; sh:minCount 1 ; sh:message "a title is missing"@en ; sh:pattern "^[A-Z]" .
ex:Map a sh:NodeShape ; sh:targetClass ex:M ; sh:closed true .
"""
DATA = f"""{PREFIXES}
ex:N rdfs:subClassOf ex:B . ex:b1 a ex:B . ex:b2 a ex:N ; ex:t "x" .
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    shapes = SHAPES.replace("sh:sparql [", "sh:sparql [ sh:prefixes ex:p ;")
    shapes += f'ex:p sh:declare [ sh:prefix "ex" ; sh:namespace "{EX}"^^<{XSD}anyURI> ] .'
    (tmp_path / "shapes.ttl").write_text(shapes, "utf-8")
    return tmp_path / "data.ttl", tmp_path / "shapes.ttl"


XSD = "http://www.w3.org/2001/XMLSchema#"


def test_each_constraint_has_its_words_and_its_place(files: tuple[Path, Path]) -> None:
    found = {(each.shape, each.component): each for each in explain_shapes(files[1])}
    title = found["ex:title", "sh:minCount"]
    assert (title.target, title.path, title.level) == ("ex:Book", "ex:t", "violation")
    assert (title.message, title.nodes, title.uncompiled) == ("a title is missing", None, None)
    assert title.spec == "https://www.w3.org/TR/shacl/#MinCountConstraintComponent"
    assert title.at
    assert title.at.line == 9
    author = found["the shape without a name within ex:Book", "sh:minCount"]
    assert (author.level, author.path) == ("warning", "ex:by/ex:name")
    assert author.message == "there are too few values of ex:by/ex:name: 1 needed"
    odd = found["ex:Book", "sh:sparql"]
    assert (odd.message, odd.spec) == (
        *("is odd", "https://www.w3.org/TR/shacl/#sparql-constraints"),
    )


def test_queries_find_what_validation_finds(files: tuple[Path, Path]) -> None:
    store = ox.Store()
    store.bulk_load(path=files[0])
    found = 0
    for each in explain_shapes(files[1], selection=Selection([EX + "Book"])):
        answer = store.query(each.query or "")
        assert isinstance(answer, ox.QuerySolutions)
        found += len(list(answer))
    report = validate(*files, selection=Selection([EX + "Book"]))
    assert found == len(report.results) == 4


def test_data_lends_its_classes_and_numbers(files: tuple[Path, Path]) -> None:
    data, shapes = files
    (one, *_) = explain_shapes(shapes, data, selection=Selection([EX + "title"]))
    assert one.nodes == 2
    assert "VALUES ?class" in (one.query or "")
    assert "ex:N" in (one.query or "")
    assert "subClassOf" not in (one.query or "")


def test_a_shape_that_no_query_can_express_says_why(tmp_path: Path) -> None:
    """Each shape refers twice to the next, so that the query doubles with each."""
    text = PREFIXES + "ex:S sh:targetClass ex:C ; sh:not ex:s0 .\n"
    for n in range(18):
        text += f"ex:s{n} a sh:NodeShape ; sh:xone ( ex:s{n + 1} [ sh:not ex:s{n + 1} ] ) .\n"
    text += "ex:s18 a sh:NodeShape ; sh:nodeKind sh:IRI ."
    (tmp_path / "shapes.ttl").write_text(text, "utf-8")
    (one,) = explain_shapes(tmp_path / "shapes.ttl")
    assert (one.query, one.component) == (None, "")
    assert one.uncompiled == "its nested shapes make too long a query"


def test_shapes_that_cannot_be_evaluated_are_refused(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(f"{PREFIXES}ex:S sh:targetClass ex:C ; sh:node ex:S .", "utf-8")
    with pytest.raises(ShapesError, match="refers to itself"):
        explain_shapes(tmp_path / "s.ttl")
    with pytest.raises(ShapesError, match="no shapes are given"):
        explain_shapes()


def test_coverage_counts_focus_nodes_idle_shapes_first(files: tuple[Path, Path]) -> None:
    first, second = coverage(*files)
    assert (first.name, first.nodes, first.is_idle, first.targets) == (
        *("ex:Map", 0, True, ("class ex:M",)),
    )
    assert (second.name, second.nodes, second.is_idle) == ("ex:Book", 2, False)
    assert first.at


def test_declared_shapes_are_not_idle(files: tuple[Path, Path]) -> None:
    book, map_ = coverage(*files, empty_classes=[EX + "M"])
    assert (book.nodes, map_.nodes, map_.is_declared, map_.is_idle) == (2, 0, True, False)
    assert map_.hint is None


CUSTOM = f"""{PREFIXES}
ex:Short a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
    sh:labelTemplate "Labels have at most {{$most}} letters"@en ;
    sh:validator [ sh:ask "ASK {{ FILTER(STRLEN(STR($value)) <= $most) }}" ] .
ex:S sh:targetSubjectsOf ex:t ; sh:property [ sh:path ex:t ; ex:most 3 ] .
"""


def test_component_of_ones_own_speaks_by_its_label(tmp_path: Path) -> None:
    """https://www.w3.org/TR/shacl/#labelTemplate"""
    (tmp_path / "s.ttl").write_text(CUSTOM, "utf-8")
    (tmp_path / "d.ttl").write_text(f'{PREFIXES} ex:x ex:t "abcd" .', "utf-8")
    (result,) = validate(tmp_path / "d.ttl", tmp_path / "s.ttl").results
    assert result.message() == "ex:Short: Labels have at most 3 letters"
    (one,) = explain_shapes(tmp_path / "s.ttl")
    assert (one.component, one.message) == ("ex:Short", result.message())
    assert one.spec == "https://www.w3.org/TR/shacl/#sparql-constraint-components"


def test_query_without_a_message_names_its_shape(tmp_path: Path) -> None:
    select = 'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p 1 }" ]'
    (tmp_path / "s.ttl").write_text(f"{PREFIXES} ex:S sh:targetNode ex:x ; {select} .", "utf-8")
    (tmp_path / "d.ttl").write_text(f"{PREFIXES} ex:x ex:t 1 .", "utf-8")
    (result,) = validate(tmp_path / "d.ttl", tmp_path / "s.ttl").results
    assert result.message() == "a query of ex:S finds it"
