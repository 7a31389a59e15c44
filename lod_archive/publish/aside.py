"""A new publication is made aside and takes the old one's place in one step.

What is promised, and tested by killing a build after each of its system calls:

- **kill -9, Ctrl-C, an error, a full disk, at any moment:** the folder holds the whole old
  publication or the whole new one. Where folders cannot change places in one step (not Linux, or
  a filesystem without it) there is an instant between two renames in which it holds neither; a
  process killed right there leaves the old one as ``.dist.old``, and :func:`recover`, which every
  build and :func:`open_publication` begin with, puts it back.
- **power loss:** as above on a filesystem that keeps the order of renames (ext4, XFS, Btrfs, APFS):
  all files are flushed to disk before the exchange, and the exchange after it.
- **two builds at once:** the second is told so. The lock goes with its process; nothing needs to
  be cleaned up by hand.
- **a folder that no build wrote** is never replaced, nor one with a file in it that is not ours.

Beside ``dist`` there may lie ``.dist.lock`` (a build is running, or was killed),
``.dist.N.partial`` (what it has written so far) and ``.dist.old``; the next build removes them.
A publication is a plain folder, not a link to one: it can be copied, moved, served and committed
as it is. A ``dist`` that is a link is followed, and the folder it leads to is replaced.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError
from lod_archive.publish.exchange import exchange, flush
from lod_archive.publish.locking import locked
from lod_archive.publish.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOG: Final = logging.getLogger(__name__)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DESKTOP_FILES: Final = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Left behind by whoever looks into a folder with a file manager; nothing is lost with them."""


@contextmanager
def publish_aside(target: str | Path) -> Iterator[Path]:
    """An empty folder to write a publication into; it takes the target's place at the end.

    It must hold a manifest by then. If the block raises, the target stays as it was.

    :raises PublicationError: if another build is writing to the target, if the target is neither
        empty nor a publication, if the disk is full, or if the target cannot be written.
    """
    place = Path(target).resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with locked(_beside(place, "lock"), place):
            _recover(place)
            _refuse_foreign(place)
            _remove_leftovers(place)
            partial = _beside(place, f"{os.getpid()}.partial")
            try:
                partial.mkdir()
                yield partial
                Publication.open(partial)
                _replace(place, partial)
            finally:
                _remove(partial)
    except OSError as error:
        raise _explained(error, place) from error


def open_publication(folder: str | Path) -> Publication:
    """The publication in this folder, after putting back the one a killed build left aside.

    :raises PublicationError: if the folder holds no publication.
    """
    recover(folder)
    return Publication.open(folder)


def recover(target: str | Path) -> None:
    """Put back the publication that a build killed between two renames has left aside.

    Does nothing while a build is running, or when there is nothing to do.
    """
    place = Path(target).resolve()
    if place.exists() or not _beside(place, "old").exists():
        return
    try:
        with locked(_beside(place, "lock"), place):
            _recover(place)
    except PublicationError:
        _LOG.info("a build is writing to %s: leaving it alone", place)


def _recover(place: Path) -> None:
    old = _beside(place, "old")
    if old.exists() and not place.exists():
        old.rename(place)
        _LOG.warning("put back %s, which an interrupted build had moved aside", place)


def _refuse_foreign(place: Path) -> None:
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    if not place.is_dir():
        raise PublicationError(f"{place} is not a folder", hint=_ELSEWHERE)
    try:
        publication = Publication.open(place)
    except PublicationError as error:
        raise PublicationError(
            f"the folder has files in it, and {error.message}", at=error.at, hint=_ELSEWHERE
        ) from None
    for path in publication.foreign():
        if Path(path).name not in _DESKTOP_FILES:
            raise PublicationError(
                f"{place} holds a file that no build wrote: {path}",
                hint="move it out of there first: a build replaces the whole folder",
            )


def _remove_leftovers(place: Path) -> None:
    """Remove what killed builds have left; the lock says that no other is running."""
    for leftover in place.parent.glob(f".{_escaped(place.name)}.*.partial"):
        _remove(leftover)
    _remove(_beside(place, "old"))


def _replace(place: Path, partial: Path) -> None:
    """Put the new folder in its place; the old one, if any, ends up aside."""
    flush(partial)
    if not place.exists() or not any(place.iterdir()):
        partial.rename(place)
    elif not exchange(partial, place):
        old = _beside(place, "old")
        place.rename(old)
        partial.rename(place)
        _remove(old)
    flush(place.parent)


def _remove(folder: Path) -> None:
    if folder.exists():
        if sys.version_info >= (3, 12):
            shutil.rmtree(folder, onexc=_log_failure)
        else:
            shutil.rmtree(folder, onerror=_log_failure)


def _log_failure(function: object, path: str, error: object) -> None:
    _LOG.warning("could not remove %s; the next build will try again", path)


def _beside(place: Path, suffix: str) -> Path:
    return place.with_name(f".{place.name}.{suffix}")


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _explained(error: OSError, place: Path) -> PublicationError:
    if error.errno not in _FULL and os.strerror(errno.ENOSPC) not in str(error):
        return PublicationError(
            f"cannot write {place}: {error}",
            hint="name a folder that may be written to, with --out",
        )
    free = shutil.disk_usage(place.parent).free
    return PublicationError(
        f"the disk is full: {free / 1e6:,.1f} MB are free in {place.parent}",
        hint="make room, or name a folder on another disk with --out; nothing was changed",
    )


_ELSEWHERE: Final = "name an empty or new folder with --out, or remove this one yourself"
