"""Values of properties, asked of the store and written as data extension has them.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#data-extension-responses
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyoxigraph as ox

from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    from lod_archive.matching import Entity, MatchingIndex
    from lod_archive.server.reconcile.terms import Terms

Cell: TypeAlias = dict[str, Any]
Column: TypeAlias = tuple[str, str]
"""A property, by its IRI, and the rank of its values."""
_Key: TypeAlias = tuple[str, Column]

_DAY: Final = re.compile(r"-?\d{4,}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"(-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?")
_WHOLE: Final = frozenset(
    XSD[name]
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_FRACTIONAL: Final = frozenset((XSD.decimal, XSD.double, XSD.float))
_LARGEST_INT: Final = 2**31 - 1
"""What OpenRefine can take as a whole number."""


def values_query(things: Iterable[str], best: Iterable[str], every: Iterable[str]) -> str:
    """The query for the values of these things: ``?thing ?property ?rank ?value …``.

    :param best: properties whose values by the archive's judgement are wanted.
    :param every: those of which all statements are wanted.
    """
    return _VALUES % {
        "things": " ".join(str(ox.NamedNode(iri)) for iri in things),
        "best": " ".join(str(ox.NamedNode(iri)) for iri in best),
        "every": " ".join(str(ox.NamedNode(iri)) for iri in every),
    }


class Cells:
    """Values as JSON, by entity and column, in an order that stays the same.

    :param language: of texts in several languages, those in this one come first.
    """

    def __init__(
        self, rows: Iterable[Mapping[str, Any]], index: MatchingIndex, terms: Terms, language: str
    ) -> None:
        self._index = index
        self._terms = terms
        self._language = language
        self._entities: dict[str, Entity | None] = {}
        self._found: defaultdict[_Key, dict[Any, dict[str, Any]]] = defaultdict(dict)
        self._columns: defaultdict[Column, set[Any]] = defaultdict(set)
        for row in rows:
            thing, wanted, value = row["thing"], row["property"], row["value"]
            if isinstance(thing, ox.NamedNode) and isinstance(wanted, ox.NamedNode):
                column = wanted.value, row["rank"].value
                self._found[thing.value, column][value] = {name: row[name] for name in _PARTS}
                self._columns[column].add(value)

    def of(self, thing: str, column: Column, limit: int, language: str) -> list[Cell]:
        """The values of a property.

        :param limit: how many at most; 0 for all.
        :param language: leave out texts in others, if one is given.
        """
        found = self._found.get((thing, column), {})
        cells: dict[tuple[tuple[str, Any], ...], Cell] = {}
        for value in sorted(found, key=self._order):
            if language and _language(value) not in ("", language):
                continue
            cell = self._cell(value, found[value])
            cells.setdefault((*cell.items(),), cell)
            if len(cells) == limit:
                break
        return [*cells.values()]

    def type_of(self, column: Column) -> str | None:
        """The type that all entities have which are values of a property; None without one."""
        common: set[str] | None = None
        for value in self._columns.get(column, ()):
            entity = self._entity(value)
            if entity is None:
                return None
            common = {*entity.types} if common is None else common & {*entity.types}
        return min(common) if common else None

    def _order(self, value: Any) -> tuple[int, str]:
        rank = {self._language: 0, "en": 1, "": 2}.get(_language(value), 3)
        return rank, str(value)

    def _cell(self, value: Any, parts: dict[str, Any]) -> Cell:
        if isinstance(value, ox.Literal):
            return _literal(value)
        entity = self._entity(value)
        if entity is not None:
            described = {"description": entity.description} if entity.description else {}
            return {"id": self._terms.entity_id(value.value), "name": entity.label, **described}
        return _nested(parts) or {"str": str(getattr(value, "value", value))}

    def _entity(self, value: Any) -> Entity | None:
        if not isinstance(value, ox.NamedNode) or not self._terms.is_entity(value.value):
            return None
        iri = value.value
        if iri not in self._entities:
            self._entities[iri] = self._index.entity(iri)
        return self._entities[iri]


def _nested(parts: dict[str, Any]) -> Cell | None:
    """A value that is an object: its amount, its coordinates, or its text."""
    if isinstance(parts["amount"], ox.Literal):
        return _literal(parts["amount"])
    latitude, longitude = parts["latitude"], parts["longitude"]
    if isinstance(latitude, ox.Literal) and isinstance(longitude, ox.Literal):
        return {"str": f"{latitude.value},{longitude.value}"}
    return None


def _literal(value: ox.Literal) -> Cell:
    text, datatype = value.value, value.datatype.value
    if datatype in _WHOLE | _FRACTIONAL:
        return _number(text, datatype)
    if datatype != XSD.string and not value.language:
        if _DAY.fullmatch(text):
            return {"date": f"{text}T00:00:00Z"}
        if _MOMENT.fullmatch(text):
            return {"date": text}
    return {"str": text}


def _number(text: str, datatype: str) -> Cell:
    """A number as JSON can have it; what is none is a text, whatever its datatype.

    >>> _number("007", XSD.integer), _number("1e400", XSD.double), _number("seven", XSD.integer)
    ({'int': 7}, {'str': '1e400'}, {'str': 'seven'})
    """
    try:
        number = float(text)
    except ValueError:
        return {"str": text}
    if datatype in _WHOLE and abs(number) <= _LARGEST_INT and number.is_integer():
        return {"int": int(number)}
    return {"float": number} if isfinite(number) else {"str": text}


def _language(value: Any) -> str:
    return (value.language or "").lower() if isinstance(value, ox.Literal) else ""


_PARTS: Final = ("amount", "latitude", "longitude")
_VALUES: Final = """
SELECT DISTINCT ?thing ?property ?rank ?value ?amount ?latitude ?longitude
WHERE {
  {
    VALUES ?rank { "best" } VALUES ?property { %(best)s } VALUES ?thing { %(things)s }
    LATERAL { ?thing ?property ?value }
  } UNION {
    VALUES ?rank { "all" } VALUES ?property { %(every)s }
    ?entity wikibase:directClaim ?property ;
      wikibase:claim ?claim ; wikibase:statementProperty ?stated .
    VALUES ?thing { %(things)s }
    LATERAL {
      { ?thing ?property ?value } UNION { ?thing ?claim ?statement . ?statement ?stated ?value }
    }
  }
  OPTIONAL { ?value schema:value ?amount }
  OPTIONAL { ?value schema:latitude ?latitude ; schema:longitude ?longitude }
}
"""
