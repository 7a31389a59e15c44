"""The ontology says all it must about each of our terms, and every borrowed term exists."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VOID,
    XSD,
    BNode,
    Graph,
    Literal,
    Namespace,
    URIRef,
)

from lod_archive.vocab import namespaces
from tests.graphs import read
from tests.suites import suite_path

ROOT = Path(__file__).resolve().parents[1]
ARC = Namespace(namespaces.ARC)
CRM = Namespace(namespaces.CRM)
QUDT = Namespace("http://qudt.org/schema/qudt/")
SCHEMA = Namespace(namespaces.SCHEMA)

ONTOLOGY = URIRef("https://w3id.org/lod-archive/ontology")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
ALIGNMENTS = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.sameAs,
    SKOS.closeMatch,
    SKOS.exactMatch,
    SKOS.broadMatch,
)

UNALIGNED = {
    ARC.canonicalHash: "spdx:checksum is of the bytes of a file",
    ARC.isAssertion: "a rule of this software, which no vocabulary has",
    ARC.marcOrganization: "id.loc.gov has individuals for the codes, and no property for them",
    ARC.stated: "OWL-Time would need a node for each date",
    ARC.julian: "OWL-Time names no resource for the Julian calendar",
}
NOT_IN_RECORDS = {
    ARC.canonicalHash: "said of the dataset by the build",
    ARC.isAssertion: "read by the engine",
    ARC.marcOrganization: "a setting of the archive",
    ARC.stances: "the scheme of the stances",
}

VOCABULARIES = {
    "CIDOC_CRM_v7.1.3.rdf": namespaces.CRM,
    "bibframe.rdf": namespaces.BF,
    "bibo.ttl": namespaces.BIBO,
    "geo.ttl": namespaces.GEO,
    "schemaorg-current-https.ttl": namespaces.SCHEMA,
    "time.ttl": namespaces.TIME,
}

# The copy of SKOS in the suites has the namespace of a draft (…/skos# for …/skos/core#), so that
# rdflib's closed namespace decides on it too.
CLOSED = (DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD)

LISTED = {
    # https://www.w3.org/TR/annotation-vocab/
    namespaces.OA: {"TextPositionSelector", "exact", "end", "hasSelector", "start"},
    # https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
    namespaces.WIKIBASE: {
        "DeprecatedRank",
        "NormalRank",
        "PreferredRank",
        "Property",
        "Statement",
        "claim",
        "rank",
        "statementProperty",
    },
    # LRMoo 1.0, https://cidoc-crm.org/lrmoo
    "http://iflastandards.info/ns/lrm/lrmoo/": {"F1_Work", "F2_Expression", "F18_Serial_Work"},
    # EDM.xsd and CONTEXTS.xsd of the suite edm
    "http://www.europeana.eu/schemas/edm/": {"Agent", "Place", "ProvidedCHO", "WebResource"},
    # github.com/qudt/qudt-public-repo: src/main/rdf/schema, src/main/rdf/vocab/unit
    str(QUDT): {"Unit", "UCUMcs", "symbol", "ucumCode"},
    namespaces.UNIT: {"HR", "KiloM", "PERCENT", "TONNE", "UNITLESS", "YR"},
    # sssom_schema.schema.json of the suite sssom
    namespaces.SSSOM: {"mapping_justification"},
    # https://id.loc.gov/datatypes/edtf.html
    namespaces.EDTF: {"EDTF"},
}


@cache
def ontology() -> Graph:
    return read(*sorted((ROOT / "ontology").glob("*.ttl")))


@cache
def shapes() -> Graph:
    return read(*sorted((ROOT / "shapes").glob("*.ttl")))


@cache
def context_iris() -> frozenset[URIRef]:
    """The IRIs that the keys of the built-in context stand for."""
    text = (ROOT / "ontology" / "context.jsonld").read_text("utf-8")
    definitions = json.loads(text)["@context"]
    found = set()
    for definition in definitions.values():
        term = str(definition.get("@id") if isinstance(definition, dict) else definition)
        prefix, _, local = term.partition(":")
        if prefix in definitions:
            found.add(URIRef(definitions[prefix] + local))
        elif term.startswith("http") and not term.endswith(("#", "/")):
            found.add(URIRef(term))
    return frozenset(found)


def our_terms() -> list[URIRef]:
    terms = set(ontology().subjects(RDFS.isDefinedBy, ONTOLOGY))
    return sorted(term for term in terms if isinstance(term, URIRef))


def our_properties() -> list[URIRef]:
    return [term for term in our_terms() if is_a(term, *KINDS[1:])]


def borrowed_terms() -> list[URIRef]:
    """Every IRI of the ontology, the shapes and the context that is neither ours nor a document."""
    used = set(context_iris())
    for graph in (ontology(), shapes()):
        used |= {term for triple in graph for term in triple if isinstance(term, URIRef)}
        literals = (term for triple in graph for term in triple if isinstance(term, Literal))
        used |= {literal.datatype for literal in literals if literal.datatype}
    ours = "https://w3id.org/lod-archive/"
    other = ("https://creativecommons.org/", "http://www.opengis.net/def/uom/")
    return sorted(term for term in used if not str(term).startswith((ours, *other)))


def is_a(term: URIRef, *classes: URIRef) -> bool:
    return any((term, RDF.type, each) in ontology() for each in classes)


def languages(term: URIRef, predicate: URIRef) -> list[str]:
    values = ontology().objects(term, predicate)
    return sorted(value.language or "" for value in values if isinstance(value, Literal))


def local_name(term: URIRef) -> str:
    return term.rpartition("#")[2]


def has(term: URIRef, predicate: URIRef) -> bool:
    return (term, predicate, None) in ontology()


def test_ontology_says_what_it_is() -> None:
    assert languages(ONTOLOGY, DCTERMS.title) == ["en", "ru"]
    assert languages(ONTOLOGY, DCTERMS.description) == ["en", "ru"]
    assert has(ONTOLOGY, DCTERMS.license)
    assert has(ONTOLOGY, OWL.versionInfo)


def test_every_term_of_ours_in_use_is_declared() -> None:
    used = {term for graph in (ontology(), shapes()) for triple in graph for term in triple}
    used |= context_iris()
    ours = {term for term in used if isinstance(term, URIRef) and term.startswith(str(ARC))}
    assert ours == set(our_terms())


def test_every_declared_term_is_in_use() -> None:
    in_shapes = {term for triple in shapes() for term in triple}
    unused = set(our_terms()) - context_iris() - in_shapes - set(NOT_IN_RECORDS)
    assert unused == set()


@pytest.mark.parametrize("term", our_terms(), ids=local_name)
def test_term_is_named_and_explained_in_both_languages(term: URIRef) -> None:
    name, meaning = RDFS.label, RDFS.comment
    if is_a(term, SKOS.Concept):
        name, meaning = SKOS.prefLabel, SKOS.definition
    assert languages(term, name) == ["en", "ru"]
    assert languages(term, meaning) == ["en", "ru"]


def test_every_class_property_and_word_of_the_context_is_named_in_both_languages() -> None:
    """Pages show these names; stances are concepts, and have theirs as such."""
    terms = [term for term in context_iris() if not is_a(term, SKOS.Concept)]
    unnamed = [term for term in terms if languages(term, RDFS.label) != ["en", "ru"]]
    assert unnamed == []


@pytest.mark.parametrize("term", our_properties(), ids=local_name)
def test_property_has_domain_and_range_or_says_why_not(term: URIRef) -> None:
    both = has(term, RDFS.domain) and has(term, RDFS.range)
    assert both or has(term, SKOS.editorialNote)


@pytest.mark.parametrize("term", our_terms(), ids=local_name)
def test_term_is_aligned(term: URIRef) -> None:
    if is_a(term, ARC.Stance, SKOS.ConceptScheme):
        return  # a value of ours, not a term of a model
    assert (term in UNALIGNED) != any(has(term, each) for each in ALIGNMENTS)
    assert term not in UNALIGNED or has(term, SKOS.editorialNote)


def test_property_like_a_dimension_takes_quantities() -> None:
    """The engine gives a nested value without a type the class that is its property's range."""
    for term in ontology().subjects(SKOS.closeMatch, CRM.P43_has_dimension):
        assert ontology().value(term, RDFS.range) == SCHEMA.QuantitativeValue, term


def test_stance_is_defined_and_says_whether_it_asserts() -> None:
    stances = set(ontology().subjects(RDF.type, ARC.Stance))
    assert stances == set(ontology().subjects(SKOS.inScheme, ARC.stances))
    asserting = {
        each for each in stances if ontology().value(each, ARC.isAssertion) == Literal(True)
    }
    assert asserting == {ARC.asserted, ARC.documentary, ARC.quoted, ARC.interpretive}
    weak = {each for each in stances if ontology().value(each, ARC.isAssertion) == Literal(False)}
    assert weak == stances - asserting


def test_every_unit_of_the_context_is_described() -> None:
    described = set(ontology().subjects(RDF.type, QUDT.Unit))
    assert described == {term for term in context_iris() if term.startswith(namespaces.UNIT)}
    for unit in described:
        assert isinstance(unit, URIRef)
        assert languages(unit, RDFS.label) == ["en", "ru"]
        assert has(unit, QUDT.ucumCode)


def test_ontology_has_no_blank_node() -> None:
    assert not any(isinstance(term, BNode) for triple in ontology() for term in triple)


@pytest.mark.parametrize(("file", "namespace"), VOCABULARIES.items(), ids=VOCABULARIES)
def test_borrowed_term_exists_in_its_vocabulary(file: str, namespace: str) -> None:
    syntax = "xml" if file.endswith(".rdf") else "turtle"
    vocabulary = Graph().parse(suite_path("vocabularies") / file, format=syntax)
    known = set(vocabulary.subjects())
    unknown = [
        term for term in borrowed_terms() if term.startswith(namespace) and term not in known
    ]
    assert unknown == []


@pytest.mark.parametrize("vocabulary", CLOSED, ids=lambda each: each.__name__)
def test_borrowed_term_exists_in_the_closed_namespace(vocabulary: Namespace) -> None:
    mine = [term for term in borrowed_terms() if term.startswith(str(vocabulary))]
    assert [term for term in mine if term not in vocabulary] == []


@pytest.mark.parametrize("namespace", LISTED)
def test_borrowed_term_is_listed(namespace: str) -> None:
    used = {term.removeprefix(namespace) for term in borrowed_terms() if term.startswith(namespace)}
    assert used <= LISTED[namespace]


def test_every_borrowed_term_is_looked_up_somewhere() -> None:
    checked = (*VOCABULARIES.values(), *map(str, CLOSED), *LISTED)
    assert [term for term in borrowed_terms() if not str(term).startswith(checked)] == []
