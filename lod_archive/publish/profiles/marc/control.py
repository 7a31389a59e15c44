"""What both kinds of records have: control numbers, identifiers, dates, classification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.marc import codes
from lod_archive.vocab.namespaces import SCHEMA, SKOS

if TYPE_CHECKING:
    from lod_archive.publish.profiles.marc.fields import Draft

_ISBN_IRI: Final = re.compile(r"(?:urn:isbn:|https?://isbn\.org/)([\dXx-]+)")
_ISSN_IRI: Final = re.compile(r"(?:urn:issn:|https?://portal\.issn\.org/resource/ISSN/)([\dXx-]+)")
_LCCN: Final = re.compile(r"https?://lccn\.loc\.gov/(\w+)/?")
_ISSN: Final = re.compile(r"\d{7}[\dX]", re.ASCII)
_ISBN_13: Final = re.compile(r"\d{13}", re.ASCII)
_ISBN_10: Final = re.compile(r"\d{9}[\dX]", re.ASCII)
_SCHEMES: Final = {
    "viaf": "viaf",
    "isni": "isni",
    "orcid": "orcid",
    "wikidata": "wikidata",
    "gnd": "gnd",
    "ror": "ror",
    "geonames": "geonames",
    "doi": "doi",
    "handle": "hdl",
    "ulan": "gettyulan",
    "tgn": "gettytgn",
    "aat": "gettyaat",
}
"""How archives write the schemes of identifiers, and their MARC source codes."""
_CLASSIFICATIONS: Final = {"lcc": "lcc", "ddc": "ddc", "udc": "udc", "bbk": "rubbk"}
"""https://www.loc.gov/standards/sourcelist/classification.html"""

_NO_CODE: Final = (
    "whose number the record has (003 and 035 want the MARC code of an organization: write "
    "marc_organization in archive.toml)"
)


def add_control_numbers(draft: Draft) -> None:
    """Fields 001, 003 and 035: the record's id, whose it is, and both together.

    003 and 035 have codes alone (https://www.loc.gov/marc/bibliographic/bd003.html).
    """
    draft.control("001", draft.id_of(draft.about))
    if draft.code is None:
        draft.losses.add(_NO_CODE, draft.about)
        return
    draft.control("003", draft.code)
    draft.add("035", "  ", ("a", draft.number_of(draft.about)))


def add_agency(draft: Draft) -> None:
    """Field 040: who made the record, and the language of its name, taken for that of the rest.

    Its agencies may be codes or names (https://www.loc.gov/marc/bibliographic/bd040.html).
    """
    found = draft.names
    language = codes.language_code(found[0].language or "") if found else None
    agency = draft.agency
    draft.add("040", "  ", ("a", agency), ("b", language or codes.UNDETERMINED), ("c", agency))


def add_dates(draft: Draft, date: str, first: str, last: str) -> None:
    """A date as field 046: both ends in subfields of their own, EDTF where it is no plain date.

    https://www.loc.gov/marc/authority/ad046.html
    """
    begun, ended = codes.ends(date)
    is_interval = "/" in date
    plain = all(codes.is_plain(end) for end in (begun, ended) if end)
    pairs = [(first, codes.coded_date(begun) if plain else begun)]
    if is_interval:
        pairs.append((last, codes.coded_date(ended) if plain else ended))
    if any(text for _, text in pairs):
        draft.add("046", "  ", *pairs, *((("2", "edtf"),) if not plain else ()))


def add_identifiers(draft: Draft, *, is_authority: bool) -> None:
    """Fields 010, 020, 022, 024 and 035: what the archive says that others call it."""
    view, iri = draft.view, draft.about
    draft.add("024", "7 ", ("a", iri), ("2", "uri"))
    isbns = [each.value for each in view.literals(iri, SCHEMA.isbn)]
    issns = [each.value for each in view.literals(iri, SCHEMA.issn)]
    for match in sorted({*view.iris(iri, SCHEMA.sameAs), *view.iris(iri, SKOS.exactMatch)}):
        if is_authority:
            _add_match(draft, match)
        elif found := _ISBN_IRI.fullmatch(match):
            isbns.append(found[1])
        elif found := _ISSN_IRI.fullmatch(match):
            issns.append(found[1])
        elif found := _LCCN.fullmatch(match):
            draft.add_as_written("010", "  ", "a", _lccn(found[1]))
        else:
            _add_match(draft, match)
    for isbn in sorted({each.replace("-", "").upper() for each in isbns}):
        draft.add("020", "  ", ("a" if is_isbn(isbn) else "z", isbn))
    for issn in sorted({each.upper() for each in issns}):
        draft.add("022", "  ", ("a" if is_issn(issn) else "y", issn))
    for value in sorted(view.iris(iri, SCHEMA.identifier)):
        scheme, code = view.text(value, SCHEMA.propertyID), view.text(value, SCHEMA.value)
        if scheme and code and (is_authority or scheme.lower() not in _CLASSIFICATIONS):
            _add_code(draft, scheme, code)


def _add_match(draft: Draft, match: str) -> None:
    found = codes.identifier(match)
    source, number = found or ("uri", match)
    draft.add("024", "7 ", ("a", number), ("2", source))


def _add_code(draft: Draft, scheme: str, code: str) -> None:
    source = _SCHEMES.get(scheme.lower())
    if source:
        draft.add("024", "7 ", ("a", code), ("2", source))
    else:
        draft.add("024", "8 ", ("a", code), ("q", scheme))


def add_classification(draft: Draft) -> None:
    """Fields 084: numbers of the classifications that MARC has codes for."""
    view = draft.view
    for value in sorted(view.iris(draft.about, SCHEMA.identifier)):
        scheme, code = view.text(value, SCHEMA.propertyID), view.text(value, SCHEMA.value)
        source = _CLASSIFICATIONS.get((scheme or "").lower())
        if source and code:
            draft.add("084", "  ", ("a", code), ("2", source))


def _lccn(number: str) -> str:
    """An LCCN as field 010 has it: prefix of three (two for ten digits) places, then digits.

    >>> _lccn("87025605"), _lccn("2001627090")
    ('   87025605 ', '  2001627090')
    """
    digits = number.lstrip("abcdefghijklmnopqrstuvwxyz")
    prefix = number.removesuffix(digits)
    is_old = len(digits) == len("87025605")
    return f"{prefix:<3}{digits} " if is_old else f"{prefix:<2}{digits}"


def is_isbn(isbn: str) -> bool:
    """Whether the last character is the right check digit.

    >>> is_isbn("9780521345484"), is_isbn("9780521345485"), is_isbn("080442957X")
    (True, False, True)
    >>> is_isbn("978052134504X"), is_isbn("000000000A")
    (False, False)
    """
    if _ISBN_13.fullmatch(isbn):
        return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(isbn)) % 10 == 0
    return _ISBN_10.fullmatch(isbn) is not None and _weighted(_digits(isbn)) % 11 == 0


def is_issn(issn: str) -> bool:
    """Whether the last character is the right check digit.

    >>> is_issn("0233-4275"), is_issn("0233-4276")
    (True, False)
    """
    plain = issn.replace("-", "")
    return _ISSN.fullmatch(plain) is not None and _weighted(_digits(plain)) % 11 == 0


def _digits(number: str) -> list[int]:
    return [10 if digit == "X" else int(digit) for digit in number]


def _weighted(digits: list[int]) -> int:
    return sum(
        digit * weight for digit, weight in zip(digits, range(len(digits), 0, -1), strict=True)
    )
