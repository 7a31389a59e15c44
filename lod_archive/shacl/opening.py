"""Data wherever it is, opened as the data graph."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeGuard, cast, runtime_checkable

import pyoxigraph as ox

from lod_archive.archive import SETTINGS_FILE
from lod_archive.errors import ArchiveError, Location, ShapesError, SourceError
from lod_archive.shacl.constraints.sparql import SHAPES_GRAPH, asks_shapes_graph, has_queries
from lod_archive.shacl.data_graph import DataGraph, StoreGraph
from lod_archive.shacl.loading import load
from lod_archive.shacl.rdf_files import rdf_files
from lod_archive.shacl.remote_graph import RemoteGraph
from lod_archive.shacl.triples import Data, File, HasNQuads, Triples, triples_of
from lod_archive.store import EmbeddedStore, RemoteStore
from lod_archive.store.embedded import is_store
from lod_archive.vocab.namespaces import RDFS

if TYPE_CHECKING:
    from lod_archive.shacl.shapes import Shapes

_WEB: Final = ("http://", "https://")


@runtime_checkable
class Assembles(Protocol):
    """Anything that makes its graphs when asked to: :class:`lod_archive.Archive`."""

    def assembled(self) -> AbstractContextManager[tuple[object, HasNQuads]]:
        """Its graphs, for as long as the context lasts, and what else it made."""


AnyData: TypeAlias = "Data | RemoteStore | Assembles"
"""Data here, or somewhere else.

A URL is that of a SPARQL endpoint; a folder is a store, a publication, or searched for files.
A :class:`~lod_archive.store.RemoteStore` is an endpoint asked with a patience of one's own.
"""


@contextmanager
def open_data(
    data: AnyData, shapes: Shapes, *, ontology: Data | None = None
) -> Iterator[DataGraph]:
    """The data where queries can run, for as long as the context lasts.

    In place if it is a store or behind an endpoint, else loaded into memory: into one graph if
    there are queries in the shapes, which could tell that a triple is in several.

    :param shapes: put beside the data if queries in them ask for the shapes graph.
    :param ontology: of which only the hierarchy of classes and properties is added.
    :raises SourceError: if a file cannot be read, or is not RDF.
    :raises EndpointError: if an endpoint gives no answers to rely on.
    :raises PublicationError: if a store cannot be read.
    """
    if isinstance(data, Assembles):
        with data.assembled() as (_, dataset):
            yield _loaded(dataset, shapes, ontology)
    elif isinstance(data, RemoteStore):
        yield _remote(data, ontology)
    elif isinstance(data, str) and data.startswith(_WEB):
        with RemoteStore.open(data) as store:
            yield _remote(store, ontology)
    elif isinstance(data, str | os.PathLike) and is_store(Path(data)):
        with closing(EmbeddedStore.open(Path(data))) as kept:
            yield _loaded(kept.oxigraph, shapes, ontology)
    else:
        yield _loaded(local_data(data), shapes, ontology)


def is_elsewhere(data: AnyData) -> TypeGuard[RemoteStore | Assembles]:
    """Whether the triples would have to be fetched or made: those of an endpoint or an archive."""
    return isinstance(data, Assembles | RemoteStore) or (
        isinstance(data, str) and data.startswith(_WEB)
    )


def local_data(data: Data, *, blame: type[ArchiveError] = SourceError) -> Data:
    """The data, with files for folders; it can be read again and again.

    :param blame: the error to raise.
    :raises SourceError: (as ``blame``) if a folder has no file of RDF, or a path leads to
        something else.
    """
    if isinstance(data, str | os.PathLike):
        return _files([data], blame)
    if isinstance(data, HasNQuads | ox.Store | ox.Dataset) or hasattr(data, "triples"):
        return data
    items = tuple(data)
    paths = [item for item in items if isinstance(item, str | os.PathLike)]
    return _files(paths, blame) if paths else cast("Data", items)


def _files(paths: list[File], blame: type[ArchiveError]) -> list[str]:
    for path in (os.fspath(each) for each in paths):
        if path.startswith(_WEB) or is_store(path):
            what = "an endpoint" if path.startswith(_WEB) else "a store"
            raise blame(
                f"this is {what}, which can only be validated where it is",
                at=Location(path),
                hint="give it as the data, and nothing else; shapes are files",
            )
        if (Path(path) / SETTINGS_FILE).is_file():
            raise blame(
                "this is an archive: its records are not RDF yet",
                at=Location(path),
                hint="Archive.open(path).validate() uses the archive's own shapes; for others, "
                "give Archive.open(path) instead of the path",
            )
    return rdf_files(paths, blame=blame)


def _remote(store: RemoteStore, ontology: Data | None) -> RemoteGraph:
    if ontology is not None:
        raise ShapesError(
            "an ontology cannot be put beside the data of an endpoint",
            at=Location(store.url),
            hint="load it into the endpoint, into one of the graphs that are validated",
        )
    return RemoteGraph.examined(store)


def _loaded(data: Data, shapes: Shapes, ontology: Data | None) -> StoreGraph:
    asks, in_one_graph = asks_shapes_graph(shapes), has_queries(shapes)
    if isinstance(data, ox.Store) and ontology is None and not asks:
        graph = StoreGraph(data)
        if not in_one_graph:
            return graph
        if not graph.repeats():
            return replace(graph, may_repeat=False)
    triples = triples_of(data)
    if ontology is not None:
        triples += _hierarchy(triples_of(local_data(ontology)))
    name = ox.NamedNode(SHAPES_GRAPH)
    named = shapes.triples if asks else ()
    quads = [ox.Quad(t.subject, t.predicate, t.object, name) for t in named]
    return load(triples, in_one_graph=in_one_graph, beside=quads)


def _hierarchy(ontology: Triples) -> Triples:
    """Without blank nodes, whose labels may be those of other nodes in the data."""
    kept = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
    return Triples(
        (
            tuple(
                triple
                for triple in ontology
                if triple.predicate.value in kept
                and isinstance(triple.subject, ox.NamedNode)
                and isinstance(triple.object, ox.NamedNode)
            ),
        )
    )
