"""Which classes have which subclasses, asked once and written into every query.

https://www.w3.org/TR/shacl/#dfn-shacl-subclass
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.names import short
from lod_archive.vocab.namespaces import RDFS, SH

if TYPE_CHECKING:
    from lod_archive.shacl.constraints.writer import Hierarchy
    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.shapes import Shapes

_MOST: Final = 500
"""How many subclasses a query names; of a class that has more, it asks for them itself."""


def read_hierarchy(graph: DataGraph, shapes: Shapes) -> Hierarchy:
    """The classes that the shapes name, each with itself and all its subclasses.

    A class is left out if one of its subclasses is a blank node, which no query can name.
    """
    found: Hierarchy = {}
    for iri in sorted(_classes(shapes)):
        if not graph.has_lateral:
            below = _subclasses(graph, iri)
            if below is not None and len(below) <= _MOST:
                found[iri] = (iri, *sorted(below - {iri}))
            continue
        query = (
            f"SELECT DISTINCT ?sub WHERE {{ ?sub {short(RDFS.subClassOf, {})}+ {short(iri, {})} }}"
        )
        rows = [row[0] for row in graph.rows(query)]
        names = [term.value for term in rows if isinstance(term, ox.NamedNode)]
        if len(names) == len(rows) <= _MOST:
            found[iri] = (iri, *sorted(set(names) - {iri}))
    return found


def _subclasses(graph: DataGraph, iri: str) -> set[str] | None:
    """The subclasses, asked for step by step; None if one is a blank node.

    Not every engine gets ``+`` right where classes are subclasses of each other.
    """
    names: set[str] = set()
    waiting = [iri]
    while waiting and len(names) <= _MOST:
        above = " ".join(short(each, {}) for each in waiting)
        pattern = f"VALUES ?class {{ {above} }} ?sub {short(RDFS.subClassOf, {})} ?class ."
        below = [row[0] for row in graph.rows(f"SELECT DISTINCT ?sub WHERE {{ {pattern} }}")]
        if not all(isinstance(term, ox.NamedNode) for term in below):
            return None
        new = {term.value for term in below if term is not None} - names
        names |= new
        waiting = sorted(new)
    return names


def _classes(shapes: Shapes) -> set[str]:
    named = {iri for shape in shapes.all for iri in shapes.index.iris(shape, SH["class"])}
    targets = (target for shape in shapes.all for target in shapes.targets(shape))
    return named | {
        target.value.value
        for target in targets
        if target.kind == SH.targetClass and isinstance(target.value, ox.NamedNode)
    }
