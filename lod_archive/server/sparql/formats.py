"""The formats of answers, and the other names they go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lod_archive.vocab.formats import (
    DOCUMENT_FORMATS,
    JSON_LD,
    RDF_XML,
    RESULT_FORMATS,
    SPARQL_JSON,
    SPARQL_XML,
    TURTLE,
)

ROWS: Final = tuple(each.media_type for each in RESULT_FORMATS)
"""The media types for SELECT and ASK."""
GRAPHS: Final = tuple(each.media_type for each in DOCUMENT_FORMATS)
"""The media types for CONSTRUCT and DESCRIBE."""
ROW_ALIASES: Final = {
    "application/json": SPARQL_JSON.media_type,
    "application/xml": SPARQL_XML.media_type,
    "text/xml": SPARQL_XML.media_type,
}
GRAPH_ALIASES: Final = {
    "application/json": JSON_LD.media_type,
    "application/xml": RDF_XML.media_type,
    "application/x-turtle": TURTLE.media_type,
}
BY_NAME: Final[Mapping[str, tuple[str | None, str | None]]] = {
    **{each.extension: (each.media_type, None) for each in RESULT_FORMATS},
    **{each.media_type: (each.media_type, None) for each in RESULT_FORMATS},
    **{each.extension: (None, each.media_type) for each in DOCUMENT_FORMATS},
    **{each.media_type: (None, each.media_type) for each in DOCUMENT_FORMATS},
    "json": (SPARQL_JSON.media_type, JSON_LD.media_type),
    "json-ld": (None, JSON_LD.media_type),
    "rdf+xml": (None, RDF_XML.media_type),
    "turtle": (None, TURTLE.media_type),
    "xml": (SPARQL_XML.media_type, RDF_XML.media_type),
}
"""What the parameter ``format`` can be → the media types for rows and for graphs.

SPARQLWrapper sends its own names there, beside ``Accept``.
"""
