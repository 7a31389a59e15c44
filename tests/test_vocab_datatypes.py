"""The lexical spaces of XML Schema's datatypes, by Python's and by Rust's regular expressions."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from lod_archive.vocab.datatypes import BOUNDS, LEXICAL
from lod_archive.vocab.namespaces import XSD

TEXTS = [
    ("base64Binary", "AAA", "AAAA AAA="),
    ("boolean", "TRUE", "1"),
    ("byte", "1.0", "-128"),
    ("date", "2001-02-29", "2004-02-29"),
    ("date", "1900-02-29", "2000-02-29Z"),
    ("date", "2001-04-31", "-0044-03-15"),
    ("date", "2001-4-30", "12001-04-30+14:00"),
    ("date", "2001-04-30+14:01", "2001-04-30-13:59"),
    ("dateTime", "2001-04-30", "2001-04-30T24:00:00"),
    ("dateTime", "2001-04-30T24:00:01", "2001-04-30T23:59:59.999Z"),
    ("dateTimeStamp", "2001-04-30T10:00:00", "2001-04-30T10:00:00Z"),
    ("dayTimeDuration", "P1Y", "-P1DT2H"),
    ("decimal", "1e5", "-.5"),
    ("decimal", "1,5", "1."),
    ("double", "inf", "-INF"),
    ("double", "1e", "1.E-5"),
    ("duration", "P", "P1Y2M3DT4H5M6.7S"),
    ("duration", "PT", "PT5M"),
    ("duration", "P1S", "P2M"),
    ("float", "nan", "NaN"),
    ("gDay", "--31", "---31"),
    ("gMonth", "--13", "--12Z"),
    ("gMonthDay", "--02-30", "--02-29"),
    ("gYear", "35", "1935"),
    ("gYearMonth", "1935-13", "1935-08"),
    ("hexBinary", "ABC", "0aFF"),
    ("integer", "1_000", "+01"),
    ("integer", " 1", "-0"),
    ("language", "a-much-toolongsubtag", "ru-Latn"),
    ("negativeInteger", "-0", "-01"),
    ("nonNegativeInteger", "-1", "-0"),
    ("nonPositiveInteger", "1", "+0"),
    ("positiveInteger", "0", "+1"),
    ("time", "24:00:01", "24:00:00"),
    ("unsignedByte", "-1", "255"),
    ("yearMonthDuration", "P1D", "P1M"),
]


@pytest.mark.parametrize(("name", "wrong", "right"), TEXTS)
def test_grammar_tells_literals_from_other_texts(name: str, wrong: str, right: str) -> None:
    grammar = LEXICAL[XSD[name]]
    assert re.fullmatch(grammar, wrong, re.ASCII) is None
    assert re.fullmatch(grammar, right, re.ASCII)
    assert not matches_in_sparql(grammar, wrong)
    assert matches_in_sparql(grammar, right)


def matches_in_sparql(grammar: str, text: str) -> bool:
    query = f"ASK {{ FILTER(REGEX({ox.Literal(text)}, {ox.Literal(f'^({grammar})$')})) }}"
    return bool(ox.Store().query(query))


def test_bounded_datatypes_have_a_grammar() -> None:
    assert BOUNDS.keys() <= LEXICAL.keys()
