"""Results, sorted and counted: in memory while they are few, in a temporary file when they are not.

A million results take no more memory than some ten thousand.
"""

from __future__ import annotations

import heapq
import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, overload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.shacl.report import Result

_MOST: Final = 20_000
"""How many results are held in memory."""
_PIECE: Final = 250
"""How many results are read at once from each sorted run."""


def _order(result: Result) -> tuple[object, ...]:
    return result.order


def sorted_results(results: Iterable[Result], *, most: int = _MOST) -> Sequence[Result]:
    """The results in their settled order.

    :param most: how many are held in memory; more are sorted piecewise, in a temporary file
        that vanishes with what is returned.
    """
    source = iter(results)
    first = sorted(islice(source, most), key=_order)
    if len(first) < most:
        return tuple(first)
    runs = _Runs(tempfile.TemporaryFile(prefix="lod-archive-"))
    while first:
        runs.add(first)
        first = sorted(islice(source, most), key=_order)
    return runs


class _Runs(Sequence["Result"]):
    """Sorted runs in a file, merged as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._runs: list[list[tuple[int, int]]] = []
        self._size = 0
        self.tally: Counter[tuple[object, str, str]] = Counter()

    def add(self, run: Sequence[Result]) -> None:
        """Write a run, sorted already."""
        pieces: list[tuple[int, int]] = []
        for start in range(0, len(run), _PIECE):
            content = pickle.dumps(run[start : start + _PIECE], pickle.HIGHEST_PROTOCOL)
            pieces.append((self._file.tell(), len(content)))
            self._file.write(content)
        self._file.flush()
        self._runs.append(pieces)
        self._size += len(run)
        self.tally.update(map(_kind, run))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Result]:
        return heapq.merge(*(self._read(pieces) for pieces in self._runs), key=_order)

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | Sequence[Result]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._size)
            return tuple(islice(self, start, stop, step))
        place = index + self._size if index < 0 else index
        found = next(islice(self, place, None), None) if place >= 0 else None
        if found is None:
            raise IndexError(index)
        return found

    def _read(self, pieces: Iterable[tuple[int, int]]) -> Iterator[Result]:
        for start, size in pieces:
            # Written by this object a moment ago, into a file without a name.
            yield from pickle.loads(os.pread(self._file.fileno(), size, start))  # noqa: S301


def _kind(result: Result) -> tuple[object, str, str]:
    return result.source_shape, result.constraint_component, result.severity


def tally(results: Sequence[Result]) -> Counter[tuple[object, str, str]]:
    """How many results there are of each shape, constraint component and severity."""
    return results.tally if isinstance(results, _Runs) else Counter(map(_kind, results))
