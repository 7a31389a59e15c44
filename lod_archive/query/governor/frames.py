"""Messages between a server and its readers: a length in four bytes, and as many bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_LENGTH: Final = struct.Struct(">I")
HEADER: Final = _LENGTH.size
"""How many bytes a length takes."""


def framed(message: bytes) -> bytes:
    r"""A message with its length before it.

    >>> framed(b"ASK {}")
    b'\x00\x00\x00\x06ASK {}'
    """
    return _LENGTH.pack(len(message)) + message


def length(header: bytes) -> int:
    """How many bytes follow."""
    found: int = _LENGTH.unpack(header)[0]
    return found


class Frames:
    """Messages put together from what arrives of them."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that are complete by now.

        >>> frames = Frames()
        >>> [*frames.feed(framed(b"one") + framed(b"two")[:5])], [*frames.feed(b"wo")]
        ([b'one'], [b'two'])
        """
        self._data += data
        while len(self._data) >= HEADER:
            end = HEADER + length(bytes(self._data[:HEADER]))
            if len(self._data) < end:
                return
            message = bytes(self._data[HEADER:end])
            del self._data[:end]
            yield message
