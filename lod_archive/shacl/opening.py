"""Data in whatever form it comes, opened as the data graph."""

from __future__ import annotations

import pyoxigraph as ox

from lod_archive.shacl.constraints.sparql import SHAPES_GRAPH, asks_shapes_graph
from lod_archive.shacl.data_graph import DataGraph, StoreGraph
from lod_archive.shacl.loading import load
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.triples import Data, Triples, triples_of
from lod_archive.vocab.namespaces import RDFS


def open_data(data: Data, shapes: Shapes, *, ontology: Data | None = None) -> DataGraph:
    """The data where queries can run: in place if it is a store, else loaded into memory.

    :param shapes: put beside the data if queries in them ask for the shapes graph.
    :param ontology: of which only the hierarchy of classes and properties is added.
    :raises SourceError: if a file cannot be read, or is not RDF.
    """
    if isinstance(data, ox.Store) and ontology is None and not asks_shapes_graph(shapes):
        return StoreGraph(data)
    triples = triples_of(data)
    if ontology is not None:
        triples += _hierarchy(triples_of(ontology))
    name = ox.NamedNode(SHAPES_GRAPH)
    named = shapes.triples if asks_shapes_graph(shapes) else ()
    return load(triples, shapes_graph=[ox.Quad(*triple, name) for triple in named])


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
