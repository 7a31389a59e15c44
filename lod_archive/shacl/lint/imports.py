"""``owl:imports`` that lead out of the files given; nothing is ever fetched.

https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.shacl.lint.findings import Advice, section
from lod_archive.shacl.names import closest, shown
from lod_archive.vocab.namespaces import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.shapes import Shapes


def missing_imports(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each import that is neither one of the files nor described in them."""
    given = {Path(text.path).resolve().as_uri() for text in shapes.texts}
    for node in shapes.index.subjects():
        if OWL.Ontology in shapes.index.iris(node, RDF.type) and isinstance(node, ox.NamedNode):
            given |= {node.value, *shapes.index.iris(node, OWL.versionIRI)}
    known = {iri.rstrip("#") for iri in given}
    for node in shapes.index.subjects():
        for value in shapes.index.all(node, OWL.imports):
            iri = value.value
            if iri.rstrip("#") not in known and not shapes.index.is_described(value):
                yield Advice(
                    "import",
                    f"the shapes import {shown(value, shapes.prefixes)}, which is not among the "
                    "files given, so it plays no part",
                    at=shapes.locate(node, iri),
                    hint=closest(iri, given, shapes.prefixes) or "give its file too",
                    spec=section("shapes-graph"),
                )
