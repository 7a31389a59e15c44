"""Results, sorted and counted: in memory while they are few, in a temporary file when they are not.

A million results take no more memory than some ten thousand.
"""

from __future__ import annotations

import heapq
import os
import pickle
import tempfile
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain, islice
from operator import attrgetter, itemgetter
from typing import IO, TYPE_CHECKING, Final, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.report import Result

_MOST: Final = 20_000
"""How many results are held in memory."""
_PIECE: Final = 250
"""How many results are read at once from each sorted run."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What results are counted by."""

    source_shape: Resource
    constraint_component: str
    severity: str


_facts: Final[Callable[[Result], tuple[Resource, str, str]]] = attrgetter(
    *(each.name for each in fields(Kind))
)


def tally(results: Iterable[Result]) -> Mapping[Kind, int]:
    """How many results there are of each kind."""
    return _kinds(Counter(map(_facts, results)))


def _kinds(counts: Mapping[tuple[Resource, str, str], int]) -> Mapping[Kind, int]:
    return {Kind(*facts): number for facts, number in counts.items()}


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found.

    :param results: in their settled order; perhaps only the first.
    :param tally: how many of each kind were found, those that were not kept included.
    """

    results: Sequence[Result]
    tally: Mapping[Kind, int]


def collect(
    results: Iterable[Result], *, limit: int | None = None, in_memory: int = _MOST
) -> Findings:
    """The results, sorted and counted.

    :param limit: how many are kept, the first in order; all, if None.
    :param in_memory: how many are held in memory; more are sorted piecewise, in a temporary file
        that vanishes with what is returned.
    """
    counts: Counter[tuple[Resource, str, str]] = Counter()

    def counted() -> Iterator[Result]:
        for result in results:
            counts[_facts(result)] += 1
            yield result

    if limit is not None and limit <= in_memory:
        kept = _first(counted(), limit, in_memory)
    else:
        kept = _sorted(counted(), in_memory)
        if limit is not None and limit < len(kept):
            kept = Part(kept, 0, limit)
    return Findings(kept, _kinds(counts))


def _order(result: Result) -> tuple[object, ...]:
    return result.order


def _first(source: Iterator[Result], limit: int, in_memory: int) -> Sequence[Result]:
    """The first in order, sorted by heaps of what is held in memory."""
    kept: list[Result] = []
    while more := list(islice(source, in_memory)):
        kept = sorted(chain(kept, more), key=_order)[:limit]
    return InOrder(kept)


def _sorted(source: Iterator[Result], in_memory: int) -> Sequence[Result]:
    first = _run(source, in_memory)
    if len(first) < in_memory:
        return InOrder(first)
    runs = _Runs(tempfile.TemporaryFile(prefix="lod-archive-"))  # noqa: SIM115 closed with it
    while first:
        runs.add(first)
        first = _run(source, in_memory)
    return runs


def _run(source: Iterator[Result], most: int) -> list[Result]:
    """The next results, sorted. Their keys are made as they come, while others are looked for."""
    keyed = [(_order(result), result) for result in islice(source, most)]
    keyed.sort(key=itemgetter(0))
    return [result for _, result in keyed]


class InOrder(tuple["Result", ...]):
    """Results that are in their settled order, and need not be sorted again."""

    __slots__ = ()


class _Read(Sequence["Result"]):
    """Results that are read anew at each iteration."""

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | Sequence[Result]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step == 1:
                return Part(self, start, max(start, stop))
            return tuple(self)[index]
        place = index + len(self) if index < 0 else index
        found = next(islice(self, place, None), None) if place >= 0 else None
        if found is None:
            raise IndexError(index)
        return found


class _Runs(_Read):
    """Sorted runs in a file, merged as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        weakref.finalize(self, file.close)
        self._runs: list[list[tuple[int, int]]] = []
        self._size = 0

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

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Result]:
        return heapq.merge(*(self._read(pieces) for pieces in self._runs), key=_order)

    def _read(self, pieces: Iterable[tuple[int, int]]) -> Iterator[Result]:
        for start, size in pieces:
            # Written by this object a moment ago, into a file without a name.
            yield from pickle.loads(os.pread(self._file.fileno(), size, start))  # noqa: S301


class Part(_Read):
    """Some of the results, from one to before another, read from the others when needed."""

    def __init__(self, results: Sequence[Result], start: int, stop: int) -> None:
        self._results = results
        self._start, self._stop = start, min(stop, len(results))

    def __len__(self) -> int:
        return max(0, self._stop - self._start)

    def __iter__(self) -> Iterator[Result]:
        return islice(self._results, self._start, self._stop)


class Joined(_Read):
    """Results one after the other."""

    def __init__(self, *parts: Sequence[Result]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Result]:
        return chain.from_iterable(self._parts)


class Violations(_Read):
    """The violations among results; to count them, all are read once."""

    def __init__(self, results: Sequence[Result]) -> None:
        self._results = results

    @cached_property
    def _number(self) -> int:
        return sum(1 for _ in self)

    def __len__(self) -> int:
        return self._number

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    def __iter__(self) -> Iterator[Result]:
        return (result for result in self._results if result.is_violation)
