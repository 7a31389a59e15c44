"""The files of an export: what is written of its records, put together as each form wants it."""

from __future__ import annotations

import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive.publish import serialization
from lod_archive.publish.profiles.losses import Losses

if TYPE_CHECKING:
    from lod_archive.publish.profiles.output import Output
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.publish.profiles.writing import Content

_HELD: Final = 1 << 20
"""How many bytes of a graph are held in memory."""
_UNIX: Final = 3
"""The system whose permissions the files in a ZIP archive have."""

Place: TypeAlias = tuple[int, int]
"""Where a record stands in a file: its first byte and its length."""


class RecordsFile:
    """A form in which records stand one after the other.

    :ivar places: the first byte and the length of each record, by IRI, if it is harvested.
    """

    def __init__(self, output: Output, file: IO[bytes]) -> None:
        self.written = 0
        self.losses = Losses()
        self.places: dict[str, Place] = {}
        self._output = output
        self._file = file
        self._size = 0
        self._parts = 0

    def __enter__(self) -> None:
        self._size += self._file.write(self._output.head)

    def add(self, content: Content) -> None:
        """Write what there is of some more records."""
        for record, written in content.parts:
            self._put(record, written)
            self._parts += 1
        self.written += content.records

    def _put(self, record: str, content: bytes) -> None:
        self._size += self._file.write(self._output.between if self._parts else b"")
        if self._output.is_harvested:
            self.places[record] = (self._size, len(content))
        self._size += self._file.write(content)

    def finish(self, profile: Profile) -> None:
        """Write what stands behind all records."""
        self._file.write(self._output.tail)

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""


class ZipFile(RecordsFile):
    """Each record in a file of its own in a ZIP archive; their days are ZIP's first."""

    def __init__(self, output: Output, file: IO[bytes], base: str) -> None:
        super().__init__(output, file)
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._base = base

    def __enter__(self) -> None:
        """Nothing stands before the files."""

    def _put(self, record: str, content: bytes) -> None:
        name = quote(record.removeprefix(self._base), safe="")
        entry = zipfile.ZipInfo(f"{name}{self._output.suffix}")
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
        self._archive.writestr(entry, self._output.head + content + self._output.tail)

    def finish(self, profile: Profile) -> None:
        """Nothing stands behind the files but their list, which leaving writes."""

    def __exit__(self, *_: object) -> None:
        self._archive.close()


class GraphFile:
    """RDF, which is serialised at the end, for the serialiser wants all triples at once."""

    def __init__(self, output: Output, file: IO[bytes]) -> None:
        self.written = 0
        self.places: dict[str, Place] = {}
        self.losses = Losses()
        self._output = output
        self._file = file
        self._lines = SpooledTemporaryFile(_HELD)  # noqa: SIM115 it is closed on leaving

    def __enter__(self) -> None:
        """Nothing is written before the end."""

    def add(self, content: Content) -> None:
        """Keep what there is of some more records."""
        for _, lines in content.parts:
            self._lines.write(lines)
        self.written += content.records

    def finish(self, profile: Profile) -> None:
        """Write all."""
        self._lines.seek(0)
        lines = cast("IO[bytes]", self._lines)
        quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        serialization.write(quads, self._file, self._output.format, prefixes=profile.prefixes)

    def __exit__(self, *_: object) -> None:
        self._lines.close()


FormFile: TypeAlias = "RecordsFile | GraphFile"


def form_file(output: Output, file: IO[bytes], base: str) -> FormFile:
    """The file of a form, to be entered before anything is added to it."""
    if output.record is None and output.begin is None:
        return GraphFile(output, file)
    return ZipFile(output, file, base) if output.is_zipped else RecordsFile(output, file)
