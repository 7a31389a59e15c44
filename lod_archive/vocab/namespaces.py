"""The namespaces that the tool knows: the one place where vocabulary IRIs are written.

Each constant is a :class:`Namespace`: attribute access gives an IRI in it.
"""

from __future__ import annotations

from typing import Final


class Namespace(str):
    """A namespace IRI; ``namespace["term"]`` and ``namespace.term`` are the IRIs in it.

    Terms that are called like a method of ``str`` need brackets: ``DCTERMS["title"]``.

    >>> SKOS.exactMatch
    'http://www.w3.org/2004/02/skos/core#exactMatch'
    >>> CRM["P17_was_motivated_by"]
    'http://www.cidoc-crm.org/cidoc-crm/P17_was_motivated_by'
    """

    def __getattr__(self, term: str) -> str:
        if term.startswith("__"):
            raise AttributeError(term)
        iri = str(self) + term
        setattr(self, term, iri)  # the code names few terms, for every quad
        return iri

    def __getitem__(self, term: object) -> str:
        return str(self) + str(term)


ARC: Final = Namespace("https://w3id.org/lod-archive/ontology#")
BF: Final = Namespace("http://id.loc.gov/ontologies/bibframe/")
BIBO: Final = Namespace("http://purl.org/ontology/bibo/")
CITO: Final = Namespace("http://purl.org/spar/cito/")
CRM: Final = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
DC: Final = Namespace("http://purl.org/dc/elements/1.1/")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
EDM: Final = Namespace("http://www.europeana.eu/schemas/edm/")
EDTF: Final = Namespace("http://id.loc.gov/datatypes/edtf/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
GEO: Final = Namespace("http://www.opengis.net/ont/geosparql#")
GEOJSON: Final = Namespace("https://purl.org/geojson/vocab#")
GVP: Final = Namespace("http://vocab.getty.edu/ontology#")
ISO639_1: Final = Namespace("http://id.loc.gov/vocabulary/iso639-1/")
ISO639_2: Final = Namespace("http://id.loc.gov/vocabulary/iso639-2/")
LPO: Final = Namespace("http://linkedpasts.org/ontology/lpo_latest.ttl#")
MEDIA_TYPES: Final = Namespace("https://www.iana.org/assignments/media-types/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ORE: Final = Namespace("http://www.openarchives.org/ore/terms/")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
RDAGR2: Final = Namespace("http://rdvocab.info/ElementsGr2/")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA: Final = Namespace("https://schema.org/")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SEMAPV: Final = Namespace("https://w3id.org/semapv/vocab/")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SSSOM: Final = Namespace("https://w3id.org/sssom/")
TIME: Final = Namespace("http://www.w3.org/2006/time#")
UNIT: Final = Namespace("http://qudt.org/vocab/unit/")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
WGS84_POS: Final = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
WIKIBASE: Final = Namespace("http://wikiba.se/ontology#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: Final[dict[str, Namespace]] = {
    "arc": ARC,
    "bf": BF,
    "bibo": BIBO,
    "crm": CRM,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "edtf": EDTF,
    "foaf": FOAF,
    "geo": GEO,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "sssom": SSSOM,
    "time": TIME,
    "unit": UNIT,
    "vcard": VCARD,
    "void": VOID,
    "wikibase": WIKIBASE,
    "xsd": XSD,
}
"""Prefixes known to queries and written into every serialisation; an archive adds its own."""
