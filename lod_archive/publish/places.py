"""Where each record stands in the exports that are harvested: ``exports/places.tsv``."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self

from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PLACES: Final = f"{iris.EXPORTS}places.tsv"


class PlaceInExport(NamedTuple):
    """Where a record stands.

    :param export: the path of the export in the publication.
    :param record: its id.
    :param start: its first byte, and ``length`` how many there are.
    """

    export: str
    record: str
    start: int
    length: int


def write_places(places: Iterable[PlaceInExport], publication: Path) -> None:
    """Write them into a publication, sorted."""
    with (publication / PLACES).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines("\t".join(map(str, place)) + "\n" for place in sorted(places))


class Places:
    """Where each record stands in the exports that are harvested.

    It is looked up in the file, which is sorted, as records may be many.

    :param lines: the file, in memory or mapped; empty if there is none.
    """

    def __init__(self, lines: bytes | mmap) -> None:
        self._lines: Final = lines

    @classmethod
    def read(cls, file: BinaryIO) -> Self:
        """Those in a file, of which no more than what is looked for is in memory."""
        return cls(mmap(file.fileno(), 0, access=ACCESS_READ))

    def has(self, export: str) -> bool:
        """Whether anything is known of an export, by its path in the publication."""
        start, key = self._first((export.encode(),)), f"{export}\t".encode()
        return self._lines[start : start + len(key)] == key

    def find(self, export: str, record: str) -> tuple[int, int] | None:
        r"""The first byte of a record and its length, by its id; None if it is not there.

        >>> places = Places(b"exports/dc.xml\ta/b\t0\t9\nexports/dc.xml\ta/c\t9\t4\n")
        >>> places.find("exports/dc.xml", "a/c"), places.find("exports/dc.xml", "a/d")
        ((9, 4), None)
        """
        wanted = (export.encode(), record.encode())
        start = self._first(wanted)
        end = self._lines.find(b"\n", start)
        *found, first, length = self._lines[start:end].split(b"\t") if end > start else (b"", b"")
        return (int(first), int(length)) if tuple(found) == wanted else None

    def _first(self, wanted: tuple[bytes, ...]) -> int:
        """Where the first line stands that is not before these columns."""
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._lines.find(b"\n", start) + 1
            if tuple(self._lines[start:end].split(b"\t")[: len(wanted)]) < wanted:
                low = end
            else:
                high = start
        return low
