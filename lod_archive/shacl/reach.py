"""The shapes that a constraint refers to, and the queries in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lod_archive.shacl.constraints.logical import And, Not, Or, Xone
from lod_archive.shacl.constraints.shape_based import (
    Node,
    Property,
    QualifiedMaxCount,
    QualifiedMinCount,
)
from lod_archive.shacl.constraints.sparql import Queried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lod_archive.shacl.constraints.shape import Constraint, Shape
    from lod_archive.shacl.index import Resource


def queries_of(constraint: Constraint, shape_of: Callable[[Resource], Shape]) -> Iterator[Queried]:
    """The constraint if it is a query, and those within the shapes that it refers to."""
    waiting, seen = [constraint], set[object]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Queried):
            yield one
        for inner in _inner_shapes(one):
            if inner not in seen:
                seen.add(inner)
                waiting.extend(shape_of(inner).constraints)


def _inner_shapes(constraint: Constraint) -> tuple[Resource, ...]:
    match constraint:
        case Not(shape) | Node(shape) | Property(shape):
            return (shape,)
        case And(shapes) | Or(shapes) | Xone(shapes):
            return shapes
        case QualifiedMinCount() | QualifiedMaxCount():
            return (constraint.shape, *constraint.siblings)
        case _:
            return ()
