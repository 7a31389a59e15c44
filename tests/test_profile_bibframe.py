"""BIBFRAME: its terms are used as it says, and the lines for FOLIO stand by themselves."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.vocab.namespaces import BF, RDF, RDFS
from tests.exports import BASE, Export, exported, source_of
from tests.vocabularies import Vocabulary, plain, triples_of

PREFIXES = """
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
ODD = f"""{PREFIXES}
GRAPH <doc/essay/x> {{
  <doc/essay/x> foaf:primaryTopic <essay/x> ; dcterms:source "data/essays/x.yaml" .
  <essay/x> a schema:ScholarlyArticle ;
    schema:name "Забастовка"@ru , "Zabastovka"@ru-Latn-alalc97 , "Strike"@en , "罷工"@zh-Hant ;
    schema:alternateName "Стачка"@ru , "Стачка 2"@ru ;
    schema:inLanguage "ru" ;
    schema:author <person/pravda> , <organization/pravda> ;
    schema:description "{"long " * 2000}\\u0007\\"<>"@en ;
    schema:isbn "978-0-521-34548-4" ;
    schema:identifier <essay/x#ddc> , <essay/x#grid> ;
    dcterms:issued "1936~"^^edtf:EDTF .
  <essay/x#ddc> a schema:PropertyValue ; schema:propertyID "DDC" ; schema:value "947.084" .
  <essay/x#grid> a schema:PropertyValue ; schema:propertyID "GRID" ; schema:value "grid.1" .
}}
GRAPH <doc/person/pravda> {{
  <doc/person/pravda> foaf:primaryTopic <person/pravda> ; dcterms:source "data/people.yaml" .
  <person/pravda> a schema:Person ; schema:name "Правда"@ru }}
GRAPH <doc/organization/pravda> {{
  <organization/pravda> a schema:Organization ; schema:name "Правда"@ru }}
"""


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(BF, "bibframe.rdf")


@cache
def reference() -> tuple[ox.Triple, ...]:
    return tuple(triples_of(exported("bibframe", "jsonld").content, ox.RdfFormat.JSON_LD))


def odd() -> list[ox.Triple]:
    return triples_of(exported("bibframe", "jsonld", source_of(ODD)).content, ox.RdfFormat.JSON_LD)


def lines(export: Export) -> list[list[dict[str, Any]]]:
    return [json.loads(line) for line in export.content.decode().splitlines()]


def test_every_term_is_one_of_bibframe_and_every_domain_and_range_holds() -> None:
    for triples in (reference(), odd()):
        assert vocabulary().unknown(triples) == []
        assert vocabulary().broken(triples) == []


def test_the_check_of_terms_finds_what_is_wrong() -> None:
    record = ox.NamedNode(BASE + "work/x")
    triples = [
        ox.Triple(record, ox.NamedNode(RDF.type), ox.NamedNode(BF.Hub)),
        ox.Triple(record, ox.NamedNode(RDF.type), ox.NamedNode(BF.Wrok)),
        ox.Triple(record, ox.NamedNode(BF.mainTitel), ox.Literal("x")),
        ox.Triple(record, ox.NamedNode(BF.originDate), ox.Literal("1936")),
        ox.Triple(record, ox.NamedNode(BF["title"]), ox.Literal("Strike")),
    ]
    assert vocabulary().unknown(triples) == [BF.Wrok, BF.mainTitel]
    domain, range_, literal = vocabulary().broken(triples)
    assert "originDate: domain is" in domain
    assert "title takes no literal" in literal or "title takes no literal" in range_


def test_rdf_xml_and_json_ld_say_the_same() -> None:
    xml = triples_of(exported("bibframe", "rdf").content, ox.RdfFormat.RDF_XML)
    assert set(xml) == set(reference())


def test_a_work_that_others_are_examples_of_is_a_hub_without_instances() -> None:
    hubs = {t.subject for t in reference() if t.object == ox.NamedNode(BF.Hub)}
    assert hubs
    assert not [
        t
        for t in reference()
        if t.subject in hubs and t.predicate.value in (BF.hasInstance, BF.originDate)
    ]
    bridged = {t.object for t in reference() if t.predicate.value == BF.expressionOf}
    assert bridged == hubs


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Забастовка", BF["Title"]),
        ("Strike", BF.ParallelTitle),
        ("罷工", BF.ParallelTitle),
        ("Zabastovka", BF.TransliteratedTitle),
        ("Стачка", BF.VariantTitle),
        ("Стачка 2", BF.VariantTitle),
    ],
)
def test_titles_say_whether_they_are_parallel_or_transliterated(title: str, kind: str) -> None:
    said = plain(odd())
    (node,) = [subject for subject, p, value in said if (p, value) == (BF.mainTitle, title)]
    assert (node, RDF.type, kind) in said


@pytest.mark.parametrize(
    ("written", "language"),
    [("ru", "iso639-1/ru"), ("RU-petr1708", "iso639-1/ru"), ("chu", "iso639-2/chu")],
)
def test_languages_are_those_of_iso_639(written: str, language: str) -> None:
    trig = ODD.replace('schema:inLanguage "ru"', f'schema:inLanguage "{written}"')
    content = exported("bibframe", "jsonld", source_of(trig)).content
    said = plain(triples_of(content, ox.RdfFormat.JSON_LD))
    found = {value for _, p, value in said if p == BF.language}
    assert found == {f"http://id.loc.gov/vocabulary/{language}"}


def test_contributors_of_the_same_name_are_kept_apart() -> None:
    contributions = {t.object for t in odd() if t.predicate.value == BF.contribution}
    assert len(contributions) == 2


def test_numbers_of_classifications_are_no_identifiers() -> None:
    said = plain(odd())
    assert (BASE + "essay/x", BF.classification, BASE + "essay/x#ddc") in said
    assert (BASE + "essay/x#ddc", BF.classificationPortion, "947.084") in said
    assert (BASE + "essay/x", BF.identifiedBy, BASE + "essay/x#grid") in said
    assert (BASE + "essay/x#grid-source", RDFS.label, "GRID") in said
    assert (
        BASE + "essay/x#instance",
        BF.identifiedBy,
        BASE + "essay/x#isbn-978-0-521-34548-4",
    ) in said


def test_each_line_for_folio_is_one_instance_that_stands_by_itself() -> None:
    export = exported("bibframe", "jsonl")
    assert export.records == len(lines(export)) > 50
    for nodes in lines(export):
        known = {node["@id"]: node for node in nodes}
        (instance,) = [n for n in nodes if BF.Instance in n.get("@type", ())]
        (work,) = (known[each["@id"]] for each in instance[BF.instanceOf])
        assert BF.Work in work["@type"]
        assert all(BF.mainTitle in known[each["@id"]] for each in instance[BF["title"]])
        for contribution in work.get(BF.contribution, ()):
            for agent in known[contribution["@id"]][BF.agent]:
                assert known[agent["@id"]][RDFS.label]


def test_what_a_line_says_is_in_the_whole() -> None:
    content = exported("bibframe", "jsonl").content.splitlines()
    said = {t for line in content for t in triples_of(line, ox.RdfFormat.JSON_LD)}
    assert said < set(reference())


def test_odd_texts_stay_on_their_line() -> None:
    (nodes,) = lines(exported("bibframe", "jsonl", source_of(ODD)))
    summary = next(node for node in nodes if node["@id"].endswith("#summary"))
    assert summary[RDFS.label][0]["@value"].endswith('\u0007"<>')


def test_pages_which_bibframe_has_no_place_for_are_told_as_lost() -> None:
    paged = ODD.replace(
        'schema:inLanguage "ru" ;', 'schema:inLanguage "ru" ; schema:pagination "3" ;'
    )
    (loss,) = [
        loss
        for loss in exported("bibframe", "jsonld", source_of(paged)).losses
        if loss.what == "schema:pagination"
    ]
    assert loss.values == 1


def test_works_without_an_instance_are_told_as_lost() -> None:
    export = exported("bibframe", "jsonl")
    (loss,) = [loss for loss in export.losses if "FOLIO" in loss.what]
    works = exported("bibframe", "jsonld").records
    assert loss.values + export.records == works


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("schema:name", "schema:x", "essays/x.yaml: essay/x, as bibframe: has no title; give"),
        ('"Правда"', '""', "data/people.yaml: person/pravda, as bibframe: is author"),
        ("Забастовка", " ", "essays/x.yaml: essay/x, as bibframe: the title is empty"),
        ('e "ru"', 'e "русский"', "essay/x, as bibframe: the language is no code of ISO 639"),
    ],
)
def test_what_a_library_needs_and_is_missing_is_told_with_its_place(
    before: str, after: str, problem: str
) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        exported("bibframe", "jsonl", source_of(ODD.replace(before, after, 1)))
    assert problem in str(caught.value)
