"""One line on the terminal that says how far long work is; silent in pipes."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, TypeVar

import click

from lod_archive.cli.terminal import degraded, safe

_T = TypeVar("_T")

_INTERVAL: Final = 0.1
"""Seconds between two updates: more often cannot be read."""
_PATIENCE: Final = 0.1
"""Seconds between two looks at whether work has ended, and whether Ctrl-C was pressed."""


class StatusLine:
    """Progress on standard error, on one line that is wiped when its context ends.

    It is a :data:`lod_archive.pipeline.Progress`, and may be called from any thread. Where standard
    error is no terminal, or with ``quiet``, nothing is written.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._is_shown = not quiet and sys.stderr.isatty()
        self._step = ""
        self._written = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> StatusLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._write("")
            self._is_shown = False

    def __call__(self, step: str, done: int = 0) -> None:
        """Show the step under way, and how much of it is done."""
        with self._lock:
            now = time.monotonic()
            if step == self._step and now - self._written < _INTERVAL:
                return
            self._step, self._written = step, now
            self._write(f"{step}: {done:,}" if done else f"{step} …")

    def _write(self, text: str) -> None:
        if self._is_shown:
            room = shutil.get_terminal_size().columns - 1
            line = degraded(
                safe(text if len(text) <= room else f"{text[: room - 1]}…"), sys.stderr.encoding
            )
            click.echo(f"\r\x1b[K{line}", nl=False, err=True, color=True)


def interruptibly(work: Callable[[], _T]) -> _T:
    """What the work gives, done in another thread: Ctrl-C does not wait for a query to end.

    The thread is left behind then, so the work must leave nothing that needs to be cleaned up.

    >>> interruptibly(lambda: 6 * 7)
    42
    """
    given: list[_T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            given.append(work())
        except BaseException as error:  # raised below, in the thread that waits
            failures.append(error)

    thread = threading.Thread(target=run, name="work", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_PATIENCE)
    for error in failures:
        raise error
    return given[0]
