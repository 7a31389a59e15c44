"""Which texts are literals of a datatype: the lexical forms of `XML Schema's datatypes
<https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes>`_ that archives use.

RDF would carry ``"102,5"^^xsd:decimal`` along and no query would ever find it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from lod_archive.vocab.namespaces import XSD

SPEC: Final = "https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes"


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype in the reader's words, the grammar of its texts, and one of them."""

    name: str
    grammar: re.Pattern[str]
    example: str


_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_YEAR: Final = r"-?(?:[1-9]\d{4,}|\d{4})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_FLOAT: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?|[+-]?INF|NaN"
_DURATION: Final = (
    r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)


def _datatype(name: str, grammar: str, example: str) -> Datatype:
    return Datatype(name, re.compile(grammar, re.ASCII), example)


_INTEGER: Final = _datatype("whole number", r"[+-]?\d+", "102")
_COUNT: Final = _datatype("whole number from 0", r"\+?\d+|-0+", "102")

_DATATYPES: Final = {
    XSD.boolean: _datatype("truth value", "true|false|1|0", "true"),
    XSD.date: _datatype("day", f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}", "1935-08-31"),
    XSD.dateTime: _datatype(
        "moment", f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "1935-08-31T06:00:00Z"
    ),
    XSD.decimal: _datatype("decimal number", r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", "102.5"),
    XSD.double: _datatype("number", _FLOAT, "1.02E2"),
    XSD.duration: _datatype("duration", _DURATION, "P1Y12M or PT6H"),
    XSD.float: _datatype("number", _FLOAT, "1.02E2"),
    XSD.gYear: _datatype("year", f"{_YEAR}{_ZONE}", "1935"),
    XSD.gYearMonth: _datatype("month of a year", f"{_YEAR}-{_MONTH}{_ZONE}", "1935-08"),
    XSD.int: _INTEGER,
    XSD.integer: _INTEGER,
    XSD.nonNegativeInteger: _COUNT,
    XSD.positiveInteger: _datatype("whole number from 1", r"\+?0*[1-9]\d*", "102"),
}


def datatype_missed(datatype: str, text: str) -> Datatype | None:
    """The datatype if the text is no literal of it; None if it is one, or nothing is known.

    >>> datatype_missed(XSD.decimal, "102.50") is None, datatype_missed(XSD.decimal, "102,5").name
    (True, 'decimal number')
    >>> datatype_missed(XSD.date, "1935-02-30").example
    '1935-08-31'
    """
    known = _DATATYPES.get(datatype)
    if known is None:
        return None
    if known.grammar.fullmatch(text) is None:
        return known
    if datatype == XSD.date and not _is_in_its_month(text):
        return known
    return None


def _is_in_its_month(text: str) -> bool:
    """Whether the month of an ``xsd:date`` has such a day; the calendar repeats after 400 years."""
    year, month, day = re.findall(r"\d+", text)[:3]
    try:
        date(2000 + int(year) % 400, int(month), int(day))
    except ValueError:
        return False
    return True
