"""The engine that asks the data: shapes as SPARQL queries, which return only violations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from lod_archive.errors import EndpointError
from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.engine import Checked
from lod_archive.shacl.names import short
from lod_archive.shacl.parallel import in_threads, threads_for
from lod_archive.shacl.path_sizes import preferred_queries
from lod_archive.shacl.paths import Predicate
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.report import Result
from lod_archive.shacl.selection import ALL, Selected
from lod_archive.shacl.soundness import refuse_unsound, unsound_checks
from lod_archive.shacl.templates import filled
from lod_archive.shacl.vocabulary import CORE_TERMS, SPARQL_TERMS
from lod_archive.vocab.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.shacl.bundle import Bundle
    from lod_archive.shacl.data_graph import DataGraph, Row
    from lod_archive.shacl.engine import Progress
    from lod_archive.shacl.index import Term
    from lod_archive.shacl.plan import Check
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.targets import Census

_REFUSED: Final = (400, 500)
"""With what status an endpoint says that it cannot answer a query, or not this one."""
_DETAILED: Final = 1000
"""Up to how many results of one constraint get details."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Validation by SPARQL, where the data is.

    :param threads: how many queries run at once; as many as there are processors, if None.
    :param selected: what of the shapes is checked.
    """

    threads: int | None = None
    selected: Selected = ALL
    name: str = field(default="compiled", init=False)
    terms: frozenset[str] = field(default=CORE_TERMS | SPARQL_TERMS, init=False)

    def check(
        self, graph: DataGraph, shapes: Shapes, census: Census, progress: Progress
    ) -> Checked:
        """Everything that the shapes find.

        :raises ShapesError: if the shapes are ill-formed or cannot be evaluated.
        """
        refuse_unsound(shapes)
        planner = Planner(shapes, census.dialect, self.selected)
        plan = planner.plan()
        left = dict(plan.uncompiled) | unsound_checks(graph, plan.checks, planner.shape_of)
        checks = [check for check in plan.checks if check.root not in left]
        doubts = [(check, graph.doubts(check.query)) for check in checks]
        unchecked = [f"{_name(shapes, check)}: {why}" for check, why in doubts if why]
        tasks = planner.bundled([check for check, why in doubts if why is None])
        threads = min(threads_for(graph, self.threads), len(tasks))
        sized = [(bundle, census.number_of(bundle.checks[0].root)) for bundle in tasks]
        queries = preferred_queries(graph, sized, threads)

        def work(numbered: tuple[int, tuple[Bundle, str]]) -> Iterator[Result]:
            number, (bundle, query) = numbered
            progress(f"checking {number} of {len(tasks)}: {_step(shapes, bundle)}", 0)
            try:
                found = bundle.found(graph.rows(query))
                yield from (result for _, result in results_at(graph, planner, found))
            except EndpointError as error:
                if error.status not in _REFUSED:
                    raise
                unchecked.extend(f"{_name(shapes, c)}: {error.message}" for c in bundle.checks)

        numbered = enumerate(zip(tasks, queries, strict=True), 1)
        return Checked(in_threads(work, numbered, threads), left, unchecked)


def _name(shapes: Shapes, check: Check) -> str:
    return f"{shapes.name(check.shape.node)}, {short(check.constraint.component, PREFIXES)}"


def _step(shapes: Shapes, bundle: Bundle) -> str:
    names = (check.constraint.component.rpartition("#")[2] for check in bundle.checks)
    components = ", ".join(name.removesuffix("ConstraintComponent") for name in names)
    return f"{shapes.name(bundle.checks[0].shape.node)} {components}"


def results_at(
    graph: DataGraph, planner: Planner, found: Iterator[tuple[Check, Row]]
) -> Iterator[tuple[Term, Result]]:
    """The results of checks, each with the focus node of the shape with the target.

    They have details, unless there are very many.
    """
    first = list(islice(found, _DETAILED))
    if len(first) == _DETAILED:
        readers: dict[int, _Reader] = {}
        for check, row in chain(first, found):
            reader = readers.get(id(check)) or readers.setdefault(id(check), _Reader(check))
            yield reader.root(row), reader.result(row)
        return
    by_check: dict[int, tuple[Check, list[Row]]] = {}
    for check, row in first:
        by_check.setdefault(id(check), (check, []))[1].append(row)
    for check, rows in by_check.values():
        yield from _detailed(graph, planner, check, rows)


def _detailed(
    graph: DataGraph, planner: Planner, check: Check, rows: Sequence[Row]
) -> Iterator[tuple[Term, Result]]:
    reader = _Reader(check)
    details: defaultdict[Row, list[Result]] = defaultdict(list)
    for detail in planner.details(check, rows):
        if graph.doubts(detail.query):
            continue
        detail_reader = _Reader(detail)
        for row in graph.rows(detail.query):
            details[row[: reader.key]].append(detail_reader.result(row))
    for row in rows:
        result = reader.result(row)
        inner = details.get(row[: reader.key]) if details else None
        if inner:
            result = replace(result, details=tuple(sorted(inner, key=lambda each: each.order)))
        yield reader.root(row), result


class _Reader:
    """Turns the rows of a check into results."""

    def __init__(self, check: Check) -> None:
        self._check = check
        place = {column: number for number, column in enumerate(check.columns)}
        rows, shape = check.rows, check.shape
        self._focus = place[check.focus.node]
        self._value = place[rows.value] if rows.value else None
        self._path = place[rows.path] if rows.path else None
        self._given = {name: place[variable] for name, variable in rows.given}
        queried = check.constraint if isinstance(check.constraint, Queried) else None
        self._source = queried.source if queried else None
        self._messages = (queried.messages if queried else ()) or shape.messages
        self._parameters = dict(queried.parameters) if queried else {}
        nodes = (*check.focus.chain, rows.value) if rows.value else check.focus.chain
        self.key: Final = len(dict.fromkeys(nodes))

    @staticmethod
    def root(row: Row) -> Term:
        """The focus node of the shape with the target: the first in the chain."""
        return cast("Term", row[0])

    def result(self, row: Row) -> Result:
        """The result that a row stands for."""
        check = self._check
        focus = cast("Term", row[self._focus])  # every pattern binds it
        path, value = check.shape.path, None if self._value is None else row[self._value]
        other = None if self._path is None else row[self._path]
        if isinstance(other, ox.NamedNode):
            path = Predicate(other.value)
        if self._value is not None and value is None and check.shape.path is None:
            value = focus
        return Result(
            focus_node=focus,
            constraint_component=check.constraint.component,
            source_shape=check.shape.node,
            severity=check.shape.severity,
            path=path,
            value=value,
            messages=self._texts(row),
            source_constraint=self._source,
        )

    def _texts(self, row: Row) -> tuple[ox.Literal, ...]:
        if not (self._given or self._parameters):
            return self._messages
        given = {name: row[number] for name, number in self._given.items()}
        bindings = self._parameters | {n: term for n, term in given.items() if term is not None}
        own = bindings.get("message")
        if isinstance(own, ox.Literal):
            return (own,)
        return tuple(filled(message, bindings) for message in self._messages)
