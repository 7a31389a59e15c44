"""Days of both calendars: known pairs, the standard library as oracle, and round trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.vocab.edtf import EdtfError, parse
from lod_archive.vocab.edtf.days import (
    Calendar,
    Day,
    date_text,
    day_number,
    day_of_number,
    month_length,
    to_gregorian,
)

if TYPE_CHECKING:
    from datetime import date

# Julian, Gregorian, and what happened or why the pair is instructive.
PAIRS = [
    ("1905-12-21", "1906-01-03", "birth of Stakhanov"),
    ("1907-05-28", "1907-06-10", "birth of Busygin"),
    ("1917-10-25", "1917-11-07", "October Revolution"),
    ("1918-01-31", "1918-02-13", "last Julian day in Soviet Russia"),
    ("1582-10-04", "1582-10-14", "last Julian day in Rome"),
    ("1900-02-28", "1900-03-12", "twelve days apart"),
    ("1900-02-29", "1900-03-13", "a leap day of the Julian calendar only"),
    ("1900-03-01", "1900-03-14", "thirteen days apart"),
    ("0250-01-01", "0250-01-01", "the calendars agree in the third century"),
    ("0001-01-01", "0000-12-30", "across the year 0000"),
    ("-0043-03-15", "-0043-03-13", "Ides of March"),
    ("-4712-01-01", "-4713-11-24", "Julian Day Number 0"),
    ("12345-01-01", "12345-04-02", "a year of five digits"),
]


def day(text: str) -> Day:
    """The day that an xsd:date names."""
    year, month, number = text.rsplit("-", 2)
    return Day(int(year), int(month), int(number))


def exists(day: Day, calendar: Calendar) -> bool:
    return 1 <= day.month <= 12 and 1 <= day.day <= month_length(day.year, day.month, calendar)


@pytest.mark.parametrize(
    ("julian", "gregorian"), [pair[:2] for pair in PAIRS], ids=[pair[2] for pair in PAIRS]
)
def test_known_pairs(julian: str, gregorian: str) -> None:
    assert date_text(to_gregorian(day(julian), "julian")) == gregorian
    assert day_of_number(day_number(day(gregorian), "gregorian"), "julian") == day(julian)


@given(st.dates())
def test_day_number_agrees_with_the_standard_library(day: date) -> None:
    own = Day(day.year, day.month, day.day)
    assert day_number(own, "gregorian") == day.toordinal() + 1_721_425
    assert day_of_number(day.toordinal() + 1_721_425, "gregorian") == own


@given(st.integers(-(10**12), 10**12))
def test_every_day_number_has_one_day_in_each_calendar(number: int) -> None:
    gregorian, julian = day_of_number(number, "gregorian"), day_of_number(number, "julian")
    assert day_number(gregorian, "gregorian") == day_number(julian, "julian") == number
    assert exists(gregorian, "gregorian")
    assert exists(julian, "julian")
    assert to_gregorian(julian, "julian") == gregorian
    assert day_of_number(number + 1, "julian") > julian
    assert day_of_number(number + 1, "gregorian") > gregorian
    assert day(date_text(gregorian)) == gregorian


@pytest.mark.parametrize(
    ("text", "in_julian", "in_gregorian"),
    [
        ("1935-08-31", True, True),
        ("1900-02-29", True, False),
        ("1904-02-29", True, True),
        ("1905-02-30", False, False),
        ("1905-13-01", False, False),
        ("1905-00-01", False, False),
        ("1905-01-00", False, False),
        ("0000-02-29", True, True),
        ("-0100-02-29", True, False),
        ("-0000-01-01", False, False),
    ],
)
def test_a_date_is_one_where_its_calendar_has_the_day(
    text: str, in_julian: bool, in_gregorian: bool
) -> None:
    for calendar, expected in (("julian", in_julian), ("gregorian", in_gregorian)):
        try:
            parse(text, "julian" if calendar == "julian" else "gregorian")
        except EdtfError:
            assert not expected
        else:
            assert expected
