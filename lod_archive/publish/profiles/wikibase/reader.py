"""Entities from their RDF: what :mod:`graphs` writes, as it was in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import pyoxigraph as ox

from lod_archive.publish.profiles.view import Node, nodes_of
from lod_archive.publish.profiles.wikibase.datatypes import (
    GLOBE,
    ITEM,
    NO_UNIT,
    ONE,
    PROPERTY_TYPES,
    QUANTITY,
    RANKS,
    TEXT,
    TIME,
    Json,
    item_value,
    snak,
)
from lod_archive.publish.profiles.wikibase.graphs import BOUNDS, DESCRIPTION, Namespaces
from lod_archive.publish.profiles.wikibase.ordering import (
    grouped,
    reference,
    sorted_references,
    sorted_snaks,
)
from lod_archive.publish.profiles.wikibase.times import from_iso
from lod_archive.vocab.namespaces import PROV, RDF, RDFS, SKOS, WIKIBASE

Term: TypeAlias = "ox.NamedNode | ox.Literal"
_DATATYPES: Final = {iri: datatype for datatype, iri in PROPERTY_TYPES.items()}
_RANKS: Final = {iri: rank for rank, iri in RANKS.items()}


def read_graph(lines: bytes, base: str) -> list[Json]:
    """The entities that lines of N-Triples speak of, in the order of their ids.

    :param base: of the archive that they were exported from.
    :raises SyntaxError: if they are no N-Triples.
    """
    reader = _Reader(lines, Namespaces.below(base))
    return sorted(reader.entities(), key=lambda entity: str(entity["id"]))


class _Reader:
    def __init__(self, lines: bytes, namespaces: Namespaces) -> None:
        quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
        self._nodes = nodes_of(quad.triple for quad in quads)
        self._in = namespaces
        self._types = {
            iri.removeprefix(namespaces.entity): _DATATYPES[node[WIKIBASE.propertyType][0].value]
            for iri, node in self._nodes.items()
            if WIKIBASE.propertyType in node
        }

    def entities(self) -> Iterator[Json]:
        """Items and properties."""
        for iri, node in self._nodes.items():
            kinds = {kind.value for kind in node.get(RDF.type, ())}
            if kinds & {WIKIBASE.Item, WIKIBASE.Property}:
                yield self._entity(iri.removeprefix(self._in.entity), node)

    def _entity(self, name: str, node: Node) -> Json:
        is_property = name in self._types
        entity: Json = {"type": "property" if is_property else "item", "id": name}
        if is_property:
            entity["datatype"] = self._types[name]
        entity["labels"] = _terms(node.get(RDFS.label, ()))
        entity["descriptions"] = _terms(node.get(DESCRIPTION, ()))
        entity["aliases"] = _aliases(node.get(SKOS.altLabel, ()))
        entity["claims"] = grouped(self._claims(node))
        return entity if is_property else entity | {"sitelinks": {}}

    def _claims(self, node: Node) -> Iterator[Json]:
        for predicate, values in node.items():
            name = predicate.removeprefix(self._in.prop)
            if predicate.startswith(self._in.prop) and "/" not in name:
                for value in values:
                    yield self._claim(name, value.value)

    def _claim(self, name: str, iri: str) -> Json:
        node = self._nodes[iri]
        (main,) = (each for each in self._snaks(node, "statement/") if each["property"] == name)
        claim: Json = {
            "id": iri.removeprefix(self._in.statement).replace("-", "$", 1),
            "type": "statement",
            "rank": _RANKS[node[WIKIBASE.rank][0].value],
            "mainsnak": main,
        }
        found = sorted_snaks(self._snaks(node, "qualifier/"))
        if found:
            claim |= {"qualifiers": found, "qualifiers-order": list(found)}
        sources = node.get(PROV.wasDerivedFrom, ())
        if sources:
            claim["references"] = sorted_references(
                reference(self._snaks(self._nodes[source.value], "reference/"))
                for source in sources
            )
        return claim

    def _snaks(self, node: Node, path: str) -> Iterator[Json]:
        """The snaks that a statement or a reference has below a path of predicates."""
        prop = self._in.prop
        for predicate, values in node.items():
            name = predicate.removeprefix(prop + path)
            if name == predicate or "/" in name:
                continue
            full = node.get(f"{prop}{path}value/{name}", ())
            unknown = (each for each in values if each.value.startswith(self._in.unknown))
            yield from (snak(name, self._types[name], None) for _ in unknown)
            if full:
                yield from (self._full(name, value.value) for value in full)
            else:
                yield from (
                    snak(name, self._types[name], self._simple(name, value))
                    for value in values
                    if not value.value.startswith(self._in.unknown)
                )
        if path == "statement/":
            yield from self._none(node)

    def _none(self, node: Node) -> Iterator[Json]:
        start = f"{self._in.prop}novalue/"
        for kind in node.get(RDF.type, ()):
            name = kind.value.removeprefix(start)
            if name != kind.value:
                yield {"snaktype": "novalue", "property": name, "datatype": self._types[name]}

    def _simple(self, name: str, value: Term) -> object:
        datatype = self._types[name]
        if datatype == ITEM:
            return item_value(value.value.removeprefix(self._in.entity))
        if datatype == TEXT and isinstance(value, ox.Literal):
            return {"text": value.value, "language": value.language}
        return value.value

    def _full(self, name: str, iri: str) -> Json:
        """A value that has a node of its own."""
        node, datatype = self._nodes[iri], self._types[name]
        made = {TIME: _time, QUANTITY: _quantity, GLOBE: _position}[datatype](node)
        return snak(name, datatype, made)


def _time(node: Node) -> Json:
    model, precision = _one(node, WIKIBASE.timeCalendarModel), _one(node, WIKIBASE.timePrecision)
    return {
        "time": from_iso(_one(node, WIKIBASE.timeValue), int(precision), model),
        "timezone": int(_one(node, WIKIBASE.timeTimezone)),
        "before": 0,
        "after": 0,
        "precision": int(precision),
        "calendarmodel": model,
    }


def _quantity(node: Node) -> Json:
    unit = _one(node, WIKIBASE.quantityUnit)
    bounds = {key: _one(node, iri) for key, iri in BOUNDS.items() if iri in node}
    amount = _one(node, WIKIBASE.quantityAmount)
    return {"amount": amount, "unit": NO_UNIT if unit == ONE else unit, **bounds}


def _position(node: Node) -> Json:
    precision = node.get(WIKIBASE.geoPrecision)
    return {
        "latitude": float(_one(node, WIKIBASE.geoLatitude)),
        "longitude": float(_one(node, WIKIBASE.geoLongitude)),
        "altitude": None,
        "precision": float(precision[0].value) if precision else None,
        "globe": _one(node, WIKIBASE.geoGlobe),
    }


def _one(node: Node, predicate: str) -> str:
    return str(node[predicate][0].value)


def _terms(values: Iterable[Term]) -> Json:
    texts = {value.language or "": value.value for value in values if isinstance(value, ox.Literal)}
    return {each: {"language": each, "value": texts[each]} for each in sorted(texts)}


def _aliases(values: Iterable[Term]) -> Json:
    found: Json = {}
    for value in sorted(values, key=lambda value: value.value):
        if isinstance(value, ox.Literal) and value.language:
            alias = {"language": value.language, "value": value.value}
            found.setdefault(value.language, []).append(alias)
    return dict(sorted(found.items()))
