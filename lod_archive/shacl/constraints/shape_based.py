"""Shapes within shapes: https://www.w3.org/TR/shacl/#core-components-shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from lod_archive.shacl.constraints.cardinality import at_least
from lod_archive.shacl.constraints.shape import FocusConstraint, Rows, ValueConstraint
from lod_archive.shacl.constraints.writer import any_of, negated
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.shape import Flag, Focus
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Node(ValueConstraint):
    """``sh:node``: https://www.w3.org/TR/shacl/#NodeConstraintComponent."""

    component: ClassVar[str] = SH.NodeConstraintComponent
    shape: Resource

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each shape."""
        return map(cls, shapes.index.resources(node, SH.node))

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shape."""
        return (self.shape,)

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value does not conform to the shape."""
        return w.fails(self.shape, value)


@dataclass(frozen=True, slots=True)
class Property(ValueConstraint):
    """``sh:property``: https://www.w3.org/TR/shacl/#PropertyConstraintComponent.

    It has no results of its own: those of the property shape are reported.
    """

    component: ClassVar[str] = SH.PropertyConstraintComponent
    shape: Resource

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each property shape."""
        return map(cls, shapes.index.resources(node, SH.property))

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shape."""
        return (self.shape,)

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value does not conform to the property shape."""
        return w.fails(self.shape, value)

    def flag(self, node: str, path: Path | None, value: str, w: Writer) -> Flag | None:
        """None, as there are no rows."""
        return None

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """None: see :func:`lod_archive.shacl.plan.plan`."""
        return ()


@dataclass(frozen=True, slots=True)
class _Qualified(FocusConstraint):
    """How many values conform to a shape, and to none of its siblings.

    https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent

    :param siblings: the shapes to which a counted value must not conform.
    """

    parameter: ClassVar[str]
    shape: Resource
    number: int
    siblings: tuple[Resource, ...]

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each shape, if there is a number."""
        for number in shapes.index.all(node, SH[cls.parameter]):
            for shape in shapes.index.resources(node, SH.qualifiedValueShape):
                yield cls(shape, int(number.value), _siblings(node, shape, shapes))

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shape, and its siblings."""
        return (self.shape, *self.siblings)

    def counts(self, number: int, node: str, path: Path | None, w: Writer) -> str:
        """The condition that so many values count."""
        value = node if path is None else w.fresh()
        wanted = [w.fails(self.shape, value), *(w.conforms(s, value) for s in self.siblings)]
        return at_least(number, node, path, w, value, negated(any_of(wanted)))


def _siblings(node: Resource, shape: Resource, shapes: Shapes) -> tuple[Resource, ...]:
    index = shapes.index
    if all(v.value != "true" for v in index.all(node, SH.qualifiedValueShapesDisjoint)):
        return ()
    parents = [p for p in index.referrers(node) if node in index.all(p, SH.property)]
    brothers = [b for p in parents for b in index.resources(p, SH.property)]
    found = [s for b in brothers for s in index.resources(b, SH.qualifiedValueShape)]
    return tuple(dict.fromkeys(s for s in found if s != shape))


class QualifiedMinCount(_Qualified):
    """``sh:qualifiedMinCount``: too few values count."""

    __slots__ = ()
    component: ClassVar[str] = SH.QualifiedMinCountConstraintComponent
    parameter: ClassVar[str] = "qualifiedMinCount"

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether fewer values count."""
        return negated(self.counts(self.number, node, path, w))


class QualifiedMaxCount(_Qualified):
    """``sh:qualifiedMaxCount``: too many values count."""

    __slots__ = ()
    component: ClassVar[str] = SH.QualifiedMaxCountConstraintComponent
    parameter: ClassVar[str] = "qualifiedMaxCount"

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether more values count."""
        return self.counts(self.number + 1, node, path, w)
