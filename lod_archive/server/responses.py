"""Answers before they are sent: a status, headers, and a body that is at hand or in a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias

from lod_archive.publish.hosting import SECURITY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

Scope: TypeAlias = "Mapping[str, Any]"
Headers: TypeAlias = "Iterable[tuple[bytes, bytes]]"
"""As HTTP has them, names in lower case."""
Receive: TypeAlias = "Callable[[], Awaitable[dict[str, Any]]]"
Send: TypeAlias = "Callable[[dict[str, Any]], Awaitable[None]]"
Application: TypeAlias = "Callable[[Scope, Receive, Send], Awaitable[None]]"
"""https://asgi.readthedocs.io/en/latest/specs/www.html"""

METHODS: Final = ("GET", "HEAD", "OPTIONS")
READING: Final = ("GET", "HEAD")
_START: Final = "http.response.start"
_BODY: Final = "http.response.body"
_PIECE: Final = 1 << 18
"""How many bytes of a file are sent at once."""


def request_header(scope: Scope, name: bytes) -> str:
    """What a header of a request says, all of it if it stands there more than once; else nothing.

    >>> request_header({"headers": [(b"accept", b"text/html"), (b"accept", b"*/*")]}, b"accept")
    'text/html, */*'
    """
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer.

    :param headers: as HTTP has them, names in lower case.
    :param open_file: opens the file that the body is in, if it is not at hand.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""
    open_file: Callable[[], BinaryIO] | None = None
    etag: str | None = None

    async def send(self, send: Send, *, has_body: bool = True) -> None:
        """Send it; without its body in answer to HEAD.

        :raises FileNotFoundError: if the file is gone; nothing has been sent then.
        """
        start = {"type": _START, "status": self.status, "headers": self.headers}
        if self.open_file is None or not has_body:
            await send(start)
            await send({"type": _BODY, "body": self.body if has_body else b""})
            return
        with self.open_file() as file:
            await send(start)
            while piece := await asyncio.to_thread(file.read, _PIECE):
                await send({"type": _BODY, "body": piece, "more_body": True})
        await send({"type": _BODY, "body": b""})


class Sending:
    """Sends on, and notes what has been sent.

    :ivar status: that of the answer; None before it begins.
    :ivar size: how many bytes its body has so far.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.size = 0

    async def __call__(self, message: dict[str, Any]) -> None:
        """Send a message of ASGI."""
        if message["type"] == _START:
            self.status = message["status"]
        elif message["type"] == _BODY:
            self.size += len(message.get("body", b""))
        await self._send(message)


def encoded(headers: Iterable[tuple[str, str]]) -> tuple[tuple[bytes, bytes], ...]:
    """Headers as HTTP has them. What is not ASCII stands percent-encoded in IRIs already.

    >>> encoded([("vary", "Accept")])
    ((b'vary', b'Accept'),)
    """
    return tuple((name.encode("ascii"), value.encode("ascii")) for name, value in headers)


def response(
    status: int, headers: Iterable[tuple[str, str]], body: bytes = b"", **more: Any
) -> Response:
    """An answer with these headers, its length, and what every answer says."""
    given = [*headers]
    if not any(name == "content-length" for name, _ in given) and status not in (204, 304):
        given.append(("content-length", str(len(body))))
    return Response(status, encoded(given) + _SECURITY, body, **more)


_SECURITY: Final = encoded(SECURITY)
