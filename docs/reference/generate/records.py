"""What stands in records: dates, and how much of everything."""

from __future__ import annotations

from typing import Final

from generate.markdown import code, table
from lod_archive.graph.dates import in_gregorian
from lod_archive.sources import content
from lod_archive.sources.notations import EXTENSIONS
from lod_archive.vocab import edtf, iris


def dates() -> str:
    """Examples of EDTF with the bounds that are derived from them."""
    rows = []
    for text, meaning in _DATES.items():
        date = edtf.parse(text)
        rows.append((code(text), meaning, date.earliest or "open", date.latest or "open"))
    return table(("written", "meaning", "earliest", "latest"), rows)


_DATES: Final = {
    "1936": "the year",
    "1935-08": "the month",
    "1935-08-31": "the day",
    "1935-08-31T06:00:00": "the moment; its day counts",
    "1935-21": "spring 1935",
    "1935-22": "summer 1935",
    "1935-23": "autumn 1935",
    "1935-24": "winter 1935, which begins in December 1935",
    "193X": "some year of the 1930s",
    "19XX-08": "August of some year of the century",
    "1935-XX-31": "the 31st of some month",
    "1936?": "1936, but it is uncertain",
    "1936~": "about 1936; the bounds are not widened",
    "1936%": "both uncertain and approximate",
    "1936-?02": "only the month is uncertain",
    "1935-08-31/1935-11-17": "an interval",
    "1935/..": "from 1935 on, without end",
    "1935/": "from 1935 until it is not known when",
    "../1935": "until 1935",
    "1935/1936~": "an interval with an approximate end",
    "[1935,1936]": "one of these years",
    "{1935,1936}": "all of these years",
    "-0043": "44 BC: years are astronomical",
    "Y-17000": "a year of more than four digits",
}


def julian_dates() -> str:
    """Examples of Julian dates with what is published for them."""
    rows = []
    for text in (
        "1905-12-21",
        "1905-12",
        "1905",
        "1905-12~",
        "1899-12-20/1900-01-02",
        "1700-02-29",
    ):
        date = edtf.parse(text, "julian")
        shown = (in_gregorian(date) or "", date.earliest or "open", date.latest or "open")
        rows.append((code(text), code(shown[0]), *shown[1:]))
    return table(("Julian, as written", "Gregorian, as published", "earliest", "latest"), rows)


def limits() -> str:
    """How much is read, and which collections no record may be in."""
    reserved = ", ".join(code(name) for name in iris.RESERVED)
    return table(
        ("limit", ""),
        (
            ("a YAML or JSON file", f"{content.MAX_FILE >> 20} MB"),
            ("a line of JSON Lines", f"{content.MAX_LINE >> 20} MB"),
            ("a file of JSON Lines", "none: it is read in batches"),
            ("mappings and lists inside one another", f"{content.MAX_DEPTH}"),
            ("values repeated by the YAML aliases of a file", f"{content.MAX_ALIASED:,}"),
            ("first parts of ids that the publication needs itself", reserved),
        ),
    )


def endings() -> str:
    """The endings of record files."""
    return table(
        ("ending", "format"), ((code(end), kind.value) for end, kind in EXTENSIONS.items())
    )
