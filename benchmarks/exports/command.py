"""``python -m benchmarks exports``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from benchmarks import report
from benchmarks.measure import Measured, run

OURS: Final = "lod_archive"
ESSAYS: Final = 30_000
QUICK: Final = 300
FORMS: Final = {"edm": "xml", "marc": "bibliographic.xml", "wikibase": "json"}
"""What is measured: profiles, and the form of each that the other side writes."""
RIVALS: Final = {"marc": ("rdflib and pymarc", "benchmarks.exports.rival_marc")}
"""What is measured beside them, where there is something."""
LEAST: Final = {"edm": 2000, "marc": 2000, "wikibase": 1000}
"""How many records a second each must write."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export took, all in all: the start of Python, reading, writing, counting losses."""

    profile: str
    by: str
    records: int
    measured: Measured

    @property
    def speed(self) -> float:
        """Records a second."""
        return self.records / self.measured.wall


@click.command()
@click.argument("profiles", nargs=-1, type=click.Choice(sorted(FORMS)))
@click.option("--essays", default=ESSAYS, show_default=True)
@click.option("--quick", is_flag=True, help=f"{QUICK} essays; require nothing.")
@report.options
def exports(profiles: tuple[str, ...], *, essays: int, quick: bool, date: str, page: Path) -> None:
    """Measure exports through PROFILES (all, if none is named); fail if slower than promised."""
    wanted = profiles or tuple(sorted(FORMS))
    if quick:
        click.echo(told(compare(wanted, QUICK)))
        return
    found = compare(wanted, essays)
    text = told(found)
    click.echo(text)
    command = " ".join(["python -m benchmarks exports", *sys.argv[2:]])
    circumstances = report.circumstances(command, date, f"pymarc {version('pymarc')}")
    report.put(page, "exports", f"{text}\n\n{circumstances}")
    slow = [one for one in found if one.by == OURS and one.speed < LEAST.get(one.profile, 0)]
    if slow:
        raise click.ClickException("slower than promised")


def compare(profiles: tuple[str, ...], essays: int) -> list[Exported]:
    """Ours, and what stands beside it, each in a process of its own."""
    found = []
    with TemporaryDirectory() as temporary:
        folder, file = Path(temporary), Path(temporary) / "exported"
        run("benchmarks.exports.essays", folder, str(essays))
        for profile in profiles:
            ours = run("benchmarks.exports.ours", folder, profile, FORMS[profile], file)
            found.append(Exported(profile, OURS, ours.json["records"], ours))
            if profile in RIVALS:
                name, module = RIVALS[profile]
                other = run(module, folder, file)
                found.append(Exported(profile, name, other.json["records"], other))
    return found


def told(found: list[Exported]) -> str:
    """What was measured, as a table."""
    lines = [
        "| profile | by | records | records a second | time (s) | processor time (s) "
        "| peak memory (MiB) | promised |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for one in found:
        least = LEAST.get(one.profile) if one.by == OURS else None
        lines.append(
            f"| `{one.profile}` | {one.by} | {one.records:,} | {one.speed:,.0f} "
            f"| {one.measured.wall:.1f} | {one.measured.cpu:.1f} | {one.measured.memory:,.0f} "
            f"| {f'≥ {least:,}' if least else ''} |"
        )
    return "\n".join(lines)
