"""Shapes, read from their graph into what is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.constraints.cardinality import MaxCount, MinCount
from lod_archive.shacl.constraints.logical import And, Not, Or, Xone
from lod_archive.shacl.constraints.other import Closed, HasValue, In
from lod_archive.shacl.constraints.property_pair import (
    Disjoint,
    Equals,
    LessThan,
    LessThanOrEquals,
)
from lod_archive.shacl.constraints.shape import Shape
from lod_archive.shacl.constraints.shape_based import (
    Node,
    Property,
    QualifiedMaxCount,
    QualifiedMinCount,
)
from lod_archive.shacl.constraints.sparql import read_components, read_constraints
from lod_archive.shacl.constraints.string_based import (
    LanguageIn,
    MaxLength,
    MinLength,
    Pattern,
    UniqueLang,
)
from lod_archive.shacl.constraints.value_range import (
    MaxExclusive,
    MaxInclusive,
    MinExclusive,
    MinInclusive,
)
from lod_archive.shacl.constraints.value_type import Class, Datatype, NodeKind
from lod_archive.shacl.paths import read_path
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lod_archive.shacl.constraints.shape import Constraint
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes

READERS: Final[tuple[Callable[[Resource, Shapes], Iterable[Constraint]], ...]] = (
    *(Class.read, Datatype.read, NodeKind.read),
    *(MinCount.read, MaxCount.read),
    *(MinExclusive.read, MinInclusive.read, MaxExclusive.read, MaxInclusive.read),
    *(MinLength.read, MaxLength.read, Pattern.read, LanguageIn.read, UniqueLang.read),
    *(Equals.read, Disjoint.read, LessThan.read, LessThanOrEquals.read),
    *(Not.read, And.read, Or.read, Xone.read),
    *(Node.read, Property.read, QualifiedMinCount.read, QualifiedMaxCount.read),
    *(Closed.read, HasValue.read, In.read),
    *(read_constraints, read_components),
)
"""What reads the constraints of a shape, in the order of the specification."""


class ShapeReader:
    """Reads each shape once."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._read: dict[Resource, Shape] = {}

    def __call__(self, node: Resource) -> Shape:
        """The shape that a node describes.

        :raises ShapesError: if its path is none, or a query in it cannot be evaluated.
        """
        known = self._read.get(node)
        if known is None:
            known = self._read[node] = self._shape(node)
        return known

    def _shape(self, node: Resource) -> Shape:
        shapes = self._shapes
        severities = shapes.index.iris(node, SH.severity)
        messages = (v for v in shapes.index.all(node, SH.message) if isinstance(v, ox.Literal))
        return Shape(
            node,
            self._path(node),
            severities[0] if severities else SH.Violation,
            tuple(sorted(messages, key=str)),
            shapes.is_deactivated(node),
            tuple(found for read in READERS for found in read(node, shapes)),
        )

    def _path(self, node: Resource) -> Path | None:
        described = self._shapes.index.one(node, SH.path)
        if described is None:
            return None
        path = read_path(self._shapes.index, described)
        if path is None:
            raise ShapesError(
                f"the sh:path of {self._shapes.name(node)} is not a property path",
                at=self._shapes.locate(node, SH.path),
                spec="https://www.w3.org/TR/shacl/#property-paths",
            )
        return path
