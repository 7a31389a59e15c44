"""Documents and pages of records written by several processes, where there are enough of them.

They take most of the time of a build, templates above all. Each process gets the index once and
then records, in turn; what a page says it reads from the record's documents.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from lod_archive.publish.documents import Document, Documents
from lod_archive.publish.files import Files
from lod_archive.publish.pages.citation import Cited
from lod_archive.publish.pages.record_pages import RecordPages
from lod_archive.publish.processes import Process

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Index
    from lod_archive.publish.pages.places_map import Outline

_PROGRAM: Final = "lod_archive.publish.pages.process"
_WORTH_IT: Final = 200
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

    def write(
        self, record_id: str, draft: Draft | None = None, reference: Sequence[bytes] = ()
    ) -> None:
        """Write documents, reference and pages of a record.

        :param draft: None if its documents are there already.
        :param reference: in each format of citations; none if it cannot be cited.
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
        self._files = Files(publication)
        self._documents = Documents(publication, index.base)
        self._pages = RecordPages(publication, settings, index, land)

    def write(
        self, record_id: str, draft: Draft | None = None, reference: Sequence[bytes] = ()
    ) -> None:
        """Write documents and reference, then pages."""
        if draft is None:
            document = self._documents.read(record_id)
        else:
            document = _document(record_id, draft)
            self._documents.write(document)
        self._pages.write(document, self._cited(record_id, reference) if reference else None)

    def _cited(self, record_id: str, reference: Sequence[bytes]) -> Cited:
        cited = Cited.of(record_id, reference)
        for (_, path), text in zip(cited.files, reference, strict=True):
            self._files.write(path, text)
        return cited


def _document(record_id: str, draft: Draft) -> Document:
    quads = ox.parse(draft.nquads, ox.RdfFormat.N_QUADS, lenient=True)
    return Document.of(record_id, quads, json.loads(draft.tree))


class _Processes:
    """As many as there are processors; records go to each in turn."""

    def __init__(self, given: bytes) -> None:
        self._started = [Process(_PROGRAM) for _ in range(os.cpu_count() or 1)]
        self._written = 0
        for process in self._started:
            process.send_pickled(given)

    def write(
        self, record_id: str, draft: Draft | None = None, reference: Sequence[bytes] = ()
    ) -> None:
        process = self._started[self._written % len(self._started)]
        self._written += 1
        process.send((record_id, draft, reference))

    def finish(self) -> None:
        for process in self._started:
            process.close()
        for process in self._started:
            process.finish()

    def kill(self) -> None:
        for process in self._started:
            process.kill()
