"""The JSON routes, described in `OpenAPI 3.1 <https://spec.openapis.org/oas/v3.1.0>`_."""

from __future__ import annotations

from typing import Any, Final

from lod_archive.query.search import MOST_CHARACTERS
from lod_archive.server.search.messages import MESSAGES
from lod_archive.server.search.requests import LAST_SEARCH_PAGE, SEARCH_PAGE
from lod_archive.version import __version__

PROBLEM: Final = "application/problem+json"
"""`RFC 9457 <https://www.rfc-editor.org/rfc/rfc9457>`_"""

_TEXT: Final = {"type": "string"}
_FRAGMENTS: Final = {
    "type": "array",
    "description": "The text in pieces, those marked that were looked for.",
    "items": {
        "type": "object",
        "required": ["text", "match"],
        "properties": {"text": _TEXT, "match": {"type": "boolean"}},
    },
}
_EXCERPT: Final = {
    "type": ["object", "null"],
    "required": ["text", "language", "fragments"],
    "properties": {
        "text": _TEXT,
        "language": {"type": ["string", "null"], "description": "A tag of BCP 47."},
        "fragments": _FRAGMENTS,
    },
}
_RESULT: Final = {
    "type": "object",
    "required": ["id", "iri", "types", "match", "name", "excerpt"],
    "properties": {
        "id": {**_TEXT, "description": "The id in the archive, or the IRI with a prefix."},
        "iri": _TEXT,
        "types": {"type": "array", "items": _TEXT, "description": "The IRIs of its classes."},
        "match": {"enum": ["exact", "prefix", "similar"]},
        "name": _EXCERPT,
        "excerpt": _EXCERPT,
    },
}
_ANSWER: Final = {
    "type": "object",
    "required": ["query", "total", "page", "pageSize", "results"],
    "properties": {
        "query": _TEXT,
        "total": {"type": "integer", "minimum": 0},
        "page": {"type": "integer", "minimum": 1},
        "pageSize": {"const": SEARCH_PAGE},
        "results": {"type": "array", "items": _RESULT, "maxItems": SEARCH_PAGE},
    },
}
_PROBLEM: Final = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
}


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def openapi_document() -> dict[str, Any]:
    """The description of ``/search.json``."""
    parameters = [
        _parameter(
            "q",
            f"What to look for; what goes beyond {MOST_CHARACTERS} characters is not read.",
            type="string",
        ),
        _parameter("type", "Only instances of this class: an IRI or prefixed name.", type="string"),
        _parameter(
            "page", "Which page, from 1.", type="integer", minimum=1, maximum=LAST_SEARCH_PAGE
        ),
        _parameter("lang", "In which language to show names.", enum=sorted(MESSAGES)),
    ]
    answers = {
        "200": {
            "description": "What was found, the best first.",
            "content": {"application/json": {"schema": _ANSWER}},
        },
        "400": {
            "description": "A parameter cannot be what it should.",
            "content": {PROBLEM: {"schema": _PROBLEM}},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Search of the archive", "version": __version__},
        "paths": {
            "/search.json": {
                "get": {
                    "operationId": "search",
                    "summary": "Find things by name and by what is said of them",
                    "parameters": parameters,
                    "responses": answers,
                }
            }
        },
    }
