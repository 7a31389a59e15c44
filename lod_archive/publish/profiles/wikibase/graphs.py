"""Entities in RDF, line by line, as Wikibase dumps them.

https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format

*Some value* is an IRI below ``.well-known/genid/`` and no blank node, as in the Wikidata Query
Service, so that lines can be sorted and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

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
    URL,
    Json,
)
from lod_archive.publish.profiles.wikibase.ordering import digest
from lod_archive.publish.profiles.wikibase.times import iso_of
from lod_archive.vocab.namespaces import GEO, PROV, RDF, RDFS, SKOS, WIKIBASE, XSD

FOLDER: Final = "wikibase/"
"""Below the base of the archive; no record has such an id."""
NAMES: Final = (RDFS.label, SKOS.prefLabel, "http://schema.org/name")
DESCRIPTION: Final = "http://schema.org/description"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_WITH_NODES: Final = ("time", "quantity", "globecoordinate")
_TYPE: Final = f"<{RDF.type}>"


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces of a Wikibase, all below one IRI.

    >>> Namespaces.below("https://example.org/").entity
    'https://example.org/wikibase/entity/'
    """

    entity: str
    statement: str
    reference: str
    value: str
    prop: str
    unknown: str

    @classmethod
    def below(cls, base: str) -> Namespaces:
        """Those of an archive."""
        root = base + FOLDER
        return cls(
            f"{root}entity/",
            f"{root}entity/statement/",
            f"{root}reference/",
            f"{root}value/",
            f"{root}prop/",
            f"{root}.well-known/genid/",
        )


class Lines:
    """Writes entities as lines of N-Triples; a value or reference that several have, once."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._in = namespaces
        self._written: set[str] = set()

    def of(self, entity: Json) -> Iterator[str]:
        """The lines of an entity."""
        subject = f"<{self._in.entity}{entity['id']}>"
        is_property = entity["type"] == "property"
        kind = WIKIBASE.Property if is_property else WIKIBASE.Item
        yield f"{subject} {_TYPE} <{kind}> ."
        if is_property:
            yield from self._property(subject, entity)
        yield from _terms(subject, entity)
        for claims in entity["claims"].values():
            ranks = {claim["rank"] for claim in claims}
            best = next((r for r in ("preferred", "normal") if r in ranks), None)
            for claim in claims:
                yield from self._statement(subject, claim, is_best=claim["rank"] == best)

    def _property(self, subject: str, entity: Json) -> Iterator[str]:
        prop, name = self._in.prop, entity["id"]
        kind = PROPERTY_TYPES[entity["datatype"]]
        yield f"{subject} <{WIKIBASE.propertyType}> <{kind}> ."
        for predicate, path in (
            (WIKIBASE.directClaim, "direct/"),
            (WIKIBASE.claim, ""),
            (WIKIBASE.statementProperty, "statement/"),
            (WIKIBASE.statementValue, "statement/value/"),
            (WIKIBASE.qualifier, "qualifier/"),
            (WIKIBASE.qualifierValue, "qualifier/value/"),
            (WIKIBASE.reference, "reference/"),
            (WIKIBASE.referenceValue, "reference/value/"),
            (WIKIBASE.novalue, "novalue/"),
        ):
            yield f"{subject} <{predicate}> <{prop}{path}{name}> ."

    def _statement(self, entity: str, claim: Json, *, is_best: bool) -> Iterator[str]:
        prop, snak = self._in.prop, claim["mainsnak"]
        name = snak["property"]
        node = f"<{self._in.statement}{claim['id'].replace('$', '-', 1)}>"
        yield f"{entity} <{prop}{name}> {node} ."
        yield f"{node} {_TYPE} <{WIKIBASE.Statement}> ."
        yield f"{node} <{WIKIBASE.rank}> <{RANKS[claim['rank']]}> ."
        if is_best:
            yield f"{node} {_TYPE} <{WIKIBASE.BestRank}> ."
            if snak["snaktype"] != "novalue":
                yield f"{entity} <{prop}direct/{name}> {self._simple(snak, claim['id'])} ."
        yield from self._snak(node, "statement/", snak, claim["id"])
        for snaks in claim.get("qualifiers", {}).values():
            for index, each in enumerate(snaks):
                yield from self._snak(node, "qualifier/", each, f"{claim['id']} {index}")
        for reference in claim.get("references", ()):
            yield from self._reference(node, reference)

    def _reference(self, statement: str, reference: Json) -> Iterator[str]:
        name = digest(reference["snaks"])
        node = f"<{self._in.reference}{name}>"
        yield f"{statement} <{PROV.wasDerivedFrom}> {node} ."
        if name in self._written:
            return
        self._written.add(name)
        yield f"{node} {_TYPE} <{WIKIBASE.Reference}> ."
        for snaks in reference["snaks"].values():
            for index, each in enumerate(snaks):
                yield from self._snak(node, "reference/", each, f"{name} {index}")

    def _snak(self, node: str, path: str, snak: Json, place: str) -> Iterator[str]:
        prop, name = self._in.prop, snak["property"]
        if snak["snaktype"] == "novalue":
            yield f"{node} {_TYPE} <{prop}novalue/{name}> ."
            return
        yield f"{node} <{prop}{path}{name}> {self._simple(snak, place)} ."
        if snak["snaktype"] == "value":
            value = snak["datavalue"]
            if value["type"] in _WITH_NODES:
                full = yield from self._value(value)
                yield f"{node} <{prop}{path}value/{name}> {full} ."

    def _value(self, value: Json) -> Generator[str, None, str]:
        """The lines of a value's node, unless they are written; gives its name."""
        name = digest(value)
        node = f"<{self._in.value}{name}>"
        if name not in self._written:
            self._written.add(name)
            yield from (f"{node} {line} ." for line in _full(value))
        return node

    def _simple(self, snak: Json, place: str) -> str:
        """A value in one term; *some value* is called after where it stands."""
        if snak["snaktype"] == "somevalue":
            return f"<{self._in.unknown}{digest([snak['property'], place])}>"
        datatype, value = snak["datatype"], snak["datavalue"]["value"]
        if datatype == ITEM:
            return f"<{self._in.entity}{value['id']}>"
        return _SIMPLE.get(datatype, _quoted)(value)


def _terms(subject: str, entity: Json) -> Iterator[str]:
    for label in entity["labels"].values():
        for predicate in NAMES:
            yield f"{subject} <{predicate}> {_quoted(label['value'])}@{label['language']} ."
    for text in entity["descriptions"].values():
        yield f"{subject} <{DESCRIPTION}> {_quoted(text['value'])}@{text['language']} ."
    for aliases in entity["aliases"].values():
        for text in aliases:
            yield f"{subject} <{SKOS.altLabel}> {_quoted(text['value'])}@{text['language']} ."


def _full(datavalue: Json) -> Iterator[str]:
    """What is said of the node of a value that has one."""
    value = datavalue["value"]
    if datavalue["type"] == "time":
        yield f"{_TYPE} <{WIKIBASE.TimeValue}>"
        yield f"<{WIKIBASE.timeValue}> {_typed(iso_of(value), XSD.dateTime)}"
        yield f"<{WIKIBASE.timePrecision}> {_typed(value['precision'], XSD.integer)}"
        yield f"<{WIKIBASE.timeTimezone}> {_typed(value['timezone'], XSD.integer)}"
        yield f"<{WIKIBASE.timeCalendarModel}> <{value['calendarmodel']}>"
    elif datavalue["type"] == "quantity":
        unit = ONE if value["unit"] == NO_UNIT else value["unit"]
        yield f"{_TYPE} <{WIKIBASE.QuantityValue}>"
        yield f"<{WIKIBASE.quantityAmount}> {_typed(value['amount'], XSD.decimal)}"
        yield f"<{WIKIBASE.quantityUnit}> <{unit}>"
        for key, predicate in BOUNDS.items():
            if key in value:
                yield f"<{predicate}> {_typed(value[key], XSD.decimal)}"
    elif datavalue["type"] == "globecoordinate":
        yield f"{_TYPE} <{WIKIBASE.GlobecoordinateValue}>"
        yield f"<{WIKIBASE.geoLatitude}> {_typed(value['latitude'], XSD.double)}"
        yield f"<{WIKIBASE.geoLongitude}> {_typed(value['longitude'], XSD.double)}"
        yield f"<{WIKIBASE.geoGlobe}> <{value['globe']}>"
        if value["precision"] is not None:
            yield f"<{WIKIBASE.geoPrecision}> {_typed(value['precision'], XSD.double)}"


BOUNDS: Final = {
    "upperBound": WIKIBASE.quantityUpperBound,
    "lowerBound": WIKIBASE.quantityLowerBound,
}


_SIMPLE: Final[Mapping[str, Callable[[Any], str]]] = {
    TEXT: lambda value: f"{_quoted(value['text'])}@{value['language']}",
    TIME: lambda value: _typed(iso_of(value), XSD.dateTime),
    QUANTITY: lambda value: _typed(value["amount"], XSD.decimal),
    GLOBE: lambda value: _typed(f"Point({value['longitude']} {value['latitude']})", GEO.wktLiteral),
    URL: lambda value: f"<{_escaped(value)}>",
}
"""The datatype of a property → a value in one term, where it is no plain text."""


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _typed(text: object, datatype: str) -> str:
    return f'"{text}"^^<{datatype}>'


_NOT_IN_IRIS: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in '<>"{}|^`\\ '}


def _escaped(iri: str) -> str:
    return iri.translate(_NOT_IN_IRIS)
