"""Answers that say what is wrong, in the format and the language that were asked for.

https://www.rfc-editor.org/rfc/rfc9457 for JSON. In RDF there is nothing to say about a thing that
is not there: those formats get an empty graph with the message as a comment.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from lod_archive.server.negotiation import preferred
from lod_archive.server.pages import page
from lod_archive.server.responses import METHODS, Response, response
from lod_archive.server.sentences import Sentence
from lod_archive.server.visitors import Visitor
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.vocab.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    405: "Метод не поддерживается",
    406: "В этом формате недоступно",
    408: "Запрос не пришёл вовремя",
    413: "Слишком много данных",
    414: "Слишком длинный адрес",
    415: "Неподдерживаемый тип данных",
    422: "Превышен предел",
    500: "Ошибка сервера",
    503: "Сейчас нельзя ответить",
    507: "Нет места",
}
"""Status → what it is called; in English as HTTP calls it."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong.

    :param title: the name of the status, in the language of the visitor.
    :param said: why, each with the language that it is in.
    """

    status: int
    title: str
    said: Sequence[tuple[str, str]]
    visitor: Visitor

    @property
    def detail(self) -> str:
        return "\n".join(text for text, _ in self.said)

    @property
    def line(self) -> str:
        return f"{self.status} {self.title}: {self.detail}"


def problem(
    status: int,
    said: Sentence | Sequence[Sentence],
    visitor: Visitor,
    headers: tuple[tuple[str, str], ...] = (),
    vary: str = "Accept, Accept-Language",
) -> Response:
    """An answer with this status that says what is wrong; in plain text if nothing else is liked.

    >>> visitor = Visitor("application/json", "ru")
    >>> answer = problem(404, Sentence("Not here.", "Здесь нет."), visitor)
    >>> print(answer.body.decode().strip())
    {
     "status": 404,
     "title": "Не найдено",
     "detail": "Здесь нет."
    }
    """
    sentences = [said] if isinstance(said, Sentence) else said
    title = HTTPStatus(status).phrase
    if visitor.language == "ru":
        title = _IN_RUSSIAN.get(status, title)
    made = _Problem(status, title, [each.to(visitor.language) for each in sentences], visitor)
    media_type = preferred(visitor.accept or PLAIN, _OFFERS, _ALIASES) or PLAIN
    charset = "" if media_type == PROBLEM else "; charset=utf-8"
    given = [
        ("content-type", media_type + charset),
        ("content-language", visitor.language),
        ("vary", vary),
        *headers,
    ]
    return response(status, given, _BODIES[media_type](made).encode())


def not_found(visitor: Visitor) -> Response:
    """404."""
    said = Sentence("There is nothing at this address.", "По этому адресу ничего нет.")
    return problem(404, said, visitor)


def method_not_allowed(visitor: Visitor, allowed: tuple[str, ...] = METHODS) -> Response:
    """405."""
    names = ", ".join(allowed)
    said = Sentence(
        f"Only {names} can be asked of this address.",
        f"Этот адрес принимает только {names}.",
    )
    return problem(405, said, visitor, (("allow", names),))


def _plain(problem: _Problem) -> str:
    return f"{problem.line}\n"


def _commented(problem: _Problem) -> str:
    return f"# {' '.join(problem.line.split())}\n"


def _rdf_xml(problem: _Problem) -> str:
    """In a comment no hyphen follows another: https://www.w3.org/TR/xml/#sec-comments."""
    said = re.sub("-(?=-)", "- ", UNPUBLISHABLE.sub("\N{REPLACEMENT CHARACTER}", problem.line))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {said} -->\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'
    )


def _json(problem: _Problem) -> str:
    fields = {"status": problem.status, "title": problem.title, "detail": problem.detail}
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _html(problem: _Problem) -> str:
    return page("problem.html", problem.visitor, problem=problem).decode()


_BODIES: Final[Mapping[str, Callable[[_Problem], str]]] = {
    HTML.media_type: _html,
    PROBLEM: _json,
    PLAIN: _plain,
    TURTLE.media_type: _commented,
    N_TRIPLES.media_type: _commented,
    RDF_XML.media_type: _rdf_xml,
}
