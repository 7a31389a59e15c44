"""Whether queries had better begin with the values of a path or with the focus nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.shacl.parallel import in_threads
from lod_archive.shacl.paths import Inverse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.shacl.bundle import Bundle
    from lod_archive.shacl.constraints.shape import ValuesFirst
    from lod_archive.shacl.data_graph import DataGraph

_FORWARDS: Final = 1.5
_BACKWARDS: Final = 6.0
"""Up to how many values a focus node may have on average for values to come first.

Backwards they may be more: to look up what refers to a node takes a store in memory longer, by
the number of what is found.
"""
_LOOKED_UP: Final = 2
"""How many values are looked up in the time that it takes to put one into a table."""


def preferred_queries(
    graph: DataGraph, bundles: Sequence[tuple[Bundle, int]], threads: int
) -> list[str]:
    """For each bundle the query that is likely to look at fewer triples.

    Properties are counted, each once and no further than the choice depends on it.

    :param bundles: each with the number of its focus nodes.
    """
    limits: dict[str, int] = {}
    for bundle, focus_nodes in bundles:
        if (other := bundle.values_first) is not None:
            triples = _triples(other)
            limits[triples] = max(limits.get(triples, 0), _most(other, focus_nodes))

    def counted(triples: str) -> Iterator[tuple[str, int]]:
        yield triples, _count(graph, triples, limits[triples])

    counts = dict(in_threads(counted, limits, threads))

    def preferred(bundle: Bundle, focus_nodes: int) -> str:
        other = bundle.values_first
        if other is None or counts[_triples(other)] >= _most(other, focus_nodes):
            return bundle.query
        table, most = other.excluding, counts[_triples(other)] // _LOOKED_UP
        if table is not None and _count(graph, table.members, most) < most:
            return table.sparql
        return other.sparql

    return [preferred(*each) for each in bundles]


def _triples(values_first: ValuesFirst) -> str:
    step = values_first.step
    return f"?s {step.path if isinstance(step, Inverse) else step} ?o"


def _most(values_first: ValuesFirst, focus_nodes: int) -> int:
    factor = _BACKWARDS if isinstance(values_first.step, Inverse) else _FORWARDS
    return int(focus_nodes * factor) + 1


def _count(graph: DataGraph, pattern: str, limit: int) -> int:
    limited = f"SELECT * WHERE {{ {pattern} }} LIMIT {limit}"
    query = f"SELECT (COUNT(*) AS ?number) WHERE {{ {{ {limited} }} }}"
    ((number,),) = graph.rows(query)
    return int(number.value) if number is not None else 0
