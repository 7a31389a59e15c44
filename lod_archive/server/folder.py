"""A folder that stays the same one, whatever takes its name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from lod_archive.store import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

_CAN_HOLD: Final = os.open in os.supports_dir_fd


class Folder:
    """A folder held open: files are read from it, and not from one that was put in its place.

    Where the system cannot hold folders (Windows), they are found by name each time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = os.open(path, os.O_RDONLY) if _CAN_HOLD else None
        self._is_closed = False

    def open(self, name: str) -> BinaryIO:
        """A file in it, for reading.

        :raises FileNotFoundError: if it has been removed, or the folder let go of.
        """
        if self._is_closed:  # another one may have its name by now
            raise FileNotFoundError(self._path / name)
        if self._held is None:
            return (self._path / name).open("rb")
        return os.fdopen(os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._held), "rb")

    def read(self, name: str) -> bytes:
        """What is in a file.

        :raises FileNotFoundError: if it has been removed.
        """
        with self.open(name) as file:
            return file.read()

    def open_store(self, name: str) -> EmbeddedStore:
        """A store in it, which opens by name alone.

        :raises FileNotFoundError: if another folder has taken the name meanwhile.
        :raises PublicationError: if it cannot be opened.
        """
        store = EmbeddedStore.open(self._path / name)
        if not self.is_in_place():
            store.close()
            raise FileNotFoundError(self._path)
        return store

    def is_in_place(self) -> bool:
        """Whether the folder that has this name is still the one that is held.

        Always so where the system cannot hold folders.
        """
        if self._is_closed:
            return False
        if self._held is None:
            return True
        try:
            return os.path.samestat(os.fstat(self._held), self._path.stat())
        except OSError:
            return False

    def close(self) -> None:
        """Let go of it; nothing more is read."""
        self._is_closed = True
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
