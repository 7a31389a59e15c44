"""The features of SHACL-AF that shapes really use: not every engine has them.

https://www.w3.org/TR/shacl-af/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.vocabulary import ADVANCED_TERMS
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def uses_advanced_features(shapes: Shapes) -> tuple[str, ...]:
    """The terms of SHACL-AF in rules, targets, expressions and functions, sorted.

    What is deactivated is not used. A function that is declared is, as any query may call it.
    Terms that do nothing by themselves do not count: a property called ``sh:subject`` that is
    part of no rule, or ``sh:this``.

    >>> from lod_archive.shacl.shapes import Shapes
    >>> import rdflib
    >>> text = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> . "
    >>> uses_advanced_features(Shapes.read(rdflib.Graph().parse(data=text + '''
    ...     ex:S sh:targetClass ex:C ; sh:expression [ sh:path ex:p ] .''')))
    ('http://www.w3.org/ns/shacl#expression',)
    >>> uses_advanced_features(Shapes.read(rdflib.Graph().parse(data=text + '''
    ...     ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .''')))
    ()
    """
    used: set[str] = set()
    waiting: list[Resource] = []
    for node in shapes.index.subjects():
        if not shapes.is_deactivated(node):
            for feature, value in _features(shapes, node):
                used.add(feature)
                waiting.append(value)
    seen: set[Resource] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            used.update(_terms(shapes, node))
            waiting.extend(_parts(shapes, node))
    return tuple(sorted(used))


def _features(shapes: Shapes, node: Resource) -> Iterator[tuple[str, Resource]]:
    for predicate in _FEATURES:
        for value in shapes.index.all(node, predicate):
            if isinstance(value, ox.Literal):
                yield predicate, node
            elif not shapes.is_deactivated(value):
                yield predicate, value
    for kind in _FUNCTIONS.intersection(shapes.index.iris(node, RDF.type)):
        yield kind, node


def _terms(shapes: Shapes, node: Resource) -> Iterator[str]:
    for predicate in shapes.index.predicates(node):
        if predicate in ADVANCED_TERMS:
            yield predicate
    for kind in shapes.index.iris(node, RDF.type):
        if kind in ADVANCED_TERMS:
            yield kind


def _parts(shapes: Shapes, node: Resource) -> Iterator[Resource]:
    """What belongs to the description of a feature: blank nodes, and what its terms name."""
    for predicate in shapes.index.predicates(node):
        is_term = predicate in ADVANCED_TERMS or predicate == RDF.type
        for value in shapes.index.resources(node, predicate):
            if is_term or isinstance(value, ox.BlankNode):
                yield value


_FEATURES: Final = (SH.rule, SH.target, SH.expression)
_FUNCTIONS: Final = frozenset({SH.Function, SH.SPARQLFunction})
