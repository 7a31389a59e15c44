"""One writer at a time in one place."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lod_archive.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(path: Path, place: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends; its file is removed at the end.

    On Windows, which has no ``flock``, nothing is locked.

    :param place: what is locked, for the message.
    :param wait: wait for whoever holds it, instead of raising.
    :raises PublicationError: if another process holds it.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = _acquire(path, place, 0 if wait else fcntl.LOCK_NB)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _acquire(path: Path, place: Path, mode: int) -> int:
    """A descriptor that holds the lock, of the very file that has this name now.

    Between opening and locking, the holder before us may have removed the file: a lock on a file
    without a name would keep nobody out, so it is opened again.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | mode)
            if _is_at(path, descriptor):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise PublicationError(
                f"another build is writing to {place}",
                hint="wait for it to finish, or build into another folder with --out",
            ) from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
