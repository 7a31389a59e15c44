"""What the records of a view lead to, asked once for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.view import Linked, nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

_OF_ARCHIVES: Final = ("", "p", "ps", "pq")
_MOST: Final = 20_000
"""How many things are remembered; then all are forgotten."""


class LinkedNodes:
    """Remembers what a profile's second query says of things, up to a number of them."""

    def __init__(self, profile: Profile, source: Source) -> None:
        self._profile = profile
        self._source = source
        self._asked: set[str] = set()
        self._nodes = Linked()

    def of(self, triples: Iterable[ox.Triple]) -> Linked:
        """What is said of the things that the triples lead to, among more."""
        if self._profile.linked is None:
            return self._nodes
        base = self._source.prologue.base or ""
        objects = (triple.object for triple in triples)
        found = dict.fromkeys(each.value for each in objects if isinstance(each, ox.NamedNode))
        wanted = [iri for iri in found if iri.startswith(base)]
        if len(self._asked) + len(wanted) > _MOST:
            self._asked, self._nodes = set(), Linked()
        new = [iri for iri in wanted if iri not in self._asked]
        query = self._profile.of_linked(" ".join(f"<{iri}>" for iri in new))
        if new and query:
            nodes_of(construct(self._source, query), self._nodes)
            self._asked.update(new)
        return self._nodes


def select(source: Source, query: str, prefixes: Mapping[str, str]) -> Iterable[ox.QuerySolution]:
    """The rows of a query of the framework's own."""
    rows = source.store.query(query, prefixes=prefixes)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 it is a SELECT
    return rows


def construct(source: Source, query: str) -> Iterable[ox.Triple]:
    """The answer to a profile's query; it knows the archive's own prefixes."""
    prologue = source.prologue
    own = {each: prologue.prefixes[each] for each in _OF_ARCHIVES if each in prologue.prefixes}
    triples = source.store.query(query, prefixes=own, base=prologue.base)
    assert isinstance(triples, ox.QueryTriples)  # noqa: S101 it is a CONSTRUCT
    return triples
