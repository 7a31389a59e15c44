"""The formats of answers, and the other names they go by."""

from __future__ import annotations

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
BY_NAME: Final = {
    "json": SPARQL_JSON.media_type,
    "xml": SPARQL_XML.media_type,
    **{each.extension: each.media_type for each in (*RESULT_FORMATS, *DOCUMENT_FORMATS)},
}
"""What the parameter ``format`` can be."""
