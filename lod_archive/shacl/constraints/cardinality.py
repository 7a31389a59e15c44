"""Cardinality: https://www.w3.org/TR/shacl/#core-components-count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Final, Self

from lod_archive.shacl.constraints.shape import Flag, FocusConstraint
from lod_archive.shacl.constraints.writer import negated
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.constraints.shape import Focus, Rows
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.paths import Path
    from lod_archive.shacl.shapes import Shapes


_FEW: Final = 5
"""Up to how many values are told apart in pairs, where they cannot be counted."""


@dataclass(frozen=True, slots=True)
class MinCount(FocusConstraint):
    """``sh:minCount``: https://www.w3.org/TR/shacl/#MinCountConstraintComponent."""

    component: ClassVar[str] = SH.MinCountConstraintComponent
    number: int

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a least number."""
        return (cls(int(value.value)) for value in shapes.index.all(node, SH.minCount))

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether there are fewer values."""
        return negated(at_least(self.number, node, path, w))

    def flag(self, node: str, path: Path | None, value: str, w: Writer) -> Flag | None:
        """Whether there is no value, where there must be one."""
        if path is None or self.number != 1:
            return None
        return Flag(f"!BOUND({value})", is_of_absence=True)


@dataclass(frozen=True, slots=True)
class MaxCount(FocusConstraint):
    """``sh:maxCount``: https://www.w3.org/TR/shacl/#MaxCountConstraintComponent."""

    component: ClassVar[str] = SH.MaxCountConstraintComponent
    number: int

    @classmethod
    def read(cls, node: Resource, shapes: Shapes) -> Iterator[Self]:
        """One, if there is a greatest number."""
        return (cls(int(value.value)) for value in shapes.index.all(node, SH.maxCount))

    def fails(self, node: str, path: Path | None, w: Writer) -> str:
        """Whether there are more values."""
        return at_least(self.number + 1, node, path, w)

    def flag(self, node: str, path: Path | None, value: str, w: Writer) -> Flag | None:
        """Whether there is another value, where there must be one at most."""
        if path is None or self.number != 1:
            return None
        other = w.fresh()
        step = w.inner_step(node, path, other)
        return Flag(f"EXISTS {{ {step} FILTER(!sameTerm({other}, {value})) }}")

    def rows(self, focus: Focus, path: Path | None, w: Writer) -> Iterator[Rows]:
        """A row for each focus node that has more values."""
        for rows in FocusConstraint.rows(self, focus, path, w):
            if path is None:
                yield rows
            else:
                counted = self._counted(focus.node, path, w)
                yield replace(rows, values_first=focus.after(counted, path))

    def _counted(self, node: str, path: Path, w: Writer) -> str:
        """The pattern that binds a node which has more values, wherever it is from."""
        one, two = w.fresh(), w.fresh()
        if self.number == 1:
            steps = f"{w.step(node, path, one)} {w.step(node, path, two)}"
            return f"{steps} FILTER(!sameTerm({one}, {two}))"
        return (
            f"{{ SELECT {node} WHERE {{ {w.step(node, path, one)} }} GROUP BY {node} "
            f"HAVING (COUNT(DISTINCT {one}) > {self.number}) }}"
        )


def at_least(
    number: int, node: str, path: Path | None, w: Writer, value: str = "", condition: str = ""
) -> str:
    """The condition that a bound node has so many values, different as terms.

    A sub-select groups by the node: it means the same whether an engine evaluates it for each
    node by itself or once for all.

    :param value: the variable that the condition speaks of.
    :param condition: which values count; all, if empty.
    """
    if number <= 0:
        return "true"
    if path is None:
        return (condition or "true") if number == 1 else "false"
    if number == 2 and not condition:
        one, two = w.fresh(), w.fresh()
        steps = w.each_then(w.inner_step(node, path, one), w.inner_step(node, path, two))
        return f"EXISTS {{ {steps} FILTER(!sameTerm({one}, {two})) }}"
    value = value or w.fresh()
    pattern = w.inner_step(node, path, value) + (f" FILTER({condition})" if condition else "")
    if number == 1:
        return f"EXISTS {{ {pattern} }}"
    if not w.dialect.has_lateral and number <= _FEW:
        return _several(number, pattern, value, w)
    return (
        f"EXISTS {{ SELECT {node} WHERE {{ {pattern} }} GROUP BY {node} "
        f"HAVING (COUNT(DISTINCT {value}) >= {number}) }}"
    )


def _several(number: int, pattern: str, value: str, w: Writer) -> str:
    """As many values that differ: plain engines count wrongly within EXISTS, Virtuoso for one."""
    names = [w.fresh() for _ in range(number)]
    each = " ".join(re.sub(rf"{re.escape(value)}\b", name, pattern) for name in names)
    differ = " && ".join(f"!sameTerm({one}, {two})" for one, two in combinations(names, 2))
    return f"EXISTS {{ {each} FILTER({differ}) }}"
