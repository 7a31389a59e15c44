"""Shapes that SHACL would accept and then silently ignore, in part or in whole.

To a SHACL processor ``sh:minCuont 1`` is a remark, a misspelt ``sh:node`` reference is a shape
that always holds, and an empty shapes graph is one that everything conforms to. Here each is an
error. Shapes that are ill-formed are reported too, with their line, and before any data is read:
https://www.w3.org/TR/shacl/#shapes-graph-well-formed

What is well-formed but odd is *advice*: contradictions, constraints that hold for everything,
missing messages, imports that were not given. It does not keep shapes from being used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lod_archive.errors import Location, ShapesError
from lod_archive.shacl.lint.contradictions import contradictions
from lod_archive.shacl.lint.findings import Advice, Kind, section
from lod_archive.shacl.lint.idle import idle_constraints
from lod_archive.shacl.lint.imports import missing_imports
from lod_archive.shacl.lint.messages import poor_messages
from lod_archive.shacl.lint.queries import bare, queries_of_another_form, undeclared_prefixes
from lod_archive.shacl.lint.reach import (
    dangling_references,
    empty_shapes,
    recursive_shapes,
    unreached_shapes,
)
from lod_archive.shacl.lint.resting import resting_shapes, stray_properties
from lod_archive.shacl.lint.terms import entailments, unknown_terms
from lod_archive.shacl.lint.values import impossible_values
from lod_archive.shacl.lint.well_formed import (
    ill_formed_parameters,
    ill_formed_paths,
    misplaced_parameters,
    unread_booleans,
)
from lod_archive.shacl.names import counted
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.vocabulary import CORE_TERMS, SPARQL_TERMS

if TYPE_CHECKING:
    from collections.abc import Collection

    from lod_archive.shacl.triples import Data

__all__ = [
    "Advice",
    "Kind",
    "advise_shapes",
    "bare",
    "entailments",
    "lint_shapes",
    "undeclared_prefixes",
]


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
        unknown_terms(read, terms),
        entailments(read),
        ill_formed_paths(read),
        ill_formed_parameters(read),
        unread_booleans(read),
        misplaced_parameters(read),
        dangling_references(read),
        recursive_shapes(read),
        unreached_shapes(read),
        empty_shapes(read),
        queries_of_another_form(read),
        undeclared_prefixes(read),
    )
    found = {str(error): error for check in checks for error in check}
    return sorted(found.values(), key=lambda e: ((e.at or Location("")).order, e.message))


def advise_shapes(shapes: Data | Shapes) -> list[Advice]:
    """Advice on shapes that mean what they say, but hardly what was meant.

    They can be used as they are: :func:`~lod_archive.shacl.validate` does not ask for advice.

    :raises ShapesError: if the shapes cannot be read at all.

    >>> import rdflib
    >>> shapes = rdflib.Graph().parse(data='''
    ...     @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
    ...     ex:S sh:targetClass ex:C ; sh:property ex:P .
    ...     ex:P sh:path ex:p ; sh:minCount 2 ; sh:maxCount 1 ; sh:message "not one or two" .''')
    >>> print(*advise_shapes(shapes))
    no node can conform to <http://a.example/P>: sh:minCount 2 is more than sh:maxCount 1
      Hint: lower sh:minCount, or raise sh:maxCount
      See: https://www.w3.org/TR/shacl/#MinCountConstraintComponent
    """
    read = Shapes.read(shapes)
    checks = (
        contradictions(read),
        impossible_values(read),
        idle_constraints(read),
        resting_shapes(read),
        stray_properties(read),
        poor_messages(read),
        missing_imports(read),
    )
    found = {str(advice): advice for check in checks for advice in check}
    return sorted(found.values(), key=lambda a: ((a.at or Location("")).order, a.message))


def _no_shapes(shapes: Shapes) -> ShapesError:
    size = counted(len(shapes.triples), "triple")
    return ShapesError(
        f"there is no shape here ({size}), so everything would conform",
        at=Location(shapes.texts[0].path) if shapes.texts else None,
        hint="a shape has a type sh:NodeShape or sh:PropertyShape, a target, or a constraint",
        spec=section("shapes"),
    )
