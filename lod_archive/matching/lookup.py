"""Matching by the index: candidates with their reasons, and names that begin as is typed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final, Self

from lod_archive.matching.connections import Connections
from lod_archive.matching.index import KIND, read_entity
from lod_archive.matching.model import Candidate, Entity, Feature, Query
from lod_archive.matching.ranking import NamedAs, best_names, candidates, score
from lod_archive.matching.retrieval import Retrieval
from lod_archive.matching.words import NameWord, words_of
from lod_archive.query.index_file import open_index

DEEPEST: Final = 1000
"""Suggestions beyond this one are not given: who does not find it there types another letter."""
_MOST_SCORED: Final = 24
"""So many entities are held against what is known beside the name."""
_GOOD: Final = 0.93
"""If a name agrees so well, nothing that is spelt nearly so is looked for."""
_MOST_TYPES: Final = 100
_REMEMBERED: Final = 50_000


class MatchingIndex:
    """The index of a publication. Any number of threads may ask it at once.

    >>> from lod_archive.matching import Entity, Name, write_matching
    >>> path = getfixture("tmp_path") / "matching.sqlite"
    >>> miner = Entity("https://example.org/person/miner", (Name("Алексей Стаханов", "ru"),))
    >>> write_matching([miner], path)
    1
    >>> index = MatchingIndex.open(path)
    >>> [found] = index.match(Query("Stachanow, Alexei"))
    >>> found.iri, found.score, found.is_match
    ('https://example.org/person/miner', 98.0, True)
    >>> index.close()
    """

    def __init__(self, database: Connections) -> None:
        """Answer from a database, which is closed with the index."""
        self._database = database
        self._entities = lru_cache(_REMEMBERED)(self._read_entity)
        self._allowed = lru_cache(64)(self._read_allowed)
        owners = database.rows("SELECT entity FROM name ORDER BY id")
        self._owners = array("I", (owner for (owner,) in owners))
        self._retrieval = Retrieval(database, self._owners)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The index in a file, for reading alone. Which entity has which name stays in memory.

        :raises PublicationError: if there is no such file, or it is not an index of this version.
        """
        with open_index(path, KIND), ExitStack() as opened:
            database = Connections(path)
            opened.callback(database.close)
            index = cls(database)
            opened.pop_all()
        return index

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def match(self, query: Query) -> list[Candidate]:
        """The entities that a query may mean, the best first; none if it has no letter or digit.

        Of the name, :data:`.MOST_CHARACTERS` are read.
        """
        words = words_of(query.text)
        if not words or query.limit < 1:
            return []
        allowed = self._allowed(tuple(query.types[:_MOST_TYPES]))
        best = best_names(words, query, self._names(words, allowed, misspelt=False))
        if not best or best[0].agreement.value < _GOOD:
            best = best_names(words, query, self._names(words, allowed, misspelt=True))
        scored = []
        for agreeing in best[:_MOST_SCORED]:
            entity = self._entities(agreeing.name.entity)
            scored.append(score(entity, agreeing, query, self.entity))
        return candidates(scored, query.limit)

    def match_all(self, queries: Sequence[Query]) -> list[list[Candidate]]:
        """The candidates of each query."""
        return [self.match(query) for query in queries]

    def suggest(
        self, prefix: str, *, types: Sequence[str] = (), limit: int = 10, offset: int = 0
    ) -> list[Candidate]:
        """Entities with a name in which all these words begin words, in any alphabet.

        Names that begin with the first of them come first, then short ones before long ones.
        """
        words = words_of(prefix)
        if not words:
            return []
        allowed = self._allowed(tuple(types[:_MOST_TYPES]))
        start = max(offset, 0)
        stop = min(start + max(limit, 0), DEEPEST)
        chosen = list(islice(self._suggested(words, allowed), min(start, stop), stop))
        return [_suggestion(self._entities(name.entity), name) for name in self._read_names(chosen)]

    def entity(self, iri: str) -> Entity | None:
        """What is known of an entity; None if there is none of this IRI."""
        rows = self._database.rows("SELECT id FROM entity WHERE iri = ?", (iri,))
        return self._entities(rows[0][0]) if rows else None

    def types(self) -> list[tuple[str, int]]:
        """The classes of the entities by IRI, with how many are of each; the largest first."""
        rows = self._database.rows(
            "SELECT iri, COUNT(*) FROM type GROUP BY iri ORDER BY COUNT(*) DESC, iri"
        )
        return [(iri, count) for iri, count in rows]

    def _names(
        self, words: Sequence[NameWord], allowed: frozenset[int] | None, *, misspelt: bool
    ) -> list[NamedAs]:
        return self._read_names(self._retrieval.names(words, allowed, misspelt=misspelt))

    def _suggested(
        self, words: Sequence[NameWord], allowed: frozenset[int] | None
    ) -> Iterator[int]:
        """The names in which each of the words begins a word, the best one of each entity."""
        found = self._beginning(words)
        first = found & self._retrieval.beginning([f"^{reading}" for reading in words[0].readings])
        seen: set[int] = set()
        for name in chain(sorted(first), sorted(found - first)):
            owner = self._owners[name - 1]
            if owner not in seen and (allowed is None or owner in allowed):
                seen.add(owner)
                yield name

    def _beginning(self, words: Sequence[NameWord]) -> set[int]:
        """The names in which each of the words begins a word."""
        found: set[int] | None = None
        for word in words:
            names = self._retrieval.beginning(
                [f"={word.plain}", *(f"~{reading}" for reading in word.readings)]
            )
            found = names if found is None else found & names
        return found or set()

    def _read_names(self, numbers: Iterable[int]) -> list[NamedAs]:
        wanted = list(numbers)
        found: dict[int, NamedAs] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, entity, text, since, until FROM name WHERE id IN ({marks})"  # noqa: S608
            for number, *name in self._database.rows(sql, some):
                found[number] = NamedAs(*name)
        return [found[number] for number in wanted]

    def _read_allowed(self, types: tuple[str, ...]) -> frozenset[int] | None:
        """The entities of one of these classes; None if that is no restriction."""
        if not types:
            return None
        marks = ", ".join("?" * len(types))
        sql = f"SELECT DISTINCT entity FROM type WHERE iri IN ({marks})"  # noqa: S608
        found = frozenset(number for (number,) in self._database.rows(sql, types))
        [(count,)] = self._database.rows("SELECT COUNT(*) FROM entity")
        return None if len(found) == count else found

    def _read_entity(self, number: int) -> Entity:
        sql = "SELECT iri, known FROM entity WHERE id = ?"
        [(iri, known)] = self._database.rows(sql, (number,))
        return read_entity(iri, known)


_AT_ONCE: Final = 500


def _suggestion(entity: Entity, name: NamedAs) -> Candidate:
    reason = Feature("name", f"name “{name.text}”", 1.0)
    return Candidate(
        iri=entity.iri,
        name=entity.label,
        types=entity.types,
        description=entity.description,
        score=100.0,
        is_match=False,
        features=(reason,),
    )
