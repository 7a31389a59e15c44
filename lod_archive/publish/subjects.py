"""Quads about one subject, written without ceremony."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Subject:
    """What quads are about, and the graph they stand in.

    >>> dataset = Subject("https://example.org/dataset", graph="https://example.org/doc/dataset")
    >>> print(dataset.text("http://purl.org/dc/terms/title", "Шахты", "ru").triple)
    <https://example.org/dataset> <http://purl.org/dc/terms/title> "Шахты"@ru
    >>> dataset.part("contact").iri
    'https://example.org/dataset#contact'
    """

    iri: str
    graph: str

    def part(self, name: str) -> Subject:
        """A part of this resource: its IRI is made from this one's."""
        return self.sibling(f"{self.iri}#{name}")

    def sibling(self, iri: str) -> Subject:
        """Another subject in the same graph."""
        return replace(self, iri=iri)

    def a(self, kind: str) -> ox.Quad:
        """Says of which class it is."""
        return self.link(RDF.type, kind)

    def link(self, predicate: str, iri: str) -> ox.Quad:
        """Says how it is related to another resource."""
        return self.value(predicate, ox.NamedNode(iri))

    def of_class(self, predicate: str, iri: str, kind: str) -> tuple[ox.Quad, ox.Quad]:
        """Says how it is related to another resource, and of which class that is."""
        return self.link(predicate, iri), self.sibling(iri).a(kind)

    def text(self, predicate: str, text: str, language: str) -> ox.Quad:
        """Says something in a language."""
        return self.value(predicate, ox.Literal(text, language=language))

    def number(self, predicate: str, number: int) -> ox.Quad:
        """Says how many, as an ``xsd:integer``."""
        return self.literal(predicate, str(number), XSD.integer)

    def literal(self, predicate: str, text: str, datatype: str) -> ox.Quad:
        """Says a typed value."""
        return self.value(predicate, ox.Literal(text, datatype=ox.NamedNode(datatype)))

    def value(self, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        """Says anything."""
        subject, graph = ox.NamedNode(self.iri), ox.NamedNode(self.graph)
        return ox.Quad(subject, ox.NamedNode(predicate), value, graph)


def join(*parts: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The distinct quads of all parts, each subject's together, in order of first appearance."""
    subjects: dict[object, dict[ox.Quad, None]] = {}
    for part in parts:
        for quad in part:
            subjects.setdefault(quad.subject, {})[quad] = None
    return [quad for quads in subjects.values() for quad in quads]
