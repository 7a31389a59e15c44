"""What can be asked: an archive as it is now, a publication, or files of RDF."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lod_archive.archive import SETTINGS_FILE
from lod_archive.cli.places import places_from_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.pipeline import Progress
    from lod_archive.query import Source


@contextmanager
def open_sources(paths: Sequence[str], progress: Progress) -> Iterator[Source]:
    """What lies at these paths, for as long as the context lasts.

    :raises ArchiveError: if it cannot be read.
    """
    if len(paths) == 1 and is_archive(paths[0]):
        from lod_archive.pipeline import Archive

        with places_from_here(paths[0]), Archive.open(paths[0]).source(progress) as source:
            yield source
    else:
        from lod_archive.query import open_source

        yield open_source(*paths)


def is_archive(path: str | Path) -> bool:
    """Whether this is the folder of an archive."""
    return (Path(path) / SETTINGS_FILE).is_file()


def archive_of(paths: Sequence[str]) -> Path:
    """The archive that a source comes from: itself, or the folder above, or the working folder."""
    first = Path(paths[0])
    return next((each for each in (first, first.absolute().parent) if is_archive(each)), Path())
