"""From digits to days: the first and the last day that a year, month or day can mean.

Patterns are digits in which ``X`` stands for any one digit
(https://www.loc.gov/standards/datetime/, Unspecified Digit). A pattern is read strictly: it means
the days that exist, so ``1999-XX-31`` runs from 31 January to 31 December and ``2015-02-X9`` ends
on the 19th.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from lod_archive.vocab.edtf.days import Calendar, Day, month_length

if TYPE_CHECKING:
    from collections.abc import Iterator


class Span(NamedTuple):
    """The days that one written date can mean.

    ``latest_start`` is the first day of the last value it can have: 1 December for ``1985-XX``,
    but 1 January for ``1985``, which has one value only. Order in intervals depends on it.
    """

    earliest: Day
    latest_start: Day
    latest: Day


class _Division(NamedTuple):
    first_month: int
    months: int


_DIVISIONS: Final[dict[int, _Division]] = {
    # 21-24 seasons "independent of location", 25-28 northern, 29-32 southern hemisphere
    21: _Division(3, 3),
    22: _Division(6, 3),
    23: _Division(9, 3),
    24: _Division(12, 3),
    25: _Division(3, 3),
    26: _Division(6, 3),
    27: _Division(9, 3),
    28: _Division(12, 3),
    29: _Division(9, 3),
    30: _Division(12, 3),
    31: _Division(3, 3),
    32: _Division(6, 3),
    # 33-36 quarters
    33: _Division(1, 3),
    34: _Division(4, 3),
    35: _Division(7, 3),
    36: _Division(10, 3),
    # 37-39 quadrimesters
    37: _Division(1, 4),
    38: _Division(5, 4),
    39: _Division(9, 4),
    # 40-41 semesters
    40: _Division(1, 6),
    41: _Division(7, 6),
}


def is_division(code: str) -> bool:
    """Whether the two digits after a year name a season or another division of the year.

    >>> is_division("23"), is_division("12"), is_division("2X")
    (True, False, False)
    """
    return "X" not in code and int(code) in _DIVISIONS


@lru_cache(maxsize=1024)
def matches(pattern: str, last: int) -> tuple[int, ...]:
    """The numbers from 1 to ``last`` that a pattern of two digits allows, ascending.

    >>> matches("X2", 12), matches("3X", 30), matches("13", 12)
    ((2, 12), (30,), ())
    """
    return tuple(
        number
        for number in range(1, last + 1)
        if all(want in ("X", digit) for want, digit in zip(pattern, f"{number:02}", strict=True))
    )


def years(pattern: str, *, latest_first: bool = False) -> Iterator[int]:
    """The years a pattern allows, in order of time; lazily, since ``XXXX`` allows ten thousand.

    >>> list(years("-000X"))[:3], next(years("19XX", latest_first=True))
    ([-9, -8, -7], 1999)
    """
    if "X" not in pattern:
        yield int(pattern)
        return
    is_negative = pattern.startswith("-")
    digits = "9876543210" if latest_first != is_negative else "0123456789"
    for choice in product(*(digits if c == "X" else c for c in pattern.removeprefix("-"))):
        year = int("".join(choice))
        if not is_negative:
            yield year
        elif year:  # there is no -0000
            yield -year


def year_span(year: str) -> Span:
    """The days of a year.

    >>> year_span("19XX").latest
    Day(year=1999, month=12, day=31)
    """
    return whole_years(*_extreme_years(year))


def whole_years(first: int, last: int) -> Span:
    """The days of one unknown year among those from first to last."""
    return Span(Day(first, 1, 1), Day(last, 1, 1), Day(last, 12, 31))


def division_span(year: str, code: str, calendar: Calendar) -> Span:
    """The days of a season, quarter, quadrimester or semester: calendar months throughout.

    A winter belongs to the year in which it begins.

    >>> division_span("1935", "24", "gregorian").latest
    Day(year=1936, month=2, day=29)
    """
    first_month, length = _DIVISIONS[int(code)]
    first, last = _extreme_years(year)
    over, month = divmod(first_month + length - 2, 12)
    end = Day(last + over, month + 1, month_length(last + over, month + 1, calendar))
    return Span(Day(first, first_month, 1), Day(last, first_month, 1), end)


def month_span(year: str, months: tuple[int, ...], calendar: Calendar) -> Span:
    """The days of a month, one of several where digits are unspecified.

    >>> month_span("1984", (10, 11, 12), "gregorian").latest_start
    Day(year=1984, month=12, day=1)
    """
    first, last = _extreme_years(year)
    end = month_length(last, months[-1], calendar)
    return Span(Day(first, months[0], 1), Day(last, months[-1], 1), Day(last, months[-1], end))


def day_span(year: str, months: tuple[int, ...], day: str, calendar: Calendar) -> Span | None:
    """The day, or None where no such day exists.

    >>> day_span("19XX", (2,), "29", "gregorian")[0]
    Day(year=1904, month=2, day=29)
    >>> day_span("1900", (2,), "29", "gregorian")
    """
    in_leap_year = (month_length(4, month, calendar) for month in months)
    if not any(matches(day, length) for length in in_leap_year):
        return None  # before searching up to ten thousand years for it
    first = next(_days(year, months, day, calendar), None)
    if first is None:
        return None
    last = next(_days(year, months, day, calendar, latest_first=True), first)
    return Span(first, last, last)


def _extreme_years(year: str) -> tuple[int, int]:
    return next(years(year)), next(years(year, latest_first=True))


def _days(
    year: str,
    months: tuple[int, ...],
    day: str,
    calendar: Calendar,
    *,
    latest_first: bool = False,
) -> Iterator[Day]:
    """The days that exist among those the patterns allow, in order of time or its reverse."""
    step = -1 if latest_first else 1
    for each_year in years(year, latest_first=latest_first):
        for month in months[::step]:
            for number in matches(day, month_length(each_year, month, calendar))[::step]:
                yield Day(each_year, month, number)
