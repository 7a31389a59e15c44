"""Shapes that are switched off and still counted on, and properties of shapes on what is none.

https://www.w3.org/TR/shacl/#deactivated
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.lint.findings import Advice, section
from lod_archive.shacl.names import closest
from lod_archive.shacl.shapes import SHAPE_LISTS, SHAPE_REFERENCES
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def resting_shapes(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each active shape that refers to one at rest, or that only such ones lead to."""
    yield from _references_to_resting(shapes)
    yield from _left_behind(shapes)


def _references_to_resting(shapes: Shapes) -> Iterator[Advice]:
    """To a shape that is deactivated every node conforms.

    That is what it is for where it is the value of ``sh:property``; elsewhere it may surprise.
    """
    for shape in shapes.all:
        if shapes.is_deactivated(shape):
            continue
        for predicate in _REFERENCES:
            for other in _referred(shapes, shape, predicate):
                if shapes.is_deactivated(other):
                    yield _reference(shapes, shape, predicate, other)


def _referred(shapes: Shapes, shape: Resource, predicate: str) -> Iterator[Resource]:
    for value in shapes.index.all(shape, predicate):
        found = (shapes.index.members(value) or ()) if predicate in SHAPE_LISTS else (value,)
        for each in found:
            if not isinstance(each, ox.Literal):
                yield each


def _reference(shapes: Shapes, shape: Resource, predicate: str, other: Resource) -> Advice:
    name = predicate.removeprefix(SH)
    so = _SO.get(name, "so it holds for everything")
    return Advice(
        "contradiction" if name == "not" else "idle",
        f"sh:{name} of {shapes.name(shape)} refers to {shapes.name(other)}, which is deactivated, "
        + so,
        at=shapes.locate(shape, predicate),
        hint="leave the reference out, or activate the shape",
        spec=section("deactivated"),
    )


_SO: Final = {
    "not": "so nothing conforms",
    "xone": "so everything conforms to it",
    "and": "so everything conforms to it",
    "qualifiedValueShape": "so every value counts",
}


def _left_behind(shapes: Shapes) -> Iterator[Advice]:
    """Parts without a name rest with the shape they are in; that they do is no surprise."""
    referred = {other for shape in shapes.all for other in shapes.references(shape)}
    resting = [shape for shape in shapes.all if shapes.is_deactivated(shape)]
    roots = [
        shape
        for shape in shapes.all
        if shape not in resting and (shape not in referred or shapes.targets(shape))
    ]
    active = {*roots, *_led_to(shapes, roots)}
    for shape in resting:
        lost = [each for each in _led_to(shapes, [shape]) if each not in active]
        names = [shapes.name(each) for each in lost if isinstance(each, ox.NamedNode)]
        if names:
            yield Advice(
                "idle",
                f"{', '.join(sorted(names))} {'check' if names[1:] else 'checks'} nothing: only "
                f"deactivated shapes refer to {'them' if names[1:] else 'it'}",
                at=shapes.locate(shape, SH.deactivated),
                hint="refer to it from an active shape, or deactivate it too",
                spec=section("deactivated"),
            )


def _led_to(shapes: Shapes, roots: Iterable[Resource]) -> dict[Resource, None]:
    """The active shapes that these refer to, directly or by way of other active ones."""
    found: dict[Resource, None] = {}
    waiting = list(roots)
    while waiting:
        for other in shapes.references(waiting.pop()):
            if other not in found and not shapes.is_deactivated(other):
                found[other] = None
                waiting.append(other)
    return found


def stray_properties(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each property of shapes or constraints on a node that does not have it."""
    holders = _holders(shapes)
    names = [shape.value for shape in shapes.all if isinstance(shape, ox.NamedNode)]
    for node in shapes.index.subjects():
        for name, (allowed, what) in holders.items():
            if shapes.index.all(node, SH[name]) and node not in allowed:
                iri = node.value if isinstance(node, ox.NamedNode) else ""
                yield Advice(
                    "idle",
                    f"sh:{name} of {_called(shapes, node)} means nothing: it is {what}",
                    at=shapes.locate(node, SH[name]),
                    hint=closest(iri, names, shapes.prefixes) or _MOVE.get(name, _REFER),
                    spec=section(_SECTIONS[name]),
                )


def _holders(shapes: Shapes) -> dict[str, tuple[Collection[Resource], str]]:
    """The nodes that may have each property, and what the others are not."""
    subjects = tuple(shapes.index.subjects())
    valued = {p: {v for s in subjects for v in shapes.index.resources(s, p)} for p in _PARTS}
    components = {s for s in subjects if shapes.index.all(s, SH.parameter)}
    constraints = set().union(*(valued[p] for p in _CONSTRAINTS))
    active = {*shapes.all, *constraints}
    return {
        "deactivated": (active, "neither a shape nor a constraint of one"),
        "severity": (set(shapes.all), "no shape"),
        "message": (
            active | components | set().union(*valued.values()),
            "neither a shape nor a constraint of one",
        ),
    }


def _called(shapes: Shapes, node: Resource) -> str:
    if isinstance(node, ox.NamedNode):
        return shapes.name(node)
    return shapes.name(node).replace("the shape", "the node")


_REFERENCES: Final = tuple(p for p in (*SHAPE_REFERENCES, *SHAPE_LISTS) if p != SH.property)
_CONSTRAINTS: Final = (SH.sparql, SH.js, SH.expression, SH.rule)
_PARTS: Final = (*_CONSTRAINTS, SH.validator, SH.nodeValidator, SH.propertyValidator)
_MOVE: Final = {"severity": "give it to the shape"}
_REFER: Final = "refer to it from a shape, or leave it out"
_SECTIONS: Final = {"deactivated": "deactivated", "severity": "severity", "message": "message"}
