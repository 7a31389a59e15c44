"""Old Style and New Style: known pairs, the standard library as oracle, and round trips."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.vocab.calendars import (
    CalendarError,
    check_pair,
    convert_bounds,
    gregorian_to_julian,
    is_valid,
    julian_to_gregorian,
)
from lod_archive.vocab.edtf import parse
from lod_archive.vocab.edtf.days import Day, date_text, day_number, day_of_number

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


@pytest.mark.parametrize(
    ("julian", "gregorian"), [pair[:2] for pair in PAIRS], ids=[pair[2] for pair in PAIRS]
)
def test_known_pairs(julian: str, gregorian: str) -> None:
    assert julian_to_gregorian(julian) == gregorian
    assert gregorian_to_julian(gregorian) == julian
    check_pair(julian, gregorian)


@given(st.dates())
def test_day_number_agrees_with_the_standard_library(day: date) -> None:
    own = Day(day.year, day.month, day.day)
    assert day_number(own, "gregorian") == day.toordinal() + 1_721_425
    assert day_of_number(day.toordinal() + 1_721_425, "gregorian") == own


@given(st.integers(-(10**12), 10**12))
def test_every_day_number_has_one_day_in_each_calendar(number: int) -> None:
    gregorian, julian = day_of_number(number, "gregorian"), day_of_number(number, "julian")
    assert day_number(gregorian, "gregorian") == day_number(julian, "julian") == number
    assert is_valid(date_text(gregorian), "gregorian")
    assert is_valid(date_text(julian), "julian")
    assert julian_to_gregorian(date_text(julian)) == date_text(gregorian)
    assert gregorian_to_julian(date_text(gregorian)) == date_text(julian)
    assert day_of_number(number + 1, "julian") > julian
    assert day_of_number(number + 1, "gregorian") > gregorian


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
        ("01905-01-01", False, False),
        ("1905-1-1", False, False),
        ("1905", False, False),
        ("1905-01-01Z", False, False),
        ("१९०५-०१-०१", False, False),
        ("", False, False),
    ],
    ids=lambda value: value or "(empty)" if isinstance(value, str) else None,
)
def test_validity_by_calendar(text: str, in_julian: bool, in_gregorian: bool) -> None:
    assert is_valid(text, "julian") is in_julian
    assert is_valid(text, "gregorian") is in_gregorian


@given(st.text())
def test_any_text_is_a_date_or_not(text: str) -> None:
    assert is_valid(text, "julian") in (True, False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1905-02-30", "1905-02-30: the month has 28 days in the Julian calendar"),
        ("1905-13-01", "1905-13-01: months run from 01 to 12"),
        ("-0000-01-01", "-0000-01-01: there is no year -0000, 1 BC is 0000"),
        ("21.12.1905", "'21.12.1905' is not written as a date, like 1905-12-21"),
    ],
    ids=["day", "month", "year", "form"],
)
def test_impossible_date_is_an_error_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(CalendarError) as caught:
        julian_to_gregorian(text)
    assert str(caught.value) == reason
    assert caught.value.date == text
    assert vars(pickle.loads(pickle.dumps(caught.value))) == vars(caught.value)


def test_printed_pair_that_cannot_be_right_is_reported_with_both_remedies() -> None:
    with pytest.raises(CalendarError) as caught:
        check_pair("1907-05-28", "1907-06-06")
    assert caught.value.reason == "1907-05-28 Old Style is 1907-06-10 New Style, not 1907-06-06"
    assert caught.value.hint == (
        "1907-05-28 Old Style and 1907-06-10 New Style, "
        "or 1907-05-24 Old Style and 1907-06-06 New Style"
    )


@pytest.mark.parametrize(
    "pair",
    [("1905-02-30", "1905-03-15"), ("1905-12-21", "1906-02-29")],
    ids=["julian", "gregorian"],
)
def test_pair_with_an_impossible_date_is_reported(pair: tuple[str, str]) -> None:
    with pytest.raises(CalendarError, match="the month has 28 days"):
        check_pair(*pair)


@pytest.mark.parametrize("calendar", ["gregorian", "julian"])
@pytest.mark.parametrize("text", ["1905-12-21", "1900-02", "1905?", "1905-12-21/..", "../.."])
def test_bounds_are_the_same_however_the_date_was_parsed_first(text: str, calendar: str) -> None:
    read = parse(text, "julian" if calendar == "julian" else "gregorian")
    other = parse(text, "gregorian" if calendar == "julian" else "julian")
    assert convert_bounds(read, read.calendar) == (read.earliest, read.latest)
    assert convert_bounds(other, read.calendar) == (read.earliest, read.latest)


def test_bounds_given_as_a_pair_are_converted_as_they_stand() -> None:
    assert convert_bounds(("1905-12-21", "1905-12-31"), "julian") == ("1906-01-03", "1906-01-13")
    assert convert_bounds((None, "1905-12-31"), "gregorian") == (None, "1905-12-31")
    with pytest.raises(CalendarError, match="the month has 28 days"):
        convert_bounds(("1900-02-29", None), "gregorian")
