"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.shacl.comparison import Comparison, Growth, Side
from benchmarks.shacl.promises import Promise, of_comparison, of_growth


def comparison(found: Comparison) -> str:
    """All sides, what was promised, and where they differ."""
    often = "once" if found.times == 1 else f"{found.times} times, of which this is the median"
    return "\n".join(
        (
            f"{found.triples:,} triples, {found.pyshacl.outcome.results:,} results. "
            f"lod_archive ran {often}; the others once, in between.",
            "",
            "| | loading (s) | validating (s) | together (s) | processor time (s) "
            "| peak memory (MiB) |",
            "|---|--:|--:|--:|--:|--:|",
            *(_row(side) for side in found.sides),
            "",
            *_promises(of_comparison(found)),
            "",
            *_agreement(found),
        )
    )


def growth(found: Sequence[Growth]) -> str:
    """Our side at growing sizes."""
    return "\n".join(
        (
            "| triples | file to report (s) | µs a triple | loading (s) | validating (s) "
            "| µs a triple | peak memory (MiB) |",
            "|--:|--:|--:|--:|--:|--:|--:|",
            *map(_grown, found),
            "",
            *_promises(of_growth(found)),
        )
    )


def _row(side: Side) -> str:
    outcome, measured = side.outcome, side.measured
    loading = f"{outcome.loading:.2f}" if outcome.loading else ""
    validating = f"{outcome.validating:.2f}" if outcome.loading else ""
    return (
        f"| {side.name} | {loading} | {validating} | {outcome.seconds:.2f} "
        f"| {measured.cpu:.1f} | {measured.memory:.0f} |"
    )


def _promises(promises: Iterable[Promise]) -> list[str]:
    return ["| | must be | is |", "|---|--:|--:|", *map(_promise, promises)]


def _promise(promise: Promise) -> str:
    bound = f"≥ {promise.least:g}" if promise.least else f"≤ {promise.most:g}"
    places = 1 if promise.least else 2
    measured = "not measured" if promise.measured is None else f"{promise.measured:.{places}f}"
    return f"| {promise.what} | {bound} | {measured if promise.is_kept else f'**{measured}**'} |"


def _agreement(found: Comparison) -> list[str]:
    """Where the sides differ in what they find, and who is not there."""
    lines = []
    differing = [side for side in found.sides if side.difference]
    if not differing:
        lines.append("Every side gives the same results.")
    for side in differing:
        what = "; ".join(side.difference.splitlines())
        lines.append(f"{side.name} does not find what pySHACL finds: {what}.")
    if found.pyrudof is None:
        lines.append("pyrudof is not here: `pip install 'lod_archive[benchmark]'`.")
    if not found.purrdf:
        lines.append("purrdf is not here: it needs Python 3.13, see `--purrdf`.")
    return lines


def _grown(one: Growth) -> str:
    file, loaded = one.file.outcome, one.loaded.outcome
    memory = max(one.file.measured.memory, one.loaded.measured.memory)
    return (
        f"| {one.triples:,} | {file.seconds:.2f} | {file.seconds / one.triples * 1e6:.2f} "
        f"| {loaded.loading:.2f} | {loaded.validating:.2f} "
        f"| {loaded.validating / one.triples * 1e6:.2f} | {memory:.0f} |"
    )
