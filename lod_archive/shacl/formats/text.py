"""For people in a terminal: how many of what, then each result with its place and remedy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TextIO

from lod_archive.shacl.formats.wording import component_name, shape_name, subject
from lod_archive.shacl.names import counted, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.findings import Kind
    from lod_archive.shacl.report import Report, Result

_MOST: Final = 10
"""How many lines a summary has."""


def write_text(report: Report, out: TextIO, *, more: str = "") -> None:
    """Write a summary by shape and by constraint, then one paragraph for each result.

    :param more: how to see the results left out, if there are some.
    """
    out.write(f"{verdict(report)}\n")
    for heading, texts in (("not checked", report.unchecked), ("note", report.notes)):
        out.writelines(f"{heading}: {plain(text)}\n" for text in texts)
    if report.tally:
        for heading, key in (("shape", shape_name), ("constraint", _constraint)):
            counts: Counter[str] = Counter()
            for kind, number in report.tally.items():
                counts[key(report, kind)] += number
            out.writelines(_table(heading, counts))
    for result in report.results:
        out.writelines(f"{line}\n" for line in _paragraph(report, result))
    if report.omitted:
        before = "\n… and " if report.results else "\n"
        out.write(f"{before}{report.omitted:,} more{more}\n")


def verdict(report: Report) -> str:
    """How many of what, on one line."""
    parts = [
        counted(number, level) if level != "information" else f"{number:,} for information"
        for level, number in report.counts.items()
        if number
    ]
    nodes = counted(sum(report.checked.values()), "node")
    engine = f" by {report.engine}" if report.engine else ""
    done = f"{nodes} checked against {counted(len(report.checked), 'shape')}{engine}"
    nothing = "conforms" if report.is_complete else "not everything could be checked"
    return f"{', '.join(parts) or nothing}: {done}"


def _table(heading: str, counts: Counter[str]) -> Iterator[str]:
    yield f"\nby {heading}\n"
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    shown, rest = rows[:_MOST], rows[_MOST:]
    total = sum(number for _, number in rest)
    width = max(len(f"{number:,}") for number in (rows[0][1], total))
    for name, number in shown:
        yield f"  {number:>{width},}  {name}\n"
    if rest:
        yield f"  {total:>{width},}  in {len(rest)} more\n"


def _paragraph(report: Report, result: Result) -> Iterator[str]:
    place = f"{result.at}: " if result.at else ""
    yield ""
    yield f"{place}{result.level}: {plain(result.message())}"
    yield f"  of:    {subject(report, result)}"
    if result.value is not None and result.value != result.focus_node:
        yield f"  value: {shown(result.value, report.prefixes)}"
    yield f"  shape: {shape_name(report, result)}"
    for detail in result.details:
        yield f"  because: {plain(detail.message())}"
    if result.hint:
        yield f"  hint:  {plain(result.hint)}"


def _constraint(report: Report, kind: Kind) -> str:
    return component_name(kind, report.prefixes)
