"""Which nodes the shapes look at: counted, so that a shape that looks at none is noticed.

https://www.w3.org/TR/shacl/#targets
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.index import Resource, Term, object_of, subject_of
from lod_archive.shacl.names import closest, shown
from lod_archive.shacl.shapes import Shapes, Target
from lod_archive.shacl.triples import Data, Triples, triples_of
from lod_archive.vocab.namespaces import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def check_targets(
    data: Data, shapes: Data | Shapes, *, empty_classes: Collection[str] = ()
) -> list[ShapesError]:
    """A complaint for each target that selects no node of the data.

    To SHACL a misspelt class is a class without instances, and every shape for it holds. An
    instance of a subclass counts; so does a node that several targets select.

    :param empty_classes: IRIs of classes, or of properties that a target names, which the data
        on purpose has none of.

    >>> import rdflib
    >>> text = "@prefix ex: <http://a.example/> . "
    >>> shapes = rdflib.Graph().parse(data=text +
    ...     "ex:S <http://www.w3.org/ns/shacl#targetClass> ex:Evnt .")
    >>> data = rdflib.Graph().parse(data=text + "ex:strike a ex:Event .")
    >>> print(*check_targets(data, shapes))
    <http://a.example/S> checks nothing: there is no instance of <http://a.example/Evnt>
      Hint: did you mean <http://a.example/Event>?
      See: https://www.w3.org/TR/shacl/#targets
    """
    read = Shapes.read(shapes)
    return vacuous_targets(Census(triples_of(data), read), read, empty_classes)


class Census:
    """The nodes that shapes select, from one pass over the data."""

    def __init__(self, data: Triples, shapes: Shapes) -> None:
        self._instances: dict[str, set[Term]] = defaultdict(set)
        self._subclasses: dict[str, set[str]] = defaultdict(set)
        self._subjects: dict[str, set[Term]] = {}
        self._objects: dict[str, set[Term]] = {}
        self._named: dict[Term, bool] = {}
        self.predicates: Final[set[str]] = set()
        self.active: Final = tuple(s for s in shapes.all if not shapes.is_deactivated(s))
        self.targets: Final = tuple(t for shape in self.active for t in shapes.targets(shape))
        for target in self.targets:
            self._prepare(target)
        self._read(data)

    def _prepare(self, target: Target) -> None:
        if target.kind == SH.targetNode:
            self._named[target.value] = isinstance(target.value, ox.Literal)
        elif isinstance(target.value, ox.NamedNode):
            nodes = {SH.targetSubjectsOf: self._subjects, SH.targetObjectsOf: self._objects}
            nodes.get(target.kind, {}).setdefault(target.value.value, set())

    def _read(self, data: Triples) -> None:
        for triple in data:
            subject, predicate, value = (
                subject_of(triple),
                triple.predicate.value,
                object_of(triple),
            )
            self.predicates.add(predicate)
            if predicate == RDF.type and isinstance(value, ox.NamedNode):
                self._instances[value.value].add(subject)
            elif predicate == RDFS.subClassOf and not isinstance(value, ox.Literal):
                self._subclasses[value.value].add(subject.value)
            if predicate in self._subjects:
                self._subjects[predicate].add(subject)
            if predicate in self._objects:
                self._objects[predicate].add(value)
            for node in (subject, value) if self._named else ():
                if node in self._named:
                    self._named[node] = True

    @property
    def classes(self) -> Collection[str]:
        """The classes that something is an instance of."""
        return self._instances.keys()

    def focus_nodes(self, target: Target) -> frozenset[Term]:
        """The nodes that a target selects; for ``sh:targetNode``, only if the data has it."""
        if target.kind == SH.targetNode:
            return frozenset({target.value} if self._named[target.value] else ())
        if not isinstance(target.value, ox.NamedNode):
            return frozenset()
        if target.kind == SH.targetSubjectsOf:
            return frozenset(self._subjects[target.value.value])
        if target.kind == SH.targetObjectsOf:
            return frozenset(self._objects[target.value.value])
        classes = self._with_subclasses(target.value.value)
        return frozenset().union(*(self._instances.get(iri, ()) for iri in classes))

    def _with_subclasses(self, iri: str) -> set[str]:
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            if (known := waiting.pop()) not in found:
                found.add(known)
                waiting.extend(self._subclasses.get(known, ()))
        return found

    def counts(self) -> dict[str, int]:
        """How many focus nodes each shape with a target has, by its IRI."""
        nodes: dict[str, set[Term]] = {}
        for target in self.targets:
            shape = target.shape
            name = shape.value if isinstance(shape, ox.NamedNode) else str(shape)
            nodes.setdefault(name, set()).update(self.focus_nodes(target))
        return {name: len(nodes[name]) for name in sorted(nodes)}


def vacuous_targets(
    census: Census, shapes: Shapes, empty_classes: Collection[str] = ()
) -> list[ShapesError]:
    """A complaint for each target that selects nothing and was not declared empty."""
    return [
        _complaint(census, shapes, target)
        for target in census.targets
        if not census.focus_nodes(target)
        and not (isinstance(target.value, ox.NamedNode) and target.value.value in empty_classes)
    ]


def _complaint(census: Census, shapes: Shapes, target: Target) -> ShapesError:
    value = shown(target.value, shapes.prefixes)
    iri = target.value.value if isinstance(target.value, ox.NamedNode) else ""
    what, known = {
        SH.targetClass: (f"there is no instance of {value}", census.classes),
        SH.targetNode: (f"the data does not mention {value}", ()),
        SH.targetSubjectsOf: (f"nothing has the property {value}", census.predicates),
        SH.targetObjectsOf: (f"nothing has the property {value}", census.predicates),
    }[target.kind]
    at = shapes.locate(target.shape, iri or target.kind)
    return ShapesError(
        f"{shapes.name(target.shape)} checks nothing: {what}",
        at=at,
        hint=closest(iri, known, shapes.prefixes) or _HINT,
        spec="https://www.w3.org/TR/shacl/#targets",
    )


def shapes_without_target(shapes: Shapes) -> Iterator[Resource]:
    """Shapes that nothing leads to: no target, and no shape with one refers to them."""
    alive: set[Resource] = set()
    for shape in shapes.all:
        if shapes.targets(shape) or shapes.is_deactivated(shape) or _has_custom(shapes, shape):
            alive.add(shape)
            alive.update(shapes.reachable(shape))
    lost = [shape for shape in shapes.all if shape not in alive]
    while lost:
        referred = {node for shape in lost for node in shapes.references(shape) if node != shape}
        root = next((shape for shape in lost if shape not in referred), lost[0])
        yield root
        lost = [s for s in lost if s != root and s not in shapes.reachable(root)]


def _has_custom(shapes: Shapes, shape: Resource) -> bool:
    """Whether the shape has a target of SHACL-AF, or belongs to a component or another node.

    A parameter of a constraint component looks like a property shape, and a shape may be the
    value of a parameter that only that component knows.
    """
    if shapes.index.all(shape, SH.target):
        return True
    known = set(shapes.custom_parameters) | {SH.parameter}
    return any(
        shape in shapes.index.all(other, predicate)
        for other in shapes.index.referrers(shape)
        for predicate in known
    )


_HINT: Final = "correct the name, or declare it under empty_classes if there is none on purpose"
