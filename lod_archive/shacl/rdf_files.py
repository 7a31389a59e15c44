"""The files of RDF that paths lead to: folders are searched, publications known."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lod_archive.errors import ArchiveError, Location, SourceError
from lod_archive.vocab.formats import N_QUADS, RDF_FORMATS
from lod_archive.vocab.iris import DUMPS, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lod_archive.shacl.triples import File

_PUBLICATION: Final = (MANIFEST, DUMPS + N_QUADS.extension)
"""What tells a publication, and the one file of it that holds everything once."""
_EXTENSIONS: Final = frozenset(f".{known.extension}" for known in RDF_FORMATS)


def rdf_files(paths: Iterable[File], *, blame: type[ArchiveError] = SourceError) -> list[str]:
    """The files among the paths, and those in the folders among them whose names are of RDF.

    A file is taken as it is, whatever its name. Of a publication only the dump is taken that
    holds everything once.

    :param blame: the error to raise.
    :raises SourceError: (as ``blame``) if a folder has no file of RDF.
    """
    return [os.fspath(file) for path in paths for file in _files_at(Path(path), blame)]


def _files_at(path: Path, blame: type[ArchiveError]) -> Iterable[Path]:
    if not path.is_dir():
        return (path,)
    if all((path / name).is_file() for name in _PUBLICATION):
        return (path / _PUBLICATION[-1],)
    found = sorted(_files_below(path))
    if not found:
        extensions = ", ".join(sorted(_EXTENSIONS))
        raise blame(
            "there is no file of RDF in this folder",
            at=Location(os.fspath(path)),
            hint=f"the names of such files end in {extensions}, each with or without .gz",
        )
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if Path(file.name.removesuffix(".gz")).suffix in _EXTENSIONS and file.is_file():
            yield file
