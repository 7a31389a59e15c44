"""Shapes as they are written: which nodes are shapes, what they target, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import Location, ShapesError
from lod_archive.shacl.index import Index, Resource, Term, subject_of
from lod_archive.shacl.names import short
from lod_archive.shacl.source_text import SourceText
from lod_archive.shacl.triples import Data, Triples, triples_of
from lod_archive.shacl.vocabulary import PARAMETERS
from lod_archive.vocab.namespaces import OWL, PREFIXES, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
SHAPE_REFERENCES: Final = tuple(p.iri for p in PARAMETERS if p.takes == "shape")
SHAPE_LISTS: Final = tuple(p.iri for p in PARAMETERS if p.members == "shape")


@dataclass(frozen=True, slots=True)
class Target:
    """One target declaration of a shape.

    :param kind: the predicate that declares it; ``sh:targetClass`` too where a shape is itself
        a class (an *implicit* target).
    """

    shape: Resource
    kind: str
    value: Term
    implicit: bool = False


class Shapes:
    """A shapes graph, with the texts of the files it was read from.

    ``owl:imports`` is not followed, and nothing is fetched: give all the files.
    """

    def __init__(self, triples: Triples) -> None:
        self.triples: Final = tuple(triples)
        self.index: Final = Index(self.triples)
        self.texts: Final = tuple(
            SourceText(file.path, file.read().decode("utf-8", "replace")) for file in triples.files
        )

    @classmethod
    def read(cls, shapes: Data | Shapes) -> Shapes:
        """The shapes graph in whatever form it comes; one that was read already is kept.

        :raises ShapesError: if a file cannot be read, or is not RDF; with its line.
        """
        return shapes if isinstance(shapes, Shapes) else cls(triples_of(shapes, blame=ShapesError))

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The well-known prefixes, and those that the files declare."""
        return PREFIXES | {
            prefix: namespace for text in self.texts for prefix, namespace in text.prefixes.items()
        }

    @cached_property
    def all(self) -> tuple[Resource, ...]:
        """Every node that is a shape: https://www.w3.org/TR/shacl/#dfn-shape."""
        found = dict.fromkeys(s for s in self.index.subjects() if self._looks_like_shape(s))
        for shape in self.index.subjects():
            found.update(dict.fromkeys(self.references(shape)))
        return tuple(found)

    def _looks_like_shape(self, node: Resource) -> bool:
        types = self.index.iris(node, RDF.type)
        if SH.NodeShape in types or SH.PropertyShape in types:
            return True
        return any(p in _MARKS or p in self.custom_parameters for p in self.index.predicates(node))

    @cached_property
    def custom_parameters(self) -> frozenset[str]:
        """The parameters of the constraint components that the shapes graph itself declares.

        https://www.w3.org/TR/shacl/#sparql-constraint-components
        """
        return frozenset(
            path
            for component in self.components
            for parameter in self.index.all(component, SH.parameter)
            for path in self.index.iris(parameter, SH.path)
        )

    @cached_property
    def components(self) -> tuple[Resource, ...]:
        """The constraint components that the shapes graph itself declares."""
        return tuple(s for s in self.index.subjects() if self.index.all(s, SH.parameter))

    def references(self, shape: Term) -> Iterator[Resource]:
        """The shapes that a shape refers to."""
        candidates = [node for p in SHAPE_REFERENCES for node in self.index.all(shape, p)]
        for predicate in SHAPE_LISTS:
            for head in self.index.all(shape, predicate):
                candidates += self.index.members(head) or ()
        for node in candidates:
            if not isinstance(node, ox.Literal):
                yield node

    def reachable(self, shape: Resource) -> frozenset[Resource]:
        """The shapes that a shape refers to, directly or by way of others."""
        found: set[Resource] = set()
        waiting = list(self.references(shape))
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.references(node))
        return frozenset(found)

    def targets(self, shape: Resource) -> tuple[Target, ...]:
        """The target declarations of a shape: https://www.w3.org/TR/shacl/#targets."""
        found = [Target(shape, kind, v) for kind in TARGETS for v in self.index.all(shape, kind)]
        if isinstance(shape, ox.NamedNode) and self._is_class(shape):
            found.append(Target(shape, SH.targetClass, shape, implicit=True))
        return tuple(found)

    def _is_class(self, shape: Resource) -> bool:
        seen: set[str] = set()
        waiting = list(self.index.iris(shape, RDF.type))
        while waiting:
            kind = waiting.pop()
            if kind in (RDFS.Class, OWL.Class):
                return True
            if kind not in seen:
                seen.add(kind)
                waiting.extend(self.index.iris(ox.NamedNode(kind), RDFS.subClassOf))
        return False

    def is_deactivated(self, shape: Resource) -> bool:
        """Whether the shape is switched off."""
        value = self.index.one(shape, SH.deactivated)
        return isinstance(value, ox.Literal) and value.value == "true"

    def declarations(self, query: Resource) -> tuple[Resource, ...]:
        """The prefix declarations that a query may use, those of imported ontologies included.

        https://www.w3.org/TR/shacl/#sparql-prefixes
        """
        found: dict[Resource, None] = {}
        seen: set[Term] = set()
        waiting = list(self.index.all(query, SH.prefixes))
        while waiting:
            holder = waiting.pop(0)
            if holder not in seen:
                seen.add(holder)
                waiting.extend(self.index.all(holder, OWL.imports))
                found.update(dict.fromkeys(self.index.resources(holder, SH.declare)))
        return tuple(found)

    def only(self, roots: Collection[Resource]) -> Shapes:
        """The same shapes, all of which but these have lost their targets."""
        kept = (triple for triple in self.triples if not self._is_target(triple, roots))
        return Shapes(Triples((tuple(kept),)))

    def _is_target(self, triple: ox.Triple, roots: Collection[Resource]) -> bool:
        is_class = triple.predicate.value == RDF.type and any(
            target.implicit for target in self.targets(subject_of(triple))
        )
        is_one = triple.predicate.value in TARGETS or is_class
        return is_one and triple.subject not in roots

    def owner(self, node: Term) -> ox.NamedNode | None:
        """The nearest node with an IRI: the node itself, or what refers to it."""
        seen: set[Term] = set()
        waiting: list[Term] = [node]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, ox.NamedNode):
                return node
            if node not in seen:
                seen.add(node)
                waiting.extend(self.index.referrers(node))
        return None

    def locate(self, node: Term | None, term: str | None = None) -> Location | None:
        """Where a term is used in the description of a node, as well as a text search can tell.

        It finds the term after the place where the node, or the nearest named one that refers
        to it, is described; failing that, that place; failing that, the term anywhere.
        """
        owner = self.owner(node) if node is not None else None
        starts = [(text, text.find_subject(owner.value)) for text in self.texts] if owner else []
        described = [(text, start) for text, start in starts if start is not None]
        for text, start in described if term else ():
            if (found := text.find(term or "", start)) is not None:
                return text.location(found)
        if described:
            text, start = described[0]
            return text.location(start)
        for wanted in filter(None, (term, owner.value if owner else None)):
            for text in self.texts:
                if (found := text.find(wanted)) is not None:
                    return text.location(found)
        return Location(self.texts[0].path) if len(self.texts) == 1 else None

    def text(self, node: Term, predicate: str) -> str | None:
        """What a shape says to people by this property: in English, else in any language."""
        texts = [v for v in self.index.all(node, predicate) if isinstance(v, ox.Literal)]
        english = [text for text in texts if (text.language or "en").startswith("en")]
        return (english or texts)[0].value if texts else None

    def name(self, node: Term) -> str:
        """How a shape is called in a message."""
        if isinstance(node, ox.NamedNode):
            return short(node.value, self.prefixes)
        owner = self.owner(node)
        within = f" within {short(owner.value, self.prefixes)}" if owner else ""
        return f"the shape without a name{within}"


_MARKS: Final = frozenset({parameter.iri for parameter in PARAMETERS} | set(TARGETS))
