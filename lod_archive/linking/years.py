"""Years of entities elsewhere, from whatever their dates are written like."""

from __future__ import annotations

import re
from typing import Final

from lod_archive.matching.dates import years_of
from lod_archive.vocab.namespaces import SCHEMA

_WIKIDATA_TIME: Final = re.compile(r"([+-]\d{1,6})-\d\d-\d\dT.*")


def year_of(text: str) -> int | None:
    """The year in a date; None if there is none, or it is not known which, as of a decade.

    >>> year_of("1878-12-18T00:00:00Z"), year_of("+1878-00-00T00:00:00Z"), year_of("18 Dec 1878")
    (1878, 1878, 1878)
    >>> year_of("-0043-03-15T00:00:00Z"), year_of("unknown")
    (-43, None)
    >>> year_of("190X"), year_of("1890/1905")
    (None, None)
    """
    wikidata = _WIKIDATA_TIME.fullmatch(text.strip())
    if wikidata:
        return int(wikidata[1])
    years = years_of(text.partition("T")[0])
    return years.only if years else None


def dated(begin: int | None, end: int | None) -> dict[str, tuple[str, ...]]:
    """Years as facts of an entity, as they are compared with those of the archive."""
    years = {SCHEMA.birthDate: begin, SCHEMA.deathDate: end}
    return {prop: (str(year),) for prop, year in years.items() if year is not None}
