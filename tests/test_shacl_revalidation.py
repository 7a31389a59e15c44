"""After a change only what it can affect is checked; the report is that of a full validation."""

from __future__ import annotations

import os
from itertools import pairwise

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from lod_archive.errors import ShapesError
from lod_archive.shacl import Report, Revalidation, validate
from lod_archive.vocab.namespaces import RDF, RDFS

EX = "http://a.example/"
PREFIXES = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)
TARGETS = [
    *("sh:targetClass ex:C", "sh:targetClass ex:D", "sh:targetSubjectsOf ex:p"),
    *("sh:targetObjectsOf ex:q", "sh:targetNode ex:n0 , ex:n1"),
]
PATHS = [
    *("ex:p", "[ sh:inversePath ex:p ]", "( ex:p ex:q )", "[ sh:alternativePath ( ex:p ex:q ) ]"),
    *("[ sh:zeroOrMorePath ex:p ]", "[ sh:oneOrMorePath ex:q ]", "[ sh:zeroOrOnePath ex:p ]"),
    "( [ sh:inversePath ex:q ] [ sh:zeroOrMorePath ( ex:p ex:q ) ] )",
    "[ sh:inversePath ( ex:p [ sh:oneOrMorePath ex:q ] ) ]",
]
SIMPLE = [
    *("sh:minCount 1", "sh:maxCount 1", "sh:minCount 2", "sh:class ex:C", "sh:nodeKind sh:IRI"),
    *("sh:hasValue ex:n1", "sh:equals ex:q", "sh:disjoint ex:q", "sh:in ( ex:n0 ex:n2 1 )"),
    *("sh:closed true ; sh:ignoredProperties ( ex:p )", "sh:lessThan ex:v", "sh:datatype ex:D"),
]
QUERY = "SELECT $this ?value { $this <http://a.example/p>/<http://a.example/q> ?value }"
NODES = [ox.NamedNode(f"{EX}n{number}") for number in range(5)]
VALUES = [
    *(*NODES, ox.BlankNode("b"), ox.Literal(1)),
    *(ox.Literal("01", datatype=ox.Literal(1).datatype), ox.Literal("a", language="en")),
]


def property_shapes() -> st.SearchStrategy[str]:
    simple = st.builds("sh:path {} ; {}".format, st.sampled_from(PATHS), st.sampled_from(SIMPLE))
    return st.recursive(simple, _around, max_leaves=3)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = [
        *("sh:node [ sh:property [ {} ] ]", "sh:property [ {} ]", "sh:not [ {} ]"),
        *("sh:or ( [ {} ] [ sh:class ex:D ] )", "sh:xone ( [ {} ] [ sh:nodeKind sh:Literal ] )"),
        "sh:qualifiedValueShape [ {} ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
    ]
    return st.builds(
        lambda path, form, within: f"sh:path {path} ; " + form.format(within),
        *(st.sampled_from(PATHS), st.sampled_from(forms), inner),
    )


@st.composite
def shapes(draw: st.DrawFn) -> str:
    text = PREFIXES
    for number in range(draw(st.integers(1, 2))):
        target, inner = draw(st.sampled_from(TARGETS)), draw(property_shapes())
        text += f"ex:S{number} {target} ; sh:property [ {inner} ] . "
    if draw(st.integers(0, 9)) == 0:
        text += f'ex:S0 sh:sparql [ sh:select "{QUERY}" ] . '
    return text


def triples() -> st.SearchStrategy[ox.Triple]:
    subjects = st.sampled_from([*NODES, ox.BlankNode("b")])
    plain = st.builds(
        ox.Triple,
        *(subjects, st.sampled_from([ox.NamedNode(EX + name) for name in "pqv"])),
        st.sampled_from(VALUES),
    )
    classes = st.sampled_from([ox.NamedNode(EX + name) for name in "CD"])
    typed = st.builds(ox.Triple, subjects, st.just(ox.NamedNode(RDF.type)), classes)
    below = st.builds(ox.Triple, classes, st.just(ox.NamedNode(RDFS.subClassOf)), classes)
    return st.one_of(plain, plain, plain, plain, typed, typed, below)


def told(report: Report) -> list[tuple[str, ...]]:
    """What the results say; labels of shapes without a name differ from reading to reading."""
    return sorted(
        (
            *(str(r.focus_node), str(r.path), r.constraint_component, str(r.value)),
            *(r.severity, r.message(), str(len(r.details))),
        )
        for r in report.results
    )


@settings(max_examples=400 if "CI" in os.environ else 150, deadline=None, derandomize=True)
@given(shapes(), st.sets(triples(), max_size=14), st.data())
def test_report_after_edits_is_that_of_a_full_validation(
    text: str, graph: set[ox.Triple], data: st.DataObject
) -> None:
    read = rdflib.Graph().parse(data=text)
    now = Revalidation(list(graph), read, strict=False)
    for _ in range(3):
        removed = (
            data.draw(st.sets(st.sampled_from(sorted(graph, key=str)), max_size=3))
            if (graph)
            else set()
        )
        added = data.draw(st.sets(triples(), max_size=3))
        graph = (graph - removed) | added
        report = now.update(removed=removed, added=added)
        full = validate(list(graph), read, engine="compiled", strict=False)
        assert told(report) == told(full)
        assert report.checked == full.checked


def archive(size: int) -> list[ox.Triple]:
    """Entities in a row, each followed by the next, all of one class."""
    kind, follows = ox.NamedNode(RDF.type), ox.NamedNode(EX + "p")
    names = [ox.NamedNode(f"{EX}e{number}") for number in range(size)]
    return [
        *(ox.Triple(name, kind, ox.NamedNode(EX + "C")) for name in names),
        *(ox.Triple(one, follows, two) for one, two in pairwise(names)),
    ]


@pytest.mark.parametrize(
    ("path", "nodes"),
    [("ex:v", 1), ("( ex:p ex:v )", 1), ("( [ sh:zeroOrMorePath ex:p ] ex:v )", 501)],
)
def test_only_nodes_that_lead_to_the_change_are_checked(path: str, nodes: int) -> None:
    text = f"{PREFIXES} ex:S sh:targetClass ex:C ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    now = Revalidation(archive(1000), rdflib.Graph().parse(data=text))
    before = len(now.report.results)
    one = ox.Triple(ox.NamedNode(EX + "e500"), ox.NamedNode(EX + "v"), ox.Literal("x"))
    after = now.update(added=[one])
    assert now.rechecked.shapes == ()
    assert now.rechecked.nodes == nodes
    assert before - len(after.results) == nodes


def test_graph_of_a_record_is_replaced() -> None:
    text = f"{PREFIXES} ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:v ; sh:maxCount 1 ] ."
    name, other = ox.NamedNode(EX + "record"), ox.NamedNode(EX + "other")
    subject, value = ox.NamedNode(EX + "e"), ox.NamedNode(EX + "v")
    typed = ox.Quad(subject, ox.NamedNode(RDF.type), ox.NamedNode(EX + "C"), other)
    one, two = (ox.Literal(text, datatype=ox.Literal(1).datatype) for text in ("1", "01"))
    quads = [typed, *(ox.Quad(subject, value, each, name) for each in (one, two))]
    now = Revalidation(ox.Dataset(quads), rdflib.Graph().parse(data=text))
    assert len(now.report.results) == 1
    report = now.replace_graph(name, [ox.Quad(subject, value, two, name)])
    assert report.conforms
    assert report.checked == {f"{EX}S": 1}


def test_shapes_for_pyshacl_are_refused() -> None:
    text = f"""{PREFIXES} ex:S sh:targetSubjectsOf ex:v ;
        sh:sparql [ sh:select "SELECT $this {{ $this ?p ?v FILTER(?v > 0) }}" ] ."""
    one = ox.Literal("01", datatype=ox.Literal(1).datatype)
    data = [ox.Triple(NODES[0], ox.NamedNode(EX + "v"), one)]
    with pytest.raises(ShapesError, match="cannot be checked again by parts"):
        Revalidation(data, rdflib.Graph().parse(data=text))
