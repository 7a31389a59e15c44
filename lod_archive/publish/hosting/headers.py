"""What is said with every answer, whoever serves a publication."""

from __future__ import annotations

from typing import Final

from lod_archive.vocab.formats import (
    BIBTEX,
    CITATION_FORMATS,
    DOCUMENT_FORMATS,
    DUMP_FORMATS,
    HTML,
    RIS,
)

SECURITY: Final = (
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "Link, ETag, Location, Content-Location, Retry-After, Allow",
    ),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    ),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("x-content-type-options", "nosniff"),
)
"""Anybody may read; no page may run or load what is not of the archive's own host."""

NEGOTIATED: Final = (HTML, *DOCUMENT_FORMATS)
"""The formats of documents, from the most to the least liked."""
EXTENSIONS: Final = "|".join(written_in.extension for written_in in NEGOTIATED)
"""What the names of their files end in, as a regular expression."""
OTHERS: Final = tuple(each for each in DUMP_FORMATS if each not in NEGOTIATED)
"""The formats that only dumps have."""
FILES: Final = {
    "atom": "application/atom+xml",
    BIBTEX.extension: BIBTEX.media_type,
    RIS.extension: RIS.media_type,
    "css": "text/css",
    "gz": "application/gzip",
    "js": "text/javascript",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xml": "application/xml",
}
"""The media types of other files, by extension."""

CITATIONS: Final = {each.extension: each.media_type for each in CITATION_FORMATS}
"""Those of the files of references, where JSON is CSL-JSON."""
