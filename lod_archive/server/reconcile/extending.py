"""Data extension: the values that were asked for, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lod_archive.server.reconcile.extensions import RANKS
from lod_archive.server.reconcile.values import Cells, values_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.matching import MatchingIndex
    from lod_archive.query import Rows
    from lod_archive.server.reconcile.extensions import Extension, Wanted
    from lod_archive.server.reconcile.terms import Terms
    from lod_archive.server.reconcile.vocabulary import Words


class Table:
    """What was asked for, by IRIs, and how it is answered.

    :param properties: the IRI of each property by its id.
    :ivar query: what the store is asked; None if there is nothing to ask.
    """

    def __init__(
        self,
        extension: Extension,
        properties: Mapping[str, str],
        index: MatchingIndex,
        terms: Terms,
    ) -> None:
        self._extension = extension
        self._properties = properties
        self._index = index
        self._terms = terms
        self._things = {
            name: iri
            for name in extension.ids
            if index.entity(iri := terms.entity_iri(name)) is not None
        }

        self.query = self._query()

    def answer(self, rows: Rows | None, words: Words, language: str) -> dict[str, Any]:
        """The table as JSON: an entity that is not known has no values.

        :param rows: what the store has answered.
        """
        cells = Cells(() if rows is None else rows, self._index, self._terms, language)
        return {
            "meta": [self._column(wanted, cells, words) for wanted in self._extension.properties],
            "rows": {name: self._row(name, cells) for name in self._extension.ids},
        }

    def _query(self) -> str | None:
        if not self._things or not self._extension.properties:
            return None
        by_rank: dict[str, list[str]] = {rank: [] for rank in RANKS}
        for wanted in self._extension.properties:
            by_rank[wanted.rank].append(self._properties[wanted.id])
        return values_query(self._things.values(), by_rank["best"], by_rank["all"])

    def _column(self, wanted: Wanted, cells: Cells, words: Words) -> dict[str, Any]:
        iri = self._properties[wanted.id]
        column: dict[str, Any] = {"id": wanted.id, "name": words.name(iri)}
        kind = cells.type_of((iri, wanted.rank))
        if kind is not None:
            column["type"] = {"id": self._terms.type_id(kind), "name": words.name(kind)}
        return column

    def _row(self, name: str, cells: Cells) -> dict[str, Any]:
        thing = self._things.get(name, "")
        return {
            wanted.id: cells.of(
                thing, (self._properties[wanted.id], wanted.rank), wanted.limit, wanted.language
            )
            for wanted in self._extension.properties
        }
