"""Which IRI stands for what: the only place that knows how IRIs and their paths are built.

============================  =====================================================
thing                         IRI, relative to the archive's base
============================  =====================================================
entity, claim                 ``event/record-shift-1935-08-31`` (the record's id)
statement about it            ``event/record-shift-1935-08-31#date-essay-c01``
value node                    ``event/record-shift-1935-08-31#outputMass-essay-c06-value``
its document, its graph       ``doc/event/record-shift-1935-08-31``
document in one format        ``doc/event/record-shift-1935-08-31.ttl``
predicates for ``date``       ``prop/date``, ``prop/statement/date``, ``prop/qualifier/date``
what links them               ``property/date``
its references                ``cite/event/record-shift-1935-08-31.bib``
dataset, its document         ``dataset``, ``doc/dataset``
============================  =====================================================
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NewType

Iri = NewType("Iri", str)
"""An absolute IRI (RFC 3987)."""

DOCUMENTS: Final = "doc/"
CLAIM_PREDICATES: Final = "prop/"
STATEMENT_PREDICATES: Final = "prop/statement/"
QUALIFIER_PREDICATES: Final = "prop/qualifier/"
REFERENCE_PREDICATES: Final = "prop/reference/"
PROPERTIES: Final = "property/"
DATASET: Final = "dataset"
MANIFEST: Final = "manifest.json"
"""The file that tells a publication from any other folder."""
CITATIONS: Final = "cite/"
DUMPS: Final = "dumps/archive."
"""How the path of every dump begins; its format's extension follows."""
EXPORTS: Final = "exports/"
"""Where the records lie as consumers take them."""
LINKS: Final = "links/"
"""Where the decisions on links are published, as SSSOM."""
ONTOLOGY: Final = "ontology"
SHAPES: Final = "shapes"
BUILD: Final = "activity/build"
OPENSEARCH: Final = "opensearch.xml"
"""The file that tells browsers how to search."""
ASKED: Final = ("search", "browse", "sparql")
"""What a server answers; a file stands in for each where there is none."""
RESERVED: Final = (
    "doc",
    "prop",
    "property",
    "dumps",
    "dataset",
    "context",
    "ontology",
    "activity",
    "shapes",
    "store",
    "ru",
    "list",
    "static",
    "view",
    "search",
    "browse",
    "sparql",
    "hosting",
    "editor",
    "queries",
    "q",
    "changes",
    "exports",
    "oai",
    "reconcile",
    "wikibase",
    "cite",
    "links",
)
"""First path segments that the publication itself needs; no record may use them."""

_SLUG: Final = r"[a-z0-9]+(?:[-_.][a-z0-9]+)*"
_ID: Final = re.compile(rf"{_SLUG}(?:/{_SLUG})+")
_WITH_HOST: Final = ("http", "https", "ftp")
SCHEMES: Final = (*_WITH_HOST, "urn", "mailto", "tag", "info", "geo", "tel", "doi")
"""The schemes of absolute IRIs; whatever else stands before a colon must be a known prefix."""

IRI_SPEC: Final = "https://www.rfc-editor.org/rfc/rfc3987#section-2.2"


def is_record_id(text: str) -> bool:
    """Whether this is a relative id: a collection, a slash, and a slug of ``a-z 0-9 - _ .``.

    >>> is_record_id("event/record-shift-1935-08-31")
    True
    >>> is_record_id("event/Record Shift")
    False
    """
    return _ID.fullmatch(text) is not None


def has_known_scheme(text: str) -> bool:
    """Whether this is an absolute IRI of a scheme in use, not ``prefix:name`` or a typing error.

    >>> has_known_scheme("http://www.wikidata.org/entity/Q855"), has_known_scheme("plcae:donbas")
    (True, False)
    """
    scheme, _, rest = text.partition(":")
    scheme = scheme.lower()
    if scheme in _WITH_HOST:
        return len(rest) > 2 and rest.startswith("//") and rest[2] != "/"
    return bool(rest) and scheme in SCHEMES


def slug(text: str) -> str:
    """The nearest id that :func:`is_record_id` accepts part by part; for suggestions.

    >>> slug("Event/Record shift!")
    'event/record-shift'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    parts = (re.sub(r"[^a-z0-9._]+", "-", part).strip("-._") for part in plain.split("/"))
    return "/".join(part for part in parts if part)


def document_iri(base: str, entity: str) -> str:
    """The IRI of the document, and of the named graph, that describes an entity of the archive.

    >>> document_iri("https://example.org/", "https://example.org/event/strike")
    'https://example.org/doc/event/strike'
    """
    return base + DOCUMENTS + entity.removeprefix(base)


def document_path(record_id: str, extension: str) -> str:
    """Where an entity's document lies in the publication, relative to its folder.

    >>> document_path("event/strike", "ttl")
    'doc/event/strike.ttl'
    """
    return f"{DOCUMENTS}{record_id}.{extension}"


def citation_path(record_id: str, extension: str) -> str:
    """Where the reference of a record lies in the publication, in one format.

    >>> citation_path("essay/strike", "bib")
    'cite/essay/strike.bib'
    """
    return f"{CITATIONS}{record_id}.{extension}"


def page_folder(language: str) -> str:
    """Where the pages in a language lie: those in English at the top, others in a folder each.

    A record may be called ``event/strike.ru``: languages are no extensions.

    >>> page_folder("en"), page_folder("ru")
    ('', 'ru/')
    """
    return "" if language == "en" else f"{language}/"


def entity_of(iri: str) -> str:
    """The entity that a statement or value node belongs to: its IRI without the fragment.

    >>> entity_of("https://example.org/event/strike#date-essay-c01")
    'https://example.org/event/strike'
    """
    return iri.partition("#")[0]
