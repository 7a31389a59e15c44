"""Value type: https://www.w3.org/TR/shacl/#core-components-value-type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

from lod_archive.shacl.constraints.shape import ValueConstraint
from lod_archive.shacl.constraints.writer import any_of, negated, text, total
from lod_archive.vocab.datatypes import BOUNDS, LEXICAL
from lod_archive.vocab.namespaces import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Class(ValueConstraint):
    """``sh:class``: https://www.w3.org/TR/shacl/#ClassConstraintComponent."""

    component: ClassVar[str] = SH.ClassConstraintComponent
    iri: str

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One for each class."""
        return map(cls, shapes.index.iris(node, SH["class"]))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is no instance of the class."""
        return f"!EXISTS {{ {w.instance(value, self.iri)} }}"

    def right_values(self, value: str, w: Writer) -> str:
        """The instances of the class."""
        return w.instances(value, self.iri)


@dataclass(frozen=True, slots=True)
class Datatype(ValueConstraint):
    """``sh:datatype``: https://www.w3.org/TR/shacl/#DatatypeConstraintComponent."""

    component: ClassVar[str] = SH.DatatypeConstraintComponent
    iri: str

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a datatype."""
        return map(cls, shapes.index.iris(node, SH.datatype))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value has another datatype, or a text that is none of its literals."""
        if self.iri == RDF.langString and not w.dialect.has_lateral:
            return negated(f'(isLiteral({value}) && LANG({value}) != "")')
        names = w.datatypes(self.iri)
        is_named = any_of([f"DATATYPE({value}) = {name}" for name in names])
        conditions = [is_named, *self._well_formed(value, w)]
        return negated(total(" && ".join(conditions)))

    def _well_formed(self, value: str, w: Writer) -> Iterator[str]:
        if self.iri in LEXICAL:
            yield f"REGEX(STR({value}), {text(f'^({LEXICAL[self.iri]})$')})"
        if self.iri in BOUNDS:
            least, greatest = BOUNDS[self.iri]
            number = f"{w.iri(XSD.decimal)}(STR({value}))"
            # as decimals: one step beyond 64 bits there is no integer in Oxigraph
            yield f"{number} >= {least}.0 && {number} <= {greatest}.0"


@dataclass(frozen=True, slots=True)
class NodeKind(ValueConstraint):
    """``sh:nodeKind``: https://www.w3.org/TR/shacl/#NodeKindConstraintComponent."""

    component: ClassVar[str] = SH.NodeKindConstraintComponent
    kind: str

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a kind."""
        return map(cls, shapes.index.iris(node, SH.nodeKind))

    def rejects(self, value: str, w: Writer) -> str:
        """Whether the value is of another kind."""
        kinds = any_of([f"{test}({value})" for test in _TESTS[self.kind.removeprefix(SH)]])
        return negated(kinds)


_TESTS: Final = {
    "BlankNode": ("isBlank",),
    "IRI": ("isIRI",),
    "Literal": ("isLiteral",),
    "BlankNodeOrIRI": ("isBlank", "isIRI"),
    "BlankNodeOrLiteral": ("isBlank", "isLiteral"),
    "IRIOrLiteral": ("isIRI", "isLiteral"),
}
