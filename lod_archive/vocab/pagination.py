"""Pages of a source, as records give them: ``12``, ``12–15``, ``xii``, ``12, 15–17``.

``schema:pagination`` takes pages as one text, whatever they are: https://schema.org/pagination.
"""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = "([A-ZА-ЯЁ]?[0-9]+[a-zа-яё]{0,3}|[IVXLCDM]+|[ivxlcdm]+)"
PAGES: Final = f"^{_PAGE}([-–]{_PAGE})?(, ?{_PAGE}([-–]{_PAGE})?)*$"
"""How pages are written, as a regular expression of SHACL's; ``shapes/common.ttl`` has it too."""
_PATTERN: Final = re.compile(PAGES)
_DASH: Final = re.compile("[-–]")
_DIGITS: Final = re.compile("[0-9]+")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SIGNS: Final = {"en": ("p.", "pp."), "ru": ("с.", "с.")}
"""The signs for one page and for several, by language."""


def is_pages(text: str) -> bool:
    """Whether this says pages, without a word or sign for them.

    >>> is_pages("12"), is_pages("xii–xv"), is_pages("A3, 12а"), is_pages("p. 12"), is_pages("12.5")
    (True, True, True, False, False)
    """
    return _PATTERN.fullmatch(text) is not None


def are_several(pages: str) -> bool:
    """Whether these are more pages than one.

    >>> are_several("12"), are_several("12–15"), are_several("12, 15")
    (False, True, True)
    """
    return "," in pages or _DASH.search(pages) is not None


def pages_in_words(pages: str, language: str = "en") -> str:
    """The pages with the sign for them.

    >>> pages_in_words("12"), pages_in_words("12-15"), pages_in_words("12–15", "ru")
    ('p. 12', 'pp. 12–15', 'с. 12–15')
    """
    one, several = _SIGNS.get(language, _SIGNS["en"])
    return f"{several if are_several(pages) else one} {with_en_dashes(pages)}"


def with_en_dashes(pages: str) -> str:
    """The pages with the dash that ranges have in print, whichever sign was typed.

    >>> with_en_dashes("xii-xv, 12–15")
    'xii–xv, 12–15'
    """
    return _DASH.sub("–", pages)


def order(pages: str) -> tuple[int, int]:
    """By what pages are sorted: their first one, and Roman numerals before others, as in books.

    >>> sorted(["12, 15", "2", "xii", "A3", "ix–x"], key=order)
    ['ix–x', 'xii', '2', 'A3', '12, 15']
    """
    first, _ = ends(pages.partition(",")[0])
    digits = _DIGITS.search(first)
    return (1, int(digits[0])) if digits else (0, _roman(first.upper()))


def _roman(numeral: str) -> int:
    """What a numeral counts: a sign before a greater one is taken away.

    >>> _roman("XIV"), _roman("MCMXXXVI")
    (14, 1936)
    """
    values = [_ROMAN[sign] for sign in numeral]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def ends(pages: str) -> tuple[str, str]:
    """The first and the last page; of pages with gaps, all of them and nothing.

    >>> ends("12"), ends("12–15"), ends("12, 15–17")
    (('12', ''), ('12', '15'), ('12, 15–17', ''))
    """
    if "," in pages:
        return pages, ""
    first, _, last = with_en_dashes(pages).partition("–")
    return first, last
