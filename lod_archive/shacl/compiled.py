"""The engine that asks the data: shapes as SPARQL queries, which return only violations."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.engine import Checked
from lod_archive.shacl.parallel import in_threads
from lod_archive.shacl.path_sizes import PathSizes
from lod_archive.shacl.paths import Predicate
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.report import Result
from lod_archive.shacl.soundness import refuse_unsound, unsound_checks
from lod_archive.shacl.templates import filled
from lod_archive.shacl.vocabulary import CORE_TERMS, SPARQL_TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.shacl.data_graph import DataGraph, Row
    from lod_archive.shacl.engine import Progress
    from lod_archive.shacl.plan import Check
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.targets import Census

_DETAILED: Final = 1000
"""Up to how many results of one constraint get details."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Validation by SPARQL, where the data is.

    :param threads: how many queries run at once; as many as there are processors, if None.
    """

    threads: int | None = None
    name: str = field(default="compiled", init=False)
    terms: frozenset[str] = field(default=CORE_TERMS | SPARQL_TERMS, init=False)

    def check(
        self, graph: DataGraph, shapes: Shapes, census: Census, progress: Progress
    ) -> Checked:
        """Everything that the shapes find.

        :raises ShapesError: if the shapes are ill-formed or cannot be evaluated.
        """
        refuse_unsound(shapes)
        planner = Planner(shapes, census.dialect)
        plan = planner.plan()
        left = dict(plan.uncompiled) | unsound_checks(graph, plan.checks)
        checks = [check for check in plan.checks if check.root not in left]
        threads = min(self.threads or os.cpu_count() or 1, graph.parallel, len(checks))

        sizes = PathSizes(graph)

        def work(check: Check) -> Iterator[Result]:
            progress(_step(shapes, check), 0)
            query = sizes.preferred_query(check, census.number_of(check.root))
            return results(graph, planner, check, query)

        return Checked(in_threads(work, checks, threads), left)


def _step(shapes: Shapes, check: Check) -> str:
    component = check.constraint.component.rpartition("#")[2]
    return f"{shapes.name(check.shape.node)} {component.removesuffix('ConstraintComponent')}"


def results(graph: DataGraph, planner: Planner, check: Check, query: str) -> Iterator[Result]:
    """The results of one check, which the query finds."""
    rows = graph.rows(query)
    first = list(islice(rows, _DETAILED))
    if len(first) == _DETAILED:
        reader = _Reader(check)
        return (reader.result(row) for row in chain(first, rows))
    return _detailed(graph, planner, check, first) if first else iter(())


def _detailed(
    graph: DataGraph, planner: Planner, check: Check, rows: Sequence[Row]
) -> Iterator[Result]:
    details: defaultdict[Row, list[Result]] = defaultdict(list)
    for detail in planner.details(check):
        reader = _Reader(detail)
        width = len(dict.fromkeys((*check.focus.chain, check.rows.value)))
        for row in graph.rows(detail.query):
            details[row[:width]].append(reader.result(row))
    reader = _Reader(check)
    for row in rows:
        result = reader.result(row)
        found = details.get(row[: reader.key]) if details else None
        if found:
            result = replace(result, details=tuple(sorted(found, key=lambda each: each.order)))
        yield result


class _Reader:
    """Turns the rows of a check into results."""

    def __init__(self, check: Check) -> None:
        self._check = check
        place = {column: number for number, column in enumerate(check.columns)}
        rows, shape = check.rows, check.shape
        self._focus = place[rows.focus or check.focus.node]
        self._value = place[rows.value] if rows.value else None
        self._path = place[rows.path] if rows.path else None
        self._given = {name: place[variable] for name, variable in rows.given}
        constraint = check.constraint
        is_queried = isinstance(constraint, Queried)
        self._source = constraint.source if is_queried else None
        self._messages = (constraint.messages if is_queried else ()) or shape.messages
        self._parameters = dict(constraint.parameters) if is_queried else {}
        self.key: Final = len(dict.fromkeys((*check.focus.chain, rows.value)))

    def result(self, row: Row) -> Result:
        """The result that a row stands for."""
        check = self._check
        focus = row[self._focus]
        assert focus is not None
        path, value = check.shape.path, None if self._value is None else row[self._value]
        if self._path is not None and isinstance(row[self._path], ox.NamedNode):
            path = Predicate(row[self._path].value)
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
        bindings = dict(self._parameters)
        bindings |= {name: row[n] for name, n in self._given.items() if row[n] is not None}
        own = bindings.get("message")
        if isinstance(own, ox.Literal):
            return (own,)
        return tuple(filled(message, bindings) for message in self._messages)
