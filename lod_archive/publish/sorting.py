"""Sorting more lines than memory holds."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import ExitStack
from itertools import chain, groupby
from typing import IO, TYPE_CHECKING, Final

from lod_archive.publish.blocks import BLOCK_SIZE

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
        return chain.from_iterable(self.batches())

    def batches(self) -> Iterator[list[bytes]]:
        """The same lines, many at a time; the end of one batch is before the next one's start."""
        if not self._chunks:
            yield _distinct(self._sorted_lines())
            return
        self._write_chunk()
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in self._chunks]
            yield from _merged([_Run(file) for file in files])

    def _sorted_lines(self) -> list[bytes]:
        lines = b"".join(self._blocks).split(b"\n")
        lines.sort()  # fast, as most are in order already; those of a set are not
        return lines[bisect_right(lines, b"") :]

    def _write_chunk(self) -> None:
        path = self._folder / f"chunk-{len(self._chunks)}"
        path.write_bytes(b"\n".join((*self._sorted_lines(), b"")))
        self._chunks.append(path)
        self._blocks, self._length = [], 0


class _Run:
    """A file of sorted lines, of which the next few are in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.lines: list[bytes] = []

    def fill(self) -> bool:
        """Read on if nothing is left in memory; whether there is anything now."""
        if not self.lines:
            block = self._file.read(BLOCK_SIZE) + self._file.readline()
            self.lines = block.split(b"\n")[:-1]
        return bool(self.lines)

    def take(self, last: bytes) -> list[bytes]:
        """The lines in memory up to this one; they are then gone."""
        end = bisect_right(self.lines, last)
        taken, self.lines = self.lines[:end], self.lines[end:]
        return taken


def _merged(runs: list[_Run]) -> Iterator[list[bytes]]:
    """Sorting what is sorted in parts is merging, and Python does it fast."""
    while runs := [run for run in runs if run.fill()]:
        last = min(run.lines[-1] for run in runs)
        yield _distinct(sorted(chain.from_iterable(run.take(last) for run in runs)))


def _distinct(lines: list[bytes]) -> list[bytes]:
    return [line for line, _ in groupby(lines)]
