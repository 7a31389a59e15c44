"""Logic: https://www.w3.org/TR/shacl/#core-components-logical."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import pyoxigraph as ox

from lod_archive.shacl.constraints.shape import ValueConstraint
from lod_archive.shacl.constraints.writer import any_of, negated
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Not(ValueConstraint):
    """``sh:not``: https://www.w3.org/TR/shacl/#NotConstraintComponent."""

    component: ClassVar[str] = SH.NotConstraintComponent
    shape: Resource

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each shape."""
        return map(cls, shapes.index.resources(node, SH["not"]))

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shape."""
        return (self.shape,)

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value conforms to the shape."""
        return w.conforms(self.shape, value)


@dataclass(frozen=True, slots=True)
class _OfList(ValueConstraint):
    """A condition on how many shapes of a list the value conforms to."""

    parameter: ClassVar[str]
    shapes: tuple[Resource, ...]

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each list."""
        for head in shapes.index.all(node, SH[cls.parameter]):
            members = shapes.index.members(head) or ()
            yield cls(tuple(m for m in members if not isinstance(m, ox.Literal)))

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shapes of the list."""
        return self.shapes


class And(_OfList):
    """``sh:and``: https://www.w3.org/TR/shacl/#AndConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.AndConstraintComponent
    parameter: ClassVar[str] = "and"

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value does not conform to one of the shapes."""
        return any_of([w.fails(shape, value) for shape in self.shapes])


class Or(_OfList):
    """``sh:or``: https://www.w3.org/TR/shacl/#OrConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.OrConstraintComponent
    parameter: ClassVar[str] = "or"

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value conforms to none of the shapes."""
        return negated(any_of([w.conforms(shape, value) for shape in self.shapes]))


class Xone(_OfList):
    """``sh:xone``: https://www.w3.org/TR/shacl/#XoneConstraintComponent.

    A shape that stands in the list twice counts twice.
    """

    __slots__ = ()
    component: ClassVar[str] = SH.XoneConstraintComponent
    parameter: ClassVar[str] = "xone"

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value conforms to none of the shapes, or to more than one."""
        ones = [f"IF({w.conforms(shape, value)}, 1, 0)" for shape in self.shapes]
        return f"({' + '.join(ones) or '0'} != 1)"
