"""``python -m benchmarks``: what lod_archive takes, and what rdflib takes for the same."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from benchmarks import comparison, report
from benchmarks.exports.command import exports
from benchmarks.exports.harvest import harvest
from benchmarks.generate import generate
from benchmarks.matching.command import reconcile
from benchmarks.measure import ROOT
from benchmarks.shacl.command import shacl
from benchmarks.web.command import web
from benchmarks.web.reconciling import served

SIZES = (80_000, 800_000, 8_000_000)
QUICK = 20_000


@click.group(invoke_without_command=True)
@click.option("--triples", default=800_000, show_default=True, help="Of the comparison.")
@click.option("--quick", is_flag=True, help=f"Compare {QUICK:,} triples, once; require nothing.")
@click.option("--growth", is_flag=True, help="Only measure growth, to 8 million triples.")
@click.option("--builds", is_flag=True, help="Only measure the steps of builds.")
@report.options
@click.pass_context
def main(
    context: click.Context,
    *,
    triples: int,
    quick: bool,
    growth: bool,
    builds: bool,
    date: str,
    page: Path,
) -> None:
    """Compare with rdflib and measure builds; fail if we are slower than we promise."""
    if context.invoked_subcommand:
        return
    if quick:
        click.echo(report.comparison(comparison.compare(QUICK, times=1)))
        return
    command = " ".join(["python -m benchmarks", *sys.argv[1:]])
    results: dict[str, str] = {}
    kept = True
    if growth:
        results["growth"] = report.growth(comparison.grow(SIZES))
    if not growth and not builds:
        compared = comparison.compare(triples)
        results["comparison"] = report.comparison(compared)
        kept = compared.holds
    if not growth:
        reference = comparison.build(ROOT)
        results["reference"] = report.build(reference)
        results["build"] = report.build(comparison.build_generated(SIZES[0]))
        kept = kept and reference.without_validation < comparison.MOST_SECONDS
    for section, text in results.items():
        click.echo(f"\n## {section}\n\n{text}")
        report.put(page, section, f"{text}\n\n{report.circumstances(command, date)}")
    if not kept:
        raise click.ClickException("slower, or larger, than promised")


@main.command("generate")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--triples", default=800_000, show_default=True, type=click.IntRange(1, 10_000_000))
@click.option("--seed", default=1935, show_default=True)
def generate_archive(folder: Path, *, triples: int, seed: int) -> None:
    """Write a synthetic archive of about so many triples."""
    generate(folder, triples=triples, seed=seed)


main.add_command(exports)
main.add_command(harvest)
main.add_command(reconcile)
main.add_command(served)
main.add_command(shacl)
main.add_command(web)

if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
