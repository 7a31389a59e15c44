"""Which nodes the shapes look at: counted, so that a shape that looks at none is noticed.

https://www.w3.org/TR/shacl/#targets
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.constraints.writer import Dialect, Hierarchy, Writer, text
from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.loading import load
from lod_archive.shacl.names import closest, short, shown
from lod_archive.shacl.parallel import in_threads, threads_for
from lod_archive.shacl.paths import Predicate
from lod_archive.shacl.selection import ALL, Selected
from lod_archive.shacl.shapes import Shapes, Target
from lod_archive.shacl.triples import Data, triples_of
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.index import Resource, Term


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
    read, graph = Shapes.read(shapes), load(triples_of(data))
    census = Census(graph, read, read_hierarchy(graph, read))
    return vacuous_targets(census, read, empty_classes)


def target_pattern(
    targets: Sequence[Target], node: str, w: Writer, *, must_exist: bool = False
) -> str:
    """The pattern that binds a variable to the nodes that targets select, perhaps repeatedly.

    :param must_exist: whether to leave out resources that the data does not mention.
    """
    return _union(_patterns(targets, node, w, must_exist=must_exist))


def target_patterns(
    targets: Sequence[Target], node: str, w: Writer, *, must_exist: bool = False
) -> list[str]:
    """The same as one pattern or, for a plain engine, as several that have no node in common.

    Virtuoso finds nothing if a ``FILTER(EXISTS { … })`` follows a UNION with VALUES in it.
    """
    if w.dialect.has_lateral or not targets:
        return [target_pattern(targets, node, w, must_exist=must_exist)]
    named = [target for target in targets if target.kind == SH.targetNode]
    others = [target for target in targets if target.kind != SH.targetNode]
    patterns = _patterns(named, node, w, must_exist=must_exist)
    if not others:
        return patterns
    iris = [w.iri(t.value.value) for t in named if isinstance(t.value, ox.NamedNode)]
    without = f" FILTER({node} NOT IN ({', '.join(iris)}))" if iris else ""
    for target in named:
        if isinstance(target.value, ox.Literal) and not must_exist:
            without += f" FILTER(!{w.same(node, target.value)})"
    return [_union(_patterns(others, node, w)) + without, *patterns]


def _patterns(
    targets: Sequence[Target], node: str, w: Writer, *, must_exist: bool = False
) -> list[str]:
    """One for each target; only one for all IRIs, and one for all literals."""
    patterns = [_one_target(target, node, w) for target in targets if target.kind != SH.targetNode]
    terms = [target.value for target in targets if target.kind == SH.targetNode]
    for kind in (ox.NamedNode, ox.Literal):
        named = [w.term(term) for term in terms if isinstance(term, kind)]
        pattern = f"VALUES {node} {{ {' '.join(filter(None, named))} }}"
        if named and must_exist and kind is ox.NamedNode:
            exists = f"EXISTS {{ {node} ?p ?o }} || EXISTS {{ ?s ?p {node} }}"
            pattern += f" FILTER({exists})"
        if named:
            patterns.append(pattern)
    return patterns


def _union(patterns: Sequence[str]) -> str:
    if len(patterns) == 1:
        return patterns[0]
    return " UNION ".join(f"{{ {pattern} }}" for pattern in patterns) or "FILTER(false)"


def _one_target(target: Target, node: str, w: Writer) -> str:
    iri = target.value.value
    if target.kind == SH.targetClass:
        return w.instances(node, iri)
    other, path = w.fresh("other"), Predicate(iri)
    if target.kind == SH.targetSubjectsOf:
        return w.step(node, path, other)
    return w.step(other, path, node)


class Census:
    """How many nodes the shapes select, asked of the data.

    :param selected: which of the shapes, and which of the nodes, are looked at.
    :param threads: how many questions are asked at once; as many as there are processors, if None.
    """

    def __init__(
        self,
        graph: DataGraph,
        shapes: Shapes,
        hierarchy: Hierarchy,
        selected: Selected = ALL,
        *,
        threads: int | None = None,
    ) -> None:
        self._graph = graph
        self._threads = threads_for(graph, threads)
        self._selected = selected
        self.dialect: Final = Dialect(graph.codec, hierarchy, has_lateral=graph.has_lateral)
        self.active: Final = tuple(s for s in shapes.all if not shapes.is_deactivated(s))
        roots = (shape for shape in self.active if selected.wants_root(shape))
        self.targets: Final = tuple(t for shape in roots for t in shapes.targets(shape))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many focus nodes each shape with a target has, by its IRI."""
        by_shape: dict[str, list[Target]] = {}
        for target in self.targets:
            by_shape.setdefault(_name(target.shape), []).append(target)

        def counted(name: str) -> Iterator[tuple[str, int]]:
            yield name, self._count(by_shape[name])

        threads = min(self._threads, len(by_shape))
        return dict(sorted(in_threads(counted, by_shape, threads)))

    def may_select(self, shape: Resource) -> bool:
        """Whether there may be focus nodes of a shape; not if its targets were counted as none."""
        return self.counts.get(_name(shape), 1) > 0

    def number_of(self, shape: Resource) -> int:
        """How many focus nodes a shape with a target has."""
        return self.counts[_name(shape)]

    def vacuous(self) -> tuple[Target, ...]:
        """The targets that select nothing; for ``sh:targetNode``, nothing that the data has."""
        alone = Counter(target.shape for target in self.targets)
        return tuple(
            target
            for target in self.targets
            if not self.counts[_name(target.shape)]
            or (alone[target.shape] > 1 and not self._count([target]))
        )

    def unseen(self) -> list[str]:
        """The focus nodes that were asked for, and that no target selects."""
        focus = sorted(self._selected.selection.focus)
        w = Writer(self.dialect)
        names = ", ".join(map(w.iri, focus))
        patterns = target_patterns(self.targets, "?found", w) if focus else []
        seen = {
            iri for each in patterns for iri in self._iris(f"{each} FILTER(?found IN ({names}))")
        }
        return [iri for iri in focus if iri not in seen]

    def neighbours(self, iri: str) -> list[str]:
        """Some of the resources of the data whose IRI begins as this one does, if they are here."""
        begin = iri[: len(iri) - len(re.split(r"[#/:]", iri)[-1])]
        if not self.dialect.has_lateral or not begin:
            return []
        condition = f"isIRI(?found) && STRSTARTS(STR(?found), {text(begin)})"
        pattern = (
            f"SELECT DISTINCT ?found WHERE {{ ?found ?p ?o FILTER({condition}) }} LIMIT {_SOME}"
        )
        return self._iris(f"{{ {pattern} }}")

    def mentions(self, iri: str) -> bool:
        """Whether the data has this resource anywhere."""
        name = Writer(self.dialect).iri(iri)
        pattern = f"{{ {name} ?p ?found }} UNION {{ ?found ?p {name} }}"
        rows = self._graph.rows(
            f"SELECT DISTINCT ?found WHERE {{ {{ SELECT ?found WHERE {{ {pattern} }} LIMIT 1 }} }}"
        )
        return next(rows, None) is not None

    def classes(self) -> list[str]:
        """The classes that something is an instance of."""
        return self._iris(f"?s {short(RDF.type, {})} ?found")

    def predicates(self) -> list[str]:
        """The properties that something has."""
        return self._iris("?s ?found ?o")

    def _iris(self, pattern: str) -> list[str]:
        rows = self._graph.rows(f"SELECT DISTINCT ?found WHERE {{ {pattern} }}")
        return [row[0].value for row in rows if isinstance(row[0], ox.NamedNode)]

    def _count(self, targets: list[Target]) -> int:
        literals: set[Term] = set()
        if not self.dialect.has_lateral:
            named = (target.value for target in targets if target.kind == SH.targetNode)
            literals = {value for value in named if isinstance(value, ox.Literal)}
            targets = [target for target in targets if target.value not in literals]
        w = Writer(self.dialect)
        patterns = target_patterns(targets, "?this", w, must_exist=True)
        wanted = self._selected.at("?this", w)
        return sum(self._count_one(wanted + pattern) for pattern in patterns) + len(literals)

    def _count_one(self, pattern: str) -> int:
        query = f"SELECT (COUNT(DISTINCT ?this) AS ?number) WHERE {{ {pattern} }}"
        ((number,),) = self._graph.rows(query)
        return int(number.value) if number is not None else 0


def _name(shape: Resource) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else str(shape)


def vacuous_targets(
    census: Census, shapes: Shapes, empty_classes: Collection[str] = ()
) -> list[ShapesError]:
    """A complaint for each target that selects nothing and was not declared empty."""
    return [
        _complaint(census, shapes, target)
        for target in census.vacuous()
        if not (isinstance(target.value, ox.NamedNode) and target.value.value in empty_classes)
    ]


def _complaint(census: Census, shapes: Shapes, target: Target) -> ShapesError:
    value = shown(target.value, shapes.prefixes)
    iri = target.value.value if isinstance(target.value, ox.NamedNode) else ""
    what, known = {
        SH.targetClass: (f"there is no instance of {value}", census.classes),
        SH.targetNode: (f"the data does not mention {value}", list),
        SH.targetSubjectsOf: (f"nothing has the property {value}", census.predicates),
        SH.targetObjectsOf: (f"nothing has the property {value}", census.predicates),
    }[target.kind]
    at = shapes.locate(target.shape, iri or target.kind)
    return ShapesError(
        f"{shapes.name(target.shape)} checks nothing: {what}",
        at=at,
        hint=closest(iri, known(), shapes.prefixes) or _HINT,
        spec=_SPEC,
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


def unseen_focus(census: Census, shapes: Shapes) -> list[ShapesError]:
    """A complaint for each focus node that was asked for, and that no shape looks at."""
    return [_unseen(census, shapes, iri) for iri in census.unseen()]


def _unseen(census: Census, shapes: Shapes, iri: str) -> ShapesError:
    name = short(iri, shapes.prefixes)
    if census.mentions(iri):
        why, hint = "no target selects it", "look at the targets of the shapes"
    else:
        why = "the data does not mention it"
        hint = closest(iri, census.neighbours(iri), shapes.prefixes) or "give the IRI in full"
    return ShapesError(f"no shape looks at {name}: {why}", hint=hint, spec=_SPEC)


_SPEC: Final = "https://www.w3.org/TR/shacl/#targets"
_SOME: Final = 10_000
_HINT: Final = "correct the name, or declare it under empty_classes if there is none on purpose"
