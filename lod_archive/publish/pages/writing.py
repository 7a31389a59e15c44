"""Pages of records written by several processes, where there are enough of them.

Templates take most of the time of a build, and one processor. Each process gets the index once and
then the ids of records; what a page says it reads from the record's documents.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, Protocol

from lod_archive.publish.pages.site import Pages

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Index
    from lod_archive.publish.pages.places_map import Outline

_PROGRAM: Final = "lod_archive.publish.pages.process"
_WORTH_IT: Final = 1000
"""From how many records on processes are worth their start."""


class Writer(Protocol):
    """Writes the pages of records."""

    def write(self, record_id: str) -> None:
        """Write those of one; its documents must be there already."""


@contextmanager
def writing(
    publication: Path, settings: Settings, index: Index, land: Sequence[Outline] = ()
) -> Iterator[Writer]:
    """A writer of pages; all are written when the context ends.

    :param land: its outlines, for maps.
    :raises RuntimeError: if a process fails.
    """
    if len(index.entities) < _WORTH_IT:
        yield Pages(publication, settings, index, land)
        return
    processes = _Processes(pickle.dumps((publication, settings, index, land)))
    try:
        yield processes
        processes.finish()
    finally:
        processes.kill()


class _Processes:
    """As many as there are processors; ids go to each in turn."""

    def __init__(self, given: bytes) -> None:
        self._started = [_started() for _ in range(os.cpu_count() or 1)]
        self._written = 0
        for process in self._started:
            _stdin(process).write(len(given).to_bytes(8, "big") + given)

    def write(self, record_id: str) -> None:
        process = self._started[self._written % len(self._started)]
        self._written += 1
        _stdin(process).write(f"{record_id}\n".encode())

    def finish(self) -> None:
        for process in self._started:
            _stdin(process).close()
        for process in self._started:
            if process.wait():
                raise RuntimeError(f"pages were not written: see above ({process.returncode})")

    def kill(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.wait()
            _stdin(process).close()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", _PROGRAM]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 our own program


def _stdin(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None  # noqa: S101 it is a pipe
    return process.stdin
