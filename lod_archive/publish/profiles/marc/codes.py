"""Codes of MARC 21: languages, sources of identifiers, dates, scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from lod_archive.vocab import edtf

_LANGUAGES: Final = Path(__file__).with_name("languages.tsv")
UNDETERMINED: Final = "und"
_PLAIN: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_IDENTIFIERS: Final = (
    ("viaf", re.compile(r"https?://(?:www\.)?viaf\.org/viaf/(\d+)/?")),
    ("wikidata", re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)")),
    ("naf", re.compile(r"https?://id\.loc\.gov/authorities/names/(n[a-z]*\d+)")),
    ("lcsh", re.compile(r"https?://id\.loc\.gov/authorities/subjects/(sh\d+)")),
    ("gnd", re.compile(r"https?://d-nb\.info/gnd/([\dX-]+)")),
    ("isni", re.compile(r"https?://(?:www\.)?isni\.org/(?:isni/)?(\d{15}[\dX])/?")),
    ("orcid", re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")),
    ("ror", re.compile(r"https?://ror\.org/(0[a-z\d]{8})")),
    ("geonames", re.compile(r"https?://sws\.geonames\.org/(\d+)/?")),
    ("fast", re.compile(r"https?://id\.worldcat\.org/fast/(\d+)/?")),
    ("gettyulan", re.compile(r"https?://vocab\.getty\.edu/(?:page/)?ulan/(\d+)")),
    ("gettytgn", re.compile(r"https?://vocab\.getty\.edu/(?:page/)?tgn/(\d+)")),
    ("gettyaat", re.compile(r"https?://vocab\.getty\.edu/(?:page/)?aat/(\d+)")),
    ("doi", re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)")),
    ("hdl", re.compile(r"https?://hdl\.handle\.net/(.+)")),
)
"""Codes of https://www.loc.gov/standards/sourcelist/standard-identifier.html (``naf`` and ``lcsh``:
of the subject heading sources), and how IRIs with such identifiers look."""
_OF_AUTHORITIES: Final = frozenset({"naf", "lcsh", "gnd", "fast"})
"""Those whose IRIs name a record, for subfield $0; the others name the thing, for $1."""
_SCRIPTS: Final = {
    "CYRILLIC": "(N",
    "GREEK": "(S",
    "HEBREW": "(2",
    "ARABIC": "(3",
    "CJK": "$1",
    "HIRAGANA": "$1",
    "KATAKANA": "$1",
    "HANGUL": "$1",
}
"""https://www.loc.gov/marc/bibliographic/ecbdcntf.html, “Script identification code”."""
_RIGHT_TO_LEFT: Final = frozenset({"(2", "(3"})


@cache
def _languages() -> dict[str, str]:
    lines = _LANGUAGES.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


def language_code(tag: str) -> str | None:
    """The MARC code for the language of a tag; None if the code list has none.

    >>> language_code("ru-Latn-alalc97"), language_code("deu"), language_code("x-a")
    ('rus', 'ger', None)
    """
    return _languages().get(tag.lower().partition("-")[0])


def identifier(iri: str) -> tuple[str, str] | None:
    """The source code and the identifier that an IRI is made of.

    >>> identifier("http://www.wikidata.org/entity/Q855")
    ('wikidata', 'Q855')
    """
    for code, pattern in _IDENTIFIERS:
        if found := pattern.fullmatch(iri):
            return code, found[1]
    return None


def control_subfield(iri: str) -> str | None:
    """Whether the IRI goes to $0 (it names an authority record) or $1 (the thing); None: neither.

    >>> control_subfield("http://www.wikidata.org/entity/Q855"), control_subfield("http://a.example/")
    ('1', None)
    """
    found = identifier(iri)
    if found is None or found[0] in ("doi", "hdl"):
        return None
    return "0" if found[0] in _OF_AUTHORITIES else "1"


@cache
def _script(name: str) -> str:
    return _SCRIPTS.get(name, "")


def is_latin(text: str) -> bool:
    """Whether the first letter is a Latin one, or there is no letter at all.

    >>> is_latin("«Stalin»"), is_latin("Сталин"), is_latin("1936")
    (True, False, True)
    """
    if text.isascii():
        return True
    for character in text:
        if character.isalpha():
            return unicodedata.name(character, "").startswith(("LATIN", "MODIFIER"))
    return True


def script_code(text: str) -> str:
    """What follows the occurrence number in $6: the script of the first letter, and its direction.

    >>> script_code("Сталин"), script_code("שלום"), script_code("Ստալին")
    ('/(N', '/(2/r', '')
    """
    for character in text:
        if character.isalpha():
            code = _script(unicodedata.name(character, "").partition(" ")[0])
            return f"/{code}" + ("/r" if code in _RIGHT_TO_LEFT else "") if code else ""
    return ""


def is_plain(date: str) -> bool:
    """Whether field 046 takes the date without naming its scheme.

    >>> is_plain("1936-12-05"), is_plain("1936~")
    (True, False)
    """
    return _PLAIN.fullmatch(date) is not None


def coded_date(date: str) -> str:
    """A date as field 046 has it: ``yyyy``, ``yyyy-mm`` or ``yyyymmdd``, else as EDTF.

    >>> coded_date("1936-12-05"), coded_date("1936-12"), coded_date("1936~")
    ('19361205', '1936-12', '1936~')
    """
    return date.replace("-", "") if is_plain(date) and len(date) == len("yyyy-mm-dd") else date


def ends(date: str) -> tuple[str, str]:
    """The first and the last date of an interval; a single date is both; open ends are empty.

    >>> ends("1935-08~/1935-11"), ends("1936~/"), ends("1936"), ends("../1917")
    (('1935-08~', '1935-11'), ('1936~', ''), ('1936', '1936'), ('', '1917'))
    """
    first, is_interval, last = date.partition("/")
    if not is_interval:
        return date, date
    return tuple("" if end == ".." else end for end in (first, last))  # type: ignore[return-value]


def years(date: str) -> tuple[str | None, str | None]:
    """The year of the first and of the last day that the date can be; None if it is open there.

    >>> years("1936-12-05"), years("193X"), years("../1917")
    (('1936', '1936'), ('1930', '1939'), (None, '1917'))
    """
    try:
        read = edtf.parse(date)
    except edtf.EdtfError:
        return None, None
    return _year(read.earliest), _year(read.latest)


def _year(day: str | None) -> str | None:
    return day[:4] if day and len(day) == len("yyyy-mm-dd") and day[:4].isdecimal() else None


def date_of_008(date: str | None) -> str:
    """Positions 06 to 14 of field 008 of a bibliographic record.

    https://www.loc.gov/marc/bibliographic/bd008a.html

    >>> date_of_008("1936-12-05"), date_of_008("1936"), date_of_008("193X"), date_of_008(None)
    ('e19361205', 's1936    ', 'q19301939', 'nuuuuuuuu')
    >>> date_of_008("1935/1936"), date_of_008("1936/")
    ('m19351936', 'm1936uuuu')
    """
    first, last = years(date) if date else (None, None)
    if date is None or (first is None and last is None):
        return "nuuuuuuuu"
    if "/" in date:
        return f"m{first or 'uuuu'}{last or 'uuuu'}"
    if first != last:
        return f"q{first or 'uuuu'}{last or 'uuuu'}"
    if is_plain(date) and len(date) == len("yyyy-mm-dd"):
        return f"e{date.replace('-', '')}"
    return f"s{first}    "
