"""A data graph that stays where it is: behind a SPARQL endpoint, asked in bounded pages.

Only violations are downloaded, never the data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, cast

import pyoxigraph as ox

from lod_archive.errors import EndpointError, Location, ShapesError
from lod_archive.shacl.abilities import Text
from lod_archive.shacl.as_written import Codec, Verbatim
from lod_archive.shacl.self_check import Trust, examine
from lod_archive.store import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.data_graph import Row
    from lod_archive.shacl.index import Term
    from lod_archive.shacl.triples import Triples
    from lod_archive.store import Solutions

_PAGE: Final = 10_000
"""How many rows are asked for at once."""
_HEAD: Final = re.compile(r"SELECT\s+(?:DISTINCT\s+)?((?:\?\w+\s+)+)WHERE\b", re.IGNORECASE)
_ONE_ROW: Final = re.compile(r"SELECT \(COUNT\((?:(?!GROUP BY).)*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RemoteGraph:
    """What an endpoint takes for its default graph.

    :param trust: what its answers are good for.
    :param page: how many rows are asked for at once.
    """

    store: RemoteStore
    trust: Trust = field(default_factory=Trust)
    codec: Codec = field(default_factory=Verbatim)
    page: int = _PAGE
    parallel: int = 4
    has_triples: bool = False
    _kept: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def examined(cls, store: RemoteStore) -> Self:
        """The graph of an endpoint, of which it is known what its answers are good for.

        :raises EndpointError: if it gives no answers to rely on at all.
        """
        return cls(store, examine(store))

    @property
    def has_lateral(self) -> bool:
        """Whether the endpoint can be asked all that Oxigraph can."""
        return self.trust.is_full

    def repeats(self) -> bool:
        """No: what graphs the endpoint takes together, and how, is for it to say."""
        return False

    def doubts(self, query: str) -> str | None:
        """Why the answer to a query is not to be believed."""
        altered = (text for text in sorted(Text.of(query).typed) if not self._keeps(text))
        literal = next(altered, None)
        if literal is not None:
            return f"the endpoint takes the literal {literal} for another one"
        return self.trust.doubts(query)

    def _keeps(self, literal: str) -> bool:
        """Whether a literal in a query is to the endpoint what it is to SHACL."""
        known = self._kept.get(literal)
        if known is None:
            query = f"SELECT ?v WHERE {{ VALUES ?v {{ {literal} }} }}"
            try:
                rows = self.store.select(query).rows
            except EndpointError as error:
                if error.status is None:
                    raise
                rows = ()
            (quad,) = ox.parse(f"<s:> <p:> {literal} .", format=ox.RdfFormat.TURTLE)
            known = self._kept[literal] = rows == ((quad.object,),)
        return known

    def rows(self, query: str) -> Iterator[Row]:
        """The solutions of a SELECT, some at a time.

        :raises EndpointError: if there is no answer to rely on.
        """
        for page in self._pages(query):
            for row in page:
                yield self._checked(row)

    def _pages(self, query: str) -> Iterator[Solutions]:
        if _ONE_ROW.match(query):
            yield self.store.select(query)
            return
        first = self.store.select(f"{query}\nLIMIT {self.page}")
        is_short = len(first) < self.page and not first.truncated
        if is_short and (not first.rows or self._ends_after(query, len(first))):
            yield first
            return
        del first
        yield from self.store.pages(query, _selected(query), size=self.page)

    def _ends_after(self, query: str, number: int) -> bool:
        """Whether there are no more rows: an endpoint may have a limit, and not say so."""
        return not self.store.select(f"{query}\nLIMIT 1 OFFSET {number}").rows

    def _checked(self, row: tuple[ox.Triple | Term | None, ...]) -> Row:
        for term in row:
            if isinstance(term, ox.Triple):
                raise EndpointError(
                    f"a triple within a triple cannot be checked: {term}",
                    at=Location(self.store.url),
                    hint="SHACL is defined for RDF 1.1; give the inner triple an IRI",
                )
        return cast("Row", row)

    def triples(self) -> Triples:
        """Nothing: they would have to be downloaded.

        :raises ShapesError: always.
        """
        raise ShapesError(
            "pySHACL would have to download all of the endpoint's data",
            at=Location(self.store.url),
            hint="leave the engine to be “auto”, or download the data and validate the file",
        )


def _selected(query: str) -> list[str]:
    """The names of the variables that a query of ours returns.

    >>> _selected("SELECT DISTINCT ?this ?value3 WHERE { ?this ?p ?value3 }")
    ['this', 'value3']
    """
    head = _HEAD.match(query)
    if head is None:
        raise AssertionError(f"cannot be asked in pages: {query}")
    return [name.removeprefix("?") for name in head[1].split()]
