"""Files in batches: what is read, digested and given to a worker at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final, Protocol

from lod_archive.sources.content import MAX_LINE
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.files import source_files
from lod_archive.sources.notations import (
    JSON_LINES_SPEC,
    READ_ERRORS,
    open_lines,
    read_line,
    read_whole,
)
from lod_archive.sources.reading import read_document, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.archive import ArchiveFolder
    from lod_archive.errors import SourceError
    from lod_archive.sources.records import Record, SourceFile

_PIECE: Final = 2**20


class Digest(Protocol):
    """What :mod:`hashlib` gives."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some records of one file, not yet parsed: a whole YAML or JSON file, or lines of JSON Lines.

    It can be pickled, and so be given to another process.
    """

    source: SourceFile
    digest: str
    """SHA-256, in hexadecimal, of the bytes that the chunk stands for."""
    raw: bytes = field(repr=False)
    line: int = 1
    """Which line of its file the chunk begins with, from 1."""
    index: int = 0
    """Which record of its file the chunk begins with, from 0."""
    offset: int = 0
    """At which byte of its file (of compressed ones: of what they hold) the chunk begins."""
    problems: tuple[SourceError, ...] = ()
    """What was wrong before there was anything to parse."""

    def records(self) -> list[Record]:
        """The records, as they are written.

        :raises ArchiveErrors: with all problems of the chunk.
        """
        problems = FileProblems(self.source.name, self.problems)
        records = self.readable(problems)
        problems.raise_any()
        return records

    def readable(self, problems: FileProblems) -> list[Record]:
        """The records that can be read; why others cannot is noted among the problems."""
        if not self.source.notation.is_lines:
            return read_document(self.raw, self.source, problems)
        return read_lines(
            self.raw,
            self.source,
            problems,
            line=self.line,
            index=self.index,
            offset=self.offset,
        )


def read_chunks(archive: ArchiveFolder, *, size: int = 1000) -> Iterator[Chunk]:
    """All records of an archive in chunks, claims first, then file by file in order of name.

    It streams: a chunk has at most ``size`` lines of JSON Lines, and about ``MAX_LINE`` bytes.
    What is wrong with a file is raised by its chunk, so that others are read all the same.

    :raises SourceError: if there is no folder ``data/``.
    """
    for source in source_files(archive):
        yield from _lines(source, size) if source.notation.is_lines else (_whole(source),)


def _whole(source: SourceFile) -> Chunk:
    problems = FileProblems(source.name)
    try:
        raw = read_whole(source.path, problems)
    except Unreadable:
        return _unreadable(source, problems)
    return Chunk(source, hashlib.sha256(raw).hexdigest(), raw)


def _unreadable(source: SourceFile, problems: FileProblems) -> Chunk:
    """A chunk with no bytes, whose digest differs from that of an empty file."""
    why = "\n".join(map(str, problems.errors))
    digest = hashlib.sha256(f"unreadable: {why}".encode()).hexdigest()
    return Chunk(source, digest, b"", problems=tuple(problems.errors))


def _lines(source: SourceFile, size: int) -> Iterator[Chunk]:
    problems = FileProblems(source.name)
    try:
        with open_lines(source.path, source.notation) as file:
            yield from _Lines(source, file, size).chunks()
    except READ_ERRORS as error:
        problems.add(f"cannot read it: {error}", hint="look whether the file is whole")
        yield _unreadable(source, problems)


class _Lines:
    """Where reading a file of JSON Lines stands."""

    def __init__(self, source: SourceFile, file: IO[bytes], size: int) -> None:
        self.source = source
        self.file = file
        self.size = size
        self.line = 1
        self.index = 0
        self.offset = 0

    def chunks(self) -> Iterator[Chunk]:
        while True:
            problems = FileProblems(self.source.name)
            digest = hashlib.sha256()
            lines, taken = self.take(problems, digest)
            if not lines:
                return
            yield Chunk(
                self.source,
                digest.hexdigest(),
                b"".join(lines),
                self.line,
                self.index,
                self.offset,
                tuple(problems.errors),
            )
            self.line += len(lines)
            self.index += sum(not line.isspace() for line in lines) + len(problems.errors)
            self.offset += taken

    def take(self, problems: FileProblems, digest: Digest) -> tuple[list[bytes], int]:
        """The next lines, and how many bytes they are; too long a line is empty, and the last."""
        lines: list[bytes] = []
        taken = 0
        while len(lines) < self.size and taken < MAX_LINE:
            raw = read_line(self.file)
            if not raw:
                break
            digest.update(raw)
            taken += len(raw)
            if len(raw) > MAX_LINE:
                taken += self.skip(raw, digest)
                lines.append(b"\n")
                problems.add(
                    f"the line is longer than {MAX_LINE >> 20} MB",
                    self.line + len(lines) - 1,
                    hint="split the record, or look for a missing line end",
                    spec=JSON_LINES_SPEC,
                )
                break
            lines.append(raw)
        return lines, taken

    def skip(self, begun: bytes, digest: Digest) -> int:
        """Read on to the end of a line, keeping nothing; how many bytes that was."""
        skipped = 0
        while begun and not begun.endswith(b"\n"):
            begun = self.file.readline(_PIECE)
            digest.update(begun)
            skipped += len(begun)
        return skipped
