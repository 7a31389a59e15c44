"""The facts of one entity, arranged for its page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from lod_archive.publish.pages.dates import date_in_words, duration_in_words
from lod_archive.publish.pages.index import NAMES, Claim, Index
from lod_archive.publish.pages.places_map import Located
from lod_archive.publish.pages.quantities import position_in_words, quantity_in_words
from lod_archive.publish.pages.timeline import Bar, Dated, position, spans_of, year_of
from lod_archive.query.labels import Text
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import (
    ARC,
    DCTERMS,
    EDTF,
    OA,
    PROV,
    RDF,
    SCHEMA,
    SSSOM,
    WIKIBASE,
    XSD,
)

Properties = dict[str, list[ox.NamedNode | ox.Literal]]
_HIDDEN: Final = frozenset({*NAMES, SCHEMA.description, RDF.type, ARC.earliest, ARC.latest})
_MEASURES: Final = (
    *(SCHEMA.latitude, SCHEMA.longitude),
    *(SCHEMA.value, SCHEMA.unitCode),
    *(OA.start, OA.end),
)
_EVIDENCE: Final = frozenset({PROV.wasDerivedFrom, RDF.type, ARC.conflictsWith})


@dataclass(frozen=True, slots=True)
class Value:
    """A value: a text, or the name of a thing with its IRI."""

    text: Text
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim that a statement rests on."""

    iri: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the values of a property, its rank and its evidence.

    :param decided: of a link that people have decided on: who did, when, and what they remarked.
    """

    values: list[Value]
    rank: str = ""
    evidence: tuple[Evidence, ...] = ()
    qualifiers: tuple[Fact, ...] = ()
    verbatim: Text | None = None
    decided: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with all its values, side by side.

    :param is_disputed: whether claims that two of them rest on conflict.
    """

    label: Text
    statements: list[Statement]
    is_disputed: bool = False

    @property
    def values(self) -> list[Value]:
        """Those of all its statements."""
        return [value for statement in self.statements for value in statement.values]


class Portrait:
    """What a document says of its entity, in one language."""

    def __init__(self, iri: str, quads: Iterable[ox.Quad], index: Index) -> None:
        self.iri = iri
        self._index = index
        self._nodes: defaultdict[str, Properties] = defaultdict(dict)
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, (ox.NamedNode, ox.Literal)
            ):
                node = self._nodes[quad.subject.value]
                node.setdefault(quad.predicate.value, []).append(quad.object)
        self.names = index.names.get(iri, [])
        self.descriptions = [
            Text.of(value)
            for value in self._nodes[iri].get(SCHEMA.description, [])
            if isinstance(value, ox.Literal)
        ]

    @cached_property
    def links(self) -> list[str]:
        """The entities it is linked with, by itself or by a statement, each once."""
        found: dict[str, None] = {}
        for subject, node in self._nodes.items():
            if iris.entity_of(subject) == self.iri:
                for predicate, values in node.items():
                    if predicate not in _EVIDENCE:
                        found |= dict.fromkeys(value.value for value in values)
        entities = self._index.entities
        return [thing for thing in found if thing in entities and thing != self.iri]

    def facts(self, language: str) -> list[Fact]:
        """Its properties in the order of the document, without those derived from statements."""
        own = self._nodes[self.iri]
        index = self._index
        derived = {
            index.derived.get(index.properties[predicate])
            for predicate in own
            if predicate.startswith(index.base + iris.CLAIM_PREDICATES)
            and predicate in index.properties
        }
        found = []
        for predicate, values in own.items():
            if predicate in _HIDDEN or predicate in derived:
                continue
            if predicate == ARC.conflictsWith and self.iri in index.claims:
                continue  # the page of a claim begins with it
            label = index.property_name(predicate, language)
            statements = [self._statement(value, language) for value in values]
            found.append(Fact(_spaced(label), statements, self._is_disputed(statements)))
        return found

    def _is_disputed(self, statements: Sequence[Statement]) -> bool:
        return any(
            self._index.conflict(one.iri, other.iri)
            for first, second in combinations(statements, 2)
            for one in first.evidence
            for other in second.evidence
        )

    def places(self) -> list[Located]:
        """Itself and what it is linked with, as far as they have a position."""
        located = map(self._index.located, (self.iri, *self.links))
        return [place for place in located if place]

    def position(self) -> Bar | None:
        """Where its date, its life or its work lies in the archive's years; None if nowhere."""
        own, years = self._nodes[self.iri], self._index.years
        earliest, latest, said = (
            next((value.value for value in own.get(predicate, ())), "")
            for predicate in (ARC.earliest, ARC.latest, DCTERMS.date)
        )
        dated = Dated(self.iri, earliest, latest, said)
        if not dated.year:
            dates = ((self.iri, each, one.value) for each, found in own.items() for one in found)
            dated = next((each for kind in spans_of(dates).values() for each in kind), dated)
        days = [year_of(day) for day in (dated.earliest, dated.latest) if day]
        is_within = years and days and years[0] <= min(days) <= max(days) <= years[1]
        return position(dated, years) if years and is_within else None

    def _statement(self, value: ox.NamedNode | ox.Literal, language: str) -> Statement:
        node = self._nodes.get(value.value, {}) if isinstance(value, ox.NamedNode) else {}
        if WIKIBASE.rank not in node:
            return Statement([self._value(value, language)])
        main = self._index.base + iris.STATEMENT_PREDICATES
        claims = self._index.claims
        evidence = tuple(
            Evidence(source.value, claims[source.value])
            for source in node.get(PROV.wasDerivedFrom, [])
            if source.value in claims
        )
        values = [
            self._value(one, language)
            for predicate, objects in node.items()
            if predicate.startswith(main)
            for one in objects
        ]
        rank = node[WIKIBASE.rank][0].value.rpartition("#")[2].removesuffix("Rank").lower()
        said = [Text.of(one) for one in node.get(ARC.verbatim, []) if isinstance(one, ox.Literal)]
        return Statement(
            values,
            rank,
            evidence,
            tuple(self._qualifiers(node, language)),
            said[0] if said else None,
            tuple(self._decided(node, language)),
        )

    def _decided(self, node: Properties, language: str) -> Iterator[Value]:
        who = node.get(SSSOM.author_label) or node.get(PROV.wasAttributedTo, [])
        about = (*node.get(DCTERMS.created, []), *node.get(SSSOM.comment, []))
        if SSSOM.mapping_justification in node:
            yield from (self._value(one, language) for one in (*who, *about))

    def _qualifiers(self, node: Properties, language: str) -> Iterator[Fact]:
        index, prefix = self._index, self._index.base + iris.QUALIFIER_PREDICATES
        for predicate, values in node.items():
            if predicate.startswith(prefix):
                label = index.property_name(predicate, language)
                yield Fact(label, [Statement([self._value(one, language)]) for one in values])
        yield from self._stated(node, language)

    def _stated(self, node: Properties, language: str) -> Iterator[Fact]:
        """The date in the calendar of its source, where that is another one."""
        index = self._index
        said = [Text(date_in_words(one.value, language)) for one in node.get(ARC.stated, ())]
        said += [index.name(one.value, language) for one in node.get(ARC.calendar, ())]
        if said:
            label = index.property_name(ARC.stated, language)
            yield Fact(label, [Statement([Value(each)]) for each in said])

    def _value(self, value: ox.NamedNode | ox.Literal, language: str) -> Value:
        if isinstance(value, ox.Literal):
            return Value(_in_words(value, language))
        nested = self._nodes.get(value.value) if "#" in value.value else None
        if nested is None:
            return Value(self._index.called(value.value, language), value.value)
        return Value(Text(" ".join(self._parts(nested, language))))

    def _parts(self, node: Properties, language: str) -> Iterator[str]:
        """What a node says that has no name: a quantity, a position, or anything else."""
        said = {each: node[each][0].value for each in node if each in _MEASURES}
        if SCHEMA.latitude in said and SCHEMA.longitude in said:
            yield position_in_words(said[SCHEMA.latitude], said[SCHEMA.longitude], language)
        elif SCHEMA.value in said and SCHEMA.unitCode in said:
            unit = said[SCHEMA.unitCode]
            name = self._index.name(unit, language).text
            yield quantity_in_words(said[SCHEMA.value], unit, name, language)
        elif OA.start in said and OA.end in said:
            yield f"{said[OA.start]}–{said[OA.end]}"
        else:
            said = {}
        for predicate in node:
            if predicate in said or predicate == RDF.type:
                continue
            text = " ".join(self._value(one, language).text.text for one in node[predicate])
            yield f"± {text}" if predicate == ARC.uncertainty else text


def _in_words(value: ox.Literal, language: str) -> Text:
    kind = value.datatype.value
    if kind.startswith(EDTF) or kind == XSD.date:
        return Text(date_in_words(value.value, language))
    if kind == XSD.duration:
        return Text(duration_in_words(value.value, language))
    return Text.of(value)


def _spaced(label: Text) -> Text:
    """A label that is only the name of a key, as words."""
    if " " in label.text:
        return label
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label.text)
    return Text(words if words == label.text else words.lower(), label.language)
