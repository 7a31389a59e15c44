"""Work that several threads share, its outcome handed on as it comes.

Oxigraph lets go of the interpreter while it evaluates, so queries in threads run at once. A
solution must be read in the thread that asked; hence whole batches are handed over. The threads
are daemons: Ctrl-C, or whoever stops reading, leaves them behind.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

_Task = TypeVar("_Task")
_T = TypeVar("_T")

_BATCH: Final = 1000
_WAITING: Final = 8
"""How many batches may wait to be read."""
_PATIENCE: Final = 0.2
"""Seconds between two looks at whether anybody is still reading."""


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
    waiting = deque(tasks)
    out: queue.Queue[list[_T] | BaseException | None] = queue.Queue(_WAITING)
    is_over = threading.Event()

    def hand_over(item: list[_T] | BaseException | None) -> None:
        while not is_over.is_set():
            try:
                return out.put(item, timeout=_PATIENCE)
            except queue.Full:
                continue

    def run() -> None:
        try:
            while not is_over.is_set():
                try:
                    task = waiting.popleft()
                except IndexError:
                    break
                found = iter(work(task))
                while (batch := list(islice(found, _BATCH))) and not is_over.is_set():
                    hand_over(batch)
        except BaseException as error:  # handed over, and raised by whoever reads
            hand_over(error)
        hand_over(None)

    for number in range(threads):
        threading.Thread(target=run, name=f"shacl-{number}", daemon=True).start()
    running = threads
    try:
        while running:
            try:
                item = out.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if item is None:
                running -= 1
            elif isinstance(item, BaseException):
                raise item
            else:
                yield from item
    finally:
        is_over.set()
