"""Which graphs a query is asked of: the RDF dataset that the SPARQL protocol describes.

https://www.w3.org/TR/sparql11-protocol/#dataset
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Graphs:
    """Graphs of a store, by their IRIs. If there are none, the query chooses.

    :param default: those that make up the default graph together.
    :param named: those that ``GRAPH`` finds.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)
