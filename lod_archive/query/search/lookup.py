"""Searching the index: results in their order, with the words marked that were looked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from lod_archive.query.index_file import connect, open_index
from lod_archive.query.labels import Labels, Text
from lod_archive.query.prologue import Prologue
from lod_archive.query.search.excerpts import Excerpt, Marker
from lod_archive.query.search.index import KIND, joined
from lod_archive.query.search.terms import Match, SearchTerm, questions, read_terms
from lod_archive.query.search.vocabulary import Vocabulary

DEEPEST: Final = 1000
"""Results beyond this one are counted and not given: who does not find it there asks anew."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :param name: in the language asked for, if it has one in it; None if it has none at all.
    :param excerpt: the text that answers best, if that is not its name; or its description.
    """

    iri: str
    types: tuple[str, ...]
    match: Match
    name: Excerpt | None
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found, and how much there is in all."""

    total: int
    hits: tuple[Hit, ...] = ()


class SearchIndex:
    """The index of a publication. Any number of threads may search it at once."""

    def __init__(self, path: Path, vocabulary: Vocabulary, types: Mapping[str, int]) -> None:
        self._path = path
        self._vocabulary = vocabulary
        self.types: Final = types
        """The classes of the things in the index, and how many things each has."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """The index in a file, for reading alone. The readings of its words stay in memory.

        :raises PublicationError: if there is no such file, or it is not an index of this version.
        """
        with open_index(path, KIND) as database:
            readings = database.execute(
                "SELECT DISTINCT term FROM vocabulary WHERE col IN ('name_sound', 'text_sound')"
            )
            vocabulary = Vocabulary(reading for (reading,) in readings)
            counts = database.execute(
                "SELECT iri, COUNT(*) FROM type GROUP BY iri ORDER BY COUNT(*) DESC, iri"
            )
            return cls(path, vocabulary, dict(counts))

    def search(
        self,
        typed: str,
        *,
        language: str = "en",
        kind: str | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> Hits:
        """What answers to all the words typed: whole names first, then by :func:`.questions`.

        Nothing is an error: what has no letter or digit in it finds nothing.

        :param language: in which to show names, where there are such.
        :param kind: the IRI of a class; only its instances are found.
        """
        terms = read_terms(typed, self._vocabulary.similar)
        if not terms:
            return Hits(0)
        with closing(connect(self._path)) as database:
            searching = _Search(database, terms, kind)
            end = min(offset + limit, DEEPEST)
            found = list(searching.best(joined(typed), end).items())[offset:end]
            marker = Marker(terms)
            shown = [
                _hit(*searching.shown(number), match, marker, language) for number, match in found
            ]
            return Hits(searching.count(), tuple(shown))


@dataclass(frozen=True, slots=True)
class _Search:
    database: sqlite3.Connection
    terms: tuple[SearchTerm, ...]
    kind: str | None

    def best(self, whole: str, most: int) -> dict[int, Match]:
        """The entities that answer best, and how they do, the best first."""
        found: dict[int, Match] = {}
        for number in self._numbers("whole", "entity", "name = ?", whole, most):
            found[number] = "exact"
        for question in questions(self.terms):
            if len(found) >= most:
                break
            answers = self._numbers("words", "rowid", "words MATCH ?", question.expression, most)
            for number in answers:
                found.setdefault(number, question.match)
        return found

    def count(self) -> int:
        """How many entities answer at all; the last question covers all others."""
        *_, widest = questions(self.terms)
        sql = f"SELECT COUNT(*) FROM words WHERE words MATCH ? {self._of_kind('rowid')}"  # noqa: S608
        (count,) = self.database.execute(sql, self._values(widest.expression)).fetchone()
        return int(count)

    def shown(self, number: int) -> tuple[str, str]:
        """The IRI of an entity, and what a result is made of."""
        sql = "SELECT iri, shown FROM entity WHERE id = ?"
        iri, shown = self.database.execute(sql, (number,)).fetchone()
        return iri, shown

    def _numbers(
        self, table: str, key: str, condition: str, value: str, most: int
    ) -> Iterator[int]:
        sql = (
            f"SELECT {key} FROM {table} WHERE {condition} {self._of_kind(key)} "  # noqa: S608
            f"ORDER BY {key} LIMIT ?"
        )
        for (number,) in self.database.execute(sql, (*self._values(value), most)):
            yield number

    def _of_kind(self, key: str) -> str:
        return f"AND {key} IN (SELECT entity FROM type WHERE iri = ?)" if self.kind else ""  # noqa: S608

    def _values(self, value: str) -> tuple[str, ...]:
        return (value, self.kind) if self.kind else (value,)


def _hit(iri: str, shown: str, match: Match, marker: Marker, language: str) -> Hit:
    said = json.loads(shown)
    names, other_names, descriptions, paraphrases = (
        [Text(*each) for each in said.get(role, ())]
        for role in ("names", "other_names", "descriptions", "paraphrases")
    )
    heading = _chosen(names, language) or _chosen(paraphrases, language)
    name = marker.mark(heading) if heading else None
    texts = (*names, *other_names, *descriptions, *paraphrases)
    others = (marker.mark(text) for text in texts if text != heading)
    excerpt = max(others, key=_matches, default=None)
    if excerpt is None or (name is not None and excerpt.matches <= name.matches):
        description = _chosen(descriptions, language)
        excerpt = marker.mark(description) if description else None
    return Hit(iri, tuple(said["types"]), match, name, excerpt)


def _matches(excerpt: Excerpt) -> int:
    return excerpt.matches


def _chosen(texts: Sequence[Text], language: str) -> Text | None:
    chosen = Labels((), language, Prologue()).chosen(texts)
    return next((text for text in texts if text.text == chosen), None)
