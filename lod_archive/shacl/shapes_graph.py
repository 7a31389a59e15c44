"""The shapes that data name themselves: https://www.w3.org/TR/shacl/#sh-shapes-graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.opening import is_elsewhere, local_data
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.triples import HasNQuads, RdfFile, Triples, triples_of
from lod_archive.store.embedded import is_store
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from lod_archive.shacl.opening import AnyData
    from lod_archive.shacl.triples import Data

_SPEC: Final = "https://www.w3.org/TR/shacl/#sh-shapes-graph"


def read_shapes(data: AnyData, shapes: Data | Shapes | None) -> tuple[AnyData, Shapes]:
    """The data, which can be read again, and the shapes: those given or, if None, those it names.

    :raises ShapesError: if there are none, or a file of them is not RDF.
    """
    if isinstance(shapes, Shapes):
        return data, shapes
    if shapes is not None:
        return data, Shapes.read(local_data(shapes, blame=ShapesError))
    if is_elsewhere(data) or (isinstance(data, str | os.PathLike) and is_store(Path(data))):
        raise ShapesError("no shapes are given", hint="give a file or a folder of shapes")
    again = local_data(cast("Data", data))
    return again, named_shapes(again)


def named_shapes(data: Data) -> Shapes:
    """The shapes graphs that the data names with ``sh:shapesGraph``, taken together.

    A name is that of a graph in the data, or of a file given, or of one beside it: an IRI
    relative to a file of data is a path relative to it. Nothing is fetched.

    :param data: what can be read again and again.
    :raises ShapesError: if none is named, or one is neither.
    """
    names = {t.object for t in triples_of(data) if t.predicate.value == SH.shapesGraph}
    if not names:
        raise ShapesError(
            "no shapes are given, and the data names none",
            hint="give shapes, or name their graph in the data with sh:shapesGraph",
            spec=_SPEC,
        )
    files = [file for file in map(_path, names) if file and _is_at_hand(file, data)]
    named = [quad for quad in _quads(data) if quad.graph_name in names]
    found = {str(quad.graph_name) for quad in named}
    found |= {f"<{Path(file).resolve().as_uri()}>" for file in files}
    missing = sorted({str(name) for name in names} - found)
    if missing:
        raise ShapesError(
            f"the data names a shapes graph that is not at hand: {missing[0]}",
            hint="give the shapes; nothing is fetched, and of files only those beside the data "
            "are read",
            spec=_SPEC,
        )
    if not named:
        return Shapes.read(files)
    graphs = Triples((tuple(quad.triple for quad in named),))
    return Shapes(triples_of(files, blame=ShapesError) + graphs)


def _path(name: object) -> str | None:
    parts = urlsplit(name.value) if isinstance(name, ox.NamedNode) else urlsplit("")
    is_local = parts.scheme == "file" and parts.netloc in ("", "localhost") and not parts.query
    return url2pathname(parts.path) if is_local else None


def _is_at_hand(file: str, data: Data) -> bool:
    folders = {Path(each).resolve().parent for each in _files(data)}
    return Path(file).resolve().parent in folders and Path(file).is_file()


def _files(data: Data) -> list[str]:
    if isinstance(data, str | os.PathLike):
        return [os.fspath(data)]
    if isinstance(data, list | tuple):
        return [os.fspath(each) for each in data if isinstance(each, str | os.PathLike)]
    return []


def _quads(data: Data) -> Iterator[ox.Quad]:
    """The quads of the data, as far as it has graphs."""
    files = [os.fspath(data.nquads)] if isinstance(data, HasNQuads) else _files(data)
    for file in files:
        yield from RdfFile(file).quads()
    rdflib = sys.modules.get("rdflib")
    if rdflib and isinstance(data, rdflib.Dataset):
        yield from _of_rdflib(data)
    elif not files and isinstance(data, Iterable):
        yield from (quad for quad in data if isinstance(quad, ox.Quad))


def _of_rdflib(data: object) -> Iterator[ox.Quad]:
    from lod_archive.shacl.rdflib_bridge import from_rdflib  # noqa: PLC0415 it imports rdflib

    for graph in data.graphs():  # type: ignore[attr-defined]
        name = ox.NamedNode(str(graph.identifier)) if ":" in graph.identifier else None
        for triple in from_rdflib(graph) if name else ():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)
