"""The body of a request, within limits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from lod_archive.server.sentences import Sentence, counted

if TYPE_CHECKING:
    from lod_archive.server.responses import Receive

LARGEST: Final = 1 << 20
"""How many bytes a body may have, unless said otherwise."""
SECONDS: Final = 10.0
"""How long it may take to arrive."""
_TOO_SLOW: Final = Sentence(
    f"The body has not arrived in {SECONDS:g} seconds.",
    f"Тело запроса не пришло за {SECONDS:g} секунд.",
)


class BodyRefused(Exception):
    """The body is not read to its end.

    :ivar status: that of the answer; None if there is nobody to answer any more.
    :ivar said: why.
    """

    def __init__(self, status: int | None, said: Sentence) -> None:
        super().__init__(said.en)
        self.status = status
        self.said = said


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
                    raise BodyRefused(None, Sentence("The client has left."))
                body += message.get("body", b"")
                if len(body) > largest:
                    raise BodyRefused(413, _too_large(largest))
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise BodyRefused(408, _TOO_SLOW) from None


def _too_large(largest: int) -> Sentence:
    return Sentence(
        f"A body may have {counted(largest, 'en')} bytes; this one has more.",
        f"Тело запроса может занимать не больше {counted(largest, 'ru')} байт, а это больше.",
    )
