"""Names as they are compared: words, each with what it may sound like and what part it plays.

What is written is cut first, to :data:`MOST_CHARACTERS` and :data:`MOST_WORDS`, so that comparing
takes the same time whatever is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from lod_archive.matching.parts import WEIGHTS, Part, part_of
from lod_archive.query.search import spelling

MOST_CHARACTERS: Final = 240
"""What is written beyond them is not read."""
MOST_WORDS: Final = 16
_LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a name.

    :param plain: without case, accents and marks.
    :param folded: likewise, and without what orthographies of one alphabet differ in.
    :param readings: how it may sound.
    """

    plain: str
    folded: str
    readings: tuple[str, ...]
    part: Part
    is_cyrillic: bool

    @property
    def weight(self) -> float:
        """How much of a name rests on the word."""
        return WEIGHTS[self.part]


def words_of(text: str) -> tuple[NameWord, ...]:
    """The words of a name; none if it has no letter or digit.

    >>> [(word.plain, word.part) for word in words_of("тов. А. Г. Стаханов (1906)")]
    [('тов', 'title'), ('а', 'initial'), ('г', 'initial'), ('стаханов', 'word'), ('1906', 'year')]
    """
    return _words_of(text[:MOST_CHARACTERS])


@lru_cache(50_000)
def _words_of(text: str) -> tuple[NameWord, ...]:
    text = _legible(text)
    found: list[NameWord] = []
    for word in spelling.words(text):
        dotted = text[word.end : word.end + 1] == "."
        found += _read(word.written[:_LONGEST_WORD], dotted)
        if len(found) >= MOST_WORDS:
            break
    return _with_surname(tuple(found[:MOST_WORDS]), is_inverted="," in text)


def _with_surname(words: tuple[NameWord, ...], *, is_inverted: bool) -> tuple[NameWord, ...]:
    """The words, but that a surname which looks like a patronymic is a word: Shostakovich."""
    patronymics = [at for at, word in enumerate(words) if word.part == "patronymic"]
    others = sum(word.part in ("word", "initial") for word in words)
    if not patronymics or others > 1:
        return words
    surname = patronymics[0 if is_inverted else -1]
    return tuple(
        replace(word, part="word") if at == surname else word for at, word in enumerate(words)
    )


def is_one_in_orthography(one: NameWord, other: NameWord) -> bool:
    """Whether two words are one, but for marks and the orthographies of one alphabet.

    A word that is seen to be Ukrainian may have и for the Russian ы; no other may.

    >>> is_one_in_orthography(*words_of("Мишкін Мышкин"))
    True
    >>> is_one_in_orthography(*words_of("Мишкин Мышкин"))
    False
    """
    if one.folded == other.folded:
        return True
    return (_is_ukrainian(one.plain) != _is_ukrainian(other.plain)) and (
        one.folded.replace("ы", "и") == other.folded.replace("ы", "и")
    )


def _is_ukrainian(plain: str) -> bool:
    return not _UKRAINIAN.isdisjoint(plain) and _RUSSIAN.isdisjoint(plain)


def whole_of(words: tuple[NameWord, ...]) -> str:
    """How a name may sound without the spaces in it: ``Soyuz-kino`` and ``Союзкино`` are one.

    >>> whole_of(words_of("Soyuz-kino")) == whole_of(words_of("Союзкино"))
    True
    """
    return _REPEATED.sub(r"\1", "".join(word.readings[0] for word in words))[:_LONGEST_WORD]


def _legible(text: str) -> str:
    """The text in letters of Latin or Cyrillic, each accented one as one character; cut."""
    text = unicodedata.normalize("NFKC", text)[:MOST_CHARACTERS]
    if _FOREIGN.search(text):
        text = _FOREIGN.sub(lambda found: _romanized(found[0]), text)[:MOST_CHARACTERS]
    return text


def _romanized(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", anyascii(text)) if text.strip() else text


def _read(written: str, dotted: bool) -> Iterator[NameWord]:
    if len(written) == 2 and written.isupper() and written.isalpha() and dotted:
        for letter in written:  # "AG." is two initials without a dot between them
            yield _word(letter, True)
    else:
        yield _word(written, dotted)


@lru_cache(100_000)
def _word(written: str, dotted: bool) -> NameWord:
    plain = spelling.plain(written) or written
    is_cyrillic = any("\u0400" <= letter <= "\u052f" for letter in plain)
    folded = plain.translate(_FOLDED) if is_cyrillic else plain
    readings = spelling.readings(written)
    return NameWord(
        plain, folded, readings, part_of(plain, readings, is_dotted=dotted), is_cyrillic
    )


_FOREIGN: Final = re.compile(
    r"[^\W\d_\u0000-\u024f\u0250-\u02ff\u0300-\u036f\u0400-\u052f\u1e00-\u1eff]+"
)
"""Letters of other alphabets than Latin and Cyrillic."""
_UKRAINIAN: Final = frozenset("іїєґ")
_RUSSIAN: Final = frozenset("ыъѣѳэ")
"""With them, і is of the orthography of before 1918."""
_REPEATED: Final = re.compile(r"(.)\1+")
_FOLDED: Final = str.maketrans(
    {
        "і": "и",
        "ї": "и",
        "й": "и",
        "є": "е",
        "э": "е",
        "ґ": "г",
        "ѣ": "е",
        "ъ": "",
        "ь": "",
    }
)
