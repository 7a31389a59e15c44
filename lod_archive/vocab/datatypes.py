"""Lexical spaces of XML Schema's datatypes: which texts are well-formed literals.

The grammars use only what every dialect of regular expressions has, so that Python, XPath and
Rust read them alike: they are put into SPARQL queries, too.
https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes
"""

from __future__ import annotations

import re
from typing import Final

from lod_archive.vocab.namespaces import XSD

_ZONE: Final = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR: Final = "-?([1-9][0-9]{4,}|[0-9]{4})"
_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_LEAP_YEAR: Final = (
    "-?([1-9][0-9]*)?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
)
_MONTH_DAY: Final = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_DATE: Final = f"({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
_TIME: Final = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_FLOAT: Final = r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"
_YEARS: Final = "([0-9]+Y([0-9]+M)?|[0-9]+M)"
_SECONDS: Final = r"[0-9]+(\.[0-9]+)?S"
_HOURS: Final = f"T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS})"
_DAYS: Final = f"([0-9]+D({_HOURS})?|{_HOURS})"

LEXICAL: Final[dict[str, str]] = {
    XSD.base64Binary: "(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|"
    "[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    XSD.boolean: "(true|false|1|0)",
    XSD.byte: "[+-]?[0-9]+",
    XSD.date: f"{_DATE}{_ZONE}",
    XSD.dateTime: f"{_DATE}T{_TIME}{_ZONE}",
    XSD.dateTimeStamp: f"{_DATE}T{_TIME}{_ZONE.removesuffix('?')}",
    XSD.dayTimeDuration: f"-?P{_DAYS}",
    XSD.decimal: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD.double: _FLOAT,
    XSD.duration: f"-?P({_YEARS}({_DAYS})?|{_DAYS})",
    XSD.float: _FLOAT,
    XSD.gDay: f"---{_DAY}{_ZONE}",
    XSD.gMonth: f"--{_MONTH}{_ZONE}",
    XSD.gMonthDay: f"--({_MONTH_DAY}|02-29){_ZONE}",
    XSD.gYear: f"{_YEAR}{_ZONE}",
    XSD.gYearMonth: f"{_YEAR}-{_MONTH}{_ZONE}",
    XSD.hexBinary: "([0-9A-Fa-f]{2})*",
    XSD.int: "[+-]?[0-9]+",
    XSD.integer: "[+-]?[0-9]+",
    XSD.language: "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    XSD.long: "[+-]?[0-9]+",
    XSD.negativeInteger: "-0*[1-9][0-9]*",
    XSD.nonNegativeInteger: r"(\+?[0-9]+|-0+)",
    XSD.nonPositiveInteger: r"(-[0-9]+|\+?0+)",
    XSD.positiveInteger: r"\+?0*[1-9][0-9]*",
    XSD.short: "[+-]?[0-9]+",
    XSD.time: f"{_TIME}{_ZONE}",
    XSD.unsignedByte: r"(\+?[0-9]+|-0+)",
    XSD.unsignedInt: r"(\+?[0-9]+|-0+)",
    XSD.unsignedLong: r"(\+?[0-9]+|-0+)",
    XSD.unsignedShort: r"(\+?[0-9]+|-0+)",
    XSD.yearMonthDuration: f"-?P{_YEARS}",
}
"""Datatype → the grammar of its texts, as a regular expression for the whole of one.

``xsd:anyURI`` is not here: any text is one. https://www.w3.org/TR/xmlschema11-2/#anyURI
"""

BOUNDS: Final[dict[str, tuple[int, int]]] = {
    XSD.byte: (-(2**7), 2**7 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.unsignedByte: (0, 2**8 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedLong: (0, 2**64 - 1),
}
"""Datatype → the least and the greatest of its numbers, where it has such."""

DECIMALS: Final = frozenset(
    {XSD.decimal, XSD.integer, XSD.negativeInteger, XSD.nonNegativeInteger, *BOUNDS}
    | {XSD.nonPositiveInteger, XSD.positiveInteger}
)
"""The datatypes of exact numbers: ``xsd:decimal`` and all that are derived from it."""


def is_well_formed(text: str, datatype: str) -> bool:
    """Whether a text is a literal of the datatype; of datatypes unknown here any text is.

    >>> is_well_formed("127", XSD.byte), is_well_formed("128", XSD.byte)
    (True, False)
    """
    grammar, bounds = LEXICAL.get(datatype), BOUNDS.get(datatype)
    if grammar is not None and not re.fullmatch(grammar, text):
        return False
    return bounds is None or bounds[0] <= int(text) <= bounds[1]
