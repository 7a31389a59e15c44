"""The Europeana Data Model, judged by Europeana's own schema."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pyoxigraph as ox
import pytest
from lxml import etree

from lod_archive.errors import ArchiveErrors
from tests.exports import Export, exported, source_of
from tests.suites import suite_path

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "ore": "http://www.openarchives.org/ore/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
RDF = f"{{{NAMESPACES['rdf']}}}RDF"
PREFIXES = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PUBLISHER = """
<dataset> dcterms:publisher <organization/museum> .
<organization/museum> schema:name "Museum"@en , "Музей"@ru .
"""
DOCUMENT = """
<doc/x> foaf:primaryTopic <x> ; dcterms:source "data/x.yaml" ; dcterms:isPartOf <dataset> .
"""
COMPLETE = """<x> a schema:Article ; schema:name "Strike"@en ; schema:inLanguage "ru" ;
    schema:genre <topic/report> . """


def graph(said: str, publisher: str = PUBLISHER) -> str:
    return f"{PREFIXES} GRAPH <doc/x> {{ {DOCUMENT} {publisher} {said} }}"


def export(said: str, extension: str = "xml") -> Export:
    return exported("edm", extension, source_of(graph(said)))


def element(said: str) -> etree._Element:
    """The ``rdf:RDF`` of the only record, which the schema has found valid."""
    (found,) = etree.fromstring(export(said).content)
    assert_valid(found)
    return found


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(each) for each in found]


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(suite_path("edm/EDM.xsd"))))


def assert_valid(root: etree._Element) -> None:
    alone = etree.fromstring(etree.tostring(root))
    assert schema().validate(alone), schema().error_log


def test_every_record_of_the_reference_archive_is_valid() -> None:
    done = exported("edm", "xml")
    records = list(etree.fromstring(done.content))
    assert len(records) == done.records > 0
    for record in records:
        assert record.tag == RDF
        assert_valid(record)


def test_the_zip_has_each_record_as_a_file_of_its_own() -> None:
    done = exported("edm", "zip")
    with zipfile.ZipFile(io.BytesIO(done.content)) as archive:
        assert len(archive.namelist()) == done.records
        assert "essay%2Fyear-of-the-stakhanovite.xml" in archive.namelist()
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}
        for name in archive.namelist():
            root = etree.fromstring(archive.read(name))
            assert root.tag == RDF
            assert_valid(root)


def test_every_link_within_a_record_leads_to_something_described() -> None:
    for record in etree.fromstring(exported("edm", "xml").content):
        described = set(texts(record, "*/@rdf:about"))
        linked = texts(record, "*/dc:creator/@rdf:resource | */dc:subject/@rdf:resource")
        assert set(linked) <= described


@pytest.mark.parametrize(
    ("said", "edm_type"),
    [
        (COMPLETE, "TEXT"),
        (COMPLETE.replace("Article", "VideoObject"), "VIDEO"),
        (COMPLETE.replace("Article", "3DModel"), "3D"),
        (COMPLETE + "<x> dcterms:type <http://purl.org/dc/dcmitype/StillImage> .", "IMAGE"),
        (COMPLETE + "<x> dcterms:type <http://purl.org/ontology/bibo/Book> .", "TEXT"),
        (
            COMPLETE.replace("Article", "MediaObject")
            + "<x> dcterms:type <http://purl.org/dc/dcmitype/Sound> .",
            "SOUND",
        ),
    ],
)
def test_the_type_is_that_of_the_kind_or_else_of_the_class(said: str, edm_type: str) -> None:
    assert texts(element(said), "edm:ProvidedCHO/edm:type/text()") == [edm_type]


@pytest.mark.parametrize("kind", ["CreativeWork", "Collection"])
def test_a_work_that_says_not_what_it_is_has_no_place(kind: str) -> None:
    done = export(COMPLETE.replace("Article", kind))
    assert done.records == 0
    assert "records that are no text, image, sound or video by class or kind" in {
        loss.what for loss in done.losses
    }


@pytest.mark.parametrize(
    ("date", "begin", "end", "notes"),
    [
        ("1935-08-31", "1935-08-31", "1935-08-31", 0),
        ("1935-11", "1935-11-01", "1935-11-30", 0),
        ("1935~/..", "1935-01-01", None, 1),
        ("1935%", "1935-01-01", "1935-12-31", 2),
        ("[1935,1937]", "1935-01-01", "1937-12-31", 1),
        ("-0044-03", "-0044-03-01", "-0044-03-31", 0),
    ],
)
def test_a_date_is_a_time_span_with_its_days(
    date: str, begin: str, end: str | None, notes: int
) -> None:
    found = element(f'{COMPLETE} <x> dcterms:issued "{date}"^^edtf:EDTF .')
    (link,) = texts(found, "edm:ProvidedCHO/dcterms:issued/@rdf:resource")
    (span,) = found.findall("edm:TimeSpan", NAMESPACES)
    assert texts(span, "@rdf:about") == [link]
    assert texts(span, "skos:prefLabel/text()") == [date]
    assert texts(span, "edm:begin/text()") == [begin]
    assert texts(span, "edm:end/text()") == ([end] if end else [])
    assert len(span.findall("skos:note", NAMESPACES)) == notes


def test_agents_places_and_concepts_are_described_and_events_named() -> None:
    found = element(
        f"""{COMPLETE} <x> schema:author <person/a> ; schema:about <place/b>, <topic/c>, <event/d> .
        <person/a> a schema:Person ; schema:name "Иван"@ru , "Ivan"@en , "Vanya"@en ;
            schema:birthDate "1906"^^edtf:EDTF ; schema:sameAs <https://viaf.org/viaf/1> .
        <place/b> a schema:Place ; schema:name "Mine"@en ; schema:geo <place/b#geo> .
        <place/b#geo> schema:latitude 48.5 ; schema:longitude 38.5 .
        <topic/c> a skos:Concept ; skos:prefLabel "topic"@en ;
            skos:exactMatch <http://www.wikidata.org/entity/Q1> .
        <event/d> a schema:Event ; schema:name "Strike of 1936"@en ."""
    )
    base = "https://example.org/"
    assert texts(found, "//dc:creator/@rdf:resource") == [f"{base}person/a"]
    assert texts(found, "edm:Agent/skos:prefLabel/text()") == ["Ivan", "Иван"]
    assert texts(found, "edm:Agent/skos:altLabel/text()") == ["Vanya"]
    assert texts(found, "edm:Agent/owl:sameAs/@rdf:resource") == ["https://viaf.org/viaf/1"]
    assert texts(found, "//dcterms:spatial/@rdf:resource") == [f"{base}place/b"]
    assert texts(found, "edm:Place/wgs84:lat/text()") == ["48.5"]
    assert texts(found, "//dc:subject/@rdf:resource") == [f"{base}topic/c"]
    assert texts(found, "//dc:subject/text()") == ["Strike of 1936"]
    assert len(found.findall("skos:Concept", NAMESPACES)) == 1


@pytest.mark.parametrize(
    ("said", "at", "rights"),
    [
        ("", "https://example.org/doc/x", "http://rightsstatements.org/vocab/CNE/1.0/"),
        (
            "<x> dcterms:license <https://creativecommons.org/licenses/by/4.0/> ."
            "<x> schema:url <http://archive.example/x?a=1&b=2> .",
            "http://archive.example/x?a=1&b=2",
            "http://creativecommons.org/licenses/by/4.0/",
        ),
    ],
)
def test_says_where_it_is_shown_by_whom_and_with_which_rights(
    said: str, at: str, rights: str
) -> None:
    found = element(COMPLETE + said)
    (aggregation,) = found.findall("ore:Aggregation", NAMESPACES)
    assert texts(aggregation, "edm:isShownAt/@rdf:resource") == [at]
    assert texts(aggregation, "edm:rights/@rdf:resource") == [rights]
    assert texts(aggregation, "edm:dataProvider/text()") == ["Museum"]
    assert texts(aggregation, "edm:provider/text()") == ["Museum"]
    assert texts(found, "edm:WebResource/@rdf:about") == [at]


@pytest.mark.parametrize(
    ("said", "problem", "remedy"),
    [
        (COMPLETE.replace("schema:inLanguage", "schema:text"), "without a language", "inLanguage"),
        (COMPLETE.replace("schema:name", "schema:text"), "no title", "give the record a name"),
        (COMPLETE.replace("schema:genre", "schema:text"), "no subject", "about, genre, place"),
        (COMPLETE.replace("Article", "MediaObject"), "text, image, sound or video", "dcmitype"),
        (
            COMPLETE + "<x> dcterms:license <https://opensource.org/license/mit> .",
            "Europeana does not take",
            "InC/1.0/",
        ),
    ],
)
def test_what_europeana_would_refuse_is_an_error_with_place_and_remedy(
    said: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        export(said)
    message = str(caught.value)
    assert message.startswith("data/x.yaml: x, as edm:")
    assert problem in message
    assert remedy in message


def test_without_a_publisher_the_settings_are_told() -> None:
    with pytest.raises(ArchiveErrors, match=r"no data provider.*archive\.toml"):
        exported("edm", "xml", source_of(graph(COMPLETE, publisher="")))


@pytest.mark.parametrize("name", ["", " ", "\\u00a0", "\\u200b"])
def test_a_publisher_without_a_name_that_can_be_seen_is_linked(name: str) -> None:
    publisher = "<dataset> dcterms:publisher <https://museum.example/> ."
    publisher += f'<https://museum.example/> schema:name "{name}"@en .'
    done = exported("edm", "xml", source_of(graph(COMPLETE, publisher=publisher)))
    assert b'<edm:dataProvider rdf:resource="https://museum.example/"/>' in done.content


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("<&>\x01]]>", "<&>]]>"),
        ("Шахта \u200f مصنع 鉱山 \U0001f3ed", "Шахта \u200f مصنع 鉱山 \U0001f3ed"),
        ("line\r\nbreak", "line\r\nbreak"),
        ("long " * 2000, "long " * 2000),
    ],
)
def test_odd_texts_arrive_but_for_what_xml_forbids(name: str, expected: str) -> None:
    literal = ox.Literal(name, language="ru-latn-alalc97")
    found = element(COMPLETE.replace('"Strike"@en', str(literal)))
    assert texts(found, "//dc:title/text()") == [expected]
    assert texts(found, "//dc:title/@xml:lang") == ["ru-Latn-alalc97"]
