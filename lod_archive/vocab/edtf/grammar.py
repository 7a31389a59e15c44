"""The grammar of EDTF, production by production.

Each function reads one construct of https://www.loc.gov/standards/datetime/ at the reader's place;
its docstring names the section. What the specification leaves open is decided so:

- An interval must not end before it begins: some value of its start begins no later than some
  value of its end. ``2004-06-11/2004-06`` is refused, since June begins on the 1st.
- A year with ``Y`` or ``S`` stands alone: the specification has ``Y`` only "at the beginning of
  the date string", and shows neither in an interval or a set.
- ``Y`` is for years beyond four digits, also with an exponent, and takes no leading zeros.
- Times run from 00:00:00 to 23:59:59, without 24:00:00 and without leap seconds.
- ``/`` alone is refused: one side may be unknown, but two unknown sides are no date.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lod_archive.vocab.edtf import spans
from lod_archive.vocab.edtf.days import Calendar, Day, date_text, month_length, to_gregorian
from lod_archive.vocab.edtf.model import Edtf, EdtfError, Kind, Level

MAX_LENGTH: Final = 1000
"""The longest text that is read and the longest year that is written out, in characters."""

_PLAIN: Final = re.compile(
    r"([0-9]{4}) (?: - ( 0[1-9] | 1[0-2] ) (?: - ( 0[1-9] | [12][0-9] | 3[01] ) )? )?", re.VERBOSE
)
_DATE: Final = re.compile(
    r"""
    [?~%]? (?P<year> -? [0-9X]{4} ) [?~%]?
    (?: - [?~%]? (?P<month> [0-9X]{2} ) (?! [0-9X] ) [?~%]?
    (?: - [?~%]? (?P<day>   [0-9X]{2} ) (?! [0-9X] ) [?~%]? )? )?
    """,
    re.VERBOSE,
)
_LONG_YEAR: Final = re.compile(
    r"""
    [?~%]? Y (?P<sign> -? ) (?P<digits> [1-9][0-9]* )
    (?: E (?P<exponent> [1-9][0-9]* ) )?
    (?: S (?P<significant> [1-9][0-9]* ) )?
    [?~%]?
    """,
    re.VERBOSE,
)
_SIGNIFICANT_YEAR: Final = re.compile(
    r"[?~%]? (?P<sign> -? ) (?P<digits> [0-9]{4} ) S (?P<significant> [1-9][0-9]* ) [?~%]?",
    re.VERBOSE,
)
_TIME: Final = re.compile(
    r"""
    T (?: [01][0-9] | 2[0-3] ) : [0-5][0-9] : [0-5][0-9]
    (?: Z | [+-] (?: [01][0-9] | 2[0-3] ) (?: : [0-5][0-9] )? )?
    """,
    re.VERBOSE,
)
_LEVEL_0: Final = re.compile(r"[0-9]{4} (?: -[01][0-9] (?: -[0-9]{2} )? )?", re.VERBOSE)
_LEVEL_1: Final = re.compile(
    r"""
    (?: -? [0-9]{4}                                # Negative calendar year
      | -? [0-9]{4} - (?: [01][0-9] | 2[0-4] )     # Seasons
      | -? [0-9]{4} - [0-9]{2} - [0-9]{2}
      | -? [0-9]{2} [0-9X] X                       # Unspecified digit(s) from the right
      | -? [0-9]{4} - (?: [0-9]{2} | XX ) - XX
      | -? [0-9]{4} - XX
      | Y -? [0-9]+                                # Letter-prefixed calendar year
    ) [?~%]?                                       # Qualification of a date (complete)
    """,
    re.VERBOSE,
)

_CALENDARS: Final[tuple[Calendar, ...]] = ("gregorian", "julian")
_NO_YEAR_ZERO_BC: Final = "there is no year -0000: the year after -0001 is 0000"
_MISPLACED: Final = {
    "-": "after a hyphen come two digits, X for each that is unknown",
    "/": "an interval has one slash",
    "S": "S and a number of significant digits stand only after a single year without X",
    "T": "a time of day stands only with a single date",
    "Y": "a year with Y stands alone, neither in an interval nor in a set",
}


class _Dated(NamedTuple):
    """One date that has been read."""

    written: str
    precision: str
    span: spans.Span

    @property
    def level(self) -> Level:
        """The lowest level that has all the features of this date."""
        if _LEVEL_0.fullmatch(self.written):
            return 0
        return 1 if _LEVEL_1.fullmatch(self.written) else 2


class _Reader:
    """A place in a text; :attr:`at` counts from 0."""

    __slots__ = ("at", "calendar", "text")

    def __init__(self, text: str, calendar: Calendar) -> None:
        self.text = text
        self.calendar: Calendar = calendar
        self.at = 0

    @property
    def rest(self) -> str:
        return self.text[self.at :]

    def sees(self, literal: str) -> bool:
        """Whether the literal comes next."""
        return self.text.startswith(literal, self.at)

    def skip(self, literal: str) -> bool:
        """Step over the literal if it comes next, and say whether it did."""
        if not self.sees(literal):
            return False
        self.at += len(literal)
        return True

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Step over what the pattern matches here, if it matches."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def error(self, reason: str, at: int | None = None) -> EdtfError:
        """An error at this place, or at another."""
        return EdtfError(self.text, reason, column=1 + (self.at if at is None else at))


def read(text: str, calendar: Calendar) -> Edtf:
    """Read the whole text as one EDTF date of the calendar.

    :raises EdtfError: if it is none; the error has no hint yet.
    """
    if len(text) > MAX_LENGTH:
        reason = f"{len(text)} characters are too many: {MAX_LENGTH} at most"
        raise EdtfError(text, reason, column=MAX_LENGTH + 1)
    if calendar == "gregorian" and (plain := _plain(text)):
        return plain
    reader = _Reader(text, calendar)
    if reader.sees("[") or reader.sees("{"):
        return _set(reader)
    if "/" in text:
        return _interval(reader)
    return _single(reader)


def _plain(text: str) -> Edtf | None:
    """Nearly all dates of nearly all archives, without the reader: four times as fast."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups()
    earliest = latest = text
    if month is None:
        earliest, latest = f"{year}-01-01", f"{year}-12-31"
    elif day is None or day > "28":
        length = month_length(int(year), int(month), "gregorian")
        if day is None:
            earliest, latest = f"{text}-01", f"{text}-{length}"
        elif int(day) > length:
            return None  # the reader says why
    return Edtf(text, 0, "date", earliest, latest, is_uncertain=False, is_approximate=False)


def _single(reader: _Reader) -> Edtf:
    """A date that is neither in an interval nor in a set."""
    kind: Kind = "date"
    if reader.text.lstrip("?~%").startswith("Y"):
        dated = _long_year(reader)
    elif found := reader.take(_SIGNIFICANT_YEAR):
        dated = _rounded_year(reader, found)
    else:
        dated = _date(reader)
        if reader.sees("T"):
            _time(reader, dated)
            kind = "datetime"
    return _finish(reader, kind, dated.level, dated.span.earliest, dated.span.latest)


def _finish(
    reader: _Reader, kind: Kind, level: Level, earliest: Day | None, latest: Day | None
) -> Edtf:
    """The result, once nothing is left to read."""
    text, calendar = reader.text, reader.calendar
    if reader.rest:
        raise reader.error(_unexpected(reader.rest))
    return Edtf(
        text,
        level,
        kind,
        None if earliest is None else date_text(to_gregorian(earliest, calendar)),
        None if latest is None else date_text(to_gregorian(latest, calendar)),
        "?" in text or "%" in text,
        "~" in text or "%" in text,
        calendar,
    )


def _date(reader: _Reader) -> _Dated:
    """Date (level 0), Seasons, Sub-year groupings, Qualification, Unspecified Digit."""
    found = reader.take(_DATE)
    if found is None:
        raise reader.error(_why_no_year(reader.rest))
    year, month, day = found["year"], found["month"], found["day"]
    if year == "-0000":
        raise reader.error(_NO_YEAR_ZERO_BC, found.start("year"))
    if month is None:
        return _Dated(found[0], "year", spans.year_span(year))
    if spans.is_division(month):
        if day is not None:
            reason = f"no day follows {month}, a season or other division of the year"
            raise reader.error(reason, found.start("day"))
        span = spans.division_span(year, month, reader.calendar)
        return _Dated(found[0], "division", span)
    months = spans.matches(month, 12)
    if not months:
        runs = "months run from 01 to 12, seasons and other divisions from 21 to 41"
        raise reader.error(f"month {month}: {runs}", found.start("month"))
    if day is None:
        return _Dated(found[0], "month", spans.month_span(year, months, reader.calendar))
    days = spans.day_span(year, months, day, reader.calendar)
    if days is None:
        reason = _why_no_day(year, months, day, reader.calendar)
        raise reader.error(reason, found.start("day"))
    return _Dated(found[0], "day", days)


def _time(reader: _Reader, date: _Dated) -> None:
    """Date and Time (level 0). Its days are those of the local date, as written."""
    if date.precision != "day" or not date.written.replace("-", "").isdecimal():
        raise reader.error("a time follows a complete date without X, ?, ~ or %")
    if reader.take(_TIME) is None or reader.rest:
        raise reader.error("a time is written T23:20:30, then nothing, Z, +04 or +04:30")


def _long_year(reader: _Reader) -> _Dated:
    """Letter-prefixed calendar year (level 1), Exponential year (level 2)."""
    found = reader.take(_LONG_YEAR)
    if found is None:
        raise reader.error("after Y comes a year without leading zeros, as in Y17000 or Y-17E7")
    exponent = found["exponent"] or "0"
    # Measured before the power is taken: Y1E999999999 would fill the memory.
    length = len(found["digits"]) + (int(exponent) if len(exponent) < 5 else MAX_LENGTH)
    if length > MAX_LENGTH:
        reason = f"years of more than {MAX_LENGTH} digits cannot be written out"
        raise reader.error(reason, found.start("digits"))
    if length < 5:
        reason = f"Y is for years of five digits and more, this one has {length}"
        raise reader.error(reason, found.start("digits"))
    if reader.sees("-"):
        raise reader.error("a year with Y has no months and days")
    return _rounded_year(reader, found)


def _rounded_year(reader: _Reader, found: re.Match[str]) -> _Dated:
    """Significant digits (level 2): ``1950S2`` is some year from 1900 to 1999.

    They are counted from the first digit that is not zero; a year without ``S`` is exact.
    """
    groups = found.groupdict()
    year = int(found["digits"]) * 10 ** int(groups.get("exponent") or 0)
    if found["sign"] and year == 0:
        raise reader.error(_NO_YEAR_ZERO_BC, found.start("sign"))
    open_digits = 0
    if groups["significant"]:
        open_digits = max(0, len(str(year)) - int(groups["significant"]))
    low = year // 10**open_digits * 10**open_digits
    high = low + 10**open_digits - 1
    first, last = (-high, -low) if found["sign"] else (low, high)
    return _Dated(found[0], "year", spans.whole_years(first, last))


def _interval(reader: _Reader) -> Edtf:
    """Time Interval (level 0), Extended Interval (level 1), Interval (level 2)."""
    start = _interval_side(reader)
    if not reader.skip("/"):
        raise reader.error(_unexpected(reader.rest))
    end_at = reader.at
    end = _interval_side(reader)
    if reader.text == "/":
        raise reader.error("an interval has a start, an end or both", 0)
    if start and end and start.span.earliest > end.span.latest_start:
        raise reader.error("the interval ends before it begins", end_at)
    sides = [side for side in (start, end) if side]
    level: Level = max((side.level for side in sides), default=1)
    if "X" in reader.text:
        level = 2
    elif level == 0 and len(sides) == 1:
        level = 1
    earliest = start.span.earliest if start else None
    latest = end.span.latest if end else None
    return _finish(reader, "interval", level, earliest, latest)


def _interval_side(reader: _Reader) -> _Dated | None:
    """A date, or None where it is unknown (nothing is written) or open (``..``)."""
    if reader.skip("..") or reader.sees("/") or not reader.rest:
        return None
    return _date(reader)


def _set(reader: _Reader) -> Edtf:
    """Set representation (level 2): one of ``[…]``, or all of ``{…}``."""
    kind: Kind = "one of" if reader.sees("[") else "all of"
    closing = "]" if kind == "one of" else "}"
    members: list[_Member] = []
    while not members or reader.sees(","):
        reader.at += 1  # over the bracket or the comma
        members.append(_member(reader, closing, is_first=not members))
    if not reader.skip(closing):
        reason = _unexpected(reader.rest) if reader.rest else f"{closing} is missing"
        raise reader.error(reason)
    starts = [member.earliest for member in members if member.earliest]
    ends = [member.latest for member in members if member.latest]
    earliest = min(starts) if len(starts) == len(members) else None
    latest = max(ends) if len(ends) == len(members) else None
    return _finish(reader, kind, 2, earliest, latest)


class _Member(NamedTuple):
    """A date of a set or a range of dates, from None or until None where that side is open."""

    earliest: Day | None
    latest: Day | None


def _member(reader: _Reader, closing: str, *, is_first: bool) -> _Member:
    """A date, ``a..b``, ``..b`` at the beginning of the list, or ``a..`` at its end."""
    if reader.sees(".."):
        if not is_first:
            raise reader.error('".." before a date means "or earlier", only at the beginning')
        reader.skip("..")
        return _Member(None, _date(reader).span.latest)
    first = _date(reader)
    if not reader.skip(".."):
        return _Member(first.span.earliest, first.span.latest)
    if reader.sees(closing):
        return _Member(first.span.earliest, None)
    if reader.sees(","):
        raise reader.error('".." after a date means "or later", only at the end')
    last_at = reader.at
    last = _date(reader)
    if first.precision != last.precision:
        reason = f'".." between a {first.precision} and a {last.precision}: take two of one kind'
        raise reader.error(reason, last_at)
    if first.span.earliest > last.span.latest_start:
        raise reader.error("the range ends before it begins", last_at)
    return _Member(first.span.earliest, last.span.latest)


def _why_no_year(rest: str) -> str:
    """Why no date begins here."""
    if not rest:
        return "a date is missing"
    if rest[0].isspace() or rest[0] == "Y":
        return _unexpected(rest)
    return "a date begins with a year of four digits, X for each that is unknown"


def _why_no_day(year: str, months: tuple[int, ...], day: str, calendar: Calendar) -> str:
    """Why no year, month and day of these patterns make a date."""
    if "X" in year or len(months) > 1:
        return f"day {day}: no month that fits has such a day"
    lengths = {c: month_length(int(year), months[0], c) for c in _CALENDARS}
    reason = f"day {day}: {year}-{months[0]:02} has {lengths[calendar]} days"
    other = next(c for c in _CALENDARS if c != calendar)
    if spans.matches(day, lengths[other]):
        reason += f" in the {calendar.capitalize()} calendar, but {lengths[other]} in the "
        reason += other.capitalize()
    return reason


def _unexpected(rest: str) -> str:
    """Why what is left cannot be read on."""
    if rest[0].isspace():
        return "spaces are not allowed"
    if rest[0].isdecimal():
        return "a year has four digits; a longer one begins with Y"
    return _MISPLACED.get(rest[0], f"{rest[:20]!r} is no part of a date")
