"""Two folders change places, in one step where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_NOT_SUPPORTED: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places atomically; False, and nothing done, where that cannot be.

    Uses `renameat2 <https://man7.org/linux/man-pages/man2/rename.2.html>`_ with
    ``RENAME_EXCHANGE``: Linux 3.15 and glibc 2.28 or newer, on ext4, XFS, Btrfs, tmpfs and others.
    """
    if sys.platform != "linux":
        return False
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if function(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), os.fspath(one), None, os.fspath(other))


def flush(folder: Path) -> None:
    """Wait until everything written to the folder's filesystem is on the disk.

    One call for the whole filesystem: tens of thousands of ``fsync`` calls would take minutes.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    function = getattr(libc, "syncfs", None)
    if function is None:
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if function(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), os.fspath(folder))
    finally:
        os.close(descriptor)
