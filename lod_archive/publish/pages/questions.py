"""What the views ask of the store, in SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from lod_archive.query import Prologue
from lod_archive.store import EmbeddedStore

DATED: Final = """
SELECT ?thing ?earliest ?latest (SAMPLE(?date) AS ?said) {
  ?thing a schema:Event .
  OPTIONAL { ?thing arc:earliest ?earliest }
  OPTIONAL { ?thing arc:latest ?latest }
  OPTIONAL { ?thing dcterms:date ?date }
} GROUP BY ?thing ?earliest ?latest
ORDER BY (YEAR(COALESCE(?earliest, ?latest))) ?earliest ?latest ?thing
"""
DATES: Final = """
SELECT DISTINCT ?thing ?property ?date {
  VALUES ?property {
    schema:birthDate schema:deathDate schema:foundingDate schema:dissolutionDate
    schema:dateCreated dcterms:issued dcterms:date schema:temporalCoverage
  }
  ?thing ?property ?date .
  FILTER (!CONTAINS(STR(?thing), "#"))
  FILTER NOT EXISTS { ?thing a schema:Event }
  FILTER NOT EXISTS { ?thing a arc:Claim }
} ORDER BY ?thing ?property ?date
"""
PLACES: Final = """
SELECT DISTINCT ?place { ?place a schema:Place } ORDER BY ?place
"""
TOPICS: Final = """
SELECT ?topic ?broader (COUNT(DISTINCT ?thing) AS ?things) {
  ?topic a skos:Concept ; skos:inScheme ?scheme .
  FILTER NOT EXISTS { ?topic a arc:Stance }
  OPTIONAL { ?topic skos:broader ?broader }
  OPTIONAL { ?thing schema:about ?topic }
} GROUP BY ?topic ?broader ORDER BY ?topic
"""
THINGS_BELOW: Final = """
SELECT ?topic (COUNT(DISTINCT ?thing) AS ?things) {
  ?topic a skos:Concept ; skos:inScheme ?scheme .
  ?narrower skos:broader* ?topic .
  ?thing schema:about ?narrower
} GROUP BY ?topic
"""
YEARS_OF_TOPICS: Final = """
SELECT ?topic ?year (COUNT(DISTINCT ?thing) AS ?things) {
  ?thing arc:earliest ?earliest ; schema:about ?topic .
  ?topic a skos:Concept .
  FILTER NOT EXISTS { ?thing a arc:Claim }
  BIND (YEAR(?earliest) AS ?year)
} GROUP BY ?topic ?year
"""
CONFLICTS: Final = """
SELECT DISTINCT ?claim { ?claim a arc:Claim ; arc:conflictsWith ?other } ORDER BY ?claim
"""
TERMS: Final = """
SELECT ?term (SAMPLE(?kind) AS ?type) {
  ?term rdfs:isDefinedBy ?ontology ; a ?kind .
  FILTER (?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:SymmetricProperty,
                    owl:AnnotationProperty, skos:Concept, arc:Stance, skos:ConceptScheme))
} GROUP BY ?term ORDER BY ?term
"""
TERM_FACTS: Final = """
SELECT DISTINCT ?term ?property ?value {
  ?term rdfs:isDefinedBy ?ontology ; ?property ?value .
  FILTER (?property IN (rdfs:comment, skos:definition, rdfs:domain, rdfs:range, rdfs:subClassOf,
                        rdfs:subPropertyOf, owl:equivalentClass, owl:equivalentProperty))
} ORDER BY ?term ?property ?value
"""

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]


def ask(store: EmbeddedStore, base: str, sparql: str) -> Iterator[Row]:
    """The rows of a SELECT, from variable to term."""
    answer = store.query(sparql, prefixes=Prologue(base).prefixes, base=base)
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 they are all SELECTs
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield {name: solution[name] for name in names}


def text(term: object) -> str:
    """The IRI or the text of a term; nothing for None."""
    return "" if term is None else str(getattr(term, "value", term))
