"""How record files are written, told by their extension; and their bytes, never too many."""

from __future__ import annotations

import gzip
import zlib
from enum import Enum
from typing import IO, TYPE_CHECKING, Final, cast

from lod_archive.errors import did_you_mean
from lod_archive.sources.content import MAX_FILE, MAX_LINE
from lod_archive.sources.file_problems import FileProblems, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

JSON_LINES_SPEC: Final = "https://jsonlines.org/"

READ_ERRORS: Final = (OSError, EOFError, zlib.error)
"""What reading a plain or a compressed file can raise."""


class Notation(Enum):
    """How a file's records are written."""

    YAML = "YAML"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    JSON_LINES_GZIP = "JSON Lines, compressed"

    @property
    def is_lines(self) -> bool:
        """Whether each line is a record, so that the file is read in batches."""
        return self in (Notation.JSON_LINES, Notation.JSON_LINES_GZIP)


EXTENSIONS: Final = {
    ".yaml": Notation.YAML,
    ".yml": Notation.YAML,
    ".json": Notation.JSON,
    ".jsonld": Notation.JSON,
    ".jsonl": Notation.JSON_LINES,
    ".jsonl.gz": Notation.JSON_LINES_GZIP,
}

_OTHER_NAMES: Final = {
    ".ndjson": "rename it to .jsonl",
    ".jsonlines": "rename it to .jsonl",
    ".geojson": "make each feature a record",
}


def notation_of(path: Path) -> Notation | None:
    """The notation of a file by its name, or None if it is not one with records.

    >>> from pathlib import Path
    >>> notation_of(Path("data/letters.jsonl.gz"))
    <Notation.JSON_LINES_GZIP: 'JSON Lines, compressed'>
    >>> notation_of(Path("data/letters.docx"))
    """
    name = path.name.lower()
    return next((known for end, known in EXTENSIONS.items() if name.endswith(end)), None)


def extension_hint(path: Path) -> str:
    """What to do about a file below ``data/`` that is not read because of its extension.

    >>> from pathlib import Path
    >>> extension_hint(Path("data/events/strike.ymal"))
    'did you mean “.yml” or “.yaml”?'
    """
    suffix = path.suffix.lower()
    known = " ".join(EXTENSIONS)
    return (
        _OTHER_NAMES.get(suffix)
        or did_you_mean(suffix, EXTENSIONS)
        or f"records end in {known}; move other files out of data/, or begin their name with _"
    )


def read_whole(path: Path, problems: FileProblems) -> bytes:
    """All bytes of a YAML or JSON file.

    :raises Unreadable: if the system will not have it, or it is larger than ``MAX_FILE``.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        reason = f"cannot read it: {error.strerror or error}"
        problems.add(reason, hint="check its permissions")
        raise Unreadable from None
    if len(raw) > MAX_FILE:
        problems.add(
            f"the file is larger than {MAX_FILE >> 20} MB",
            hint="put large collections in JSON Lines (.jsonl), one record a line",
            spec=JSON_LINES_SPEC,
        )
        raise Unreadable
    return raw


def open_lines(path: Path, notation: Notation) -> IO[bytes]:
    """A file of JSON Lines, open for reading its bytes; decompressed where it is compressed.

    :raises OSError: if the system will not have it.
    """
    if notation is Notation.JSON_LINES_GZIP:
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")


def read_line(file: IO[bytes]) -> bytes:
    """The next line with its end, or its first ``MAX_LINE`` bytes and one more."""
    return file.readline(MAX_LINE + 1)
