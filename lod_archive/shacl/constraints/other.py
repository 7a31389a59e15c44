"""Other constraints: https://www.w3.org/TR/shacl/#core-components-others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

import pyoxigraph as ox

from lod_archive.shacl.constraints.shape import Constraint, FocusConstraint, Rows, ValueConstraint
from lod_archive.shacl.constraints.writer import any_of, negated
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.shape import Focus
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes

_FEW: Final = 12
"""Up to how many members a list is written as conditions, not as a table."""


@dataclass(frozen=True, slots=True)
class Closed(Constraint):
    """``sh:closed``: https://www.w3.org/TR/shacl/#ClosedConstraintComponent.

    :param allowed: the properties that a value node may have.
    """

    component: ClassVar[str] = SH.ClosedConstraintComponent
    allowed: tuple[str, ...]

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if the shape is closed."""
        index = shapes.index
        if any(value.value == "true" for value in index.all(node, SH.closed)):
            properties = index.all(node, SH.property)
            allowed = [iri for each in properties for iri in index.iris(each, SH.path)]
            for head in index.all(node, SH.ignoredProperties):
                allowed += [m.value for m in index.members(head) or ()]
            yield cls(tuple(sorted(set(allowed))))

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether a value node has another property."""
        value = node if path is None else w.fresh()
        others = f"EXISTS {{ {self._others(value, w.fresh('path'), w.fresh('value'), w)} }}"
        if path is None:
            return others
        return f"EXISTS {{ {w.inner_step(node, path, value)} FILTER({others}) }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each triple with another property, its subject a value node."""
        node = focus.node if path is None else w.fresh("node")
        step = "" if path is None else w.step(focus.node, path, node)
        predicate, value = w.fresh("path"), w.fresh("value")
        others = self._others(node, predicate, value, w)
        pattern = f"{focus.pattern} {step} {others}"
        yield Rows(pattern, value=value, path=predicate, apart=(node,))

    def _others(self, node: str, predicate: str, value: str, w: Writer) -> str:
        pattern = f"{node} {predicate} {value} ."
        if not self.allowed:
            return pattern
        names = ", ".join(map(w.iri, self.allowed))
        return f"{pattern} FILTER({predicate} NOT IN ({names}))"


@dataclass(frozen=True, slots=True)
class HasValue(FocusConstraint):
    """``sh:hasValue``: https://www.w3.org/TR/shacl/#HasValueConstraintComponent."""

    component: ClassVar[str] = SH.HasValueConstraintComponent
    term: Term

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each value."""
        return map(cls, shapes.index.all(node, SH.hasValue))

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether it is not among the value nodes."""
        if path is None:
            return negated(w.same(node, self.term))
        if isinstance(self.term, ox.Literal) and not w.dialect.has_lateral:
            value = w.fresh()
            same = w.same(value, self.term)
            return f"!EXISTS {{ {w.inner_step(node, path, value)} FILTER({same}) }}"
        written = w.term(self.term)
        return "true" if written is None else f"!EXISTS {{ {w.inner_step(node, path, written)} }}"


@dataclass(frozen=True, slots=True)
class In(ValueConstraint):
    """``sh:in``: https://www.w3.org/TR/shacl/#InConstraintComponent."""

    component: ClassVar[str] = SH.InConstraintComponent
    terms: tuple[Term, ...]

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each list."""
        return (cls(shapes.index.members(head) or ()) for head in shapes.index.all(node, SH["in"]))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is none of the list."""
        is_plain = not w.dialect.has_lateral
        if len(self.terms) <= _FEW or (is_plain and any(map(_is_literal, self.terms))):
            return negated(any_of([w.same(value, term) for term in self.terms]))
        if all(isinstance(term, ox.NamedNode) for term in self.terms):
            names = ", ".join(filter(None, map(w.term, self.terms)))
            return negated(f"({value} IN ({names}))")
        member = w.fresh("member")
        table = " ".join(filter(None, map(w.term, self.terms)))
        same = f"FILTER(sameTerm({member}, {value}))"
        return f"!EXISTS {{ VALUES {member} {{ {table} }} {same} }}"


def _is_literal(term: Term) -> bool:
    return isinstance(term, ox.Literal)
