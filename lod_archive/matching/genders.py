"""Forms of one name that a man and a woman bear: Petrov and Petrova, Aleksandr and Aleksandra."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lod_archive.matching.given_names import is_same_name
from lod_archive.matching.words import NameWord

_HERS: Final = re.compile(r".{2}(?:[eo]v|in|[cks]k)a$|.{3}(?:[eio]v|i?c)na$")
"""What surnames and patronymics of women end with, as they sound."""
_HIS: Final = re.compile(r".{2}(?:[eo]v|in|[cks]ko?i)$|.{3}ic$")
_ENDINGS: Final = ("", "i", "oi")
"""What names of men may end with that those of women have ``a`` in place of."""
_SHORTEST: Final = 3


def are_of_two_genders(one: NameWord, other: NameWord) -> bool:
    """Whether one of two words, spelt nearly alike, is of a woman's name and one of a man's.

    >>> from lod_archive.matching.words import words_of
    >>> are_of_two_genders(*words_of("Petrova Петров"))
    True
    >>> are_of_two_genders(*words_of("Kovalenka Kovalenko"))
    False
    """
    return _is_hers(one, other) or _is_hers(other, one)


def _is_hers(hers: NameWord, his: NameWord) -> bool:
    if any(map(_HERS.search, hers.readings)) and any(map(_HIS.search, his.readings)):
        return True
    stems = {
        reading.removesuffix("a")
        for reading in hers.readings
        if reading.endswith("a") and len(reading) > _SHORTEST
    }
    if any(f"{stem}{ending}" in his.readings for stem in stems for ending in _ENDINGS):
        return True
    return is_same_name(replace(hers, readings=tuple(stems)), his)
