"""Years, as they stand in dates and in what people write beside names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from lod_archive.vocab import edtf
from lod_archive.vocab.namespaces import DCTERMS, SCHEMA

BEGINS: Final = (SCHEMA.birthDate, SCHEMA.foundingDate, SCHEMA.startDate)
"""The properties whose date is the beginning of a thing."""
ENDS: Final = (SCHEMA.deathDate, SCHEMA.dissolutionDate, SCHEMA.endDate)
LIMITS: Final = frozenset((*BEGINS, *ENDS))
"""The properties whose date is one end of a thing's time."""
DATES: Final = (
    DCTERMS["date"],
    DCTERMS.issued,
    SCHEMA.temporalCoverage,
    SCHEMA.dateCreated,
    SCHEMA.datePublished,
)
"""The properties whose date is of a thing as a whole."""

_YEAR: Final = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Years:
    """The first and the last year that a date may mean; None where it is open on that side."""

    first: int | None
    last: int | None

    @classmethod
    def of(cls, year: int) -> Self:
        """One year alone."""
        return cls(year, year)

    @property
    def only(self) -> int | None:
        """The year, if it is known which; None of a vague date.

        >>> Years.of(1906).only, Years(1900, 1909).only
        (1906, None)
        """
        return self.first if self.first == self.last else None

    def apart(self, other: Years) -> int:
        """How many years lie between these and others; 0 if they have one in common.

        >>> Years(1932, 1938).apart(Years.of(1940)), Years(1932, None).apart(Years(1900, 1940))
        (2, 0)
        """
        return max(_between(other.last, self.first), _between(self.last, other.first), 0)


def _between(last: int | None, first: int | None) -> int:
    return 0 if last is None or first is None else first - last


def years_of(text: str) -> Years | None:
    """The years of a date: of EDTF, or else the first and the last year that stand in the text.

    >>> years_of("1932-22/1938-06-03"), years_of("b. 3 Jan. 1906"), years_of("long ago")
    (Years(first=1932, last=1938), Years(first=1906, last=1906), None)
    """
    return _years_of(text[:_LONGEST].strip())


@lru_cache(4096)
def _years_of(text: str) -> Years | None:
    try:
        date = edtf.parse(text)
    except edtf.EdtfError:
        found = [int(year) for year in _YEAR.findall(text)]
        return Years(min(found), max(found)) if found else None
    return Years(_year(date.earliest), _year(date.latest))


def _year(day: str | None) -> int | None:
    if day is None:
        return None
    year = day[: day.index("-", 1)]
    return int(year)
