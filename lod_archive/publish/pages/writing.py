"""Documents and pages of records written by several processes, where there are enough of them.

They take most of the time of a build, templates above all. Each process gets the index once and
then records, in turn; what a page says it reads from the record's documents.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from lod_archive.errors import ArchiveError
from lod_archive.publish.documents import Document, Documents
from lod_archive.publish.pages.site import Pages

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Index
    from lod_archive.publish.pages.places_map import Outline

_PROGRAM: Final = "lod_archive.publish.pages.process"
_WORTH_IT: Final = 1000
"""From how many records on processes are worth their start."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the documents of a record are made from.

    :param nquads: its named graph, in canonical N-Quads.
    :param tree: the same as compact JSON-LD, without ``@context``.
    """

    nquads: bytes
    tree: bytes


class Writer(Protocol):
    """Writes what is published of each record."""

    def write(self, record_id: str, draft: Draft | None = None) -> None:
        """Write the pages of one, and its documents, which are there already if no draft is given.

        :raises PublicationError: if RDF/XML cannot express something.
        :raises OSError: if they cannot be written.
        """


@contextmanager
def writing(
    publication: Path, settings: Settings, index: Index, land: Sequence[Outline] = ()
) -> Iterator[Writer]:
    """A writer of records; all are written when the context ends.

    :param land: its outlines, for maps.
    :raises PublicationError: if RDF/XML cannot express something.
    :raises OSError: if something cannot be written.
    :raises RuntimeError: if a process fails.
    """
    if len(index.entities) < _WORTH_IT:
        yield Records(publication, settings, index, land)
        return
    processes = _Processes(pickle.dumps((publication, settings, index, land)))
    try:
        with suppress(BrokenPipeError):
            yield processes
        processes.finish()
    finally:
        processes.kill()


class Records:
    """Writes records in this process."""

    def __init__(
        self, publication: Path, settings: Settings, index: Index, land: Sequence[Outline]
    ) -> None:
        self._documents = Documents(publication, index.base)
        self._pages = Pages(publication, settings, index, land)

    def write(self, record_id: str, draft: Draft | None = None) -> None:
        """Write documents, then pages."""
        if draft is not None:
            quads = list(ox.parse(draft.nquads, ox.RdfFormat.N_QUADS, lenient=True))
            self._documents.write(Document(record_id, quads, json.loads(draft.tree)))
        self._pages.write(record_id)


class _Processes:
    """As many as there are processors; records go to each in turn."""

    def __init__(self, given: bytes) -> None:
        self._started = [_started() for _ in range(os.cpu_count() or 1)]
        self._written = 0
        for process in self._started:
            _pipe(process.stdin).write(given)

    def write(self, record_id: str, draft: Draft | None = None) -> None:
        process = self._started[self._written % len(self._started)]
        self._written += 1
        pickle.dump((record_id, draft), _pipe(process.stdin))

    def finish(self) -> None:
        for process in self._started:
            _close(process.stdin)
        for process in self._started:
            error = _pipe(process.stdout).read()
            if process.wait():
                raise _failure(error, process.returncode)

    def kill(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.wait()
            _close(process.stdin)
            _close(process.stdout)


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", _PROGRAM]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 our own program


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 all are pipes
    return stream


def _close(stream: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):  # what the process has not read, it will not
        _pipe(stream).close()


def _failure(error: bytes, code: int) -> Exception:
    """What kept a process from writing: an error that it hands over, or one that it has shown."""
    if not error:
        return RuntimeError(f"records were not written: see above ({code})")
    failure = pickle.loads(error)  # noqa: S301 from our own process
    assert isinstance(failure, (ArchiveError, OSError))  # noqa: S101 nothing else is handed over
    return failure
