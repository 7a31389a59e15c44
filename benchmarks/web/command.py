"""``python -m benchmarks web``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from benchmarks import report
from benchmarks.web.comparison import Found, compare

QUICK: Final = 5_000
MOST_SECONDS: Final = 0.25
"""What simple queries may take among hostile ones, in the median."""
LEAST_PAGES: Final = 400
"""How many record pages a second a build must write."""


@click.command()
@click.option("--triples", default=80_000, show_default=True)
@click.option("--seconds", default=8, show_default=True, help="Of each measurement.")
@click.option("--quick", is_flag=True, help=f"{QUICK:,} triples, one second; require nothing.")
@report.options
def web(*, triples: int, seconds: int, quick: bool, date: str, page: Path) -> None:
    """Compare the server with oxigraph and rdflib-endpoint; fail if slower than promised."""
    if quick:
        click.echo(told(compare(QUICK, seconds=1)))
        return
    found = compare(triples, seconds=seconds)
    text = told(found)
    click.echo(text)
    command = " ".join(["python -m benchmarks web", *sys.argv[2:]])
    circumstances = report.circumstances(command, date)
    report.put(page, f"web {triples}", f"{text}\n\n{circumstances}")
    kept = all(each.holds for each in found.compared) and found.besieged <= MOST_SECONDS
    if not kept or found.pages < LEAST_PAGES:
        raise click.ClickException("slower than promised")


def told(found: Found) -> str:
    """What was measured, as a table."""
    lines = [
        f"{found.triples:,} triples; requests a second over 32 connections, 2 for heavy queries:",
        "",
        "| | `lod-archive serve` | beside | | ratio | promised |",
        "|---|--:|---|--:|--:|--:|",
    ]
    for each in found.compared:
        promised = "" if each.least is None else f"≥ {each.least:g}"
        lines.append(
            f"| {each.what} | {each.ours:,.0f} | {each.beside} | {each.other:,.0f} "
            f"| {each.ratio:.2f} | {promised} |"
        )
    lines += [
        "",
        f"While 200 clients ask hostile queries, simple ones take {found.besieged * 1000:,.0f} ms "
        f"in the median (promised: {MOST_SECONDS * 1000:,.0f}); the server and its readers use "
        f"{found.memory:,.0f} MiB together.",
        "",
        f"From the validated graph on, a build writes {found.pages:,.0f} pages of records a "
        f"second, two of each record, with all formats and all else (promised: {LEAST_PAGES}); "
        f"counted from the first record that is read, {found.pages_of_all:,.0f}.",
    ]
    return "\n".join(lines)
