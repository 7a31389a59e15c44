"""Whether a query had better begin with the values of a path or with the focus nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.shacl.names import short

if TYPE_CHECKING:
    from lod_archive.shacl.bundle import Bundle
    from lod_archive.shacl.data_graph import DataGraph

_FACTOR: Final = 1.5
"""Up to how many values a focus node may have on average for values to come first."""


class PathSizes:
    """How many values properties have, counted once, and no further than is asked."""

    def __init__(self, graph: DataGraph) -> None:
        self._graph = graph
        self._counted: dict[str, tuple[int, int]] = {}

    def preferred_query(self, bundle: Bundle, focus_nodes: int) -> str:
        """The query of a bundle that is likely to look at fewer triples."""
        other = bundle.values_first
        limit = int(focus_nodes * _FACTOR) + 1
        if other is None or self._count(other.predicate, limit) >= limit:
            return bundle.query
        return other.sparql

    def _count(self, predicate: str, limit: int) -> int:
        known, up_to = self._counted.get(predicate, (0, 0))
        if known < up_to or limit <= up_to:
            return known
        pattern = f"SELECT ?s WHERE {{ ?s {short(predicate, {})} ?o }} LIMIT {limit}"
        query = f"SELECT (COUNT(*) AS ?number) WHERE {{ {{ {pattern} }} }}"
        ((number,),) = self._graph.rows(query)
        count = int(number.value) if number is not None else 0
        self._counted[predicate] = count, limit
        return count
