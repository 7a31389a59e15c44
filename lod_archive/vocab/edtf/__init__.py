"""Dates as archives know them: the Extended Date/Time Format, levels 0, 1 and 2.

The grammar is that of the Library of Congress, 4 February 2019, a profile of ISO 8601-2:
https://www.loc.gov/standards/datetime/

>>> date = parse("1935-23~")
>>> date.earliest, date.latest, date.is_approximate
('1935-09-01', '1935-11-30', True)

Bounds are strict: ``1984~`` means 1 January to 31 December 1984, for the specification gives no
padding to approximate dates. It gives no days to seasons either; here they are calendar months of
the northern hemisphere (spring is March to May, and so on), and a winter belongs to the year in
which it begins: ``2010-24`` ends on 28 February 2011. python-edtf has the same months but lets
winter end on 31 December, which leaves a season of one month and two months of no season.

Two years are written ``1935/1936``: EDTF reads ``1935-36`` as the fourth quarter of 1935.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lod_archive.vocab.edtf.days import Calendar
from lod_archive.vocab.edtf.grammar import read
from lod_archive.vocab.edtf.hints import suggest
from lod_archive.vocab.edtf.model import SPEC, Edtf, EdtfError, Kind, Level

__all__ = ["SPEC", "Calendar", "Edtf", "EdtfError", "Kind", "Level", "parse"]

_CACHED: Final = 16_384


def parse(text: str, calendar: Calendar = "gregorian") -> Edtf:
    """The date that the text means, read as a date of the calendar.

    Days are checked by the calendar, so ``1900-02-29`` is a date of the Julian only. Whatever the
    calendar, the bounds of the result are Gregorian. Results are cached and immutable.

    :raises EdtfError: if the text is no EDTF date, is longer than 1000 characters, or is a year
        of more than 1000 digits.

    >>> parse("1984-06?/2004-XX").latest
    '2004-12-31'
    >>> parse("1905-12-21", calendar="julian").earliest
    '1906-01-03'
    >>> parse("1935-13")
    Traceback (most recent call last):
    lod_archive.vocab.edtf.model.EdtfError: '1935-13' is not an EDTF date: month 13: ...
    """
    try:
        return _read(text, calendar)
    except EdtfError as error:
        hint = suggest(text, lambda candidate: _is_edtf(candidate, calendar))
        raise EdtfError(text, error.reason, hint, error.column) from None


_read = lru_cache(maxsize=_CACHED)(read)


def _is_edtf(text: str, calendar: Calendar) -> bool:
    try:
        read(text, calendar)
    except EdtfError:
        return False
    return True
