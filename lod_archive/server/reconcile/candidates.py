"""Queries become candidates: what is asked of the index of names, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from lod_archive.matching import Query
from lod_archive.server.reconcile.queries import read_queries
from lod_archive.server.reconcile.refusals import RequestRefused, nearest

if TYPE_CHECKING:
    from lod_archive.matching import Candidate, MatchingIndex
    from lod_archive.server.reconcile.queries import Asked, Value
    from lod_archive.server.reconcile.terms import Terms
    from lod_archive.server.reconcile.vocabulary import Words

_LONGEST: Final = 500
"""How many characters a name may have; nothing is called by more."""
_MIDNIGHT: Final = "T00:00:00Z"
"""How spreadsheets end a day."""


class Matcher:
    """Answers queries from the index of names.

    :param properties: the IRIs of all that may be named as evidence.
    """

    def __init__(self, index: MatchingIndex, terms: Terms, properties: Iterable[str]) -> None:
        self._index = index
        self._terms = terms
        self._properties = {terms.property_id(iri): iri for iri in properties}
        self._types = {terms.type_id(iri): iri for iri, _ in index.types()}

    def read(self, text: str) -> dict[str, tuple[Asked, Query]]:
        """The queries of a batch by their keys, each with what the index is asked.

        :param text: the value of ``queries``.
        :raises RequestRefused: if it cannot be answered as it is.
        """
        return {key: (asked, self.query(asked)) for key, asked in read_queries(text).items()}

    def query(self, asked: Asked) -> Query:
        """What the index is asked.

        :raises RequestRefused: if a type or property is none of the archive's.
        """
        evidence: dict[str, tuple[str, ...]] = {}
        for pid, values in asked.properties:
            iri = self.property(pid)
            evidence[iri] = evidence.get(iri, ()) + tuple(map(self._value, values))
        types = tuple(self.type(name) for name in asked.types)
        return Query(asked.text.strip(), types, asked.limit, evidence)

    def match(self, asked: Iterable[tuple[Asked, Query]]) -> list[list[Candidate]]:
        """The candidates of each query, the best first."""
        pairs = list(asked)
        found = iter(self._index.match_all([_wide(*pair) for pair in pairs if _is_name(pair[1])]))
        return [self._chosen(*pair, next(found)) if _is_name(pair[1]) else [] for pair in pairs]

    def type(self, name: str) -> str:
        """The IRI of a type of entities.

        :raises RequestRefused: if there is none.
        """
        iri = self._terms.iri(name)
        is_known = iri in self._types.values() or self._terms.is_type(name)
        return _known("type", name, self._types, iri if is_known else None)

    def property(self, name: str) -> str:
        """The IRI of a property.

        :raises RequestRefused: if there is none.
        """
        iri = self._terms.iri(name)
        is_known = iri in self._properties.values() or self._terms.is_property(name)
        return _known("property", name, self._properties, iri if is_known else None)

    def _chosen(self, asked: Asked, query: Query, found: list[Candidate]) -> list[Candidate]:
        """Those that are of the types as strictly as was asked for.

        If they only should be, others are better than none, and never sure.
        """
        if asked.strictness == "all":
            found = [each for each in found if {*query.types} <= {*each.types}]
        elif asked.strictness == "should" and query.types and not found:
            others = self._index.match(replace(query, types=()))
            found = [replace(each, is_match=False) for each in others]
        return found[: query.limit]

    def _value(self, value: Value) -> str:
        if value.is_id:
            return self._terms.entity_iri(value.text)
        return value.text.removesuffix(_MIDNIGHT)


def candidate(found: Candidate, terms: Terms, words: Words) -> dict[str, Any]:
    """A candidate as JSON."""
    described = {"description": found.description} if found.description else {}
    return {
        "id": terms.entity_id(found.iri),
        "name": found.name,
        **described,
        "score": round(found.score, 2),
        "match": found.is_match,
        "type": typed(found.types, terms, words),
        "features": [
            {"id": each.id, "name": each.name, "value": round(each.value, 4)}
            for each in found.features
        ],
    }


def typed(types: Iterable[str], terms: Terms, words: Words) -> list[dict[str, str]]:
    """Types as JSON, by id and name."""
    return [{"id": terms.type_id(iri), "name": words.name(iri)} for iri in types]


def _wide(asked: Asked, query: Query) -> Query:
    """The query with room for candidates that are left out afterwards."""
    several = asked.strictness == "all" and len(query.types) > 1
    return replace(query, limit=query.limit * len(query.types)) if several else query


def _is_name(query: Query) -> bool:
    return 0 < len(query.text) <= _LONGEST


def _known(kind: str, name: str, known: Mapping[str, str], iri: str | None) -> str:
    if name in known:
        return known[name]
    if iri is not None:
        return iri
    hint = nearest(name, known) or f"ask for suggestions: they are each {kind} that there is"
    raise RequestRefused(f"there is no {kind} “{name[:100]}”", hint)
