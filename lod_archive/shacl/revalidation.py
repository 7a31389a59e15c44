"""Validation again after a change: of what the change can affect, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.errors import ArchiveErrors, ShapesError
from lod_archive.shacl.as_written import AsWritten
from lod_archive.shacl.compiled import results_at
from lod_archive.shacl.constraints.sparql import SHAPES_GRAPH, asks_shapes_graph
from lod_archive.shacl.constraints.writer import Writer
from lod_archive.shacl.data_graph import StoreGraph
from lod_archive.shacl.explain import Explainer
from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.index import object_of, subject_of
from lod_archive.shacl.lint import lint_shapes, undeclared_prefixes
from lod_archive.shacl.opening import local_data, open_data
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.reach import Step, Unbounded, steps_of, target_step, way_back
from lod_archive.shacl.report import Report
from lod_archive.shacl.selection import ALL, Selected, Selection
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.soundness import refuse_unsound, unsound_checks
from lod_archive.shacl.targets import Census
from lod_archive.shacl.validation import rules_of
from lod_archive.vocab.namespaces import RDFS

if TYPE_CHECKING:
    from lod_archive.shacl.as_written import Codec
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.report import Result
    from lod_archive.shacl.triples import Data

_BATCH: Final = 1000
"""How many focus nodes one query names."""

Found = dict["Term", list["Result"]]
"""Focus node of a shape with a target → what was found there and further on."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How much the last validation looked at.

    :param nodes: focus nodes, each counted once for every shape whose target it is.
    :param shapes: the shapes that were checked at all of their focus nodes.
    """

    nodes: int
    shapes: tuple[Resource, ...] = ()


class Revalidation:
    """Data that change, and what the shapes say of them now.

    The data are loaded into a store of their own, once; what is passed in is not changed.

    A shape is checked at all of its focus nodes again if it has a SPARQL query, which may look at
    anything; if a blank node or a literal is what must be checked, which a query cannot name or
    need not; and if a class has become another one's subclass, or no longer is.

    :raises ShapesError: if the shapes cannot be evaluated, or only by pySHACL.

    >>> import rdflib
    >>> text = "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
    >>> now = Revalidation(
    ...     rdflib.Graph().parse(data=text + "ex:strike a ex:Event . ex:flood a ex:Event ."),
    ...     rdflib.Graph().parse(data=text + '''ex:EventShape sh:targetClass ex:Event ;
    ...         sh:property [ sh:path ex:date ; sh:minCount 1 ] .'''))
    >>> len(now.report.results)
    2
    >>> strike, date = (ox.NamedNode("http://a.example/" + name) for name in ("strike", "date"))
    >>> len(now.update(added=[ox.Triple(strike, date, ox.Literal("1936-03-02"))]).results)
    1
    >>> now.rechecked.nodes
    1
    """

    def __init__(self, data: Data, shapes: Data | Shapes, *, strict: bool = True) -> None:
        self._shapes = Shapes.read(shapes)
        complaints = lint_shapes(self._shapes) if strict else []
        complaints += undeclared_prefixes(self._shapes)
        if complaints:
            raise complaints[0] if len(complaints) == 1 else ArchiveErrors(complaints)
        refuse_unsound(self._shapes)
        self._explain = Explainer(self._shapes)
        self._graph = _own(data, self._shapes)
        self._found: dict[Resource, Found] = {}
        self._check_all()

    @property
    def report(self) -> Report:
        """What the shapes say of the data as they are now."""
        results = (r for found in self._found.values() for each in found.values() for r in each)
        shapes = self._shapes
        return Report(
            tuple(results), self._census.counts, "compiled", rules_of(shapes), shapes.prefixes
        )

    def update(
        self,
        *,
        removed: Iterable[ox.Quad | ox.Triple] = (),
        added: Iterable[ox.Quad | ox.Triple] = (),
    ) -> Report:
        """Change the data, and check what that can affect.

        :param removed: a triple is removed from every graph, a quad from its own.
        :param added: a triple is added to the default graph.
        """
        changed: set[ox.Triple] = set()
        for one in removed:
            changed.update(self._remove(one))
        for one in added:
            changed.add(self._add(one))
        if any(triple.predicate.value == RDFS.subClassOf for triple in changed):
            self._check_all()
            return self.report
        self._open_census()
        nodes, whole = 0, []
        for root in self._found:
            affected = self._affected(root, changed)
            if affected is None:
                self._found[root] = self._check(root)
                whole.append(root)
                nodes += self._census.number_of(root)
            elif affected:
                self._recheck(root, affected)
                nodes += len(affected)
        self.rechecked = Rechecked(nodes, tuple(whole))
        return self.report

    def replace_graph(self, name: ox.NamedNode, quads: Iterable[ox.Quad]) -> Report:
        """Put these quads in the place of a named graph: the record that it was made from."""
        before = set(self._graph.store.quads_for_pattern(None, None, None, name))
        after = {self._encoded(quad) for quad in quads}
        return self.update(removed=map(self._decoded, before - after), added=after - before)

    def _check_all(self) -> None:
        self._open_census()
        planner = Planner(self._shapes, self._census.dialect)
        plan = planner.plan()
        left = plan.uncompiled | unsound_checks(self._graph, plan.checks, planner.shape_of)
        for root, why in left.items():
            raise ShapesError(
                f"{self._shapes.name(root)} cannot be checked again by parts: {why}",
                at=self._shapes.locate(root),
                hint="use validate(), which leaves such shapes to pySHACL",
            )
        roots = dict.fromkeys(target.shape for target in self._census.targets)
        self._found = {root: self._check(root) for root in roots}
        self._steps = {root: self._steps_of(root, planner) for root in roots}
        nodes = sum(map(self._census.number_of, roots))
        self.rechecked = Rechecked(nodes, tuple(roots))

    def _open_census(self) -> None:
        hierarchy = read_hierarchy(self._graph, self._shapes)
        self._census = Census(self._graph, self._shapes, hierarchy)

    def _steps_of(self, root: Resource, planner: Planner) -> frozenset[Step] | None:
        targets = (target_step(target) for target in self._shapes.targets(root))
        try:
            steps = steps_of(planner.shape_of(root), planner.shape_of)
        except Unbounded:
            return None
        return steps | {step for step in targets if step is not None}

    def _affected(self, root: Resource, changed: set[ox.Triple]) -> set[ox.NamedNode] | None:
        """The nodes at which a shape must be checked; None if at all."""
        steps = self._steps[root]
        if steps is None:
            return None
        found: set[ox.NamedNode] = set()
        for step in steps:
            for node in self._led_to(step, _ends(step, changed)):
                if not isinstance(node, ox.NamedNode):
                    return None
                found.add(node)
        return found

    def _led_to(self, step: Step, ends: set[Term]) -> Iterator[Term]:
        """The nodes from which the step's walk leads to these; a blank node stands for itself."""
        back = way_back(step.walk)
        blank = {end for end in ends if isinstance(end, ox.BlankNode)}
        if back is None or blank:
            yield from blank or ends
            return
        w = Writer(self._census.dialect)
        names = iter(sorted(filter(None, map(w.term, ends))))
        while batch := list(islice(names, _BATCH)):
            table = f"VALUES ?changed {{ {' '.join(batch)} }}"
            way = w.each_then(table, w.inner_step("?changed", back, "?this"))
            for (node,) in self._graph.rows(f"SELECT DISTINCT ?this WHERE {{ {way} }}"):
                if node is not None:
                    yield node

    def _recheck(self, root: Resource, affected: set[ox.NamedNode]) -> None:
        found = self._found[root]
        for node in affected:
            found.pop(node, None)
        names = iter(sorted(node.value for node in affected))
        while batch := list(islice(names, _BATCH)):
            found.update(self._check(root, Selected(Selection(focus=batch))))

    def _check(self, root: Resource, selected: Selected = ALL) -> Found:
        planner = Planner(self._shapes, self._census.dialect, selected)
        found: Found = {}
        for bundle in planner.bundled(planner.checks_of(root)):
            rows = self._graph.rows(bundle.query)
            for node, result in results_at(self._graph, planner, bundle.found(rows)):
                found.setdefault(node, []).append(self._explain(result))
        return found

    def _remove(self, one: ox.Quad | ox.Triple) -> Iterator[ox.Triple]:
        quad = self._encoded(one)
        graph = quad.graph_name if isinstance(one, ox.Quad) else None
        pattern = (quad.subject, quad.predicate, quad.object, graph)
        for known in list(self._graph.store.quads_for_pattern(*pattern)):
            if known.graph_name != _SHAPES:
                self._graph.store.remove(known)
                yield known.triple

    def _add(self, one: ox.Quad | ox.Triple) -> ox.Triple:
        quad = self._encoded(one)
        self._graph.store.add(quad)
        return quad.triple

    def _encoded(self, one: ox.Quad | ox.Triple) -> ox.Quad:
        return _quad(one, self._graph.codec)

    def _decoded(self, quad: ox.Quad) -> ox.Quad:
        value = quad.object
        decoded = self._graph.codec.decode(value) if isinstance(value, ox.Literal) else value
        return ox.Quad(quad.subject, quad.predicate, decoded, quad.graph_name)


def _ends(step: Step, changed: set[ox.Triple]) -> set[Term]:
    """Where the walk of a step must lead for the changed triples to be looked at."""
    found = (t for t in changed if step.predicate in (None, t.predicate.value))
    return {object_of(t) if step.is_inverse else subject_of(t) for t in found}


def _own(data: Data, shapes: Shapes) -> StoreGraph:
    """The data in a store that nobody else has; quads stay in their graphs."""
    local = local_data(data)
    statements = tuple(local) if isinstance(local, ox.Store | ox.Dataset | tuple) else ()
    if statements and not asks_shapes_graph(shapes):
        graph = StoreGraph(ox.Store(), AsWritten())
        graph.store.bulk_extend(_quad(one, graph.codec) for one in statements)
        return graph
    with open_data(statements or local, shapes) as loaded:
        return cast("StoreGraph", loaded)  # what is local is loaded


def _quad(one: ox.Quad | ox.Triple, codec: Codec) -> ox.Quad:
    """The statement as the store has it."""
    graph = one.graph_name if isinstance(one, ox.Quad) else ox.DefaultGraph()
    value = one.object
    encoded = codec.encode(value) if isinstance(value, ox.Literal) else value
    return ox.Quad(one.subject, one.predicate, encoded, graph)


_SHAPES: Final = ox.NamedNode(SHAPES_GRAPH)
