"""Work that Ctrl-C can leave.

Python hands an interrupt to the main thread, between two of its instructions; a query runs in
Rust for as long as it takes, as one of them. Oxigraph lets go of the interpreter meanwhile, so a
query in a thread of its own leaves the main thread free to be interrupted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

T = TypeVar("T")

_PATIENCE: Final = 0.2
"""Seconds between two looks; on Windows a wait without end cannot be interrupted."""


def in_worker(work: Callable[[], T]) -> T:
    """What the work returns or raises, done in another thread.

    On KeyboardInterrupt the work is abandoned, not ended: it goes on until it is done or the
    process ends. So it must touch nothing outside, the standard streams least of all.

    >>> in_worker(lambda: 6 * 7)
    42
    """
    outcome: Future[T] = Future()
    thread = threading.Thread(target=_settle, args=(outcome, work), name="query", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_PATIENCE)
    return outcome.result()


def _settle(outcome: Future[T], work: Callable[[], T]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # handed over, and raised by whoever waits
        outcome.set_exception(error)
