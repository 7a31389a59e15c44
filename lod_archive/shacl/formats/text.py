"""For people in a terminal: how many of what, then each result with its place and remedy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TextIO

from lod_archive.shacl.formats.wording import component_name, level, shape_name, subject
from lod_archive.shacl.names import counted, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.report import Report, Result

_MOST: Final = 10
"""How many lines a summary has."""


def write_text(report: Report, out: TextIO) -> None:
    """Write a summary by shape and by constraint, then one paragraph for each result."""
    out.write(f"{_verdict(report)}\n")
    if report.results:
        for heading, key in (("shape", shape_name), ("constraint", _constraint)):
            counts = Counter(key(report, result) for result in report.results)
            out.writelines(_table(heading, counts))
    for result in report.results:
        out.writelines(f"{line}\n" for line in _paragraph(report, result))


def _verdict(report: Report) -> str:
    levels = Counter(level(result) for result in report.results)
    parts = [
        counted(levels[name], name) if name != "information" else f"{levels[name]} for information"
        for name in ("violation", "warning", "information")
        if levels[name]
    ]
    nodes = counted(sum(report.checked.values()), "node")
    engine = f" by {report.engine}" if report.engine else ""
    done = f"{nodes} checked against {counted(len(report.checked), 'shape')}{engine}"
    return f"{', '.join(parts) or 'conforms'}: {done}"


def _table(heading: str, counts: Counter[str]) -> Iterator[str]:
    yield f"\nby {heading}\n"
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    width = len(f"{rows[0][1]:,}")
    for name, number in rows[:_MOST]:
        yield f"  {number:>{width},}  {name}\n"
    if len(rows) > _MOST:
        rest = sum(number for _, number in rows[_MOST:])
        yield f"  {rest:>{width},}  in {len(rows) - _MOST} more\n"


def _paragraph(report: Report, result: Result) -> Iterator[str]:
    place = f"{result.at}: " if result.at else ""
    yield ""
    yield f"{place}{level(result)}: {plain(result.message())}"
    yield f"  of:    {subject(report, result)}"
    if result.value is not None and result.value != result.focus_node:
        yield f"  value: {shown(result.value, report.prefixes)}"
    yield f"  shape: {shape_name(report, result)}"
    for detail in result.details:
        yield f"  because: {plain(detail.message())}"
    if result.hint:
        yield f"  hint:  {plain(result.hint)}"


def _constraint(report: Report, result: Result) -> str:
    return component_name(result)
