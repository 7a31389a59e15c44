"""Texts with the words marked that were looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lod_archive.query.labels import Text
from lod_archive.query.search.spelling import Word, words
from lod_archive.query.search.terms import SearchTerm

_WIDTH: Final = 220
"""Characters of an excerpt, about."""
_BEFORE: Final = 60
"""Characters before the first word that was looked for, about."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, or a part of one around the words that were looked for.

    :param language: its language tag, if it has one.
    """

    fragments: tuple[Fragment, ...]
    language: str | None = None

    @property
    def text(self) -> str:
        """The excerpt without marks."""
        return "".join(fragment.text for fragment in self.fragments)

    @property
    def matches(self) -> int:
        """How many words are marked."""
        return sum(fragment.is_match for fragment in self.fragments)


class Marker:
    """Marks, in any number of texts, the words that a term matches.

    >>> marker = Marker([SearchTerm("stakhanov", ("stahanov",))])
    >>> marker.mark(Text("Рекорд Стаханова", "ru")).fragments
    (Fragment(text='Рекорд ', is_match=False), Fragment(text='Стаханова', is_match=True))
    """

    def __init__(self, terms: Sequence[SearchTerm]) -> None:
        self._terms = terms
        self._known: dict[str, bool] = {}

    def mark(self, text: Text) -> Excerpt:
        """The text with the words marked, cut around the first of them if it is long."""
        found = [word for word in words(text.text) if self._matches(word.written)]
        start, end = _window(text.text, found[0].start if found else 0)
        pieces = list(_pieces(text.text, found, start, end))
        if start:
            pieces.insert(0, Fragment("… "))
        if end < len(text.text):
            pieces.append(Fragment(" …"))
        return Excerpt(tuple(pieces), text.language)

    def _matches(self, written: str) -> bool:
        known = self._known.get(written)
        if known is None:
            known = any(term.matches(written) for term in self._terms)
            self._known[written] = known
        return known


def _window(text: str, first: int) -> tuple[int, int]:
    """From where to where to cut, between two words."""
    if len(text) <= _WIDTH:
        return 0, len(text)
    start = 0
    if first > _BEFORE:
        space = text.find(" ", first - _BEFORE, first)
        start = space + 1 if space >= 0 else first
    if len(text) - start <= _WIDTH:
        return start, len(text)
    end = text.rfind(" ", max(start, first), start + _WIDTH)
    return start, end if end > first else start + _WIDTH


def _pieces(text: str, found: Iterable[Word], start: int, end: int) -> Iterable[Fragment]:
    at = start
    for word in found:
        if word.start < at or word.end > end:
            continue
        if word.start > at:
            yield Fragment(text[at : word.start])
        yield Fragment(text[word.start : word.end], is_match=True)
        at = word.end
    if at < end:
        yield Fragment(text[at:end])
