"""Files with a dump of names, compressed or not, line by line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from lod_archive.errors import Location, SourceError

MAX_LINE: Final = 64 * 2**20
"""How many bytes a line may have."""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file; decompressed where its name ends in ``.gz``.

    :raises SourceError: if it cannot be read, also later on.
    """
    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".gz":
                with gzip.open(file) as unpacked:
                    yield cast("IO[bytes]", unpacked)
            else:
                yield file
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        hint = "look whether the file is there, and whole"
        raise SourceError(f"cannot read it: {why}", at=Location(str(path)), hint=hint) from None


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers.

    :raises SourceError: if it cannot be read, or a line has more than :data:`MAX_LINE` bytes.
    """
    with opened(path) as file:
        number = 0
        while line := file.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise SourceError(
                    f"the line is longer than {MAX_LINE >> 20} MB",
                    at=Location(str(path), number),
                    hint="is this a dump with one entity a line?",
                )
            yield number, line
