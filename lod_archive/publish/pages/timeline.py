"""Events, lives and works in time, and how sure their dates are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lod_archive.graph.dates import bounds, dates_among
from lod_archive.vocab.edtf import EdtfError, parse
from lod_archive.vocab.namespaces import DCTERMS, SCHEMA

WIDTH: Final = 1000
"""How wide the line of time is, in units of its drawing."""
_LEAST: Final = 6
"""How wide a bar is at least."""
_TICKS: Final = 14
"""How many years are named at most."""

_SPANS: Final = {
    "lives": (SCHEMA.birthDate, SCHEMA.deathDate),
    "organisations": (SCHEMA.foundingDate, SCHEMA.dissolutionDate),
}
"""What things begin and end with, by the part of the timeline that they stand in."""
_DATES: Final = {
    "works": (SCHEMA.dateCreated, DCTERMS.issued),
    "others": (DCTERMS.date, SCHEMA.temporalCoverage),
}
"""What things are dated with."""


def year_of(day: str) -> int:
    """The year of an ``xsd:date``, which may be before Christ or have more than four digits.

    >>> year_of("1935-08-31"), year_of("-0043-03-15"), year_of("17000-01-01")
    (1935, -43, 17000)
    """
    return int(day.rpartition("-")[0].rpartition("-")[0])


@dataclass(frozen=True, slots=True)
class Dated:
    """A thing with a date.

    :param earliest: the first day it may be, as YYYY-MM-DD; empty if that is open.
    :param latest: the last day.
    :param said: the date in EDTF, if it is said in one.
    """

    iri: str
    earliest: str
    latest: str
    said: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether its date is neither uncertain nor approximate, nor one of several.

        >>> said = "1935", "1935~", "[1935..1936]", "193X"
        >>> [Dated("a", "", "", each).is_exact for each in said]
        [True, False, False, False]
        """
        try:
            date = parse(self.said)
        except EdtfError:
            return False
        is_one_of_several = date.kind == "one of" or "X" in date.text
        return not (date.is_uncertain or date.is_approximate or is_one_of_several)

    @property
    def year(self) -> str:
        """The year it begins in, or ends in if its beginning is open; nothing if it has none."""
        day = self.earliest or self.latest
        return str(year_of(day)) if day else ""


def spans_of(dates: Iterable[tuple[str, str, str]]) -> dict[str, list[Dated]]:
    """What is dated beside events, by the part of the timeline it stands in; none is empty.

    :param dates: thing, property and date in EDTF.

    >>> spans_of([("a", SCHEMA.birthDate, "1906"), ("a", SCHEMA.deathDate, "1977-11-05")])
    {'lives': [Dated(iri='a', earliest='1906-01-01', latest='1977-11-05', said='1906/1977-11-05')]}
    """
    by_thing: defaultdict[str, defaultdict[str, list[str]]]
    by_thing = defaultdict(lambda: defaultdict(list))
    for thing, predicate, date in dates:
        by_thing[thing][predicate].append(date)
    found: defaultdict[str, list[Dated]] = defaultdict(list)
    for thing, said in by_thing.items():
        for kind, (begin, end) in _SPANS.items():
            found[kind].append(_span(thing, said.get(begin, []), said.get(end, [])))
        for kind, predicates in _DATES.items():
            found[kind].append(
                _dated(thing, [date for p in predicates for date in said.get(p, [])])
            )
    kinds = (*_SPANS, *_DATES)
    ordered = {kind: sorted(filter(_year, found[kind]), key=_order) for kind in kinds}
    return {kind: things for kind, things in ordered.items() if things}


def _span(thing: str, begins: list[str], ends: list[str]) -> Dated:
    """What begins and ends; where several dates are given, as early and as late as they allow."""
    begin, end = bounds(dates_among(begins)), bounds(dates_among(ends))
    is_plain = len(begins) < 2 and len(ends) < 2 and "/" not in "".join([*begins, *ends])
    said = f"{''.join(begins)}/{''.join(ends)}" if is_plain else ""
    return Dated(thing, begin.get("earliest", ""), end.get("latest", ""), said)


def _dated(thing: str, dates: list[str]) -> Dated:
    days = bounds(dates_among(dates))
    said = dates[0] if len(dates) == 1 else ""
    return Dated(thing, days.get("earliest", ""), days.get("latest", ""), said)


def _year(dated: Dated) -> str:
    return dated.year


def _order(dated: Dated) -> tuple[int, str, str, str]:
    return int(dated.year), dated.earliest, dated.latest, dated.iri


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a date is drawn.

    :param x: its left end, of :data:`WIDTH`.
    :param is_open_left: whether its beginning is open.
    """

    dated: Dated
    x: int
    width: int
    is_open_left: bool
    is_open_right: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of time, and what is drawn on it.

    :param ticks: years, and where they begin.
    """

    bars: Sequence[Bar]
    ticks: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, things: Sequence[Dated]) -> Line:
        """The line that all of them fit on.

        >>> line = Line.of([Dated("a", "1935-01-01", "1935-12-31"), Dated("b", "1936-01-01", "")])
        >>> [(bar.x, bar.is_open_right) for bar in line.bars], line.ticks
        ([(0, False), (500, True)], [(1935, 0), (1936, 500)])
        """
        years = [year_of(day) for each in things for day in (each.earliest, each.latest) if day]
        if not years:
            return cls([], [])
        scale = _Scale(min(years), max(years) + 1)
        step = _step((scale.last - scale.first) / _TICKS)
        first = -(-scale.first // step) * step
        ticks = [(year, scale.at_year(year)) for year in range(first, scale.last, step)]
        return cls([scale.bar(each) for each in things if each.year], ticks)


def _step(least: float) -> int:
    """The round number of years between two ticks, if so many at least are.

    >>> [_step(least) for least in (0.2, 1.5, 7, 30, 170)]
    [1, 2, 10, 50, 200]
    """
    power = 1
    while True:
        for each in (1, 2, 5):
            if each * power >= least:
                return each * power
        power *= 10


def position(dated: Dated, years: tuple[int, int]) -> Bar:
    """Where a date lies among the years of an archive, the first and the last.

    >>> bar = position(Dated("a", "1936-01-01", "1936-12-31"), (1935, 1936))
    >>> bar.x, bar.width
    (500, 499)
    """
    return _Scale(years[0], years[1] + 1).bar(dated)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int

    def at_year(self, year: int) -> int:
        return round((year - self.first) / (self.last - self.first) * WIDTH)

    def at(self, day: str) -> int:
        month, date = int(day[-5:-3]), int(day[-2:])
        passed = (month - 1 + (date - 1) / 31) / 12
        return round((year_of(day) - self.first + passed) / (self.last - self.first) * WIDTH)

    def bar(self, dated: Dated) -> Bar:
        begin = self.at(dated.earliest) if dated.earliest else 0
        end = self.at(dated.latest) if dated.latest else WIDTH
        width = max(end - begin, _LEAST)
        return Bar(dated, min(begin, WIDTH - width), width, not dated.earliest, not dated.latest)
