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
        query = (
            f"SELECT DISTINCT ?sub WHERE {{ ?sub {short(RDFS.subClassOf, {})}+ {short(iri, {})} }}"
        )
        rows = [row[0] for row in graph.rows(query)]
        names = [term.value for term in rows if isinstance(term, ox.NamedNode)]
        if len(names) == len(rows) <= _MOST:
            found[iri] = (iri, *sorted(set(names) - {iri}))
    return found


def _classes(shapes: Shapes) -> set[str]:
    named = {iri for shape in shapes.all for iri in shapes.index.iris(shape, SH["class"])}
    targets = (target for shape in shapes.all for target in shapes.targets(shape))
    return named | {
        target.value.value
        for target in targets
        if target.kind == SH.targetClass and isinstance(target.value, ox.NamedNode)
    }
