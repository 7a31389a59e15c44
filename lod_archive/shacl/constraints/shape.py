"""Shapes as they are evaluated, and what a constraint is to a query."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from lod_archive.shacl.constraints.writer import any_of
from lod_archive.shacl.paths import Sequence, backwards, first_step

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Inverse, Path, Predicate


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: https://www.w3.org/TR/shacl/#shapes.

    :param path: of a property shape; None for a node shape.
    :param messages: its ``sh:message``, in every language.
    """

    node: Resource
    path: Path | None
    severity: str
    messages: tuple[ox.Literal, ...]
    is_deactivated: bool
    constraints: tuple[Constraint, ...]

    def fails(self, node: str, w: Writer) -> str:
        """The condition that a bound node does not conform, deactivated or not. It never errs.

        All that is asked of each value is asked in one walk to the values.
        """
        of_values = [c for c in self.constraints if isinstance(c, ValueConstraint)]
        others = [c for c in self.constraints if not isinstance(c, ValueConstraint)]
        rejected = _any_rejected(of_values, node, self.path, w)
        return any_of([rejected, *(c.fails(node, self.path, w) for c in others)])


@dataclass(frozen=True, slots=True)
class Focus:
    """Where focus nodes come from.

    :param pattern: binds the variables.
    :param chain: the focus node of the shape with the target, and of every property shape on the
        way to this one; the last is the focus node.
    """

    pattern: str
    chain: tuple[str, ...]

    @property
    def node(self) -> str:
        """The variable of the focus node."""
        return self.chain[-1]

    def after(self, pattern: str, path: Path) -> ValuesFirst | None:
        """A pattern that binds the focus node, and then this; None where it must come first.

        LATERAL, and not a second FILTER: Oxigraph may evaluate filters in any order. After LATERAL
        no VALUES may bind what is bound already.

        :param path: with which the pattern begins.
        """
        first = first_step(path)
        if first is None or len(self.chain) > 1 or f"VALUES {self.node} " in self.pattern:
            return None
        return ValuesFirst(f"{{ {pattern} }} LATERAL {{ {self.pattern} }}", first)

    def after_values(self, path: Path, value: str, test: str, w: Writer) -> ValuesFirst | None:
        """The same, for a test of nothing but a value: each is tested once, wherever it is from.

        A path of several steps is then walked backwards, from the values that are left.
        """
        last = path.steps[-1] if isinstance(path, Sequence) else None
        if last is None or first_step(last) is None:
            return self.after(f"{w.step(self.node, path, value)} {test}", path)
        values = f"SELECT DISTINCT {value} WHERE {{ {w.step(w.fresh(), last, value)} }}"
        back = w.inner_step(value, backwards(path), self.node)
        return self.after(f"{{ {{ {values} }} {test} }} LATERAL {{ {back} }}", last)


@dataclass(frozen=True, slots=True)
class ValuesFirst:
    """What a pattern says, said so that it begins with the values instead of the focus nodes.

    :param sparql: the pattern, or a query around it.
    :param step: from a focus node to its values; all triples of its property are looked at.
    :param excluding: yet another way, better where there are more values than it looks at.
    """

    sparql: str
    step: Predicate | Inverse
    excluding: Excluding | None = None

    def within(self, select: str) -> ValuesFirst:
        """A query with this pattern."""
        other = self.excluding
        return replace(
            self,
            sparql=_within(select, self.sparql),
            excluding=other and replace(other, sparql=_within(select, other.sparql)),
        )


@dataclass(frozen=True, slots=True)
class Excluding:
    """The same once more: right values are put into a table, instead of each being looked up.

    :param members: the pattern that binds a variable to all that is right.
    """

    sparql: str
    members: str


def _within(select: str, pattern: str) -> str:
    return f"{select} WHERE {{ {pattern} }}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The violations of a constraint as rows of a query: one row, one result.

    :param pattern: what binds the variables, the focus nodes' own pattern included.
    :param value: the variable of ``sh:value``.
    :param path: the variable of ``sh:resultPath``, where it is not the shape's.
    :param apart: variables that are not shown, but keep results apart.
    :param given: name → variable, for messages that mention it.
    :param is_distinct: whether equal rows are one result.
    :param values_first: another way to say the same, to be preferred where the path leads to few.
    """

    pattern: str
    value: str | None = None
    path: str | None = None
    apart: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    is_distinct: bool = True
    values_first: ValuesFirst | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A constraint's condition on one value of a focus node.

    :param is_of_value: whether each value for which it holds is a result; else the focus node is
        one, however many there are.
    :param is_of_absence: whether it holds where there is no value at all.
    """

    condition: str
    is_of_value: bool = False
    is_of_absence: bool = False


class Constraint(ABC):
    """What a shape demands: https://www.w3.org/TR/shacl/#constraints."""

    __slots__ = ()
    component: ClassVar[str]
    """The IRI of the constraint component."""

    @property
    def inner_shapes(self) -> tuple[Resource, ...]:
        """The shapes that it refers to, and evaluates at the value nodes."""
        return ()

    @abstractmethod
    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """The condition that a bound focus node violates the constraint. It never errs."""

    @abstractmethod
    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """The violations at all focus nodes."""

    def flag(self, node: str, path: Path | None, value: str, w: Writer) -> Flag | None:
        """How to see a violation at a bound focus node and one of its values, if that is enough."""
        return None


class ValueConstraint(Constraint):
    """A constraint on each value node by itself."""

    __slots__ = ()

    @abstractmethod
    def rejects(self, value: str, w: Writer) -> str:
        """The condition that a bound value node violates the constraint. It never errs."""

    def flag(self, node: str, path: Path | None, value: str, w: Writer) -> Flag | None:
        """Whether the value is rejected."""
        condition = self.rejects(value, w)
        return None if condition == "false" else Flag(condition, is_of_value=True)

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether any value node is rejected."""
        return _any_rejected([self], node, path, w)

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each value node that is rejected."""
        value = focus.node if path is None else w.fresh("value")
        condition = self.rejects(value, w)
        if condition == "false":
            return
        if path is None:
            yield Rows(f"{focus.pattern} FILTER({condition})", value=value)
            return
        step = w.step(focus.node, path, value)
        yield Rows(
            f"{focus.pattern} {step} FILTER({condition})",
            value=value,
            values_first=self._values_first(focus, path, value, f"FILTER({condition})", w),
        )

    def right_values(self, value: str, w: Writer) -> str | None:
        """The pattern that binds a variable to all nodes that are not rejected, if there is one."""
        return None

    def _values_first(
        self, focus: Focus, path: Path, value: str, test: str, w: Writer
    ) -> ValuesFirst | None:
        found, members = focus.after_values(path, value, test, w), self.right_values(value, w)
        if found is None or members is None:
            return found
        other = focus.after_values(path, value, f"MINUS {{ {members} }}", w)
        return other and replace(found, excluding=Excluding(other.sparql, members))


class FocusConstraint(Constraint):
    """A constraint on the value nodes of a focus node taken together: one result at most."""

    __slots__ = ()

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterable[Rows]:
        """A row for each focus node that violates it."""
        condition = self.fails(focus.node, path, w)
        if condition != "false":
            yield Rows(f"{focus.pattern} FILTER({condition})")


def _any_rejected(
    constraints: Iterable[ValueConstraint], node: str, path: Path | None, w: Writer
) -> str:
    """The condition that any value node of a bound node is rejected by any of the constraints."""
    value = node if path is None else w.fresh()
    condition = any_of([constraint.rejects(value, w) for constraint in constraints])
    if path is None or condition == "false":
        return condition
    return f"EXISTS {{ {w.inner_step(node, path, value)} FILTER({condition}) }}"
