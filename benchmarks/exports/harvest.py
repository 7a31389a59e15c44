"""``python -m benchmarks harvest``: what a page of OAI-PMH takes."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import click

from benchmarks import report
from benchmarks.exports.command import ESSAYS, QUICK
from benchmarks.measure import run

MOST: Final = 0.050
"""How many seconds of processor time a page of 100 records may take."""


@click.command()
@click.option("--essays", default=ESSAYS, show_default=True)
@click.option("--quick", is_flag=True, help=f"{QUICK} essays; require nothing.")
@report.options
def harvest(*, essays: int, quick: bool, date: str, page: Path) -> None:
    """Measure pages of OAI-PMH in each format; fail if one takes longer than promised."""
    with TemporaryDirectory() as folder:
        number = str(QUICK if quick else essays)
        found = run("benchmarks.exports.pages", folder, number).json
    text = told(found)
    click.echo(text)
    if quick:
        return
    command = " ".join(["python -m benchmarks harvest", *sys.argv[2:]])
    report.put(page, "harvest", f"{text}\n\n{report.circumstances(command, date)}")
    if any(max(took) >= MOST for verbs in found["pages"].values() for took in verbs.values()):
        raise click.ClickException("slower than promised")


def told(found: dict[str, Any]) -> str:
    """What was measured, as a table."""
    lines = [
        f"{found['records']:,} records, 100 on a page; processor time.",
        "",
        "| format | verb | pages | usual (ms) | slowest (ms) | promised |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for prefix, verbs in found["pages"].items():
        for verb, took in verbs.items():
            usual, slowest = (1000 * seconds for seconds in (median(took), max(took)))
            lines.append(
                f"| `{prefix}` | {verb} | {len(took)} | {usual:.1f} | {slowest:.1f} "
                f"| < {1000 * MOST:.0f} |"
            )
    return "\n".join(lines)
