"""Which names are worth a comparison: those that share rare words with what was asked."""

from __future__ import annotations

import heapq
import math
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from lod_archive.matching.index import lacking_one, unpack
from lod_archive.matching.words import NameWord, whole_of

_MOST_NAMES: Final = 48
"""So many names are compared for a query."""
_MOST_OCCURRENCES: Final = 40_000
"""A word in more names than these says nothing, if there are other words."""
_MOST_SIMILAR: Final = 24
_LEAST: Final = 0.3
"""Names that share less than this part of what the best shares are left out."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Finds names in an index.

    :param owners: the entity of each name, by the name's number less one.
    """

    database: sqlite3.Connection
    owners: Sequence[int]

    def names(
        self, words: Sequence[NameWord], allowed: Collection[int] | None, *, misspelt: bool
    ) -> list[int]:
        """The numbers of the names that share most, the best first.

        :param allowed: the entities that may be found; None for all.
        :param misspelt: whether words that are spelt nearly so count, too.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        for word in _telling(words):
            readings = [f"~{reading}" for reading in word.readings]
            self._add(weights, readings, allowed, word.weight)
            if misspelt:
                similar = [f"~{reading}" for reading in self._similar(word)]
                self._add(weights, similar, allowed, word.weight / 2)
        whole = whole_of(tuple(words))
        self._add(weights, [f"#{whole}"], allowed, 2.0)
        if len(words) == 1:
            self._add(weights, [f"@{reading}" for reading in words[0].readings], allowed, 0.5)
        best = heapq.nlargest(_MOST_NAMES, weights.items(), key=lambda item: (item[1], -item[0]))
        return [name for name, weight in best if weight >= _LEAST * best[0][1]]

    def occurrences(self, terms: Sequence[str]) -> set[int]:
        """The names in which one of the terms occurs."""
        marks = ", ".join("?" * len(terms))
        rows = self.database.execute(f"SELECT names FROM term WHERE term IN ({marks})", terms)  # noqa: S608
        return {name for (packed,) in rows for name in unpack(packed)}

    def beginning(self, start: str, most: int) -> set[int]:
        """The names in which a term begins so; of very many terms, the first ones."""
        rows = self.database.execute(
            "SELECT names FROM term WHERE term >= ? AND term < ? ORDER BY term LIMIT ?",
            (start, start + "\U0010ffff", most),
        )
        return {name for (packed,) in rows for name in unpack(packed)}

    def _add(
        self,
        weights: defaultdict[int, float],
        terms: Sequence[str],
        allowed: Collection[int] | None,
        weight: float,
    ) -> None:
        names: Iterable[int] = self.occurrences(terms) if terms else ()
        if allowed is not None:
            names = [name for name in names if self.owners[name - 1] in allowed]
        found = list(names)
        if not found or (weights and len(found) > _MOST_OCCURRENCES):
            return
        rarity = weight * math.log(1 + len(self.owners) / len(found))
        for name in found:
            weights[name] += rarity

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
        near = {each for (each,) in self.database.execute(sql, lacking)}
        if len(reading) >= _LONG:
            start = f"~{reading[:_START]}"
            rows = self.database.execute(
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
