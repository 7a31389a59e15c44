"""The time of a thing: the years in which it may have begun and ended, vague ones as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from lod_archive.matching.dates import BEGINS, DATES, ENDS, Years, years_of
from lod_archive.matching.model import Entity

Facts: TypeAlias = Mapping[str, Sequence[str]]
"""What is said of an entity, by the IRI of the property."""

_INTERVAL: Final = "/"


def dates_of(entity: Entity, properties: Iterable[str]) -> Iterator[Years]:
    """The years that are said of an entity by these properties, also by disputed statements."""
    for prop in properties:
        for facts in (entity.facts, entity.disputed):
            yield from _years(facts, (prop,))


def begins_of(entity: Entity) -> list[Years]:
    """The years in which an entity may have begun; more than one if its beginnings are many."""
    known = [] if entity.begin is None else [Years.of(entity.begin)]
    return begins_in(entity.facts) or known


def ends_of(entity: Entity) -> list[Years]:
    """The years in which it may have ended."""
    known = [] if entity.end is None else [Years.of(entity.end)]
    return ends_in(entity.facts) or known


def begins_in(facts: Facts) -> list[Years]:
    """The years in which something may have begun, of which this is said.

    >>> from lod_archive.vocab.namespaces import SCHEMA
    >>> begins_in({SCHEMA.birthDate: ["190X"]}), begins_in({SCHEMA.temporalCoverage: ["1929/1961"]})
    ([Years(first=1900, last=1909)], [Years(first=1929, last=1929)])
    """
    return list(_years(facts, BEGINS)) or list(_years(facts, DATES, side=0))


def ends_in(facts: Facts) -> list[Years]:
    """The years in which something may have ended, of which this is said."""
    return list(_years(facts, ENDS)) or list(_years(facts, DATES, side=-1))


def life_of(begins: Sequence[Years], ends: Sequence[Years]) -> Years:
    """All years from the first in which a thing may have begun to the last of its ends.

    >>> life_of([Years(1900, 1909)], [Years.of(1970)]), life_of([], [Years.of(1970)])
    (Years(first=1900, last=1970), Years(first=None, last=1970))
    """
    first = [years.first for years in begins]
    last = [years.last for years in ends]
    return Years(
        None if None in first else min((year for year in first if year is not None), default=None),
        None if None in last else max((year for year in last if year is not None), default=None),
    )


def _years(facts: Facts, properties: Iterable[str], side: int | None = None) -> Iterator[Years]:
    """The years that are said; of an interval, those of one side if that is wanted."""
    for prop in properties:
        for value in facts.get(prop, ()):
            part = None if side is None else years_of(value.split(_INTERVAL)[side])
            if years := part or years_of(value):
                yield years
