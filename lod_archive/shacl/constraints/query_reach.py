"""Which properties a query can reach, read from its algebra by rdflib."""

from __future__ import annotations

from collections.abc import Iterator

from pyparsing import ParseBaseException
from rdflib.paths import NegatedPath, Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import SPARQLError
from rdflib.term import Variable


def has_open_predicate(query: str) -> bool:
    """Whether a triple pattern may have any property; True too if rdflib cannot read the query.

    >>> has_open_predicate("SELECT ?s { ?s <http://a.example/p> ?o }")
    False
    >>> has_open_predicate("SELECT ?s { ?s !<http://a.example/p> ?o }")
    True
    """
    try:
        algebra = translateQuery(parseQuery(query)).algebra
    except (ParseBaseException, SPARQLError, AttributeError, LookupError, TypeError, ValueError):
        return True
    return any(isinstance(p, Variable) or _is_open(p) for p in _predicates(algebra))


def _predicates(node: object) -> Iterator[object]:
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield from (triple[1] for triple in node.triples)
        for value in node.values():
            yield from _predicates(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _predicates(value)


def _is_open(path: object) -> bool:
    if isinstance(path, NegatedPath):
        return True
    parts = vars(path).values() if isinstance(path, Path) else ()
    inner = (p for part in parts for p in (part if isinstance(part, list) else [part]))
    return any(_is_open(p) for p in inner)
