"""Verdicts that would be wrong if something were overlooked before any query runs."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from lod_archive.errors import ShapesError
from lod_archive.shacl import Selection, validate
from lod_archive.vocab.namespaces import XSD

EX = "http://a.example/"
PREFIXES = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
)
ONE = ox.Literal("01", datatype=ox.NamedNode(XSD.integer))
DATA = [
    ox.Triple(ox.NamedNode(EX + "a"), ox.NamedNode(EX + "v"), ONE),
    ox.Triple(ox.NamedNode(EX + "a"), ox.NamedNode(EX + "k"), ox.NamedNode(EX + "b")),
    ox.Triple(ox.NamedNode(EX + "b"), ox.NamedNode(EX + "v"), ONE),
]
IS_ONE = f'sh:sparql [ sh:select "SELECT $this {{ $this <{EX}v> ?v FILTER(?v = 1) }}" ]'
LIMIT = """ex:Limit a sh:ConstraintComponent ; sh:parameter [ sh:path ex:lim ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value = $lim) }" ] . """
NESTED = [
    f"ex:S sh:targetNode ex:a ; sh:node ex:N . ex:N a sh:NodeShape ; {IS_ONE} .",
    f"ex:S sh:targetNode ex:a ; sh:not ex:N . ex:N a sh:NodeShape ; {IS_ONE} .",
    f"""{LIMIT} ex:S sh:targetNode ex:a ;
        sh:property [ sh:path ex:v ; sh:or ( [ ex:lim 1 ] [ sh:nodeKind sh:IRI ] ) ] .""",
    f"""{LIMIT} ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:k ex:v ) ;
        sh:qualifiedValueShape [ ex:lim 1 ] ; sh:qualifiedMinCount 1 ] .""",
]


def shapes(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + text)


@pytest.mark.parametrize("text", NESTED, ids=["node", "not", "or", "qualified"])
def test_query_within_a_shape_within_a_shape_does_not_see_rewritten_literals(text: str) -> None:
    read = shapes(text)
    verdicts = {
        engine: len(validate(DATA, read, engine=engine, strict=False).results)
        for engine in ("compiled", "pyshacl")
    }
    assert verdicts["compiled"] == verdicts["pyshacl"]
    assert validate(DATA, read, strict=False).notes


def test_query_that_no_node_is_asked_with_is_left_to_no_other_engine() -> None:
    asked, unasked = (
        f"ex:S {target} ; {IS_ONE} ."
        for target in ("sh:targetSubjectsOf ex:v", "sh:targetSubjectsOf ex:unknown")
    )
    assert validate(DATA, shapes(asked), strict=False).notes
    report = validate(DATA, shapes(unasked), strict=False)
    assert report.conforms
    assert not report.notes


@pytest.mark.parametrize(
    ("pattern", "is_left"),
    [
        ("$this ?p ?v FILTER(STR(?v) = '01')", False),
        ("$this ?p ?v FILTER(xsd:integer(STR(?v)) + 1 >= 2 && STRLEN(STR(?v)) = 2)", False),
        ("$this ?p ?v FILTER(sameTerm(?p, ex:v) || LANG(?v) = 'en')", False),
        ("$this ?p ?v FILTER(isIRI(?v) && STR(?v) < STR($this))", False),
        ("$this ?p ?v FILTER(?v = 1)", True),
        ("$this ?p ?v FILTER(xsd:integer(?v) = 1 || STR(?v) = '1')", True),
        ("$this ?p ?v FILTER(DATATYPE(?v) = xsd:integer)", True),
        ("$this ?p ?v BIND(?v + 1 AS ?w)", True),
        ("$this ?p ?v FILTER(STR(?v) = '01' && !EXISTS { ?o ?p ?v FILTER(?v > 0) })", True),
        ("$this ?p ?v FILTER(?v)", True),
        ("$this ?p ?v FILTER(isIRI(?v) || !?v)", True),
        ("$this ?p ?v FILTER(!(?v))", True),
        ("$this ?p ?v FILTER(!EXISTS { $this ?p ?w })", False),
        ("$this ?p ?v FILTER(!EXISTS { ?o ?p 01 })", True),
        ("$this (ex:v|ex:w) ?v FILTER(STRLEN(STR(?v)) > 1)", False),
        ("$this ?p (01)", True),
        ("$this ?p 01", True),
        ("$this ?p '01'^^xsd:integer", True),
    ],
)
def test_query_that_looks_at_how_literals_are_written_is_left_to_no_other_engine(
    pattern: str, is_left: bool
) -> None:
    declared = (
        f"ex:prefixes sh:declare [ sh:prefix 'ex' ; sh:namespace '{EX}'^^xsd:anyURI ] , "
        f"[ sh:prefix 'xsd' ; sh:namespace '{XSD}'^^xsd:anyURI ] . "
    )
    query = f'sh:prefixes ex:prefixes ; sh:select "SELECT $this {{ {pattern} }}"'
    read = shapes(f"{declared} ex:S sh:targetNode ex:a , ex:b ; sh:sparql [ {query} ] .")
    report = validate(DATA, read, strict=False)
    assert bool(report.notes) is is_left
    other = validate(DATA, read, engine="pyshacl", strict=False)
    assert sorted(map(str, report.results)) == sorted(map(str, other.results))


def test_text_without_language_is_in_no_language() -> None:
    read = shapes('ex:S sh:targetObjectsOf ex:v ; sh:languageIn ( "" ) .')
    assert len(validate(DATA, read, strict=False).results) == 1


@pytest.mark.parametrize("iri", ["'x", f"{EX}a b", f"{EX}a> }} #"])
def test_focus_that_is_no_iri_is_refused(iri: str) -> None:
    read = shapes("ex:S sh:targetObjectsOf ex:v ; sh:nodeKind sh:IRI .")
    with pytest.raises(ShapesError, match="is not an IRI"):
        validate(DATA, read, selection=Selection(focus=[iri]))


@pytest.mark.parametrize(
    "query", ["SELECT (COUNT(*) AS ?n) { $this ?p ?o }", "SELECT ?o { $this ?p ?o }"]
)
def test_query_that_does_not_return_the_focus_node_is_refused(query: str) -> None:
    read = shapes(f'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "{query}" ] .')
    with pytest.raises(ShapesError, match="does not return"):
        validate(DATA, read, engine="compiled", strict=False)


def test_query_that_counts_everything_of_a_node_is_evaluated() -> None:
    query = "SELECT $this(COUNT(*) AS ?n) { $this ?p ?o } GROUP BY $this HAVING (COUNT(*) > 1)"
    read = shapes(f'ex:S sh:targetNode ex:a , ex:b ; sh:sparql [ sh:select "{query}" ] .')
    data = [triple for triple in DATA if triple.object != ONE] + [
        ox.Triple(ox.NamedNode(EX + "a"), ox.NamedNode(EX + "v"), ox.Literal(1))
    ]
    (result,) = validate(data, read, engine="compiled", strict=False).results
    assert result.focus_node == ox.NamedNode(EX + "a")


def test_path_of_thousands_of_levels_is_refused() -> None:
    path = "[ sh:inversePath " * 3000 + "ex:p" + " ]" * 3000
    quads = ox.parse(
        (
            PREFIXES + f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
        ).encode(),
        format=ox.RdfFormat.TURTLE,
    )
    with pytest.raises(ShapesError, match="is not a property path"):
        validate(DATA, list(quads), engine="compiled", strict=False)
