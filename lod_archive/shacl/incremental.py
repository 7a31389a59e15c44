"""Validation that follows changes: after each, only what it can affect is checked again.

Which focus nodes that are is told by :mod:`lod_archive.shacl.dependencies`. They are marked in the
store, and the same queries that validate everything are asked for the marked nodes, before the
change and after it: what they find before leaves the report, and what they find after enters it. So
a focus node that has vanished loses its results, one that is new gets some, and what is found at
the others need not be known.

More is checked again where more may be affected:

- a shape with a query of its own (``sh:sparql``, a constraint component), or with a shape that has
  one, at all of its focus nodes, as the query may look at anything;
- all shapes, if a class becomes a subclass of another or ceases to be one;
- all shapes, always, where some need pySHACL, or the shapes graph beside the data. The report's
  notes say so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ArchiveErrors
from lod_archive.shacl.changeable import MARK, Changeable
from lod_archive.shacl.compiled import Compiled, results_at
from lod_archive.shacl.constraints.sparql import asks_shapes_graph
from lod_archive.shacl.dependencies import Ends, Roots
from lod_archive.shacl.engine import silent
from lod_archive.shacl.engines import choose_engine
from lod_archive.shacl.explain import Explainer
from lod_archive.shacl.findings import Joined, tally
from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.lint import lint_shapes
from lod_archive.shacl.opening import open_data
from lod_archive.shacl.paths import Sequence as Steps
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.selection import Selected
from lod_archive.shacl.shapes_graph import read_shapes
from lod_archive.shacl.targets import Census, vacuous_targets
from lod_archive.shacl.validation import validate
from lod_archive.vocab.namespaces import RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from lod_archive.errors import ShapesError
    from lod_archive.shacl.bundle import Bundle
    from lod_archive.shacl.changeable import Change, Graph, Statement
    from lod_archive.shacl.constraints.writer import Dialect, Hierarchy, Writer
    from lod_archive.shacl.dependencies import Look
    from lod_archive.shacl.findings import Kind
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.opening import AnyData
    from lod_archive.shacl.report import Report, Result
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.triples import Data

_FEW: Final = 1000
"""Up to how many results are given as a tuple, which a report sorts once more."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How much was checked for the latest report; a node counts once for each shape.

    :param focus_nodes: how many focus nodes were checked.
    :param of: how many focus nodes there are.
    :param reasons: why some shapes, or all, were checked at all of their focus nodes.
    """

    focus_nodes: int
    of: int
    reasons: tuple[str, ...] = ()


class Revalidation:
    """A report on data, kept up to date while the data changes.

    The data is copied into memory, and the changes are made to the copy: what is passed in stays
    as it is. Blank nodes keep the labels that the data has; those of files are better avoided, as
    another reading of a file may call them otherwise.

    With one thread at a time. If an update fails or is interrupted, the next one checks everything.

    :param shapes: those that the data names with ``sh:shapesGraph``, if None.
    :param ontology: where to learn what is a subclass of what, if the data does not say: see
        :func:`~lod_archive.shacl.validate`. It stays as it is.
    :param engine: ``auto``, ``compiled`` or ``pyshacl``; only the compiled one saves work.
    :param strict: refuse shapes that would check nothing, or not what they seem to. That is asked
        of the data as it is at first: a later change may leave a shape without focus nodes, which
        :attr:`Report.checked` tells.
    :param empty_classes: classes that the data on purpose has no instance of.
    :raises ShapesError: as :func:`~lod_archive.shacl.validate` does; and if the data is behind an
        endpoint.
    :raises SourceError: if a file of data cannot be read, or is not RDF.

    >>> import pyoxigraph as ox, rdflib
    >>> prefixes = "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
    >>> revalidation = Revalidation(
    ...     rdflib.Graph().parse(data=prefixes + "ex:strike a ex:Event . ex:meeting a ex:Event ."),
    ...     rdflib.Graph().parse(data=prefixes + '''ex:EventShape sh:targetClass ex:Event ;
    ...         sh:property [ sh:path ex:date ; sh:minCount 1 ] .'''))
    >>> revalidation.report.total
    2
    >>> strike, date = ox.NamedNode("http://a.example/strike"), ox.NamedNode("http://a.example/date")
    >>> revalidation.update(added=[ox.Triple(strike, date, ox.Literal("1935"))]).total
    1
    >>> revalidation.last
    Rechecked(focus_nodes=1, of=2, reasons=())
    """

    def __init__(
        self,
        data: AnyData,
        shapes: Data | Shapes | None = None,
        *,
        ontology: Data | None = None,
        engine: str = "auto",
        strict: bool = True,
        empty_classes: Collection[str] = (),
    ) -> None:
        data, self._shapes = read_shapes(data, shapes)
        self._engine, _ = choose_engine(engine, self._shapes)
        if strict:
            _raise(lint_shapes(self._shapes, terms=self._engine.terms))
        self._blank = validate((), self._shapes, engine=engine, strict=False)
        self._data = Changeable.copy_of(data)
        if ontology is not None:
            with open_data((), self._shapes, ontology=ontology) as hierarchy:
                self._data.apply(self._data.change((), hierarchy.triples()))
        if strict:
            census = self._census(Selected(), self._hierarchy())
            _raise(vacuous_targets(census, self._shapes, empty_classes))
        self._explain = Explainer(self._shapes)
        is_followed = isinstance(self._engine, Compiled) and not asks_shapes_graph(self._shapes)
        self._roots = Roots.of(self._shapes) if is_followed else None
        self._known: _Known | None = None
        self.report, self.last = self._check_all("it is the first report")

    def triples(self) -> Iterator[ox.Triple]:
        """The data as it is now; what several graphs say, several times."""
        return self._data.triples()

    def update(
        self, *, removed: Iterable[Statement] = (), added: Iterable[Statement] = ()
    ) -> Report:
        """The report after a change: some statements are removed, then others added.

        A triple is removed from every graph that has it, and a quad from its own graph alone; as
        all graphs are taken together, another one may still say the same. A triple is added to the
        default graph. What is not there need not be removed, nor what is there be added.

        :raises ShapesError: if the shapes cannot be evaluated any more.
        """
        return self._follow(self._data.change(removed, added))

    def replace_graph(self, name: Graph, statements: Iterable[Statement]) -> Report:
        """The report after a graph, such as that of a record, has got another content.

        :param statements: the content, whatever graphs they name; none, if the record is gone.
        """
        quads = [ox.Quad(each.subject, each.predicate, each.object, name) for each in statements]
        return self._follow(self._data.change(self._data.statements(name), quads))

    def _follow(self, change: Change) -> Report:
        known, self._known = self._known, None
        if known is None:
            self._data.apply(change)
            self.report, self.last = self._check_all("nothing was known from before")
        elif any(triple.predicate.value == RDFS.subClassOf for triple in change.triples):
            self._data.apply(change)
            self.report, self.last = self._check_all("a class has got other subclasses")
        elif self._roots is not None and change.triples:
            self.report, self.last = self._check_affected(change, known, self._roots)
        else:
            self._data.apply(change)
            self._known, self.last = known, Rechecked(0, self.last.of)
        return self.report

    def _check_all(self, reason: str) -> tuple[Report, Rechecked]:
        """The report on all focus nodes."""
        if self._roots is not None:
            known = _Known(self._hierarchy())
            selections = (self._roots.followed, self._roots.open)
            asked = [
                self._ask(Selected(roots=frozenset(each)), known.hierarchy) for each in selections
            ]
            if all(each.is_complete for each in asked):
                for each in asked:
                    known.exchange((), each.results)
                    known.counts |= each.counts
                known.of_open = asked[-1].results
                return self._concluded(known, known.number, (reason,))
        triples = tuple(self._data.triples())
        report = validate(triples, self._shapes, engine=self._engine, strict=False)
        number = sum(report.checked.values())
        return replace(report, notes=(*report.notes, _NOTE)), Rechecked(number, number, (_NOTE,))

    def _check_affected(
        self, change: Change, known: _Known, roots: Roots
    ) -> tuple[Report, Rechecked]:
        """The report after a change that is to be made."""
        affected = self._affected(change, roots)
        nodes = {node for found in affected.values() for node in found}
        with self._data.marked(nodes):
            before = self._ask_marked(affected, known)
        self._data.apply(change)
        with self._data.marked(nodes):
            after = self._ask_marked(affected, known)
        known.exchange(before.results, after.results)
        for name, number in after.counts.items():
            known.counts[name] += number - before.counts[name]
        hierarchy = known.hierarchy
        number, reasons = sum(after.counts.values()), []
        recounted = roots.naming(change.triples).union(affected.keys() & roots.named.keys())
        known.counts |= self._census(Selected(roots=recounted), hierarchy).counts
        if roots.open:
            opened = self._ask(Selected(roots=roots.open), hierarchy)
            if not opened.is_complete:
                return self._check_all("")
            known.exchange(known.of_open, opened.results)
            known.of_open = opened.results
            known.counts |= opened.counts
            number += sum(opened.counts.values())
            names = sorted(map(self._shapes.name, roots.open))
            reasons = [f"{name} has a query, which may look at anything" for name in names]
        return self._concluded(known, number, tuple(reasons))

    def _concluded(
        self, known: _Known, number: int, reasons: tuple[str, ...]
    ) -> tuple[Report, Rechecked]:
        """The report on what is known, all of it up to date again."""
        self._known = known
        results = known.results
        report = replace(
            self._blank,
            results=results if len(results) <= _FEW else Joined(results),
            checked=dict(known.counts),
            tally=+known.tally,
        )
        return report, Rechecked(number, known.number, reasons)

    def _affected(self, change: Change, roots: Roots) -> dict[Resource, set[Term]]:
        """The nodes from which shapes look at what changes, focus nodes or not."""
        ends = Ends(change.triples)
        reached: dict[Look, set[Term]] = {}
        affected: dict[Resource, set[Term]] = {}
        for root, looks in roots.followed.items():
            for look in looks:
                if look not in reached:
                    reached[look] = self._data.reached(ends.seen(look), Steps(look.back))
            if found := {node for look in looks for node in reached[look]}:
                affected[root] = found
        return affected

    def _ask(self, selected: Selected, hierarchy: Hierarchy) -> _Asked:
        """What the checks of some shapes find at all of their focus nodes."""
        census = self._census(selected, hierarchy)
        engine = Compiled(selected=selected)
        checked = engine.check(self._data.graph, self._shapes, census, silent)
        if checked.left:
            return _Asked((), {}, is_complete=False)
        return _Asked(tuple(map(self._explain, checked.results)), census.counts)

    def _ask_marked(self, roots: Collection[Resource], known: _Known) -> _Asked:
        """What the checks of some shapes find at those of their focus nodes that are marked."""
        graph = self._data.graph
        census = self._census(_Marked(roots=frozenset(roots)), known.hierarchy)
        found: list[Result] = []
        for root in roots:
            if census.number_of(root):
                planner, tasks = known.tasks(root, census.dialect, self._shapes)
                for bundle in tasks:
                    rows = bundle.found(graph.rows(bundle.query))
                    found.extend(result for _, result in results_at(graph, planner, rows))
        return _Asked(tuple(map(self._explain, found)), census.counts)

    def _census(self, selected: Selected, hierarchy: Hierarchy) -> Census:
        return Census(self._data.graph, self._shapes, hierarchy, selected)

    def _hierarchy(self) -> Hierarchy:
        return read_hierarchy(self._data.graph, self._shapes)


_NOTE: Final = "after a change all focus nodes are checked again, not only those that it can affect"


@dataclass(frozen=True, slots=True)
class _Marked(Selected):
    """The focus nodes that are marked in the store."""

    def at(self, node: str, w: Writer) -> str:
        mark = w.iri(MARK)
        return f"{mark} {mark} {node} . "


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the checks of some shapes found, and how many focus nodes these have.

    :param is_complete: whether none of the shapes has to be left to another engine.
    """

    results: tuple[Result, ...]
    counts: Mapping[str, int]
    is_complete: bool = True


_Tasks = tuple[Planner, "list[Bundle]"]


@dataclass(slots=True)
class _Known:
    """All that was found in the data as it is.

    :param counts: how many focus nodes each shape has.
    :param of_open: the results of shapes that may look at anything.
    """

    hierarchy: Hierarchy
    counts: dict[str, int] = field(default_factory=dict)
    tally: Counter[Kind] = field(default_factory=Counter)
    of_open: Sequence[Result] = ()
    _tasks: dict[tuple[Resource, bool], _Tasks] = field(default_factory=dict)
    _rows: list[tuple[tuple[object, ...], Result]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many focus nodes there are."""
        return sum(self.counts.values())

    @property
    def results(self) -> tuple[Result, ...]:
        """The results, in order."""
        return tuple(result for _, result in self._rows)

    def tasks(self, root: Resource, dialect: Dialect, shapes: Shapes) -> _Tasks:
        """The queries that check the marked focus nodes of a shape, and who has planned them.

        They are always the same, but that some speak of literals kept as written once there are
        any.
        """
        key = (root, dialect.codec.has_kept)
        if key not in self._tasks:
            planner = Planner(shapes, dialect, _Marked())
            self._tasks[key] = planner, planner.bundled(planner.checks_of(root))
        return self._tasks[key]

    def exchange(self, before: Sequence[Result], after: Sequence[Result]) -> None:
        """Put results in the place of others; those with the same order tell the same."""
        gone = Counter(result.order for result in before)
        new = [(result.order, result) for result in after]
        if gone:
            kept = []
            for row in self._rows:
                if gone.get(row[0]):
                    gone[row[0]] -= 1
                else:
                    kept.append(row)
            self._rows = kept
        self._rows += new
        self._rows.sort(key=itemgetter(0))
        self.tally.subtract(tally(before))
        self.tally.update(tally(after))


def _raise(errors: Sequence[ShapesError]) -> None:
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ArchiveErrors(errors)
