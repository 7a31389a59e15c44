"""Shapes become a plan: one query for each constraint, which returns only violations.

A shape's targets say where focus nodes come from; a property shape within a shape is checked at
the value nodes of the shape around it. A shape that another one only refers to (``sh:node``,
``sh:or`` …) has no results of its own, and becomes a condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from lod_archive.errors import ShapesError
from lod_archive.shacl.bundle import Bundle, bundles
from lod_archive.shacl.constraints.reading import ShapeReader
from lod_archive.shacl.constraints.shape import Focus, Rows, Shape
from lod_archive.shacl.constraints.shape_based import Node, Property
from lod_archive.shacl.constraints.sparql import CannotCompile
from lod_archive.shacl.constraints.writer import SPEC_RECURSION, TooLarge, Writer
from lod_archive.shacl.selection import ALL
from lod_archive.shacl.targets import target_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.shacl.constraints.shape import Constraint, ValuesFirst
    from lod_archive.shacl.constraints.writer import Dialect
    from lod_archive.shacl.data_graph import Row
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.selection import Selected
    from lod_archive.shacl.shapes import Shapes

_BUNDLES_FROM: Final = 2_000_000
_DETAILS_FROM: Final = 1_000_000
"""The number of the first variable that details bring to a query which has its own."""
_LONGEST_CHAIN: Final = 300
"""How many property shapes may stand within one another."""
_MOST_CHECKS: Final = 20_000
"""How many checks one shape with targets may have."""


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape, at the focus nodes of one target.

    :param root: the shape with the target.
    :param columns: the variables that the query returns.
    """

    root: Resource
    shape: Shape
    constraint: Constraint
    focus: Focus
    rows: Rows
    columns: tuple[str, ...]

    @property
    def query(self) -> str:
        """The query that begins with the focus nodes."""
        return f"{self._select} WHERE {{ {self.rows.pattern} }}"

    @property
    def values_first(self) -> ValuesFirst | None:
        """The query that begins with the values, where there is one."""
        other = self.rows.values_first
        return None if other is None else other.within(self._select)

    @property
    def _select(self) -> str:
        distinct = "DISTINCT " if self.rows.is_distinct else ""
        return f"SELECT {distinct}{' '.join(self.columns)}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked.

    :param uncompiled: the shapes with a target that no query can express, and why.
    """

    checks: tuple[Check, ...]
    uncompiled: dict[Resource, str]


class Planner:
    """Compiles shapes for one place where the queries run.

    :param selected: what of them is wanted.
    """

    def __init__(self, shapes: Shapes, dialect: Dialect, selected: Selected = ALL) -> None:
        self._shapes = shapes
        self._dialect = dialect
        self._selected = selected
        self.shape_of: Final = ShapeReader(shapes)

    def plan(self) -> Plan:
        """The checks of every shape that has a target and is not deactivated.

        :raises ShapesError: if a shape is ill-formed or leads back to itself.
        """
        checks: list[Check] = []
        uncompiled: dict[Resource, str] = {}
        for root in self._shapes.all:
            targets = self._shapes.targets(root)
            if not targets or self._shapes.is_deactivated(root):
                continue
            if not self._selected.wants_root(root):
                continue
            try:
                checks.extend(self.checks_of(root))
            except TooLarge:
                uncompiled[root] = "its nested shapes make too long a query"
            except CannotCompile as error:
                uncompiled[root] = str(error)
        return Plan(tuple(checks), uncompiled)

    def checks_of(self, root: Resource) -> list[Check]:
        """The checks of one shape at its own targets.

        :raises TooLarge: if there are very many, as property shapes within it are shared.
        """
        targets = self._shapes.targets(root)
        w = self._writer()
        patterns = target_patterns(targets, "?this", w)
        wanted = self._selected.at("?this", w)
        each = (Focus(f"{wanted}{pattern}", ("?this",)) for pattern in patterns)
        shape = self.shape_of(root)
        found = (c for f in each for c in self._checks(root, shape, f, (), first=w.used))
        checks = list(islice(found, _MOST_CHECKS))
        if len(checks) == _MOST_CHECKS:
            raise TooLarge
        return [c for c in checks if self._selected.wants(root, c.shape.node, c.shape.severity)]

    def bundled(self, checks: Sequence[Check]) -> list[Bundle]:
        """The checks, those of one path together; each by itself where answers may be doubted."""
        if not self._dialect.has_lateral:
            return [Bundle((check,), check.query, None) for check in checks]
        return bundles(checks, self._writer(_BUNDLES_FROM))

    def details(self, check: Check, rows: Sequence[Row]) -> list[Check]:
        """What is wrong with the values that do not conform to a shape (``sh:node``).

        :param rows: what the check found: focus nodes for what is asked now.
        """
        constraint, value = check.constraint, check.rows.value
        if not isinstance(constraint, Node) or value is None:
            return []
        chain = tuple(dict.fromkeys((*check.focus.chain, value)))
        shape = self.shape_of(constraint.shape)
        focus = Focus(self._table(chain, rows) or check.rows.pattern, chain)
        try:
            return list(self._checks(check.root, shape, focus, (), first=_DETAILS_FROM))
        except (TooLarge, CannotCompile):
            return []

    def _table(self, columns: Sequence[str], rows: Sequence[Row]) -> str | None:
        """The first columns of the rows as VALUES; None if a blank node is among them."""
        w = self._writer()
        texts = [[w.term(term) for term in row[: len(columns)] if term is not None] for row in rows]
        if not self._dialect.has_lateral or any(None in row for row in texts):
            return None
        table = " ".join(f"({' '.join(filter(None, row))})" for row in texts)
        return f"VALUES ({' '.join(columns)}) {{ {table} }}"

    def _writer(self, first: int = 0) -> Writer:
        return Writer(self._dialect, self.shape_of, first)

    def _checks(
        self,
        root: Resource,
        shape: Shape,
        focus: Focus,
        above: tuple[Resource, ...],
        *,
        first: int = 0,
    ) -> Iterator[Check]:
        if shape.node in above:
            raise ShapesError(
                f"{self._shapes.name(shape.node)} refers to itself, which SHACL leaves undefined",
                at=self._shapes.locate(shape.node),
                spec=SPEC_RECURSION,
            )
        if len(above) >= _LONGEST_CHAIN:
            raise TooLarge
        if shape.is_deactivated:
            return
        for constraint in shape.constraints:
            w = self._writer(first + _VARIABLES * len(above))
            if isinstance(constraint, Property):
                below = self._values(shape, focus, w)
                inner = self.shape_of(constraint.shape)
                yield from self._checks(root, inner, below, (*above, shape.node), first=first)
                continue
            for rows in constraint.rows(focus, shape.path, w):
                yield _check(root, shape, constraint, focus, rows)

    def _values(self, shape: Shape, focus: Focus, w: Writer) -> Focus:
        """The value nodes of a shape, where property shapes within it have their focus nodes."""
        if shape.path is None:
            return focus
        value = w.fresh("node")
        step = w.step(focus.node, shape.path, value)
        return Focus(f"{focus.pattern} {step}", (*focus.chain, value))


_VARIABLES: Final = 10_000
"""How many variables one level of nesting may have."""


def _check(root: Resource, shape: Shape, constraint: Constraint, focus: Focus, rows: Rows) -> Check:
    given = [variable for _, variable in rows.given]
    every = (*focus.chain, rows.value, rows.path, *rows.apart, *given)
    columns = tuple(dict.fromkeys(column for column in every if column is not None))
    return Check(root, shape, constraint, focus, rows, columns)
