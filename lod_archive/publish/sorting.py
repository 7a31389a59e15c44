"""Sorting more lines than memory holds."""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK_SIZE: Final = 64 << 20
"""How many bytes of lines are sorted in memory at a time; they take about three times as much."""


class LineSorter:
    r"""Takes blocks of whole lines, gives the distinct lines in the order of their bytes.

    Memory is bounded by ``chunk_size``: sorted chunks go to files in ``folder``, which belongs to
    the caller, and are merged while iterating. UTF-8 sorts by bytes as by code points.

    >>> from pathlib import Path
    >>> sorter = LineSorter(Path("unused"))
    >>> sorter.add(b"b\na\n")
    >>> sorter.add(b"b\n")
    >>> list(sorter)
    [b'a', b'b']
    """

    def __init__(self, folder: Path, *, chunk_size: int = CHUNK_SIZE) -> None:
        self._folder = folder
        self._chunk_size = chunk_size
        self._blocks: list[bytes] = []
        self._length = 0
        self._chunks: list[Path] = []

    def add(self, block: bytes) -> None:
        """Take some lines, each with its line end."""
        self._blocks.append(block)
        self._length += len(block)
        if self._length >= self._chunk_size:
            self._write_chunk()

    def __iter__(self) -> Iterator[bytes]:
        """The distinct lines, sorted, without their line ends."""
        if not self._chunks:
            return iter(self._sorted_lines())
        return self._merged()

    def _sorted_lines(self) -> list[bytes]:
        lines = set(b"".join(self._blocks).split(b"\n"))
        lines.discard(b"")
        return sorted(lines)

    def _write_chunk(self) -> None:
        path = self._folder / f"chunk-{len(self._chunks)}"
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in self._sorted_lines())
        self._chunks.append(path)
        self._blocks, self._length = [], 0

    def _merged(self) -> Iterator[bytes]:
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in self._chunks]
            last = (line + b"\n" for line in self._sorted_lines())
            previous = b""
            for line in heapq.merge(*files, last):
                if line != previous:
                    previous = line
                    yield line[:-1]
