"""Where candidates come from, and how a candidate becomes a pair that a person can decide on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from lod_archive.matching import Candidate, Entity
from lod_archive.matching.dates import BEGINS, ENDS
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.sources.sssom import Match
from lod_archive.vocab.namespaces import SCHEMA, SKOS

MOST_NAMES: Final = 4
"""By how many names of an entity is asked."""
_BEST: Final = 100.0
_SURE: Final = ("match", 1.0)
"""The reason that is given for a pair that is held to be safe."""
_MOST_CHARACTERS: Final = 500
"""Of a text from elsewhere."""


Settled: TypeAlias = Mapping[str, Set[str]]
"""By the IRI of an entity, what is no candidate for it: decided on, or linked with it already."""
NOTHING_SETTLED: Final[Settled] = MappingProxyType({})


class Target(Protocol):
    """Another dataset, which entities may be linked to."""

    @property
    def name(self) -> str:
        """A short name, by which its files are called."""

    def matches(
        self, entities: Sequence[Entity], settled: Settled = NOTHING_SETTLED
    ) -> Iterator[tuple[Entity, list[Match]]]:
        """The candidates for each entity, the best first, without what is settled.

        :raises ArchiveError: if the dataset cannot be asked.
        """

    def namespace(self) -> str:
        """What all IRIs of its entities begin with; empty if that is not known."""

    def close(self) -> None:
        """Let go of what is held."""


def names_to_ask(entity: Entity) -> list[str]:
    """The names that an entity is looked for by: those preferred, then others, one per language.

    >>> from lod_archive.matching import Name
    >>> names = (Name("Stalin", "de"), Name("Joseph Stalin", "en", is_preferred=True))
    >>> names_to_ask(Entity("https://example.org/person/stalin", names))
    ['Joseph Stalin', 'Stalin']
    """
    whole = sorted(
        (name for name in entity.names if name.part is None), key=lambda name: not name.is_preferred
    )
    first: dict[str | None, str] = {}
    for name in whole:
        first.setdefault(name.language, name.text)
    return list(dict.fromkeys(first.values()))[:MOST_NAMES]


def evidence_of(entity: Entity) -> dict[str, tuple[str, ...]]:
    """The dates that are known of an entity, by the properties that they are compared under."""
    dates = {
        SCHEMA.birthDate: dates_of(entity, BEGINS, entity.begin),
        SCHEMA.deathDate: dates_of(entity, ENDS, entity.end),
    }
    return {prop: said for prop, said in dates.items() if said}


def dates_of(entity: Entity, properties: Iterable[str], year: int | None) -> tuple[str, ...]:
    """What is said of one end of an entity's time, as it is written: ``190X`` is not 1900.

    :param year: what is taken where nothing is said of that end alone.

    >>> born = {SCHEMA.birthDate: ("190X",)}
    >>> dates_of(Entity("https://example.org/person/x", (), facts=born), BEGINS, 1900)
    ('190X',)
    """
    kept = list(properties)
    said = [value for known in (entity.facts, entity.disputed)
            for prop in kept for value in known.get(prop, ())]  # fmt: skip
    return tuple(said) or (() if year is None else (str(year),))


def match_from(
    entity: Entity, candidate: Candidate, measure: str, found: Entity | None = None
) -> Match:
    """A pair for a person to decide on.

    :param measure: what gave the candidate its score.
    :param found: what else is known of the candidate.
    """
    return Match(
        subject=entity.iri,
        predicate=SKOS.exactMatch,
        target=candidate.iri,
        subject_label=entity.label,
        target_label=shortened(candidate.name),
        score=round(min(max(candidate.score, 0.0), _BEST) / _BEST, 3),
        measure=shortened(measure),
        category=shortened(next(iter(candidate.types), "")),
        description=shortened(candidate.description),
        begin=found.begin if found else None,
        end=found.end if found else None,
        features=(
            *((each.id, each.value) for each in candidate.features if each.id != _SURE[0]),
            *([_SURE] if candidate.is_match else []),
        ),
    )


def is_sure(match: Match) -> bool:
    """Whether what found a pair holds it to be safe."""
    return _SURE in match.features


def shortened(text: str) -> str:
    """A text from elsewhere as it can be kept: in one line, and not too long.

    >>> shortened("a " + chr(7) + "b")
    'a b'
    """
    return " ".join(UNPUBLISHABLE.sub("", text[:_MOST_CHARACTERS]).split())


def best(matches: Iterable[Match], limit: int, settled: Set[str] = frozenset()) -> list[Match]:
    """The best pairs, each target once; those alike in the order of their targets.

    :param settled: targets that are none of them, however good.
    """
    found = (match for match in matches if match.target not in settled)
    ordered = sorted(
        found, key=lambda match: (not is_sure(match), -(match.score or 0), match.target)
    )
    first: dict[str, Match] = {}
    for match in ordered:
        first.setdefault(match.target, match)
    return list(first.values())[:limit]
