"""SPARQL-based constraints and constraint components.

https://www.w3.org/TR/shacl/#sparql-constraints and
https://www.w3.org/TR/shacl/#sparql-constraint-components

What SHACL calls pre-binding is ``LATERAL`` to a query as a whole, and ``EXISTS`` to a condition:
both evaluate a group for each focus node, with its variable bound in every part of the group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.constraints.query_text import Query, Renaming, forbidden, read_query
from lod_archive.shacl.constraints.shape import Constraint, Rows
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lod_archive.shacl.constraints.shape import Focus
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes

SHAPES_GRAPH: Final = "urn:x-lod-archive:shapes-graph"
"""What ``$shapesGraph`` is, where queries ask for it."""
_SPEC: Final = "https://www.w3.org/TR/shacl/#sparql-constraints"


class CannotCompile(Exception):
    """A constraint that no query can express; the message says why."""


@dataclass(frozen=True, slots=True)
class Queried(Constraint):
    """A constraint that a query of the shapes graph expresses.

    :param iri: the constraint component.
    :param shape: the shape that has the constraint.
    :param source: the node that describes the query: ``sh:sourceConstraint``.
    :param messages: of the query; they come before those of the shape.
    :param parameters: name → value, for a constraint component of one's own.
    """

    iri: str
    query: Query
    shape: Resource
    source: Resource | None = None
    messages: tuple[ox.Literal, ...] = ()
    parameters: tuple[tuple[str, Term], ...] = ()

    @property
    def reads_values(self) -> bool:
        """Whether the query compares or counts with the values of literals."""
        return self.query.reads_values

    @property
    def has_open_predicate(self) -> bool:
        """Whether the query could reach any property, not only those that it names."""
        return self.query.has_open_predicate

    @property
    def component(self) -> str:  # type: ignore[override]
        """The constraint component."""
        return self.iri

    def renaming(self, bound: Mapping[str, str], path: Path | None, w: Writer) -> Renaming:
        """How the query's variables are written, some of them being bound already."""
        used = self.query.variables
        constants = {n: _constant(v, w) for n, v in self.parameters if n in used}
        if path is not None:
            constants["PATH"] = w.path(path)
        if "shapesGraph" in used:
            constants["shapesGraph"] = f"<{SHAPES_GRAPH}>"
        if "currentShape" in used:
            constants["currentShape"] = _constant(self.shape, w)
        suffix = w.fresh("q").removeprefix("?")
        return Renaming(bound, constants, lambda name: f"?{name}_{suffix}")


class Select(Queried):
    """A SELECT for each focus node, each solution of which is a violation."""

    __slots__ = ()

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether the query has a solution for the node."""
        renaming = self.renaming({"this": node}, path, w)
        return f"EXISTS {{ {{ {renaming.select(self.query, also=node)} }} }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each solution."""
        renaming = self.renaming({"this": focus.node}, path, w)
        select = renaming.select(self.query, also=focus.node)
        given = {n: renaming.variable(n) for n in self.query.projected - {"this"}}
        nodes = f"SELECT DISTINCT {' '.join(focus.chain)} WHERE {{ {focus.pattern} }}"
        yield Rows(
            f"{{ {nodes} }} LATERAL {{ {select} }}",
            value=given.get("value", focus.node if path is None else None),
            path=given.get("path"),
            given=tuple(sorted(given.items())),
            is_distinct=False,
        )


class Ask(Queried):
    """An ASK for each value node, which must be answered with yes."""

    __slots__ = ()

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether the answer is no for a value node."""
        value = node if path is None else w.fresh()
        holds = self._holds(node, value, path, w)
        if path is None:
            return f"!{holds}"
        return f"EXISTS {{ {w.inner_step(node, path, value)} FILTER(!{holds}) }}"

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each value node for which the answer is no."""
        value = focus.node if path is None else w.fresh("value")
        step = "" if path is None else w.step(focus.node, path, value)
        holds = self._holds(focus.node, value, path, w)
        yield Rows(f"{focus.pattern} {step} FILTER(!{holds})", value=value)

    def _holds(self, node: str, value: str, path: Path | None, w: Writer) -> str:
        renaming = self.renaming({"this": node, "value": value}, path, w)
        return f"EXISTS {renaming.body(self.query)}"


def has_queries(shapes: Shapes) -> bool:
    """Whether there are queries in the shapes."""
    return next(_queries(shapes), None) is not None


def asks_shapes_graph(shapes: Shapes) -> bool:
    """Whether a query in the shapes wants to look at the shapes themselves."""
    return any("shapesGraph" in query for query in _queries(shapes))


def _queries(shapes: Shapes) -> Iterator[str]:
    for node in shapes.index.subjects():
        for predicate in (SH.select, SH.ask):
            yield from (query.value for query in shapes.index.all(node, predicate))


def read_constraints(node: Resource, shapes: Shapes) -> Iterator[Queried]:
    """The values of ``sh:sparql``: https://www.w3.org/TR/shacl/#sparql-constraints."""
    for source in shapes.index.resources(node, SH.sparql):
        text = shapes.index.one(source, SH.select)
        if text is None:
            raise ShapesError(
                f"{shapes.name(node)} has an sh:sparql without sh:select",
                at=shapes.locate(source),
                spec=_SPEC,
            )
        if not shapes.is_deactivated(source):
            query = _query(text, source, shapes, frozenset())
            if query.form != "SELECT":
                raise ShapesError(
                    f"sh:select takes a SELECT query, and this is {query.form}",
                    at=shapes.locate(source, SH.select),
                    spec=_SPEC,
                )
            messages = _messages(source, shapes)
            yield Select(SH.SPARQLConstraintComponent, query, node, source, messages)


def read_components(node: Resource, shapes: Shapes) -> Iterator[Queried]:
    """Those that use a component which the shapes graph declares.

    https://www.w3.org/TR/shacl/#sparql-constraint-components
    """
    for component in shapes.components:
        parameters = _parameters(component, shapes)
        wanted = {path for path, is_optional in parameters.items() if not is_optional}
        if wanted and all(shapes.index.all(node, path) for path in wanted):
            yield from _uses(component, parameters.keys(), node, shapes)


def _uses(
    component: Resource, paths: Iterable[str], node: Resource, shapes: Shapes
) -> Iterator[Queried]:
    """One for each value of a single parameter, or one with all the parameters."""
    given = {path: shapes.index.all(node, path) for path in paths}
    used = {path: values for path, values in given.items() if values}
    rounds = max(map(len, used.values())) if len(used) == 1 else 1
    for number in range(rounds):
        values = tuple((_local_name(path), values[number]) for path, values in used.items())
        yield _use(component, values, frozenset(map(_local_name, paths)), node, shapes)


def _use(
    component: Resource,
    values: tuple[tuple[str, Term], ...],
    names: frozenset[str],
    node: Resource,
    shapes: Shapes,
) -> Queried:
    index = shapes.index
    own = SH.propertyValidator if index.all(node, SH.path) else SH.nodeValidator
    candidates = (*index.resources(component, own), *index.resources(component, SH.validator))
    for validator in candidates:
        for predicate, kind in ((SH.ask, Ask), (SH.select, Select)):
            text = index.one(validator, predicate)
            if text is not None:
                query = _query(text, validator, shapes, names)
                messages = _messages(validator, shapes) or _messages(component, shapes)
                return kind(component.value, query, node, None, messages, values)
    raise ShapesError(
        f"{shapes.name(component)} has no validator for {shapes.name(node)}",
        at=shapes.locate(component),
        hint="give it sh:validator with sh:ask, or sh:nodeValidator and sh:propertyValidator",
        spec="https://www.w3.org/TR/shacl/#constraint-components-validators",
    )


def _query(text: Term, source: Resource, shapes: Shapes, names: frozenset[str]) -> Query:
    """The query, if its variables can be pre-bound.

    :raises ShapesError: if they cannot, or it is no query.
    """
    prefixes = {
        prefix.value: namespace.value
        for declaration in shapes.declarations(source)
        for prefix in shapes.index.all(declaration, SH.prefix)
        for namespace in shapes.index.all(declaration, SH.namespace)
    }
    at = shapes.locate(source, SH.select)
    try:
        query = read_query(text.value, prefixes)
        query.check_syntax()
    except ShapesError as error:
        raise ShapesError(error.message, at=at, hint=error.hint, spec=error.spec) from None
    bound = names | {"this", "shapesGraph", "currentShape", "value"} - (
        set() if names else {"value"}
    )
    problem = forbidden(query, bound)
    if query.form == "SELECT" and "this" not in query.projected:
        problem = "does not return $this"
    if problem is not None:
        raise ShapesError(
            f"a SPARQL query in the shapes {problem}",
            at=at,
            hint="SHACL leaves what that means undefined; write it in another way",
            spec="https://www.w3.org/TR/shacl/#pre-binding",
        )
    return query


def _parameters(component: Resource, shapes: Shapes) -> dict[str, bool]:
    """The property of each parameter, and whether it is optional."""
    index = shapes.index
    return {
        path: any(value.value == "true" for value in index.all(parameter, SH.optional))
        for parameter in index.all(component, SH.parameter)
        for path in index.iris(parameter, SH.path)
    }


def _messages(node: Resource, shapes: Shapes) -> tuple[ox.Literal, ...]:
    return tuple(v for v in shapes.index.all(node, SH.message) if isinstance(v, ox.Literal))


def _local_name(iri: str) -> str:
    return re.split(r"[#/:]", iri)[-1]


def _constant(term: Term, w: Writer) -> str:
    written = w.term(term)
    if written is None:
        raise CannotCompile("a query in them needs a blank node, which SPARQL cannot name")
    return written
