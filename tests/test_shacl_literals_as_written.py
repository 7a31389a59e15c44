"""The store's rewriting of literals changes no verdict and no report: ``"01"^^xsd:integer`` is
another value than ``1`` to SHACL, though it is the same number.

https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
import pytest
import rdflib

from lod_archive.shacl import Report, validate
from lod_archive.shacl.rdflib_bridge import ill_typed_literals, to_rdflib
from lod_archive.vocab.namespaces import SH, XSD
from tests.shacl_literals import TAGGED, TEXTS, TYPED
from tests.shacl_strategies import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lod_archive.shacl.triples import Data

EX = "http://a.example/"


def as_turtle(triples: list[ox.Triple], folder: Path) -> Data:
    path = folder / "data.ttl"
    ox.serialize(triples, path, format=ox.RdfFormat.TURTLE)
    return path


def as_n_triples(triples: list[ox.Triple], folder: Path) -> Data:
    """A file of lines, which is loaded as bytes."""
    path = folder / "data.nt"
    ox.serialize(triples, path, format=ox.RdfFormat.N_TRIPLES)
    return path


def as_n_triples_with_blank_nodes(triples: list[ox.Triple], folder: Path) -> Data:
    """A file of lines, some of which are loaded term by term."""
    more = ox.Triple(ox.BlankNode("b"), ox.NamedNode(f"{EX}of"), ox.BlankNode("c"))
    return as_n_triples([*triples, more], folder)


def as_rdflib_graph(triples: list[ox.Triple], _: Path) -> Data:
    """A graph of literals that were made with ``normalize=False``."""
    return to_rdflib(triples)


def as_statements(triples: list[ox.Triple], _: Path) -> Data:
    return triples


FORMS = [
    as_turtle,
    as_n_triples,
    as_n_triples_with_blank_nodes,
    as_rdflib_graph,
    as_statements,
]
Form: TypeAlias = "Callable[[list[ox.Triple], Path], Data]"


def parsed(turtle: str) -> list[ox.Triple]:
    text = PREFIXES + turtle
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def checked(form: Form, folder: Path, data: str, shapes: str) -> Report:
    return validate(form(parsed(data), folder), parsed(shapes), engine="compiled", strict=False)


@pytest.mark.parametrize("form", FORMS)
def test_a_report_names_each_literal_as_written(form: Form, tmp_path: Path) -> None:
    """All of them: of every datatype, ill-formed ones too."""
    every = (*TEXTS, *TAGGED, *TYPED)
    data = " ".join(f"ex:n{number} ex:p {text} ." for number, text in enumerate(every))
    shapes = "ex:S sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:hasValue ex:none ."
    report = checked(form, tmp_path, data, shapes)
    written = {triple.object for triple in parsed(data)}
    assert {result.focus_node for result in report.results} == written
    assert {result.value for result in report.results} == written | {None}


VERDICTS = [
    ('"01"^^xsd:integer', "sh:pattern '^01$'", True),
    ('"01"^^xsd:integer', "sh:pattern '^1$'", False),
    ('"01"^^xsd:integer', "sh:minLength 2", True),
    ('"01"^^xsd:integer', "sh:maxLength 1", False),
    ('"01"^^xsd:integer', "sh:datatype xsd:integer", True),
    ('"01"^^xsd:integer', "sh:datatype xsd:byte", False),
    ('"01"^^xsd:integer', "sh:minInclusive 1", True),
    ('"01"^^xsd:integer', "sh:minExclusive 1", False),
    ('"01"^^xsd:integer', "sh:maxExclusive '02'^^xsd:integer", True),
    ('"01"^^xsd:integer', "sh:in ( 1 2 )", False),
    ('"01"^^xsd:integer', "sh:in ( 1 '01'^^xsd:integer )", True),
    ('"01"^^xsd:integer', "sh:hasValue 1", False),
    ('"01"^^xsd:integer', "sh:hasValue '01'^^xsd:integer", True),
    ('"01"^^xsd:integer', "sh:equals ex:one", False),
    ('"01"^^xsd:integer', "sh:equals ex:zero-one", True),
    ('"01"^^xsd:integer', "sh:disjoint ex:one", True),
    ('"01"^^xsd:integer', "sh:disjoint ex:zero-one", False),
    ('"01"^^xsd:integer', "sh:lessThan ex:two", True),
    ('"01"^^xsd:integer', "sh:lessThan ex:one", False),
    ('"01"^^xsd:integer', "sh:lessThanOrEquals ex:one", True),
    ('"01"^^xsd:integer , 1', "sh:maxCount 1", False),
    ('"01"^^xsd:integer , 1', "sh:minCount 2", True),
    ('"01"^^xsd:integer , 1 , "1"^^xsd:byte', "sh:minCount 3", True),
    ('"01"^^xsd:integer , 1', "sh:not [ sh:hasValue 2 ]", True),
    ('"1.0"^^xsd:decimal', "sh:pattern '^1[.]0$'", True),
    ('"1.0"^^xsd:decimal', "sh:minInclusive 1", True),
    ('"1.0"^^xsd:decimal', "sh:hasValue 1.00", False),
    ('"+5"^^xsd:integer', "sh:pattern '^[+]'", True),
    ('"1"^^xsd:boolean', "sh:hasValue true", False),
    ('"1"^^xsd:boolean', "sh:datatype xsd:boolean", True),
    ('"1"^^xsd:byte', "sh:datatype xsd:byte", True),
    ('"1"^^xsd:byte', "sh:datatype xsd:integer", False),
    ('"1"^^xsd:byte', "sh:in ( 1 )", False),
    ('"128"^^xsd:byte', "sh:datatype xsd:byte", False),
    ('"128"^^xsd:byte', "sh:minInclusive 1", False),
    ('"128"^^xsd:byte', "sh:hasValue '128'^^xsd:byte", True),
    ('"1E0"^^xsd:double', "sh:hasValue 1e0", False),
    ('"1E0"^^xsd:double', "sh:maxInclusive 1.0", True),
    ('"P1Y12M"^^xsd:duration', "sh:pattern '^P1Y12M$'", True),
    ('"P1Y12M"^^xsd:duration', "sh:hasValue 'P2Y'^^xsd:duration", False),
    ('"1935-08-31T00:00:00.000Z"^^xsd:dateTime', "sh:pattern '[.]000Z$'", True),
    (
        '"1935-08-31T00:00:00.000Z"^^xsd:dateTime',
        "sh:minInclusive '1935-08-31T00:00:00Z'^^xsd:dateTime",
        True,
    ),
    ('"123456789012345678901234567890"^^xsd:integer', "sh:datatype xsd:integer", True),
    ('"123456789012345678901234567890"^^xsd:integer', "sh:minInclusive 1", True),
    ('"123456789012345678901234567890"^^xsd:integer', "sh:maxInclusive 1", False),
    ('"9223372036854775808"^^xsd:long', "sh:datatype xsd:long", False),
    ('"9223372036854775807"^^xsd:long', "sh:datatype xsd:long", True),
    ('"18446744073709551615"^^xsd:unsignedLong', "sh:datatype xsd:unsignedLong", True),
]
"""The values of a property, a constraint, and whether they conform to it."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("values", "constraint", "conforms"), VERDICTS)
def test_a_verdict_is_that_of_the_literal_as_written(
    form: Form, tmp_path: Path, values: str, constraint: str, conforms: bool
) -> None:
    data = f"ex:a ex:p {values} ; ex:one 1 ; ex:two 2 ; ex:zero-one '01'^^xsd:integer ."
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    inner = f"ex:S sh:targetNode ex:a ; sh:node [ sh:property [ sh:path ex:p ; {constraint} ] ] ."
    assert checked(form, tmp_path, data, shapes).conforms == conforms
    assert checked(form, tmp_path, data, inner).conforms == conforms


@pytest.mark.parametrize("form", FORMS)
def test_a_target_is_the_literal_as_written(form: Form, tmp_path: Path) -> None:
    shapes = "ex:S sh:targetNode '01'^^xsd:integer ; sh:property [ sh:path %s ; sh:minCount 1 ] ."
    inverse = shapes % "[ sh:inversePath ex:p ]"
    assert checked(form, tmp_path, "ex:a ex:p '01'^^xsd:integer .", inverse).conforms
    report = checked(form, tmp_path, "ex:a ex:p 1 .", inverse)
    assert [(str(r.focus_node), r.constraint_component) for r in report.results] == [
        (f'"01"^^<{XSD.integer}>', SH.MinCountConstraintComponent)
    ]


def test_literals_of_an_rdflib_graph_are_those_that_rdflib_made_of_them() -> None:
    """Who lets rdflib normalize them has other data: that is what is validated, and said."""
    graph, shapes = rdflib.Graph(), parsed("ex:S sh:targetObjectsOf ex:p ; sh:pattern '^01$' .")
    subject, predicate = rdflib.URIRef(f"{EX}a"), rdflib.URIRef(f"{EX}p")
    integer = rdflib.URIRef(XSD.integer)
    with ill_typed_literals():
        graph.add((subject, predicate, rdflib.Literal("01", datatype=integer, normalize=False)))
        assert validate(graph, shapes, engine="compiled").conforms
        graph.set((subject, predicate, rdflib.Literal("01", datatype=integer)))
    (result,) = validate(graph, shapes, engine="compiled").results
    assert result.value == ox.Literal(1)
