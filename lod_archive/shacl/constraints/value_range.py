"""Value range: https://www.w3.org/TR/shacl/#core-components-range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

import pyoxigraph as ox

from lod_archive.shacl.constraints.shape import ValueConstraint
from lod_archive.shacl.constraints.writer import negated, total
from lod_archive.vocab.datatypes import BOUNDS
from lod_archive.vocab.namespaces import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class _Bound(ValueConstraint):
    """A value is compared with a literal; what cannot be compared is rejected."""

    parameter: ClassVar[str]
    operator: ClassVar[str]
    bound: ox.Literal

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a bound."""
        values = shapes.index.all(node, SH[cls.parameter])
        return (cls(value) for value in values if isinstance(value, ox.Literal))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value lies beyond the bound."""
        holds = f"{w.value(value)} {self.operator} {w.constant(self.bound)}"
        if not w.dialect.has_lateral and self.bound.datatype.value in _NUMERIC:
            holds = f"isNumeric({value}) && {holds}"
        return negated(total(holds))


_NUMERIC: Final = frozenset({XSD.decimal, XSD.double, XSD.float, XSD.integer, *BOUNDS})


class MinExclusive(_Bound):
    """``sh:minExclusive``: https://www.w3.org/TR/shacl/#MinExclusiveConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MinExclusiveConstraintComponent
    parameter: ClassVar[str] = "minExclusive"
    operator: ClassVar[str] = ">"


class MinInclusive(_Bound):
    """``sh:minInclusive``: https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MinInclusiveConstraintComponent
    parameter: ClassVar[str] = "minInclusive"
    operator: ClassVar[str] = ">="


class MaxExclusive(_Bound):
    """``sh:maxExclusive``: https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MaxExclusiveConstraintComponent
    parameter: ClassVar[str] = "maxExclusive"
    operator: ClassVar[str] = "<"


class MaxInclusive(_Bound):
    """``sh:maxInclusive``: https://www.w3.org/TR/shacl/#MaxInclusiveConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.MaxInclusiveConstraintComponent
    parameter: ClassVar[str] = "maxInclusive"
    operator: ClassVar[str] = "<="
