"""How the endpoint answers: what the governor says of a query, in HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from lod_archive.query.governor import (
    Answer,
    Broken,
    Busy,
    Limited,
    Mistake,
    Outcome,
    Unwritable,
)
from lod_archive.server import problems
from lod_archive.server.responses import response
from lod_archive.server.sentences import Sentence, counted
from lod_archive.server.sparql.formats import GRAPHS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.server.responses import Response, Send
    from lod_archive.server.visitors import Visitor

KEPT: Final = (("cache-control", "public, max-age=0, must-revalidate"),)
"""What is said of an answer that may be kept: ask whether it is still the same."""
_STALLED: Final = 60.0
"""How many seconds a client may take nothing of its answer."""
_PIECE: Final = 1 << 18
_BUSY: Final = Sentence(
    "Too many queries are waiting.", "Своей очереди ждёт слишком много запросов."
)
_LIMITS: Final = {
    "time": ("{} s", "на ответ даётся {} с"),
    "memory": ("{} MB", "памяти даётся {} МБ"),
    "rows": ("{} rows", "строк в ответе может быть {}"),
    "size": ("{} bytes", "ответ может занимать {} байт"),
}
"""What a limit is called, with what it allows."""


async def send_answer(answer: Answer, etag: str | None, send: Send, *, has_body: bool) -> None:
    """Send an answer, and let go of it.

    :param etag: its entity tag, if it may be kept.
    :raises TimeoutError: if the client takes nothing of it for a minute.
    """
    headers = [
        ("content-type", typed(answer.media_type)),
        ("content-length", str(answer.size)),
        ("vary", "Accept"),
    ]
    headers += [("etag", etag), *KEPT] if etag else [("cache-control", "no-store")]
    try:
        if answer.file is None or not has_body:
            await response(200, headers, answer.body).send(send, has_body=has_body)
            return
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": response(200, headers).headers,
            }
        )
        while piece := await asyncio.to_thread(answer.file.read, _PIECE):
            async with asyncio.timeout(_STALLED):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        answer.release()


def problem(outcome: Outcome, visitor: Visitor) -> Response:
    """What is said where there is no answer."""
    if isinstance(outcome, Unwritable):
        return not_acceptable((*ROWS, *GRAPHS), visitor)
    retry = (("retry-after", str(outcome.seconds)),) if isinstance(outcome, Busy) else ()
    return problems.problem(*refusal(outcome), visitor, retry)


def refusal(outcome: Outcome) -> tuple[int, Sentence]:
    """The status of what is no answer, and what is said of it."""
    match outcome:
        case Mistake(message, line, column):
            place = "" if line is None else f"line {line}, column {column}: "
            return 400, Sentence(place + message)
        case Limited(limit, allowed):
            return 422, _stopped(limit, allowed)
        case Busy():
            return 503, _BUSY
        case Broken(message):
            return 500, Sentence(f"The query was not answered: {message}.")
    raise AssertionError(outcome)


def _stopped(limit: str, allowed: float) -> Sentence:
    english, russian = _LIMITS[limit]
    return Sentence(
        f"The query was stopped: the limit of {limit} is {english.format(counted(allowed, 'en'))}.",
        f"Запрос остановлен: {russian.format(counted(allowed, 'ru'))}.",
    )


def not_acceptable(media_types: Iterable[str], visitor: Visitor) -> Response:
    """406, with what there is."""
    names = ", ".join(media_types)
    said = Sentence(f"This is to be had as {names}.", f"Это можно получить в форматах {names}.")
    return problems.problem(406, said, visitor)


def typed(media_type: str) -> str:
    """The value of ``Content-Type`` for a media type."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
