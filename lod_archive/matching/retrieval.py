"""Which names are worth a comparison: those that share rare words with what was asked."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz.distance import OSA

from lod_archive.matching.connections import Connections
from lod_archive.matching.index import lacking_one, unpack
from lod_archive.matching.words import NameWord, whole_of

_MOST_NAMES: Final = 40
"""So many names are compared for a query."""
_COMMON: Final = 500
"""A word in more names than these adds to what rarer words have found, and finds nothing itself."""
_MOST_SIMILAR: Final = 24
_MOST_TERMS: Final = 2000
_LEAST: Final = 0.4
"""Names that share less than this part of what the best shares are left out."""


class Retrieval:
    """Finds names in an index."""

    def __init__(self, database: Connections, owners: Sequence[int]) -> None:
        """Find them in a database.

        :param owners: the entity of each name, by the name's number less one.
        """
        self._database = database
        self._owners = owners
        self._term = lru_cache(1024)(self._read_term)

    def names(
        self, words: Sequence[NameWord], allowed: Container[int] | None, *, misspelt: bool
    ) -> list[int]:
        """The numbers of the names that share most, and of those that differ in spaces alone.

        :param allowed: the entities that may be found; None for all.
        :param misspelt: whether words that are spelt nearly so count beside those that are in
            use, too.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        shared = sorted(self._shared(words, misspelt=misspelt), key=lambda each: len(each[0]))
        for names, weight in shared:
            rarity = weight * math.log(1 + len(self._owners) / len(names))
            if weights and len(names) > _COMMON:
                for name in weights.keys() & names:
                    weights[name] += rarity
            else:
                for name in names:
                    if allowed is None or self._owners[name - 1] in allowed:
                        weights[name] += rarity
        best = heapq.nlargest(_MOST_NAMES, weights.items(), key=lambda item: (item[1], -item[0]))
        found = dict.fromkeys(name for name, weight in best if weight >= _LEAST * best[0][1])
        whole = sorted(self._term(f"#{whole_of(tuple(words))}"))[:_MOST_NAMES]
        found |= dict.fromkeys(
            name for name in whole if allowed is None or self._owners[name - 1] in allowed
        )
        return [*found]

    def beginning(self, starts: Iterable[str]) -> set[int]:
        """The names in which a term begins in one of these ways; of very many terms, the first."""
        return {name for start in starts for name in self._starting(start)}

    def _starting(self, start: str) -> Iterator[int]:
        rows = self._database.rows(
            "SELECT names FROM term WHERE term >= ? AND term < ? ORDER BY term LIMIT ?",
            (start, start + "\U0010ffff", _MOST_TERMS),
        )
        return chain.from_iterable(unpack(packed) for (packed,) in rows)

    def _shared(
        self, words: Sequence[NameWord], *, misspelt: bool
    ) -> Iterator[tuple[Set[int], float]]:
        """The names that have each of the words, and how much that weighs; none that is empty."""
        for word in _telling(words):
            names = self._occurrences(f"~{reading}" for reading in word.readings)
            if names:
                yield names, word.weight
            if misspelt or not names:
                similar = self._occurrences(f"~{reading}" for reading in self._similar(word))
                if similar:
                    yield similar, word.weight / 2
        if len(words) == 1 and (
            acronyms := self._occurrences(f"@{reading}" for reading in words[0].readings)
        ):
            yield acronyms, 0.5

    def _occurrences(self, terms: Iterable[str]) -> Set[int]:
        """The names in which one of the terms occurs."""
        found = [names for term in terms if (names := self._term(term))]
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def _read_term(self, term: str) -> frozenset[int]:
        sql = "SELECT names FROM term WHERE term = ?"
        rows = self._database.rows(sql, (term,))
        return frozenset(unpack(rows[0][0])) if rows else frozenset()

    def _similar(self, word: NameWord) -> list[str]:
        """Readings in use that differ from the word's in a letter or two, the nearest first."""
        found: dict[str, int] = {}
        for mine in word.readings[:4]:
            for other in self._near(mine) - {*word.readings}:
                distance = OSA.distance(mine, other, score_cutoff=2)
                if distance <= (1 if len(mine) < _LONG else 2):
                    found[other] = min(distance, found.get(other, distance))
        nearest = sorted((distance, reading) for reading, distance in found.items())
        return [reading for _, reading in nearest[:_MOST_SIMILAR]]

    def _near(self, reading: str) -> set[str]:
        """Readings that may be such: with a letter less in common, or with the same beginning."""
        lacking = lacking_one(reading)
        marks = ", ".join("?" * len(lacking))
        sql = f"SELECT DISTINCT reading FROM lacking WHERE less IN ({marks})"  # noqa: S608
        near = {each for (each,) in self._database.rows(sql, lacking)}
        if len(reading) >= _LONG:
            start = f"~{reading[:_START]}"
            rows = self._database.rows(
                "SELECT substr(term, 2) FROM term WHERE term >= ? AND term < ? "
                "AND length(term) BETWEEN ? AND ?",
                (start, start + "\U0010ffff", len(reading) - 1, len(reading) + 3),
            )
            near |= {each for (each,) in rows}
        return near


_LONG: Final = 8
"""From how many letters on two of them may be wrong."""
_START: Final = 4


def _telling(words: Sequence[NameWord]) -> Sequence[NameWord]:
    """The words that few names have; if there are none, all."""
    heavy = [word for word in words if word.part in ("word", "abbreviation", "patronymic")]
    return heavy or words
