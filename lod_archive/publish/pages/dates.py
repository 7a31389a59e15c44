"""Dates and durations in words, for people."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
}
_MONTHS_OF_DAYS: Final = {
    "en": _MONTHS["en"],
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_SEASONS: Final = {"en": "spring summer autumn winter", "ru": "весна лето осень зима"}
_FORMS: Final = {
    "en": {
        "~": "about {}",
        "?": "perhaps {}",
        "%": "perhaps about {}",
        "../": "until {}",
        "/..": "from {}",
        "/": "from {}, end unknown",
        "\\": "until {}, beginning unknown",
        "[..]": "at some time in {}",
        "[/..]": "at some time from {} on",
        "[../]": "at some time until {}",
    },
    "ru": {
        "~": "приблизительно {}",
        "?": "возможно, {}",
        "%": "возможно, приблизительно {}",
        "../": "до: {}",
        "/..": "с: {}",
        "/": "с: {}, конец неизвестен",
        "\\": "до: {}, начало неизвестно",
        "[..]": "когда-то в промежутке {}",
        "[/..]": "когда-то начиная с: {}",
        "[../]": "когда-то до: {}",
    },
}
_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")
_SOME_TIME: Final = re.compile(r"\[([^.,\]]*)\.\.([^.,\]]*)\]")
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_UNITS: Final = {
    "en": ("years", "months", "days", "h", "min"),
    "ru": ("лет", "мес.", "дн.", "ч", "мин"),
}


def date_in_words(edtf: str, language: str) -> str:
    """A date in EDTF in words; as it stands where it is of a rarer kind.

    >>> date_in_words("1935-08-31", "en"), date_in_words("1935-09~/1936", "en")
    ('31 August 1935', 'about September 1935 – 1936')
    >>> date_in_words("1935-23?", "ru"), date_in_words("1936/..", "ru"), date_in_words("193X", "en")
    ('возможно, осень 1935', 'с: 1936', '193X')
    >>> date_in_words("[1935-08-31..1935-09]", "en")
    'at some time in 31 August 1935 – September 1935'
    >>> date_in_words("[1927..]", "en"), date_in_words("[..1935-11]", "ru")
    ('at some time from 1927 on', 'когда-то до: ноябрь 1935')
    """
    forms = _FORMS[language]
    if some_time := _SOME_TIME.fullmatch(edtf):
        return _some_time(some_time[1], some_time[2], language) or edtf
    begin, slash, end = edtf.partition("/")
    if not slash:
        return _single(edtf, language) or edtf
    one, two = _single(begin, language), _single(end, language)
    if one and two:
        return f"{one} – {two}"
    if one and end in ("", ".."):
        return forms[f"/{end}"].format(one)
    if two and begin in ("", ".."):
        return forms["../" if begin else "\\"].format(two)
    return edtf


def _some_time(begin: str, end: str, language: str) -> str | None:
    """One date between two, one of which may be missing."""
    forms, one, two = _FORMS[language], _single(begin, language), _single(end, language)
    if one and two:
        return forms["[..]"].format(f"{one} – {two}")
    if one and not end:
        return forms["[/..]"].format(one)
    return forms["[../]"].format(two) if two and not begin else None


def _single(text: str, language: str) -> str | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, part, day, mark = found.groups()
    said = year
    if part is not None:
        named = _part(int(part), day, language)
        if named is None:
            return None
        said = f"{named} {year}"
    return _FORMS[language][mark].format(said) if mark else said


def _part(number: int, day: str | None, language: str) -> str | None:
    """A month, with the day if there is one, or a season."""
    if 1 <= number <= 12:
        months = (_MONTHS_OF_DAYS if day else _MONTHS)[language].split()
        return f"{int(day)} {months[number - 1]}" if day else months[number - 1]
    if 21 <= number <= 24 and day is None:
        return _SEASONS[language].split()[number - 21]
    return None


def duration_in_words(duration: str, language: str) -> str:
    """An ``xsd:duration`` in words; as it stands if it has seconds.

    >>> duration_in_words("PT5H45M", "en"), duration_in_words("PT1H", "ru")
    ('5 h 45 min', '1 ч')
    """
    found = _DURATION.fullmatch(duration)
    if found is None:
        return duration
    pairs = zip(found.groups(), _UNITS[language], strict=True)
    return " ".join(f"{int(number)} {unit}" for number, unit in pairs if number) or duration
