"""The protocol over HTTP: GET with a query string, POST with a form.

https://www.openarchives.org/OAI/openarchivesprotocol.html#ProtocolFeatures
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from lod_archive.server import problems
from lod_archive.server.bodies import BodyRefused, read_body
from lod_archive.server.oai.repository import Repository
from lod_archive.server.oai.responses import answer
from lod_archive.server.responses import response
from lod_archive.server.sentences import Sentence
from lod_archive.server.visitors import Visitor

if TYPE_CHECKING:
    from lod_archive.publish import Publication
    from lod_archive.server.responses import Receive, Response, Scope, Send

PAGE_SIZE: Final = 100
"""How many records a list has at once unless said otherwise."""
_METHODS: Final = ("GET", "HEAD", "POST")
_FORM: Final = "application/x-www-form-urlencoded"
_MOST: Final = 2
"""How many lists are made at the same time."""
_WAITING: Final = 64
"""How many harvesters may wait for their turn; the others are told to come back."""
_BUSY: Final = Sentence("Many are harvesting at the moment; come back in a few seconds.")
_READER: Final = Visitor()
"""Who harvests: a program, that gets plain text where the protocol has no answer."""
_HEADERS: Final = (
    ("content-type", "text/xml; charset=utf-8"),
    ("access-control-allow-origin", "*"),
)
_ARGUMENTS: Final = 50
"""More than any request has."""


class Oai:
    """The application, for one publication.

    :param page_size: how many records a list has at once.
    :raises PublicationError: if the publication cannot be harvested.
    """

    def __init__(self, publication: Publication, page_size: int = PAGE_SIZE) -> None:
        self._repository = Repository(publication)
        self._page_size = page_size
        self._turn = asyncio.Semaphore(_MOST)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of ASGI."""
        answered = await self._answered(scope, receive)
        if answered is not None:
            await answered.send(send, has_body=scope["method"] != "HEAD")

    def close(self) -> None:
        """Let go of the publication."""
        self._repository.close()

    async def _answered(self, scope: Scope, receive: Receive) -> Response | None:
        method = scope["method"]
        if method not in _METHODS:
            return problems.method_not_allowed(_READER, _METHODS)
        said = scope["query_string"]
        if method == "POST":
            if _content_type(scope) != _FORM:
                return problems.problem(415, Sentence(f"Arguments are sent as {_FORM}."), _READER)
            try:
                said = await read_body(receive)
            except BodyRefused as refused:
                if refused.status is None:
                    return None
                return problems.problem(refused.status, refused.said, _READER)
        pairs = _pairs(said)
        if self._waiting >= _WAITING:
            return problems.problem(503, _BUSY, _READER, (("retry-after", "5"),))
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            now = datetime.now(UTC)
            body = await asyncio.to_thread(answer, self._repository, pairs, now, self._page_size)
        finally:
            self._turn.release()
        return response(200, _HEADERS, body)


def _pairs(said: bytes) -> list[tuple[str, str]]:
    """The arguments; none that the protocol could know if there are too many."""
    try:
        return parse_qsl(
            said.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_ARGUMENTS
        )
    except ValueError:
        return []


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1").partition(";")[0].strip().lower())
    return ""
