"""The body of a request, within limits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lod_archive.server.responses import Receive

LARGEST: Final = 1 << 20
"""How many bytes a body may have, unless said otherwise."""
SECONDS: Final = 10.0
"""How long it may take to arrive."""


class BodyRefused(Exception):
    """The body is not read to its end.

    :ivar status: that of the answer; None if there is nobody to answer any more.
    """

    def __init__(self, status: int | None, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


async def read_body(receive: Receive, largest: int = LARGEST) -> bytes:
    """All of the body.

    :param largest: how many bytes it may have.
    :raises BodyRefused: if it is too large or comes too slowly, or the client has left.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise BodyRefused(None, "the client has left")
                body += message.get("body", b"")
                if len(body) > largest:
                    raise BodyRefused(413, f"A body may have {largest:,} bytes; this one has more.")
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise BodyRefused(408, f"The body has not arrived in {SECONDS:g} seconds.") from None
