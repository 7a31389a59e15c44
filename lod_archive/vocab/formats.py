"""The RDF and query-result formats, in ONE table.

File names, ``--format`` choices, media types, DCAT distributions and VoID features are all
derived from the rows here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FORMATS_NS = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: its name for people, media type, file extension and W3C format IRI.

    :attr:`has_graphs` tells whether it can carry named graphs; where it cannot, a dump in it
    holds the union of all graphs.
    """

    name: str
    media_type: str
    extension: str
    iri: str | None = None
    has_graphs: bool = False


TURTLE: Final = Format("Turtle", "text/turtle", "ttl", _FORMATS_NS + "Turtle")
JSON_LD: Final = Format(
    "JSON-LD", "application/ld+json", "jsonld", _FORMATS_NS + "JSON-LD", has_graphs=True
)
N_TRIPLES: Final = Format("N-Triples", "application/n-triples", "nt", _FORMATS_NS + "N-Triples")
N_QUADS: Final = Format(
    "N-Quads", "application/n-quads", "nq", _FORMATS_NS + "N-Quads", has_graphs=True
)
TRIG: Final = Format("TriG", "application/trig", "trig", _FORMATS_NS + "TriG", has_graphs=True)
RDF_XML: Final = Format("RDF/XML", "application/rdf+xml", "rdf", _FORMATS_NS + "RDF_XML")

HTML: Final = Format("HTML", "text/html", "html")

DOCUMENT_FORMATS: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
"""What every entity's document is written in."""

DUMP_FORMATS: Final = (N_QUADS, TRIG, TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""What the whole publication is written in."""

CSL_JSON: Final = Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json")
BIBTEX: Final = Format("BibTeX", "application/x-bibtex", "bib")
RIS: Final = Format("RIS", "application/x-research-info-systems", "ris")

CITATION_FORMATS: Final = (CSL_JSON, BIBTEX, RIS)
"""What the reference of a record is written in."""

OPENSEARCH: Final = Format("OpenSearch", "application/opensearchdescription+xml", "xml")

SPARQL_JSON: Final = Format(
    "SPARQL JSON", "application/sparql-results+json", "srj", _FORMATS_NS + "SPARQL_Results_JSON"
)
SPARQL_XML: Final = Format(
    "SPARQL XML", "application/sparql-results+xml", "srx", _FORMATS_NS + "SPARQL_Results_XML"
)
SPARQL_CSV: Final = Format("CSV", "text/csv", "csv", _FORMATS_NS + "SPARQL_Results_CSV")
SPARQL_TSV: Final = Format(
    "TSV", "text/tab-separated-values", "tsv", _FORMATS_NS + "SPARQL_Results_TSV"
)

RESULT_FORMATS: Final = (SPARQL_JSON, SPARQL_XML, SPARQL_CSV, SPARQL_TSV)
"""What the answer to a SELECT or ASK query is written in."""

RDF_FORMATS: Final = DUMP_FORMATS
"""Every RDF format that is read and written."""


def format_of(extension: str) -> Format | None:
    """The RDF format with this file extension (with or without its dot), or None.

    >>> format_of(".ttl").name
    'Turtle'
    >>> format_of("docx")
    """
    wanted = extension.removeprefix(".").lower()
    return next((known for known in RDF_FORMATS if known.extension == wanted), None)
