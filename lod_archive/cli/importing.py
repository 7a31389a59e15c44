"""``lod-archive import``: records from what others publish."""

from __future__ import annotations

from contextlib import nullcontext

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import quiet_option
from lod_archive.cli.places import near
from lod_archive.cli.progress import StatusLine
from lod_archive.cli.sources import STANDARD_INPUT, STDIN, open_archive, piped_as_file
from lod_archive.cli.terminal import counted


@click.command("import", cls=Command)
@click.argument("form", metavar="FORM", type=click.Choice(["wikibase"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--archive",
    default=".",
    show_default=True,
    type=click.Path(exists=True, file_okay=False),
    help="The archive that gets the records.",
)
@click.option(
    "--into",
    metavar="FOLDER",
    default="data/wikibase",
    show_default=True,
    help="Where in the archive, below data/. Claims go to data/claims/.",
)
@click.option(
    "--type",
    "kind",
    metavar="CLASS",
    help="What items are that do not say so: Person, Place, Event …",
)
@click.option(
    "--losses",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write what cannot be expressed, as CSV, to this file; - is standard output.",
)
@quiet_option
def import_(
    form: str,
    file: str,
    archive: str,
    into: str,
    kind: str | None,
    losses: str | None,
    quiet: bool,
) -> None:
    """Turn entities of a Wikibase into records, with the sources of their statements.

    FORM is wikibase. FILE holds entities in its JSON: a dump, one entity a line, or what
    Special:EntityData answers; it may be packed by gzip, and - is standard input. Properties are
    those that the file describes, as lod-archive export wikibase writes them, else those of
    ontology/wikidata-properties.yaml. Files are new: nothing is overwritten.

    For example:

      lod-archive import wikibase entities.json --into data/miners
      zcat dump.json.gz | lod-archive import wikibase - --type Person --losses lost.csv

    Exit codes: 0 imported, 2 the file cannot be read, or a file is there already.
    """
    from lod_archive.archive import ArchiveFolder
    from lod_archive.imports.wikibase import import_entities
    from lod_archive.publish.profiles import as_csv

    open_archive(archive)
    report = nullcontext() if losses is None else terminal.output_for_programs(losses)
    with report as lost, piped_as_file(file) as path, StatusLine(quiet=quiet) as progress:
        done = import_entities(
            ArchiveFolder.open(archive),
            path,
            into=into,
            kind=kind,
            name=STANDARD_INPUT if file == STDIN else file,
            progress=progress,
        )
        if lost is not None:
            lost.write(as_csv(done.losses).decode())
    if not quiet:
        files = "".join(f"\n  {near(each)}" for each in done.files)
        terminal.notice(f"{counted(done.records, 'record')} from {form}{files}")
        if done.losses:
            kinds = counted(len(done.losses), "kind")
            terminal.notice(f"{kinds} of things cannot be expressed, see --losses")
        terminal.notice("next: lod-archive validate")
