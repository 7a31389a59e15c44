"""What advice claims of constraints is true: the oracle is asked for a counterexample.

Left out is what pySHACL refuses: ``sh:lessThan`` of blank nodes, and lists of no shapes.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from lod_archive.shacl import Report, Shapes, advise_shapes, lint_shapes, validate
from lod_archive.shacl.advanced import uses_advanced_features
from lod_archive.shacl.index import Resource, Term
from lod_archive.shacl.vocabulary import ADVANCED_TERMS, ALL_TERMS
from lod_archive.vocab.namespaces import OWL, RDF, SH, XSD

PREFIXES = f"@prefix sh: <{SH}> . @prefix rdf: <{RDF}> . @prefix xsd: <{XSD}> . "
PREFIXES += "@prefix ex: <http://a.example/> . "
LITERALS = (
    *("1", "2.5", '"5"^^xsd:short', "true", '""', '"abc"', '"a"@en', '"b"@ru'),
    *('"1935-08-31"^^xsd:date', '"1936-01-01"^^xsd:date', '"1935-08-31T00:00:00"^^xsd:dateTime'),
)
NAMED = (*LITERALS, "ex:a", "ex:b")
VALUES = (*NAMED, "_:b")
SHAPES = ("ex:IsIri", "ex:IsD")


def one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def list_of(values: Sequence[str], *, least: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3).map(
        lambda m: f"( {' '.join(m)} )"
    )


NUMBER = one_of("0", "1", "2", "3")
PROPERTY = one_of("ex:p", "ex:q")
CONSTRAINTS = {
    **dict.fromkeys(("minCount", "maxCount", "minLength", "maxLength"), NUMBER),
    **dict.fromkeys(("minInclusive", "maxExclusive"), one_of(*LITERALS)),
    **dict.fromkeys(("minExclusive", "maxInclusive"), one_of(*LITERALS)),
    **dict.fromkeys(("equals", "disjoint"), PROPERTY),
    **dict.fromkeys(("not", "node"), one_of(*SHAPES)),
    **dict.fromkeys(("and", "or", "xone"), list_of(SHAPES, least=1)),
    "class": one_of("ex:D", "ex:E"),
    "datatype": one_of("xsd:integer", "xsd:string", "xsd:date", "rdf:langString"),
    "nodeKind": one_of("sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI"),
    "pattern": one_of('""', '".*"', '"^a"'),
    "languageIn": list_of(('"en"', '"ru"'), least=0),
    "uniqueLang": one_of("true", "false"),
    "hasValue": one_of(*NAMED),
    "in": list_of(NAMED, least=0),
    "qualifiedValueShape ex:IsIri ; sh:qualifiedMinCount": NUMBER,
}


@st.composite
def shapes_to_advise(draw: st.DrawFn) -> Shapes:
    names = draw(
        st.lists(st.sampled_from(sorted(CONSTRAINTS)), min_size=1, max_size=4, unique=True)
    )
    constraints = " ; ".join(f"sh:{name} {draw(CONSTRAINTS[name])}" for name in names)
    text = f"""{PREFIXES} ex:S sh:targetNode ex:n ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:message "…" ; {constraints} .
        ex:IsIri sh:nodeKind sh:IRI . ex:IsD sh:class ex:D ."""
    return Shapes.read(Graph().parse(data=text))


@st.composite
def nodes(draw: st.DrawFn) -> tuple[list[str], Graph]:
    values, others = (draw(st.lists(st.sampled_from(VALUES), max_size=3)) for _ in "pq")
    statements = [f"ex:n ex:p {each} ." for each in values]
    statements += [f"ex:n ex:q {each} ." for each in others]
    types = "ex:a a ex:D . ex:b a ex:E . _:b a ex:D . ex:n ex:r 1 ."
    return values, Graph().parse(data=" ".join((PREFIXES, types, *statements)))


@settings(max_examples=400, deadline=None)
@given(shapes=shapes_to_advise(), node=nodes())
def test_no_claim_can_be_disproved(shapes: Shapes, node: tuple[list[str], Graph]) -> None:
    claims = [] if lint_shapes(shapes) else [advice.message for advice in advise_shapes(shapes)]
    values, data = node
    if any(claim.startswith(_FATAL) or _TRUE in claim for claim in claims):
        report = validate(data, shapes, strict=False, engine="pyshacl")
        assert [each for each in claims if is_disproved(each, values, report)] == []


_FATAL = ("no node can conform", "no value can satisfy", "nothing conforms")
_TRUE = "holds for everything"


def is_disproved(claim: str, values: Sequence[str], report: Report) -> bool:
    if claim.startswith(_FATAL):
        has_case = bool(values) or claim.startswith("no node")
        return has_case and report.conforms
    name = claim.split(maxsplit=1)[0].removeprefix("sh:").lower()
    found = {result.constraint_component.removeprefix(SH).lower() for result in report.results}
    return _TRUE in claim and f"{name}constraintcomponent" in found


NODES: list[Resource] = [
    *(ox.NamedNode(f"http://a.example/{each}") for each in "abc"),
    ox.BlankNode("b"),
]
TERMS: list[Term] = [
    *NODES,
    *(ox.NamedNode(term) for term in sorted(ALL_TERMS)[::3]),
    ox.NamedNode(RDF.nil),
]
LITERAL_TERMS: list[Term] = [
    *(ox.Literal("x y"), ox.Literal("", language="en"), ox.Literal(0), ox.Literal(True)),
    ox.Literal("x", datatype=ox.NamedNode(XSD.integer)),
    ox.Literal("SELECT ( AS ?"),
]
PREDICATES = sorted(ALL_TERMS | {RDF.type, RDF.first, RDF.rest, OWL.imports})


@st.composite
def triples(draw: st.DrawFn) -> ox.Triple:
    subject, predicate = draw(st.sampled_from(NODES)), draw(st.sampled_from(PREDICATES))
    value = draw(st.sampled_from([*TERMS, *LITERAL_TERMS]))
    return ox.Triple(subject, ox.NamedNode(predicate), value)


@settings(max_examples=400, deadline=None)
@given(st.lists(triples(), min_size=1, max_size=12))
def test_no_nonsense_is_too_odd_to_be_linted(nonsense: list[ox.Triple]) -> None:
    shapes = Shapes.read(nonsense)
    assert all(error.message for error in lint_shapes(shapes))
    assert all(advice.message for advice in advise_shapes(shapes))
    assert set(uses_advanced_features(shapes)) <= ADVANCED_TERMS
