"""Work that several threads share, its outcome handed on as it comes.

Oxigraph lets go of the interpreter while it evaluates, so queries in threads run at once. A
solution must be read in the thread that asked; hence whole batches are handed over. The threads
are daemons: Ctrl-C, or whoever stops reading, leaves them behind.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from lod_archive.shacl.data_graph import DataGraph

_Task = TypeVar("_Task")
_T = TypeVar("_T")

_BATCH: Final = 1000
_WAITING: Final = 8
"""How many batches may wait to be read."""
_PATIENCE: Final = 0.2
"""Seconds between two looks: at what is ready, and at whether anybody is still reading."""


def threads_for(graph: DataGraph, wanted: int | None = None) -> int:
    """How many threads shall ask a graph at once, at most.

    :param wanted: as many as there are processors, if None.
    """
    return min(wanted or os.cpu_count() or 1, graph.parallel)


def in_threads(
    work: Callable[[_Task], Iterable[_T]], tasks: Iterable[_Task], threads: int
) -> Iterator[_T]:
    """What the work gives for each task, in any order.

    The first error ends it, and is raised.

    >>> sorted(in_threads(range, [1, 2, 3], 2))
    [0, 0, 0, 1, 1, 2]
    """
    if threads <= 1:
        for task in tasks:
            yield from work(task)
        return
    yield from _Shared(work, tasks).outcome(threads)


class _Shared(Generic[_Task, _T]):
    """Tasks that wait, and batches of their outcome that wait to be read.

    A thread says with None that it has nothing more to do.
    """

    def __init__(self, work: Callable[[_Task], Iterable[_T]], tasks: Iterable[_Task]) -> None:
        self._work = work
        self._tasks = deque(tasks)
        self._ready: queue.Queue[list[_T] | BaseException | None] = queue.Queue(_WAITING)
        self._is_over = threading.Event()

    def outcome(self, threads: int) -> Iterator[_T]:
        for number in range(threads):
            threading.Thread(target=self._run, name=f"shacl-{number}", daemon=True).start()
        running = threads
        try:
            while running:
                item = self._next()
                if item is None:
                    running -= 1
                elif isinstance(item, BaseException):
                    raise item
                else:
                    yield from item
        finally:
            self._is_over.set()

    def _next(self) -> list[_T] | BaseException | None:
        while True:  # a wait without end could not be interrupted on Windows
            try:
                return self._ready.get(timeout=_PATIENCE)
            except queue.Empty:
                continue

    def _run(self) -> None:
        try:
            while (task := self._take()) is not None and not self._is_over.is_set():
                self._do(task)
        except BaseException as error:  # handed over, and raised by whoever reads
            self._hand_over(error)
        self._hand_over(None)

    def _take(self) -> _Task | None:
        try:
            return self._tasks.popleft()
        except IndexError:
            return None

    def _do(self, task: _Task) -> None:
        found = iter(self._work(task))
        while (batch := list(islice(found, _BATCH))) and not self._is_over.is_set():
            self._hand_over(batch)

    def _hand_over(self, item: list[_T] | BaseException | None) -> None:
        while not self._is_over.is_set():
            try:
                self._ready.put(item, timeout=_PATIENCE)
            except queue.Full:
                continue
            return
