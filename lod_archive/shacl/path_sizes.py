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
            name = _property(other)
            limits[name] = max(limits.get(name, 0), _most(other, focus_nodes))

    def counted(name: str) -> Iterator[tuple[str, int]]:
        yield name, _count(graph, name, limits[name])

    counts = dict(in_threads(counted, limits, threads))
    return [
        bundle.query
        if (other := bundle.values_first) is None
        or counts[_property(other)] >= _most(other, focus_nodes)
        else other.sparql
        for bundle, focus_nodes in bundles
    ]


def _property(values_first: ValuesFirst) -> str:
    step = values_first.step
    return str(step.path if isinstance(step, Inverse) else step)


def _most(values_first: ValuesFirst, focus_nodes: int) -> int:
    factor = _BACKWARDS if isinstance(values_first.step, Inverse) else _FORWARDS
    return int(focus_nodes * factor) + 1


def _count(graph: DataGraph, name: str, limit: int) -> int:
    pattern = f"SELECT ?s WHERE {{ ?s {name} ?o }} LIMIT {limit}"
    query = f"SELECT (COUNT(*) AS ?number) WHERE {{ {{ {pattern} }} }}"
    ((number,),) = graph.rows(query)
    return int(number.value) if number is not None else 0
