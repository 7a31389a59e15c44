"""Answers that say what is wrong, in the format and the language that were asked for.

https://www.rfc-editor.org/rfc/rfc9457 for JSON. In RDF there is nothing to say about a thing that
is not there: those formats get an empty graph with the message as a comment.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from lod_archive.server import frame
from lod_archive.server.negotiation import preferred
from lod_archive.server.readers import Reader, Said
from lod_archive.server.responses import METHODS, Response, response
from lod_archive.vocab.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2

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
_IN_RUSSIAN: Final[Mapping[int, str]] = {
    400: "Неверный запрос",
    403: "Запрещено",
    404: "Не найдено",
    405: "Так обращаться нельзя",
    406: "В таком виде этого нет",
    408: "Запрос не пришёл вовремя",
    413: "Слишком много данных",
    414: "Слишком длинный адрес",
    415: "Неизвестный вид данных",
    422: "Запрос остановлен",
    500: "Ошибка сервера",
    503: "Сейчас нельзя ответить",
    507: "Нет места",
}
"""Status → what it is called; in English as HTTP calls it."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong.

    :param title: the name of the status, in the language of the reader.
    :param language: that of the detail.
    """

    status: int
    title: str
    detail: str
    language: str
    reader: Reader

    @property
    def line(self) -> str:
        return f"{self.status} {self.title}: {self.detail}"


def problem(
    status: int,
    said: Said,
    reader: Reader,
    headers: tuple[tuple[str, str], ...] = (),
    vary: str = "Accept, Accept-Language",
) -> Response:
    """An answer with this status that says what is wrong; in plain text if nothing else is liked.

    >>> answer = problem(404, Said("Not here.", "Здесь нет."), Reader("application/json", "ru"))
    >>> print(answer.body.decode().strip())
    {
     "status": 404,
     "title": "Не найдено",
     "detail": "Здесь нет."
    }
    """
    detail, language = said.to(reader.language)
    title = HTTPStatus(status).phrase
    if reader.language == "ru":
        title = _IN_RUSSIAN.get(status, title)
    media_type = preferred(reader.accept or PLAIN, _OFFERS, _ALIASES) or PLAIN
    body = _BODIES[media_type](_Problem(status, title, detail, language, reader)).encode()
    charset = "" if media_type == PROBLEM else "; charset=utf-8"
    given = [("content-type", media_type + charset), ("vary", vary), *headers]
    return response(status, given, body)


def not_found(reader: Reader) -> Response:
    """404."""
    said = Said("There is nothing at this address.", "По этому адресу ничего нет.")
    return problem(404, said, reader)


def method_not_allowed(reader: Reader, allowed: tuple[str, ...] = METHODS) -> Response:
    """405."""
    names = ", ".join(allowed)
    said = Said(
        f"Only {names} can be asked of this address.",
        f"К этому адресу обращаются только так: {names}.",
    )
    return problem(405, said, reader, (("allow", names),))


def _plain(said: _Problem) -> str:
    return f"{said.line}\n"


def _commented(said: _Problem) -> str:
    return f"# {' '.join(said.line.split())}\n"


def _rdf_xml(said: _Problem) -> str:
    comment = html.escape(said.line).replace("--", "- -")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {comment} -->\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'
    )


def _json(said: _Problem) -> str:
    fields = {"status": said.status, "title": said.title, "detail": said.detail}
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _html(said: _Problem) -> str:
    reader = said.reader
    around = frame.frame("", reader.language, {}, root=reader.root)
    return _environment().get_template("problem.html").render(problem=said, **around)


@cache
def _environment() -> jinja2.Environment:
    return frame.environment("lod_archive.server")


_BODIES: Final[Mapping[str, Callable[[_Problem], str]]] = {
    HTML.media_type: _html,
    PROBLEM: _json,
    PLAIN: _plain,
    TURTLE.media_type: _commented,
    N_TRIPLES.media_type: _commented,
    RDF_XML.media_type: _rdf_xml,
}
