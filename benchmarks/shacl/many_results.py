"""What a report of a million results takes, in each format.

``python -m benchmarks.shacl.many_results`` prints a row for each; the last column is the memory
that the same data takes when it has nothing wrong.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import click

from benchmarks.measure import run

FORMATS: Final = ("text", "csv", "json", "sarif", "turtle", "jsonld")
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_SHAPES: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://a.example/> .
ex:Named sh:targetClass ex:Thing ; sh:property ex:name .
ex:name sh:path {path} ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "a name is missing" .
"""


@click.command()
@click.option("--results", default=1_000_000, show_default=True, help="How many things are wrong.")
def main(*, results: int) -> None:
    """Measure validation from file to report, with nothing wrong, and with everything."""
    with tempfile.TemporaryDirectory() as name:
        data, shapes, report = (Path(name) / each for each in ("d.nt", "s.ttl", "report"))
        with data.open("w", encoding="utf-8") as file:
            file.writelines(
                f"<http://a.example/{number}> {_TYPE} <http://a.example/Thing> .\n"
                for number in range(results)
            )
        given = ("validate", data, "--shapes", shapes, "--output", report, "--quiet")
        shapes.write_text(_SHAPES.format(path=f"[ sh:alternativePath ( ex:name {_TYPE} ) ]"))
        sound = run("lod_archive", *given)
        click.echo("| format | seconds | MiB written | peak MiB | peak MiB if nothing is wrong |")
        click.echo("|---|---|---|---|---|")
        shapes.write_text(_SHAPES.format(path="ex:name"))
        for form in FORMATS:
            one = run("lod_archive", *given, "--format", form)
            written = report.stat().st_size / 2**20
            row = f"{one.wall:.0f} | {written:.0f} | {one.memory:.0f} | {sound.memory:.0f}"
            click.echo(f"| {form} | {row} |")


if __name__ == "__main__":
    main()
