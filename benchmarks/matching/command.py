"""``python -m benchmarks reconcile``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

from benchmarks import report
from benchmarks.matching.comparison import Matched, Speed, quality, speed
from benchmarks.matching.labelled import DEEP
from benchmarks.matching.ours import BATCH

NAMES: Final = 100_000
QUICK: Final = 2_000
MOST_SECONDS: Final = {"the reference archive": 0.1, "generated": 0.5}
"""What a batch may take, in the median: processor time, as a machine may have other work."""


@click.command()
@click.option("--names", default=NAMES, show_default=True, help="Of the generated people.")
@click.option(
    "--csv-reconcile",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The Python of an environment with csv-reconcile, to be measured beside.",
)
@click.option("--quick", is_flag=True, help=f"{QUICK:,} names; require nothing.")
@report.options
def reconcile(
    *, names: int, csv_reconcile: Path | None, quick: bool, date: str, page: Path
) -> None:
    """Measure how well and how fast names are matched; fail if slower or worse than promised."""
    wanted = QUICK if quick else names
    speeds = [speed("the reference archive", 0), speed("generated", wanted)]
    matched = quality(csv_reconcile)
    text = told(speeds, matched)
    click.echo(text)
    if quick:
        return
    command = " ".join(["python -m benchmarks reconcile", *sys.argv[2:]])
    engines = (f"rapidfuzz {version('rapidfuzz')}", f"anyascii {version('anyascii')}")
    report.put(page, "reconcile", f"{text}\n\n{report.circumstances(command, date, *engines)}")
    slow = [each for each in speeds if each.processor > MOST_SECONDS[each.what]]
    wrong = [each for each in matched if each.by == "lod_archive" and each.quality.false]
    if slow or wrong:
        raise click.ClickException("slower or worse than promised")


def told(speeds: Sequence[Speed], matched: Sequence[Matched]) -> str:
    """What was measured, as two tables."""
    lines = [
        "| names of | entities | index (s) | index (MiB) | open (ms) "
        f"| {BATCH} queries (ms) | processor time (ms) | worst (ms) | promised (ms) "
        "| peak memory (MiB) |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {each.what} | {each.entities:,} | {each.written:.1f} | {each.size:.1f} "
        f"| {1000 * each.opened:.0f} | {1000 * each.wall:.0f} "
        f"| {1000 * each.processor:.0f} | {1000 * each.worst:.0f} "
        f"| ≤ {1000 * MOST_SECONDS[each.what]:.0f} | {each.memory:.0f} |"
        for each in speeds
    ]
    lines += [
        "",
        f"| names | by | precision at 1 | recall at {DEEP} | safe matches | false ones "
        f"| {BATCH} queries (ms) |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| `{each.file}` | {each.by} | {each.quality.precision:.3f} | {each.quality.recall:.3f} "
        f"| {each.quality.safe} of {each.quality.wanted} | {len(each.quality.false)} "
        f"| {1000 * each.batch:.0f} |"
        for each in matched
    ]
    return "\n".join(lines)
