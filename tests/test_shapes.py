"""The shapes of ``shapes/``, each against the cases in ``tests/cases/shapes/<shape file>/``.

A valid case breaks nothing. The first line of an invalid case names the shapes that it breaks,
``# expect: Claim-source, Claim-sources``: these and no others must be reported.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef

from lod_archive.shacl import ENGINES, Shapes, lint_shapes, validate
from lod_archive.vocab.pagination import PAGES
from lod_archive.vocab.texts import VISIBLE
from tests.graphs import read

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "shapes"
SHAPE_FILES = sorted((ROOT / "shapes").glob("*.ttl"))
NAMESPACE = "https://w3id.org/lod-archive/shapes#"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
EXPECT = "# expect: "
PAGINATION = URIRef("https://schema.org/pagination")


@cache
def shapes() -> Graph:
    return read(*SHAPE_FILES)


@cache
def ontology(*, is_aligned: bool) -> Graph:
    """What the ontologies say; their own alignments are links, and slow to check by pySHACL."""
    graph = read(*sorted((ROOT / "ontology").glob("*.ttl")))
    if not is_aligned:
        for relation in (SKOS.closeMatch, SKOS.exactMatch):
            graph.remove((None, relation, None))
    return graph


@cache
def compiled() -> Shapes:
    return Shapes.read(shapes())


def broken_shapes(case: Path) -> set[str]:
    """The local names of the shapes that report a violation, when the ontology stands by."""
    known = ontology(is_aligned=case.parents[1].name == "link")
    report = validate(read(case) + known, compiled(), engine="pyshacl", strict=False)
    return {local_name(result.source_shape) for result in report.results if result.is_violation}


def local_name(shape: object) -> str:
    iri = str(getattr(shape, "value", shape))
    assert iri.startswith(NAMESPACE), f"a test cannot name the shape {shape}"
    return iri.removeprefix(NAMESPACE)


@pytest.mark.parametrize(("shape", "known"), [("pages", PAGES), ("visible-text", VISIBLE)])
def test_the_pattern_of_a_shape_is_the_one_that_the_tool_knows(shape: str, known: str) -> None:
    (pattern,) = shapes().objects(URIRef(f"{NAMESPACE}{shape}"), SH.pattern)
    assert str(pattern) == known


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_that_go_backwards_are_told_as_a_warning(engine: str) -> None:
    backwards = {"15–12", "15-12", "234–36"}
    others = {"9–10", "012–12", "12", "xv–12", "A15–A12", "15, 12", "15–12, 20"}
    graph = Graph()
    for number, pages in enumerate(backwards | others):
        graph.add((URIRef(f"https://example.org/{number}"), PAGINATION, Literal(pages)))
    report = validate(graph, compiled(), engine=engine, strict=False)
    assert {local_name(each.source_shape) for each in report.results} == {"Paged"}
    assert not any(each.is_violation for each in report.results)
    assert {getattr(each.value, "value", None) for each in report.results} == backwards


def expected_shapes(case: Path) -> set[str]:
    first, _, _ = case.read_text("utf-8").partition("\n")
    assert first.startswith(EXPECT), f"{case} must begin with “{EXPECT}…”"
    return set(first.removeprefix(EXPECT).split(", "))


def cases(kind: str) -> list[object]:
    files = sorted(CASES.glob(f"*/{kind}/*.ttl"))
    return [pytest.param(file, id=f"{file.parents[1].name}/{file.stem}") for file in files]


def property_shapes() -> list[URIRef]:
    return sorted(each for each in shapes().subjects(SH.path) if isinstance(each, URIRef))


@pytest.mark.parametrize("case", cases("valid"))
def test_valid_breaks_no_shape(case: Path) -> None:
    assert broken_shapes(case) == set()


@pytest.mark.parametrize("case", cases("invalid"))
def test_invalid_breaks_exactly_the_named_shapes(case: Path) -> None:
    assert broken_shapes(case) == expected_shapes(case)


@pytest.mark.parametrize("file", SHAPE_FILES, ids=lambda file: file.stem)
def test_every_shape_has_both_kinds_of_cases(file: Path) -> None:
    folder = CASES / file.stem
    assert list(folder.glob("valid/*.ttl"))
    assert list(folder.glob("invalid/*.ttl"))


def test_every_folder_of_cases_belongs_to_a_shape() -> None:
    assert {folder.name for folder in CASES.iterdir()} == {file.stem for file in SHAPE_FILES}


def test_every_violation_has_a_case_that_shows_it() -> None:
    shown = set().union(*(expected_shapes(file) for file in CASES.glob("*/invalid/*.ttl")))
    violations = {local_name(shape) for shape in shapes().subjects(SH.severity, SH.Violation)}
    inner = {"Described-type"}  # reported as the shape that refers to it
    assert violations - inner == shown


@pytest.mark.parametrize("shape", property_shapes(), ids=local_name)
def test_property_shape_has_name_message_and_severity(shape: URIRef) -> None:
    graph = shapes()
    assert shape.startswith(NAMESPACE)
    assert languages(graph, shape, SH.name) == ["en", "ru"]
    assert languages(graph, shape, SH.message) == ["en", "ru"]
    assert graph.value(shape, SH.severity) in SEVERITIES
    assert graph.value(predicate=SH.property, object=shape, any=True), "no node shape uses it"


def test_node_shape_has_label_and_target() -> None:
    graph = shapes()
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        assert languages(graph, shape, RDFS.label) == ["en", "ru"], shape
        referred_to = (None, SH.node, shape) in graph
        assert referred_to or any((shape, target, None) in graph for target in TARGETS), shape


def test_constraint_in_sparql_has_message() -> None:
    graph = shapes()
    for constraint in graph.objects(None, SH.sparql):
        assert languages(graph, constraint, SH.message) == ["en", "ru"]


def test_only_paths_and_parts_of_constraints_are_blank() -> None:
    """A shape without an IRI could not be named by a test, nor kept apart between two builds."""
    graph = shapes()
    inner = (SH.path, SH.qualifiedValueShape, SH["not"], SH["in"], SH["or"], SH.languageIn)
    for shape in set(graph.subjects(SH.severity)) | set(graph.objects(None, SH.property)):
        assert not isinstance(shape, BNode)
    for subject, predicate, value in graph:
        if isinstance(value, BNode) and isinstance(subject, URIRef):
            assert predicate in inner, (subject, predicate)


def test_shapes_mean_what_they_seem_to() -> None:
    assert list(lint_shapes(compiled())) == []


def test_only_terms_of_shacl_are_used() -> None:
    """SHACL processors ignore unknown terms, so that ``sh:minCuont 1`` would never fail."""
    for triple in shapes():
        for term in triple:
            if isinstance(term, URIRef) and term.startswith(str(SH)):
                assert term in SH, term


def languages(graph: Graph, subject: object, predicate: URIRef) -> list[str]:
    values = graph.objects(subject, predicate)  # type: ignore[arg-type]
    return sorted(value.language or "" for value in values if isinstance(value, Literal))
