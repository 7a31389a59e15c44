"""Places in an archive's files, as they are found from where the command was given."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lod_archive.errors import ArchiveError, ArchiveErrors, Location

if TYPE_CHECKING:
    from lod_archive.shacl import Report


@contextmanager
def places_from_here(archive: str | Path) -> Iterator[None]:
    """Let errors name files from the working folder, not from the archive's.

    An editor, or a click in the terminal, then finds ``mine/data/x.yaml:3:1``.
    """
    with places_told_by(lambda at: from_here(at, Path(archive))):
        yield


@contextmanager
def places_told_by(tell: Callable[[Location | None], Location | None]) -> Iterator[None]:
    """Let errors name other places: what this function makes of each."""
    try:
        yield
    except ArchiveError as error:
        for each in error.errors if isinstance(error, ArchiveErrors) else (error,):
            each.at = tell(each.at)
        raise


def report_from_here(report: Report, archive: str | Path) -> Report:
    """The report, with its places found from the working folder."""
    return report.located(lambda result: from_here(result.at, Path(archive)))


def from_here(at: Location | None, archive: Path) -> Location | None:
    """The place, its file found from the working folder if it is one of the archive's."""
    if at is None or not (archive / at.file).exists():
        return at
    return replace(at, file=near(archive / at.file))


def near(path: Path) -> str:
    """The path from the working folder if it lies below it, else the whole path."""
    whole, here = path.resolve(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def quoted(path: str | Path) -> str:
    """The path, found from the working folder, as a shell takes it.

    >>> quoted("my archive")
    "'my archive'"
    """
    return shlex.quote(near(Path(path)))
