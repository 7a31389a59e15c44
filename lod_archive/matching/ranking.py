"""Candidates with a score: how well the name agrees, what else there is, and if that is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lod_archive.matching.comparison import Agreement, compare, other_patronymic
from lod_archive.matching.dates import DATES, LIMITS, Years, years_of
from lod_archive.matching.evidence import (
    CONTRADICTS,
    LIMITED,
    SUPPORTS,
    TIMED,
    WITHIN,
    Known,
    weigh,
    weigh_years,
)
from lod_archive.matching.model import Candidate, Entity, Feature, Query
from lod_archive.matching.words import NameWord, words_of
from lod_archive.vocab.namespaces import FOAF, SCHEMA

_SUPPORT: Final = 0.4
"""What part of the way to full agreement a feature goes that speaks for a candidate."""
_CONTRADICTION: Final = 0.7
"""What is left of a score after one that speaks against it."""
_OUT_OF_USE: Final = 0.85
"""What is left of a name's agreement at a time when it was not in use."""
_FULL: Final = 0.05
"""What full agreement counts for among the names of an entity."""
_LEAST: Final = 0.4
"""Candidates with less than this are not worth showing."""
_SAFE: Final = 0.9
_NEARLY: Final = 0.8
_AHEAD: Final = 0.05
"""How far a safe match must be ahead of the next."""
_OF_A_PERSON: Final = 2
"""How many words are the whole name of a person; an initial is half of one."""
_SURNAME: Final = 0.7
"""From which score on one word may be the surname of a person."""
_PERSONS: Final = frozenset((SCHEMA.Person, FOAF.Person))
_PASSING: Final = _PERSONS | {SCHEMA.Event}


@dataclass(frozen=True, slots=True)
class NamedAs:
    """A name of an entity, as the index has it."""

    entity: int
    text: str
    since: int | None = None
    until: int | None = None

    def is_in_use(self, asked: Sequence[Years]) -> bool | None:
        """Whether it was the name in one of these years; None if that is not known."""
        if not asked or (self.since is None and self.until is None):
            return None
        use = Years(self.since, self.until)
        return any(use.apart(years) == 0 for years in asked)


@dataclass(frozen=True, slots=True)
class Agreeing:
    """The name of an entity that agrees best."""

    name: NamedAs
    agreement: Agreement
    in_use: bool | None

    @property
    def value(self) -> float:
        """How well it agrees, given the time that is asked about."""
        return self.agreement.value * (_OUT_OF_USE if self.in_use is False else 1.0)


def best_names(words: Sequence[NameWord], query: Query, names: Iterable[NamedAs]) -> list[Agreeing]:
    """For each entity the name of it that agrees best; the best ones first."""
    years = _years_asked(query)
    best: dict[int, Agreeing] = {}
    for name in names:
        agreement = compare(words, words_of(name.text))
        beside = [Years.of(year) for year in agreement.years]
        agreeing = Agreeing(name, agreement, name.is_in_use(years or beside))
        before = best.get(name.entity)
        if before is None or _quality(agreeing) > _quality(before):
            best[name.entity] = agreeing
    return sorted(best.values(), key=lambda each: (-each.value, each.name.entity))


def _quality(agreeing: Agreeing) -> tuple[object, ...]:
    """What makes one of an entity's names the one that is meant; of equals, the first stays."""
    bonus = _FULL if agreeing.agreement.is_full else 0.0
    return agreeing.value + bonus, agreeing.in_use is True


def _years_asked(query: Query) -> list[Years]:
    dates = (years_of(value) for key in DATES for value in query.evidence.get(key, ()))
    return [years for years in dates if years]


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity with its score, and what it comes from.

    :param is_dated: whether a year of birth, death, beginning or end is asked for.
    """

    entity: Entity
    score: float
    agreeing: Agreeing
    features: tuple[Feature, ...]
    is_dated: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it bears all of the name; of a person, that is two words at least."""
        agreement = self.agreeing.agreement
        return agreement.is_full and (agreement.words >= _OF_A_PERSON or not self.is_person)

    @property
    def is_person(self) -> bool:
        """Whether it is somebody."""
        return not _PERSONS.isdisjoint(self.entity.types)

    @property
    def is_supported(self) -> bool:
        """Whether something beside the name speaks for it, and nothing against."""
        evidence = [feature.value for feature in self.features if feature.id not in _OF_NAMES]
        return any(value >= SUPPORTS for value in evidence) and not self.is_contradicted

    @property
    def is_contradicted(self) -> bool:
        """Whether something beside the name speaks against it."""
        return self.agreeing.agreement.is_contradicted or any(
            feature.value <= CONTRADICTS for feature in self.features
        )

    @property
    def is_without_year(self) -> bool:
        """Whether a year is asked for that nothing is known to agree with.

        People and events are told apart by their years. Of what else there is, which lasts, it is
        enough that its time is known, or that of its name.
        """
        if not self.is_dated or self.is_supported:
            return False
        if not _PASSING.isdisjoint(self.entity.types):
            return not any(
                feature.id in LIMITED and feature.value >= WITHIN for feature in self.features
            )
        return self.agreeing.in_use is None and not any(
            feature.id in TIMED for feature in self.features
        )

    @property
    def is_safe(self) -> bool:
        """Whether it may be taken without looking, if no other comes near."""
        if self.is_contradicted or self.is_without_year:
            return False
        if self.is_full:
            return self.score >= _SAFE
        agreement = self.agreeing.agreement
        return self.is_supported and agreement.value >= _NEARLY and agreement.words > 1


_OF_NAMES: Final = ("name", "use")


def score(entity: Entity, agreeing: Agreeing, query: Query, known: Known) -> Scored:
    """The entity with its score from 0 to 1."""
    features = tuple(_features(entity, agreeing, query, known))
    total = agreeing.value
    for feature in features:
        if feature.id in _OF_NAMES:
            continue
        if feature.value >= SUPPORTS:
            total += (1 - total) * _SUPPORT
        elif feature.value <= CONTRADICTS:
            total *= _CONTRADICTION
    is_dated = bool(agreeing.agreement.years) or not LIMITS.isdisjoint(query.evidence)
    return Scored(entity, total, agreeing, features, is_dated)


def _features(entity: Entity, agreeing: Agreeing, query: Query, known: Known) -> Iterator[Feature]:
    name, agreement = agreeing.name, agreeing.agreement
    how = "; ".join(agreement.hows)
    yield Feature("name", f"name “{name.text}”: {how}", round(agreement.value, 3))
    if agreeing.in_use is not None:
        years = "–".join(str(year or "") for year in (name.since, name.until))
        yield Feature("use", f"name in use {years}", 1.0 if agreeing.in_use else 0.4)
    evidence = query.evidence
    if agreeing.in_use is not None:
        evidence = {key: values for key, values in evidence.items() if key not in DATES}
    asked = words_of(query.text)
    if any(word.part == "patronymic" for word in asked) and other_patronymic(
        asked, (words_of(each.text) for each in entity.names)
    ):
        yield Feature("patronymic", "another patronymic", 0.0)
    yield from weigh(entity, evidence, known)
    if agreeing.in_use is None:
        yield from weigh_years(entity, agreement.years)


def candidates(scored: Iterable[Scored], limit: int) -> list[Candidate]:
    """The best ones, of which the first may be a safe match."""
    ordered = sorted(scored, key=lambda each: (-each.score, -each.is_full, each.entity.iri))
    ordered = [each for each in ordered if each.score >= _LEAST]
    shown = [_candidate(each) for each in ordered[: max(limit, 0)]]
    if shown and ordered[0].is_safe and not _is_rivalled(ordered):
        shown[0] = replace(shown[0], is_match=True)
    return shown


def _is_rivalled(ordered: Sequence[Scored]) -> bool:
    """Whether another comes near the first, or bears the same name and is not contradicted."""
    first = ordered[0]
    return any(
        each.score > first.score - _AHEAD
        or (each.agreeing.agreement.is_full and not each.is_contradicted and not first.is_supported)
        or (each.is_person and first.agreeing.agreement.words <= 1 and each.score >= _SURNAME)
        for each in ordered[1:]
    )


def _candidate(scored: Scored) -> Candidate:
    entity = scored.entity
    return Candidate(
        iri=entity.iri,
        name=entity.label,
        types=entity.types,
        description=entity.description,
        score=round(100 * scored.score, 1),
        is_match=False,
        features=scored.features,
    )
