"""Shapes that refer to nothing or to themselves, that nothing refers to, or that check nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.lint.findings import section
from lod_archive.shacl.names import closest
from lod_archive.shacl.targets import shapes_without_target
from lod_archive.shacl.vocabulary import PARAMETERS, REFINEMENTS
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def dangling_references(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each reference to a shape that is not described."""
    named = [shape.value for shape in shapes.all if shapes.index.is_described(shape)]
    for shape in shapes.all:
        for other in shapes.references(shape):
            if not shapes.index.is_described(other) and isinstance(other, ox.NamedNode):
                yield ShapesError(
                    f"{shapes.name(shape)} refers to {shapes.name(other)}, which is not described",
                    at=shapes.locate(shape, other.value),
                    hint=closest(other.value, named, shapes.prefixes) or "give the file it is in",
                    spec=section("shapes"),
                )


def recursive_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for the first shape that refers to itself, by way of others or directly."""
    for shape in shapes.all:
        if shape in shapes.reachable(shape):
            yield ShapesError(
                f"{shapes.name(shape)} refers to itself, which SHACL leaves undefined",
                at=shapes.locate(shape),
                spec=section("shapes-recursion"),
            )
            return  # every shape of the circle would say the same


def unreached_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each shape that has no target and that no shape refers to."""
    for shape in shapes_without_target(shapes):
        yield ShapesError(
            f"{shapes.name(shape)} checks nothing: it has no target, and no shape refers to it",
            at=shapes.locate(shape),
            hint="add sh:targetClass, or sh:deactivated true if it is to rest",
            spec=section("targets"),
        )


def empty_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each shape with a target but without a constraint."""
    for shape in shapes.all:
        if not shapes.targets(shape) or shapes.is_deactivated(shape):
            continue
        if not has_constraint(shapes, shape):
            yield ShapesError(
                f"{shapes.name(shape)} checks nothing: it has a target but no constraint",
                at=shapes.locate(shape),
                hint="add sh:property, sh:node or another constraint",
                spec=section("constraints"),
            )


def has_constraint(shapes: Shapes, shape: Resource) -> bool:
    """Whether the shape has anything that could be violated, or a rule."""
    known = _CONSTRAINTS | shapes.custom_parameters
    return not known.isdisjoint(shapes.index.predicates(shape))


_CONSTRAINTS: Final = frozenset(
    {rule.iri for rule in PARAMETERS if rule.name not in REFINEMENTS}
    | {SH.sparql, SH.expression, SH.rule, SH.js}
)
