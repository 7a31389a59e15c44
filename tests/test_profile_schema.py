"""schema.org: its terms are used as it says, and its dates are those of ISO 8601."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.profiles.schema.serialiser import iso_dates
from lod_archive.vocab.namespaces import SCHEMA
from tests.exports import BASE, exported, source_of
from tests.vocabularies import Vocabulary, triples_of

PREFIXES = """
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def archive(**records: str) -> str:
    """Records in TriG, each with its document."""
    graphs = (
        f"GRAPH <doc/x/{name}> {{ <doc/x/{name}> foaf:primaryTopic <x/{name}> ;"
        f' dcterms:source "data/{name}.yaml" . {content} }}'
        for name, content in records.items()
    )
    return PREFIXES + "\n".join(graphs)


ODD = archive(
    strike="""<x/strike> a schema:Event ;
        schema:name "罷工"@zh-Hant , "Zabastovka"@ru-Latn-alalc97 ;
        schema:description "a \\u0007 \\" \\\\ } line\\nbreak"@en ;
        dcterms:isPartOf <x/papers> , <x/year> ;
        crm:P14_carried_out_by <x/miners> , <x/book> ; crm:P11_had_participant <x/miner> ;
        schema:location <x/pit> ; schema:duration "PT6H" ; schema:mentions <x/miner> ;
        dcterms:date "1935-23"^^edtf:EDTF , "1936"^^edtf:EDTF .""",
    year='<x/year> a schema:Event ; schema:name "Year"@en ; dcterms:date "1935?/.."^^edtf:EDTF .',
    papers='<x/papers> a schema:Collection ; schema:name "Papers"@en ; schema:position 2 .',
    miners='<x/miners> a foaf:Group ; schema:name "Miners"@en ; schema:location <x/pit> .',
    miner="""<x/miner> a schema:Person ; schema:name "Горняк"@ru ; schema:about <x/strike> ;
        schema:birthDate "1905/1906"^^edtf:EDTF ; schema:deathDate "197X"^^edtf:EDTF ;
        schema:hasOccupation <x/role> ; schema:award <x/role> ; schema:location <x/pit> .""",
    role='<x/role> a skos:Concept , arc:Role ; skos:prefLabel "hewer"@en ; schema:about <x/pit> .',
    pit="""<x/pit> a schema:Place ; schema:name "Pit"@en ; schema:geo <x/pit#geo> .
        <x/pit#geo> a schema:GeoCoordinates ; schema:latitude 48.50 ; schema:longitude 38.6 .""",
    book="""<x/book> a bibo:Document ; dcterms:type bibo:Book ; schema:name "Book"@en ;
        schema:isbn "9780521345484" ; schema:author <x/miner> , <x/pit> .""",
    film="""<x/film> a schema:MediaObject ; schema:name "Film"@en ; schema:isbn "9780521345484" ;
        schema:duration "PT1H30M" ; crm:P62_depicts <x/strike> ; dcterms:isPartOf <x/strike> .""",
    claim="""<x/claim> a arc:Claim ; arc:paraphrase "They stole"@en ; arc:stance arc:alleged ;
        dcterms:source <x/book> ; schema:about <x/miner> ; schema:temporalCoverage
        "../1935"^^edtf:EDTF , "1935/"^^edtf:EDTF , "[1935,1936]"^^edtf:EDTF .""",
)  # fmt: skip


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(SCHEMA, "schemaorg-current-https.ttl")


def documents(trig: str | None = None) -> dict[str, Any]:
    """The documents by the names of their records."""
    content = exported("schema", "jsonld", source_of(trig) if trig else None).content
    return {each["@id"].removeprefix(BASE + "x/"): each for each in json.loads(content)}


def triples(trig: str | None = None) -> list[ox.Triple]:
    found = []
    for document in documents(trig).values():
        assert document["@context"] == SCHEMA
        local = json.dumps(document | {"@context": vocabulary().context}).encode()
        found += triples_of(local, ox.RdfFormat.JSON_LD)
    return found


@pytest.mark.parametrize("trig", [None, ODD], ids=["reference archive", "odd"])
def test_every_term_is_one_of_schema_org_and_every_domain_and_range_holds(trig: str | None) -> None:
    found = triples(trig)
    assert vocabulary().unknown(found) == []
    assert vocabulary().broken(found) == []


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"@type": "Event", "startDate": "autumn 1935"}, "startDate: range"),
        ({"@type": "Person", "startDate": "1935"}, "startDate: domain"),
        ({"@type": "Event", "performer": {"@id": "x:y", "@type": "Place"}}, "performer: range"),
        ({"@type": "Event", "duration": "six hours"}, "duration: range"),
        ({"@type": "NewsArticle", "isPartOf": {"@id": "x:y", "@type": "Event"}}, "isPartOf: range"),
    ],
)
def test_the_check_finds_what_is_wrong(bad: dict[str, Any], problem: str) -> None:
    document = {"@context": vocabulary().context, "@id": "x:z", **bad}
    found = triples_of(json.dumps(document).encode(), ox.RdfFormat.JSON_LD)
    assert vocabulary().unknown(found) == []
    (told,) = vocabulary().broken(found)
    assert problem in told


@pytest.mark.parametrize(
    ("edtf", "text", "loses"),
    [
        ("1935-08-31", "1935-08-31", 0),
        ("1935-08-31T23:00:00Z", "1935-08-31T23:00:00Z", 0),
        ("-0044-03", "-0044-03", 0),
        ("1935-08-30/1935-08-31", "1935-08-30/1935-08-31", 0),
        ("1935/..", "1935/..", 0),
        ("../1917", "../1917", 0),
        ("1935/", "1935/..", 1),
        ("1935?", "1935", 1),
        ("~1935-08", "1935-08", 1),
        ("1935-%08-31", "1935-08-31", 1),
        ("1935-23", "1935", 1),
        ("1935-XX", "1935", 1),
        ("1935-1X-03", "1935", 1),
        ("1935-08-XX", "1935-08", 1),
        ("193X", None, 1),
        ("1950S2", None, 1),
        ("Y170000002", None, 1),
        ("[1935,1936]", None, 1),
        ("{1935..1937}", None, 1),
        ("193X~/1936", "../1936", 2),
    ],
)
def test_a_date_is_never_made_more_precise(edtf: str, text: str | None, loses: int) -> None:
    dates = iso_dates(edtf)
    assert dates.text == text
    assert len(dates.losses) == loses


def test_what_schema_org_takes_no_value_of_that_class_for_is_left_out() -> None:
    found = documents(ODD)
    strike = found["strike"]
    assert strike["superEvent"]["@id"] == BASE + "x/year"
    assert strike["performer"]["@id"] == BASE + "x/miners"
    assert strike["startDate"] == "1935"
    assert not {"isPartOf", "mentions", "endDate"} & strike.keys()
    assert not {"location", "about", "birthDate", "deathDate"} & found["miner"].keys()
    assert "isPartOf" not in found["film"]


def test_roles_are_terms_and_occupations_of_those_who_have_them() -> None:
    found = documents(ODD)
    assert found["role"]["@type"] == "DefinedTerm"
    assert found["miner"]["hasOccupation"]["@type"] == "Occupation"
    assert found["miner"]["award"] == {"@language": "en", "@value": "hewer"}


def test_numbers_of_books_on_other_things_are_identifiers() -> None:
    found = documents(ODD)
    assert found["book"]["isbn"] == "9780521345484"
    assert found["film"]["identifier"]["propertyID"] == "ISBN"


@pytest.mark.parametrize(
    ("said", "pages", "lost"),
    [
        ("a schema:ScholarlyArticle", "12–15", 0),
        ("a bibo:Document ; dcterms:type bibo:AcademicArticle", "12–15", 0),
        ("a bibo:Document ; dcterms:type bibo:Article", "12–15", 0),
        ("a bibo:Document ; dcterms:type bibo:Book", None, 1),
        ("a bibo:Document", None, 1),
        ("a arc:Claim", None, 1),
    ],
)
def test_pages_of_articles_are_told_and_others_are_counted(
    said: str, pages: str | None, lost: int
) -> None:
    paged = f'<x/a> {said} ; schema:name "A"@en ; schema:pagination "12–15" .'
    done = exported("schema", "jsonld", source_of(archive(a=paged)))
    (found,) = json.loads(done.content)
    assert found.get("pagination") == pages
    assert vocabulary().broken(triples(archive(a=paged))) == []
    assert (
        sum(loss.values for loss in done.losses if loss.what.startswith("schema:pagination"))
        == lost
    )


def test_a_claim_says_where_it_is_made_and_with_what_stance() -> None:
    claim = documents(ODD)["claim"]
    assert claim["keywords"]["termCode"] == "alleged"
    assert claim["appearance"]["@type"] == "Book"
    assert claim["temporalCoverage"] == ["../1935", "1935/.."]


def test_texts_and_tags_and_decimals_arrive_as_they_were_written() -> None:
    found = documents(ODD)
    assert found["strike"]["description"]["@value"] == 'a \u0007 " \\ } line\nbreak'
    assert {each["@language"] for each in found["strike"]["name"]} == {"zh-Hant", "ru-Latn-alalc97"}
    assert found["pit"]["geo"]["longitude"] == "38.6"


def test_a_document_is_the_same_whatever_it_is_exported_with() -> None:
    alone = ODD.replace("<doc/x/role> foaf:primaryTopic", "<doc/x/role> schema:x")
    assert documents(alone)["miner"] == documents(ODD)["miner"]


def test_losses_of_dates_are_counted() -> None:
    losses = {
        loss.what: loss.values for loss in exported("schema", "jsonld", source_of(ODD)).losses
    }
    assert losses["marks of uncertain and approximate dates"] == 1
    assert losses["dates beside the first, where there can be only one"] == 1
    assert losses["dates that ISO 8601 has no form for, such as decades and choices"] == 3


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('schema:name "Pit"', 'schema:x "Pit"', "data/pit.yaml: x/pit, as schema: has no name"),
        ("arc:paraphrase", "arc:x", "data/claim.yaml: x/claim, as schema: has no name"),
        ("48.50", "148.5", "data/pit.yaml: x/pit, as schema: the latitude is not between"),
    ],
)
def test_what_readers_need_and_is_missing_is_told_with_its_place(
    before: str, after: str, problem: str
) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        documents(ODD.replace(before, after))
    assert problem in str(caught.value)
