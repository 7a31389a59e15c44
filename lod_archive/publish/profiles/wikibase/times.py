"""Dates as Wikibase has them: a point in time, a precision, a calendar.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html#json_datavalues_time

A year, month or day of EDTF is the same there. Anything else, such as an interval, a season or a
date in doubt, is written as the finest of day, month, year and decade that holds all it can mean;
what is wider, or open at an end, is *some value*. :func:`is_exact` tells which is which, and the
text of EDTF is kept beside what is not.
"""

from __future__ import annotations

import re
from typing import Final

from lod_archive.publish.profiles.wikibase.datatypes import GREGORIAN, JULIAN, Json
from lod_archive.vocab import edtf
from lod_archive.vocab.edtf.days import Calendar, Day, date_text, day_number, day_of_number

DAY: Final = 11
MONTH: Final = 10
YEAR: Final = 9
DECADE: Final = 8
_EXACT: Final = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?|Y-?\d+")
_TIME: Final = re.compile(r"([+-])(\d+)-(\d\d)-(\d\d)T00:00:00Z")
_MODELS: Final[dict[Calendar, str]] = {"gregorian": GREGORIAN, "julian": JULIAN}
_CALENDARS: Final = {model: calendar for calendar, model in _MODELS.items()}


def is_exact(text: str) -> bool:
    """Whether a date is a year, month or day without doubt, and so nothing of it is lost.

    >>> [text for text in ("1935", "1935-08", "1935-21", "1935~", "1935/1936") if is_exact(text)]
    ['1935', '1935-08']
    """
    return _EXACT.fullmatch(text) is not None


def time_value(text: str, calendar: Calendar = "gregorian") -> Json | None:
    """The value for an EDTF date; None if there is no point in time that says as much.

    >>> time_value("1935-08")["time"], time_value("1935-08")["precision"]
    ('+1935-08-00T00:00:00Z', 10)
    >>> time_value("1935-08-31/1935-09-02")["time"]
    '+1935-00-00T00:00:00Z'
    >>> time_value("1935/..")
    """
    if is_exact(text):
        sign = -1 if text.lstrip("Y").startswith("-") else 1
        year, *rest = (int(part) for part in text.lstrip("Y").lstrip("-").split("-"))
        month, day = (*rest, 0, 0)[:2]
        return _value(Day(sign * year, month, day), YEAR + len(rest), calendar)
    date = edtf.parse(text, calendar)
    if date.earliest is None or date.latest is None:
        return None
    return _covering(_day(date.earliest), _day(date.latest))


def _covering(first: Day, last: Day) -> Json | None:
    """The finest point in time that holds both days."""
    if first.year // 10 != last.year // 10:
        return None
    if first.year != last.year:
        return _value(Day(first.year // 10 * 10, 0, 0), DECADE)
    if first.month != last.month:
        return _value(Day(first.year, 0, 0), YEAR)
    if first.day != last.day:
        return _value(Day(first.year, first.month, 0), MONTH)
    return _value(first, DAY)


def day_value(text: str) -> Json:
    """The value for an ``xsd:date``.

    >>> day_value("-0043-03-15")["time"]
    '-0044-03-15T00:00:00Z'
    """
    return _value(_day(text), DAY)


def _value(day: Day, precision: int, calendar: Calendar = "gregorian") -> Json:
    """Years before Christ are counted without a year 0 here, and with it in EDTF."""
    year = day.year if day.year > 0 else day.year - 1
    sign = "+" if year > 0 else "-"
    return {
        "time": f"{sign}{abs(year):04}-{day.month:02}-{day.day:02}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": _MODELS[calendar],
    }


def _day(text: str) -> Day:
    year, month, day = text.rsplit("-", 2)
    return Day(int(year), int(month), int(day))


def parsed_time(time: str) -> Day | None:
    """The year (with a year 0), month and day in the text of a value; 0 where it has none.

    >>> parsed_time("-0044-03-15T00:00:00Z")
    Day(year=-43, month=3, day=15)
    """
    found = _TIME.fullmatch(time)
    if found is None:
        return None
    sign, year, month, day = found.groups()
    number = int(year) if sign == "+" else 1 - int(year)
    return Day(number, int(month), int(day))


def calendar_of(value: Json) -> Calendar | None:
    """The calendar of a value; None if it is neither of the two."""
    return _CALENDARS.get(value["calendarmodel"])


def iso_of(value: Json) -> str:
    """The ``xsd:dateTime`` that RDF has for a value: Gregorian to the day, 1 for what is left open.

    https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Time

    >>> iso_of(time_value("1905-12-21", "julian"))
    '1906-01-03T00:00:00Z'
    """
    day = parsed_time(value["time"])
    assert day is not None  # noqa: S101 values are checked, or made here
    whole = Day(day.year, day.month or 1, day.day or 1)
    if calendar_of(value) == "julian" and value["precision"] >= DAY:
        whole = day_of_number(day_number(whole, "julian"), "gregorian")
    return f"{date_text(whole)}T00:00:00Z"


def from_iso(iso: str, precision: int, model: str) -> str:
    """The text of a value again, from what RDF has.

    >>> from_iso("1906-01-03T00:00:00Z", 11, JULIAN), from_iso("1935-01-01T00:00:00Z", 9, GREGORIAN)
    ('+1905-12-21T00:00:00Z', '+1935-00-00T00:00:00Z')
    """
    day = _day(iso.removesuffix("T00:00:00Z"))
    if model == JULIAN and precision >= DAY:
        day = day_of_number(day_number(day, "gregorian"), "julian")
    kept = Day(day.year, day.month if precision >= MONTH else 0, day.day if precision >= DAY else 0)
    return str(_value(kept, precision)["time"])


def edtf_of(value: Json) -> str | None:
    """The EDTF date that a value means, in its own calendar; None if there is none.

    Centuries and millennia are counted as Wikidata does: the 20th century is 1901 to 2000.

    >>> edtf_of(time_value("1935-08")), edtf_of(_value(Day(1930, 0, 0), 8))
    ('1935-08', '193X')
    >>> edtf_of(_value(Day(1900, 0, 0), 7))
    '[1801..1900]'
    """
    day, precision = parsed_time(value["time"]), value["precision"]
    if day is None or calendar_of(value) is None:
        return None
    year = f"{'-' if day.year < 0 else ''}{abs(day.year):04}"
    if len(year.lstrip("-")) > 4:
        return f"Y{year}" if precision == YEAR else None
    if precision >= DAY and day.day and day.month:
        return f"{year}-{day.month:02}-{day.day:02}"
    if precision >= MONTH and day.month:
        return f"{year}-{day.month:02}"
    if precision >= YEAR:
        return year
    return _wide(day.year, precision)


def _wide(year: int, precision: int) -> str | None:
    spans = {7: 100, 6: 1000}
    if year <= 0 or precision not in (DECADE, *spans):
        return None
    if precision == DECADE:
        return f"{year // 10:03}X"
    span = spans[precision]
    last = -(-year // span) * span
    return f"[{last - span + 1:04}..{last:04}]"
