"""Bytes that pyoxigraph writes, handed on in large blocks that end between two tokens.

pyoxigraph writes in pieces of 8 KiB that end anywhere, even inside a character. What reads its
output by regular expression needs pieces that end where no match can be cut in two.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK_SIZE: Final = 1 << 20


def repair_lines(
    block: bytes, suspect: re.Pattern[bytes], repair: Callable[[bytes], bytes]
) -> bytes:
    r"""The block with each line in which something suspect is found repaired.

    Few lines are suspect, and to find them is much cheaper than to look at every term.

    >>> repair_lines(b"a\nb!\nc\n", re.compile(b"!"), bytes.upper)
    b'a\nB!\nc\n'
    """
    pieces: list[bytes] = []
    done = 0
    while found := suspect.search(block, done):
        start = block.rfind(b"\n", done, found.start()) + 1 or done
        end = block.find(b"\n", found.end()) + 1 or len(block)
        pieces += (block[done:start], repair(block[start:end]))
        done = end
    return b"".join((*pieces, block[done:])) if pieces else block


class BlockWriter(io.RawIOBase):
    r"""A binary file that passes on what it is given, in blocks that end after ``cut``.

    Call :meth:`finish` at the end: the last block need not end after ``cut``.

    >>> blocks = []
    >>> writer = BlockWriter(blocks.append, cut=b"\n", size=4)
    >>> for piece in (b"ab", b"c\nde", b"f"):
    ...     _ = writer.write(piece)
    >>> writer.finish()
    >>> blocks
    [b'abc\n', b'def']
    """

    def __init__(
        self, consume: Callable[[bytes], object], *, cut: bytes, size: int = BLOCK_SIZE
    ) -> None:
        super().__init__()
        self._consume = consume
        self._cut = cut
        self._size = size
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        """Always: that is what it is for."""
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]  # pyoxigraph gives bytes
        """Keep the piece, and pass on a block when enough have come."""
        self._pieces.append(bytes(piece))
        self._length += len(piece)
        if self._length >= self._size:
            block = b"".join(self._pieces)
            end = block.rfind(self._cut) + len(self._cut)
            if end >= len(self._cut):
                self._consume(block[:end])
                block = block[end:]
            self._pieces, self._length = [block], len(block)
        return len(piece)

    def finish(self) -> None:
        """Pass on what is left."""
        if block := b"".join(self._pieces):
            self._consume(block)
        self._pieces, self._length = [], 0
