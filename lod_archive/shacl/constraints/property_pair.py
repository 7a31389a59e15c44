"""Pairs of properties: https://www.w3.org/TR/shacl/#core-components-property-pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from lod_archive.shacl.constraints.shape import Constraint, Rows
from lod_archive.shacl.constraints.writer import any_of, negated, total
from lod_archive.shacl.paths import Predicate
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.shape import Focus
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class _Pair(Constraint):
    """The value nodes are compared with the values of another property of the focus node."""

    parameter: ClassVar[str]
    iri: str

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each property to compare with."""
        return map(cls, shapes.index.iris(node, SH[cls.parameter]))

    @property
    def other(self) -> Path:
        """The property to compare with."""
        return Predicate(self.iri)


class Equals(_Pair):
    """``sh:equals``: https://www.w3.org/TR/shacl/#EqualsConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.EqualsConstraintComponent
    parameter: ClassVar[str] = "equals"

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether either has a value that the other has not."""
        if path is None:
            value = w.fresh()
            step = w.step(node, self.other, value)
            return any_of(
                [
                    f"!EXISTS {{ {w.step(node, self.other, node)} }}",
                    f"EXISTS {{ {step} FILTER(!sameTerm({node}, {value})) }}",
                ]
            )
        return any_of(
            [
                _only_in(node, path, self.other, w.fresh(), w),
                _only_in(node, self.other, path, w.fresh(), w),
            ]
        )

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each value that one of them alone has."""
        node, value = focus.node, w.fresh("value")
        if path is None:
            step = w.step(node, self.other, value)
            missing = f"!EXISTS {{ {w.step(node, self.other, node)} }}"
            yield Rows(f"{focus.pattern} FILTER({missing})", value=node)
            yield Rows(f"{focus.pattern} {step} FILTER(!sameTerm({node}, {value}))", value=value)
            return
        for one, two in ((path, self.other), (self.other, path)):
            step = w.step(node, one, value)
            lacks = w.inner_step(node, two, value, is_bound=True)
            yield Rows(f"{focus.pattern} {step} FILTER(!EXISTS {{ {lacks} }})", value=value)


def _only_in(node: str, one: Path, two: Path, value: str, w: Writer) -> str:
    lacks = w.inner_step(node, two, value, is_bound=True)
    return f"EXISTS {{ {w.inner_step(node, one, value)} FILTER(!EXISTS {{ {lacks} }}) }}"


class Disjoint(_Pair):
    """``sh:disjoint``: https://www.w3.org/TR/shacl/#DisjointConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.DisjointConstraintComponent
    parameter: ClassVar[str] = "disjoint"

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether both have a value in common."""
        if path is None:
            return f"EXISTS {{ {w.step(node, self.other, node)} }}"
        value = w.fresh()
        also = w.step(node, self.other, value)
        return f"EXISTS {{ {w.inner_step(node, path, value)} FILTER(EXISTS {{ {also} }}) }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each value that both have."""
        node = focus.node
        value = node if path is None else w.fresh("value")
        step = "" if path is None else w.step(node, path, value)
        yield Rows(f"{focus.pattern} {step} {w.step(node, self.other, value)}", value=value)


class _Order(_Pair):
    """Each value is compared with each of the other property; each pair is a result."""

    __slots__ = ()
    operator: ClassVar[str]

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether a pair is out of order, or cannot be compared."""
        if path is None:
            return "false"
        value, other = w.fresh(), w.fresh()
        steps = w.each_then(w.inner_step(node, path, value), w.step(node, self.other, other))
        return f"EXISTS {{ {steps} FILTER({self._is_out_of_order(value, other, w)}) }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each pair that is out of order, or cannot be compared."""
        if path is None:
            return
        value, other = w.fresh("value"), w.fresh("other")
        steps = f"{w.step(focus.node, path, value)} {w.step(focus.node, self.other, other)}"
        pairs = f"{steps} FILTER({self._is_out_of_order(value, other, w)})"
        yield Rows(
            f"{focus.pattern} {pairs}",
            value=value,
            apart=(other,),
            values_first=focus.after(pairs, path),
        )

    def _is_out_of_order(self, value: str, other: str, w: Writer) -> str:
        return negated(total(f"{w.value(value)} {self.operator} {w.value(other)}"))


class LessThan(_Order):
    """``sh:lessThan``: https://www.w3.org/TR/shacl/#LessThanConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.LessThanConstraintComponent
    parameter: ClassVar[str] = "lessThan"
    operator: ClassVar[str] = "<"


class LessThanOrEquals(_Order):
    """``sh:lessThanOrEquals``: https://www.w3.org/TR/shacl/#LessThanOrEqualsConstraintComponent."""

    __slots__ = ()
    component: ClassVar[str] = SH.LessThanOrEqualsConstraintComponent
    parameter: ClassVar[str] = "lessThanOrEquals"
    operator: ClassVar[str] = "<="
