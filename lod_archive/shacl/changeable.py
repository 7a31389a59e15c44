"""A copy of the data that can be changed, statement by statement or graph by graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeAlias, cast

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.as_written import AsWritten
from lod_archive.shacl.data_graph import StoreGraph
from lod_archive.shacl.index import Resource, Term, object_of
from lod_archive.shacl.loading import load
from lod_archive.shacl.opening import Assembles, is_elsewhere, local_data
from lod_archive.shacl.paths import Alternative, Inverse, Predicate, Repeat, Sequence
from lod_archive.shacl.triples import RdfFile, Triples, triples_of
from lod_archive.store import EmbeddedStore
from lod_archive.store.embedded import is_store

if TYPE_CHECKING:
    from collections.abc import Collection

    from lod_archive.shacl.opening import AnyData
    from lod_archive.shacl.paths import Path as PropertyPath
    from lod_archive.shacl.triples import Data

Statement: TypeAlias = ox.Quad | ox.Triple
Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_DEFAULT: Final = ox.DefaultGraph()
MARK: Final = "urn:x-lod-archive:marked"
"""The subject, property and graph of the triples that mark nodes, which are their objects: there
no constraint of SHACL Core looks, and blank nodes and literals can stand.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does to a store, and to the union of its graphs.

    :param removed: quads that the store has.
    :param added: quads that it has not.
    :param triples: those that the union of graphs loses or gains.
    """

    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]
    triples: frozenset[ox.Triple]


class Changeable:
    """The data in a store of its own, each triple in the graph where its source has it."""

    def __init__(self, store: ox.Store, codec: AsWritten) -> None:
        self._store = store
        self._codec = codec
        self.graph: Final = StoreGraph(store, codec, Triples((_AsWritten(self),)))

    @classmethod
    def copy_of(cls, data: AnyData) -> Self:
        """A copy of the data.

        :raises ShapesError: if it is behind an endpoint.
        :raises SourceError: if a file cannot be read, or is not RDF.
        """
        if isinstance(data, Assembles):
            with data.assembled() as (_, dataset):
                return cls._loaded(dataset)
        if is_elsewhere(data):
            raise ShapesError(
                "the data of an endpoint is not followed through its changes",
                hint="load its dump, or validate the endpoint as a whole",
            )
        if isinstance(data, str | os.PathLike) and is_store(Path(data)):
            with closing(EmbeddedStore.open(Path(data))) as kept:
                return cls._loaded(kept.oxigraph)
        return cls._loaded(local_data(cast("Data", data)))

    @classmethod
    def _loaded(cls, data: Data) -> Self:
        codec, store = AsWritten(), ox.Store()
        for source in triples_of(data).sources:
            loaded = load(Triples((source,))) if isinstance(source, RdfFile) else None
            if loaded is None or _has_lost_graphs(source, loaded.store):
                names = _graph_names(data, source)
                store.bulk_extend(_encoded(source, names, codec))
                continue
            codec.has_kept |= loaded.codec.has_kept
            if len(store):
                store.bulk_extend(loaded.store)
            else:
                store = loaded.store
        return cls(store, codec)

    def change(self, removed: Iterable[Statement], added: Iterable[Statement]) -> Change:
        """What it means to remove statements, and then to add others.

        A triple is removed from every graph that has it, and a quad from its own; a triple is
        added to the default graph.
        """
        gone = {known for each in self._quads(removed) for known in self._known(*each)}
        new = {_quad(triple, graph) for triple, graph in self._quads(added)}
        to_add = frozenset(quad for quad in new if quad not in self._store)
        to_remove = frozenset(gone - new)
        touched = {quad.triple for quad in to_remove | to_add}
        return Change(
            to_remove,
            to_add,
            frozenset(t for t in touched if self._is_changed(t, to_remove, to_add)),
        )

    def apply(self, change: Change) -> None:
        """Make the change."""
        for quad in change.removed:
            self._store.remove(quad)
        self._store.extend(change.added)

    def statements(self, graph: Graph) -> Iterator[ox.Quad]:
        """What one graph says, as written."""
        quads = self._store.quads_for_pattern(None, None, None, graph)
        return (_quad(self._decoded(quad), graph) for quad in quads)

    def triples(self) -> Iterator[ox.Triple]:
        """All triples, as written; those of several graphs several times."""
        return map(self._decoded, self._store)

    @contextmanager
    def marked(self, nodes: Iterable[Term]) -> Iterator[None]:
        """Where queries can tell these nodes, which are called as in the store, from others."""
        mark = ox.NamedNode(MARK)
        self._store.extend(ox.Quad(mark, mark, node, mark) for node in nodes)
        try:
            yield
        finally:
            self._store.remove_graph(mark)

    def reached(self, nodes: Collection[Term], path: PropertyPath) -> set[Term]:
        """The nodes that a path leads to from these, all of them called as in the store.

        :param path: in which only single properties are inverse.
        """
        match path:
            case Predicate(iri):
                return set(self._objects(nodes, ox.NamedNode(iri)))
            case Inverse(Predicate(iri)):
                return set(self._subjects(nodes, ox.NamedNode(iri)))
            case Sequence(steps):
                for step in steps:
                    nodes = self.reached(nodes, step)
                return set(nodes)
            case Alternative(choices):
                return {node for choice in choices for node in self.reached(nodes, choice)}
            case Repeat(inner, times):
                start = self.reached(nodes, inner) if times == "+" else set(nodes)
                if times == "?":
                    return start | self.reached(nodes, inner)
                return self._closure(start, inner)
        raise ValueError(f"{path} has a path that is inverse")

    def _closure(self, nodes: set[Term], path: PropertyPath) -> set[Term]:
        found, waiting = set(nodes), nodes
        while waiting:
            waiting = self.reached(waiting, path) - found
            found |= waiting
        return found

    def _objects(self, nodes: Iterable[Term], predicate: ox.NamedNode) -> Iterator[Term]:
        for node in nodes:
            if not isinstance(node, ox.Literal):
                for quad in self._store.quads_for_pattern(node, predicate, None):
                    yield object_of(quad.triple)

    def _subjects(self, nodes: Iterable[Term], predicate: ox.NamedNode) -> Iterator[Term]:
        for node in nodes:
            for quad in self._store.quads_for_pattern(None, predicate, node):
                yield cast("Resource", quad.subject)

    def _quads(self, statements: Iterable[Statement]) -> Iterator[tuple[ox.Triple, Graph | None]]:
        """The triples as the store has them, and their graphs where these are said."""
        items = tuple(statements)
        for item, triple in zip(items, triples_of(items), strict=True):
            value = self._codec.encode(object_of(triple))
            encoded = ox.Triple(triple.subject, triple.predicate, value)
            yield encoded, item.graph_name if isinstance(item, ox.Quad) else None

    def _known(self, triple: ox.Triple, graph: Graph | None) -> Iterator[ox.Quad]:
        subject = cast("Resource", triple.subject)
        return self._store.quads_for_pattern(subject, triple.predicate, triple.object, graph)

    def _is_changed(
        self, triple: ox.Triple, removed: frozenset[ox.Quad], added: frozenset[ox.Quad]
    ) -> bool:
        before = set(self._known(triple, None))
        is_there = bool(before - removed) or any(quad.triple == triple for quad in added)
        return bool(before) != is_there

    def _decoded(self, quad: ox.Quad) -> ox.Triple:
        value = self._codec.decode(object_of(quad.triple))
        return ox.Triple(quad.subject, quad.predicate, value)


@dataclass(frozen=True, slots=True)
class _AsWritten:
    data: Changeable

    def __iter__(self) -> Iterator[ox.Triple]:
        return self.data.triples()


def _quad(triple: ox.Triple, graph: Graph | None) -> ox.Quad:
    name = graph if graph is not None else _DEFAULT
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _encoded(
    triples: Iterable[ox.Triple], names: Iterable[Graph], codec: AsWritten
) -> Iterator[ox.Quad]:
    for triple, name in zip(triples, names, strict=False):
        value = codec.encode(object_of(triple))
        yield ox.Quad(triple.subject, triple.predicate, value, name)


def _has_lost_graphs(source: object, store: ox.Store) -> bool:
    """Whether a file has named graphs, and was loaded without them for its blank nodes' sake."""
    if not isinstance(source, RdfFile) or not source.format.supports_datasets:
        return False
    is_kept = next(store.named_graphs(), None) is not None
    return not is_kept and any(quad.graph_name != _DEFAULT for quad in source.quads())


def _graph_names(data: Data, source: Iterable[ox.Triple]) -> Iterable[Graph]:
    """The graph of each triple of a source of data, in the same order."""
    if isinstance(source, RdfFile):
        return (quad.graph_name for quad in source.quads())
    rdflib = sys.modules.get("rdflib")
    if rdflib and isinstance(data, rdflib.Dataset):
        from lod_archive.shacl.rdflib_bridge import from_rdflib_term  # noqa: PLC0415 imports rdflib

        names = (name for *_, name in data.quads())
        return (_DEFAULT if n is None else cast("Graph", from_rdflib_term(n)) for n in names)
    if rdflib and isinstance(data, rdflib.Graph):
        return repeat(_DEFAULT)
    statements = cast("Iterable[Statement]", data)
    return (each.graph_name if isinstance(each, ox.Quad) else _DEFAULT for each in statements)
