"""How much of the data the shapes look at: a shape that sees nothing checks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.names import shown
from lod_archive.shacl.opening import open_data
from lod_archive.shacl.shapes_graph import read_shapes
from lod_archive.shacl.targets import Census, vacuous_targets
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lod_archive.errors import Location
    from lod_archive.shacl.opening import AnyData
    from lod_archive.shacl.shapes import Shapes, Target
    from lod_archive.shacl.triples import Data


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one shape with a target sees of the data.

    :param shape: its IRI; its label, if it is a blank node.
    :param name: how it is called in messages.
    :param targets: as they are declared: ``class schema:Event``.
    :param nodes: how many focus nodes it has.
    :param is_declared: whether it was said that it has none on purpose.
    :param hint: what may be wrong, if it has none and that was not said.
    :param at: the place of the shape.
    """

    shape: str
    name: str
    targets: tuple[str, ...]
    nodes: int
    is_declared: bool
    hint: str | None
    at: Location | None

    @property
    def is_idle(self) -> bool:
        """Whether it sees nothing, and nobody said that this is on purpose."""
        return not self.nodes and not self.is_declared


def coverage(
    data: AnyData, shapes: Data | Shapes | None = None, *, empty_classes: Collection[str] = ()
) -> list[Coverage]:
    """How many focus nodes each shape with a target has, the idle ones first.

    :param shapes: those that the data names with ``sh:shapesGraph``, if None.
    :param empty_classes: IRIs of classes, or of properties that a target names, which the data
        on purpose has none of.
    :raises ArchiveError: if data or shapes cannot be read.

    >>> import rdflib
    >>> text = "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    >>> for each in coverage(
    ...     rdflib.Graph().parse(data=text + "ex:strike a ex:Event ."),
    ...     rdflib.Graph().parse(data=text + "ex:S sh:targetClass ex:Event . "
    ...                                      "ex:T sh:targetClass ex:Evnt .")):
    ...     print(each.shape, each.nodes, each.hint)
    http://a.example/T 0 did you mean <http://a.example/Event>?
    http://a.example/S 1 None
    """
    again, read = read_shapes(data, shapes)
    with open_data(again, read) as graph:
        census = Census(graph, read, read_hierarchy(graph, read))
        found = list(_covered(census, read, empty_classes))
    return sorted(found, key=lambda each: (not each.is_idle, -each.nodes, each.shape))


def _covered(census: Census, shapes: Shapes, empty_classes: Collection[str]) -> Iterator[Coverage]:
    complaints = vacuous_targets(census, shapes, empty_classes)
    by_shape: dict[str, list[Target]] = {}
    for target in census.targets:
        node = target.shape
        key = node.value if isinstance(node, ox.NamedNode) else str(node)
        by_shape.setdefault(key, []).append(target)
    for key, targets in by_shape.items():
        name = shapes.name(targets[0].shape)
        nodes = census.counts[key]
        is_declared = not nodes and all(t.value.value in empty_classes for t in targets)
        about = f"{name} checks nothing: "
        hints = [each.hint for each in complaints if each.message.startswith(about)]
        is_idle = not nodes and not is_declared
        yield Coverage(
            key,
            name,
            tuple(_shown(target, shapes) for target in targets),
            nodes,
            is_declared,
            hints[0] if hints and is_idle else None,
            shapes.locate(targets[0].shape),
        )


def _shown(target: Target, shapes: Shapes) -> str:
    kind = target.kind.removeprefix(SH).removeprefix("target")
    words = {"SubjectsOf": "subjects of", "ObjectsOf": "objects of"}
    return f"{words.get(kind, kind.lower())} {shown(target.value, shapes.prefixes)}"
