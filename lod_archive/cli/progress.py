"""One line on the terminal that says how far long work is; silent in pipes."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final

import click

_INTERVAL: Final = 0.1
"""Seconds between two updates: more often cannot be read."""


class StatusLine:
    """Progress on standard error, on one line that is wiped when its context ends.

    It is a :data:`lod_archive.pipeline.Progress`. Where standard error is no terminal, or with
    ``quiet``, nothing is written.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._is_shown = not quiet and sys.stderr.isatty()
        self._step = ""
        self._written = 0.0

    def __enter__(self) -> StatusLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._write("")

    def __call__(self, step: str, done: int = 0) -> None:
        """Show the step under way, and how much of it is done."""
        now = time.monotonic()
        if step == self._step and now - self._written < _INTERVAL:
            return
        self._step, self._written = step, now
        self._write(f"{step}: {done:,}" if done else f"{step} …")

    def _write(self, text: str) -> None:
        if self._is_shown:
            click.echo(f"\r\x1b[K{text}", nl=False, err=True, color=True)
