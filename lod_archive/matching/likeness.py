"""Two words of names compared: whether they are one, written in other ways, and in which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from lod_archive.matching.genders import are_of_two_genders
from lod_archive.matching.given_names import is_same_name, is_short_form
from lod_archive.matching.parts import is_same_kind
from lod_archive.matching.romanization import initial_spellings, is_romanization
from lod_archive.matching.words import NameWord, is_one_in_orthography


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two words are alike.

    :param value: from 0 to 1.
    :param is_same: whether they are the same word, if written in other ways.
    :param how: in words for people.
    :param is_contrary: whether they are nearly so, but not of one person.
    """

    value: float
    is_same: bool
    how: str
    is_contrary: bool = False


EXACT: Final = Likeness(1.0, True, "as written")
_ORTHOGRAPHY: Final = Likeness(0.99, True, "but for marks and orthography")
_ROMANIZED: Final = Likeness(0.98, True, "transliterated")
_TRANSLATED: Final = Likeness(0.95, True, "the same given name in another language")
_KIND: Final = Likeness(0.97, True, "the same kind of thing")
_SOUND: Final = Likeness(0.93, False, "sounds the same")
_SHORT: Final = Likeness(0.85, False, "a short form")
_ABBREVIATED: Final = Likeness(0.85, False, "abbreviated")
_INITIAL: Final = Likeness(0.9, False, "by its initial")
_NONE: Final = Likeness(0.0, False, "")

_ALLOWED: Final = ((12, 3), (8, 2), (4, 1))
"""Letters that a word must have at least, and how many of its letters may then be wrong."""
_SHORTEST: Final = 2
"""Letters that an abbreviation has at least."""


@lru_cache(200_000)
def likeness(one: NameWord, other: NameWord) -> Likeness:
    """How much two words are alike.

    >>> from lod_archive.matching.words import words_of
    >>> for one, other in ("Stachanow", "Стаханов"), ("Josef", "Йосип"), ("Stokhanov", "Стаханов"):
    ...     print(likeness(words_of(one)[0], words_of(other)[0]).how)
    transliterated
    the same given name in another language
    with 1 letter wrong
    """
    if one.plain == other.plain:
        return EXACT
    if is_one_in_orthography(one, other):
        return _ORTHOGRAPHY
    if "year" in (one.part, other.part) or one.plain.isdigit() or other.plain.isdigit():
        return _NONE
    if one.part == other.part == "kind" and is_same_kind(one.plain, other.plain):
        return _KIND
    if "initial" in (one.part, other.part):
        return _INITIAL if _is_initial(one, other) or _is_initial(other, one) else _NONE
    return max(_ways(one, other), key=lambda like: (like.value, like.is_same), default=_NONE)


def _ways(one: NameWord, other: NameWord) -> Iterator[Likeness]:
    shares = bool({*one.readings} & {*other.readings})
    if one.is_cyrillic != other.is_cyrillic:
        latin, cyrillic = (other, one) if one.is_cyrillic else (one, other)
        if is_romanization(latin.plain, cyrillic.plain):
            yield _ROMANIZED
    if shares:
        yield _SOUND
    if one.part == other.part == "word":
        if is_same_name(one, other):
            yield _TRANSLATED
        elif is_short_form(one, other):
            yield _SHORT
    if _is_abbreviation(one, other) or _is_abbreviation(other, one):
        yield _ABBREVIATED
    if not shares:
        yield from _misspelt(one, other)


def _misspelt(one: NameWord, other: NameWord) -> Iterator[Likeness]:
    length = max(len(one.readings[0]), len(other.readings[0]))
    allowed = next((most for least, most in _ALLOWED if length >= least), 0)
    if not allowed:
        return
    distance = min(
        OSA.distance(mine, its, score_cutoff=allowed)
        for mine in one.readings[:4]
        for its in other.readings[:4]
    )
    if distance <= allowed:
        value = max(0.5, 1 - 1.3 * distance / length)
        if are_of_two_genders(one, other):
            yield Likeness(value, False, "in the form of the other gender", is_contrary=True)
        else:
            letters = "1 letter" if distance == 1 else f"{distance} letters"
            yield Likeness(value, False, f"with {letters} wrong")


def _is_initial(short: NameWord, word: NameWord) -> bool:
    """Whether it is the first letter of the word, in its alphabet or transliterated."""
    if short.part != "initial":
        return False
    if short.is_cyrillic == word.is_cyrillic and word.folded.startswith(short.folded):
        return True
    if short.is_cyrillic == word.is_cyrillic:
        return word.part == "word" and any(
            reading.startswith(mine) for mine in short.readings for reading in word.readings
        )
    latin, cyrillic = (word, short) if short.is_cyrillic else (short, word)
    spellings = initial_spellings(cyrillic.folded[:1]) + initial_spellings(cyrillic.plain[:1])
    if short.is_cyrillic:
        return any(latin.plain.startswith(spelling) for spelling in spellings)
    return any(spelling.startswith(latin.plain) for spelling in spellings)


def _is_abbreviation(short: NameWord, word: NameWord) -> bool:
    return short.part == "abbreviation" and any(
        reading.startswith(mine)
        for mine in short.readings
        if len(mine) >= _SHORTEST
        for reading in word.readings
    )
