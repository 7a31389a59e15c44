"""Checks of the same path at the same focus nodes, asked together.

To walk from the focus nodes to their values costs more than to look at these. So the query of a
bundle walks once, keeps the rows in which any of its checks finds something, and flags which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.constraints.writer import any_of
from lod_archive.shacl.paths import can_be_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lod_archive.shacl.constraints.shape import Flag, ValuesFirst
    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.data_graph import Row
    from lod_archive.shacl.plan import Check

_TRUE: Final = ox.Literal(True)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One query for one check or several.

    :param query: begins with the focus nodes.
    :param values_first: says the same, and begins with the values.
    :param flags: what each check looks for in a row; none, if there is but one check.
    """

    checks: tuple[Check, ...]
    query: str
    values_first: ValuesFirst | None
    flags: tuple[Flag, ...] = ()

    def found(self, rows: Iterable[Row]) -> Iterator[tuple[Check, Row]]:
        """The checks that found something, each with a row of its own query."""
        if not self.flags:
            return ((self.checks[0], row) for row in rows)
        return self._flagged(rows)

    def _flagged(self, rows: Iterable[Row]) -> Iterator[tuple[Check, Row]]:
        width = len(self.checks[0].focus.chain)
        has_value = self.checks[0].shape.path is not None
        first = width + has_value
        seen: set[tuple[int, Row]] = set()
        for row in rows:
            nodes, value = row[:width], row[width:first]
            for number, flag in enumerate(self.flags):
                if row[first + number] != _TRUE:
                    continue
                if flag.is_of_value:
                    yield self.checks[number], nodes + value
                elif (number, nodes) not in seen:
                    seen.add((number, nodes))
                    yield self.checks[number], nodes


def bundles(checks: Sequence[Check], w: Writer) -> list[Bundle]:
    """The checks, those together that can be.

    >>> bundles([], None)
    []
    """
    found: list[Bundle] = []
    together: dict[object, list[Check]] = {}
    for check in checks:
        key = (check.root, check.focus, check.shape.path)
        together.setdefault(key, []).append(check)
    for group in together.values():
        value = group[0].focus.node if group[0].shape.path is None else w.fresh("value")
        flagged = [
            (check, check.constraint.flag(check.focus.node, check.shape.path, value, w))
            for check in group
        ]
        several = [(check, flag) for check, flag in flagged if flag is not None]
        path = group[0].shape.path
        if len(several) < 2 or (path is not None and can_be_empty(path)):
            found.extend(map(_single, group))
            continue
        found.append(_bundle(several, value, w))
        found.extend(_single(check) for check, flag in flagged if flag is None)
    return found


def _single(check: Check) -> Bundle:
    return Bundle((check,), check.query, check.values_first)


def _bundle(flagged: Sequence[tuple[Check, Flag]], value: str, w: Writer) -> Bundle:
    checks, flags = tuple(check for check, _ in flagged), tuple(flag for _, flag in flagged)
    focus, path = checks[0].focus, checks[0].shape.path
    step = "" if path is None else w.step(focus.node, path, value)
    is_optional = any(flag.is_of_absence for flag in flags)
    conditions = [_condition(flag, value, is_optional=is_optional) for flag in flags]
    variables = [w.fresh("flag") for _ in flags]
    flagging = f"FILTER({any_of(conditions)}) " + " ".join(
        f"BIND({condition} AS {variable})"
        for condition, variable in zip(conditions, variables, strict=True)
    )
    columns = " ".join(dict.fromkeys((*focus.chain, value, *variables)))
    select = f"SELECT DISTINCT {columns}"
    walk = f"OPTIONAL {{ {step} }}" if is_optional else step
    other = None
    if path is not None and all(flag.is_of_value for flag in flags):
        other = focus.after_values(path, value, flagging, w)
    elif path is not None and not is_optional:
        other = focus.after(f"{step} {flagging}", path)
    return Bundle(
        checks,
        f"{select} WHERE {{ {focus.pattern} {walk} {flagging} }}",
        None if other is None else other.within(select),
        flags,
    )


def _condition(flag: Flag, value: str, *, is_optional: bool) -> str:
    """The flag's condition, never evaluated without a value if it is about one.

    IF, and not ``&&``, of which Oxigraph may evaluate either side first: EXISTS about no value in
    particular looks at everything.
    """
    if is_optional and not flag.is_of_absence:
        return f"IF(BOUND({value}), {flag.condition}, false)"
    return flag.condition
