"""The Linked Places Format: its structure as the specification has it, GeoJSON, and JSON-LD."""

from __future__ import annotations

import json
import re
from typing import Any

import geojson
import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.profiles import find_profile
from tests.exports import BASE, Export, exported, source_of

ISO_8601 = re.compile(r"-?\d{4,}(-\d\d(-\d\d)?)?[?~%]?")
CERTAINTIES = {"certain", "less-certain", "uncertain"}
LINKS = {"exactMatch", "closeMatch", "primaryTopicOf", "subjectOf", "seeAlso"}
PREFIXES = f"""
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX p: <{BASE}prop/>
PREFIX pq: <{BASE}prop/qualifier/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <{BASE}prop/statement/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""
NAMED = '<x> schema:name "Irmino"@en . '
SOURCES = """
arc:alleged arc:isAssertion false .
<c1> dcterms:source <gazetteer> ; arc:stance arc:asserted .
<c2> dcterms:source <gazetteer> ; arc:stance arc:alleged .
<gazetteer> schema:name "Gazetteer"@en ; schema:url <http://gazetteer.example/> .
"""
CONTEXT = {
    "gvp": "http://vocab.getty.edu/ontology#",
    "type": "@type",
    "Feature": "https://purl.org/geojson/vocab#Feature",
    "names": {"@id": "https://lpo.example/names", "@container": "@set"},
    "toponym": "https://lpo.example/toponym",
    "relations": {"@id": "https://lpo.example/relations", "@container": "@set"},
    "relationType": {"@id": "https://lpo.example/relationType", "@type": "@id"},
    "relationTo": {"@id": "https://lpo.example/relationTo", "@type": "@id"},
}
"""Enough of a context to see that a feature is a graph."""


def export(said: str) -> Export:
    trig = f"""{PREFIXES} GRAPH <doc/x> {{ {SOURCES}
        <doc/x> foaf:primaryTopic <x> ; dcterms:source "data/x.yaml" .
        <x> a schema:Place . {said} }}"""
    return exported("lpf", "json", source_of(trig))


def collection(said: str) -> Any:
    return json.loads(export(said).content)


def feature(said: str) -> Any:
    (found,) = collection(said)["features"]
    assert_conforms(found)
    return found


def assert_conforms(found: Any) -> None:
    """What the specification's section “Linked Places Feature elements” requires."""
    assert found["@id"].startswith("http")
    assert found["type"] == "Feature"
    assert found["properties"]["title"]
    assert found["names"]
    assert all(name["toponym"] for name in found["names"])
    assert any(name.get("citations") for name in found["names"])
    assert "geometry" in found
    if found["geometry"] is not None:
        assert found["geometry"]["type"] == "GeometryCollection"
        assert found["geometry"]["geometries"]
    assert {link["type"] for link in found.get("links", ())} <= LINKS
    for relation in found.get("relations", ()):
        assert {"relationType", "relationTo", "label"} <= set(relation)
    for kind in found.get("types", ()):
        assert {"identifier", "label"} <= set(kind)
    for part in parts(found):
        if "certainty" in part:
            assert part["certainty"] in CERTAINTIES
        for citation in part.get("citations", ()):
            assert set(citation) == {"label", "@id"}
        for span in part.get("timespans", ()):
            assert span["start"]
            for side in span.values():
                assert set(side) <= {"in", "earliest", "latest"}
                assert all(ISO_8601.fullmatch(day) for day in side.values())


def parts(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [part for item in value for part in parts(item)]
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in parts(item))]
    return []


def test_every_place_of_the_reference_archive_conforms() -> None:
    done = exported("lpf", "json")
    found = json.loads(done.content)
    assert found["type"] == "FeatureCollection"
    assert found["@context"].endswith("linkedplaces-context-v1.1.jsonld")
    assert len(found["features"]) == done.records > 0
    for each in found["features"]:
        assert_conforms(each)


def test_the_reference_archive_is_geojson() -> None:
    found = geojson.loads(exported("lpf", "json").content)
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()


def test_the_media_type_is_that_of_geojson() -> None:
    assert find_profile("lpf").output().format.media_type == "application/geo+json"


def test_a_feature_is_a_graph() -> None:
    found = feature(f'{NAMED} <x> schema:containedInPlace <y> . <y> schema:name "Y"@en .')
    quads = ox.parse(
        json.dumps({"@context": CONTEXT} | found), format=ox.RdfFormat.JSON_LD, base_iri=BASE
    )
    triples = {(q.predicate.value, q.object.value) for q in quads}
    assert ("https://lpo.example/toponym", "Irmino") in triples
    assert ("https://lpo.example/relationTo", f"{BASE}y") in triples
    broader = "http://vocab.getty.edu/ontology#broaderPartitive"
    assert ("https://lpo.example/relationType", broader) in triples


def test_a_place_without_coordinates_has_no_geometry() -> None:
    found = collection(NAMED)
    assert found["features"][0]["geometry"] is None
    assert geojson.loads(json.dumps(found)).is_valid


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("1808", {"start": {"in": "1808"}}),
        ("1808-05?", {"start": {"in": "1808-05?"}}),
        ("../1937", {"start": {"latest": "1937-12-31"}, "end": {"in": "1937"}}),
        ("/1937", {"start": {"latest": "1937-12-31"}, "end": {"in": "1937"}}),
        ("1977/..", {"start": {"in": "1977"}, "end": {"earliest": "1977-01-01"}}),
        ("1977/", {"start": {"in": "1977"}, "end": {"earliest": "1977-01-01"}}),
        ("1943/1978-02-15", {"start": {"in": "1943"}, "end": {"in": "1978-02-15"}}),
        ("1932-22", {"start": {"earliest": "1932-06-01", "latest": "1932-08-31"}}),
        ("193X", {"start": {"earliest": "1930-01-01", "latest": "1939-12-31"}}),
        ("[1935,1937]", {"start": {"earliest": "1935-01-01", "latest": "1937-12-31"}}),
        ("[1927..]", {"start": {"earliest": "1927-01-01"}}),
        ("-0044~", {"start": {"in": "-0044~"}}),
        ("1935-?08", {"start": {"earliest": "1935-08-01", "latest": "1935-08-31"}}),
    ],
)
def test_dates_are_timespans(date: str, span: dict[str, Any]) -> None:
    found = feature(
        f"""{NAMED} <x> p:officialName <x#n> . <x#n> ps:officialName "Petrovka"@en ;
        pq:date "{date}"^^edtf:EDTF ; prov:wasDerivedFrom <c1> ."""
    )
    name = found["names"][0]
    assert (name["toponym"], name["lang"]) == ("Petrovka", "en")
    assert name["when"]["timespans"] == [span]
    assert name["citations"] == [{"label": "Gazetteer", "@id": "http://gazetteer.example/"}]


@pytest.mark.parametrize("date", ["../..", "/..", "../"])
def test_a_date_open_on_both_sides_is_told_as_lost(date: str) -> None:
    said = f'{NAMED} <x> dcterms:date "{date}"^^edtf:EDTF .'
    assert "when" not in feature(said)
    lost = {loss.what: loss.values for loss in export(said).losses}
    assert lost["dates open on both sides"] == 1
    found = feature(f'{said} <x> dcterms:date "1936~"^^edtf:EDTF .')
    spans = [{"start": {"in": "1936~"}}]
    assert found["when"] == {"timespans": spans, "certainty": "less-certain"}


@pytest.mark.parametrize(
    ("date", "certainty"), [("1936?", "uncertain"), ("1936~", "less-certain"), ("1936", None)]
)
def test_a_doubtful_time_says_so(date: str, certainty: str | None) -> None:
    found = feature(f'{NAMED} <x> dcterms:date "{date}"^^edtf:EDTF .')
    assert found["when"].get("certainty") == certainty


def test_names_stand_in_the_order_of_their_dates_and_keep_their_languages() -> None:
    found = feature(
        """<x> schema:name "Sergo"@en , "Serho"@uk-latn-ua ;
            p:officialName <x#1> , <x#2> , <x#3> .
        <x#1> ps:officialName "Sergo"@en ; pq:date "1937/1943"^^edtf:EDTF .
        <x#2> ps:officialName "Кадиевка"@ru ; pq:date "../1937"^^edtf:EDTF .
        <x#3> ps:officialName "Old"@en ; pq:date "-0300"^^edtf:EDTF ."""
    )
    assert [(name["toponym"], name["lang"]) for name in found["names"]] == [
        ("Кадиевка", "ru"),
        ("Old", "en"),
        ("Sergo", "en"),
        ("Serho", "uk-Latn-UA"),
    ]


def test_what_sources_only_allege_or_what_is_deprecated_is_left_out() -> None:
    found = feature(
        f"""{NAMED} <x> p:officialName <x#1> , <x#2> , <x#3> ; p:within <x#4> .
        <x#1> ps:officialName "Alleged"@en ; prov:wasDerivedFrom <c2> .
        <x#2> ps:officialName "Wrong"@en ; wikibase:rank wikibase:DeprecatedRank .
        <x#3> ps:officialName "Both"@en ; prov:wasDerivedFrom <c1> , <c2> .
        <x#4> ps:within <y> ; prov:wasDerivedFrom <c2> ."""
    )
    assert [name["toponym"] for name in found["names"]] == ["Both", "Irmino"]
    assert "relations" not in found


def test_positions_say_whether_they_are_approximate_the_best_first() -> None:
    found = feature(
        f"""{NAMED} <x> schema:geo <x#g2> ; p:geo <x#s1> , <x#s2> .
        <x#s1> ps:geo <x#g1> ; prov:wasDerivedFrom <c1> . <x#s2> ps:geo <x#g2> .
        <x#g1> schema:latitude 48.59667 ; schema:longitude 38.58278 .
        <x#g2> schema:latitude -48.5 ; schema:longitude 38 ; arc:uncertainty <x#u> ."""
    )
    assert found["geometry"]["geometries"] == [
        {"type": "Point", "coordinates": [38.0, -48.5], "certainty": "less-certain"},
        {
            "type": "Point",
            "coordinates": [38.58278, 48.59667],
            "citations": [{"label": "Gazetteer", "@id": "http://gazetteer.example/"}],
        },
    ]


def test_links_types_and_descriptions() -> None:
    found = feature(
        f"""{NAMED} <x> schema:sameAs <https://sws.geonames.org/691705/> ;
            skos:closeMatch <http://www.wikidata.org/entity/Q1> ; rdfs:seeAlso <http://a.example/> ;
            crm:P2_has_type <town> , <city> ; schema:description "Mining town"@en .
        <town> skos:prefLabel "town"@en , "город"@ru ;
            skos:exactMatch <http://vocab.getty.edu/aat/300008375> .
        <city> skos:prefLabel "city"@en ."""
    )
    assert found["links"] == [
        {"type": "exactMatch", "identifier": "https://sws.geonames.org/691705/"},
        {"type": "closeMatch", "identifier": "http://www.wikidata.org/entity/Q1"},
        {"type": "seeAlso", "identifier": "http://a.example/"},
    ]
    assert [(each["identifier"], each["label"]) for each in found["types"]] == [
        (f"{BASE}city", "city"),
        ("http://vocab.getty.edu/aat/300008375", "town"),
    ]
    assert found["types"][1]["sourceLabels"] == [
        {"label": "town", "lang": "en"},
        {"label": "город", "lang": "ru"},
    ]
    assert found["descriptions"] == [
        {"value": "Mining town", "lang": "en", "source": f"{BASE}doc/x"}
    ]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('<x> schema:description "A town."@en .', "has no name; give the place a name"),
        (
            f"{NAMED} <x> schema:geo <x#g> . <x#g> schema:latitude 95 ; schema:longitude 38 .",
            "write a number from -90 to 90",
        ),
        (
            f"{NAMED} <x> schema:geo <x#g> . <x#g> schema:latitude 5 ; schema:longitude 380.5 .",
            "write a number from -180 to 180",
        ),
    ],
)
def test_what_a_gazetteer_would_refuse_is_an_error_with_its_place(said: str, problem: str) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        collection(said)
    assert str(caught.value).startswith("data/x.yaml: x, as lpf:")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "name", ['"quoted" \\ \x01', "Шахта مصنع 鉱山 🏭", "line\r\nbreak", "long " * 2000]
)
def test_odd_names_arrive_as_they_are(name: str) -> None:
    found = feature(f"<x> schema:name {ox.Literal(name)} .")
    assert found["names"][0]["toponym"] == name
    assert found["properties"]["title"] == name
