"""``python -m benchmarks shacl``."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from benchmarks import report
from benchmarks.shacl import tables
from benchmarks.shacl.comparison import compare, grow
from benchmarks.shacl.promises import Promise, of_comparison, of_growth
from lod_archive.shacl import ENGINES

SIZES: Final = (80_000, 800_000, 8_000_000)
QUICK: Final = 20_000
PREFERRED: Final = next(iter(ENGINES))
"""What ``engine="auto"`` takes."""


@click.command()
@click.option("--triples", default=800_000, show_default=True, help="Of the comparison.")
@click.option("--quick", is_flag=True, help=f"Compare {QUICK:,} triples, once; require nothing.")
@click.option("--growth", is_flag=True, help="Only measure growth, to 8 million triples.")
@click.option("--engine", default=PREFERRED, show_default=True, help="Which of ours.")
@click.option(
    "--purrdf",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=Path(sys.executable) if find_spec("purrdf") else None,
    help="A Python ≥ 3.13 with purrdf, to compare with it too.",
)
@report.options
def shacl(
    *,
    triples: int,
    quick: bool,
    growth: bool,
    engine: str,
    purrdf: Path | None,
    date: str,
    page: Path,
) -> None:
    """Compare validation with pySHACL, pyrudof, purrdf; fail if we are slower than we promise."""
    if quick:
        found = compare(QUICK, engine=engine, times=1, purrdf=purrdf)
        click.echo(tables.comparison(found))
        return
    promises: list[Promise]
    if growth:
        grown = grow(SIZES, engine=engine)
        section, text, promises = "shacl-growth", tables.growth(grown), list(of_growth(grown))
        engines = {grown[0].file.outcome.engine}
    else:
        found = compare(triples, engine=engine, purrdf=purrdf)
        section, text, promises = "shacl", tables.comparison(found), list(of_comparison(found))
        engines = {side.outcome.engine for side in found.sides}
    click.echo(f"\n## {section}\n\n{text}")
    command = _command(triples=triples, growth=growth, engine=engine, purrdf=purrdf)
    report.put(page, section, f"{text}\n\n{report.circumstances(command, date, *engines)}")
    broken = [promise.what for promise in promises if not promise.is_kept]
    if broken:
        raise click.ClickException(f"less than promised: {'; '.join(broken)}")


def _command(*, triples: int, growth: bool, engine: str, purrdf: Path | None) -> str:
    """What was typed, without what is the same as saying nothing, and without local paths."""
    options = [
        ("--growth", growth),
        (f"--triples {triples}", triples != SIZES[1] and not growth),
        (f"--engine {engine}", engine != PREFERRED),
        ("--purrdf PYTHON", purrdf is not None and purrdf != Path(sys.executable) and not growth),
    ]
    return " ".join(["python -m benchmarks shacl", *(text for text, is_used in options if is_used)])
