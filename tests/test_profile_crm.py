"""CIDOC CRM: its terms are used as it says, and claims stay claims."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.vocab.namespaces import CRM, RDF, RDFS, SKOS
from tests.exports import BASE, exported, source_of
from tests.vocabularies import Vocabulary, plain, triples_of

LRMOO = "http://iflastandards.info/ns/lrm/lrmoo/"
ODD = """
PREFIX : <https://example.org/>
PREFIX p: <https://example.org/prop/>
PREFIX ps: <https://example.org/prop/statement/>
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
GRAPH <doc/x/strike> {
  <doc/x/strike> foaf:primaryTopic <x/strike> ; dcterms:source "data/strike.yaml" .
  <x/strike> a schema:Event ; schema:name "罷工"@zh-Hant , "Zabastovka"@ru-Latn-alalc97 , "7" ;
    schema:description "a \\u0007 long \\" text"@en ; dcterms:date "1935~"^^edtf:EDTF ;
    arc:earliest "1935-01-01"^^xsd:date ; arc:latest "1935-12-31"^^xsd:date ;
    crm:P14_carried_out_by <x/miner> , <x/theft> ; crm:P20_had_specific_purpose <x/theft> ;
    schema:location <x/pit> ; dcterms:isPartOf <x/book> ; schema:about <x/theft> ;
    p:agent <x/strike#agent-a> , <x/strike#agent-b> ; p:outputMass <x/strike#mass> ;
    p:date <x/strike#date> ; p:geo <x/strike#geo> .
  <x/strike#agent-a> a wikibase:Statement , wikibase:BestRank ; ps:agent <x/miner> ;
    prov:wasDerivedFrom <x/claim> .
  <x/strike#agent-b> a wikibase:Statement ; ps:agent <x/thief> ;
    prov:wasDerivedFrom <x/claim> , <y/claim> .
  <x/strike#mass> a wikibase:Statement ; ps:outputMass <x/strike#mass-value> ;
    prov:wasDerivedFrom <x/claim> .
  <x/strike#mass-value> a schema:QuantitativeValue ; schema:value "102.50" ;
    schema:unitCode unit:TONNE .
  <x/strike#date> a wikibase:Statement ; ps:date "1935-08"^^edtf:EDTF ;
    arc:earliest "1935-08-01"^^xsd:date ; arc:latest "1935-08-31"^^xsd:date ;
    prov:wasDerivedFrom <x/claim> .
  <x/strike#geo> a wikibase:Statement ; ps:geo <x/strike#geo-value> ;
    prov:wasDerivedFrom <x/claim> .
  <x/strike#geo-value> a schema:GeoCoordinates .
}
GRAPH <doc/x/miner> { <doc/x/miner> foaf:primaryTopic <x/miner> ; dcterms:source "data/miner.yaml" .
  <x/miner> a schema:Person ; schema:name "Горняк"@ru ; schema:birthDate "1905/1906"^^edtf:EDTF ;
    schema:birthPlace <x/pit> ; arc:age <x/miner#age> .
  <x/miner#age> a schema:QuantitativeValue ; schema:value "30" ; schema:unitCode unit:YR . }
GRAPH <doc/x/thief> { <doc/x/thief> foaf:primaryTopic <x/thief> .
  <x/thief> a schema:Person ; schema:name "Thief"@en ; schema:deathDate "19XX"^^edtf:EDTF . }
GRAPH <doc/x/theft> { <doc/x/theft> foaf:primaryTopic <x/theft> .
  <x/theft> a skos:Concept ; skos:prefLabel "theft"@en . }
GRAPH <doc/x/pit> { <doc/x/pit> foaf:primaryTopic <x/pit> ; dcterms:source "data/pit.yaml" .
  <x/pit> a schema:Place ; schema:name "Pit"@en ; schema:geo <x/pit#geo> .
  <x/pit#geo> a schema:GeoCoordinates ; schema:latitude 48.50 ; schema:longitude 38.6 . }
GRAPH <doc/x/book> { <doc/x/book> foaf:primaryTopic <x/book> .
  <x/book> a bibo:Document ; schema:name "Book"@en ; schema:author <x/miner> ;
    schema:isbn "9-8 7" . }
GRAPH <doc/x/poem> { <doc/x/poem> foaf:primaryTopic <x/poem> .
  <x/poem> a schema:CreativeWork ; schema:name "Poem"@en ; schema:text "Жить стало лучше"@ru ;
    schema:inLanguage "ru" ; schema:exampleOfWork <x/work> . }
GRAPH <doc/x/work> { <doc/x/work> foaf:primaryTopic <x/work> .
  <x/work> a schema:CreativeWork ; schema:name "Work"@en ; crm:P62_depicts <x/strike> . }
GRAPH <doc/x/claim> { <doc/x/claim> foaf:primaryTopic <x/claim> .
  <x/claim> a arc:Claim ; arc:paraphrase "They struck"@en ; arc:stance arc:alleged ;
    dcterms:source <x/book> ; schema:about <x/strike> . }
GRAPH <doc/y/claim> { <doc/y/claim> foaf:primaryTopic <y/claim> ; dcterms:source "data/y.yaml" .
  <y/claim> a arc:Claim ; arc:paraphrase "A thief struck"@en ; dcterms:source <x/poem> . }
"""


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(CRM, "CIDOC_CRM_v7.1.3.rdf")


def crm(trig: str | None = None) -> list[ox.Triple]:
    content = exported("crm", "ttl", source_of(trig) if trig else None).content
    return triples_of(content, ox.RdfFormat.TURTLE)


@cache
def odd() -> set[tuple[str, str, str]]:
    return {
        (s.removeprefix(BASE), p.removeprefix(CRM), o.removeprefix(BASE).removeprefix(CRM))
        for s, p, o in plain(crm(ODD))
    }


@pytest.mark.parametrize("trig", [None, ODD], ids=["reference archive", "odd"])
def test_every_term_is_one_of_cidoc_crm_and_every_domain_and_range_holds(trig: str | None) -> None:
    found = crm(trig)
    assert vocabulary().unknown(found) == []
    assert vocabulary().broken(found) == []


def test_no_more_of_lrmoo_is_used_than_the_alignments_name() -> None:
    used = {o for triples in (crm(), crm(ODD)) for _, _, o in plain(triples) if LRMOO in o}
    assert used == {LRMOO + name for name in ("F1_Work", "F2_Expression", "F18_Serial_Work")}
    assert not [p for _, p, _ in plain(crm()) if LRMOO in p]


def test_turtle_and_json_ld_say_the_same() -> None:
    content = exported("crm", "jsonld").content
    assert set(triples_of(content, ox.RdfFormat.JSON_LD)) == set(crm())


def test_what_only_a_claim_says_is_no_fact() -> None:
    assert ("x/strike", "P14_carried_out_by", "x/miner") in odd()
    assert ("x/strike", "P14_carried_out_by", "x/thief") not in odd()
    assert ("x/strike#agent-b-by-y-claim", "P141_assigned", "x/thief") in odd()
    assert ("x/claim", "P2_has_type", "https://w3id.org/lod-archive/ontology#alleged") in odd()


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("x/strike#agent-a-by-x-claim", ("P140_assigned_attribute_to", "x/strike")),
        ("x/strike#agent-a-by-x-claim", ("P177_assigned_property_of_type", "property/agent")),
        ("x/strike#agent-a-by-x-claim", ("P16_used_specific_object", "x/claim")),
        ("x/strike#agent-a-by-x-claim", ("P14_carried_out_by", "x/miner")),
        ("x/strike#agent-a-by-x-claim", ("P70i_is_documented_in", "x/book")),
        ("x/strike#agent-b-by-x-claim", ("P141_assigned", "x/thief")),
        ("x/strike#mass-by-x-claim", ("P141_assigned", "x/strike#mass-value")),
        ("x/strike#date-by-x-claim", ("P141_assigned", "x/strike#date-attribute")),
    ],
)
def test_each_claim_that_a_statement_rests_on_assigns_its_value(
    assignment: str, said: tuple[str, str]
) -> None:
    assert (assignment, *said) in odd()


@pytest.mark.parametrize(
    "said",
    [
        ("x/strike#time", "P82a_begin_of_the_begin", "1935-01-01"),
        ("x/strike#time", "P82b_end_of_the_end", "1935-12-31"),
        ("x/strike#time", "P170i_time_is_defined_by", "1935~"),
        ("x/strike#date-attribute", "P82b_end_of_the_end", "1935-08-31"),
        ("x/strike#mass-value", "P90_has_value", "102.50"),
        ("x/strike#mass-value", "P91_has_unit", "http://qudt.org/vocab/unit/TONNE"),
        ("x/miner", "P43_has_dimension", "x/miner#age"),
        ("x/miner#birth", "P98_brought_into_life", "x/miner"),
        ("x/miner#birth", "P7_took_place_at", "x/pit"),
        ("x/thief#death", "P100_was_death_of", "x/thief"),
        ("x/strike", "P21_had_general_purpose", "x/theft"),
        ("x/strike", RDF.type, "E7_Activity"),
        ("x/pit#geo", "P171_at_some_place_within", "POINT(38.6 48.5)"),
        ("x/pit#geo", "P189_approximates", "x/pit"),
        ("x/book#isbn-9-87", "P190_has_symbolic_content", "9-8 7"),
        ("x/poem", RDF.type, LRMOO + "F2_Expression"),
        ("x/poem", "P190_has_symbolic_content", "Жить стало лучше"),
        ("x/work", RDF.type, LRMOO + "F1_Work"),
        ("x/work", "P67_refers_to", "x/strike"),
        ("property/agent", SKOS.prefLabel, "agent"),
    ],
)
def test_events_times_quantities_and_works_are_told(said: tuple[str, str, str]) -> None:
    assert said in odd()


def test_names_have_a_node_for_each_with_its_language() -> None:
    names = {o for s, p, o in odd() if (s, p) == ("x/strike", "P1_is_identified_by")}
    languages = {o for s, p, o in odd() if s in names and p == "P72_has_language"}
    assert len(names) == 3
    assert {iri.rpartition("/")[2] for iri in languages} == {"ru", "zh"}


def test_what_cidoc_crm_takes_no_value_of_that_class_for_is_left_out() -> None:
    of_the_strike = {(p, o) for s, p, o in odd() if s == "x/strike"}
    assert ("P14_carried_out_by", "x/theft") not in of_the_strike
    assert not {p for p, _ in of_the_strike} & {"P148i_is_component_of", "P129_is_about"}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('schema:name "Горняк"@ru ;', "", "data/miner.yaml: x/miner, as crm: has no name"),
        ('"1935-12-31"', '"1934-12-31"', "data/strike.yaml: x/strike, as crm: the date ends"),
        ("dcterms:source <x/book> ;", "", "data/strike.yaml: x/strike, as crm: rests on a claim"),
        ('"罷工"', '""', "data/strike.yaml: x/strike, as crm: a name or identifier is empty"),
        ('<x/pit> a schema:Place ; schema:name "Pit"@en ;',
         '<x/pit> a schema:Place ; schema:name "Pit"@en ; schema:birthDate "1900"^^edtf:EDTF ;',
         "data/pit.yaml: x/pit, as crm: only a person is born"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_told_with_its_place(
    before: str, after: str, problem: str
) -> None:
    assert before in ODD
    with pytest.raises(ArchiveErrors) as caught:
        crm(ODD.replace(before, after))
    assert problem in str(caught.value)


def test_everything_has_a_label_or_content() -> None:
    found = plain(crm())
    persons = {s for s, p, o in found if (p, o) == (RDF.type, CRM.E21_Person)}
    assert persons <= {s for s, p, _ in found if p == RDFS.label}
