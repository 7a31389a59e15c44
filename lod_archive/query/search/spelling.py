"""Words as they are compared: one person, whatever the alphabet and the system of transliteration.

A word has two forms here.

**Plain**: as written, without case, accents and apostrophes. ``Stakhánov`` is ``stakhanov``,
``Хрущёв`` is ``хрущев``.

**Readings**: how it may sound, in an alphabet of a few letters in which the systems of
transliteration agree. Romanization is not one-to-one (``ch`` is ч to the Library of Congress, х to
the Duden, ш to a Frenchman), so a word may have several readings; two words may be the same if
they share one. So none of the systems has to be known, neither of what is searched nor of what is
typed.

====  =====================================================================================
``s``  с з ш ж and what ISO 9, BGN/PCGN, ALA-LC, the Duden, Polish, French … write for them
``c``  ц ч
``h``  х, also what is ``h`` in Ukrainian names (г)
``i``  и й ы і ї; left out before a vowel, so that я, ya, ja, ia and â are one
``v``  в ф
====  =====================================================================================

The systems that the rules are made for: `ISO 9:1995 <https://www.iso.org/standard/3589.html>`_,
BGN/PCGN 1947, ALA-LC 1997, the German Duden, and the habits of Polish, French and Spanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MARKS: Final = "\u0300-\u036f\ufe20-\ufe2f"
_PRIMES: Final = "ʹʺʼ"
_APOSTROPHES: Final = f"'’‘`\"”{_PRIMES}"
"""What stands for soft and hard signs; but for the primes, only between two letters."""
_WORD: Final = re.compile(rf"[^\W_]+(?:[{_MARKS}{_APOSTROPHES}]+[^\W_]+)*[{_MARKS}{_PRIMES}]*")
_POSSESSIVE: Final = re.compile(r"['’]s$", re.IGNORECASE)
_MOST_READINGS: Final = 12

_CYRILLIC: Final[dict[str, tuple[str, ...]]] = {
    **dict(zip("абвґдеєжзиіїйјклљмн", (*"abvgdeessiiiiikllmn",), strict=True)),
    **dict(zip("њопрстћуўфхцчџшыэѣѳѵ", (*"noprstcuuvhcccsieevi",), strict=True)),
    "г": ("g", "h"),
    "ё": ("e", "o"),
    "щ": ("sc", "s"),
    "ъ": ("",),
    "ь": ("",),
    "ю": ("iu",),
    "я": ("ia",),
}
_LATIN: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("schtsch", "shch", "szcz", "chtch", "stsch"), ("sc",)),
    **dict.fromkeys(("tsch", "tch", "cz", "cs"), ("c",)),
    **dict.fromkeys(("ts", "tz"), ("c", "ts")),
    **dict.fromkeys(("sch", "shh", "sh", "sz", "zh"), ("s",)),
    "ck": ("k", "ck"),
    "dj": ("ds", "di"),
    "q": ("k",),
    "tc": ("c", "tk"),
    **dict.fromkeys(("ph", "f", "w"), ("v",)),
    "ch": ("c", "h", "s"),
    "kh": ("h",),
    "gh": ("g",),
    "th": ("t",),
    "gue": ("ge", "gue"),
    "gui": ("gi", "gui"),
    "ou": ("u", "ou"),
    "c": ("k", "c"),
    "j": ("i", "s", "h"),
    "x": ("ks", "h"),
    "y": ("i",),
    "z": ("s", "c"),
}
_SOUNDS: Final = {key: tuple(value) for key, value in (_CYRILLIC | _LATIN).items()}
_PIECE: Final = re.compile(
    "|".join(re.escape(key) for key in sorted(_SOUNDS, key=lambda key: (-len(key), key))) + "|.",
    re.DOTALL,
)
_UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "t", "ð": "d", "ı": "i"}
    | dict.fromkeys(_PRIMES, "")  # which are letters to Unicode
)
_GLIDE: Final = re.compile(r"i+(?=[aeou])")
_REPEATED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with the place where it stands, in characters from 0.

    :param written: the word as it stands there.
    """

    written: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    r"""The words of a text: letters and digits, with the marks and apostrophes among them.

    >>> [word.written for word in words("Grigorʹevič’s 102 tonnes (“рекорд”) 😀 \x00")]
    ['Grigorʹevič’s', '102', 'tonnes', 'рекорд']
    """
    for found in _WORD.finditer(text):
        yield Word(found[0], found.start(), found.end())


def plain(word: str) -> str:
    """The word without case, accents, apostrophes and the English possessive.

    >>> plain("Stakhánov’s"), plain("Grigor'evič"), plain("Хрущёв"), plain("Łódź")
    ('stakhanov', 'grigorevic', 'хрущев', 'lodz')
    """
    return _without_marks(_folded(word))


def readings(word: str) -> tuple[str, ...]:
    """How the word may sound, the likeliest first; never none, and at most a dozen.

    >>> readings("Стаханов"), readings("Stakhánov")
    (('stahanov',), ('stahanov',))
    >>> "stahanov" in readings("Stachanow"), "stahanov" in readings("Stajanov")
    (True, True)
    """
    letters = "".join(each if each == "ё" else _without_marks(each) for each in _folded(word))
    found = [(0, "")]
    for piece in _PIECE.findall(letters):
        sounds = _SOUNDS.get(piece, (piece,))
        if len(sounds) == 1:
            found = [(cost, text + sounds[0]) for cost, text in found]
        else:
            further = [
                (cost + more, text + sound)
                for cost, text in found
                for more, sound in enumerate(sounds)
            ]
            found = sorted(further)[:_MOST_READINGS]
    return tuple(dict.fromkeys(_reduced(text) or plain(word) for _, text in found))


def _folded(word: str) -> str:
    """Without case and possessive, each accented letter as one character where it can be."""
    return unicodedata.normalize("NFKC", _POSSESSIVE.sub("", word).casefold())


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, parts)).translate(_UNDECOMPOSED)


def _reduced(sounds: str) -> str:
    return _REPEATED.sub(r"\1", _GLIDE.sub("", sounds))
