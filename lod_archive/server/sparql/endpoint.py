"""The endpoint as an application: requests in, answers of the governor out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from lod_archive.query.governor import Answer, Governor, Question, Unwritable
from lod_archive.query.governor.messages import write_question
from lod_archive.server import problems
from lod_archive.server.bodies import BodyRefused, read_body
from lod_archive.server.leaving import unless_left
from lod_archive.server.negotiation import preferred
from lod_archive.server.responses import request_header, response
from lod_archive.server.sparql.answers import (
    KEPT,
    not_acceptable,
    problem,
    refusal,
    send_answer,
    typed,
)
from lod_archive.server.sparql.description import description
from lod_archive.server.sparql.formats import BY_NAME, GRAPH_ALIASES, GRAPHS, ROW_ALIASES, ROWS
from lod_archive.server.sparql.protocol import Asked, Described, Refused, read_request
from lod_archive.server.visitors import Visitor
from lod_archive.vocab.formats import HTML, SPARQL_JSON, TURTLE

if TYPE_CHECKING:
    from lod_archive.publish.publication import Facts
    from lod_archive.server.editor import EditorPage
    from lod_archive.server.responses import Receive, Response, Scope, Send

_METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")


class Endpoint:
    """Answers the SPARQL 1.1 Protocol, for reading, over one publication.

    The default graph is the union of all graphs; the prefixes of the archive need no declaration.

    :param page: what people see; without it they get what machines do.
    """

    def __init__(self, facts: Facts, governor: Governor, page: EditorPage | None = None) -> None:
        self._facts = facts
        self._governor = governor
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        visitor = Visitor.of(scope)
        if scope["method"] not in _METHODS:
            await problems.method_not_allowed(visitor, _METHODS).send(send)
        elif scope["method"] == "OPTIONS":
            await _OPTIONS.send(send)
        else:
            await self._answer(scope, visitor, receive, send)

    async def _answer(self, scope: Scope, visitor: Visitor, receive: Receive, send: Send) -> None:
        method = scope["method"]
        try:
            body = await read_body(receive) if method == "POST" else b""
        except BodyRefused as refused:
            if refused.status is not None:
                await problems.problem(refused.status, refused.said, visitor).send(send)
            return
        kind = request_header(scope, b"content-type")
        match read_request(
            "POST" if method == "POST" else "GET", scope["query_string"], kind, body
        ):
            case Refused(status, said):
                await problems.problem(status, said, visitor).send(send)
            case Described(edit):
                described = self._described(scope, visitor, edit)
                await described.send(send, has_body=method != "HEAD")
            case Asked() as asked:
                await self._asked(asked, scope, visitor, receive, send)

    def _described(self, scope: Scope, visitor: Visitor, edit: str | None) -> Response:
        page, accept = self._page, visitor.accept
        offers = (*GRAPHS, HTML.media_type) if page and accept else GRAPHS
        chosen = preferred(accept, offers, GRAPH_ALIASES)
        if page and (edit is not None or chosen == HTML.media_type):
            return page.form(visitor, edit)
        if chosen is None:
            return not_acceptable(GRAPHS, visitor)
        has_services = bool(self._governor.limits.services)
        body = description(self._facts, chosen, has_services=has_services)
        return response(200, [("content-type", typed(chosen)), ("vary", "Accept")], body)

    async def _asked(
        self, asked: Asked, scope: Scope, visitor: Visitor, receive: Receive, send: Send
    ) -> None:
        question = _question(asked, visitor.accept)
        etag = self._etag(question)
        if etag is not None and etag in request_header(scope, b"if-none-match"):
            await response(304, [("etag", etag), *KEPT]).send(send)
            return
        client = (scope.get("client") or ("",))[0]
        outcome = await unless_left(self._governor.ask(question, client), receive)
        if isinstance(outcome, Answer) and self._page and asked.form == HTML.extension:
            await self._shown(self._page, asked.sparql, outcome, visitor).send(send)
        elif isinstance(outcome, Answer):
            await send_answer(outcome, etag, send, has_body=scope["method"] != "HEAD")
        elif (
            outcome is not None
            and self._page
            and asked.form == HTML.extension
            and not isinstance(outcome, Unwritable)
        ):
            status, said = refusal(outcome)
            refused = self._page.refused(visitor, asked.sparql, status, said)
            await refused.send(send)
        elif outcome is not None:
            await problem(outcome, visitor).send(send)

    def _shown(self, page: EditorPage, sparql: str, answer: Answer, visitor: Visitor) -> Response:
        """An answer as a page; graphs are sent as they are."""
        data = answer.body if answer.file is None else answer.file.read()
        answer.release()
        if answer.media_type == SPARQL_JSON.media_type:
            return page.rows(visitor, sparql, data)
        return response(200, [("content-type", typed(answer.media_type))], data)

    def _etag(self, question: Question) -> str | None:
        """An entity tag: the same question to the same dataset has the same answer, mostly."""
        if not question.is_steady:
            return None
        said = self._facts.dataset.sha256.encode() + write_question(question)
        return f'"{hashlib.sha256(said).hexdigest()[:32]}"'


def _question(asked: Asked, accept: str | None) -> Question:
    """What the readers are asked. A format that is not known here is not looked at."""
    known = BY_NAME.get(asked.form or "")
    if asked.form == HTML.extension:
        known = SPARQL_JSON.media_type, TURTLE.media_type
    rows, graph = known or (
        preferred(accept, ROWS, ROW_ALIASES),
        preferred(accept, GRAPHS, GRAPH_ALIASES),
    )
    return Question(asked.sparql, rows, graph, asked.default_graphs, asked.named_graphs)


_OPTIONS: Final = response(
    204,
    [
        ("allow", ", ".join(_METHODS)),
        ("access-control-allow-methods", ", ".join(_METHODS)),
        ("access-control-allow-headers", "Accept, Content-Type, If-None-Match"),
        ("access-control-max-age", "86400"),
    ],
)
