"""What is derived from an EDTF date: bounds that queries can compare, and its Gregorian form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lod_archive.vocab import edtf
from lod_archive.vocab.edtf import Edtf


def bounds(dates: Sequence[Edtf]) -> dict[str, str]:
    """``earliest`` and ``latest`` of all the dates together; an open side has no key.

    >>> bounds([edtf.parse("1935-11"), edtf.parse("1935-08-31/1935-09-02")])
    {'earliest': '1935-08-31', 'latest': '1935-11-30'}
    >>> bounds([edtf.parse("1935/..")])
    {'earliest': '1935-01-01'}
    """
    if len(dates) == 1:
        days = {"earliest": dates[0].earliest, "latest": dates[0].latest}
        return {side: day for side, day in days.items() if day}
    found: dict[str, str] = {}
    earliest = [date.earliest for date in dates]
    latest = [date.latest for date in dates]
    if earliest and None not in earliest:
        found["earliest"] = min((day for day in earliest if day), key=_order)
    if latest and None not in latest:
        found["latest"] = max((day for day in latest if day), key=_order)
    return found


def dates_among(value: Any) -> list[Edtf]:
    """The dates among the values that a key has; anything else there is reported elsewhere.

    >>> [date.text for date in dates_among(["1936", "not a date", {"en": "May"}])]
    ['1936']
    """
    dates = []
    for text in value if isinstance(value, list) else (value,):
        if isinstance(text, str):
            try:
                dates.append(edtf.parse(text))
            except edtf.EdtfError:
                continue
    return dates


def _order(day: str) -> tuple[int, str]:
    """Sort xsd:date texts by time: years can be negative or have more than four digits."""
    year, month, date = day.rsplit("-", 2)
    return int(year), f"{month}-{date}"


def in_gregorian(date: Edtf) -> str | None:
    """The date as EDTF, which is always Gregorian; doubt and approximation are kept.

    A Julian day is converted to the day; anything vaguer to the interval of days it can mean.
    None if there is no such EDTF: for sets, and for years of more than four digits.

    >>> in_gregorian(edtf.parse("1905-12-21", "julian"))
    '1906-01-03'
    >>> in_gregorian(edtf.parse("1905-12~/..", "julian"))
    '1905-12-14~/..'
    >>> in_gregorian(edtf.parse("1905-12", "julian"))
    '1905-12-14/1906-01-13'
    >>> in_gregorian(edtf.parse("[1905,1907]", "julian")) is None
    True
    """
    if date.calendar == "gregorian":
        return date.text
    if date.is_set:
        return None
    sides = date.text.split("/") if date.is_interval else [date.text, date.text]
    first, last = (
        side if side in ("", "..") else _day(edtf.parse(side, date.calendar), is_last=is_last)
        for side, is_last in zip(sides, (False, True), strict=True)
    )
    converted = first if first == last and not date.is_interval else f"{first}/{last}"
    try:
        return edtf.parse(converted).text
    except edtf.EdtfError:
        return None


def _day(date: Edtf, *, is_last: bool) -> str:
    """The first or the last day that a date can mean, as uncertain as the date."""
    qualifier = {(True, True): "%", (True, False): "?", (False, True): "~"}.get(
        (date.is_uncertain, date.is_approximate), ""
    )
    return f"{date.latest if is_last else date.earliest}{qualifier}"
