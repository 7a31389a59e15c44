"""Shapes that SHACL would accept and then silently ignore, in part or in whole.

To a SHACL processor ``sh:minCuont 1`` is a remark, a misspelt ``sh:node`` reference is a shape
that always holds, and an empty shapes graph is one that everything conforms to. Here each is an
error. Shapes that are ill-formed are reported too, with their line, and before any data is read:
https://www.w3.org/TR/shacl/#shapes-graph-well-formed
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import Location, ShapesError
from lod_archive.shacl.index import object_of, subject_of
from lod_archive.shacl.names import closest, counted, shown
from lod_archive.shacl.paths import read_path
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.targets import shapes_without_target
from lod_archive.shacl.vocabulary import (
    ADVANCED_TERMS,
    ALL_TERMS,
    CORE_TERMS,
    NODE_KINDS,
    OTHER_RULES,
    PARAMETERS,
    REFINEMENTS,
    SPARQL_TERMS,
    Parameter,
    Takes,
)
from lod_archive.vocab.namespaces import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.triples import Data


def lint_shapes(
    shapes: Data | Shapes, *, terms: Collection[str] = CORE_TERMS | SPARQL_TERMS
) -> list[ShapesError]:
    """A complaint for everything in the shapes that would not be checked as it was meant.

    :param terms: the SHACL terms that the engine acts upon.
    :raises ShapesError: if the shapes cannot be read at all.

    >>> import rdflib
    >>> shapes = rdflib.Graph().parse(data='''
    ...     @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
    ...     ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCuont 1 ] .''')
    >>> print(*lint_shapes(shapes))
    sh:minCuont is not a SHACL term, so it would be ignored
      Hint: did you mean sh:minCount?
      See: https://www.w3.org/TR/shacl/#core-components
    """
    read = Shapes.read(shapes)
    if not read.all:
        return [_no_shapes(read)]
    checks = (
        _unknown_terms(read, terms),
        _ill_formed_paths(read),
        _ill_formed_parameters(read),
        _misplaced_parameters(read),
        _dangling_references(read),
        _recursive_shapes(read),
        _unreached_shapes(read),
        _empty_shapes(read),
        _queries_of_another_form(read),
        undeclared_prefixes(read),
    )
    found = {str(error): error for check in checks for error in check}
    return sorted(found.values(), key=lambda e: ((e.at or Location("")).order, e.message))


def _no_shapes(shapes: Shapes) -> ShapesError:
    size = counted(len(shapes.triples), "triple")
    return ShapesError(
        f"there is no shape here ({size}), so everything would conform",
        at=Location(shapes.texts[0].path) if shapes.texts else None,
        hint="a shape has a type sh:NodeShape or sh:PropertyShape, a target, or a constraint",
        spec="https://www.w3.org/TR/shacl/#shapes",
    )


def _unknown_terms(shapes: Shapes, terms: Collection[str]) -> Iterator[ShapesError]:
    for triple in shapes.triples:
        subject, predicate, value = subject_of(triple), triple.predicate.value, object_of(triple)
        for iri in (predicate, value.value if isinstance(value, ox.NamedNode) else ""):
            if iri.startswith(SH) and iri not in ALL_TERMS and iri != SH:
                yield ShapesError(
                    f"sh:{iri.removeprefix(SH)} is not a SHACL term, so it would be ignored",
                    at=shapes.locate(subject, iri),
                    hint=closest(iri, ALL_TERMS),
                    spec="https://www.w3.org/TR/shacl/#core-components",
                )
        if predicate in ALL_TERMS and predicate not in terms:
            yield _unsupported(predicate, shapes.locate(subject, predicate))


def _unsupported(term: str, at: Location | None) -> ShapesError:
    is_advanced = term in ADVANCED_TERMS
    return ShapesError(
        f"sh:{term.removeprefix(SH)} is not acted upon by this engine, so it would be ignored",
        at=at,
        hint="use engine=PyShacl(advanced=True)" if is_advanced else "write it as sh:sparql",
        spec="https://www.w3.org/TR/shacl-af/"
        if is_advanced
        else "https://www.w3.org/TR/shacl-js/",
    )


def _ill_formed_paths(shapes: Shapes) -> Iterator[ShapesError]:
    properties = {
        node for s in shapes.index.subjects() for node in shapes.index.all(s, SH.property)
    }
    for shape in filter(shapes.index.is_described, shapes.all):
        problem = _path_problem(shapes, shape, is_property=shape in properties)
        if problem:
            at = shapes.locate(shape, SH.path if shapes.index.all(shape, SH.path) else None)
            spec = "https://www.w3.org/TR/shacl/#property-paths"
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


def _ill_formed_parameters(shapes: Shapes) -> Iterator[ShapesError]:
    for shape in shapes.all:
        for rule in (*PARAMETERS, *OTHER_RULES):
            values = shapes.index.all(shape, rule.iri)
            spec = f"{_SPEC}{rule.component}ConstraintComponent" if rule.component else _SHAPES
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
        return datatype == XSD.boolean and value.value in ("true", "false")
    return kind == "literal" or datatype in (XSD.string, RDF.langString)


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


def _misplaced_parameters(shapes: Shapes) -> Iterator[ShapesError]:
    for shape in shapes.all:
        if shapes.index.all(shape, SH.path):
            continue
        for rule in PARAMETERS:
            if rule.on_paths_only and shapes.index.all(shape, rule.iri):
                yield ShapesError(
                    f"sh:{rule.name} means nothing on a node shape: {shapes.name(shape)}",
                    at=shapes.locate(shape, rule.iri),
                    hint="put it into a property shape: sh:property [ sh:path …; … ]",
                    spec=f"{_SPEC}{rule.component}ConstraintComponent",
                )


def _dangling_references(shapes: Shapes) -> Iterator[ShapesError]:
    named = [shape.value for shape in shapes.all if shapes.index.is_described(shape)]
    for shape in shapes.all:
        for other in shapes.references(shape):
            if not shapes.index.is_described(other) and isinstance(other, ox.NamedNode):
                yield ShapesError(
                    f"{shapes.name(shape)} refers to {shapes.name(other)}, which is not described",
                    at=shapes.locate(shape, other.value),
                    hint=closest(other.value, named, shapes.prefixes) or "give the file it is in",
                    spec=_SHAPES,
                )


def _recursive_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    for shape in shapes.all:
        if shape in shapes.reachable(shape):
            yield ShapesError(
                f"{shapes.name(shape)} refers to itself, which SHACL leaves undefined",
                at=shapes.locate(shape),
                spec="https://www.w3.org/TR/shacl/#shapes-recursion",
            )
            return  # every shape of the circle would say the same


def _unreached_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    for shape in shapes_without_target(shapes):
        yield ShapesError(
            f"{shapes.name(shape)} checks nothing: it has no target, and no shape refers to it",
            at=shapes.locate(shape),
            hint="add sh:targetClass, or sh:deactivated true if it is to rest",
            spec="https://www.w3.org/TR/shacl/#targets",
        )


def _empty_shapes(shapes: Shapes) -> Iterator[ShapesError]:
    constraints = {rule.iri for rule in PARAMETERS if rule.name not in REFINEMENTS}
    constraints |= {SH.sparql, SH.expression, SH.rule, SH.js} | shapes.custom_parameters
    for shape in shapes.all:
        if not shapes.targets(shape) or shapes.is_deactivated(shape):
            continue
        if constraints.isdisjoint(shapes.index.predicates(shape)):
            yield ShapesError(
                f"{shapes.name(shape)} checks nothing: it has a target but no constraint",
                at=shapes.locate(shape),
                hint="add sh:property, sh:node or another constraint",
                spec="https://www.w3.org/TR/shacl/#constraints",
            )


def _queries_of_another_form(shapes: Shapes) -> Iterator[ShapesError]:
    """Such as an ASK as ``sh:select``, which pySHACL may take for a constraint that holds."""
    for node in shapes.index.subjects():
        for predicate, form in _FORMS.items():
            for query in shapes.index.all(node, predicate):
                found = _FORM.search(bare(query.value))
                if found and found[0].upper() != form:
                    yield ShapesError(
                        f"sh:{predicate.removeprefix(SH)} takes a {form} query, "
                        f"and this is {found[0].upper()}",
                        at=shapes.locate(node, predicate),
                        hint=f"write it as a {form}",
                        spec="https://www.w3.org/TR/shacl/#sparql-constraints",
                    )


def undeclared_prefixes(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each prefix that a query uses and ``sh:prefixes`` does not give it."""
    for node in shapes.index.subjects():
        queries = [v for p in (SH.select, SH.ask) for v in shapes.index.all(node, p)]
        declared = set(_declared_prefixes(shapes, node))
        for query in queries:
            text = bare(query.value if isinstance(query, ox.Literal) else "")
            declared |= {found.lower() for found in _PREFIX_LINE.findall(text)}
            for prefix in sorted({p for p in _PREFIXED.findall(text) if p.lower() not in declared}):
                yield ShapesError(
                    f"a SPARQL query uses the prefix {prefix}: which is not declared",
                    at=shapes.locate(node, SH.select),
                    hint="give the query sh:prefixes, and that node sh:declare "
                    "[ sh:prefix …; sh:namespace … ]",
                    spec="https://www.w3.org/TR/shacl/#sparql-prefixes",
                )


def bare(query: str) -> str:
    """The text of a query without what may hold any word: IRIs, strings, comments.

    >>> bare("SELECT $this { $this <http://a.example/GRAPH> ?x } # GRAPH").split()
    ['SELECT', '$this', '{', '$this', '?x', '}']
    """
    return _NOT_NAMES.sub(" ", query)


def _declared_prefixes(shapes: Shapes, query: Resource) -> Iterator[str]:
    for declaration in shapes.declarations(query):
        for prefix in shapes.index.all(declaration, SH.prefix):
            yield prefix.value.lower()


_NOT_NAMES: Final = re.compile(
    r"<[^<>\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*",
    re.DOTALL,
)
_FORMS: Final = {SH.select: "SELECT", SH.ask: "ASK", SH.construct: "CONSTRUCT"}
_FORM: Final = re.compile(
    r"(?<![\w:?$-])(?:select|ask|construct|describe)(?![\w:-])", re.IGNORECASE
)
_PREFIXED: Final = re.compile(r"(?<![\w:?$-])([A-Za-z][\w.-]*)?:(?=[\w%])")
_PREFIX_LINE: Final = re.compile(r"prefix\s+([\w.-]*):", re.IGNORECASE)
_SPEC: Final = "https://www.w3.org/TR/shacl/#"
_SHAPES: Final = "https://www.w3.org/TR/shacl/#shapes"
