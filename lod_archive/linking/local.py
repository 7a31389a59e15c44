"""A target that is a file: its likely entities are indexed, and asked without any network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lod_archive.linking.target import (
    NOTHING_SETTLED,
    Settled,
    best,
    evidence_of,
    match_from,
    names_to_ask,
)
from lod_archive.matching import Entity, MatchingIndex, Query, write_matching
from lod_archive.sources.sssom import Match
from lod_archive.version import __version__

_MEASURE = f"lod-archive {__version__}"


class LocalTarget:
    """A dump of entities, indexed in a temporary file.

    :param types: by the IRI of a class of the archive, the classes of the dump that its members
        may be of.
    """

    def __init__(
        self,
        name: str,
        entities: Iterable[Entity],
        *,
        types: dict[str, tuple[str, ...]],
        limit: int,
    ) -> None:
        self.name = name
        self._types = types
        self._limit = limit
        self._folder = TemporaryDirectory(prefix="lod-archive-")
        path = Path(self._folder.name, "names.sqlite")
        try:
            self.size = write_matching(_first(entities), path)
            self._index = MatchingIndex.open(path)
        except BaseException:
            self._folder.cleanup()
            raise

    def matches(
        self, entities: Sequence[Entity], settled: Settled = NOTHING_SETTLED
    ) -> Iterator[tuple[Entity, list[Match]]]:
        """The candidates for each entity: the best for any of its names that are not settled."""
        for entity in entities:
            passed = settled.get(entity.iri, frozenset())
            types = tuple(kind for each in entity.types for kind in self._types.get(each, ()))
            queries = [
                Query(name, types, self._limit + len(passed), evidence_of(entity))
                for name in names_to_ask(entity)
            ]
            found = [
                match_from(entity, candidate, _MEASURE, self._index.entity(candidate.iri))
                for candidates in self._index.match_all(queries)
                for candidate in candidates
            ]
            yield entity, best(found, self._limit, passed)

    def namespace(self) -> str:
        """Nothing: entities of a dump may have IRIs of any kind."""
        return ""

    def close(self) -> None:
        """Remove the index."""
        self._index.close()
        self._folder.cleanup()


def _first(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Each entity once."""
    seen: set[str] = set()
    for entity in entities:
        if entity.iri not in seen:
            seen.add(entity.iri)
            yield entity
