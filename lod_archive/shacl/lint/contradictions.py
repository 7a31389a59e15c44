"""Constraints of one shape that nothing can satisfy together.

On a property shape, one that no *value* can satisfy still holds where there is no value.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.lint.findings import Advice, component, members, number, only, truth
from lod_archive.shacl.lint.values import admitted_kinds
from lod_archive.shacl.names import shown
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def contradictions(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each pair of constraints of an active shape that exclude each other."""
    for shape in shapes.all:
        if not shapes.is_deactivated(shape):
            for check in _CHECKS:
                yield from check(shapes, shape)


def _counts(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    for least, most, what in _COUNTS:
        low, high = number(shapes, shape, least), number(shapes, shape, most)
        if low is not None and high is not None and low > high:
            yield Advice(
                "contradiction",
                f"no {what} {shapes.name(shape)}: sh:{least} {low} is more than sh:{most} {high}",
                at=shapes.locate(shape, SH[least]),
                hint=f"lower sh:{least}, or raise sh:{most}",
                spec=component(least),
            )


def _kinds(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """Say the first pair: one mistake mostly excludes several parameters."""
    for one, other in combinations(admitted_kinds(shapes, shape), 2):
        if one.kinds.isdisjoint(other.kinds):
            yield Advice(
                "contradiction",
                f"no value can satisfy {shapes.name(shape)}: {one.label} is for {one.what}, "
                f"{other.label} for {other.what}",
                at=shapes.locate(shape, SH[other.parameter]),
                hint="keep one of them, or let sh:or choose between them",
                spec=component(other.parameter),
            )
            return


def _pairs(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    for one, other in _EXCLUDING:
        for both in shapes.index.iris(shape, SH[one]):
            if both in shapes.index.iris(shape, SH[other]):
                name = shown(ox.NamedNode(both), shapes.prefixes)
                yield Advice(
                    "contradiction",
                    f"no value can satisfy {shapes.name(shape)}: it has both sh:{one} and "
                    f"sh:{other} {name}",
                    at=shapes.locate(shape, SH[other]),
                    hint="keep one of them",
                    spec=component(other),
                )
    for name in ("disjoint", "lessThan"):
        for path in shapes.index.iris(shape, SH.path):
            if path in shapes.index.iris(shape, SH[name]):
                yield Advice(
                    "contradiction",
                    f"no value can satisfy {shapes.name(shape)}: sh:{name} names its own path, "
                    f"{shown(ox.NamedNode(path), shapes.prefixes)}",
                    at=shapes.locate(shape, SH[name]),
                    hint="name the other property",
                    spec=component(name),
                )


def _choices(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    for name in ("or", "xone"):
        for head in shapes.index.all(shape, SH[name]):
            choices = shapes.index.members(head)
            if choices == ():
                yield Advice(
                    "contradiction",
                    f"nothing conforms to {shapes.name(shape)}: sh:{name} has no member to choose",
                    at=shapes.locate(shape, SH[name]),
                    hint=f"name shapes in it, or leave sh:{name} out",
                    spec=component(name),
                )
            repeated = [each for each, n in Counter(choices).items() if n > 1]
            for choice in repeated if name == "xone" else ():
                yield Advice(
                    "contradiction",
                    f"sh:xone of {shapes.name(shape)} has {shapes.name(choice)} twice, so it can "
                    "never be the one",
                    at=shapes.locate(shape, SH.xone),
                    hint="keep one of them",
                    spec=component(name),
                )


def _negations(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    wanted = list(shapes.index.all(shape, SH.node))
    for head in shapes.index.all(shape, SH["and"]):
        wanted += shapes.index.members(head) or ()
    for other in shapes.index.all(shape, SH["not"]):
        if other in wanted:
            yield Advice(
                "contradiction",
                f"nothing conforms to {shapes.name(shape)}: it wants {shapes.name(other)} and, by "
                "sh:not, excludes it",
                at=shapes.locate(shape, SH["not"]),
                hint="keep one of them",
                spec=component("not"),
            )


def _closed(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """Such as closed shapes for a class whose instances are not allowed to have a type."""
    if truth(shapes, shape, "closed") is not True:
        return
    paths = (p for each in shapes.index.all(shape, SH.property) for p in _paths(shapes, each))
    ignored = members(shapes, shape, "ignoredProperties") or ()
    allowed = {*paths, *(each.value for each in ignored)}
    for target in shapes.targets(shape):
        is_class = target.kind == SH.targetClass
        if not isinstance(target.value, ox.NamedNode):
            continue
        needed = RDF.type if is_class else target.value.value
        if needed not in allowed and (is_class or target.kind == SH.targetSubjectsOf):
            name = shown(ox.NamedNode(needed), shapes.prefixes)
            yield Advice(
                "contradiction",
                f"no node can conform to {shapes.name(shape)}: it is closed and does not allow "
                f"{name}, which each of its focus nodes has",
                at=shapes.locate(shape, SH.closed),
                hint=f"write sh:ignoredProperties ( {name} )",
                spec=component("closed"),
            )
            return


def _paths(shapes: Shapes, node: object) -> tuple[str, ...]:
    return shapes.index.iris(node, SH.path) if isinstance(node, _RESOURCES) else ()


def _uncomparable(shapes: Shapes, shape: Resource) -> Iterator[Advice]:
    """``lessThan`` compares with ``<``, for which an IRI is neither less nor more."""
    for name in ("lessThan", "lessThanOrEquals"):
        kinds = [k for k in admitted_kinds(shapes, shape) if "Literal" not in k.kinds]
        if kinds and only(shapes, shape, name) is not None:
            yield Advice(
                "contradiction",
                f"sh:{name} of {shapes.name(shape)} can only fail: it compares literals, and "
                f"{kinds[0].label} is for {kinds[0].what}",
                at=shapes.locate(shape, SH[name]),
                hint="keep one of them",
                spec=component(name),
            )


_RESOURCES: Final = (ox.NamedNode, ox.BlankNode)
_NODE: Final = "node can conform to"
_VALUE: Final = "value can satisfy"
_COUNTS: Final = (
    ("minCount", "maxCount", _NODE),
    ("minLength", "maxLength", _VALUE),
    ("qualifiedMinCount", "qualifiedMaxCount", _NODE),
    ("qualifiedMinCount", "maxCount", _NODE),
)
_EXCLUDING: Final = (("equals", "disjoint"), ("equals", "lessThan"))
_CHECKS: Final = (_counts, _kinds, _pairs, _choices, _negations, _closed, _uncomparable)
