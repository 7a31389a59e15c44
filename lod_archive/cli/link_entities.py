"""What of an archive can be linked, as the commands of ``link`` need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from lod_archive.cli.options import FOLDER

if TYPE_CHECKING:
    from lod_archive.cli.progress import StatusLine
    from lod_archive.matching import Entity
    from lod_archive.pipeline import Archive

archive_option: Final = click.option(
    "-a",
    "--archive",
    metavar="DIR",
    type=FOLDER,
    default=".",
    help="The folder of the archive; the working folder unless said otherwise.",
)


def entities_of(archive: Archive, progress: StatusLine) -> dict[str, Entity]:
    """The entities that can be linked, those with a name, by IRI."""
    from lod_archive.matching import read_entities

    with archive.source(progress) as source:
        progress("reading names", 0)
        return {entity.iri: entity for entity in read_entities(source)}
