"""What an author most probably meant by a date that is not EDTF.

A hint is given only where one reading is left: ``14.11.1935`` and ``11/14/1935`` are clear, but
``04/05/1935`` may be in April or May, ``1910/11`` a month or two years, ``1900s`` a decade or a
century, and ``winter 1935`` may begin or end in 1935.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_LONGEST: Final = 60

_MONTHS: Final = (
    "january jan января январь",
    "february feb февраля февраль",
    "march mar марта март",
    "april apr апреля апрель",
    "may мая май",
    "june jun июня июнь",
    "july jul июля июль",
    "august aug августа август",
    "september sep sept сентября сентябрь",
    "october oct октября октябрь",
    "november nov ноября ноябрь",
    "december dec декабря декабрь",
)
_SEASONS: Final = ("spring весна весной", "summer лето летом", "autumn fall осень осенью")
_NUMBERS: Final = {
    name: number
    for table, first in ((_MONTHS, 1), (_SEASONS, 21))
    for number, names in enumerate(table, start=first)
    for name in names.split()
}

_BEYOND_12: Final = r"(?P<d>1[3-9]|2\d|3[01])"
_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})[/.](?P<m>\d\d?)[/.](?P<d>\d\d?)",
        r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)",
        r"(?P<y>\d{4})-(?P<m>\d)",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{4})",
        rf"{_BEYOND_12}[/-](?P<m>\d\d?)[/-](?P<y>\d{{4}})",
        rf"(?P<m>\d\d?)[/-]{_BEYOND_12}[/-](?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})-{_BEYOND_12}-(?P<m>\d\d)",
        r"(?:(?P<d>\d\d?)(?:st|nd|rd|th|\.)? )?(?P<name>[^\W\d]+)[.,]? (?P<y>\d{4})",
        r"(?P<name>[^\W\d]+)\.? (?P<d>\d\d?)(?:st|nd|rd|th)?,? (?P<y>\d{4})",
        r"(?P<y>\d{4}),? (?P<name>[^\W\d]+)\.?(?: (?P<d>\d\d?))?",
    )
)
_REWRITTEN: Final = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"(\d\d[1-9])0['’]?s", r"\1X"),  # 1930s
        (r"(\d{3})[-_]", r"\1X"),
        (r"(\d\d)(?:--|__)", r"\1XX"),
        (r"(-?\d{5}|-?\d{7,})([?~%]?)", r"Y\1\2"),
        (r"Y(-?\d{4})([?~%]?)", r"\1\2"),
        (r"Y(-?)0+(\d+[?~%]?)", r"Y\1\2"),
        (r"(.*[\dX])\(\?\)", r"\1?"),  # 1935(?)
        (r"(?:AD )?(\d{4})(?: AD| CE)?", r"\1"),
    )
)
_BEFORE_CHRIST: Final = re.compile(r"(\d{1,4}) ?(?:BCE?|до н\. ?э\.)")
_SHORT_SECOND_YEAR: Final = re.compile(r"(\d\d)(\d\d)[/–—](\d\d)")
_QUALIFIED: Final = tuple(
    (re.compile(rf"{words} ?(?P<date>.+)", re.IGNORECASE), mark)
    for words, mark in (
        (r"(?:c\.|(?:ca|circa|approx|about|ок|около)\b\.?)", "~"),
        (r"(?:possibly|probably|perhaps)\b", "?"),
    )
)
_TRAILING: Final = re.compile(r"(.*[\dX?~%]) ?(?:[.,;]|г\.?|года?)")
_BETWEEN_DATES: Final = re.compile(
    r" (?:[-–—]|to|until) |[–—]|(?<=\d{4})-(?=\d{4})|(?<=\d{4}[?~%])-(?=\d{4})"
)
_EDTF_CHARACTERS: Final = re.compile(r"[-+\d XYESTZ?~%/,.:\[\]{}]+", re.IGNORECASE)
_MONTH_OR_SECOND_YEAR: Final = re.compile(r"\d{4} ?- ?\d\d")
_DRAFT_OF_2012: Final = str.maketrans("uxyeptz", "XXYESTZ")

IsEdtf = Callable[[str], bool]


def suggest(text: str, is_edtf: IsEdtf) -> str | None:
    """The EDTF to write instead, or None where that would be a guess.

    >>> suggest("31 August 1935", lambda candidate: True)
    '1935-08-31'
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(text.split())
    return next(filter(is_edtf, _candidates(plain, is_edtf)), None)


def _candidates(text: str, is_edtf: IsEdtf) -> Iterator[str]:
    yield from _dates(text)
    yield from _rewritten(text)
    yield from _years(text)
    yield from _composed(text, is_edtf)


def _dates(text: str) -> Iterator[str]:
    """One date in another order, with other separators, or with words."""
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _NUMBERS.get(parts["name"].casefold()) if "name" in parts else int(parts["m"])
        if month is not None:
            day = parts.get("d")
            yield f"{parts['y']}-{month:02}" + (f"-{int(day):02}" if day else "")


def _rewritten(text: str) -> Iterator[str]:
    """The same characters, spelt as EDTF spells them."""
    if _EDTF_CHARACTERS.fullmatch(text) and not _MONTH_OR_SECOND_YEAR.fullmatch(text):
        yield text.replace(" ", "").removeprefix("+")
    for pattern, template in _REWRITTEN:
        if found := pattern.fullmatch(text):
            yield found.expand(template)
    draft = text.replace("unknown", "").replace("open", "..").translate(_DRAFT_OF_2012)
    yield draft.replace("?~", "%").replace("~?", "%")


def _years(text: str) -> Iterator[str]:
    """Years before Christ, and 1935/36."""
    if found := _BEFORE_CHRIST.fullmatch(text):
        year = int(found[1]) - 1
        yield f"-{year:04}" if year else "0000"
    if (found := _SHORT_SECOND_YEAR.fullmatch(text)) and found[3] > max(found[2], "12"):
        yield f"{found[1]}{found[2]}/{found[1]}{found[3]}"


def _composed(text: str, is_edtf: IsEdtf) -> Iterator[str]:
    """A date with a word before or after it, or two dates."""
    for pattern, mark in _QUALIFIED:
        if (found := pattern.fullmatch(text)) and (date := _meaning(found["date"], is_edtf)):
            yield date.replace("/", f"{mark}/") + mark
    if (found := _TRAILING.fullmatch(text)) and (date := _meaning(found[1], is_edtf)):
        yield date
    sides = _BETWEEN_DATES.split(text.removeprefix("from "))
    if len(sides) == 2:
        start, end = (_meaning(side, is_edtf) for side in sides)
        if start and end:
            yield f"{start}/{end}"


def _meaning(text: str, is_edtf: IsEdtf) -> str | None:
    """The EDTF of a part of a longer text, where 1935-36 are two years, not a quarter of one."""
    if _MONTH_OR_SECOND_YEAR.fullmatch(text):
        return None
    return text if is_edtf(text) else suggest(text, is_edtf)
