"""Old Style and New Style: dates of the Julian and the Gregorian calendar, converted exactly.

Dates are texts in the form of ``xsd:date`` without a time zone
(https://www.w3.org/TR/xmlschema11-2/#date): astronomical years, so ``0000`` is 1 BC, of any number
of digits. Both calendars run on without beginning or end, whatever was in use at the time; where
a year began on another day than 1 January, the archivist has to say so.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lod_archive.vocab.edtf import Edtf, parse
from lod_archive.vocab.edtf.days import (
    Calendar,
    Day,
    date_text,
    day_number,
    day_of_number,
    month_length,
)

__all__ = [
    "Bounds",
    "Calendar",
    "CalendarError",
    "check_pair",
    "convert_bounds",
    "gregorian_to_julian",
    "is_valid",
    "julian_to_gregorian",
]

_LONGEST: Final = 1010  # characters: the years of EDTF have up to 1000 digits
_DATE: Final = re.compile(r"(-?(?:[0-9]{4}|[1-9][0-9]{4,}))-([0-9]{2})-([0-9]{2})")


class Bounds(NamedTuple):
    """The first and the last day of something; None where that side is open or unknown."""

    earliest: str | None
    latest: str | None


class CalendarError(ValueError):
    """A date that its calendar does not have, or two dates that are not the same day.

    ``date`` is the text at fault, ``reason`` what is wrong with it, and ``hint`` what it would
    have to be, or None where that is not known.
    """

    def __init__(self, date: str, reason: str, hint: str | None = None) -> None:
        # All arguments go to the base class, so that the error survives pickling.
        super().__init__(date, reason, hint)
        self.date = date
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


def julian_to_gregorian(date: str) -> str:
    """The Gregorian (New Style) date of a Julian (Old Style) one.

    :raises CalendarError: if the text is no date of the Julian calendar.

    >>> julian_to_gregorian("1905-12-21")
    '1906-01-03'
    """
    return date_text(day_of_number(_number(date, "julian"), "gregorian"))


def gregorian_to_julian(date: str) -> str:
    """The Julian (Old Style) date of a Gregorian (New Style) one.

    :raises CalendarError: if the text is no date of the Gregorian calendar.

    >>> gregorian_to_julian("1917-11-07")
    '1917-10-25'
    """
    return date_text(day_of_number(_number(date, "gregorian"), "julian"))


def is_valid(date: str, calendar: Calendar) -> bool:
    """Whether the text is a date, and the calendar has that day.

    >>> is_valid("1900-02-29", "julian"), is_valid("1900-02-29", "gregorian")
    (True, False)
    """
    try:
        _number(date, calendar)
    except CalendarError:
        return False
    return True


def convert_bounds(date: Edtf | tuple[str | None, str | None], calendar: Calendar) -> Bounds:
    """The Gregorian bounds of a date that was written in the calendar.

    A pair of bounds is converted as it stands. An :class:`Edtf` already has Gregorian bounds if it
    was parsed with this calendar; if not, its text is read again, since the calendars disagree on
    the length of months: February 1900 has 29 days in the Julian.

    :raises CalendarError: if a bound of the pair is no date of the calendar.
    :raises EdtfError: if the text of the Edtf is no date of the calendar.

    >>> convert_bounds(("1905-12-21", None), "julian")
    Bounds(earliest='1906-01-03', latest=None)
    >>> convert_bounds(parse("1900-02"), "julian")
    Bounds(earliest='1900-02-13', latest='1900-03-13')
    """
    if isinstance(date, Edtf):
        read = date if date.calendar == calendar else parse(date.text, calendar)
        return Bounds(read.earliest, read.latest)
    earliest, latest = (bound and _gregorian(bound, calendar) for bound in date)
    return Bounds(earliest, latest)


def check_pair(julian: str, gregorian: str) -> None:
    """Nothing, if an Old Style and a New Style date, printed together, are the same day.

    :raises CalendarError: if they are not, or if one of them is no date; the hint names the two
        pairs that would be right, for which of the dates is the misprint cannot be known.

    >>> check_pair("1905-12-21", "1906-01-03")
    >>> check_pair("1907-05-28", "1907-06-06")
    Traceback (most recent call last):
    lod_archive.vocab.calendars.CalendarError: 1907-05-28 Old Style is 1907-06-10 New Style, ...
    """
    right = julian_to_gregorian(julian)
    if _number(gregorian, "gregorian") == _number(right, "gregorian"):
        return
    raise CalendarError(
        gregorian,
        f"{julian} Old Style is {right} New Style, not {gregorian}",
        f"{julian} Old Style and {right} New Style, "
        f"or {gregorian_to_julian(gregorian)} Old Style and {gregorian} New Style",
    )


def _gregorian(date: str, calendar: Calendar) -> str:
    return date_text(day_of_number(_number(date, calendar), "gregorian"))


def _number(date: str, calendar: Calendar) -> int:
    """The Julian Day Number of a date.

    :raises CalendarError: if the calendar does not have it.
    """
    found = _DATE.fullmatch(date) if len(date) <= _LONGEST else None
    if found is None:
        raise CalendarError(date, f"{date[:60]!r} is not written as a date, like 1905-12-21")
    day = Day(*map(int, found.groups()))
    if found[1] == "-0000":
        raise CalendarError(date, f"{date}: there is no year -0000, 1 BC is 0000", date[1:])
    if not 1 <= day.month <= 12:
        raise CalendarError(date, f"{date}: months run from 01 to 12")
    length = month_length(day.year, day.month, calendar)
    if not 1 <= day.day <= length:
        name = calendar.capitalize()
        raise CalendarError(date, f"{date}: the month has {length} days in the {name} calendar")
    return day_number(day, calendar)
