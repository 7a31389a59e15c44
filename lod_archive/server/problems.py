"""Answers that say what is wrong, in the format that was asked for.

https://www.rfc-editor.org/rfc/rfc9457 for JSON. In RDF there is nothing to say about a thing that
is not there: those formats get an empty graph with the message as a comment.
"""

from __future__ import annotations

import html
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from lod_archive.server.negotiation import preferred
from lod_archive.server.responses import METHODS, Response, request_header, response
from lod_archive.vocab.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE

if TYPE_CHECKING:
    from lod_archive.server.responses import Scope

PLAIN: Final = "text/plain"
PROBLEM: Final = "application/problem+json"
_OFFERS: Final = (
    PLAIN,
    HTML.media_type,
    PROBLEM,
    TURTLE.media_type,
    N_TRIPLES.media_type,
    RDF_XML.media_type,
)
"""Browsers name HTML first; whoever likes everything is no browser."""
_ALIASES: Final = {"application/json": PROBLEM, JSON_LD.media_type: PROBLEM}


def problem(
    status: int,
    detail: str,
    accept: str | None,
    headers: tuple[tuple[str, str], ...] = (),
    style: str = "",
) -> Response:
    """An answer with this status that says what is wrong; in plain text if nothing else is liked.

    :param accept: the request's ``Accept``.
    :param style: where a style for people lies, if that is known.
    """
    media_type = preferred(accept or PLAIN, _OFFERS, _ALIASES) or PLAIN
    said = HTTPStatus(status), detail
    body = (
        _html(*said, style) if media_type == HTML.media_type else _BODIES[media_type](*said)
    ).encode()
    charset = "" if media_type == PROBLEM else "; charset=utf-8"
    vary = () if any(name == "vary" for name, _ in headers) else (("vary", "Accept"),)
    return response(status, [("content-type", media_type + charset), *vary, *headers], body)


def accepted(scope: Scope) -> str | None:
    """The ``Accept`` of a request; None if it has none."""
    return request_header(scope, b"accept") or None


def not_found(accept: str | None) -> Response:
    """404."""
    return problem(404, "There is nothing at this address.", accept)


def method_not_allowed(accept: str | None, allowed: tuple[str, ...] = METHODS) -> Response:
    """405."""
    detail = f"Only {', '.join(allowed)} can be asked of this address."
    return problem(405, detail, accept, (("allow", ", ".join(allowed)),))


def _plain(status: HTTPStatus, detail: str) -> str:
    return f"{status.value} {status.phrase}: {detail}\n"


def _commented(status: HTTPStatus, detail: str) -> str:
    return f"# {' '.join(_plain(status, detail).split())}\n"


def _rdf_xml(status: HTTPStatus, detail: str) -> str:
    comment = html.escape(f"{status.value} {status.phrase}: {detail}").replace("--", "- -")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {comment} -->\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'
    )


def _json(status: HTTPStatus, detail: str) -> str:
    said = {"status": status.value, "title": status.phrase, "detail": detail}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _html(status: HTTPStatus, detail: str, style: str = "") -> str:
    title = html.escape(f"{status.value} {status.phrase}")
    link = f'<link rel="stylesheet" href="{html.escape(style)}">' if style else ""
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{link}"
        f'<main><h1>{title}</h1><p class="error">{_breaking(detail)}</p></main></html>\n'
    )


def _breaking(detail: str) -> str:
    return html.escape(detail).replace("\n", "<br>")


_BODIES: Final = {
    HTML.media_type: _html,
    PROBLEM: _json,
    PLAIN: _plain,
    TURTLE.media_type: _commented,
    N_TRIPLES.media_type: _commented,
    RDF_XML.media_type: _rdf_xml,
}
