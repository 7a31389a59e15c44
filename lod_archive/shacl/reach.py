"""Which triples a shape looks at, and how it gets there from a focus node.

A *step* is a place where evaluation looks at triples of one property (or of any): the walk that
leads there from the focus node, and the property. If a triple changes, a shape can judge another
way only at focus nodes from which one of its walks leads to the triple. The first changed triple
on such a walk has none before it, so the walk to it is there before the change and after it: to
look for it afterwards is enough.

What each kind of constraint looks at, beside its path: ``sh:class`` the types of the values;
``sh:equals``, ``disjoint`` and ``lessThan`` the other property of the focus node; ``sh:closed``
all properties of the values; what refers to shapes, whatever these look at from the values.
Queries in shapes can look at anything: :class:`Unbounded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lod_archive.shacl.constraints.logical import And, Not, Or, Xone
from lod_archive.shacl.constraints.other import Closed
from lod_archive.shacl.constraints.property_pair import (
    Disjoint,
    Equals,
    LessThan,
    LessThanOrEquals,
)
from lod_archive.shacl.constraints.shape_based import (
    Node,
    Property,
    QualifiedMaxCount,
    QualifiedMinCount,
)
from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.constraints.value_type import Class
from lod_archive.shacl.paths import Alternative, Inverse, Predicate, Repeat, Sequence
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lod_archive.shacl.constraints.shape import Constraint, Shape
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Target

Walk = tuple["Path", ...]
"""Paths one after another, from the focus node; none, for the focus node itself."""


class Unbounded(Exception):
    """A shape that may look at any triple."""


@dataclass(frozen=True, slots=True)
class Step:
    """A place where triples are looked at.

    :param walk: how the focus node leads to their subject, or to their object.
    :param predicate: their property; None for any.
    :param is_inverse: whether the walk leads to their object.
    """

    walk: Walk
    predicate: str | None
    is_inverse: bool = False


def steps_of(shape: Shape, shape_of: Callable[[Resource], Shape]) -> frozenset[Step]:
    """All the steps of a shape, those of the shapes that it refers to included.

    :raises Unbounded: if a query in them may look at anything.
    """
    return frozenset(_shape(shape, (), shape_of))


def queries_of(constraint: Constraint, shape_of: Callable[[Resource], Shape]) -> Iterator[Queried]:
    """The constraint if it is a query, and those within the shapes that it refers to."""
    waiting, seen = [constraint], set[object]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Queried):
            yield one
        for inner in inner_shapes(one):
            if inner not in seen:
                seen.add(inner)
                waiting.extend(shape_of(inner).constraints)


def target_step(target: Target) -> Step | None:
    """The triples that make a node a focus node; None where it is named."""
    if target.kind == SH.targetClass:
        return Step((), RDF.type)
    if target.kind == SH.targetNode:
        return None
    return Step((), target.value.value, is_inverse=target.kind == SH.targetObjectsOf)


def _shape(shape: Shape, walk: Walk, shape_of: Callable[[Resource], Shape]) -> Iterator[Step]:
    if shape.is_deactivated:
        return
    values = walk
    if shape.path is not None:
        yield from _path(shape.path, walk)
        values = (*walk, shape.path)
    for constraint in shape.constraints:
        yield from _constraint(constraint, walk, values)
        for inner in inner_shapes(constraint):
            yield from _shape(shape_of(inner), values, shape_of)


def _constraint(constraint: Constraint, walk: Walk, values: Walk) -> Iterator[Step]:
    match constraint:
        case Class():
            yield Step(values, RDF.type)
        case Equals(iri) | Disjoint(iri) | LessThan(iri) | LessThanOrEquals(iri):
            yield Step(walk, iri)
        case Closed():
            yield Step(values, None)
        case Queried():
            raise Unbounded


def inner_shapes(constraint: Constraint) -> tuple[Resource, ...]:
    """The shapes that a constraint refers to."""
    match constraint:
        case Not(shape) | Node(shape) | Property(shape):
            return (shape,)
        case And(shapes) | Or(shapes) | Xone(shapes):
            return shapes
        case QualifiedMinCount() | QualifiedMaxCount():
            return (constraint.shape, *constraint.siblings)
        case _:
            return ()


def _path(path: Path, walk: Walk) -> Iterator[Step]:
    match path:
        case Predicate(iri):
            yield Step(walk, iri)
        case Inverse(Predicate(iri)):
            yield Step(walk, iri, is_inverse=True)
        case Inverse(inner):
            yield from _path(inverted(inner), walk)
        case Sequence(steps):
            for number, step in enumerate(steps):
                yield from _path(step, (*walk, *steps[:number]))
        case Alternative(choices):
            for choice in choices:
                yield from _path(choice, walk)
        case Repeat(inner, _):
            yield from _path(inner, (*walk, Repeat(inner, "*")))


def inverted(path: Path) -> Path:
    """The path followed backwards.

    >>> str(inverted(Sequence((Predicate("http://a.example/p"), Inverse(Predicate("http://q/"))))))
    '<http://q/>/^<http://a.example/p>'
    """
    match path:
        case Inverse(inner):
            return inner
        case Sequence(steps):
            return Sequence(tuple(inverted(step) for step in reversed(steps)))
        case Alternative(choices):
            return Alternative(tuple(map(inverted, choices)))
        case Repeat(inner, times):
            return Repeat(inverted(inner), times)
        case _:
            return Inverse(path)


def way_back(walk: Walk) -> Path | None:
    """The path from where a walk leads to where it began; None if it leads nowhere."""
    if not walk:
        return None
    steps = tuple(inverted(path) for path in reversed(walk))
    return steps[0] if len(steps) == 1 else Sequence(steps)
