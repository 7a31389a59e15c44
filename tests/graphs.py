"""Graphs compared as graphs, with the difference printed as triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph
from rdflib.compare import graph_diff, to_isomorphic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(*files: Path) -> Graph:
    """One graph of all these Turtle files."""
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


def assert_same_graph(actual: Graph, expected: Graph) -> None:
    """Fail unless the graphs are isomorphic; print unexpected triples with +, missing with -."""
    if to_isomorphic(actual) == to_isomorphic(expected):
        return
    _, extra, missing = graph_diff(actual, expected)
    lines = [*_triples("+", extra), *_triples("-", missing)]
    raise AssertionError("graphs differ (+ unexpected, - missing)\n" + "\n".join(lines))


def _triples(sign: str, graph: Graph) -> Iterable[str]:
    return sorted(f"{sign} {s.n3()} {p.n3()} {o.n3()} ." for s, p, o in graph)
