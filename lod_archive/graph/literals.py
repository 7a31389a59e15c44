"""Which texts are literals of a datatype: the lexical forms of `XML Schema's datatypes
<https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes>`_ that archives use.

RDF would carry ``"102,5"^^xsd:decimal`` along and no query would ever find it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lod_archive.vocab.datatypes import LEXICAL
from lod_archive.vocab.namespaces import XSD

SPEC: Final = "https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes"


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype in the reader's words, the grammar of its texts, and one of them."""

    name: str
    grammar: re.Pattern[str]
    example: str


_WORDS: Final = {
    XSD.boolean: ("truth value", "true"),
    XSD.date: ("day", "1935-08-31"),
    XSD.dateTime: ("moment", "1935-08-31T06:00:00Z"),
    XSD.decimal: ("decimal number", "102.5"),
    XSD.double: ("number", "1.02E2"),
    XSD.duration: ("duration", "P1Y12M or PT6H"),
    XSD.float: ("number", "1.02E2"),
    XSD.gYear: ("year", "1935"),
    XSD.gYearMonth: ("month of a year", "1935-08"),
    XSD.int: ("whole number", "102"),
    XSD.integer: ("whole number", "102"),
    XSD.nonNegativeInteger: ("whole number from 0", "102"),
    XSD.positiveInteger: ("whole number from 1", "102"),
}
_DATATYPES: Final = {
    iri: Datatype(name, re.compile(LEXICAL[iri], re.ASCII), example)
    for iri, (name, example) in _WORDS.items()
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
    return None if known.grammar.fullmatch(text) else known
