"""Which files below ``data/`` hold records, and in which order they are read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from lod_archive.archive import CLAIMS, LINKS
from lod_archive.errors import Location, SourceError
from lod_archive.sources.notations import notation_of
from lod_archive.sources.records import PlaceIndex, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lod_archive.archive import ArchiveFolder

MAPPING_SET: Final = ".sssom.tsv"
"""How the name of a file of decisions on links ends."""
_IGNORED: Final = re.compile(
    r"[._].*|README(\..*)?|LICEN[CS]E(\..*)?|.*\.(md|txt)|Thumbs\.db|desktop\.ini", re.IGNORECASE
)


def source_files(archive: ArchiveFolder) -> list[SourceFile]:
    """The files with records: those of claims first, then the others, each in order of name.

    :raises SourceError: if there is no folder ``data/``.
    """
    index = PlaceIndex()
    files = [
        SourceFile(path, name, notation, index)
        for path, name in files_of_data(archive)
        if (notation := notation_of(path)) is not None and path.is_file()
    ]
    return sorted(files, key=lambda file: (not file.name.startswith(CLAIMS), file.name))


def unread_files(archive: ArchiveFolder) -> list[Path]:
    """Files below ``data/`` that look as if they were meant to be read, and are not.

    Their extension is unknown (:func:`~lod_archive.sources.notations.extension_hint` says more),
    or they are links to nothing. Hidden files, files and folders whose name begins with ``_``,
    README, LICENSE, ``*.md`` and ``*.txt`` are left out on purpose.

    :raises SourceError: if there is no folder ``data/``.
    """
    unread = [
        path
        for path, name in files_of_data(archive)
        if not path.is_file() or (notation_of(path) is None and not is_mapping_set(name))
    ]
    return sorted(unread)


def is_mapping_set(name: str) -> bool:
    """Whether a file, by its name relative to the archive, holds decisions on links.

    >>> is_mapping_set("data/links/wikidata.sssom.tsv"), is_mapping_set("data/wikidata.sssom.tsv")
    (True, False)
    """
    return name.startswith(LINKS) and name.endswith(MAPPING_SET)


def files_of_data(archive: ArchiveFolder) -> Iterator[tuple[Path, str]]:
    """Each file below ``data/`` with its name relative to the archive; a folder reached twice is
    read once.

    :raises SourceError: if there is no folder ``data/``.
    """
    if not archive.data.is_dir():
        raise SourceError(
            "there is no folder “data”",
            at=Location(archive.root.name),
            hint="put the records into data/, such as data/events/strike.yaml",
        )
    seen: set[tuple[int, int]] = set()
    folders = [archive.data]
    while folders:
        folder = folders.pop()
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for path in sorted(_entries(folder, archive.root), reverse=True):
            if path.is_dir():
                folders.append(path)
            else:
                yield path, _name(path, archive.root)


def _entries(folder: Path, root: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not _IGNORED.fullmatch(path.name)]
    except OSError as error:
        raise SourceError(
            f"cannot read the folder: {error.strerror}",
            at=Location(_name(folder, root)),
            hint="check its permissions",
        ) from None


def _name(path: Path, root: Path) -> str:
    """With slashes; what is not UTF-8 in it is replaced, so that it can be printed."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
