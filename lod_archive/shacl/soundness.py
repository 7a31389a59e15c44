"""What must not be evaluated here, lest a verdict be wrong: found before any query runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ArchiveErrors, ShapesError
from lod_archive.shacl.as_written import PREFIX
from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.constraints.string_based import Pattern
from lod_archive.shacl.constraints.writer import text
from lod_archive.shacl.lint.reach import recursive_shapes
from lod_archive.shacl.lint.terms import entailments
from lod_archive.shacl.lint.well_formed import ill_formed_parameters, ill_formed_paths
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lod_archive.shacl.constraints.shape import Constraint, Shape
    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.plan import Check
    from lod_archive.shacl.shapes import Shapes

_IRI: Final = re.compile(r"<([^<>\s]+)>")


def refuse_unsound(shapes: Shapes) -> None:
    """Stop at shapes that are ill-formed, recursive, or written for another processor.

    :raises ShapesError: if there is one; several as :class:`ArchiveErrors`.
    """
    checks = (ill_formed_paths, ill_formed_parameters, recursive_shapes, entailments, _patterns)
    errors = [error for check in checks for error in check(shapes)]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ArchiveErrors(errors)


def _patterns(shapes: Shapes) -> Iterator[ShapesError]:
    """Those that are no regular expressions to the engine: no value would match."""
    for shape in shapes.all:
        for pattern in Pattern.read(shape, shapes):
            query = f"SELECT ({pattern.matches(text(''))} AS ?is_one) WHERE {{}}"
            ((is_one,),) = ox.Store().query(query)  # type: ignore[misc]
            if is_one is None:
                yield ShapesError(
                    f"sh:pattern cannot be evaluated: {text(pattern.pattern)} is no regular "
                    "expression that matches in bounded time",
                    at=shapes.locate(shape, SH.pattern),
                    hint="XPath's expressions have no look-ahead; back-references and counts "
                    "such as {1000} of large groups are not supported",
                    spec="https://www.w3.org/TR/shacl/#PatternConstraintComponent",
                )


def unsound_checks(
    graph: DataGraph, checks: Sequence[Check], shape_of: Callable[[Resource], Shape]
) -> dict[Resource, str]:
    """The shapes whose own queries would not see the data as SHACL means it, and why.

    Constraints of SHACL Core know how to read ``<as-written:…>``; a query in the shapes does not,
    nor does one in a shape that they refer to. That makes no difference if it looks at terms only,
    or reaches no property with such values. Nor do they mind a triple that is in two graphs; a
    query has two solutions of it.
    """
    read = ((check, list(_queries_of(check.constraint, shape_of))) for check in checks)
    queried = [(check, queries) for check, queries in read if queries]
    if queried and graph.repeats():
        return {check.root: _REPEATS for check, _ in queried}
    if not graph.codec.has_kept:
        return {}
    kept = _kept_predicates(graph) if queried else frozenset()
    return {
        check.root: _REWRITES
        for check, queries in queried
        if any(_may_see(query, check, kept) for query in queries)
    }


def _queries_of(constraint: Constraint, shape_of: Callable[[Resource], Shape]) -> Iterator[Queried]:
    """The constraint if it is a query, and those within the shapes that it refers to."""
    waiting = [constraint]
    seen: set[Resource] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Queried):
            yield one
        for inner in one.inner_shapes:
            if inner not in seen:
                seen.add(inner)
                waiting.extend(shape_of(inner).constraints)


_REWRITES: Final = "its SPARQL query may see literals that Oxigraph would rewrite, such as 01 for 1"
_REPEATS: Final = "its SPARQL query would find a triple twice that is in two graphs"


def _kept_predicates(graph: DataGraph) -> frozenset[str]:
    rows = graph.rows(
        "SELECT DISTINCT ?p WHERE { ?s ?p ?o "
        f'FILTER(isLiteral(?o) && STRSTARTS(STR(DATATYPE(?o)), "{PREFIX}")) }}'
    )
    return frozenset(row[0].value for row in rows if row[0] is not None)


def _may_see(query: Queried, check: Check, kept: frozenset[str]) -> bool:
    if not query.reads_values:
        return False
    return query.has_open_predicate or not kept.isdisjoint(_IRI.findall(check.query))
