"""Quantities and positions in words, for people."""

from __future__ import annotations

from typing import Final

from lod_archive.vocab.namespaces import UNIT

_ENGLISH: Final = {
    UNIT.HR: "hours",
    UNIT.KiloM: "kilometres",
    UNIT.TONNE: "tonnes",
    UNIT.YR: "years",
}
_RUSSIAN: Final = {
    UNIT.HR: ("часа", "часов"),
    UNIT.KiloM: ("километра", "километров"),
    UNIT.PERCENT: ("процента", "процентов"),
    UNIT.TONNE: ("тонны", "тонн"),
    UNIT.YR: ("года", "лет"),
}
"""After two, and after five: https://unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html"""

_WAYS: Final = {"en": ("N", "S", "E", "W"), "ru": ("с. ш.", "ю. ш.", "в. д.", "з. д.")}


def quantity_in_words(number: str, unit: str, name: str, language: str) -> str:
    """A number with its unit; a count of things has none.

    :param unit: its IRI; nothing if it is not said.
    :param name: what one of it is called, which is said of those whose plural is not known.

    >>> from lod_archive.vocab.namespaces import UNIT
    >>> [quantity_in_words(each, UNIT.TONNE, "tonne", "en") for each in ("1", "102", "14.5")]
    ['1 tonne', '102 tonnes', '14.5 tonnes']
    >>> [quantity_in_words(each, UNIT.YR, "год", "ru") for each in ("21", "22", "30", "12", "1.5")]
    ['21 год', '22 года', '30 лет', '12 лет', '1.5 года']
    >>> quantity_in_words("2", UNIT.UNITLESS, "one", "en")
    '2'
    """
    if unit == UNIT.UNITLESS or not unit:
        return number
    if language == "ru" and unit in _RUSSIAN:
        name = (name, *_RUSSIAN[unit])[_russian(number)]
    elif language == "en" and unit in _ENGLISH and number != "1":
        name = _ENGLISH[unit]
    return f"{number} {name}"


def _russian(number: str) -> int:
    """Which form follows a number: 0 for that of one, 1 for that of two, 2 for that of five."""
    if not number.isdecimal():
        return 1
    last, is_teen = int(number[-1]), number[-2:-1] == "1"
    if is_teen or last == 0 or last > 4:
        return 2
    return 0 if last == 1 else 1


def position_in_words(latitude: str, longitude: str, language: str) -> str:
    """A position in degrees.

    >>> position_in_words("48.6", "-38.59", "en"), position_in_words("48.6", "38.59", "ru")
    ('48.6° N, 38.59° W', '48.6° с. ш., 38.59° в. д.')
    """
    names = _WAYS[language]
    north, east = (
        names[at + degrees.startswith("-")] for at, degrees in ((0, latitude), (2, longitude))
    )
    return f"{latitude.lstrip('+-')}° {north}, {longitude.lstrip('+-')}° {east}"
