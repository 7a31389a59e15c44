"""A record, the file it is from, and the places in it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from lod_archive.errors import Location
from lod_archive.sources.characters import decode
from lod_archive.sources.file_problems import FileProblems
from lod_archive.sources.json_events import json_events
from lod_archive.sources.notations import READ_ERRORS, Notation, open_lines, read_line, read_whole
from lod_archive.sources.place_tree import PlaceTree
from lod_archive.sources.yaml_events import yaml_events

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lod_archive.sources.content import Json, Step
    from lod_archive.sources.events import Event

MAX_REMEMBERED: Final = 8
"""Of how many files (of JSON Lines: lines) a :class:`PlaceIndex` remembers the places."""


class PlaceIndex:
    """Finds places by reading a file again, and remembers those of the last few files, so that a
    thousand errors in one file read it once. The files of one run share one; threads may, too.
    It pickles as empty.
    """

    def __init__(self) -> None:
        self._remembered: OrderedDict[tuple[Path, int], PlaceTree] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._remembered)

    def __reduce__(self) -> tuple[type[PlaceIndex], tuple[()]]:
        return PlaceIndex, ()

    def places(self, record: Record) -> PlaceTree:
        """The places of the file (of JSON Lines: of the line) that a record is from.

        Empty if the file is compressed or cannot be read any more.
        """
        key = (record.source.path, record.offset)
        with self._lock:
            if key not in self._remembered:
                self._remembered[key] = PlaceTree(_events_again(record))
                if len(self._remembered) > MAX_REMEMBERED:
                    self._remembered.popitem(last=False)
            self._remembered.move_to_end(key)
            return self._remembered[key]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file with records."""

    path: Path
    """Absolute."""
    name: str
    """Relative to the archive's folder, with slashes: ``data/events/record.yaml``."""
    notation: Notation
    index: PlaceIndex = field(default_factory=PlaceIndex, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """What an archivist wrote about one thing, as it was written."""

    data: dict[str, Json]
    source: SourceFile
    index: int
    """Which record of its file this is, from 0."""
    line: int
    """Where the record begins, from 1."""
    offset: int = 0
    """In JSON Lines, the byte where the record's line begins."""

    def locate(self, path: Sequence[Step] = (), *, key: bool = False) -> Location:
        """Where the value at this path stands in the file, or with ``key`` the last key of it.

        Reads the file again: nothing is kept for records that have no errors. What is not there
        gets the place of the nearest thing around it. In a compressed file only the line is
        known.
        """
        places = self.source.index.places(self)
        root = 0 if self.source.notation.is_lines else places.record(self.index)
        place = places.find(path, key=key, root=root)
        if place is None:
            return Location(self.source.name, self.line)
        return Location(self.source.name, *place)


def _events_again(record: Record) -> Iterator[Event]:
    source, problems = record.source, FileProblems(record.source.name)
    if source.notation is Notation.JSON_LINES_GZIP:  # seeking would decompress it each time
        return
    if source.notation is Notation.JSON_LINES:
        text = _line_at(source, record.offset)
        yield from json_events(text, problems, first_line=record.line)
        return
    text = decode(read_whole(source.path, problems), problems)
    read = yaml_events if source.notation is Notation.YAML else json_events
    yield from read(text, problems)


def _line_at(source: SourceFile, offset: int) -> str:
    try:
        with open_lines(source.path, source.notation) as file:
            file.seek(offset)
            raw = read_line(file)
    except READ_ERRORS:
        return ""
    return raw.decode("utf-8-sig" if offset == 0 else "utf-8", "replace")
