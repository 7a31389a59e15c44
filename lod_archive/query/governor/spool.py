"""Where a reader writes an answer: small ones stay at hand, others go to a file."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

INLINE: Final = 1 << 16
"""Up to how many bytes an answer is at hand."""


class TooLarge(Exception):
    """The answer has more bytes than it may."""


class Spool:
    """A file to write to, with a limit.

    :param path: where the file is made, if there is need of one.
    :param limit: how many bytes may be written.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        self._parts: list[bytes] = []
        self._file: BinaryIO | None = None
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take over some bytes.

        :raises TooLarge: if there are too many by now.
        :raises OSError: if they cannot be written, for one because the disk is full.
        """
        self.size += len(data)
        if self.size > self._limit:
            raise TooLarge
        if self._file is None:
            self._parts.append(bytes(data))
            if self.size > INLINE:
                self._file = self._path.open("xb")
                self._file.write(self.inline)
                self._parts.clear()
        else:
            self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing: the end is :meth:`close`."""

    @property
    def inline(self) -> bytes:
        """What is at hand; nothing if it is in the file."""
        return b"".join(self._parts)

    @property
    def path(self) -> Path | None:
        """The file it is in, if it is in one."""
        return self._path if self._file is not None else None

    def close(self) -> None:
        """All has been written.

        :raises OSError: if the last of it cannot be.
        """
        if self._file is not None:
            self._file.close()

    def discard(self) -> None:
        """Forget what was written."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)
