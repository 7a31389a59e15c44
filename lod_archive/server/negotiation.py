"""Which of several representations a request prefers: ``Accept``.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_ELEMENT: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
"""An element of a list; commas may stand within quotation marks."""
_PARAMETER: Final = re.compile(r'\s*;\s*([\w!#$%&\'*+.^`|~-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;",]+)')
_RANGE: Final = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*")
_QUALITY: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_REMEMBERED: Final = 512
"""How many headers are remembered: clients send the same few."""


@dataclass(frozen=True, slots=True)
class MediaRange:
    """What a client accepts, such as ``text/*``, and how much it likes it, up to 1."""

    name: str
    quality: float


def media_ranges(accept: str) -> tuple[MediaRange, ...]:
    """The media ranges of an ``Accept`` header. What is malformed is left out.

    Parameters but ``q`` are not looked at: JSON-LD is JSON-LD, whatever profile is asked for.

    >>> ranges = media_ranges('text/turtle;q=0.5, text/*;q=2, nonsense, a/b;profile="c,d"')
    >>> [(each.name, each.quality) for each in ranges]
    [('text/turtle', 0.5), ('a/b', 1.0)]
    """
    ranges = (_media_range(element) for element in _ELEMENT.findall(accept))
    return tuple(each for each in ranges if each is not None)


def _media_range(element: str) -> MediaRange | None:
    named = _RANGE.match(element)
    if named is None or (named[1] == "*" and named[2] != "*"):
        return None
    quality, end = 1.0, named.end()
    while parameter := _PARAMETER.match(element, end):
        end = parameter.end()
        if parameter[1].lower() == "q":
            if not _QUALITY.fullmatch(parameter[2]):
                return None
            quality = float(parameter[2])
    if element[end:].strip():
        return None
    return MediaRange(f"{named[1]}/{named[2]}".lower(), quality)


def preferred(
    accept: str | None, offers: tuple[str, ...], aliases: Mapping[str, str] | None = None
) -> str | None:
    """The media type among those offered that a client likes best; None if it likes none.

    :param accept: the header; None, or one with nothing in it that is well-formed, likes all.
    :param offers: from our most to our least liked, which decides where the client does not.
    :param aliases: another name of a media type → the name under which it is offered.

    >>> offers = ("text/html", "text/turtle", "application/ld+json")
    >>> preferred("text/html;q=0.5, */*;q=0.6", offers), preferred("*/*, text/html;q=0", offers)
    ('text/turtle', 'text/turtle')
    >>> preferred("application/json", offers, {"application/json": "application/ld+json"})
    'application/ld+json'
    >>> preferred("image/png", offers)
    """
    known = tuple((aliases or {}).items())
    return _preferred(accept or "", offers, known)


@lru_cache(_REMEMBERED)
def _preferred(
    accept: str, offers: tuple[str, ...], aliases: tuple[tuple[str, str], ...]
) -> str | None:
    ranges = media_ranges(accept)
    if not ranges:
        return offers[0] if offers else None
    names = {offer: {offer} for offer in offers}
    for alias, offer in aliases:
        if offer in names:
            names[offer].add(alias)
    qualities = {offer: _quality(offer, names[offer], ranges) for offer in offers}
    best = max(qualities.values(), default=0.0)
    return next((offer for offer in offers if best and qualities[offer] == best), None)


def preferred_language(accept: str, offers: Sequence[str]) -> str:
    """The language among those offered that a client likes best; the first if it likes none.

    A language that is asked for by region is one that is asked for:
    https://www.rfc-editor.org/rfc/rfc4647#section-3.4

    >>> preferred_language("de, ru-RU;q=0.8, en;q=0.5", ("en", "ru"))
    'ru'
    >>> preferred_language("de, *;q=0.5", ("en", "ru")), preferred_language("", ("en", "ru"))
    ('en', 'en')
    """
    liked: dict[str, float] = {}
    for element in accept.split(","):
        tag, _, parameter = element.partition(";")
        name, _, quality = parameter.partition("=")
        if not parameter.strip() or (name.strip() == "q" and _QUALITY.fullmatch(quality.strip())):
            language = tag.strip().lower().partition("-")[0]
            liked[language] = max(liked.get(language, 0.0), float(quality or 1))
    qualities = [liked.get(offer, liked.get("*", 0.0)) for offer in offers]
    return offers[qualities.index(max(qualities))]


def _quality(offer: str, names: Collection[str], ranges: Sequence[MediaRange]) -> float:
    """How much a client likes what is offered: what it says most precisely counts."""
    kind = offer.partition("/")[0]
    for said in (names, {f"{kind}/*"}, {"*/*"}):
        found = [each.quality for each in ranges if each.name in said]
        if found:
            return max(found)
    return 0.0
