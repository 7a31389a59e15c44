"""Which triples a shape looks at, and from which focus nodes a triple is looked at.

A shape is evaluated at a focus node by walking from it. Each step of the walk asks for triples with
one property (with any, for ``sh:closed``) at the node that it has come to. So what a shape looks at
is written down as *looks*: the way back from that node to the focus node, and the property.

- The target: ``rdf:type``, or the property of ``sh:targetSubjectsOf`` and ``sh:targetObjectsOf``,
  at the focus node itself.
- A path: each property in it, at the end of the path before it. In the midst of ``p*`` and ``p+``
  that is the end of ``p*``, as ``p`` may have been followed any number of times.
- ``sh:class``: ``rdf:type`` at the value nodes. (What is a subclass of what concerns all nodes, and
  is no look: see :mod:`lod_archive.shacl.incremental`.)
- ``sh:equals``, ``sh:disjoint``, ``sh:lessThan``, ``sh:lessThanOrEquals``: the other property, at
  the focus node.
- ``sh:closed``: any property, at the value nodes.
- ``sh:node``, ``sh:property``, ``sh:not``, ``sh:and``, ``sh:or``, ``sh:xone``,
  ``sh:qualifiedValueShape`` and the shapes of its siblings: what these shapes look at, from the
  value nodes on.
- Counts, ``sh:hasValue``, ``sh:uniqueLang``: no more than the path. All others look at the value
  itself, which is no triple.
- A query in the shapes may look at anything.

Why that is enough: let C be what the graphs before and after a change have in common. If the
outcome for a focus node differs, then one of the two evaluations looks at a changed triple. On its
walk to the first such look it has followed triples of C alone, so the way back from there leads
through C, hence through the graph before the change, to the focus node. The ways back are followed
in that one graph, from every triple that was removed or added.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lod_archive.shacl.constraints.other import Closed
from lod_archive.shacl.constraints.property_pair import (
    Disjoint,
    Equals,
    LessThan,
    LessThanOrEquals,
)
from lod_archive.shacl.constraints.reading import ShapeReader
from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.constraints.value_type import Class
from lod_archive.shacl.index import object_of, subject_of
from lod_archive.shacl.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeat,
    Sequence,
    backwards,
)
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyoxigraph as ox

    from lod_archive.shacl.constraints.shape import Constraint, Shape
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.shapes import Shapes, Target

Way = tuple[Path, ...]
"""Paths one after another."""


@dataclass(frozen=True, slots=True)
class Look:
    """Triples that a shape looks at from its focus node.

    :param back: leads back to the focus node from the nodes where it looks.
    :param predicate: the property of the triples; any, if None.
    :param is_of_object: whether these nodes are the triples' objects; else their subjects.
    """

    back: Way
    predicate: str | None
    is_of_object: bool = False


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the verdict on a focus node depends on.

    :param is_open: whether it may depend on any triple whatever.
    """

    looks: frozenset[Look]
    is_open: bool


def dependencies_of(
    root: Resource, targets: Iterable[Target], shape_of: Callable[[Resource], Shape]
) -> Dependencies:
    """What a shape with these targets looks at.

    :param root: no shape that leads back to itself.
    """
    found = _Collector(shape_of)
    for target in targets:
        if target.kind == SH.targetClass:
            found.path(Predicate(RDF.type), ())
        elif target.kind == SH.targetSubjectsOf:
            found.path(Predicate(target.value.value), ())
        elif target.kind == SH.targetObjectsOf:
            found.path(Inverse(Predicate(target.value.value)), ())
    found.shape(root, ())
    return Dependencies(frozenset(found.looks), found.is_open)


class _Collector:
    def __init__(self, shape_of: Callable[[Resource], Shape]) -> None:
        self._shape_of = shape_of
        self._seen: set[tuple[Resource, Way]] = set()
        self.looks: set[Look] = set()
        self.is_open = False

    def shape(self, node: Resource, back: Way) -> None:
        """What a shape looks at from nodes with this way back."""
        if (node, back) in self._seen:
            return
        self._seen.add((node, back))
        shape = self._shape_of(node)
        if shape.is_deactivated:
            return
        values = back
        if shape.path is not None:
            self.path(shape.path, back)
            values = (backwards(shape.path), *back)
        for constraint in shape.constraints:
            self._constraint(constraint, back, values)

    def _constraint(self, constraint: Constraint, focus: Way, values: Way) -> None:
        match constraint:
            case Class():
                self.path(Predicate(RDF.type), values)
            case Closed():
                self.looks.add(Look(values, None))
            case Equals() | Disjoint() | LessThan() | LessThanOrEquals():
                self.path(constraint.other, focus)
            case Queried():
                self.is_open = True
        for inner in constraint.inner_shapes:
            self.shape(inner, values)

    def path(self, path: Path, back: Way) -> None:
        """What a path looks at from nodes with this way back."""
        match path:
            case Predicate(iri):
                self.looks.add(Look(back, iri))
            case Inverse(Predicate(iri)):
                self.looks.add(Look(back, iri, is_of_object=True))
            case Inverse(inner):
                self.path(backwards(inner), back)
            case Sequence(steps):
                for step in steps:
                    self.path(step, back)
                    back = (backwards(step), *back)
            case Alternative(choices):
                for choice in choices:
                    self.path(choice, back)
            case Repeat(inner, times):
                before = () if times == "?" else (Repeat(backwards(inner), "*"),)
                self.path(inner, (*before, *back))


@dataclass(frozen=True, slots=True)
class Roots:
    """The shapes with a target.

    :param followed: what each looks at.
    :param open: those that may look at anything.
    :param named: the focus nodes that are named in the shapes; they count while the data has them.
    """

    followed: Mapping[Resource, frozenset[Look]]
    open: frozenset[Resource]
    named: Mapping[Resource, frozenset[Term]]

    @classmethod
    def of(cls, shapes: Shapes) -> Roots:
        """Those of these shapes that are not deactivated."""
        shape_of = ShapeReader(shapes)
        followed, opened, named = {}, set(), {}
        for root in shapes.all:
            targets = shapes.targets(root)
            if not targets or shapes.is_deactivated(root):
                continue
            found = dependencies_of(root, targets, shape_of)
            if found.is_open:
                opened.add(root)
                continue
            followed[root] = found.looks
            nodes = frozenset(t.value for t in targets if t.kind == SH.targetNode)
            if nodes:
                named[root] = nodes
        return cls(followed, frozenset(opened), named)

    def naming(self, triples: Iterable[ox.Triple]) -> frozenset[Resource]:
        """Those with a focus node that is named in the shapes, and in these triples."""
        ends = {end for t in triples for end in (subject_of(t), object_of(t))}
        return frozenset(root for root, nodes in self.named.items() if not ends.isdisjoint(nodes))


class Ends:
    """The subjects and the objects of triples by property; of all of them by None."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._subjects: defaultdict[str | None, set[Term]] = defaultdict(set)
        self._objects: defaultdict[str | None, set[Term]] = defaultdict(set)
        for triple in triples:
            for predicate in (triple.predicate.value, None):
                self._subjects[predicate].add(subject_of(triple))
                self._objects[predicate].add(object_of(triple))

    def seen(self, look: Look) -> set[Term]:
        """Where a shape must have come to for seeing one of them."""
        return (self._objects if look.is_of_object else self._subjects)[look.predicate]
