"""``lod-archive new``: a small archive to change."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", metavar="IRI", help="The IRI that all ids begin with; ends in a slash.")
@click.option("--title", help="What the archive is called.")
def new(folder: Path, base: str | None, title: str | None) -> None:
    """Start an archive in FOLDER: settings, a few records, a query.

    The records are invented, and show how an event with a disputed date is written. The folder
    must be new or empty.
    """
    from lod_archive.scaffold import new_archive

    created = new_archive(folder, base=base, title=title)
    for path in created:
        click.echo(f"  {path}", err=True)
    click.echo(f"started an archive in {folder}; next: lod-archive build {folder}", err=True)
