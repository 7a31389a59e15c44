"""Days, counted exactly in the Gregorian and the Julian calendar, both without beginning or end.

Years are numbered as in ISO 8601 and XSD 1.1 (https://www.w3.org/TR/xmlschema11-2/#date):
year 0 is 1 BC, year -1 is 2 BC. The two calendars meet in the Julian Day Number, the count of
days that astronomers keep (https://aa.usno.navy.mil/faq/JD_formula).
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Calendar = Literal["gregorian", "julian"]


class Day(NamedTuple):
    """A day of a calendar the context names; days of one calendar compare by time.

    >>> Day(-45, 3, 15) < Day(1935, 8, 31)
    True
    """

    year: int
    month: int
    day: int


# The day before 1 March of year 0, as a Julian Day Number.
_EPOCH: Final[dict[Calendar, int]] = {"gregorian": 1_721_119, "julian": 1_721_117}

_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int, calendar: Calendar) -> bool:
    """Whether February of the year has 29 days.

    >>> is_leap(1900, "gregorian"), is_leap(1900, "julian")
    (False, True)
    """
    if calendar == "julian":
        return year % 4 == 0
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int, calendar: Calendar) -> int:
    """How many days the month has.

    >>> month_length(1935, 2, "gregorian")
    28
    """
    if month == 2 and is_leap(year, calendar):
        return 29
    return _MONTH_LENGTHS[month - 1]


def day_number(day: Day, calendar: Calendar) -> int:
    """The Julian Day Number of the day's noon.

    >>> day_number(Day(2000, 1, 1), "gregorian")
    2451545
    """
    # Counted from March, a leap day falls at the end of the year and disturbs nothing.
    before_march = day.month < 3
    year = day.year - before_march
    month = day.month + 12 * before_march - 3
    leap_days = year // 4
    if calendar == "gregorian":
        leap_days += year // 400 - year // 100
    return _EPOCH[calendar] + 365 * year + leap_days + _days_before(month) + day.day


def day_of_number(number: int, calendar: Calendar) -> Day:
    """The day of the calendar that has this Julian Day Number.

    >>> day_of_number(2451545, "julian")
    Day(year=1999, month=12, day=19)
    """
    elapsed = number - _EPOCH[calendar] - 1
    centuries = 0
    if calendar == "gregorian":
        centuries = (4 * elapsed + 3) // 146_097
        elapsed -= 146_097 * centuries // 4
    year = (4 * elapsed + 3) // 1461
    elapsed -= 1461 * year // 4
    month = (5 * elapsed + 2) // 153
    day = elapsed - _days_before(month) + 1
    after_december = month > 9
    return Day(100 * centuries + year + after_december, month + 3 - 12 * after_december, day)


def to_gregorian(day: Day, calendar: Calendar) -> Day:
    """The same day in the Gregorian calendar.

    >>> to_gregorian(Day(1917, 10, 25), "julian")
    Day(year=1917, month=11, day=7)
    """
    return day if calendar == "gregorian" else day_of_number(day_number(day, calendar), "gregorian")


def date_text(day: Day) -> str:
    """The lexical form of an ``xsd:date``: at least four digits of year, a sign if negative.

    >>> date_text(Day(-43, 3, 15)), date_text(Day(170000002, 1, 1))
    ('-0043-03-15', '170000002-01-01')
    """
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def _days_before(month: int) -> int:
    """Days between 1 March and the first of the month, March being month 0."""
    return (153 * month + 2) // 5
