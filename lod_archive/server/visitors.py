"""Who asks: the format and the language that a request prefers, and the archive it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qs

from lod_archive.server.frame import Around
from lod_archive.server.negotiation import preferred_language
from lod_archive.server.responses import READING, request_header
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from lod_archive.server.responses import Scope

AROUND: Final = "lod_archive.around"
"""The key by which a scope has what stands around pages."""
SWITCH: Final = "lang"
"""The parameter by which people switch to another language."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who reads an answer.

    :param accept: the request's ``Accept``; None if it has none.
    :param language: that of pages which is preferred.
    :param around: what stands around the pages that are shown.
    :param query: that of the address; None where the address is not one to look at.
    """

    accept: str | None = None
    language: str = PAGE_LANGUAGES[0]
    around: Around = field(default_factory=Around)
    query: str | None = None

    @classmethod
    def of(cls, scope: Scope) -> Self:
        """Who makes a request."""
        accept = request_header(scope, b"accept") or None
        languages = request_header(scope, b"accept-language")
        made = cls.asking(accept, languages, scope["query_string"], scope.get(AROUND) or Around())
        return made if scope["method"] in READING else replace(made, query=None)

    @classmethod
    def asking(cls, accept: str | None, languages: str, query: bytes, around: Around) -> Self:
        """Who asks so; the language is that which they have switched to, or their browser names.

        :param languages: ``Accept-Language``.

        >>> Visitor.asking(None, "ru-RU, de", b"q=pit", Around()).language
        'ru'
        >>> Visitor.asking(None, "ru", b"q=pit&lang=en", Around()).language
        'en'
        """
        language = preferred_language(switched(query) or languages, PAGE_LANGUAGES)
        return cls(accept, language, around, query.decode("latin-1"))

    @property
    def other_address(self) -> str | None:
        """Where the answer is in the other language, relative to its address.

        >>> Visitor(language="en", query="q=pit&lang=en").other_address
        '?q=pit&lang=ru'
        """
        if self.query is None:
            return None
        other = next(each for each in PAGE_LANGUAGES if each != self.language)
        said = [each for each in self.query.split("&") if each.partition("=")[0] != SWITCH]
        return "?" + "&".join([*filter(None, said), f"{SWITCH}={other}"])


def switched(query: bytes) -> str | None:
    """The language that a query switches to, if it does.

    >>> switched(b"q=pit&lang=ru"), switched(b"lang=tlh"), switched(b"q=pit")
    ('ru', None, None)
    """
    if f"{SWITCH}=".encode() not in query:  # to read all of a long query takes its time
        return None
    asked = parse_qs(query.decode("latin-1")).get(SWITCH, ())
    return next((each for each in asked if each in PAGE_LANGUAGES), None)
