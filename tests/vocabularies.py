"""Whether an export uses a vocabulary as the vocabulary's own file says.

A vocabulary in RDFS (BIBFRAME, CIDOC CRM) says ``rdfs:domain`` and ``rdfs:range``, and each that is
said must hold; schema.org says ``domainIncludes`` and ``rangeIncludes``, of which one must hold.
Nothing is inferred from a use: what stands where a class is asked for must be said to be of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any, Final

import pyoxigraph as ox

from lod_archive.vocab.namespaces import OWL, RDF, RDFS, SCHEMA, XSD
from tests.suites import suite_path

LITERAL: Final = RDFS.Literal
_CLASSES: Final = (OWL.Class, RDFS.Class)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
_TEXTS: Final = frozenset({SCHEMA.Text, SCHEMA.URL})
_LEXICAL: Final = {
    XSD.string: _TEXTS,
    RDF.langString: _TEXTS,
    XSD.date: frozenset({SCHEMA.Date}),
    XSD.gYear: frozenset({SCHEMA.Date}),
    XSD.gYearMonth: frozenset({SCHEMA.Date}),
    XSD.dateTime: frozenset({SCHEMA.DateTime}),
    XSD.duration: frozenset({SCHEMA.Duration}),
    XSD.decimal: frozenset({SCHEMA.Number}),
    XSD.integer: frozenset({SCHEMA.Integer, SCHEMA.Number}),
    XSD.boolean: frozenset({SCHEMA.Boolean}),
    SCHEMA.Date: frozenset({SCHEMA.Date}),
}
"""Which of schema.org's data types a literal can be."""
_DATE: Final = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T.+)?)?)?")
_DURATION: Final = re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")


class Vocabulary:
    """A vocabulary as one of the files of ``../shared/suites/vocabularies`` has it."""

    def __init__(self, namespace: str, file: str) -> None:
        self.namespace: Final = namespace
        path = suite_path(f"vocabularies/{file}")
        self._store = ox.Store()
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        self._store.load(content, format=ox.RdfFormat.from_extension(path.suffix[1:]))

    @cached_property
    def classes(self) -> frozenset[str]:
        """The IRIs of its classes."""
        return self._of(_CLASSES)

    @cached_property
    def properties(self) -> frozenset[str]:
        """The IRIs of its properties."""
        return self._of(_PROPERTIES)

    @cached_property
    def context(self) -> dict[str, Any]:
        """A JSON-LD context that reads properties as their ranges ask, without the network."""
        context: dict[str, Any] = {"@vocab": self.namespace}
        for iri in self.properties:
            ranges = self._values(iri, _INCLUDES[1])
            if SCHEMA.Date in ranges:
                context[iri.removeprefix(self.namespace)] = {"@type": SCHEMA.Date}
            elif SCHEMA.URL in ranges and SCHEMA.Text not in ranges:
                context[iri.removeprefix(self.namespace)] = {"@type": "@id"}
        return context

    def unknown(self, triples: Iterable[ox.Triple]) -> list[str]:
        """The terms in the vocabulary's namespace that it does not have."""
        used: set[tuple[str, bool]] = set()
        for triple in triples:
            is_type = triple.predicate.value == RDF.type
            used.add((_iri(triple.object) if is_type else triple.predicate.value, is_type))
        return sorted(
            iri
            for iri, is_class in used
            if iri.startswith(self.namespace)
            and iri not in (self.classes if is_class else self.properties)
        )

    def broken(self, triples: Iterable[ox.Triple]) -> list[str]:
        """The uses that break a domain or a range, each told once with an example."""
        said = list(triples)
        types = _types(said)
        found: dict[str, str] = {}
        for triple in said:
            for problem in self._problems(triple, types):
                found.setdefault(problem, str(triple))
        return [f"{problem}: {example}" for problem, example in sorted(found.items())]

    def _problems(self, triple: ox.Triple, types: dict[str, frozenset[str]]) -> Iterator[str]:
        name = triple.predicate.value
        if name not in self.properties or not name.startswith(self.namespace):
            return  # CIDOC CRM's file speaks of SKOS, too, and has inScheme the wrong way round
        subject = types.get(_iri(triple.subject), frozenset())
        yield from self._unfit(name, "domain", subject, self._values(name, RDFS.domain), all)
        yield from self._unfit(name, "domain", subject, self._values(name, _INCLUDES[0]), any)
        kinds = _kinds(triple.object, types)
        yield from self._unfit(name, "range", kinds, self._values(name, RDFS.range), all)
        yield from self._unfit(name, "range", kinds, self._values(name, _INCLUDES[1]), any)
        if OWL.ObjectProperty in self._values(name, RDF.type) and LITERAL in kinds:
            yield f"{name} takes no literal"

    def _unfit(
        self, name: str, side: str, types: frozenset[str], asked: tuple[str, ...], how: object
    ) -> Iterator[str]:
        known = frozenset().union(*(self.above(each) for each in types))
        held = [each in known for each in asked]
        if held and not (all(held) if how is all else any(held)):
            yield f"{name}: {side} is {sorted(asked)}, not {sorted(types)}"

    @cache  # noqa: B019 vocabularies live as long as the tests
    def above(self, class_iri: str) -> frozenset[str]:
        """A class and all that it is below of."""
        found, waiting = {class_iri}, [class_iri]
        while waiting:
            new = set(self._values(waiting.pop(), RDFS.subClassOf)) - found
            found |= new
            waiting += new
        return frozenset(found)

    @cache  # noqa: B019
    def _values(self, subject: str, predicate: str) -> tuple[str, ...]:
        named, asked = ox.NamedNode(subject), ox.NamedNode(predicate)
        quads = self._store.quads_for_pattern(named, asked, None)
        return tuple(sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode)))

    def _of(self, kinds: Iterable[str]) -> frozenset[str]:
        return frozenset(
            _iri(quad.subject)
            for kind in kinds
            for quad in self._store.quads_for_pattern(
                None, ox.NamedNode(RDF.type), ox.NamedNode(kind)
            )
        )


def triples_of(content: bytes, written_in: ox.RdfFormat) -> list[ox.Triple]:
    """The triples of an export in RDF."""
    return [quad.triple for quad in ox.parse(content, format=written_in)]


def plain(triples: Iterable[ox.Triple]) -> set[tuple[str, str, str]]:
    """The triples as subject, predicate and value, without languages and data types."""
    return {(_iri(each.subject), each.predicate.value, _value(each.object)) for each in triples}


_INCLUDES: Final = (SCHEMA.domainIncludes, SCHEMA.rangeIncludes)


def _types(triples: Iterable[ox.Triple]) -> dict[str, frozenset[str]]:
    types: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == RDF.type:
            types.setdefault(_iri(triple.subject), set()).add(_iri(triple.object))
    return {node: frozenset(found) for node, found in types.items()}


def _kinds(value: object, types: dict[str, frozenset[str]]) -> frozenset[str]:
    """What a value is: classes that it is said to be of, or data types."""
    if not isinstance(value, ox.Literal):
        return types.get(_iri(value), frozenset({SCHEMA.URL, SCHEMA.Thing}))
    datatype = value.datatype.value
    if datatype == SCHEMA.Date and not _DATE.fullmatch(value.value):
        return frozenset({LITERAL})
    if datatype == XSD.string and _DURATION.fullmatch(value.value):
        return frozenset({LITERAL, SCHEMA.Duration, *_TEXTS})
    return frozenset({LITERAL}) | _LEXICAL.get(datatype, frozenset())


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.BlankNode) else str(node)


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.Literal) else _iri(node)
