"""Who reads an answer, and what is said to people in more than one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qs

from lod_archive.server.negotiation import preferred_language
from lod_archive.server.responses import request_header
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from lod_archive.server.responses import Scope

SWITCH: Final = "lang"
"""The parameter by which people switch to another language."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in the languages of pages.

    :param ru: None if there is none, as for what a library says.
    """

    en: str
    ru: str | None = None

    def to(self, language: str) -> tuple[str, str]:
        """The sentence for those who prefer a language, and the language that it is in.

        >>> Said("Yes.", "Да.").to("ru"), Said("Yes.").to("ru")
        (('Да.', 'ru'), ('Yes.', 'en'))
        """
        return (self.ru, "ru") if language == "ru" and self.ru is not None else (self.en, "en")

    def followed_by(self, other: Said) -> Said:
        """Both, each language for itself; what one of them lacks is said in English.

        >>> Said("No such thing.").followed_by(Said(" Try again.", " Попробуйте ещё раз."))
        Said(en='No such thing. Try again.', ru='No such thing. Попробуйте ещё раз.')
        """
        if self.ru is None and other.ru is None:
            return Said(self.en + other.en)
        return Said(self.en + other.en, self.to("ru")[0] + other.to("ru")[0])


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads an answer.

    :param accept: the request's ``Accept``; None if it has none.
    :param language: that of pages which is preferred.
    :param root: what leads from the address to the top of the archive.
    """

    accept: str | None = None
    language: str = PAGE_LANGUAGES[0]
    root: str = ""

    @classmethod
    def at(cls, path: str, accept: str | None, languages: str) -> Self:
        """Who asks for a path, relative to the top of the archive.

        :param languages: ``Accept-Language``.

        >>> Reader.at("doc/event/strike", None, "ru")
        Reader(accept=None, language='ru', root='../../')
        """
        return cls(accept, preferred_language(languages, PAGE_LANGUAGES), "../" * path.count("/"))

    @classmethod
    def of(cls, scope: Scope) -> Self:
        """Who makes a request, whose path begins at the top of the archive."""
        path = scope["path"].removeprefix("/")
        accept = request_header(scope, b"accept") or None
        return cls.at(path, accept, languages(scope))


def languages(scope: Scope) -> str:
    """What languages people want pages in: as they have switched, or as their browser says.

    >>> languages({"query_string": b"q=pit&lang=ru", "headers": [(b"accept-language", b"en")]})
    'ru'
    """
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(SWITCH, ())
    switched = next((each for each in asked if each in PAGE_LANGUAGES), None)
    return switched or request_header(scope, b"accept-language")
