"""What the shapes of an archive ask of its records, for a page.

See https://www.w3.org/TR/shacl/#shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lod_archive.query.labels import Text
from lod_archive.shacl import Shapes
from lod_archive.shacl.index import Resource
from lod_archive.shacl.paths import read_path, sparql
from lod_archive.shacl.shapes import TARGETS
from lod_archive.vocab.namespaces import PREFIXES, RDFS, SH

_NAMES: Final = (SH.name, RDFS.label)


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape, or a constraint in SPARQL.

    :param path: what it is about, as a path of SPARQL; empty for a node shape.
    :param targets: the IRIs of what it is for.
    :param parts: the IRIs of the rules that belong to it.
    """

    iri: str
    names: Sequence[Text]
    path: str
    severity: str
    messages: Sequence[Text]
    targets: Sequence[str]
    parts: Sequence[str]

    @property
    def short(self) -> str:
        """The end of its IRI."""
        return self.iri.rpartition("#")[2].rpartition("/")[2]


def read_rules(file: Path) -> list[Rule]:
    """The shapes and constraints in a file of RDF that have an IRI, in its order."""
    shapes = Shapes.read(file)
    constraints = [each for shape in shapes.all for each in shapes.index.all(shape, SH.sparql)]
    return [
        _rule(shapes, shape)
        for shape in dict.fromkeys((*shapes.all, *constraints))
        if isinstance(shape, ox.NamedNode) and [*shapes.index.predicates(shape)]
    ]


def _rule(shapes: Shapes, shape: ox.NamedNode) -> Rule:
    def iris(*predicates: str) -> list[str]:
        return [iri for each in predicates for iri in shapes.index.iris(shape, each)]

    severity = next(iter(iris(SH.severity)), SH.Violation)
    return Rule(
        shape.value,
        _texts(shapes, shape, *_NAMES),
        _path(shapes, shape),
        severity.removeprefix(SH).lower(),
        _texts(shapes, shape, SH.message),
        iris(*TARGETS),
        iris(SH.property, SH.sparql),
    )


def _path(shapes: Shapes, shape: Resource) -> str:
    for node in shapes.index.all(shape, SH.path):
        path = read_path(shapes.index, node)
        return sparql(path, PREFIXES) if path else ""
    return "SPARQL" if shapes.index.all(shape, SH.select) else ""


def _texts(shapes: Shapes, shape: Resource, *predicates: str) -> list[Text]:
    found = (each for predicate in predicates for each in shapes.index.all(shape, predicate))
    return [Text.of(each) for each in found if isinstance(each, ox.Literal)]
