"""The data graph: triples in a place where queries run.

https://www.w3.org/TR/shacl/#data-graph
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, cast

import pyoxigraph as ox

from lod_archive.shacl.as_written import Codec, Verbatim
from lod_archive.shacl.index import Term
from lod_archive.shacl.triples import Triples

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[Term | None, ...]


class DataGraph(Protocol):
    """Where queries run."""

    @property
    def codec(self) -> Codec:
        """How terms are called there."""

    @property
    def parallel(self) -> int:
        """How many queries it can answer at once, at most."""

    @property
    def has_lateral(self) -> bool:
        """Whether it can be asked all that Oxigraph can, LATERAL for one."""

    @property
    def has_triples(self) -> bool:
        """Whether the triples themselves are to be had, without downloading them."""

    def repeats(self) -> bool:
        """Whether a triple counts twice, as it is in two graphs that are taken together."""

    def doubts(self, query: str) -> str | None:
        """Why the answer to a query is not to be believed, if it is not."""

    def rows(self, query: str) -> Iterator[Row]:
        """The solutions of a SELECT, to be read in the thread that asks."""

    def triples(self) -> Triples:
        """All the triples, as written.

        :raises ShapesError: if they are not to be had without downloading them.
        """


@dataclass(frozen=True, slots=True)
class StoreGraph:
    """All graphs of a store, taken together.

    :param source: the triples that were loaded; those of the store, if None.
    :param may_repeat: whether a triple may be in several graphs; False if somebody has looked.
    """

    store: ox.Store
    codec: Codec = field(default_factory=Verbatim)
    source: Triples | None = None
    is_union: bool = True
    may_repeat: bool = True
    parallel: int = 64
    has_lateral: bool = True
    has_triples: bool = True

    def repeats(self) -> bool:
        """Whether a triple counts twice: Oxigraph's union of graphs does not look."""
        if not (self.is_union and self.may_repeat):
            return False
        named = next(self.store.named_graphs(), None)
        return named is not None and bool(self.store.query(_REPEATED))

    def doubts(self, query: str) -> str | None:
        """Nothing: what Oxigraph answers is tested with this package."""
        return None

    def rows(self, query: str) -> Iterator[Row]:
        """The solutions of a SELECT, to be read in the thread that asks."""
        answer = cast(
            "ox.QuerySolutions",
            self.store.query(query, use_default_graph_as_union=self.is_union),
        )
        decode = self.codec.decode
        for solution in answer:
            yield tuple(None if term is None else decode(term) for term in solution)

    def triples(self) -> Triples:
        """All the triples, as written where they were loaded here."""
        return self.source or Triples((_StoreTriples(self.store),))


_REPEATED: Final = """ASK { {
  { GRAPH ?one { ?s ?p ?o } } LATERAL { GRAPH ?other { ?s ?p ?o } FILTER(!sameTerm(?one, ?other)) }
} UNION {
  { ?s ?p ?o } LATERAL { GRAPH ?other { ?s ?p ?o } }
} }"""


@dataclass(frozen=True, slots=True)
class _StoreTriples:
    store: ox.Store

    def __iter__(self) -> Iterator[ox.Triple]:
        return (quad.triple for quad in self.store)
