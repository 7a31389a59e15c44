"""``lod-archive new``: a small archive to change."""

from __future__ import annotations

from pathlib import Path

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import quiet_option
from lod_archive.cli.places import quoted


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", metavar="IRI", help="The IRI that all ids begin with; ends in a slash.")
@click.option("--title", metavar="TEXT", help="What the archive is called.")
@quiet_option
def new(folder: Path, base: str | None, title: str | None, quiet: bool) -> None:
    """Start an archive in FOLDER: settings, a few records, a query.

    The records are invented, and show how an event with a disputed date is written. FOLDER must
    be new or empty.

    For example:

      lod-archive new my-archive
      lod-archive new letters --base https://example.org/letters/ --title "Letters of a miner"

    Exit codes: 0 started, 2 it could not be: the folder holds something, the base is no IRI.
    """
    from lod_archive.scaffold import new_archive

    created = new_archive(folder, base=base, title=title)
    if not quiet:
        listed = "\n".join(f"  {path.as_posix()}" for path in created)
        build = f"lod-archive build {quoted(folder)}"
        terminal.notice(f"started an archive in {folder.as_posix()}:\n{listed}\nnext: {build}")
