"""What can be asked: an archive as it is now, a publication, or files of RDF."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from lod_archive.archive import SETTINGS_FILE
from lod_archive.cli.places import near, places_from_here, places_told_by
from lod_archive.errors import Location, QueryError, SettingsError, ShapesError
from lod_archive.vocab.iris import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.pipeline import Archive, Progress
    from lod_archive.query import Source
    from lod_archive.shacl import Shapes

STDIN: Final = "-"
"""What stands for standard input among paths."""
STANDARD_INPUT: Final = "standard input"
"""What errors call it."""
_WEB: Final = ("http://", "https://")
_QUERIES: Final = "queries"
_PIPED: Final = "stdin.trig"
"""A file of TriG, which Turtle and N-Triples are, too."""


def open_archive(path: str) -> Archive:
    """The archive in this folder.

    :raises SettingsError: if it is none, or its settings are not right.
    """
    from lod_archive.pipeline import Archive

    if not is_archive(path):
        raise SettingsError(f"no {SETTINGS_FILE} in {Path(path).resolve()}", hint=_hint(path))
    return Archive.open(path)


@contextmanager
def open_sources(paths: Sequence[str], progress: Progress) -> Iterator[Source]:
    """What lies at these paths, for as long as the context lasts.

    :raises ArchiveError: if it cannot be read.
    """
    from lod_archive.query import open_source
    from lod_archive.store.embedded import is_store

    unquoted = "; a query of several words stands in quotation marks" if paths[1:] else ""
    check_existence(paths, unquoted)
    folder = Path(paths[0])
    if is_archive(folder) and len(paths) == 1:
        with places_from_here(folder), open_archive(paths[0]).source(progress) as source:
            yield source
    elif folder.is_dir() and not is_store(folder) and not (folder / MANIFEST).is_file():
        raise QueryError(
            f"{folder} is neither an archive, nor a publication, nor a store", hint=_hint(folder)
        )
    else:
        yield open_source(*paths)


def read_shapes(paths: Sequence[str]) -> Shapes:
    """The shapes in files, in folders of files, and those that archives are validated with.

    :raises ShapesError: if they cannot be read, or a folder has none.
    """
    from lod_archive.shacl import Shapes
    from lod_archive.shacl.opening import local_data

    files: dict[str, None] = {}
    for path in paths:
        own = open_archive(path).shapes if is_archive(path) else ()
        files |= dict.fromkeys(map(near, own) if own else (path,))
    return Shapes.read(local_data(list(files), blame=ShapesError))


@contextmanager
def piped_as_file(path: str) -> Iterator[str]:
    """The path of a file; for ``-`` that of a copy of standard input, which can be read again."""
    if path != STDIN:
        yield path
        return
    with TemporaryDirectory(prefix="lod-archive-") as folder:
        piped = Path(folder) / "stdin"
        with piped.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield str(piped)


def is_url(path: str) -> bool:
    """Whether this is the URL of an endpoint."""
    return path.startswith(_WEB)


@contextmanager
def stdin_as_file(paths: Sequence[str]) -> Iterator[list[str]]:
    """The paths, with a file for standard input, for as long as the context lasts.

    It can be read again and again, and errors have its lines.
    """
    if STDIN not in paths:
        yield list(paths)
        return
    with TemporaryDirectory(prefix="lod-archive-") as folder:
        piped = Path(folder) / _PIPED
        with piped.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)

        def called(at: Location | None) -> Location | None:
            return replace(at, file=STANDARD_INPUT) if at and at.file == str(piped) else at

        with places_told_by(called):
            yield [str(piped) if path == STDIN else path for path in paths]


def is_archive(path: str | Path) -> bool:
    """Whether this is the folder of an archive."""
    return (Path(path) / SETTINGS_FILE).is_file()


def archive_of(paths: Sequence[str]) -> Path:
    """The archive that a source comes from: itself, or the folder above, or the working folder."""
    first = Path(paths[0])
    return next((each for each in (first, first.absolute().parent) if is_archive(each)), Path())


def queries_of(paths: Sequence[str]) -> Path:
    """The folder of named queries that go with a source: an archive's, or what it published."""
    own = archive_of(paths) / _QUERIES
    published = Path(paths[0]) / _QUERIES
    return published if published.is_dir() and not own.is_dir() else own


def check_existence(paths: Sequence[str], more: str = "") -> None:
    """Refuse a path that leads nowhere.

    :param more: what else to say of it.
    """
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(f"there is no file or folder “{path}”{more}")


def _hint(path: str | Path) -> str:
    above = next((each for each in Path(path).resolve().parents if is_archive(each)), None)
    if above is not None:
        return f"the archive is above, in {near(above)}: give that folder"
    return "give the folder of an archive, or start one with: lod-archive new FOLDER"
