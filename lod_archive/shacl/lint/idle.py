"""Constraints that hold for everything, and parameters that nothing looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.lint.findings import Advice, component, number, only, section, truth
from lod_archive.shacl.lint.reach import has_constraint
from lod_archive.shacl.lint.values import admitted_kinds
from lod_archive.shacl.names import shown
from lod_archive.shacl.vocabulary import ALL_TERMS
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def idle_constraints(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each constraint of an active shape that can never be violated."""
    for shape in shapes.all:
        if not shapes.is_deactivated(shape):
            for check in _CHECKS:
                yield from check(shapes, shape)


def _trivial(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    found = [f"{name} 0" for name in _COUNTS if number(shapes, shape, name) == 0]
    found += [f"{name} false" for name in _FLAGS if truth(shapes, shape, name) is False]
    if any(shapes.index.members(head) == () for head in shapes.index.all(shape, SH["and"])):
        found.append("and ()")
    if set(shapes.index.iris(shape, SH.path)) & set(shapes.index.iris(shape, SH.equals)):
        found.append("equals with its own path")
    for constraint in found:
        yield _holds(shapes, shape, constraint.split()[0], constraint)


def _empty(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """A path without constraint, unless it is what a closed shape allows."""
    parents = [s for s in shapes.index.referrers(shape) if _is_property_of(shapes, shape, s)]
    is_allowing = any(truth(shapes, parent, "closed") is True for parent in parents)
    is_error = bool(shapes.targets(shape)) or _has_unknown_term(shapes, shape)
    if parents and not is_allowing and not is_error and not has_constraint(shapes, shape):
        yield Advice(
            "idle",
            f"{shapes.name(shape)} checks nothing: it has a path but no constraint",
            at=shapes.locate(shape, None if isinstance(shape, ox.NamedNode) else SH.path),
            hint="add a constraint, such as sh:minCount or sh:datatype, or leave it out",
            spec=section("constraints"),
        )


def _is_property_of(shapes: Shapes, shape: Resource, parent: Resource) -> bool:
    return shape in shapes.index.all(parent, SH.property)


def _has_unknown_term(shapes: Shapes, shape: Resource) -> bool:
    return any(p.startswith(SH) and p not in ALL_TERMS for p in shapes.index.predicates(shape))


def _texts(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """No text is shorter than nothing, but a blank node has no text, and violates it."""
    found = [("minLength", "minLength 0")] if number(shapes, shape, "minLength") == 0 else []
    found += [
        ("pattern", f"pattern {shown(pattern, shapes.prefixes)}")
        for pattern in shapes.index.all(shape, SH.pattern)
        if isinstance(pattern, ox.Literal) and pattern.value in _EVERYTHING
    ]
    others = (k for k in admitted_kinds(shapes, shape) if k.parameter not in _OF_TEXTS)
    kind = next((each for each in others if "BlankNode" not in each.kinds), None)
    for parameter, constraint in found:
        name = f"sh:{constraint} of {shapes.name(shape)}"
        if kind:
            message = f"{name} holds for all {kind.what}, and {kind.label} admits nothing else"
            yield _idle(shapes, shape, parameter, message, hint="leave it out")
        else:
            yield _idle(
                shapes,
                shape,
                parameter,
                f"{name} only excludes blank nodes",
                hint="leave it out, or say so: sh:nodeKind sh:IRIOrLiteral",
            )


def _unique_languages(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    if truth(shapes, shape, "uniqueLang") is not True:
        return
    datatype, most = only(shapes, shape, "datatype"), number(shapes, shape, "maxCount")
    kind = next((k for k in admitted_kinds(shapes, shape) if "Literal" not in k.kinds), None)
    why = None
    if datatype and datatype.value != RDF.langString:
        why = f"no literal of sh:datatype {shown(datatype, shapes.prefixes)} has a language"
    elif kind:
        why = f"{kind.label} is for {kind.what}"
    elif most in (0, 1):
        why = f"sh:maxCount {most} allows no second value"
    if why:
        yield _idle(
            shapes,
            shape,
            "uniqueLang",
            f"sh:uniqueLang true of {shapes.name(shape)} holds for everything: {why}",
            hint="leave it out",
        )


def _lonely(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """Parameters that need another one beside them."""
    given = {name for name in _PARTNERS if shapes.index.all(shape, SH[name])}
    for name in sorted(given):
        partners = _PARTNERS[name]
        if not any(shapes.index.all(shape, SH[partner]) for partner in partners):
            needed = " or ".join(f"sh:{partner}" for partner in partners)
            yield _idle(
                shapes,
                shape,
                name,
                f"sh:{name} of {shapes.name(shape)} checks nothing without {needed}",
                hint=f"add {needed}, or leave it out",
            )
    is_closed = truth(shapes, shape, "closed")
    if is_closed is not True and shapes.index.all(shape, SH.ignoredProperties):
        yield _idle(
            shapes,
            shape,
            "ignoredProperties",
            f"sh:ignoredProperties of {shapes.name(shape)} means nothing without sh:closed true",
            hint="add sh:closed true, or leave it out",
        )


def _siblings(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """https://www.w3.org/TR/shacl/#dfn-sibling-shapes: those of the other property shapes."""
    if truth(shapes, shape, "qualifiedValueShapesDisjoint") is not True:
        return
    own = shapes.index.all(shape, SH.qualifiedValueShape)
    siblings = {
        sibling
        for parent in shapes.index.referrers(shape)
        for other in shapes.index.all(parent, SH.property)
        for sibling in shapes.index.all(other, SH.qualifiedValueShape)
    }
    if own and siblings <= set(own):
        yield _idle(
            shapes,
            shape,
            "qualifiedValueShapesDisjoint",
            f"sh:qualifiedValueShapesDisjoint of {shapes.name(shape)} checks nothing: no other "
            "property shape beside it has a sh:qualifiedValueShape",
            hint="put the shapes that shall be disjoint under one node shape, or leave it out",
        )


def _holds(shapes: Shapes, shape: Resource, parameter: str, constraint: str) -> Advice:
    message = f"sh:{constraint} of {shapes.name(shape)} holds for everything"
    return _idle(shapes, shape, parameter, message, hint="leave it out")


def _idle(shapes: Shapes, shape: Resource, parameter: str, message: str, hint: str) -> Advice:
    at = shapes.locate(shape, SH[parameter])
    return Advice("idle", message, at=at, hint=hint, spec=component(parameter))


_CHECKS: Final = (_trivial, _empty, _texts, _unique_languages, _lonely, _siblings)
_COUNTS: Final = ("minCount", "qualifiedMinCount")
_FLAGS: Final = ("uniqueLang", "closed")
_EVERYTHING: Final = ("", ".*")
_OF_TEXTS: Final = ("minLength", "maxLength", "pattern")
_PARTNERS: Final = {
    "flags": ("pattern",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
}
