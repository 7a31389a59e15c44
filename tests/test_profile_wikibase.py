"""Wikibase: entities in JSON and RDF, there and back; read by a library that is not ours."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.profiles.wikibase.datatypes import GREGORIAN, JULIAN
from lod_archive.publish.profiles.wikibase.graphs import Lines, Namespaces
from lod_archive.publish.profiles.wikibase.numbers import numbered
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.reader import read_graph
from lod_archive.publish.profiles.wikibase.times import edtf_of, time_value
from tests.exports import BASE, exported, reference_source, source_of
from tests.wikibase import items, properties, read_by_another

PREFIXES = f"""
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX p: <{BASE}prop/>
PREFIX pq: <{BASE}prop/qualifier/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <{BASE}prop/statement/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DEFINED = """
<property/date> a wikibase:Property ; wikibase:directClaim dcterms:date ; rdfs:label "date"@en .
<property/age> a wikibase:Property ; wikibase:directClaim arc:age ; rdfs:label "age"@en .
"""
BEFORE_CHRIST = ("-0043-03-15", "-0044-03-15T00:00:00Z")


def entities(said: str = "", more: str = "") -> dict[str, Any]:
    """What becomes of an event, and what more a graph holds, by the labels."""
    trig = f"""{PREFIXES} {DEFINED} GRAPH <doc/x> {{
        <doc/x> foaf:primaryTopic <event/x> ; dcterms:source "data/x.yaml" .
        <event/x> a schema:Event ; schema:name "Strike"@en . {said} }} {more}"""
    found = json.loads(exported("wikibase", "json", source_of(trig)).content)
    return {each["labels"]["en"]["value"]: each for each in found}


def claims(iri: str, datatype: str, said: str, more: str = "") -> list[Any]:
    """The statements of the event on a property."""
    found = entities(said, more)["Strike"]["claims"]
    chosen: list[Any] = found.get(Property(iri, datatype).id, [])
    return chosen


def values(snaks: Any, iri: str, datatype: str) -> list[Any]:
    """The values among snaks by property."""
    return [one["datavalue"]["value"] for one in snaks.get(Property(iri, datatype).id, ())]


DATE = "http://purl.org/dc/terms/date"
ARC = "https://w3id.org/lod-archive/ontology#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


@settings(max_examples=150, deadline=None)
@given(items())
def test_nothing_is_lost_from_json_to_rdf_and_back(item: Any) -> None:
    everything = sorted([item, *properties()], key=lambda each: str(each["id"]))
    writer = Lines(Namespaces.below(BASE))
    lines = "".join(f"{line}\n" for entity in everything for line in writer.of(entity))
    assert read_graph(lines.encode(), BASE) == everything


def test_nothing_of_the_reference_archive_is_lost_from_json_to_rdf_and_back() -> None:
    found = json.loads(exported("wikibase", "json").content)
    base = reference_source().prologue.base or ""
    again = read_graph(exported("wikibase", "nt").content, base)
    assert again == sorted(found, key=lambda each: str(each["id"]))


def test_another_library_reads_every_entity_and_writes_the_same_statements() -> None:
    for entity in json.loads(exported("wikibase", "json").content):
        claims_ = read_by_another(entity).claims.get_json()
        assert sorted(claims_) == sorted(entity["claims"])
        for name, group in claims_.items():
            assert told(group) == told(entity["claims"][name])


def told(group: Any) -> list[Any]:
    """The values of statements, and how many references each has."""
    return [(one["mainsnak"].get("datavalue"), len(one.get("references", ()))) for one in group]


def test_every_number_is_given_once_and_stands_in_the_table() -> None:
    found = json.loads(exported("wikibase", "json").content)
    ids = [each["id"] for each in found]
    assert len(ids) == len(set(ids))
    table = csv.DictReader(
        io.StringIO(exported("wikibase", "ids.csv").content.decode(), newline="")
    )
    assert [row["id"] for row in table] == ids


def test_everything_that_statements_lead_to_is_there() -> None:
    found = json.loads(exported("wikibase", "json").content)
    items_ = {each["id"] for each in found if each["type"] == "item"}
    known = {each["id"]: each["datatype"] for each in found if each["type"] == "property"}

    def check(snak: Any) -> None:
        assert known[snak["property"]] == snak["datatype"]
        if snak["datatype"] == "wikibase-item":
            assert snak["datavalue"]["value"]["id"] in items_

    for entity in found:
        for claim in (claim for group in entity["claims"].values() for claim in group):
            check(claim["mainsnak"])
            holders = [claim.get("qualifiers", {})]
            holders += [reference["snaks"] for reference in claim.get("references", ())]
            for snak in (one for holder in holders for group in holder.values() for one in group):
                check(snak)


def test_numbers_stay_when_records_are_added() -> None:
    first = numbered(f"https://example.org/event/{n}" for n in range(1000))
    second = numbered(f"https://example.org/event/{n}" for n in range(2000))
    assert {iri: second[iri] for iri in first} == first
    assert len(set(second.values())) == 2000


def test_no_two_records_have_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod_archive.publish.profiles.wikibase.numbers._BITS", 500)
    numbers = numbered(f"https://example.org/event/{n}" for n in range(300))
    assert len(set(numbers.values())) == 300


def test_sources_that_disagree_stand_side_by_side_with_their_ranks_and_references() -> None:
    said = """
    <event/x> p:date <event/x#a> , <event/x#b> ; dcterms:date "1935-08-31"^^edtf:EDTF .
    <event/x#a> a wikibase:Statement , wikibase:BestRank ; ps:date "1935-08-31"^^edtf:EDTF ;
        wikibase:rank wikibase:PreferredRank ; prov:wasDerivedFrom <gazette/c1> .
    <event/x#b> a wikibase:Statement ; ps:date "1935-08-30"^^edtf:EDTF ;
        wikibase:rank wikibase:DeprecatedRank ; prov:wasDerivedFrom <gazette/c2> .
    """
    more = """
    <doc/s> foaf:primaryTopic <source/gazette> .
    <source/gazette> a <http://purl.org/ontology/bibo/Document> ; schema:name "Gazette"@en ;
        schema:url <https://gazette.example/7> .
    <gazette/c1> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:asserted ;
        schema:pagination "12–15" ; arc:passage <gazette/c1#passage> ;
        arc:paraphrase "On the 31st."@en .
    <gazette/c1#passage> a oa:TextPositionSelector ; oa:exact "in the night to 31 August" .
    <gazette/c2> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:alleged .
    """
    found = claims(DATE, "time", said, more)
    by_rank = {claim["rank"]: claim for claim in found}
    assert sorted(by_rank) == ["deprecated", "preferred"]
    (reference,) = by_rank["preferred"]["references"]
    snaks = reference["snaks"]
    assert values(snaks, "http://purl.org/dc/terms/identifier", "external-id") == ["gazette/c1"]
    assert values(snaks, "http://www.w3.org/ns/oa#exact", "string") == ["in the night to 31 August"]
    assert values(snaks, "https://schema.org/pagination", "string") == ["12–15"]
    assert values(snaks, "https://schema.org/url", "url") == ["https://gazette.example/7"]
    (source,) = values(snaks, "http://purl.org/dc/terms/source", "wikibase-item")
    assert source["id"] == entities(said, more)["Gazette"]["id"]


@pytest.mark.parametrize(
    ("edtf", "time", "precision"),
    [
        ("1935", "+1935-00-00T00:00:00Z", 9),
        ("1935-08", "+1935-08-00T00:00:00Z", 10),
        ("1935-08-31", "+1935-08-31T00:00:00Z", 11),
        ("193X", "+1930-00-00T00:00:00Z", 8),
        ("1935-21", "+1935-00-00T00:00:00Z", 9),
        ("1935-08-30/1935-08-31", "+1935-08-00T00:00:00Z", 10),
        (BEFORE_CHRIST[0], BEFORE_CHRIST[1], 11),
        ("Y170000002", "+170000002-00-00T00:00:00Z", 9),
    ],
)
def test_dates_have_the_precision_that_they_have(edtf: str, time: str, precision: int) -> None:
    found = time_value(edtf)
    assert found is not None
    assert (found["time"], found["precision"], found["calendarmodel"]) == (
        time,
        precision,
        GREGORIAN,
    )


@pytest.mark.parametrize("edtf", ["1935", "1935-08", "1935-08-31", "193X", "-0043-03-15", "0001"])
def test_a_date_without_doubt_comes_back(edtf: str) -> None:
    found = time_value(edtf)
    assert found is not None
    assert edtf_of(found) == edtf


@pytest.mark.parametrize("edtf", ["1935~", "1935-08-31?", "1935-21", "1936/1938", "[1927..1929]"])
def test_what_a_date_says_beyond_a_point_in_time_stands_in_qualifiers(edtf: str) -> None:
    (claim,) = claims(DATE, "time", f'<event/x> dcterms:date "{edtf}"^^edtf:EDTF .')
    assert values(claim["qualifiers"], EDTF, "string") == [edtf]


def test_a_date_that_is_open_is_some_value_with_its_bounds() -> None:
    said = """
    <event/x> p:date <event/x#a> .
    <event/x#a> a wikibase:Statement ; ps:date "1935-05-01/.."^^edtf:EDTF ;
        wikibase:rank wikibase:NormalRank ; arc:earliest "1935-05-01"^^xsd:date .
    """
    (claim,) = claims(DATE, "time", said)
    assert claim["mainsnak"]["snaktype"] == "somevalue"
    (earliest,) = values(claim["qualifiers"], f"{ARC}earliest", "time")
    assert earliest["time"] == "+1935-05-01T00:00:00Z"
    assert not values(claim["qualifiers"], f"{ARC}latest", "time")


def test_a_julian_date_is_as_its_source_has_it() -> None:
    said = """
    <event/x> p:date <event/x#a> .
    <event/x#a> a wikibase:Statement ; ps:date "1906-01-03"^^edtf:EDTF ;
        wikibase:rank wikibase:NormalRank ; arc:calendar arc:julian ; arc:stated "1905-12-21" .
    """
    (claim,) = claims(DATE, "time", said)
    value = claim["mainsnak"]["datavalue"]["value"]
    assert (value["time"], value["calendarmodel"]) == ("+1905-12-21T00:00:00Z", JULIAN)


def test_quantities_and_coordinates_have_units_and_precision() -> None:
    said = """
    <event/x> arc:age <event/x#age> ; schema:geo <event/x#geo> .
    <event/x#age> a schema:QuantitativeValue ; schema:value 30.5 ; schema:unitCode unit:YR .
    <event/x#geo> a schema:GeoCoordinates ; schema:latitude 48.59 ; schema:longitude 38.5 ;
        arc:uncertainty <event/x#geo-far> .
    <event/x#geo-far> a schema:QuantitativeValue ; schema:value 2.0 ; schema:unitCode unit:KiloM .
    """
    (geo,) = claims("https://schema.org/geo", "globe-coordinate", said)
    position = geo["mainsnak"]["datavalue"]["value"]
    assert (position["latitude"], position["longitude"]) == (48.59, 38.5)
    assert position["precision"] == pytest.approx(2 / 111.32, abs=1e-6)
    assert values(geo["qualifiers"], f"{ARC}uncertainty", "quantity")


YEAR = "http://www.wikidata.org/entity/Q577"


@pytest.mark.parametrize(
    ("unit", "known", "written"),
    [
        ("YR", "", "http://qudt.org/vocab/unit/YR"),
        ("YR", f"unit:YR skos:closeMatch <{YEAR}> .", YEAR),
        (
            "YR",
            "unit:YR skos:closeMatch <https://vocab.example/year> .",
            "http://qudt.org/vocab/unit/YR",
        ),
        ("UNITLESS", "", "1"),
        ("UNITLESS", "unit:UNITLESS skos:closeMatch <http://www.wikidata.org/entity/Q199> .", "1"),
    ],
)
def test_a_unit_is_an_item_of_wikidata_where_that_is_known_and_the_amount_stays(
    unit: str, known: str, written: str
) -> None:
    said = f"""<event/x> arc:age <event/x#age> . <event/x#age> a schema:QuantitativeValue ;
        schema:value 30.5 ; schema:unitCode unit:{unit} . {known}"""
    (age,) = claims(f"{ARC}age", "quantity", said)
    assert age["mainsnak"]["datavalue"]["value"] == {"amount": "+30.5", "unit": written}


def test_the_best_statements_are_direct_in_rdf() -> None:
    lines = exported("wikibase", "nt").content
    store = ox.Store()
    store.bulk_load(lines, format=ox.RdfFormat.N_TRIPLES)
    base = f"{reference_source().prologue.base}wikibase/"
    found = store.query(
        f"""PREFIX wikibase: <http://wikiba.se/ontology#>
        ASK {{ ?property wikibase:directClaim ?direct ; wikibase:claim ?claim ;
                 wikibase:statementProperty ?main .
               ?item ?claim ?statement . ?statement a wikibase:BestRank ; ?main ?value
               FILTER(STRSTARTS(STR(?value), "{base}entity/"))
               FILTER NOT EXISTS {{ ?item ?direct ?value }} }}"""
    )
    assert isinstance(found, ox.QueryBoolean)
    assert not found


def test_a_record_without_a_name_is_told_with_its_place() -> None:
    trig = f"""{PREFIXES} GRAPH <doc/x> {{
        <doc/x> foaf:primaryTopic <event/x> ; dcterms:source "data/x.yaml" .
        <event/x> a schema:Event . }}"""
    with pytest.raises(ArchiveErrors) as caught:
        exported("wikibase", "json", source_of(trig))
    assert "data/x.yaml: event/x, as wikibase: has no label; give it a name" in str(caught.value)
