"""Literals of every datatype, well-formed and not, for tests that compare engines.

What is left out is named where it is left out: each is a case in
``tests/cases/shacl/differences``.
"""

from __future__ import annotations

import re

TEXTS = ('""', '"a"', '"abc"', '"a b"', '"1"', '"имя"', '"𝄞𝄞"', r'"a\nb"', '"e\u0301"')
TAGGED = ('"a"@en', '"a"@EN', '"b"@en', '"a"@en-GB', '"имя"@ru', '""@en', '"a"@en-gb')
WELL_FORMED = {
    "integer": ("1", "01", "+5", "-0", "-0007", "2", "123456789012345678901234567890"),
    "decimal": ("1.0", "1", "01.50", ".5", "5.", "-1.25", "123456789012345678901234.5"),
    "boolean": ("true", "1", "false", "0"),
    "double": ("1.0E0", "1", "1e0", "INF", "-INF", "2.50"),
    "float": ("1.5", "1", "INF"),
    "byte": ("1", "127", "-01"),
    "short": ("1", "32767"),
    "int": ("1", "2147483647"),
    "long": ("1", "9223372036854775807"),
    "unsignedByte": ("1", "255"),
    "unsignedShort": ("1", "65535"),
    "unsignedInt": ("1", "4294967295"),
    "unsignedLong": ("1", "18446744073709551615"),
    "nonNegativeInteger": ("1", "0", "+07"),
    "positiveInteger": ("1", "007", "12345678901234567890123"),
    "nonPositiveInteger": ("0", "-1", "-01"),
    "negativeInteger": ("-1", "-01"),
    "date": ("1935-08-31", "1935-08-31Z", "1935-08-31+03:00", "1936-02-29", "1936-03-01"),
    "dateTime": (
        *("1935-08-31T00:00:00", "1935-08-31T00:00:00Z", "1935-08-31T03:00:00+03:00"),
        *("1935-08-31T00:00:00.500", "1936-02-29T12:00:00", "1935-08-31T00:00:00.0"),
    ),
    "dateTimeStamp": ("1935-08-31T00:00:00Z", "1935-08-31T03:00:00+03:00"),
    "time": ("10:00:00", "10:00:00Z", "11:30:00.50"),
    "gYear": ("1935", "1935Z", "-0044"),
    "gYearMonth": ("1935-08", "1935-08Z"),
    "gMonth": ("--08", "--09Z"),
    "gMonthDay": ("--08-31", "--02-29"),
    "gDay": ("---31", "---01"),
    "duration": ("P1Y12M", "P2Y", "PT0S"),
    "dayTimeDuration": ("P1D", "PT24H"),
    "yearMonthDuration": ("P1Y12M", "P2Y"),
    "anyURI": ("http://a.example/", "a"),
    "language": ("en", "ru-Latn"),
    "hexBinary": ("0A", "0a"),
    "base64Binary": ("YQ==", "YWI="),
    "string": ("a", ""),
    # Case ``white-space-of-tokens``: none that rdflib would change
    "normalizedString": ("a", "a  b"),
    "token": ("a", "b"),
    "NMTOKEN": ("a", "1"),
    "Name": ("a", "b"),
    "NCName": ("a", "b"),
}
ILL_FORMED = {
    "integer": ("abc", "1.0", "", "1e0"),
    "decimal": ("x", "1,5"),
    "boolean": ("yes", "TRUE"),
    "double": ("x", ""),
    "float": ("x",),
    "byte": ("128", "-129", "x"),
    "short": ("32768",),
    "int": ("2147483648",),
    "unsignedByte": ("256", "-1"),
    "unsignedShort": ("65536",),
    "unsignedInt": ("4294967296",),
    "nonNegativeInteger": ("-1",),
    "positiveInteger": ("0", "-1"),
    "nonPositiveInteger": ("1",),
    "negativeInteger": ("0", "1"),
    "date": ("1935-02-30", "1935", "1935-13-01"),
    "dateTime": ("1935-08-31T25:00:00", "1935-02-30T00:00:00"),
    "time": ("25:00:00", "noon"),
    "duration": ("1Y", "P1"),
    "hexBinary": ("0", "xx"),
    "base64Binary": ("Y",),
}
"""Left out is what rdflib takes for well-formed; case ``lexical-forms``."""
BY_DATATYPE = {name: (*texts, *ILL_FORMED.get(name, ())) for name, texts in WELL_FORMED.items()}
TYPED = tuple(f'"{text}"^^xsd:{name}' for name, texts in BY_DATATYPE.items() for text in texts)
LITERALS = (*TEXTS, *TAGGED, *TYPED, '"a"^^ex:type')
DATATYPES = (*(f"xsd:{name}" for name in BY_DATATYPE), "rdf:langString", "ex:type")


def typed(*names: str) -> tuple[str, ...]:
    return tuple(f'"{text}"^^xsd:{name}' for name in names for text in WELL_FORMED[name])


INTEGERS = (
    *("integer", "byte", "short", "int", "long", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger"),
    *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
)
STRINGS = ("string", "normalizedString", "token", "language", "anyURI")
NUMBERS = typed(*INTEGERS, "decimal", "double", "float")
ZONED = re.compile(r"(Z|\+03:00)\"")
FAMILIES = (
    *(NUMBERS, NUMBERS, TEXTS),
    tuple(time for time in typed("dateTime") if ZONED.search(time)),
    *(
        tuple(time for time in typed(name) if not ZONED.search(time))
        for name in ("dateTime", "date", "time")
    ),
)
"""Literals that can be compared with one another by ``<``.

Of others rdflib makes an order of its own, by the names of datatypes, or none at all: cases
``order-of-blank-nodes``, ``order-of-days-in-zones``, ``order-of-derived-times``,
``order-of-ill-formed-numbers``, ``order-of-iris``, ``order-of-nan``,
``order-of-other-datatypes``, ``order-of-texts-in-a-language``, ``order-of-times-without-zone``
and ``order-of-years``.
"""
NO_ORDER = typed(*(name for name in WELL_FORMED if name not in STRINGS))
