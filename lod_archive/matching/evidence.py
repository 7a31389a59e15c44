"""What is known beside a name, held against what is known of an entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lod_archive.matching.comparison import compare
from lod_archive.matching.dates import BEGINS, DATES, ENDS, Years, years_of
from lod_archive.matching.lives import begins_of, dates_of, ends_of, life_of
from lod_archive.matching.model import Entity, Feature
from lod_archive.matching.words import words_of
from lod_archive.vocab.namespaces import SCHEMA

Known = Callable[[str], Entity | None]
"""Gives what is known of an entity by its IRI."""

SUPPORTS: Final = 0.8
"""From which agreement on a feature speaks for a candidate."""
CONTRADICTS: Final = 0.25
"""Up to which it speaks against it."""

_CONTAINERS: Final = (SCHEMA.containedInPlace,)
_DEEPEST: Final = 8
_MOST_VALUES: Final = 8
_MOST_PROPERTIES: Final = 32
_MOST_COMPARED: Final = 64
"""So many values of an entity are compared by their names; the same one is found among all."""
_IRI: Final = ("http://", "https://", "urn:")


def weigh(
    entity: Entity, evidence: Mapping[str, tuple[str, ...]], known: Known
) -> Iterator[Feature]:
    """How each property that is known of what is asked for agrees with the entity.

    Of very many properties and values the first are read. What the archive does not know of the
    entity says nothing, and gives no feature.
    """
    for prop, values in islice(evidence.items(), _MOST_PROPERTIES):
        asked = [value for value in values[:_MOST_VALUES] if not value.isspace() and value]
        if asked and prop in _DATED:
            yield from _dated(entity, prop, asked)
        elif asked:
            yield from _said(entity, prop, asked, known)


def weigh_years(entity: Entity, years: tuple[int, ...]) -> Iterator[Feature]:
    """How years that were written beside a name, such as ``(1906–1977)``, agree with the entity."""
    begins, ends = begins_of(entity), ends_of(entity)
    if len(years) > 1:
        for feature, year, own in ((_BEGIN, min(years), begins), (_END, max(years), ends)):
            if own:
                yield feature.worth(_agreement([Years.of(year)], own))
    elif years and (begins or ends):
        asked = Years.of(years[0])
        value = _agreement([asked], [*begins, *ends])
        if not life_of(begins, ends).apart(asked):
            value = max(value, _NEUTRAL)
        yield _DATE.worth(value)


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    name: str

    def worth(self, value: float) -> Feature:
        return Feature(self.id, self.name, round(value, 2))


_NEUTRAL: Final = 0.5
WITHIN: Final = 0.7
"""What it is worth to fall into many years: those of a life, or of a vague date."""
_FEW_YEARS: Final = 5
_BEGIN: Final = _Kind("begin", "year of birth, or of the beginning")
_END: Final = _Kind("end", "year of death, or of the end")
_DATE: Final = _Kind("date", "a year of its time")
LIMITED: Final = (_BEGIN.id, _END.id)
"""The features that are the beginning or the end of a thing's time."""
TIMED: Final = (*LIMITED, _DATE.id)
"""Those that are years."""
_DATED: Final = {
    **dict.fromkeys(BEGINS, _BEGIN),
    **dict.fromkeys(ENDS, _END),
    **dict.fromkeys(DATES, _DATE),
}


def _dated(entity: Entity, prop: str, asked: list[str]) -> Iterator[Feature]:
    """How years agree with those that the archive has; of disputed ones, the nearest counts."""
    wanted = [years for value in asked if (years := years_of(value))]
    kind = _DATED[prop]
    if kind is _DATE:
        own = [life_of(begins_of(entity), ends_of(entity))]
    else:
        alike = [key for key, other in _DATED.items() if other is kind]
        own = list(dates_of(entity, alike))
    own = [years for years in own if years.first is not None or years.last is not None]
    if wanted and own:
        yield kind.worth(_agreement(wanted, own))


def _agreement(asked: Sequence[Years], own: Sequence[Years]) -> float:
    """How well the best of these years agree; into many years, anything may fall."""
    return max(
        min(_nearness(one.apart(other)), 1.0 if _is_short(one) and _is_short(other) else WITHIN)
        for one in asked
        for other in own
    )


def _is_short(years: Years) -> bool:
    """Whether they are so few that another thing of that name would hardly fall into them."""
    if years.first is None or years.last is None:
        return False
    return years.last - years.first <= _FEW_YEARS


def _nearness(apart: int) -> float:
    """How well years agree: the next one may be another calendar, or counted from an age."""
    return {0: 1.0, 1: 0.8, 2: 0.5, 3: 0.4}.get(apart, 0.0)


def _said(entity: Entity, prop: str, asked: list[str], known: Known) -> Iterator[Feature]:
    own = list(_values(entity, prop))
    if not own:
        return
    compared = own[:_MOST_COMPARED]
    if prop in _PLACES or prop in _CONTAINERS:
        compared += _containing(compared, known)[:_MOST_COMPARED]
    value = 1.0
    if {*own, *compared}.isdisjoint(asked):
        value = max(_alike(mine, its, known) for mine in asked for its in compared)
    yield Feature(prop, prop.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1], round(value, 2))


def _values(entity: Entity, prop: str) -> Iterator[str]:
    yield from entity.facts.get(prop, ())
    yield from entity.disputed.get(prop, ())


def _containing(places: list[str], known: Known) -> list[str]:
    """The places that these lie in, or once lay in, and those that contain them in turn."""
    found = dict.fromkeys(places)
    layer = places
    for _ in range(_DEEPEST):
        above = (known(place) for place in layer if place.startswith(_IRI))
        layer = [
            each
            for entity in above
            if entity is not None
            for prop in _CONTAINERS
            for each in _values(entity, prop)
            if each not in found
        ]
        found |= dict.fromkeys(layer)
    return [place for place in found if place not in places]


def _alike(asked: str, own: str, known: Known) -> float:
    """How much two values that differ agree: texts, or the names of what an IRI stands for."""
    if asked.startswith(_IRI):
        return 0.0
    entity = known(own) if own.startswith(_IRI) else None
    names = [name.text for name in entity.names] if entity else [own]
    words = words_of(asked)
    return max((compare(words, words_of(name)).value for name in names), default=0.0)


_PLACES: Final = frozenset(
    (
        SCHEMA.birthPlace,
        SCHEMA.deathPlace,
        SCHEMA.location,
        SCHEMA.homeLocation,
        SCHEMA.workLocation,
    )
)
"""Properties whose value is a place: what contains it agrees, too."""
