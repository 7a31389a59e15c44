"""Whether a Latin word is a way to write a Cyrillic one, letter by letter, in some system.

The readings of :mod:`lod_archive.query.search.spelling` find words that may sound alike; this says
which of them a system of transliteration would write so: ``Stachanow`` is a way to write Стаханов,
and ``Zorin`` is none to write Сорин. The table has what these prescribe, for Russian and Ukrainian:
ISO 9:1995, ALA-LC, BGN/PCGN, the Ukrainian national system of 2010, GOST 7.79 B, the German Duden
and the scholarly system, and the habits of Polish, French and English newspapers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SPELLINGS: Final[dict[str, str]] = {  # of plain letters: й is и here, ё is е, ї is і
    "а": "a",
    "б": "b",
    "в": "v w",
    "г": "g h gh gu",
    "ґ": "g",
    "д": "d",
    "е": "e ye je ie yo jo io o eu",
    "є": "ie ye je e",
    "ж": "zh z j sch sh",
    "з": "z s",
    "и": "i y j",
    "і": "i y j yi ji",
    "к": "k c",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s ss c",
    "т": "t",
    "у": "u ou",
    "ф": "f ph",
    "х": "kh ch h x",
    "ц": "ts c z tz tc",
    "ч": "ch c tsch tch cz cs",
    "ш": "sh s sch ch sz",
    "щ": "shch sc schtsch chtch szcz s sch stsch shh",
    "ъ": "",
    "ы": "y i",
    "ь": "j i",
    "э": "e",
    "ю": "iu yu ju u iou you",
    "я": "ia ya ja a ea",
    "ѣ": "e ie",
    "ѳ": "f th",
}
_MUTE: Final = frozenset("ъь")
"""Letters that most systems write as a mark, or not at all."""
_TOGETHER: Final[dict[str, tuple[str, ...]]] = {
    "кс": ("x",),
    "ии": ("y", "i", "ij", "ii", "iy", "yi", "yy"),
    "ыи": ("y", "yi", "yj", "i"),
    "дж": ("j", "g"),
    "ин": ("ine",),
    "ьо": ("io", "jo", "yo"),
    "ье": ("ie", "je", "ye"),
    "льк": ("lk",),
    "цк": ("ck", "tsk"),
}
"""Letters that are written together, of which the last may stand at the end of a name only."""
_LONGEST: Final = 40


@lru_cache(20_000)
def is_romanization(latin: str, cyrillic: str) -> bool:
    """Whether the one word is a way to write the other.

    :param latin: a plain word: without case, accents and marks.
    :param cyrillic: likewise.

    >>> is_romanization("stachanow", "стаханов"), is_romanization("stakhanov", "стаханов")
    (True, True)
    >>> is_romanization("zorin", "сорин")
    False
    """
    latin, cyrillic = latin[:_LONGEST], cyrillic[:_LONGEST]
    reached = {0}
    later: dict[int, set[int]] = {}
    for at, letter in enumerate(cyrillic):
        for letters, spellings in _TOGETHER.items():
            if cyrillic.startswith(letters, at):
                ends = _ends(latin, reached, spellings)
                later.setdefault(at + len(letters), set()).update(ends)
        further = _ends(latin, reached, _PLAIN.get(letter, (letter,)))
        reached = further | (reached if letter in _MUTE else set()) | later.pop(at + 1, set())
        if not reached and not later:
            return False
    return len(latin) in reached


def initial_spellings(letter: str) -> tuple[str, ...]:
    """How a Cyrillic letter is written where it begins a word.

    >>> initial_spellings("ю")
    ('iu', 'yu', 'ju', 'u', 'iou', 'you')
    """
    return _PLAIN.get(letter, ())


def _ends(latin: str, starts: set[int], spellings: tuple[str, ...]) -> set[int]:
    return {
        start + len(spelling)
        for start in starts
        for spelling in spellings
        if latin.startswith(spelling, start)
    }


_PLAIN: Final = {letter: tuple(spellings.split()) for letter, spellings in _SPELLINGS.items()}
