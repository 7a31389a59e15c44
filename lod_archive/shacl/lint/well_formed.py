"""Shapes as the syntax rules want them: https://www.w3.org/TR/shacl/#syntax-rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.lint.findings import section
from lod_archive.shacl.names import shown
from lod_archive.shacl.paths import read_path
from lod_archive.shacl.vocabulary import NODE_KINDS, OTHER_RULES, PARAMETERS, Parameter, Takes
from lod_archive.vocab.namespaces import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.shapes import Shapes


def ill_formed_paths(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each property shape without one path, and each path that is none."""
    properties = {
        node for s in shapes.index.subjects() for node in shapes.index.all(s, SH.property)
    }
    for shape in filter(shapes.index.is_described, shapes.all):
        problem = _path_problem(shapes, shape, is_property=shape in properties)
        if problem:
            at = shapes.locate(shape, SH.path if shapes.index.all(shape, SH.path) else None)
            spec = section("property-paths")
            yield ShapesError(problem, at=at, spec=spec)


def _path_problem(shapes: Shapes, shape: Resource, *, is_property: bool) -> str | None:
    paths = shapes.index.all(shape, SH.path)
    types = shapes.index.iris(shape, RDF.type)
    name = shapes.name(shape)
    if SH.NodeShape in types and paths:
        return f"{name} is a node shape, which cannot have sh:path"
    if len(paths) > 1:
        return f"{name} has {len(paths)} values of sh:path, and must have one"
    if not paths and (is_property or SH.PropertyShape in types):
        return f"{name} is a property shape without sh:path"
    if paths and read_path(shapes.index, paths[0]) is None:
        return f"the sh:path of {name} is not a property path"
    return None


def ill_formed_parameters(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each value that a parameter cannot take, or that is one too many."""
    for shape in shapes.all:
        for rule in (*PARAMETERS, *OTHER_RULES):
            values = shapes.index.all(shape, rule.iri)
            spec = (
                section(f"{rule.component}ConstraintComponent")
                if rule.component
                else section("shapes")
            )
            if rule.single and len(values) > 1:
                problem = f"{shapes.name(shape)} has {len(values)} values of sh:{rule.name}"
                at = shapes.locate(shape, rule.iri)
                yield ShapesError(problem, at=at, hint="keep one of them", spec=spec)
            for value in values:
                if wrong := _problem(shapes, rule, value):
                    at = shapes.locate(shape, rule.iri)
                    yield ShapesError(f"sh:{rule.name} {wrong}", at=at, spec=spec)


def _problem(shapes: Shapes, rule: Parameter, value: Term) -> str | None:
    if not _is(rule.takes, value, shapes):
        return f"takes {_WANTED[rule.takes]}, not {shown(value, shapes.prefixes)}"
    for member in (shapes.index.members(value) or ()) if rule.takes == "list" else ():
        if not _is(rule.members, member, shapes):
            wanted = _WANTED[rule.members]
            return f"takes a list, each {wanted}, not {shown(member, shapes.prefixes)}"
    return None


def _is(kind: Takes, value: Term, shapes: Shapes) -> bool:
    if kind == "list":
        return shapes.index.members(value) is not None
    if kind == "IRI":
        return isinstance(value, ox.NamedNode)
    if kind == "node kind":
        return isinstance(value, ox.NamedNode) and value.value.removeprefix(SH) in NODE_KINDS
    if kind == "shape":
        return not isinstance(value, ox.Literal)
    if kind == "anything":
        return True
    return isinstance(value, ox.Literal) and _is_literal(kind, value)


def _is_literal(kind: Takes, value: ox.Literal) -> bool:
    datatype = value.datatype.value
    if kind == "integer":
        return datatype == XSD.integer and re.fullmatch(r"[+-]?\d+", value.value) is not None
    if kind == "boolean":
        return datatype == XSD.boolean and value.value in ("true", "false", "1", "0")
    return kind == "literal" or datatype in (XSD.string, RDF.langString)


def unread_booleans(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each ``"1"``: it is well-formed, but only the term ``true`` is acted upon."""
    for shape in shapes.all:
        for rule in (*PARAMETERS, *OTHER_RULES):
            for value in shapes.index.all(shape, rule.iri) if rule.takes == "boolean" else ():
                if value.value in ("1", "0"):
                    yield ShapesError(
                        f"sh:{rule.name} takes true or false, not {shown(value, shapes.prefixes)}",
                        at=shapes.locate(shape, rule.iri),
                        spec=section("shapes"),
                    )


def misplaced_parameters(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each parameter of property shapes on a node shape."""
    for shape in shapes.all:
        if shapes.index.all(shape, SH.path):
            continue
        for rule in PARAMETERS:
            if rule.on_paths_only and shapes.index.all(shape, rule.iri):
                yield ShapesError(
                    f"sh:{rule.name} means nothing on a node shape: {shapes.name(shape)}",
                    at=shapes.locate(shape, rule.iri),
                    hint="put it into a property shape: sh:property [ sh:path …; … ]",
                    spec=section(f"{rule.component}ConstraintComponent"),
                )


_WANTED: Final[dict[Takes, str]] = {
    "anything": "anything",
    "boolean": "true or false",
    "integer": "a whole number (xsd:integer)",
    "IRI": "an IRI",
    "list": "a list in round brackets",
    "literal": "a literal",
    "node kind": "one of " + ", ".join(f"sh:{kind}" for kind in NODE_KINDS),
    "shape": "a shape",
    "string": "a text",
}
