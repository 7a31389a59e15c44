"""Short addresses for queries, so that they can be shared: ``/q/…``.

A query is kept under the beginning of its hash: the same query has the same address, and nobody
can choose one. What is kept are texts that nobody runs until somebody asks for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sqlite3
from base64 import b32encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lod_archive.errors import ServerError
from lod_archive.server import problems
from lod_archive.server.bodies import BodyRefused, read_body
from lod_archive.server.responses import Response, response
from lod_archive.server.sentences import Sentence, counted
from lod_archive.server.visitors import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.server.responses import Receive, Scope, Send

_LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "q"
"""The first segment of their addresses."""
_LENGTH: Final = 10
"""How many letters an address has: 50 bits."""
_LONGEST: Final = 20_000
"""How many bytes a query may have."""
_MOST: Final = 100_000
"""How many queries are kept."""
_UNUSABLE: Final = Sentence(
    "Short addresses cannot be had now.", "Короткие адреса сейчас недоступны."
)
_NOT_UTF8: Final = Sentence("A query is expected, in UTF-8.", "Нужен запрос в кодировке UTF-8.")
_WRONG_SIZE: Final = Sentence(
    f"A query has 1 to {counted(_LONGEST, 'en')} bytes.",
    f"Запрос занимает от 1 до {counted(_LONGEST, 'ru')} байт.",
)
_FULL: Final = Sentence("There are too many short addresses.", "Коротких адресов слишком много.")
_TABLE: Final = "CREATE TABLE IF NOT EXISTS link (name TEXT PRIMARY KEY, query TEXT NOT NULL)"


class ShortLinks:
    """Answers ``POST /q/`` with the address of a query, and ``GET /q/…`` with the way to it.

    :param file: where queries are kept; it is made if it is not there.
    :param prefix: what stands before every path.
    :raises ServerError: if the file cannot be used for that.
    """

    def __init__(self, file: Path, prefix: str = "") -> None:
        self._file = file
        self._prefix = prefix
        try:
            with self._connected() as connection:
                connection.execute(_TABLE)
                connection.execute("SELECT name, query FROM link LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise ServerError(
                f"cannot keep short links in {file}: {error}",
                hint="name a file in a folder that is there and can be written in, with --links",
            ) from None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        visitor = Visitor.of(scope)
        try:
            answer = await self._answer(scope, receive, visitor)
        except sqlite3.Error:
            _LOG.exception("cannot use %s", self._file)
            answer = problems.problem(503, _UNUSABLE, visitor)
        await answer.send(send, has_body=scope["method"] != "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, visitor: Visitor) -> Response:
        name = scope["path"].removeprefix(f"/{FOLDER}").removeprefix("/")
        if scope["method"] == "POST" and not name:
            return await self._posted(receive, visitor)
        if scope["method"] in ("GET", "HEAD"):
            return await asyncio.to_thread(self._found, name, visitor)
        return problems.method_not_allowed(visitor, ("GET", "HEAD", "POST"))

    async def _posted(self, receive: Receive, visitor: Visitor) -> Response:
        try:
            query = (await read_body(receive)).decode("utf-8")
        except BodyRefused as refused:
            return problems.problem(refused.status or 400, refused.said, visitor)
        except UnicodeDecodeError:
            return problems.problem(400, _NOT_UTF8, visitor)
        if not query.strip() or len(query.encode()) > _LONGEST:
            return problems.problem(413, _WRONG_SIZE, visitor)
        name = await asyncio.to_thread(self._keep, query)
        if name is None:
            return problems.problem(507, _FULL, visitor)
        location = f"{self._prefix}/{FOLDER}/{name}"
        body = json.dumps({"path": f"{FOLDER}/{name}"}).encode()
        headers = [("content-type", "application/json"), ("location", location)]
        return response(201, headers, body)

    def _keep(self, query: str) -> str | None:
        """The name of a query, kept by now; None if there is no room."""
        digest = hashlib.sha256(query.encode()).digest()
        name = b32encode(digest).decode("ascii")[:_LENGTH].lower()
        with self._connected() as connection:
            (number,) = connection.execute("SELECT COUNT(*) FROM link").fetchone()
            if number >= _MOST and self._query(connection, name) is None:
                return None
            connection.execute("INSERT OR IGNORE INTO link VALUES (?, ?)", (name, query))
        return name

    def _found(self, name: str, visitor: Visitor) -> Response:
        with self._connected() as connection:
            query = self._query(connection, name)
        if query is None:
            return problems.not_found(visitor)
        location = f"{self._prefix}/sparql?edit={quote(query, safe='')}"
        return response(303, [("location", location)])

    def _query(self, connection: sqlite3.Connection, name: str) -> str | None:
        found = connection.execute("SELECT query FROM link WHERE name = ?", (name,)).fetchone()
        return found and str(found[0])

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept at the end."""
        with closing(sqlite3.connect(self._file, timeout=5.0)) as connection, connection:
            yield connection
